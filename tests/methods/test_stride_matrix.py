"""STRIDE: the tables of both variants as they are published, and which letters a model has answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.core.assessment import Part
from checker.core.graph import build_graph
from checker.knowledge.lookup import library
from checker.methods.elements import Elements
from checker.methods.stride.assess import assess, letters_of
from checker.methods.stride.filters import Condition, Join, parse
from checker.methods.stride.interaction import ENDS, bare, conditional, facts_of, fire, rules
from tests.builders import component
from tests.inputs.reading import HEAD, model

EXTERNAL, PROCESS, STORE = "external-entity", "process", "data-store"
PRINTED = {
    (EXTERNAL, PROCESS): ("STRIDE", "SE"),
    (PROCESS, PROCESS): ("STRIDE", "E"),
    (PROCESS, STORE): ("STRID", "SD"),
    (STORE, PROCESS): ("SRIDE", "SI"),
    (PROCESS, EXTERNAL): ("SRD", ""),
}
"""Interaction -> letters where it crosses a boundary, and inside one zone."""


def tables() -> dict[str, Any]:
    shipped = library("stride")
    assert shipped
    return dict(shipped.tables)


def parts(text: str) -> dict[str, Part]:
    of = model(HEAD + text)
    return {part.id: part for part in assess(Elements(of, build_graph(of)))}


def gaps(part: Part) -> dict[str, str]:
    return {str(gap.at): gap.what for gap in part.gaps}


def answers(part: Part) -> dict[str, str]:
    return {f"{answer.at} {answer.what}": answer.by for answer in part.answers}


# the tables


@pytest.mark.parametrize(("ends", "letters"), PRINTED.items(), ids=str)
def test_the_matrix_that_is_computed_is_the_one_that_is_printed(
    ends: tuple[str, str], letters: tuple[str, str]
) -> None:
    assert tuple("".join(fire(bare(*ends, crosses)).letters) for crosses in (True, False)) == letters


@pytest.mark.parametrize("row", tables()["per-interaction"], ids=lambda row: f"{row['source']}-{row['target']}")
def test_every_rule_of_every_cell_is_computed(row: dict[str, Any]) -> None:
    ends = (row["source"], row["target"], row["crosses"])
    fired = {letter: [rule.id for rule in found] for letter, found in fire(bare(*ends)).letters.items()}
    assert ([*fired], fired) == (row["letters"], row["rules"])
    more = {
        letter: [{"rule": rule, "when": when} for rule, when in found] for letter, found in conditional(*ends).items()
    }
    assert more == row["conditional"]


def test_the_reference_says_the_same(corpus: Path) -> None:
    reference = corpus.parent / "reference" / "knowledge" / "stride.json"
    if not reference.is_file():
        pytest.skip("the reference is not there")
    rows = json.loads(reference.read_text(encoding="utf-8"))["per_interaction"]
    for row in rows:
        ends = (row["source"].replace("_", "-"), row["target"].replace("_", "-"), row["crosses_boundary"])
        fired = {letter: [rule.id for rule in found] for letter, found in fire(bare(*ends)).letters.items()}
        assert fired == row["rules"]
    assert len(rows) == 18


def test_all_rules_are_read_and_every_end_belongs_to_one() -> None:
    assert len(rules()) == 34
    assert {rule.letter for rule in rules()} == set("STRIDE")
    assert ENDS.keys() <= {rule.id for rule in rules()}
    assert [rule.id for rule in rules() if rule.exclude] == [
        *("S1", "S2", "S3", "T1", "T6", "I6", "8404dcf5-bdd8-4902-abc2-3b6c967b0261")
    ]


@pytest.mark.parametrize(
    ("type", "letters"),
    [("person", "SR"), ("service", "STRIDE"), ("database", "TID"), ("log-store", "TRID"), ("interaction-log", "TRID")],
)
def test_letters_per_element_with_the_footnote_on_logs(type: str, letters: str) -> None:
    assert "".join(letters_of(component("x", type))) == letters


# filters


def test_a_filter_is_read_with_its_brackets() -> None:
    filter = parse("(source is 'GE.P' or source is 'GE.EI') and flow crosses 'GE.TB.B'")
    either = Join("or", (Condition("source", "GE.P"), Condition("source", "GE.EI")))
    assert filter == Join("and", (either, Condition("flow crosses", "GE.TB.B")))
    assert parse(" ") is None


@pytest.mark.parametrize("text", ["source", "source is", "(source is 'a'", "source was 'a'", "source is 'a' )", "§"])
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="filter"):
        parse(text)


# a model

SHOP = """\
boundaries: {net: {trust: untrusted}, cloud: {trust: internal}}
components:
  user: {type: person, boundary: net}
  web: {type: web-app, boundary: cloud}
  db: {type: database, boundary: cloud}
