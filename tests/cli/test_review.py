"""``review``: what it would cover, what it writes, and what it refuses."""

from __future__ import annotations

import re

import pytest

from tests.command import TODAY, Done, findings, inside, report
from tests.repositories import Repo

MODEL = """\
threatgate: 1
system: {id: shop}
boundaries:
  in: {trust: internal}
components:
  web: {type: web-app, boundary: in, owner: team}
  api: {type: service, boundary: in, owner: team}
flows:
  call: {from: web, to: api}
threats:
  t: {title: T, on: [web, api, call], owner: team}
"""
BESIDE = "threatmodel.reviews.yaml"
NONE = "Nothing is open: every element is covered by a review in force.\n"


@pytest.fixture
def shop(repo: Repo) -> Repo:
    repo.commit({"threatmodel.yaml": MODEL})
    return repo


def review(repo: Repo, *arguments: str) -> Done:
    return inside(repo.root, "review", "--as-of", TODAY, *arguments)


def covered(done: Done) -> list[str]:
    """The ids of what a run lists, with their mark where they were removed."""
    assert done.code == 0, done
    return [" ".join(line.split()[::2]) for line in done.out.splitlines() if re.match(r"  \S+  1:[0-9a-f]{32}", line)]


def beside(repo: Repo) -> str:
    return (repo.root / BESIDE).read_text("utf-8")


def test_alone_it_lists_what_is_open_and_writes_nothing(shop: Repo) -> None:
    done = review(shop)
    assert covered(done) == ["api", "call", "in", "web"]
    assert done.out.startswith(f"{BESIDE}: open\n")
    assert done.out.endswith("Nothing was written. To record it, add: --by YOU\n")
    assert not (shop.root / BESIDE).exists()


def test_all_settles_everything_that_is_open(shop: Repo) -> None:
    done = review(shop, "--all", "--by", "dana")
    assert covered(done) == ["api", "call", "in", "web"]
    assert done.out.startswith(f"{BESIDE}: dana reviewed\n")
    assert report(shop.root, by=inside)[0] == 0
    assert review(shop) == Done(0, NONE, "")
    assert review(shop, "--all", "--by", "dana") == Done(0, NONE, "")
    assert beside(shop).count("by: dana") == 1


def test_it_says_what_a_review_does_not_settle(shop: Repo) -> None:
    model = MODEL.replace("on: [web, api, call], owner: team", "on: [web, call]")
    shop.write({"threatmodel.yaml": model})
    for arguments in ([], ["--all", "--by", "dana"]):
        lines = review(shop, *arguments).out.splitlines()
        at = lines.index(
            "A review alone does not settle 3 elements, such as api: no threat on it is named, and none is marked not"
            " applicable."
        )
        assert lines[at + 1] == (
            "All of them: threatgate check. What to consider at an element: threatgate suggest ELEMENT"
        )
    code, said = report(shop.root, by=inside)
    assert (code, {rule for rule, _, _ in findings(said)}) == (1, {"review/incomplete"})
    shop.write({"threatmodel.yaml": MODEL})
    assert "does not settle" not in review(shop, "--all", "--by", "dana").out


def test_an_element_is_reviewed_by_name_and_only_that(shop: Repo) -> None:
    assert covered(review(shop, "web", "call", "--by", "dana")) == ["call", "web"]
    assert covered(review(shop)) == ["api", "in"]
    assert covered(review(shop, "web", "--by", "eve")) == ["web"]
    assert beside(shop).count("- by:") == 2


def test_the_system_is_reviewed_under_its_own_id(shop: Repo) -> None:
    shop.write({"threatmodel.yaml": MODEL.replace("{id: shop}", "{id: shop, criticality: critical}")})
    assert "shop" in covered(review(shop))
    assert covered(review(shop, "shop", "--by", "dana")) == ["shop"]


def test_everything_that_was_said_is_written_down(shop: Repo) -> None:
    options = ("--by", "dana@example.com", "--role", "security", "--note", "looked: at 'it'", "--expires", "2027-01-31")
    review(shop, "web", *options)
    digest = re.search("1:[0-9a-f]{32}", beside(shop))
    assert digest
    assert beside(shop).splitlines()[1:] == [
        "threatgate: 1",
        "reviews:",
        '  - by: "dana@example.com"',
        "    role: security",
        "    on: 2026-11-23",
        "    covers:",
        f'      web: "{digest[0]}"',
        "    note: \"looked: at 'it'\"",
        "    expires: 2027-01-31",
    ]


