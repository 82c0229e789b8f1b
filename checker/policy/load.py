"""From a rule file to a rule, and from a rule to one that can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import basename
from typing import Any, NamedTuple, NoReturn

from checker.core.errors import UsageError
from checker.core.location import Location
from checker.core.rule import BUILT_IN, Pack, Rule
from checker.documents.document import Document
from checker.documents.schema import validate
from checker.policy.clauses import Clause, cost, every
from checker.policy.evaluate import CompiledRule
from checker.policy.matchers import Scope, compile_matcher
from checker.policy.messages import compile_message
from checker.policy.params import read_params
from checker.policy.paths import resolve
from checker.policy.place import Place
from checker.policy.reach import compile_reach, parts_of, placeholder
from checker.policy.severity import compile_grading, conditions, in_words, severities
from checker.policy.views import FOLLOWING, VIEWS


def check_document(document: Document, schema: str, what: str) -> None:
    """Raise the UsageError for the first thing wrong in a file of the user, and say how many more there are."""
    problems = document.problems or validate(document, schema)
    if problems:
        others = len(problems) - 1
        more = f" (and {others} more in this file)" if others else ""
        raise UsageError(f"{what} cannot be used: {problems[0].message}{more}", problems[0].location)


def load_rule(document: Document, pack: str, *, shipped: bool = False) -> Rule:
    """The rule that a file holds. Raises UsageError, with the place, for anything wrong with it.

    A ``shipped`` one is not held against its schema: our tests did that, and each check would pay for it.
    """
    if not shipped:
        check_document(document, "rule", "this rule")
    data, place = document.data, Place(document)
    stem = basename(document.source.path).rpartition(".")[0]
    if data["id"] != f"{pack}/{stem}":
        place.at("id").fail(f"the rule in this file is called '{pack}/{stem}'", "the file's name is the rule's name")
    rule = _rule(data)
    if rule.built_in:
        _check_built_in(rule, place)
    elif rule.path is not None:
        _check_way(place)
    else:
        _check_body(rule, place)
    return rule


def refuse_built_in(document: Document) -> NoReturn:
    """Raise UsageError for a rule of the user that says that code finds it."""
    at = document.locate(("built_in",), key=True)
    raise UsageError("only a shipped rule can be built in: no code finds this one", at, "write 'each:'")


def _check_built_in(rule: Rule, place: Place) -> None:
    lacks = (*_BODY, "params", "path") if rule.pack in BUILT_IN else (*_BODY, "path")
    for key in lacks:
        if key in place.document.data:
            place.at(key).fail(f"a built-in rule is found by code: it has no '{key}'", key=True)
    if rule.grading is not None:
        place.at("severity").fail("a built-in rule is found by code: its severity is one word")
    check_params(rule, place.document)


def check_params(
    rule: Rule, document: Document, given: Mapping[str, Any] | None = None, config: Place | None = None
) -> None:
    """Raise UsageError for params of a rule found by code that are wrong, or for values of them in the config."""
    place = Place(document).at("params")
    read_params(rule.params, place, rule.id, given or {}, config or place)


def _check_way(place: Place) -> None:
    for key in _BODY:
        if key in place.document.data:
            hint = "a rule looks at elements one by one, or at the ways between components"
            place.at(key).fail(f"'path' stands alone: this rule has '{key}' too", hint, key=True)


def _check_body(rule: Rule, place: Place) -> None:
    if not rule.each:
        place.fail("this rule does not say what it looks at", f"add 'each:' with one of: {', '.join(_EACH)}")
    if rule.when is None and rule.require is None and not rule.change:
        place.fail("this rule asks nothing", "add 'when:', 'assert:' or both")
    if rule.change and rule.each in FOLLOWING:
        place.at("change").fail(f"a {rule.each} is no element of a model, so it has no change", key=True)
    if rule.changed_fields and not rule.change:
        place.at("changed_fields").fail("'changed_fields' goes with 'change'", "add 'change: [changed]'", key=True)


def compile_rule(
    rule: Rule,
    document: Document,
    severity: str = "",
    given: Mapping[str, Any] | None = None,
    config: Place | None = None,
    *,
    tried: bool = False,
) -> CompiledRule:
    """Make a rule ready to be asked. Raises UsageError, with the place and a suggestion, for a name that is unknown.

    ``severity`` and ``given`` are the level and the values of params that the config sets, ``config`` the place where
    it does the latter. A rule that was ``tried`` before, as the shipped ones are by our tests, is not searched for
    conditions that make no sense.
    """
    place = Place(document)
    params = read_params(rule.params, place.at("params"), rule.id, given or {}, config or place.at("params"))
    scope = Scope(VIEWS[rule.each or "component"], bool(rule.change), params)
    written = {"when": rule.when, "assert": rule.require, "severity": rule.grading, "path": rule.path}
    body = _Body(*(params.fill(part, place.at(key)) for key, part in written.items()))
    compiled = _compile_body(rule, body, scope, place)
    if not tried:
        _refuse_nonsense(body, scope)
    params.refuse_unused(place.at("params"))
    return compiled._replace(severity=severity, grading=None) if severity else compiled


_Part = tuple[Any, Place]
"""A part of a rule's body, with the values of its params, and its place."""


