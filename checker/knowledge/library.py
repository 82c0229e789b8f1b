"""A threat library as data: its entries, where it is from, and under which terms.

Every library is one JSON file of one shape (schemas/library.schema.json): those that ship, and those of other editions
that ``threatgate knowledge import`` writes into a repository. A relation leads to references of any library.
"""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

FORMAT = 1
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Former(NamedTuple):
    """A name that an entry had before. ``until`` is the first edition in which it has another."""

    name: str
    until: str = ""


class Entry(NamedTuple):
    """One entry. ``parent`` is the id of the entry around it in the same library; ids may hold their edition.

    ``relations`` go from a kind of relation to references (``atlas:AML.T0020``): ``akin`` is our judgement, every other
    kind is said by the publisher or by the source that the library names. ``facts`` go from a name to words.
    """

    id: str
    name: str
    kind: str
    edition: str = ""
    parent: str = ""
    status: str = "active"  # active | retired
    since: str = ""  # the edition in which it was retired
    replaced_by: tuple[str, ...] = ()
    also_known: tuple[str, ...] = ()
    """Other ids and names that mean this entry."""
    former: tuple[Former, ...] = ()
    relations: Mapping[str, tuple[str, ...]] = _NOTHING
    facts: Mapping[str, tuple[str, ...]] = _NOTHING

    @property
    def retired(self) -> bool:
        return self.status == "retired"


class Library(NamedTuple):
    """One edition of a library. ``id`` is the prefix of references into it; dates are ISO, perhaps without a day."""

    id: str
    title: str
    edition: str
    editions: tuple[str, ...]
    """Every edition whose ids are in here; a pin names one of them."""
    source: str
    licence: str
    entries: Mapping[str, Entry]
    date: str = ""
    home: str = ""
    terms: str = ""
    """What of the library is in here, and what is left out."""
    pages: Mapping[str, str] = _NOTHING
    """Kind of entry -> address of the page of one, with ``{id}``, ``{number}`` (its digits) or ``{alias}``."""
    complete: bool = True
    """Whether an id that is not in here is known to be none of this edition."""
    pinned: bool = False
    """Whether ids mean something else in other editions, so that a model is to say which it means."""
    own_names: bool = False
    """Whether the names are ours, so that another one behind an id may be the publisher's."""
    ambiguous: Mapping[str, tuple[str, ...]] = _NOTHING
    """What looks like an id -> the entries that it has stood for."""
    tables: Mapping[str, Any] = _NOTHING
    """Further facts of the library in a shape of their own, such as STRIDE per element."""
    aliases: Mapping[str, tuple[Entry, ...]] = _NOTHING
    """What else means an entry, derived: its other names, and its id without the edition."""

    def holding(self, entries: Mapping[str, Entry]) -> "Library":
        """The same library with other entries."""
        return self._replace(entries=entries, aliases=_aliases(entries))

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """The entries of a kind that are not retired, in the order of the file."""
        return tuple(entry for entry in self.entries.values() if entry.kind == kind and not entry.retired)

    def children(self, id: str) -> tuple[Entry, ...]:
        """The entries directly below one that are not retired."""
        return tuple(entry for entry in self.entries.values() if entry.parent == id and not entry.retired)

    def full_name(self, entry: Entry) -> str:
        """The name of a sub-technique after that of its technique, as ATLAS writes it; of all others the name."""
        parent = self.entries.get(entry.parent)
        return f"{parent.name}: {entry.name}" if parent and entry.kind == "sub-technique" else entry.name

    def page(self, entry: Entry) -> str:
        """The address of the page of an entry, else the home of the library, else ``""``."""
        page = self.pages.get(entry.kind, self.home)
        number = "".join(filter(str.isdecimal, entry.id))
        page = page.replace("{id}", entry.id).replace("{number}", number)
        return page.replace("{alias}", "".join(entry.also_known[:1]))


def from_data(data: Mapping[str, Any]) -> Library:
    """The library of a file's data, which has to be as its schema says."""
    fields = {name: data[name] for name in _TEXTS if name in data}
    entries = {body["id"]: _entry(body) for body in data["entries"]}
    ambiguous = {word: tuple(ids) for word, ids in data.get("ambiguous", {}).items()}
    editions = tuple(data.get("editions") or (data["edition"],))
    aliases = _aliases(entries)
    return Library(entries=entries, editions=editions, ambiguous=ambiguous, aliases=aliases, **fields)


def _aliases(entries: Mapping[str, Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for one in entries.values():
        bare = one.id.removesuffix(f":{one.edition}") if one.edition else ""
        for name in dict.fromkeys((*one.also_known, bare)):
            if name and name not in entries:
                found[name] = (*found.get(name, ()), one)
    return found


_TEXTS = (
    "id",
    "title",
    "edition",
    "date",
    "source",
    "licence",
    "home",
    "terms",
    "pages",
    "complete",
    "pinned",
    "own_names",
    "tables",
)
"""Fields of a library that stand in its file as they are here."""


def _entry(body: Mapping[str, Any]) -> Entry:
    said = dict(body)
    for name in ("replaced_by", "also_known"):
        if name in said:
            said[name] = tuple(said[name])
    if "former" in said:
        said["former"] = tuple(Former(**one) for one in said["former"])
    for name in ("relations", "facts"):
        if name in said:
            said[name] = {key: tuple(values) for key, values in said[name].items()}
    return Entry(**said)


def to_data(library: Library) -> dict[str, Any]:
    """The data of a library's file: what is empty or usual is left out, entries are in natural order of their ids."""
    head: dict[str, Any] = {"threatgate_library": FORMAT, "id": library.id, "title": library.title}
    head["edition"] = library.edition
    if library.editions != (library.edition,):
        head["editions"] = list(library.editions)
    if library.date:
        head["date"] = library.date
    head.update(source=library.source, licence=library.licence)
    optional = ("home", "pages", "terms", "complete", "pinned", "own_names", "ambiguous", "tables")
    default = Library._field_defaults
    head.update((name, _plain(getattr(library, name))) for name in optional if getattr(library, name) != default[name])
    head["entries"] = [body_of(entry) for entry in natural(library.entries.values())]
    return head


def body_of(entry: Entry) -> dict[str, Any]:
    """An entry as its file has it: what is empty or usual is left out."""
    default = {"id": None, "name": None, "kind": None, **Entry._field_defaults}
    body = {name: _plain(value) for name, value in zip(entry._fields, entry, strict=True) if value != default[name]}
    if "former" in body:
        body["former"] = [one._asdict() for one in entry.former]
    return body


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return list(value) if isinstance(value, tuple) else value


def natural(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in order of their ids, numbers in them by size."""
    import re

    def order(entry: Entry) -> list[tuple[int, str]]:
        parts = re.split(r"([0-9]+)", entry.id)
        return [(int(part), part) if part.isdecimal() else (-1, part) for part in parts]

    return sorted(entries, key=order)


def text_of(library: Library) -> str:
    """A library's file: JSON with one entry a line, so that a change of edition reads well in a diff."""
    import json

    def dump(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    data = to_data(library)
    entries = data.pop("entries")
    head = (f" {json.dumps(name)}: {dump(value)}," for name, value in data.items())
    lines = ",\n".join(f"  {dump(body)}" for body in entries)
    return "\n".join(("{", *head, ' "entries": [', lines, " ]", "}", ""))
