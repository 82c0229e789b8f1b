"""Messages of SARIF results: what is wrong, what to do, and links to the related places."""

from __future__ import annotations

from collections.abc import Sequence

from checker.core.finding import Related
from checker.outputs.escape import clip, link_free, visible
from checker.outputs.sarif.descriptor import sentence

LINKED = 5
"""Related places that the message links to; GitHub shows none that it does not."""


def message_text(text: str) -> str:
    """Model text as a sentence of a plain-text message, free of links of its own."""
    return sentence(link_free(text))


def result_text(message: str, step: str, places: Sequence[Related], limit: int) -> str:
    """The message of a result, at most ``limit`` code points; links go first where it is too long."""
    text = message_text(message) + (f" Next: {message_text(step)}" if step else "")
    for number in range(min(len(places), LINKED), 0, -1):
        linked = f"{text} See {', '.join(_link(place, id) for id, place in enumerate(places[:number], 1))}."
        if len(linked) <= limit:
            return linked
    return clip(text, limit)


def _link(place: Related, id: int) -> str:
    """An embedded link (SARIF 2.1.0, 3.11.6): brackets in its text are escaped."""
    text = visible(place.message or str(place.location)).replace("\\", "\\\\")
    return f"[{text.replace('[', chr(92) + '[').replace(']', chr(92) + ']')}]({id})"
