"""Every rule there is to know: shipped packs, and the packs of the user. Files are read when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from checker.core.errors import UsageError
from checker.core.location import Location
from checker.core.rule import BUILT_IN, Pack, Rule
from checker.core.settings import Settings
from checker.documents.document import Document
from checker.policy.evaluate import CompiledRule
from checker.policy.load import check_params, compile_rule, load_rule, refuse_built_in
from checker.policy.place import Place, suggest
from checker.policy.shelf import Files, Read, Shelf, in_repository, on_disk, shipped


class Catalogue:
    """The rules by id. ``read``, ``files`` and ``links`` give those of the repository, for packs that live in it."""

    def __init__(self, read: Read, files: Files, links: Files = tuple) -> None:
        self._read = read
        self._files = files
        self._links = links
        self._own: dict[str, Shelf] = {}
        """Folder as the user named it -> its pack."""
        self._loaded: dict[str, tuple[Rule, Document]] = {}

    def rule(self, id: str) -> Rule:
        """The rule of that id, or that once had it, perhaps without examples. Raises UsageError for an unknown one."""
        return self._load(self.canonical(id))[0]

    def whole(self, id: str) -> Rule:
        """The same rule with its examples, its file checked from end to end."""
        return load_rule(self.file(id), self.canonical(id).partition("/")[0])

    def file(self, id: str) -> Document:
        """The file of the rule of that id, or that once had it. Raises UsageError for an unknown one."""
        known = self.canonical(id)
        shelf = self._shelf(known.partition("/")[0])
        return shelf.read(shelf.rules[known])

    def pack(self, id: str) -> Pack:
        """A pack with its rules. Raises UsageError for an unknown one."""
        if not self._has(id):
            raise UsageError(f"no policy pack is called '{id}'", hint=suggest(id, self._shelves()))
        shelf = self._shelf(id)
        return shelf.describe()._replace(rules=tuple(self._load(rule)[0] for rule in sorted(shelf.rules)))

    def canonical(self, id: str) -> str:
        """The id of a rule, given it or one of its aliases. Raises UsageError for an unknown one, with a suggestion."""
        pack = id.partition("/")[0]
        if self._has(pack) and id in self._shelf(pack).rules:
            return id
        for rule in [self._load(known)[0] for known in self.ids()]:
            if id in rule.aliases:
                return rule.id
        raise UsageError(f"no rule is called '{id}'", hint=suggest(id, self.ids()))

    def ids(self) -> tuple[str, ...]:
        """The id of every rule: of shipped packs, used or not, and of the packs opened so far."""
        return tuple(sorted(id for shelf in self._shelves().values() for id in shelf.rules))

    def rules(self, settings: Settings, policies: tuple[str, ...] = ()) -> list[Rule]:
        """The rules in use, sorted by id: those of the packs in use and the built-in ones."""
        chosen = {id for shelf in self._in_use(settings, policies) for id in shelf.rules}
        always = {id for pack in BUILT_IN if pack in self._shipped for id in self._shipped[pack].rules}
        found = (self._load(id)[0] for id in sorted(chosen | always))
        return [rule for rule in found if rule.always or rule.id in chosen]

    def compiled(self, settings: Settings, policies: tuple[str, ...] = ()) -> tuple[CompiledRule, ...]:
        """The rules of the packs in use, without those switched off, ready to be asked; sorted by id.

        ``policies`` are folders of further packs, anywhere on disk. Raises UsageError for a pack or rule that is wrong.
        """
        levels, params = dict(settings.levels), dict(settings.params)
        found = []
        for id in sorted({id for shelf in self._in_use(settings, policies) for id in shelf.rules}):
            if levels.get(id) != "off":
                rule, document = self._load(id)
                if not rule.built_in:
                    tried = rule.pack in self._shipped and id not in params
                    given = dict(params.get(id, ()))
                    found.append(compile_rule(rule, document, levels.get(id, ""), given, tried=tried))
        return tuple(found)

    def check(self, id: str, params: Mapping[str, Any], place: Place) -> None:
        """Raise UsageError, in the config at ``place``, for values of params that a rule cannot use."""
        rule, document = self._load(id)
        if rule.built_in and not rule.params:
            place.fail(f"'{id}' is found by code: it has no params", key=True)
        if rule.built_in:
            check_params(rule, document, params, place)
            return
        compile_rule(rule, document, given=params, config=place)

    def packs(self, settings: Settings, policies: tuple[str, ...] = ()) -> tuple[Pack, ...]:
        """The packs in use, without their rules; the built-in ones are not among them."""
        return tuple(shelf.describe() for shelf in self._in_use(settings, policies))

    def files(self) -> dict[str, Document]:
        """Rule id, or pack id, -> its file, for the packs of the repository that were opened."""
        shelves = [shelf for name, shelf in self._own.items() if name.startswith("./")]
        found = {id: self._load(id)[1] for shelf in shelves for id in shelf.rules}
        return {**found, **{shelf.id: shelf.read(shelf.pack) for shelf in shelves}}

    def open(self, name: str) -> str:
        """Make a pack known by its shipped id or its folder (``./…``); its id. Raises UsageError."""
        if not name.startswith("./"):
            if name not in self._shipped:
                hint = suggest(name, self._shipped)
                raise UsageError(
                    f"no shipped pack is called '{name}'", hint=f"{hint} A folder of your own starts with ./"
                )
            return name
        if name not in self._own:
            self._add(name, in_repository(name, self._read, self._files, self._links))
        return self._own[name].id

    @cached_property
    def _shipped(self) -> Mapping[str, Shelf]:
        return shipped()

    def _add(self, name: str, shelf: Shelf) -> None:
        if self._has(shelf.id):
            hint = "give one of them another id: it is the first part of its rules' ids"
            raise UsageError(f"two packs are called '{shelf.id}'", Location(shelf.pack), hint)
        self._own[name] = shelf

    def _shelves(self) -> dict[str, Shelf]:
        """All of them, which lists the files of every pack."""
        return {**self._shipped, **{shelf.id: shelf for shelf in self._own.values()}}

    def _has(self, pack: str) -> bool:
        return pack in self._shipped or any(shelf.id == pack for shelf in self._own.values())

    def _shelf(self, pack: str) -> Shelf:
        """One pack that is there."""
        own = (shelf for shelf in self._own.values() if shelf.id == pack)
        return next(own, None) or self._shipped[pack]

    def _in_use(self, settings: Settings, policies: tuple[str, ...]) -> list[Shelf]:
        for folder in policies:
            if f"{folder}/" not in self._own:
                self._add(f"{folder}/", on_disk(folder))
        chosen = {self.open(name) for name in settings.packs} | {self._own[f"{folder}/"].id for folder in policies}
        return [self._shelf(id) for id in sorted(chosen)]

    def _load(self, id: str) -> tuple[Rule, Document]:
        """A rule, perhaps without its examples, and its document. Kept."""
        if id not in self._loaded:
            pack, _, _ = id.partition("/")
            shelf = self._shelf(pack)
            document = shelf.lean(shelf.rules[id])
            rule = load_rule(document, pack, shipped=pack in self._shipped)
            if rule.built_in and pack not in self._shipped:
                refuse_built_in(document)
            self._loaded[id] = (rule, document)
        return self._loaded[id]
