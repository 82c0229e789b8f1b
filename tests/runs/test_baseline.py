"""The baseline on real repositories: written once, it only shrinks, and a change may not write its own debt."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.command import TODAY, Done, findings, following, inside, report
from tests.repositories import Repo

MODEL = """\
threatgate: 1
system: {id: shop}
boundaries:
  internet: {trust: untrusted}
  inside: {trust: internal}
components:
  buyer: {type: person, boundary: internet}
  web: {type: web-app, boundary: inside, owner: team}
"""
FILE = ".threatgate-baseline.yaml"
WAIVERS = ".threatgate-waivers.yaml"
WEB = "review/unreviewed-component", "threatmodel.yaml:8:3", "component/web"


def baseline(repo: Repo, act: str, *arguments: str) -> Done:
    return inside(repo.root, "baseline", act, "--as-of", TODAY, *arguments)


def answer(repo: Repo, *arguments: str) -> tuple[int, dict[str, Any]]:
    return report(repo.root, *arguments, by=inside)


def text(repo: Repo) -> str:
    return (repo.root / FILE).read_text("utf-8")


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A model that nobody has reviewed."""
    repo.commit({"threatmodel.yaml": MODEL})
    return repo


@pytest.fixture
def settled(shop: Repo) -> Repo:
    """The same with its findings written down."""
    assert baseline(shop, "write") == Done(0, f"{FILE}: 4 findings written down\n", "")
    shop.git("add", "--all")
    shop.commit(message="write down older findings")
    return shop


def test_what_is_written_down_no_longer_fails_and_stays_visible(settled: Repo) -> None:
    code, said = answer(settled)
    assert (code, findings(said), len(findings(said, "known"))) == (0, [], 4)
    assert {result["why"] for result in said["results"]} == {"in the baseline"}
    assert baseline(settled, "check") == Done(0, "4 findings in the baseline, 0 lines to remove\n", "")


def test_the_file_is_one_sorted_line_a_finding(settled: Repo) -> None:
    comment, version, key, *lines = text(settled).splitlines()
    assert comment.startswith("# Findings accepted when the gate was introduced.")
    assert (version, key) == ("threatgate: 1", "findings:")
    assert [line.strip('- "')[33:] for line in lines] == [
        "review/unreviewed-boundary shop boundary/inside",
        "review/unreviewed-boundary shop boundary/internet",
        "review/unreviewed-component shop component/buyer",
        "review/unreviewed-component shop component/web",
    ]


def test_writing_again_gives_the_same_bytes(settled: Repo) -> None:
    before = text(settled)
    baseline(settled, "write")
    assert text(settled) == before
    settled.write({"threatmodel.yaml": "# moved down\n\n" + MODEL})
    baseline(settled, "write")
    assert text(settled) == before


def test_nothing_to_write_down_is_an_empty_list(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": "threatgate: 1\nsystem: {id: shop}\n"})
    assert baseline(repo, "write").out == f"{FILE}: 0 findings written down\n"
    assert text(repo).endswith("threatgate: 1\nfindings: []\n")
    assert answer(repo)[0] == 0


def test_a_mended_finding_must_leave_the_file_and_a_new_one_fails(settled: Repo) -> None:
    settled.write({"threatmodel.yaml": MODEL.replace("  web:", "  shop-web:")})
    code, said = answer(settled)
    assert code == 1
    unused, new = findings(said)
    assert unused[:2] == ("baseline/unused", f"{FILE}:7:5")
    assert new == ("review/unreviewed-component", "threatmodel.yaml:8:3", "component/shop-web")
    done = baseline(settled, "check")
    assert done.code == 1
    assert done.out.splitlines() == [
        f"{FILE}:7:5: baseline entry for review/unreviewed-component on component/web matches nothing any more: "
        "remove the line",
        "3 findings in the baseline, 1 line to remove",
    ]
    assert baseline(settled, "write").code == 0
    assert "component/web" not in text(settled)


def test_a_finding_that_comes_back_is_not_excused_once_its_line_is_gone(settled: Repo) -> None:
    lines = text(settled).splitlines(keepends=True)
    settled.write({FILE: "".join(lines[:-1])})
    code, said = answer(settled)
    assert (code, findings(said)) == (1, [WEB])


def test_waived_findings_and_those_about_the_gate_are_never_written_down(shop: Repo) -> None:
    reason = "{category: accepted-risk, text: old}"
    waived = f"rule: review/unreviewed-component, on: web, owner: o, reason: {reason}, approved_by: a"
    days = f"created: {TODAY}, expires: 2027-01-01"
    shop.write(
        {
            WAIVERS: f"threatgate: 1\nwaivers:\n  - {{id: w-1, {waived}, {days}}}\n"
            f"  - {{id: w-2, {waived.replace('web', 'nothing')}, {days}}}\n"
            f"  - {{id: w-3, {waived}, created: 2026-01-01, expires: 2026-02-01}}\n  - {{}}\n"
        }
    )
    _, said = answer(shop)
    assert {rule for rule, _, _ in findings(said)} >= {"waiver/unused", "waiver/expired", "waiver/invalid"}
    assert baseline(shop, "write").out == f"{FILE}: 3 findings written down\n"
    assert "component/web" not in text(shop)
    assert "waiver" not in text(shop)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"threatmodel.yaml": "threatgate: [\n"}, "a model cannot be read: a value is missing"),
        ({"b/threatmodel.yaml": b"\xff\xfe"}, "the file is UTF-16, not UTF-8"),
        ({"threatmodel.yaml": None}, "no threat model found in the work tree"),
    ],
    ids=["unreadable", "no-text", "no-model"],
)
def test_no_baseline_is_written_of_what_cannot_be_read(
    files: dict[str, str | bytes | None], message: str, settled: Repo
) -> None:
    """Everything written down about that model would be gone from the file, and would fail once it is mended."""
    before = text(settled)
    settled.write(files)
    for act in ("write", "check"):
        done = baseline(settled, act)
        assert (done.code, message in done.err) == (3, True), done
    assert text(settled) == before


