"""``threatgate tree``: attack trees, computed and drawn; and trees of ADTool as native YAML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from checker.cli.answer import Showing, file_argument, json_option, name_and_file, say, say_data
from checker.cli.failure import report_doubt
from checker.core.errors import UsageError
from checker.documents.words import listing
from checker.outputs.layout import blocks
from checker.pipeline.trees import Computed, computed_trees, imported_tree


@click.group("tree", cls=Showing)
def command() -> None:
    """Compute and draw the attack trees of a model: threatgate tree [FILE] [TREE].

    \b
    threatgate tree                             every tree of every model here
    threatgate tree bad-loans                   one tree
    threatgate tree threatmodel.yaml bad-loans  one tree of one model
    threatgate tree import bank.xml             a tree of ADTool, as native YAML
    """


@command.command("show")
@file_argument
@click.argument("tree", default="")
@json_option("every attack")
@click.option("--mermaid", is_flag=True, help="One tree as a Mermaid flowchart.")
@click.option("--svg", is_flag=True, help="One tree as an SVG picture.")
def show(file: str, tree: str, as_json: bool, mermaid: bool, svg: bool) -> int:
    """Show the attack trees of FILE, or of every model here; only TREE where it is named. The default.

    Minimal attacks, their figures, what reaches the goal alone, and the controls that stop everything.
    """
    if as_json + mermaid + svg > 1:
        raise UsageError("--json, --mermaid and --svg are three answers: ask for one of them")
    tree, file = name_and_file(file, tree)
    trees = computed_trees(Path.cwd(), file, tree)
    if as_json:
        from checker.outputs.trees.json import data

        return say_data([{"model": one.model, **data(one.analysis, one.location)} for one in trees])
    if mermaid or svg:  # never fenced: no line of a picture begins with a word of the model
        for line in _picture(_only(trees), svg):
            click.echo(line)
        return 0
    from checker.outputs.trees.human import lines

    return say(blocks(lines(one.analysis, one.location) for one in trees) if trees else ["no attack trees"])


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
        ids = listing([one.analysis.id for one in trees])
        hint = f"name it: threatgate tree FILE TREE; there is {ids}" if trees else ""
        raise UsageError("a picture shows one attack tree", hint=hint)
    return trees[0]


def _picture(one: Computed, svg: bool) -> Iterator[str]:
    if svg:
        from checker.outputs.trees.svg import lines
    else:
        from checker.outputs.trees.mermaid import lines
    yield from lines(one.analysis)
