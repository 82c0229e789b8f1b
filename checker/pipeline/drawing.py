"""``draw``: the model of one file, joined, to be drawn."""

from __future__ import annotations

from pathlib import Path

from checker.core.errors import UsageError
from checker.core.graph import Side, build_graph
from checker.documents.words import quote
from checker.pipeline.here import models_here, readable


def model_to_draw(cwd: Path, file: str) -> Side:
    """The model in ``file``, or the only one around ``cwd``. Raises CheckError where there is none or no one."""
    versions = models_here(cwd, file, "draw").versions
    if len(versions) > 1:
        some = ", ".join(quote(one.path) for one in versions[:10])
        raise UsageError("a picture shows one model", hint=f"name it: threatgate draw FILE; there is {some}")
    model = readable(versions[0]).model
    return model, build_graph(model)
