"""The models that are edited: each as somebody wrote it, and reviewed from end to end."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.cosmetic.edits import KINDS, NATIVE_ONLY, Subject, subject
from tests.trees import reviewed

ROOT = Path(__file__).resolve().parents[2]

_FILES = {
    "AI assistant": ("examples/support-assistant/main/threatmodel.yaml", "threatmodel.yaml"),
    "web shop": ("tests/models/shop.yaml", "threatmodel.yaml"),
    "every key": ("tests/models/clinic.yaml", "threatmodel.yaml"),
    "Threagile": ("tests/models/rental.yaml", "threagile.yaml"),
}
NAMES = tuple(_FILES)


def kinds_for(name: str) -> tuple[str, ...]:
    """The kinds of edits that a subject's format allows."""
    return tuple(kind for kind in KINDS if name != "Threagile" or kind not in NATIVE_ONLY)


@cache
def subject_named(name: str) -> Subject:
    """The subject of that name. Nobody may write to it."""
    file, path = _FILES[name]
    return subject(name, path, reviewed({}, {path: (ROOT / file).read_bytes()}))
