"""``threatgate explain RULE``: one rule for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from checker.cli.failure import fenced
from checker.core.rule import Rule
from checker.outputs.escape import visible
from checker.pipeline.gate import read_gate
from checker.pipeline.sides import find_place, work_tree_alone


@click.command("explain")
@click.argument("rule")
@click.option("--policy", "policies", multiple=True, type=click.Path(), help="Folder of further rules; repeatable.")
def command(rule: str, policies: tuple[str, ...]) -> int:
    """Explain RULE: why it matters, how to fix it, references, a failing and a passing example."""
    gate = read_gate(work_tree_alone(find_place(Path.cwd(), ())).head, None, "1970-01-01", policies)
    found = gate.catalogue.whole(rule)
    settings = gate.settings
    page = _page(found, dict(settings.levels).get(found.id, ""), dict(dict(settings.params).get(found.id, ())))
    with fenced(sys.stdout):
        click.echo("\n".join(visible(line) for line in page.split("\n")))
    return 0


def _page(rule: Rule, level: str, params: Mapping[str, Any]) -> str:
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
    for kind, title in (("fail", "Failing example"), ("pass", "Passing example")):
        examples = (rule.examples or {}).get(kind, ())
        if examples:
            parts.append(f"{title}\n{_indented(examples[0])}")
    parts.append(
        "To change its level, in .threatgate.yaml (critical, high, medium, low, note or off):\n"
        f"  rules:\n    {rule.id}: low"
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


def _indented(example: object) -> str:
    import yaml  # only here: to show an example as the YAML that a person would write

    text = example if isinstance(example, str) else yaml.safe_dump(example, sort_keys=False, allow_unicode=True)
    return "\n".join(f"  {line}" for line in text.rstrip().splitlines())
