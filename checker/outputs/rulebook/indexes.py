"""The page of a pack, and the index of all rules: by pack, and by the entries of the libraries that they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from checker.core.finding import SEVERITIES
from checker.outputs.rulebook.article import Article, Chapter, prose, severity_of, table
from checker.outputs.rulebook.libraries import LIBRARIES, Library, names_of
from checker.outputs.sarif.taxonomy import address, split


def pack_page(chapter: Chapter, above: str, up: str) -> Iterator[str]:
    """The parts of the page of a pack; ``above`` stands below its title, ``up`` leads to the index."""
    pack = chapter.pack
    yield f"# {pack.id}\n"
    yield above
    yield f"**{prose(pack.title)}.** {prose(pack.description)}".rstrip() + "\n"
    yield f"[All rules]({up})\n"
    worst_first = sorted(chapter.rules, key=lambda one: (-SEVERITIES.index(one.rule.severity), one.rule.id))
    rows = [(_link(one), severity_of(one), prose(one.rule.title)) for one in worst_first]
    yield table(("rule", "severity", "problem"), rows)


def index(book: Sequence[Chapter], above: str, folder: str) -> Iterator[str]:
    """The parts of the index; ``above`` stands below its title, the other pages are in ``folder``."""
    rules = sorted((entry for chapter in book for entry in chapter.rules), key=lambda entry: entry.rule.id)
    listed = [(library, found) for library in LIBRARIES if (found := _entries(rules, library))]
    yield "# Rules\n"
    yield above
    yield "`threatgate explain RULE` says the same as the page of a rule, on the terminal.\n"
    names = ["pack", *(library.name for library, _ in listed)]
    yield f"Every rule {', '.join(f'[by {name}](#by-{_anchor(name)})' for name in names)}.\n"
    yield "## By pack\n"
    chapters = sorted(book, key=lambda chapter: chapter.pack.id)
    yield table(("pack", "rules", "about"), [_pack(chapter, folder) for chapter in chapters])
    for library, found in listed:
        yield f"## By {library.name}\n"
        yield table((library.name, "rules"), list(_rows(library, found, folder)))


def _pack(chapter: Chapter, folder: str) -> tuple[str, str, str]:
    pack = chapter.pack
    return f"[{pack.id}]({folder}{pack.id}.md)", str(len(chapter.rules)), prose(pack.title)


def _rows(library: Library, entries: dict[str, list[Article]], folder: str) -> Iterator[tuple[str, str]]:
    names = names_of(library.scheme)
    places = {entry: place for place, entry in enumerate(names)}
    for entry in sorted(entries, key=lambda entry: (places.get(entry, len(places)), _natural(entry))):
        name = prose(f"CWE-{entry}" if library.scheme == "cwe" else entry)
        page = address(library.scheme, entry)
        shown = f"[{name}]({page})" if page else name
        yield f"{shown} {names.get(entry, '')}".rstrip(), _by_pack(entries[entry], folder)


def _by_pack(rules: Sequence[Article], folder: str) -> str:
    """A line for each pack with its rules, without its name in each."""
    lines = ((pack, [_link(one, folder, short=True) for one in of]) for pack, of in groupby(rules, _pack_of))
    return "<br>".join(f"{pack}: {', '.join(links)}" for pack, links in lines)


def _pack_of(entry: Article) -> str:
    return entry.rule.pack


def _entries(rules: Sequence[Article], library: Library) -> dict[str, list[Article]]:
    """Entry of a library -> the rules that refer to it, each once."""
    found: dict[str, list[Article]] = {}
    for one in rules:
        entries = (library.heading(entry) for scheme, entry in map(split, one.rule.refs) if scheme == library.scheme)
        for entry in dict.fromkeys(entries):
            if entry:
                found.setdefault(entry, []).append(one)
    return found


def _natural(entry: str) -> list[tuple[int, str]]:
    """Numbers inside an entry by their value: CWE-79 before CWE-319."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", entry)]


def _anchor(name: str) -> str:
    """The fragment that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", name.lower()).replace(" ", "-")


def _link(entry: Article, folder: str = "", *, short: bool = False) -> str:
    id = entry.rule.id
    return f"[`{id.partition('/')[2] if short else id}`]({folder}{id}.md)"
