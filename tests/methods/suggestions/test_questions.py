"""What applies, folded into questions; the controls that answer them, and the threats that they become."""

from __future__ import annotations

import pytest

from checker.core.coverage import Answer, Covered, Item
from checker.core.location import Ref
from checker.core.suggestion import LEVELS, Suggestion
from checker.knowledge.applicability import Row, rows, rows_before_review
from checker.knowledge.lookup import library
from checker.methods.suggestions.questions import suggestions
from checker.methods.suggestions.threats import identifier, threats_for
from checker.methods.suggestions.together import apart, together

SEVEN = ("stride", "atlas", "owasp-llm", "owasp-ml", "owasp-agentic", "nist-aml", "cwe")
"""The libraries over which the folding was first counted: LINDDUN and MIT stand apart there."""

HERE = Ref("component", "assistant")


def row(type: str, *libraries: str, need: str = "must", answered: tuple[str, ...] = ()) -> Covered:
    """A row with every condition true, as it was before its second review: these are the rows that were counted."""
    return covered(rows_before_review()[type], *libraries, need=need, answered=answered)


def covered(found: Row, *libraries: str, need: str = "must", answered: tuple[str, ...] = ()) -> Covered:
    items = (
        Item(
            HERE, entry.reference, entry.need, entry.reason, entry.basis, entry.see, found.type, entry.when, "stated",
            (*found.primary, *found.supporting),
            Answer("threat", "t", entry.reference) if entry.reference in answered else None,
        )
        for entry in found.entries
    )  # fmt: skip
    return Covered(HERE, found.type, tuple(i for i in items if i.need == need and i.framework in (libraries or SEVEN)))


def folded(found: tuple[Suggestion, ...]) -> dict[str, list[str]]:
    return {one.name: [item.reference for item in one.open] for one in found}


def test_the_35_musts_of_an_agent_are_12_questions() -> None:
    agent = row("agent")
    assert len(agent.items) == 35
    assert folded(suggestions(agent, {})) == {
        "tool-exfiltration": ["atlas:AML.T0086", "nist-aml:NISTAML.039", "stride:I"],
        "tool-destruction": ["atlas:AML.T0101", "stride:D"],
        "prompt-injection-indirect": [
            "atlas:AML.T0051.001", "owasp-agentic:ASI01:2026", "owasp-agentic:T6", "owasp-llm:LLM01:2026",
            "nist-aml:NISTAML.015", "cwe:CWE-1427", "stride:T", "stride:E",
        ],
        "tool-misuse": [
            "atlas:AML.T0053", "owasp-agentic:ASI02:2026", "owasp-agentic:T2", "owasp-llm:LLM03:2026",
        ],
        "agent-config": ["atlas:AML.T0081"],
        "context-poisoning": ["atlas:AML.T0080"],
        "memory-poisoning": ["atlas:AML.T0080.000", "owasp-agentic:ASI06:2026", "owasp-agentic:T1"],
        "code-execution": [
            "atlas:AML.T0050", "owasp-agentic:ASI05:2026", "owasp-agentic:T11", "owasp-llm:LLM10:2026",
        ],
        "agent-cost": ["atlas:AML.T0034.002", "owasp-llm:LLM06:2026"],
        "privilege-abuse": ["owasp-agentic:ASI03:2026", "owasp-agentic:T3"],
        "agent-messages": ["owasp-agentic:ASI07:2026", "owasp-agentic:T12", "stride:S"],
        "untraceable": ["owasp-agentic:T8", "stride:R"],
    }  # fmt: skip


def test_the_row_of_an_agent_as_it_is_now() -> None:
    now = covered(rows()["agent"])
    assert (len(now.items), len(suggestions(now, {}))) == (39, 16)


@pytest.mark.parametrize(
    ("type", "musts", "questions"),
    [("training-data-labelled", 7, 3), ("model", 19, 8), ("model-registry", 13, 5), ("training-pipeline", 15, 6)],
)
def test_other_rows_fold_as_they_were_counted(type: str, musts: int, questions: int) -> None:
    counted = row(type)
    assert (len(counted.items), len(suggestions(counted, {}))) == (musts, questions)


@pytest.mark.parametrize("type", sorted(rows()))
def test_every_id_of_a_row_is_in_one_question(type: str) -> None:
    whole = covered(rows()[type], *SEVEN, "linddun", "mit")
    found = [item for one in suggestions(whole, {}) for item in one.items]
    assert sorted(found) == sorted(whole.items)


def test_what_was_seen_in_attacks_comes_first() -> None:
    seen = [one.maturity for one in suggestions(row("agent"), {})]
    assert seen == ["realized"] * 2 + ["demonstrated"] * 6 + ["feasible"] + [""] * 3


