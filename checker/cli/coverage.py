"""``threatgate coverage``: what must and should be considered at each element, and what is answered."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from checker.cli.failure import fenced
from checker.pipeline.coverage import Measured, measured


@click.command("coverage")
@click.argument("file", default="")
@click.option("--element", default="", metavar="ID", help="Only this element, with every threat that applies to it.")
@click.option("--framework", default="", metavar="NAME", help="Only one framework, such as atlas or stride.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every threat that applies.")
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

        models = [data(one.path, one.model.system.id, one.coverage) for one in found]
        click.echo(json.dumps({"models": models}, indent=2, ensure_ascii=False))
        return 0
    with fenced(sys.stdout):
        for line in _pages(found, bool(element)):
            click.echo(line)
    return 0


def _pages(found: tuple[Measured, ...], detailed: bool) -> Iterator[str]:
    from checker.outputs.coverage.human import detail, lines

    for number, one in enumerate(found):
        if number:
            yield ""
        if detailed:
            for covered in one.coverage.elements:
                yield from detail(covered)
        else:
            yield from lines(one.path, one.model.system.id, one.coverage)
