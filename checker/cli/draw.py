"""``threatgate draw``: a model as a data-flow diagram."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import file_argument
from checker.pipeline.drawing import model_to_draw


@click.command("draw")
@file_argument
def command(file: str) -> int:
    """Draw the model in FILE, or the only one here, as a data-flow diagram: a Mermaid flowchart.

    GitHub draws it in Markdown, in a fence called mermaid. Attack trees are drawn by threatgate tree.
    """
    from checker.outputs.drawing import lines

    click.echo("\n".join(lines(*model_to_draw(Path.cwd(), file))))
    return 0