def test_a_malformed_baseline_can_be_written_anew(settled: Repo) -> None:
    before = text(settled)
    for broken in ("threatgate: [\n", "threatgate: 1\nfindings: [x]\n", b"\xff\xfe", ""):
        settled.write({FILE: broken})
        assert baseline(settled, "check").code == 2
        assert baseline(settled, "write").code == 0
        assert text(settled) == before


def test_a_baseline_is_never_written_through_a_link(shop: Repo) -> None:
    shop.write({"precious.txt": "precious"})
    (shop.root / FILE).symlink_to("precious.txt")
    done = baseline(shop, "write")
    assert (done.code, "it is a symbolic link" in done.err) == (3, True)
    assert (shop.root / "precious.txt").read_text() == "precious"


def test_it_is_written_at_the_top_from_any_folder(shop: Repo) -> None:
    shop.write({"docs/a.md": ""})
    assert inside(shop.root / "docs", "baseline", "write").code == 0
    assert (shop.root / FILE).is_file()


def test_findings_of_a_hostile_name_are_written_on_one_line_and_found_again(repo: Repo) -> None:
    """Ids of Threagile models may hold anything."""
    name = 'x"\n  - "y\\ \u202e' + "z" * 400
    asset = {"id": name, "type": "process", "description": "x", "usage": "business"}
    model = {
        "threagile_version": "1.0.0",
        "title": "Shop",
        "date": "2020-01-01",
        "technical_assets": {"A": asset},
    }
    repo.commit({"threagile.yaml": json.dumps(model)})
    _, said = answer(repo)
    known = [result for result in said["results"] if result["model"]]
    assert any(result["subject"]["id"] == name for result in known)
    assert baseline(repo, "write").code == 0
    assert len(text(repo).splitlines()) == 3 + len({result["fingerprint"] for result in known})
    _, said = answer(repo)
    assert not [rule for rule, _, _ in findings(said) if rule.startswith("baseline/")]
    assert len(findings(said, "known")) == len(known)


# Pull requests


def test_a_line_that_the_change_adds_is_a_finding_and_does_not_count(settled: Repo) -> None:
    settled.branch("topic")
    settled.write({"threatmodel.yaml": MODEL + "  api: {type: service, boundary: inside, owner: team}\n"})
    baseline(settled, "write")
    settled.git("add", "--all")
    settled.commit()
    code, said = answer(settled, "--base", "main")
    assert code == 1
    assert [(rule, place) for rule, place, _ in findings(said)] == [
        ("gate/baseline-grown", f"{FILE}:6:5"),
        ("review/unreviewed-component", "threatmodel.yaml:9:3"),
    ]
    assert following(said, "component/api") == ["boundary 'inside'"]
    assert len(findings(said, "known")) == 3


def test_a_line_that_the_change_removes_no_longer_excuses(settled: Repo) -> None:
    settled.branch("topic")
    lines = text(settled).splitlines(keepends=True)
    settled.commit({FILE: "".join(lines[:-1]), "threatmodel.yaml": MODEL.replace("type: web-app", "type: service")})
    code, said = answer(settled, "--base", "main")
    assert code == 1
    assert [rule for rule, _, _ in findings(said)] == ["gate/config-changed", "review/unreviewed-component"]


def test_a_baseline_removed_by_the_change_excuses_nothing_that_it_touches(settled: Repo) -> None:
    settled.branch("topic")
    settled.commit({FILE: None, "threatmodel.yaml": MODEL.replace("type: web-app", "type: service")})
    code, said = answer(settled, "--base", "main")
    assert (code, findings(said)) == (1, [("gate/config-changed", f"{FILE}:1:1", f"gate/{FILE}"), WEB])
    assert {result["why"] for result in said["results"] if result["state"] == "known"} == {"not touched by this change"}


def test_the_change_that_introduces_the_gate_brings_its_baseline(repo: Repo) -> None:
    repo.commit({"README.md": "hello"})
    repo.branch("topic")
    repo.write({"threatmodel.yaml": MODEL})
    baseline(repo, "write")
    repo.git("add", "--all")
    repo.commit()
    code, said = answer(repo, "--base", "main")
    assert (code, findings(said), len(findings(said, "known"))) == (0, [], 4)


def test_a_malformed_baseline_of_the_base_is_named_as_the_bases(settled: Repo) -> None:
    base = settled.commit({FILE: "threatgate: 1\nfindings: [x]\n"})
    settled.branch("topic")
    settled.commit({FILE: "threatgate: 1\nfindings: []\n"})
    done = inside(settled.root, "check", "--base", "main")
    assert done.code == 2
    assert f"in the base ({base[:10]}): the baseline cannot be read" in done.err


def test_an_unreadable_model_calls_no_line_unused(settled: Repo) -> None:
    settled.write({"threatmodel.yaml": "threatgate: [\n"})
    _, said = answer(settled)
    assert [rule for rule, _, _ in findings(said)] == ["model/syntax"]
