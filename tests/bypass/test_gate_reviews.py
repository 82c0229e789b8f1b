"""A change to the gate passes with a review that comes with it, and with no other."""

from __future__ import annotations

import pytest

from tests.bypass.test_gate import BASE, CONFIG, told
from tests.command import TODAY, following, inside, report
from tests.repositories import Files, Repo

PATH, REVIEWS = ".threatgate.yaml", ".threatgate.reviews.yaml"
PLAIN = "threatgate: 1\nfail_on: medium\n"
LOOSER = "threatgate: 1\nfail_on: high\n"
RAISED = ("threshold-raised", f"{PATH}:2:10", f"gate/{PATH}#fail_on")


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A repository without reviewers, whose config asks for little, and a branch that raises the threshold."""
    repo.commit({**BASE, PATH: PLAIN})
    repo.branch("topic")
    repo.commit({PATH: LOOSER})
    return repo


def review(repo: Repo, *what: str, by: str = "dana@example.com") -> str:
    done = inside(repo.root, "review", *(what or ("--changed", "--base", "main")), "--by", by, "--as-of", TODAY)
    assert done.code == 0, done
    return done.out


def settle(repo: Repo, *what: str) -> None:
    review(repo, *what)
    repo.git("add", "--all")
    repo.commit(message="record the review")


def waived(repo: Repo, base: str = "main") -> list[tuple[str, str]]:
    _, said = report(repo.root, "--base", base, by=inside)
    return [(one["rule"], one["why"]) for one in said["results"] if one["state"] == "waived"]


@pytest.mark.parametrize("what", [("--changed", "--base", "main"), (PATH,)], ids=["changed", "by-path"])
def test_a_review_that_comes_with_the_change_settles_it(what: tuple[str, ...], shop: Repo) -> None:
    assert told(report(shop.root, "--base", "main", by=inside)[1]) == [RAISED]
    settle(shop, *what)
    code, said = report(shop.root, "--base", "main", by=inside)
    assert (code, told(said)) == (0, [])
    assert waived(shop) == [("gate/threshold-raised", "reviewed by 'dana@example.com' on 2026-11-23")]
    assert (shop.root / REVIEWS).read_text().count(f'      "{PATH}": "1:') == 1


def test_the_finding_says_the_command(shop: Repo) -> None:
    (result,) = (
        one for one in report(shop.root, "--base", "main", by=inside)[1]["results"] if one["rule"][:4] == "gate"
    )
    assert result["hint"] == f"threatgate review {PATH} --by YOU"


def test_the_finding_shows_what_it_was_where_the_base_says_so(shop: Repo) -> None:
    results = report(shop.root, "--base", "main", by=inside)[1]["results"]
    (result,) = (one for one in results if one["rule"].startswith("gate/"))
    ((place,), base) = result["related"], shop.git("rev-parse", "main")
    assert (place["message"], place["location"]["line"], place["revision"]) == ("what it was", 2, base)
    shop.commit({PATH: "threatgate: 1\nwaivers: {max_days: 900}\n"})
    results = report(shop.root, "--base", "main", by=inside)[1]["results"]
    assert [one["related"] for one in results if one["rule"] == "gate/limit-loosened"] == [[]]


def test_what_is_open_is_listed_and_no_more_once_it_is_reviewed(shop: Repo) -> None:
    done = inside(shop.root, "review", "--changed", "--base", "main")
    assert done.out.startswith(f"{REVIEWS}: open\n  {PATH}  1:")
    settle(shop)
    done = inside(shop.root, "review", "--changed", "--base", "main")
    assert done.out == "Nothing is open: every element is covered by a review in force.\n"


@pytest.mark.guarantee("bypass", "change the config again after its review", where="the gate", says="`gate/…`")
def test_a_review_of_something_else_settles_nothing(shop: Repo) -> None:
    settle(shop)
    shop.commit({PATH: "threatgate: 1\nfail_on: never\n"})
    assert told(report(shop.root, "--base", "main", by=inside)[1]) == [RAISED]


@pytest.mark.guarantee("bypass", "go back to a looser config that was reviewed once", where="the gate", says="`gate/…`")
def test_a_review_that_the_base_has_was_for_another_change(shop: Repo) -> None:
    settle(shop)
    shop.switch("main")
    shop.merge("topic")
    shop.commit({PATH: PLAIN})
    shop.branch("again")
    shop.commit({PATH: LOOSER})
    assert told(report(shop.root, "--base", "main", by=inside)[1]) == [RAISED]
    settle(shop)
    assert told(report(shop.root, "--base", "main", by=inside)[1]) == []


DATES = {"from tomorrow on": "on: 2026-11-24", "that ran out": "on: 2026-11-01\n    expires: 2026-11-22"}


@pytest.mark.parametrize("dates", DATES.values(), ids=DATES)
def test_a_review_that_is_not_in_force_settles_nothing(dates: str, shop: Repo) -> None:
    settle(shop)
    text = (shop.root / REVIEWS).read_text()
    shop.commit({REVIEWS: text.replace("on: 2026-11-23", dates)})
    assert told(report(shop.root, "--base", "main", by=inside)[1]) == [RAISED]


def test_layout_and_comments_need_no_new_review(shop: Repo) -> None:
    settle(shop)
    shop.commit({PATH: "# why\nfail_on: 'high'\nthreatgate: 1\n"})
    assert told(report(shop.root, "--base", "main", by=inside)[1]) == []


def test_a_file_that_is_gone_is_reviewed_by_its_last_content(shop: Repo) -> None:
    shop.commit({PATH: PLAIN, ".github/CODEOWNERS": None})
    assert [rule for rule, _, _ in told(report(shop.root, "--base", "main", by=inside)[1])] == ["owners-loosened"]
    settle(shop)
    assert '    removed:\n      ".github/CODEOWNERS": "1:' in (shop.root / REVIEWS).read_text()
    assert told(report(shop.root, "--base", "main", by=inside)[1]) == []


def test_one_review_holds_the_model_and_the_gate(shop: Repo) -> None:
    shop.commit({"threatmodel.yaml": str(BASE["threatmodel.yaml"]).replace("web-app", "service")})
    out = review(shop)
    assert [line.partition(":")[0] for line in out.splitlines() if "reviewed" in line] == [
        "threatmodel.reviews.yaml",
        REVIEWS,
    ]


BROKEN = {
    "no YAML": ("reviews: [\n", "2:1"),
    "no digest": (f"threatgate: 1\nreviews: [{{by: a, on: 2026-11-23, covers: {{{PATH}: x}}}}]\n", "2:62"),
    "no date": ("threatgate: 1\nreviews: [{by: a, on: 2026-02-30}]\n", "2:23"),
}


@pytest.mark.parametrize(("text", "place"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_of_reviews_stops_the_run(text: str, place: str, shop: Repo) -> None:
    shop.commit({REVIEWS: text})
    done = inside(shop.root, "check", "--base", "main")
    assert (done.code, "the reviews of the gate cannot be read" in done.err) == (2, True), done
    assert f"--> {REVIEWS}:{place}" in done.err


STRICTER: dict[str, Files] = {
    "a rule is switched on": {PATH: CONFIG.replace("rules:\n", "rules:\n  boundary/no-trust: critical\n")},
    "a level is raised": {
        PATH: CONFIG.replace("boundary/unowned-component: medium", "boundary/unowned-component: high")
    },
    "the threshold is lowered": {PATH: CONFIG.replace("fail_on: medium", "fail_on: note")},
    "reviews hold for a shorter time": {PATH: CONFIG.replace("critical: 90", "critical: 30")},
    "a reviewer is taken out": {
        PATH: CONFIG.replace("roles: [privacy, security]", "roles: [privacy]").replace(", count: 2", "")
    },
    "more must review": {PATH: CONFIG.replace('on: ["data/*"]', 'on: ["*"]')},
    "a waiver is narrowed": {
        ".threatgate-waivers.yaml": str(BASE[".threatgate-waivers.yaml"]).replace("2026-12-01", "2026-11-30")
    },
    "a waiver goes": {".threatgate-waivers.yaml": "threatgate: 1\nwaivers: []\n"},
    "a pack gets a newer version": {"rules/pack.yaml": str(BASE["rules/pack.yaml"]).replace("1.2.0", "1.10.0")},
    "a rule comes": {"rules/other.yaml": str(BASE["rules/no-technology.yaml"]).replace("no-technology", "other")},
    "an unrelated job changes": {
        ".github/workflows/gate.yml": str(BASE[".github/workflows/gate.yml"]).replace("run: make", "run: make all")
    },
    "an unrelated hook changes": {
        ".pre-commit-config.yaml": str(BASE[".pre-commit-config.yaml"]).replace("v5.0.0", "v6.0.0")
    },
    "an unrelated job of GitLab's changes": {
        ".gitlab-ci.yml": str(BASE[".gitlab-ci.yml"]).replace("[make]", "[make, all]")
    },
    "a workflow is reformatted": {
        ".github/workflows/gate.yml": "# the gate\n"
        + str(BASE[".github/workflows/gate.yml"]).replace("[pull_request]", "\n  - pull_request")
    },
    "owners of other files change": {
        ".github/CODEOWNERS": str(BASE[".github/CODEOWNERS"]).replace("@everybody", "@eve")
    },
    "a file gets fewer owners": {
        ".github/CODEOWNERS": str(BASE[".github/CODEOWNERS"]).replace("@security @platform", "@security")
    },
    "other files get attributes": {".gitattributes": "*.png binary\n*.svg -diff\n*.yaml text eol=lf\n"},
}


@pytest.mark.parametrize("files", STRICTER.values(), ids=STRICTER)
def test_what_loosens_nothing_fails_nothing(files: Files, repo: Repo) -> None:
    if PATH in files and "count: 2" not in str(files[PATH]):
        repo.commit({**BASE, PATH: CONFIG.replace(", count: 2", "")})
    else:
        repo.commit(BASE)
    repo.branch("topic")
    repo.commit(files)
    _, said = report(repo.root, "--base", "main", by=inside)
    assert {rule for rule, _, _ in told(said)} <= {"config-changed"}
    assert {one["severity"] for one in said["results"] if one["rule"].startswith("gate/")} <= {"low"}


def test_the_change_that_brings_the_gate_loosens_nothing(repo: Repo) -> None:
    repo.commit({"README.md": "hello"})
    repo.branch("topic")
    repo.commit(BASE)
    assert told(report(repo.root, "--base", "main", by=inside)[1]) == []


def test_many_lines_of_the_baseline_are_one_finding(repo: Repo) -> None:
    repo.commit({**BASE, PATH: PLAIN})
    repo.branch("topic")
    lines = "".join(f'  - "{n:032x} boundary/unowned-component shop component/c{n}"\n' for n in range(3))
    repo.commit({".threatgate-baseline.yaml": f"threatgate: 1\nfindings:\n{lines}"})
    _, said = report(repo.root, "--base", "main", by=inside)
    assert told(said) == [("baseline-grown", ".threatgate-baseline.yaml:3:5", "gate/.threatgate-baseline.yaml")]
    (result,) = (one for one in said["results"] if one["rule"] == "gate/baseline-grown")
    assert [place["location"]["line"] for place in result["related"]] == [4, 5]
    assert result["message"].startswith("this change adds boundary/unowned-component on component/c0 and 2 more")
    assert following(said, "gate/.threatgate-baseline.yaml") == []


def test_a_glob_names_the_models_that_it_leaves_out(repo: Repo) -> None:
    repo.commit({**BASE, PATH: PLAIN, "old/threatmodel.yaml": str(BASE["threatmodel.yaml"]).replace("shop", "old")})
    repo.branch("topic")
    repo.commit({PATH: f"{PLAIN}models: {{exclude: [old/**, new/**]}}\n"})
    results = report(repo.root, "--base", "main", by=inside)[1]["results"]
    assert [one["message"] for one in results if one["rule"] == "gate/models-excluded"] == [
        "this change leaves models at 'old/**' unchecked ('old/threatmodel.yaml' among them)",
        "this change leaves models at 'new/**' unchecked",
    ]
