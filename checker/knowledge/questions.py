"""Questions to entries of threat libraries that are answered one by one: the ids are theirs, the sentences ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LIBRARIES = ("plot4ai", "mit")
"""The libraries that have questions: the cards of PLOT4ai and the subdomains of the MIT AI Risk Repository.

Where a card counts an answer as a risk, its question is put so that this answer is the bad one.
"""


@cache
def questions(library: str) -> Mapping[str, str]:
    """Id of an entry of the usual edition -> its question. ``library`` is one of :data:`LIBRARIES`."""
    path = Path(__file__).with_name(f"{library}_questions.json")
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["questions"]
    return found
