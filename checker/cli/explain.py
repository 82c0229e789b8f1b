"""``threatgate explain RULE``: one rule for a person."""

from __future__ import annotations

import sys
from pathlib import Path

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
    page = _page(found, dict(gate.settings.levels).get(found.id, ""))
    with fenced(sys.stdout):
        click.echo("\n".join(visible(line) for line in page.split("\n")))
    return 0


def _page(rule: Rule, level: str) -> str:
    severity = f"{level} (by the config; {rule.severity} by default)" if level else rule.severity
    since = f"    since: {rule.since}" if rule.since else ""
    parts = [
        f"{rule.id}: {rule.title}",
        f"severity: {severity}    confidence: {rule.confidence}{since}",
        f"Why\n  {rule.why}",
        f"Fix{f' (effort: {rule.effort})' if rule.effort else ''}\n  {rule.fix}",
    ]
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


def _indented(example: object) -> str:
    import yaml  # only here: to show an example as the YAML that a person would write

    text = example if isinstance(example, str) else yaml.safe_dump(example, sort_keys=False, allow_unicode=True)
    return "\n".join(f"  {line}" for line in text.rstrip().splitlines())
