"""Expressions in rules: on what is stated and what is not, beside matchers, and where their findings point."""

from __future__ import annotations

from typing import Any

import pytest

from checker.core.errors import CheckError, UsageError
from checker.policy.cel.expression import compile_condition, compile_number
from checker.policy.matchers import Scope
from checker.policy.place import Place
from checker.policy.views import VIEWS
from tests.builders import boundary, component, edited, flow, model, threat
from tests.policy.asking import document, found, ids, rule, subjects
from tests.policy.cel.running import facts, run
from tests.policy.test_matchers import SHOP


@pytest.mark.parametrize(
    ("each", "expression", "expected"),
    [
        ("component", "self.type == 'web-app'", {"site"}),
        ("component", "self.type == 'website'", {"site"}),
        ("component", "'Database' == self.type", {"orders"}),
        ("component", "self.type != 'web-app'", {"customer", "orders", "loner"}),
        ("component", "self.type in ['website', 'DB']", {"site", "orders"}),
        ("component", "!(self.type in ['website', 'DB'])", {"customer", "loner"}),
        ("component", "self.type.startsWith('data')", {"orders"}),
        ("component", "self.type.like('*a*')", {"site", "orders"}),
        ("component", "self.type + '' != 'x'", {"customer", "site", "orders", "loner"}),
        ("component", "has(self.type)", {"customer", "site", "orders", "loner"}),
        ("component", "!has(self.type)", {"drafts"}),
        ("component", "self.owner == 'team-web'", {"site"}),
        ("component", "self.owner != 'team-web'", set()),
        ("component", "!(self.owner == 'team-web')", set()),
        ("component", "!has(self.owner) || self.owner != 'team-web'", {"customer", "orders", "drafts", "loner"}),
        ("component", "self.owner.like('team-?eb') && 'pci' in self.tags", {"site"}),
        ("component", "self.owner == 'x' || self.type == 'database'", {"orders"}),
        ("component", "self.owner == 'x' || self.type == 'website'", {"site"}),
        ("component", "self.encrypted", {"orders"}),
        ("component", "!self.encrypted", set()),
        ("component", "self.encrypted == true || self.in_scope == false", {"orders"}),
        ("component", "self.trust.at_least('internal')", {"site", "orders"}),
        ("component", "self.trust.at_most('internal')", {"customer", "site"}),
        ("component", "!self.trust.at_most('internal')", {"orders"}),
        ("component", "self.boundary.parent.trust == 'internal'", {"orders"}),
        ("component", "has(self.boundary.parent)", {"orders"}),
        ("component", "!has(self.boundary.parent)", {"customer", "site", "drafts"}),
        ("component", "!has(self.boundary)", {"loner"}),
        ("component", "self.threats.exists(t, t.status == 'mitigated')", {"orders"}),
        ("component", "self.holds.all(d, d.classification == 'confidential')", {"customer", "site", "orders", "loner"}),
        ("component", "size(self.tags) == 2 && self.tags[0] == 'pci'", {"site"}),
        ("component", "self.tags == ['pci', 'web']", {"site"}),
        ("component", "self.flows_out.exists(f, f.to.id == self.id)", set()),
        ("component", "self.flows_out.exists(f, f.to.boundary.id != self.boundary.id)", {"customer", "site"}),
        ("component", "self.flows_out.map(f, f.to.id).distinct() == ['site']", {"customer"}),
        ("component", "size(self.flows_out.filter(f, f.to.type == 'database')) == 1", {"site"}),
        ("component", "self.flows_out.exists_one(f, f.to.type == 'database')", {"site"}),
        ("component", "self.reviews.exists(r, r.on < now)", set()),
        ("component", "(self.trust == 'internal' ? self.owner : 'nobody') == 'nobody'", {"customer", "orders"}),
        ("component", "self.owner.upperAscii() == 'TEAM-WEB' && self.owner.split('-')[1] == 'web'", {"site"}),
        ("component", "self.type.replace('-', '').substring(3) == 'app'", {"site"}),
        ("component", "self.tags.join('+') == 'pci+web' && self.owner.indexOf('web') == 5", {"site"}),
        ("component", "self.type.reverse().charAt(0) == 'p' && ' x '.trim() + self.id == 'xsite'", {"site"}),
        ("component", "self.id.lastIndexOf('o') == 1 && 'O'.lowerAscii() in self.id.split('')", {"loner"}),
        ("flow", "self.personal", {"buy", "save"}),
        ("flow", "!self.personal", {"visit", "keep"}),
        ("flow", "!has(self.personal)", {"ship"}),
        ("flow", "self.data == []", set()),
        ("flow", "self.carries.all(d, d.personal)", {"save"}),
        ("flow", "self.carries.exists(d, !d.personal)", {"visit", "buy", "keep"}),
        ("flow", "!self.carries.exists(d, d.personal)", {"visit", "keep"}),
        ("flow", "self.encryption == 'tls'", {"save"}),
        ("flow", "self.authentication != 'none'", {"buy", "save"}),
        ("flow", "self.encryption in ['none'] || self.authentication == 'none'", {"visit"}),
        ("flow", "self.change == 'none'", set()),
        ("threat", "'orders' in self.on && size(self.controls) > 0", {"leak"}),
        (
            "model",
            "self.components.exists(a, self.components.exists(b, a.id + 'x' == b.id + 'x' && a.trust != b.trust))",
            set(),
        ),
        ("model", "self.components.filter(c, has(c.owner)).map(c, c.owner) == ['team-web']", {"shop"}),
        ("model", "self.components.map(c, has(c.owner), c.owner) == ['team-web']", {"shop"}),
        ("model", "self.components.map(c, c.owner) != []", set()),
        ("model", "self.components.filter(c, c.id == 'orders').map(c, c.type) == ['DB']", {"shop"}),
        ("component", "self.trust == 'inter' + 'nal'", {"site"}),
        ("component", "self.type == (self.tenancy == 'multi' ? 'DB' : 'website')", {"orders"}),
    ],
)
def test_what_an_expression_chooses(each: str, expression: str, expected: set[str]) -> None:
    assert ids(each, expression, SHOP) == expected


