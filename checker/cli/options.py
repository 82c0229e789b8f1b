"""Options that several commands share, and writing a report in the formats asked for."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from checker.cli.answer import Decorator
from checker.cli.failure import fenced
from checker.core.errors import UsageError
from checker.core.report import Report
from checker.outputs import DIFF_OUTPUTS, OUTPUTS
from checker.outputs.style import Style

_FOR_PEOPLE = ("human", "markdown")
_COLUMNS = 100  # where there is no terminal
_OUTPUTS = {"check": OUTPUTS, "diff": DIFF_OUTPUTS}


def _as_of(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    if value is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise click.BadParameter(f"'{value}' is not a date like 2026-11-23") from error


as_of_option = click.option(
    "--as-of", callback=_as_of, metavar="DATE", help="The day to judge expiry by. [default: today, UTC]"
)


def format_option(command: str) -> Decorator:
    """``--format NAME[=FILE]``, repeatable: one run, many outputs."""
    names = _OUTPUTS[command]

    def parse(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        chosen = tuple((name, file) for name, _, file in (value.partition("=") for value in values or ("human",)))
        for name, _ in chosen:
            if name not in names:
                raise click.BadParameter(f"'{name}' is not one of: {', '.join(names)}")
        if sum(not file for _, file in chosen) > 1:
            raise click.BadParameter("only one format can go to standard output; give the others a file: NAME=FILE")
        files = [os.path.normpath(file) for _, file in chosen if file]
        if twice := next((file for file in files if files.count(file) > 1), ""):
            raise click.BadParameter(f"two formats cannot go to one file: {twice}")
        return chosen

    return click.option(
        "--format",
        "formats",
        multiple=True,
        callback=parse,
        metavar="NAME[=FILE]",
        help=f"Output format, repeatable: {', '.join(names)}. [default: human]",
    )


def write_outputs(report: Report, formats: tuple[tuple[str, str], ...], color: str, command: str = "check") -> None:
    """Write a report in every format asked for: files first, so that they exist whatever reads standard output."""
    for name, file in sorted(formats, key=lambda chosen: not chosen[1]):
        render = _OUTPUTS[command][name].render
        if file:
            _write_file(file, render(report, Style()))
        elif name in _FOR_PEOPLE:
            with fenced(sys.stdout):
                sys.stdout.writelines(render(report, Style(color=_wants_color(color), width=_width())))
        else:
            sys.stdout.writelines(render(report, Style()))


def _write_file(name: str, chunks: Any) -> None:
    path = Path(name)
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(chunks)
    except OSError as error:
        hint = "name a file in a folder that exists and can be written to"
        raise UsageError(f"cannot write {name}: {error.strerror or error}", hint=hint) from error


def _wants_color(choice: str) -> bool:
    """The terminal conventions: an option beats NO_COLOR (no-color.org) beats FORCE_COLOR beats a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int:
    """The columns of the terminal, as shutil finds them, which imports every archive format on its way."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _COLUMNS
    except (OSError, ValueError):
        return _COLUMNS
