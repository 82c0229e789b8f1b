"""Who may decide about the elements of one model, and who recorded its reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.core.change import Change
from checker.core.finding import Finding
from checker.core.graph import Side
from checker.core.location import Ref
from checker.core.model import Review
from checker.core.settings import Settings
from checker.core.source import Snapshot
from checker.documents.words import quote
from checker.triage.coverage import Ask, Mention
from checker.triage.reviewers import (
    RECORDED,
    UNSIGNED,
    Answer,
    Cover,
    Provenance,
    Subject,
    decide,
    is_strict,
    recorded_by_others,
    refusal,
)


def asker(
    settings: Settings,
    models: tuple[str, ...],
    head: Side,
    base: Side | None = None,
    changes: tuple[Change, ...] | None = None,
    told: Provenance | None = None,
) -> Ask:
    """The question whether reviews of an element are a decision, for one model. ``models`` are its paths, on both
    sides; ``changes`` lead from the base to the head."""
    happened = happened_to(changes or (), base, head) if base else {}
    was = {change.ref: (change.ref, Ref(change.ref.kind, change.was)) for change in changes or () if change.was}

    def ask(ref: Ref, mentions: Sequence[Mention]) -> Answer:
        new = told.recorded if told else {}
        covers = [Cover(m.review, refusal(settings, m.review, ref, told), m.review.id in new) for m in mentions]
        return decide(settings, Subject(was.get(ref, (ref,)), models, happened.get(ref, frozenset())), covers)

    return ask


def happened_to(changes: tuple[Change, ...], base: Side, head: Side) -> Mapping[Ref, frozenset[str]]:
    """Element -> words of CHANGE_WORDS for what the changes did to it; what they weaken elsewhere counts for all that
    it weakens here."""
    from checker.triage.moved import touched

    kinds = {change.ref: change.kind for change in changes if change.kind in ("added", "removed")}
    words = {ref: {kinds.get(ref, "changed")} for ref in touched(changes, base, head)}
    for ref in touched(tuple(change for change in changes if change.weakens), base, head):
        words.setdefault(ref, {kinds.get(ref, "changed")}).add("weakened")
    return {ref: frozenset(said) for ref, said in words.items()}


def record_findings(head: Snapshot, settings: Settings, told: Provenance) -> Iterator[Finding]:
    """A finding for each new review that somebody else recorded than it names, and for each that is not signed."""
    for review in head.model.reviews:
        if others := recorded_by_others(settings, review, told):
            yield _recorded(head, settings, review, str(others[0]))
        if review.id in told.unsigned:
            message = f"the review by {quote(review.by)} of {quote(review.on)} {told.unsigned[review.id]}"
            hint = f"let {quote(review.by)} record it in a commit signed with a key that the config names"
            yield _finding(UNSIGNED, "", message, head, review, hint)


def _recorded(head: Snapshot, settings: Settings, review: Review, other: str) -> Finding:
    strict = is_strict(settings)
    message = f"the review by {quote(review.by)} of {quote(review.on)} was recorded by {quote(other)}"
    if strict:
        message += ", so it does not count"
    hint = f"let {quote(review.by)} push the commit that adds it"
    if settings.people:
        hint += f"; if {quote(other)} is another name of theirs, list it under 'also' in the config"
    return _finding(RECORDED, "" if strict else "low", message, head, review, hint)


def _finding(rule: str, severity: str, message: str, head: Snapshot, review: Review, hint: str) -> Finding:
    subject = Ref("review", review.id, "by")
    return Finding(rule, severity, message, subject, head.locate(subject), head.model.id, hint=hint)
