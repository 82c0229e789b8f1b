"""The register of one model as plain data: everything that was stated and recomputed."""

from __future__ import annotations

from typing import Any

from checker.core.model import IN_PLACE
from checker.knowledge.risk.cvss import Cvss
from checker.knowledge.risk.dread import Dread
from checker.knowledge.risk.register import Register, Row
from checker.outputs.place import place

Json = dict[str, Any]


def data(register: Register) -> Json:
    """One register, its threats in the order of the register."""
    return {
        "model": register.path,
        "system": register.model.id,
        "threats": [_row(row) for row in register.rows],
        "bands": register.bands,
        "normalised_bands": register.normalised,
        "open_bands": register.open,
    }


def _row(row: Row) -> Json:
    threat, risk = row.threat, row.risk
    return {
        "id": threat.id,
        "title": threat.title,
        "on": list(threat.on),
        "location": place(row.location),
        "status": threat.status,
        "open": row.open,
        "owner": threat.owner,
        "accepted": threat.accepted and threat.accepted._asdict(),
        "score": risk.score,
        "band": risk.band,
        "normalised_band": risk.normalised,
        "severity": risk.severity,
        "likelihood": risk.likelihood,
        "impact": risk.impact,
        "matrix_band": risk.matrix,
        "dread": risk.dread and _dread(risk.dread),
        "cvss": risk.cvss and _cvss(risk.cvss),
        "controls": [
            {"id": one.id, "status": one.status, "level": one.level, "in_place": one.status in IN_PLACE}
            for one in row.controls
        ],
    }


def _dread(dread: Dread) -> Json:
    return {
        "variant": dread.variant.id,
        "variant_named": dread.named,
        "factors": dict(dread.factors),
        "raters": {who: dict(ratings) for who, ratings in dread.raters.items()},
        "score": dread.score,
        "stated_score": dread.stated,
        "stale": dread.stale,
        "normalised": dread.normalised,
        "band": dread.own_band,
        "normalised_band": dread.band,
        "missing": list(dread.missing),
        "out_of_range": list(dread.outside),
        "spread": [one._asdict() for one in dread.spread],
    }


def _cvss(cvss: Cvss) -> Json:
    computed = cvss.computed
    return {
        "vector": cvss.vector,
        "version": computed.version,
        "score": computed.score,
        "base_score": computed.base,
        "stated_score": cvss.stated,
        "stale": cvss.stale,
        "band": computed.band,
        "problem": computed.problem,
    }
