"""``threatgate coverage``: what must and should be considered at each element, and what is answered."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import file_argument, json_option, say, say_data
from checker.outputs.layout import blocks
from checker.pipeline.coverage import measured


@click.command("coverage")
@file_argument
@click.option("--element", default="", metavar="ID", help="Only this element, with every threat that applies to it.")
@click.option("--framework", default="", metavar="NAME", help="Only one framework, such as atlas or stride.")
@json_option("every threat that applies")
def command(file: str, element: str, framework: str, as_json: bool) -> int:
    """Show what must and should be considered in FILE, or in every model here, and what is answered.

    \b
    threatgate coverage                          a table of elements, frameworks and open conditions
    threatgate coverage --element loan-api       one element: each threat, why it applies, what answers it
    threatgate coverage --framework atlas        one framework
    """
    found = measured(Path.cwd(), file, element, framework)
    if as_json:
        from checker.outputs.coverage.json import data

        return say_data([data(one.path, one.model, one.coverage) for one in found])
    from checker.outputs.coverage.human import detail, lines

    if element:
        return say(blocks(detail(covered, one.model) for one in found for covered in one.coverage.elements))
    return say(blocks(lines(one.path, one.model, one.coverage) for one in found))