def test_comments_order_and_style_of_what_is_there_stay(shop: Repo) -> None:
    review(shop, "api", "--by", "dana")
    ours = (
        beside(shop).replace("reviews:\n", "# who looked\nreviews: # newest last\n").replace("\n  - by", "\n\n  - by")
    )
    shop.write({BESIDE: ours + "# the end\n"})
    review(shop, "web", "--by", "eve")
    assert beside(shop).startswith(ours + "# the end\n  - by: eve\n")


def test_line_ends_of_windows_stay(shop: Repo) -> None:
    review(shop, "api", "--by", "dana")
    shop.write({BESIDE: beside(shop).replace("\n", "\r\n").encode()})
    review(shop, "web", "--by", "eve")
    written = (shop.root / BESIDE).read_bytes()
    assert written.count(b"\r\n") == written.count(b"\n")
    assert report(shop.root, by=inside)[1]["failures"] == []


@pytest.mark.parametrize(
    "text",
    [
        "threatgate: [\n",
        "threatgate: 1\nreviews: {}\n",
        "threatgate: 1\nreviews: [{by: x, on: 2026-01-01}]\nx: 1\n",
        b"\xff",
    ],
    ids=["syntax", "mapping", "something-after", "encoding"],
)
def test_a_file_that_cannot_be_added_to_is_left_as_it_is(text: str | bytes, shop: Repo) -> None:
    shop.write({BESIDE: text})
    done = review(shop, "web", "--by", "dana")
    assert done.code in (2, 3), done
    assert BESIDE in done.err
    assert (shop.root / BESIDE).read_bytes() == (text.encode() if isinstance(text, str) else text)


def test_a_link_in_place_of_the_file_is_not_followed(shop: Repo) -> None:
    shop.write({"precious": "precious"})
    (shop.root / BESIDE).symlink_to("precious")
    done = review(shop, "web", "--by", "dana")
    assert (done.code, "links are not followed" in done.err) == (3, True)
    assert (shop.root / "precious").read_text() == "precious"


