"""Packs with all that their files hold: rules, examples and tests, read whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from types import MappingProxyType
from typing import Any, NamedTuple

from checker import inputs
from checker.core.errors import CheckError, InputError, UsageError
from checker.core.location import Location
from checker.core.rule import BUILT_IN, Rule
from checker.core.source import Parsed, Source
from checker.diff import compare
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.methods import STAGES
from checker.outputs.rulebook import Article, Chapter, pages
from checker.pipeline.gate import policy_folders, read_settings
from checker.pipeline.sides import find_place, work_tree_alone
from checker.policy.evaluate import CompiledRule
from checker.policy.load import compile_rule, load_rule, refuse_built_in
from checker.policy.place import suggest
from checker.policy.shelf import PACK, Shelf, on_disk, shipped
from checker.policy.trying.cases import Reader
from checker.policy.trying.trials import Trial, examples_of, test_of

_NONE: Mapping[str, Any] = MappingProxyType({})


class Entry(NamedTuple):
    """One rule of a pack, with its file and its examples. One that is built in has no compiled form."""

    rule: Rule
    document: Document
    compiled: CompiledRule | None
    examples: tuple[Trial, ...]

    def changed(self, data: Mapping[str, Any], params: Mapping[str, Any] = _NONE) -> CompiledRule:
        """The rule with other data than its file has, and other defaults of its params. Raises UsageError."""
        declared = data.get("params", {})
        for name in params:
            if name not in declared:
                raise UsageError(
                    f"the rule '{self.rule.id}' has no param '{name}'",
                    hint=suggest(name, declared) if declared else "remove it: this rule has no params",
                )
        given = {name: {**declared.get(name, {}), "default": value} for name, value in params.items()}
        written = {key: value for key, value in data.items() if key != "examples"}
        stem = self.document.source.path.rpartition(".")[0]
        text = json.dumps({**written, "params": {**declared, **given}} if given else written)
        document = parse(Source(f"{stem}.json", text))
        return compile_rule(load_rule(document, self.rule.pack), document)

    def given(self, params: Mapping[str, Any]) -> CompiledRule | None:
        """The rule as it is, with values for its params. Raises UsageError."""
        return self.changed(self.document.data, params) if params else self.compiled


def chosen_packs(here: Path, folders: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Shelf]:
    """The packs that a command line names; where it names none, those of the repository around ``here``.

    A folder is a pack or holds packs; ``names`` are shipped ones. Raises UsageError.
    """
    for folder in folders or (() if names else _own(here)):
        if not folder:  # as an unset variable gives: not the folder we are in
            raise UsageError("there is no folder '' to read policies from")
        inner = sorted(path.parent for path in Path(folder).glob(f"*/{PACK}"))
        if (Path(folder) / PACK).is_file() or not inner:
            yield on_disk(folder)
        else:
            yield from (on_disk(path.as_posix()) for path in inner)
    known = shipped() if names else {}
    for name in names:
        if name not in known:
            raise UsageError(f"no shipped pack is called '{name}'", hint=suggest(name, known))
        yield known[name]


def _own(here: Path) -> list[str]:
    """The folders of the packs that the config names, else ``policies``, as seen from ``here``."""
    place = find_place(here, ())
    named = policy_folders(read_settings(work_tree_alone(place).head)) or ("policies",)
    found = [place.root / name for name in named if (place.root / name).is_dir()]
    if not found:
        raise UsageError("there is no pack of your own here", hint="name its folder, or a shipped one with --pack")
    return [os.path.relpath(path, here).replace(os.sep, "/") for path in found]


def entries(shelf: Shelf) -> list[Entry]:
    """The rules of a pack, sorted by id. Raises UsageError for a file that is wrong."""
    shelf.describe()
    if not shelf.rules:
        at = shelf.read(shelf.pack).locate(())
        raise UsageError(f"the pack '{shelf.id}' has no rule", at, f"begin one: threatgate rules new {shelf.id}/NAME")
    return [_entry(shelf, path) for _, path in sorted(shelf.rules.items())]


def _entry(shelf: Shelf, path: str) -> Entry:
    document = shelf.read(path)
    rule = load_rule(document, shelf.id)
    if rule.built_in and shelf.id not in (*BUILT_IN, *STAGES):
        refuse_built_in(document)
    compiled = None if rule.built_in else compile_rule(rule, document)
    return Entry(rule, document, compiled, tuple(examples_of(rule, document, _reader(shelf, path))))


def tests(shelf: Shelf) -> Iterator[Trial]:
    """The tests of a pack, in order of their paths. Raises UsageError for one that is wrong."""
    return (test(shelf, path) for path in shelf.tests)


def test(shelf: Shelf, path: str) -> Trial:
    """The test in one file. Raises UsageError."""
    return test_of(shelf.read(path), tuple(shelf.rules), _reader(shelf, path))


def handbook(packs: Iterable[Shelf], note: str = "") -> dict[str, str]:
    """Path -> text of the pages about the rules of some packs, ``note`` on each. Raises UsageError for a wrong file."""
    book = [Chapter(one.describe(), [Article(e.rule, e.document.data) for e in entries(one)]) for one in packs]
    return pages(book, note=note)


def _reader(shelf: Shelf, path: str) -> Reader:
    """Reads the models of one file; a model in another file lies in the folder of the pack."""
    folder = dirname(shelf.pack)

    def open(name: str, at: Location) -> Document:
        wanted = normpath(join(dirname(path), name))
        if wanted.startswith(("../", "/")) or (folder and not wanted.startswith(f"{folder}/")):
            raise UsageError(f"the file '{name}' is not inside the folder of the pack", at)
        try:
            return shelf.read(wanted)
        except CheckError as error:
            raise UsageError(f"the file '{name}' cannot be read: {error.message}", at, error.hint) from None

    return Reader(_read, compare, open)


def _read(document: Document) -> Parsed:
    return inputs.parse(document, _nothing, lambda path: False)


def _nothing(path: str) -> Document:
    raise InputError(f"a model under trial reads no other file, such as {path}")
