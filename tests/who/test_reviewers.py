"""Whose reviews count: people, roles, how many; on real repositories."""

from __future__ import annotations

import pytest

from tests.repositories import Repo
from tests.who.shop import BOB, DANA, ERIN, FILE, LEE, MODEL, PAT, Shop, attributes, open_shop

FLOW = ("flow/order",)


def shown(what: str, says: str) -> pytest.MarkDecorator:
    return pytest.mark.guarantee("bypass", what, where="who reviewed", says=f"`{says}`" if "/" in says else says)


def test_a_change_reviewed_by_a_reviewer_passes(shop: Shop) -> None:
    shop.change()
    assert [rule for rule, _, _ in shop.judged()] == ["review/stale"]
    shop.review(DANA)
    assert shop.judged() == []


@shown("be reviewed by somebody who is no reviewer", "review/unauthorized-reviewer")
def test_a_review_by_somebody_who_is_no_reviewer_does_not_count(shop: Shop) -> None:
    shop.change()
    shop.review(BOB)
    assert shop.judged() == [("review/unauthorized-reviewer", "threatmodel.yaml:13:3", "flow/order")]
    (said,) = shop.said()[1]["results"]
    assert said["message"] == "flow 'order' was reviewed by 'bob@example.com', who is not one of the reviewers"
    assert said["related"][0]["location"]["path"] == FILE
    names = "dana@example.com, erin@example.com, lee@example.com, pat@example.com"
    assert said["hint"] == f"who may: {names}; then threatgate review order --by YOU"
    shop.review(DANA)
    assert shop.judged() == []


def test_other_names_and_any_case_are_the_same_person(shop: Shop) -> None:
    shop.change()
    shop.review("GitHub:Dana", by="DANA@example.com")
    assert shop.judged() == []


@shown("bring a reviewer along in the same change", "review/unauthorized-reviewer")
def test_a_reviewer_whom_the_change_itself_names_does_not_count(shop: Shop) -> None:
    config = (shop.repo.root / ".threatgate.yaml").read_text()
    shop.repo.commit({".threatgate.yaml": config + f"    {BOB}: {{roles: [security]}}\n"}, by=BOB)
    shop.change()
    shop.review(BOB)
    rules = [rule for rule, _, _ in shop.judged()]
    assert "review/unauthorized-reviewer" in rules
    assert set(rules) == {"review/unauthorized-reviewer", "gate/reviewer-added"}


@shown("claim a role in the review itself", "review/unauthorized-reviewer")
def test_the_role_that_a_review_claims_gives_no_right(repo: Repo) -> None:
    shop = open_shop(repo, required="    - {on: ['flow/*'], by: [security]}\n")
    shop.change()
    text = (repo.root / FILE).read_text()
    shop.record(LEE)
    added = (repo.root / FILE).read_text().removeprefix(text).replace("on:", "role: security\n    on:", 1)
    repo.commit({FILE: text + added}, by=LEE)
    assert shop.judged() == [("review/unauthorized-reviewer", "threatmodel.yaml:13:3", "flow/order")]


@shown("be reviewed by a reviewer without the role", "review/unauthorized-reviewer")
def test_a_requirement_is_met_by_its_roles_and_people_only(repo: Repo) -> None:
    shop = open_shop(repo, required=f"    - {{on: ['flow/*'], by: [security, {PAT}]}}\n")
    shop.change()
    shop.review(LEE)
    assert shop.judged() == [("review/unauthorized-reviewer", "threatmodel.yaml:13:3", "flow/order")]
    (said,) = shop.said()[1]["results"]
    assert (
        said["message"]
        == "flow 'order' was reviewed by 'lee@example.com', and it takes 'security' or 'pat@example.com'"
    )
    assert said["hint"].startswith("who may (security or pat@example.com): dana@example.com, erin@example.com, pat@")
    shop.review(PAT)
    assert shop.judged() == []


@shown("get one of two required reviews", "review/unauthorized-reviewer")
def test_two_people_are_two_people(repo: Repo) -> None:
    shop = open_shop(repo, required="    - {on: ['flow/order'], by: [security], count: 2}\n")
    shop.change()
    shop.review(DANA)
    shop.review("dana@home.example", "order", by=DANA)
    assert shop.judged() == [("review/unauthorized-reviewer", "threatmodel.yaml:13:3", "flow/order")]
    (said,) = shop.said()[1]["results"]
    assert said["message"] == (
        "flow 'order' was reviewed by 'dana@example.com' alone: it takes 2 different people of 'security'"
    )
    assert said["hint"] == "who may (security): erin@example.com; then threatgate review order --by YOU"
    shop.review(ERIN)
    assert shop.judged() == [], "what waits for a second person is open for --changed"


