"""Real commits and pushes with the real hook, by pre-commit and by prek."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from checker.documents.limits import LIMITS
from tests.command import Done
from tests.doors.hooks import Runner
from tests.doors.shop import CHANGED, MODEL, RETITLED, reviewed
from tests.repositories import Repo, new_repo

pytestmark = pytest.mark.slow


@pytest.fixture
def hooked(shop: Repo, runner: Runner) -> Repo:
    """A reviewed model on main, and the hook in place."""
    return runner.set_up(shop)


def assert_refused(repo: Repo, head: str, done: Done, reason: str, code: int = 1) -> None:
    """The commit was not made; the hook said why and left with a code."""
    assert (done.code, repo.head) == (1, head), done.err
    assert reason in done.err
    assert f"exit code: {code}" in done.err


def assert_made(repo: Repo, head: str, done: Done) -> None:
    assert done.code == 0, done.err
    assert "threatgate" in done.err
    assert "Passed" in done.err
    assert repo.git("rev-parse", "HEAD~1") == head


def test_a_change_without_meaning_is_committed(hooked: Repo, runner: Runner) -> None:
    head = hooked.head
    hooked.stage({"threatmodel.yaml": RETITLED})
    assert_made(hooked, head, runner.git(hooked, "commit", "-m", "x"))


def test_a_finding_refuses_the_commit_and_a_recorded_review_lets_it_pass(hooked: Repo, runner: Runner) -> None:
    head = hooked.head
    hooked.stage({"threatmodel.yaml": CHANGED})
    assert_refused(hooked, head, runner.git(hooked, "commit", "-m", "x"), "high[review/stale] flow 'order'")
    reviewed(hooked, CHANGED)
    assert hooked.git("status", "--porcelain") == ""


def test_what_cannot_be_decided_refuses_the_commit(hooked: Repo, runner: Runner) -> None:
    head = hooked.head
    hooked.stage({"threatmodel.yaml": MODEL + "#" * LIMITS.bytes})
    assert_refused(hooked, head, runner.git(hooked, "commit", "-m", "x"), "bytes", code=3)


def test_commit_all_is_judged_by_what_it_commits(hooked: Repo, runner: Runner) -> None:
    head = hooked.head
    hooked.write({"threatmodel.yaml": CHANGED})
    assert_refused(hooked, head, runner.git(hooked, "commit", "-a", "-m", "x"), "review/stale")


def test_commit_of_a_path_is_judged_by_that_path_alone(hooked: Repo, runner: Runner) -> None:
    hooked.commit({"notes.txt": "x"})
    head = hooked.head
    hooked.write({"threatmodel.yaml": CHANGED, "notes.txt": "y"})
    assert_refused(hooked, head, runner.git(hooked, "commit", "-m", "x", "threatmodel.yaml"), "review/stale")
    hooked.git("add", "threatmodel.yaml")
    assert_made(hooked, head, runner.git(hooked, "commit", "-m", "x", "notes.txt"))


def test_what_is_staged_counts_and_not_what_is_on_disk(hooked: Repo, runner: Runner) -> None:
    head = hooked.head
    hooked.stage({"threatmodel.yaml": CHANGED})
    hooked.write({"threatmodel.yaml": MODEL})
    assert_refused(hooked, head, runner.git(hooked, "commit", "-m", "x"), "review/stale")
    hooked.stage({"threatmodel.yaml": RETITLED})
    hooked.write({"threatmodel.yaml": CHANGED})
    assert_made(hooked, head, runner.git(hooked, "commit", "-m", "x"))
    assert (hooked.root / "threatmodel.yaml").read_text() == CHANGED


def test_a_commit_that_only_deletes_the_model_is_refused(hooked: Repo, runner: Runner) -> None:
    head = hooked.head
    hooked.git("rm", "--quiet", "threatmodel.yaml", "threatmodel.reviews.yaml")
    assert_refused(hooked, head, runner.git(hooked, "commit", "-m", "x"), "high[model/removed]")


def test_the_first_commit_of_all_must_be_reviewed(repo: Repo, runner: Runner) -> None:
    runner.set_up(repo)
    repo.stage({"threatmodel.yaml": MODEL})
    done = runner.git(repo, "commit", "-m", "x")
    assert done.code == 1
    assert "review/unreviewed-flow" in done.err
    assert repo.git("rev-parse", "--verify", "--quiet", "HEAD", fails=True) == ""
    other = reviewed(new_repo(repo.root.parent / "other"))
    repo.stage({"threatmodel.reviews.yaml": (other.root / "threatmodel.reviews.yaml").read_bytes()})
    assert runner.git(repo, "commit", "-m", "x").code == 0


def test_a_push_compares_what_is_pushed_with_what_the_remote_has(shop: Repo, runner: Runner, tmp_path: Path) -> None:
    shop.clone(tmp_path / "remote.git", "--bare")
    shop.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    shop.git("fetch", "--quiet", "origin")
    runner.set_up(shop, "--hook-type", "pre-push")
    shop.branch("topic")
    shop.commit({"threatmodel.yaml": RETITLED})
    assert runner.git(shop, "push", "origin", "topic").code == 0
    pushed = shop.head
    shop.commit({"threatmodel.yaml": CHANGED})
    shop.commit({"notes.txt": "what is pushed is more than the last commit"})
    shop.write({"threatmodel.yaml": MODEL})
    done = runner.git(shop, "push", "origin", "topic")
    assert done.code == 1
    assert "review/stale" in done.out + done.err
    assert shop.git("ls-remote", "origin", "topic").split()[0] == pushed


def test_all_files_says_that_nothing_is_compared_and_where_to_go(hooked: Repo, runner: Runner) -> None:
    hooked.commit({"threatmodel.yaml": CHANGED})
    done = runner.run(hooked, "run", "--all-files", "--verbose")
    assert done.code == 0
    said = " ".join(done.out.split())
    assert "Changes: nothing is staged. For all that a branch changes use the GitHub action, or --base REV." in said
    assert "known: 1 not touched by this change" in said


def test_a_linked_work_tree_is_judged_by_its_own_index(hooked: Repo, runner: Runner, tmp_path: Path) -> None:
    linked = hooked.worktree(tmp_path / "linked", "topic")
    (linked.root / ".pre-commit-config.yaml").write_text(runner.config(), encoding="utf-8")
    head = linked.head
    linked.write({"threatmodel.yaml": CHANGED})
    assert_refused(linked, head, runner.git(linked, "commit", "-a", "-m", "x"), "review/stale")
    linked.stage({"threatmodel.yaml": RETITLED})
    assert_made(linked, head, runner.git(linked, "commit", "-m", "x"))


def test_a_conflict_is_judged_by_how_it_was_resolved(hooked: Repo, runner: Runner) -> None:
    hooked.branch("topic")
    hooked.commit({"threatmodel.yaml": RETITLED})
    hooked.switch("main")
    head = hooked.commit({"threatmodel.yaml": RETITLED.replace("get out", "are read")})
    hooked.git("merge", "topic", fails=True)
    assert "<<<<<<<" in (hooked.root / "threatmodel.yaml").read_text()
    assert runner.run(hooked, "run").code != 0
    hooked.stage({"threatmodel.yaml": CHANGED})
    assert_refused(hooked, head, runner.git(hooked, "commit", "-m", "x"), "review/stale")
    hooked.stage({"threatmodel.yaml": RETITLED})
    assert_made(hooked, head, runner.git(hooked, "commit", "-m", "x"))


def test_the_hook_imports_nothing_of_the_repository(hooked: Repo, runner: Runner, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    mark.touch()
    names = ("checker/__init__.py", "sitecustomize.py", "click.py", "json.py", "threatgate.py", "git/__init__.py")
    code = f"import sys\nopen({str(mark)!r}, 'a').write(sys.prefix + chr(10))\n"
    head = hooked.head
    hooked.stage(dict.fromkeys(names, code))
    assert_made(hooked, head, runner.git(hooked, "commit", "-m", "x"))
    # pre-commit itself starts by `python -m`, which does look into the current folder: its own Python is not ours.
    assert str(runner.home) not in mark.read_text()


def test_the_hook_is_quick(hooked: Repo, runner: Runner) -> None:
    hooked.stage({"threatmodel.yaml": RETITLED})
    began = time.perf_counter()
    done = runner.run(hooked, "run")
    seconds = time.perf_counter() - began
    assert done.code == 0
    print(f"{runner.name} run, warm: {seconds:.2f} s")
    assert seconds < 10
