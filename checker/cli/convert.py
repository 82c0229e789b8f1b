"""``threatgate convert``: a first threat model from an architecture file, or a model in another format."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.failure import report_doubt
from checker.cli.places import refuse_links
from checker.core.errors import UsageError
from checker.outputs.escape import visible
from checker.pipeline.convert import WRITERS, converted


@click.command("convert")
@click.argument("file", type=click.Path())
@click.option("--to", default="native", type=click.Choice([*WRITERS]), help="The format to write. [default: native]")
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
    if target and (target.exists() or target.is_symlink()) and not force:
        raise UsageError(f"there is a {target} already", hint="to overwrite it, add --force")
    found = converted(Path.cwd(), file, to)
    if target:
        _write(target, found.text)
        click.echo(f"wrote {visible(str(target))}", err=True)
    else:
        click.echo(found.text, nl=False)
    for one in found.told:
        report_doubt(one)
    return 0


def _write(target: Path, text: str) -> None:
    refuse_links(target.parent)
    try:
        if target.is_symlink() or target.is_file():
            target.unlink()  # never through a link that somebody put there
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}") from None
