"""Somebody does something to the reviews instead of having one made."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.bypass.test_files import CHANGE, beside, changed
from tests.bypass.test_models import own
from tests.bypass.ways import PATH, TEXT
from tests.command import TODAY, inside, report
from tests.repositories import Repo

Trick = Callable[[Repo, str], dict[str, str | None]]
"""The files of a branch that try to pass, given the repository and the model."""


def element(model: str) -> str:
    return CHANGE[model][2].partition("/")[2]


def reviews(repo: Repo, model: str) -> str:
    return (repo.root / beside(model)).read_text()


def entry(model: str, digest: str, on: str = TODAY, more: str = "") -> str:
    return f'  - by: "dana@example.com"\n    on: {on}\n    covers: {{"{element(model)}": "{digest}"}}\n{more}'


def present(repo: Repo, model: str) -> str:
    """The digest that a review of the changed element would hold."""
    repo.write({PATH[model]: changed(model)})
    done = inside(repo.root, "review", element(model))
    repo.git("checkout", "--", PATH[model])
    return re.search(r"1:[0-9a-f]{32}", done.out).group()  # type: ignore[union-attr]


def delete_entry(repo: Repo, model: str) -> dict[str, str | None]:
    return {PATH[model]: changed(model), beside(model): "threatgate: 1\nreviews: []\n"}


def delete_file(repo: Repo, model: str) -> dict[str, str | None]:
    return {PATH[model]: changed(model), beside(model): None}


def forged(repo: Repo, model: str) -> dict[str, str | None]:
    made_up = entry(model, "1:" + "0" * 32)
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + made_up}


def shorter(repo: Repo, model: str) -> dict[str, str | None]:
    cut = entry(model, present(repo, model)[:10])
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + cut}


def other_version(repo: Repo, model: str) -> dict[str, str | None]:
    other = entry(model, present(repo, model).replace("1:", "2:"))
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + other}


def wildcard(repo: Repo, model: str) -> dict[str, str | None]:
    everything = entry(model, present(repo, model)).replace(f'"{element(model)}"', '"*"')
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + everything}


def tomorrow(repo: Repo, model: str) -> dict[str, str | None]:
    ahead = entry(model, present(repo, model), "2026-11-24")
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + ahead}


def backdated(repo: Repo, model: str) -> dict[str, str | None]:
    """Before the review that there is: the latest decides."""
    older = entry(model, present(repo, model), "2026-11-01")
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + older}


def ran_out(repo: Repo, model: str) -> dict[str, str | None]:
    old = entry(model, present(repo, model), "2026-11-22", "    expires: 2026-11-22\n")
    text = reviews(repo, model).replace("on: 2026-11-23", "on: 2026-11-20")
    return {PATH[model]: changed(model), beside(model): text + old}


def no_date(repo: Repo, model: str) -> dict[str, str | None]:
    odd = entry(model, present(repo, model), "2026-02-31")
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + odd}


def as_removed(repo: Repo, model: str) -> dict[str, str | None]:
    gone = entry(model, present(repo, model)).replace("covers:", "removed:")
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + gone}


def of_another(repo: Repo, model: str) -> dict[str, str | None]:
    """The right digest under the name of something else."""
    other = "customer" if model == "assistant" else "buyer" if model == "shop" else "db"
    wrong = entry(model, present(repo, model)).replace(f'"{element(model)}"', f'"{other}"')
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + wrong}


def elsewhere(repo: Repo, model: str) -> dict[str, str | None]:
    """A good review, in a file that belongs to no model."""
    good = "threatgate: 1\nreviews:\n" + entry(model, present(repo, model))
    return {PATH[model]: changed(model), "other.reviews.yaml": good, f"a/{beside(model)}": good}


def in_the_config(repo: Repo, model: str) -> dict[str, str | None]:
    good = "threatgate: 1\nreviews:\n" + entry(model, present(repo, model))
    return {PATH[model]: changed(model), ".threatgate.reviews.yaml": good}


def broken(repo: Repo, model: str) -> dict[str, str | None]:
    return {PATH[model]: changed(model), beside(model): reviews(repo, model) + "  - [\n"}


TRICKS = {
    "delete the review of what is changed": delete_entry,
    "delete the reviews file": delete_file,
    "make a digest up": forged,
    "write a part of a digest": shorter,
    "write a digest of another version": other_version,
    "review everything with a wildcard": wildcard,
    "date a review ahead": tomorrow,
    "date a review back behind the one that counts": backdated,
    "let a review run out": ran_out,
    "date a review on a day that is none": no_date,
    "review what is there as removed": as_removed,
    "give the review of one element to another": of_another,
    "write a review into another file": elsewhere,
    "write a review of the model beside the config": in_the_config,
    "break the reviews file": broken,
}


@pytest.mark.parametrize("model", PATH)
@pytest.mark.parametrize(
    "trick",
    [
        pytest.param(
            trick, id=what, marks=pytest.mark.guarantee("bypass", what, where="the reviews", says="`review/…`")
        )
        for what, trick in TRICKS.items()
    ],
)
def test_a_trick_with_reviews_is_no_review(model: str, trick: Trick, repositories: dict[str, Repo]) -> None:
    repo = repositories[model]
    repo.branch("topic", "main")
    repo.commit(trick(repo, model))
    code, said = report(repo.root, "--base", "main", by=inside)
    told = own(said)
    assert code == 1
    assert [one for one in told if one.startswith("review/") and one.endswith(CHANGE[model][2])], told


@pytest.mark.parametrize("model", PATH)
def test_a_review_of_what_it_became_is_one(model: str, repositories: dict[str, Repo]) -> None:
    repo = repositories[model]
    repo.branch("topic", "main")
    repo.commit({PATH[model]: changed(model)})
    done = inside(repo.root, "review", "--changed", "--base", "main", "--by", "eve@example.com", "--as-of", TODAY)
    assert done.code == 0, done
    repo.git("add", "--all")
    repo.commit(by="eve@example.com")
    _, said = report(repo.root, "--base", "main", by=inside)
    assert [one for one in own(said) if one.startswith("review/")] == []


@pytest.mark.parametrize("model", PATH)
@pytest.mark.guarantee(
    "bypass", "go back to a state that was reviewed once", where="the reviews", says="`review/stale`"
)
def test_going_back_is_a_change_too(model: str, repositories: dict[str, Repo]) -> None:
    """Reviewed before, changed and reviewed, changed back: somebody decided against the old state."""
    repo = repositories[model]
    repo.branch("later", "main")
    repo.commit({PATH[model]: changed(model)})
    inside(repo.root, "review", "--changed", "--base", "main", "--by", "eve@example.com", "--as-of", TODAY)
    repo.git("add", "--all")
    repo.commit()
    repo.branch("back")
    repo.commit({PATH[model]: TEXT[model]})
    code, said = report(repo.root, "--base", "later", by=inside)
    told = [one.partition(" ")[0] for one in own(said) if one.endswith(CHANGE[model][2])]
    assert (code, told) == (1, ["review/stale"])


@pytest.mark.parametrize("model", PATH)
@pytest.mark.guarantee("bypass", "change an element again after its review", where="the reviews", says="`review/stale`")
def test_a_further_change_needs_a_further_review(model: str, repositories: dict[str, Repo]) -> None:
    repo = repositories[model]
    repo.branch("topic", "main")
    repo.commit({PATH[model]: changed(model)})
    inside(repo.root, "review", "--changed", "--base", "main", "--by", "eve@example.com", "--as-of", TODAY)
    further = {
        "assistant": ("issue-refunds]", "issue-refunds, delete-orders]"),
        "shop": ("    stores: [cards]\n    encryption: at-rest\n", "    stores: [cards]\n"),
        "threagile": ("multi_tenant: true", "multi_tenant: false"),
    }[model]
    assert changed(model).count(further[0]) == 1
    repo.git("add", "--all")
    repo.commit({PATH[model]: changed(model).replace(*further)}, by="eve@example.com")
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, [one.split(" ")[::2] for one in own(said)]) == (1, [["review/stale", CHANGE[model][2]]])
