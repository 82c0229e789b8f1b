"""Histories in a few words, and what the command says of them.

Every mark, such as ``p1``, is a model file of its own with one component of that name, so that merges never conflict
and a report says by itself what it takes for the change: ``+p1`` added, ``~p1`` changed, ``-p1`` removed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.command import TODAY, findings, inside, report
from tests.repositories import Repo, new_repo

Environ = Mapping[str, str]

_SIGNS = {"added": "+", "removed": "-", "modified": "~"}


def situation(what: str, says: str = "true change") -> pytest.MarkDecorator:
    """A line of the page of guarantees."""
    return pytest.mark.guarantee("base", what, says=says)


def file(mark: str) -> str:
    return f"{mark}.threatmodel.yaml"


def text(mark: str, type: str = "service") -> str:
    return f"threatgate: 1\nsystem: {{id: {mark}-system}}\ncomponents:\n  {mark}: {{type: {type}}}\n"


def add(repo: Repo, *marks: str) -> str:
    """Commit new models; the id of the commit."""
    return repo.commit({file(mark): text(mark) for mark in marks})


def edit(repo: Repo, *marks: str) -> str:
    """Commit models that exist already with another meaning."""
    return repo.commit({file(mark): text(mark, "database") for mark in marks})


def drop(repo: Repo, *marks: str) -> str:
    """Commit the removal of models."""
    return repo.commit({file(mark): None for mark in marks})


def right(
    repo: Repo,
    changed: str,
    *arguments: str,
    base: str,
    why: str,
    commits: int | None = None,
    env: Environ | None = None,
) -> None:
    """The check compares with ``base`` (a full id) for the reason ``why`` and finds exactly what ``changed`` lists.

    Each element that the change adds or edits needs a review, and each model that it removes is missed: nothing else
    fails, and the exit code says whether anything does.
    """
    code, said = report(repo.root, *(arguments or ("--base", "auto")), env=env, by=inside)
    assert said["base"] == {"revision": base, "why": why, "commits": commits}
    assert sorted(_changed(said)) == sorted(changed.split())
    assert sorted(findings(said)) == sorted(map(_finding, changed.split()))
    assert said["failures"] == []
    assert code == (1 if changed else 0)


def _changed(said: Mapping[str, Any]) -> list[str]:
    gone = [f"-{path.partition('.')[0]}" for rule, path, _ in findings(said) if rule == "model/removed"]
    changes = [change for model in said["models"] for change in model["changes"]]
    return [*gone, *(_SIGNS[change["kind"]] + change["element"]["id"] for change in changes)]


def _finding(change: str) -> tuple[str, str, str]:
    mark = change[1:]
    if change[0] == "-":
        return "model/removed", f"{file(mark)}:1:1", f"model/{file(mark)}"
    return "review/unreviewed-component", f"{file(mark)}:4:3", f"component/{mark}"


def undecided(repo: Repo, message: str, hint: str, *arguments: str, env: Environ | None = None, code: int = 3) -> None:
    """The check says that it cannot decide, why, and what mends that; there is no report that could be taken for a
    pass."""
    done = inside(repo.root, "check", "--as-of", TODAY, "--format", "json", *(arguments or ("--base", "auto")), env=env)
    assert (done.code, done.out) == (code, ""), done
    lines = [line for line in done.err.split("\n") if line and not line.startswith("::")]  # GitHub's is fenced in
    assert lines == [f"threatgate: error: {message}", f"  = next: {hint}"]


def diff(repo: Repo, *arguments: str) -> tuple[str, list[str]]:
    """The base of ``threatgate diff`` and the changes that it shows."""
    done = inside(repo.root, "diff", *arguments, "--format", "json")
    assert done.code == 0, done
    said = json.loads(done.out)
    return said["base"]["revision"], [_SIGNS[change["kind"]] + change["element"]["id"] for change in said["changes"]]


def github(folder: Path, name: str, event: object, sha: str = "") -> dict[str, str]:
    """The environment of a GitHub workflow; ``sha`` is the commit that GitHub says the run is about."""
    path = folder / "event.json"
    path.write_text(event if isinstance(event, str) else json.dumps(event))
    environ = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path)}
    return {**environ, **({"GITHUB_SHA": sha} if sha else {})}


def pull_request(repo: Repo, head: str = "topic", base: str = "main") -> dict[str, object]:
    """The event of a pull request of a branch into another, both of ``repo``."""
    tips = {name: repo.git("rev-parse", name) for name in (head, base)}
    return {"pull_request": {"head": {"sha": tips[head]}, "base": {"sha": tips[base], "ref": base}}}


def propose(repo: Repo, head: str = "topic", base: str = "main", number: int = 1) -> str:
    """Merge a branch into another as GitHub does, at ``refs/pull/N/merge``; the id of the merge."""
    repo.switch(repo.git("rev-parse", base))
    merge = repo.merge(head)
    repo.git("update-ref", f"refs/pull/{number}/merge", merge)
    repo.git("update-ref", f"refs/pull/{number}/head", head)
    repo.switch(head)
    return merge


def checkout(repo: Repo, to: Path, ref: str, depth: int = 0) -> Repo:
    """One ref of a repository as actions/checkout gets it; depth 0 is everything, every branch included."""
    clone = new_repo(to)
    clone.git("remote", "add", "origin", repo.root.as_uri())
    refs = ["+refs/heads/*:refs/remotes/origin/*"] if depth == 0 else []
    deep = [f"--depth={depth}"] if depth else []
    clone.git("fetch", "--quiet", "--no-tags", *deep, "origin", f"+{ref}:refs/remotes/pull", *refs)
    clone.switch("refs/remotes/pull")
    return clone
