"""The tables of STRIDE and LINDDUN, cell by cell, as the packs ask them; the pages about them name every rule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from checker.core.errors import InputError
from checker.core.model import Model
from checker.core.settings import Settings
from checker.documents.document import Document
from checker.policy.catalogue import Catalogue
from checker.policy.evaluate import CompiledRule, evaluate
from tests.builders import boundary, component, data, flow, graph, model, snapshot, system, threat

TYPES = {"external-entity": "external-service", "process": "service", "data-store": "database"}
ZONES = (boundary("net", "untrusted"), boundary("cloud", "internal"))


def nothing(path: str) -> Document:
    raise InputError(f"no file {path} here")


@cache
def catalogue() -> Catalogue:
    return Catalogue(nothing, lambda: ())


@cache
def pack(id: str) -> tuple[CompiledRule, ...]:
    return catalogue().compiled(Settings(packs=(id,)))


def asked(packed: str, of: Model, on: str, only: str = "") -> set[str]:
    """What the rules of a pack miss on one element: the first reference of each that has a finding there."""
    rules = [one for one in pack(packed) if one.rule.id.startswith(only)]
    refs = {one.rule.id: one.rule.refs[0].partition(":")[2] for one in rules}
    return {refs[f.rule] for f in evaluate(rules, snapshot(of), graph(of)) if f.subject.id == on}


def interaction(source: str, target: str, *more: object, inside: bool = False, personal: str = "") -> Model:
    return model(
        *ZONES,
        data("chat", "internal", personal=personal),
        component("a", TYPES[source], boundary="cloud" if inside else "net"),
        component("b", TYPES[target], boundary="cloud"),
        flow("ask", "a", "b", data=["chat"]),
        *more,
    )


@pytest.mark.parametrize(
    ("source", "target", "letters"),
    [
        ("external-entity", "process", "STRIDE"),
        ("process", "process", "STRIDE"),
        ("external-entity", "data-store", "STRID"),
        ("process", "data-store", "STRID"),
        ("data-store", "process", "STRID"),
        ("process", "external-entity", "STRID"),
        ("external-entity", "external-entity", "STID"),
        ("data-store", "external-entity", "STID"),
        ("data-store", "data-store", "STID"),
    ],
)
def test_letters_of_an_interaction_that_crosses(source: str, target: str, letters: str) -> None:
    assert asked("stride", interaction(source, target), "ask") == set(letters)
    assert asked("stride", interaction(source, target, inside=True), "ask") == set()


@pytest.mark.parametrize(
    ("type", "letters"),
    [("external-service", "SR"), ("service", "STRIDE"), ("database", "TID"), ("log-store", "TRID")],
)
def test_letters_of_an_element(type: str, letters: str) -> None:
    claimed = system(methods=(("stride", ("per-element",)),))
    assert asked("stride", model(claimed, component("it", type)), "it") == set(letters)
    assert asked("stride", model(component("it", type)), "it") == set()
    secret = model(data("key", "confidential"), component("it", type, stores=["key"]))
    assert asked("stride", secret, "it") == set(letters)


def test_letters_of_a_flow_as_an_element() -> None:
    claimed = system(methods=(("stride", ("per-element",)),))
    assert asked("stride", interaction("process", "process", claimed, inside=True), "ask") == set("TID")


@pytest.mark.parametrize("letter", "STRIDE")
@pytest.mark.parametrize("status", ["identified", "accepted", "not-applicable"])
def test_threat_on_the_flow_answers_its_letter_alone_whatever_was_decided(letter: str, status: str) -> None:
    answered = interaction("external-entity", "process", threat("it", "ask", refs=[f"stride:{letter}"], status=status))
    assert asked("stride", answered, "ask") == set("STRIDE") - {letter}


def test_model_whose_own_tool_derives_the_threats_is_not_asked() -> None:
    for claimed in ((), ("per-element",), ("per-interaction",)):
        shop = interaction("external-entity", "process", system(methods=(("stride", claimed),)))
        assert list(evaluate(pack("stride"), snapshot(shop), graph(shop)))
        derived = shop._replace(derives_threats=True)
        assert list(evaluate(pack("stride"), snapshot(derived), graph(derived))) == []


ALL = {"source": "L I Nr D DD U Nc", "flow": "L I Nr D DD", "destination": "L I Nr DD U Nc"}
PLACES = {"source": "a", "flow": "ask", "destination": "b"}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("process", "process"),
        ("process", "data-store"),
        ("process", "external-entity"),
        ("data-store", "process"),
        ("external-entity", "process"),
    ],
)
@pytest.mark.parametrize("place", ALL)
def test_cells_of_linddun_pro(source: str, target: str, place: str) -> None:
    every = "L I Nr D DD U Nc".split()
    cells = set(ALL[place].split()) - ({"Nc"} if (source, place) == ("external-entity", "source") else set())
    pro = system(methods=(("linddun", ("pro",)),))
    silent = interaction(source, target, pro, personal="true")
    assert asked("privacy", silent, "ask", "privacy/unasked-") == set(every)
    told = threat("it", PLACES[place], refs=[f"linddun:{type}" for type in every])
    told_at_one = interaction(source, target, pro, told, personal="true")
    assert asked("privacy", told_at_one, "ask", "privacy/unasked-") == set(every) - cells


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("data-store", "data-store"),
        ("external-entity", "external-entity"),
        ("external-entity", "data-store"),
        ("data-store", "external-entity"),
    ],
)
def test_what_is_no_interaction_of_linddun_pro(source: str, target: str) -> None:
    pro = system(methods=(("linddun", ("pro",)),))
    assert asked("privacy", interaction(source, target, pro, personal="true"), "ask", "privacy/unasked-") == set()


def test_privacy_is_asked_only_where_personal_data_is() -> None:
    for methods in ((), (("linddun", ("pro", "element")),)):
        for source in TYPES:
            for target in TYPES:
                shop = interaction(source, target, system(methods=methods))
                assert list(evaluate(pack("privacy"), snapshot(shop), graph(shop))) == []


@pytest.mark.parametrize(("packed", "page"), [("stride", "stride.md"), ("privacy", "linddun.md")])
def test_page_names_every_rule_of_the_pack_and_no_other(packed: str, page: str, root: Path) -> None:
    text = (root / "docs" / "reference" / page).read_text(encoding="utf-8")
    rules = {one.rule.id.partition("/")[2] for one in pack(packed)}
    assert sorted(rules - set(in_code(text))) == []
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert sorted(set(in_code("\n".join(tables))) - rules - WORDS) == []


WORDS = {
    *("methods: {stride: …}", "per-interaction", "per-element", "[per-element, per-interaction]"),
    *("T", "I", "D", "S", "authentication", "authorization", "none", "log-store", "monitoring", "backup-store"),
    *("data-integrity", "data-validation", "artefact-signing", "pipeline-isolation", "ai-telemetry", "limit-release"),
    *("output-validation", "rate-limit", "resource-limits", "input-sanitisation", "tool-block-on-untrusted"),
    *("agent-least-privilege", "cwe:CWE-352"),
}
"""What else stands in code in the tables of the pages."""


def in_code(text: str) -> Iterable[str]:
    return re.findall(r"`([^`\n]+)`", text)
