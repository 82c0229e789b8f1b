"""Output formats: a report as text, one module a format. Pure: nothing is judged, printed or written here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from checker.core.report import Report
from checker.outputs import github, human, json, markdown
from checker.outputs.changes import human as changes_human
from checker.outputs.changes import json as changes_json
from checker.outputs.sarif import full as sarif
from checker.outputs.sarif import github as sarif_github
from checker.outputs.style import Style


class Output(Protocol):
    """An output format. ``render`` gives the text in chunks, so that a long report need not fit in memory."""

    NAME: str

    def render(self, report: Report, style: Style, /) -> Iterator[str]: ...


OUTPUTS: dict[str, Output] = {module.NAME: module for module in (human, json, sarif, sarif_github, github, markdown)}
"""The outputs of ``threatgate check`` by name."""

DIFF_OUTPUTS: dict[str, Output] = {module.NAME: module for module in (changes_human, changes_json)}
"""The outputs of ``threatgate diff`` by name: what changed, without a verdict."""

__all__ = ["DIFF_OUTPUTS", "OUTPUTS", "Output", "Style"]
