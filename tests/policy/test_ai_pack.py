"""The pack ai: what it cites exists, fixes name what rules accept, and it is silent without machine learning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from checker import inputs
from checker.core.errors import InputError
from checker.core.graph import build_graph
from checker.core.rule import Rule
from checker.core.settings import Settings
from checker.core.source import Snapshot, Source
from checker.diff import compare
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.knowledge import vocabulary
from checker.policy.catalogue import Catalogue
from checker.policy.evaluate import CompiledRule, evaluate

ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARIES = ROOT / "checker/knowledge/libraries"
LEVELS = {"Data pipeline": "data-pipeline", "Infrastructure": "infrastructure", "Modelling": "modelling"}
ORDINARY = {"process": "service", "data-store": "database", "external-entity": "external-service"}


def nothing(path: str) -> Document:
    raise InputError(f"no file {path} here")


@cache
def catalogue() -> Catalogue:
    return Catalogue(nothing, lambda: ())


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(catalogue().whole(rule.id) for rule in catalogue().pack("ai").rules)


@cache
def compiled() -> tuple[CompiledRule, ...]:
    return tuple(rule for rule in catalogue().compiled(Settings(packs=("ai",))) if rule.rule.pack == "ai")


def accepted(rule: Rule) -> set[str]:
    """The controls that a rule asks for under any ``in_place``."""
    data = catalogue().file(rule.id).data
    body = json.dumps([data.get(key) for key in ("when", "assert", "path")])
    return set(re.findall(r"[a-z-]+", " ".join(re.findall(r'in_place": {(.*?)}', body)))) - {
        "any",
        "none",
        "in",
        "contains",
    }


def read(text: str) -> Snapshot:
    parsed = inputs.parse(parse(Source("threatmodel.yaml", text)), nothing, lambda path: False)
    assert parsed.snapshot, [finding.message for finding in parsed.findings]
    return parsed.snapshot


def named(rule: Rule) -> dict[str, str]:
    """Each control that a fix names -> the level under which it stands there."""
    parts = re.split(rf"\b({'|'.join(LEVELS)}): ", rule.fix)
    return {
        control: LEVELS[level]
        for level, text in zip(parts[1::2], parts[2::2], strict=True)
        for group in re.findall(r"\(([a-z][a-z, -]+)\)", text)
        for control in group.split(", ")
    }


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_rule_cites_atlas_and_names_controls_at_a_level(rule: Rule) -> None:
    assert any(ref.startswith("atlas:AML.T") for ref in rule.refs)
    assert named(rule)


@pytest.mark.parametrize("rule", list(filter(accepted, rules())), ids=lambda rule: rule.id)
def test_fix_names_exactly_the_controls_that_the_rule_accepts(rule: Rule) -> None:
    assert accepted(rule) == set(named(rule))
    assert "answers a threat there" in rule.fix


def test_controls_are_in_the_catalogue_at_the_level_that_fixes_name() -> None:
    entries = json.loads((LIBRARIES / "control.json").read_text(encoding="utf-8"))["entries"]
    level = {entry["id"]: entry.get("parent") for entry in entries}
    assert {(rule.id, c, at) for rule in rules() for c, at in named(rule).items() if level.get(c) != at} == set()


@pytest.mark.parametrize(
    ("prefix", "file"),
    [
        ("atlas", "atlas-5.6.0"),
        ("owasp-llm", "owasp-llm"),
        ("owasp-ml", "owasp-ml"),
        ("owasp-agentic", "owasp-agentic"),
        ("nist-aml", "nist-aml"),
        ("linddun", "linddun"),
    ],
)
def test_every_reference_of_shipped_rules_is_in_the_shipped_edition(prefix: str, file: str) -> None:
    entries = json.loads((LIBRARIES / f"{file}.json").read_text(encoding="utf-8"))["entries"]
    known = {f"{prefix}:{entry['id']}" for entry in entries}
    cited = {ref for id in catalogue().ids() for ref in catalogue().rule(id).refs if ref.startswith(f"{prefix}:")}
    assert cited
    assert cited - known == set()


def ordinary(model: dict[str, Any]) -> str:
    """The text of an example in which each component of machine learning is an ordinary one of its kind."""
    model = {key: value for key, value in model.items() if key != "expect"}
    components = {id: dict(component) for id, component in (model.get("components") or {}).items()}
    for component in components.values():
        known = vocabulary.component_type(component["type"])
        assert known
        if known.group == "ai":
            component["type"] = ORDINARY[known.kind]
        component.pop("model", None)
    return json.dumps({"threatgate": 1, "system": {"id": "example"}, **model, "components": components})


def failing() -> Iterator[Any]:
    for rule in rules():
        for number, example in enumerate((rule.examples or {})["fail"], 1):
            yield pytest.param(example, id=f"{rule.id} {number}")


def asked(head: Snapshot, base: Snapshot | None = None) -> list[str]:
    graph = build_graph(head.model)
    if base is None:
        return [f"{one.rule} {one.subject}" for one in evaluate(compiled(), head, graph)]
    was = build_graph(base.model)
    changes = compare(base.model, head.model, was, graph)
    return [f"{one.rule} {one.subject}" for one in evaluate(compiled(), head, graph, changes, (base.model, was))]


@pytest.mark.parametrize("example", list(failing()))
def test_silent_where_nothing_learns(example: dict[str, Any]) -> None:
    base = read(ordinary(example["base"])) if "base" in example else None
    assert asked(read(ordinary(example.get("head", example))), base) == []


def test_page_has_a_row_for_each_rule_with_its_references_and_levels() -> None:
    page = (ROOT / "docs/reference/ai-rules.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| \[`([a-z-]+)`\]\(rules/ai/\1\.md\) \|(?:[^|]*)\| (\w+) \| (.*?) \| (.*?) \| (.*?) \|$", page, re.M
    )
    assert sorted(rows) == sorted(map(row, rules()))


def row(rule: Rule) -> tuple[str, str, str, str, str]:
    atlas = [ref.removeprefix("atlas:AML.") for ref in rule.refs if ref.startswith("atlas:")]
    owasp = [re.sub(r"^owasp-\w+:|:\d{4}$", "", ref) for ref in rule.refs if ref.startswith("owasp")]
    levels = [level for level in LEVELS.values() if level in named(rule).values()]
    return rule.id[3:], rule.severity, ", ".join(atlas), ", ".join(owasp) or "none", ", ".join(levels)


def native(path: str) -> Snapshot:
    return read((ROOT / path).read_text(encoding="utf-8"))


def test_what_it_finds_in_the_models_of_this_repository() -> None:
    """Judged one by one: no limit of the agent's calls is recorded, and no flow of an agent that acts ends in a log."""
    assistant = ["ai/unlimited-agent component/assistant", "ai/unwatched-agent component/assistant"]
    assert asked(native("examples/support-assistant/main/threatmodel.yaml")) == assistant
    assert asked(native("tests/models/clinic.yaml")) == ["ai/unwatched-agent component/adviser"]
    assert asked(native("tests/models/rental.yaml")) == []
    assert asked(native("tests/models/shop.yaml")) == []
    assert asked(native("threatmodel.yaml")) == []


def test_a_pull_request_that_gives_an_agent_a_tool() -> None:
    sides = (native(f"examples/support-assistant/{side}/threatmodel.yaml") for side in ("pull-request", "main"))
    assert asked(*sides) == [
        "ai/gained-tool flow/refund",
        "ai/unlimited-agent component/assistant",
        "ai/unwatched-agent component/assistant",
    ]
