"""Expressions made to hang, to grow or to crash: each ends in a located error, or within its budget."""

from __future__ import annotations

import json

import pytest

from checker.core.errors import CheckError, UsageError
from checker.core.model import Model
from checker.policy.budget import BudgetError
from checker.policy.facts import Facts
from tests.builders import component, model
from tests.policy.asking import rule
from tests.policy.cel.running import facts

ALL = "self.system.components"
MANY = model(*(component(f"c{n}", name="n" * 50, tags=["a", "b"]) for n in range(60)))
STEPS = 200_000
"""A hundredth of the budget of a rule, so that these tests take no time."""


SHARED = "[1]" + "".join(f".map(s{n}, [s{n}, s{n}])" for n in range(40))
"""A list of lists: 2^40 numbers, were each of them stored."""


def loops(count: int, inner: str) -> str:
    """So many loops over all components inside one another."""
    return "".join(f"{ALL}.all(x{n}, " for n in range(count)) + inner + ")" * count


def refused(text: str) -> UsageError:
    with pytest.raises(UsageError) as raised:
        rule(f"each: component\nassert: {json.dumps(text)}\n")
    assert raised.value.exit_code == 2
    assert raised.value.at is not None
    assert raised.value.at.line == 7
    return raised.value


def ask(text: str, of: Model = MANY, steps: int = STEPS) -> Facts:
    compiled = rule(f"each: component\nassert: {json.dumps(text)}\n")
    asked = facts(of, steps)
    assert compiled.require is not None
    for element in of.components.values():
        compiled.require(asked, element)
    return asked


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 1900 + "self.in_scope" + ")" * 1900, "nested deeper than 48 levels"),
        ("!" * 3900 + "self.in_scope", "nested deeper than 48 levels"),
        ("-" * 3900 + "1 > size(self.id)", "nested deeper than 48 levels"),
        ("[" * 1500 + "]" * 1500 + " == self.tags", "nested deeper than 48 levels"),
        ("self.tags" + "[0]" * 1200 + " == 'x'", "nested deeper than 48 levels"),
        ("size(self.id)" + "+1" * 1900 + " > 0", "nested deeper than 48 levels"),
        ("self" + ".system" * 500 + ".id == 'x'", "nested deeper than 48 levels"),
        ("self.in_scope ? true : " * 150 + "false", "nested deeper than 48 levels"),
        ("size(" * 600 + "self.id" + ")" * 600, "nested deeper than 48 levels"),
        (loops(60, "self.in_scope"), "nested deeper than 48 levels"),
        ("&&".join(["self.in_scope"] * 285), "more than 1,000 parts|at most 4,000"),
        (" && ".join(["1/1>0"] * 400), "more than 1,000 parts"),
        ("[" + "1," * 1990 + "] == self.tags", "more than 1,000 parts"),
        ("self.name == '" + "x" * 4000 + "'", "at most 4,000 characters"),
        ("9" * 3900 + " > size(self.id)", "more than 64 bits"),
        ("0x" + "f" * 3900 + " > size(self.id)", "more than 64 bits"),
        ("size(self.id) > 99999999999999999999999999999999", "more than 64 bits"),
        ("self.name == 'abc", "has no end"),
        ("self.name == '''abc'", "has no end"),
        ("self.name == 'abc\\'", "has no end"),
        ("self.name == 'a\nb'", "has no end"),
        ("self.name == '\0'", r"U\+0000 cannot be seen"),
        ("self.name == '\u202etxt'", r"U\+202E cannot be seen"),
        ("self.na\u200bme == 'x'", r"U\+200B cannot be seen"),
        ("self.name\u00a0== 'x'", r"U\+00A0 cannot be seen"),
        ("self.name\u037e== 'x'", "has no meaning in an expression"),
        ("s\u0435lf.name == 'x'", "where an operator or the end belongs|has no meaning"),
        ("self.name == '\\ud800'", "is no escape"),
        ("self.name == '\\U00110000'", "is no escape"),
        ("  \n\t ", "this expression is empty"),
        ("// self.in_scope", "this expression is empty"),
        ("self.__class__ == 'x'", "a component has no field '__class__'"),
        ("__import__('os').system('id') == 'x'", "no function is called 'system'"),
        ("self.tags.map(t, size(t)).join() == 'x'", "'join' takes a list of texts, not a list of whole numbers"),
        ("self.name.format(self) == 'x'", "not part of the expressions of rules"),
        ("self.name.matches('(a+)+$')", "not part of the expressions of rules: regular expressions"),
        ("size(size) > 0", "no variable is called 'size'"),
        ("self.exists(x, x.id == 'a')", "asked of a list, not of a component"),
        ("[1, 'a', self][0] == 1", "cannot be in one list"),
        ("self.threats.exists(params, params.id == 'a')", "takes a new name for its variable"),
        ("dyn([]).distinct() == []", "asked of lists of texts"),
    ],
)
@pytest.mark.guarantee("abuse", "(13) an expression that is too long, too deep or no expression", says="exit 2")
def test_what_can_be_seen_at_load_is_refused_there(text: str, message: str) -> None:
    import re

    assert re.search(message, refused(text).message)


