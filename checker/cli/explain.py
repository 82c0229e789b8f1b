"""``threatgate explain RULE``: one rule for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from checker.cli.failure import fenced
from checker.outputs.escape import visible
from checker.outputs.rulebook import Article, body_of, examples_of, setting_of
from checker.pipeline.gate import read_gate
from checker.pipeline.sides import find_place, work_tree_alone


@click.command("explain")
@click.argument("rule")
@click.option("--policy", "policies", multiple=True, type=click.Path(), help="Folder of further rules; repeatable.")
def command(rule: str, policies: tuple[str, ...]) -> int:
    """Explain RULE: why it matters, how to fix it, what it asks, references, a failing and a passing example."""
    gate = read_gate(work_tree_alone(find_place(Path.cwd(), ())).head, None, "1970-01-01", policies)
    found = Article(gate.catalogue.whole(rule), gate.catalogue.file(rule).data)
    id, settings = found.rule.id, gate.settings
    page = _page(found, dict(settings.levels).get(id, ""), dict(dict(settings.params).get(id, ())))
    with fenced(sys.stdout):
        click.echo("\n".join(visible(line) for line in page.split("\n")))
    return 0


def _page(entry: Article, level: str, params: Mapping[str, Any]) -> str:
    rule = entry.rule
    default = f"{rule.severity} at most, {rule.severity_by}" if rule.severity_by else rule.severity
    severity = f"{level} (by the config; {default} by default)" if level else default
    since = f"    since: {rule.since}" if rule.since else ""
    parts = [
        f"{rule.id}: {rule.title}",
        f"severity: {severity}    confidence: {rule.confidence}{since}",
        f"Why\n  {rule.why}",
        f"Fix{f' (effort: {rule.effort})' if rule.effort else ''}\n  {rule.fix}",
    ]
    if rule.params:
        lines = (line for name, schema in rule.params.items() for line in _param(name, schema, params))
        parts.append("Params\n" + "\n".join(lines))
    if rule.refs:
        parts.append("References\n" + "\n".join(f"  {ref}" for ref in rule.refs))
    if body := body_of(entry, without=("params", "severity")):
        parts.append(f"Asks\n{_indented(body)}")
    for kind, text in examples_of(entry):
        parts.append(f"{_TITLES[kind]}\n{_indented(text)}")
    what = "its level and params" if rule.params else "its level"
    parts.append(
        f"To change {what}, in .threatgate.yaml (critical, high, medium, low, note or off):\n"
        f"{_indented(setting_of(entry))}"
    )
    return "\n\n".join(parts)


def _param(name: str, schema: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
    here = f"{_value(given[name])} (by the config; " if name in given else ""
    bounds = "".join(f", {key} {_value(schema[key])}" for key in ("minimum", "maximum", "enum") if key in schema)
    yield f"  {name}: {here}{_value(schema['default'])}{' by default)' if here else ''} ({schema['type']}{bounds})"
    if "description" in schema:
        yield f"    {schema['description']}"


def _value(value: object) -> str:
    """A value as YAML and JSON write it."""
    return json.dumps(value, ensure_ascii=False)


_TITLES = {"fail": "Failing example", "pass": "Passing example"}


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.rstrip().splitlines())
