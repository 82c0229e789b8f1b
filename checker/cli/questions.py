"""``threatgate questions``: what a model has still to answer, with the lines that answer it."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import file_argument, json_option, name_and_file, say, say_data
from checker.core.errors import UsageError
from checker.documents.words import nearest, quote
from checker.outputs.layout import blocks
from checker.pipeline.questions import SETS, sheets


@click.command("questions")
@click.argument("set", default="")
@file_argument
@click.option("--all", "with_answered", is_flag=True, help="Also what is answered, and by what.")
@json_option("every question")
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

        return say_data([data(one) for one in found])
    from checker.outputs.questions.human import lines

    if not found:
        return say(["no model here has machine learning; name one to see the questions all the same"])
    return say(blocks(lines(one, with_answered) for one in found))


def _asked(set: str, file: str) -> tuple[tuple[str, ...], str]:
    """The sets and the file: the first word may be either."""
    set, file = name_and_file(set, file, SETS)
    if not set:
        return SETS, file
    if set in SETS:
        return (set,), file
    near = nearest(set, SETS)
    hint = f"did you mean {quote(near)}?" if near else f"there is: {', '.join(SETS)}; or name a model file"
    raise UsageError(f"{quote(set)} is no set of questions{'' if file else ', and no file'}", hint=hint)