flows:
  ask: {from: user, to: web, protocol: http}
  save: {from: web, to: db, protocol: postgresql}
"""


def test_letters_per_element_without_any_threat() -> None:
    part = parts(SHOP)["per-element"]
    assert (part.done, part.of, part.missing) == (0, 17, 17)
    assert gaps(part) == {
        "component/user": "S R",
        "component/web": "S T R I D E",
        "component/db": "T I D",
        "flow/ask": "T I D",
        "flow/save": "T I D",
    }


def test_letters_per_interaction_without_any_threat() -> None:
    part = parts(SHOP)["per-interaction"]
    assert (part.done, part.of) == (0, 8)
    assert gaps(part) == {
        "flow/ask": "S (S2, S3) T (T1) R (R6) I (I6) D (D3, D4) E (E5, E6, E7, 8404)",
        "flow/save": "S (S7.1) D (D2)",
    }


def test_what_a_flow_states_switches_letters_off() -> None:
    protected = SHOP.replace("protocol: http}", "protocol: https, authentication: oidc}")
    part = parts(protected)["per-interaction"]
    assert gaps(part)["flow/ask"] == "R (R6) D (D3, D4) E (E5, E6, E7, 8404)"
    assert part.note == "3 more switched off by what flows state"
    known = SHOP.replace("protocol: http}", "protocol: http, authentication: oidc}")
    assert gaps(parts(known)["per-interaction"])["flow/ask"].startswith("S (S2) T (T1, T6) R")


def test_a_threat_on_the_flow_or_on_the_end_that_the_rule_is_about_answers() -> None:
    text = f"""{SHOP}threats:
  posing: {{title: Somebody poses, on: [user], refs: [stride:spoofing]}}
  loops: {{title: It loops, on: [ask], refs: ["sdl:D3"]}}
not_applicable: [{{on: [web], refs: [stride:R], reason: Nothing is owed}}, {{on: [user], refs: [stride:I], reason: No}}]
"""
    part = parts(text)["per-interaction"]
    assert answers(part) == {
        "flow/ask S": "threat 'posing'",
        "flow/ask R": "not_applicable/0",
        "flow/ask D": "threat 'loops'",
    }
    assert gaps(part)["flow/ask"] == "T (T1) I (I6) E (E5, E6, E7, 8404)", "I6 is about the way, and no end of it"


def test_a_protected_flow_answers_t_and_i_per_element() -> None:
    part = parts(SHOP.replace("protocol: http}", "encryption: tls}"))["per-element"]
    assert answers(part) == {"flow/ask T": "a protected flow", "flow/ask I": "a protected flow"}
    assert gaps(part)["flow/ask"] == "D"


def test_what_is_out_of_scope_is_not_asked() -> None:
    text = SHOP.replace("type: database,", "type: database, out_of_scope: {reason: Elsewhere},")
    text = text.replace("type: web-app,", "type: web-app, out_of_scope: {reason: Elsewhere},")
    assert gaps(parts(text)["per-element"]).keys() == {"component/user", "flow/ask"}
    assert gaps(parts(text)["per-interaction"]).keys() == {"flow/ask"}


def test_a_flow_to_nowhere_has_no_facts() -> None:
    of = model(HEAD + "components: {a: {type: service}}\nflows: {f: {from: a, to: a}}\n")
    lost = of._replace(flows={"f": of.flows["f"]._replace(target="gone")})
    assert facts_of(lost, build_graph(lost), lost.flows["f"]) == {}
    assert fire({}).letters == {}
