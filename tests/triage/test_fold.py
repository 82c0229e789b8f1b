"""One cause, one finding: what follows from a change is told with it, and nothing is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.change import Change, renames
from checker.core.finding import SEVERITIES, Finding
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.report import Result
from checker.diff import compare
from checker.triage.causes import causes
from checker.triage.fold import fold
from checker.triage.reviews import review_findings
from checker.triage.signing import cover
from tests.builders import (
    boundary,
    component,
    control,
    data,
    edited,
    flow,
    graph,
    model,
    not_applicable,
    review,
    settings,
    snapshot,
    threat,
    with_element,
    without,
)
from tests.diff.edits import MODEL as EDITABLE
from tests.diff.edits import after, renamed, steps
from tests.triage.test_reviews import TODAY, signed

BASE = signed(
    model(
        boundary("internet", "untrusted"),
        boundary("cloud"),
        boundary("ml", "restricted", parent="cloud"),
        boundary("lab", "partner"),
        data("chat", "confidential"),
        component("user", "person", boundary="internet"),
        component("api", boundary="cloud", processes=["chat"]),
        component("bot", "agent", boundary="ml", stores=["chat"]),
        component("log", "database", boundary="ml"),
        flow("ask", "user", "api", data=["chat"]),
        flow("prompt", "api", "bot", data=["chat"]),
        flow("note", "bot", "log"),
        threat("leak", ["user", "api", "bot", "log", "ask", "prompt", "note"], refs=["stride:I"], owner="team"),
        threat("poison", ["bot"], refs=["stride:T"], status="mitigated", controls=["filter"]),
        threat("theft", ["api"], refs=["stride:S"], status="mitigated", controls=["filter"]),
        control("filter", use="input-filter"),
    )
)


def said(head: Model, base: Model = BASE, levels: dict[str, str] | None = None) -> dict[str, list[str]]:
    """Subject of each folded finding -> what it says follows from it, as ``flow 'ask'``."""
    return {str(one.subject): follows(one) for one in told(head, base, levels)}


def told(head: Model, base: Model = BASE, levels: dict[str, str] | None = None) -> list[Finding]:
    return [result.finding for result in fold(results(head, base, levels), "b" * 40)]


def results(head: Model, base: Model = BASE, levels: dict[str, str] | None = None) -> tuple[Result, ...]:
    changes = compare(base, head, graph(base), graph(head))
    before = (snapshot(base, revision="b" * 40), graph(base))
    found = review_findings(snapshot(head), graph(head), settings(), TODAY, before, changes)
    graded = (one._replace(severity=(levels or {}).get(one.rule, "high")) for one in found)
    return tuple(sorted((Result(one) for one in graded), key=lambda result: result.finding.order))


def follows(finding: Finding) -> list[str]:
    ends = (" follows from it", " went with it")
    words = [(place.message, end) for place in finding.related for end in ends if place.message.endswith(end)]
    return [message.removesuffix(end) for message, end in words]


def test_a_component_that_moves_is_one_finding_with_its_boundaries_and_crossings() -> None:
    assert said(edited(BASE, "component", "bot", boundary="lab")) == {
        "component/bot": ["boundary 'lab'", "boundary 'ml'", "flow 'note'", "flow 'prompt'"]
    }


def test_the_command_covers_what_follows_too() -> None:
    (finding,) = told(edited(BASE, "component", "log", boundary="lab"))
    assert finding.hint == "threatgate review lab log ml note --by YOU"
    assert finding.message.endswith("; boundary 'lab', boundary 'ml' and flow 'note' follow from it")


def test_a_message_names_a_few_and_counts_the_rest() -> None:
    (finding,) = told(edited(BASE, "boundary", "ml", parent="lab"))
    assert "; boundary 'cloud', boundary 'lab', component 'bot' and 2 more follow from it" in finding.message


def test_a_component_that_comes_or_goes_is_one_finding_with_its_boundary() -> None:
    extra = component("cache", boundary="ml")
    more = with_element(edited(BASE, "threat", "poison", on=("bot", "cache")), extra)
    assert said(more) == {"component/cache": ["boundary 'ml'"]}
    less = edited(without(without(BASE, "component", "log"), "flow", "note"), "threat", "leak", on=("bot",))
    assert said(less)["component/log"] == ["boundary 'ml'", "flow 'note'"]


def test_a_removed_boundary_is_one_finding_with_what_was_in_it() -> None:
    head = without(BASE, "boundary", "ml")
    for id in ("bot", "log"):
        head = edited(head, "component", id, boundary="cloud")
    assert said(head) == {"boundary/ml": ["boundary 'cloud'", "component 'bot'", "component 'log'", "flow 'prompt'"]}


def test_a_boundary_that_is_nested_elsewhere_takes_its_members_along() -> None:
    assert said(edited(BASE, "boundary", "ml", parent="lab")) == {
        "boundary/ml": ["boundary 'cloud'", "boundary 'lab'", "component 'bot'", "component 'log'", "flow 'prompt'"]
    }


def test_data_classified_otherwise_is_one_finding_with_all_that_hold_it() -> None:
    assert said(edited(BASE, "data", "chat", classification="public")) == {
        "data/chat": ["component 'api'", "component 'bot'", "flow 'ask'", "flow 'prompt'"]
    }


def test_removed_data_is_one_finding_with_all_that_held_it() -> None:
    head = without(BASE, "data", "chat")
    head = edited(edited(head, "component", "api", processes=()), "component", "bot", stores=())
    head = edited(edited(head, "flow", "ask", data=()), "flow", "prompt", data=())
    assert said(head) == {"data/chat": ["component 'api'", "component 'bot'", "flow 'ask'", "flow 'prompt'"]}


def test_trust_that_is_raised_is_one_finding_with_whom_it_seems_to_hide() -> None:
    assert said(edited(BASE, "boundary", "internet", trust="internal")) == {
        "boundary/internet": ["component 'api'", "component 'user'"]
    }


def test_a_flow_that_goes_takes_the_exposure_of_its_end_along() -> None:
    head = edited(without(BASE, "flow", "ask"), "threat", "leak", on=("user", "api", "bot", "log", "prompt", "note"))
    assert said(head) == {"flow/ask": ["component 'api'"]}


def test_a_control_that_answers_on_several_elements_is_one_finding_about_the_control() -> None:
    (finding,) = told(edited(BASE, "control", "filter", status="retired"))
    assert (finding.rule, str(finding.subject)) == ("review/stale", "control/filter")
    assert follows(finding) == ["component 'api'", "component 'bot'"]
    assert finding.message == (
        "the status of control 'filter' changed, and nobody has reviewed what that makes of component 'api' and "
        "component 'bot'"
    )
    assert finding.hint.endswith("; then threatgate review api bot --by YOU")
    assert any("is called mitigated, and no control on it is implemented" in place.message for place in finding.related)


def test_a_threat_that_is_left_to_nobody_reads_as_such() -> None:
    unowned = edited(BASE, "threat", "poison", on=("api", "bot"), status="identified", controls=[], owner="")
    base = edited(unowned, "threat", "poison", owner="team")
    (finding,) = told(signed(unowned), signed(base))
    left = "threat 'poison' is left identified and nobody owns it"
    assert (finding.rule, finding.message) == (
        "review/incomplete",
        f"{left}, and it is on component 'api' and component 'bot'",
    )
    (finding, *_) = told(unowned, base)
    assert finding.message == f"{left}, and nobody has reviewed component 'api' and component 'bot'"


def test_a_threat_that_goes_is_one_finding_about_the_threat() -> None:
    head = edited(BASE, "threat", "theft", on=("api", "ask", "bot", "log", "note", "prompt", "user"))
    assert said(without(signed(head), "threat", "leak"), signed(head)) == {
        "threat/leak": [f"component '{c}'" for c in ("api", "bot", "log", "user")]
        + [f"flow '{f}'" for f in ("ask", "note", "prompt")]
    }


def test_an_answer_about_several_elements_is_one_finding() -> None:
    head = with_element(BASE, not_applicable(["api", "bot"], ["stride:R"], "logged elsewhere"))
    assert said(head) == {"not_applicable/0": ["component 'api'", "component 'bot'"]}


def test_what_only_one_element_is_told_by_stays_with_it() -> None:
    assert said(edited(BASE, "threat", "poison", refs=("stride:I",))) == {"component/bot": []}


def test_what_was_written_anew_itself_is_never_folded() -> None:
    head = edited(BASE, "component", "bot", boundary="lab")
    head = edited(head, "flow", "prompt", protocol="http")
    assert said(head) == {
        "component/bot": ["boundary 'lab'", "boundary 'ml'", "flow 'note'"],
        "flow/prompt": [],
    }


def test_what_lacks_a_threat_of_its_own_is_never_folded() -> None:
    """A flow that crosses a boundary only now, and has no threat: a signature alone would not do."""
    bare = signed(edited(BASE, "threat", "leak", on=("api", "ask", "bot", "log", "prompt", "user")))
    assert list(said(edited(bare, "component", "log", boundary="lab"), bare)) == ["component/log", "flow/note"]


def test_a_cause_that_was_reviewed_leads_nothing_and_what_follows_stands_alone() -> None:
    head = signed(edited(BASE, "component", "log", boundary="lab"), "log", on="2026-11-21")
    assert said(head) == {"component/log": ["boundary 'lab'", "boundary 'ml'", "flow 'note'"]}
    (finding,) = told(head)
    assert finding.hint == "threatgate review lab ml note --by YOU"


def test_what_follows_from_a_removal_that_was_reviewed_says_that_it_is_gone() -> None:
    head = without(BASE, "boundary", "ml")
    for id in ("bot", "log"):
        head = edited(head, "component", id, boundary="cloud")
    gone = dict(cover(BASE, graph(BASE), ["ml"]))
    (finding,) = told(with_element(head, review(id="1", on="2026-11-21", removed=gone)))
    assert finding.subject == Ref("boundary", "ml")
    assert finding.message == (
        "boundary 'ml' (gone), and nobody has reviewed what that makes of component 'bot', component 'log', "
        "boundary 'cloud' and flow 'prompt'"
    )


def test_nothing_is_folded_into_a_milder_finding() -> None:
    extra = with_element(edited(BASE, "threat", "poison", on=("bot", "cache")), component("cache", boundary="ml"))
    assert said(extra, levels={"review/unreviewed-component": "low"}) == {"boundary/ml": [], "component/cache": []}
    assert said(extra, levels={"review/stale": "low"}) == {"component/cache": ["boundary 'ml'"]}


def test_only_what_counts_is_folded() -> None:
    found = results(edited(BASE, "component", "bot", boundary="lab"))
    known = tuple(result._replace(state="known") for result in found)
    assert fold(known, "") == known


def test_a_command_for_more_than_eight_is_that_for_the_whole_change() -> None:
    (finding,) = told(edited(BASE, "threat", "leak", refs=("stride:I", "stride:D")))
    assert finding.hint == "threatgate review api ask bot log note prompt user --by YOU"
    lots = tuple(f"c{n}" for n in range(9))
    more = with_element(BASE, *(component(id, boundary="ml") for id in lots), threat("flood", lots, owner="team"))
    (finding,) = told(edited(signed(more), "threat", "flood", refs=("stride:D",)), signed(more))
    assert finding.hint == f"threatgate review --changed --base {'b' * 12} --by YOU"


def on_each_other(number: int) -> Model:
    """Components with flows to each other, all in one boundary."""
    ids = [f"c{at}" for at in range(number)]
    ways = [flow(f"{a}-{b}", a, b) for a in ids for b in ids if a != b]
    own = (boundary("old"), *(component(id, boundary="old") for id in ids), *ways, threat("theft", ids, owner="team"))
    return signed(model(*own))


def into_an_untrusted_boundary(head: Model) -> Model:
    """The same with another boundary in place of theirs: now each exposes the others."""
    for id in head.components:
        head = edited(head, "component", id, boundary="new")
    return without(with_element(head, boundary("new", "untrusted")), "boundary", "old")


def test_components_that_expose_each_other_are_told_where_all_else_is_reviewed() -> None:
    base = on_each_other(2)
    head = into_an_untrusted_boundary(base)
    old = ("old", dict(base.reviews[0].covers)["old"])
    seen = review(by="dana", on="2026-11-21", covers=signed(head, "new").reviews[-1].covers, removed=(old,))
    head = head._replace(reviews=(*base.reviews, seen))
    assert said(head, base) == {"boundary/old": ["component 'c0'", "component 'c1'"]}


def test_what_many_findings_follow_from_is_found_without_trying_every_way() -> None:
    base = on_each_other(30)
    (_, removal) = sorted(said(into_an_untrusted_boundary(base), base).items())
    assert removal == ("boundary/old", [f"component '{id}'" for id in base.components])


REVIEWED = signed(EDITABLE)


@given(steps())
def test_every_open_element_is_told_once_or_more_and_nothing_else_is(edits: list[Any]) -> None:
    head = after(REVIEWED, edits)
    before = results(head, REVIEWED)
    folded = fold(before, "")
    names = {f"{r.finding.subject.kind} '{r.finding.subject.id}'" for r in before}
    own = {f"{r.finding.subject.kind} '{r.finding.subject.id}'" for r in folded}
    shown = {name for result in folded for name in follows(result.finding)}
    assert names <= own | shown
    assert shown <= names
    assert {kind.partition(" ")[0] for kind in own - names} <= {"threat", "control", "not_applicable"}
    assert fold(folded, "") == folded
    fingerprints = [result.finding.fingerprint for result in folded]
    assert len(set(fingerprints)) == len(fingerprints)


@given(steps(), st.sampled_from([level for level in SEVERITIES if level != "high"]))
def test_the_gravest_severity_survives_whatever_the_levels(edits: list[Any], level: str) -> None:
    before = results(after(REVIEWED, edits), REVIEWED, {"review/stale": level})
    gravest = [
        max((r.finding.severity for r in some), key=SEVERITIES.index, default="") for some in (before, fold(before, ""))
    ]
    assert gravest[0] == gravest[1]


@pytest.mark.parametrize(
    ("head", "of", "expected"),
    [
        (renamed(BASE, "boundary", "ml", "models"), "bot", ()),
        (
            renamed(edited(BASE, "boundary", "ml", parent="lab"), "boundary", "ml", "models"),
            "bot",
            ("boundary/models",),
        ),
        (
            renamed(edited(BASE, "control", "filter", status="retired"), "control", "filter", "sieve"),
            "bot",
            ("control/sieve",),
        ),
        (edited(BASE, "component", "bot", type="tool", boundary="lab"), "bot", ("component/bot",)),
    ],
    ids=["rename", "rename-and-nest", "renamed-control", "own"],
)
def test_causes_go_by_their_present_names(head: Model, of: str, expected: tuple[str, ...]) -> None:
    changes: tuple[Change, ...] = compare(BASE, head, graph(BASE), graph(head))
    found = causes(Ref("component", of), (BASE, graph(BASE)), (head, graph(head)), renames(changes))
    assert tuple(map(str, found)) == expected
