"""Rules that ask for too much, or are written to break what reads them: each ends in an error that names its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.core.errors import CheckError, UsageError
from checker.core.model import Model
from checker.policy.budget import Budget, BudgetError
from checker.policy.evaluate import ask
from checker.policy.facts import Facts
from tests.builders import boundary, component, control, data, flow, graph, model, snapshot, threat
from tests.command import inside, report
from tests.policy.asking import HEAD, found, rule, subjects

WIDE = model(
    boundary("in"),
    *(data(f"d{number}") for number in range(30)),
    *(component(f"c{number}", boundary="in", tags=[f"t{n}" for n in range(30)]) for number in range(30)),
    *(flow(f"f{number}", "c0", "c1", data=[f"d{n}" for n in range(30)]) for number in range(30)),
    *(control(f"k{number}") for number in range(30)),
    *(threat(f"t{number}", ["c0", "c1"], controls=[f"k{n}" for n in range(30)]) for number in range(30)),
)
NEVER = {"id": "nobody"}
SOME = {"id": {"present": True}}


def within(body: str, steps: int, of: Model = WIDE) -> list[str]:
    """The subjects of a rule that has so many steps."""
    facts = Facts(of, graph(of), budget=Budget(steps))
    return [str(finding.subject) for finding in ask([rule(body)], facts, snapshot(of))]


def nested(*lists: str, inner: Any = NEVER, how: str = "any") -> dict[str, Any]:
    for name in reversed(lists):
        inner = {name: {how: inner}}
    return dict(inner)


def when(matcher: Any, each: str = "component") -> str:
    return f"each: {each}\nwhen: {json.dumps(matcher)}\n"


ALL = "system.components"
CROWD = f"self.{ALL}"
GROWING = {f"{ALL}.threats.controls.threats": {"any": NEVER}}
CUBE = """each: component
when: "self.system.components.all(a, self.system.components.all(b, self.system.components.all(c, c.id != 'x')))"
"""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(when({f"{ALL}.flows_out.to.flows_in.from.flows_out": {"count": 1}}), id="a name that grows"),
        pytest.param(when({f"{ALL}.threats.controls.threats": {"any": NEVER}}), id="a name through threats"),
        pytest.param(when({f"{ALL}.handles.carried_by": {"any": NEVER}}), id="a name through data"),
        pytest.param(when({"any_of": [{"id": f"x{n}"} for n in range(2000)]}), id="two thousand alternatives"),
        pytest.param(when({"all_of": [{"id": {"not": f"x{n}"}} for n in range(2000)]}), id="two thousand exceptions"),
        pytest.param(CUBE, id="three loops in an expression"),
        pytest.param(when(f"{CROWD}.all(a, {CROWD}.exists(c, c.id == 'x') || a.id != 'x')"), id="a loop in one"),
        pytest.param(when(f"size({CROWD}.map(a, {CROWD}.map(b, [a.id, b.id]))) > 99"), id="lists of lists"),
        pytest.param(when(f"{CROWD}.map(a, a.id).join().split('').map(x, x).size() > 9999"), id="texts"),
        pytest.param(when({"threats.controls.threats.controls": {"all": SOME}}), id="a name to and fro"),
    ],
)  # fmt: skip
@pytest.mark.guarantee("abuse", "(13) a rule that grows: loops in loops, long chains, texts", says="exit 3")
def test_a_rule_over_its_budget_is_undecided(body: str) -> None:
    with pytest.raises(BudgetError) as caught:
        within(body, 20_000)
    error = caught.value
    assert (str(error.at), error.exit_code) == ("policies/ours/rule.yaml:1:1", 3)
    assert error.message == (
        "ours/rule could not be decided for the model 'shop': a rule took more than 20,000 steps over one model"
    )
    assert "narrow it with 'when'" in error.hint


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(when(nested("system.threats", "controls", "threats")), id="threats of controls of threats"),
        pytest.param(when(nested("controls", "threats", "controls", "threats"), "threat"), id="four times"),
        pytest.param(when({"threats": {"count": {"of": nested("controls", "threats"), "at_least": 1}}}), id="counted"),
        pytest.param(when(nested(ALL, ALL)), id="any of all in any of all, from each"),
        pytest.param(when(nested(ALL, inner=nested(ALL), how="none")), id="any of all in none of all"),
        pytest.param(when(nested(ALL, ALL, inner={"id": {"present": True}}, how="all")), id="all of all in all of all"),
        pytest.param(when({ALL: {"count": {"of": nested(ALL), "at_least": 1}}}), id="count of those that ask all"),
        pytest.param(when(nested(ALL, "flows_out", "to.flows_in")), id="along flows and back"),
        pytest.param(when({"not": nested(ALL, ALL)}), id="the opposite of a nested one"),
        pytest.param(when(nested("system.flows", inner={"data": {"contains": "x"}}), "data"), id="a text in all lists"),
        pytest.param(when(nested(ALL, inner={"tags": {"any": {"like": "x*"}}})), id="a glob over every tag"),
        pytest.param(when(nested(ALL, inner={"boundary.components": {"any": NEVER}})), id="all of the same boundary"),
        pytest.param(
            when(nested(ALL, inner={"any_of": [{"id": f"x{n}"} for n in range(500)]})), id="alternatives in a loop"
        ),
    ],
)  # fmt: skip
@pytest.mark.guarantee("abuse", "(13) a rule that asks all of all", says="asked once each")
def test_what_many_lead_to_is_asked_once(body: str) -> None:
    """Its answer is the same for each element that leads there: so lists inside lists do not multiply."""
    assert len(within(body, 40_000)) in (0, 30)


def test_the_same_questions_are_answered_where_the_budget_allows() -> None:
    every = within(when({"id": {"present": True}}), 100)
    assert len(every) == 30
    assert within(when(nested(ALL, ALL, inner={"id": "c7"})), 100_000) == every
    assert within(when({"any_of": [{"id": f"c{n}"} for n in range(2000)]}), 100_000) == every


@pytest.mark.guarantee("abuse", "(12) a glob that backtracks, asked of long texts", says="a step for each 256 pairs")
@pytest.mark.parametrize("asked", ["when: {owner: {like: '@'}}", "when: self.owner.like('@')"])
def test_a_glob_pays_for_what_it_may_compare(asked: str) -> None:
    one = model(component("a", owner="a" * 200))
    facts = Facts(one, graph(one))
    glob = "*" + "[ab]" * 110 + "c"
    assert list(ask([rule(f"each: component\n{asked.replace('@', glob)}\n")], facts, snapshot(one))) == []
    assert 200 * len(glob) // 256 <= facts.budget.spent <= 200 * len(glob) // 256 + 10
    for bad in ("[z-a]", "*a[9-0]*"):
        with pytest.raises(UsageError, match="this glob fits nothing: a range in it runs backwards") as caught:
            rule(f"each: component\n{asked.replace('@', bad)}\n")
        assert str(caught.value.at).startswith("policies/ours/rule.yaml:7:")


@pytest.mark.guarantee("abuse", "ten thousand components of one name", says="exit 3")
def test_namesakes_are_paid_for() -> None:
    same = model(*(component(f"c{number}", name="same") for number in range(300)))
    assert len(within("each: component\nwhen: {namesakes: {present: true}}\n", 100_000, same)) == 300
    with pytest.raises(BudgetError):
        within("each: component\nwhen: {namesakes: {present: true}}\n", 80_000, same)


def test_each_rule_has_a_budget_of_its_own() -> None:
    facts, cheap = Facts(WIDE, graph(WIDE), budget=Budget(1_000)), rule(when({"id": "c3"}))
    asked = list(ask([cheap] * 40, facts, snapshot(WIDE)))
    assert [finding.subject.id for finding in asked] == ["c3"] * 40


def test_a_rule_over_its_budget_stops_no_other() -> None:
    facts, failures = Facts(WIDE, graph(WIDE), budget=Budget(20_000)), list[CheckError]()
    rules = [rule(when(GROWING)), rule(when({"id": "c3"}))]
    assert [finding.subject.id for finding in ask(rules, facts, snapshot(WIDE), failures)] == ["c3"]
    assert [type(failure) for failure in failures] == [BudgetError]


def test_a_rule_about_changes_pays_for_the_base_too() -> None:
    body = "each: component\nchange: [changed]\n" + f"when: {json.dumps({'old': GROWING})}\n"
    was = WIDE._replace(components={**WIDE.components, "c0": component("c0", owner="x")})
    from checker.diff import compare

    changes = compare(was, WIDE, graph(was), graph(WIDE))
    facts = Facts(WIDE, graph(WIDE), changes, (was, graph(was)), budget=Budget(500))
    with pytest.raises(BudgetError):
        list(ask([rule(body)], facts, snapshot(WIDE)))


GROUP = 27
"""Groups inside each other that fit into what a file may have: each is a list in a mapping."""


@pytest.mark.parametrize("group", ["any_of", "all_of"])
def test_groups_inside_each_other_are_asked(group: str) -> None:
    matcher: Any = {"id": "c3"}
    for _ in range(GROUP):
        matcher = {group: [matcher]}
    assert subjects(when(matcher), WIDE) == ["component/c3"]
    for _ in range(GROUP):
        matcher = {group: [matcher]}
    with pytest.raises(CheckError, match="more than 64 levels of lists and mappings inside each other") as caught:
        rule(when(matcher))
    assert str(caught.value.at).startswith("policies/ours/rule.yaml:7:")


@pytest.mark.parametrize("depth", [49, 50])
def test_fifty_opposites_are_asked(depth: int) -> None:
    matcher: Any = {"id": "c3"}
    for _ in range(depth):
        matcher = {"not": matcher}
    assert len(subjects(when(matcher), WIDE)) == (29 if depth % 2 else 1)


@pytest.mark.parametrize("name", ["a" * 5000, ".".join(["boundary", *["parent"] * 2000, "id"])])
def test_a_name_without_end_is_an_error(name: str) -> None:
    with pytest.raises(UsageError, match="a name has at most 128 characters, and this one") as caught:
        rule(f"each: component\nwhen:\n  ? {name}\n  : x\n")
    assert str(caught.value.at) == "policies/ours/rule.yaml:8:5"


@pytest.mark.parametrize(
    "value", ["3", "3.5", "true", "null", "[]", "[x]", "{}", "{x: y}", "[[x]]", "'x'", "''", ".inf"]
)
@pytest.mark.parametrize(
    "matcher",
    [
        "{owner: {in: @}}", "{tags: {any: @}}", "{threats: {any: @}}", "{any_of: @}", "{not: @}", "{boundary: @}",
        "{threats: {count: @}}", "{threats: {count: {of: @, at_least: 1}}}", "{classification: {at_least: @}}",
        "{internet_facing: @}", "{threats.dread: {at_least: @}}", "{tags: {contains: @}}", "{type: {not: @}}",
    ],
)  # fmt: skip
@pytest.mark.guarantee("abuse", "(13) a value of a wrong type, anywhere in a rule", says="exit 2 at its place")
def test_any_value_anywhere_is_a_condition_or_an_error_with_its_place(matcher: str, value: str) -> None:
    try:
        compiled = rule(f"each: component\nwhen: {matcher.replace('@', value)}\n")
    except UsageError as error:
        assert error.at is not None and (error.at.path, error.at.line) == ("policies/ours/rule.yaml", 7)
        assert error.message
    else:
        list(ask([compiled], Facts(WIDE, graph(WIDE)), snapshot(WIDE)))


@pytest.mark.parametrize(
    ("body", "place", "message"),
    [
        ("each: component\nwhen: {owner: x, owner: y}\n", "7:18", "the key 'owner' is already"),
        ("each: component\nwhen: &a {any_of: [*a]}\n", "7:20", "alias"),
        ("each: component\nwhen: {owner: {like: '" + "*a" * 400 + "'}}\n", "7:22", "a glob has at most 500 characters"),
        ("each: component\nwhen: {threats: {count: 99999999999999999999}}\n", "7:25", ""),
        ("each: component\nwhen: {threats: {count: 1e99}}\n", "7:25", "'count' takes a number"),
        ("each: component\nwhen: {threats: {count: {of: {id: x}}}}\n", "7:25", "'count' does not say how many"),
        ("each: component\nwhen: {threats: {count: {of: {idd: x}, at_least: 1}}}\n", "7:31", "no field 'idd'"),
        ("each: component\nwhen: {threats: {count: {of: x, at_least: 1}}}\n", "7:30", ""),
        ("each: component\nwhen: {threats: {count: {off: {id: x}, at_least: 1}}}\n", "7:26", "'count' has no 'off'"),
        ("each: component\nwhen: {owner: {count: {of: {id: x}, at_least: 1}}}\n", "7:16", "'count' cannot be asked"),
        ("each: component\nwhen: {threats: {count: {at_least: 3, at_most: 2}}}\n", "7:48", "no number is at least 3"),
        ("each: component\nwhen: {threats: {any: {components: {any: {threats: {any: {idd: x}}}}}}}\n", "7:59", "'idd'"),
        ("each: component\nwhen: {'': x}\n", "7:8", "has no field ''"),
        ("each: component\nwhen: {'.': x}\n", "7:8", "has no field ''"),
        ("each: component\nwhen: {owner.: x}\n", "7:8", "'owner' has no fields of its own"),
        ("each: component\nwhen: {__class__: x}\n", "7:8", "has no field '__class__'"),
        ("each: component\nwhen: {id.__len__: x}\n", "7:8", "'id' has no fields of its own"),
        ("each: component\nwhen: {owner: x}\nmessage: '{self.__class__}'\n", "8:10", "has no field '__class__'"),
        ("each: component\nwhen: {owner: x}\nmessage: '{self.owner!r}'\n", "8:10", "has no field 'owner!r'"),
        ("each: component\nwhen: {owner: x}\nmessage: '{0}'\n", "8:10", "no placeholder is called '0'"),
        ("each: component\nwhen: {owner: \"a\\u202eb\\0\", nme: x}\n", "7:29", "did you mean"),
    ],
)  # fmt: skip
@pytest.mark.guarantee("abuse", "(13) a rule written to break its reader", says="exit 2")
def test_a_rule_written_to_break_its_reader(body: str, place: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        rule(body)
    error = caught.value
    assert (str(error.at), error.exit_code) == (f"policies/ours/rule.yaml:{place}", 2)
    assert message in error.message + error.hint


@pytest.mark.guarantee("abuse", "(13) a rule of six thousand conditions", says="exit 2")
def test_more_conditions_than_anybody_reads_are_an_error() -> None:
    rule(when({"any_of": [{"id": f"x{n}"} for n in range(2_500)]}))
    with pytest.raises(UsageError, match="a rule has at most 5,000 conditions, and this is one more") as caught:
        rule("each: component\nwhen:\n  any_of:\n" + "".join(f"    - id: x{n}\n" for n in range(6_000)))
    assert str(caught.value.at) == "policies/ours/rule.yaml:5008:11"


def test_a_glob_that_backtracks_ends() -> None:
    long = model(component("c", owner="a" * 10_000 + "b"))
    assert found(when({"owner": {"like": "*a" * 200 + "c"}}), long) == []


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with a model in which one list grows to 27 million, and a pack of two rules of which one asks for it."""

    def made(body: str) -> Path:
        flows = "".join(f"  f{number}: {{from: a, to: b}}\n  g{number}: {{from: b, to: a}}\n" for number in range(300))
        text = "threatgate: 1\nsystem: {id: shop}\ncomponents:\n  a: {type: service}\n  b: {type: service}\n"
        (tmp_path / "threatmodel.yaml").write_text(f"{text}flows:\n{flows}", encoding="utf-8")
        pack = tmp_path / "ours"
        pack.mkdir()
        (pack / "pack.yaml").write_text('id: ours\ntitle: O\nversion: "1"\nlicence: MIT\n', encoding="utf-8")
        (pack / "rule.yaml").write_text(HEAD + body, encoding="utf-8")
        (pack / "cheap.yaml").write_text(HEAD.replace("ours/rule", "ours/cheap") + when({"id": "a"}), encoding="utf-8")
        config = "threatgate: 1\npacks: [./ours]\nfail_on: never\n"
        (tmp_path / ".threatgate.yaml").write_text(config, encoding="utf-8")
        return tmp_path

    return made


@pytest.mark.guarantee("abuse", "a rule of the repository asks for more steps than anybody can pay", says="exit 3")
def test_the_check_says_what_it_could_not_decide_and_what_it_found(folder: Callable[[str], Path]) -> None:
    root = folder(when({"flows_out.to.flows_out.to.flows_out.to.flows_out": {"count": 1}}))
    code, said = report(root, by=inside)
    assert (code, said["conclusion"]) == (3, "error")
    [failure] = said["failures"]
    assert failure["message"] == (
        "ours/rule could not be decided for the model 'shop': a rule took more than 20,000,000 steps over one model"
    )
    assert (failure["location"]["path"], failure["location"]["line"]) == ("ours/rule.yaml", 1)
    assert [r["subject"]["id"] for r in said["results"] if r["rule"] == "ours/cheap"] == ["a"]
    names = ("human", "markdown", "github", "json", "sarif", "sarif-github")
    written = [argument for name in names for argument in ("--format", f"{name}={root / name}.out")]
    assert inside(root, "check", *written).code == 3
    for name in names:
        text = (root / f"{name}.out").read_text(encoding="utf-8")
        assert "ours/rule could not be decided" in text.replace("&#47;", "/").replace("\\", ""), name
