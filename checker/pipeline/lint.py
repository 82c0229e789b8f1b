"""Everything wrong with the files of a pack, and what could be better."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.core.errors import CheckError, UsageError
from checker.core.location import Location
from checker.core.rule import Rule
from checker.documents.document import Document
from checker.documents.schema import validate
from checker.knowledge.lookup import resolve
from checker.pipeline.packs import test
from checker.policy.load import compile_rule, load_rule
from checker.policy.shelf import Shelf, shipped
from checker.policy.trying.skeleton import TODO


class Remark(NamedTuple):
    """One thing to say about a file. ``wrong``: it keeps the pack from being used."""

    location: Location
    message: str
    hint: str = ""
    wrong: bool = True


def lint_pack(shelf: Shelf) -> Iterator[Remark]:
    """Every remark about the files of a pack, by file and place."""
    taken = (id for other in shipped().values() if other.id != shelf.id for id in other.rules)
    names: dict[str, str] = dict.fromkeys((*taken, *shelf.rules), "")
    for _, path in sorted(shelf.rules.items()):
        yield from sorted(_rule_file(shelf, path, names), key=lambda remark: remark.location)
    for path in shelf.tests:
        try:
            test(shelf, path)
        except CheckError as error:
            yield _wrong(error)


def _rule_file(shelf: Shelf, path: str, names: dict[str, str]) -> Iterator[Remark]:
    try:
        document = shelf.read(path)
    except CheckError as error:
        yield _wrong(error)
        return
    problems = document.problems or validate(document, "rule")
    if problems:
        yield from (Remark(problem.location, problem.message) for problem in problems)
        return
    try:
        rule = load_rule(document, shelf.id)
    except CheckError as error:
        yield _wrong(error)
        return
    if not rule.built_in:
        yield from dict.fromkeys(_mistakes(rule, document))
    yield from _style(rule, document, names)


def _mistakes(rule: Rule, document: Document) -> Iterator[Remark]:
    """What keeps a rule from being compiled: where there is something, every entry of it is tried alone as well."""
    try:
        compile_rule(rule, document)
    except CheckError as error:
        yield _wrong(error)
        params = document.data.get("params", {})
        declared = [document.locate(("params", name), key=key) for name in params for key in (False, True)]
        for alone in _alone(rule):
            try:
                compile_rule(alone, document)
            except UsageError as other:
                if other.at not in declared:  # a param that only another entry uses
                    yield _wrong(other)


def _alone(rule: Rule) -> Iterator[Rule]:
    """The rule with one entry of ``when`` or ``assert``, or its message, and nothing else."""
    bare = rule._replace(when=None, require=None, message="", changed_fields=())
    yield from (bare._replace(when=entry) for entry in _entries(rule.when))
    yield from (bare._replace(require=entry) for entry in _entries(rule.require))
    yield bare._replace(message=rule.message)
    yield bare._replace(changed_fields=rule.changed_fields)


def _entries(matcher: Any) -> list[Any]:
    return [{key: value} for key, value in matcher.items()] if isinstance(matcher, dict) else [matcher]


def _style(rule: Rule, document: Document, names: dict[str, str]) -> Iterator[Remark]:
    """What could be better. ``names``: the ids that are taken, and the aliases seen so far with the rules they name."""

    def at(*path: str | int) -> Location:
        return document.locate(path)

    def better(message: str, location: Location, hint: str = "") -> Remark:
        return Remark(location, message, hint, wrong=False)

    examples = rule.examples or {}
    for kind in () if rule.built_in else ("fail", "pass"):
        if not examples.get(kind):
            yield better(f"there is no example that should {kind}", at("examples"), "threatgate test runs them")
    for number, example in enumerate(examples.get("fail", ())):
        if "expect" not in example and not rule.built_in:
            yield better("this example does not say what is found", at("examples", "fail", number), "add 'expect'")
    yield from _references(rule, document)
    if rule.title.rstrip().endswith("."):
        yield better("a title has no full stop", at("title"))
    if not rule.built_in and "{" not in rule.message:
        yield better("the message names nothing of the element", at("message"), "such as '{self.id}'")
    for key in ("title", "why", "fix"):
        if TODO in str(document.data[key]):
            yield better(f"'{key}' is still to be filled in", at(key))
    for index, alias in enumerate(rule.aliases):
        if alias in names:
            yield Remark(at("aliases", index), f"'{alias}' is the name of {names[alias] or 'another rule'} already")
        names[alias] = rule.id


def _references(rule: Rule, document: Document) -> Iterator[Remark]:
    if not rule.refs and not rule.built_in:
        hint = "such as refs: [stride:I, cwe:CWE-319]"
        yield Remark(document.locate(("refs",)), "it cites no threat library", hint, wrong=False)
    for index, reference in enumerate(rule.refs):
        if why := _doubt(reference):
            hint = "threatgate knowledge search WORD finds what is meant"
            yield Remark(document.locate(("refs", index)), f"'{reference}' {why}", hint, wrong=False)


def _doubt(reference: str) -> str:
    """What is wrong with a reference to a threat library that ships, in words that follow it; empty where nothing."""
    answer = resolve(reference)
    if answer.problem in ("unknown", "ambiguous"):
        return "leads to no entry" if answer.problem == "unknown" else "may mean several entries"
    return "leads to a retired entry" if answer.entry and answer.entry.retired else ""


def _wrong(error: CheckError) -> Remark:
    return Remark(error.at or Location(""), error.message, error.hint)
