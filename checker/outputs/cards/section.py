"""The section of a card that is written from the model, in Markdown, and its place in a text.

It stands between two comments, so that it can be written anew and everything else stays as it is, byte for byte. All
words of the model are escaped: none of them is Markdown, HTML, a link or a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote as percent

from checker.core.cards import CardSection, ThreatRow
from checker.core.errors import InputError
from checker.core.location import Location
from checker.knowledge.card_profiles import Profile
from checker.outputs.escape import markdown, markdown_code
from checker.outputs.words import number_of

_ID = 200
"""Characters of an id: more than one has, as one that is cut names nothing."""

_KINDS = {"component": "Components", "flow": "Flows", "boundary": "Trust boundaries", "data": "Data"}


def section(one: CardSection) -> str:
    """The section, from its first marker to its last, lines ending in LF."""
    first, last = markers(one.id)
    return "\n".join((first, *_lines(one), last)) + "\n"


def outline(one: CardSection, profile: Profile) -> str:
    """A whole card to be filled in: each section of its profile by its title, and the one from the model in its place.

    What holds the place of a text is none: the card still lacks the section until somebody writes it.
    """
    wanted = [each for each in profile.sections if each.required]
    parts = [section(one) if "risk" in each.names else f"## {each.title}\n\nTODO\n" for each in wanted]
    if not any("risk" in each.names for each in wanted):
        parts.append(section(one))
    return "\n".join((f"# {markdown(one.name)}\n", *parts))


def markers(id: str) -> tuple[str, str]:
    """The comments around the section of a component or a system."""
    plain = re.sub(r"[^a-z0-9.-]", "-", id.lower())
    return f"<!-- threatgate card {plain} -->", f"<!-- /threatgate card {plain} -->"


def _lines(one: CardSection) -> Iterator[str]:
    link = f"[{markdown(one.model.rpartition('/')[2])}]({percent(one.model)})"
    yield f"## Threats and mitigations of {markdown(one.name)}"
    yield ""
    yield f"From the threat model {link}, by `threatgate card render`: change the model, not this section."
    yield ""
    if one.threats:
        yield "| threat | what can go wrong | state | controls |"
        yield "| --- | --- | --- | --- |"
        yield from map(_row, one.threats)
    else:
        yield "The model names no threat."
    yield ""
    yield f"### Risk that remains in {markdown(one.name)}"
    yield ""
    left = [row for row in one.threats if row.remains]
    yield from (f"* {markdown_code(row.id, _ID)}: {_rated(row)}" for row in left)
    if not left:
        yield "None that the model knows of."
    if one.elements:
        yield ""
        yield f"### Elements of {markdown(one.name)}"
        yield ""
        for kind, ids in one.elements:
            yield f"* {_KINDS[kind]} ({len(ids):,}): {', '.join(markdown_code(id, _ID) for id in ids)}"


def _row(row: ThreatRow) -> str:
    controls = "<br>".join(
        f"{markdown_code(id, _ID)} {markdown(title)} ({markdown(status)})" for id, title, status in row.controls
    )
    return f"| {markdown_code(row.id, _ID)} | {markdown(row.title)} | {markdown(row.status)} | {controls or 'none'} |"


def _rated(row: ThreatRow) -> str:
    rated = f"{markdown(row.risk)} risk" if row.risk else "not rated"
    return f"{rated}, {markdown(row.status)}"


def updated(text: str, one: CardSection, path: str) -> str:
    """A card with its section written anew, or at its end where it has none. Lines end as those of the card do.

    Raises InputError where the markers are not one pair: what is between them could then be anybody's words.
    """
    first, last = markers(one.id)
    ending = "\r\n" if "\r\n" in text else "\n"
    made = section(one).replace("\n", ending)
    lines = text.splitlines(keepends=True) if ending in text else [text] if text else []
    starts, ends = ([n for n, line in enumerate(lines) if line.strip() == mark] for mark in (first, last))
    if not starts and not ends:
        gap = "" if not text or text.endswith(ending * 2) else ending if text.endswith(("\n", "\r")) else ending * 2
        return f"{text}{gap}{made}"
    if len(starts) != 1 or len(ends) != 1 or starts[0] > ends[0]:
        at = min((*starts, *ends)) + 1
        counted = f"{number_of(len(starts), 'start')}, {number_of(len(ends), 'end')}"
        raise InputError(
            f"the markers of the section are not one pair: {counted}",
            Location(path, at, 1, at, 1),
            f"keep one line '{first}' and after it one '{last}'",
        )
    tail = lines[ends[0] + 1 :]
    if not tail and not lines[ends[0]].endswith(("\n", "\r")):
        made = made.removesuffix(ending)
    return "".join((*lines[: starts[0]], made, *tail))
