"""Somebody has only the cause of a change reviewed, and leaves what follows from it."""

from __future__ import annotations

import pytest

from tests.command import TODAY, following, inside, report
from tests.repositories import Repo

MODEL = """\
threatgate: 1
system: {id: shop}
boundaries:
  outside: {trust: untrusted}
  inside: {trust: internal}
  room: {parent: inside, kind: network}
components:
  till: {type: service, boundary: room, owner: team-shop}
  safe: {type: service, boundary: room, owner: team-shop}
flows:
  there: {from: till, to: safe, protocol: https}
  back: {from: safe, to: till, protocol: https}
threats:
  leak: {title: Leak, on: [till, safe, there, back], refs: ["stride:I"], status: mitigated, controls: [tls]}
controls:
  tls: {title: TLS everywhere, level: infrastructure, status: implemented}
"""


@pytest.mark.guarantee(
    "bypass", "review a cause, where what follows follows from each other", where="the reviews", says="`review/stale`"
)
def test_what_follows_from_each_other_stays_when_the_cause_is_reviewed(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    assert inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": MODEL.replace("parent: inside", "parent: outside")})
    ids = ("room", "inside", "outside")
    assert inside(repo.root, "review", *ids, "--by", "dana@example.com", "--as-of", TODAY).code == 0
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, following(said, "boundary/room")) == (1, ["component 'safe'", "component 'till'"])
