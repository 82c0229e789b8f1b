"""The page of one rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from checker.outputs.rulebook.article import Article, body_of, code, examples_of, prose, setting_of, severity_of, table
from checker.outputs.rulebook.libraries import reference

_EXAMPLES = {"fail": "A model that fails", "pass": "A model that passes"}
_IN_USE = "It is in use where `packs` in the config names its pack."
_ALWAYS = "It is always in use, whatever packs the config names."
_LEVELS = "`critical`, `high`, `medium`, `low`, `note` or `off`"


def rule_page(entry: Article, above: str, up: str) -> Iterator[str]:
    """The parts of the page of a rule; ``above`` stands below its title, ``up`` leads to the index."""
    rule = entry.rule
    yield f"# {rule.id}\n"
    yield above
    yield f"**{prose(rule.title)}.**\n"
    yield f"Pack [{rule.pack}](../{rule.pack}.md) · [all rules]({up})\n"
    yield _facts(entry)
    yield f"## Why\n\n{prose(rule.why)}\n"
    yield f"## How to fix it\n\n{prose(rule.fix)}\n"
    body = body_of(entry, without=("params",))
    yield f"## What it asks\n\n{code(body)}" if body else "## What it asks\n\nIt is found by code, not by a matcher.\n"
    for kind, text in examples_of(entry):
        yield f"## {_EXAMPLES[kind]}\n\n{code(text)}"
    yield from _config(entry)
    if rule.refs:
        yield "## References\n\n" + "\n".join(f"* {reference(ref)}" for ref in rule.refs) + "\n"


def _facts(entry: Article) -> str:
    rule = entry.rule
    facts = {
        "severity": severity_of(entry),
        "confidence": rule.confidence,
        "effort to fix": rule.effort,
        "since": rule.since,
        "tags": ", ".join(rule.tags),
        "older names": ", ".join(rule.aliases),
    }
    stated = {name: value for name, value in facts.items() if value}
    return table(tuple(stated), [[*map(prose, stated.values())]])


def _config(entry: Article) -> Iterator[str]:
    """How the rule is switched on and off, and its params set."""
    rule = entry.rule
    params = " and params" if rule.params else ""
    yield f"## In the config\n\n{_ALWAYS if rule.always else _IN_USE}"
    yield f"To set its level{params}, begin with what it has by itself.\nLevels are {_LEVELS}.\n"
    yield code(f"# .threatgate.yaml\n{setting_of(entry)}")
    if rule.params:
        yield table(("param", "may be", "what it is"), [_param(name, one) for name, one in rule.params.items()])


def _param(name: str, schema: Mapping[str, Any]) -> tuple[str, str, str]:
    limits = ("enum", "minimum", "maximum")
    bounds = "".join(f", {key} {json.dumps(schema[key], ensure_ascii=False)}" for key in limits if key in schema)
    kind = "list of texts" if schema["type"] == "array" else schema["type"]
    return f"`{name}`", prose(f"{kind}{bounds}"), prose(schema.get("description", ""))
