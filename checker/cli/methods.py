"""``threatgate methods``: what is complete and what is missing of the methods that a model claims."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import file_argument, json_option, name_and_file, say, say_data
from checker.cli.options import as_of_option
from checker.core.errors import UsageError
from checker.documents.words import nearest, quote
from checker.methods.assess import METHODS
from checker.outputs.layout import blocks
from checker.pipeline.methods import assessed


@click.command("methods")
@click.argument("name", default="")
@file_argument
@as_of_option
@json_option("everything that is missing and every answer")
def command(name: str, file: str, as_of: str, as_json: bool) -> int:
    """Show what a model's methods ask for, what is there and what is missing: threatgate methods [NAME] [FILE].

    Without a NAME, the methods that the model claims under `methods`, or what it could claim. NAME is stride, linddun,
    pasta, vast or four-questions, claimed or not, and then shows what answers each question, too.

    \b
    threatgate methods                             of every model here, what it claims
    threatgate methods stride threatmodel.yaml     one method, letter by letter
    """
    name, file = name_and_file(name, file, METHODS)
    if name and name not in METHODS:
        near = nearest(name, METHODS)
        hint = f"did you mean {quote(near)}?" if near else f"one of: {', '.join(METHODS)}; or the path of a model"
        raise UsageError(f"there is no method {quote(name)}, nor a file of that name", hint=hint)
    found = assessed(Path.cwd(), as_of, name, file)
    if as_json:
        from checker.outputs.methods.json import data

        return say_data([data(one.path, one.id, one.found, one.locate, one.unknown) for one in found])
    from checker.outputs.methods.human import lines, underived

    return say(
        blocks(
            underived(one.path, one.id)
            if one.derives_threats
            else lines(one.path, one.id, one.found, one.locate, one.unknown, one.names, whole=bool(name))
            for one in found
        )
    )
