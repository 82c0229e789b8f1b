"""MITRE ATLAS in the formats 2 to 5 (``dist/ATLAS.yaml``, frozen at 5.6.0): lists of objects, below a matrix since 4.

A technique has its ``tactics``, a sub-technique has ``subtechnique-of`` (or ``specializes``) and the tactics of its
technique. Some mitigations of 5.6.0 have a technique among their ``ml-lifecycle``: it is one of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.knowledge.foreign.part import Part
from checker.knowledge.foreign.shape import FORMS, library_of, references, stated
from checker.knowledge.library import Entry, Library


def recognises(data: Any) -> bool:
    return isinstance(data, dict) and data.get("id") == "ATLAS" and "version" in data and "format-version" not in data


def read(whole: Part) -> Library:
    """The library. Raises InputError."""
    matrix = next(whole.items("matrices"), whole)
    entries = (*_tactics(matrix), *_techniques(matrix), *_mitigations(matrix), *_studies(whole))
    dates = [
        part.word("modified_date") for key in ("tactics", "techniques", "mitigations") for part in matrix.items(key)
    ]
    source = "mitre-atlas/atlas-data, dist/ATLAS.yaml"
    edition = whole.need("version").text()
    return library_of(entries, edition, max(dates, default=""), source, whole.document)


def _attack(part: Part) -> tuple[str, ...]:
    reference = part.get("ATT&CK-reference")
    return (reference.need("id").text(),) if reference else ()


def _tactics(matrix: Part) -> Iterator[Entry]:
    for order, part in enumerate(matrix.items("tactics")):
        facts = stated({"attack": _attack(part), "order": (str(order),)})
        yield Entry(part.id("id", FORMS["tactic"], "a tactic"), part.need("name").text(), "tactic", facts=facts)


def _techniques(matrix: Part) -> Iterator[Entry]:
    tactics: dict[str, tuple[str, ...]] = {}
    for part in matrix.items("techniques"):
        id = part.id("id", FORMS["technique"], "a technique")
        parent = part.word("subtechnique-of") or part.word("specializes")
        tactics[id] = part.words("tactics")
        yield Entry(
            id,
            part.need("name").text(),
            "sub-technique" if parent else "technique",
            parent=parent,
            relations=stated({"achieves": references(tactics[id] or tactics.get(parent, ()))}),
            facts=stated({"attack": _attack(part), "maturity": (part.word("maturity"),)}),
        )


def _mitigations(matrix: Part) -> Iterator[Entry]:
    for part in matrix.items("mitigations"):
        lifecycle = list(part.items("ml-lifecycle"))
        misplaced = [item for item in lifecycle if isinstance(item.value, dict)]
        links = [item.need("id").text() for item in (*part.items("techniques"), *misplaced)]
        phases = tuple(item.text() for item in lifecycle if item not in misplaced)
        yield Entry(
            part.id("id", FORMS["mitigation"], "a mitigation"),
            part.need("name").text(),
            "mitigation",
            relations=stated({"mitigates": references(links)}),
            facts=stated({"attack": _attack(part), "categories": part.words("category"), "lifecycle": phases}),
        )


def _studies(whole: Part) -> Iterator[Entry]:
    for part in whole.items("case-studies"):
        steps = sorted({step.need("technique").text() for step in part.items("procedure")})
        yield Entry(
            part.id("id", FORMS["case-study"], "a case study"),
            part.need("name").text(),
            "case-study",
            relations=stated({"employs": references(steps)}),
            facts=stated({"date": (part.word("incident-date"),), "type": (part.word("case-study-type"),)}),
        )
