"""``card``: the cards of models, the section of a card that is written from one, and the evidence for controls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, relpath

from checker.core.cards import CardSection, CardSeen, Evidence, RuleSeen
from checker.core.errors import UsageError
from checker.core.model import IN_PLACE, Model
from checker.core.report import Report
from checker.core.rule import BUILT_IN
from checker.core.settings import Settings
from checker.core.source import Source
from checker.documents.words import listing, nearest, quote
from checker.knowledge.ism_evidence import Asked, controls
from checker.methods.cards.mentions import is_ai_model
from checker.methods.cards.read import language
from checker.methods.cards.seen import cards_of, section_of
from checker.pipeline.check import Request, check
from checker.pipeline.here import Here, models_here, readable, the_one
from checker.pipeline.sides import work_tree_alone
from checker.pipeline.stages import Side


def seen_cards(cwd: Path, as_of: str, file: str = "") -> list[CardSeen]:
    """Every card of the model in ``file``, or of every model here. Raises what models_here does."""
    here = models_here(cwd, file, "card show")
    return [card for side in here.sides for card in _cards(side, as_of)]


def _cards(side: Side, as_of: str) -> Iterator[CardSeen]:
    snapshot = readable(side.version)
    return cards_of(snapshot, side.version.side[1], side.read, as_of)


def card_section(cwd: Path, file: str, component: str, system: bool, target: Path | None) -> CardSection:
    """What the section of a card says; ``target`` is the card, for the link to the model.

    Raises UsageError where it is not clear of which model or component.
    """
    here = models_here(cwd, file, "card render")
    snapshot = readable(the_one(here, "a card is about", "card render"))
    id = "" if system else component or _only(snapshot.model)
    if id and id not in snapshot.model.components:
        near = nearest(id, snapshot.model.components)
        raise UsageError(f"there is no component {quote(id)}", hint=f"did you mean {quote(near)}?" if near else "")
    return section_of(snapshot.model, _way(here, snapshot.path, target), id)


def _only(model: Model) -> str:
    found = [id for id in model.components if is_ai_model(model, id)]
    if len(found) == 1:
        return found[0]
    which = f"one of {listing(found)}" if found else "no component is a model"
    raise UsageError("of what is the card?", hint=f"say --component ID ({which}), or --system")


def _way(here: Here, path: str, target: Path | None) -> str:
    """The link from a card to the model file: from the folder of the card, or from the root of the repository."""
    if target is None:
        return path
    root = here.place.root.resolve()
    card = target.parent.resolve() / target.name
    return relpath(path, dirname(card.relative_to(root).as_posix()) or ".") if card.is_relative_to(root) else path


def section_fits(card: Source) -> None:
    """Raises UsageError for a card in which the section, which is Markdown, would break what is there."""
    written_in = language(card)
    if written_in != "markdown":
        raise UsageError(
            f"{quote(card.path)} is {written_in.upper()}, and the section is Markdown: nothing was written",
            hint="write the ids that the card has to name into it, each in single quotes inside of one of its texts",
        )


def shown_evidence(cwd: Path, file: str, as_of: str) -> list[Evidence]:
    """For each control of the manual what shows it, over the model in ``file`` or every model here.

    Raises CheckError where the gate cannot decide: what it did not look at is evidence of nothing.
    """
    here = models_here(cwd, file, "card evidence")
    models = [readable(version).model for version in here.versions]
    report = check(work_tree_alone(here.place), Request(as_of, tuple(version.path for version in here.versions)))
    for failure in report.failures:
        raise failure
    return list(_evidence(models, here.settings, report))


def _evidence(models: list[Model], settings: Settings, report: Report) -> Iterator[Evidence]:
    found = Counter(result.finding.rule for result in report.results if result.state != "waived")
    types = {component.type for model in models for component in model.components.values()}
    for one in controls():
        rules = tuple(RuleSeen(rule, _in_use(rule, settings), found[rule]) for rule in one.rules)
        in_place = _in_place(models, one.uses)
        yield Evidence(one.id, one.name, _state(one, rules, types, in_place), rules, one.uses, in_place)


def _in_use(rule: str, settings: Settings) -> bool:
    pack = rule.partition("/")[0]
    return pack in (*BUILT_IN, *settings.packs) and dict(settings.levels).get(rule) != "off"


def _state(one: Asked, rules: tuple[RuleSeen, ...], types: set[str], in_place: tuple[str, ...]) -> str:
    if not rules:
        return "elsewhere"
    if one.on and types.isdisjoint(one.on):
        return "nothing-here"
    if any(rule.open for rule in rules):
        return "open"
    if not any(rule.in_use for rule in rules):
        return "not-asked"
    return "unstated" if one.by_control and not in_place else "shown"


def _in_place(models: list[Model], uses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"{model.id}: {control.id}"
        for model in models
        for control in model.controls.values()
        if control.use in uses and control.status in IN_PLACE
    )
