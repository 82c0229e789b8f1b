"""What is tried: edits that make a model look safer, and edits that change no meaning."""

from __future__ import annotations

from benchmarks.peers.cases.cosmetic import COSMETIC
from benchmarks.peers.cases.decisions import DECISIONS
from benchmarks.peers.cases.files import FILES
from benchmarks.peers.cases.protection import PROTECTION
from benchmarks.peers.cases.shape import SHAPE

BYPASS = SHAPE + PROTECTION + DECISIONS + FILES

__all__ = ["BYPASS", "COSMETIC"]
