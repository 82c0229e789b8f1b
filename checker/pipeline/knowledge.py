"""Looking into threat libraries, and bringing one into the repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checker.core.errors import InputError, UsageError
from checker.core.location import Location
from checker.core.model import Model
from checker.core.source import Source
from checker.documents.parse import parse
from checker.documents.schema import validate
from checker.documents.tree import Tree
from checker.documents.words import nearest, quote
from checker.documents.worktree import WorkTree
from checker.knowledge import vocabulary
from checker.knowledge.imported import path_of
from checker.knowledge.library import Entry, Library, text_of
from checker.knowledge.lookup import FILES, incoming, libraries, library, resolve, usual, within
from checker.pipeline.libraries import find_in


class Link(NamedTuple):
    """A relation as seen from one end. ``entry`` is None where the reference leads to nothing that is shipped."""

    relation: str
    reference: str
    entry: Entry | None


class Shown(NamedTuple):
    """An entry with what is around it."""

    library: Library
    entry: Entry
    parent: Entry | None
    children: tuple[Entry, ...]
    outward: tuple[Link, ...]
    inward: tuple[Link, ...]
    """What other entries of the usual editions say of it."""

    @property
    def reference(self) -> str:
        return f"{self.library.id}:{self.entry.id}"


class Imported(NamedTuple):
    """A file to write: its path below the repository, and its text."""

    path: str
    text: str
    library: Library


def vocabularies(name: str = "") -> dict[str, list[vocabulary.Entry]]:
    """The vocabularies of models by name, each word once; only one where it is named. Raises UsageError for a name that
    is none."""
    if name and name not in vocabulary.VOCABULARIES:
        near = nearest(name, vocabulary.VOCABULARIES)
        hint = f"did you mean '{near}'?" if near else f"there is: {', '.join(vocabulary.VOCABULARIES)}"
        raise UsageError(f"no vocabulary is called {quote(name)}", hint=hint)
    names = (name,) if name else vocabulary.VOCABULARIES
    return {one: list(dict.fromkeys(vocabulary.vocabulary(one).values())) for one in names}


def chosen(tree: Tree, name: str, edition: str = "") -> Library:
    """A library in an edition: a shipped one, or one of the repository. Raises UsageError where there is none."""
    if name not in FILES:
        near = nearest(name, FILES)
        raise UsageError(f"no threat library is called {quote(name)}", hint=f"did you mean '{near}'?" if near else "")
    found = find_in(tree)(name, edition)
    if found is None:
        hint = "bring it into the repository: threatgate knowledge import FILE"
        raise UsageError(f"edition {quote(edition)} of {name} is not here", hint=hint)
    return found


def show(tree: Tree, id: str, edition: str = "") -> list[Shown]:
    """The entries that a reference, or an id without its library, means. Raises UsageError where there is none."""
    names = [id.partition(":")[0]] if id.partition(":")[0] in FILES else list(FILES)
    bare = id.partition(":")[2] if len(names) == 1 else id
    find = find_in(tree)
    found = []
    for name in names:
        held = chosen(tree, name, edition) if len(names) == 1 else find(name, edition)
        if held is None:
            continue
        answer = within(held, bare, edition)
        entries = answer.candidates or ((answer.entry,) if answer.entry else ())
        found += [_around(held, entry) for entry in entries]
    if not found:
        of = f" in edition {quote(edition)}" if edition else ""
        raise UsageError(f"no entry is called {quote(id)}{of}", hint=_hint(names, bare))
    return found


def _hint(names: list[str], id: str) -> str:
    for one in libraries():
        if one.id in names and id in one.entries:
            return f"there is one: threatgate knowledge show {one.id}:{id} --edition {one.edition}"
    if len(names) == 1:
        held = library(names[0])
        near = nearest(id, held.entries) if held else ""
        return (
            f"did you mean '{names[0]}:{near}'?" if near else "find it by its words: threatgate knowledge search WORD"
        )
    near = nearest(id, [entry for each in usual() for entry in each.entries])
    return f"did you mean '{near}'?" if near else "find it by its words: threatgate knowledge search WORD"


def _around(held: Library, entry: Entry) -> Shown:
    outward = (Link(kind, reference, resolve(reference).entry) for kind, reference in _relations(entry))
    inward = (Link(kind, f"{other.id}:{one.id}", one) for other, one, kind in incoming(f"{held.id}:{entry.id}"))
    return Shown(held, entry, held.entries.get(entry.parent), held.children(entry.id), tuple(outward), tuple(inward))


def _relations(entry: Entry) -> Iterator[tuple[str, str]]:
    for kind, references in entry.relations.items():
        yield from ((kind, reference) for reference in references)


def model_and_atlas(cwd: Path, file: str) -> tuple[Model, Library]:
    """One model, and ATLAS in the edition that it pins. Raises UsageError where several models are here and none is
    named, and where that edition is not here."""
    from checker.pipeline.here import models_here, readable, the_one

    here = models_here(cwd, file, "knowledge layer")
    model = readable(the_one(here, "a layer shows", "knowledge layer")).model
    return model, chosen(WorkTree(here.place.root), "atlas", dict(model.system.taxonomies).get("atlas", ""))


def import_library(tree: Tree, path: str, edition: str) -> Imported:
    """The file of a publisher's text. Raises InputError for a text that is none, UsageError for an edition that cannot
    be imported."""
    from checker.knowledge.foreign import read

    found = read(parse(tree.read(path)), edition)
    shipped = library(found.id, found.edition)
    if shipped is not None and shipped.complete:
        raise UsageError(f"edition {found.edition} of {found.title} ships already", hint="nothing needs to be imported")
    target = path_of(found.id, found.edition)
    if not target:
        raise UsageError(f"{quote(found.edition)} is no edition that can be in the name of a file")
    text = text_of(found)
    for problem in validate(parse(Source(target, text)), "library"):
        raise InputError(f"what it says cannot be written: {problem.message}", Location(path))
    return Imported(target, text, found)
