"""``threatgate convert``: a model in another format, or a first one of an architecture."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.answer import create
from checker.cli.failure import report_doubt
from checker.core.errors import UsageError
from checker.inputs import FORMATS
from checker.outputs.escape import visible
from checker.pipeline.convert import NATIVE, TARGETS, converted

HELP = f"""
Write the threat model in FILE in another format, or make a first one of an architecture in ArchiMate.

\b
threatgate convert threagile.yaml --out threatmodel.yaml
threatgate convert threatmodel.yaml --to otm --out shop.otm
threatgate convert architecture/shop.archimate --out threatmodel.yaml

FILE is of one of these formats, as its content says: {", ".join(FORMATS)}. What has no place in the new file is left
out, and a warning says so; so does one where the new format asks for what the model does not say.
"""


@click.command("convert", help=HELP)
@click.argument("file", type=click.Path())
@click.option("--to", default=NATIVE, type=click.Choice(TARGETS), help="The format to write. [default: native]")
@click.option("--out", default="", metavar="FILE", type=click.Path(), help="Where to write. [default: standard output]")
@click.option("--force", is_flag=True, help="Overwrite the file that --out names.")
def command(file: str, to: str, out: str, force: bool) -> int:
    """See :data:`HELP`."""
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
