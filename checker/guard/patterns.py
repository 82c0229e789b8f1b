"""Patterns of files as git's attributes and GitLab know them: with ``[a-z]`` and a backslash besides the usual stars.

Source: gitignore(5) and git's wildmatch.c. Matching takes at most the product of the lengths of pattern and path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

_Token = Callable[[str], bool]
"""Whether one character fits."""

_Part = str | list[_Token]

_TOKENS = re.compile(r"\\(?P<kept>.)|\[(?P<set>[!^]?\]?(?:\[:\w+:\]|\\.|[^\]])*)\]|(?P<other>.)", re.DOTALL)
_MEMBERS = re.compile(r"\[:(?P<kind>\w+):\]|(?P<low>\\.|.)-(?P<high>\\.|.)|(?P<one>\\.|.)", re.DOTALL)

_KINDS: dict[str, _Token] = {
    "alnum": str.isalnum,
    "alpha": str.isalpha,
    "digit": str.isdigit,
    "lower": str.islower,
    "upper": str.isupper,
    "punct": lambda c: c.isprintable() and not c.isalnum() and c != " ",
    "graph": lambda c: c.isprintable() and c != " ",
    "print": str.isprintable,
    "xdigit": lambda c: c in "0123456789abcdefABCDEF",
    "blank": lambda c: c in " \t",
    "space": str.isspace,
}


def fits(pattern: str, path: str) -> bool:
    """Whether a whole path (with ``/``) fits a pattern; one that ends with ``/**`` means what is in a folder."""
    parts, names = _parts(pattern), path.split("/")
    used = {0}  # how many of the names the parts so far may have used up
    for number, part in enumerate(parts, 1):
        if part == _FOLDERS:
            first = min(used, default=len(names)) + (number == len(parts) > 1)
            used = set(range(first, len(names) + 1))
        else:
            used = {at + 1 for at in used if at < len(names) and _name(part, names[at])}
    return len(names) in used


def plain(text: str) -> str:
    """A pattern in which brackets and backslashes are themselves."""
    return re.sub(r"[\\\[]", r"\\\g<0>", text)


def _name(tokens: _Part, name: str) -> bool:
    if isinstance(tokens, str):
        return tokens == name
    used = {0}
    for token in tokens:
        if token is _many:
            used = set(range(min(used), len(name) + 1)) if used else used
        else:
            used = {at + 1 for at in used if at < len(name) and token(name[at])}
    return len(name) in used


@lru_cache(maxsize=20_000)
def _parts(pattern: str) -> list[_Part]:
    """The names of a pattern; one that only says itself as a text, which is found sooner."""
    found: list[list[re.Match[str]]] = [[]]
    for token in _TOKENS.finditer(pattern):
        if token["other"] == "/":
            found.append([])
        else:
            found[-1].append(token)
    return [
        list(map(_token, name))
        if any(token["set"] is not None or token["other"] in ("*", "?") for token in name)
        else "".join(token["kept"] or token["other"] for token in name)
        for name in found
    ]


def _token(found: re.Match[str]) -> _Token:
    if found["set"] is not None:
        return _set(found["set"])
    if found["other"] == "*":
        return _many
    if found["other"] == "?":
        return lambda c: True
    wanted = found["kept"] or found["other"]
    return lambda c: c == wanted


def _set(text: str) -> _Token:
    negated = text.startswith(("!", "^"))
    members = list(_members(text[negated:]))
    return lambda c: any(member(c) for member in members) is not negated


def _members(text: str) -> Iterator[_Token]:
    for found in _MEMBERS.finditer(text):
        if found["kind"]:
            yield _KINDS.get(found["kind"], lambda c: False)
        else:
            low, high = (found[part] or found["one"] for part in ("low", "high"))
            yield lambda c, low=low[-1], high=high[-1]: low <= c <= high  # type: ignore[misc]


def _many(_: str) -> bool:
    """Stands for ``*``: any number of characters."""
    return True


_FOLDERS: _Part = [_many, _many]
"""``**``"""
