"""``threatgate draw``: which model is drawn, and what is said where there is none or no one."""

from __future__ import annotations

from pathlib import Path

from tests.command import inside
from tests.repositories import Repo

SHOP = "threatgate: 1\nsystem: {id: shop}\ncomponents: {web: {type: web-app}}\n"


def test_the_only_model_here_is_drawn(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": SHOP})
    done = inside(repo.root, "draw")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:2] == ["flowchart LR", '  n0("web, web-app")']
    assert inside(repo.root, "draw", "threatmodel.yaml").out == done.out


def test_of_several_models_one_is_named(repo: Repo) -> None:
    repo.commit(
        {"threatmodel.yaml": SHOP, "pay/threatmodel.yaml": SHOP.replace("shop", "pay").replace("web:", "desk:")}
    )
    done = inside(repo.root, "draw")
    assert (done.code, done.out) == (2, "")
    assert "a picture shows one model" in done.err
    assert "pay/threatmodel.yaml or threatmodel.yaml" in done.err
    assert '  n0("desk' in inside(repo.root, "draw", "pay/threatmodel.yaml").out


def test_no_model_and_a_broken_one_are_told(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"readme.md": "nothing"})
    done = inside(repo.root, "draw")
    assert (done.code, done.out) == (3, "")
    assert "no threat model found here" in done.err
    repo.commit({"threatmodel.yaml": "threatgate: 1\nsystem: {id: shop\n"})
    done = inside(repo.root, "draw")
    assert (done.code, done.out) == (3, "")
    assert "the model cannot be read" in done.err
    assert inside(repo.root, "draw", "threat.yaml").code == 2
