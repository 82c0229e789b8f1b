"""The native models of this repository, for tests that ask something of each."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent

NATIVE = sorted(
    path
    for folder in ("examples", "tests/models")
    for path in (ROOT / folder).rglob("*.yaml")
    if re.search("^threatgate: 1\n(.*\n)*system:", path.read_text(encoding="utf-8"), re.MULTILINE)
)
"""Their main files."""
