"""Words for messages about a text. What a text says is hostile: it is cut short, and never ends its own quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_LONGEST = 60


def cut(text: str) -> str:
    """The text, or its first 59 characters and ``…``."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def quote(text: str) -> str:
    """The text in single quotes, on one line, with what cannot be printed as escapes, cut after 60 characters."""
    text = cut(text)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
    return f"'{text}'"


def has_half(text: str) -> bool:
    """Whether a text holds one half of a surrogate pair, which no encoding can write."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of the words that was probably meant, or ``""``."""
    if len(word) > _LONGEST:
        return ""
    from difflib import get_close_matches

    by_case = {known.casefold(): known for known in sorted(words, reverse=True)}
    found = get_close_matches(word.casefold(), by_case, n=1)
    return by_case[found[0]] if found else ""


def listing(words: Sequence[str], most: int = 8) -> str:
    """``a, b or c``; only the first ``most``, then ``…``."""
    if len(words) > most:
        return ", ".join((*words[:most], "…"))
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def some(words: Sequence[str], most: int) -> str:
    """``a, b, c and 4 more``: the first ``most`` of them."""
    more = f" and {len(words) - most:,} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more
