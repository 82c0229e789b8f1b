"""Libraries as their publishers write them: read whole, or refused with a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.core.errors import CheckError, InputError, UsageError
from checker.core.source import Source
from checker.documents.parse import parse
from checker.knowledge.foreign import read
from checker.knowledge.library import Library, from_data, text_of
from checker.knowledge.lookup import library

V6 = """\
format-version: 6.0.0
collection: {id: ATLAS-collection, object-type: collection, version: "2026.10", modified-date: 2026-10-15}
matrix: {id: ATLAS-matrix, object-type: matrix, name: ATLAS}
tactics:
  AML.TA0002: {id: AML.TA0002, object-type: tactic, name: Reconnaissance, attack-reference: {id: TA0043, url: "https://x"}}
  AML.TA0001: {id: AML.TA0001, object-type: tactic, name: AI Attack Adaptation}
techniques:
  AML.T0020:
    id: AML.T0020
    object-type: technique
    name: Training Data Poisoning
    description: Words that stay where they are.
    maturity: Realized
    platforms: [Predictive AI, Generative AI]
  AML.T0051: {id: AML.T0051, object-type: technique, name: LLM Prompt Injection, maturity: Realized}
  AML.T0051.001: {id: AML.T0051.001, object-type: technique, name: Indirect, maturity: Demonstrated}
  AML.T0115: {id: AML.T0115, object-type: technique, name: Publish, maturity: Feasible}
  AML.T0115.000: {id: AML.T0115.000, object-type: technique, name: Datasets, maturity: Feasible}
mitigations:
  AML.M0007:
    id: AML.M0007
    object-type: mitigation
    name: Sanitize Training Data
    lifecycle-phases: [Data Preparation]
    categories: [Technical - AI]
case-studies:
  AML.CS0099: {id: AML.CS0099, object-type: case-study, name: A Case, type: Incident, date: 2026-09-01}
relationships:
  ATLAS-matrix:
    sequences:
      - {source: ATLAS-matrix, target: AML.TA0002, relationship-type: sequences, position: 1}
      - {source: ATLAS-matrix, target: AML.TA0001, relationship-type: sequences, position: 2}
  AML.T0020: {achieves: [{source: AML.T0020, target: AML.TA0001, relationship-type: achieves}]}
  AML.T0051.001:
    achieves: [{source: AML.T0051.001, target: AML.TA0001, relationship-type: achieves}]
    specializes: [{source: AML.T0051.001, target: AML.T0051, relationship-type: specializes}]
  AML.T0115.000: {specializes: [{source: AML.T0115.000, target: AML.T0115, relationship-type: specializes}]}
  AML.M0007:
    mitigates:
      - {source: AML.M0007, target: AML.T0020, relationship-type: mitigates}
      - {source: AML.M0007, target: AML.T0020, relationship-type: mitigates}
  AML.CS0099:
    employs:
      - {source: AML.CS0099, target: AML.T0051.001, relationship-type: employs, tactic: AML.TA0001, step-id: S01}
      - {source: AML.CS0099, target: AML.T0020, relationship-type: employs, tactic: AML.TA0001, step-id: S00}
"""

LEGACY = """\
id: ATLAS
name: Adversarial Threat Landscape for AI Systems
version: 5.7.0
matrices:
- id: ATLAS
  tactics:
  - {id: AML.TA0002, name: Reconnaissance, modified_date: 2026-01-01}
  techniques:
  - {id: AML.T0051, name: LLM Prompt Injection, tactics: [AML.TA0002], maturity: realized, modified_date: 2026-05-02}
  - {id: AML.T0051.001, name: Indirect, specializes: AML.T0051}
  mitigations:
  - id: AML.M0018
    name: User Training
    techniques: [{id: AML.T0051, use: x}]
    ml-lifecycle: [Deployment, {id: AML.T0051.001}]
case-studies:
- id: AML.CS0001
  name: A Case
  incident-date: 2020-01-01
  case-study-type: exercise
  procedure: [{technique: AML.T0051}]
"""

DECK = """\
[{"category": "Cybersecurity", "id": 4, "cards": [
  {"question": "Is it so?", "threatif": "No", "label": "So", "aitypes": ["Generative"], "roles": ["Provider"],
   "categories": ["Cybersecurity", "Data & Data Governance"], "phases": ["Design"],
   "cia": ["c", "a"], "explanation": "x"}]},
 {"category": "Data & Data Governance", "id": 1, "cards": []},
 {"category": "Wholly New", "id": 9, "cards": []}]
