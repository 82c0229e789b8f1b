"""``risk``: the register of risks of the models on disk."""

from __future__ import annotations

from pathlib import Path

from checker.knowledge.risk.register import Register
from checker.methods.risk.register import register
from checker.pipeline.here import models_here, readable


def registers(cwd: Path, file: str, as_of: str) -> tuple[Register, ...]:
    """The register of the model in ``file``, or of every model around ``cwd``. Raises CheckError, as
    :func:`models_here` and :func:`readable` do."""
    return tuple(register(readable(version), as_of) for version in models_here(cwd, file, "risk").versions)
