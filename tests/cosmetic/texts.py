"""Texts that people might write, among them those that YAML makes trouble with."""

from __future__ import annotations

from random import Random

_WORDS = (
    *(
        "the",
        "way",
        "in",
        "is",
        "narrow",
        "null",
        "yes",
        "1.0",
        "0x1F",
        "2026-01-01",
        "#1",
        "a:",
        ":b",
        "- c",
        "{d}",
        "[e]",
    ),
    *(
        "'f'",
        '"g"',
        "h\\i",
        "%j",
        "@k",
        "`l`",
        "&m",
        "*n",
        "!o",
        "|",
        ">",
        "?",
        "ünï",
        "e\u0301",
        "漢字",
        "🚲",
        "~",
        "=",
        "<<",
    ),
)
_ODD = (
    "no",
    "on",
    "1.10",
    "007",
    "1e3",
    "-",
    ".",
    "...",
    "---",
    "a\tb",
    "x\u00a0y",
    "null",
    "~",
    "'",
    '"',
    "\\",
    "#",
    "{}",
    "[]",
)


def line(random: Random, most: int = 60) -> str:
    """A text of one line, never blank."""
    if random.random() < 0.15:
        return random.choice(_ODD)
    return " ".join(random.choices(_WORDS, k=random.randint(1, 9)))[:most].strip() or "x"


def prose(random: Random) -> str:
    """A text of one line or several."""
    if random.random() < 0.5:
        return line(random)
    parts = [line(random) for _ in range(random.randint(2, 4))]
    return random.choice(("\n", "\n\n", "\n  ", " ")).join(parts) + random.choice(("", "\n", "\n\n"))
