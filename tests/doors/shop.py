"""A small shop with a reviewed threat model, and pull requests on it as GitHub makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from tests.command import threatgate
from tests.repositories import Files, Repo

MODEL = """\
threatgate: 1
system: {id: shop}
boundaries:
  outside: {trust: untrusted}
  inside: {trust: internal}
data:
  orders: {classification: confidential}
components:
  buyer: {type: person, boundary: outside}
  till: {type: service, boundary: inside, owner: team-shop}
flows:
  order: {from: buyer, to: till, data: [orders], protocol: https, authentication: oauth2, authorization: roles}
threats:
  leak: {title: Orders leak, on: [buyer, till, order], refs: ["stride:I"], status: mitigated, controls: [tls]}
controls:
  tls: {title: TLS everywhere, level: infrastructure, status: implemented}
"""
"""A model that passes once it has been reviewed."""

CHANGED = MODEL.replace("authorization: roles", "authorization: attributes")
"""A change that fails with one finding: the review of the flow in line 12 is out of date."""

RETITLED = MODEL.replace("title: Orders leak", "title: Orders get out")
"""A change without meaning: it passes."""

SAME_REPOSITORY = "acme/shop"
FORK = "mallory/shop"

Event = dict[str, Any]


class PullRequest(NamedTuple):
    """A repository whose HEAD is the merge commit that GitHub makes, and the event that it sends."""

    repo: Repo
    event: Event


def reviewed(repo: Repo, model: str = MODEL) -> Repo:
    """Commit a model and a review of all of it, of today, since the action and the hook judge by the clock."""
    repo.commit({"threatmodel.yaml": model})
    done = threatgate(repo.root, "review", "--all", "--by", "dana@example.com")
    assert done.code == 0, done.err
    repo.git("add", "--all")
    repo.commit(message="record the review")
    return repo


def pull_request(repo: Repo, files: Files, source: str = SAME_REPOSITORY) -> PullRequest:
    """Propose files against ``main``: HEAD is ``refs/pull/1/merge``, whose first parent is the base."""
    base = repo.git("rev-parse", "main")
    repo.branch("topic", "main")
    head = repo.commit(files)
    repo.branch("pull", "main")
    repo.merge("topic")
    request = {
        "number": 1,
        "base": {"ref": "main", "sha": base},
        "head": {"ref": "topic", "sha": head, "repo": {"full_name": source}},
    }
    return PullRequest(repo, {"pull_request": request, "repository": repository()})


def push(before: str) -> Event:
    """The event of a push to ``main``."""
    return {"ref": "refs/heads/main", "before": before, "repository": repository()}


def repository() -> Event:
    return {"full_name": SAME_REPOSITORY, "default_branch": "main"}


def shallow(request: PullRequest, to: Path, depth: int) -> PullRequest:
    """The clone that ``actions/checkout`` makes with ``fetch-depth``."""
    return request._replace(repo=request.repo.clone(to, f"--depth={depth}", "--branch=pull"))