"""


def made(text: str, edition: str = "", path: str = "f.yaml") -> Library:
    return read(parse(Source(path, text)), edition)


def refused(text: str, edition: str = "", path: str = "f.yaml") -> tuple[str, str]:
    """Place and message of the refusal."""
    with pytest.raises(CheckError) as caught:
        made(text, edition, path)
    return str(caught.value.at or ""), caught.value.message


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("file", "name", "edition"),
    [("ATLAS-5.6.0.yaml", "atlas", ""), ("plot4ai-deck-5f4b43e.json", "plot4ai", "5f4b43e")],
)
def test_what_ships_is_what_the_publisher_wrote(file: str, name: str, edition: str, corpus: Path) -> None:
    text = (corpus / "knowledge" / file).read_text(encoding="utf-8")
    found, shipped = made(text, edition, file), library(name)
    assert shipped
    assert found.entries == shipped.entries
    assert found.edition == shipped.edition


def test_atlas_in_its_newer_format() -> None:
    found = made(V6)
    here = {id: entry for id, entry in found.entries.items() if not entry.retired}
    assert (found.id, found.edition, found.editions, found.date) == ("atlas", "2026.10", ("2026.10",), "2026-10-15")
    assert found.complete and found.pinned
    assert sorted(here) == [
        *("AML.CS0099", "AML.M0007", "AML.T0020", "AML.T0051", "AML.T0051.001", "AML.T0115", "AML.T0115.000"),
        *("AML.TA0001", "AML.TA0002"),
    ]
    assert here["AML.TA0002"].facts == {"attack": ("TA0043",), "order": ("0",)}
    assert here["AML.TA0001"].facts == {"order": ("1",)}
    indirect = here["AML.T0051.001"]
    assert (indirect.kind, indirect.parent) == ("sub-technique", "AML.T0051")
    assert indirect.relations == {"achieves": ("atlas:AML.TA0001",)}
    assert indirect.facts == {"maturity": ("demonstrated",)}
    assert here["AML.T0020"].facts == {"maturity": ("realized",), "platforms": ("Predictive AI", "Generative AI")}
    assert here["AML.M0007"].relations == {"mitigates": ("atlas:AML.T0020",)}
    assert here["AML.M0007"].facts == {"categories": ("Technical - AI",), "lifecycle": ("Data Preparation",)}
    assert here["AML.CS0099"].relations == {"employs": ("atlas:AML.T0020", "atlas:AML.T0051.001")}
    assert here["AML.CS0099"].facts == {"date": ("2026-09-01",), "type": ("incident",)}


def test_what_older_editions_had_is_retired_or_renamed() -> None:
    found = made(V6).entries
    gone = found["AML.T0019"]
    assert (gone.status, gone.since, gone.replaced_by) == ("retired", "2026.07", ("AML.T0115.000",))
    unexplained = found["AML.T0054"]
    assert (unexplained.status, unexplained.since, unexplained.replaced_by) == ("retired", "2026.10", ())
    assert (found["AML.T0045"].since, found["AML.T0045"].replaced_by) == ("4.5.0", ())
    assert [(one.name, one.until) for one in found["AML.T0020"].former] == [("Poison Training Data", "2026.10")]
    assert [(one.name, one.until) for one in found["AML.TA0001"].former] == [
        ("ML Attack Staging", "3.0.0"),
        ("AI Attack Staging", "2026.10"),
    ]


def test_an_older_edition_knows_nothing_of_what_came_later() -> None:
    found = made(LEGACY.replace("5.7.0", "4.9.0"))
    assert [entry.id for entry in found.entries.values() if entry.retired] == []


def test_atlas_in_its_older_format() -> None:
    found = made(LEGACY)
    here = {id: entry for id, entry in found.entries.items() if not entry.retired}
    assert (found.edition, found.date, len(here)) == ("5.7.0", "2026-05-02", 5)
    assert here["AML.T0051.001"].parent == "AML.T0051"
    assert here["AML.T0051.001"].relations == {"achieves": ("atlas:AML.TA0002",)}
    assert here["AML.M0018"].relations == {"mitigates": ("atlas:AML.T0051", "atlas:AML.T0051.001")}
    assert here["AML.M0018"].facts == {"lifecycle": ("Deployment",)}


def test_atlas_before_it_had_a_matrix() -> None:
    flat = "id: ATLAS\nversion: 3.1.0\ntactics:\n- {id: AML.TA0002, name: Reconnaissance}\n"
    assert sorted(made(flat).entries) == ["AML.TA0002"]


def test_a_deck_of_plot4ai() -> None:
    found = made(DECK, "abc1234", "deck.json")
    assert (found.id, found.edition, found.editions) == ("plot4ai", "abc1234", ("abc1234",))
    assert sorted(found.entries) == ["cybersecurity", "cybersecurity-01", "data", "wholly"]
    card = found.entries["cybersecurity-01"]
    assert (card.name, card.parent, card.also_known) == ("So", "cybersecurity", ("h838a9a8fe582",))
    assert card.relations == {"related": ("plot4ai:data",)}
    assert card.facts == {
        "ai-types": ("Generative",),
        "phases": ("Design",),
        "protects": ("confidentiality", "availability"),
        "risk-if": ("No",),
        "roles": ("Provider",),
    }


@pytest.mark.parametrize(
    ("text", "edition", "path"), [(V6, "", "f.yaml"), (LEGACY, "", "f.yaml"), (DECK, "abc", "d.json")]
)
def test_it_is_written_and_read_back_and_holds_no_text_of_the_publisher(text: str, edition: str, path: str) -> None:
    found = made(text, edition, path)
    written = text_of(found)
    document = parse(Source("l.json", written))
    from checker.documents.schema import validate

    assert (*document.problems, *validate(document, "library")) == ()
    assert text_of(from_data(document.data)) == written
    assert "Words that stay" not in written and "Is it so?" not in written and '"x"' not in written


def test_the_edition_is_that_of_the_text() -> None:
    assert made(V6, "2026.10").edition == "2026.10"
    with pytest.raises(UsageError, match=r"the text is of edition 2026\.10, not 2026\.09"):
        made(V6, "2026.09")
    with pytest.raises(UsageError, match="PLOT4ai does not say its edition"):
        made(DECK, "", "deck.json")


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("format-version: 6.0.0", "format-version: 7.0.0", "1:17", "format 7.0.0 is not known here, only 6"),
        ("relationships:", "relations:", "1:1", "the key 'relationships' is missing"),
        ("{id: AML.T0115,", "{id: AML.T011,", "17:19", "'AML.T011' is no id of a technique"),
        ("{id: AML.T0115,", "{id: AML.T0116,", "17:19", "'AML.T0116' stands under the key 'AML.T0115'"),
        ("name: Publish", "name: [Publish]", "17:60", "a text is expected here"),
        ("name: Publish", "nam: Publish", "17:14", "the key 'name' is missing"),
        ("categories: [Technical - AI]", "categories: Technical", "25:17", "'categories' has to be a list"),
        (
            "target: AML.T0051.001, relationship-type: employs",
            "target: AML.T0999, relationship-type: employs",
            "1:1",
            "'AML.CS0099' leads to 'AML.T0999', which is not in the file",
        ),
        (
            "  AML.T0020: {achieves: [{source: AML.T0020, target: AML.TA0001,",
            "  AML.T0020: {achieves: [{source: AML.T0020,",
            "33:26",
            "the key 'target' is missing",
        ),
        ("tactics:\n", "tactics: 1\nx:\n", "4:10", "'tactics' has to be a mapping"),
        (
            "    name: Training Data Poisoning\n",
            "    name: Training Data Poisoning\n    name: Twice\n",
            "12:5",
            "the key 'name' is already on line 11: rename or remove one of them",
        ),
    ],
)
def test_a_text_that_is_not_as_its_format_says_is_refused_at_its_place(
    old: str, new: str, place: str, message: str
) -> None:
    assert V6.count(old) == 1 or old == "tactics:\n"
    assert refused(V6.replace(old, new, 1)) == (f"f.yaml:{place}", message)


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a: 1\n", "f.yaml", "1:1"),
        ("[]", "f.json", "1:1"),
        ("id: ATLAS\nversion: [5]\n", "f.yaml", "2:10"),
        ("id: ATLAS\nversion: 5.0.0\nmatrices: {}\n", "f.yaml", "3:11"),
        (
            "id: ATLAS\nversion: 5.0.0\ntactics: [{id: AML.TA0001, name: A}, {id: AML.TA0001, name: B}]\n",
            "f.yaml",
            "1:1",
        ),
        ('[{"category": "A", "id": true, "cards": []}]', "f.json", "1:26"),
        ('[{"category": "?", "id": 1, "cards": []}]', "f.json", "1:15"),
        ('[{"category": "A", "id": 1, "cards": [{"label": "x", "question": "y"}]}]', "f.json", "1:39"),
        ('[{"category": "A", "id": 1, "cards": [', "f.json", "1:39"),
        (f"id: ATLAS\nversion: {'9' * 1001}\n", "f.yaml", "2:10"),
    ],
)
def test_a_text_of_no_known_form_is_refused(text: str, path: str, place: str) -> None:
    assert refused(text, "1", path)[0] == f"{path}:{place}"


def test_a_text_that_never_ends_is_refused_by_the_limits() -> None:
    with pytest.raises(InputError, match="levels of lists and mappings"):
        made("id: ATLAS\nversion: 5.0.0\ntactics: " + "[" * 100 + "]" * 100 + "\n")
