"""What became of the collected files, as Markdown: benchmarks/corpus.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.corpus.histories import Pair
from benchmarks.corpus.reading import KINDS, Outcome
from checker.core.globs import matches

PAGE = Path(__file__).parent.with_name("corpus.md")
AGREED = Path(__file__).with_name("agreed.yaml")

INTRO = """\
# Models of other people

Made by `make corpus` from collected threat models of public repositories, which are no part of this one. An independent
counter, which knows nothing of the readers, counted the elements of each file; a person described by hand what really
changed between two versions of one.
"""

Agreed = Mapping[str, Mapping[str, str]]
"""``refused``, ``counted`` and ``changed``: glob of files or pairs -> why a person agrees."""


def page(outcomes: list[Outcome], pairs: list[Pair], agreed: Agreed) -> str:
    """The tables. Everything that is refused, counted otherwise or changed otherwise has its reason."""
    lines = (INTRO, *_table(outcomes), *_refused(outcomes, agreed), *_counted(outcomes, agreed), *_pairs(pairs, agreed))
    return "\n".join((*lines, ""))


def open_questions(outcomes: Iterable[Outcome], pairs: Iterable[Pair], agreed: Agreed) -> Iterator[str]:
    """What nobody has agreed to, and what is agreed to and does not happen."""
    seen: dict[str, set[str]] = {"refused": set(), "counted": set(), "changed": set()}
    for one in outcomes:
        if one.snapshot is None:
            seen["refused"].add(one.of.file)
        elif one.differing:
            seen["counted"].add(one.of.file)
    seen["changed"] = {pair.name for pair in pairs if pair.differing}
    for what, found in seen.items():
        yield from (f"{what}, and nobody agreed: {name}" for name in sorted(found) if not _why(agreed, what, name))
        for glob in agreed.get(what) or ():
            if not any(matches(glob, name) for name in found):
                yield f"agreed to be {what}, and is not: {glob}"


def _why(agreed: Agreed, what: str, name: str) -> str:
    """The reason that is written for a file or pair; of several globs the last one counts."""
    return [*(why for glob, why in (agreed.get(what) or {}).items() if matches(glob, name)), ""][-2:][0]


def _table(outcomes: list[Outcome]) -> Iterator[str]:
    yield (
        "| format | files | read | refused | " + " | ".join(f"{kind.replace('_', ' ')} equal" for kind in KINDS) + " |"
    )
    yield "| --- |" + " ---: |" * (3 + len(KINDS))
    for format in dict.fromkeys(one.of.format for one in outcomes):
        mine = [one for one in outcomes if one.of.format == format]
        read = [one for one in mine if one.snapshot]
        cells = (format, str(len(mine)), str(len(read)), str(len(mine) - len(read)))
        equal = (f"{_equal(read, kind)} of {_equal(read, kind, all=True)}" for kind in KINDS)
        yield f"| {' | '.join((*cells, *equal))} |"
    yield ""


def _equal(read: list[Outcome], kind: str, all: bool = False) -> int:
    counted = [one for one in read if isinstance(one.of.counts.get(kind), int)]
    return sum(all or kind not in one.differing for one in counted)


def _refused(outcomes: list[Outcome], agreed: Agreed) -> Iterator[str]:
    yield "## Refused\n\n| file | place | rule | what it says | why a person agrees |\n| --- | --- | --- | --- | --- |"
    for one in outcomes:
        if one.snapshot is None:
            said = one.reason.message if one.reason else "nothing"
            file = one.of.file.removeprefix("files/")
            why = _why(agreed, "refused", one.of.file)
            yield f"| {file} | {one.place} | `{one.rule}` | {_cell(said)} | {_cell(why)} |"
    yield ""


def _counted(outcomes: list[Outcome], agreed: Agreed) -> Iterator[str]:
    yield "## Counted otherwise\n\n| file | what | here | counter | why |\n| --- | --- | ---: | ---: | --- |"
    for one in outcomes:
        for kind, (here, theirs) in one.differing.items():
            file, why = one.of.file.removeprefix("files/"), _why(agreed, "counted", one.of.file)
            yield f"| {file} | {kind} | {here} | {theirs} | {_cell(why)} |"
    yield ""


def _pairs(pairs: list[Pair], agreed: Agreed) -> Iterator[str]:
    yield "## Changes between two versions\n"
    yield "Elements added, removed and renamed as the person described them; where it was only written anew, nothing.\n"
    yield "| history | pairs | as described | only written anew | of these without any change |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for history in dict.fromkeys(pair.history for pair in pairs):
        mine = [pair for pair in pairs if pair.history == history]
        exact, same = sum(not pair.differing for pair in mine), [pair for pair in mine if not pair.semantic]
        yield f"| {history} | {len(mine)} | {exact} | {len(same)} | {sum(not pair.changes for pair in same)} |"
    if any(pair.differing for pair in pairs):
        yield "\n| pair | here and not described | described and not here | why |\n| --- | --- | --- | --- |"
    for pair in pairs:
        if pair.differing:
            more, less = (_cell(", ".join(map(" ".join, sorted(one)))) for one in pair.differing)
            why = _why(agreed, "changed", pair.name)
            yield f"| {pair.name} | {more} | {less} | {_cell(why)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
