"""``threatgate explain RULE``: one rule for a person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from checker.cli.failure import fenced
from checker.core.rule import Rule
from checker.outputs.escape import visible
from checker.outputs.rulebook import body_of, examples_of, severity_of
from checker.pipeline.gate import read_gate
from checker.pipeline.sides import find_place, work_tree_alone


@click.command("explain")
@click.argument("rule")
@click.option("--policy", "policies", multiple=True, type=click.Path(), help="Folder of further rules; repeatable.")
def command(rule: str, policies: tuple[str, ...]) -> int:
    """Explain RULE: why it matters, how to fix it, what it asks, references, a failing and a passing example."""
    gate = read_gate(work_tree_alone(find_place(Path.cwd(), ())).head, None, "1970-01-01", policies)
    found = gate.catalogue.whole(rule)
    page = _page(found, gate.catalogue.file(rule).data, dict(gate.settings.levels).get(found.id, ""))
    with fenced(sys.stdout):
        click.echo("\n".join(visible(line) for line in page.split("\n")))
    return 0


def _page(rule: Rule, said: dict[str, Any], level: str) -> str:
    severity = f"{level} (by the config; {severity_of(said)} by default)" if level else severity_of(said)
    since = f"    since: {rule.since}" if rule.since else ""
    parts = [
        f"{rule.id}: {rule.title}",
        f"severity: {severity}    confidence: {rule.confidence}{since}",
        f"Why\n  {rule.why}",
        f"Fix{f' (effort: {rule.effort})' if rule.effort else ''}\n  {rule.fix}",
    ]
    if rule.refs:
        parts.append("References\n" + "\n".join(f"  {ref}" for ref in rule.refs))
    if body := body_of(said):
        parts.append(f"Asks\n{_indented(body)}")
    for kind, text in examples_of(said):
        parts.append(f"{_TITLES[kind]}\n{_indented(text)}")
    parts.append(
        "To change its level, in .threatgate.yaml (critical, high, medium, low, note or off):\n"
        f"  rules:\n    {rule.id}: low"
    )
    return "\n\n".join(parts)


_TITLES = {"fail": "Failing example", "pass": "Passing example"}


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.rstrip().splitlines())
