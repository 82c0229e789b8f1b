"""``threatgate card``: what model cards and system cards say, the section written from the model, evidence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from checker.cli.failure import fenced
from checker.cli.options import as_of_option
from checker.cli.places import refuse_links
from checker.core.errors import UsageError
from checker.outputs.escape import visible
from checker.pipeline.cards import card_section, seen_cards, shown_evidence

_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


class Showing(click.Group):
    """A group whose command ``show`` need not be named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = args and (args[0] in self.commands or args[0] in ("--help", "-h"))
        return super().parse_args(ctx, args if known or ctx.resilient_parsing else ["show", *args])


@click.group("card", cls=Showing)
def command() -> None:
    """Look at model cards and system cards, write their part about threats, list evidence.

    \b
    threatgate card                                        every card of every model here
    threatgate card render --component chat --update CARD  write the threats into a card
    threatgate card evidence                               which rules show which ISM control
    """


@command.command("show")
@click.argument("file", default="")
@_JSON
def show(file: str, as_json: bool) -> int:
    """Show the cards of the model in FILE, or of every model here: sections, and what they do not name. The default."""
    from checker.outputs.cards import human
    from checker.outputs.cards.json import card

    found = seen_cards(Path.cwd(), file)
    _say(as_json, [card(one) for one in found], human.cards(found))
    return 0


@command.command("evidence")
@click.argument("file", default="")
@as_of_option
@_JSON
def evidence(file: str, as_of: str, as_json: bool) -> int:
    """Show which rules are evidence for which control of the Information Security Manual.

    For each: the rules, whether their packs are in use, their open findings, and the controls in place that answer it.
    """
    from checker.outputs.cards import human
    from checker.outputs.cards.json import evidence as data

    found = shown_evidence(Path.cwd(), file, as_of)
    _say(as_json, [data(one) for one in found], human.evidence(found))
    return 0


@command.command("render")
@click.argument("file", default="")
@click.option("--component", default="", metavar="ID", help="The component whose model the card is about.")
@click.option("--system", is_flag=True, help="The card of the whole system.")
@click.option("--out", type=click.Path(), help="Write the section as a new file.")
@click.option("--update", type=click.Path(), help="Write the section anew in this card; all else stays as it is.")
@click.option("--check", is_flag=True, help="With --update: write nothing, and exit with 1 where it is not up to date.")
def render(file: str, component: str, system: bool, out: str | None, update: str | None, check: bool) -> int:
    """Write the section of a card about threats, mitigations and risk from the model in FILE.

    Printed, or written into a card between two comments.
    """
    if (component and system) or (out and update):
        raise UsageError("--component and --system, and --out and --update, are one or the other")
    if check and not update:
        raise UsageError("--check looks at a card: name it with --update")
    from checker.documents.rewrite import rewrite
    from checker.documents.worktree import WorkTree
    from checker.outputs.cards.section import section, updated
    from checker.pipeline.sides import find_place

    named = update or out
    target = Path(named) if named else None
    one = card_section(Path.cwd(), file, component, system, target)
    if target is None:
        click.echo(section(one), nl=False)
        return 0
    if out:
        return _create(target, section(one))
    place = find_place(Path.cwd(), (str(target),))
    tree = WorkTree(place.root)
    card = tree.read(place.paths[0])
    made = updated(card.text, one, str(target))
    if check:
        click.echo(f"{visible(str(target))} is {'up to date' if made == card.text else 'not what the model says'}")
        return int(made != card.text)
    if made != card.text:
        rewrite(tree, card, made)
    click.echo(f"{'wrote' if made != card.text else 'nothing to change in'} {visible(str(target))}")
    return 0


def _create(target: Path, text: str) -> int:
    refuse_links(target.parent)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        hint = f"to write the section into it: threatgate card render --update {target}"
        raise UsageError(f"there is a {target} already", hint=hint) from None
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}") from None
    click.echo(f"wrote {visible(str(target))}")
    return 0


def _say(as_json: bool, data: list[dict[str, Any]], lines: Iterable[str]) -> None:
    if as_json:
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    with fenced(sys.stdout):
        for line in lines:
            click.echo(line)
