"""``threatgate risk``: the register of risks."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import file_argument, json_option, say, say_data
from checker.cli.options import as_of_option
from checker.outputs.layout import blocks
from checker.pipeline.risk import registers


@click.command("risk")
@file_argument
@as_of_option
@json_option("everything that was recomputed")
def command(file: str, as_of: str, as_json: bool) -> int:
    """List the threats of FILE, or of every model here, by their risk.

    DREAD, CVSS, and likelihood by impact: recomputed, each by its own bands and on one scale from 0 to 10. Exits with
    0 however high a risk is: what fails is up to the pack 'risk'.
    """
    found = registers(Path.cwd(), file, as_of)
    if as_json:
        from checker.outputs.risk.json import data

        return say_data([data(one) for one in found])
    from checker.outputs.risk.human import lines

    return say(blocks(map(lines, found)))
