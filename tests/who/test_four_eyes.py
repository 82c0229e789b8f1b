"""Four eyes: who has a part in a change does not review it, however the part is hidden; on real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import TODAY, inside, threatgate
from tests.repositories import Repo
from tests.who.shop import BOB, DANA, ERIN, FILE, LEE, MODEL, Shop, as_git, attributes, github, open_shop

OWN = [("review/own-change", "threatmodel.yaml:13:3", "flow/order")]
OTHER = MODEL.replace("authentication: oauth2", "authentication: mtls")
BOTH = attributes(OTHER)


def shown(what: str, says: str = "review/own-change") -> pytest.MarkDecorator:
    return pytest.mark.guarantee("bypass", what, where="who reviewed", says=f"`{says}`" if "/" in says else says)


@pytest.fixture
def shop(repo: Repo) -> Shop:
    return open_shop(repo, review="{four_eyes: true}")


@shown("review one's own change")
def test_nobody_reviews_their_own_change(shop: Shop) -> None:
    shop.change(by=DANA)
    shop.review(DANA)
    assert shop.judged() == OWN
    (said,) = shop.said()[1]["results"]
    assert said["message"] == (
        "flow 'order' was reviewed by 'dana@example.com', who has a part in the change (as 'dana@example.com')"
    )
    shop.review(ERIN)
    assert shop.judged() == []


def test_a_change_that_somebody_else_made_passes(shop: Shop) -> None:
    shop.change(by=BOB)
    shop.review(DANA)
    assert shop.judged() == []


def test_four_eyes_need_no_list_of_reviewers(repo: Repo) -> None:
    shop = open_shop(repo, review="{four_eyes: true}", people="")
    shop.change(by=BOB)
    shop.review(BOB)
    assert shop.judged() == OWN
    shop.review(LEE)
    assert shop.judged() == []


@shown("change and review under two addresses")
def test_another_name_of_the_reviewer_is_the_reviewer(shop: Shop) -> None:
    shop.change(by="Dana@Home.example")
    shop.review(DANA)
    assert shop.judged() == OWN


@shown("map the author to somebody else in .mailmap")
def test_a_mailmap_hides_nobody(shop: Shop) -> None:
    shop.repo.commit({".mailmap": f"Bob <{BOB}> <{DANA}>\n"}, by=DANA)
    shop.change(by=DANA)
    shop.review(DANA)
    assert shop.judged() == OWN


@shown("let a commit name another author, and be its committer only")
def test_the_committer_has_a_part_too(shop: Shop) -> None:
    shop.change(by=BOB, committer=DANA)
    shop.review(DANA)
    assert shop.judged() == OWN


def test_github_as_the_committer_is_nobody(repo: Repo) -> None:
    shop = open_shop(repo, review="{four_eyes: true}", people="reviewers: {people: {GitHub: , noreply@github.com: }}\n")
    repo.git("commit", "--amend", "--quiet", "--no-edit")
    shop.change(by=BOB, committer="noreply@github.com")
    shop.record("noreply@github.com")
    repo.commit({FILE: (repo.root / FILE).read_text()}, by="noreply@github.com")
    assert shop.judged() == []


@shown("make the change, let it be reverted and made again by another")
def test_a_part_that_was_reverted_and_came_back_is_a_part(shop: Shop) -> None:
    change = shop.change(by=DANA)
    shop.change(MODEL, by=BOB)
    shop.repo.git("cherry-pick", "--no-commit", change)
    shop.repo.commit(by=LEE)
    shop.review(DANA)
    assert shop.judged() == OWN


def test_one_of_several_authors_does_not_review_but_of_what_others_made(shop: Shop) -> None:
    shop.change(BOTH, by=DANA)
    shop.change(BOTH.replace("team-shop}\nflows", "team-shop, tenancy: multi}\nflows"), by=BOB)
    shop.review(DANA)
    assert shop.judged() == OWN, "the component is Bob's alone"


def test_edits_without_meaning_are_no_part(shop: Shop) -> None:
    shop.change(by=BOB)
    shop.change(attributes().replace("Orders leak", "Orders get out") + "# seen\n", by=DANA)
    shop.review(DANA)
    assert shop.judged() == []


@shown("change an element while it has another id")
def test_a_part_under_an_id_that_is_gone_counts_for_everything(shop: Shop) -> None:
    shop.change(MODEL.replace("order:", "buy:").replace("order]", "buy]"), by=BOB)
    shop.change(BOTH.replace("order:", "buy:").replace("order]", "buy]"), by=DANA)
    shop.change(BOTH, by=BOB)
    shop.review(DANA)
    assert shop.judged() == OWN


@shown("make the change in a version that cannot be read")
def test_a_version_that_cannot_be_read_counts_for_everything(shop: Shop) -> None:
    shop.change(attributes() + "nonsense: [\n", by=DANA)
    shop.change(by=BOB)
    shop.review(DANA)
    assert shop.judged() == OWN


@shown("make the change between two versions that cannot be read")
def test_a_change_among_versions_that_cannot_be_read_counts_for_everything(shop: Shop) -> None:
    shop.change(MODEL + "nonsense: [\n", by=BOB)
    shop.change(attributes() + "nonsense: [\n", by=DANA)
    shop.change(by=BOB)
    shop.review(DANA)
    assert shop.judged() == OWN


@shown("make the change while the model is somewhere else")
def test_a_change_of_a_model_that_is_moved_away_and_back_counts_for_everything(shop: Shop) -> None:
    shop.repo.commit({"threatmodel.yaml": None, "a/threatmodel.yaml": MODEL}, by=BOB)
    shop.repo.commit({"a/threatmodel.yaml": attributes()}, by=DANA)
    shop.repo.commit({"a/threatmodel.yaml": None, "threatmodel.yaml": attributes()}, by=BOB)
    shop.review(DANA)
    assert shop.judged() == OWN


def test_a_new_model_is_made_by_whoever_added_it(shop: Shop) -> None:
    shop.repo.commit({"README.md": "x"}, by=DANA)
    shop.repo.commit({"pay/threatmodel.yaml": MODEL.replace("shop}", "pay}")}, by=BOB)
    done = inside(shop.repo.root, "review", "--all", "--model", "pay/threatmodel.yaml", "--by", DANA, "--as-of", TODAY)
    assert (done.code, done.err) == (0, "")
    shop.repo.commit({f"pay/{FILE}": (shop.repo.root / "pay" / FILE).read_text()}, by=DANA)
    assert shop.judged() == []


def test_without_a_review_nobody_is_asked_for(shop: Shop) -> None:
    shop.repo.write({"threatmodel.yaml": attributes()})
    nobody = {"GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_EMAIL": ""}
    assert [rule for rule, _, _ in shop.judged("--base", "main", env=nobody)] == ["review/stale"]


@shown("go back to an older commit, and bring its reviews back", "could not decide")
def test_a_head_that_is_older_than_the_base_cannot_be_told_about(shop: Shop) -> None:
    shop.repo.switch("main")
    text = (shop.repo.root / FILE).read_text()
    shop.repo.commit({FILE: text[: text.rindex("  - by:")]}, by=BOB)
    shop.repo.switch("topic")
    message, hint = shop.failure("--base", "main", "--exact")
    assert message == "who added a review cannot be told: no commit of the change does"
    assert hint == "compare with a base that is part of the head"


@shown("review a change before one makes it")
def test_a_review_that_was_there_before_the_change_is_no_way_around(shop: Shop) -> None:
    """The element does not exist yet, so that the review is only a note about an unknown id."""
    added = MODEL.replace("  safe:", "  new: {type: service, boundary: inside, owner: x}\n  safe:", 1)
    added = added.replace("[buyer, till, safe", "[buyer, new, till, safe")
    shop.change(added, by=DANA)
    shop.record(DANA, "new")
    text = (shop.repo.root / FILE).read_text()
    shop.repo.git("reset", "--hard", "--quiet", "main")
    shop.repo.commit({FILE: text}, by=DANA)
    assert shop.judged() == [("review/unknown-element", f"{FILE}:27:7", "review/2#covers.new")]
    shop.repo.branch("main", "topic")
    shop.repo.branch("later")
    shop.change(added, by=DANA)
    shop.review(ERIN, "inside")
    assert shop.judged() == [("review/own-change", "threatmodel.yaml:11:3", "component/new")]


@shown("remove an element and review the removal oneself")
def test_nobody_reviews_a_removal_of_their_own(shop: Shop) -> None:
    safe = "  safe: {type: service, boundary: inside, owner: team-shop}\n"
    shop.change(MODEL.replace(safe, "").replace("till, safe, order", "till, order"), by=DANA)
    shop.review(DANA)
    assert ("review/own-change", "threatmodel.yaml:5:3", "component/safe") in shop.judged()
    shop.review(ERIN)
    assert shop.judged() == []


# Merges


def test_a_merge_of_the_base_branch_is_no_part(shop: Shop) -> None:
    shop.change(by=BOB)
    shop.repo.switch("main")
    shop.change(MODEL.replace("team-shop}\nflows", "team-shop, tenancy: multi}\nflows"), by=BOB)
    shop.repo.switch("topic")
    merge(shop.repo, DANA, "main")
    shop.review(DANA, "order")
    assert shop.judged() == []


def merge(repo: Repo, who: str, *arguments: str) -> None:
    repo.git("merge", "--quiet", "--no-ff", "--message", "merge", *arguments, env=as_git(who))


@shown("hide the change in a merge commit")
def test_what_a_merge_changes_itself_is_a_part_of_who_merged(shop: Shop) -> None:
    shop.change(OTHER, by=BOB)
    shop.repo.branch("side", "main")
    shop.repo.commit({"README.md": "x"}, by=BOB)
    shop.repo.switch("topic")
    merge(shop.repo, DANA, "--no-commit", "side")
    shop.repo.stage({"threatmodel.yaml": BOTH})
    shop.repo.commit(by=DANA)
    assert len(shop.repo.git("rev-list", "--parents", "-1", "HEAD").split()) == 3
    shop.review(DANA)
    assert shop.judged() == OWN


NEW = "  new: {type: service, boundary: inside, owner: x}\n"
WITH_NEW = MODEL.replace("  safe:", f"{NEW}  safe:", 1).replace("[buyer, till, safe", "[buyer, new, till, safe")


@shown("change in a merge what only one of the lines has")
def test_what_a_merge_changes_of_something_new_on_one_line_is_a_part_of_who_merged(shop: Shop) -> None:
    shop.change(WITH_NEW, by=BOB)
    shop.repo.branch("side", "main")
    shop.repo.commit({"README.md": "x"}, by=BOB)
    shop.repo.switch("topic")
    merge(shop.repo, DANA, "--no-commit", "side")
    shop.repo.stage({"threatmodel.yaml": WITH_NEW.replace(NEW, NEW.replace("owner", "tenancy: multi, owner"))})
    shop.repo.commit(by=DANA)
    shop.review(DANA)
    assert ("review/own-change", "threatmodel.yaml:11:3", "component/new") in shop.judged()


def test_a_merge_that_joins_two_changes_of_one_element_is_nobodys_change(shop: Shop) -> None:
    """The element is as in none of the parents, and each of its fields is as in one of them."""
    shop.change(OTHER, by=BOB)
    shop.repo.branch("side", "main")
    shop.change(MODEL.replace("confidential", "restricted"), by=LEE)
    shop.repo.switch("topic")
    merge(shop.repo, DANA, "side")
    shop.review(DANA)
    assert shop.judged() == []


@shown("undo by a merge what the base branch has")
def test_what_a_merge_takes_back_of_the_base_is_a_part_of_who_merged(shop: Shop) -> None:
    """Merged with the strategy 'ours': every line of the result is that of one parent."""
    shop.repo.commit({"README.md": "x"}, by=BOB)
    shop.repo.switch("main")
    shop.change(by=BOB)
    shop.review(ERIN, "order")
    shop.repo.switch("topic")
    merge(shop.repo, DANA, "--strategy=ours", "main")
    shop.record(DANA)
    shop.repo.commit({FILE: (shop.repo.root / FILE).read_text()}, by=DANA)
    assert shop.judged() == OWN


def test_a_conflict_is_settled_by_whoever_merged(shop: Shop) -> None:
    """Both lines changed the field; the merge keeps the one of the branch, against the one that is on main now."""
    shop.change(attributes(), by=BOB)
    shop.repo.switch("main")
    shop.change(MODEL.replace("authorization: roles", "authorization: scopes"), by=BOB)
    shop.repo.switch("topic")
    merge(shop.repo, DANA, "--strategy-option=ours", "main")
    shop.review(DANA)
    assert shop.judged() == OWN


# Where the change is and how it comes


def test_what_is_not_committed_is_of_whom_git_takes_it_for(shop: Shop) -> None:
    shop.repo.write({"threatmodel.yaml": attributes()})
    shop.record(DANA)
    assert shop.judged("--base", "main", env=as_git(DANA)) == OWN
    said = shop.judged("--base", "main", env=as_git(BOB))
    assert [rule for rule, _, _ in said] == ["review/recorded-by-another", "review/recorded-by-another"]
    shop.repo.git("add", "--all")
    assert shop.judged("--staged", env=as_git(DANA)) == OWN


def test_a_clean_work_tree_asks_for_no_identity(shop: Shop) -> None:
    shop.change(by=BOB)
    shop.review(DANA)
    assert shop.judged("--base", "main", env={"GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": ""}) == []


def test_an_unknown_identity_is_no_pass(shop: Shop) -> None:
    shop.repo.write({"threatmodel.yaml": attributes()})
    shop.record(DANA)
    nobody = {"GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_EMAIL": ""}
    message, hint = shop.failure("--base", "main", env=nobody)
    assert message == "git does not know who makes the change that is not committed yet"
    assert hint == "set user.name and user.email in git's config, or commit the change first"


def test_before_a_push_the_commits_say_who(shop: Shop) -> None:
    shop.change(by=DANA)
    shop.review(DANA)
    refs = {"PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "topic"}
    shop.repo.switch("main")
    assert shop.judged("--staged", env=refs) == OWN


def test_a_hook_in_a_merge_knows_both_lines(shop: Shop) -> None:
    """What the other line brings, and reviews, is not of the person who commits the merge."""
    shop.repo.commit({"README.md": "x"}, by=LEE)
    shop.repo.switch("main")
    shop.change(by=BOB)
    shop.review(DANA, "order")
    shop.repo.switch("topic")
    merge(shop.repo, LEE, "--no-commit", "main")
    assert shop.judged("--staged", env=as_git(LEE)) == []


def pull_request(shop: Shop, folder: Path, login: str = "") -> dict[str, str]:
    """The merge commit that GitHub makes, checked out; the environment of the workflow."""
    head, base = shop.repo.head, shop.repo.git("rev-parse", "main")
    shop.repo.branch("pull", "main")
    merge(shop.repo, BOB, "topic")
    request = {"number": 1, "base": {"ref": "main", "sha": base}, "head": {"ref": "topic", "sha": head}}
    return github(
        folder, {"pull_request": {**request, "user": {"login": login}}} if login else {"pull_request": request}
    )


@shown("let another commit the change, and open the pull request oneself")
def test_who_opened_the_pull_request_has_a_part(shop: Shop, tmp_path: Path) -> None:
    shop.change(by=BOB)
    shop.review(DANA)
    assert shop.judged("--base", "auto", env=pull_request(shop, tmp_path, "Dana")) == OWN
    (said,) = shop.said("--base", "auto", env=github(tmp_path, read(tmp_path)))[1]["results"]
    assert said["message"].endswith("who has a part in the change (as 'github:Dana')")


def read(folder: Path) -> dict[str, object]:
    import json

    event: dict[str, object] = json.loads((folder / "event.json").read_text())
    return event


def test_who_started_the_run_has_no_part(shop: Shop, tmp_path: Path) -> None:
    shop.change(by=BOB)
    shop.review(DANA)
    env = {**pull_request(shop, tmp_path, "bob"), "GITHUB_ACTOR": "dana"}
    assert shop.judged("--base", "auto", env=env) == []


def test_a_queue_that_squashes_makes_the_author_of_the_request_the_author_of_all(shop: Shop, tmp_path: Path) -> None:
    shop.change(by=BOB)
    shop.review(DANA)
    shop.repo.branch("queue", "main")
    shop.repo.git("merge", "--quiet", "--squash", "topic")
    shop.repo.commit(by=BOB, committer="noreply@github.com")
    event = {"merge_group": {"base_sha": shop.repo.git("rev-parse", "main"), "head_sha": shop.repo.head}}
    said = shop.judged("--base", "auto", env=github(tmp_path, event, "merge_group"))
    assert {rule for rule, _, _ in said} == {"review/recorded-by-another"}
    shop.repo.branch("queue", "main")
    merge(shop.repo, BOB, "topic")
    event["merge_group"]["head_sha"] = shop.repo.head
    assert shop.judged("--base", "auto", env=github(tmp_path, event, "merge_group")) == []


# History that is not there


@pytest.mark.parametrize(("depth", "who"), [(2, "added a review"), (3, "added a review"), (4, "made the change")])
def test_in_a_shallow_clone_the_setting_that_mends_it_is_named(
    depth: int, who: str, shop: Shop, tmp_path: Path, elsewhere: Path
) -> None:
    shop.change(OTHER, by=BOB)
    shop.change(BOTH, by=BOB)
    shop.review(DANA)
    shop.repo.commit({"README.md": "x"}, by=BOB)
    env = pull_request(shop, tmp_path)
    clone = Shop(shop.repo.clone(elsewhere, f"--depth={depth}", "--branch=pull"))
    message, hint = clone.failure("--base", "auto", env=env)
    assert message == f"this clone is shallow, so that who {who} cannot be told"
    assert hint == "fetch the whole history: give actions/checkout `with: {fetch-depth: 0}`"


def test_a_shallow_clone_that_holds_the_whole_change_is_enough(shop: Shop, tmp_path: Path, elsewhere: Path) -> None:
    shop.change(by=BOB)
    shop.review(DANA)
    env = pull_request(shop, tmp_path)
    clone = Shop(shop.repo.clone(elsewhere, "--depth=3", "--branch=pull"))
    assert clone.judged("--base", "auto", env=env) == []


# What recording says


def test_recording_warns_and_records(shop: Shop) -> None:
    shop.change(by=DANA)
    done = shop.record(DANA)
    assert done.err == (
        "threatgate: warning: 'dana@example.com' has a part in the change of order: "
        "with four eyes this review does not count there\n"
    )
    assert "dana@example.com reviewed" in done.out
    done = shop.record("nobody@example.com", "order")
    assert done.err == (
        "threatgate: warning: 'nobody@example.com' is not one of the reviewers in .threatgate.yaml, "
        "so that this review does not count\n"
    )
    assert (shop.repo.root / FILE).read_text().count("nobody@example.com") == 1


def test_recording_by_id_looks_at_what_is_not_committed(shop: Shop) -> None:
    shop.repo.write({"threatmodel.yaml": attributes()})
    arguments = ("review", "order", "--by", DANA, "--as-of", TODAY)
    assert "has a part in the change of order" in inside(shop.repo.root, *arguments, env=as_git(DANA)).err
    assert inside(shop.repo.root, *arguments, env=as_git(BOB)).err == ""


def test_recording_without_a_repository_or_a_commit_says_nothing(tmp_path: Path, repo: Repo) -> None:
    for folder in (tmp_path / "plain", repo.root):
        folder.mkdir(exist_ok=True)
        (folder / "threatmodel.yaml").write_text(MODEL)
        (folder / ".threatgate.yaml").write_text("threatgate: 1\nreview: {four_eyes: true}\n")
        done = threatgate(folder, "review", "order", "--by", DANA, "--as-of", TODAY)
        assert (done.code, done.err) == (0, "")
