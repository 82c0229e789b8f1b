"""References to threat libraries out of the words that other tools have for categories and weaknesses."""

from __future__ import annotations

import re

from checker.knowledge.references import LINDDUN, STRIDE

_STRIDE = {name: letter for letter, name in STRIDE.items()} | {letter.lower(): letter for letter in STRIDE}
_STRIDE |= {"info-disclosure": "I", "information-leakage": "I", "dos": "D", "elevation-of-privileges": "E", "eop": "E"}
_LINDDUN = {name: letter for letter, names in LINDDUN.items() for name in names}
_CWE = re.compile(r"(?:cwe[-:_ ]*)?([0-9]{1,5})", re.IGNORECASE)
_REFERENCE = re.compile(r"[a-z][a-z0-9-]*:[^\s:]\S{0,200}")
_CAPEC = re.compile(r"(?:capec[-:_ ]*)?([0-9]{1,5})", re.IGNORECASE)


def category(word: str) -> str:
    """``stride:T`` for a name or letter of STRIDE, ``linddun:Nr`` for a name of LINDDUN, else ``""``.

    ``non-repudiation`` is LINDDUN's, ``repudiation`` STRIDE's; a letter alone is STRIDE's.
    """
    known = re.sub("[^a-z]+", "-", word.strip().lower()).strip("-")
    if known in _STRIDE:
        return f"stride:{_STRIDE[known]}"
    return f"linddun:{_LINDDUN[known]}" if known in _LINDDUN else ""


def weakness(word: str) -> str:
    """``cwe:CWE-79`` for ``CWE-79``, ``cwe:79`` or ``79``, else ``""``."""
    found = _CWE.fullmatch(word.strip())
    return f"cwe:CWE-{int(found[1])}" if found else ""


def attack_pattern(word: str) -> str:
    """``capec:CAPEC-66`` for ``CAPEC-66`` or ``66``, else ``""``."""
    found = _CAPEC.fullmatch(word.strip())
    return f"capec:CAPEC-{int(found[1])}" if found else ""


def reference(word: str) -> str:
    """A reference as native models write it, without the name that may stand behind it; else ``""``."""
    written = word.strip().partition(" ")[0]
    return written if _REFERENCE.fullmatch(written) else ""
