"""The register: every threat of a model with its risk, the worst first, and how many there are of each band."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from checker.core.location import Ref
from checker.core.model import IN_PLACE, RISK_BANDS, Control, Threat
from checker.core.source import Snapshot
from checker.knowledge.risk.assess import assess
from checker.knowledge.risk.register import NOT_RATED, Register, Row


def register(snapshot: Snapshot, as_of: str) -> Register:
    """The register of one model on a day."""
    model = snapshot.model
    rows = sorted((_row(snapshot, threat, as_of) for threat in model.threats.values()), key=_order)
    return Register(
        snapshot.path,
        model,
        tuple(rows),
        _count(row.risk.band for row in rows),
        _count(row.risk.normalised for row in rows),
        _count(row.risk.band for row in rows if row.open),
    )


def _row(snapshot: Snapshot, threat: Threat, as_of: str) -> Row:
    known = snapshot.model.controls
    controls = tuple(known[id] for id in threat.controls if id in known)
    at = snapshot.locate(Ref("threat", threat.id))
    return Row(threat, assess(threat.risk), _open(threat, controls, as_of), controls, at)


def _open(threat: Threat, controls: tuple[Control, ...], as_of: str) -> str:
    """The same as the rule risk/residual asks for."""
    if threat.status == "identified":
        return "identified"
    if threat.status == "mitigated" and not any(control.status in IN_PLACE for control in controls):
        return "mitigated, and no control is in place"
    until = threat.accepted.until if threat.accepted else ""
    if threat.status == "accepted" and until and until < as_of:
        return f"accepted until {until}, which has passed"
    return ""


def _order(row: Row) -> tuple[int, float, int, str]:
    """By the normalised band, then by the number; open ones before those that are decided."""
    risk = row.risk
    rank = RISK_BANDS.index(risk.normalised) if risk.normalised else -1
    return -rank, -(risk.score if risk.score is not None else -1.0), not row.open, row.threat.id


def _count(bands: Iterable[str]) -> dict[str, int]:
    found = Counter(band or NOT_RATED for band in bands)
    return {band: found[band] for band in (*reversed(RISK_BANDS), NOT_RATED) if found[band]}