def test_what_is_answered_opens_no_question_and_comes_last() -> None:
    found = suggestions(row("agent", answered=("atlas:AML.T0081", "stride:D")), {})
    assert (len(found), len([one for one in found if one.open])) == (12, 11)
    assert (found[-1].name, found[-1].open) == ("agent-config", ())
    assert [item.reference for item in found[-1].answered] == ["atlas:AML.T0081"]
    partly = next(one for one in found if one.name == "tool-destruction")
    assert [[item.reference for item in items] for items in (partly.open, partly.answered)] == [
        ["atlas:AML.T0101"],
        ["stride:D"],
    ]


def test_a_question_without_a_concept_is_called_by_its_reason() -> None:
    (one,) = suggestions(row("agent", "linddun")._replace(items=row("agent", "linddun").items[:1]), {})
    assert (one.name, one.title) == ("linddun:DD", "Data disclosure: passes personal data to tools and third parties")


def test_controls_fit_the_place_and_answer_one_of_the_ids() -> None:
    catalogue = library("control")
    assert catalogue
    for type in rows():
        for one in suggestions(covered(rows()[type], *SEVEN, "linddun", "mit"), {}):
            assert {control.level for control in one.controls} <= set(LEVELS)
            for control in one.controls:
                assert control.id in one.items[0].controls or any(control.id in item.controls for item in one.items)
                assert catalogue.entries[control.id].name == control.title
    (first, *_) = suggestions(row("agent"), {})
    assert [(control.id, control.level, control.judged) for control in first.controls][:3] == [
        ("agent-least-privilege", "infrastructure", False),
        ("agent-segmentation", "infrastructure", False),
        ("human-approval", "infrastructure", False),
    ]


def test_a_question_is_one_threat_with_an_id_that_stays() -> None:
    found = suggestions(row("agent"), {})
    threats = threats_for(apart(found, ("must",)), ())
    assert len(threats) == 12
    assert threats[0] == threats[0]._replace(
        id="tool-exfiltration-assistant",
        title="Data sent out through a tool (assistant)",
        on=("assistant",),
        refs=("atlas:AML.T0086", "nist-aml:NISTAML.039", "stride:I"),
        status="identified",
    )
    assert {ref for threat in threats for ref in threat.refs} == {item.reference for item in row("agent").items}


def test_an_id_that_is_taken_gets_a_number() -> None:
    found = suggestions(row("agent"), {})[:1]
    (threat,) = threats_for(apart(found, ("must",)), {"tool-exfiltration-assistant", "tool-exfiltration-assistant-2"})
    assert threat.id == "tool-exfiltration-assistant-3"


def test_ids_are_ids_of_the_format_however_long_the_element() -> None:
    (one, *_) = suggestions(row("agent"), {})
    long = one._replace(subject=Ref("component", "a" * 128))
    other = one._replace(subject=Ref("component", "a" * 127 + "b"))
    assert len(identifier(long)) <= 124
    assert identifier(long) != identifier(other)
    assert identifier(one._replace(name="owasp-llm:LLM03:2026")) == "owasp-llm-llm03-2026-assistant"


def test_only_what_was_asked_for_becomes_a_threat() -> None:
    agent = row("agent")
    shoulds = row("agent", need="should")
    found = suggestions(agent._replace(items=agent.items + shoulds.items), {})
    must, both = threats_for(apart(found, ("must",)), ()), threats_for(apart(found, ("must", "should")), ())
    assert {ref for one in must for ref in one.refs} == {item.reference for item in agent.items}
    assert {ref for one in both for ref in one.refs} == {item.reference for item in (*agent.items, *shoulds.items)}


def test_the_same_question_at_several_elements_is_one_threat_with_all_that_is_asked() -> None:
    first, other, *_ = suggestions(row("agent"), {})
    less = first._replace(subject=Ref("component", "less"), open=first.open[:1])
    more = first._replace(subject=Ref("flow", "more"))
    (both, alone) = threats_for(together([less, other, more], ("must",)), {"tool-exfiltration"})
    assert (both.id, both.title, both.on) == ("tool-exfiltration-2", "Data sent out through a tool", ("less", "more"))
    assert both.refs == ("atlas:AML.T0086", "nist-aml:NISTAML.039", "stride:I")
    assert (alone.id, alone.on) == (identifier(other), ("assistant",))


def test_reasons_that_differ_leave_the_name_of_what_is_shared() -> None:
    (first,) = suggestions(row("agent", "linddun")._replace(items=row("agent", "linddun").items[:1]), {})
    other = first._replace(subject=Ref("flow", "mail"), title="Data disclosure: carries more than needed")
    assert [one.title for one in together([first, other], ("must",))] == ["Data disclosure"]
    assert [one.title for one in apart([first, other], ("must",))] == [first.title, other.title]
    assert together([first], ("should",)) == ()
