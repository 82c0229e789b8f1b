"""``draw``: the model of one file, joined, to be drawn."""

from __future__ import annotations

from pathlib import Path

from checker.core.graph import Side, build_graph
from checker.pipeline.here import models_here, readable, the_one


def model_to_draw(cwd: Path, file: str) -> Side:
    """The model in ``file``, or the only one around ``cwd``. Raises CheckError where there is none or no one."""
    model = readable(the_one(models_here(cwd, file, "draw"), "a picture shows", "draw")).model
    return model, build_graph(model)
