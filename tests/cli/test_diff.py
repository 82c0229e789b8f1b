"""``diff``: what changed in meaning, between revisions, the index, the work tree and files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.command import Done, inside
from tests.repositories import Repo

MODEL = """\
threatgate: 1
system: {id: shop}
boundaries:
  in: {trust: internal}
components:
  web: {type: web-app, boundary: in}
"""
PARTNER = MODEL.replace("trust: internal", "trust: partner")
SERVICE = MODEL.replace("type: web-app", "type: service")


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """Main with a model, and a topic branch that lowers its trust; main has moved on since."""
    repo.commit({"threatmodel.yaml": MODEL})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": PARTNER})
    repo.switch("main")
    repo.commit({"threatmodel.yaml": MODEL + "  api: {type: service}\n"})
    repo.switch("topic")
    return repo


def diff(repo: Repo, *arguments: str) -> dict[str, Any]:
    done = inside(repo.root, "diff", "--format", "json", *arguments)
    assert done.out, done.err
    answer: dict[str, Any] = json.loads(done.out)
    return {**answer, "code": done.code}


def changes(answer: dict[str, Any]) -> list[str]:
    """``modified boundary/in trust weakens`` for each change."""
    assert answer["code"] == 0, answer
    return [
        " ".join(
            [change["kind"], f"{change['element']['kind']}/{change['element']['id']}"]
            + [field["field"] for field in change["fields"]]
            + (["weakens"] if change["weakens"] else [])
        )
        for change in answer["changes"]
    ]


TRUST = ["modified boundary/in trust"]


def test_two_revisions_are_compared_from_where_they_part(shop: Repo) -> None:
    answer = diff(shop, "main", "topic")
    assert changes(answer) == TRUST
    assert answer["base"]["why"] == "the merge base of main and topic"


def test_exactly_the_two_revisions_on_request(shop: Repo) -> None:
    assert changes(diff(shop, "main", "topic", "--exact")) == [*TRUST, "removed component/api weakens"]


def test_the_work_tree_against_head(shop: Repo) -> None:
    assert (
        inside(shop.root, "diff").out
        == f"no change in meaning, the work tree against {shop.head[:12]} (HEAD, as asked for)\n"
    )
    shop.write({"threatmodel.yaml": PARTNER.replace("web-app", "service")})
    assert changes(diff(shop)) == ["modified component/web type"]


def test_the_work_tree_against_a_revision(shop: Repo) -> None:
    assert changes(diff(shop, "HEAD~1")) == TRUST


def test_the_index_against_head(shop: Repo) -> None:
    shop.stage({"threatmodel.yaml": PARTNER.replace("web-app", "service")})
    shop.write({"threatmodel.yaml": PARTNER})
    assert changes(diff(shop, "--staged")) == ["modified component/web type"]
    assert changes(diff(shop)) == []


def test_two_files_whatever_their_names(shop: Repo) -> None:
    shop.write({"old.txt": MODEL, "docs/new.txt": PARTNER})
    assert changes(diff(shop, "old.txt", "docs/new.txt")) == TRUST
    assert changes(diff(shop, "docs/new.txt", "old.txt")) == ["modified boundary/in trust weakens"]


def test_two_files_need_no_repository(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("plain")
    (folder / "a.yaml").write_text(MODEL)
    (folder / "b.yaml").write_text(SERVICE)
    done = inside(folder, "diff", "a.yaml", "b.yaml")
    assert done.code == 0
    assert "~ web modified  b.yaml:6:3\n        type: web-app → service\n" in done.out


def test_a_file_that_is_no_model_cannot_be_compared(shop: Repo) -> None:
    shop.write({"new.yaml": "threatgate: [\n"})
    done = inside(shop.root, "diff", "threatmodel.yaml", "new.yaml")
    assert done.code == 3
    assert "cannot be compared: a value is missing" in done.out
    assert "not everything could be compared" in done.out


def test_a_model_that_is_new_or_gone_shows_as_such(shop: Repo) -> None:
    shop.write({"b/threatmodel.yaml": MODEL.replace("shop", "other")})
    assert changes(diff(shop)) == ["added boundary/in", "added component/web"]
    shop.git("add", "--all")
    shop.commit()
    shop.write({"b/threatmodel.yaml": None})
    removed = ["removed boundary/in weakens", "removed component/web weakens"]
    assert changes(diff(shop)) == removed
    assert changes(diff(shop, "--path", "b/threatmodel.yaml")) == removed
    assert changes(diff(shop, "--path", "threatmodel.yaml")) == []


def test_a_model_that_moved_is_the_same_by_its_id(shop: Repo) -> None:
    shop.commit({"threatmodel.yaml": None, "docs/threatmodel.yaml": PARTNER})
    assert changes(diff(shop, "HEAD~1")) == []
    assert changes(diff(shop, "HEAD~1", "--path", "docs/threatmodel.yaml")) == []


def test_a_part_of_a_model_is_compared_whatever_its_name(shop: Repo) -> None:
    shop.commit(
        {"threatmodel.yaml": PARTNER + "include: [more.txt]\n", "more.txt": "components: {x: {type: service}}\n"}
    )
    shop.write({"more.txt": "components: {x: {type: database}}\n"})
    assert changes(diff(shop)) == ["modified component/x type"]


def test_a_text_that_can_be_no_name_is_no_file(shop: Repo) -> None:
    done = inside(shop.root, "diff", "x" * 100_000, "HEAD")
    assert (done.code, done.out) == (3, "")
    assert len(done.err) < 1000


def test_only_the_models_asked_for(shop: Repo) -> None:
    shop.write({"b/threatmodel.yaml": MODEL.replace("shop", "other"), "threatmodel.yaml": MODEL})
    assert changes(diff(shop, "--path", "b")) == ["added boundary/in", "added component/web"]
    done = inside(shop.root, "diff", "--path", "nope.yaml")
    assert (done.code, "nothing to check at nope.yaml" in done.err) == (2, True)


def test_one_broken_model_loses_no_other(shop: Repo) -> None:
    shop.write({"b/threatmodel.yaml": "threatgate: [\n", "threatmodel.yaml": MODEL})
    answer = diff(shop)
    assert (answer["code"], len(answer["failures"]), len(answer["changes"])) == (3, 1, 1)


def test_no_model_on_either_side_is_no_empty_answer(repo: Repo) -> None:
    repo.commit({"README.md": "hello"})
    done = inside(repo.root, "diff")
    assert (done.code, "neither side has a threat model" in done.out) == (3, True)


def test_the_answer_for_people_says_where_and_what_weakens(shop: Repo) -> None:
    shop.write({"threatmodel.yaml": PARTNER.replace("  web: {type: web-app, boundary: in}\n", "")})
    done = inside(shop.root, "diff")
    assert done == Done(
        0,
        "threatmodel.yaml\n"
        "  1 component\n"
        "    - web removed (weakens)  threatmodel.yaml:6:3\n"
        "\n"
        f"1 removed; 1 weakens the model, the work tree against {shop.head[:12]} (HEAD, as asked for)\n",
        "",
    )


def test_it_never_leaves_with_findings_and_writes_formats_to_files(shop: Repo) -> None:
    shop.write({"threatmodel.yaml": SERVICE})
    done = inside(shop.root, "diff", "--format", "human=a.txt", "--format", "json=b.json")
    assert done == Done(0, "", "")
    assert "~ web modified" in (shop.root / "a.txt").read_text("utf-8")
    assert len(json.loads((shop.root / "b.json").read_text("utf-8"))["changes"]) == 2


def test_text_order_and_layout_are_no_change(shop: Repo) -> None:
    shop.write(
        {
            "threatmodel.yaml": "# hello\n"
            + PARTNER.replace("  web: {type: web-app, boundary: in}", "  web:\n    boundary: in\n    type: 'web-app'")
        }
    )
    assert changes(diff(shop)) == []
