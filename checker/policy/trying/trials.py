"""Examples and tests of rules: a case, what was expected of it, and how what was found differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.errors import UsageError
from checker.core.finding import Finding
from checker.core.location import Location
from checker.core.rule import Rule
from checker.core.trial import Difference
from checker.documents.document import Document, Path
from checker.policy.load import check_document
from checker.policy.place import Place, suggest
from checker.policy.trying.cases import TODAY, Case, Reader, Unusable


class Expected(NamedTuple):
    """One finding that a trial expects; what is empty may be anything."""

    rule: str
    on: str
    location: Location
    severity: str = ""
    rating: str = ""
    line: int = 0
    column: int = 0
    message: str = ""

    def differs(self, found: Finding) -> tuple[str, ...]:
        """In what a finding of this rule on this subject is another than expected, in words."""
        stated = (
            ("severity", self.severity, found.severity),
            ("rating", self.rating, found.rating),
            ("line", self.line, found.location.line),
            ("column", self.column, found.location.column),
            ("message", self.message, found.message),
        )
        return tuple(f"{name} is '{is_}', not '{wanted}'" for name, wanted, is_ in stated if wanted and wanted != is_)


class Trial(NamedTuple):
    """An example of a rule or a test of a pack. Without a case ``broken`` says why; a built-in rule's example was
    ``read`` and nothing more."""

    kind: str
    """``fail``, ``pass`` or ``test``."""
    number: int
    """Of an example: from 0, among its kind."""
    name: str
    location: Location
    rules: tuple[str, ...]
    """The rules that it is about; findings of others do not matter."""
    case: Case | None
    expected: tuple[Expected, ...] | None
    """Exactly these; None: at least one."""
    read: tuple[Finding, ...] = ()
    broken: Difference | None = None
    params: Mapping[str, Mapping[str, Any]] = {}
    """Rule -> its params, where a test sets them."""

    def differences(self, found: Iterable[Finding]) -> tuple[Difference, ...]:
        """How what was found differs from what was expected."""
        if self.broken:
            return (self.broken,)
        if self.expected is None:
            nothing = (Difference(self.location, "expected a finding, got none"),)
            return () if any(True for _ in found) else nothing
        return tuple(_differences(self.expected, list(found), self.location))


def _differences(expected: tuple[Expected, ...], found: list[Finding], at: Location) -> Iterator[Difference]:
    """Missing, different and unexpected findings. Of several on one subject, each is paired with the nearest."""
    left = list(found)
    for wanted in expected:
        same = [one for one in left if (one.rule, str(one.subject)) == (wanted.rule, wanted.on)]
        if not same:
            yield Difference(wanted.location, f"missing: {wanted.rule} on {wanted.on}")
            continue
        nearest = min(same, key=lambda one: len(wanted.differs(one)))
        left.remove(nearest)
        if other := wanted.differs(nearest):
            yield Difference(wanted.location, f"{wanted.rule} on {wanted.on}: {'; '.join(other)}")
    for one in left:
        yield Difference(at, f"unexpected: {one.rule} on {one.subject} ({one.location}): {one.message}")


def examples_of(rule: Rule, document: Document, reader: Reader) -> Iterator[Trial]:
    """The trials that the examples of a rule are."""
    for kind in ("fail", "pass"):
        for number in range(len((rule.examples or {}).get(kind, ()))):
            yield _example(rule, document, kind, number, reader)


def _example(rule: Rule, document: Document, kind: str, number: int, reader: Reader) -> Trial:
    path: Path = ("examples", kind, number)
    example = (rule.examples or {})[kind][number]
    place = Place(document, path)
    name = f"{kind} example {number + 1}"
    expected = () if kind == "pass" else _subjects(rule, example.get("expect"), place)
    trial = Trial(kind, number, name, document.locate(path), (rule.id,), None, expected)
    try:
        if rule.built_in:
            return trial._replace(read=_reading(rule, document, path, reader))
        if rule.change and not {"base", "head"} <= set(example):
            message = "an example of a rule about changes has a model under 'base' and one under 'head'"
            raise Unusable(message, trial.location)
        head, base = ((*path, "head"), (*path, "base")) if rule.change else (path, None)
        case = reader.case(document, head, base, str(example.get("now", TODAY)))
    except Unusable as error:
        return trial._replace(broken=Difference(error.at, error.message))
    params = {rule.id: example["params"]} if "params" in example else {}
    return trial._replace(case=case, params=params)


def _subjects(rule: Rule, expect: list[Any] | None, place: Place) -> tuple[Expected, ...] | None:
    if expect is None:
        return None
    stated = (one if isinstance(one, dict) else {"on": one} for one in expect)
    return tuple(Expected(rule.id, location=place.at("expect", n).location, **one) for n, one in enumerate(stated))


def _reading(rule: Rule, document: Document, path: Path, reader: Reader) -> tuple[Finding, ...]:
    text = reader.text(document, path)
    if text is None:
        raise Unusable("an example of a built-in rule is a text under 'model'", document.locate(path))
    return tuple(finding for finding in reader.read(text).findings if finding.rule == rule.id)


def test_of(document: Document, rules: tuple[str, ...], reader: Reader) -> Trial:
    """The trial that a test file is; ``rules`` are the ids of its pack. Raises UsageError for a file that is wrong."""
    check_document(document, "policy-test", "this test")
    data, place = document.data, Place(document)
    about = tuple(data.get("rules", rules))
    for index, rule in enumerate(about):
        _known(rule, rules, place.at("rules", index))
    for rule in data.get("params", {}):
        _known(rule, about, place.at("params", rule), key=True)
    expected = []
    for index, one in enumerate(data["expect"]):
        at = place.at("expect", index)
        _known(one["rule"], about, at.at("rule"))
        expected.append(Expected(location=at.location, **one))
    try:
        base = ("base",) if "base" in data else None
        case = reader.case(document, ("model",), base, data.get("now", TODAY))
    except Unusable as error:
        raise UsageError(f"the model of this test cannot be used: {error.message}", error.at) from None
    params = data.get("params", {})
    return Trial("test", 0, data["name"], document.locate(("name",)), about, case, tuple(expected), params=params)


def _known(rule: str, rules: tuple[str, ...], place: Place, *, key: bool = False) -> None:
    if rule not in rules:
        place.fail(f"this test is not about a rule '{rule}'", suggest(rule, rules), key=key)
