"""Somebody has only a part of a change reviewed, and leaves what follows from it or went with it."""

from __future__ import annotations

import pytest

from tests.command import TODAY, findings, following, inside, report
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


def changed(repo: Repo, model: str, *reviewed: str, before: str = MODEL) -> None:
    """A reviewed model, and another version of it, of which some elements are reviewed."""
    repo.commit({"threatmodel.yaml": before})
    assert inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": model})
    assert inside(repo.root, "review", *reviewed, "--by", "dana@example.com", "--as-of", TODAY).code == 0


@pytest.mark.guarantee(
    "bypass", "review a cause, where what follows follows from each other", where="the reviews", says="`review/stale`"
)
def test_what_follows_from_each_other_stays_when_the_cause_is_reviewed(repo: Repo) -> None:
    changed(repo, MODEL.replace("parent: inside", "parent: outside"), "room", "inside", "outside")
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, following(said, "boundary/room")) == (1, ["component 'safe'", "component 'till'"])


@pytest.mark.guarantee(
    "bypass",
    "give the id of something removed to something of another kind beside it",
    where="the reviews",
    says="`review/unreviewed-removal`",
)
def test_a_removal_is_not_hidden_by_something_of_another_kind(repo: Repo) -> None:
    model = MODEL.replace("  safe: {type: service, boundary: room, owner: team-shop}\n", "")
    model = model.replace("  room:", "  safe: {parent: room, kind: network}\n  room:")
    model = model.replace("from: till, to: safe", "from: till, to: till").replace("from: safe", "from: till")
    changed(repo, model, "safe", "till", "there", "back", "room", "inside", "outside")
    code, said = report(repo.root, "--base", "main", by=inside)
    told = [(rule, subject) for rule, _, subject in findings(said) if rule.startswith("review/")]
    assert (code, told) == (1, [("review/unreviewed-removal", "component/safe")])


def test_what_follows_at_second_hand_is_told_when_the_cause_is_reviewed(repo: Repo) -> None:
    model = MODEL.replace("  room:", "  annex: {trust: internal}\n  room:").replace(
        "from: till, to: safe", "from: desk, to: safe"
    )
    model = model.replace("from: safe, to: till", "from: desk, to: till")
    model = model.replace("  till: {", "  desk: {type: service, boundary: inside, owner: team-shop}\n  till: {")
    model = model.replace("on: [till", "on: [desk, till")
    after = model.replace("parent: inside", "parent: annex")
    changed(repo, after, "room", "inside", "annex", before=model)
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, following(said, "boundary/room")) == (
        1,
        ["component 'safe'", "component 'till'", "flow 'there'", "flow 'back'"],
    )
    assert said["results"][0]["hint"] == "threatgate review back safe there till --by YOU"
