"""``threatgate card``: what model cards and system cards say, the section written from the model, evidence."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import Showing, create, file_argument, json_option, say, say_data
from checker.cli.options import as_of_option
from checker.core.cards import CardSection
from checker.core.errors import UsageError
from checker.core.source import Source
from checker.outputs.escape import visible
from checker.pipeline.cards import card_section, section_fits, seen_cards, shown_evidence


@click.group("card", cls=Showing)
def command() -> None:
    """Look at model cards and system cards, write their part about threats, list evidence.

    \b
    threatgate card                                        every card of every model here
    threatgate card render --system --out CARD --outline   begin a card: its sections, and the threats
    threatgate card render --component chat --update CARD  write the threats into a card
    threatgate card evidence                               which rules show which ISM control
    """


@command.command("show")
@file_argument
@as_of_option
@json_option()
def show(file: str, as_of: str, as_json: bool) -> int:
    """Show the cards of the model in FILE, or of every model here: sections, and what they do not name. The default."""
    from checker.outputs.cards import human
    from checker.outputs.cards.json import card

    found = seen_cards(Path.cwd(), as_of, file)
    return say_data([card(one) for one in found]) if as_json else say(human.cards(found))


@command.command("evidence")
@file_argument
@as_of_option
@json_option()
def evidence(file: str, as_of: str, as_json: bool) -> int:
    """Show which rules are evidence for which control of the Information Security Manual.

    For each: the rules, whether their packs are in use, their open findings, and the controls in place that answer it.
    """
    from checker.outputs.cards import human
    from checker.outputs.cards.json import evidence as data

    found = shown_evidence(Path.cwd(), file, as_of)
    return say_data([data(one) for one in found]) if as_json else say(human.evidence(found))


@command.command("render")
@file_argument
@click.option("--component", default="", metavar="ID", help="The component whose model the card is about.")
@click.option("--system", is_flag=True, help="The card of the whole system.")
@click.option("--out", type=click.Path(), help="Write the section as a new file.")
@click.option("--outline", is_flag=True, help="With --out: the other sections of a card as well, to be filled in.")
@click.option("--update", type=click.Path(), help="Write the section anew in this card; all else stays as it is.")
@click.option("--check", is_flag=True, help="With --update: write nothing, and exit with 1 where it is not up to date.")
def render(
    file: str, component: str, system: bool, out: str | None, outline: bool, update: str | None, check: bool
) -> int:
    """Write the section of a card about threats, mitigations and risk from the model in FILE.

    Printed, or written into a card between two comments.
    """
    if (component and system) or (out and update):
        raise UsageError("--component and --system, and --out and --update, are one or the other")
    if check and not update:
        raise UsageError("--check looks at a card: name it with --update")
    if outline and not out:
        raise UsageError("--outline begins a card: name it with --out")
    from checker.outputs.cards.section import section

    named = update or out
    target = Path(named) if named else None
    one = card_section(Path.cwd(), file, component, system, target)
    if target is None:
        click.echo(section(one), nl=False)
        return 0
    if out:
        return _begin(target, _outlined(one, of_model=not system) if outline else section(one))
    return _update(target, one, check)


def _begin(target: Path, text: str) -> int:
    section_fits(Source(target.as_posix(), text))
    create(target, text, hint=f"to write the section into it: threatgate card render --update {target}")
    click.echo(f"wrote {visible(str(target))}")
    return 0


def _update(target: Path, one: CardSection, check: bool) -> int:
    from checker.documents.rewrite import rewrite
    from checker.documents.worktree import WorkTree
    from checker.outputs.cards.section import updated
    from checker.pipeline.sides import find_place

    place = find_place(Path.cwd(), (str(target),))
    tree = WorkTree(place.root)
    card = tree.read(place.paths[0])
    section_fits(card)
    made = updated(card.text, one, str(target))
    if check:
        click.echo(f"{visible(str(target))} is {'up to date' if made == card.text else 'not what the model says'}")
        return int(made != card.text)
    if made != card.text:
        rewrite(tree, card, made)
    click.echo(f"{'wrote' if made != card.text else 'nothing to change in'} {visible(str(target))}")
    return 0


def _outlined(one: CardSection, of_model: bool) -> str:
    from checker.knowledge.card_profiles import shipped
    from checker.outputs.cards.section import outline, section

    profile = shipped("mitchell" if of_model else "ism-2084")
    return outline(one, profile) if profile else section(one)
