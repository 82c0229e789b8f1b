"""The action on real pull requests and pushes, by the workflow that the documentation gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from checker.documents.limits import LIMITS
from tests.doors.act import Run
from tests.doors.conftest import Act
from tests.doors.shop import CHANGED, FORK, MODEL, RETITLED, SAME_REPOSITORY, pull_request, push, repository, shallow
from tests.repositories import Repo

UPLOAD = "2"
"""act's id of the step that uploads: its number."""
SHOW_REPORT = """\
      - if: ${{ !cancelled() }}
        id: show
        env: {FILE: "${{ steps.gate.outputs.report-file }}"}
        run: cat "$FILE"
"""


def numbers(run: Run) -> tuple[str, ...]:
    """Conclusion, and how many findings fail, are known, are waived."""
    outputs = run.outputs("gate")
    return tuple(outputs.get(name, "") for name in ("conclusion", "findings", "known", "waived"))


def assert_undecided(run: Run, reason: str, code: int = 3) -> None:
    """The job is red, says why in all three places, and uploads nothing."""
    assert run.code == 1
    assert run.result("gate") == "failure", run.said()
    assert f"exit status {code}" in run.said()
    outputs = run.outputs("gate")
    assert (outputs["conclusion"], outputs.get("sarif-file", "")) == ("error", "")
    assert run.result(UPLOAD) == "skipped"
    assert reason in run.log("gate")
    (told,) = run.annotations("gate")
    assert (told.name, told.properties["title"]) == ("error", "threatgate could not decide")
    assert reason in told.message
    assert run.summary("gate").startswith("# ⚠️ Could not decide")


def test_a_change_without_meaning_passes_and_its_log_is_uploaded(shop: Repo, run: Act) -> None:
    request = pull_request(shop, {"threatmodel.yaml": RETITLED})
    done = run(request.repo, "pull_request", request.event)
    assert done.code == 0, done.said()
    assert numbers(done) == ("pass", "0", "0", "0")
    assert done.annotations("gate") == []
    assert done.summary("gate").startswith("# ✅ Pass")
    assert " as threatgate\n" in done.log(UPLOAD)


def test_findings_fail_the_job_after_log_summary_annotations_outputs_and_upload(shop: Repo, run: Act) -> None:
    request = pull_request(shop, {"threatmodel.yaml": CHANGED})
    done = run(request.repo, "pull_request", request.event, after=SHOW_REPORT)
    assert done.code == 1
    assert done.result("gate") == "failure"
    assert numbers(done) == ("fail", "1", "0", "0")
    (told,) = done.annotations("gate")
    assert told.name == "error"
    assert (told.properties["file"], told.properties["line"], told.properties["col"]) == (
        "threatmodel.yaml",
        "12",
        "106",
    )
    assert told.message.endswith("Rule: review/stale")
    assert "high[review/stale] flow 'order'" in done.log("gate")
    assert done.summary("gate").startswith("# ❌ Fail: 1 finding")
    assert "## Needs a review" in done.summary("gate")
    assert done.result(UPLOAD) == "success"
    assert " as threatgate\n" in done.log(UPLOAD)
    assert json.loads(done.log("show"))["counts"]["failing"] == 1


@pytest.mark.parametrize("source", [SAME_REPOSITORY, FORK])
def test_a_fork_gets_all_but_the_upload(source: str, shop: Repo, run: Act) -> None:
    request = pull_request(shop, {"threatmodel.yaml": CHANGED}, source)
    done = run(request.repo, "pull_request", request.event)
    assert done.result(UPLOAD) == ("skipped" if source == FORK else "success")
    assert numbers(done) == ("fail", "1", "0", "0")
    assert len(done.annotations("gate")) == 1
    assert done.summary("gate").startswith("# ❌ Fail")


