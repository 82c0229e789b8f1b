"""The register of one model at a terminal: how many of each band, a line a threat, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.core.model import IN_PLACE
from checker.knowledge.risk.dread import FACTORS
from checker.knowledge.risk.register import Register, Row
from checker.outputs.escape import clip, visible
from checker.outputs.layout import table
from checker.outputs.words import number_of

_TITLE = 60
_HEAD = ("0-10", "band", "rated by", "D R E A D", "threat", "status", "owner", "controls in place", "title")


def lines(register: Register) -> Iterator[str]:
    """The lines of one register, without their ends."""
    model = register.model
    yield f"{visible(model.id)} ({visible(register.path)}): {number_of(len(register.rows), 'threat')}"
    if not register.rows:
        return
    yield f"  by band: {_counts(register.bands)}"
    if register.normalised != register.bands:
        yield f"  on the scale from 0 to 10: {_counts(register.normalised)}"
    yield f"  open: {_counts(register.open) or 'none'}"
    yield ""
    yield from table([_HEAD, *map(_cells, register.rows)])
    notes = [note for row in register.rows for note in _notes(row)]
    if notes:
        yield ""
        yield from notes


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{band} {count:,}" for band, count in counts.items())


def _cells(row: Row) -> tuple[str, ...]:
    threat, risk = row.threat, row.risk
    band = risk.band or "not rated"
    if risk.normalised != risk.band:
        band += f" ({risk.normalised})"
    return (
        "-" if risk.score is None else f"{risk.score:.1f}",
        band,
        _methods(row),
        _factors(row),
        visible(threat.id),
        visible(_status(row)),
        visible(threat.owner) or "-",
        ", ".join(_controls(row)) or "-",
        clip(visible(threat.title), _TITLE),
    )


def _controls(row: Row) -> Iterator[str]:
    """By level, how many of the controls are in place: ``infrastructure 1/2``. Their names are in the JSON."""
    for level in dict.fromkeys(one.level for one in row.controls):
        there = [one for one in row.controls if one.level == level]
        in_place = sum(one.status in IN_PLACE for one in there)
        yield f"{visible(level) or 'no level'} {in_place}/{len(there)}"


def _methods(row: Row) -> str:
    risk, found = row.risk, []
    if risk.dread:
        variant, score = risk.dread.variant, risk.dread.score
        found.append(variant.id if score is None else f"{variant.id} {score:.4g} of {variant.top:g}")
    if risk.cvss:
        score = risk.cvss.computed.score
        found.append("CVSS" if score is None else f"CVSS {risk.cvss.computed.version} {score:g}")
    if risk.severity:
        found.append(f"severity {risk.severity}")
    if risk.likelihood or risk.impact:
        found.append(f"likelihood {risk.likelihood or '?'}, impact {risk.impact or '?'}")
    return "; ".join(found) or "-"


def _factors(row: Row) -> str:
    dread = row.risk.dread
    if dread is None:
        return "-"
    return " ".join(f"{dread.factors[factor]:g}" if factor in dread.factors else "?" for factor in FACTORS)


def _status(row: Row) -> str:
    threat, accepted = row.threat, row.threat.accepted
    if row.open:
        return f"open: {row.open}"
    if threat.status == "accepted" and accepted:
        parts = (("by", accepted.by), ("until", accepted.until))
        return " ".join(("accepted", *(f"{word} {said}" for word, said in parts if said)))
    return threat.status


def _notes(row: Row) -> Iterator[str]:
    """What does not add up in the ratings of a threat, a line each."""
    name, dread, cvss = f"note: {visible(row.threat.id)}", row.risk.dread, row.risk.cvss
    if dread and dread.missing:
        yield f"{name}: no score without {', '.join(dread.missing)}"
    if dread and dread.outside:
        fields = ", ".join(map(visible, dread.outside))
        yield f"{name}: not on the scale from {dread.variant.least:g} to {dread.variant.most:g}: {fields}"
    if dread and dread.stale:
        yield f"{name}: the score is stated as {dread.stated:g}, and the ratings give {dread.score:.6g}"
    for one in dread.spread if dread else ():
        lowest, highest = (visible(who) or "agreed on" for who in (one.lowest, one.highest))
        yield f"{name}: {one.factor} lies far apart: {one.least:g} ({lowest}) to {one.most:g} ({highest})"
    if cvss and cvss.computed.problem:
        yield f"{name}: the CVSS vector is none: {visible(cvss.computed.problem)}"
    if cvss and cvss.stale:
        yield f"{name}: the CVSS score is stated as {cvss.stated:g}, and that of the vector is {cvss.computed.score:g}"
