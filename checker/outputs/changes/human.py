"""Changes for people at a terminal: by kind of element, with signs, values before and after, and what weakens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from checker.core.change import Change, FieldChange
from checker.core.model import KINDS
from checker.core.naming import Names, named
from checker.core.report import Checked, Report
from checker.outputs.escape import visible
from checker.outputs.frame import lines_of
from checker.outputs.human import failure_text
from checker.outputs.style import Style, paint
from checker.outputs.words import base_of, changes_of, number_of, place_of, value_of

NAME = "human"
SIGNS = {"added": "+", "removed": "-", "modified": "~", "moved": "→", "renamed": "→"}
_LONGEST = 200
"""Characters of a value that a line shows; the JSON output has all."""

_BEFORE = 40
"""Characters that are shown before what differs, so that people find it."""

_LOOKS = {"added": "added", "removed": "removed"}


def render(report: Report, style: Style) -> Iterator[str]:
    """Each model that changed, its changes grouped by kind of element, then failures and one line with the counts.

    A field that nobody wrote, but that follows from another change, says so.
    """
    for model in report.models:
        if model.changes:
            yield f"{paint(style, 'strong', visible(model.path))}\n"
            yield from _groups(model, style)
    lines = lines_of(report.sources)
    yield from (failure_text(failure, lines, style) for failure in report.failures)
    yield f"{visible(_total(report))}\n"


def _total(report: Report) -> str:
    """What it all comes to. A model that could not be compared is never "no change"."""
    total = changes_of(report) or ("" if report.failures else "no change in meaning")
    unchanged = sum(1 for model in report.models if model.changes == ())
    same = f"{number_of(unchanged, 'model')} unchanged" if unchanged and (changes_of(report) or report.failures) else ""
    lost = "not everything could be compared" if report.failures else ""
    sides = f"{place_of(report.head)} against {base_of(report.base)}" if report.base else ""
    return ", ".join(part for part in (total, same, lost, sides) if part)


def _groups(model: Checked, style: Style) -> Iterator[str]:
    changes = model.changes or ()
    kinds = dict.fromkeys((*KINDS, *(change.ref.kind for change in changes)))
    for kind in kinds:
        group = [change for change in changes if change.ref.kind == kind]
        if group:
            yield f"  {paint(style, 'faint', number_of(len(group), visible(kind)))}\n"
        for change in group:
            yield "\n".join(_change(model, change, style)) + "\n"
    yield "\n"


def _change(model: Checked, change: Change, style: Style) -> Iterator[str]:
    look = _LOOKS.get(change.kind, "changed")
    was = f" (was {visible(named(change.was, model.names))})" if change.was else ""
    place = model.places.get(change.ref)
    where = f"  {paint(style, 'faint', visible(str(place)))}" if place else ""
    name = paint(
        style, look, f"{SIGNS.get(change.kind, '~')} {visible(named(change.ref.id, model.names) or change.ref.kind)}"
    )
    yield f"    {name} {change.kind}{was}{_mark(change.weakens, style)}{where}"
    yield from (f"        {_field(field, model.names, style)}" for field in change.fields)


def _field(field: FieldChange, names: Names, style: Style) -> str:
    values = (value_of(_named(value, names)) for value in (field.before, field.after))
    before, after = map(visible, _around(*values))
    follows = paint(style, "faint", " (follows)") if field.derived else ""
    return f"{visible(field.field)}: {before} → {after}{follows}{_mark(field.weakens, style)}"


def _named(value: Any, names: Names) -> Any:
    """A value with the names of the elements that it names."""
    if isinstance(value, str):
        return named(value, names)
    texts = value.__class__ is tuple and all(isinstance(one, str) for one in value)
    return tuple(named(one, names) for one in value) if texts else value


def _around(before: str, after: str) -> tuple[str, str]:
    """Both values; of long ones what differs, with a little of what is around it."""
    if max(len(before), len(after)) <= _LONGEST:
        return before, after
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = max(0, alike - _BEFORE)
    return _part(before, start), _part(after, start)


def _part(text: str, start: int) -> str:
    end = start + _LONGEST
    return f"{'…' if start else ''}{text[start:end]}{f'… ({len(text):,} characters)' if len(text) > end else ''}"


def _mark(weakens: bool, style: Style) -> str:
    return f" {paint(style, 'fail', '(weakens)')}" if weakens else ""
