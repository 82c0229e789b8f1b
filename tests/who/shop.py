"""A small reviewed shop whose config says who may review, and changes of it by several people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.command import TODAY, Done, findings, inside, report
from tests.repositories import Repo, identity

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
  safe: {type: service, boundary: inside, owner: team-shop}
flows:
  order: {from: buyer, to: till, data: [orders], protocol: https, authentication: oauth2, authorization: roles}
threats:
  leak: {title: Orders leak, on: [buyer, till, safe, order], refs: ["stride:I"], status: mitigated, controls: [tls]}
controls:
  tls: {title: TLS everywhere, level: infrastructure, status: implemented}
"""

PEOPLE = """\
reviewers:
  people:
    dana@example.com: {roles: [security], also: ["github:dana", dana@home.example]}
    erin@example.com: {roles: [security]}
    pat@example.com: {roles: [platform]}
    lee@example.com:
"""

DANA, ERIN, PAT, LEE = (f"{name}@example.com" for name in ("dana", "erin", "pat", "lee"))
BOB = "bob@example.com"
"""Somebody who writes code and is no reviewer."""

FILE = "threatmodel.reviews.yaml"


def attributes(model: str = MODEL) -> str:
    """The model with another authorization of the flow: a change of the flow alone."""
    assert model.count("authorization: roles") == 1
    return model.replace("authorization: roles", "authorization: attributes")


class Shop:
    """The repository, and what people do to it on the branch ``topic``."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo

    def change(self, model: str = attributes(), by: str = BOB, committer: str = "") -> str:
        """Commit a version of the model."""
        return self.repo.commit({"threatmodel.yaml": model}, by=by, committer=committer)

    def record(self, who: str, *ids: str) -> Done:
        """Write a review of these elements, or of what changed since main, into the reviews file."""
        what = ids or ("--changed", "--base", "main")
        done = inside(self.repo.root, "review", *what, "--by", who, "--as-of", TODAY)
        assert done.code == 0, done.err
        return done

    def review(self, who: str, *ids: str, by: str = "") -> str:
        """Record a review and commit it, by that person or somebody else."""
        self.record(who, *ids)
        self.repo.stage({FILE: (self.repo.root / FILE).read_text()})
        return self.repo.commit(message="record a review", by=by or who)

    def judged(self, *arguments: str, env: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
        """The new findings against main; the exit code says whether there are any."""
        code, said = self.said(*arguments, env=env)
        assert code == (1 if said["counts"]["failing"] else 0), said
        return findings(said)

    def said(self, *arguments: str, env: Mapping[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        return report(self.repo.root, *(arguments or ("--base", "main")), env=env, by=inside)

    def failure(self, *arguments: str, env: Mapping[str, str] | None = None) -> tuple[str, str]:
        """The message and the hint of the one reason why the gate could not decide."""
        code, said = self.said(*arguments, env=env)
        assert code == 3, said
        (one,) = said["failures"]
        return one["message"], one["hint"]


def open_shop(repo: Repo, review: str = "", required: str = "", people: str = PEOPLE, model: str = MODEL) -> Shop:
    """A shop whose model is reviewed on main by Dana and Erin; the branch is checked out."""
    config = "threatgate: 1\n" + people
    config += f"  required:\n{required}" if required else ""
    config += f"review: {review}\n" if review else ""
    repo.commit({"threatmodel.yaml": model, ".threatgate.yaml": config})
    for who in (DANA, ERIN):
        ids = ("buyer", "till", "safe", "order", "outside", "inside", "orders")
        assert inside(repo.root, "review", *ids, "--by", who, "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the reviews")
    repo.branch("topic")
    return Shop(repo)


def as_git(who: str) -> dict[str, str]:
    """The environment in which git takes somebody for the author and the committer."""
    return {**identity("AUTHOR", who), **identity("COMMITTER", who)}


def github(folder: Path, event: dict[str, Any], name: str = "pull_request") -> dict[str, str]:
    """The environment of a GitHub workflow with this event."""
    file = folder / "event.json"
    file.write_text(json.dumps(event))
    return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(file)}
