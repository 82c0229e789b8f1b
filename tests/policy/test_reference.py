"""The page about rules says what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from checker import inputs
from checker.core.model import KINDS
from checker.core.source import Source
from checker.diff import compare
from checker.documents.parse import parse
from checker.policy.load import compile_rule, load_rule
from checker.policy.matchers import GROUPS, OPERATORS
from checker.policy.trying.cases import Reader
from checker.policy.trying.skeleton import EACH
from checker.policy.trying.trials import examples_of
from checker.policy.view import TYPES
from checker.policy.views import FOLLOWING, VIEWS, every_view


def page(root: Path) -> Path:
    return root / "docs" / "reference" / "policy-format.md"


def test_every_operator_is_on_the_page(root: Path) -> None:
    text = page(root).read_text(encoding="utf-8")
    assert [name for name in OPERATORS if f"`{{{name}: " not in text] == []
    assert [name for name in GROUPS if f"`{name}: " not in text] == []


@pytest.mark.parametrize(("name", "file"), [("rule", "cleartext-partner-flow"), ("params", "rarely-reviewed-store")])
def test_the_rule_on_the_page_works(name: str, file: str, root: Path) -> None:
    text = page(root).read_text(encoding="utf-8")
    found = re.search(rf"<!-- example: {name} -->\n```yaml\n(.*?)```", text, re.DOTALL)
    assert found
    document = parse(Source(f"policies/ours/{file}.yaml", found[1]))
    rule = load_rule(document, "ours")
    reader = Reader(lambda model: inputs.parse(model, parse, lambda path: False), compare, parse)
    rules = (compile_rule(rule, document),)
    ran = [(trial.kind, trial.case, trial.differences) for trial in examples_of(rule, document, reader)]
    assert [(kind, differences(case.ask(rules))) for kind, case, differences in ran if case] == [
        ("fail", ()),
        ("pass", ()),
    ]


def test_schema_knows_the_views_that_rules_may_iterate(root: Path) -> None:
    schema = json.loads((root / "schemas" / "rule.schema.json").read_text(encoding="utf-8"))
    each = schema["properties"]["each"]["enum"]
    assert sorted(each) == sorted(view.name for view in every_view() if view.each)


def test_views_are_sound() -> None:
    for view in every_view():
        assert view.kind in KINDS or view.elements or not view.each
        for field in view.fields.values():
            assert field.type in TYPES
            assert field.name not in (*OPERATORS, *GROUPS, "old", "self", "param", "params", "now"), (
                "it would read as an operator"
            )
            assert re.fullmatch(r"[a-z][a-z_]*", field.name)
            assert field.doc and not field.doc.endswith(".")
            assert (field.of in VIEWS) is (field.type in ("one", "many"))
            assert bool(field.allowed) is (field.type == "word") or field.type == "list"


def test_a_rule_about_each_view_can_be_begun() -> None:
    assert sorted(EACH) == sorted(view.name for view in VIEWS.values() if view.each and view.name not in FOLLOWING)
