"""``threatgate questions``: what a model has still to answer, with the lines that answer it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from checker.cli.failure import fenced
from checker.core.errors import UsageError
from checker.core.questions import Sheet
from checker.documents.words import nearest, quote
from checker.pipeline.questions import SETS, sheets


@click.command("questions")
@click.argument("set", default="")
@click.argument("file", default="")
@click.option("--all", "with_answered", is_flag=True, help="Also what is answered, and by what.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every question.")
def command(set: str, file: str, with_answered: bool, as_json: bool) -> int:
    """List what FILE, or every model here with machine learning, has still to answer.

    \b
    threatgate questions                          everything, of every model
    threatgate questions conditions               on what threats depend, and the model does not say
    threatgate questions plot4ai                  the cards of PLOT4ai
    threatgate questions mit threatmodel.yaml     the subdomains of the MIT AI Risk Repository

    Each open question comes with the line of YAML that answers it: fill in what is empty. The cards of PLOT4ai are
    chosen by the kind of AI, and by the role and phases under plot4ai in the model.
    """
    sets, file = _asked(set, file)
    found = sheets(Path.cwd(), sets, file)
    if as_json:
        from checker.outputs.questions.json import data

        click.echo(json.dumps([data(one) for one in found], indent=2, ensure_ascii=False))
        return 0
    with fenced(sys.stdout):
        for line in _pages(found, with_answered):
            click.echo(line)
    return 0


def _asked(set: str, file: str) -> tuple[tuple[str, ...], str]:
    """The sets and the file: the first word may be either."""
    if set in SETS:
        return (set,), file
    if not set or (not file and Path(set).exists()):
        return SETS, set
    near = nearest(set, SETS)
    hint = f"did you mean {quote(near)}?" if near else f"there is: {', '.join(SETS)}; or name a model file"
    raise UsageError(f"{quote(set)} is no set of questions{'' if file else ', and no file'}", hint=hint)


def _pages(found: tuple[Sheet, ...], with_answered: bool) -> Iterator[str]:
    from checker.outputs.questions.human import lines

    if not found:
        yield "no model here has machine learning; name one to see the questions all the same"
    for number, sheet in enumerate(found):
        if number:
            yield ""
        yield from lines(sheet, with_answered)
