"""Two models -> what changed in meaning, exactly."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given

from checker.core.change import Change, FieldChange
from checker.core.digest import IRRELEVANT, RELEVANT
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.system import FairnessObjective, Measured
from checker.diff import compare
from tests.builders import (
    ai_model,
    attack_tree,
    boundary,
    component,
    control,
    data,
    edited,
    flow,
    gate,
    graph,
    leaf,
    model,
    not_applicable,
    system,
    threat,
    with_element,
    without,
)
from tests.diff.edits import MODEL, Step, after, renamed, steps

NAMED = ("component", "flow", "boundary", "data", "threat", "control")


def changes(base: Model, head: Model) -> tuple[Change, ...]:
    return compare(base, head, graph(base), graph(head))


def summary(base: Model, head: Model) -> list[str]:
    return [f"{change.kind} {change.ref}" for change in changes(base, head)]


def field(base: Model, head: Model, ref: str) -> FieldChange:
    """The change of one field; ``ref`` as it prints."""
    found = {f"{c.ref}#{f.field}": f for c in changes(base, head) for f in c.fields}
    return found[ref]


def test_a_model_does_not_differ_from_itself() -> None:
    assert changes(MODEL, MODEL) == ()


@pytest.mark.parametrize(
    ("element", "weakens"),
    [
        (component("new"), False),
        (flow("new", "api", "bot"), False),
        (boundary("new"), False),
        (data("new"), False),
        (threat("new", "api"), False),
        (control("new"), False),
        (attack_tree("new"), False),
        (not_applicable("api", ["stride:D"], id="1"), True),
    ],
)
def test_an_added_element_is_one_change_and_mirrors_as_removed(element: Any, weakens: bool) -> None:
    head = with_element(MODEL, element)
    (added,) = [change for change in changes(MODEL, head) if change.kind == "added"]
    (removed,) = [change for change in changes(head, MODEL) if change.kind == "removed"]
    assert added.ref == removed.ref
    assert (added.weakens, removed.weakens) == (weakens, not weakens)
    assert added.fields == removed.fields == ()


def test_a_modified_field_is_shown_as_the_models_hold_it() -> None:
    head = edited(MODEL, "data", "chat", classification="public", name="Chats")
    assert changes(MODEL, head) == (
        Change(
            "modified",
            Ref("data", "chat"),
            (FieldChange("name", "", "Chats"), FieldChange("classification", "confidential", "public", weakens=True)),
            weakens=True,
        ),
    )


@pytest.mark.parametrize(
    ("kind", "id", "edit", "expected"),
    [
        ("component", "bot", {"model": ai_model(version="2")}, [("model.version", "1", "2")]),
        ("component", "bot", {"model": None}, [("model.source", "external", ""), ("model.version", "1", "")]),
        ("component", "api", {"model": ai_model("a", card="b")}, [("model.source", "", "a"), ("model.card", "", "b")]),
        ("component", "api", {"properties": {"usage": "ops"}}, [("properties.usage", None, "ops")]),
        ("system", "shop", {"taxonomies": {}}, [("taxonomies.atlas", "5.6.0", None)]),
        ("system", "shop", {"methods": {"pasta": ["1"]}}, [("methods.pasta", None, ("1",))]),
        ("system", "shop", {"conditions": {"x": False}}, [("conditions.x", None, False)]),
        ("threat", "theft", {"risk": {"score": 7}}, [("risk.score", None, 7)]),
        ("threat", "theft", {"on": ["ask"]}, [("on", ("ask", "chat"), ("ask",))]),
        ("flow", "ask", {"bidirectional": True}, [("bidirectional", False, True)]),
    ],
)  # fmt: skip
def test_nested_fields_are_compared_part_by_part(
    kind: str, id: str, edit: dict[str, Any], expected: list[tuple[str, Any, Any]]
) -> None:
    (change,) = changes(MODEL, edited(MODEL, kind, id, **edit))
    assert [(f.field, f.before, f.after) for f in change.fields] == expected


def test_a_threat_that_is_accepted_says_by_whom_and_until_when() -> None:
    head = with_element(MODEL, threat("theft", ["ask", "chat"], title="Theft", refs=["stride:S"], owner="team",
                                      status="accepted", accepted=("dana", "2027-01-01")))  # fmt: skip
    (change,) = changes(MODEL, head)
    assert [(f.field, f.after) for f in change.fields] == [
        ("status", "accepted"),
        ("accepted.by", "dana"),
        ("accepted.until", "2027-01-01"),
    ]


def test_was_alone_is_no_change() -> None:
    assert changes(MODEL, edited(MODEL, "component", "api", was="web")) == ()


def test_a_component_in_another_boundary_is_moved_and_its_flows_follow() -> None:
    head = edited(MODEL, "component", "api", boundary="ml")
    moved, ask, prompt = changes(MODEL, head)
    assert (moved.kind, str(moved.ref), moved.weakens) == ("moved", "component/api", True)
    assert moved.fields == (FieldChange("boundary", "cloud", "ml", weakens=True),)
    assert (ask.kind, str(ask.ref), ask.derived) == ("modified", "flow/ask", True)
    assert ask.fields == (
        FieldChange("crossings", ("internet", "cloud"), ("internet", "cloud", "ml"), weakens=False, derived=True),
    )
    assert prompt.fields == (FieldChange("crossings", ("ml",), (), weakens=True, derived=True),)


def test_a_boundary_under_another_parent_is_moved() -> None:
    head = edited(MODEL, "boundary", "ml", parent="internet")
    assert summary(MODEL, head) == ["moved boundary/ml", "modified flow/prompt"]


def test_exposure_follows_and_is_relevant_only_where_it_becomes_or_was_direct() -> None:
    head = without(MODEL, "flow", "ask")
    api, bot, _ = changes(MODEL, head)
    assert api.fields == (FieldChange("exposure", "direct", "none", weakens=True, derived=True),)
    assert bot.fields == (FieldChange("exposure", "indirect", "none", weakens=True, derived=True),)
    assert (api.relevant, bot.relevant) == (True, False)


def test_a_removed_element_does_not_change_the_fields_of_others() -> None:
    assert summary(MODEL, without(MODEL, "control", "filter")) == ["removed control/filter"]


# renames


@pytest.mark.parametrize("was", [True, False])
@pytest.mark.parametrize(("kind", "id"), [(kind, id) for kind in NAMED for id in MODEL.elements(kind)])
def test_a_rename_alone_is_one_change_that_does_not_matter(kind: str, id: str, was: bool) -> None:
    head = renamed(MODEL, kind, id, "new", was)
    assert changes(MODEL, head) == (Change("renamed", Ref(kind, "new"), (), id, weakens=False, relevant=False),)
    assert changes(head, MODEL) == (Change("renamed", Ref(kind, id), (), "new", weakens=False, relevant=False),)


def test_all_renames_at_once_are_as_many_changes() -> None:
    head = MODEL
    for kind in NAMED:
        for id in MODEL.elements(kind):
            head = renamed(head, kind, id, f"new-{id}")
    assert {(c.kind, c.fields, c.relevant) for c in changes(MODEL, head)} == {("renamed", (), False)}
    assert len(changes(MODEL, head)) == 13


def test_a_rename_with_a_change_shows_the_change_in_the_words_of_each_model() -> None:
    head = edited(renamed(MODEL, "data", "chat", "talk"), "data", "talk", classification="public")
    head = edited(head, "flow", "ask", data=["manuals", "talk"])
    flow_change = field(MODEL, head, "flow/ask#data")
    assert (flow_change.before, flow_change.after) == (("chat",), ("manuals", "talk"))
    assert summary(MODEL, head) == ["renamed data/talk", "modified flow/ask"]


def test_a_renamed_and_moved_component_is_renamed_with_its_boundary_among_the_fields() -> None:
    head = edited(renamed(MODEL, "component", "api", "web"), "component", "web", boundary="ml")
    change = changes(MODEL, head)[0]
    assert (change.kind, change.was, change.relevant) == ("renamed", "api", True)
    assert [f.field for f in change.fields] == ["boundary"]


def test_a_lost_reference_does_not_find_what_is_later_called_so() -> None:
    base = model(component("a"), component("b"), flow("f", "a", "new"))
    head = edited(renamed(base, "component", "b", "new"), "flow", "f", target="new")
    assert summary(base, head) == ["renamed component/new", "modified flow/f"]


def test_a_lost_reference_to_a_control_finds_none_that_is_later_called_so() -> None:
    base = model(component("a"), threat("t", "a", controls=["new"]), control("old", title="Old"))
    head = renamed(base, "control", "old", "new")
    assert summary(base, head) == ["renamed control/new", "modified threat/t"]
    assert summary(head, base) == ["renamed control/old", "modified threat/t"]
    assert field(base, head, "threat/t#controls") == FieldChange("controls", ("new",), ("new",), weakens=True)


def test_a_threat_that_gains_a_control_by_its_rename_is_no_other_threat_renamed() -> None:
    base = model(component("a"), threat("t", "a", title="T", controls=["new"]), control("old", title="Old"))
    head = renamed(renamed(base, "control", "old", "new"), "threat", "t", "u", was=False)
    assert summary(base, head) == ["renamed control/new", "removed threat/t", "added threat/u"]
    assert summary(head, base) == ["renamed control/old", "added threat/t", "removed threat/u"]


def test_a_lost_control_of_an_attack_tree_finds_none_that_is_later_called_so() -> None:
    tree = attack_tree("x", gate("or", leaf("s", controls=["new"])))
    base = model(component("a"), control("old", title="Old"), tree)
    head = renamed(base, "control", "old", "new")
    assert summary(base, head) == ["modified attack_tree/x", "renamed control/new"]
    assert summary(head, base) == ["modified attack_tree/x", "renamed control/old"]


def test_a_new_name_that_another_kind_gave_up_is_not_its_own() -> None:
    base = model(component("b", "agent"), data("x", "restricted"))
    head = model(component("x", "agent", was="b"))
    assert summary(base, head) == ["renamed component/x", "removed data/x"]


def test_was_of_something_that_is_still_there_is_no_rename() -> None:
    assert summary(MODEL, with_element(MODEL, component("web", was="api"))) == ["added component/web"]


def test_was_claimed_twice_is_no_rename() -> None:
    base = model(data("a", "public"), component("c", stores=["a"]))
    head = model(data("b", "public", was="a"), data("c", "public", was="a"))
    assert summary(base, head) == ["removed component/c", "removed data/a", "added data/b", "added data/c"]


def test_two_that_mean_the_same_are_not_told_apart() -> None:
    base = model(data("a", "public"), data("b", "public"))
    head = model(data("c", "public"), data("d", "public"))
    assert summary(base, head) == ["removed data/a", "removed data/b", "added data/c", "added data/d"]


def test_one_of_two_that_mean_the_same_is_not_guessed() -> None:
    base = model(data("a", "public"), data("b", "public"))
    assert summary(base, model(data("c", "public"))) == ["removed data/a", "removed data/b", "added data/c"]


def test_what_means_something_else_is_no_rename_without_was() -> None:
    base, head = model(data("a", "public")), model(data("b", "internal"))
    assert summary(base, head) == ["removed data/a", "added data/b"]


def test_a_control_without_words_is_no_rename_of_another() -> None:
    base = model(component("web"), threat("t", "web", controls=["tls"]), control("tls"))
    head = model(component("web"), threat("t", "web", controls=["sticker"]), control("sticker"))
    assert summary(base, head) == ["added control/sticker", "removed control/tls", "modified threat/t"]


def test_a_threat_with_another_title_is_no_rename_without_was() -> None:
    head = renamed(MODEL, "threat", "theft", "stub", was=False)
    head = edited(head, "threat", "stub", title="Stub")
    assert summary(MODEL, head) == ["added threat/stub", "removed threat/theft"]


def test_a_system_of_another_id_is_renamed() -> None:
    (change,) = changes(MODEL, MODEL._replace(system=MODEL.system._replace(id="store")))
    assert change == Change("renamed", Ref("system", "store"), (), "shop", weakens=False, relevant=False)


# answers "not applicable", which have no names


def test_an_answer_moved_in_the_file_is_no_change() -> None:
    first, second = not_applicable("api", ["a"], "x", id="0"), not_applicable("bot", ["b"], "y", id="1")
    base = model(first, second)
    assert changes(base, model(second._replace(id="0"), first._replace(id="1"))) == ()


def test_an_answer_with_another_reason_does_not_matter() -> None:
    head = edited(MODEL, "not_applicable", "0", reason="")
    (change,) = changes(MODEL, head)
    assert change.fields == (FieldChange("reason", "logged elsewhere", "", weakens=True),)
    assert (change.kind, change.relevant) == ("modified", False)


def test_an_answer_about_more_elements_is_modified_and_weakens() -> None:
    head = edited(MODEL, "not_applicable", "0", on=["api", "bot"])
    (change,) = changes(MODEL, head)
    assert change.fields == (FieldChange("on", ("bot",), ("api", "bot"), weakens=True),)
    assert change.relevant


# properties


@pytest.mark.guarantee("law", "the changes from b to a are the mirror image of those from a to b", where="native")
@example([], [("rename", "control", "filter"), ("edit", "threat", "poison", "controls", ("filter",))])
@given(steps(), steps())
def test_the_way_back_mirrors_the_way_there(one: list[Step], other: list[Step]) -> None:
    base, head = after(MODEL, one), after(MODEL, other)
    there, back = changes(base, head), changes(head, base)
    mirror = {"added": "removed", "removed": "added"}
    assert sorted(_facts(c) for c in there) == sorted(_mirrored(c, mirror) for c in back)


def _facts(change: Change) -> str:
    fields = [(f.field, f.before, f.after, f.derived) for f in change.fields]
    name, old = (change.ref.id, change.was) if change.was else (change.ref.id, change.ref.id)
    place = (old, name) if change.ref.kind != "not_applicable" else ()
    return repr((change.kind, change.ref.kind, place, fields, change.relevant))


def _mirrored(change: Change, mirror: dict[str, str]) -> str:
    fields = tuple(f._replace(before=f.after, after=f.before) for f in change.fields)
    ref, was = (change.ref, "")
    if change.was:
        ref, was = Ref(change.ref.kind, change.was), change.ref.id
    return _facts(change._replace(kind=mirror.get(change.kind, change.kind), fields=fields, ref=ref, was=was))


@pytest.mark.guarantee("law", "a model does not differ from itself", where="native")
@given(steps())
def test_any_model_equals_itself(edits: list[Step]) -> None:
    assert changes(after(MODEL, edits), after(MODEL, edits)) == ()


@given(steps())
def test_changes_come_sorted_and_each_once(edits: list[Step]) -> None:
    found = changes(MODEL, after(MODEL, edits))
    assert list(found) == sorted(found, key=lambda change: (change.ref, change.kind))
    assert len({(change.kind, change.ref) for change in found}) == len(found)


@pytest.mark.parametrize(("kind", "fields"), [*RELEVANT.items(), *IRRELEVANT.items()])
def test_relevance_follows_the_tables_of_the_digest(kind: str, fields: tuple[str, ...]) -> None:
    from checker.diff import _matters

    for name in fields:
        assert _matters(kind, FieldChange(name, "", "x")) == (name in RELEVANT.get(kind, ()))


def test_the_reason_for_being_out_of_scope_may_be_reworded() -> None:
    base = edited(MODEL, "component", "user", out_of_scope="elsewhere")
    (reworded,) = changes(base, edited(base, "component", "user", out_of_scope="in another model"))
    (dropped,) = changes(base, MODEL)
    assert (reworded.relevant, dropped.relevant) == (False, True)


def test_systems_arechanges() -> None:
    base, head = model(system(criticality="critical")), model(system(criticality="low"))
    assert field(base, head, "system/shop#criticality") == FieldChange("criticality", "critical", "low", weakens=True)


def test_objectives_and_results_of_fairness_are_told_by_their_measure() -> None:
    old, new = FairnessObjective("fpr_parity", 0.1), FairnessObjective("fpr_parity", 0.2)
    twice = (FairnessObjective("equal_odds", 0.1), FairnessObjective("equal_odds", 0.3))
    base = model(
        system(fairness_objectives=(*twice, old), fairness_results=(Measured("fpr_parity", 1, (), "2026-01-01"),))
    )
    head = model(system(fairness_objectives=(twice[0], twice[1]._replace(threshold=0.4), new)))
    (change,) = changes(base, head)
    assert change.fields == (
        FieldChange("fairness_objectives.equal_odds.2", twice[1], FairnessObjective("equal_odds", 0.4), weakens=True),
        FieldChange("fairness_objectives.fpr_parity", old, new, weakens=True),
        FieldChange("fairness_results.fpr_parity@2026-01-01", Measured("fpr_parity", 1, (), "2026-01-01"), None, True),
    )
    assert change.relevant


def test_a_renamed_data_set_is_the_same_data_set() -> None:
    owl = component("owl", "model", model=ai_model(datasets=("history",)))
    base = model(owl, component("history", "training-data", name="History"))
    renamed_ = owl._replace(model=ai_model(datasets=("past",)))
    head = model(renamed_, component("past", "training-data", name="History", was="history"))
    assert summary(base, head) == ["renamed component/past"]
    without_it = model(owl._replace(model=ai_model()), base.components["history"])
    assert field(base, without_it, "component/owl#model.datasets").weakens


# between formats


def told(before: Model, after: Model) -> list[tuple[str, str, str]]:
    found = compare(before, after, graph(before), graph(after), across=True)
    back = compare(after, before, graph(after), graph(before), across=True)
    assert {(c.ref.kind, c.ref.id, c.was) for c in found if c.was} == {
        (c.ref.kind, c.was, c.ref.id) for c in back if c.was
    }
    return [(change.kind, str(change.ref), change.was) for change in found]


TWO = model(
    component("1", "service", name="Web", boundary="z"),
    component("2", "database", name="Store", stores=["d"]),
    boundary("z", name="Zone"),
    data("d", name="Orders"),
    flow("f", "1", "2", name="Query", data=["d"]),
    flow("g", "2", "1"),
    threat("t", ["1"], title="Theft"),
    threat("u", ["2"], title="Theft"),
    control("c", title="Lock"),
)
OTHER = model(
    component("web", "worker", name="Web", boundary="zone"),
    component("store", "cache", name="Store", stores=["orders"]),
    boundary("zone", "internal", name="Zone"),
    data("orders", "public", name="Orders"),
    flow("query", "web", "store", name="Query", data=["orders"], protocol="https"),
    flow("back", "store", "web", name="Answer"),
    threat("theft-1", ["web"], title="Theft", status="mitigated"),
    threat("theft-2", ["store"], title="Theft", status="accepted"),
    control("lock", title="Lock", status="verified"),
)


def test_names_tell_what_is_what_in_another_format() -> None:
    assert told(TWO, OTHER) == [
        ("renamed", "boundary/zone", "z"),
        ("renamed", "component/store", "2"),
        ("renamed", "component/web", "1"),
        ("renamed", "control/lock", "c"),
        ("renamed", "data/orders", "d"),
        ("renamed", "flow/back", "g"),
        ("renamed", "flow/query", "f"),
        ("renamed", "threat/theft-1", "t"),
        ("renamed", "threat/theft-2", "u"),
    ]
    fields = {
        field.field for change in compare(TWO, OTHER, graph(TWO), graph(OTHER), across=True) for field in change.fields
    }
    assert fields == {"type", "classification", "protocol", "name", "status"}


def test_names_tell_nothing_within_one_format() -> None:
    assert {kind for kind, _, was in [(c.kind, c.ref, c.was) for c in changes(TWO, OTHER)] if was} <= {"renamed"}
    assert ("component", "web") in {(c.ref.kind, c.ref.id) for c in changes(TWO, OTHER) if c.kind == "added"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            [component("1", "service", name="Web"), component("2", "cache", name="Web")],
            [component("a", "worker", name="Web")],
        ),
        (
            [component("1", "service", name="Web"), component("same", name="Web")],
            [component("a", "worker", name="Web"), component("same", name="Web")],
        ),
        ([component("1", "service")], [component("a", "worker")]),
        (
            [component("x"), component("y"), flow("1", "x", "y"), flow("2", "x", "y")],
            [component("x"), component("y"), flow("a", "x", "y", protocol="https")],
        ),
        (
            [component("x"), component("y"), flow("1", "x", "y")],
            [component("x"), component("y"), flow("a", "y", "x", protocol="https")],
        ),
        (
            [component("x"), threat("1", ["x"], title="T"), threat("2", ["x"], title="T")],
            [component("x"), threat("a", ["x"], title="T", status="avoided")],
        ),
    ],
    ids=["two of the name before", "another keeps the name", "no name", "two flows", "the other way", "two threats"],
)
def test_where_two_could_be_meant_none_is(before: list[Any], after: list[Any]) -> None:
    for one, other in ((model(*before), model(*after)), (model(*after), model(*before))):
        assert "renamed" not in {kind for kind, _, _ in told(one, other)}


def test_was_counts_before_names() -> None:
    after = model(
        component("a", name="Web"), component("b", "service", name="Store", was="1"), component("c", name="Web2")
    )
    before = model(component("1", "service", name="Web"), component("2", "worker", name="Store2"))
    assert ("renamed", "component/b", "1") in told(before, after)
    assert ("added", "component/a", "") in told(before, after)


def test_a_threat_on_the_whole_is_on_the_whole_under_another_id() -> None:
    before, after = (model(system(id), threat("t", [id], title="T")) for id in ("one", "two"))
    assert [(c.kind, str(c.ref)) for c in changes(before, after)] == [("renamed", "system/two")]
    taken = model(system("two"), component("one"), threat("t", ["two"], title="T"))
    assert ("modified", "threat/t") in [(c.kind, str(c.ref)) for c in changes(before, taken)]
