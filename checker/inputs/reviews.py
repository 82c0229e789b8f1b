"""The reviews file beside a model: ``threatmodel.reviews.yaml`` for ``threatmodel.yaml``.

Its reviews count after those inside the model, and continue their numbers; so do its answers that something does not
apply (:mod:`checker.inputs.answers`). What is malformed counts for nothing and is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from checker.core.errors import UsageError
from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.core.model import SECTIONS, TOGETHER, Model, Review
from checker.core.source import Citation, Parsed, Snapshot, sidecar_path
from checker.documents.document import Document, Problem
from checker.documents.schema import validate
from checker.documents.words import quote
from checker.inputs.format import Read
from checker.inputs.native.build import review
from checker.inputs.native.places import locate
from checker.inputs.native.words import wrong_dates
from checker.inputs.problems import closest, findings_of

if TYPE_CHECKING:
    from checker.inputs.answers import Answers


def reviews_of(document: Document) -> tuple[Review, ...]:
    """The reviews of a file that is as it should be. Raises UsageError, with the place, for one that is not."""
    for problem in (*document.problems, *validate(document, "reviews")):
        raise UsageError(f"the reviews of the gate cannot be read: {problem.message}", problem.location)
    for finding in wrong_dates((document,)):
        raise UsageError(f"the reviews of the gate cannot be read: {finding.message}", finding.location)
    if document.data.get("not_applicable"):
        message = "what does not apply to a model is said beside that model, and not in the reviews of the gate"
        raise UsageError(message, document.locate(("not_applicable",), key=True))
    return tuple(review(str(number), body) for number, body in enumerate(document.data["reviews"] or ()))


def with_reviews(parsed: Parsed, path: str, read: Read, has: Callable[[str], bool]) -> Parsed:
    """A model with the reviews beside it, and what is wrong with them. ``path`` is the model's.

    Raises InputError where the reviews file is there and cannot be read.
    """
    beside = sidecar_path(path)
    if has(beside):
        parsed = _merged(parsed, read(beside))
    if parsed.snapshot is None:
        return parsed
    unknown = tuple(_unknown_elements(parsed.snapshot.model, parsed.snapshot.locate))
    return parsed._replace(findings=(*parsed.findings, *unknown))


def _merged(parsed: Parsed, document: Document) -> Parsed:
    snapshot = parsed.snapshot
    model = snapshot.model.id if snapshot else ""
    trouble = (*document.problems, *validate(document, "reviews"))
    dates = list(wrong_dates((document,)))
    findings = (*parsed.findings, *(f._replace(model=model) for f in (*findings_of(trouble), *dates)))
    if snapshot is None:
        return Parsed(None, findings)
    broken = _broken(trouble, "reviews").union(int(finding.subject.id) for finding in dates)
    offset = len(snapshot.model.reviews)
    entries = [] if "" in broken else document.data["reviews"] or []
    added = tuple(review(str(offset + n), body) for n, body in enumerate(entries) if n not in broken)
    moves = [] if document.data is None or trouble else document.data.get("moved", ())
    model_with, lost = _moved(snapshot.model, moves, document)
    snapshot = snapshot._replace(
        model=model_with._replace(reviews=(*snapshot.model.reviews, *added)),
        sources=(*snapshot.sources, document.source),
        locate=partial(_locate, snapshot.locate, document, offset),
    )
    merged = Parsed(snapshot, (*findings, *lost), parsed.citations)
    wrong = _broken(trouble, "not_applicable")
    if "" in wrong or not document.data.get("not_applicable"):
        return merged
    from checker.inputs.answers import answers  # most have none

    return _answered(merged, snapshot, answers(document, snapshot.model, wrong))


_LISTS = ("moved", "not_applicable", "reviews")


def _broken(trouble: Iterable[Problem], section: str) -> set[object]:
    """The entries of a list that are not as they should be, by index; with ``""`` where none can be read."""
    broken: set[object] = set()
    for path in (problem.path for problem in trouble):
        if len(path) > 1 and path[0] in _LISTS:
            broken.update([path[1]] if path[0] == section else ())
        elif not path or path[0] == section or path[0] not in _LISTS:
            broken.add("")
    return broken


def _answered(parsed: Parsed, snapshot: Snapshot, beside: Answers) -> Parsed:
    """A model with the answers beside it, what these cite, and what is wrong with them."""
    model, inside = snapshot.model, parsed.citations
    model = model._replace(not_applicable=(*model.not_applicable, *beside.all()))

    def place(ref: Ref) -> Location:
        return beside.locate(ref) or snapshot.locate(ref)

    def citations() -> Iterator[Citation]:
        yield from inside() if inside else ()
        yield from beside.citations()

    return Parsed(snapshot._replace(model=model, locate=place), (*parsed.findings, *beside.unknown(model)), citations)


def _moved(model: Model, moves: Iterable[Mapping[str, str]], document: Document) -> tuple[Model, list[Finding]]:
    """The model whose elements say what they were, where they do not themselves, and what is wrong with the moves."""
    lost = []
    named: dict[str, dict[str, Any]] = {}
    for number, move in enumerate(moves):
        kind, id = model.kind_of(move["to"]), move["to"]
        if kind in ("", "system"):
            at = document.locate(("moved", number, "to"))
            message = f"{quote(id)}, which {quote(move['from'])} is said to be now, is not in the model"
            lost.append(Finding("review/unknown-element", "", message, Ref("review", "", f"moved.{id}"), at, model.id))
        elif not (element := model.elements(kind)[id]).was:
            named.setdefault(kind, {})[id] = element._replace(was=move["from"])
    sections: dict[str, Any] = {SECTIONS[kind]: {**model.elements(kind), **said} for kind, said in named.items()}
    return model._replace(**sections), lost


def _locate(inside: Callable[[Ref], Location], document: Document, offset: int, ref: Ref) -> Location:
    """Reviews from ``offset`` on are in the document beside the model; all else is inside."""
    if ref.kind == "review" and ref.id.isdecimal() and int(ref.id) >= offset and document.data is not None:
        return locate((document,), ref._replace(id=str(int(ref.id) - offset)))
    return inside(ref)


def _unknown_elements(model: Model, place: Callable[[Ref], Location]) -> Iterator[Finding]:
    """A finding for each covered id that is neither there, nor reviewed as removed, nor the old name of something."""
    gone = {id for review in model.reviews for id, _ in review.removed}
    for kind in TOGETHER:
        gone.update(element.was for element in model.elements(kind).values())
    suggestions = iter(range(20))
    for one in model.reviews:
        for id, _ in one.covers:
            if id in gone or model.kind_of(id):
                continue
            near = closest(id, model.ids()) if next(suggestions, -1) >= 0 else ""
            subject = Ref("review", one.id, f"covers.{id}")
            yield Finding(
                rule="review/unknown-element",
                severity="",
                message=f"the review by {quote(one.by)} of {one.on} covers {quote(id)}, which is not in the model",
                subject=subject,
                location=place(subject),
                model=model.id,
                hint=f"did you mean {quote(near)}?" if near else "",
            )
