"""Who decides about the gate's own files: the people whom the base's config asks for, as for a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import TODAY, findings, inside
from tests.repositories import Repo
from tests.who.shop import BOB, DANA, ERIN, LEE, Shop, as_git, open_shop

CONFIG, REVIEWS = ".threatgate.yaml", ".threatgate.reviews.yaml"
ADDED = [("gate/reviewer-added", f"{CONFIG}:8:5", f"gate/{CONFIG}#people.{BOB}")]


def shown(what: str, says: str = "gate/reviewer-added") -> pytest.MarkDecorator:
    return pytest.mark.guarantee("bypass", what, where="who reviewed", says=f"`{says}`" if "/" in says else says)


def widen(shop: Shop, by: str = LEE) -> None:
    """Let Bob review."""
    lines = (shop.repo.root / CONFIG).read_text().splitlines(keepends=True)
    assert "lee@example.com" in lines[6]
    shop.repo.commit({CONFIG: "".join([*lines[:7], f"    {BOB}: {{roles: [security]}}\n", *lines[7:]])}, by=by)


def review(shop: Shop, who: str, by: str = "") -> None:
    done = inside(shop.repo.root, "review", "--changed", "--base", "main", "--by", who, "--as-of", TODAY)
    assert done.code == 0, done.err
    assert f"{REVIEWS}: {who} reviewed" in done.out, "what waits for the right people is open"
    shop.repo.commit({REVIEWS: (shop.repo.root / REVIEWS).read_text()}, by=by or who)


@pytest.fixture
def shop(repo: Repo) -> Shop:
    return open_shop(repo, review="{four_eyes: true}", required="    - {on: ['gate/*'], by: [security]}\n")


@shown("let oneself review, and approve that oneself")
def test_who_is_no_reviewer_yet_does_not_make_themselves_one(shop: Shop) -> None:
    widen(shop)
    assert shop.judged() == ADDED
    review(shop, BOB)
    assert shop.judged() == ADDED
    (said,) = shop.said()[1]["results"]
    assert said["hint"] == (
        "it was reviewed by 'bob@example.com', who is not one of the reviewers; "
        "who may (security): dana@example.com, erin@example.com; then threatgate review .threatgate.yaml --by YOU"
    )
    review(shop, DANA)
    assert shop.judged() == []
    (said,) = shop.said()[1]["results"]
    assert (said["state"], said["why"]) == ("waived", f"reviewed by 'dana@example.com' on {TODAY}")


@shown("approve a change to the gate without the role")
def test_a_change_to_the_gate_takes_the_role(shop: Shop) -> None:
    widen(shop, by=BOB)
    review(shop, LEE)
    assert shop.judged() == ADDED
    assert "'lee@example.com', and it takes 'security'" in shop.said()[1]["results"][0]["hint"]


@shown("change the gate, and approve that oneself")
def test_nobody_approves_their_own_change_to_the_gate(shop: Shop) -> None:
    widen(shop, by=DANA)
    review(shop, DANA)
    assert shop.judged() == ADDED
    assert "who has a part in the change (as 'dana@example.com')" in shop.said()[1]["results"][0]["hint"]
    review(shop, ERIN)
    assert shop.judged() == []


@shown("approve a change to the gate in another's name")
def test_an_approval_in_anothers_name_is_none(shop: Shop) -> None:
    widen(shop)
    review(shop, DANA, by=BOB)
    assert shop.judged() == ADDED
    assert "but it was 'bob@example.com' who recorded that" in shop.said()[1]["results"][0]["hint"]


@shown("copy an older approval of the same change to the gate")
def test_the_copy_of_an_older_approval_is_of_whoever_copied_it(shop: Shop) -> None:
    """It says the same as the older one, and is another all the same."""
    before = (shop.repo.root / CONFIG).read_text()
    widen(shop)
    review(shop, DANA)
    shop.repo.branch("main", "topic")
    shop.repo.commit({CONFIG: before})
    shop.repo.branch("later")
    widen(shop)
    text = (shop.repo.root / REVIEWS).read_text()
    shop.repo.commit({REVIEWS: text + text[text.index("  - by:") :]}, by=BOB)
    assert shop.judged() == ADDED
    assert "but it was 'bob@example.com' who recorded that" in shop.said()[1]["results"][0]["hint"]


def test_what_is_not_committed_is_of_whom_git_takes_it_for(shop: Shop) -> None:
    widen(shop)
    shop.repo.git("reset", "--quiet", "--soft", "main")
    arguments = ("review", "--changed", "--base", "main", "--by", DANA, "--as-of", TODAY)
    assert inside(shop.repo.root, *arguments, env=as_git(LEE)).code == 0
    shop.repo.git("add", "--all")
    assert shop.judged("--staged", env=as_git(DANA)) == ADDED
    assert "who has a part in the change" in shop.said("--staged", env=as_git(DANA))[1]["results"][0]["hint"]


def test_in_a_clean_work_tree_nobody_is_asked_for(shop: Shop) -> None:
    widen(shop)
    review(shop, DANA)
    assert shop.judged("--base", "main", env={"GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": ""}) == []


def test_recording_warns_of_a_model_of_ones_own_beside_a_file_of_the_gate(shop: Shop) -> None:
    widen(shop)
    shop.change(by=DANA)
    done = shop.record(DANA)
    assert done.out.startswith(f"threatmodel.reviews.yaml: {DANA} reviewed") and REVIEWS in done.out
    assert "'dana@example.com' has a part in the change of order: " in done.err


def test_where_it_cannot_be_told_it_is_no_pass(shop: Shop, elsewhere: Path) -> None:
    widen(shop)
    review(shop, DANA)
    shop.repo.commit({"README.md": "x"})
    shop.repo.branch("pull", "main")
    shop.repo.merge("topic")
    clone = Shop(shop.repo.clone(elsewhere, "--depth=2", "--branch=pull"))
    code, said = clone.said("--base", "HEAD^1", "--exact")
    assert (code, findings(said)) == (3, ADDED)
    assert said["failures"][0]["message"] == "this clone is shallow, so that who added a review cannot be told"


def test_without_the_settings_any_review_will_do(repo: Repo) -> None:
    shop = open_shop(repo, people="fail_on: medium\n")
    repo.commit({CONFIG: "threatgate: 1\nfail_on: never\n"})
    assert [rule for rule, _, _ in shop.judged()] == ["gate/threshold-raised"]
    review(shop, BOB, by=LEE)
    assert shop.judged() == []
