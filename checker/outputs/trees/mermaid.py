"""An attack tree as a Mermaid flowchart. Words of the model stand only in quoted labels, never as identifiers."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.attack_tree import Analysis, Leaf, walk
from checker.outputs.escape import mermaid
from checker.outputs.trees.numbers import stated

_CLASSES = (
    "  classDef goal stroke-width:3px",
    "  classDef open stroke:#cf222e,stroke-width:2px",
    "  classDef stopped stroke:#1a7f37,stroke-width:2px,stroke-dasharray:5 4",
)
_WIDTH = 60
_JOINED = {"or": "OR", "and": "AND", "sand": "SAND"}


def lines(analysis: Analysis) -> Iterator[str]:
    """The lines of the diagram, without a fence. A leaf that stands in several places is drawn once."""
    working = set(analysis.working)
    names: dict[str, str] = {}
    drawn: dict[str, str] = {}
    yield "flowchart TD"
    for path, step in walk(analysis.root):
        key = f"leaf {step.id}" if isinstance(step, Leaf) else f"gate {path}"
        known = key in drawn
        names[path] = drawn.setdefault(key, f"n{len(drawn)}")
        if not known:
            stopped = not working.isdisjoint(step.controls)
            if isinstance(step, Leaf):
                figures = stated(step)
                label = mermaid(f"{step.label}{f' ({figures})' if figures else ''}", _WIDTH + len(figures))
                yield f"  {names[path]}[{label}]:::{'stopped' if stopped else 'open'}"
            else:
                text = step.name if path else analysis.goal
                label = mermaid(f"{_JOINED[step.kind]} {text}".rstrip(), _WIDTH)
                look = ":::goal" if not path else ":::stopped" if stopped else ""
                yield f"  {names[path]}{{{{{label}}}}}{look}"
        if path:
            yield f"  {names[_above(path)]} -->{_order(path)} {names[path]}"
    yield from _CLASSES


def _above(path: str) -> str:
    return path.rpartition(".")[0].rpartition(".")[0]


def _order(path: str) -> str:
    """The number of a step of a sequence."""
    above, _, index = path.rpartition(".")
    return f"|{int(index) + 1}|" if above.rpartition(".")[2] == "sand" else ""
