"""Code owners: who must approve a change to a file on the platform, and which files a change takes away from them.

The formats are those of GitHub ("About code owners") and GitLab ("Code Owners syntax"): patterns as in .gitignore, the
last that fits decides; GitLab has sections, each decides for itself, default owners of a section, sections of which
nobody or several must approve, and patterns that leave files out (``!``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.core.finding import Finding
from checker.core.location import Location
from checker.documents.words import quote, some
from checker.guard.judge import about
from checker.guard.patterns import fits, plain
from checker.guard.places import NOT_MOVED, OWNERS_GITHUB, OWNERS_GITLAB

_SHOWN = 3

_GITHUB_BYTES = 3_000_000
"""GitHub does not load a larger file, and asks nobody."""


class _Entry(NamedTuple):
    """One line: whose files fit the pattern. Owners of different sections must all agree."""

    section: str
    pattern: str
    owners: frozenset[str]
    line: int
    asked: int = 1
    """How many of them must approve."""
    left_out: bool = False
    """Whether the section has nothing to say of these files, whatever else is in it."""


class _Loss(NamedTuple):
    """A file that fewer, others or more people must be asked about; ``line`` is the one that decides now, or 1."""

    path: str
    was: frozenset[str]
    now: frozenset[str]
    line: int
    asked: int
    """How many of these must approve now."""


def loosened(
    before: Mapping[str, str],
    after: Mapping[str, str],
    watched: Iterable[str],
    moved: Mapping[str, tuple[str, ...]] = NOT_MOVED,
) -> Iterator[Finding]:
    """A finding where some of the ``watched`` files lose an owner, or get one more who can approve alone.

    ``before`` and ``after`` map each file of owners that is there to its text; ``moved`` a file that is gone to those
    of which one may be what became of it.
    """
    told: set[str] = set()
    for places in (OWNERS_GITHUB, OWNERS_GITLAB):
        old, new = (next((place for place in places if place in side), "") for side in (before, after))
        name = new or old
        if not old or name in told:
            continue
        sections = places is OWNERS_GITLAB
        entries = _entries(before[old], sections), _entries(after.get(new, ""), sections)
        losses = [
            loss
            for path in sorted(watched)
            for loss in min((list(_losses(path, now, *entries)) for now in moved.get(path, (path,))), key=len)
        ]
        if losses:
            told.add(name)
            yield _finding(name, losses)


def _finding(name: str, losses: list[_Loss]) -> Finding:
    first = losses[0]
    files = some([quote(loss.path) for loss in losses], _SHOWN)
    now = f"{_names(first.now)} may approve them" if first.now else "nobody owns them any more"
    if first.now == first.was:
        now = (
            f"{first.asked} of them must approve, fewer than before" if first.asked else "nobody must approve any more"
        )
    message = f"this change takes {files} from {_names(first.was)}: {now}"
    at = Location(name, first.line, 1, first.line, 1)
    return about("gate/owners-loosened", name, "", message, at)


def _names(owners: frozenset[str]) -> str:
    return ", ".join(quote(owner) for owner in sorted(owners))


def _losses(path: str, now_at: str, before: list[_Entry], after: list[_Entry]) -> Iterator[_Loss]:
    """What a file loses in each section. One more owner is a loss too: any one of them may approve."""
    old, new = _deciding(path, before), _deciding(now_at, after)
    for section, entry in old.items():
        now = new.get(section)
        owners = now.owners if now else frozenset()
        asked = now.asked if now else 0
        if entry.owners and entry.asked and not (owners and owners <= entry.owners and asked >= entry.asked):
            yield _Loss(path, entry.owners, owners, now.line if now else 1, asked)


def _deciding(path: str, entries: list[_Entry]) -> dict[str, _Entry]:
    """Section -> the last entry that fits a file; none where the section leaves it out."""
    here = [entry for entry in entries if _fits(entry.pattern, path)]
    out = {entry.section for entry in here if entry.left_out}
    return {entry.section: entry for entry in here if entry.section not in out}


def _fits(pattern: str, path: str) -> bool:
    """As in .gitignore: without a slash in it at any depth, and a folder stands for all that is in it."""
    body = pattern.strip("/")
    anchored = "/" in pattern.rstrip("/")
    glob = body if anchored else f"**/{body}"
    last_is_star = body.rpartition("/")[2] == "*" and anchored
    names = path.split("/")
    around = ("/".join(names[:depth]) for depth in range(1, len(names)))
    inside = (pattern.endswith("/") or not last_is_star) and any(fits(glob, folder) for folder in around)
    return inside or (not pattern.endswith("/") and fits(glob, path))


_SECTION = re.compile(r"(?P<optional>\^?)\[(?P<title>[^\]]*)\](?:\[(?P<asked>\d+)\])?(?P<owners>.*)")
"""GitLab: ``[Title] @owner``, ``[Title][2]`` of which two must approve, ``^[Title]`` of which nobody must."""


def _entries(text: str, sections: bool) -> list[_Entry]:
    found, section, default, asked = [], "", frozenset[str](), 1
    if not sections and len(text.encode()) >= _GITHUB_BYTES:
        return []
    for number, line in enumerate(text.split("\n"), 1):
        words = _words(line, comments=not sections)
        if not words:
            continue
        if words[0].startswith(("[", "^[")):
            head = _SECTION.match(" ".join(words)) if sections else None
            if head:
                section, default = head["title"].strip().casefold(), frozenset(head["owners"].casefold().split())
                asked = 0 if head["optional"] else max(1, int(head["asked"] or 1))
            continue
        owners = frozenset(word.casefold() for word in words[1:])
        if not sections:
            found.append(_Entry("", plain(words[0]), owners, number))
        elif words[0].startswith("!"):
            found.append(_Entry(section, words[0][1:], frozenset(), number, left_out=True))
        else:
            named = frozenset(owner for owner in owners if "@" in owner)  # whatever stands around them, a # too
            found.append(_Entry(section, words[0], named if owners else default, number, asked))
    return found


def _words(line: str, *, comments: bool) -> list[str]:
    """The words of a line, before a comment if there are any behind words. A backslash keeps a space or a # in a
    pattern."""
    words: list[str] = []
    word, escaped = "", False
    for c in line.strip():
        if escaped or (c == "\\"):
            word, escaped = (word + c, False) if escaped else (word, True)
        elif c in " \t":
            words, word = ([*words, word], "") if word else (words, "")
        elif c == "#" and not word and (comments or not words):
            break
        else:
            word += c
    return [*words, word] if word else words
