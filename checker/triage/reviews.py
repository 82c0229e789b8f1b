"""The review gate: nothing about the attack surface stands without a recorded human decision about what it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from checker.core.change import Change, Renames, renames
from checker.core.commands import review_changed, review_of
from checker.core.digest import VERSION, digest, facts_of
from checker.core.finding import Cause, Finding, Related
from checker.core.graph import Graph, Side
from checker.core.location import Ref
from checker.core.model import REVIEWABLE
from checker.core.settings import Settings
from checker.core.source import Snapshot, sidecar_path
from checker.documents.words import quote
from checker.triage.considered import Missing, missing
from checker.triage.coverage import (
    REMOVABLE,
    Ask,
    Ledger,
    Mention,
    State,
    former_names,
    read_ledger,
    removal_state,
    states,
    surviving_parent,
)

if TYPE_CHECKING:
    from checker.triage.moved import Moved
    from checker.triage.reviewers import Provenance

_RULES = {"stale": "review/stale", "expired": "review/expired", "reviewed": "review/incomplete"}
"""Word of a state -> the rule that says what is wrong with it; ``unreviewed`` has one for each kind."""

_TOLD = 4
"""How many things that are lacking one text names; each has its place among the related ones."""


class _Gate(NamedTuple):
    """Everything that the findings of one model are made from."""

    head: Snapshot
    graph: Graph
    base: tuple[Snapshot, Graph] | None
    names: Renames
    ledger: Ledger
    states: Mapping[Ref, State]
    touched: frozenset[Ref]
    """Elements of the head that the change touches."""
    renamed: Mapping[Ref, str]
    """Removed or added element -> the added or removed one that it may be under another id."""


def review_findings(
    head: Snapshot,
    graph: Graph,
    settings: Settings,
    as_of: str,
    base: tuple[Snapshot, Graph] | None = None,
    changes: tuple[Change, ...] | None = None,
    told: Provenance | None = None,
) -> tuple[Finding, ...]:
    """One finding for each element that is not reviewed, or whose threats are not considered; with a base also one for
    each element that was removed unseen, and for each review that somebody else than it says recorded. Severities are
    left to the rules; ``as_of`` is an ISO date, ``told`` what git tells about the change."""
    model, changes = head.model, changes or ()
    before = (base[0].model, base[1]) if base else None
    ledger = read_ledger(model, settings, as_of, before[0] if before else None)
    names = former_names(model, changes, before[0] if before else None)
    ask = None
    if told or settings.people:
        from checker.triage.authority import asker

        paths = tuple({head.path: None, base[0].path: None} if base else (head.path,))
        ask = asker(settings, paths, (model, graph), before, changes, told)
    found = states((model, graph), ledger, names, before, ask)
    touched, renamed = _of_change(changes, before, (model, graph))
    gate = _Gate(head, graph, base, renames(changes), ledger, found, touched, renamed)
    beside = "" if head.format == "native" else sidecar_path(head.path)
    lacking = missing(model, graph, as_of, beside)
    findings = [
        _finding(gate, ref, state, lacking.get(ref, []))
        for ref, state in found.items()
        if state.word != "reviewed" or ref in lacking
    ]
    if before:
        findings.extend(_removals(gate, before, changes, ask))
    if told:
        from checker.triage.authority import record_findings

        findings.extend(record_findings(head, settings, told))
    return tuple(findings)


def _removals(gate: _Gate, base: Side, changes: tuple[Change, ...], ask: Ask | None) -> Iterator[Finding]:
    """A finding for each element that was removed unseen."""
    head = gate.head.model, gate.graph
    gone = [change.ref for change in changes if change.kind == "removed" and change.ref.kind in REMOVABLE]
    together = frozenset(gone)
    for ref in gone:
        state = removal_state(ref, head, base, gate.states, gate.ledger, gate.names, ask)
        if state.word != "reviewed":
            yield _removal(gate, ref, together, state)


def _of_change(changes: tuple[Change, ...], base: Side | None, head: Side) -> tuple[frozenset[Ref], dict[Ref, str]]:
    """What a change touches, and what may have been renamed in it."""
    if base is None or not changes:
        return frozenset(), {}
    from checker.triage.moved import touched
    from checker.triage.renaming import suggestions

    return touched(changes, base, head), suggestions(changes, base, head)


def _finding(gate: _Gate, ref: Ref, state: State, lacking: list[Missing]) -> Finding:
    changed = _changed(gate, ref)
    differences = changed if _since_review(gate, ref, state) else []
    place = differences[0].at if differences else ref
    return Finding(
        rule=state.rule or _RULES.get(state.word, f"review/unreviewed-{ref.kind}"),
        severity="",
        message=_message(gate, ref, state, lacking, differences),
        subject=ref,
        location=gate.head.locate(place),
        model=gate.head.model.id,
        related=(*_signature(gate, ref, state.mention), *_open_ends(gate, ref, lacking)),
        hint=_hint(gate, ref, state, lacking, differences),
        causes=() if state.rule else _causes(gate, ref, changed, lacking),
    )


def _message(gate: _Gate, ref: Ref, state: State, lacking: list[Missing], differences: list[Moved]) -> str:
    name = f"{ref.kind} {quote(ref.id)}"
    mention = state.mention
    if mention is None:
        return f"{name} has not been reviewed" + (f": {state.why}" if state.why else "")
    review = mention.review
    if state.word == "reviewed":
        return f"{name} was reviewed, but {_several(lacking)}"
    if state.word == "refused":
        return f"{name} was reviewed by {state.why}"
    if state.word == "expired":
        return f"the review of {name} by {quote(review.by)} of {review.on} ran out on {_last_day(gate, mention)}"
    why = f" ({state.why})" if state.why else ""
    if mention.removed:
        return f"{name} is here, though {quote(review.by)} reviewed its removal on {review.on}{why}"
    what = ", ".join(one.what for one in differences) or "something"
    since = f"since {quote(review.by)} reviewed it on {review.on}"
    version = mention.digest.partition(":")[0]
    if version != VERSION:
        return f"{name}: it cannot be told whether it changed {since}: digest version {quote(version)} is not {VERSION}"
    return f"{name}: {what} changed {since}{why}"


def _several(lacking: list[Missing]) -> str:
    """What is lacking; of many things the first."""
    told = [one.what for one in lacking[:_TOLD]]
    return "; ".join([*told, f"and {len(lacking) - _TOLD:,} more"] if len(lacking) > _TOLD else told)


def _last_day(gate: _Gate, mention: Mention) -> str:
    return gate.ledger.last_days[mention.review.id] or f"a day that is none: {quote(mention.review.expires)}"


def _changed(gate: _Gate, ref: Ref) -> list[Moved]:
    """What this change makes different about an element that it touches, and that the base has."""
    was = gate.names.old(ref.kind, ref.id)
    if ref not in gate.touched or gate.base is None or was not in gate.base[0].model.elements(ref.kind):
        return []
    from checker.triage.moved import moved

    return moved(ref, was, (gate.base[0].model, gate.base[1]), (gate.head.model, gate.graph), gate.names)


def _since_review(gate: _Gate, ref: Ref, state: State) -> bool:
    """Whether the base is what was reviewed, so that what this change makes different is all that is."""
    if state.word != "stale" or state.mention is None or gate.base is None:
        return False
    base, was = (gate.base[0].model, gate.base[1]), gate.names.old(ref.kind, ref.id)
    known = was in base[0].elements(ref.kind)
    return known and state.mention.digest == digest(facts_of(*base, ref.kind, was))


def _causes(gate: _Gate, ref: Ref, changed: list[Moved], lacking: list[Missing]) -> tuple[Cause, ...]:
    """The changes elsewhere that all differences of an element follow from; none where it was written anew itself.

    Where something is lacking about its threats, only a threat or control that changed can be the cause of all of it:
    that they are called settled and are not, or that none is left.
    """
    if ref not in gate.touched or gate.base is None:
        return ()
    if not changed:
        return _untold(gate, ref, lacking)
    from checker.triage.causes import causes

    found = causes(ref, (gate.base[0].model, gate.base[1]), (gate.head.model, gate.graph), gate.names)
    if found == (ref,) or (lacking and any(cause.kind in REVIEWABLE for cause in found)):
        return ()
    return tuple(_cause(gate, ref, cause, changed) for cause in found)


def _untold(gate: _Gate, ref: Ref, lacking: list[Missing]) -> tuple[Cause, ...]:
    """What is lacking since the change although no fact moved: the rationale of a threat, or its owner."""
    if not all(one.at.kind in ("threat", "not_applicable") for one in lacking):
        return ()
    here = gate.head.locate(ref)
    return tuple(Cause(one.at.element, one.what, gate.head.locate(one.at), here, True) for one in lacking)


def _cause(gate: _Gate, ref: Ref, cause: Ref, changed: list[Moved]) -> Cause:
    places = [one for one in changed if cause in (one.at.element, one.lost)]
    gone = "" if cause.id in gate.head.model.elements(cause.kind) else " (gone)"
    what = ", ".join(one.what for one in places) or f"{cause.kind} {quote(cause.id)}{gone}"
    at = cause if not places or places[0].lost else places[0].at
    return Cause(cause, what, gate.head.locate(at), gate.head.locate(ref))


def _signature(gate: _Gate, ref: Ref, mention: Mention | None) -> tuple[Related, ...]:
    """Where the review that decided is written."""
    if mention is None:
        return ()
    review = mention.review
    field = f"{'removed' if mention.removed else 'covers'}.{ref.id}"
    words = f"reviewed by {quote(review.by)} on {review.on}"
    at = Ref("review", review.id, field)
    if mention.kept:
        return (Related(gate.head.locate(at), words),)
    if gate.base is None:
        return ()
    return (Related(gate.base[0].locate(at), f"{words}, in the base", _revision(gate.base[0])),)


def _open_ends(gate: _Gate, ref: Ref, lacking: list[Missing]) -> tuple[Related, ...]:
    return tuple(Related(gate.head.locate(one.at), one.what) for one in lacking if one.at != ref)


def _hint(gate: _Gate, ref: Ref, state: State, lacking: list[Missing], differences: list[Moved]) -> str:
    model = gate.head.model
    if ref.kind == "system" and model.kind_of(ref.id) != "system":
        return "give the system an id of its own"
    record = state.hint or review_of(ref.id)
    steps = [] if state.word == "reviewed" else [record]
    if lacking and lacking[0].todo:
        steps = [lacking[0].todo, record]
    elif lacking and steps:
        steps = [f"settle this first: {_several(lacking)}", record]
    elif lacking:
        steps = ["settle this", f"review it again where the gate asks for it: {record}"]
    if state.word == "stale" and not differences and state.mention and not state.mention.removed:
        on = state.mention.review.on
        steps.insert(0, f"see what changed: threatgate diff COMMIT, with the commit that was reviewed on {on}")
    return "; ".join((*_rename(gate, ref.id, gate.renamed.get(ref, "")), "; then ".join(steps)))


def _rename(gate: _Gate, new: str, old: str) -> tuple[str, ...]:
    """What to write if an added element is a removed one, so that the reviews of the old name stay with it."""
    if not new or not old:
        return ()
    if gate.head.format == "native":
        return (f"if {quote(new)} is what {quote(old)} was, write into it: was: {old}",)
    where = sidecar_path(gate.head.path)
    return (f"if {quote(new)} is what {quote(old)} was, write into {where}: moved: [{{from: {old}, to: {new}}}]",)


def _removal(gate: _Gate, ref: Ref, gone: frozenset[Ref], state: State) -> Finding:
    if gate.base is None:
        raise AssertionError("without a base nothing was removed")
    from checker.triage.causes import causes_of_removal

    head, base = gate.head, gate.base[0]
    around = surviving_parent(ref, head.model, gate.base[1], gate.names)
    revision = _revision(base)
    record = state.hint.replace(review_changed(""), review_changed(revision)) or review_changed(revision)
    causes = tuple(_cause(gate, ref, cause, []) for cause in causes_of_removal(ref, base.model, gone))
    seen = f"that was reviewed by {state.why}" if state.rule else "nobody has reviewed that"
    return Finding(
        rule=state.rule or "review/unreviewed-removal",
        severity="",
        message=f"{ref.kind} {quote(ref.id)} was removed, and {seen}",
        subject=ref,
        location=head.locate(around or ref),
        model=head.model.id,
        related=(*_signature(gate, ref, state.mention), Related(base.locate(ref), "it was here", revision)),
        hint="; ".join((*_rename(gate, gate.renamed.get(ref, ""), ref.id), record)),
        causes=() if state.rule else causes,
    )


def _revision(snapshot: Snapshot) -> str:
    return snapshot.sources[0].revision if snapshot.sources else ""
