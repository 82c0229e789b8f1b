"""Trees of ADTool as native ones: what each part becomes, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents.xml import parse_xml
from checker.methods.attack_trees.adtool import Imported, convert, slug

BANK = Path(__file__).with_name("bank.xml").read_text(encoding="utf-8")


def converted(text: str, id: str = "") -> Imported:
    return convert(parse_xml(Source("t.xml", text)), id)


def test_every_part_of_a_tree() -> None:
    data, doubts = converted(BANK)
    assert data == {
        "controls": {
            "cover-the-keys": {"title": "Cover the keys"},
            "ask-for-a-second-factor": {"title": "Ask for a second factor"},
        },
        "attack_trees": {
            "take-money-from-an-account": {
                "goal": "Take money from an account",
                "or": [
                    {
                        "name": "At a machine",
                        "and": [
                            {
                                "leaf": "learn-the-pin",
                                "name": "Learn the PIN",
                                "controls": ["cover-the-keys"],
                                "time": 10,
                                "probability": 0.5,
                            },
                            {"leaf": "get-the-card", "name": "Get the card", "probability": 0.25, "difficulty": 3},
                        ],
                    },
                    {
                        "name": "From home",
                        "controls": ["ask-for-a-second-factor"],
                        "sand": [{"leaf": "learn-the-pin"}, {"leaf": "log-in", "name": "Log in", "skill": 3}],
                    },
                ],
            }
        },
    }
    assert doubts == (
        "attacks on the control 'Cover the keys' are left out",
        "times are taken so that steps of 'and' go side by side; ADTool added them up",
        "values of the domain 'EnergyCons' are left out: there is no such figure here",
        "the time of 'Get the card' is left out: 'Infinity' is none",
        "difficulty: low, medium, high, extreme are taken as 2, 3, 4, 5",
        "the control 'Ask for a second factor' is taken as one: what it is made of is left out",
        "each control is 'planned': set the status of those that are in place",
    )


def tree(inside: str) -> str:
    return f"<adtree>{inside}</adtree>"


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("<node><label>A</label></node>", {"goal": "A", "or": [{"leaf": "a", "name": "A"}]}),
        (
            '<node refinement="conjunctive"><label>A</label><node><label>B</label></node>'
            '<node switchRole="yes"><label>C</label></node></node>',
            {"goal": "A", "or": [{"name": "A", "controls": ["c"], "and": [{"leaf": "b", "name": "B"}]}]},
        ),
        (
            "<node><label>A</label><node><label>B!</label></node><node><label>b?</label></node></node>",
            {"goal": "A", "or": [{"leaf": "b", "name": "B!"}, {"leaf": "b-2", "name": "b?"}]},
        ),
    ],
    ids=["a goal that is a leaf", "a goal with a defence", "labels that differ and ids that do not"],
)
def test_edges(node: str, expected: dict[str, Any]) -> None:
    assert converted(tree(node), "t").data["attack_trees"] == {"t": expected}


def test_one_label_with_two_values_is_said() -> None:
    two = "".join(f'<node><label>B</label><parameter domainId="MinCost1">{cost}</parameter></node>' for cost in (1, 2))
    data, doubts = converted(tree(f"<node><label>A</label>{two}</node>"))
    assert data["attack_trees"]["a"]["or"] == [{"leaf": "b", "name": "B", "cost": 1}, {"leaf": "b"}]
    assert doubts == ("'B' stands in several places and not alike: the first counts",)


@pytest.mark.parametrize("value", ["1.5", "-1", "nan", "x", ""])
def test_a_value_that_is_no_probability_is_left_out_and_said(value: str) -> None:
    node = f'<node><label>A</label><parameter domainId="ProbSucc1">{value}</parameter></node>'
    data, doubts = converted(tree(node))
    assert data["attack_trees"]["a"]["or"] == [{"leaf": "a", "name": "A"}]
    assert doubts == (f"the probability of 'A' is left out: '{value}' is none",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<svg/>", "no tree of ADTool"),
        ("<adtree/>", "no tree of ADTool"),
        (tree("<node/><node/>"), "no tree of ADTool"),
        (tree('<node refinement="xor"><node/></node>'), "the refinement 'xor' is not known"),
    ],
)
def test_what_is_no_tree_of_adtool(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as raised:
        converted(text)
    assert raised.value.exit_code == 3
    assert raised.value.at


@pytest.mark.parametrize(
    ("label", "id"), [("Café & Co.", "cafe-co"), ("!!", "step"), ("x" * 80, "x" * 60), ("A-B c", "a-b-c")]
)
def test_ids_of_labels(label: str, id: str) -> None:
    assert slug(label) == id
