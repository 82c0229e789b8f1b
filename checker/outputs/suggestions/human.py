"""Suggestions for people: what to consider, why here, under which ids, and what answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.core.coverage import NEEDS, Answer, Item
from checker.core.location import Location
from checker.core.naming import Names, named
from checker.core.suggestion import LEVELS, Suggestion, Unknown
from checker.knowledge.lookup import name_of
from checker.outputs.escape import visible
from checker.outputs.layout import first
from checker.outputs.words import number_of

_WIDTH = 110
_SEEN = {"realized": "seen in attacks", "demonstrated": "demonstrated", "feasible": "feasible"}
_SHOWN = 8
"""How many elements a line names."""


def element(called: str, type: str, at: Location, shown: Sequence[Suggestion], pins: dict[str, str]) -> Iterator[str]:
    """An element, by what it is called, and the questions that are shown of it."""
    open = sum(1 for one in shown if one.open)
    yield visible(f"{called} ({type}, {at}): {_questions(open)}")
    for one in shown:
        yield from _question(one, pins)


def _question(one: Suggestion, pins: dict[str, str]) -> Iterator[str]:
    seen = f"  [{_SEEN[one.maturity]}]" if one.maturity else ""
    yield ""
    yield visible(f"  {one.need if one.open else 'done':6}  {one.title}{seen}")
    items = one.open or one.answered
    reasons = "; ".join(_reasons(items))
    if not one.title.casefold().endswith(reasons.casefold()):
        yield from _row("why", reasons)
    for when, why in dict.fromkeys((item.when, item.why) for item in items if item.when):
        yield from _row("because", f"{when}: {why}" if why else when)
    if one.open:
        yield from _row("ids", ", ".join(_named(item.reference, pins) for item in one.open))
    for level in LEVELS:
        if here := [control.id for control in one.controls if control.level == level]:
            yield from _row("controls", f"{level}: {', '.join(here)}")
    by: dict[str, list[str]] = {}
    for item in one.answered:
        if item.answer:
            by.setdefault(_by(item.answer), []).append(item.reference)
    for who, ids in by.items():
        yield from _row("done", f"{', '.join(ids)} by {who}")


def several(
    title: str, questions: Sequence[Suggestion], refs: Sequence[str], pins: dict[str, str], names: Names
) -> Iterator[str]:
    """A question that is asked at all of these elements; what it hangs on at each is left to the page of that one."""
    need = min((one.need for one in questions), key=NEEDS.index)
    yield visible(f"{need:6}  {title}")
    yield from _row("at", ", ".join(named(one.subject.id, names) for one in questions))
    asked = [item for one in questions for item in one.open if item.reference in refs]
    reasons = "; ".join(_reasons(asked))
    if not title.casefold().endswith(reasons.casefold()):
        yield from _row("why", reasons)
    yield from _row("ids", ", ".join(_named(reference, pins) for reference in refs))
    for level in LEVELS:
        if here := dict.fromkeys(each.id for one in questions for each in one.controls if each.level == level):
            yield from _row("controls", f"{level}: {', '.join(here)}")


def _by(answer: Answer) -> str:
    who = f"entry {int(answer.id) + 1} of not_applicable" if answer.by == "not-applicable" else f"threat {answer.id}"
    return f"{who}, which cites {answer.cited}"


def _reasons(items: Iterable[Item]) -> list[str]:
    """What the rows say of them, that of the most telling first, and no more than three."""
    return list(dict.fromkeys(item.reason for item in items))[:3]


def _named(reference: str, pins: dict[str, str]) -> str:
    name = name_of(reference, pins)
    return f"{reference} ({name})" if name else reference


def _row(label: str, text: str) -> Iterator[str]:
    """A line with a label, and as many below it as the text needs."""
    from textwrap import wrap

    lines = wrap(visible(text), _WIDTH - 20, break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines):
        yield f"{' ' * 10}{'' if number else label:10}{line}"


def unknowns(found: Iterable[Unknown]) -> Iterator[str]:
    """What is not known, each as the line that answers it, by where the lines go."""
    by_holder: dict[str, list[Unknown]] = {}
    for one in found:
        by_holder.setdefault(one.under, []).append(one)
    if by_holder:
        yield "Not known, so not asked yet. Each line is an answer; write false where it does not hold:"
    for under, several in by_holder.items():
        yield visible(f"  {under}:")
        width = max(len(one.line) for one in several)
        for one in several:
            asked = [subject.id for subject in one.subjects]
            at = f" For {first(asked, _SHOWN)}." if one.holder.kind == "system" else ""
            yield visible(f"    {one.line:{width}}  # {one.meaning}{at} {_ids(len(one.references))}.")


def _questions(count: int) -> str:
    return number_of(count, "question") if count else "nothing is open"


def _ids(count: int) -> str:
    return f"Decides {number_of(count, 'id')}"
