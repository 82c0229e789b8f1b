"""``threatgate knowledge``: looking into the libraries, and bringing an edition into a repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.knowledge.library import Entry, text_of
from checker.knowledge.lookup import library
from tests.command import TODAY, findings, inside, report
from tests.knowledge.test_foreign import DECK, LEGACY, V6
from tests.repositories import Repo

ATLAS = (
    'threatgate: 1\nsystem: {id: shop}\ntaxonomies: {atlas: "EDITION"}\nthreats:\n  x:\n    title: t\n    on: [shop]\n'
)


def lines(folder: Path, *arguments: str) -> list[str]:
    done = inside(folder, "knowledge", *arguments)
    assert (done.code, done.err) == (0, ""), done
    return done.out.splitlines()


def data(folder: Path, *arguments: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads("\n".join(lines(folder, *arguments, "--json")))
    return loaded


def refusal(folder: Path, *arguments: str) -> tuple[int, str]:
    done = inside(folder, "knowledge", *arguments)
    assert done.out == ""
    return done.code, " ".join(done.err.split())


def test_the_libraries_are_listed_with_their_editions(tmp_path: Path) -> None:
    rows = [line.split(maxsplit=3) for line in lines(tmp_path, "list")]
    assert rows[0] == ["library", "edition", "entries", "title"]
    assert ["atlas", "5.6.0", "279", "MITRE ATLAS"] in rows
    assert ["atlas", "2026.09", "325", "MITRE ATLAS (in part)"] in rows
    assert ["linddun", "v241203", "105", "LINDDUN"] in rows
    assert len(rows) == 19


def test_the_entries_of_one_are_listed_by_kind(tmp_path: Path) -> None:
    listed = lines(tmp_path, "list", "atlas", "--kind", "tactic")
    assert listed[0].startswith("MITRE ATLAS, edition 5.6.0 of 2026-04-30: ")
    assert listed[5].split() == ["atlas:AML.TA0000", "tactic", "AI", "Model", "Access"]
    assert len(listed) == 5 + 16
    found = data(tmp_path, "list", "atlas", "--kind", "tactic", "--edition", "2026.09")
    assert found["edition"] == "2026.09"
    assert [entry["name"] for entry in found["entries"] if entry["id"] == "AML.TA0001"] == ["AI Attack Adaptation"]


def test_an_entry_is_shown_with_what_is_around_it(tmp_path: Path) -> None:
    shown = lines(tmp_path, "show", "plot4ai:data-01")
    assert shown == [
        "plot4ai:data-01  Data Quality",
        "  kind:     card",
        "  edition:  5f4b43e",
        "  also:     hc0505dd03fb8",
        "  ai-types: Traditional, Generative",
        "  phases:   Design, Input, Monitor",
        "  risk-if:  No",
        "  roles:    Provider, Deployer",
        "  page:     https://plot4.ai/library/card/hc0505dd03fb8",
        "  part of",
        "    plot4ai:data  Data & Data Governance",
        "  PLOT4ai: CC BY-SA 4.0, Isabel Barberá and contributors",
    ]


def test_an_id_without_its_library_may_mean_several(tmp_path: Path) -> None:
    shown = data(tmp_path, "show", "LLM05")["entries"]
    assert [entry["ref"] for entry in shown] == [
        "owasp-llm:LLM05:2023",
        "owasp-llm:LLM05:2025",
        "owasp-llm:LLM05:2026",
    ]
    assert shown[1]["relations"] == {"became": ["owasp-llm:LLM10:2026"]}
    assert [entry["ref"] for entry in data(tmp_path, "show", "S")["entries"]] == ["stride:S"]


def test_a_retired_entry_says_so(tmp_path: Path) -> None:
    shown = lines(tmp_path, "show", "atlas:AML.T0019", "--edition", "2026.09")
    assert "  retired: in 2026.07" in shown
    assert shown[shown.index("  replaced by") + 1] == "    atlas:AML.T0115.000  Datasets"
    assert "    atlas:AML.T0045  technique" not in shown
    (row,) = (line for line in lines(tmp_path, "list", "atlas") if "AML.T0045" in line)
    assert row.endswith("ML Intellectual Property Theft (retired, now AML.T0048.004)")


def test_an_id_without_its_library_is_shown_in_the_edition_that_is_asked_for(tmp_path: Path) -> None:
    shown = lines(tmp_path, "show", "AML.T0019", "--edition", "2026.09")
    assert shown[0] == "atlas:AML.T0019  Publish Poisoned Datasets"
    assert "  retired: in 2026.07" in shown
    entries = data(tmp_path, "show", "LLM05", "--edition", "2025")["entries"]
    assert [(one["ref"], one["name"]) for one in entries] == [("owasp-llm:LLM05:2025", "Improper Output Handling")]


@pytest.mark.parametrize("id", ["AML.T0115.000", "atlas:AML.T0115.000"])
def test_an_id_of_another_edition_says_which(id: str, tmp_path: Path) -> None:
    code, err = refusal(tmp_path, "show", id)
    assert code == 2
    assert (
        f"no entry is called '{id}' = next: there is one: "
        "threatgate knowledge show atlas:AML.T0115.000 --edition 2026.09"
    ) in err


def test_entries_are_found_by_words(tmp_path: Path) -> None:
    assert lines(tmp_path, "search", "memory", "poisoning") == [
        "owasp-agentic:ASI06:2026  risk    Memory & Context Poisoning",
        "owasp-agentic:T1          threat  Memory Poisoning",
    ]
    assert lines(tmp_path, "search", "no such thing") == ["no entry has all of these words"]
    assert data(tmp_path, "search", "no such thing") == {"entries": []}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "AML.T0O51"), "no entry is called 'AML.T0O51' = next: did you mean 'AML.T0051'?"),
        (("show", "stride:Q"), "no entry is called 'stride:Q'"),
        (("show", "AML.T0051", "--edition", "1"), "no entry is called 'AML.T0051' in edition '1' = next: there is one"),
        (("show", "atlas:AML.T0051", "--edition", "1"), "edition '1' of atlas is not here"),
        (("list", "altas"), "no threat library is called 'altas' = next: did you mean 'atlas'?"),
        (("list", "stride", "--kind", "x"), "'x' is no kind of entry of stride; there are: category"),
        (("list", "--kind", "x"), "--kind and --edition go with a LIBRARY"),
        (("import", "none.yaml"), "no such file: none.yaml"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    code, err = refusal(tmp_path, *arguments)
    assert code == 2
    assert message in err


def test_an_edition_is_imported_pinned_and_used(repo: Repo) -> None:
    repo.write({"down/ATLAS.yaml": V6})
    said = lines(repo.root, "import", "down/ATLAS.yaml")
    assert said[0].startswith(
        ".threatgate-knowledge/atlas-2026.10.json: MITRE ATLAS, edition 2026.10 of 2026-10-15: 2 of kind"
    )
    assert said[-1] == 'To use it, pin it: taxonomies: {atlas: "2026.10"}'
    refs = "    refs: [atlas:AML.T0019, atlas:AML.T0020 (Training Data Poisoning), atlas:AML.T0054]\n"
    repo.write({"threatmodel.yaml": ATLAS.replace("EDITION", "2026.10") + refs})
    _, found = report(repo.root, by=inside)
    assert [one for one in findings(found) if one[0].startswith("model/")] == [
        ("model/retired-reference", "threatmodel.yaml:8:12", "threat/x#refs"),
        ("model/retired-reference", "threatmodel.yaml:8:72", "threat/x#refs"),
    ]
    shown = lines(repo.root, "show", "atlas:AML.T0020", "--edition", "2026.10")
    assert "  once:      Poison Training Data (until 2026.10)" in shown


@pytest.mark.parametrize(
    ("text", "options", "path"),
    [(LEGACY, (), "atlas-5.7.0.json"), (DECK, ("--edition", "abc1234"), "plot4ai-abc1234.json")],
)
def test_the_other_formats_are_imported_too(text: str, options: tuple[str, ...], path: str, repo: Repo) -> None:
    repo.write({"f.json" if text is DECK else "f.yaml": text})
    made = data(repo.root, "import", "f.json" if text is DECK else "f.yaml", *options)
    assert made["path"] == f".threatgate-knowledge/{path}"
    assert (repo.root / ".threatgate-knowledge" / path).is_file()


@pytest.mark.parametrize(
    ("text", "options", "code", "message"),
    [
        (LEGACY.replace("5.7.0", "5.6.0"), (), 2, "edition 5.6.0 of MITRE ATLAS ships already"),
        (LEGACY.replace("5.7.0", "../x"), (), 2, "'../x' is no edition that can be in the name of a file"),
        (LEGACY, ("--edition", "5.8.0"), 2, "the text is of edition 5.7.0, not 5.8.0"),
        ("a: 1\n", (), 3, "this is no threat library in a format known here"),
        ("a: [1\n", (), 3, "f.yaml:"),
        (
            '[{"category": "' + "a" * 101 + '", "id": 1, "cards": []}]',
            ("--edition", "1"),
            3,
            "what it says cannot be written",
        ),
    ],
)
def test_what_cannot_be_imported_writes_nothing(
    text: str, options: tuple[str, ...], code: int, message: str, repo: Repo
) -> None:
    repo.write({"f.yaml": text})
    found, err = refusal(repo.root, "import", "f.yaml", *options)
    assert (found, message in err) == (code, True), err
    assert not (repo.root / ".threatgate-knowledge").exists()


def test_nothing_is_written_through_a_link(repo: Repo, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (repo.root / ".threatgate-knowledge").symlink_to(elsewhere)
    repo.write({"f.yaml": LEGACY})
    assert refusal(repo.root, "import", "f.yaml")[0] == 3
    assert list(elsewhere.iterdir()) == []


def test_an_imported_file_commands_no_terminal(repo: Repo) -> None:
    held = library("atlas")
    assert held
    sly = Entry(
        "AML.T0001\x1b[2J", "\x1b[31mred", "tech\x1bnique", facts={"a\x1bb": ("c\x1bd",)}, replaced_by=("x\x1b",)
    )
    fake = held._replace(edition="6.6", editions=("6.6",), title="\x1b]0;x\x07", entries={sly.id: sly})
    repo.write({".threatgate-knowledge/atlas-6.6.json": text_of(fake)})
    for arguments in (("list", "atlas"), ("show", f"atlas:{sly.id}")):
        assert "\x1b" not in inside(repo.root, "knowledge", *arguments, "--edition", "6.6").out


def commit_all(repo: Repo) -> None:
    repo.git("add", "--all")
    repo.commit()


def moved(repo: Repo, before: str, after: str, refs: str, library: str = "") -> list[tuple[str, str, str]]:
    """What a change of the pin says: rule, place and message, of the rules about editions and files of the gate."""
    text = ATLAS + f"    refs: [{refs}]\n"
    repo.commit({"threatmodel.yaml": text.replace("EDITION", before)})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": text.replace("EDITION", after)})
    if library:
        repo.write({"f.yaml": library})
        lines(repo.root, "import", "f.yaml")
        (repo.root / "f.yaml").unlink()
        commit_all(repo)
    _, found = report(repo.root, "--base", "main", by=inside)
    return [
        (one["rule"], "{path}:{line}:{column}".format(**one["location"]), one["message"])
        for one in found["results"]
        if one["rule"] in ("model/edition-moved", "model/unknown-edition", "gate/config-changed")
    ]


def test_a_moved_pin_lists_what_changed_for_this_model(repo: Repo) -> None:
    refs = "atlas:AML.T0020, atlas:AML.T0019, atlas:AML.T0065, atlas:AML.T0018, atlas:AML.T0051, stride:T"
    assert moved(repo, "5.6.0", "2026.09", refs) == [
        (
            "model/edition-moved",
            "threatmodel.yaml:3:21",
            "atlas moves from edition 5.6.0 to 2026.09; 4 of 5 cited entries changed: 'AML.T0018' has new parts: "
            "AML.T0018.003; 'AML.T0019' is retired, now AML.T0115.000 (Datasets); 'AML.T0020' is called 'Training Data "
            "Poisoning', no longer 'Poison Training Data' and serves other tactics; 'AML.T0065' serves other tactics",
        )
    ]


def test_a_moved_pin_points_at_each_of_them(repo: Repo) -> None:
    moved(repo, "5.6.0", "2026.09", "atlas:AML.T0019 (Publish Poisoned Datasets), atlas:AML.T0065")
    _, found = report(repo.root, "--base", "main", by=inside)
    (one,) = (one for one in found["results"] if one["rule"] == "model/edition-moved")
    places = [(place["location"]["line"], place["location"]["column"], place["message"]) for place in one["related"]]
    assert places == [
        (8, 12, "'AML.T0019' is retired, now AML.T0115.000 (Datasets)"),
        (8, 57, "'AML.T0065' serves other tactics"),
    ]
    assert one["severity"] == "note"


def test_a_moved_pin_that_changes_nothing_for_this_model_says_so(repo: Repo) -> None:
    ((_, _, message),) = moved(repo, "5.6.0", "2026.09", "atlas:AML.T0051.001")
    assert message == "atlas moves from edition 5.6.0 to 2026.09; no entry that is cited here changed"


def test_the_same_edition_written_another_way_is_no_move(repo: Repo) -> None:
    assert moved(repo, "5.6.0", "v5.6.0", "atlas:AML.T0019") == []


def test_a_pin_that_moves_to_an_edition_that_is_not_here(repo: Repo) -> None:
    told = moved(repo, "5.6.0", "5.9.0", "atlas:AML.T0019")
    assert [(rule, place) for rule, place, _ in told] == [
        ("model/edition-moved", "threatmodel.yaml:3:21"),
        ("model/unknown-edition", "threatmodel.yaml:3:21"),
    ]
    assert told[0][2] == "atlas moves from edition 5.6.0 to 5.9.0; what changed cannot be told, since 5.9.0 is not here"


def test_a_change_that_imports_the_edition_is_judged_by_it_and_tells_of_the_file(repo: Repo) -> None:
    told = moved(repo, "5.6.0", "2026.10", "atlas:AML.T0054, atlas:AML.T0051", V6)
    assert told == [
        (
            "gate/config-changed",
            ".threatgate-knowledge/atlas-2026.10.json:1:1",
            "this change adds .threatgate-knowledge/atlas-2026.10.json, by which references into a threat library are "
            "judged",
        ),
        (
            "model/edition-moved",
            "threatmodel.yaml:3:21",
            "atlas moves from edition 5.6.0 to 2026.10; 2 of 2 cited entries changed: 'AML.T0051' serves other "
            "tactics; 'AML.T0054' is retired, now without a successor",
        ),
    ]


def repinned(repo: Repo, before: str, after: str, refs: str) -> list[tuple[str, str]]:
    """Place and message of what a change of the line with the pins says about moved editions."""
    text = ATLAS + f"    refs: [{refs}]\n"
    line = 'taxonomies: {atlas: "EDITION"}\n'
    assert line in text
    repo.commit({"threatmodel.yaml": text.replace(line, before)})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": text.replace(line, after)})
    _, found = report(repo.root, "--base", "main", by=inside)
    return [
        ("{line}:{column}".format(**one["location"]), one["message"])
        for one in found["results"]
        if one["rule"] == "model/edition-moved"
    ]


def test_a_pin_that_is_taken_away_moves_to_the_edition_that_is_meant_without_one(repo: Repo) -> None:
    assert repinned(repo, 'taxonomies: {atlas: "2026.09"}\n', "", "atlas:AML.T0115.000, atlas:AML.T0051") == [
        (
            "1:1",
            "atlas moves from edition 2026.09 to 5.6.0, since a pin is new or gone; 1 of 2 cited entries changed: "
            "'AML.T0115.000' is not in it",
        )
    ]


def test_a_first_pin_moves_from_the_edition_that_was_meant_without_one(repo: Repo) -> None:
    assert repinned(repo, "", 'taxonomies: {atlas: "2026.09"}\n', "atlas:AML.T0019, atlas:AML.T0051") == [
        (
            "3:21",
            "atlas moves from edition 5.6.0 to 2026.09, since a pin is new or gone; 1 of 2 cited entries changed: "
            "'AML.T0019' is retired, now AML.T0115.000 (Datasets)",
        )
    ]


@pytest.mark.parametrize(
    ("before", "after", "refs"),
    [
        ("", 'taxonomies: {atlas: "5.6.0"}\n', "atlas:AML.T0019"),
        ('taxonomies: {atlas: "5.6.0"}\n', "", "atlas:AML.T0019"),
        ("", 'taxonomies: {atlas: "2026.09"}\n', "atlas:AML.T0051.001"),
        ('taxonomies: {owasp-llm: "2025"}\n', "", "owasp-llm:LLM05"),
    ],
    ids=["the usual edition", "the usual edition no more", "nothing cited changed", "a bare id is ambiguous instead"],
)
def test_a_new_or_lost_pin_that_changes_no_cited_entry_is_no_move(
    repo: Repo, before: str, after: str, refs: str
) -> None:
    assert repinned(repo, before, after, refs) == []


def test_a_plain_id_of_a_list_may_mean_another_entry(repo: Repo) -> None:
    text = ATLAS.replace('atlas: "EDITION"', 'owasp-llm: "EDITION"') + "    refs: [owasp-llm:LLM05]\n"
    repo.commit({"threatmodel.yaml": text.replace("EDITION", "2025")})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": text.replace("EDITION", "2026")})
    _, found = report(repo.root, "--base", "main", by=inside)
    (message,) = (one["message"] for one in found["results"] if one["rule"] == "model/edition-moved")
    assert message == (
        "owasp-llm moves from edition 2025 to 2026; 1 of 1 cited entries changed: 'LLM05' meant 'Improper Output "
        "Handling' and means 'Data and Model Poisoning'; the former is LLM10:2026 now"
    )


def test_a_wrong_reference_of_the_base_is_known_where_nothing_touches_it(repo: Repo) -> None:
    text = ATLAS.replace("EDITION", "5.6.0") + "    refs: [atlas:AML.T9999]\n"
    repo.commit({"threatmodel.yaml": text})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": text + "components: {web: {type: service}}\n"})
    _, found = report(repo.root, "--base", "main", by=inside)
    assert [one for one in findings(found, "known") if one[0].startswith("model/")] == [
        ("model/unknown-reference", "threatmodel.yaml:8:12", "threat/x#refs")
    ]


def test_a_library_that_is_taken_away_is_missed_at_once(repo: Repo) -> None:
    repo.write({"f.yaml": V6})
    lines(repo.root, "import", "f.yaml")
    (repo.root / "f.yaml").unlink()
    repo.git("add", "--all")
    repo.commit({"threatmodel.yaml": ATLAS.replace("EDITION", "2026.10") + "    refs: [atlas:AML.T0051]\n"})
    repo.branch("topic")
    (repo.root / ".threatgate-knowledge/atlas-2026.10.json").unlink()
    commit_all(repo)
    _, found = report(repo.root, "--base", "main", by=inside)
    assert findings(found)[:2] == [
        (
            "gate/config-changed",
            ".threatgate-knowledge/atlas-2026.10.json:1:1",
            "gate/.threatgate-knowledge/atlas-2026.10.json",
        ),
        ("model/unknown-edition", "threatmodel.yaml:3:21", "system/shop#taxonomies.atlas"),
    ]


def test_a_change_of_a_library_can_be_reviewed(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": ATLAS.replace("EDITION", "2026.10") + "    refs: [atlas:AML.T0051]\n"})
    repo.branch("topic")
    repo.write({"f.yaml": V6})
    lines(repo.root, "import", "f.yaml")
    (repo.root / "f.yaml").unlink()
    commit_all(repo)
    path = ".threatgate-knowledge/atlas-2026.10.json"
    assert inside(repo.root, "review", path, "--by", "dana@example.com", "--as-of", TODAY).code == 0
    commit_all(repo)
    _, found = report(repo.root, "--base", "main", by=inside)
    (one,) = (one for one in found["results"] if one["rule"] == "gate/config-changed")
    assert (one["location"]["path"], one["state"]) == (path, "waived")


def test_the_words_of_a_vocabulary(tmp_path: Path) -> None:
    done = inside(tmp_path, "knowledge", "words", "component_types")
    rows = {line.split()[0]: line for line in done.out.splitlines()}
    assert rows["tool"].split()[1] == "process"
    assert rows["tool"].endswith("Agent tool (also mcp-server, plugin, skill, agent-tool, mcp)")
    said = json.loads(inside(tmp_path, "knowledge", "words", "conditions", "--json").out)
    assert len(said["vocabularies"]["conditions"]) == 25


def test_vocabularies_are_counted_and_a_wrong_name_is_an_error(tmp_path: Path) -> None:
    assert "conditions             25 words" in inside(tmp_path, "knowledge", "words").out
    done = inside(tmp_path, "knowledge", "words", "component_type")
    assert (done.code, done.out) == (2, "")
    assert "did you mean 'component_types'?" in done.err
