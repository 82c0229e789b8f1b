"""Attack trees compared: step by step, under present names, and what of it weakens."""

from __future__ import annotations

from typing import Any

import pytest

from checker.core.attack_tree import Gate
from checker.core.change import Change
from checker.core.model import AttackTree
from checker.diff import compare
from tests.builders import attack_tree, component, control, gate, graph, leaf, model, threat

ROOT = gate("or", leaf("key", cost=5, probability=0.5, controls=["lock"]), gate("and", "a", "b", controls=["guard"]))


def tree(root: Gate = ROOT, id: str = "t", **fields: Any) -> AttackTree:
    return attack_tree(id, root, goal="G", **fields)


def changes(before: AttackTree, after: AttackTree) -> list[Change]:
    rest = (control("lock"), control("guard"))
    base, head = model(before, *rest), model(after, *rest)
    return list(compare(base, head, graph(base), graph(head)))


def key(**fields: Any) -> Gate:
    """The tree with other words at its first leaf."""
    return ROOT._replace(children=(ROOT.children[0]._replace(**fields), ROOT.children[1]))


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (key(cost=6), [("cost.key", 5, 6, True)]),
        (key(cost=4), [("cost.key", 5, 4, False)]),
        (key(cost=None), [("cost.key", 5, None, True)]),
        (key(probability=0.25), [("probability.key", 0.5, 0.25, True)]),
        (key(controls=()), [("controls.key", ("lock",), (), True)]),
        (key(name="Copy it"), [("name.key", "", "Copy it", False)]),
        (
            ROOT._replace(children=ROOT.children[1:]),
            [
                ("steps", ("a", "b", "key"), ("a", "b"), True),
                ("shape", "or(key, and(a, b) unless guard)", "or(and(a, b) unless guard)", False),
            ],
        ),
        (
            ROOT._replace(kind="and"),
            [("shape", "or(key, and(a, b) unless guard)", "and(key, and(a, b) unless guard)", False)],
        ),
        (
            ROOT._replace(children=(ROOT.children[0], gate("and", "a", "b", controls=["guard"], name="Both"))),
            [("gates", (("", ""), ("", "")), (("", ""), ("Both", "")), False)],
        ),
    ],
)
def test_a_change_lists_what_differs(root: Gate, expected: list[tuple[str, Any, Any, bool]]) -> None:
    (change,) = changes(tree(), tree(root))
    assert [(f.field, f.before, f.after, f.weakens) for f in change.fields] == expected
    assert (change.kind, change.relevant) == ("modified", False)
    (back,) = changes(tree(root), tree())
    assert [(f.field, f.after, f.before) for f in back.fields] == [one[:3] for one in expected]


def test_a_tree_that_says_what_it_was_is_renamed() -> None:
    (change,) = changes(tree(), tree(id="other", was="t"))
    assert (change.kind, change.ref.id, change.was, change.fields) == ("renamed", "other", "t", ())


def test_a_tree_of_another_id_is_another_tree() -> None:
    assert [(c.kind, c.weakens) for c in changes(tree(), tree(id="other"))] == [("added", False), ("removed", True)]


def test_renames_of_what_steps_name_change_no_tree() -> None:
    def built(lock: str, web: str, t1: str, **was: str) -> Any:
        root = gate("or", leaf("key", controls=[lock], on=[web], threats=[t1]), gate("and", "a", controls=[lock]))
        named = {kind: {"was": old} for kind, old in was.items()}
        return model(
            attack_tree("t", root, goal="G", on=[web]),
            control(lock, title="Lock", **named.get("control", {})),
            component(web, **named.get("component", {})),
            threat(t1, [web], title="T", **named.get("threat", {})),
        )

    base, head = built("lock", "web", "t1"), built("bolt", "site", "t2", control="lock", component="web", threat="t1")
    found = compare(base, head, graph(base), graph(head))
    assert {change.kind for change in found} == {"renamed"}
    assert not [change for change in found if change.ref.kind == "attack_tree"]
