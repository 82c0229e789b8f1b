"""Threagile's files to a snapshot and findings, in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import Model, Threat
from checker.core.source import Parsed, Snapshot
from checker.documents.document import Document
from checker.inputs.format import Read
from checker.inputs.problems import findings_of
from checker.inputs.threagile import UNSAYABLE, elements, names, notes, shape
from checker.inputs.threagile.parts import collect, top
from checker.inputs.threagile.places import locator
from checker.inputs.threagile.risks import controls, decisions, identified, tracked
from checker.inputs.threagile.structure import Link, Outline, outline
from checker.inputs.values import model_id, texts


def read_model(document: Document, read: Read, format: str) -> Parsed:
    """The model of a main file and its includes; see :func:`checker.inputs.threagile.parse`."""
    documents, failed = collect(document, read)
    broken = [f for d in documents if d.data is None for f in findings_of(d.problems)]
    broken += [*failed, *shape.unsound(documents), *_only_a_part(documents)]
    id = model_id(document.source.path)
    if broken:
        return Parsed(None, tuple(f._replace(model=id) for f in broken))
    whole = outline(documents)
    found = [f for d in documents for f in findings_of(d.problems)]
    found += [
        *shape.values(whole),
        *names.dangling(whole, names.names(whole)),
        *names.duplicates(whole),
        *names.misplaced(whole),
        *notes.conflicts(whole),
        *notes.unknown_words(whole),
        *notes.unused(documents),
    ]
    sources = tuple(d.source for d in documents)
    snapshot = Snapshot(build(whole, id), document.source.path, format, sources, locator(whole))
    return Parsed(snapshot, tuple(f._replace(model=id) for f in found))


def build(outline: Outline, id: str) -> Model:
    """The model of sound documents. Of two elements with one id the first counts."""
    links: dict[str, Link] = {}
    for link in outline.links:
        links.setdefault(link.native, link)
    runtimes: dict[str, list[str]] = {}
    for runtime in outline.runtimes:
        for name in texts(runtime.body.get("technical_assets_running")):
            runtimes.setdefault(name, []).append(runtime.id)
    inside = outline.inside
    return Model(
        system=elements.system(outline, id),
        components=_by_id(
            elements.component(asset, inside.assets.get(asset.id, ()), runtimes.get(asset.id, ()))
            for asset in outline.assets
        ),
        flows=_by_id(map(elements.flow, links.values())),
        boundaries=_by_id(
            elements.boundary(entry, inside.boundaries.get(entry.id, ())) for entry in outline.boundaries
        ),
        data=_by_id(map(elements.data, outline.data)),
        threats=_by_id(_threats(outline, links, id)),
        controls=_by_id(controls(outline.tracking)),
        derives_threats=True,
        unsayable=UNSAYABLE,
    )


def _threats(outline: Outline, links: dict[str, Link], id: str) -> Iterator[Threat]:
    """Identified risks, and what is tracked besides: an entry about the model's own risks is their status alone."""
    about = decisions(outline.risks, outline.tracking)
    spoken_for = {entry.id for entry in about.values() if "*" not in entry.id.partition("@")[0]}
    runtimes = {runtime.id for runtime in outline.runtimes}
    for risk in outline.risks:
        yield identified(risk, about.get(risk.id), links, id)
    for entry in outline.tracking:
        if entry.id not in spoken_for:
            yield tracked(entry, links, runtimes, id)


def _by_id(found: Iterable[Any]) -> dict[str, Any]:
    """Elements in the order of their ids; of two with one id the first counts."""
    first: dict[str, Any] = {}
    for element in found:
        first.setdefault(element.id, element)
    return {id: first[id] for id in sorted(first)}


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