@pytest.mark.parametrize(
    "text",
    [
        loops(4, "x3.id != 'zzz'"),
        loops(20, "x1.id != x3.id"),
        f"{ALL}.exists_one(a, {ALL}.exists_one(b, {ALL}.exists_one(c, a.id + b.id == c.id)))",
        f"size({ALL}.filter(a, {ALL}.exists(b, {ALL}.exists(c, a.id + b.id == c.id)))) > 0",
        f"size({ALL}.map(a, {ALL}.map(b, {ALL}.map(c, a.id + b.id + c.id)))) > 0",
        "size(['a']" + "".join(f".map(s{n}, s{n} + s{n})" for n in range(40)) + "[0]) > 0 && self.in_scope",
        "size([self.tags]" + "".join(f".map(s{n}, s{n} + s{n})" for n in range(40)) + "[0]) > 0",
        "size([self.id]" + "".join(f".map(s{n}, s{n} + s{n})" for n in range(40)) + "[0]) > 0",
        f"{SHARED} == {SHARED} && self.in_scope",
        "size(self.name" + ".replace('n', 'nn')" * 40 + ") > 0",
        "size(self.name" + ".replace('', 'nnnn')" * 40 + ") > 0",
        "size(self.name" + ".split('').join('nnnn')" * 20 + ") > 0",
        f"size({ALL}.map(a, {ALL}.map(b, b.name).join())) > 0",
        f"{ALL}.all(a, {ALL}.all(b, {ALL}.map(c, c.name).join().lowerAscii() != b.name))",
        f"{SHARED} in [[], {SHARED}] && self.in_scope",
        f"{ALL}.all(a, {ALL}.all(b, ({ALL}.map(c, c.name)[0] + a.name).contains(b.name) || !self.in_scope))",
        f"{ALL}.map(a, a.name) in {ALL}.map(a, {ALL}.map(b, b.name))",
        f"size({ALL}.map(a, {ALL}.map(b, b.name).distinct())) == size({ALL}.map(a, a.id))"
        f" && {ALL}.all(a, {ALL}.map(b, b.id).distinct() == {ALL}.map(b, b.id))",
        f"{ALL}.all(a, 'zz' in {ALL}.map(b, b.id) || {ALL}.all(c, !('zz' in {ALL}.map(d, d.id))))",
    ],
)
@pytest.mark.guarantee("abuse", "(13) an expression whose values grow without end", says="exit 3")
def test_what_grows_ends_in_its_budget(text: str) -> None:
    with pytest.raises(BudgetError) as raised:
        ask(text)
    assert raised.value.exit_code == 3


def test_long_texts_are_paid_for_by_their_length() -> None:
    long = model(component("a", name="n" * 100_000))
    assert ask("self.name + self.name != 'x'", long).budget.left == STEPS - 200_000
    assert ask("self.name.contains('zz')", long).budget.left == STEPS - 100_002 // 16
    assert ask("self.name.like('*z')", long).budget.left == STEPS - 2 * 100_000 // 256
    assert ask("self.name < self.id", long).budget.left == STEPS
    assert ask("self.name <= self.name", long).budget.left == STEPS - 100_000 // 64


def test_a_loop_pays_for_its_items_before_it_looks_at_them() -> None:
    with pytest.raises(BudgetError):
        ask(f"{ALL}.exists(c, c.id == 'c0')", steps=59)
    assert ask(f"{ALL}.exists(c, c.id == 'c0')", model(component("a")), steps=2).budget.left >= 0


@pytest.mark.parametrize(
    "name", ["\u0131nf", "\u0130nf", "٣", "1_000", "0x1", " 1", "1e", "--1", "+", ".", "1" * 5000, "0" * 5000]
)
@pytest.mark.parametrize("convert", ["int(self.name) > 0", "double(self.name) > 0.0", "bool(self.name)"])
def test_a_text_that_is_no_number_is_an_error_of_the_rule_and_no_crash(name: str, convert: str) -> None:
    try:
        ask(convert, model(component("a", name=name)))
    except CheckError as error:
        assert (error.exit_code, str(error.at)) == (3, "policies/ours/rule.yaml:7:10")
    else:
        assert name.isascii()
        assert name.isdigit()


@pytest.mark.parametrize("text", ["self.in_scope" + "&&self.in_scope" * 240, " || ".join(["self.in_scope"] * 230)])
def test_long_chains_of_conditions_are_fine(text: str) -> None:
    assert ask(text).budget.left == STEPS
