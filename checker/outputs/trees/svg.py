"""An attack tree as a picture of its own: plain SVG 1.1 without script, style sheet, font or address from elsewhere.

Read from left to right: the goal, what leads to it, and the leaves, one row each. Words of the model stand only in text
nodes, escaped.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.attack_tree import Analysis, Gate, Leaf, walk
from checker.outputs.escape import clip, visible
from checker.outputs.trees.numbers import stated

_WIDTH, _HEIGHT = 250, 40
_COLUMN, _ROW = 300, 52
_MARGIN = 20
_LONGEST = 36
"""Characters of a line that fit into a box, in a font of fixed width."""
_LOOKS = {
    "goal": 'stroke="#24292f" stroke-width="3"',
    "gate": 'stroke="#57606a" stroke-width="1.5"',
    "open": 'stroke="#cf222e" stroke-width="2"',
    "stopped": 'stroke="#1a7f37" stroke-width="2" stroke-dasharray="5 4"',
}


def lines(analysis: Analysis) -> Iterator[str]:
    """The lines of the file. A leaf that stands in several places is drawn in each of them."""
    rows = _rows(analysis.root)
    width = _MARGIN * 2 + _WIDTH + _COLUMN * max(map(_depth, rows))
    height = int(_MARGIN * 2 + _ROW * (1 + max(rows.values())))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" font-family="monospace" font-size="11">'
    yield f"<title>{_text(analysis.goal, 300)}</title>"
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    steps = dict(walk(analysis.root))
    for path in steps:
        if path:
            yield from _line(path, rows)
    working = set(analysis.working)
    for path, step in steps.items():
        stopped = not working.isdisjoint(step.controls)
        if isinstance(step, Leaf):
            yield from _box(path, rows, "stopped" if stopped else "open", step.label, stated(step), step.controls)
        else:
            look = "goal" if not path else "stopped" if stopped else "gate"
            yield from _box(path, rows, look, step.name if path else analysis.goal, step.kind.upper(), step.controls)
    yield "</svg>"


def _rows(root: Gate) -> dict[str, float]:
    """Path -> row: leaves one below the other, a gate in the middle of what is below it."""
    rows: dict[str, float] = {}
    steps = list(walk(root))
    for path, step in steps:
        if isinstance(step, Leaf):
            rows[path] = len(rows)
    for path, step in reversed(steps):
        if isinstance(step, Gate):
            start = f"{path}.{step.kind}" if path else step.kind
            rows[path] = (rows[f"{start}.0"] + rows[f"{start}.{len(step.children) - 1}"]) / 2
    return rows


def _depth(path: str) -> int:
    return (path.count(".") + 1) // 2 if path else 0


def _place(path: str, rows: dict[str, float]) -> tuple[int, float]:
    return _MARGIN + _COLUMN * _depth(path), round(_MARGIN + _ROW * rows[path], 1)


def _line(path: str, rows: dict[str, float]) -> Iterator[str]:
    above, _, index = path.rpartition(".")
    parent, _, gate = above.rpartition(".")
    (x1, y1), (x2, y2) = _place(parent, rows), _place(path, rows)
    x1, y1, y2 = x1 + _WIDTH, y1 + _HEIGHT / 2, y2 + _HEIGHT / 2
    half = (x1 + x2) / 2
    yield f'<path d="M{x1} {y1:g}H{half:g}V{y2:g}H{x2}" fill="none" stroke="#57606a"/>'
    if gate == "sand":
        yield f'<text x="{x2 - 14}" y="{y2 - 4:g}" fill="#57606a">{int(index) + 1}</text>'


def _box(
    path: str, rows: dict[str, float], look: str, label: str, below: str, controls: tuple[str, ...]
) -> Iterator[str]:
    x, y = _place(path, rows)
    yield f"<g><title>{_text(label, 300)}: {_text(below, 300)}{_text(_stops(controls), 300)}</title>"
    yield f'<rect x="{x}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="4" fill="#ffffff" {_LOOKS[look]}/>'
    yield f'<text x="{x + 6}" y="{y + 16:g}" fill="#24292f">{_text(label)}</text>'
    yield f'<text x="{x + 6}" y="{y + 31:g}" fill="#57606a">{_text(below)}</text></g>'


def _stops(controls: tuple[str, ...]) -> str:
    return f" (controls: {', '.join(controls)})" if controls else ""


def _text(text: str, limit: int = _LONGEST) -> str:
    escaped = clip(visible(text), limit).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;")
