"""``threatgate rules lint``: everything wrong with the files of a pack, and what could be better."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from checker.cli.failure import fenced
from checker.outputs.escape import visible
from checker.outputs.words import number_of
from checker.pipeline.lint import lint_pack
from checker.pipeline.packs import chosen_packs


@click.command("lint")
@click.argument("folders", nargs=-1, type=click.Path(), metavar="[DIR]...")
@click.option("--pack", "packs", multiple=True, metavar="ID", help="A shipped pack; repeatable.")
def lint(folders: tuple[str, ...], packs: tuple[str, ...]) -> int:
    """Say everything that is wrong with the files of the packs in DIR, and what could be better.

    Without DIR: the packs of this repository that its config names, else those in ./policies. Exit code 2 where
    something is wrong, 1 where something could be better.
    """
    shelves = list(chosen_packs(Path.cwd(), folders, packs))
    found = [remark for shelf in shelves for remark in lint_pack(shelf)]
    with fenced(sys.stdout):
        for one in found:
            kind = "error" if one.wrong else "warning"
            click.echo(
                visible(f"{one.location}: {kind}: {one.message}") + (f" ({visible(one.hint)})" if one.hint else "")
            )
    errors = sum(one.wrong for one in found)
    rules = number_of(sum(len(shelf.rules) for shelf in shelves), "rule")
    click.echo(f"{number_of(errors, 'error')}, {number_of(len(found) - errors, 'warning')} in {rules}")
    return 2 if errors else 1 if found else 0
