"""A mistake in an expression is an error when the rule loads: at its column, with a way out; never "no finding"."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.core.errors import UsageError
from checker.policy.cel.expression import compile_condition, compile_number, params_in
from checker.policy.matchers import Scope
from checker.policy.place import Place
from checker.policy.views import VIEWS
from tests.policy.asking import document, rule


def mistake(each: str, text: str, more: str = "") -> UsageError:
    with pytest.raises(UsageError) as raised:
        rule(f"each: {each}\n{more}assert: {json.dumps(text, ensure_ascii=False)}\n")
    assert raised.value.exit_code == 2
    return raised.value


@pytest.mark.parametrize(
    ("each", "text", "about", "message", "hint"),
    [
        (
            "flow",
            "self.encrypton == 'tls'",
            "encrypton",
            "a flow has no field 'encrypton'",
            "did you mean 'encryption'?",
        ),
        ("flow", "self.from.bondary.id == 'x'", "bondary", "a component has no field 'bondary'", "'boundary'"),
        ("flow", "self.owner == 'x'", "owner", "a flow has no field 'owner'", "choose from"),
        ("flow", "self.old.id == 'x'", "old", "a flow has no field 'old'", "write old.field"),
        ("flow", "encryption == 'tls'", "encryption", "no variable is called 'encryption'", "did you mean 'self.encry"),
        ("flow", "slef.crosses", "slef", "no variable is called 'slef'", "did you mean 'self'?"),
        ("flow", "self.encryption == 'tsl'", "'tsl'", "no known 'encryption' is called 'tsl'", "did you mean 'tls'?"),
        ("flow", "self.encryption != 'tsl'", "'tsl'", "is called 'tsl'", "did you mean 'tls'?"),
        ("flow", "'tsl' == self.encryption", "'tsl'", "is called 'tsl'", "did you mean 'tls'?"),
        ("flow", "self.encryption in ['tls', 'tsl']", "'tsl'", "is called 'tsl'", "did you mean 'tls'?"),
        ("flow", "self.direction == 'inwards'", "'inwards'", "'direction' is never 'inwards'", "'inward'?"),
        ("component", "'intrnal' in self.boundaries.map(b, b.trust)", "'intrnal'", "never 'intrnal'", "'internal'?"),
        ("component", "self.boundaries.map(b, b.trust) == ['intrnal']", "'intrnal'", "never 'intrnal'", ""),
        ("component", "self.trust in ['partner'] + ['intrnal']", "'intrnal'", "never 'intrnal'", ""),
        ("component", "self.trust == (self.encrypted ? 'partner' : 'intrnal')", "'intrnal'", "never 'intrnal'", ""),
        ("component", "self.threats.exists(t, t.status == 'done')", "'done'", "'status' is never 'done'", ""),
        ("component", "self.trust.at_least('top')", "'top'", "'trust' is never 'top'", "choose from"),
        ("component", "self.type.at_least('service')", "at_least", "words with an order, not of a word", ""),
        ("component", "self.owner.at_most('x')", "at_most", "words with an order, not of a text", ""),
        ("component", "self.trust.at_least(self.id)", "self.id", "a text that stands in the rule", ""),
        ("component", "self.trust < 'internal'", "<", "compares words as texts", "write .at_most('…')"),
        ("component", "self.trust >= 'internal'", ">=", "compares words as texts", "write .at_least('…')"),
        ("component", "self.type > 'a'", ">", "they have no order", "write == or in"),
        ("component", "self.owner == ''", "''", "'owner' is never an empty text", "ask !has(…)"),
        ("component", "self.owner == null", "==", "a text and null are never equal", "!has(…)"),
        ("component", "self.owner == 3", "==", "a text and a whole number are never equal", ""),
        ("component", "self.encrypted == 'true'", "==", "true or false and a text are never equal", ""),
        ("component", "self.owner", "self.owner", "something true or false belongs here, and this is a text", "has(…)"),
        ("component", "size(self.tags)", "size(self.tags)", "this is a whole number", ""),
        ("component", "self.encrypted && self.owner", "self.owner", "a text stands where", "has(…)"),
        ("component", "self.encrypted || self.threats", "self.threats", "a list of threats stands", "size(list) > 0"),
        ("component", "!self.owner", "self.owner", "a text stands where", "has(…)"),
        (
            "component",
            "self.threats.status == 'accepted'",
            "status",
            "a list has no field 'status'",
            ".exists(x, x.status",
        ),
        ("component", "self.owner.name == 'x'", "name", "a text has no fields", ""),
        ("component", "self.threats.exists(t, t.statu == 'x')", "statu", "a threat has no field 'statu'", "'status'?"),
        ("component", "self.threats.exists(self, self.id == 'x')", "self", "takes a new name", "such as x"),
        ("component", "self.threats.exists(t)", "exists", "takes a variable and a condition", "list.exists(x, …)"),
        ("component", "self.threats.exist(t, t.id == 'x')", "exist", "no function is called 'exist'", "'exists'?"),
        ("component", "self.owner.exists(t, t == 'x')", "exists", "asked of a list, not of a text", ""),
        ("component", "self.threats.all(t, t.owner)", "t.owner", "a text stands where", ""),
        ("component", "self.tags.contains('x')", "contains", "takes a text and a text, not a list", "x in list"),
        ("component", "'x' in self.owner", "self.owner", "'in' looks into a list, not into a text", "x.contains(y)"),
        ("component", "self.owner.size('x') > 0", "size", "'size' takes a text or a list", ""),
        ("component", "contains(self.owner, 'x')", "contains", "written in another way", "write x.contains(…)"),
        ("component", "self.owner.int() > 0", "int", "written in another way", "write int(x)"),
        (
            "component",
            "self.boundary == self.boundary.parent",
            "==",
            "elements are not compared as a whole",
            "x.id == y.id",
        ),
        ("component", "self.threats.distinct() == []", "distinct", "not asked of elements", ".map(x, x.id)"),
        ("component", "dyn(self.tags).distinct() == []", "distinct", "asked of lists of texts", ""),
        (
            "component",
            "[self, self.boundary] == []",
            "self.boundary",
            "a boundary cannot be in one list with a comp",
            "",
        ),
        ("component", "size(self.tags) + 1.5 > 2.0", "+", "'+' does not take a whole number and", "double(x)"),
        ("component", "size(self.tags) == 1.5", "==", "are never equal", ""),
        ("component", "self.tags < self.tags", "<", "does not compare a list of texts with", ""),
        ("component", "-self.owner == 'x'", "-", "'-' does not take a text", ""),
        ("component", "self.tags['a'] == 'x'", "'a'", "an index is a whole number, not a text", ""),
        ("component", "self.owner[0] == 'x'", "self.owner", "only a list has an index", ""),
        ("component", "(self.encrypted ? 1 : 'a') == 1", "?", "one branch is a whole number, the other a text", ""),
        ("component", "old.owner == 'x'", "old", "only rules with 'change' have it", ""),
        ("component", "params.days > 3", "days", "this rule has no param 'days'", "declare it under 'params:'"),
        ("component", "size(params) > 3", "params", "'params' is no value of its own", "write params.name"),
        ("component", "has(self)", "has(self)", "has() takes one field", ""),
        ("component", "self.in_scope and self.encrypted", "and", "'and' stands where", "write &&"),
        ("component", "self.owner = 'x'", "=", "'=' has no meaning", "write =="),
        ("component", "self.owner == 'x", "'", "this text has no end", "close it with '"),
        ("component", "self.owner == 'x' self.in_scope", "self", "'self' stands where an operator or the end", ""),
        ("component", "self.owner == '\\q'", "\\q", "'\\q' is no escape", "\\\\"),
        ("component", "if == 1", "if", "'if' is a word that CEL reserves", ""),
        ("component", "size(self.tags,) > 1", ",", "something belongs after this comma", ""),
        ("component", "self.2 == 1", ".2", "'.2' stands where", ""),
        ("component", "size(self.tags) > 9223372036854775808", "9223372036854775808", "more than 64 bits", ""),
        ("component", "size(self.tags) > 1x", "x", "a number ends at 'x'", ""),
    ],
)
def test_mistake_is_told_at_its_column(each: str, text: str, about: str, message: str, hint: str) -> None:
    error = mistake(each, text)
    assert message in error.message
    assert hint in error.hint
    written = json.dumps(text)
    columns = {written.replace(json.dumps(about)[1:-1], "\0" * len(json.dumps(about)[1:-1])).find("\0")}
    columns |= {at for at in range(len(written)) if written.startswith(json.dumps(about)[1:-1], at)}
    assert error.at is not None
    assert (error.at.path, error.at.line) == ("policies/ours/rule.yaml", 7)
    assert error.at.column - 9 in columns
    assert error.at.end_column - error.at.column == len(json.dumps(about)[1:-1])


@pytest.mark.parametrize(
    ("each", "text", "about", "message", "hint"),
    [
        ("component", "true", "true", "this is the same whatever is asked", ""),
        ("component", "true || self.encrypted", "true", "this is the same whatever is asked", "leave it out"),
        ("component", "self.encrypted && 1 < 2", "1 < 2", "this is the same whatever is asked", ""),
        ("component", "self.threats.exists(t, true)", "true", "this is the same whatever is asked", ""),
        ("component", "'a' == 'a' ? self.encrypted : false", "'a' == 'a'", "this is the same whatever is asked", ""),
        (
            "component",
            "self.trust == 'internal' && self.encrypted && self.trust == 'partner'",
            "self.trust == 'partner'",
            "'self.trust' is never all of this",
            "is || meant?",
        ),
        (
            "component",
            "self.trust != 'internal' || self.trust != 'partner'",
            "self.trust != 'partner'",
            "'self.trust' is always one of this",
            "is && meant?",
        ),
        ("component", "self.owner == 'a' && self.owner == 'b'", "self.owner == 'b'", "never all of this", ""),
        ("component", "self.owner in ['a'] && self.owner != 'a'", "self.owner != 'a'", "never all of this", ""),
        ("component", "self.owner != 'a' || self.owner == 'a'", "self.owner == 'a'", "always one of this", ""),
        ("component", "self.encrypted && !self.encrypted", "!self.encrypted", "never all of this", ""),
        (
            "component",
            "self.trust.at_least('restricted') && self.trust.at_most('internal')",
            "self.trust.at_most('internal')",
            "never all of this",
            "",
        ),
        ("component", "self.type == 'DB' && self.type != 'database'", "self.type != 'database'", "never all", ""),
        (
            "component",
            "self.trust in ['internal'] && !(self.trust == 'internal')",
            "!(self.trust == 'internal')",
            "never",
            "",
        ),
        (
            "component",
            "self.trust.at_least('untrusted')",
            "self.trust.at_least('untrusted')",
            "always so where it is",
            "",
        ),
        ("component", "self.trust in []", "self.trust in []", "'self.trust' is never so", ""),
        (
            "component",
            "self.threats.exists(t, t.status == 'accepted' && t.status == 'mitigated')",
            "t.status == 'mitigated'",
            "'t.status' is never all of this",
            "",
        ),
    ],
)
def test_a_condition_that_says_nothing_is_an_error(each: str, text: str, about: str, message: str, hint: str) -> None:
    error = mistake(each, text)
    assert message in error.message
    assert hint in error.hint
    assert error.at is not None
    assert error.at.column == 10 + text.rindex(about)
    assert error.at.end_column == error.at.column + len(about)


@pytest.mark.parametrize(
    "text",
    [
        "self.trust == 'internal' || self.trust == 'partner'",
        "self.trust != 'internal' && self.trust != 'partner'",
        "self.threats.exists(t, t.status == 'accepted') && self.threats.exists(t, t.status == 'mitigated')",
        "self.encrypted ? true : has(self.owner)",
        "self.owner == 'a' || self.owner != 'b'",
        "self.boundary.trust == 'internal' && self.trust == 'partner'",
        "[1, 2].exists(n, n == size(self.tags))",
    ],
)
def test_conditions_that_only_look_alike_are_fine(text: str) -> None:
    rule(f"each: component\nassert: {json.dumps(text)}\n")


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("self.trust == 'x'", "7:23"),
        ("'self.trust == ''x'''", "7:24"),
        ("\"self.trust == 'x'\"", "7:24"),
        ('"self.trust == \\"x\\""', "7:24"),
        ("\"self.owner == '\\u00e9' && self.trust == 'x'\"", "7:50"),
        ("{any_of: [self.encrypted, \"self.trust == 'x'\"]}", "7:50"),
        ("{threats: {any: self.statu}}", "7:30"),
        ("{all_of: [{not: self.encrypted}, self.nam]}", "7:47"),
    ],
)
def test_the_column_is_that_of_the_file_however_the_text_is_quoted(written: str, place: str) -> None:
    with pytest.raises(UsageError) as raised:
        rule(f"each: component\nassert: {written}\n")
    assert str(raised.value.at) == f"policies/ours/rule.yaml:{place}"


@pytest.mark.parametrize("style", ["|", ">", "|-"])
def test_in_a_text_over_several_lines_the_message_says_where(style: str) -> None:
    with pytest.raises(UsageError) as raised:
        rule(f"each: component\nassert: {style}\n  self.encrypted &&\n  self.trust == 'x'\n")
    line, character = (1, 33) if style == ">" else (2, 15)
    assert f"(character {character} of line {line} of the expression, at ''x'')" in raised.value.message
    assert str(raised.value.at) == "policies/ours/rule.yaml:7:9"


def scope(**params: tuple[str, Any]) -> Scope:
    return Scope(VIEWS["component"], False, params)


def test_params_have_the_type_that_the_rule_gives_them() -> None:
    place = Place(document("each: component\nassert: x\n"), ("assert",))
    compile_condition("size(self.threats) > params.n", scope(n=("integer", 3)), place)
    compile_condition("double(size(self.threats)) > params.n", scope(n=("number", 3)), place)
    compile_condition("self.trust in params.some", scope(some=("array", ["internal"])), place)
    for params, text, message in (
        (scope(n=("string", "3")), "size(self.threats) > params.n", "'>' does not compare a whole number with a text"),
        (scope(n=("boolean", True)), "params.m", "this rule has no param 'm'"),
        (scope(some=("array", ["intrnal"])), "self.trust in params.some", "'trust' is never 'intrnal'"),
        (scope(word=("string", "intrnal")), "self.trust == params.word", "'trust' is never 'intrnal'"),
        (scope(word=("string", "intrnal")), "self.trust.at_least(params.word)", "'trust' is never 'intrnal'"),
    ):
        with pytest.raises(UsageError, match=message):
            compile_condition(text, params, place)


def test_the_params_of_an_expression_are_known_before_it_is_compiled() -> None:
    assert params_in("self.a > params.days && x.exists(y, y in params.names)") == {"days", "names"}
    assert params_in("self.params == 1") == frozenset()
    assert params_in("((") == frozenset()


def test_a_score_must_be_a_number() -> None:
    place = Place(document("each: component\nassert: x\n"), ("assert",))
    with pytest.raises(UsageError, match="a number belongs here, and this is true or false"):
        compile_number("self.encrypted", scope(), place)
