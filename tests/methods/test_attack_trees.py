"""Minimal attacks and what they come to, against the slow way and against the rules of the literature."""

from __future__ import annotations

from math import isclose, prod

import pytest
from hypothesis import assume, given, settings

from checker.core.attack_tree import FIGURES, Analysis, Attack, Gate, Leaf, Step, leaves
from checker.core.errors import InputError
from checker.core.location import Location
from checker.methods.attack_trees import chance as chances
from checker.methods.attack_trees import expand
from checker.methods.attack_trees.analyse import analyse
from checker.methods.attack_trees.chance import TooBig, chance
from checker.methods.attack_trees.cover import cover
from tests.builders import attack_tree, control, gate, leaf, model
from tests.methods.brute import CONTROLS, closed, is_reached, minimal, subsets, time_of, trees, ways

LEAST = ("cost", "time", "difficulty", "skill")


def analysed(root: Gate, *working: str, rule: str = "max") -> Analysis:
    tree = attack_tree("t", root, goal="G", probability_rule=rule)
    controls = [control(id, "verified" if id in working else "planned") for id in CONTROLS]
    return analyse(model(tree, *controls), tree)


def steps_of(analysis: Analysis) -> list[set[str]]:
    return [set(attack.steps) for attack in analysis.whole.attacks]


def without_circles(root: Gate) -> Gate:
    """The tree, where no way of it asks for a step before and after another one."""
    assume(not any((a, a) in way.before for way in ways(root) for a, _ in way.before))
    return root


# attacks


@settings(max_examples=300, deadline=None)
@given(trees())
def test_the_minimal_attacks_are_those_of_all_ways(root: Gate) -> None:
    without_circles(root)
    found = {(frozenset(a.steps), frozenset(a.before)) for a in analysed(root).whole.attacks}
    assert found == {(way.steps, way.before) for way in minimal([w._replace(controls=frozenset()) for w in ways(root)])}


@settings(max_examples=200, deadline=None)
@given(trees(gates=("or", "and")))
def test_without_sequences_they_are_the_minimal_sets_that_reach_the_goal(root: Gate) -> None:
    reaching = [done for done in subsets(list(leaves(root))) if is_reached(root, done)]
    least = {done for done in reaching if not any(other < done for other in reaching)}
    found = [frozenset(attack.steps) for attack in analysed(root).whole.attacks]
    assert (len(found), set(found)) == (len(least), least)


@settings(max_examples=200, deadline=None)
@given(trees(guarded=True))
def test_what_is_open_is_reached_without_what_controls_in_place_stop(root: Gate) -> None:
    without_circles(root)
    for working in subsets(list(CONTROLS)):
        found = analysed(root, *working)
        reached = any(is_reached(root, done, working) for done in subsets(list(leaves(root))))
        assert bool(found.open.attacks) == reached
        assert all(is_reached(root, frozenset(attack.steps), working) for attack in found.open.attacks)
        assert [a for a in found.whole.attacks if a.open] == list(found.open.attacks)


@settings(max_examples=200, deadline=None)
@given(trees())
def test_steps_come_in_an_order_in_which_they_can_be_done(root: Gate) -> None:
    for attack in analysed(without_circles(root)).whole.attacks:
        assert all(attack.steps.index(one) < attack.steps.index(other) for one, other in attack.before)
        assert closed(frozenset(attack.before)) == set(attack.before)


def test_an_attack_with_less_order_makes_the_same_steps_in_order_needless() -> None:
    assert [a.before for a in analysed(gate("or", gate("sand", "a", "b"), gate("and", "a", "b"))).whole.attacks] == [()]


def test_an_attack_in_another_order_is_another_attack() -> None:
    both = analysed(gate("or", gate("sand", "a", "b"), gate("sand", "b", "a")))
    assert [a.steps for a in both.whole.attacks] == [("a", "b"), ("b", "a")]


def test_what_was_done_is_not_done_again_in_a_later_step() -> None:
    twice = gate("sand", gate("sand", "log-in", "read"), gate("sand", "log-in", "write"))
    (attack,) = analysed(twice).whole.attacks
    assert (attack.steps, len(attack.before)) == (("log-in", "read", "write"), 3)


def test_a_step_before_and_after_another_is_refused_at_the_tree() -> None:
    tree = attack_tree("t", gate("and", gate("sand", "a", "b"), gate("sand", "b", "a")), goal="G")
    with pytest.raises(
        InputError, match=r"the tree 't' ask for the step '[ab]' before and after another one"
    ) as raised:
        analyse(model(tree), tree, at=Location("m.yaml", 7, 3))
    assert (str(raised.value.at), raised.value.exit_code) == ("m.yaml:7:3", 3)


