"""``questions``: what is open, as text that can be pasted and as JSON; wrong calls; and the gate with a base."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.knowledge.questions import questions
from tests.command import findings, inside, report
from tests.knowledge.test_foreign import DECK
from tests.methods.test_breadth import deck
from tests.repositories import Repo

MODEL = """\
threatgate: 1
system: {id: loan, ai: true}
components: {one: {type: model}}
threats:
  young: {title: t, on: [one], refs: ["mit:1.3"], cause: {entity: ai, intent: unintentional, timing: post-deployment}}
plot4ai:
  role: Deployer
  phases: [Design, Input, Deploy]
  answers:
    data-08: {answer: "No"}
    safety-22: {answer: "Yes", threat: young}
"""


@pytest.fixture
def loan(tmp_path: Path) -> Path:
    (tmp_path / "threatmodel.yaml").write_text(MODEL, encoding="utf-8")
    return tmp_path


def asked(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = inside(folder, "questions", *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def text(folder: Path, *arguments: str) -> list[str]:
    done = inside(folder, "questions", *arguments)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


# what is asked


def test_cards_are_chosen_and_counted_by_category(loan: Path) -> None:
    (sheet,) = asked(loan, "plot4ai")
    (cards,) = sheet["sets"]
    assert (sheet["model"], sheet["system"]) == ("threatmodel.yaml", "loan")
    assert (cards["edition"], cards["answered"], cards["asked"]) == ("5f4b43e", 2, 131)
    assert cards["chosen"] == "Traditional or Generative AI; the role Deployer; the phases Design, Input or Deploy"
    assert [(group["name"], group["answered"], group["asked"]) for group in cards["groups"]] == [
        ("Data & Data Governance", 1, 10),
        ("Transparency & Accessibility", 0, 7),
        ("Privacy & Data Protection", 0, 18),
        ("Cybersecurity", 0, 35),
        ("Safety & Environmental Impact", 1, 22),
        ("Bias, Fairness & Discrimination", 0, 13),
        ("Ethics & Human Rights", 0, 13),
        ("Accountability & Human Oversight", 0, 13),
    ]


def test_a_card_says_its_question_its_answer_and_its_line(loan: Path) -> None:
    ((cards,),) = (sheet["sets"] for sheet in asked(loan, "plot4ai"))
    by_id = {one["id"]: one for one in cards["questions"]}
    assert by_id["data-08"] == {
        "id": "data-08",
        "name": "Data Traceability",
        "group": "Data & Data Governance",
        "question": questions("plot4ai")["data-08"],
        "answers": ["No"],
        "risk_if": "No",
        "at_risk": True,
        "yaml": 'data-08: {answer: ""}',
        "page": by_id["data-08"]["page"],
    }
    assert by_id["data-08"]["page"].startswith("https://plot4.ai/library/card/h")
    assert (by_id["safety-22"]["answers"], by_id["safety-22"]["at_risk"]) == (["Yes, threat 'young'"], False)
    assert by_id["data-01"]["answers"] == []
    assert all(one["question"] for one in cards["questions"])


def test_subdomains_come_with_the_table_of_causes(loan: Path) -> None:
    ((mit,),) = (sheet["sets"] for sheet in asked(loan, "mit"))
    assert (mit["answered"], mit["asked"], len(mit["causes"])) == (1, 24, 27)
    assert [cause for cause in mit["causes"] if cause["threats"]] == [
        {"entity": "ai", "intent": "unintentional", "timing": "post-deployment", "threats": ["young"]}
    ]
    assert mit["questions"][2] == {
        "id": "1.3",
        "name": "Unequal performance across groups",
        "group": "1 Discrimination & Toxicity",
        "question": questions("mit")["1.3"],
        "answers": ["threat 'young'"],
        "risk_if": "",
        "at_risk": False,
        "yaml": '- {on: ["loan"], refs: ["mit:1.3"], reason: ""}',
        "page": "",
    }


def test_without_a_set_everything_is_asked(loan: Path) -> None:
    for arguments in ((), ("threatmodel.yaml",)):
        (sheet,) = asked(loan, *arguments)
        assert [one["id"] for one in sheet["sets"]] == ["conditions", "plot4ai", "mit"]


def test_conditions_are_asked_once_each_with_where_they_matter(loan: Path) -> None:
    text = MODEL.replace("ai: true}", "ai: true, conditions: {predictive: true, published: false, ours: true}}")
    (loan / "threatmodel.yaml").write_text(text, encoding="utf-8")
    ((conditions,),) = (sheet["sets"] for sheet in asked(loan, "conditions"))
    by_id = {one["id"]: one for one in conditions["questions"]}
    assert conditions["section"] == ["system", "conditions"]
    assert {id: one["answers"] for id, one in by_id.items() if one["answers"]} == {
        "predictive": ["true"],
        "published": ["false"],
    }
    fine_tuned = by_id["fine_tuned"]
    assert (fine_tuned["name"], fine_tuned["question"]) == (
        "matters to component 'one'",
        "Its model starts from a pretrained one.",
    )
    assert fine_tuned["yaml"] == "fine_tuned: "
    lines = inside(loan, "questions", "conditions").out.splitlines()
    assert lines[2] == f"Conditions: 2 of {len(by_id)} conditions answered"
    at = lines.index("system:")
    assert lines[at + 1 : at + 4] == [
        "  conditions:",
        "    # dual_use matters to system 'loan', component 'one': What it can do can be turned to serious harm.",
        "    dual_use: ",
    ]


# the text


def test_the_text_counts_and_asks(loan: Path) -> None:
    lines = text(loan, "mit")
    assert lines[:4] == [
        "loan (threatmodel.yaml)",
        "",
        "MIT AI Risk Repository, v4: 1 of 24 subdomains answered",
        "  1 Discrimination & Toxicity                 1 of 3",
    ]
    assert "  ai, unintentional     -               1                -" in lines
    at = lines.index("not_applicable:")
    assert lines[at + 1 : at + 4] == [
        "  # 1 Discrimination & Toxicity",
        f"  # 1.1 Unfair discrimination and misrepresentation: {questions('mit')['1.1']}",
        '  - {on: ["loan"], refs: ["mit:1.1"], reason: ""}',
    ]
    assert not [line for line in lines if "1.3" in line]


def test_answered_questions_are_shown_when_asked_for(loan: Path) -> None:
    lines = text(loan, "--all")
    assert f"  safety-22  Yes, threat 'young'  CO2 Emissions: {questions('plot4ai')['safety-22']}" in lines
    assert f"  1.3  threat 'young'  Unequal performance across groups: {questions('mit')['1.3']}" in lines
    assert "  data-08  No  Data Traceability" in text(loan)
    (loan / "threatmodel.yaml").write_text("threatgate: 1\nsystem: {id: new}\n", encoding="utf-8")
    assert "answered:" not in text(loan, "mit", "threatmodel.yaml") + text(loan, "mit", "threatmodel.yaml", "--all")


@pytest.mark.parametrize("name", ["plot4ai", "mit"])
def test_what_is_printed_can_be_pasted_and_asks_for_an_answer(name: str, loan: Path) -> None:
    """Every line as it is: each is told to be filled in. Filled in: nothing is open any more."""
    lines = text(loan, name)
    start = next(at for at, line in enumerate(lines) if line in ("plot4ai:", "not_applicable:"))
    block = "\n".join(lines[start:]) + "\n"
    kept = MODEL if name == "mit" else MODEL[: MODEL.index("plot4ai:")]
    model = loan / "threatmodel.yaml"
    model.write_text(kept + block, encoding="utf-8")
    code, told = report(loan, "threatmodel.yaml", by=inside)
    wrong = [result["rule"] for result in told["results"] if result["rule"].startswith("model/")]
    assert code == 1
    assert set(wrong) == {"model/wrong-value"}
    assert len(wrong) == (23 if name == "mit" else 129)
    model.write_text(kept + block.replace('""', '"Not applicable"'), encoding="utf-8")
    ((after,),) = (sheet["sets"] for sheet in asked(loan, name))
    assert after["answered"] == (24 if name == "mit" else 129)


def test_only_models_with_machine_learning_are_asked_unless_one_is_named(loan: Path) -> None:
    (loan / "shop.threatmodel.yaml").write_text("threatgate: 1\nsystem: {id: shop}\n", encoding="utf-8")
    assert [sheet["system"] for sheet in asked(loan)] == ["loan"]
    assert [sheet["system"] for sheet in asked(loan, "shop.threatmodel.yaml")] == ["shop"]
    (loan / "threatmodel.yaml").unlink()
    assert asked(loan) == []
    assert text(loan) == ["no model here has machine learning; name one to see the questions all the same"]


# wrong calls


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("mitt",), 2, "'mitt' is no set of questions, and no file\n  = next: did you mean 'mit'?"),
        (("stride",), 2, "there is: conditions, plot4ai, mit; or name a model file"),
        (("stride", "threatmodel.yaml"), 2, "'stride' is no set of questions\n"),
        (("mit", "nothing.yaml"), 2, "nothing to check at nothing.yaml"),
        (("mit", "threatmodel.yaml", "more"), 2, "more"),
        (("mit", "broken.yaml"), 3, "see everything that is wrong with it: threatgate check broken.yaml"),
    ],
)
def test_wrong_calls_say_what_to_do(arguments: tuple[str, ...], code: int, said: str, loan: Path) -> None:
    (loan / "broken.yaml").write_text("threatgate: 1\nsystem: {}\n", encoding="utf-8")
    done = inside(loan, "questions", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    done = inside(tmp_path, "questions")
    assert (done.code, done.out) == (3, "")
    assert "name the file: threatgate questions FILE" in done.err


# other decks


def test_a_deck_that_is_not_here_is_a_note_and_the_rest_is_asked(loan: Path) -> None:
    (loan / "threatmodel.yaml").write_text(MODEL.replace("role:", 'deck: "\\e]0;x"\n  role:'), encoding="utf-8")
    (sheet,) = asked(loan)
    assert [one["id"] for one in sheet["sets"]] == ["conditions", "mit"]
    assert text(loan)[-1] == "note: the deck '\\x1b]0;x' of PLOT4ai is not here: threatgate knowledge import deck.json"


def test_an_imported_deck_is_asked_by_its_labels_and_commands_no_terminal(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL.replace("role:", 'deck: "abc1234"\n  role:'), "deck.json": DECK})
    assert inside(repo.root, "knowledge", "import", "deck.json", "--edition", "abc1234").code == 0
    library_file = repo.root / ".threatgate-knowledge/plot4ai-abc1234.json"
    evil = library_file.read_text(encoding="utf-8").replace('"name":"', '"name":"\\u001b[31m::error::\\n- x ')
    library_file.write_text(evil, encoding="utf-8")
    done = inside(repo.root, "questions", "plot4ai", "--all")
    assert done.code == 0
    assert done.out.replace("\n", "").isprintable()
    assert not [line for line in done.out.splitlines() if line.startswith(("::", "- x"))]


# the gate


def test_the_gate_tells_new_findings_of_a_change_and_not_old_ones(repo: Repo) -> None:
    config = "threatgate: 1\npacks: [breadth]\n"
    base = repo.commit({".threatgate.yaml": config, "threatmodel.yaml": MODEL})
    changed = MODEL.replace('"No"', '"Not applicable"').replace('"Yes", threat: young', '"Maybe"')
    repo.commit({"threatmodel.yaml": changed})
    _, told = report(repo.root, "--base", base, by=inside)
    ours = [found for found in findings(told) if found[0].startswith("breadth/")]
    assert ours == [
        ("breadth/plot4ai-risk-dropped", "threatmodel.yaml:10:23", "system/loan#plot4ai.answers.data-08.answer"),
        (
            "breadth/plot4ai-risk-without-threat",
            "threatmodel.yaml:11:25",
            "system/loan#plot4ai.answers.safety-22.answer",
        ),
    ]


def test_a_deck_of_the_repository_that_changes_is_looked_at(repo: Repo) -> None:
    """The model's own text is as before, and what its answers mean is not."""
    path = ".threatgate-knowledge/plot4ai-abc1234.json"
    model = MODEL.replace("role:", 'deck: "abc1234"\n  role:')
    config = "threatgate: 1\npacks: [breadth]\n"
    base = repo.commit({".threatgate.yaml": config, "threatmodel.yaml": model, **deck()})
    repo.commit({path: deck(without="data-08")[path]})
    _, told = report(repo.root, "--base", base, by=inside)
    rules = [rule for rule, *_ in findings(told)]
    assert rules == ["gate/config-changed", "breadth/plot4ai-deck-changed", "breadth/plot4ai-unknown-card"]
    repo.commit({path: "{}"})
    done = inside(repo.root, "check", "--base", base)
    assert done.code == 3, done.out


def test_the_pack_is_silent_where_it_is_not_in_use(loan: Path) -> None:
    _, told = report(loan, "threatmodel.yaml", by=inside)
    assert [found for found in findings(told) if found[0].startswith("breadth/")] == []
