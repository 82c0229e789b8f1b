"""A Mermaid diagram of what changed and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.report import Checked


def diagram(model: Checked) -> Iterator[str]:
    yield from ()
