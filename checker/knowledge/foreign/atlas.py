"""MITRE ATLAS in format 6 (``dist/v6/ATLAS-<release>.yaml``, since release 2026.05): objects by id, relations apart.

``relationships`` go from the id of their source and their type to a list: ``sequences`` (matrix to tactic),
``achieves`` (technique to tactic), ``specializes`` (sub-technique to technique), ``mitigates``, ``employs``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.knowledge.foreign.part import Part
from checker.knowledge.foreign.shape import FORMS, library_of, references, stated
from checker.knowledge.library import Entry, Library

_SECTIONS = {
    "tactics": "tactic",
    "techniques": "technique",
    "mitigations": "mitigation",
    "case-studies": "case-study",
}


def recognises(data: Any) -> bool:
    return isinstance(data, dict) and "format-version" in data and "techniques" in data


def read(whole: Part) -> Library:
    """The library. Raises InputError."""
    format = whole.need("format-version")
    if format.text().partition(".")[0] != "6":
        format.fail(f"format {format.text()} is not known here, only 6")
    collection = whole.need("collection")
    entries = (entry for section, kind in _SECTIONS.items() for entry in _entries(whole, section, kind))
    edition = collection.need("version").text()
    source = f"mitre-atlas/atlas-data, dist/v6/ATLAS-{edition}.yaml"
    return library_of(entries, edition, collection.word("modified-date"), source, whole.document)


def _entries(whole: Part, section: str, kind: str) -> Iterator[Entry]:
    related = whole.need("relationships")
    order = {id: str(number) for number, id in enumerate(_targets(related, "ATLAS-matrix", "sequences"))}
    for key, part in whole.entries(section):
        id = part.id("id", FORMS[kind], f"a {kind}")
        if id != key:
            part.need("id").fail(f"'{id}' stands under the key '{key}'")
        parents = _targets(related, id, "specializes")
        yield Entry(
            id,
            part.need("name").text(),
            "sub-technique" if parents and kind == "technique" else kind,
            parent="".join(parents[:1]),
            relations=stated(
                {of: references(_targets(related, id, of)) for of in ("achieves", "employs", "mitigates")}
            ),
            facts=_facts(part, kind, order.get(id, "")),
        )


def _targets(related: Part, source: str, kind: str) -> list[str]:
    """What an object relates to, each once: of a case study by id, of all others in the order of the file."""
    found = related.get(source)
    targets = [item.need("target").text() for item in found.items(kind)] if found else []
    return sorted(set(targets)) if kind == "employs" else list(dict.fromkeys(targets))


def _facts(part: Part, kind: str, order: str) -> dict[str, tuple[str, ...]]:
    attack = part.get("attack-reference")
    facts = {
        "attack": (attack.need("id").text(),) if attack else (),
        "categories": part.words("categories"),
        "lifecycle": part.words("lifecycle-phases"),
        "maturity": (part.word("maturity").lower(),),
        "order": (order,),
        "platforms": part.words("platforms"),
    }
    if kind == "case-study":
        facts |= {"date": (part.word("date"),), "type": (part.word("type").lower(),)}
    return stated(facts)
