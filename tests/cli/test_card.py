"""``card``: what cards say, the section that is written into one, evidence for controls, and the gate over it all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from checker.core.cards import EVIDENCE
from checker.core.rule import BUILT_IN
from checker.knowledge.ism_evidence import controls
from checker.knowledge.lookup import library
from checker.knowledge.vocabulary import ids
from tests.command import TODAY, inside
from tests.repositories import Repo

MODEL = """\
threatgate: 1
system: {id: shop, name: Shop, ai: true, card: docs/system.md}
boundaries: {net: {trust: untrusted}, lan: {trust: internal}}
components:
  user: {type: person, boundary: net}
  api: {type: inference-endpoint, boundary: lan}
  owl: {type: model, boundary: lan, model: {source: internal, name: owl, version: "2", card: models/owl.md}}
flows: {ask: {from: user, to: api}, run: {from: api, to: owl}}
threats:
  steal: {title: "It is | copied <b>", on: [owl], risk: {severity: high}}
  flood: {title: It is flooded, on: [api], status: mitigated, controls: [rate]}
controls: {rate: {title: Ten a second, use: rate-limit, status: implemented}}
"""
CARD = "# Owl\n\nVersion: 1\n\n## Uses\nTo help.\n"
FILES = {
    "threatmodel.yaml": MODEL,
    "models/owl.md": CARD,
    "docs/system.md": "# Shop\n\n## Purpose\nTo sell.\n",
    ".threatgate.yaml": "threatgate: 1\npacks: [card, ism]\n",
}


@pytest.fixture
def shop(repo: Repo) -> Path:
    repo.write(FILES)
    return repo.root


def data(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = inside(folder, "card", *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


# show


def test_cards_with_their_sections(shop: Path) -> None:
    system, owl = data(shop)
    assert (system["kind"], system["of"], system["profile"], system["written"], system["required"]) == (
        *("system", "shop", "ism-2084", 1, 13),
    )
    assert (owl["path"], owl["format"], owl["version"], owl["written"], owl["required"]) == (
        *("models/owl.md", "markdown", "1", 1, 9),
    )
    assert owl["unnamed"] == ["threat/steal"]
    assert [s["id"] for s in owl["sections"] if s["state"] == "written"] == ["intended-use"]
    assert next(s["line"] for s in owl["sections"] if s["id"] == "intended-use") == 5
    assert data(shop, "threatmodel.yaml") == data(shop, "show", "threatmodel.yaml") == [system, owl]


def test_objectives_of_fairness_stand_below_the_card_of_the_system(repo: Repo) -> None:
    more = """
fairness:
  objectives:
    - {metric: equal_opportunity, threshold: 0.05, refs: ["feat:FEAT-F3"]}
    - {metric: disparate_impact, threshold: 0.8}
    - {metric: our_own, threshold: 1}
    - {metric: demographic_parity, threshold: 0.1}
  results:
    - {metric: equal_opportunity, value: 0.2, date: 2026-09-01}
    - {metric: equal_opportunity, value: 0.03, date: 2026-10-20, refs: ["feat:FEAT-F9"]}
    - {metric: disparate_impact, value: 0.5}
    - {metric: our_own, value: 0}
