"""``suggest``: what to consider at the elements of models, and the texts of models that have it as threats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from checker.core.errors import InputError, UsageError
from checker.core.location import Location, Ref
from checker.core.model import Model, Threat
from checker.core.settings import Override
from checker.core.source import Snapshot, Source
from checker.core.suggestion import Suggestion, Unknown
from checker.documents.parse import parse
from checker.documents.rewrite import rewrite
from checker.documents.tree import Tree
from checker.documents.words import nearest, quote
from checker.documents.worktree import WorkTree
from checker.inputs.native.sets import as_set, cited
from checker.inputs.threat_writer import with_threats
from checker.knowledge.lookup import library
from checker.methods.coverage.asks import subjects
from checker.methods.coverage.conditions import Ground
from checker.methods.coverage.cover import cover
from checker.methods.suggestions.conditions import unknowns
from checker.methods.suggestions.questions import suggestions
from checker.methods.suggestions.threats import threats_for
from checker.methods.suggestions.together import Shared, apart, together
from checker.pipeline.here import models_in, readable
from checker.pipeline.models import Version, read_model


class Element(NamedTuple):
    """One element and the questions there. ``type`` is that of a component, ``flow`` or ``ai-system``."""

    subject: Ref
    type: str
    location: Location
    suggestions: tuple[Suggestion, ...]


class Suggested(NamedTuple):
    """What to consider in one model, and what is not known of it."""

    snapshot: Snapshot
    elements: tuple[Element, ...]
    unknown: tuple[Unknown, ...]

    @property
    def pins(self) -> dict[str, str]:
        return dict(self.snapshot.model.system.taxonomies)


class Addition(NamedTuple):
    """A file of a model with more threats than it has: ``text`` is to stand where ``source`` was read."""

    source: Source
    text: str
    threats: tuple[Threat, ...]


class Found(NamedTuple):
    """The models of a place, and the tree that they were read from."""

    tree: WorkTree
    models: tuple[Suggested, ...]


def suggested(cwd: Path, models: tuple[str, ...] = (), ids: tuple[str, ...] = ()) -> Found:
    """What to consider at the elements of these ids, or at all, in these models or all of the repository.

    Raises CheckError for a model that cannot be read, UsageError for an id that nothing can be asked about.
    """
    here = models_in(cwd, models, "suggest --model")
    snapshots = [(readable(version), version) for version in here.versions]
    chosen = _chosen(snapshots, ids)
    asked = [one for one in snapshots if not ids or one[0].path in chosen]
    found = (_suggested(one, chosen.get(one[0].path), here.settings.applicability) for one in asked)
    return Found(WorkTree(here.place.root), tuple(found))


def shared(one: Suggested, needs: tuple[str, ...], joined: bool) -> tuple[Shared, ...]:
    """The open questions of these needs in one model: each by itself, or ``joined`` where the same one is asked."""
    questions = (question for element in one.elements for question in element.suggestions)
    return (together if joined else apart)(questions, needs)


def additions(found: Found, needs: tuple[str, ...], joined: bool = False) -> tuple[Addition, ...]:
    """The files to write, so that each open question of these needs becomes a threat. No questions give none of them.

    Each is read back: the model says what it said, and the threats. Raises InputError where that cannot be.
    """
    wanted = ((one, threats_for(shared(one, needs, joined), one.snapshot.model.threats)) for one in found.models)
    made = tuple(_addition(found.tree, one.snapshot, threats) for one, threats in wanted if threats)
    for path, number in Counter(one.source.path for one in made).items():
        if number > 1:
            hint = "give each a section 'threats' in its own file, before that one is included"
            raise InputError("several models keep their threats in this file", Location(path), hint)
    return made


def write(found: Found, written: Iterable[Addition]) -> None:
    """Put the texts where they were read from. Raises InputError where a file may not be written or has changed."""
    for one in written:
        rewrite(found.tree, one.source, one.text)


def unpinned(found: Found, written: Iterable[Addition]) -> dict[str, str]:
    """The libraries that new threats cite, whose ids depend on an edition that a model does not state, with ours."""
    cites = dict.fromkeys(ref.partition(":")[0] for one in written for threat in one.threats for ref in threat.refs)
    known = {name: library(name) for name in cites if any(name not in one.pins for one in found.models)}
    return {name: one.edition for name, one in known.items() if one and one.pinned}


def _suggested(
    read: tuple[Snapshot, Version], chosen: frozenset[str] | None, overrides: tuple[Override, ...]
) -> Suggested:
    snapshot, version = read
    model, graph = version.side
    coverage, pins = cover(model, graph, overrides), dict(model.system.taxonomies)
    elements = tuple(
        Element(one.subject, one.type, snapshot.locate(one.subject), suggestions(one, pins))
        for one in coverage.elements
        if chosen is None or one.subject.id in chosen
    )
    subjects = None if chosen is None else frozenset(one.subject for one in elements)
    shows = Ground(model, graph).shows
    return Suggested(snapshot, elements, tuple(unknowns(coverage.questions, model.system.id, subjects, shows)))


def _chosen(read: Iterable[tuple[Snapshot, Version]], ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Path of a model -> the elements of it that are asked for."""
    models = {snapshot.path: snapshot.model for snapshot, _ in read}
    chosen: dict[str, set[str]] = {}
    for id in ids:
        holders = [path for path, model in models.items() if model.kind_of(id)]
        if not holders:
            raise _unknown(id, models.values())
        if len(holders) > 1:
            raise UsageError(f"{quote(id)} is in {' and '.join(holders)}", hint="say which one: --model PATH")
        (path,) = holders
        if why := _unasked(models[path], id):
            raise UsageError(
                f"nothing is asked about {quote(id)}: {why}", hint="name a component, a flow or the system"
            )
        chosen.setdefault(path, set()).add(id)
    return {path: frozenset(found) for path, found in chosen.items()}


