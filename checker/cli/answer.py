"""What the commands share that report on models: how they are asked, and the two ways in which they answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from checker.cli.failure import fenced
from checker.core.errors import UsageError

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

file_argument = click.argument("file", default="")
"""The model that a command is about; every model here where it is left out."""


def json_option(what: str = "") -> Decorator:
    """``--json``; ``what`` says what it has more than the lines for people."""
    return click.option("--json", "as_json", is_flag=True, help=f"As JSON{f', with {what}' if what else ''}.")


class Showing(click.Group):
    """A group whose command ``show`` need not be named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = args and (args[0] in self.commands or args[0] in ("--help", "-h"))
        return super().parse_args(ctx, args if known or ctx.resilient_parsing else ["show", *args])


def say_data(data: Any) -> int:
    """Print an answer as JSON; the exit code of a report."""
    from checker.outputs.compact import indented

    click.echo(indented(data))
    return 0


def say(lines: Iterable[str]) -> int:
    """Print an answer for people, fenced where a runner listens; the exit code of a report."""
    with fenced(sys.stdout):
        for line in lines:
            click.echo(line)
    return 0


def create(target: Path, text: str, force: bool = False, hint: str = "to overwrite it, add --force") -> None:
    """Write a file that is not there yet, and its folder; with ``force`` in the place of one, never through a link that
    somebody put there. Raises UsageError where it is there, or cannot be written."""
    try:
        if force and (target.is_symlink() or target.is_file()):
            target.unlink()
        if not target.parent.exists():
            target.parent.mkdir(parents=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"there is a {target} already", hint="" if force else hint) from None
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}") from None