@pytest.mark.parametrize(
    ("arguments", "message", "next"),
    [
        (("wbe", "--by", "x"), "'wbe' is not in the model", "did you mean 'web'?"),
        (("zzz", "--by", "x"), "'zzz' is not in the model", "to list what is open: threatgate review"),
        (("t", "--by", "x"), "'t' is not in the model", "to list what is open: threatgate review"),
        (("--by", "x"), "name ELEMENTS, or give one of --changed and --all", ""),
        (("web", "--changed"), "name ELEMENTS, or give one of --changed and --all", ""),
        (("--all", "--base", "HEAD"), "--base names what --changed compares with: give both, or neither", ""),
        (("--changed", "--base", ""), "--base names what --changed compares with: give both, or neither", ""),
        (("--all", "--by", "x", "--expires", "20270131"), "this cannot be recorded as a review", ""),
        (("--all", "--by", "x" * 5000), "this cannot be recorded as a review", ""),
    ],
)
def test_a_wrong_call_writes_nothing(arguments: tuple[str, ...], message: str, next: str, shop: Repo) -> None:
    done = review(shop, *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert next in done.err
    assert not (shop.root / BESIDE).exists()


def test_what_cannot_be_read_cannot_be_reviewed(shop: Repo) -> None:
    shop.write({"threatmodel.yaml": MODEL.replace("web-app", "web-ap")})
    done = review(shop, "--all", "--by", "dana")
    assert done.code == 3
    assert "what cannot be read cannot be reviewed: 'web-ap' is no component type" in done.err
    assert "threatgate check threatmodel.yaml" in done.err


def test_changed_covers_what_the_change_touches_and_what_it_removes(shop: Repo) -> None:
    review(shop, "--all", "--by", "dana")
    shop.git("add", "--all")
    shop.commit()
    shop.branch("topic")
    model = MODEL.replace("  call: {from: web, to: api}\n", "  ask: {from: api, to: web}\n").replace("api, call", "api")
    shop.commit({"threatmodel.yaml": model})
    done = review(shop, "--changed", "--base", "main")
    assert covered(done) == ["ask", "call (removed)"]
    assert covered(review(shop, "--changed", "--base", "main", "--by", "eve")) == ["ask", "call (removed)"]
    assert "    removed:\n      call: " in beside(shop)
    assert report(shop.root, "--base", "main", by=inside)[0] == 0


def test_changed_takes_the_work_tree_and_head_where_no_base_is_named(shop: Repo) -> None:
    review(shop, "--all", "--by", "dana")
    shop.git("add", "--all")
    shop.commit()
    assert review(shop, "--changed") == Done(0, NONE, "")
    shop.write({"threatmodel.yaml": MODEL.replace("web-app", "service")})
    assert covered(review(shop, "--changed")) == ["web"]


def test_changed_leaves_older_debt_alone(shop: Repo) -> None:
    shop.branch("topic")
    shop.commit({"threatmodel.yaml": MODEL.replace("web-app", "service")})
    assert covered(review(shop, "--changed", "--base", "main", "--by", "dana")) == ["web"]
    code, said = report(shop.root, "--base", "main", by=inside)
    assert (code, len(findings(said, "known"))) == (0, 3)


def test_a_model_that_the_change_adds_is_all_new(shop: Repo) -> None:
    shop.branch("topic")
    shop.commit({"b/threatmodel.yaml": MODEL.replace("id: shop", "id: other")})
    assert covered(review(shop, "--changed", "--base", "main")) == ["api", "call", "in", "web"]


def test_of_several_models_the_one_that_has_the_element_is_meant(shop: Repo) -> None:
    shop.write(
        {"b/threatmodel.yaml": MODEL.replace("id: shop", "id: other").replace("web,", "page,").replace("web:", "page:")}
    )
    assert covered(review(shop, "page", "--by", "dana")) == ["page"]
    assert (shop.root / "b" / BESIDE).is_file()
    assert not (shop.root / BESIDE).exists()
    assert "'pagee' is not in any of the 2 models" in review(shop, "pagee", "--by", "dana").err
    assert "did you mean 'page'?" in review(shop, "pagee", "--by", "dana").err


def test_an_element_that_two_models_have_needs_the_model_as_well(shop: Repo) -> None:
    shop.write({"b/threatmodel.yaml": MODEL.replace("id: shop", "id: other")})
    done = review(shop, "web", "--by", "dana")
    assert (done.code, done.out) == (2, "")
    assert "'web' is in b/threatmodel.yaml and threatmodel.yaml" in done.err
    assert "say which one: --model PATH" in done.err
    assert covered(review(shop, "web", "--by", "dana", "--model", "b/threatmodel.yaml")) == ["web"]
    assert (shop.root / "b" / BESIDE).is_file()


def test_two_models_that_share_a_reviews_file_both_get_their_review(repo: Repo) -> None:
    """The name of the file comes from the stem of the model's."""
    repo.write({"a.threatmodel.yaml": MODEL, "a.threatmodel.yml": MODEL.replace("id: shop", "id: b")})
    assert review(repo, "--all", "--by", "dana").code == 0
    assert (repo.root / "a.threatmodel.reviews.yaml").read_text().count("- by: dana") == 2
    assert (repo.root / "a.threatmodel.reviews.yaml").read_text().count("      web: ") == 2


def test_a_review_is_found_again_from_any_folder(shop: Repo) -> None:
    shop.write({"docs/a.md": ""})
    done = inside(shop.root / "docs", "review", "web", "--by", "dana", "--as-of", TODAY)
    assert done.out.startswith(f"{BESIDE}: dana reviewed\n")
    assert (shop.root / BESIDE).is_file()


def test_a_folder_in_place_of_the_file_is_named(shop: Repo) -> None:
    (shop.root / BESIDE).mkdir()
    done = review(shop, "web", "--by", "dana")
    assert (done.code, "Is a directory" in done.err) == (3, True)


def test_without_a_repository_reviews_work_as_well(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("plain")
    (folder / "threatmodel.yaml").write_text(MODEL)
    assert inside(folder, "review", "--all", "--by", "dana", "--as-of", TODAY).code == 0
    assert report(folder, by=inside)[0] == 0
