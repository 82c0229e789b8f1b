"""``threatgate tree``: attack trees, computed and drawn; and trees of ADTool as native YAML."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from checker.cli.failure import fenced, report_doubt
from checker.core.errors import UsageError
from checker.documents.words import quote
from checker.pipeline.trees import Computed, computed_trees, imported_tree


class Showing(click.Group):
    """A group whose command ``show`` need not be named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = args and (args[0] in self.commands or args[0] in ("--help", "-h"))
        return super().parse_args(ctx, args if known or ctx.resilient_parsing else ["show", *args])


@click.group("tree", cls=Showing)
def command() -> None:
    """Compute and draw the attack trees of a model: threatgate tree [FILE] [TREE].

    \b
    threatgate tree                             every tree of every model here
    threatgate tree threatmodel.yaml bad-loans  one tree
    threatgate tree import bank.xml             a tree of ADTool, as native YAML
    """


@command.command("show")
@click.argument("file", default="")
@click.argument("tree", default="")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every attack.")
@click.option("--mermaid", is_flag=True, help="One tree as a Mermaid flowchart.")
@click.option("--svg", is_flag=True, help="One tree as an SVG picture.")
def show(file: str, tree: str, as_json: bool, mermaid: bool, svg: bool) -> int:
    """Show the attack trees of FILE, or of every model here; only TREE where it is named. The default.

    Minimal attacks, their figures, what reaches the goal alone, and the controls that stop everything.
    """
    if as_json + mermaid + svg > 1:
        raise UsageError("--json, --mermaid and --svg are three answers: ask for one of them")
    trees = computed_trees(Path.cwd(), file, tree)
    if as_json:
        from checker.outputs.trees.json import data

        found = [{"model": one.model, **data(one.analysis, one.location)} for one in trees]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    elif mermaid or svg:  # never fenced: no line of a picture begins with a word of the model
        for line in _picture(_only(trees), svg):
            click.echo(line)
    else:
        with fenced(sys.stdout):
            for line in _pages(trees):
                click.echo(line)
    return 0


@command.command("import")
@click.argument("file", type=click.Path())
@click.option("--id", "id", default="", help="The id of the tree. [default: made from its goal]")
def import_(file: str, id: str) -> int:
    """Print the attack-defence tree in FILE, XML of ADTool, as YAML for a model.

    Defences become controls. What has no place in a model is left out, and a warning says so.
    """
    text, doubts = imported_tree(file, id)
    click.echo(text, nl=False)
    for doubt in doubts:
        report_doubt(doubt)
    return 0


def _only(trees: tuple[Computed, ...]) -> Computed:
    if len(trees) != 1:
        ids = ", ".join(quote(one.analysis.id) for one in trees[:20])
        hint = f"name it: threatgate tree FILE TREE; there is {ids}" if trees else ""
        raise UsageError("a picture shows one attack tree", hint=hint)
    return trees[0]


def _pages(trees: tuple[Computed, ...]) -> Iterator[str]:
    from checker.outputs.trees.human import lines

    if not trees:
        yield "no attack trees"
    for number, one in enumerate(trees):
        if number:
            yield ""
        yield from lines(one.analysis, one.location)


def _picture(one: Computed, svg: bool) -> Iterator[str]:
    if svg:
        from checker.outputs.trees.svg import lines
    else:
        from checker.outputs.trees.mermaid import lines
    yield from lines(one.analysis)