@pytest.mark.parametrize(
    ("each", "expression", "matcher"),
    [
        ("component", "self.type == 'website'", {"type": "website"}),
        ("component", "self.owner != 'x'", {"owner": {"not": "x"}}),
        ("component", "self.encrypted", {"encrypted": True}),
        ("component", "self.trust.at_least('internal')", {"trust": {"at_least": "internal"}}),
        ("component", "has(self.owner)", {"owner": {"present": True}}),
        ("component", "self.threats.exists(t, t.status == 'mitigated')", {"threats": {"any": {"status": "mitigated"}}}),
        (
            "component",
            "!self.threats.exists(t, t.status == 'mitigated')",
            {"threats": {"none": {"status": "mitigated"}}},
        ),
        ("component", "'pci' in self.tags", {"tags": {"contains": "pci"}}),
        ("flow", "self.encryption in ['tls', 'mtls']", {"encryption": {"in": ["tls", "mtls"]}}),
        ("flow", "self.from.trust == 'internal' && self.crosses", {"from.trust": "internal", "crosses": True}),
        ("flow", "self.carries.exists(d, d.personal)", {"carries": {"any": {"personal": True}}}),
        ("flow", "!self.carries.exists(d, d.personal)", {"carries": {"none": {"personal": True}}}),
        ("flow", "size(self.data) == 2", {"data": {"count": 2}}),
    ],
)
def test_an_expression_and_its_negation_mean_what_the_matcher_means(each: str, expression: str, matcher: Any) -> None:
    assert ids(each, expression, SHOP) == ids(each, matcher, SHOP)
    assert ids(each, {"not": expression}, SHOP) == ids(each, {"not": matcher}, SHOP)
    assert ids(each, f"!({expression})", SHOP) == ids(each, {"not": matcher}, SHOP)


@pytest.mark.parametrize(
    ("matcher", "expected"),
    [
        ({"any_of": ["self.type == 'database'", {"owner": "team-web"}]}, {"site", "orders"}),
        ({"all_of": ["self.type == 'database'", {"tenancy": "multi"}]}, {"orders"}),
        ({"not": "self.type == 'database'"}, {"customer", "site", "loner"}),
        ({"not": {"not": "self.type == 'database'"}}, {"orders"}),
        ({"threats": {"any": "self.status == 'mitigated' && size(self.controls) == 1"}}, {"orders"}),
        ({"threats": {"none": "self.status == 'mitigated'"}}, {"customer", "site", "drafts", "loner"}),
        ({"flows_out": {"all": "self.to.type == 'web-app'"}}, {"customer"}),
        ({"tags": {"any": "pci"}}, {"site"}),
    ],
)
def test_an_expression_stands_where_a_matcher_may(matcher: Any, expected: set[str]) -> None:
    assert ids("component", matcher, SHOP) == expected