def test_a_gate_with_controls_is_passed_or_not() -> None:
    root = gate("or", gate("and", "a", controls=["guard"]), gate("and", "a", "b"))
    found = analysed(root, "guard")
    assert [(a.steps, a.gates, a.working) for a in found.whole.attacks] == [
        (("a",), ("or.0",), ("guard",)),
        (("a", "b"), (), ()),
    ]
    assert found.closing.bare == found.open.attacks


# figures


@settings(max_examples=300, deadline=None)
@given(trees())
def test_the_best_figures_are_those_of_all_ways(root: Gate) -> None:
    known = leaves(without_circles(root))
    found = analysed(root).whole
    for figure in FIGURES:
        values = [v for way in minimal(ways(root)) if (v := value(figure, [known[s] for s in way.steps])) is not None]
        if figure == "time":
            values = [v for way in minimal(ways(root)) if (v := time_of(way, root)) is not None]
        best = found.best[figure]
        wanted = (max if figure == "probability" else min)(values, default=None)
        assert (best and best.value) == (None if wanted is None else pytest.approx(wanted))
        assert found.unknown[figure] == len(found.attacks) - len(values)


def value(figure: str, steps: list[Leaf]) -> float | None:
    values = [getattr(step, figure) for step in steps]
    if None in values:
        return None
    return {"cost": sum, "probability": prod}.get(figure, max)(values)


@settings(max_examples=200, deadline=None)
@given(trees(stated=True))
def test_where_each_leaf_stands_once_it_is_what_goes_upwards(root: Gate) -> None:
    alone = apart(root, "x")
    found = analysed(alone).whole
    for figure in FIGURES:
        best = found.best[figure]
        assert best and best.value == pytest.approx(upwards(figure, alone))


def apart(gate: Gate, path: str) -> Gate:
    """The same with a leaf of its own in each place."""
    children = enumerate(gate.children)
    return gate._replace(
        children=tuple(
            step._replace(id=f"{path}.{n}") if isinstance(step, Leaf) else apart(step, f"{path}.{n}")
            for n, step in children
        )
    )


def upwards(figure: str, step: Step) -> float:
    """The attribute domains of Mauw and Oostdijk 2005, and Jhawar et al. 2015 for ``sand``."""
    if isinstance(step, Leaf):
        return float(getattr(step, figure))
    inside = [upwards(figure, child) for child in step.children]
    if step.kind == "or":
        return max(inside) if figure == "probability" else min(inside)
    if figure == "probability":
        return prod(inside)
    return sum(inside) if figure == "cost" or (figure == "time" and step.kind == "sand") else max(inside)


def test_a_shared_leaf_is_paid_once() -> None:
    key = leaf("key", cost=100, time=5, probability=0.5, difficulty=2, skill=1)
    door, safe = (leaf(id, cost=10, time=1, probability=0.5, difficulty=1, skill=3) for id in ("door", "safe"))
    (attack,) = analysed(gate("and", gate("sand", key, door), gate("sand", key, safe))).whole.attacks
    assert attack.figures == {"cost": 120, "time": 6, "probability": 0.125, "difficulty": 2, "skill": 3}


def test_a_figure_that_a_step_does_not_state_is_not_guessed() -> None:
    found = analysed(gate("or", gate("and", leaf("a", cost=5), "b"), leaf("c", cost=9))).whole
    assert [a.figures["cost"] for a in found.attacks] == [None, 9]
    assert (found.best["cost"] and found.best["cost"].value, found.unknown["cost"]) == (9, 1)


def test_sums_of_decimals_have_no_dust() -> None:
    (attack,) = analysed(gate("and", leaf("a", cost=0.1), leaf("b", cost=0.2))).whole.attacks
    assert attack.figures["cost"] == 0.3


# the chance that any attack works


@settings(max_examples=300, deadline=None)
@given(trees(guarded=True, stated=True))
def test_the_independent_probability_counts_every_outcome_once(root: Gate) -> None:
    known = leaves(root)
    for working in (frozenset[str](), frozenset(["lock", "log"])):
        total = 0.0
        for done in subsets(list(known)):
            if is_reached(root, done, working):
                total += prod(
                    (p if id in done else 1 - p) for id, one in known.items() if (p := one.probability or 0) >= 0
                )
        found = chance(root, working)
        assert found is not None
        assert isclose(found, total, abs_tol=1e-9)


def test_a_probability_that_does_not_matter_need_not_be_stated() -> None:
    never, always = leaf("never", probability=0), leaf("always", probability=1)
    for root, expected in ((gate("and", never, "b"), 0), (gate("or", always, "b"), 1)):
        assert chance(root) == chance(gate("or", root, root)) == expected


