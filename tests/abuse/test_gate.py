"""A change that edits the gate instead of the model, or makes it look away: it is judged by the base, and told so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.abuse.asking import STALE, check, propose, threat, weaken
from tests.abuse.test_texts import PACK, RULE
from tests.command import TODAY, findings, inside, report, threatgate
from tests.doors.shop import CHANGED, MODEL
from tests.repositories import Files, Repo

CONFIG = ".threatgate.yaml"
CHANGE = ("gate/config-changed", f"{CONFIG}:1:1", f"gate/{CONFIG}")

NOT_EVES = ("review/recorded-by-another", "threatmodel.reviews.yaml:13:9", "review/1#by")
"""A remark: Eve's review stands in a commit of Dana's."""

LOOSER = {
    "no threshold": ("fail_on: never\n", ["threshold-raised"]),
    "the rule off": ("rules: {review/stale: off, gate/rule-disabled: off}\n", ["rule-disabled"] * 2),
    "the rule lowered": ("rules: {review/stale: note, gate/level-lowered: note}\n", ["level-lowered"] * 2),
    "no packs": ("packs: []\nfail_on: critical\n", ["pack-removed", "threshold-raised"]),
    "the model excluded": ("models: {exclude: ['**', '*', threatmodel.yaml]}\n", ["models-excluded"] * 3),
    "reviews for ever": (
        "review: {cadence: {critical: 3650, important: 3650, low: 3650}}\nfail_on: never\n",
        [*["limit-loosened"] * 3, "threshold-raised"],
    ),
}


@pytest.mark.parametrize(
    ("config", "rules"),
    [
        pytest.param(
            *case, id=what, marks=threat(f"14 config of the change: {what}", f"gate/{case[1][0]}, review/stale")
        )
        for what, case in LOOSER.items()
    ],
)
def test_the_changes_own_config_judges_nothing(shop: Repo, config: str, rules: list[str]) -> None:
    weaken(shop, {CONFIG: f"threatgate: 1\n{config}"})
    said = check(shop)
    assert (said.code, said.failures) == (1, [])
    assert [rule for rule, _, _ in said.findings] == [*(f"gate/{rule}" for rule in rules), "review/stale"]


@threat("14 config that the change removes", says="gate/config-changed, review/stale")
def test_a_removed_config_still_judges(shop: Repo) -> None:
    weaken(shop, {CONFIG: None})
    said = check(shop)
    assert (said.code, said.findings) == (1, [CHANGE, STALE])


@threat("14 waiver and baseline of the change", says="they excuse nothing; told as changes to the gate")
def test_the_changes_own_excuses_do_not_count(shop: Repo) -> None:
    weaken(shop)
    fingerprint = next(r["fingerprint"] for r in check(shop).report["results"] if r["rule"] == "review/stale")
    waiver = (
        "threatgate: 1\nwaivers:\n  - id: w-1\n    rule: review/stale\n    on: order\n    owner: me\n"
        "    reason: {category: planned-fix, text: Later.}\n    approved_by: me\n"
        f"    created: {TODAY}\n    expires: 2027-03-31\n"
    )
    baseline = f"threatgate: 1\nfindings:\n  - '{fingerprint} review/stale shop flow/order'\n"
    shop.commit({".threatgate-waivers.yaml": waiver, ".threatgate-baseline.yaml": baseline})
    said = check(shop)
    assert said.code == 1
    assert STALE in said.findings
    assert {(rule, place) for rule, place, _ in said.findings if rule.startswith("gate/")} == {
        ("gate/waiver-added", ".threatgate-waivers.yaml:3:9"),
        ("gate/baseline-grown", ".threatgate-baseline.yaml:3:5"),
    }


@threat("14 config of the change, staged for a commit", says="gate/threshold-raised, review/stale")
def test_a_staged_config_does_not_judge_its_own_commit(shop: Repo) -> None:
    shop.stage({"threatmodel.yaml": CHANGED, CONFIG: "threatgate: 1\nfail_on: never\n"})
    said = check(shop, "--staged")
    raised = ("gate/threshold-raised", f"{CONFIG}:2:10", f"gate/{CONFIG}#fail_on")
    assert (said.code, said.findings) == (1, [raised, STALE])


OURS = {CONFIG: "threatgate: 1\npacks: [./p]\n", "p/pack.yaml": PACK}
CODE: dict[str, tuple[Files, str]] = {
    "13 the change brings an expression in a rule": (
        {**OURS, "p/r.yaml": RULE.replace(RULE[RULE.index("assert:") : RULE.index("examples:")], "assert: exit()\n")},
        "p/r.yaml:7:9",
    ),
    "13 the change brings an attribute in a message": (
        {**OURS, "p/r.yaml": f"{RULE}message: '{{self.__class__.__mro__}}'\n"},
        "p/r.yaml:9:10",
    ),
    "15 the change brings a key of another tool's config": (
        {CONFIG: "threatgate: 1\nexternal-checks-dir: evil\n"},
        f"{CONFIG}:2:1",
    ),
    "15 the change brings a plug-in": ({CONFIG: "threatgate: 1\nplugins: [evil.py]\n"}, f"{CONFIG}:2:1"),
    "15 the change brings a pack that is a module": ({CONFIG: "threatgate: 1\npacks: [evil]\n"}, f"{CONFIG}:2:9"),
}


@pytest.mark.parametrize(
    ("files", "place"),
    [pytest.param(*rest, id=what, marks=threat(what, "exit 2, placed; not run")) for what, rest in CODE.items()],
)
def test_no_code_of_the_change_is_run(shop: Repo, mark: Path, files: Files, place: str) -> None:
    code = f"open({str(mark)!r}, 'w').close()\n"
    weaken(shop, {"evil/__init__.py": code, "evil.py": code, ".checkov.yaml": "external-checks-dir: evil\n", **files})
    said = check(shop)
    assert (said.code, said.findings, [at for _, at in said.failures]) == (2, [], [place])


@threat("15 the change brings a pack with a Python file in it", says="gate/pack-removed, review/stale; not run")
def test_no_code_of_a_pack_is_run(shop: Repo, mark: Path) -> None:
    weaken(shop, {**OURS, "p/r.py": f"open({str(mark)!r}, 'w').close()\n"})
    said = check(shop)
    assert (said.code, said.failures) == (1, [])
    assert [rule for rule, _, _ in said.findings] == ["gate/pack-removed", *["gate/config-changed"] * 2, "review/stale"]


# 28: what could not be looked at


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"threatmodel.yaml": b"\xff\xfe"}, id="model"),
        pytest.param({"threatmodel.reviews.yaml": b"\xff\xfe"}, id="reviews"),
        pytest.param({"threatmodel.yaml": MODEL.encode() + b"\0"}, id="nul"),
    ],
)
@threat("28 what could not be read, in every output", says="exit 3; error in JSON, SARIF and summary")
def test_what_could_not_be_read_is_an_error_everywhere(shop: Repo, files: Files, tmp_path: Path) -> None:
    shop.commit(files)
    names = {name: tmp_path / name for name in ("json", "sarif", "markdown", "human", "github")}
    formats = [f"--format={name}={path}" for name, path in names.items()]
    for extra in ((), ("--fail-on", "never"), ("--fail-on", "critical")):
        done = inside(shop.root, "check", "--base", "main", "--as-of", TODAY, *formats, *extra)
        assert done.code == 3
        assert json.loads(names["json"].read_text())["conclusion"] == "error"
        (run,) = json.loads(names["sarif"].read_text())["runs"]
        assert run["invocations"][0]["executionSuccessful"] is False
        assert "Could not decide" in names["markdown"].read_text()
        assert "could not decide" in names["human"].read_text().casefold()


@threat("28 a repository without a model", says="exit 3")
def test_no_model_is_no_pass(repo: Repo) -> None:
    repo.commit({"notes.txt": "x"})
    said = check(repo, "--base", "HEAD")
    assert (said.code, said.failures) == (3, [("no threat model found in the work tree", "")])


@threat("28 a model that the change removes, or gives a name that is no model's", says="model/removed")
def test_a_model_that_is_gone_is_a_finding(shop: Repo) -> None:
    shop.git("mv", "threatmodel.yaml", "threatmodel.yaml.bak")
    shop.commit()
    said = check(shop)
    assert (said.code, said.findings) == (1, [("model/removed", "threatmodel.yaml:1:1", "model/threatmodel.yaml")])


@threat("28 a broken model whose rules the base has switched off", says="exit 3")
def test_a_broken_model_is_no_pass_where_the_rules_are_off(shop: Repo) -> None:
    shop.switch("main")
    shop.commit({CONFIG: "threatgate: 1\nrules: {model/syntax: off}\n"})
    shop.branch("topic")
    said = propose(shop, {"threatmodel.yaml": "threatgate: [\n"})
    assert said.code == 3
    assert said.failures == [
        ("threatmodel.yaml could not be read, and nothing that counts says so", "threatmodel.yaml:1:1")
    ]


@threat("28 a reader of the report that goes away", says="exit 3")
def test_a_report_that_nobody_heard_is_no_pass(shop: Repo) -> None:
    import subprocess

    from tests.command import TOOL, environment

    command = f"'{TOOL}' check --base main --format json --as-of {TODAY} | true; exit ${{PIPESTATUS[0]}}"
    for _ in range(3):
        done = subprocess.run(
            ["bash", "-c", command], cwd=shop.root, env=environment(), capture_output=True, check=False
        )
        assert done.returncode in (0, 3), "0 only where all had been written before the reader left"
        assert b"Traceback" not in done.stderr


# 29: the clock


@pytest.mark.parametrize(("day", "code"), [("2027-01-31", 0), ("2027-02-01", 1)])
@threat("29 the last day of a review", says="counts to its end, and not a day longer")
def test_a_review_ends_with_its_last_day(shop: Repo, day: str, code: int) -> None:
    weaken(shop)
    asked = ("review", "order", "--by", "dana@example.com", "--as-of", TODAY, "--expires", "2027-01-31")
    assert inside(shop.root, *asked).code == 0
    shop.git("add", "--all")
    shop.commit()
    done = inside(shop.root, "check", "--as-of", day, "--format", "json")
    assert done.code == code
    assert [r["rule"] for r in json.loads(done.out)["results"] if r["state"] == "new"] == ["review/expired"] * code


@pytest.mark.parametrize("date", ["1999-01-01T00:00:00", "2099-01-01T00:00:00"])
@threat("29 dates of commits, and the time zone of the run", says="not asked")
def test_the_dates_of_commits_are_not_trusted(shop: Repo, date: str) -> None:
    weaken(shop)
    reference = check(shop)
    shop.git("commit", "--quiet", "--amend", "--no-edit", env={"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date})
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        said = check(shop, env={"TZ": zone})
        assert (said.code, said.findings) == (reference.code, reference.findings) == (1, [STALE])


@threat("29 a review dated in the future", says="review/stale: it does not count yet")
def test_a_review_from_the_future_does_not_count(shop: Repo) -> None:
    weaken(shop)
    done = inside(shop.root, "review", "order", "--by", "eve@example.com", "--as-of", "2031-01-01")
    assert done.code == 0
    shop.git("add", "--all")
    shop.commit()
    said = check(shop)
    assert (said.code, said.findings, said.failures) == (1, [NOT_EVES, STALE], [])


# 31: whose review


@threat("31 a review of the change that is not of what the change brings", says="review/stale")
def test_a_review_of_something_else_does_not_cover_the_change(shop: Repo) -> None:
    done = inside(shop.root, "review", "order", "--by", "eve@example.com", "--as-of", TODAY)
    assert done.code == 0
    shop.git("add", "--all")
    weaken(shop)
    said = check(shop)
    assert (said.code, said.findings) == (1, [NOT_EVES, STALE])


@threat("31 a review by nobody", says="a finding at its place, and it covers nothing")
def test_a_review_by_nobody_does_not_count(shop: Repo) -> None:
    weaken(shop)
    assert inside(shop.root, "review", "order", "--by", "eve@example.com", "--as-of", TODAY).code == 0
    path = shop.root / "threatmodel.reviews.yaml"
    signed = path.read_text()
    path.write_text(signed.replace('"eve@example.com"', '""'))
    shop.git("add", "--all")
    shop.commit()
    said = check(shop)
    assert said.code == 1
    assert STALE in said.findings
    assert any(place.startswith("threatmodel.reviews.yaml:") for _, place, _ in said.findings)


def test_the_reports_of_these_tests_are_of_the_process_as_well(shop: Repo) -> None:
    """The same through a process of its own, once: what these tests ask in their own is what a user gets."""
    weaken(shop)
    code, said = report(shop.root, "--base", "main", by=threatgate)
    assert (code, findings(said)) == (1, [STALE])
