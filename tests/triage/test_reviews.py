"""The review gate: which elements lack a decision, said exactly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import example, given

from checker.core.digest import digests, facts_of
from checker.core.errors import UsageError
from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import Acceptance, Model, Review
from checker.core.other_ids import renamed as renamed_facts
from checker.core.system import FairnessObjective
from checker.diff import compare
from checker.triage.moved import touched
from checker.triage.reviews import review_findings
from checker.triage.signing import Open, cover, open_ids
from tests.builders import (
    ai_model,
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
    system,
    threat,
    with_element,
    without,
)
from tests.diff import edits
from tests.diff.edits import Step, after, renamed, steps

TODAY = "2026-11-23"
MODEL = model(
    system(criticality="important", taxonomies={"atlas": "5.6.0"}),
    boundary("internet", "untrusted"),
    boundary("cloud"),
    boundary("ml", "restricted", parent="cloud"),
    data("chat", "confidential", personal="true"),
    component("user", "person", boundary="internet", out_of_scope="not ours"),
    component("bot", "agent", boundary="ml", stores=["chat"], authority=["read"]),
    flow("ask", "user", "bot", data=["chat"], protocol="https", authentication="oauth2", encryption="tls"),
    threat("poison", ["bot", "ask"], title="Poison", refs=["stride:T"], status="mitigated", controls=["filter"]),
    control("filter", use="input-filter"),
)
ALL = ("shop", "user", "bot", "ask", "internet", "cloud", "ml", "chat")


def signed(of: Model, *ids: str, **fields: Any) -> Model:
    """The model with one more review, of these ids or of everything, as they are now."""
    covers = dict(cover(of, graph(of), ids or {ref.id for ref in digests(of, graph(of))}))
    return with_element(of, review(id=str(len(of.reviews)), covers=covers, **fields))


SIGNED = signed(MODEL)


def found(head: Model, base: Model | None = None, as_of: str = TODAY, **config: Any) -> tuple[Finding, ...]:
    before = (snapshot(base, revision="b" * 40), graph(base)) if base else None
    changes = compare(base, head, graph(base), graph(head)) if base else None
    return review_findings(snapshot(head), graph(head), settings(**config), as_of, before, changes)


def rules(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.rule} {finding.subject}" for finding in findings]


# one element, each state


def test_a_model_that_was_reviewed_as_it_is_passes() -> None:
    assert found(SIGNED) == ()
    assert found(SIGNED, SIGNED) == ()


def test_every_reviewable_element_that_no_review_names_is_a_finding() -> None:
    assert rules(found(MODEL)) == [
        "review/unreviewed-system system/shop",
        "review/unreviewed-component component/bot",
        "review/unreviewed-component component/user",
        "review/unreviewed-flow flow/ask",
        "review/unreviewed-boundary boundary/cloud",
        "review/unreviewed-boundary boundary/internet",
        "review/unreviewed-boundary boundary/ml",
        "review/unreviewed-data data/chat",
    ]


def test_an_unreviewed_element_says_where_it_is_and_how_to_review_it() -> None:
    (finding,) = found(signed(MODEL, *(id for id in ALL if id != "bot")))
    assert finding == Finding(
        rule="review/unreviewed-component",
        severity="",
        message="component 'bot' has not been reviewed",
        subject=Ref("component", "bot"),
        location=snapshot(MODEL).locate(Ref("component", "bot")),
        model="shop",
        hint="threatgate review bot --by YOU",
    )


def test_a_system_that_states_nothing_has_nothing_to_review() -> None:
    assert rules(found(model(data("a")))) == ["review/unreviewed-data data/a"]


def test_a_system_that_no_longer_states_anything_has() -> None:
    bare = edited(MODEL, "system", "shop", criticality="", taxonomies={})
    assert "review/unreviewed-system system/shop" in rules(found(bare, MODEL))
    assert "review/stale system/shop" in rules(found(edited(SIGNED, "system", "shop", criticality="", taxonomies={})))


def test_a_system_that_shares_its_id_with_an_element_cannot_be_reviewed() -> None:
    shared = signed(model(system("web", criticality="low"), component("web", out_of_scope="no")))
    (finding,) = found(shared)
    assert rules([finding]) == ["review/unreviewed-system system/web"]
    assert finding.hint == "give the system an id of its own"


def test_a_stale_element_names_what_moved_since_whose_review() -> None:
    head = edited(SIGNED, "component", "bot", type="tool", authority=["read", "write"])
    (finding,) = found(head, SIGNED)
    assert finding.rule == "review/stale"
    assert finding.subject == Ref("component", "bot")
    assert finding.message == (
        "component 'bot': type, authority changed since 'dana@example.com' reviewed it on 2026-11-20"
    )
    assert finding.location == snapshot(head).locate(Ref("component", "bot", "type"))
    (related,) = finding.related
    assert related.message == "reviewed by 'dana@example.com' on 2026-11-20"
    assert related.location == snapshot(head).locate(Ref("review", "0", "covers.bot"))
    assert finding.hint == "threatgate review bot --by YOU"


def test_a_stale_element_names_data_sets_and_objectives_that_moved() -> None:
    base = signed(edited(MODEL, "component", "bot", model=ai_model()))
    (finding,) = found(edited(base, "component", "bot", model=ai_model(datasets=("user",))), base)
    assert finding.message.startswith("component 'bot': datasets changed since")
    (finding,) = found(
        edited(SIGNED, "system", "shop", fairness_objectives=(FairnessObjective("fpr_parity", 0.1),)), SIGNED
    )
    assert finding.message.startswith("system 'shop': fairness changed since")


def test_without_a_base_a_stale_element_says_how_to_see_the_difference() -> None:
    (finding,) = found(edited(SIGNED, "component", "bot", type="tool"))
    assert finding.message == "component 'bot': something changed since 'dana@example.com' reviewed it on 2026-11-20"
    assert finding.hint == (
        "see what changed: threatgate diff COMMIT, with the commit that was reviewed on 2026-11-20; "
        "then threatgate review bot --by YOU"
    )
    assert finding.fingerprint == found(edited(SIGNED, "component", "bot", type="tool"), SIGNED)[0].fingerprint


def test_what_was_stale_before_the_change_does_not_claim_to_know_what_moved() -> None:
    base = edited(SIGNED, "component", "bot", type="tool")
    (finding,) = found(edited(base, "component", "bot", authority=[]), base)
    assert finding.message.startswith("component 'bot': something changed since")


@pytest.mark.parametrize(
    ("kind", "id", "edit", "subject", "what", "place"),
    [
        ("flow", "ask", {"encryption": "none"}, "flow/ask", "encryption", "flow/ask#encryption"),
        ("flow", "ask", {"data": []}, "flow/ask", "data", "flow/ask"),
        (
            "data",
            "chat",
            {"classification": "public"},
            "flow/ask",
            "the classification of 'chat'",
            "data/chat#classification",
        ),
        (
            "data",
            "chat",
            {"classification": "public"},
            "component/bot",
            "the classification of 'chat'",
            "data/chat#classification",
        ),
        ("data", "chat", {"personal": ""}, "data/chat", "personal", "data/chat#personal"),
        ("boundary", "internet", {"trust": "internal"}, "boundary/internet", "trust", "boundary/internet#trust"),
        ("boundary", "internet", {"trust": "internal"}, "component/bot", "exposure", "component/bot"),
        ("boundary", "ml", {"parent": ""}, "component/bot", "the parent of boundary 'ml'", "boundary/ml#parent"),
        ("boundary", "ml", {"parent": ""}, "boundary/cloud", "members", "boundary/cloud"),
        ("boundary", "ml", {"parent": ""}, "flow/ask", "crossings", "flow/ask"),
        ("component", "bot", {"boundary": "cloud"}, "component/bot", "boundary", "component/bot#boundary"),
        (
            "threat",
            "poison",
            {"status": "accepted"},
            "component/bot",
            "the status of threat 'poison'",
            "threat/poison#status",
        ),
        ("threat", "poison", {"controls": []}, "flow/ask", "the controls of threat 'poison'", "threat/poison"),
        ("threat", "poison", {"on": ["bot"]}, "flow/ask", "threat 'poison' (no longer on it)", "threat/poison#on"),
        (
            "control",
            "filter",
            {"status": "planned"},
            "flow/ask",
            "the status of control 'filter'",
            "control/filter#status",
        ),
        ("control", "filter", {"use": "other"}, "flow/ask", "the use of control 'filter'", "control/filter#use"),
        ("system", "shop", {"taxonomies": {"atlas": "6"}}, "system/shop", "taxonomies.atlas", "system/shop#taxonomies"),
        ("component", "bot", {"properties": {"a": "b"}}, "component/bot", "properties.a", "component/bot#properties"),
    ],
)
def test_what_moved_is_named_and_pointed_at(
    kind: str, id: str, edit: dict[str, Any], subject: str, what: str, place: str
) -> None:
    head = edited(SIGNED, kind, id, **edit)
    finding = next(f for f in found(head, SIGNED) if str(f.subject) == subject)
    assert f": {what} changed since" in finding.message
    name, _, field = place.partition("#")
    assert finding.location == snapshot(head).locate(Ref(*name.split("/"), field))


def test_a_threat_that_comes_to_an_element_is_named() -> None:
    head = with_element(SIGNED, threat("new", "chat", owner="team"))
    (finding,) = found(head, SIGNED)
    assert finding.message.startswith("data 'chat': threat 'new' (new) changed since")
    assert finding.location == snapshot(head).locate(Ref("threat", "new"))


def test_an_answer_that_comes_to_an_element_is_named() -> None:
    head = with_element(SIGNED, not_applicable("chat", ["stride:R"], "no"))
    assert "what is marked not applicable changed" in found(head, SIGNED)[0].message


# dates


@pytest.mark.parametrize(
    ("expires", "as_of", "expected"),
    [
        ("2026-12-01", "2026-12-01", []),
        ("2026-12-01", "2026-12-02", ["review/expired"]),
        ("", "2027-11-20", []),
        ("", "2027-11-21", ["review/expired"]),
        pytest.param(
            "2999-01-01",
            "2027-11-21",
            ["review/expired"],
            marks=pytest.mark.guarantee(
                "bypass", "let a review hold for longer than the cadence", where="who reviewed", says="`review/expired`"
            ),
        ),
    ],
)
def test_a_review_holds_through_its_last_day(expires: str, as_of: str, expected: list[str]) -> None:
    findings = found(signed(MODEL, expires=expires), as_of=as_of)
    assert [finding.rule for finding in findings if finding.subject.id == "bot"] == expected


@pytest.mark.parametrize(
    ("criticality", "last"),
    [("critical", "2027-05-19"), ("important", "2027-11-20"), ("low", "2028-11-19"), ("", "2027-11-20")],
)
def test_the_cadence_is_that_of_the_systems_criticality(criticality: str, last: str) -> None:
    of = signed(model(system(criticality=criticality), data("chat")))
    assert found(of, as_of=last) == ()
    late = found(of, as_of="2029-01-01")
    message = f"the review of data 'chat' by 'dana@example.com' of 2026-11-20 ran out on {last}"
    assert message in [finding.message for finding in late]


@pytest.mark.guarantee(
    "bypass", "lower the criticality, so that old reviews last longer", where="who reviewed", says="`review/expired`"
)
def test_a_criticality_that_the_change_lowers_makes_no_review_last_longer() -> None:
    base = signed(model(system(criticality="critical"), data("chat")), "chat")
    head = edited(base, "system", "shop", criticality="low")
    assert "review/expired data/chat" not in rules(found(head, base, as_of="2027-05-19"))
    assert "review/expired data/chat" in rules(found(head, base, as_of="2027-05-20"))
    assert "review/expired data/chat" not in rules(found(head, as_of="2027-05-20")), "what was merged is what counts"


def test_the_cadence_of_the_config_counts() -> None:
    days = (("critical", 1), ("important", 2), ("low", 3))
    assert found(SIGNED, as_of="2026-11-22", cadence=days) == ()
    assert {f.rule for f in found(SIGNED, as_of="2026-11-23", cadence=days)} == {"review/expired"}


def test_an_expired_review_says_where_it_is_written() -> None:
    finding = found(SIGNED, as_of="2028-01-01")[1]
    assert finding.subject == Ref("component", "bot")
    assert [r.location for r in finding.related] == [snapshot(SIGNED).locate(Ref("review", "0", "covers.bot"))]
    assert finding.hint == "threatgate review bot --by YOU"


@pytest.mark.guarantee(
    "bypass", "delete the later of two reviews of one day", where="who reviewed", says="`review/stale`"
)
def test_the_later_of_two_reviews_of_one_day_stays_the_later_without_it() -> None:
    base = signed(edited(SIGNED, "component", "bot", type="tool"), "bot")
    head = base._replace(reviews=SIGNED.reviews, components=SIGNED.components)
    assert rules(found(head, base)) == ["review/stale component/bot"]


@pytest.mark.guarantee(
    "bypass", "put the earlier of two reviews of one day last", where="who reviewed", says="`review/stale`"
)
def test_two_reviews_of_one_day_keep_their_order() -> None:
    base = signed(edited(SIGNED, "component", "bot", type="tool"), "bot")
    head = base._replace(reviews=base.reviews[::-1], components=SIGNED.components)
    assert rules(found(head, base)) == ["review/stale component/bot"]


def test_one_review_in_force_is_enough() -> None:
    both = signed(signed(MODEL, expires="2027-06-01"), on="2026-11-21", expires="2026-11-22")
    assert found(both) == ()


@pytest.mark.parametrize("on", ["2026-11-24", "2999-01-01"])
def test_a_review_dated_in_the_future_does_not_count_and_the_finding_says_so(on: str) -> None:
    finding = found(signed(MODEL, on=on))[1]
    assert finding.rule == "review/unreviewed-component"
    assert finding.message == (
        "component 'bot' has not been reviewed: the review by 'dana@example.com' does not count: "
        f"it is dated '{on}', in the future"
    )
    assert found(signed(MODEL, on=on), as_of=on) == ()


@pytest.mark.parametrize("on", ["", "2026-11-31", "20261120", "2026-W47-5", "yesterday", "2026-1-01"])
def test_a_review_without_a_real_date_does_not_count(on: str) -> None:
    assert {f.rule for f in found(signed(MODEL, "bot", on=on)) if f.subject.id == "bot"} == {
        "review/unreviewed-component"
    }


def test_a_review_that_expires_on_no_real_day_has_expired() -> None:
    assert {finding.rule for finding in found(signed(MODEL, expires="never"))} == {"review/expired"}


def test_a_review_of_the_last_days_of_time_does_not_overflow() -> None:
    assert found(signed(MODEL, on="9999-12-30"), as_of="9999-12-31") == ()


# the latest review decides


def test_going_back_to_what_was_once_reviewed_is_to_be_reviewed_too() -> None:
    first = signed(MODEL, on="2026-11-01")
    more = signed(with_element(first, threat("leak", "bot", refs=["stride:I"], owner="team")), on="2026-11-10")
    assert found(more) == ()
    (finding,) = found(without(more, "threat", "leak"), more)
    assert finding.rule == "review/stale"
    assert "threat 'leak' (gone) changed since 'dana@example.com' reviewed it on 2026-11-10" in finding.message


def test_going_back_together_with_the_review_is_to_be_reviewed_too() -> None:
    first = signed(MODEL, on="2026-11-01")
    more = signed(with_element(first, threat("leak", "bot", refs=["stride:I"], owner="team")), on="2026-11-10")
    (finding,) = found(first, more)
    assert rules([finding]) == ["review/stale component/bot"]
    assert [(r.revision, r.message) for r in finding.related] == [
        ("b" * 40, "reviewed by 'dana@example.com' on 2026-11-10, in the base")
    ]


def test_of_two_reviews_on_one_day_the_later_one_in_the_file_decides() -> None:
    head = signed(edited(SIGNED, "component", "bot", type="tool"), "bot")
    assert found(head) == ()
    swapped = head._replace(reviews=tuple(reversed(head.reviews)))
    assert rules(found(swapped)) == ["review/stale component/bot"]


def test_a_deleted_review_does_not_count() -> None:
    assert len(found(MODEL, SIGNED)) == 8
    (finding,) = found(signed(MODEL, *(id for id in ALL if id != "bot")), SIGNED)
    assert finding.message == (
        "component 'bot' has not been reviewed: "
        "the review by 'dana@example.com' of 2026-11-20 is no longer among the model's reviews"
    )


def test_a_review_with_another_note_is_the_same_decision() -> None:
    head = SIGNED._replace(reviews=(SIGNED.reviews[0]._replace(note="looked twice"),))
    assert found(head, SIGNED) == ()


def test_a_digest_of_another_version_says_so() -> None:
    covers = tuple((id, seen.replace("1:", "2:")) for id, seen in SIGNED.reviews[0].covers)
    finding = found(SIGNED._replace(reviews=(SIGNED.reviews[0]._replace(covers=covers),)))[1]
    assert finding.rule == "review/stale"
    assert finding.message.endswith("digest version '2' is not 1")


def test_a_digest_of_another_element_does_not_count() -> None:
    covers = dict(SIGNED.reviews[0].covers)
    swapped = {**covers, "cloud": covers["ml"]}
    head = SIGNED._replace(reviews=(review(covers=swapped),))
    assert rules(found(head)) == ["review/stale boundary/cloud"]


# considered


@pytest.mark.parametrize(
    ("edit", "subjects", "what"),
    [
        (
            {"status": "identified"},
            ["component/bot", "flow/ask"],
            "threat 'poison' is left identified and nobody owns it",
        ),
        (
            {"status": "identified", "owner": " "},
            ["component/bot", "flow/ask"],
            "threat 'poison' is left identified and nobody owns it",
        ),
        (
            {"status": "accepted"},
            ["component/bot", "flow/ask"],
            "threat 'poison' is accepted without a rationale and an approver and a date",
        ),
        (
            {"status": "accepted", "rationale": "x"},
            ["component/bot", "flow/ask"],
            "threat 'poison' is accepted without an approver and a date",
        ),
        (
            {"controls": []},
            ["component/bot", "flow/ask"],
            "threat 'poison' is called mitigated, and no control on it is implemented",
        ),
        (
            {"controls": ["nothing"]},
            ["component/bot", "flow/ask"],
            "threat 'poison' is called mitigated, and no control on it is implemented",
        ),
        (
            {"status": "not-applicable"},
            ["component/bot", "flow/ask"],
            "threat 'poison' is called not applicable without a rationale",
        ),
        ({"status": "fine"}, ["component/bot", "flow/ask"], "threat 'poison' has the unknown status 'fine'"),
    ],
)
def test_a_signature_does_not_make_up_for_a_threat_that_nobody_considered(
    edit: dict[str, Any], subjects: list[str], what: str
) -> None:
    findings = found(signed(edited(MODEL, "threat", "poison", **edit)))
    assert rules(findings) == [f"review/incomplete {subject}" for subject in subjects]
    assert findings[0].message == f"component 'bot' was reviewed, but {what}"
    assert what in [related.message for related in findings[0].related]


@pytest.mark.parametrize(
    "edit",
    [
        {"status": "identified", "owner": "team"},
        {"status": "transferred"},
        {"status": "avoided"},
        {"status": "not-applicable", "rationale": "no such path"},
    ],
)
def test_a_considered_threat_is_enough(edit: dict[str, Any]) -> None:
    assert found(signed(edited(MODEL, "threat", "poison", **edit))) == ()


@pytest.mark.parametrize(("until", "passed"), [("2026-11-23", False), ("2026-11-22", True)])
def test_an_acceptance_holds_through_its_last_day(until: str, passed: bool) -> None:
    accepted = threat(
        "poison", ["bot", "ask"], status="accepted", rationale="rare", accepted=("dana@example.com", until)
    )
    findings = found(signed(with_element(MODEL, accepted)))
    assert bool(findings) is passed
    if passed:
        assert (
            findings[0].message == "component 'bot' was reviewed, but threat 'poison' was accepted until '2026-11-22'"
        )
        assert findings[0].related[-1].location == snapshot(with_element(MODEL, accepted)).locate(
            Ref("threat", "poison", "accepted.until")
        )


@pytest.mark.parametrize(("status", "enough"), [("verified", True), ("planned", False), ("retired", False)])
def test_only_an_implemented_control_mitigates(status: str, enough: bool) -> None:
    assert (found(signed(edited(MODEL, "control", "filter", status=status))) == ()) is enough


def test_a_component_in_scope_and_a_flow_that_crosses_need_a_threat() -> None:
    bare = without(MODEL, "threat", "poison")
    findings = found(signed(bare))
    assert rules(findings) == ["review/incomplete component/bot", "review/incomplete flow/ask"]
    assert findings[0].message == (
        "component 'bot' was reviewed, but no threat on it is named, and none is marked not applicable"
    )
    assert findings[0].hint == (
        "name a threat on it (what to consider: threatgate suggest bot), or say under 'not_applicable' in"
        " threatmodel.reviews.yaml why none applies; then threatgate review bot --by YOU"
    )
    assert found(signed(bare._replace(derives_threats=True))) == ()
    inside = edited(edited(bare, "component", "user", boundary="ml"), "component", "bot", out_of_scope="no")
    assert found(signed(inside)) == ()


def test_a_native_model_answers_itself_that_nothing_applies() -> None:
    bare = signed(without(MODEL, "threat", "poison"))
    findings = review_findings(snapshot(bare)._replace(format="native"), graph(bare), settings(), TODAY)
    assert findings[0].hint == (
        "name a threat on it (what to consider: threatgate suggest bot), or say under 'not_applicable' why none"
        " applies; then threatgate review bot --by YOU"
    )


OPEN = edited(MODEL, "threat", "poison", status="identified", controls=[])


@pytest.mark.parametrize(
    ("unsayable", "owner", "message", "hint"),
    [
        ((), "team", "nobody owns it", "settle this"),
        (("threat.owner",), "team", "", ""),
        (("threat.owner",), " ", "nobody owns it or the system", "name the owner of the system"),
        (
            ("system.owner", "threat.owner"),
            "",
            "nobody owns it or the system",
            "waive this in .threatgate-waivers.yaml",
        ),
    ],
)
def test_where_a_threat_cannot_say_its_owner_the_owner_of_the_system_is(
    unsayable: tuple[str, ...], owner: str, message: str, hint: str
) -> None:
    head = OPEN._replace(unsayable=unsayable, system=OPEN.system._replace(owner=owner))
    findings = found(signed(head))
    assert [finding.message for finding in findings] == [
        f"{element} was reviewed, but threat 'poison' is left identified and {message}"
        for element in ("component 'bot'", "flow 'ask'")
        if message
    ]
    assert all(hint in finding.hint for finding in findings)


@pytest.mark.parametrize(
    ("unsayable", "accepted", "rationale", "hint"),
    [
        ((), ("dana@example.com", ""), "rare", "settle this; then review it again"),
        (
            ("threat.accepted.until",),
            ("dana@example.com", ""),
            "rare",
            "the format has no word for that: waive this in",
        ),
        (("threat.accepted",), ("", ""), "rare", "the format has no word for that: waive this in"),
        (("threat.accepted.until",), ("", "2027-01-01"), "rare", "settle this; then review it again"),
        (("threat.accepted",), ("", ""), "", "settle this; then review it again"),
    ],
)
def test_what_no_format_can_say_of_an_acceptance_is_still_asked_and_a_waiver_says_it(
    unsayable: tuple[str, ...], accepted: tuple[str, str], rationale: str, hint: str
) -> None:
    head = edited(
        MODEL, "threat", "poison", status="accepted", controls=[], accepted=Acceptance(*accepted), rationale=rationale
    )
    findings = found(signed(head._replace(unsayable=unsayable)))
    assert rules(findings) == ["review/incomplete component/bot", "review/incomplete flow/ask"]
    assert all(finding.hint.startswith(hint) for finding in findings)


def test_of_many_things_that_are_missing_the_first_are_named() -> None:
    head = model(*[threat(f"t{n}", "bot") for n in range(6)], component("bot"))
    finding = found(signed(head))[0]
    assert finding.message == "component 'bot' was reviewed, but " + "; ".join(
        [*(f"threat 't{n}' is left identified and nobody owns it" for n in range(4)), "and 2 more"]
    )
    assert len(finding.related) == 7
    bare = found(head)
    assert next(one.hint for one in bare if one.subject.id == "bot").endswith(
        "threat 't3' is left identified and nobody owns it; and 2 more; then threatgate review bot --by YOU"
    )


def test_an_answer_with_a_reason_is_enough_and_one_without_is_not() -> None:
    bare = without(MODEL, "threat", "poison")
    assert found(signed(with_element(bare, not_applicable(["bot", "ask"], ["stride:T"], "no input")))) == ()
    unreasoned = found(signed(with_element(bare, not_applicable(["bot", "ask"], ["stride:T"]))))
    assert unreasoned[0].hint == (
        "settle this; then review it again where the gate asks for it: threatgate review bot --by YOU"
    )
    assert [finding.message for finding in unreasoned] == [
        "component 'bot' was reviewed, but a threat is marked not applicable without a reason",
        "flow 'ask' was reviewed, but a threat is marked not applicable without a reason",
    ]


def test_one_finding_names_everything_that_is_missing() -> None:
    poor = with_element(
        edited(MODEL, "threat", "poison", controls=[]), threat("leak", "bot"), not_applicable("bot", ["stride:R"])
    )
    finding = found(signed(poor))[0]
    assert finding.message == (
        "component 'bot' was reviewed, but threat 'leak' is left identified and nobody owns it; "
        "threat 'poison' is called mitigated, and no control on it is implemented; "
        "a threat is marked not applicable without a reason"
    )
    assert len(finding.related) == 4


def test_an_unreviewed_element_says_in_the_same_finding_what_must_be_settled_first() -> None:
    finding = found(without(MODEL, "threat", "poison"))[1]
    assert finding.hint == (
        "name a threat on it (what to consider: threatgate suggest bot), or say under 'not_applicable' in"
        " threatmodel.reviews.yaml why none applies; then threatgate review bot --by YOU"
    )


# removals


def test_a_removed_component_is_to_be_reviewed_and_points_at_what_was_around_it() -> None:
    base = signed(with_element(MODEL, component("old", boundary="cloud", out_of_scope="x")))
    head = without(base, "component", "old")
    stale, removal = found(head, base)
    assert rules([stale, removal]) == ["review/stale boundary/cloud", "review/unreviewed-removal component/old"]
    assert removal.message == "component 'old' was removed, and nobody has reviewed that"
    assert removal.location == snapshot(head).locate(Ref("boundary", "cloud"))
    (related,) = removal.related
    assert (related.revision, related.location) == ("b" * 40, snapshot(base).locate(Ref("component", "old")))
    assert removal.hint == "threatgate review --changed --base bbbbbbbbbbbb --by YOU"


def test_a_removed_component_is_reviewed_with_the_boundary_that_was_around_it() -> None:
    base = signed(with_element(MODEL, component("old", boundary="cloud", out_of_scope="x")))
    assert found(signed(without(base, "component", "old"), "cloud"), base) == ()


def test_a_removed_boundary_is_reviewed_with_the_innermost_one_that_is_left() -> None:
    base = signed(with_element(MODEL, boundary("a", parent="cloud"), boundary("b", parent="a")))
    head = without(without(base, "boundary", "a"), "boundary", "b")
    assert rules(found(head, base)) == [
        "review/stale boundary/cloud",
        "review/unreviewed-removal boundary/a",
        "review/unreviewed-removal boundary/b",
    ]
    assert found(signed(head, "cloud"), base) == ()


@pytest.mark.parametrize(
    ("kind", "id"), [("flow", "more"), ("data", "logs"), ("boundary", "alone"), ("component", "x")]
)
def test_what_stood_in_no_boundary_is_reviewed_by_its_last_digest_alone(kind: str, id: str) -> None:
    extra = [flow("more", "bot", "bot"), data("logs"), boundary("alone"), component("x", out_of_scope="x")]
    base = signed(with_element(MODEL, *extra))
    head = without(base, kind, id)
    (finding,) = found(head, base)
    assert rules([finding]) == [f"review/unreviewed-removal {kind}/{id}"]
    assert finding.location == snapshot(head).locate(Ref(kind))
    last = dict(cover(base, graph(base), [id]))
    assert found(with_element(head, review(id="9", removed=last)), base) == ()
    assert rules(found(with_element(head, review(id="9", removed={id: "1:" + "0" * 32})), base)) == rules([finding])
    assert rules(found(with_element(head, review(id="9", on="2999-01-01", removed=last)), base)) == rules([finding])


def test_a_removal_is_reviewed_though_something_else_has_the_id_now() -> None:
    base = signed(with_element(MODEL, flow("more", "bot", "bot")))
    head = with_element(without(base, "flow", "more"), data("more", "public"))
    assert rules(found(head, base)) == ["review/stale data/more", "review/unreviewed-removal flow/more"]
    both = review(id="9", covers=dict(cover(*side(head), ["more"])), removed=dict(cover(*side(base), ["more"])))
    assert found(with_element(head, both), base) == ()


def test_a_removed_threat_or_control_is_a_matter_of_what_it_was_on() -> None:
    assert rules(found(without(SIGNED, "control", "filter"), SIGNED)) == [
        "review/stale component/bot",
        "review/stale flow/ask",
    ]


def test_what_was_reviewed_as_removed_and_is_back_is_to_be_reviewed() -> None:
    base = with_element(SIGNED, review(id="1", on="2026-11-21", removed=dict(cover(MODEL, graph(MODEL), ["chat"]))))
    (finding,) = found(base)
    assert finding.rule == "review/stale"
    assert finding.message == "data 'chat' is here, though 'dana@example.com' reviewed its removal on 2026-11-21"


def test_an_old_review_of_a_removal_does_not_cover_the_next_one() -> None:
    gone = dict(cover(MODEL, graph(MODEL), ["chat"]))
    back = signed(with_element(SIGNED, review(id="1", on="2026-11-21", removed=gone)), "chat", on="2026-11-22")
    assert found(back) == ()
    assert "review/unreviewed-removal data/chat" in rules(found(without(back, "data", "chat"), back))


# renames


@pytest.mark.parametrize("was", [True, False])
@pytest.mark.parametrize("id", [id for id in ALL if id != "shop"] + ["poison", "filter"])
def test_a_rename_alone_leaves_everything_reviewed(id: str, was: bool) -> None:
    kind = MODEL.kind_of(id) or ("threat" if id == "poison" else "control")
    head = renamed(SIGNED, kind, id, "new", was)
    assert found(head, SIGNED) == ()
    assert touched(compare(SIGNED, head, graph(SIGNED), graph(head)), side(SIGNED), side(head)) == frozenset()


@pytest.mark.parametrize("id", [id for id in ALL if id != "shop"] + ["poison", "filter"])
def test_with_was_a_rename_leaves_everything_reviewed_without_a_base_too(id: str) -> None:
    kind = MODEL.kind_of(id) or ("threat" if id == "poison" else "control")
    assert found(renamed(SIGNED, kind, id, "new")) == ()


def test_a_later_rename_does_not_undo_a_review_after_an_earlier_one() -> None:
    once = signed(renamed(SIGNED, "component", "bot", "helper"), on="2026-11-21")
    twice = renamed(once, "component", "user", "customer")
    assert found(twice) == found(twice, once) == ()


@pytest.mark.parametrize("count", [4, 6, 7, 20])
def test_a_rename_is_seen_among_many_that_the_review_knew_already(count: int) -> None:
    many = [data(f"d{n}", "public", was=f"old{n}") for n in range(count)]
    base = signed(with_element(MODEL, *many, flow("all", "user", "bot", data=[one.id for one in many])))
    head = renamed(base, "component", "bot", "helper")
    assert [said for said in unsigned(found(head, base)) if "flow/all" in said] == []
    assert [said for said in unsigned(found(head)) if "flow/all" in said] == []


@pytest.mark.parametrize("count", [3, 8, 60])
def test_a_change_may_rename_many_at_once_that_the_review_knew_by_other_names_yet(count: int) -> None:
    many = [data(f"d{n}", "public", was=f"old{n}") for n in range(count)]
    base = signed(with_element(MODEL, *many, flow("all", "user", "bot", data=[one.id for one in many])))
    head = renamed(renamed(base, "component", "bot", "helper"), "component", "user", "customer")
    for n in range(0, count, 2):
        head = renamed(head, "data", f"d{n}", f"new{n}")
    assert found(head, base) == found(base) != ()


def test_a_renamed_system_keeps_its_review() -> None:
    head = SIGNED._replace(system=SIGNED.system._replace(id="store"))
    assert found(head, SIGNED) == ()


def test_a_rename_with_a_change_is_stale_and_names_the_change() -> None:
    head = edited(renamed(SIGNED, "component", "bot", "helper"), "component", "helper", authority=["read", "write"])
    (finding,) = found(head, SIGNED)
    assert rules([finding]) == ["review/stale component/helper"]
    assert ": authority changed since" in finding.message
    assert finding.location == snapshot(head).locate(Ref("component", "helper", "authority"))


def test_a_new_element_cannot_claim_the_review_of_one_that_is_long_gone() -> None:
    twin = component("twin", boundary="cloud", out_of_scope="x", was="gone")
    older = signed(with_element(MODEL, twin._replace(id="gone", was="")))
    base = signed(without(older, "component", "gone"), on="2026-11-21")
    findings = rules(found(with_element(base, twin), base))
    assert "review/unreviewed-component component/twin" in findings


def test_a_name_that_is_still_taken_or_claimed_twice_lends_no_review() -> None:
    two = with_element(SIGNED, data("copy", "confidential", personal="true", was="chat"))
    assert "review/unreviewed-data data/copy" in rules(found(two))
    twice = renamed(SIGNED, "data", "chat", "one")
    twice = with_element(twice, data("two", "confidential", personal="true", was="chat"))
    assert {"review/unreviewed-data data/one", "review/unreviewed-data data/two"} <= set(rules(found(twice)))


# what `threatgate review` writes


def side(of: Model) -> tuple[Model, Any]:
    return of, graph(of)


def opened(head: Model, base: Model | None = None) -> Open:
    changes = compare(base, head, graph(base), graph(head)) if base else None
    return open_ids(side(head), settings(), TODAY, side(base) if base else None, changes)


def test_cover_answers_present_digests_in_order_of_id() -> None:
    expected = {ref.id: value for ref, value in digests(*side(MODEL)).items()}
    assert cover(*side(MODEL), ["ml", "bot", "ml"]) == (("bot", expected["bot"]), ("ml", expected["ml"]))


def test_cover_refuses_an_unknown_id_and_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="'intrenet' is not in the model") as error:
        cover(*side(MODEL), ["intrenet"])
    assert error.value.hint == "did you mean 'internet'?"
    with pytest.raises(UsageError):
        cover(*side(MODEL), ["poison"])


def test_everything_is_open_before_the_first_review_and_nothing_after() -> None:
    assert opened(MODEL) == Open(tuple(sorted(ALL)))
    assert opened(SIGNED) == Open(())


def test_with_a_base_older_debt_is_left_out() -> None:
    base = signed(MODEL, "bot", "ask")
    head = edited(base, "component", "bot", type="tool")
    assert opened(head, base) == Open(("bot",))


def test_what_was_removed_unseen_is_open_with_its_last_digest() -> None:
    base = signed(with_element(MODEL, flow("more", "bot", "bot")))
    assert opened(without(base, "flow", "more"), base) == Open((), cover(*side(base), ["more"]))


def sign_open(head: Model, base: Model) -> Model:
    """What ``threatgate review --changed`` does."""
    todo = opened(head, base)
    covers = dict(cover(*side(head), todo.ids))
    return with_element(head, review(id="99", on=TODAY, covers=covers, removed=dict(todo.removed)))


# properties

LARGE = signed(edits.MODEL)


def unsigned(findings: Iterable[Finding]) -> list[str]:
    """Findings but for those about threats that were not considered: those no signature settles."""
    return rules(finding for finding in findings if finding.rule != "review/incomplete")


@given(steps())
def test_signing_what_is_open_settles_it(edits_: list[Step]) -> None:
    head = after(LARGE, edits_)
    assert unsigned(found(sign_open(head, LARGE), LARGE)) == []


@given(steps(), steps())
def test_after_a_review_any_relevant_edit_is_to_be_reviewed_again(first: list[Step], second: list[Step]) -> None:
    base = sign_open(after(LARGE, first), LARGE)
    head = after(base, second)
    changes = compare(base, head, graph(base), graph(head))
    open_ = bool(unsigned(found(head, base)))
    assert not open_ or any(change.relevant for change in changes)
    if not any(change.was for change in changes):
        assert open_ == (digests(*side(base)) != digests(*side(head)))


@pytest.mark.guarantee("law", "no digest moves unless a change touches the element", where="native")
@given(steps(), steps())
@example([], [("remove", "threat", "poison"), ("rename", "component", "bot")])
def test_touched_holds_every_element_whose_digest_moved(first: list[Step], second: list[Step]) -> None:
    base = after(edits.MODEL, first)
    head = after(base, second)
    changes = compare(base, head, graph(base), graph(head))
    was = {change.ref: change.was for change in changes if change.was}
    reached = touched(changes, side(base), side(head))
    gone = {Ref(ref.kind, was.get(ref, ref.id)) for ref in digests(*side(head))}
    assert {ref for ref in digests(*side(base)) if ref not in gone} <= reached
    assert {ref for ref in digests(*side(head)) if meaning(base, ref, was) != meaning(head, ref, {}, was)} <= reached


def meaning(of: Model, ref: Ref, was: dict[Ref, str], names: dict[Ref, str] | None = None) -> Any:
    """The facts of an element, in other words; None where it is not there."""
    id = was.get(ref, ref.id)
    known = id in of.elements(ref.kind)
    return renamed_facts(facts_of(*side(of), ref.kind, id), names or {}) if known else None


def test_touched_is_what_the_change_reaches_and_no_more() -> None:
    head = edited(MODEL, "component", "user", type="service")
    assert set(map(str, reach(head))) == {"component/user"}
    head = edited(MODEL, "data", "chat", classification="public")
    assert set(map(str, reach(head))) == {"data/chat", "component/bot", "flow/ask"}
    head = edited(MODEL, "control", "filter", status="planned")
    assert set(map(str, reach(head))) == {"control/filter", "component/bot", "flow/ask"}
    head = edited(MODEL, "component", "bot", name="Bot", technology="go")
    assert reach(head) == frozenset()


def test_a_threat_that_loses_its_owner_touches_what_it_is_on() -> None:
    base = edited(MODEL, "threat", "poison", status="identified", owner="team")
    head = edited(base, "threat", "poison", owner="")
    changes = compare(base, head, graph(base), graph(head))
    reached = touched(changes, side(base), side(head))
    assert set(map(str, reached)) == {"threat/poison", "component/bot", "flow/ask"}


@pytest.mark.parametrize(
    ("kind", "id", "edit"),
    [
        ("threat", "poison", {"rationale": "in other words"}),
        ("threat", "poison", {"owner": "another team"}),
        ("not_applicable", "0", {"reason": "in other words"}),
        ("component", "bot", {"owner": ""}),
        ("control", "filter", {"owner": ""}),
        ("system", "shop", {"owner": ""}),
    ],
)
def test_an_answer_in_other_words_or_another_owner_touches_nothing(kind: str, id: str, edit: dict[str, Any]) -> None:
    base = edited(edited(MODEL, "threat", "poison", rationale="why", owner="team"), "component", "bot", owner="team")
    base = edited(edited(base, "control", "filter", owner="team"), "system", "shop", owner="team")
    base = with_element(base, not_applicable("bot", ["stride:E"], "why"))
    head = edited(base, kind, id, **edit)
    changes = compare(base, head, graph(base), graph(head))
    assert len(changes) == 1
    assert touched(changes, side(base), side(head)) == frozenset()


@pytest.mark.parametrize("reason", ["", " "])
def test_a_reason_that_goes_touches_what_it_is_about(reason: str) -> None:
    base = with_element(MODEL, not_applicable("bot", ["stride:E"], "why"))
    head = edited(base, "not_applicable", "0", reason=reason)
    changes = compare(base, head, graph(base), graph(head))
    reached = touched(changes, side(base), side(head))
    assert set(map(str, reached)) == {"not_applicable/0", "component/bot"}


def reach(head: Model) -> frozenset[Ref]:
    return touched(compare(MODEL, head, graph(MODEL), graph(head)), side(MODEL), side(head))


# every way to make the model look safer that we can name

BYPASSES: dict[str, Model] = {
    "delete a boundary": without(SIGNED, "boundary", "ml"),
    "merge two boundaries": without(edited(SIGNED, "component", "bot", boundary="cloud"), "boundary", "ml"),
    "move a component inward": edited(SIGNED, "component", "user", boundary="cloud"),
    "raise a boundary's trust": edited(SIGNED, "boundary", "internet", trust="internal"),
    "lower a classification": edited(SIGNED, "data", "chat", classification="public"),
    "drop personal": edited(SIGNED, "data", "chat", personal=""),
    "drop a flow": without(SIGNED, "flow", "ask"),
    "reverse a flow": edited(SIGNED, "flow", "ask", source="bot", target="user"),
    "drop data from a flow": edited(SIGNED, "flow", "ask", data=[]),
    "switch authentication off": edited(SIGNED, "flow", "ask", authentication="none"),
    "switch encryption off": edited(SIGNED, "flow", "ask", encryption="none"),
    "change a protocol to cleartext": edited(SIGNED, "flow", "ask", protocol="http"),
    "delete a threat": without(SIGNED, "threat", "poison"),
    "retire a control": edited(SIGNED, "control", "filter", status="retired"),
    "point a threat at a planned control": with_element(
        edited(SIGNED, "threat", "poison", controls=["later"]), control("later", "planned")
    ),
    "accept without rationale": edited(SIGNED, "threat", "poison", status="accepted"),
    "paste a stub threat": with_element(SIGNED, threat("stub", "bot")),
    "mark not applicable without reason": with_element(SIGNED, not_applicable("bot", ["stride:E"])),
    "delete a review": MODEL,
    "reuse an id for another thing": edited(SIGNED, "component", "bot", type="database", authority=[]),
    "rename and change at once": edited(renamed(SIGNED, "component", "bot", "b"), "component", "b", type="service"),
    "add authority": edited(SIGNED, "component", "bot", authority=["read", "write"]),
    "add a tool": with_element(SIGNED, component("shell", "tool", boundary="ml")),
    "swap a model": edited(SIGNED, "component", "bot", model=None, properties={"model": "other"}),
    "turn content untrusted off": edited(SIGNED, "flow", "ask", content="trusted"),
    "change the edition": edited(SIGNED, "system", "shop", taxonomies={"atlas": "1"}),
    "drop the edition": edited(SIGNED, "system", "shop", taxonomies={}),
    "lower the criticality": edited(SIGNED, "system", "shop", criticality="low"),
    "take out of scope": edited(SIGNED, "component", "bot", out_of_scope="meh"),
    "remove everything": model(SIGNED.system, *SIGNED.reviews),
}


@pytest.mark.parametrize("name", BYPASSES)
def test_no_way_round(name: str) -> None:
    assert unsigned(found(BYPASSES[name], SIGNED))


def test_an_extended_acceptance_is_to_be_reviewed_again() -> None:
    first = threat("poison", ["bot", "ask"], status="accepted", rationale="x", accepted=("dana", "2026-12-01"))
    base = signed(with_element(MODEL, first))
    longer = first._replace(accepted=first.accepted._replace(until="2099-12-01") if first.accepted else None)
    assert found(base) == ()
    assert rules(found(with_element(base, longer), base)) == ["review/stale component/bot", "review/stale flow/ask"]


# hostile ids


def test_an_id_that_a_shell_would_run_is_quoted_in_the_command() -> None:
    (finding,) = found(model(data("x; rm -rf '~'")))
    assert finding.hint == "threatgate review 'x; rm -rf '\\''~'\\''' --by YOU"


def test_the_facts_of_the_large_model_are_all_reviewable() -> None:
    assert all(facts_of(*side(edits.MODEL), ref.kind, ref.id) for ref in digests(*side(edits.MODEL)))
    assert isinstance(LARGE.reviews[0], Review)