def test_a_probability_that_matters_and_is_not_stated_leaves_it_open() -> None:
    assert chance(gate("or", leaf("a", probability=0.5), "b")) is None
    assert (
        chance(gate("or", leaf("a", probability=0.5), gate("and", "b", leaf("c", controls=["lock"]))), {"lock"}) == 0.5
    )


def test_of_a_tree_that_is_closed_the_probability_is_nought() -> None:
    found = analysed(gate("or", leaf("a", controls=["lock"])), "lock", rule="independent")
    assert (found.chance(found.open), found.open.independent) == (0.0, 0.0)


def test_the_rule_of_the_tree_decides_which_probability_is_the_goals() -> None:
    root = gate("or", leaf("a", probability=0.5), leaf("b", probability=0.5))
    assert (analysed(root).probability, analysed(root, rule="independent").probability) == (0.5, 0.75)


def test_a_diagram_over_its_limit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chances, "MAX_NODES", 4)
    root = gate("or", *(gate("and", leaf(id, probability=0.5), "a") for id in "abcdef"))
    with pytest.raises(TooBig):
        chance(root)
    found = analysed(root, rule="independent")
    assert (found.probability, found.whole.independent, len(found.whole.attacks)) == (None, None, 1)
    assert found.notes == (
        "The independent probability was not computed: leaves are shared, and there are more than 400 of them,"
        " or more than 50,000 nodes in their diagram.",
    )


def test_more_leaves_than_a_diagram_may_have_are_said_too() -> None:
    alone = [leaf(f"l{n}", probability=0.5) for n in range(401)]
    assert analysed(gate("or", *alone)).notes == ()
    assert analysed(gate("or", *alone, gate("and", alone[0], alone[1]))).notes


# controls


@settings(max_examples=200, deadline=None)
@given(trees(guarded=True))
def test_the_choices_are_the_minimal_sets_of_controls_that_stop_all(root: Gate) -> None:
    found = analysed(without_circles(root))
    named = [set(a.controls) for a in found.whole.attacks if a.controls]
    hitting = [some for some in subsets(list(CONTROLS)) if all(some & controls for controls in named)]
    least = {some for some in hitting if some and not any(other < some for other in hitting)}
    assert {frozenset(choice) for choice in found.cover.choices} == least
    assert found.cover.complete
    assert list(found.cover.bare) == [a for a in found.whole.attacks if not a.controls]


def test_smaller_choices_come_first_and_what_is_in_place_is_not_asked_for_again() -> None:
    root = gate("or", leaf("a", controls=["lock"]), leaf("b", controls=["lock", "guard"]), leaf("c", controls=["log"]))
    found = analysed(root, "log")
    assert found.cover.choices == (("lock", "log"),)
    assert found.closing.choices == (("lock",),)


def test_too_many_choices_give_one_that_is_good_and_say_so() -> None:
    attacks = [attack(f"a{n}", f"x{n}", f"y{n}") for n in range(10)]
    found = cover(attacks)
    assert (found.complete, len(found.choices), len(found.choices[0])) == (False, 1, 10)
    assert all(set(found.choices[0]) & set(one.controls) for one in attacks)


def attack(step: str, *controls: str) -> Attack:
    return Attack((step,), (), (), tuple(sorted(controls)), (), dict.fromkeys(FIGURES))


def test_single_steps_are_the_attacks_of_one_leaf() -> None:
    assert analysed(gate("or", "a", gate("and", "b", "c"), gate("and", "a", "c"))).single == ("a",)


# limits


def test_more_attacks_than_the_limit_are_refused_and_never_cut() -> None:
    pairs = [gate("or", f"a{n}", f"b{n}") for n in range(14)]
    with pytest.raises(InputError, match="the attacks of the tree 't' are more than 10,000: it was not decided"):
        analysed(gate("and", *pairs))


def test_as_many_as_the_limit_are_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expand, "MAX_ATTACKS", 8)
    pairs = [gate("or", f"a{n}", f"b{n}") for n in range(3)]
    assert len(analysed(gate("and", *pairs)).whole.attacks) == 8
    with pytest.raises(InputError, match="are more than 8"):
        analysed(gate("or", "c", gate("and", *pairs)))


def test_the_trees_of_one_model_share_what_they_may_take() -> None:
    tree = attack_tree("t", gate("and", *(gate("or", f"a{n}", f"b{n}") for n in range(10))), goal="G")
    work = expand.Work(5_000)
    analyse(model(tree), tree, work)
    with pytest.raises(InputError, match="take more work than one model may: it was not decided"):
        for _ in range(10):
            analyse(model(tree), tree, work)


def test_shared_leaves_keep_what_grows_small() -> None:
    """Fourteen times the same choice: 16,384 ways, of which two are minimal."""
    assert steps_of(analysed(gate("and", *[gate("or", "a", "b")] * 14))) == [{"a"}, {"b"}]