def test_every_requirement_that_fits_must_be_met_and_one_person_may_meet_several(repo: Repo) -> None:
    required = f"    - {{on: ['*'], by: [security]}}\n    - {{on: ['flow/o*'], by: [platform, {DANA}]}}\n"
    shop = open_shop(repo, required=required)
    shop.change()
    shop.review(ERIN)
    assert [rule for rule, _, _ in shop.judged()] == ["review/unauthorized-reviewer"]
    shop.review(PAT)
    assert shop.judged() == []
    shop.change(attributes().replace("mitigated", "identified, owner: team-shop"))
    shop.review(DANA)
    assert shop.judged() == []


def test_a_requirement_for_another_model_does_not_fit(repo: Repo) -> None:
    shop = open_shop(repo, required="    - {on: ['*'], by: [security], models: ['pay/*']}\n")
    shop.change()
    shop.review(LEE)
    assert shop.judged() == []


@shown("move the model out of a requirement's paths", "review/unauthorized-reviewer")
def test_a_model_that_moves_takes_its_requirements_along(repo: Repo) -> None:
    shop = open_shop(repo, required="    - {on: ['*'], by: [security], models: [threatmodel.yaml]}\n")
    text = (repo.root / FILE).read_text()
    repo.commit({"threatmodel.yaml": None, FILE: None, "a/threatmodel.yaml": attributes(), f"a/{FILE}": text}, by=LEE)
    done = shop.record(LEE)
    repo.commit({f"a/{FILE}": (repo.root / f"a/{FILE}").read_text()}, by=LEE)
    assert "order" in done.out
    found = shop.judged()
    assert ("review/unauthorized-reviewer", "a/threatmodel.yaml:13:3", "flow/order") in found
    assert ({rule for rule, _, _ in found}, len(found)) == ({"review/unauthorized-reviewer"}, 7), "all of them move"


@shown("rename an element out of a requirement", "review/unauthorized-reviewer")
def test_an_element_that_is_renamed_takes_its_requirements_along(repo: Repo) -> None:
    shop = open_shop(repo, required="    - {on: [component/till], by: [security]}\n")
    renamed = MODEL.replace("till", "desk").replace("desk: {", "desk: {was: till, tenancy: multi, ")
    shop.change(renamed)
    shop.review(LEE)
    assert shop.judged() == [("review/unauthorized-reviewer", "threatmodel.yaml:10:3", "component/desk")]


@shown("rename an element out of a requirement, and change it by the next pull request", "review/unauthorized-reviewer")
@pytest.mark.parametrize("change", ["", ", change: [weakened]"])
def test_a_mere_rename_out_of_a_requirement_takes_a_new_review(change: str, repo: Repo) -> None:
    """After it nothing would ask for these people any more: their review of before was none of that."""
    required = (
        f"    - {{on: [component/till], by: [security]{change}}}\n    - {{on: ['*'], by: [platform, security]}}\n"
    )
    shop = open_shop(repo, required=required)
    shop.change(MODEL.replace("till", "desk").replace("desk: {", "desk: {was: till, "))
    new = [("review/unauthorized-reviewer", "threatmodel.yaml:10:3", "component/desk")]
    assert shop.judged() == new
    (said,) = shop.said()[1]["results"]
    assert said["message"].endswith(", and to take it out of the reach of 'security' takes a new review by them")
    shop.review(PAT, "desk")
    assert shop.judged() == new
    shop.review(ERIN)
    assert shop.judged() == []


@shown("move a model out of a requirement, and change it by the next pull request", "review/unauthorized-reviewer")
def test_a_mere_move_out_of_a_requirement_takes_a_new_review(repo: Repo) -> None:
    required = "    - {on: ['flow/*'], by: [security], models: [threatmodel.yaml], change: [weakened]}\n"
    shop = open_shop(repo, required=required)
    text = (repo.root / FILE).read_text()
    repo.commit({"threatmodel.yaml": None, FILE: None, "a/threatmodel.yaml": MODEL, f"a/{FILE}": text}, by=LEE)
    assert shop.judged() == [("review/unauthorized-reviewer", "a/threatmodel.yaml:13:3", "flow/order")]
    shop.record(DANA)
    repo.commit({f"a/{FILE}": (repo.root / f"a/{FILE}").read_text()}, by=DANA)
    assert shop.judged() == []


def test_a_rename_within_a_requirement_asks_for_nothing(repo: Repo) -> None:
    shop = open_shop(repo, required="    - {on: ['component/*'], by: [security]}\n")
    shop.change(MODEL.replace("till", "desk").replace("desk: {", "desk: {was: till, "))
    assert shop.judged() == []


