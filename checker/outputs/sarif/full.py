"""SARIF for archives and viewers: everything the report knows, base revision and waived findings included."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.report import Report
from checker.outputs.style import Style

NAME = "sarif"


def render(report: Report, _style: Style) -> Iterator[str]:
    """One SARIF log, a result a line. Its parts are imported here: most runs ask for another format."""
    from checker.outputs.sarif.log import write
    from checker.outputs.sarif.profile import FULL

    return write(report, FULL)
