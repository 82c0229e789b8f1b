"""``threatgate rules docs``: packs of rules as Markdown pages."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.places import refuse_links
from checker.core.errors import UsageError
from checker.outputs.words import number_of
from checker.pipeline.packs import chosen_packs, handbook

_MADE = "<!-- Made by threatgate rules docs from the files of the rules, which are the place to change it. -->"


@click.command("docs")
@click.argument("folders", nargs=-1, type=click.Path(), metavar="[DIR]...")
@click.option("--pack", "packs", multiple=True, metavar="ID", help="A shipped pack; repeatable.")
@click.option("--out", type=click.Path(), default="docs/rules", show_default=True, help="Where the pages go.")
def docs(folders: tuple[str, ...], packs: tuple[str, ...], out: str) -> int:
    """Write a Markdown page for each rule and each pack in DIR, and an index of them.

    Without DIR: the packs of this repository that its config names, else those in ./policies.
    """
    if not out:
        raise click.BadParameter("it is empty", param_hint="--out")
    pages = {Path(out) / path: text for path, text in handbook(chosen_packs(Path.cwd(), folders, packs), _MADE).items()}
    for path in pages:
        refuse_links(path)
        if path.exists() and _MADE not in path.read_text(encoding="utf-8", errors="replace"):
            message = f"there is a {path.as_posix()} already, and it is not a page of this command"
            raise UsageError(message, hint="name another folder with --out, or remove that file")
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"wrote {number_of(len(pages), 'page')} into {Path(out).as_posix()}")
    return 0
