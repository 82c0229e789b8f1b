"""A result of the report as a SARIF result."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from checker.core.finding import LEVELS, Finding, Related
from checker.core.location import Ref
from checker.core.report import Result, Waiver
from checker.core.way import way_text
from checker.outputs.escape import visible
from checker.outputs.sarif.context import Context
from checker.outputs.sarif.message import message_text, result_text
from checker.outputs.sarif.place import physical, related
from checker.outputs.words import next_step

if TYPE_CHECKING:
    import sarif_om as om

FINGERPRINT = "threatgate/v1"
_BASELINE = {"new": "new", "known": "unchanged", "waived": "unchanged"}


def result_of(context: Context, result: Result, shared_line: bool = False) -> om.Result:
    """One result. ``shared_line``: an earlier one of this rule is on the same line, and GitHub would merge the two."""
    import sarif_om as om

    finding, profile = result.finding, context.profile
    places = _kept(context, finding.related)
    fingerprints = {FINGERPRINT: finding.fingerprint}
    if shared_line:
        fingerprints["primaryLocationLineHash"] = f"{finding.fingerprint[:16]}:1"
    return om.Result(
        rule_id=context.id_of(finding),
        rule_index=context.rule_index[context.id_of(finding)],
        level=LEVELS[finding.severity].sarif,
        message=om.Message(text=result_text(finding.message, next_step(result), places, profile.text)),
        locations=[_primary(context, finding)],
        related_locations=[related(context, place, id) for id, place in enumerate(places, 1)] or None,
        code_flows=_code_flows(context, finding),
        partial_fingerprints=fingerprints,
        baseline_state=_BASELINE[result.state] if context.compared else None,
        suppressions=_suppressions(context, result) if profile.everything else None,
        taxa=context.taxa[finding.rule] or None,
        properties=_properties(context, result),
    )


def _kept(context: Context, places: Sequence[Related]) -> Sequence[Related]:
    """GitHub takes every place for one in the head, so those in the base stay out of its log."""
    if context.profile.everything:
        return places
    return [place for place in places if not place.revision][: context.profile.places]


def _ends(context: Context, path: Sequence[Related]) -> Sequence[Related]:
    """As many steps as the profile keeps; of more, the first and the last, which is what the finding is about."""
    kept = context.profile.places
    return path if len(path) <= kept else (*path[: kept - kept // 2], *path[-(kept // 2) :])


def _primary(context: Context, finding: Finding) -> om.Location:
    import sarif_om as om

    return om.Location(
        physical_location=physical(context, finding.location),
        logical_locations=[_logical(finding.subject, finding.model)],
    )


def _logical(subject: Ref, model: str) -> om.LogicalLocation:
    import sarif_om as om

    return om.LogicalLocation(
        name=subject.field or subject.id or subject.kind,
        fully_qualified_name=f"{model}/{subject}" if model else str(subject),
        kind="property" if subject.field else "object",
    )


def _code_flows(context: Context, finding: Finding) -> list[om.CodeFlow] | None:
    import sarif_om as om

    steps = [
        om.ThreadFlowLocation(location=related(context, step), execution_order=order, importance="essential")
        for order, step in enumerate(_ends(context, finding.path), 1)
    ]
    if not steps:
        return None
    way = f": {way_text(finding.way)}" if finding.way else ""
    message = om.Message(text=message_text(f"The path to {finding.subject}{way}"))
    return [om.CodeFlow(thread_flows=[om.ThreadFlow(locations=steps)], message=message)]


def _properties(context: Context, result: Result) -> dict[str, str]:
    finding = result.finding
    facts = {
        "rule": finding.rule if context.id_of(finding) != finding.rule else "",
        "severity": finding.severity,
        "rating": finding.rating,
        "model": finding.model,
        "subject": str(finding.subject),
        "why": result.why,
    }
    return {name: text for name, text in facts.items() if text}


def _suppressions(context: Context, result: Result) -> list[Any]:
    """Waived results carry their waiver; all others an empty list, which says that none are suppressed (3.27.23)."""
    if result.state != "waived":
        return []
    waiver = result.waiver
    if waiver is None:
        return [_suppression()(kind="external", status="accepted", justification=visible(result.why) or None)]
    return [_suppression_by(context, waiver)]


def _suppression_by(context: Context, waiver: Waiver) -> Any:
    from uuid import NAMESPACE_OID, uuid5

    import sarif_om as om

    return _suppression()(
        kind="external",
        status="accepted",
        guid=str(uuid5(NAMESPACE_OID, f"threatgate waiver {visible(waiver.id)}")),
        justification=visible(f"{waiver.category}: {waiver.reason}"),
        location=om.Location(
            physical_location=physical(context, waiver.location),
            logical_locations=[_logical(Ref("waiver", waiver.id), "")],
        ),
        properties={
            "waiver": waiver.id,
            "owner": waiver.owner,
            "approvedBy": waiver.approved_by,
            "created": waiver.created,
            "expires": waiver.expires,
        },
    )


@cache
def _suppression() -> Any:
    """sarif_om's Suppression with ``status``, as the final standard has it; the library knows a draft's ``state``."""
    import attr
    import sarif_om as om

    @attr.s
    class Suppression(om.Suppression):  # type: ignore[misc]  # the library has no types
        status: Any = attr.ib(default=None, metadata={"schema_property_name": "status"})

    return Suppression