"""
    repo.write({**FILES, "threatmodel.yaml": MODEL + more})
    lines = inside(repo.root, "card").out.splitlines()
    assert [line for line in lines if line.startswith("  fairness: ")] == [
        "  fairness: demographic_parity at most 0.1: unmeasured",
        "  fairness: disparate_impact at least 0.8: 0.5, missed",
        "  fairness: equal_opportunity at most 0.05: 0.03 on 2026-10-20, met (feat:FEAT-F3, feat:FEAT-F9)",
        "  fairness: our_own at most 1: 0, unknown",
    ]
    system, owl = data(repo.root)
    assert [(one["metric"], one["state"]) for one in system["fairness"]] == [
        *(("demographic_parity", "unmeasured"), ("disparate_impact", "missed")),
        *(("equal_opportunity", "met"), ("our_own", "unknown")),
    ]
    assert owl["fairness"] == []


def test_cards_for_people(shop: Path) -> None:
    lines = inside(shop, "card").out.splitlines()
    assert "model card of owl (threatmodel.yaml): models/owl.md" in lines
    assert "  sections 1 of 9 required" in lines
    assert "    written Intended Use (5)" in lines
    assert "    missing People at risk, harms and benefits, fairness measures, optional" in lines
    assert "  not named, and no link to the model: threat/steal" in lines


@pytest.mark.parametrize(
    ("card", "why"),
    [
        ("lost.md", "not read: there is no such file in the work tree"),
        ('"https://example.com/a.md"', "not read: addresses are never fetched"),
        ("docs", "not read: it is a folder, not a file"),
        ('"../secret.md"', "not read: the path '../secret.md' does not stay inside the repository"),
        (".git/config", "not read: git's own files are not read"),
        ("link.md", "not read: it is a symbolic link, and links are not followed"),
        ("binary.md", "not read: byte 0xff is not UTF-8"),
    ],
)
def test_a_card_that_cannot_be_read_is_a_finding_and_no_trace(shop: Path, card: str, why: str) -> None:
    (shop / "link.md").symlink_to("/etc/passwd")
    (shop / "binary.md").write_bytes(b"# a\n\xff\n")
    (shop / "threatmodel.yaml").write_text(MODEL.replace("models/owl.md", card))
    assert data(shop)[1]["why"] == why
    done = inside(shop, "check", "threatmodel.yaml", "--as-of", TODAY)
    rule = "note[card/not-read]" if "://" in card else "medium[card/unreadable]"
    assert done.code == 1
    assert rule in done.out
    assert "root:" not in done.out


def test_words_of_a_card_do_not_reach_the_terminal_as_they_are(shop: Path) -> None:
    (shop / "models/owl.md").write_text('---\nversion: "1\\e[31m::set-env"\nbase_model: "\\u202ex"\n---\n# a\x07\n')
    for arguments in (("card",), ("check", "--as-of", TODAY)):
        out = inside(shop, *arguments).out
        assert not {"\x1b", "\u202e", "\x07"} & set(out)


# render


def test_the_section_is_markdown_and_nothing_in_it_is_the_models_own_markup(shop: Path) -> None:
    hostile = '"]( <script>alert(1)</script> ![x](y) --> | `a` @me #1 <!-- \\n# h"'
    (shop / "threatmodel.yaml").write_text(MODEL.replace('"It is | copied <b>"', hostile))
    out = inside(shop, "card", "render").out
    assert out == inside(shop, "card", "render", "--component", "owl").out
    html = MarkdownIt("commonmark").enable("table").render(out)
    assert "<script" not in html
    assert html.count("<a ") == 1 and 'href="threatmodel.yaml"' in html
    assert "<img" not in html
    assert (html.count("<tr>"), html.count("<h")) == (2, 2)
    assert out.count("<!--") == 2


def test_the_section_of_a_component_and_of_the_system(shop: Path) -> None:
    out = inside(shop, "card", "render", "threatmodel.yaml", "--component", "api").out
    assert out.startswith("<!-- threatgate card api -->\n## Threats and mitigations of api\n")
    assert "| <code>flood</code> | It is flooded | mitigated | <code>rate</code> Ten a second (implemented) |" in out
    assert "None that the model knows of." in out
    whole = inside(shop, "card", "render", "--system").out
    assert "* <code>steal</code>: high risk, identified" in whole
    assert "* Flows (2): <code>ask</code>, <code>run</code>" in whole
    assert whole.endswith("<!-- /threatgate card shop -->\n")
    assert "The model names no threat." in inside(shop, "card", "render", "--component", "user").out


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_update_changes_its_section_and_no_byte_of_the_rest(shop: Path, ending: str, mark: str) -> None:
    place = shop / "models/owl.md"
    before = (mark + CARD + "trailing \t\nno end").replace("\n", ending).encode()
    place.write_bytes(before)
    assert inside(shop, "card", "render", "--update", "models/owl.md").out == "wrote models/owl.md\n"
    once = place.read_bytes()
    assert once.startswith(before + (ending * 2).encode())
    assert once.count(b"\r\n") == (once.count(b"\n") if ending == "\r\n" else 0)
    assert b"(../threatmodel.yaml)" in once
    place.write_bytes(once + f"## After{ending}x".encode())
    assert inside(shop, "card", "render", "--update", "models/owl.md").out == "nothing to change in models/owl.md\n"
    (shop / "threatmodel.yaml").write_text(MODEL.replace("severity: high", "severity: low"))
    assert inside(shop, "card", "render", "--update", "models/owl.md", "--check").code == 1
    assert place.read_bytes() == once + f"## After{ending}x".encode()
    assert inside(shop, "card", "render", "--update", "models/owl.md").code == 0
    assert place.read_bytes() == once.replace(b"high risk", b"low risk") + f"## After{ending}x".encode()
    assert inside(shop, "card", "render", "--update", "models/owl.md", "--check").code == 0


def test_an_update_settles_what_the_gate_asks_for(shop: Path) -> None:
    rules = ("card/model-card-threats-missing", "card/system-card-element-missing", "card/system-card-risk-missing")
    assert all(rule in inside(shop, "check", "--as-of", TODAY).out for rule in rules)
    inside(shop, "card", "render", "--update", "models/owl.md")
    inside(shop, "card", "render", "--system", "--update", "docs/system.md")
    out = inside(shop, "check", "--as-of", TODAY).out
    assert not any(rule in out for rule in rules)
    assert data(shop)[0]["unnamed"] == data(shop)[1]["unnamed"] == []


@pytest.mark.parametrize(
    "text",
    [
        "<!-- threatgate card owl -->\n",
        "<!-- /threatgate card owl -->\n<!-- threatgate card owl -->\n",
        "<!-- threatgate card owl -->\n<!-- threatgate card owl -->\n<!-- /threatgate card owl -->\n",
    ],
)
def test_markers_that_are_no_pair_are_refused_and_nothing_is_written(shop: Path, text: str) -> None:
    (shop / "models/owl.md").write_text(CARD + text)
    done = inside(shop, "card", "render", "--update", "models/owl.md")
    assert (done.code, done.out) == (3, "")
    assert "models/owl.md:7:1" in done.err and "not one pair" in done.err
    assert (shop / "models/owl.md").read_text() == CARD + text


@pytest.mark.parametrize("path", ["models/owl.json", "models/owl.yaml", "models/owl"])
def test_the_section_is_not_written_into_data(shop: Path, path: str) -> None:
    text = '{"model_details": {"overview": "An owl.", "version": {"name": "2"}}}'
    (shop / path).write_text(text)
    (shop / "threatmodel.yaml").write_text(MODEL.replace("models/owl.md", path))
    for more in ((), ("--check",)):
        done = inside(shop, "card", "render", "--update", path, *more)
        assert (done.code, done.out) == (2, "")
        assert "the section is Markdown: nothing was written" in done.err
    assert (shop / path).read_text() == text
    fresh = path.replace("owl", "new")
    done = inside(shop, "card", "render", "--component", "owl", "--out", fresh)
    assert done.code == (0 if fresh == "models/new" else 2)
    assert (shop / fresh).exists() == (fresh == "models/new")
    out = inside(shop, "check", "--as-of", TODAY).out
    assert "card/model-card-threats-missing" in out and f"--update {path}" not in out
    (shop / path).write_text(text.replace("An owl.", "Mind 'steal'."))
    assert "card/model-card-threats-missing" not in inside(shop, "check", "--as-of", TODAY).out


@pytest.mark.parametrize(
    ("what", "path", "sections"),
    [(["--system"], "docs/system.md", 13), (["--component", "owl"], "models/owl.md", 9)],
    ids=["system", "model"],
)
def test_an_outline_has_every_section_and_fills_none_but_its_own(
    shop: Path, what: list[str], path: str, sections: int
) -> None:
    (shop / path).unlink()
    assert inside(shop, "card", "render", *what, "--out", path, "--outline").out == f"wrote {path}\n"
    (card,) = (one for one in data(shop) if one["path"] == path)
    states = {one["id"]: one["state"] for one in card["sections"] if one["required"]}
    assert len(states) == sections
    assert {id for id, state in states.items() if state != "empty"} == {"security-risks"} & {*states}
    text = (shop / path).read_text("utf-8")
    assert text.count("## Threats and mitigations of") == 1
    filled = text.replace("TODO", "Plain words about it that a reader can use, one after the other, to judge it by.")
    (shop / path).write_text(filled)
    (card,) = (one for one in data(shop) if one["path"] == path)
    assert {one["state"] for one in card["sections"] if one["required"]} == {"written"}
    done = inside(shop, "card", "render", *what, "--update", path, "--check")
    assert (done.code, done.out) == (0, f"{path} is up to date\n")


def test_a_new_file_is_written_and_none_is_overwritten(shop: Path) -> None:
    assert inside(shop, "card", "render", "--out", "docs/threats.md").out == "wrote docs/threats.md\n"
    assert "(../threatmodel.yaml)" in (shop / "docs/threats.md").read_text()
    done = inside(shop, "card", "render", "--out", "models/owl.md")
    assert done.code == 2 and "--update models/owl.md" in done.err
    assert inside(shop, "card", "render", "--out", "new/folder/card.md").out == "wrote new/folder/card.md\n"
    done = inside(shop, "card", "render", "--out", "models/owl.md/card.md")
    assert done.code == 2 and "models/owl.md/card.md cannot be written" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--component", "owll"), 2, "did you mean 'owl'?"),
        (("--component", "owl", "--system"), 2, "one or the other"),
        (("--update", "a", "--out", "b"), 2, "one or the other"),
        (("--check",), 2, "name it with --update"),
        (("--outline",), 2, "--outline begins a card: name it with --out"),
        (("--update", "lost.md"), 3, "no such file"),
        (("--update", "docs"), 3, "it is a folder"),
        (("--update", "link.md"), 3, "links are not followed"),
        (("lost.yaml",), 2, "nothing to check at lost.yaml"),
    ],
)
def test_wrong_calls(shop: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    (shop / "link.md").symlink_to("models/owl.md")
    done = inside(shop, "card", "render", *arguments)
    assert (done.code, done.out) == (code, "")
    assert says in done.err


def test_it_has_to_be_clear_of_what_the_card_is(shop: Path) -> None:
    (shop / "threatmodel.yaml").write_text(MODEL.replace("type: inference-endpoint", "type: model"))
    assert "say --component ID (one of api or owl), or --system" in inside(shop, "card", "render").err
    (shop / "b.threatmodel.yaml").write_text("threatgate: 1\nsystem: {id: b}\n")
    hint = "name it: threatgate card render FILE; there is b.threatmodel.yaml or threatmodel.yaml"
    assert hint in inside(shop, "card", "render").err
    assert "no component is a model" in inside(shop, "card", "render", "b.threatmodel.yaml").err


# evidence


def test_every_control_of_the_manual_has_its_state(shop: Path) -> None:
    found = {one["control"]: one for one in data(shop, "evidence", "--as-of", TODAY)}
    manual = library("ism")
    assert manual and set(found) == {f"ism:{id}" for id in manual.entries}
    states = {id.removeprefix("ism:ISM-"): one["state"] for id, one in found.items()}
    assert states == {
        "1238": "open",
        "1924": "unstated",
        "2039": "open",
        "2072": "not-asked",
        "2074": "elsewhere",
        "2084": "open",
        "2085": "open",
        "2086": "shown",
        "2087": "nothing-here",
        "2088": "nothing-here",
        "2089": "open",
        "2090": "shown",
        "2091": "open",
        "2092": "open",
        "2093": "open",
        "2094": "open",
    }
    assert found["ism:ISM-2090"]["in_place"] == ["shop: rate"]
    assert {"rule": "ism/unlimited-inference", "in_use": True, "open": 0} in found["ism:ISM-2090"]["rules"]
    assert {"rule": "ai/unlimited-endpoint", "in_use": False, "open": 0} in found["ism:ISM-2090"]["rules"]
    lines = inside(shop, "card", "evidence", "--as-of", TODAY).out.splitlines()
    assert (
        "ISM-2090 Inference queries rate-limited: asked for, nothing is open, and what answers it is in place" in lines
    )
    assert "  in place of rate-limit: shop: rate" in lines
    assert set(states.values()) == set(EVIDENCE)


def test_a_rule_that_is_off_is_not_in_use_and_what_is_waived_is_not_open(shop: Path) -> None:
    (shop / ".threatgate.yaml").write_text("threatgate: 1\npacks: [ism]\nrules: {ism/unlimited-resources: off}\n")
    found = {one["control"]: one for one in data(shop, "evidence", "--as-of", TODAY)}
    assert found["ism:ISM-2091"]["state"] == "not-asked"


def test_what_cannot_be_decided_is_evidence_of_nothing(shop: Path) -> None:
    (shop / "threatmodel.yaml").write_text("threatgate: 1\nsystem: {}\n")
    assert inside(shop, "card", "evidence").code == 3


def test_the_evidence_names_rules_types_and_controls_that_exist(root: Path) -> None:
    for one in controls():
        for rule in one.rules:
            assert (root / f"policies/{rule}.yaml").is_file(), rule
        assert set(one.on) <= set(ids("component_types")), one.id
        assert one.uses or not one.by_control, one.id
    mapped = {rule: one.id for one in controls() for rule in one.rules}
    for pack in ("card", "ism"):
        for path in (root / "policies" / pack).glob("*.yaml"):
            cited = "ism:ISM-" in path.read_text(encoding="utf-8")
            assert not cited or f"{pack}/{path.stem}" in mapped, path
    assert "review" in BUILT_IN


# the gate


def gate(repo: Repo, *arguments: str) -> list[tuple[str, str, str]]:
    done = inside(repo.root, "check", "--base", "main", "--as-of", TODAY, "--format", "json", *arguments)
    report = json.loads(done.out)
    return [
        (result["rule"], f"{result['location']['path']}:{result['location']['line']}", result["state"])
        for result in report["results"]
        if result["rule"].startswith("card/")
    ]


def test_a_change_of_a_card_alone_is_judged_as_a_change(repo: Repo) -> None:
    whole = "# Owl\n\n" + "".join(
        f"## {name}\nSo.\n"
        for name in ("Model Details", "Uses", "Factors", "Metrics", "Testing Data", "Training Data", "Results", "Bias")
    )
    repo.commit({**FILES, "models/owl.md": f"{whole}[m](../threatmodel.yaml)\n"})
    repo.branch("topic")
    repo.commit({"models/owl.md": f"{whole}[m](../threatmodel.yaml)\n".replace("## Metrics\nSo.\n", "")})
    found = [one for one in gate(repo) if one[0] == "card/model-card-section-missing"]
    assert found == [
        ("card/model-card-section-missing", "models/owl.md:1", "known"),
        ("card/model-card-section-missing", "models/owl.md:1", "new"),
    ]


def test_a_new_version_with_the_old_card(repo: Repo) -> None:
    repo.commit(FILES)
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": MODEL.replace('version: "2"', 'version: "3"')})
    assert ("card/model-card-stale", "threatmodel.yaml:7", "new") in gate(repo)
    repo.commit({"models/owl.md": CARD.replace("Version: 1", "Version: 3")})
    assert not {"card/model-card-stale", "card/model-card-version-mismatch"} & {rule for rule, *_ in gate(repo)}


def test_a_deep_and_a_huge_card_end_in_a_finding(shop: Path) -> None:
    for text in ("{" * 100_000, '{"a":' * 100_000, "- " * 150_000, "#\n" * 200_000, "a: &a [*a]\n" * 10):
        for name in ("models/owl.md", "models/owl.json", "models/owl.yaml"):
            (shop / name).write_text(text)
            (shop / "threatmodel.yaml").write_text(MODEL.replace("models/owl.md", name))
            done = inside(shop, "check", "--as-of", TODAY)
            assert done.code == 1, (text[:9], name, done.err)
            assert "card/" in done.out
    if hasattr(os, "mkfifo"):
        os.mkfifo(shop / "pipe.md")
        (shop / "threatmodel.yaml").write_text(MODEL.replace("models/owl.md", "pipe.md"))
        assert "a pipe, a socket or a device" in inside(shop, "check", "--as-of", TODAY).out
