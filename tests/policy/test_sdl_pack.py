"""The pack sdl has one rule for each active threat type of the template, and its page names them all."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from checker.core.errors import InputError
from checker.documents.document import Document
from checker.policy.catalogue import Catalogue

ROOT = Path(__file__).resolve().parent.parent.parent
ACTIVE = """S1 S2 S3 S7 S7.1 S8 T1 T2 T3 T4 T5 T6 T7 T8 T11 T12 T13.1 T13.2 T18 R1 R2 R3 R4 R6 R7 R8 I2 I6 I23 I24 I25
I26 D2 D3 D4 D5 E3 E5 E6 E7 8404dcf5-bdd8-4902-abc2-3b6c967b0261""".split()
"""Ids of SDL TM Knowledge Base (Core) 4.1.0.11, without the six of its third version: SU, TU, RU, IU, DU, EU."""


def nothing(path: str) -> Document:
    raise InputError(f"no file {path} here")


def cited() -> dict[str, tuple[str, ...]]:
    """Name of each rule -> what it cites of a scheme, STRIDE first."""
    rules = Catalogue(nothing, lambda: ()).pack("sdl").rules
    return {rule.id.partition("/")[2]: rule.refs for rule in rules}


def test_each_active_threat_type_has_one_rule() -> None:
    entries = [ref.partition(":")[2] for refs in cited().values() for ref in refs if ref.startswith("sdl:")]
    assert sorted(entries) == sorted(ACTIVE)


def test_letters_are_those_of_the_template() -> None:
    letters = Counter(ref for refs in cited().values() for ref in refs if ref.startswith("stride:"))
    counts = {"S": 6, "T": 13, "R": 7, "I": 6, "D": 4, "E": 5}
    assert letters == {f"stride:{letter}": count for letter, count in counts.items()}
    for refs in cited().values():
        letter = next(ref[-1] for ref in refs if ref.startswith("stride:"))
        entry = next(ref.partition(":")[2] for ref in refs if ref.startswith("sdl:"))
        assert entry.startswith((letter, "8404dcf5"))


def test_page_names_the_rule_of_each_entry() -> None:
    page = (ROOT / "docs/reference/sdl.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `sdl:([^`]+)` \| \[([a-z-]+)\]", page, re.MULTILINE))
    assert rows == {ref.partition(":")[2]: name for name, refs in cited().items() for ref in refs if ref[:4] == "sdl:"}
