"""The digest of a file of an architecture."""

from __future__ import annotations

import hashlib

from checker.core.source import Source


def text_digest(source: Source) -> str:
    """``sha256:`` over the text in UTF-8, without byte order mark, each line end one line feed: the same on every
    system that git writes the file to. Of a file with such line ends and no mark it is that of its bytes."""
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
