"""``threatgate risk``: the register of risks."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from checker.cli.failure import fenced
from checker.cli.options import as_of_option
from checker.knowledge.risk.register import Register
from checker.pipeline.risk import registers


@click.command("risk")
@click.argument("file", metavar="[MODEL]", default="")
@as_of_option
@click.option("--json", "as_json", is_flag=True, help="As JSON, with everything that was recomputed.")
def command(file: str, as_of: str, as_json: bool) -> int:
    """List the threats of MODEL, or of every model here, by their risk.

    DREAD, CVSS, and likelihood by impact: recomputed, each by its own bands and on one scale from 0 to 10. Exits with
    0 however high a risk is: what fails is up to the pack 'risk'.
    """
    found = registers(Path.cwd(), file, as_of)
    if as_json:
        from checker.outputs.risk.json import data

        click.echo(json.dumps([data(one) for one in found], indent=2, ensure_ascii=False))
    else:
        with fenced(sys.stdout):
            for line in _pages(found):
                click.echo(line)
    return 0


def _pages(found: tuple[Register, ...]) -> Iterator[str]:
    from checker.outputs.risk.human import lines

    for number, one in enumerate(found):
        if number:
            yield ""
        yield from lines(one)
