"""Who recorded a review: found by content, in the commits of the change; on real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import TODAY, inside
from tests.repositories import Repo
from tests.who.shop import BOB, DANA, ERIN, FILE, LEE, MODEL, Shop, as_git, attributes, open_shop

RULE = "review/recorded-by-another"
STRICT = [(RULE, "threatmodel.yaml:13:3", "flow/order"), (RULE, f"{FILE}:24:9", "review/2#by")]


def shown(what: str, says: str = RULE) -> pytest.MarkDecorator:
    return pytest.mark.guarantee("bypass", what, where="who reviewed", says=f"`{says}`" if "/" in says else says)


@shown("record a review in another's name")
def test_a_review_in_anothers_name_does_not_count(shop: Shop) -> None:
    shop.change()
    shop.review(DANA, by=BOB)
    assert sorted(shop.judged()) == sorted(STRICT)
    said = {one["subject"]["kind"]: one for one in shop.said()[1]["results"]}
    assert {one["severity"] for one in said.values()} == {"high"}
    assert said["flow"]["message"] == (
        "flow 'order' was reviewed by 'dana@example.com', but it was 'bob@example.com' who recorded that"
    )
    assert said["review"]["message"] == (
        f"the review by 'dana@example.com' of '{TODAY}' was recorded by 'bob@example.com', so it does not count"
    )
    assert said["review"]["hint"] == (
        "let 'dana@example.com' push the commit that adds it; "
        "if 'bob@example.com' is another name of theirs, list it under 'also' in the config"
    )
    shop.review(ERIN)
    assert [rule for rule, _, about in shop.judged() if about == "flow/order"] == []


@shown("write the reviewer's address into one's own name")
def test_a_name_that_reads_like_an_address_records_nothing(shop: Shop) -> None:
    shop.change()
    shop.record(DANA)
    shop.repo.stage({FILE: (shop.repo.root / FILE).read_text()})
    env = {**as_git(BOB), "GIT_AUTHOR_NAME": DANA, "GIT_COMMITTER_NAME": DANA}
    shop.repo.git("commit", "--quiet", "--message", "record a review", env=env)
    assert sorted(shop.judged()) == sorted(STRICT)


def test_where_nothing_is_asked_for_it_is_a_remark(repo: Repo) -> None:
    shop = open_shop(repo, people="")
    shop.change()
    shop.review(DANA, by=BOB)
    code, said = shop.said()
    (one,) = said["results"]
    assert (code, one["rule"], one["severity"], one["location"]["line"]) == (0, RULE, "low", 24)
    assert one["message"] == f"the review by 'dana@example.com' of '{TODAY}' was recorded by 'bob@example.com'"


def test_the_config_sets_its_level(repo: Repo) -> None:
    shop = open_shop(repo, people=f"rules: {{{RULE}: medium}}\n")
    shop.change()
    shop.review(DANA, by=BOB)
    assert shop.judged() == [(RULE, f"{FILE}:24:9", "review/2#by")]
    assert shop.said()[0] == 1


def test_the_author_counts_and_not_the_committer(shop: Shop) -> None:
    """So that a commit of the reviewer may be picked, or put on another base, by others."""
    shop.change()
    shop.record(DANA)
    shop.repo.commit({FILE: (shop.repo.root / FILE).read_text()}, by=DANA, committer=BOB)
    assert shop.judged() == []


@shown("amend another's review")
def test_a_review_that_somebody_else_amends_is_theirs(shop: Shop) -> None:
    shop.change()
    shop.review(DANA)
    text = (shop.repo.root / FILE).read_text()
    shop.repo.commit({FILE: text + '    note: "and of all the rest"\n'}, by=BOB)
    assert sorted(shop.judged()) == sorted(STRICT)


@shown("extend an older review of another to something new")
def test_an_older_review_that_is_amended_is_a_new_one(shop: Shop) -> None:
    shop.change()
    shop.record(DANA)
    digest = (shop.repo.root / FILE).read_text().splitlines()[-1]
    shop.repo.git("checkout", "--quiet", FILE)
    text = (shop.repo.root / FILE).read_text()
    old = next(line for line in text.splitlines() if "order:" in line)
    shop.repo.commit({FILE: text.replace(old, digest)}, by=BOB)
    rules = [(rule, about) for rule, _, about in shop.judged()]
    assert (RULE, "review/0#by") in rules and (RULE, "review/1#by") in rules


@shown("take a review back that another withdrew")
def test_a_review_that_somebody_else_puts_back_is_theirs_too(shop: Shop) -> None:
    shop.change()
    shop.review(DANA)
    text = (shop.repo.root / FILE).read_text()
    shop.repo.git("revert", "--no-edit", "HEAD", env=as_git(DANA))
    shop.repo.commit({FILE: text}, by=BOB)
    assert sorted(shop.judged()) == sorted(STRICT)


@shown("add a review where no version can be read, and let its reviewer mend it")
def test_a_review_from_a_version_that_cannot_be_read_is_of_who_wrote_that(shop: Shop) -> None:
    shop.change()
    shop.record(DANA)
    text = (shop.repo.root / FILE).read_text()
    shop.repo.commit({FILE: text + "broken: [\n"}, by=BOB)
    shop.repo.commit({FILE: text}, by=DANA)
    assert sorted(shop.judged()) == sorted(STRICT)


def test_a_merge_adds_no_review_that_a_parent_has(shop: Shop) -> None:
    shop.change()
    shop.repo.branch("dana")
    shop.review(DANA)
    shop.repo.switch("topic")
    shop.repo.commit({"README.md": "x"})
    shop.repo.git("merge", "--quiet", "--no-ff", "--message", "merge", "dana", env=as_git(BOB))
    assert shop.judged() == []


@shown("hide the review in a merge commit")
def test_a_merge_that_adds_a_review_recorded_it(shop: Shop) -> None:
    shop.change()
    shop.record(DANA)
    text = (shop.repo.root / FILE).read_text()
    shop.repo.git("checkout", "--quiet", FILE)
    shop.repo.branch("side")
    shop.repo.commit({"README.md": "x"}, by=DANA)
    shop.repo.switch("topic")
    shop.repo.git("merge", "--quiet", "--no-ff", "--no-commit", "side", env=as_git(BOB))
    shop.repo.commit({FILE: text}, by=BOB)
    assert sorted(shop.judged()) == sorted(STRICT)


def test_a_review_moved_from_the_model_to_the_file_beside_it_is_the_same_one(shop: Shop) -> None:
    shop.change()
    shop.record(DANA)
    text = (shop.repo.root / FILE).read_text()
    shop.repo.git("checkout", "--quiet", FILE)
    kept, entry = text[: text.rindex("  - by:")], text[text.rindex("  - by:") :]
    assert kept == (shop.repo.root / FILE).read_text()
    shop.repo.commit({"threatmodel.yaml": attributes() + "reviews:\n" + entry}, by=DANA)
    shop.repo.commit({"threatmodel.yaml": attributes(), FILE: text}, by=BOB)
    assert shop.judged() == []


def test_a_model_that_moves_keeps_who_recorded_its_reviews(shop: Shop) -> None:
    shop.change()
    shop.review(DANA)
    text = (shop.repo.root / FILE).read_text()
    gone = {"threatmodel.yaml": None, FILE: None}
    shop.repo.commit({**gone, "a/threatmodel.yaml": attributes(), f"a/{FILE}": text}, by=BOB)
    assert shop.judged() == []


def test_a_part_that_moves_through_an_include_is_read_as_each_commit_has_it(shop: Shop) -> None:
    cut = attributes().index("threats:")
    main, part = attributes()[:cut] + "include: [threats.yaml]\n", attributes()[cut:]
    shop.repo.commit({"threatmodel.yaml": main, "threats.yaml": part}, by=BOB)
    shop.review(DANA)
    assert shop.judged() == []


def test_a_new_model_has_only_new_reviews(shop: Shop) -> None:
    shop.repo.commit({"pay/threatmodel.yaml": MODEL.replace("shop}", "pay}")}, by=BOB)
    done = inside(shop.repo.root, "review", "--all", "--model", "pay/threatmodel.yaml", "--by", DANA, "--as-of", TODAY)
    assert done.code == 0
    shop.repo.commit({f"pay/{FILE}": (shop.repo.root / "pay" / FILE).read_text()}, by=BOB)
    rules = {rule for rule, _, _ in shop.judged()}
    assert rules == {RULE}
    assert len(shop.judged()) == 1 + 7


@shown("name an address that could be read as two people's", "could not decide")
def test_a_commit_that_names_its_author_in_two_ways_is_no_pass(shop: Shop) -> None:
    shop.change()
    shop.record(DANA)
    shop.repo.stage({FILE: (shop.repo.root / FILE).read_text()})
    tree, parent = shop.repo.git("write-tree"), shop.repo.head
    who = f"Dana <{DANA}> <{BOB}> 1700000000 +0000"
    raw = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nx\n"
    id = shop.repo.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", input=raw.encode())
    shop.repo.git("reset", "--quiet", "--hard", id)
    message, hint = shop.failure()
    assert message == f"commit {id[:10]} does not say who made it in a form that is certain"
    assert hint == "see it with `git cat-file commit`; make it anew with an ordinary author and committer"


def test_in_a_shallow_clone_where_nothing_is_asked_for_the_report_says_so(repo: Repo, elsewhere: Path) -> None:
    shop = open_shop(repo, people="")
    shop.change()
    shop.review(DANA)
    shop.repo.commit({"README.md": "x"})
    shop.repo.branch("pull", "main")
    shop.repo.merge("topic")
    clone = Shop(repo.clone(elsewhere, "--depth=2", "--branch=pull"))
    code, said = clone.said("--base", "HEAD^1", "--exact")
    assert (code, said["results"]) == (0, [])
    assert said["not_checked"] == [
        "Who recorded the new reviews of threatmodel.yaml: this clone is shallow, so that who added a review cannot be "
        "told; fetch the whole history: `git fetch --unshallow`."
    ]


def test_without_the_settings_what_is_not_committed_asks_for_nobody(repo: Repo) -> None:
    shop = open_shop(repo, people="")
    repo.write({"threatmodel.yaml": attributes()})
    shop.record(LEE)
    assert shop.judged("--base", "main", env={"GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": ""}) == []


def test_too_many_commits_are_no_pass(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.documents.commits.MOST", 1)
    shop.change()
    assert [rule for rule, _, _ in shop.judged()] == ["review/stale"], "without a new review nobody asks"
    shop.review(DANA)
    message, hint = shop.failure()
    assert message == "the change has more than 1 commits, too many to tell who made what"
    assert hint == "compare with a base that is nearer: --base REV"


def test_too_much_text_is_no_pass(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.pipeline.past.MOST_CHARACTERS", 1000)
    shop.change()
    shop.review(DANA)
    shop.repo.commit({"README.md": "x"}, by=BOB)
    message, _ = shop.failure()
    assert message == "the former versions of threatmodel.yaml have more than 1,000 characters"