@pytest.mark.parametrize(
    ("require", "subject"),
    [
        ("self.encryption == 'mtls' && self.crosses", "flow/visit#encryption"),
        ("self.crosses && self.encryption == 'mtls'", "flow/visit#encryption"),
        ("self.crosses && size(self.data) > 7", "flow/visit#data"),
        ("'x' == self.authorization", "flow/visit#authorization"),
        ("self.from.owner == 'x' || self.name == 'y'", "flow/visit#from"),
        ("has(self.authorization)", "flow/visit#authorization"),
        ("self.carries.all(d, d.classification == 'restricted' && self.crosses)", "flow/visit#data"),
        ("!self.crosses", "flow/visit"),
    ],
)
def test_a_finding_points_at_the_first_field_of_the_part_that_failed(require: str, subject: str) -> None:
    assert subject in subjects(f'each: flow\nassert: "{require}"\n', SHOP)


def test_the_message_says_that_the_field_is_not_stated() -> None:
    (finding,) = found("each: flow\nwhen: {id: visit}\nassert: self.encryption == 'tls'\n", SHOP)
    assert finding.message == "A rule of our own (encryption is not stated)"
    assert str(finding.subject) == "flow/visit#encryption"


def test_old_is_the_element_of_the_base() -> None:
    base = model(boundary("a", "internal"), boundary("b", "partner"), component("x", boundary="a", owner="ann"))
    head = edited(base, "component", "x", boundary="b", owner="")
    body = "each: component\nchange: [added, changed]\nwhen: "
    assert subjects(f"{body}old.trust == 'internal' && self.trust == 'partner'\n", head, base) == ["component/x"]
    assert subjects(f"{body}old.boundary.components.exists(c, c.id == self.id)\n", head, base) == ["component/x"]
    assert subjects(f"{body}self.boundary.components.exists(c, c.id == old.id && has(old.owner))\n", head, base)
    assert subjects(f"{body}has(old.owner) && !has(self.owner)\n", head, base) == ["component/x"]
    assert subjects(f"{body}old.trust == 'partner'\n", head, base) == []


def test_old_of_a_new_element_has_no_fields() -> None:
    base = model(boundary("a"), component("x", boundary="a"))
    head = model(boundary("a"), component("x", boundary="a"), component("y", boundary="a"))
    body = "each: component\nchange: [added, changed]\nwhen: "
    assert subjects(f'{body}"!has(old.id)"\n', head, base) == ["component/y"]
    assert subjects(f"{body}old.owner == 'x'\n", head, base) == []
    assert subjects(f"{body}self.boundary.components.exists(c, !has(old.id))\n", head, base) == ["component/y"]


