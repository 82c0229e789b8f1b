"""Reading a native model: its parts, everything wrong with them, and the model they make."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from checker.core.source import Parsed, Snapshot
from checker.documents.document import Document, Problem
from checker.documents.schema import validate
from checker.inputs.format import Read
from checker.inputs.native import parts, references
from checker.inputs.native.build import build
from checker.inputs.native.citations import citations
from checker.inputs.native.parts import MAIN_ONLY
from checker.inputs.native.places import locate
from checker.inputs.native.words import unknown_words, wrong_dates, wrong_ratings, wrong_types
from checker.inputs.problems import findings_of


def read_model(document: Document, read: Read, name: str) -> Parsed:
    """The model of a main file and its parts, and everything wrong with them, in one go. ``name`` is the format's.

    Names that lead nowhere, ids used twice and unknown words leave a snapshot (references stand as written, of two
    elements with one id the first counts); anything else leaves none.
    """
    system = _system_id(document)
    whole = parts.collect(document, read)
    documents = whole.documents
    broken = [*findings_of(_problems(documents)), *whole.findings]
    readable = tuple(document for document in documents if isinstance(document.data, dict))
    elements, duplicates = references.collect(readable, system)
    broken.extend((*wrong_types(elements), *wrong_ratings(elements), *wrong_dates(readable)))
    if trees := elements["attack_tree"]:
        from checker.inputs.native.trees import contradictions, wrong_gates

        broken.extend(wrong_gates(trees))
        duplicates = (*duplicates, *contradictions(trees))
    if asked := tuple(document for document in readable if document.data.get("plot4ai")):
        from checker.inputs.native.questionnaire import wrong_answers

        duplicates = (*duplicates, *wrong_answers(asked, elements["threat"], system))
    found = [*duplicates, *references.cycles(elements["boundary"]), *unknown_words(document, elements)]
    if not whole.findings and len(readable) == len(documents):
        found.extend(references.dangling(documents, elements, system))
    findings = tuple(finding._replace(model=system) for finding in (*broken, *found))
    if broken:
        return Parsed(None, findings)
    sources = tuple(document.source for document in documents)
    places = partial(locate, documents)
    snapshot = Snapshot(build(documents, elements), document.source.path, name, sources, places)
    return Parsed(snapshot, findings, partial(citations, documents))


def _problems(documents: tuple[Document, ...]) -> Iterator[Problem]:
    """What the texts and the schema say. That a part lacks what only the main file has is no problem."""
    for document in documents:
        yield from document.problems
        for problem in validate(document, "model"):
            if document is documents[0] or problem.code != "missing-key" or problem.path[0] not in MAIN_ONLY:
                yield problem


def _system_id(document: Document) -> str:
    system = document.data.get("system")
    id = system.get("id") if isinstance(system, dict) else None
    return id if isinstance(id, str) else ""
