"""Questions at a terminal: how far a model is, and what is open as lines of YAML that answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.core.questions import Question, Questions, Sheet
from checker.outputs.escape import visible
from checker.outputs.layout import table


def lines(sheet: Sheet, with_answered: bool = False) -> Iterator[str]:
    """The lines of one model, without their ends."""
    yield visible(f"{sheet.system} ({sheet.model})")
    for one in sheet.sets:
        yield ""
        yield from _set(one, with_answered)
    for note in sheet.notes:
        yield ""
        yield visible(f"note: {note}")


def _set(asked: Questions, with_answered: bool) -> Iterator[str]:
    total, open_ = len(asked.questions), asked.open
    noun = f"{asked.noun}{'' if total == 1 else 's'}"
    title = f"{asked.title}, {asked.edition}" if asked.edition else asked.title
    yield visible(f"{title}: {total - len(open_):,} of {total:,} {noun} answered")
    if asked.chosen:
        yield visible(f"  asked for {asked.chosen}")
    groups = asked.groups.items()
    rows = [(name, f"{sum(bool(one.answers) for one in inside)} of {len(inside)}") for name, inside in groups]
    if len(rows) > 1:
        yield from table(rows, "  ")
    if asked.causes:
        yield ""
        yield from _causes(asked)
    if risks := [one for one in asked.questions if one.at_risk]:
        yield ""
        yield "the answer signals a risk, and no threat comes of it:"
        yield from table([(one.id, one.answers[0], one.name) for one in risks], "  ")
    if with_answered and len(open_) < total:
        yield ""
        yield "answered:"
        answered = [(one.id, ", ".join(one.answers), _asks(one)) for one in asked.questions if one.answers]
        yield from table(answered, "  ")
    if open_:
        yield ""
        yield f"to answer, {asked.how}:"
        yield ""
        yield from _yaml(asked, open_)


def _causes(asked: Questions) -> Iterator[str]:
    """The threats by cause: a row for each entity and intent, a column for each timing."""
    timings = list(dict.fromkeys(key[2] for key, _ in asked.causes))
    count = {key: len(ids) for key, ids in asked.causes}
    rows = [("threats by cause", *timings)]
    for entity, intent in dict.fromkeys(key[:2] for key in count):
        rows.append((f"{entity}, {intent}", *(str(count[entity, intent, timing] or "-") for timing in timings)))
    yield from table(rows, "  ")


def _asks(one: Question) -> str:
    return f"{one.name}: {one.text or one.page}"


def _yaml(asked: Questions, open_: Sequence[Question]) -> Iterator[str]:
    for depth, key in enumerate(asked.section):
        yield f"{'  ' * depth}{key}:"
    indent = "  " * len(asked.section)
    group = ""
    for one in open_:
        if one.group != group:
            group = one.group
            yield visible(f"{indent}# {group}")
        risk = f' "{one.risk_if}" signals a risk.' if one.risk_if else ""
        yield visible(f"{indent}# {one.id} {_asks(one)}{risk}")
        yield visible(f"{indent}{one.yaml}")
