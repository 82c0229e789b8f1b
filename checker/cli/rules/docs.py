"""``threatgate rules docs``: packs of rules as Markdown pages."""

from __future__ import annotations

from pathlib import Path

import click

from checker.core.errors import UsageError
from checker.outputs.words import number_of
from checker.pipeline.packs import chosen_packs, handbook


@click.command("docs")
@click.argument("folders", nargs=-1, type=click.Path(), metavar="[DIR]...")
@click.option("--pack", "packs", multiple=True, metavar="ID", help="A shipped pack; repeatable.")
@click.option("--out", type=click.Path(), default="docs/rules", show_default=True, help="Where the pages go.")
def docs(folders: tuple[str, ...], packs: tuple[str, ...], out: str) -> int:
    """Write a Markdown page for each rule and each pack in DIR, and an index of them.

    Without DIR: the packs of this repository that its config names, else those in ./policies.
    """
    made = handbook(chosen_packs(Path.cwd(), folders, packs))
    for path, text in made.items():
        target = Path(out) / path
        if any(part.is_symlink() for part in (target, target.parent)):
            raise UsageError(f"{target.as_posix()} is a symbolic link, and links are not followed")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"wrote {number_of(len(made), 'page')} into {Path(out).as_posix()}")
    return 0
