"""Every way to make a model look safer, and every one to slip something into it, fails the pull request that tries it.

A real repository each: the reviewed model on main, the edited one on a branch. The findings of the gate itself must be
exactly the expected ones; those of the rule packs come on top.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.bypass.ways import PATH, WAYS, after
from tests.command import findings, inside, report
from tests.repositories import Repo

OWN = ("review/", "model/", "gate/", "waiver/", "baseline/")
"""The packs of the gate itself: what it says does not change when a rule is added to another pack."""


def own(said: dict[str, Any]) -> list[str]:
    """The new findings of the gate itself: rule, line and column, subject."""
    found = [(rule, place.partition(":")[2], subject) for rule, place, subject in findings(said)]
    return [" ".join(one) for one in found if one[0].startswith(OWN)]


def rules(says: tuple[str, ...]) -> str:
    """The rules that a row of the public table names."""
    return ", ".join(f"`{rule}`" for rule in sorted({said.partition(" ")[0] for said in says}))


CASES = [
    pytest.param(
        model,
        edits.replace,
        edits.says,
        id=f"{model}-{way.what}",
        marks=pytest.mark.guarantee("bypass", way.what, where=model, says=rules(edits.says)),
    )
    for way in WAYS
    for model, edits in way.models.items()
]


@pytest.mark.parametrize(("model", "replace", "says"), CASES)
def test_it_fails(
    model: str, replace: tuple[tuple[str, str], ...], says: tuple[str, ...], repositories: dict[str, Repo]
) -> None:
    repo = repositories[model]
    repo.branch("topic", "main")
    repo.commit({PATH[model]: after(model, replace)})
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, own(said)) == (1, list(says))


def test_there_are_many_ways_and_each_model_has_its_share() -> None:
    assert len({way.what for way in WAYS}) == len(WAYS) >= 60
    assert {model: sum(model in way.models for way in WAYS) >= 25 for model in PATH} == dict.fromkeys(PATH, True)