def test_an_unknown_base_is_an_error_and_nothing_is_uploaded(shop: Repo, run: Act) -> None:
    request = pull_request(shop, {"threatmodel.yaml": RETITLED})
    done = run(request.repo, "pull_request", request.event, base="origin/nowhere")
    assert_undecided(done, "this repository has no commit 'origin/nowhere'")


def test_a_model_above_a_limit_is_an_error_with_what_there_is_of_a_report(shop: Repo, run: Act) -> None:
    request = pull_request(shop, {"threatmodel.yaml": MODEL + "#" * LIMITS.bytes})
    done = run(request.repo, "pull_request", request.event, after=SHOW_REPORT)
    assert_undecided(done, "bytes")
    (failure,) = json.loads(done.log("show"))["failures"]
    assert "bytes" in failure["message"]


def test_a_wrong_config_is_an_error_that_names_the_place(shop: Repo, run: Act) -> None:
    shop.commit({".threatgate.yaml": "threatgate: 1\nfail_on: sometimes\n"})
    request = pull_request(shop, {"threatmodel.yaml": RETITLED})
    done = run(request.repo, "pull_request", request.event)
    assert_undecided(done, ".threatgate.yaml:2:10", code=2)
    assert ".threatgate.yaml:2:10" in done.summary("gate")


@pytest.mark.slow
def test_an_installation_that_fails_is_an_error_and_nothing_is_uploaded(
    shop: Repo, run: Act, checkout: Path, tmp_path: Path
) -> None:
    shutil.copytree(checkout, tmp_path / "action")
    (tmp_path / "action/requirements.lock").write_text("click==8.5.1\n")
    request = pull_request(shop, {"threatmodel.yaml": RETITLED})
    done = run(request.repo, "pull_request", request.event, action=tmp_path / "action")
    assert (done.result("gate", "install"), done.result("gate", "check")) == ("failure", "skipped")
    assert done.outputs("gate")["conclusion"] == "error"
    assert done.result(UPLOAD) == "skipped"
    (told,) = done.annotations("gate")
    assert told.message == "The locked dependencies could not be installed; the log of this step says why."
    assert done.summary("gate").startswith("# ⚠️ Could not decide")


def test_a_clone_of_one_commit_is_told_the_depth_that_it_needs(shop: Repo, run: Act, tmp_path: Path) -> None:
    request = shallow(pull_request(shop, {"threatmodel.yaml": RETITLED}), tmp_path / "clone", 1)
    done = run(request.repo, "pull_request", request.event)
    assert_undecided(done, "with: {fetch-depth: 2}")


def test_a_clone_of_two_commits_is_enough(shop: Repo, run: Act, tmp_path: Path) -> None:
    request = shallow(pull_request(shop, {"threatmodel.yaml": CHANGED}), tmp_path / "clone", 2)
    done = run(request.repo, "pull_request", request.event)
    assert numbers(done) == ("fail", "1", "0", "0")


def test_the_base_is_what_the_change_is_merged_into_though_main_has_moved_on(shop: Repo, run: Act) -> None:
    request = pull_request(shop, {"threatmodel.yaml": RETITLED})
    shop.switch("main")
    moved = MODEL.replace("  till:", "  desk: {type: service, boundary: inside}\n  till:")
    shop.commit({"threatmodel.yaml": moved})
    shop.switch("pull")
    done = run(request.repo, "pull_request", request.event)
    assert numbers(done) == ("pass", "0", "0", "0")
    base = request.event["pull_request"]["base"]["sha"]
    assert f"base: {base[:12]} (what HEAD merges the change into (GitHub, pull_request)" in done.log("gate")


def test_an_empty_base_is_auto_so_that_a_change_never_judges_itself(shop: Repo, run: Act) -> None:
    shop.commit({".threatgate.yaml": "threatgate: 1\n"})
    loose = {"threatmodel.yaml": CHANGED, ".threatgate.yaml": "threatgate: 1\nrules: {review/stale: off}\n"}
    request = pull_request(shop, loose)
    assert numbers(run(request.repo, "pull_request", request.event, base=""))[:2] == ("fail", "2")
    assert numbers(run(request.repo, "pull_request", request.event, base="none"))[0] == "pass"


