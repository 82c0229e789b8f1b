"""How a text lays out its sections: what new entries are to look like among the old ones."""

from __future__ import annotations

from checker.documents.document import Document, Path
from checker.documents.entries import Layout


def root_column(document: Document) -> int:
    """How far in the keys at the root are."""
    return document.locate((next(iter(document.data)),), key=True).column - 1


def layout_of(document: Document, section: str) -> Layout:
    """The layout of the entries of a section; where it has none, with the indentation of the other sections."""
    root = root_column(document)
    entries = document.data.get(section) or {}
    if not entries:
        step = next((step for name in document.data if (step := _step(document, (name,), root))), 2)
        return Layout(root + step, step)
    ids = list(entries)
    indent = root + (_step(document, (section,), root) or 2)
    step = next((step for id in ids if (step := _step(document, (section, id), indent))), indent - root)
    return Layout(indent, step, _dash(document, section, indent + step), _apart(document, section, ids))


def _step(document: Document, path: Path, column: int) -> int:
    """How much further in than its key the first entry of a mapping is; 0 where it stands on the line of its key."""
    value = document.data
    for name in path:
        value = value[name]
    if not isinstance(value, dict) or not value:
        return 0
    first = document.locate((*path, next(iter(value))), key=True)
    below = first.line > document.locate(path, key=True).line
    return max(first.column - 1 - column, 0) if below and _char(document, path) != "{" else 0


def _dash(document: Document, section: str, column: int) -> int | None:
    """How much further in than its key the dash of a list is; None where the first list has no dashes."""
    for id, body in document.data[section].items():
        for key, value in body.items() if isinstance(body, dict) else ():
            if isinstance(value, list) and value:
                at = document.locate((section, id, key))
                return max(at.column - 1 - column, 0) if _char(document, (section, id, key)) == "-" else None
    return None


def _apart(document: Document, section: str, ids: list[str]) -> bool:
    """Whether an empty line stands before the last of several entries."""
    above = document.locate((section, ids[-1]), key=True).line - 2
    lines = document.source.text.split("\n")
    return len(ids) > 1 and above > 0 and not lines[above].strip()


def _char(document: Document, path: Path) -> str:
    """The first character of a value."""
    at = document.locate(path)
    return document.source.text.split("\n")[at.line - 1][at.column - 1 : at.column]
