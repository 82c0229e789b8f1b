"""Cards in each of their formats: what they are taken for, and what they state."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.core.errors import InputError
from checker.core.source import Source
from checker.knowledge.card_profiles import SHIPPED, Wanted, fits, from_data, heading, shipped
from checker.methods.cards.card import Card, Stated
from checker.methods.cards.held import count, held
from checker.methods.cards.mentions import Mentions
from checker.methods.cards.read import read_card
from tests.methods.cards.asking import SECTIONS

HUB = """\
---
license: other
license_name: ours
license_link: LICENSE
base_model: [acme/base, acme/other]
datasets: history
version: "2.1"
---
# Owl

**Version:** 9.9

## Uses
[More Information Needed]
"""
TOOLKIT = {
    "model_details": {"name": "owl", "overview": "A tree.", "version": {"name": "3.0"}},
    "model_parameters": {"data": [{"name": "history"}, {"name": "bureau"}]},
    "quantitative_analysis": {"performance_metrics": [{"type": "recall", "value": "0.9"}]},
    "considerations": {"users": [{"description": "Clerks"}], "limitations": [{"description": "Not for children"}]},
}
BOM: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [
        {"type": "library", "name": "numpy"},
        {
            "type": "machine-learning-model",
            "name": "owl",
            "version": "4.0",
            "pedigree": {"ancestors": [{"name": "base"}]},
            "modelCard": {
                "modelParameters": {"task": "scoring", "datasets": [{"type": "dataset", "name": "history"}]},
                "quantitativeAnalysis": {"performanceMetrics": [{"type": "recall", "value": "0.9", "slice": "age"}]},
                "considerations": {"useCases": ["To help"], "technicalLimitations": ["Not for children"]},
            },
        },
    ],
}


def card(text: str, path: str = "card.md", component: str = "") -> Card:
    return read_card(Source(path, text), component)


def states(read: Card, profile: str = "mitchell") -> dict[str, str]:
    chosen = shipped(profile)
    assert chosen
    return {one.wanted.id: one.state for one in held(read, chosen)}


def texts(stated: tuple[Stated, ...]) -> list[str]:
    return [f"{one.text} {one.location.line}:{one.location.column}" for one in stated]


def test_front_matter_makes_a_card_of_the_hub_and_states_facts_with_their_places() -> None:
    read = card(HUB)
    facts = read.facts
    assert read.format == "hugging-face"
    assert facts.version and str(facts.version.location) == "card.md:7:10" and facts.version.text == "2.1"
    assert texts(facts.base_models) == ["acme/base 5:14", "acme/other 5:25"]
    assert texts(facts.datasets) == ["history 6:11"]
    assert facts.licence and not facts.licence_open


@pytest.mark.parametrize(
    ("line", "open_"),
    [("license: other\n", True), ("license: mit\n", False), ("license: Other\nlicense_name: x\n", True)],
)
def test_another_licence_has_to_say_which(line: str, open_: bool) -> None:
    assert card(f"---\n{line}---\n# Owl\n").facts.licence_open is open_


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("Version: 1.2", "1.2"),
        ("* **Model version** 1.2.", "1.2"),
        ("| Version | v1.2 |", "1.2"),
        ("- Versions: 1.2", "1.2"),
        ("Our version is 1.2", None),
        ("Version: unknown", None),
    ],
)
def test_a_version_in_prose_in_a_list_or_in_a_table(line: str, version: str | None) -> None:
    stated = card(f"# Owl\n\n{line}\n").facts.version
    assert (stated.text if stated else None) == version


def test_front_matter_that_is_broken_is_told_and_the_rest_is_read() -> None:
    read = card("---\nlicense: [\n---\n## Uses\nTo help.\n")
    assert [problem.code for problem in read.problems] == ["syntax"]
    assert states(read)["intended-use"] == "written"


@pytest.mark.parametrize("text", ["---\n[]\n---\n# A\n", "---\nword\n---\n"])
def test_front_matter_that_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a mapping"):
        card(text)


def test_markdown_without_front_matter() -> None:
    read = card(SECTIONS)
    assert read.format == "markdown"
    assert set(states(read).values()) == {"written"}


def test_json_of_the_model_card_toolkit() -> None:
    read = card(json.dumps(TOOLKIT))
    assert read.format == "model-card-toolkit"
    assert read.facts.version and read.facts.version.text == "3.0"
    assert [one.text for one in read.facts.datasets] == ["history", "bureau"]
    assert {id for id, state in states(read).items() if state == "written"} == {
        "model-details",
        "intended-use",
        "metrics",
        "evaluation-data",
        "training-data",
        "quantitative-analyses",
        "caveats",
    }


@pytest.mark.parametrize("version", ["1.6", "1.7"])
def test_the_model_card_of_a_bill_of_materials(version: str) -> None:
    read = card(json.dumps({**BOM, "specVersion": version}), "bom.cdx.json")
    assert read.format == "cyclonedx"
    assert read.facts.version and read.facts.version.text == "4.0"
    assert [one.text for one in (*read.facts.base_models, *read.facts.datasets)] == ["base", "history"]
    assert {id for id, state in states(read).items() if state == "missing"} == {"ethical-considerations"}
    assert "numpy" not in read.text


def test_of_several_model_cards_the_name_of_the_model_chooses() -> None:
    other = {**BOM["components"][1], "name": "hawk", "version": "5.0"}
    text = json.dumps({**BOM, "components": [*BOM["components"], other]})
    chosen = card(text, component="hawk").facts.version
    assert chosen and chosen.text == "5.0"
    with pytest.raises(InputError, match="those of 'owl' or 'hawk'"):
        card(text)


def test_the_component_that_the_bill_is_about_counts_too() -> None:
    assert (
        card(json.dumps({"bomFormat": "CycloneDX", "metadata": {"component": BOM["components"][1]}})).format
        == "cyclonedx"
    )


def test_yaml_with_the_sections_as_keys() -> None:
    read = card("Model_details:\n  Model_version: 1.0.0\nIntended_use: {Primary_use: To help}\nMetrics:\n", "card.yaml")
    assert read.format == "yaml"
    assert read.facts.version and read.facts.version.text == "1.0.0"
    assert {id: state for id, state in states(read).items() if state != "missing"} == {
        "model-details": "written",
        "intended-use": "written",
        "metrics": "empty",
    }


@pytest.mark.parametrize(
    ("text", "path", "says"),
    [
        ('{"a": 1}', "card.json", "no card: it has neither"),
        ('{"bomFormat": "CycloneDX"}', "bom.json", "has a 'modelCard'"),
        ('{"bomFormat": "CycloneDX", "components": 7, "metadata": []}', "bom.json", "has a 'modelCard'"),
        ("<?xml version='1.0'?><bom/>", "bom.xml", "XML is not read"),
        ("- a\n", "card.yaml", "a list or a word"),
        ("[1]", "card.json", "a list or a word"),
        ('{"a": ', "card.md", "the text ends in the middle"),
        ("", "card.json", "empty"),
        ("a: [", "card.yaml", "."),
        ('{"a": ' + "[" * 50 + "]" * 50 + "}", "card.json", "levels of lists"),
        ("&a [x, x]\n", "card.yaml", "a list or a word"),
    ],
)
def test_what_is_no_card_is_refused(text: str, path: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        card(text, path)


def test_aliases_do_not_blow_a_card_up() -> None:
    bomb = f"a: &a {'x' * 100_000}\nb: [{'*a, ' * 900}]\n"
    with pytest.raises(InputError, match="stands for more than"):
        card(bomb, "card.yaml")
    with pytest.raises(InputError, match="stands for more than"):
        card(f"---\n{bomb}---\n# A\n")
    lol = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10) if n else 'x'}]\n" for n in range(9))
    with pytest.raises(InputError, match="values stand behind aliases"):
        card(lol, "card.yaml")


# headings


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("2.1 Bias, Risks, and Limitations", "bias risks and limitations"),
        ("Uses [optional]", "uses"),
        ("3) Model_Details", "model details"),
        ("Optional", "optional"),
        ("Éthique", "éthique"),
        ("---", ""),
    ],
)
def test_headings_are_compared_by_their_words(written: str, compared: str) -> None:
    assert heading(written) == compared


@pytest.mark.parametrize(
    ("pattern", "title", "meant"),
    [
        ("uses", "uses", True),
        ("uses", "misuses", False),
        ("ethic*", "ethical considerations", True),
        ("*risks", "security risks", True),
        ("*risks", "asterisks", False),
        ("*of scope*", "out of scope uses", True),
        ("*out of scope*", "out of scope", True),
        ("data *", "database", False),
        ("data *", "data sources", True),
    ],
)
def test_a_pattern_means_whole_words_or_their_beginning(pattern: str, title: str, meant: bool) -> None:
    data = {"id": "p", "title": "P", "sections": [{"id": "s", "title": "S", "headings": [pattern]}]}
    assert fits(from_data(data).sections[0].headings[0], title) is meant


def test_shipped_profiles_find_their_own_titles() -> None:
    for id in SHIPPED:
        profile = shipped(id)
        assert profile
        text = "".join(f"## {one.title.partition(':')[0].partition(',')[0]}\nSo it is.\n" for one in profile.sections)
        assert set(states(card(text), id).values()) == {"written"}, id
    ism = shipped("ism-2084")
    assert ism and (len(ism.sections), sum(one.required for one in ism.sections)) == (15, 13)
    assert {one.shows for one in ism.sections if one.shows} == {
        "model characteristics",
        "system architectures",
        "use cases",
        "security risks",
    }


@pytest.mark.parametrize(
    ("text", "words"), [("[More Information Needed]", 0), ("{{ x | default('y') }} TODO tbd", 0), ("Not yet: TODO", 2)]
)
def test_placeholders_are_no_words(text: str, words: int) -> None:
    assert count(text) == words


def test_the_title_of_the_page_is_no_section_with_everything_in_it() -> None:
    read = card("# Model Details of Owl\n\n## Uses\nTo help.\n")
    assert states(read)["model-details"] == "missing"
    assert states(card("# Description\n\n## Uses\nTo help.\n"))["model-details"] == "empty"
    assert states(card("# Description\nA tree.\n# Uses\n## Direct\nTo help.\n"))["intended-use"] == "written"


def test_a_section_needs_the_words_that_its_profile_asks_for() -> None:
    read = card("## Uses\nTo help.\n")
    profile = shipped("mitchell")
    assert profile
    for words, state in ((2, "written"), (3, "empty")):
        asked = profile._replace(sections=(Wanted("use", "Use", ("uses",), words=words),))
        assert [one.state for one in held(read, asked)] == [state]


# what a card names


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("There is bias in it.", False),
        ("Bias in it.", False),
        ("See `bias`.", True),
        ("the threat bias", True),
        ("threat/bias", True),
        ("| bias | x |", True),
        ("| x | bias |", True),
        ("* bias: high", True),
        ("<code>bias</code>", True),
        ("[bias](x)", True),
        ("[x](#bias)", True),
        ("'bias'", True),
        ("bias\n", True),
        ("a bias\n", False),
    ],
)
def test_an_id_that_could_be_any_word_has_to_be_set_apart(text: str, named: bool) -> None:
    assert Mentions(card(text)).of("bias") is named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("see owl-api.", True),
        ("`owl-api`", True),
        ("the OWL-API, too", True),
        ("[x](#owl-api)", True),
        ("my-owl-api", False),
        ("owl-api2", False),
        ("component/owl-api", True),
        ("owl", False),
        ("<!-- owl-api -->", False),
    ],
)
def test_an_id_is_named_where_it_is_a_word_of_its_own(text: str, named: bool) -> None:
    assert Mentions(card(text)).of("owl-api") is named


@pytest.mark.parametrize(
    ("text", "path", "linked"),
    [
        ("[model](../threatmodel.yaml)", "docs/card.md", True),
        ("threatmodel.yaml", "docs/card.md", True),
        ("[model](threatmodel.yaml)", "card.md", True),
        ("[m](https://h/o/r/blob/main/threatmodel.yaml#L3)", "docs/card.md", True),
        ("other-threatmodel.yaml", "card.md", False),
        ("[model](old/threatmodel.yaml)", "card.md", False),
        ("[model](../x/../threatmodel.yaml).", "docs/card.md", True),
        ("no model here", "card.md", False),
    ],
)
def test_a_link_to_the_model_is_one_that_leads_there(text: str, path: str, linked: bool) -> None:
    assert Mentions(card(text, path)).links("threatmodel.yaml") is linked