def test_other_errors_of_cel_are_not_decided_and_name_rule_place_and_element() -> None:
    shop = model(component("a", tags=["x"]), component("b"))
    with pytest.raises(CheckError) as raised:
        found("each: component\nwhen: {in_scope: true}\nassert: self.tags[0] == 'x'\n", shop)
    assert raised.value.exit_code == 3
    assert raised.value.message == "rule 'ours/rule' could not be decided for component 'b': index 0 of a list of 0"
    assert str(raised.value.at) == "policies/ours/rule.yaml:8:9"
    with pytest.raises(CheckError) as raised:
        found("each: component\nwhen: {in_scope: true}\nassert: self.in_scope && self.tags[0] == 'x'\n", shop)
    assert str(raised.value.at) == "policies/ours/rule.yaml:8:26"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("10 / size(self.tags) > 0", "division by zero"),
        ("10 % size(self.tags) > 0", "modulus by zero"),
        ("size(self.id) * 9223372036854775807 > 0", "more than 64 bits"),
        ("int(self.id) > 0", "not a whole number"),
        ("double(self.id) > 0.0", "not a number"),
        ("bool(self.id)", "neither true nor false"),
        ("int(1e300 * double(size(self.id))) > 0", "outside of the range of int"),
        ("dyn(self.id) < dyn(size(self.id))", "'<' does not take string and int"),
        ("dyn(self.id) && self.in_scope", "'a condition' does not take string"),
        ("size(dyn(size(self.id))) > 0", "'size' does not take int"),
        ("dyn(size(self.id)).contains(self.id)", "'contains' does not take int and string"),
        ("dyn(size(self.id)).like('*')", "'like' does not take int"),
        ("int(dyn(self.in_scope)) > 0", "'int' does not take bool"),
        ("double(dyn(self.in_scope)) > 0.0", "'double' does not take bool"),
        ("string(dyn(self.tags)) == ''", "'string' does not take list"),
        ("bool(dyn(size(self.id)))", "'bool' does not take int"),
        ("dyn(size(self.id)).exists(x, x == 1)", "'a loop' does not take int"),
        ("self.id in dyn(self.id)", "'in' does not take string and string"),
        ("dyn(self.id)[0] == 'x'", r"'\[\]' does not take string and int"),
        ("self.tags[dyn(self.id)] == 'x'", r"'\[\]' does not take list and string"),
        ("-dyn(self.id) == 'x'", "'-' does not take string"),
        ("dyn(self.id) - dyn(size(self.id)) == 1", "'-' does not take string and int"),
        ("dyn(1.5) % dyn(size(self.id)) == 1", "'%' does not take double and int"),
        ("dyn(null) < dyn(size(self.id))", "'<' does not take null and int"),
        ("self.id.charAt(9) == 'x'", "position 9 of a text of 2"),
        ("self.id.substring(2, 1) == ''", "ends at 1, before its start at 2"),
        ("dyn([size(self.id)]).join() == ''", "'join' takes a list of texts"),
        ("dyn(size(self.id)).trim() == ''", "'trim' does not take int"),
        ("self.in_scope && self.tags[0] == 'x'", "index 0 of a list of 0"),
        ("!self.in_scope || self.tags[0] == 'x'", "index 0 of a list of 0"),
        ("self.system.components.all(c, 1 / size(c.tags) == 1)", "division by zero"),
    ],
)
@pytest.mark.parametrize("negated", [False, True])
def test_each_kind_of_fault(expression: str, message: str, negated: bool) -> None:
    matcher = {"not": expression} if negated else expression
    with pytest.raises(CheckError, match=message) as raised:
        ids("component", matcher, model(component("ab")))
    assert raised.value.exit_code == 3


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("self.tags[0] == 'x' && !self.in_scope", set()),
        ("self.tags[0] == 'x' || self.in_scope", {"a"}),
        ("1 / size(self.tags) > 0 && self.tags[0] == 'x' && !self.in_scope", set()),
        ("self.owner == 'x' && self.tags[0] == 'x'", set()),
        ("self.system.components.exists(c, self.tags[0] == 'x' || c.id == 'a')", {"a"}),
    ],
)
def test_a_fault_is_absorbed_as_cel_absorbs_it(expression: str, expected: set[str]) -> None:
    assert ids("component", expression, model(component("a"))) == expected


def test_params_of_a_rule_are_used_by_its_expressions() -> None:
    body = "params: {n: {type: integer, default: 1}}\neach: component\nwhen: size(self.tags) > params.n\n"
    assert subjects(body, SHOP) == ["component/site"]
    body = body.replace("params.n", "1")
    with pytest.raises(UsageError, match="nothing in this rule names the param 'n'"):
        rule(body)


def test_numbers_of_views_are_doubles() -> None:
    shop = model(component("a"), threat("t", "a"))
    assert ids("threat", "has(self.dread) || self.dread > 7.0", shop) == set()
    with pytest.raises(UsageError, match="a number with a point and a whole number are never equal"):
        rule("each: threat\nassert: self.dread == 7\n")


def test_a_rule_over_its_budget_is_told_with_its_name() -> None:
    shop = model(*(component(f"c{n}") for n in range(90)))
    loops = "".join(f"self.system.components.all(x{n}, " for n in range(5)) + "x1.id + 'x' != x2.id" + ")" * 5
    with pytest.raises(CheckError, match=r"ours/rule could not be decided .* more than 20,000,000 steps"):
        found(f"each: component\nassert: {loops}\n", shop)