@shown("say 'none' of the encryption that the protocol has", "review/unauthorized-reviewer")
def test_encryption_that_is_denied_is_weakened(repo: Repo) -> None:
    required = "    - {on: ['*'], by: [security], change: [weakened]}\n"
    shop = open_shop(repo, required=required)
    shop.change(MODEL.replace("authorization: roles}", "authorization: roles, encryption: none}"))
    shop.review(PAT, "order")
    assert ("review/unauthorized-reviewer", "threatmodel.yaml:13:3", "flow/order") in shop.judged()


SAFE = "  safe: {type: service, boundary: inside, owner: team-shop}\n"
GONE = MODEL.replace(SAFE, "").replace("till, safe, order", "till, order")
NEW = MODEL.replace(SAFE, SAFE + "  new: {type: person, boundary: outside, out_of_scope: {reason: x}}\n")
CHANGED = MODEL.replace(SAFE, SAFE.replace("owner:", "tenancy: multi, owner:"))
WEAKER = MODEL.replace("classification: confidential", "classification: internal")


@pytest.mark.parametrize(
    ("word", "model", "subject"),
    [
        ("added", NEW, "component/new"),
        ("changed", CHANGED, "component/safe"),
        ("weakened", WEAKER, "data/orders"),
        ("removed", GONE, "component/safe"),
    ],
)
def test_a_requirement_may_be_for_some_changes_only(word: str, model: str, subject: str, repo: Repo) -> None:
    also = {"weakened": "changed", "removed": "weakened"}.get(word, "")
    others = sorted({"added", "weakened", "removed", "changed"} - {word, also})
    required = f"    - {{on: ['{subject}'], by: [security], change: [{word}]}}\n"
    spared = f"    - {{on: ['{subject}'], by: [platform], change: [{', '.join(others)}]}}\n"
    shop = open_shop(repo, required=required + spared)
    shop.change(model)
    shop.review(LEE)
    rules = [(rule, about) for rule, _, about in shop.judged()]
    assert rules == [("review/unauthorized-reviewer", subject)]
    shop.review(DANA)
    assert shop.judged() == []


def test_a_requirement_for_changes_asks_nothing_of_what_did_not_change(repo: Repo) -> None:
    shop = open_shop(repo, required="    - {on: ['*'], by: [platform], change: [changed]}\n")
    shop.repo.commit({"threatmodel.yaml": MODEL + "# nothing\n"})
    assert shop.judged() == []
    assert shop.said("threatmodel.yaml")[0] == 0, "nor without a comparison"


def test_older_debt_of_the_right_people_is_known(repo: Repo) -> None:
    shop = open_shop(repo, required="    - {on: [data/orders], by: [platform]}\n")
    shop.change()
    shop.review(DANA)
    assert shop.judged() == []
    assert [r["rule"] for r in shop.said()[1]["results"] if r["state"] == "known"] == ["review/unauthorized-reviewer"]


def test_a_later_review_without_the_right_takes_nothing_away(shop: Shop) -> None:
    shop.change()
    shop.review(DANA)
    shop.review(BOB, "order")
    assert shop.judged() == []


@shown("bring an older review back by one that counts for nothing", "review/stale")
def test_a_later_review_of_something_else_brings_no_older_one_back(shop: Shop) -> None:
    shop.change()
    shop.review(BOB)
    shop.change(MODEL, by=LEE)
    stale = [("review/stale", "threatmodel.yaml:13:3", "flow/order")]
    assert shop.judged() == stale, "what Dana and Erin saw is back, and Bob's review lies in between"


@shown("let the removal be reviewed by somebody without the role", "review/unauthorized-reviewer")
def test_a_removal_takes_the_people_of_what_is_removed(repo: Repo) -> None:
    """A review of the boundary around it does as well, but only by those who may decide about the component."""
    shop = open_shop(repo, required="    - {on: ['component/*'], by: [security], change: [removed]}\n")
    shop.change(GONE)
    shop.review(LEE)
    assert shop.judged() == [("review/unauthorized-reviewer", "threatmodel.yaml:5:3", "component/safe")]
    (said,) = [one for one in shop.said()[1]["results"] if one["state"] == "new"]
    assert (
        said["message"]
        == "component 'safe' was removed, and that was reviewed by 'lee@example.com', and it takes 'security'"
    )
    shop.review(DANA)
    assert shop.judged() == []


def test_without_a_base_the_names_count_and_the_people(shop: Shop) -> None:
    shop.change()
    shop.review(BOB)
    code, said = shop.said("threatmodel.yaml")
    assert (code, [one["rule"] for one in said["results"]]) == (1, ["review/unauthorized-reviewer"])
