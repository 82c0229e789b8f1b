"""What the gate cannot see, shown: so that nobody relies on it there, and knows what helps."""

from __future__ import annotations

import pytest

from tests.bypass.test_models import own
from tests.bypass.ways import PATH, TEXT
from tests.command import TODAY, inside, report
from tests.repositories import Repo

SHOP = PATH["shop"]


def passes(repo: Repo, files: dict[str, str]) -> None:
    repo.branch("topic", "main")
    repo.commit(files)
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, own(said)) == (0, [])


@pytest.mark.guarantee(
    "reach",
    "write a model that is not true",
    says="The gate holds a change of the model, not the model against the system; reviewers and drift checks do.",
)
def test_code_without_a_change_of_the_model_passes(repositories: dict[str, Repo]) -> None:
    passes(repositories["shop"], {"api/backdoor.py": "import os\n"})


@pytest.mark.guarantee(
    "reach",
    "give a control without `use` another title",
    says="Words are not meaning to the gate. Give each control that matters a `use`.",
)
def test_a_title_is_only_words(repositories: dict[str, Repo]) -> None:
    old = "Tokens instead of numbers"
    assert TEXT["shop"].count(old) == 1
    passes(repositories["shop"], {SHOP: TEXT["shop"].replace(old, "Nothing at all")})


@pytest.mark.guarantee(
    "reach",
    "sign with the name of somebody else, where the config asks for nothing",
    says="Anybody can write `by: dana` until `reviewers`, `four_eyes` and `signed_commits` say who may.",
)
def test_without_reviewers_a_name_is_only_a_name(repositories: dict[str, Repo]) -> None:
    repo = repositories["shop"]
    repo.branch("topic", "main")
    repo.commit({SHOP: TEXT["shop"].replace("    boundary: vault\n", "    boundary: inside\n")})
    done = inside(repo.root, "review", "--changed", "--base", "main", "--by", "ceo@example.com", "--as-of", TODAY)
    assert done.code == 0, done
    repo.git("add", "--all")
    repo.commit()
    assert report(repo.root, "--base", "main", by=inside)[0] == 0


@pytest.mark.guarantee(
    "reach",
    "take the gate out of the workflow that the pull request itself brings",
    says="What does not run cannot fail, and a skipped job counts as passed. Require the workflow by a ruleset.",
)
def test_where_the_gate_ran_before_a_removal_is_told_but_only_by_a_gate_that_runs(repo: Repo) -> None:
    job = "on: [pull_request]\njobs:\n  gate:\n    steps:\n      - uses: OWNER/threatgate@1\n"
    repo.commit({SHOP: TEXT["shop"], ".github/workflows/gate.yml": job})
    inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY)
    repo.git("add", "--all")
    repo.commit()
    repo.branch("topic")
    repo.commit({".github/workflows/gate.yml": job.replace("OWNER/threatgate@1", "actions/checkout@1")})
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, own(said)) == (1, ["gate/runner-changed 4:5 gate/.github/workflows/gate.yml"])


@pytest.mark.guarantee(
    "reach",
    "skip the hook on one's own machine",
    says="`git commit --no-verify` skips every hook. The check in CI is the one that counts.",
)
def test_a_commit_can_skip_its_hook(repo: Repo) -> None:
    first = repo.commit({"a": "b"})
    repo.hook("pre-commit", "exit 1")
    repo.stage({"a": "c"})
    repo.git("commit", "--quiet", "--message", "held", fails=True)
    assert repo.head == first
    repo.git("commit", "--quiet", "--message", "skipped", "--no-verify")
    assert repo.head != first
