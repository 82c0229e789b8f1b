"""Somebody answers beside a model that something does not apply, where its format has no word for that: it weakens as
it does inside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bypass.test_files import beside
from tests.bypass.test_models import own
from tests.bypass.test_reviews import reviews
from tests.bypass.ways import PATH, TEXT
from tests.command import TODAY, inside, report
from tests.repositories import Repo

ANSWER = "not_applicable:\n  - {{on: [{on}], refs: [{refs}], reason: It is only a cache}}\n"
ELEMENT = {"assistant": "bot", "shop": "card-store", "threagile": "db"}
NATIVE = ("assistant", "shop")


@pytest.fixture(autouse=True)
def back_on_main(repositories: dict[str, Repo]) -> Iterator[None]:
    """Other tests clone these repositories, and take what they are on."""
    yield
    for repo in repositories.values():
        repo.git("checkout", "--quiet", "--force", "main")


def answered(repo: Repo, model: str, on: str, refs: str = "capec:CAPEC-66") -> dict[str, str | None]:
    """The reviews file with an answer more."""
    return {beside(model): reviews(repo, model) + ANSWER.format(on=on, refs=refs)}


def said(repo: Repo, base: str = "main") -> list[tuple[str, str]]:
    """Rule and subject of what the gate says itself of the present commit."""
    code, found = report(repo.root, "--base", base, by=inside)
    told = own(found)
    assert code == (1 if told else 0)
    return [(one.split(" ")[0], one.split(" ")[2]) for one in told]


def settle(repo: Repo, base: str = "main", by: str = "eve@example.com") -> None:
    done = inside(repo.root, "review", "--changed", "--base", base, "--by", by, "--as-of", TODAY)
    assert done.code == 0, done
    repo.git("add", "--all")
    repo.commit(by=by)


@pytest.mark.parametrize("model", PATH)
def test_an_answer_about_what_is_reviewed_needs_a_review(model: str, repositories: dict[str, Repo]) -> None:
    repo, id = repositories[model], ELEMENT[model]
    repo.branch("topic", "main")
    repo.commit(answered(repo, model, id))
    assert said(repo) == [("review/stale", f"component/{id}")]
    settle(repo)
    assert said(repo) == []


@pytest.mark.parametrize("model", PATH)
def test_an_answer_that_grows_needs_another(model: str, repositories: dict[str, Repo]) -> None:
    repo, id = repositories[model], ELEMENT[model]
    repo.branch("answered", "main")
    repo.commit(answered(repo, model, id))
    settle(repo)
    text = reviews(repo, model)
    other = {"assistant": "customer", "shop": "buyer", "threagile": "web"}[model]
    for edit, stale in (
        (("refs: [capec:CAPEC-66]", "refs: [capec:CAPEC-66, capec:CAPEC-63]"), id),
        ((f"on: [{id}]", f"on: [{id}, {other}]"), other),
        ((ANSWER.format(on=id, refs="capec:CAPEC-66"), ""), id),
    ):
        assert text.count(edit[0]) == 1
        repo.branch("topic", "answered")
        repo.commit({beside(model): text.replace(*edit)})
        assert [one for one in said(repo, "answered") if one == ("review/stale", f"component/{stale}")], edit
        repo.git("checkout", "--quiet", "answered")
        repo.git("branch", "--quiet", "-D", "topic")


@pytest.mark.parametrize("model", NATIVE)
def test_it_says_the_same_as_one_inside(model: str, repositories: dict[str, Repo]) -> None:
    repo, id = repositories[model], ELEMENT[model]
    repo.branch("beside", "main")
    repo.commit(answered(repo, model, id))
    told = said(repo)
    repo.branch("inside", "main")
    entry = ANSWER.format(on=id, refs="capec:CAPEC-66").partition("\n")[2]
    repo.commit({PATH[model]: TEXT[model].replace("not_applicable:\n", f"not_applicable:\n{entry}")})
    assert told == said(repo)
    repo.branch("moved", "beside")
    repo.commit({beside(model): reviews(repo, model).partition("not_applicable:")[0]})
    repo.commit({PATH[model]: TEXT[model].replace("not_applicable:\n", f"not_applicable:\n{entry}")})
    assert said(repo, "beside") == []  # it says nothing else where it stands now
    assert inside(repo.root, "diff", "beside", "moved").out.startswith("no change in meaning")


@pytest.mark.parametrize("model", PATH)
def test_who_writes_an_answer_has_a_part_in_the_change(model: str, repositories: dict[str, Repo]) -> None:
    repo, id = repositories[model], ELEMENT[model]
    repo.branch("strict", "main")
    repo.commit({".threatgate.yaml": "threatgate: 1\nreview: {four_eyes: true}\n"})
    repo.branch("topic")
    repo.commit(answered(repo, model, id), by="eve@example.com")
    settle(repo, "strict", "eve@example.com")
    assert said(repo, "strict") == [("review/own-change", f"component/{id}")]
    settle(repo, "strict", "ann@example.com")
    assert said(repo, "strict") == []


def test_an_answer_about_what_comes_later_is_no_review_of_it(repositories: dict[str, Repo]) -> None:
    repo = repositories["shop"]
    repo.branch("early", "main")
    repo.commit(answered(repo, "shop", "cache"))
    assert said(repo) == [("model/dangling-reference", "not_applicable/1#on")]
    repo.branch("late")
    cache = TEXT["shop"].replace("flows:\n", "  cache: {type: cache, boundary: vault, owner: team}\nflows:\n")
    repo.commit({PATH["shop"]: cache})
    assert ("review/unreviewed-component", "component/cache") in said(repo, "early")
