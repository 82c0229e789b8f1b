"""Output formats: a report as text, one module a format. Pure: nothing is judged, printed or written here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from checker.core.report import Report
from checker.outputs.style import Style


class Output:
    """An output format: a module of this package with a ``NAME`` and a ``render``, imported when it first renders."""

    def __init__(self, module: str) -> None:
        self.module = module

    def render(self, report: Report, style: Style) -> Iterator[str]:
        """The text in chunks, so that a long report need not fit in memory."""
        chunks: Iterator[str] = import_module(f"checker.outputs.{self.module}").render(report, style)
        return chunks


OUTPUTS = {
    "human": Output("human"),
    "json": Output("json"),
    "sarif": Output("sarif.full"),
    "sarif-github": Output("sarif.github"),
    "github": Output("github"),
    "markdown": Output("markdown"),
}
"""The outputs of ``threatgate check`` by name."""

DIFF_OUTPUTS = {"human": Output("changes.human"), "json": Output("changes.json")}
"""The outputs of ``threatgate diff`` by name: what changed, without a verdict."""

__all__ = ["DIFF_OUTPUTS", "OUTPUTS", "Output", "Style"]