def test_params_are_constants() -> None:
    place = Place(document("each: component\nassert: x\n"), ("assert",))
    params = {
        "n": ("integer", 1),
        "factor": ("number", 2),
        "on": ("boolean", True),
        "word": ("string", "DB"),
        "words": ("array", ["website", "Database"]),
        "glob": ("string", "team-*"),
    }

    def chosen(text: str) -> set[str]:
        (clause,) = compile_condition(text, Scope(VIEWS["component"], False, params), place)
        asked = facts(SHOP)
        return {id for id, one in SHOP.components.items() if clause.test(asked, one)}

    assert chosen("size(self.tags) > params.n") == {"site"}
    assert chosen("double(size(self.tags)) * params.factor == 4.0") == {"site"}
    assert chosen("params.on ? self.encrypted : true") == {"orders"}
    assert chosen("params.on") == {*SHOP.components}
    assert chosen("self.type == params.word") == {"orders"}
    assert chosen("self.type in params.words") == {"site", "orders"}
    assert chosen("self.owner.like(params.glob)") == {"site"}


def test_a_score_is_a_number_or_not_known() -> None:
    place = Place(document("each: component\nassert: x\n"), ("assert",))
    asked = facts(SHOP)
    score = compile_number(
        "double(size(self.tags)) * 1.5 + (self.encrypted ? 1.0 : 2.0)", Scope(VIEWS["component"]), place
    )
    assert score(asked, SHOP.components["orders"]) == 1.0
    assert score(asked, SHOP.components["site"]) is None
    whole = compile_number("size(self.tags)", Scope(VIEWS["component"]), place)
    assert whole(asked, SHOP.components["site"]) == 2.0
    bad = compile_number("self.tags[9] == 'x' ? 1 : 2", Scope(VIEWS["component"]), place)
    with pytest.raises(CheckError, match="rule 'ours/rule' could not be decided for component 'site': index 9"):
        bad(asked, SHOP.components["site"])


def test_a_rule_without_an_expression_loads_nothing_of_cel() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from tests.policy.asking import rule; rule('each: flow\\nassert: {crosses: true}\\n');"
        "print([name for name in sys.modules if name.startswith('checker.policy.cel')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("string(0.0 / 0.0)", "NaN"),
        ("string(1.0 / 0.0) + string(-1.0 / 0.0)", "+Inf-Inf"),
        ("string(1.0 / -0.0)", "-Inf"),
        ("string(2.0) + string(0.1) + string(1e300)", "20.11e+300"),
        ("string(-7) + string(true)", "-7true"),
        ("int(-1.9) + int('-0012')", -13),
        ("double('1e2') + double(3)", 103.0),
        ("-7 / 2 * 10 + -7 % 2", -31),
        ("bool('t') && !bool('FALSE')", True),
        ("[1, 2.0, 'a', null] == [1.0, 2, 'a', null]", True),
        ("dyn(true) == dyn(1) || dyn('1') == dyn(1)", False),
        ("[1, 1, 2].distinct() + [2.5, 2.5].map(x, int(x))", (1, 2, 2, 2)),
        ("[true, true].distinct() == [true] && ['a', 'b', 'a'].distinct() == ['a', 'b']", True),
        ("9007199254740993 < 9007199254740992.0 || dyn(9007199254740993) == 9007199254740992.0", True),
        ("r'\\n' + '\\x41\\u00e9\\101'", "\\nA\u00e9A"),
        ("1in[1]", True),
    ],
)
def test_values(text: str, value: Any) -> None:
    found = run(text, {})
    assert (found, type(found)) == (value, type(value))


def test_now_is_the_day_of_the_check_and_not_known_without_one() -> None:
    place = Place(document("each: component\nassert: x\n"), ("assert",))
    (before,) = compile_condition("self.reviews.exists(r, r.on < now)", Scope(VIEWS["component"]), place)
    (after,) = compile_condition("self.reviews.exists(r, r.on > now)", Scope(VIEWS["component"]), place)
    asked, site = facts(SHOP), SHOP.components["site"]
    assert (before.test(asked, site), after.test(asked, site)) == (True, False)
    asked.now = ""
    assert (before.test(asked, site), after.test(asked, site)) == (False, False)


def test_threats_are_asked_with_their_acceptance() -> None:
    shop = model(
        component("a"),
        threat("old", "a", accepted=("ann", "2026-01-01")),
        threat("new", "a", accepted=("ann", "2027-01-01")),
        threat("open", "a"),
        flow("f", "a", "a"),
    )
    body = "each: threat\nwhen: has(self.accepted)\nassert: self.accepted.until > '2026-11-26'\n"
    assert subjects(body, shop) == ["threat/old#accepted.until"]
    assert rule(body).clauses[0].path is not None
