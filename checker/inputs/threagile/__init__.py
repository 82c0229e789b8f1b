"""Threagile: the YAML of its versions 0.9 and 1.0 (docs/reference/formats/threagile.md).

The tool derives the threats from the model, so a file lists only what people decided about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.source import Parsed, Snapshot
from checker.documents.document import Document
from checker.inputs.format import Read
from checker.inputs.problems import findings_of
from checker.inputs.threagile import elements, names, notes, shape
from checker.inputs.threagile.parts import collect, entries, texts, top
from checker.inputs.threagile.places import places
from checker.inputs.threagile.risks import controls, decisions, identified, risks, tracked
from checker.inputs.threagile.structure import Link, links, memberships

NAME = "threagile"

PARTS = ("data_assets", "trust_boundaries", "shared_runtimes", "risk_tracking", "individual_risk_categories")
"""Sections that no other format has as a mapping: files that hold only such are parts of a model."""


def recognises(document: Document) -> bool:
    """Whether the text names the tool's version, or has one of its sections."""
    data = document.data
    if not isinstance(data, dict):
        return False
    named = "threagile_version" in data or isinstance(data.get("technical_assets"), dict)
    return named or "custom_risk_categories" in data or any(isinstance(data.get(part), dict) for part in PARTS)


def parse(document: Document, read: Read) -> Parsed:
    """The model of a main file and its includes.

    What is wrong with single values or names leaves a snapshot; a file that cannot be read, something else where a
    mapping is needed, or a part of a model on its own leaves none.
    """
    documents, failed = collect(document, read)
    broken = [f for d in documents if d.data is None for f in findings_of(d.problems)]
    broken += [*failed, *shape.unsound(documents), *_only_a_part(documents)]
    id = model_id(document.source.path)
    if broken:
        return Parsed(None, tuple(f._replace(model=id) for f in broken))
    found = [f for d in documents for f in findings_of(d.problems)]
    found += [
        *shape.values(documents),
        *names.dangling(documents, names.names(documents)),
        *names.duplicates(documents),
        *names.misplaced(documents),
        *notes.conflicts(documents),
        *notes.unknown_words(documents),
        *notes.unused(documents),
    ]
    where = places(documents)
    snapshot = Snapshot(build(documents, id), document.source.path, NAME, where.sources, where.locate)
    return Parsed(snapshot, tuple(f._replace(model=id) for f in found))


def build(documents: tuple[Document, ...], id: str) -> Model:
    """The model of sound documents. Of two elements with one id the first counts."""
    inside = memberships(documents)
    by_native: dict[str, Link] = {}
    for link in links(documents):
        by_native.setdefault(link.native, link)
    runtimes = {
        runtime.id: texts(runtime.body.get("technical_assets_running"))
        for runtime in entries(documents, "shared_runtimes")
    }
    components = (
        elements.component(asset, inside.assets.get(asset.id, ()), [r for r in runtimes if asset.id in runtimes[r]])
        for asset in entries(documents, "technical_assets")
    )
    boundaries = (
        elements.boundary(entry, inside.boundaries.get(entry.id, ()))
        for entry in entries(documents, "trust_boundaries")
    )
    found, tracking = [*risks(documents)], [*entries(documents, "risk_tracking")]
    about = decisions(found, tracking)
    spoken_for = {entry.title for entry in about.values() if "*" not in entry.title.partition("@")[0]}
    threats = [identified(risk, about.get(risk.id), by_native, id) for risk in found]
    threats += [tracked(entry, by_native, runtimes, id) for entry in tracking if entry.title not in spoken_for]
    return Model(
        system=elements.system(documents, id),
        components=_by_id(components),
        flows=_by_id(map(elements.flow, by_native.values())),
        boundaries=_by_id(boundaries),
        data=_by_id(map(elements.data, entries(documents, "data_assets"))),
        threats=_by_id(threats),
        controls=_by_id(controls(tracking)),
        derives_threats=True,
    )


def _by_id(found: Iterable[Any]) -> dict[str, Any]:
    """Elements in the order of their ids; of two with one id the first counts."""
    first: dict[str, Any] = {}
    for element in found:
        first.setdefault(element.id, element)
    return {id: first[id] for id in sorted(first)}


def model_id(path: str) -> str:
    """An id for a model, which Threagile has none for: its path without the ending, ``/`` as a dot.

    Not its title: that is edited for people, and the id is part of every fingerprint.
    """
    stem = re.sub(r"\.(ya?ml|json)$", "", path.lower()).replace("/", ".")
    return re.sub("[^a-z0-9.]+", "-", stem).strip(".-") or NAME


def _only_a_part(documents: tuple[Document, ...]) -> list[Finding]:
    """A finding where there is nothing to check: a file that another one includes."""
    main = documents[0]
    if not isinstance(main.data, dict) or "threagile_version" in main.data:
        return []
    if any(top(document, "technical_assets") is not None for document in documents):
        return []
    message = "this is a part of a Threagile model: it has no 'technical_assets'"
    hint = "check the file that includes it, and leave this one out of the models"
    return [Finding("model/missing-key", "", message, Ref("model"), main.locate(()), hint=hint)]
