"""Where in its texts a native model says a thing. Only names are looked up, never searched for in the text."""

from __future__ import annotations

from typing import Any

from checker.core.location import Location, Ref
from checker.core.model import LISTS, SECTIONS
from checker.core.system import OF_SYSTEM, SPELLED
from checker.documents.document import Document, Path

_FORMAT_NAMES = {
    ("flow", "source"): "from",
    ("flow", "target"): "to",
    **{("system", field): name for field, name in SPELLED.items() if field != "card"},
}
_BY_KEY = ("covers", "removed")
"""Mappings whose keys are what is talked about: their entries answer with the key."""


def locate(documents: tuple[Document, ...], ref: Ref) -> Location:
    """The place of a field, else of its element's key, else of its section's, else of the main file. Never fails.

    A field may be dotted; in a list, its last part is an item or an index. A scalar answers itself, anything else
    its key.
    """
    document, element = _element(documents, ref)
    name, dot, rest = ref.field.partition(".")
    field = f"{_FORMAT_NAMES.get((ref.kind, name), name)}{dot}{rest}"
    if ref.kind == "system" and (section := field.partition(".")[0]) in OF_SYSTEM:
        document, element = next((one for one in documents if one.data.get(section)), documents[0]), ()
    path, value = _descend(_at(document.data, element), element, field)
    as_key = isinstance(value, (dict, list)) or path == element or _names(path)
    return document.locate(path, key=as_key)


def _element(documents: tuple[Document, ...], ref: Ref) -> tuple[Document, Path]:
    main = documents[0]
    if ref.kind in SECTIONS:
        section = SECTIONS[ref.kind]
        holding = [document for document in documents if document.data.get(section)]
        for document in holding:
            if ref.id in document.data[section]:
                return document, (section, ref.id)
        return (holding[0], (section,)) if holding else (main, ())
    if ref.kind in LISTS:
        section, index = LISTS[ref.kind], int(ref.id) if ref.id.isdecimal() else -1
        for document in documents:
            entries = document.data.get(section) or ()
            if 0 <= index < len(entries):
                return document, (section, index)
            index -= len(entries)
        return main, (section,) if section in main.data else ()
    return main, ("system",) if ref.kind == "system" else ()


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _descend(value: Any, path: Path, field: str) -> tuple[Path, Any]:
    """As far as a dotted field leads from a value: keys may hold dots themselves, so the longest is tried first."""
    while field:
        head, rest = field, ""
        if isinstance(value, list):
            index, _, rest = field.partition(".")
            inside = rest and index.isdecimal() and int(index) < len(value)
            if inside and not any(_is_named(item, field) for item in value):
                path, value, field = (*path, int(index)), value[int(index)], rest
                continue
            if (measure := next((at for at, item in enumerate(value) if _measures(item, field)), -1)) >= 0:
                path, value, field = (*path, measure), value[measure], field.partition(".")[2]
                continue
            at, length = _with_path(value, field)
            if length:
                path, value, field = (*path, at), value[at], field[length + 1 :]
                continue
            named = (at for at, item in enumerate(value) if _is_named(item, field))
            step = next(named, int(field) if field.isdecimal() else len(value))
            return ((*path, step), value[step]) if step < len(value) else (path, value)
        while isinstance(value, dict) and head and head not in value:
            head, _, tail = head.rpartition(".")
            rest = f"{tail}.{rest}" if rest else tail
        if not isinstance(value, dict) or not head:
            break
        path, value, field = (*path, head), value[head], rest
    return path, value


def _is_named(item: Any, name: str) -> bool:
    """Whether an item of a list is this text, or a reference that is followed by its name."""
    return bool(item == name) or (isinstance(item, str) and item.startswith(f"{name} ("))


def _measures(item: Any, field: str) -> bool:
    """Whether an entry of ``fairness`` is that of a measure, or of a measure on a day: ``fpr_parity@2026-10-20``."""
    if not isinstance(item, dict) or "metric" not in item:
        return False
    return field.partition(".")[0] in (item["metric"], f"{item['metric']}@{item.get('date', '')}")


def _with_path(items: list[Any], field: str) -> tuple[int, int]:
    """The index of the item of which ``field`` begins with the ``path``, and the length of that; else 0 and 0."""
    for at, item in enumerate(items):
        path = item.get("path") if isinstance(item, dict) else None
        if isinstance(path, str) and path and f"{field}.".startswith(f"{path}."):
            return at, len(path)
    return 0, 0


def _names(path: Path) -> bool:
    return len(path) > 1 and path[-2] in _BY_KEY and path[0] == LISTS["review"]
