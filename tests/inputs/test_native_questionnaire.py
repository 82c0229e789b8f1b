"""The section ``plot4ai`` of a native model: what it says, what is wrong with it, and where."""

from __future__ import annotations

import pytest

from checker.core.location import Ref
from checker.core.system import CardAnswer, Questionnaire
from checker.diff.fields import changed_fields
from tests.inputs.reading import HEAD, model, only, read, said

THREAT = "threats: {theft: {title: t, on: [shop]}}\n"


def test_answers_are_words_as_they_stand() -> None:
    text = (
        HEAD
        + THREAT
        + (
            "plot4ai:\n  deck: '5f4b43e'\n  role: Deployer\n  phases: [Model, Design, Model]\n  answers:\n"
            "    data-08: {answer: No, threat: theft}\n    bias-01: {answer: Yes, note: measured}\n"
            "    data-01: {answer: Not applicable}\n    data-02: {answer: Maybe}\n"
        )
    )
    assert model(text).system.plot4ai == Questionnaire(
        "5f4b43e",
        "Deployer",
        ("Design", "Model"),
        (
            ("bias-01", CardAnswer("Yes", note="measured")),
            ("data-01", CardAnswer("Not applicable")),
            ("data-02", CardAnswer("Maybe")),
            ("data-08", CardAnswer("No", "theft")),
        ),
    )


@pytest.mark.parametrize("section", ["", "plot4ai:\n"])
def test_without_a_section_there_is_none(section: str) -> None:
    assert model(HEAD + section).system.plot4ai is None


@pytest.mark.parametrize("section", ["plot4ai: {answers: }\n", "plot4ai: {phases: []}\n"])
def test_a_section_may_have_no_answers_yet(section: str) -> None:
    assert model(HEAD + section).system.plot4ai == Questionnaire()


@pytest.mark.parametrize(
    ("section", "rule", "place"),
    [
        ("{answers: {data-01: {answer: yes}}}", "model/wrong-value", "3:39"),
        ("{answers: {data-01: {answer: }}}", "model/wrong-value", "3:31"),
        ('{answers: {data-01: {answer: ""}}}', "model/wrong-value", "3:39"),
        ("{answers: {data-01: {answer: true}}}", "model/wrong-value", "3:39"),
        ("{answers: {data-01: {note: x}}}", "model/missing-key", "3:21"),
        ("{answers: {data-01: {answer: No, threats: [x]}}}", "model/unknown-key", "3:43"),
        ("{answers: {Data-01: {answer: No}}}", "model/wrong-value", "3:21"),
        ("{answers: [No]}", "model/wrong-type", "3:20"),
        ("{role: User}", "model/wrong-value", "3:17"),
        ("{phases: [Test]}", "model/wrong-value", "3:20"),
        ("{deck: 54343}", "model/wrong-type", "3:17"),
        ("[data-01]", "model/wrong-type", "3:10"),
    ],
)
def test_what_the_schema_does_not_allow(section: str, rule: str, place: str) -> None:
    parsed = read(f"{HEAD}plot4ai: {section}\n")
    assert parsed.snapshot is None
    found = only(parsed)
    assert (found.rule, str(found.location)) == (rule, f"threatmodel.yaml:{place}")
    assert found.subject.kind == "system"


def test_a_threat_that_is_not_there_is_told_at_its_name() -> None:
    parsed = read(f"{HEAD}{THREAT}plot4ai: {{answers: {{data-01: {{answer: No, threat: theff}}}}}}\n")
    found = only(parsed)
    assert parsed.snapshot is not None
    assert (found.rule, str(found.location), str(found.subject), found.model) == (
        "model/dangling-reference",
        "threatmodel.yaml:4:51",
        "system/shop#plot4ai.answers.data-01.threat",
        "shop",
    )
    assert (found.message, found.hint) == ("there is no threat 'theff'", "did you mean 'theft'?")


def test_a_control_is_no_threat() -> None:
    text = f"{HEAD}controls: {{lock: {{title: t}}}}\nplot4ai: {{answers: {{data-01: {{answer: No, threat: lock}}}}}}\n"
    assert only(read(text)).rule == "model/dangling-reference"


def test_the_answers_may_stand_in_a_part_and_name_threats_of_the_main_file() -> None:
    parsed = read(
        {
            "threatmodel.yaml": f"{HEAD}{THREAT}include: [answers.yaml]\n",
            "answers.yaml": "plot4ai: {answers: {data-01: {answer: No, threat: theft}}}\n",
        }
    )
    assert parsed.findings == ()
    assert parsed.snapshot is not None
    places = (
        str(parsed.snapshot.locate(Ref("system", "shop", field)))
        for field in ("plot4ai", "plot4ai.answers.data-01", "plot4ai.answers.data-01.answer", "plot4ai.answers.x")
    )
    assert [*places] == ["answers.yaml:1:1", "answers.yaml:1:21", "answers.yaml:1:39", "answers.yaml:1:11"]


def test_two_files_with_answers_are_a_finding_and_the_first_counts() -> None:
    parsed = read(
        {
            "threatmodel.yaml": f"{HEAD}include: [more.yaml]\nplot4ai: {{role: Provider}}\n",
            "more.yaml": "plot4ai: {role: Deployer, answers: {x: {answer: No, threat: nobody}}}\n",
        }
    )
    assert said(parsed) == [("model/duplicate-id", "more.yaml:1:1", "system/shop#plot4ai")]
    assert (
        parsed.findings[0].message
        == "the answers to PLOT4ai stand in one file of a model: those at threatmodel.yaml:4:1 count"
    )
    assert parsed.snapshot is not None
    assert parsed.snapshot.model.system.plot4ai == Questionnaire(role="Provider")


def test_an_answer_that_changes_is_a_change_of_that_answer() -> None:
    old = model(
        HEAD + "plot4ai: {role: Provider, answers: {a: {answer: No}, b: {answer: No}, c: {answer: No}}}\n"
    ).system
    new = model(HEAD + "plot4ai: {role: Deployer, answers: {a: {answer: No, note: n}, b: {answer: Yes}}}\n").system
    assert list(changed_fields(old, new)) == [
        ("plot4ai.role", "Provider", "Deployer"),
        ("plot4ai.answers.a.note", "", "n"),
        ("plot4ai.answers.b.answer", "No", "Yes"),
        ("plot4ai.answers.c.answer", "No", ""),
    ]
    assert [field for field, *_ in changed_fields(model(HEAD).system, new)] == [
        "plot4ai.role",
        "plot4ai.answers.a.answer",
        "plot4ai.answers.a.note",
        "plot4ai.answers.b.answer",
    ]


def test_answers_of_any_shape_are_read_without_a_fall() -> None:
    for shape in (
        "1",
        "[]",
        "{answers: 1}",
        "{answers: [1]}",
        "{answers: {a: 1}}",
        "{answers: {a: {threat: [1]}}}",
        "x",
    ):
        parsed = read(f"{HEAD}plot4ai: {shape}\n")
        assert all(found.rule.startswith("model/wrong") or "missing" in found.rule for found in parsed.findings), shape
