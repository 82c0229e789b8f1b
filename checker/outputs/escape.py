"""Text from models made harmless, for each place it is printed in. Ids, names, paths and messages are never trusted."""

from __future__ import annotations

import re
from functools import cache

HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u2060-\u206f"
    "\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff"
)
"""Control characters, bidirectional marks (Unicode UAX #9), invisible and tag characters, lone surrogates: as a
regular-expression class. Written out, because a class taken from ``unicodedata`` changes with the Python version."""

_MARKUP = r"(?i)[|<>&\[\]`*_~#@\\$:]|^[-+=]|(?<=www)\."
"""Markdown and HTML syntax, addresses that become links by themselves, emoji names, GitHub's formulas."""
_UNDRAWN = r"[^A-Za-z0-9 .,_/-]"
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


@cache
def hidden() -> re.Pattern[str]:
    """A hidden character. Compiled on first use: that takes milliseconds, and most texts are plain ASCII."""
    return re.compile(f"[{HIDDEN}]")


def visible(text: str) -> str:
    """One line of text for a terminal: whatever hides, moves or reorders text becomes a visible escape.

    So does what GitHub's runner would take for a workflow command: ``::`` at the start, ``##[`` anywhere.
    """
    if not (text.isascii() and text.isprintable()):
        text = hidden().sub(_spell, text)
    text = text.replace("##[", "#\\x23[")
    return text.replace(":", "\\x3a", 1) if text.lstrip().startswith("::") else text


def _spell(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    return _SHORT.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def clip(text: str, limit: int) -> str:
    """At most ``limit`` code points, the last one ``…`` where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def command_value(text: str) -> str:
    """The message of a workflow command. The three escapes are those that GitHub's runner undoes."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """A property of a workflow command, where ``:`` and ``,`` separate as well."""
    return command_value(text).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str, limit: int = 300) -> str:
    """Prose in GitHub Markdown, safe in a table cell and in HTML.

    A numeric entity is never Markdown syntax, so every character that could be one becomes one. GitHub looks at the
    rendered text as well: a zero-width space after ``@`` and ``#`` keeps it from making mentions and issue links.
    """
    escaped = re.sub(_MARKUP, _entity, clip(visible(text), limit).strip())
    return escaped.replace("&#64;", "&#64;&#8203;").replace("&#35;", "&#35;&#8203;")


def markdown_code(text: str, limit: int = 120) -> str:
    """An id, a path or a command in GitHub Markdown, set as code; it copies as it was written."""
    return f"<code>{re.sub(_MARKUP, _entity, clip(visible(text), limit))}</code>"


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def mermaid(text: str, limit: int = 40) -> str:
    """A label of a Mermaid diagram, quoted; anything but letters, digits and plain signs as Mermaid's ``#NN;``."""
    label = re.sub(_UNDRAWN, lambda match: f"#{ord(match[0])};", clip(visible(text), limit))
    return f'"{label}"'


def link_free(text: str) -> str:
    """A SARIF message without links of its own: ``[text](target)`` would be one (SARIF 2.1.0, 3.11.6)."""
    return visible(text).replace("](", "] (")


def shell(word: str) -> str:
    """One word of a POSIX shell command, quoted where it must be."""
    plain = word.replace("-", "").replace("_", "").replace(".", "").replace("/", "")
    return word if plain.isascii() and plain.isalnum() else "'" + word.replace("'", "'\"'\"'") + "'"
