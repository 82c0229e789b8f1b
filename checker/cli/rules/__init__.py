"""``threatgate rules``: what is checked, and at what level; and what helps to write rules."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import json_option, say, say_data
from checker.cli.rules.docs import docs
from checker.cli.rules.lint import lint
from checker.cli.rules.new import new
from checker.cli.rules.views import views
from checker.outputs.layout import table
from checker.pipeline.gate import read_gate
from checker.pipeline.sides import find_place, work_tree_alone


@click.group("rules", invoke_without_command=True)
@click.option("--pack", help="Only the rules of this pack.")
@json_option()
@click.option("--policy", "policies", multiple=True, type=click.Path(), help="Folder of further rules; repeatable.")
@click.pass_context
def command(ctx: click.Context, pack: str | None, as_json: bool, policies: tuple[str, ...]) -> int:
    """List the rules of the packs in use, and the built-in ones, with the severity that the config gives them.

    With a command: write rules of your own.
    """
    if ctx.invoked_subcommand:
        if pack or as_json or policies:
            raise click.UsageError(f"options of '{ctx.invoked_subcommand}' stand behind it", ctx)
        return 0
    gate = read_gate(work_tree_alone(find_place(Path.cwd(), ())).head, None, "1970-01-01", policies)
    levels = dict(gate.settings.levels)
    rules = [rule for rule in gate.catalogue.rules(gate.settings, policies) if pack in (None, rule.pack)]
    rows = [(rule.id, levels.get(rule.id, rule.severity), rule.title) for rule in rules]
    if pack and not rows:
        packs = sorted({rule.pack for rule in gate.catalogue.rules(gate.settings, policies)})
        raise click.BadParameter(f"no pack '{pack}' in use; there are: {', '.join(packs)}", param_hint="--pack")
    if as_json:
        return say_data([dict(zip(("id", "severity", "title"), row, strict=True)) for row in rows])
    return say(table(rows))


for one in (new, lint, views, docs):
    command.add_command(one)