def _unasked(model: Model, id: str) -> str:
    """Why nothing is asked about an element, or ``""``."""
    if any(subject.id == id for subject, _ in subjects(model)):
        return ""
    component, kind = model.components.get(id), model.kind_of(id)
    if component:
        return f"it is out of scope ({component.out_of_scope})"
    return {"flow": "both of its ends are out of scope", "system": "it holds no AI"}.get(kind, f"it is a {kind}")


def _unknown(id: str, models: Iterable[Model]) -> UsageError:
    near = nearest(id, sorted({subject.id for model in models for subject, _ in subjects(model)}))
    hint = f"did you mean {quote(near)}?" if near else "to list every element: threatgate suggest"
    return UsageError(f"there is no element {quote(id)}", hint=hint)


def _addition(tree: Tree, snapshot: Snapshot, threats: tuple[Threat, ...]) -> Addition:
    texts = {source.path: source for source in snapshot.sources}
    main = parse(texts[snapshot.path])
    source, text = with_threats(main, lambda path: parse(texts[path]), threats)
    after = read_model(_Edited(tree, source._replace(text=text)), snapshot.path)
    sets = {threat.id: (as_set(list(threat.on)), cited(list(threat.refs))) for threat in threats}
    known = {threat.id: threat._replace(on=sets[threat.id][0], refs=sets[threat.id][1]) for threat in threats}
    wanted = snapshot.model._replace(threats={**snapshot.model.threats, **known})
    if after.snapshot is None or after.snapshot.model != wanted:
        hint = "nothing was written: add one by hand to see what is wrong"
        raise InputError("with the threats added the model would say something else", Location(source.path), hint)
    return Addition(texts[source.path], text, threats)


class _Edited:
    """A tree with another text in one of its files."""

    revision = ""

    def __init__(self, tree: Tree, source: Source) -> None:
        self._tree, self._source = tree, source
        self.label = tree.label

    def files(self) -> tuple[str, ...]:
        return self._tree.files()

    def links(self) -> tuple[str, ...]:
        return self._tree.links()

    def exists(self, path: str) -> bool:
        return self._tree.exists(path)

    def read(self, path: str) -> Source:
        return self._source if path == self._source.path else self._tree.read(path)
