"""What the doors rely on in the command itself: fences, exit codes, and what it says about an index without changes."""

from __future__ import annotations

import re
from pathlib import Path

from tests.command import report, threatgate
from tests.doors.shop import CHANGED
from tests.repositories import Repo

ACTIONS = {"GITHUB_ACTIONS": "true"}


def test_a_wrong_call_is_fenced_like_all_else(tmp_path: Path) -> None:
    done = threatgate(tmp_path, "check", "--fail-on", "::error::x", env=ACTIONS)
    assert done.code == 2
    lines = done.err.splitlines()
    token = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", lines[0])
    assert token
    assert lines[-1] == f"::{token[1]}::"
    assert "'--fail-on'" in done.err


def test_an_output_that_cannot_be_written_is_a_wrong_call_and_no_finding(shop: Repo, tmp_path: Path) -> None:
    done = threatgate(shop.root, "check", "--format", f"json={tmp_path}/no-such-folder/report.json")
    assert done.code == 2
    assert done.err.startswith(f"threatgate: error: cannot write {tmp_path}/no-such-folder/report.json: No such file")


def test_an_index_like_the_last_commit_is_said_to_compare_nothing(shop: Repo) -> None:
    sentence = "Changes: nothing is staged. For all that a branch changes use the GitHub action, or --base REV."
    code, said = report(shop.root, "--staged")
    assert (code, said["not_checked"]) == (0, [sentence])
    shop.stage({"threatmodel.yaml": CHANGED})
    code, said = report(shop.root, "--staged")
    assert (code, said["not_checked"]) == (1, [])
