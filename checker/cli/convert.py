"""``threatgate convert``: a first threat model from an architecture file, or a model in another format."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import create
from checker.cli.failure import report_doubt
from checker.core.errors import UsageError
from checker.outputs.escape import visible
from checker.pipeline.convert import NATIVE, TARGETS, converted


@click.command("convert")
@click.argument("file", type=click.Path())
@click.option("--to", default=NATIVE, type=click.Choice(TARGETS), help="The format to write. [default: native]")
@click.option("--out", default="", metavar="FILE", type=click.Path(), help="Where to write. [default: standard output]")
@click.option("--force", is_flag=True, help="Overwrite the file that --out names.")
def command(file: str, to: str, out: str, force: bool) -> int:
    """Make a threat model from FILE: an architecture in ArchiMate, or a model in any format that is read.

    \b
    threatgate convert architecture/shop.archimate --out threatmodel.yaml
    threatgate convert threagile.yaml --out threatmodel.yaml

    ArchiMate: exchange files of version 3, and files of Archi. What has no place in the new file is left out, and a
    warning says so.
    """
    target = Path(out) if out else None
    if force and target is None:
        raise UsageError("--force overwrites the file that --out names: name one")
    found = converted(Path.cwd(), file, to)
    if target:
        create(target, found.text, force)
        click.echo(f"wrote {visible(str(target))}", err=True)
    else:
        click.echo(found.text, nl=False)
    for one in found.told:
        report_doubt(one)
    return 0
