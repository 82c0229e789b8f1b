"""``threatgate diff``: two versions of a model, compared by meaning."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.options import format_option, write_outputs
from checker.core.errors import GitError, UsageError
from checker.pipeline.compare import compare_files, compare_sides
from checker.pipeline.sides import Place, Sides, between, file_alone, find_place


@click.command("diff")
@click.argument("base", default="HEAD")
@click.argument("head", default="")
@click.option("--staged", is_flag=True, help="Compare with the index instead of the work tree.")
@click.option("--exact", is_flag=True, help="Compare with BASE itself, not with the merge base of BASE and HEAD.")
@click.option("--path", "paths", multiple=True, help="Only this model; repeatable.")
@format_option("diff")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour on the terminal.")
def command(
    base: str,
    head: str,
    staged: bool,
    exact: bool,
    paths: tuple[str, ...],
    formats: tuple[tuple[str, str], ...],
    color: str,
) -> int:
    """Show what changed in meaning from BASE to HEAD: revisions, or two files.

    BASE is HEAD and HEAD is the work tree where they are left out. Two revisions are compared from their merge base,
    as a pull request is. Text, order and layout do not count. Exits with 0 also where something changed.
    """
    place = find_place(Path.cwd(), paths)
    if head and not staged and _is_file(base) and _is_file(head):
        report = compare_files(file_alone(base), file_alone(head))
    elif head and staged:
        raise UsageError("--staged compares BASE with the index: leave HEAD out")
    else:
        report = compare_sides(_sides(place, base, head, staged, exact), place.paths)
    write_outputs(report, formats, color, "diff")
    return report.exit_code


def _sides(place: Place, base: str, head: str, staged: bool, exact: bool) -> Sides:
    if not base.strip():
        raise UsageError("BASE names nothing", hint="name a revision, or leave it out for HEAD")
    try:
        return between(place, base, head, staged, exact)
    except GitError:
        file = next((name for name in (base, head) if _is_file(name)), "")
        if not file:
            raise
        hint = f"name two files, or compare one between revisions: threatgate diff HEAD --path {file}"
        raise UsageError(f"{file} is a file, and there is no second one to compare it with", hint=hint) from None


def _is_file(name: str) -> bool:
    """Whether a text names a file; what no file system takes for a name, such as a very long one, names none."""
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False
