"""What trees say to the gate: which rule, at which place of the text, in which words."""

from __future__ import annotations

import pytest

from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.methods.attack_trees.findings import tree_findings
from tests.inputs.reading import read

HEAD = """\
threatgate: 1
system: {id: shop}
controls:
  lock: {title: Lock, status: implemented}
  guard: {title: Guard, status: verified}
  wall: {title: Wall, status: planned}
attack_trees:
  theft:
    goal: Take the till
"""
TREE = (
    HEAD
    + """\
    or:
      - and:
          - {leaf: key, name: Copy the key, cost: 50, time: 9, probability: 0.5, difficulty: 4, skill: 3}
          - {leaf: open, cost: 10, time: 1, probability: 0.5, difficulty: 1, skill: 1}
      - sand:
          - {leaf: hide, cost: 5, time: 3, probability: 1, difficulty: 1, skill: 1, controls: [lock]}
          - {leaf: wait, cost: 5, time: 2, probability: 1, difficulty: 1, skill: 1}
      - name: By force
        controls: [guard]
        and:
          - {leaf: force, cost: 1, time: 1, probability: 0.75, difficulty: 2, skill: 1}
"""
)


def found(head: str, base: str = "") -> list[Finding]:
    after, before = read(head), read(base) if base else None
    assert after.snapshot, after.findings
    assert before is None or before.snapshot
    return list(tree_findings(after.snapshot, before.snapshot.model if before and before.snapshot else None))


def said(head: str, base: str = "") -> list[str]:
    return [f"{f.rule} {f.location.line}:{f.location.column} {f.discriminator}".rstrip() for f in found(head, base)]


def test_what_did_not_change_says_nothing() -> None:
    assert said(TREE, TREE) == []


# single steps


def test_an_open_single_step_is_told_at_its_leaf() -> None:
    (one,) = found(TREE.replace("controls: [guard]", "controls: [wall]"))
    assert (one.rule, str(one.location), str(one.subject)) == (
        "tree/single-step",
        "threatmodel.yaml:20:20",
        "attack_tree/theft",
    )
    assert one.message == (
        "the step 'force' alone reaches the goal 'Take the till', and no control that is in place stops it"
    )
    assert one.hint == "put one of these in place: 'wall'"


def test_a_single_step_without_a_control_is_told_to_name_one() -> None:
    (one,) = found(TREE.replace("        controls: [guard]\n", ""))
    assert (one.discriminator, one.hint) == ("force", "name what stops it under 'controls'")


@pytest.mark.parametrize("status", ["implemented", "verified"])
def test_a_single_step_that_is_stopped_is_no_finding(status: str) -> None:
    assert said(TREE.replace("verified", status)) == []


@pytest.mark.parametrize("status", ["planned", "retired"])
def test_one_whose_control_is_not_in_place_is(status: str) -> None:
    assert said(TREE.replace("verified", status)) == ["tree/single-step 20:20 force"]


# what changed


def test_a_control_that_is_lost_makes_the_attack_that_it_stopped_open() -> None:
    cheaper, quicker, likelier, easier, more = found(TREE.replace("implemented", "retired"), TREE)
    assert [f.rule for f in (cheaper, quicker, likelier, easier, more)] == [
        "tree/cheaper-path",
        "tree/quicker-path",
        "tree/likelier-path",
        "tree/easier-path",
        "tree/easier-path",
    ]
    assert cheaper.message == (
        "the goal 'Take the till' can be reached more cheaply with no control in the way: 10 instead of 60,"
        " by 'hide', then 'wait'"
    )
    assert str(cheaper.location) == "threatmodel.yaml:15:85"
    assert [(str(r.location), r.message) for r in cheaper.related] == [
        ("threatmodel.yaml:4:31", "the control 'lock' is not in place any more")
    ]
    assert [(str(step.location), step.message) for step in cheaper.path] == [
        ("threatmodel.yaml:15:20", "'hide'"),
        ("threatmodel.yaml:16:20", "'wait'"),
    ]
    assert (easier.discriminator, more.discriminator) == ("difficulty", "skill")
    assert "with less difficulty with no control in the way: 1 instead of 4" in easier.message


def test_a_control_that_a_step_names_no_more_is_told_at_the_step() -> None:
    head = TREE.replace(", controls: [lock]", "")
    assert said(head, TREE)[0] == "tree/cheaper-path 15:20 cost"
    assert found(head, TREE)[0].related == ()


def test_a_control_that_a_gate_loses_is_told_at_the_gate() -> None:
    head = TREE.replace("verified", "retired")
    assert "tree/cheaper-path 18:9 cost" in said(head, TREE)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("cost: 50", "cost: 49", "tree/cheaper-path 12:51 cost"),
        ("time: 9", "time: 8.5", "tree/quicker-path 12:61 time"),
        ("probability: 0.5, difficulty: 4", "probability: 0.75, difficulty: 4", "tree/likelier-path 12:77 probability"),
        ("difficulty: 4", "difficulty: 3", "tree/easier-path 12:94 difficulty"),
        ("skill: 3", "skill: 2", "tree/easier-path 12:104 skill"),
    ],
)
def test_a_figure_that_is_better_for_the_attacker_is_told_at_the_figure(before: str, after: str, expected: str) -> None:
    assert said(TREE.replace(before, after), TREE) == [expected]
    assert said(TREE, TREE.replace(before, after)) == []


