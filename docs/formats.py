"""The generated parts of the pages on formats: the index, and what each format has no word for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from checker.core.settings import FOUND_BY_NAME
from checker.inputs import FORMATS, format_of
from checker.pipeline.convert import TARGETS

INDEX, END_OF_INDEX = "<!-- index: generated -->\n", "<!-- end of index -->\n"
UNSAID, END_OF_UNSAID = "<!-- unsayable: generated -->\n", "<!-- end of unsayable -->\n"
_PICTURES = {"mermaid": "Mermaid", "dot": "DOT"}
"""What is written and never read: one page for all."""

_WAIVER = "a [waiver](../waivers-and-baseline.md) says until when"
_WAIVED = f"`review/incomplete` stays where a threat is accepted: {_WAIVER}"
_BY_CODE = {
    "threat.on": "not asked: that each component and flow has a threat (`review/incomplete`)",
    "threat.owner": "the owner of the system owns them (`review/incomplete`)",
    "system.owner": f"`review/incomplete` stays where a threat is left identified: {_WAIVER}",
    "threat.accepted": _WAIVED,
    "threat.accepted.until": _WAIVED,
}
"""What no rule asks, but the review of an element."""


def made(folder: Path, rules: Mapping[str, Any]) -> dict[Path, str]:
    """Each page with its generated parts anew. ``rules`` is what the shipped rule files say, by id."""
    silent, telling = _asking(rules)
    pages = {folder / "README.md": (INDEX, END_OF_INDEX, _index(folder))}
    for name in FORMATS:
        lines = _unsaid(format_of(name).UNSAYABLE, silent, telling)
        pages[page_of(folder, name)] = (UNSAID, END_OF_UNSAID, lines)
    return {page: _between(page.read_text(encoding="utf-8"), *parts) for page, parts in pages.items()}


def page_of(folder: Path, name: str) -> Path:
    """The page on a format that is read or written."""
    return folder / f"{'pictures' if name in _PICTURES else name}.md"


def _between(text: str, start: str, end: str, lines: Iterator[str]) -> str:
    before, _, rest = text.partition(start)
    return before + start + "".join(f"{line}\n" for line in lines) + end + rest.partition(end)[2]


def _index(folder: Path) -> Iterator[str]:
    yield "| format | read | found by name | written |"
    yield "| --- | --- | --- | --- |"
    for name in (*FORMATS, *(one for one in TARGETS if one not in FORMATS)):
        read, page = name in FORMATS, page_of(folder, name)
        title = _title(page) if read else _PICTURES[name]
        editions = format_of(name).EDITIONS if read else "no"
        found = ", ".join(f"`{one if one[0] != '.' else f'*{one}'}`" for one in FOUND_BY_NAME.get(name, ()))
        written = f"`--to {name}`" if name in TARGETS else "no"
        yield f"| [{title}]({page.name}) | {editions} | {found or 'no'} | {written} |"


def _title(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def _unsaid(
    fields: tuple[str, ...], silent: Mapping[str, list[str]], telling: Mapping[str, list[str]]
) -> Iterator[str]:
    if not fields:
        yield "Nothing that a rule asks."
        return
    yield "The format has no word for these fields, so that one is not stated says nothing:"
    yield ""
    yield "| field | because of that |"
    yield "| --- | --- |"
    for field in fields:
        rules = [f"[`{id}`](../rules/{id}.md)" for id in silent.get(field, ())]
        said = [f"not asked: {', '.join(rules)}"] if rules else []
        said += [f"the note [`{id}`](../rules/{id}.md) says so" for id in telling.get(field, ())]
        said += [_BY_CODE[field]] if field in _BY_CODE else []
        yield f"| `{field}` | {'; '.join(said) or 'no rule asks for it alone'} |"


def _asking(rules: Mapping[str, Any]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Field -> the rules that do not ask where a format has no word for it; and those that say so."""
    silent: dict[str, list[str]] = {}
    telling: dict[str, list[str]] = {}
    for id, data in sorted(rules.items()):
        for field, negated in _fields(data.get("when"), negated=False):
            (silent if negated else telling).setdefault(field, []).append(id)
    return silent, telling


def _fields(data: Any, negated: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(data, list):
        for item in data:
            yield from _fields(item, negated)
    if isinstance(data, dict):
        for key, value in data.items():
            if re.fullmatch(r"(.+\.)?unsayable", key):
                yield value["contains"], negated
            else:
                yield from _fields(value, negated != (key == "not"))
