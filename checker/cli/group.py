"""The group of commands: each is imported only when it is chosen, and every failure leaves with its exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from checker.cli.failure import fenced, report_bug, report_failure
from checker.core.errors import CheckError

COMMANDS = {
    "check": "Check threat models: schema, changes, reviews, policy. The default command.",
    "diff": "Compare two versions of a threat model by meaning.",
    "review": "Record that a person has looked at elements as they are now.",
    "rules": "List the rules and their levels.",
    "explain": "Explain one rule: why, how to fix, references, examples.",
    "baseline": "Write down older findings, so that they can only shrink.",
    "init": "Write a first threat model and config for this repository.",
    "schema": "Print a JSON Schema, for editors.",
    "completion": "Print the completion script of a shell.",
}
"""Command -> its line in the help: one module of this package each."""


class Lazy(click.Group):
    """A group whose commands are modules of this package, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"checker.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = ("--help", "-h", "--version", "-V")
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            ctx.fail(_no_such_command(args[0]))
        return super().resolve_command(ctx, args)


@click.command(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 pass, 1 findings, 2 wrong call, config or policy, 3 could not evaluate.",
)
@click.version_option(None, "-V", "--version", package_name="threatgate", message="threatgate %(version)s")
def threatgate() -> None:
    """threatgate keeps a threat model true: nothing about the attack surface changes without a recorded decision."""


def run(args: list[str]) -> None:
    """Run one command line and leave with its exit code; never a traceback without ``THREATGATE_DEBUG``."""
    try:
        code = threatgate.main(args, prog_name="threatgate", standalone_mode=False)
    except click.exceptions.Abort:
        sys.stderr.write("threatgate: stopped\n")
        sys.exit(130)
    except click.ClickException as error:
        with fenced(sys.stderr):
            error.show()
        sys.exit(error.exit_code)
    except CheckError as error:
        report_failure(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(3)
    except Exception as error:
        report_bug(error, debug=bool(os.environ.get("THREATGATE_DEBUG")))
        sys.exit(3)
    sys.exit(code if isinstance(code, int) else 0)


def _no_such_command(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, 1)
    if near:
        return f"no such command '{name}'; did you mean '{near[0]}'?"
    return f"no such command '{name}'; to check one file: threatgate check {name}"
