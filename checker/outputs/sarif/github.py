"""SARIF for GitHub code scanning: every open finding, within its limits; nothing accepted shows as an alert.

Older debt is in it: on a pull request GitHub shows alerts on changed lines only, and an upload for a branch that left
the debt out would close its alerts there.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.report import Report
from checker.outputs.style import Style

NAME = "sarif-github"


def render(report: Report, _style: Style) -> Iterator[str]:
    """One SARIF log, a result a line. Its parts are imported here: most runs ask for another format."""
    from checker.outputs.sarif.log import write
    from checker.outputs.sarif.profile import GITHUB

    return write(report, GITHUB)
