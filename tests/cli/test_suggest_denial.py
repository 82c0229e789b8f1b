"""``suggest --not-applicable``: that something does not apply, said of any model in the file beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import TODAY, Done, inside, report
from tests.repositories import Repo

CLINIC = Path(__file__).resolve().parent.parent / "inputs" / "threat_dragon" / "clinic.json"
MODEL = "threatgate: 1\nsystem: {id: shop}\ncomponents: {web: {type: service}, cache: {type: cache}}\n"
BESIDE = """\
# Who reviewed what. `threatgate review` adds to it; editing by hand works too.
threatgate: 1
not_applicable:
  - on: [cache, web]
    refs: ["stride:D"]
    reason: "It may go: nobody waits"
reviews:
"""


@pytest.fixture
def shop(repo: Repo) -> Repo:
    repo.commit({"threatmodel.yaml": MODEL})
    return repo


def deny(repo: Repo, *elements: str, ref: str = "stride:D", why: str = "It may go: nobody waits") -> Done:
    return inside(repo.root, "suggest", *elements, "--ref", ref, "--not-applicable", why, "--write")


def test_it_is_written_beside_the_model_and_no_longer_asked(shop: Repo) -> None:
    assert deny(shop, "web", "cache") == Done(
        0,
        "threatmodel.reviews.yaml: not applicable to cache, web: stride:D (It may go: nobody waits)\n"
        "next: record who looked: threatgate review cache web --by YOU\n",
        "",
    )
    assert (shop.root / "threatmodel.reviews.yaml").read_text("utf-8") == BESIDE
    assert (shop.root / "threatmodel.yaml").read_text("utf-8") == MODEL
    assert "stride:D" not in inside(shop.root, "suggest", "web").out
    again = deny(shop, "web")
    assert (again.code, "'stride:D' is not open at 'web'" in again.err) == (2, True)


def test_a_dry_run_shows_it_and_writes_nothing(shop: Repo) -> None:
    done = inside(shop.root, "suggest", "web", "--ref", "stride:D", "--not-applicable", "x", "--write", "--dry-run")
    assert '+    refs: ["stride:D"]' in done.out.splitlines()
    assert not (shop.root / "threatmodel.reviews.yaml").exists()


def test_a_model_of_another_tool_says_how_and_its_gate_takes_it(repo: Repo) -> None:
    """A developer whose tool has no word for it gets a pull request through, with somebody's review."""
    repo.commit({"ThreatDragonModels/clinic.json": CLINIC.read_text("utf-8")})
    told = inside(repo.root, "suggest").out.splitlines()[-1]
    start = "What does not apply goes into ThreatDragonModels/clinic.reviews.yaml: threatgate "
    assert told.startswith(start)
    command = [word.strip("'") for word in told.removeprefix(start).split(" ")]
    assert command[::2] == ["suggest", "--ref", "--not-applicable", "--write"]
    done = inside(repo.root, *command)
    assert (done.code, done.err) == (0, "")
    id = command[1]
    assert inside(repo.root, "review", id, "--by", "dana@example.com", "--as-of", TODAY).code == 0
    _, said = report(repo.root, by=inside)
    assert not [one for one in said["results"] if one["subject"]["id"] == id and one["rule"].startswith("review/")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("web", "--ref", "stride:D", "--write"),
        ("web", "--not-applicable", "x", "--write"),
        ("--ref", "stride:D", "--not-applicable", "x", "--write"),
        ("web", "--ref", "stride:D", "--not-applicable", "x"),
        ("web", "--ref", "stride:D", "--not-applicable", "  ", "--write"),
    ],
)
def test_half_of_it_is_refused(arguments: tuple[str, ...], shop: Repo) -> None:
    done = inside(shop.root, "suggest", *arguments)
    assert (done.code, done.out) == (2, "")
    assert "threatgate suggest ELEMENT --ref ID --not-applicable WHY --write" in done.err
    assert not (shop.root / "threatmodel.reviews.yaml").exists()


@pytest.mark.parametrize(("ref", "hint"), [("stride:Q", "open there: "), ("cwe:CWE-1", "open there: ")])
def test_what_nobody_asks_is_refused(ref: str, hint: str, shop: Repo) -> None:
    done = deny(shop, "web", ref=ref)
    assert (done.code, f"'{ref}' is not open at 'web'" in done.err, hint in done.err) == (2, True, True)
