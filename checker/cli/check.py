"""``threatgate check``: options to a request, the report to its outputs."""

from __future__ import annotations

import sys

import click

from checker.cli.comparison import comparison_options, open_sides
from checker.cli.options import as_of_option, format_option, write_outputs
from checker.cli.progress import progress
from checker.core.finding import SEVERITIES
from checker.pipeline.check import Request, check


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@comparison_options
@format_option("check")
@click.option(
    "--fail-on",
    type=click.Choice([*reversed(SEVERITIES), "never"]),
    help="Lowest severity that fails. [default: the config's, else medium]",
)
@click.option("--policy", "policies", multiple=True, type=click.Path(), help="Folder of further rules; repeatable.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour on the terminal.")
@as_of_option
def command(
    paths: tuple[str, ...],
    base: str | None,
    exact: bool,
    staged: bool,
    formats: tuple[tuple[str, str], ...],
    fail_on: str | None,
    policies: tuple[str, ...],
    color: str,
    as_of: str,
) -> int:
    """Check the threat models at PATHS, or every one of the repository.

    With --base (or --staged, or --base auto in CI) only what the change touches fails; older debt is shown apart,
    and config, policies, waivers and baseline are read from the base.
    """
    sides, names = open_sides(paths, base, exact, staged)
    request = Request(as_of, names, fail_on or "", policies)
    with progress() as step:
        report = check(sides, request, step)
    write_outputs(report, formats, color)
    sys.stdout.flush()
    return report.exit_code
