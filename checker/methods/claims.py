"""The rules of the pack ``method`` that are found by code: whether what a model claims to have done is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.core.asked import Asked
from checker.core.assessment import Part
from checker.core.finding import Finding, Related
from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.source import Snapshot
from checker.documents.words import nearest, quote
from checker.methods.assess import ELSEWHERE, METHODS, PARTS, assessments, claimed, unknown_claims
from checker.methods.elements import Elements
from checker.methods.linddun import misplaced

NEEDED = {"method/pasta-merge": ("1", "2", "3", "4", "5"), "method/pasta-release": ("6", "7")}
"""Rule -> the stages of PASTA that it needs where the config names none: those of the rule's own file."""

_SHOWN = 4

Parts = Mapping[tuple[str, str], Part]
"""(method, part) -> how much of it is done."""


def findings(asked: Asked) -> Iterator[Finding]:
    """Every finding of the pack that is found by code, for one model."""
    snapshot = asked.snapshot
    if snapshot.model.derives_threats:
        return
    claims = Claims(asked)
    yield from _unknown(snapshot)
    yield from claims.unfulfilled()
    yield from claims.needed()
    yield from _misplaced(snapshot, asked.graph)


class Claims:
    """What a model claims, and claimed before, against what there is."""

    def __init__(self, asked: Asked) -> None:
        self._snapshot = asked.snapshot
        before = asked.before if asked.before and asked.before[0].sources else None
        self._given = {rule: dict(params)["stages"] for rule, params in asked.settings.params if rule in NEEDED}
        asks = {method for method in METHODS if _claims(asked.snapshot.model, before, method)}
        methods = [method for method in METHODS if method in asks or (method == "pasta" and self._given)]
        self._now = _parts(asked.snapshot.model, asked.graph, asked.as_of, methods)
        self._was = _parts(before[0].model, before[1], asked.as_of, methods) if before else {}

    def unfulfilled(self) -> Iterator[Finding]:
        """A finding for each part that is claimed and not complete; another where it was more so before."""
        for (method, id), part in self._now.items():
            was = self._was.get((method, id))
            if was and was.claimed and part.missing > was.missing:
                before = "it was complete before" if was.complete else f"{was.missing:,} were missing before"
                yield self._finding("method/regressed", method, part, f"; {before}")
            elif part.claimed and not part.complete and not _no_view(method, part):
                yield self._finding("method/incomplete", method, part, "")

    def needed(self) -> Iterator[Finding]:
        """A finding for each stage of PASTA that the policy needs and that the model neither claims nor has.

        Stages that the config names are needed of every model, the usual ones of a model that claims any.
        """
        usual = NEEDED if claimed(self._snapshot.model, "pasta") else {}
        for rule, stages in {**usual, **self._given}.items():
            for stage in stages:
                part = self._now["pasta", stage]
                if not part.claimed and not part.complete:
                    yield self._finding(rule, "pasta", part, "")

    def _finding(self, rule: str, method: str, part: Part, also: str) -> Finding:
        model, locate = self._snapshot.model, self._snapshot.locate
        subject = Ref("system", model.id, f"methods.{method}")
        if part.claimed and part.id not in dict(model.system.methods).get(method, ()):
            subject = subject._replace(field=f"pasta.{part.id}")
        shown = "; ".join(_said(part, index) for index in range(min(_SHOWN, len(part.gaps))))
        more = f"; and at {len(part.gaps) - _SHOWN:,} more" if len(part.gaps) > _SHOWN else ""
        says = f"{METHODS[method]} {name_of(method, part)} is {'claimed' if part.claimed else 'not complete'}"
        verb = "is" if part.missing == 1 else "are"
        what = f"{part.missing:,} of {part.of:,} {part.noun}{'' if part.of == 1 else 's'} {verb} missing"
        return Finding(
            rule=rule,
            severity="",
            message=f"{says}, and {what}: {shown}{more}{also}",
            subject=subject,
            location=locate(subject),
            model=model.id,
            related=tuple(Related(locate(gap.at), f"missing: {gap.what}") for gap in part.gaps[:_SHOWN]),
            discriminator=part.id,
            hint=f"all of it: threatgate methods {method}",
        )


def name_of(method: str, part: Part) -> str:
    """What a part is called in a sentence: ``per-element``, ``stage 5``."""
    kinds = {"pasta": "stage ", "four-questions": "question ", "vast": "view "}
    return f"{kinds.get(method, '')}{part.id}"


def _said(part: Part, index: int) -> str:
    gap = part.gaps[index]
    return f"{gap.at.element} {gap.what}"


def _no_view(method: str, part: Part) -> bool:
    """Whether a view of VAST is not there at all, which a rule of its own tells."""
    return method == "vast" and part.gaps[0].at.kind == "system"


def _claims(model: Model, before: tuple[Snapshot, Graph] | None, method: str) -> bool:
    return bool(claimed(model, method) or (before and claimed(before[0].model, method)))


def _parts(model: Model, graph: Graph, as_of: str, methods: list[str]) -> Parts:
    return {(one.method, part.id): part for one in assessments(model, graph, as_of, methods) for part in one.parts}


def _unknown(snapshot: Snapshot) -> Iterator[Finding]:
    """A finding for each method, and each part of one, that nothing is known about."""
    model = snapshot.model
    for method, claim in unknown_claims(model):
        if claim:
            message, known = f"{METHODS[method]} has no part {quote(claim)}", PARTS[method]
        else:
            message, known = f"nothing is known about the method {quote(method)}", (*METHODS, *ELSEWHERE)
        yield _no_such(snapshot, method, claim, message, known)


def _no_such(snapshot: Snapshot, method: str, claim: str, message: str, known: tuple[str, ...]) -> Finding:
    subject = Ref("system", snapshot.model.id, f"methods.{method}")
    near = nearest(claim or method, known)
    hint = f"did you mean {quote(near)}?" if near else f"one of: {', '.join(known)}"
    at = snapshot.locate(subject)
    return Finding("method/unknown-claim", "", message, subject, at, snapshot.model.id, (), (), claim, hint)


def _misplaced(snapshot: Snapshot, graph: Graph) -> Iterator[Finding]:
    """A finding for each threat whose position LINDDUN PRO does not know."""
    elements = Elements(snapshot.model, graph)
    for threat in snapshot.model.threats.values():
        why = misplaced(elements, threat) if threat.position else ""
        if why:
            subject = Ref("threat", threat.id, "position")
            message = f"threat {quote(threat.id)} is at the {threat.position} of its flows, but {why}"
            yield Finding("method/unknown-position", "", message, subject, snapshot.locate(subject), snapshot.model.id)
