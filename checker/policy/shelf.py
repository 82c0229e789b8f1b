"""Where the files of packs are: shipped, in the user's repository, or in a folder named on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from posixpath import basename, normpath
from typing import NamedTuple

from checker.core.errors import InputError, UsageError
from checker.core.location import Location
from checker.core.rule import Pack
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.resources import resource
from checker.documents.worktree import WorkTree
from checker.policy.load import load_pack

Read = Callable[[str], Document]
"""A path -> its parsed document. Raises InputError where there is no such file."""

Paths = tuple[str, ...]

Files = Callable[[], Paths]
"""Every path that can be read, or every link and its like, which cannot."""

PACK = "pack.yaml"
_RULES = (".yaml", ".yml", ".json")
_TESTS = (".test.yaml", ".test.yml", ".test.json")
_MODELS = (".model.yaml", ".model.yml", ".model.json")
"""What tests read: not named as a model of the repository, which a check would find."""


class Shelf(NamedTuple):
    """One pack that was found: how to read its files, and rule id -> the path of its file."""

    id: str
    read: Read
    pack: str
    """Path of the pack's own file."""
    rules: dict[str, str]
    lean: Read
    """Like ``read``, but may leave the examples of a rule out."""
    tests: tuple[str, ...] = ()
    """The paths of the pack's tests."""

    def describe(self) -> Pack:
        """What the pack's file says of it. Raises UsageError."""
        pack = load_pack(self.read(self.pack))
        if pack.id != self.id:
            raise UsageError(f"the pack in this folder is called '{self.id}', not '{pack.id}'", Location(self.pack))
        return pack


class Shipped(Mapping[str, Shelf]):
    """Every shipped pack, by id. The files of one are listed when it is asked for: few packs are in use."""

    def __init__(self) -> None:
        self._root = resource("policies")
        self._ids = tuple(sorted(path.parent.name for path in self._root.glob(f"*/{PACK}")))
        self._found: dict[str, Shelf] = {}

    def __getitem__(self, id: str) -> Shelf:
        if id not in self._found:
            if id not in self:
                raise KeyError(id)
            self._found[id] = self._shelf(id)
        return self._found[id]

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def _shelf(self, id: str) -> Shelf:
        tree, shown = WorkTree(self._root / id), f"policies/{id}/"
        paths, read = tree.files(), _reader(tree, shown)
        return Shelf(id, read, PACK, _rules(id, "", paths), _reader(tree, shown, without_examples), _tests("", paths))


@cache
def shipped() -> Mapping[str, Shelf]:
    """Every shipped pack, by id. No file is read yet."""
    return Shipped()


def in_repository(folder: str, read: Read, files: Files, links: Files) -> Shelf:
    """The pack in a folder of the repository (``./policies/ours``). Raises UsageError where it holds none."""
    inside = normpath(folder)
    if inside.startswith(("../", "/")) or inside in (".", ".."):
        raise UsageError(
            f"the pack folder '{folder}' is not a folder inside the repository", hint="write ./policies/ours"
        )
    return _own(folder, f"{inside}/", read, (files(), links()))


def on_disk(folder: str) -> Shelf:
    """The pack in any folder, as named on the command line. Raises UsageError where it holds none."""
    if not Path(folder).is_dir():
        raise UsageError(f"there is no folder '{folder}' to read policies from")
    tree, shown = WorkTree(Path(folder)), f"{folder.rstrip('/')}/"
    return _own(folder, "", _reader(tree, shown), (tree.files(), tree.links()), shown)


def _own(folder: str, inside: str, read: Read, listed: tuple[Paths, Paths], shown: str = "") -> Shelf:
    """The pack in a folder; ``listed`` are files and links, ``shown`` stands before their paths in messages."""
    paths, links = listed
    if f"{inside}{PACK}" not in paths:
        raise UsageError(
            f"the folder '{folder}' is no policy pack: it has no {PACK}",
            hint=f"add {PACK} with id, title, version and licence; see docs/reference/policy-format.md",
        )
    for path in links:
        if path.startswith(inside):
            message = "it is a link or no file at all, and what a pack says there would be left out"
            raise UsageError(message, Location(f"{shown}{path}"), "put the file itself here, or take it away")
    id = load_pack(read(f"{inside}{PACK}")).id
    return Shelf(id, read, f"{inside}{PACK}", _rules(id, inside, paths, shown), read, _tests(inside, paths))


def without_examples(text: str) -> str:
    """The text of a rule file up to its examples, which are two thirds of it, where they are the last thing in it."""
    rest, _, examples = text.partition("\nexamples:\n")
    inside = all(line.startswith((" ", "#")) or not line for line in examples.split("\n"))
    return f"{rest}\n" if examples and inside else text


def _reader(tree: WorkTree, folder: str, cut: Callable[[str], str] = str) -> Read:
    """Reads from a folder of its own; messages name its files with ``folder`` before them."""

    def read(path: str) -> Document:
        try:
            text = tree.read(path).text
        except InputError as error:
            at = error.at or Location(path)
            raise UsageError(error.message, at._replace(path=f"{folder}{at.path}"), error.hint) from None
        try:
            return parse(Source(f"{folder}{path}", cut(text)))
        except InputError as error:
            raise UsageError(error.message, error.at, error.hint) from None

    return read


def _tests(inside: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(path for path in paths if path.startswith(inside) and path.endswith(_TESTS))


def _rules(pack: str, inside: str, paths: Paths, shown: str = "") -> dict[str, str]:
    """Rule id -> path of every rule file below a pack's folder: the file's name is the rule's name."""
    found: dict[str, str] = {}
    for path in paths:
        if (
            path.startswith(inside)
            and path.endswith(_RULES)
            and not path.endswith((*_TESTS, *_MODELS))
            and path != f"{inside}{PACK}"
        ):
            at = Location(f"{shown}{path}")
            if basename(path) == PACK:
                raise UsageError(
                    "a pack cannot lie inside another", at, f"move it beside '{pack}', or remove this file"
                )
            id = f"{pack}/{basename(path).rpartition('.')[0]}"
            if id in found:
                raise UsageError(f"the rule '{id}' is in two files: {shown}{found[id]} and {at.path}", at)
            found[id] = path
    return found
