"""What one revision judges by, and where in its files that is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.core.commands import review_of
from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.core.rule import Rule
from checker.core.settings import Settings
from checker.documents.document import Document, Path


class Judge(NamedTuple):
    """The config of one revision, with the rules that are in use by it. ``revision`` is a full commit id."""

    settings: Settings
    rules: Mapping[str, Rule]
    """Rule id -> rule, for every rule of the packs in use and the built-in ones, those that are off too."""
    packs: Mapping[str, str]
    """Pack id -> its version, for every pack in use."""
    config: Document | None
    files: Mapping[str, Document]
    """Rule id, or pack id -> its file, for packs of the repository."""
    revision: str = ""


def about(rule: str, path: str, field: str, message: str, at: Location, *related: Related) -> Finding:
    """A finding of the gate about one of its own files. ``field`` names what in it, in few words."""
    subject = Ref("gate", path, field)
    return Finding(rule, "", message, subject, at, related=related, hint=review_of(path))


class Place(NamedTuple):
    """The config on both sides: a finding about it points to the head, or to the base for what is gone from there."""

    name: str
    before: Judge
    after: Judge

    def finding(self, rule: str, field: str, message: str, path: Path, key: bool = False) -> Finding:
        """A finding about what the config says at ``path`` (keys and indexes): the nearest that the head still has."""
        head, base = self.after.config, self.before.config
        at = head.locate(path, key) if head else Location(self.name)
        known = base is not None and _holds(base.data, path)
        was = (Related(base.locate(path), "what it was", self.before.revision),) if base and known else ()
        return about(rule, self.name, field, message, at, *was)


def _holds(data: Any, path: Path) -> bool:
    """Whether there is anything at a path."""
    for step in path:
        inside = isinstance(data, dict) and step in data
        if not inside and not (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            return False
        data = data[step]
    return True
