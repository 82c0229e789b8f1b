"""The rules of the pack ``architecture`` that need the files: each artefact of a model is read and held against it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from checker.architecture.drawing import draw
from checker.architecture.picture import Arrow
from checker.architecture.reader import ARCHIVED, is_architecture, read
from checker.architecture.text import text_digest
from checker.architecture.value import Relation, Thing
from checker.core.asked import Asked
from checker.core.errors import InputError
from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.core.model import Model
from checker.core.source import Snapshot, Source
from checker.core.system import SourceArtifact
from checker.documents.words import quote, some
from checker.knowledge.frameworks import advice, is_known
from checker.methods.architecture.counterparts import Held, hold

_SHOWN = 6


def findings(asked: Asked) -> Iterator[Finding]:
    """Every finding about the artefacts of one model, in the order of their paths."""
    system = asked.snapshot.model.system
    for artifact in sorted(system.source_artifacts, key=lambda one: (one.path, one)):
        yield from _of(_Asked(asked, artifact))


class _Asked(NamedTuple):
    """One artefact of one model."""

    all: Asked
    artifact: SourceArtifact

    @property
    def snapshot(self) -> Snapshot:
        return self.all.snapshot

    def finding(self, rule: str, message: str, field: str = "path", discriminator: str = "", hint: str = "") -> Finding:
        """A finding at a field of the artefact in the model."""
        one, model = self.artifact, self.snapshot.model
        subject = Ref("system", model.id, f"source_artifacts.{one.path}.{field}")
        key = " ".join((one.framework, one.code, one.path, discriminator)).strip()
        at = self.snapshot.locate(subject)
        return Finding(f"architecture/{rule}", "", message, subject, at, model.id, discriminator=key, hint=hint)


def _of(asked: _Asked) -> Iterator[Finding]:
    artifact = asked.artifact
    if not is_known(artifact.framework, artifact.code):
        what = f"{quote(artifact.code)} is no view of {artifact.framework}" if artifact.code else "no view is named"
        message = f"{what}: it is not told what {artifact.path} shows"
        yield asked.finding("artifact-code-unknown", message, "code", hint=advice(artifact.framework, artifact.code))
    try:
        source = asked.all.read(artifact.path)
    except InputError as error:
        yield _unread(asked, error)
        return
    yield from _drift(asked, source)
    if artifact.framework != "archimate" and not is_architecture(source):
        return  # a catalogue, a picture: looked at by people, and watched for changes
    try:
        held = hold(draw(read(source)), asked.snapshot.model, artifact.ignore)
    except InputError as error:
        yield _unread(asked, error)
        return
    yield from _unmapped(asked, held)
    yield from _stale(asked, held)


def _unread(asked: _Asked, error: InputError) -> Finding:
    """That a file is not there, or says nothing that can be used."""
    path = asked.artifact.path
    if error.message.startswith("there is no such file"):
        hint = "bring the file back, or take it out of source_artifacts if the model is no longer made from it"
        return asked.finding("artifact-missing", f"the artefact {path} is not there", hint=hint)
    found = asked.finding("artifact-unreadable", f"the artefact {path} cannot be read: {error.message}")
    hint = error.hint or "mend the file, or export it again"
    if path.endswith(".archimate") and "UTF-8" in error.message:
        hint = ARCHIVED
    related = (Related(error.at, error.message),) if error.at and error.at.path == path and error.at.line > 1 else ()
    return found._replace(hint=hint, related=related)


def _drift(asked: _Asked, source: Source) -> Iterator[Finding]:
    is_, was = text_digest(source), asked.artifact.digest
    if is_ == was:
        return
    path, line = asked.artifact.path, f'digest: "{is_}"'
    if was:
        message = f"{path} is not the text that the threat model was last held against"
        hint = f"look at what changed in it, bring the model up to date, then write {line}"
    else:
        message = f"no digest of {path} is written down, so that its changes are not seen"
        hint = f"hold the model against it, then write {line}"
    yield asked.finding("artifact-drift", message, "digest", is_, hint)


def _unmapped(asked: _Asked, held: Held) -> Iterator[Finding]:
    """What the model does not have; apart from it what the base had all the same, so that this alone is older debt."""
    now: list[Thing | Arrow] = [*held.missing, *held.missing_arrows]
    before = _before(asked)
    known = [one for one in now if _id(one) in before] if before is not None else now
    new = [one for one in now if _id(one) not in before] if before is not None else []
    for things, key in ((known, ""), (new, _hash(map(_id, new)))):
        if things:
            yield _missing(asked, held, things, key)


def _before(asked: _Asked) -> set[str] | None:
    """What the base did not have of its text of the same artefact; None where there is nothing to compare with."""
    all_ = asked.all
    if all_.before is None or all_.read_before is None:
        return None
    model = all_.before[0].model
    old = next((one for one in model.system.source_artifacts if one.path == asked.artifact.path), None)
    if old is None:
        return set()
    return _missing_in(model, old, all_.read_before)


def _missing_in(model: Model, artifact: SourceArtifact, get: Callable[[str], Source]) -> set[str]:
    try:
        held = hold(draw(read(get(artifact.path))), model, artifact.ignore)
    except InputError:
        return set()
    return {*map(_id, held.missing), *map(_id, held.missing_arrows)}


def _missing(asked: _Asked, held: Held, things: list[Thing | Arrow], key: str) -> Finding:
    path = asked.artifact.path
    names = some([_name(one) for one in things], _SHOWN)
    message = f"{path} has what this model has not: {names} ({_measure(held)})"
    first = things[0]
    id = first.id if isinstance(first, Thing) else first.relations[0].id
    hint = f"add it under its name or the property tm.id, or list its identifier under ignore, for example {quote(id)}"
    related = tuple(Related(_at(one), f"{_name(one)} is here") for one in things[:_SHOWN])
    return asked.finding("artifact-element-unmapped", message, "path", key, hint)._replace(related=related)


def _measure(held: Held) -> str:
    """How much of the file has a counterpart, and how much of the model has none."""
    things, arrows = len(held.things), len(held.arrows)
    said = f"{things - len(held.missing):,} of {things:,} elements"
    if arrows:
        said += f" and {arrows - len(held.missing_arrows):,} of {arrows:,} flows between them"
    said += " have a counterpart"
    extra = f"{held.extra:,} component{'s' if held.extra > 1 else ''} of the model" if held.extra else ""
    return f"{said}; {extra} not in the file" if extra else said


def _stale(asked: _Asked, held: Held) -> Iterator[Finding]:
    if held.stale:
        names = some([*map(quote, held.stale)], _SHOWN)
        message = f"ignored in vain, since the file has nothing of that name or the model has it: {names}"
        hint = "take it out of the list, so that something new of that name is seen"
        yield asked.finding("ignore-unused", message, "ignore", _hash(held.stale), hint)


def _id(one: Thing | Arrow) -> str:
    if isinstance(one, Thing):
        return one.id
    return " ".join((*(relation.id for relation in one.relations), one.source, one.target))


def _at(one: Thing | Arrow) -> Location:
    return one.location if isinstance(one, Thing) else one.relations[0].location


def _name(one: Thing | Arrow) -> str:
    if isinstance(one, Thing):
        return f"{one.type} {quote(one.name or one.id)}"
    relation: Relation = one.relations[0]
    return f"{relation.type} {quote(one.name or relation.id)}"


def _hash(words: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]
