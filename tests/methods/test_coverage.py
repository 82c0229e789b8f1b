"""Coverage: what applies where, what answers it, and the figures of the example about loans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.core.coverage import NEEDS, Coverage, Covered, Item, count
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.settings import Override
from checker.core.source import Source
from checker.documents.parse import parse
from checker.inputs import parse as parse_model
from checker.knowledge.applicability import concepts, rows, rows_before_review
from checker.knowledge.vocabulary import ids
from checker.methods.coverage.answers import Answer, answered_by
from checker.methods.coverage.conditions import Ground
from checker.methods.coverage.cover import cover
from checker.methods.coverage.paths import PATHS
from tests.builders import (
    ai_model,
    boundary,
    component,
    data,
    flow,
    graph,
    model,
    not_applicable,
    system,
    threat,
)

LOAN = {
    "customer": ((0, 3), (0, 2)),
    "front": ((6, 25), (1, 18)),
    "scorer": ((7, 17), (1, 28)),
    "past-loans": ((5, 12), (1, 15)),
    "relearn": ((8, 14), (0, 6)),
    "shelf": ((0, 12), (0, 10)),
}
"""Component -> must and should, answered of applicable, as first worked out for the example."""

OPEN = "dual_use executes_code fine_tuned human_review physical_input published third_party user_writable"


@pytest.fixture(scope="module")
def loan() -> Model:
    path = Path(__file__).with_name("loan.yaml")
    document = parse(Source(path.name, path.read_text(encoding="utf-8")))
    parsed = parse_model(document, lambda other: document, lambda other: False)
    assert not parsed.findings
    assert parsed.snapshot
    return parsed.snapshot.model


def covered(of: Model, *overrides: Override) -> Coverage:
    return cover(of, graph(of), overrides)


def at(of: Model, id: str, *overrides: Override, kind: str = "component") -> Covered:
    found = covered(of, *overrides).of(kind, id)
    assert found
    return found


def needs(of: Model, id: str, *overrides: Override, kind: str = "component") -> dict[str, str]:
    return {item.reference: item.need for item in at(of, id, *overrides, kind=kind).items}


def open_at(of: Model, id: str) -> set[str]:
    return {one.condition for one in covered(of).questions if id in {subject.id for subject in one.subjects}}


def number(items: Iterable[Item]) -> tuple[tuple[int, int], ...]:
    known = list(items)
    must, should = (count(known, need) for need in NEEDS)
    return (must.answered, must.applicable), (should.answered, should.applicable)


# the example


def test_the_figures_of_the_example(loan: Model) -> None:
    coverage = cover(loan, graph(loan), (), rows_before_review())
    assert {one.subject.id: number(one.items) for one in coverage.elements if one.subject.kind == "component"} == LOAN
    assert number(coverage.items("component")) == ((26, 83), (3, 79))
    assert " ".join(one.condition for one in coverage.questions) == OPEN


def test_what_the_example_does_not_answer(loan: Model) -> None:
    coverage = cover(loan, graph(loan), (), rows_before_review())
    missing = {one.subject.id: {item.reference for item in one.missing("must")} for one in coverage.elements}
    assert missing["customer"] == {"stride:S", "stride:R", "linddun:U"}
    assert missing["relearn"] == {"stride:R", *(f"linddun:{type}" for type in ("L", "I", "DD", "U", "Nc"))}
    assert missing["past-loans"] == {
        *("stride:I", "linddun:L", "linddun:I", "linddun:DD", "linddun:Nc", "mit:2.1", "mit:1.1")
    }
    assert missing["scorer"] == {
        *("stride:I", "linddun:DD", "atlas:AML.T0018", "atlas:AML.T0018.000", "mit:2.1", "mit:1.1", "mit:1.3"),
        *("owasp-ml:ML05:2023", "owasp-ml:ML10:2023", "nist-aml:NISTAML.026"),
    }


def test_the_figures_with_the_rows_that_ship(loan: Model) -> None:
    coverage = covered(loan)
    assert number(coverage.items("component")) == ((26, 85), (3, 77))
    changed = {
        item.reference: item.need
        for item in at(loan, "front").items
        if item.reference in ("atlas:AML.T0012", "cwe:CWE-862")
    }
    assert changed == {"atlas:AML.T0012": "must", "cwe:CWE-862": "must"}
    assert number(coverage.items("flow")) == ((0, 51), (0, 68))
    assert number(coverage.items("system")) == ((0, 7), (0, 13))
    assert number(coverage.items()) == ((26, 143), (3, 158))


def test_the_example_and_the_lines_it_was_worked_out_by(loan: Model, corpus: Path) -> None:
    file = corpus.parent / "reference/knowledge/examples/ai-loan.coverage.txt"
    if not file.is_file():
        pytest.skip(f"no {file.name} beside the collected models")
    names = {"customer": "applicant", "front": "loan-api", "scorer": "loan-model"}
    names |= {"past-loans": "history", "relearn": "retrain", "shelf": "registry"}
    words = [line.replace("/ ", "/").split() for line in file.read_text(encoding="utf-8").splitlines()]
    said = {(line[0], line[1]): (line[2], set(line[3:])) for line in words if line[1] in NEEDS}
    coverage = cover(loan, graph(loan), (), rows_before_review())
    for one in coverage.elements:
        for need in NEEDS if one.subject.id in names else ():
            answered, applicable = count(one.items, need)
            missing = {item.reference for item in one.missing(need)} if need == "must" else set()
            assert said[names[one.subject.id], need] == (f"{answered}/{applicable}", missing)


# which rows


def test_an_ordinary_component_has_the_row_of_its_kind() -> None:
    of = model(component("shop", "web-app"), component("db", "database"), component("buyer", "person"))
    assert needs(of, "shop").keys() == {f"stride:{letter}" for letter in "STRIDE"}
    assert needs(of, "db") == {"stride:T": "must", "stride:I": "must", "stride:D": "must", "stride:R": "should"}
    assert needs(of, "buyer") == {"stride:S": "must", "stride:R": "must"}


def test_the_row_of_a_type_stands_for_that_of_its_kind() -> None:
    assert needs(model(component("m", "model")), "m")["stride:S"] == "should"


def test_training_data_that_does_not_say_which_has_both_rows() -> None:
    of = model(component("d", "training-data", conditions={"generative": True, "external_source": False}))
    both = {
        entry.reference
        for type in ("training-data-labelled", "training-data-unlabelled")
        for entry in rows()[type].entries
        if entry.when in ("", "generative")
    }
    found = needs(of, "d")
    assert found.keys() == both
    assert found["owasp-llm:LLM02:2026"] == "must"


def test_a_sensor_is_asked_about_models_only_where_there_are_some() -> None:
    thermometer = component("thermometer", "sensor")
    assert "atlas:AML.T0041" not in needs(model(thermometer), "thermometer")
    assert needs(model(thermometer, component("m", "model")), "thermometer")["atlas:AML.T0041"] == "must"


@pytest.mark.parametrize(
    ("source", "holds"), [("internal", True), ("open-source", True), ("external", False), ("", False)]
)
def test_an_agent_that_holds_its_model_is_asked_about_it(source: str, holds: bool) -> None:
    found = needs(model(component("a", "agent", model=ai_model(source, name="x"))), "a")
    assert ("owasp-ml:ML10:2023" in found) == holds


def test_a_system_is_asked_where_there_is_ai() -> None:
    assert covered(model(component("web"))).of("system", "shop") is None
    assert covered(model(system(ai=True))).of("system", "shop")
    assert covered(model(component("m", "model"))).of("system", "shop")
    gone = component("m", "model", out_of_scope="bought in")
    assert covered(model(gone)).elements == ()


def test_what_is_out_of_scope_is_not_asked() -> None:
    out = component("old", "service", out_of_scope="going")
    of = model(out, component("web"), component("older", "service", out_of_scope="gone"))
    of = model(*of.components.values(), flow("a", "web", "old"), flow("b", "old", "older"))
    assert [str(one.subject) for one in covered(of).elements] == ["component/web", "flow/a"]


def test_a_flow_that_crosses_a_boundary_has_another_row() -> None:
    inside, edge = boundary("in"), boundary("edge", "untrusted")
    ends = (component("a", "web-app", boundary="in"), component("b", "database", boundary="in"))
    of = model(inside, edge, *ends, component("c", "person", boundary="edge"), flow("f", "a", "b"), flow("g", "c", "a"))
    assert needs(of, "f", kind="flow") == {"stride:T": "should", "stride:I": "should", "stride:D": "should"}
    across = needs(of, "g", kind="flow")
    assert [one for one in across if across[one] == "must"] == [f"stride:{x}" for x in "STIDE"] + ["cwe:CWE-862"]
    assert not any(one.startswith(("atlas", "mit")) for one in across)  # no AI at either end


def test_a_crossing_with_ai_at_an_end_is_asked_about_it() -> None:
    of = model(
        *(boundary("in"), boundary("edge", "untrusted"), component("a", "agent", boundary="in")),
        *(component("c", "person", boundary="edge"), flow("g", "c", "a")),
    )
    assert needs(of, "g", kind="flow")["atlas:AML.T0049"] == "must"
    assert needs(of, "g", kind="flow")["mit:2.2"] == "should"


# flow rules


def rules_at(*ends: Any, **fields: Any) -> set[str]:
    source, target = ends[0], ends[1]
    of = model(boundary("out", "untrusted"), boundary("in"), *ends, flow("f", source.id, target.id, **fields))
    return {item.source for item in at(of, "f", kind="flow").items} - {"data-flow", "boundary-crossing"}


OUT, IN = {"boundary": "out"}, {"boundary": "in"}
GENERATIVE = {"conditions": {"generative": True}}
PREDICTIVE = {"conditions": {"generative": False}}


@pytest.mark.parametrize(
    ("source", "target", "fields", "wanted"),
    [
        (component("u", "person", **OUT), component("a", "agent", **IN), {}, "untrusted-content-to-generative-model"),
        (component("u", "person", **IN), component("a", "agent", **IN), {}, ""),
        (component("u", "person", **OUT), component("a", "agent", **IN), {"content": "trusted"}, ""),
        (
            *(component("u", "database", **IN), component("a", "agent", **IN), {"content": "untrusted"}),
            "untrusted-content-to-generative-model",
        ),
        (component("a", "agent", **IN), component("u", "person", **OUT), {}, ""),
        (
            *(component("u", "person", **OUT), component("m", "model", **IN, **GENERATIVE), {}),
            "query-to-model untrusted-content-to-generative-model",
        ),
        (component("u", "person", **OUT), component("m", "model", **IN, **PREDICTIVE), {}, "query-to-model"),
        (component("r", "model-registry", **OUT), component("m", "model", **IN, **PREDICTIVE), {}, "model-artefact-in"),
        (component("a", "agent", **IN), component("d", "database", **IN), {}, "model-output-to-interpreter"),
        (
            *(component("a", "agent", **IN), component("t", "tool", **IN, authority=["run-code"]), {}),
            "agent-to-tool model-output-to-interpreter",
        ),
        (component("a", "agent", **IN), component("t", "tool", **IN), {}, "agent-to-tool"),
        (component("t", "tool", **IN), component("a", "agent", **IN), {}, "tool-to-agent"),
        (
            *(component("a", "agent", **IN), component("t", "tool", **IN), {"bidirectional": True}),
            "agent-to-tool tool-to-agent",
        ),
        (component("a", "agent", **IN), component("b", "agent", **IN), {}, "agent-to-agent"),
        (component("w", "service", **IN), component("d", "training-data", **IN), {}, "training-data-in"),
        (
            *(component("l", "ml-library", **IN), component("p", "training-pipeline", **IN), {}),
            "model-artefact-in training-data-in",
        ),
        (component("w", "service", **IN), component("l", "labelling-service", **IN), {}, ""),
        (component("w", "service", **IN), component("d", "database", **IN), {}, ""),
    ],
)  # fmt: skip
def test_what_a_flow_is_asked_by_what_it_joins(source: Any, target: Any, fields: dict[str, Any], wanted: str) -> None:
    assert " ".join(sorted(rules_at(source, target, **fields))) == wanted


def test_personal_data_that_leaves_for_others() -> None:
    def rules(type: str, personal: str, **fields: Any) -> set[str]:
        ends = (component("w", "service"), component("x", type, **fields))
        of = model(data("d", personal=personal), *ends, flow("f", "w", "x", data=["d"]))
        return {item.source for item in at(of, "f", kind="flow").items}

    assert "personal-data-to-external-ai" in rules("ai-service", "true")
    assert "personal-data-to-external-ai" in rules("labelling-service", "sensitive")
    assert "personal-data-to-external-ai" not in rules("ai-service", "")
    assert "personal-data-to-external-ai" in rules("tool", "true", conditions={"third_party": True})
    assert "personal-data-to-external-ai" not in rules("tool", "true", conditions={"third_party": False})


def test_a_flow_rule_that_hangs_on_an_unknown_condition_is_a_question() -> None:
    of = model(component("a", "agent"), component("t", "tool"), flow("f", "a", "t"))
    assert "executes_code" in open_at(of, "t")
    (question,) = (one for one in covered(of).questions if one.condition == "executes_code")
    assert Ref("flow", "f") in question.subjects
    assert "cwe:CWE-79" in question.references


# path rules


def agent_with(
    content: str = "untrusted", out: str = "untrusted", classification: str = "confidential", **more: str
) -> Model:
    agent = component("a", more.get("type", "agent"), boundary="in", processes=["d"])
    return model(
        *(boundary("in"), boundary("out", out), data("d", classification, personal=more.get("personal", ""))),
        *(component("mail", "service", boundary="in"), agent),
        *(component("web", "external-service", boundary="out"), flow("f", "mail", "a", content=content)),
        flow("g", "a", "web"),
    )


@pytest.mark.parametrize(
    ("of", "asked"),
    [
        (agent_with(), True),
        (agent_with(content="trusted"), False),
        (agent_with(content=""), False),
        (agent_with(out="internal"), False),
        (agent_with(out=""), False),
        (agent_with(classification="internal"), False),
        (agent_with(classification="internal", personal="true"), True),
        (agent_with(type="service"), False),
    ],
)
def test_untrusted_input_sensitive_data_and_a_way_out(of: Model, asked: bool) -> None:
    told = {item.reference for item in at(of, "a").items if item.source == "untrusted-sensitive-outbound"}
    assert told == ({"atlas:AML.T0051.001", "atlas:AML.T0086"} if asked else set())


@pytest.mark.parametrize(
    ("start", "gate", "asked"),
    [("person", "service", True), ("service", "service", False), ("person", "evaluation", False)],
)
def test_feedback_of_strangers_that_reaches_a_model(start: str, gate: str, asked: bool) -> None:
    of = model(
        *(component("u", start), component("f", "feedback-loop"), component("g", gate), component("m", "model")),
        *(flow("a", "u", "f"), flow("b", "f", "g"), flow("c", "g", "m")),
    )
    ground = Ground(of, graph(of))
    rule = PATHS["public-feedback-to-production"]
    assert rule(ground, of.components["f"]) == asked
    assert not rule(ground, of.components["m"])


@pytest.mark.parametrize("gate", ["model-registry", "evaluation", "service"])
def test_a_model_of_others_that_reaches_an_endpoint(gate: str) -> None:
    of = model(
        *(component("l", "ml-library"), component("g", gate), component("e", "inference-endpoint")),
        *(flow("a", "l", "g"), flow("b", "g", "e")),
    )
    found = {item.reference: item.source for item in at(of, "l").items}
    assert ("atlas:AML.T0018.002" in found) == (gate == "service")  # the row asks only where it runs code


# answers


def answers(of: Model, id: str) -> dict[str, tuple[str, str]]:
    return {item.reference: (item.answer.by, item.answer.id) for item in at(of, id).items if item.answer}


def test_a_threat_answers_the_id_that_it_cites_there() -> None:
    of = model(component("db", "database"), component("c", "database"), threat("t", ["db"], refs=["stride:tampering"]))
    assert answers(of, "db") == {"stride:T": ("threat", "t")}
    assert answers(of, "c") == {}


def test_the_breadth_of_a_system_is_answered_by_whatever_element_has_the_threat() -> None:
    bot, db = component("bot", "agent"), component("db", "database")
    cited = threat("t", ["db"], refs=["mit:7.3", "atlas:AML.T0020"])
    ruled_out = not_applicable("bot", "mit:6.6")
    of = model(system(ai=True), bot, db, cited, ruled_out)
    found = {
        item.reference: (item.answer.by, item.answer.id) for item in at(of, of.id, kind="system").items if item.answer
    }
    assert found == {"mit:7.3": ("threat", "t"), "mit:6.6": ("not-applicable", "0")}


def test_a_part_answers_the_whole_and_the_whole_no_part_that_is_a_must() -> None:
    memory = component("m", "agent-memory", conditions={"personal_data": True})
    narrow = answers(model(memory, threat("t", ["m"], refs=["atlas:AML.T0080.000"])), "m")
    assert narrow["atlas:AML.T0080"] == ("threat", "t")
    wide = answers(model(memory, threat("t", ["m"], refs=["atlas:AML.T0080"])), "m")
    assert "atlas:AML.T0080.000" not in wide
    assert wide["atlas:AML.T0080.001"] == ("threat", "t")  # a should
    node = answers(model(memory, threat("t", ["m"], refs=["linddun:DD.3.4"])), "m")
    assert node["linddun:DD"] == ("threat", "t")


def test_a_narrow_id_answers_what_means_the_same_and_counts_for_its_letters() -> None:
    of = model(component("f", "feedback-loop"), threat("t", ["f"], refs=["atlas:AML.T0020"]))
    found = answers(of, "f")
    assert found["owasp-ml:ML02:2023"] == found["nist-aml:NISTAML.013"] == ("concept", "t")
    assert found["stride:T"] == found["mit:2.2"] == ("concept", "t")
    assert "owasp-ml:ML08:2023" not in found


def test_a_broad_id_answers_itself_alone() -> None:
    of = model(component("t", "tool"), threat("x", ["t"], refs=["owasp-llm:LLM03:2026"]))
    assert answers(of, "t") == {"owasp-llm:LLM03:2026": ("threat", "x")}


def test_not_applicable_answers_itself_its_parts_and_what_means_the_same() -> None:
    of = model(component("a", "agent"), not_applicable("a", "atlas:AML.T0051", "reads nothing"))
    found = answers(of, "a")
    assert found["atlas:AML.T0051.001"] == found["owasp-llm:LLM01:2026"] == ("not-applicable", "0")
    assert found["atlas:AML.T0051.002"] == ("not-applicable", "0")
    assert not any(reference.startswith("stride:") for reference in found)


def test_a_direct_answer_comes_before_one_by_a_concept() -> None:
    of = model(component("f", "feedback-loop"), threat("a", ["f"], refs=["atlas:AML.T0020"]))
    of = model(*of.components.values(), *of.threats.values(), threat("b", ["f"], refs=["stride:T"]))
    assert answers(of, "f")["stride:T"] == ("threat", "b")


def test_an_id_of_an_older_edition_means_the_newer_one() -> None:
    for pins, cited in (({"owasp-llm": "2025"}, "owasp-llm:LLM06"), ({}, "owasp-llm:LLM06:2025")):
        of = model(system(taxonomies=pins), component("t", "tool"), threat("x", ["t"], refs=[cited]))
        shown = "owasp-llm:LLM06:2025" if pins else "owasp-llm:LLM03:2026"
        assert answers(of, "t") == {shown: ("threat", "x")}


def test_the_pinned_edition_of_atlas_adds_its_own() -> None:
    of = model(component("t", "tool"))
    assert "atlas:AML.T0132" not in needs(of, "t")
    assert (
        needs(model(system(taxonomies={"atlas": "2026.09"}), component("t", "tool")), "t")["atlas:AML.T0132"]
        == "should"
    )


@pytest.mark.parametrize("concept", concepts(), ids=lambda one: one.id)
def test_each_narrow_id_of_a_concept_answers_all_of_it(concept: Any) -> None:
    for reference in concept.narrow:
        found = answered_by([(reference, Answer("threat", "t", reference))]).direct
        for other in (*concept.narrow, *concept.broad, *concept.counts):
            assert found[other].id == "t"
    for reference in set(concept.broad) - set(concept.narrow):
        found = answered_by([(reference, Answer("threat", "t", reference))]).direct
        assert not {one for one in concept.narrow if one in found and found[one].concept == concept.id}


# what a project says otherwise


def test_a_project_asks_otherwise() -> None:
    of = model(component("i", "vector-store"), component("d", "database"))
    changed = needs(
        of,
        "i",
        Override("vector-store", "atlas:AML.T0064", "must", "the index is public"),
        Override("vector-store", "atlas:AML.T0036", "ignore", "the index is public"),
        Override("vector-store", "cwe:CWE-306", "should", "anybody may ask it"),
    )
    assert (changed["atlas:AML.T0064"], changed["cwe:CWE-306"]) == ("must", "should")
    assert "atlas:AML.T0036" not in changed
    assert needs(of, "d", Override("vector-store", "stride:T", "ignore", "x"))["stride:T"] == "must"


def test_the_narrowest_word_of_a_project_counts() -> None:
    of = model(component("d", "database"), component("c", "cache"))
    said = (Override("*", "stride:T", "ignore", "x"), Override("data-store", "stride:T", "should", "x"))
    assert needs(of, "d", *said)["stride:T"] == "should"
    assert needs(of, "d", *said, Override("database", "stride:T", "must", "x"))["stride:T"] == "must"
    assert "stride:T" not in needs(of, "d", said[0])
    assert needs(of, "c", *said, Override("database", "stride:T", "must", "x"))["stride:T"] == "should"


def test_what_a_project_asks_says_so() -> None:
    of = model(component("d", "database"))
    found = at(of, "d", Override("database", "cwe:CWE-306", "must", "it listens"))
    (item,) = (one for one in found.items if one.reference == "cwe:CWE-306")
    assert (item.basis, item.reason, item.source) == ("project", "it listens", "database")


def test_a_flow_rule_may_be_changed_too() -> None:
    of = model(component("a", "agent"), component("t", "tool"), flow("f", "a", "t"))
    assert needs(of, "f", Override("agent-to-tool", "cwe:CWE-862", "must", "x"), kind="flow")["cwe:CWE-862"] == "must"


# the agent row


def all_true() -> Iterator[tuple[str, bool]]:
    return ((name, True) for name in ids("conditions"))


def test_an_agent_of_which_everything_holds_is_asked_35_musts_before_the_second_look() -> None:
    of = model(component("a", "agent", conditions=dict(all_true())))
    coverage = cover(of, graph(of), (), rows_before_review())
    agent = coverage.of("component", "a")
    assert agent
    musts = [item for item in agent.items if item.need == "must" and item.framework not in ("linddun", "mit")]
    assert len(musts) == 35
    after = [one for one in at(of, "a").items if one.need == "must" and one.framework not in ("linddun", "mit")]
    assert len(after) == 39
