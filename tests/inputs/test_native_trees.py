"""Attack trees as text: what is wrong with them, where, and how much of them is read at all."""

from __future__ import annotations

import pytest

from checker.core.attack_tree import leaves
from checker.core.errors import InputError
from checker.inputs.native.steps import MAX_DEPTH, MAX_STEPS
from tests.inputs.reading import HEAD, model, only, read, said

START = f"{HEAD}attack_trees:\n  t:\n    goal: G\n"


def test_a_leaf_in_several_places_is_one_that_is_described_once() -> None:
    read_ = model(f"{START}    or: [{{leaf: a}}, {{and: [{{leaf: a, cost: 5}}, {{leaf: b}}]}}]\n")
    root = read_.attack_trees["t"].root
    assert root is not None
    assert root.children[0] == leaves(root)["a"]
    assert leaves(root)["a"].cost == 5


def test_described_twice_alike_is_once() -> None:
    assert read(f"{START}    or: [&a {{leaf: a, cost: 5}}, {{and: [*a, {{leaf: a, cost: 5}}]}}]\n").findings == ()


def test_described_twice_and_not_alike_is_told_with_the_first_place() -> None:
    finding = only(read(f"{START}    or: [{{leaf: a, cost: 5}}, {{leaf: a, cost: 6}}]\n"))
    assert (finding.rule, str(finding.location)) == ("model/duplicate-id", "threatmodel.yaml:6:37")
    assert finding.message == "the leaf 'a' is described twice, and not alike: at threatmodel.yaml:6:17 it is another"
    assert [str(place.location) for place in finding.related] == ["threatmodel.yaml:6:17"]


@pytest.mark.parametrize(
    ("body", "place", "subject", "message"),
    [
        ("on: [nobody]", "6:10", "on", "there is no element 'nobody'"),
        ("or: [{leaf: a, on: [nobody]}]", "6:25", "or.0.on", "there is no element 'nobody'"),
        ("or: [{leaf: a, threats: [x]}]", "6:30", "or.0.threats", "there is no threat 'x'"),
        ("or: [{leaf: a, controls: [x]}]", "6:31", "or.0.controls", "there is no control 'x'"),
        ("or: [{and: [{leaf: a}], controls: [x]}]", "6:40", "or.0.controls", "there is no control 'x'"),
    ],
)
def test_a_name_that_leads_nowhere_is_told_at_that_name(body: str, place: str, subject: str, message: str) -> None:
    body = body if "or:" in body else f"{body}\n    or: [{{leaf: a}}]"
    finding = only(read(f"{START}    {body}\n"))
    assert (finding.rule, str(finding.location), finding.message) == (
        "model/dangling-reference",
        f"threatmodel.yaml:{place}",
        message,
    )
    assert str(finding.subject) == f"attack_tree/t#{subject}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("tags: [x]", ("model/missing-key", "4:3", "this attack tree leads to nothing")),
        ("or: [{name: x}]", ("model/missing-key", "6:10", "this step leads to nothing")),
        (
            "or: [{leaf: a}]\n    and: [{leaf: b}]",
            ("model/wrong-value", "7:10", "this attack tree has both 'or' and 'and'"),
        ),
        ("or: []", ("model/wrong-value", "6:9", "or of attack tree 't' must not be empty")),
        ("or: [{leaf: a, and: [{leaf: b}]}]", ("model/unknown-key", "6:20", "unknown key 'and' in item 1 of or")),
        ("or: [{and: [{leaf: b}], cost: 5}]", ("model/unknown-key", "6:29", "unknown key 'cost' in item 1 of or")),
        ("or: [{leaf: a, cost: -1}]", ("model/wrong-value", "6:26", "must be at least 0")),
        ("or: [{leaf: a, probability: 1.5}]", ("model/wrong-value", "6:33", "must be at most 1")),
        ("or: [{leaf: a, skill: 2.5}]", ("model/wrong-type", "6:27", "must be a whole number")),
        ("or: [{leaf: a, difficulty: 6}]", ("model/wrong-value", "6:32", "must be at most 5")),
        ("or: [{leaf: A}]", ("model/wrong-value", "6:17", "must be lower-case letters")),
    ],
)
def test_what_is_no_tree_is_told_at_its_place(body: str, expected: tuple[str, str, str]) -> None:
    parsed = read(f"{START}    {body}\n")
    assert parsed.snapshot is None
    rule, place, message = expected
    told = [(f.rule, str(f.location), message in f.message) for f in parsed.findings]
    assert (rule, f"threatmodel.yaml:{place}", True) in told


@pytest.mark.parametrize("number", [".nan", ".inf", "1e400"])
def test_what_is_no_number_is_no_cost(number: str) -> None:
    assert read(f"{START}    or: [{{leaf: a, cost: {number}}}]\n").snapshot is None


def nested(depth: int) -> str:
    """A tree of so many steps below each other, its goal among them."""
    return START + "    or: [" + "{or: [" * (depth - 2) + "{leaf: a}" + "]}" * (depth - 2) + "]\n"


def test_as_deep_as_the_limit_is_read() -> None:
    assert read(nested(MAX_DEPTH)).findings == ()


def test_deeper_is_refused_at_the_first_step_that_is_too_deep() -> None:
    with pytest.raises(InputError, match="the attack tree 't' is deeper than 30 steps: it was not looked at") as raised:
        read(nested(MAX_DEPTH + 1))
    assert (raised.value.exit_code, str(raised.value.at)) == (3, f"threatmodel.yaml:6:{10 + 6 * 29}")


def test_more_steps_than_the_limit_are_refused_also_behind_aliases() -> None:
    inner = ", ".join(f"{{leaf: a{n}}}" for n in range(100))
    text = f"{START}    or: [&all {{or: [{inner}]}}{', *all' * 49}]\n"
    with pytest.raises(InputError, match="the attack tree 't' is of more than 5,000 steps"):
        read(text)
    assert MAX_STEPS == 5_000
    assert said(read(text.replace(", *all", "", 2))) == []
