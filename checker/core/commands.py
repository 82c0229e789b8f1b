"""The commands that findings tell people to run."""

from __future__ import annotations

from collections.abc import Sequence


def review_of(*ids: str) -> str:
    """What records a review of elements."""
    return _command("threatgate review", ids, "--by YOU")


def review_changed(revision: str) -> str:
    """What records a review of all that a change touches and removes. ``revision`` is that of the base, if known."""
    return f"threatgate review --changed --base {revision[:12] or 'REV'} --by YOU"


def suggestions_at(id: str) -> str:
    """What lists the threats to consider at an element."""
    return _command("threatgate suggest", (id,))


def denial_of(id: str, reference: str) -> str:
    """What records that something does not apply to an element."""
    return f"threatgate suggest {_argument(id)} --ref {_argument(reference)} --not-applicable WHY --write"


def conversion_of(path: str) -> str:
    """What makes a native model of one in another format."""
    return _command("threatgate convert", (path,), "--out FILE")


def _command(name: str, ids: Sequence[str], options: str = "") -> str:
    """A command about elements. One whose id looks like an option (``--all``) stands behind ``--``."""
    words = [_argument(id) for id in ids]
    first, last = (options, ["--", *words]) if any(id.startswith("-") for id in ids) else ("", [*words, options])
    return " ".join(filter(None, (name, first, *last)))


def _argument(id: str) -> str:
    """An id as one word of a shell command."""
    plain = id.isascii() and all(c.isalnum() or c in "._-/" for c in id) and not id.startswith("-")
    return id if plain else "'" + id.replace("'", "'\\''") + "'"
