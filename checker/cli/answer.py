"""What the commands share that report on models: how they are asked, and the two ways in which they answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from checker.cli.failure import fenced
from checker.cli.places import refuse_links
from checker.core.errors import UsageError

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_ENDINGS = (".yaml", ".yml", ".json")

file_argument = click.argument("file", default="")
"""The model that a command is about; every model here where it is left out."""


def json_option(what: str = "") -> Decorator:
    """``--json``; ``what`` says what it has more than the lines for people."""
    return click.option("--json", "as_json", is_flag=True, help=f"As JSON{f', with {what}' if what else ''}.")


def name_and_file(first: str, second: str, known: Iterable[str] = ()) -> tuple[str, str]:
    """A name and a file out of two words of which either may be left out, in whichever order they were given.

    A word is a name where it is one of ``known``, or leads to nothing on disk and does not look like a path.
    """

    def is_name(word: str) -> bool:
        return word in known or not (is_there(word) or "/" in word or word.endswith(_ENDINGS))

    if second:
        return (second, first) if is_name(second) and not is_name(first) else (first, second)
    return (first, "") if is_name(first) else ("", first)


def is_there(name: str) -> bool:
    """Whether something on disk has a name; nothing has one that no file system takes, such as a very long one."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


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
    refuse_links(target.parent)
    try:
        if force and (target.is_symlink() or target.is_file()):
            target.unlink()
        if not target.parent.exists():  # of a file in the way, opening says what it is
            target.parent.mkdir(parents=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"there is a {target} already", hint="" if force else hint) from None
    except OSError as error:
        raise UsageError(f"{target} cannot be written: {error.strerror}") from None