class _Body(NamedTuple):
    """What a rule asks, as its file says it."""

    when: _Part
    require: _Part
    severity: _Part
    path: _Part


def _compile_body(rule: Rule, body: _Body, scope: Scope, place: Place) -> CompiledRule:
    when, clauses = _compiled(*body.when, scope), _compiled(*body.require, scope)
    grading = compile_grading(body.severity[0], scope, body.severity[1]) if rule.grading is not None else None
    reach = compile_reach(body.path[0], scope, body.path[1]) if rule.path is not None else None
    words, fields = place._replace(path=("message",), names_in_value=True), place.at("changed_fields")
    return CompiledRule(
        rule=rule,
        severity=rule.severity,
        view=scope.view,
        when=_test(when),
        require=_test(clauses),
        clauses=clauses,
        message=compile_message(rule.message or rule.title, scope, words, placeholder if reach else None),
        changed=tuple(
            resolve(name, scope.view, fields.at(index), changes=False) for index, name in enumerate(rule.changed_fields)
        ),
        reach=reach,
        grading=grading,
        at=Location(place.document.source.path),
        cost=cost((*when, *clauses)),
    )


def _compiled(matcher: Any, place: Place, scope: Scope) -> tuple[Clause, ...]:
    return compile_matcher(matcher, scope, place) if matcher is not None else ()


def _refuse_nonsense(body: _Body, scope: Scope) -> None:
    """Raise UsageError for a condition that can never hold, or that always does."""
    from checker.policy.contradictions import Reader

    reader = Reader(scope)
    known = reader.read(*body.when, {})
    for matcher, place in (body.require, *conditions(*body.severity)):
        reader.read(matcher, place, known)
    path, place = body.path
    for matcher, inner, at in parts_of(path or {}, scope, place):
        Reader(inner).read(matcher, at, {})


def load_pack(document: Document) -> Pack:
    """What a pack's own file says, without its rules. Raises UsageError for anything wrong with it."""
    check_document(document, "pack", "this pack")
    data = document.data
    return Pack(data["id"], data["title"], data["version"], data["licence"], data.get("description", ""))


_BODY = ("each", "when", "assert", "change", "changed_fields")
_EACH = (*(name for name, view in VIEWS.items() if view.each and name not in FOLLOWING), *FOLLOWING)


def _test(clauses: tuple[Clause, ...]) -> Any:
    return every(clauses) if clauses else None


def _rule(data: dict[str, Any]) -> Rule:
    return Rule(
        id=data["id"],
        title=data["title"],
        severity=severities(data["severity"])[-1],
        why=data["why"],
        fix=data["fix"]["text"],
        message=data.get("message", ""),
        effort=data["fix"].get("effort", ""),
        confidence=data.get("confidence", "high"),
        refs=tuple(data.get("refs", ())),
        tags=tuple(data.get("tags", ())),
        aliases=tuple(data.get("aliases", ())),
        since=data.get("since", ""),
        each=data.get("each", ""),
        when=data.get("when"),
        require=data.get("assert"),
        path=data.get("path"),
        change=tuple(data.get("change", ())),
        changed_fields=tuple(data.get("changed_fields", ())),
        examples=data.get("examples"),
        built_in=data.get("built_in", False),
        params=data.get("params"),
        **_graded(data["severity"]),
    )


def _graded(severity: Any) -> dict[str, Any]:
    """What a rule says of a severity that depends on the element."""
    if isinstance(severity, str):
        return {}
    return {"grading": severity, "severity_by": in_words(severity), "least": severities(severity)[0]}