def test_a_push_is_judged_as_a_whole(shop: Repo, run: Act) -> None:
    before = shop.commit({"threatmodel.yaml": CHANGED})
    shop.commit({"threatmodel.yaml": CHANGED.replace("title: Orders leak", "title: Orders get out")})
    done = run(shop, "push", push(before))
    assert numbers(done) == ("fail", "1", "0", "0")
    assert done.result(UPLOAD) == "success"


def test_a_push_compared_with_what_was_there_before_fails_only_for_what_it_touches(shop: Repo, run: Act) -> None:
    before = shop.commit({"threatmodel.yaml": CHANGED})
    shop.commit({"threatmodel.yaml": CHANGED.replace("title: Orders leak", "title: Orders get out")})
    done = run(shop, "push", push(before), base="auto")
    assert numbers(done) == ("pass", "0", "1", "0")


def test_a_merge_queue_is_compared_with_the_commit_that_it_names(shop: Repo, run: Act) -> None:
    base = shop.head
    shop.commit({"threatmodel.yaml": CHANGED})
    shop.commit({"notes.txt": "x"})
    event = {"merge_group": {"base_sha": base, "head_sha": shop.head}, "repository": repository()}
    done = run(shop, "merge_group", event)
    assert numbers(done) == ("fail", "1", "0", "0")
    assert done.result(UPLOAD) == "skipped"


def test_an_event_without_a_base_is_an_error_that_says_what_to_give(shop: Repo, run: Act, workflow: str) -> None:
    done = run(shop, "workflow_dispatch", {"repository": repository()}, on="workflow_dispatch")
    assert_undecided(done, "run without --base for this event, or name one: --base REV")


def test_fail_on_never_reports_without_blocking(shop: Repo, run: Act) -> None:
    request = pull_request(shop, {"threatmodel.yaml": CHANGED})
    done = run(request.repo, "pull_request", request.event, fail_on="never")
    assert done.code == 0
    assert numbers(done) == ("pass", "0", "0", "0")
    assert len(done.annotations("gate")) == 1


def test_paths_are_lines_so_that_a_name_may_hold_blanks(shop: Repo, run: Act) -> None:
    second = MODEL.replace("id: shop", "id: annex")
    request = pull_request(shop, {"the annex/threatmodel.yaml": second, "other/threatmodel.yaml": second})
    done = run(request.repo, "pull_request", request.event, paths="threatmodel.yaml\n\n  the annex/threatmodel.yaml\n")
    assert numbers(done)[0] == "fail"
    assert "checked: 2 models" in done.log("gate")
    assert {one.properties["file"] for one in done.annotations("gate")} == {"the annex/threatmodel.yaml"}


def test_annotations_and_summary_can_be_switched_off(shop: Repo, run: Act) -> None:
    request = pull_request(shop, {"threatmodel.yaml": CHANGED})
    done = run(request.repo, "pull_request", request.event, annotations="false", summary="false")
    assert numbers(done)[:2] == ("fail", "1")
    assert (done.annotations("gate"), done.summary("gate")) == ([], "")


def test_no_more_annotations_of_a_level_than_github_keeps(shop: Repo, run: Act) -> None:
    more = "".join(f"  c{n}: {{type: service, boundary: inside}}\n" for n in range(30))
    request = pull_request(shop, {"threatmodel.yaml": MODEL.replace("flows:\n", f"{more}flows:\n")})
    done = run(request.repo, "pull_request", request.event)
    names = [one.name for one in done.annotations("gate")]
    assert names.count("error") == 10
    assert max(map(names.count, names)) == 10
    assert "without an annotation: GitHub shows 10 of a level." in done.log("gate")
    assert int(done.outputs("gate")["findings"]) == 30
