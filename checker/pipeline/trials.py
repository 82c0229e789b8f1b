"""Packs tried out: their examples and tests, and whether these notice a rule that is wrong in one place."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple

from checker import inputs
from checker.core.errors import CheckError, InputError, UsageError
from checker.core.finding import Finding
from checker.core.rule import Rule
from checker.core.source import Parsed, Source
from checker.core.trial import PackResult, RuleResult, Survivor, TrialResult
from checker.diff import compare
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.outputs.rulebook import Chapter, pages
from checker.pipeline.gate import policy_folders, read_settings
from checker.pipeline.sides import find_place, work_tree_alone
from checker.policy.cases import Reader
from checker.policy.catalogue import BUILT_IN
from checker.policy.evaluate import CompiledRule
from checker.policy.load import compile_rule, load_rule
from checker.policy.mutants import Mutant, mutants
from checker.policy.place import suggest
from checker.policy.shelf import PACK, Shelf, on_disk, shipped
from checker.policy.trials import Trial, examples_of, test_of

Compiled = dict[str, CompiledRule]


class _Entry(NamedTuple):
    """One rule of a pack, with its file and its examples."""

    rule: Rule
    document: Document
    examples: tuple[Trial, ...]


def find_packs(folders: Iterable[str], names: Iterable[str] = ()) -> Iterator[Shelf]:
    """The pack in each folder, or the packs in the folders inside it; then shipped packs by name. Raises UsageError."""
    for folder in folders:
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


def chosen_packs(here: Path, folders: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Shelf]:
    """The packs that a command line names; where it names none, those of the repository around ``here``."""
    return find_packs(folders or (() if names else _own(here)), names)


def _own(here: Path) -> list[str]:
    """The folders of the packs that the config names, else ``policies``, as seen from ``here``."""
    place = find_place(here, ())
    named = policy_folders(read_settings(work_tree_alone(place).head)) or ("policies",)
    found = [place.root / name for name in named if (place.root / name).is_dir()]
    if not found:
        raise UsageError("there is no pack of your own here", hint="name its folder, or a shipped one with --pack")
    return [os.path.relpath(path, here).replace(os.sep, "/") for path in found]


def handbook(packs: Iterable[Shelf]) -> dict[str, str]:
    """Path -> text of the pages about the rules of some packs. Raises UsageError for a file that is wrong."""
    book = []
    for shelf in packs:
        entries = [_entry(shelf, path) for _, path in sorted(shelf.rules.items())]
        book.append(Chapter(shelf.describe(), [entry.document.data for entry in entries]))
    return pages(book)


def try_pack(shelf: Shelf, *, mutate: bool = True) -> PackResult:
    """Run the examples and tests of a pack, and with ``mutate`` also against changed rules.

    Raises UsageError for a file that is wrong and BudgetError for a rule that could not be decided.
    """
    shelf.describe()
    entries = [_entry(shelf, path) for _, path in sorted(shelf.rules.items())]
    compiled = {e.rule.id: compile_rule(e.rule, e.document) for e in entries if not e.rule.built_in}
    tests = [test_of(shelf.read(path), tuple(shelf.rules), reader(shelf, path)) for path in shelf.tests]
    ran = [(test, _found(test, compiled)) for test in tests]
    rules = tuple(_rule(shelf, entry, compiled, ran, mutate) for entry in entries)
    return PackResult(shelf.id, rules, tuple(_result(test, found) for test, found in ran))


def _entry(shelf: Shelf, path: str) -> _Entry:
    document = shelf.read(path)
    rule = load_rule(document, shelf.id)
    if rule.built_in and shelf.id not in BUILT_IN:
        at = document.locate(("built_in",), key=True)
        raise UsageError("only a shipped rule can be built in: no code finds this one", at, "write 'each:'")
    return _Entry(rule, document, tuple(examples_of(rule, document, reader(shelf, path))))


def reader(shelf: Shelf, path: str) -> Reader:
    """Reads the models of one file; a model in another file lies in the folder of the pack."""
    folder = dirname(shelf.pack)

    def open(name: str) -> Document:
        wanted = normpath(join(dirname(path), name))
        if name.startswith("/") or (folder and not wanted.startswith(f"{folder}/")):
            raise UsageError(f"the file '{name}' is not inside the folder of the pack", shelf.read(path).locate(()))
        try:
            return shelf.read(wanted)
        except InputError as error:
            raise UsageError(f"the file '{name}' cannot be read: {error.message}", error.at, error.hint) from None

    return Reader(_read, compare, open)


def _read(document: Document) -> Parsed:
    return inputs.parse(document, _nothing, lambda path: False)


def _nothing(path: str) -> Document:
    raise InputError(f"a model under trial reads no other file, such as {path}")


def _found(trial: Trial, compiled: Compiled) -> tuple[Finding, ...]:
    if trial.case is None:
        return trial.read
    return trial.case.ask(tuple(compiled[id] for id in trial.rules if id in compiled))


def _result(trial: Trial, found: tuple[Finding, ...]) -> TrialResult:
    return TrialResult(trial.kind, trial.name, trial.location, trial.differences(found))


def _rule(
    shelf: Shelf, entry: _Entry, compiled: Compiled, tests: Sequence[tuple[Trial, tuple[Finding, ...]]], mutate: bool
) -> RuleResult:
    rule = entry.rule
    ran = [(trial, _found(trial, compiled)) for trial in entry.examples]
    about = [
        (trial, tuple(one for one in found if one.rule == rule.id))
        for trial, found in (*ran, *tests)
        if rule.id in trial.rules
    ]
    result = RuleResult(
        id=rule.id,
        location=entry.document.locate(("id",)),
        built_in=rule.built_in,
        examples=tuple(_result(trial, found) for trial, found in ran),
        fired=any(found for _, found in about),
    )
    if rule.built_in or not mutate:
        return result
    wanted = [(trial, _exact(found)) for trial, found in about if trial.case]
    tried = [(mutant, changed) for mutant, changed in _changed(entry, shelf.id)]
    left = [mutant for mutant, changed in tried if not _notices(wanted, changed)]
    survivors = tuple(Survivor(entry.document.locate(one.path, one.key), one.said) for one in left)
    return result._replace(noticed=len(tried) - len(left), survivors=survivors)


def _changed(entry: _Entry, pack: str) -> Iterator[tuple[Mutant, CompiledRule]]:
    """The mutants that are rules, each once."""
    stem = entry.document.source.path.rpartition(".")[0]
    seen = set()
    for mutant in mutants(entry.document):
        text = json.dumps(mutant.data)
        if text in seen:
            continue
        seen.add(text)
        try:
            document = parse(Source(f"{stem}.json", text))
            yield mutant, compile_rule(load_rule(document, pack), document)
        except UsageError:
            continue  # no rule: it would never have been loaded


def _notices(wanted: Sequence[tuple[Trial, frozenset[tuple[str, str]]]], changed: CompiledRule) -> bool:
    """Whether a changed rule gives other findings in any trial, or cannot be decided there."""
    for trial, exact in wanted:
        try:
            if trial.case and _exact(trial.case.ask((changed,))) != exact:
                return True
        except CheckError:
            return True
    return False


def _exact(found: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    return frozenset((str(one.subject), one.severity) for one in found)
