"""What differs between two versions of a model, whatever their formats."""

from __future__ import annotations

from collections.abc import Iterable

from checker.core.change import Change, renames
from checker.core.graph import build_graph
from checker.core.renaming import moved
from checker.diff import compare
from checker.pipeline.models import Version


def changes_between(base: Version, head: Version) -> tuple[Change, ...]:
    """The changes from one version to another. Raises AssertionError for one that was not read."""
    if base.snapshot is None or head.snapshot is None:
        raise AssertionError("only models that were read are compared")
    (before, was), (after, now) = base.side, head.side
    return compare(before, after, was, now, across=base.snapshot.format != head.snapshot.format)


def in_words_of(head: Version, base: Version, changes: Iterable[Change]) -> Version:
    """The base with the ids of the head for what was renamed, so that what is said of both can be held together; and
    asked for what is asked of models in the head's format."""
    if base.snapshot is None or head.snapshot is None:
        return base
    model, names = base.snapshot.model, renames(changes).now
    of = head.snapshot.model
    if not names and (model.derives_threats, model.unsayable) == (of.derives_threats, of.unsayable):
        return base
    model = moved(model, names)._replace(derives_threats=of.derives_threats, unsayable=of.unsayable)
    findings = (
        finding._replace(
            model=model.id, subject=finding.subject._replace(id=names.get(finding.subject.element, finding.subject.id))
        )
        for finding in base.findings
    )
    return base._replace(
        snapshot=base.snapshot._replace(model=model), graph=build_graph(model), findings=tuple(findings)
    )
