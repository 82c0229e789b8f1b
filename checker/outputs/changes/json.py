"""Changes for programs: the same change objects as in the JSON report, a change a line."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.report import Report
from checker.outputs import json as report_json
from checker.outputs.style import Style

NAME = "json"


def render(report: Report, _style: Style) -> Iterator[str]:
    """One JSON object: what was compared with what, then every change with the id of its model."""
    fields: report_json.Json = {
        "head": report.head,
        "base": report_json.base_json(report.base),
        "failures": [report_json.failure_json(failure) for failure in report.failures],
        "models": [{**report_json.model_json(model), "compared": model.changes is not None} for model in report.models],
    }
    changes = (
        {"model": model.id, **report_json.change_json(change, model.places)}
        for model in report.models
        for change in model.changes or ()
    )
    yield from report_json.members(report, fields, ("changes", changes))
