"""Looking things up in the threat libraries that ship: by name, by reference, by words. A library is read when asked.

A reference is a library's prefix, a colon and an id: ``atlas:AML.T0051``, ``owasp-llm:LLM01:2026``, ``stride:T``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from checker.knowledge.library import Entry, Library, from_data
from checker.knowledge.references import spellings

FILES: dict[str, tuple[str, ...]] = {
    "atlas": ("atlas-5.6.0.json", "atlas-2026.09.json"),
    "cicd-sec": ("cicd-sec.json",),
    "control": ("control.json",),
    "cwe": ("cwe.json",),
    "exchange": ("exchange.json",),
    "feat": ("feat.json",),
    "ism": ("ism.json",),
    "linddun": ("linddun.json",),
    "mit": ("mit.json",),
    "nist-aml": ("nist-aml.json",),
    "owasp-agentic": ("owasp-agentic.json",),
    "owasp-llm": ("owasp-llm.json",),
    "owasp-ml": ("owasp-ml.json",),
    "plot4ai": ("plot4ai.json",),
    "sdl": ("sdl.json",),
    "slsa": ("slsa.json",),
    "stride": ("stride.json",),
}
"""Library -> its files in ``libraries/``, that of the edition which is meant without a pin first."""

Find = Callable[[str, str], Library | None]
"""Library and edition (``""``: whichever is usual) -> the library, None where it is not there in that edition."""

_FORMS = {
    "atlas": re.compile(r"AML\.(?:TA|T|M|CS)[0-9]{4}(?:(?<=T[0-9]{4})\.[0-9]{3})?"),
    "cwe": re.compile(r"CWE-[1-9][0-9]{0,4}"),
    "ism": re.compile(r"ISM-[0-9]{4}"),
    "nist-aml": re.compile(r"NISTAML\.0[0-9]{1,2}"),
    "slsa": re.compile(r"SLSA_[A-Z]+_LEVEL_(?:[0-9]|UNEVALUATED)"),
}
"""Library -> what its ids look like. Where not all of it is shipped, no more is known of the others."""


class Answer(NamedTuple):
    """What a reference leads to. Without an entry, ``problem`` says why.

    ``library``: there is none of that name; ``edition``: not in that one; ``unknown``: it has no such entry;
    ``unlisted``: what is here of it has none, and it may have one; ``ambiguous``: several entries have that id.
    """

    library: Library | None = None
    entry: Entry | None = None
    problem: str = ""
    candidates: tuple[Entry, ...] = ()
    """What an ambiguous reference may mean."""


def library(name: str, edition: str = "") -> Library | None:
    """A shipped library: the edition that is usual, or the one asked for. None where that is not shipped."""
    for file in FILES.get(name, ()):
        found = _read(file)
        if not edition or any(same_edition(edition, one) for one in found.editions):
            return found
    return None


@cache
def _read(file: str) -> Library:
    return from_data(json.loads(Path(__file__).with_name("libraries").joinpath(file).read_text(encoding="utf-8")))


def libraries() -> Iterator[Library]:
    """Every shipped library in every edition, by name; the usual edition of each first."""
    for files in FILES.values():
        yield from map(_read, files)


def usual() -> Iterator[Library]:
    """Every shipped library in the edition that is meant without a pin, by name."""
    for files in FILES.values():
        yield _read(files[0])


def same_edition(one: str, other: str) -> bool:
    """Whether two editions are the same, however they are written: ``v5.6.0`` is ``5.6.0``."""
    return one.casefold().removeprefix("v") == other.casefold().removeprefix("v")


def entry(reference: str, pins: Mapping[str, str] | None = None) -> Entry | None:
    """The entry that a reference leads to, or None."""
    return resolve(reference, pins).entry


def name_of(reference: str, pins: Mapping[str, str] | None = None) -> str:
    """What the library calls an entry, a sub-technique after its technique: by the edition that is pinned, the usual
    one, or the first other one that has it. ``""`` for a reference to none."""
    known = resolve(reference, pins)
    if known.library and known.entry:
        return known.library.full_name(known.entry)
    name, _, id = reference.partition(":")
    for file in FILES.get(name, ()):
        found = within(_read(file), id)
        if found.entry:
            return _read(file).full_name(found.entry)
    return ""


def resolve(reference: str, pins: Mapping[str, str] | None = None, find: Find = library) -> Answer:
    """What a reference leads to. ``pins`` are editions by library; without one the usual edition is meant."""
    name, _, id = reference.partition(":")
    if name not in FILES:
        return Answer(problem="library")
    pin = (pins or {}).get(name, "")
    found = find(name, pin)
    return within(found, id, pin) if found else Answer(problem="edition")


def _usual(name: str, id: str) -> str:
    """The usual spelling of an id."""
    if name == "cwe":
        return f"CWE-{id}" if id.isdecimal() else id.upper()
    return spellings(f"{name}:{id}")[-1].partition(":")[2]


def within(library: Library, id: str, pin: str = "") -> Answer:
    """What an id means in one library. ``pin`` chooses among editions where the library holds several."""
    id = _usual(library.id, id)
    if id in library.entries:
        return Answer(library, library.entries[id])
    several = tuple(library.entries[one] for one in library.ambiguous.get(id, ()) if one in library.entries)
    known = several or library.aliases.get(id, ())
    if len(known) > 1 and pin:
        known = tuple(one for one in known if same_edition(pin, one.edition)) or known
    if len(known) == 1:
        return Answer(library, known[0])
    if known:
        return Answer(library, None, "ambiguous", known)
    form = _FORMS.get(library.id)
    perhaps = not library.complete and (form is None or form.fullmatch(id))
    return Answer(library, None, "unlisted" if perhaps else "unknown")


def is_formed(name: str, id: str) -> bool:
    """Whether an id is known to look like one of a library: then it may be a wrong one, and hardly a slip."""
    return name in _FORMS and bool(_FORMS[name].fullmatch(id))


def became(library: Library, entry: Entry, edition: str) -> list[Entry]:
    """What an entry of a list became in a later edition of the list, from edition to edition."""
    found: dict[str, Entry] = {}
    here = [entry]
    while here:
        ids = dict.fromkeys(ref.partition(":")[2] for one in here for ref in one.relations.get("became", ()))
        here = [library.entries[id] for id in ids if id in library.entries and id not in found]
        found.update((one.id, one) for one in here)
    return [one for one in found.values() if same_edition(one.edition, edition)]


def search(words: str) -> Iterator[tuple[Library, Entry]]:
    """The entries of the usual editions that have every word in their id or one of their names, in any case."""
    wanted = words.casefold().split()
    for found in usual() if wanted else ():
        for one in found.entries.values():
            names = (one.id, one.name, *one.also_known, *(former.name for former in one.former))
            text = " ".join(names).casefold()
            if all(word in text for word in wanted):
                yield found, one


def incoming(reference: str) -> Iterator[tuple[Library, Entry, str]]:
    """The entries of the usual editions that relate to a reference, with the kind of relation."""
    for found in usual():
        for one in found.entries.values():
            for kind, references in one.relations.items():
                if reference in references:
                    yield found, one, kind