def test_a_figure_that_is_no_longer_stated_is_told_at_its_step() -> None:
    (one,) = found(TREE.replace("cost: 50, ", ""), TREE)
    assert (one.rule, str(one.location)) == ("tree/cheaper-path", "threatmodel.yaml:12:13")
    assert one.message == (
        "whether 'Take the till' can be reached more cheaply cannot be told any more: 'Copy the key' has no cost"
    )


def test_a_figure_of_a_stopped_attack_does_not_matter() -> None:
    assert said(TREE.replace("cost: 1,", "cost: 0,"), TREE) == []


def test_a_new_attack_is_told_at_its_new_step() -> None:
    head = TREE.replace("      - sand:", "      - and: [{leaf: bribe, cost: 7}, {leaf: open}]\n      - sand:")
    assert said(head, TREE)[0] == "tree/cheaper-path 14:22 cost"


def test_of_an_independent_tree_the_goal_counts_and_not_only_its_likeliest_attack() -> None:
    base = TREE.replace("    or:\n      - and:", "    probability_rule: independent\n    or:\n      - and:")
    head = base.replace("      - sand:", "      - and: [{leaf: bribe, probability: 0.1}, {leaf: open}]\n      - sand:")
    found_ = [f for f in found(head, base) if f.rule == "tree/likelier-path"]
    assert ["0.275 instead of 0.25" in f.message for f in found_] == [True]


def test_a_goal_that_was_out_of_reach_is_reachable_again() -> None:
    stopped = TREE.replace("cost: 50,", "cost: 50, controls: [lock],")
    (one,) = found(
        stopped.replace("lock: {title: Lock, status: implemented", "lock: {title: Lock, status: planned"), stopped
    )
    assert (one.rule, str(one.location)) == ("tree/reachable-again", "threatmodel.yaml:12:55")
    assert one.message == (
        "every attack on 'Take the till' was stopped, and now one is open, by 'Copy the key' and 'open'"
    )


def test_a_tree_that_is_new_has_nothing_to_be_compared_with() -> None:
    assert said(TREE, "threatgate: 1\nsystem: {id: shop}\n") == []


def test_a_renamed_tree_is_compared_with_what_it_was() -> None:
    head = TREE.replace("  theft:\n", "  robbery:\n    was: theft\n").replace("cost: 50", "cost: 49")
    assert said(head, TREE) == ["tree/cheaper-path 13:51 cost"]


# what is gone


def test_an_open_attack_that_is_left_out_is_told() -> None:
    head = TREE.replace("          - {leaf: open, cost: 10", "          - {leaf: other, cost: 10")
    (one,) = [f for f in found(head, TREE) if f.rule == "tree/attack-dropped"]
    assert (str(one.location), one.message) == (
        "threatmodel.yaml:8:3",
        "1 open attack to 'Take the till' is no longer in the tree, though no control stopped it:"
        " 'Copy the key' and 'open'",
    )


def test_a_stopped_attack_may_go() -> None:
    lines = TREE.splitlines(keepends=True)
    assert said("".join(lines[:16]), TREE) == []


def test_an_attack_that_a_control_in_place_is_said_to_stop_is_told_where_it_is_said() -> None:
    (one,) = found(TREE.replace("cost: 50,", "cost: 50, controls: [lock],"), TREE)
    assert (one.rule, str(one.location)) == ("tree/said-to-be-stopped", "threatmodel.yaml:12:55")
    assert one.message == (
        "1 open attack to 'Take the till' is called stopped by 'lock', in place before too: 'Copy the key' and 'open'"
    )


def test_one_that_a_gate_is_said_to_be_stopped_at_is_told_there() -> None:
    head = TREE.replace(
        "      - and:\n          - {leaf: key", "      - controls: [lock]\n        and:\n          - {leaf: key"
    )
    assert said(head, TREE) == ["tree/said-to-be-stopped 11:9"]


@pytest.mark.parametrize("named", ["controls: [wall]", "controls: [wall, lock]"])
def test_one_that_a_new_control_stops_is_the_way_it_should_be(named: str) -> None:
    head = TREE.replace("cost: 50,", f"cost: 50, {named},").replace("status: planned", "status: implemented")
    assert said(head, TREE) == []


def test_a_control_that_is_not_in_place_stops_nothing() -> None:
    assert said(TREE.replace("cost: 50,", "cost: 50, controls: [wall],"), TREE) == []


def test_a_tree_that_is_gone_takes_its_open_attacks_with_it() -> None:
    head = TREE.partition("attack_trees:")[0] + "attack_trees: {}\n"
    (one,) = found(head, TREE)
    assert (one.rule, str(one.subject), one.message) == (
        "tree/attack-dropped",
        "attack_tree/theft",
        "the tree is gone, and with it 1 open attack to 'Take the till'",
    )


# limits


def test_a_tree_over_a_limit_is_no_pass() -> None:
    pairs = ", ".join(f"{{or: [{{leaf: a{n}}}, {{leaf: b{n}}}]}}" for n in range(14))
    with pytest.raises(InputError, match="more than 10,000: it was not decided") as raised:
        found(f"{HEAD}    and: [{pairs}]\n")
    assert (str(raised.value.at), raised.value.exit_code) == ("threatmodel.yaml:8:3", 3)
