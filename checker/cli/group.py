"""The group of commands: each is imported only when it is chosen, and every failure leaves with its exit code."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from checker.cli.failure import report_bug, report_failure, report_wrong_call
from checker.core.errors import CheckError

SECTIONS = {
    "Check and review": ("check", "diff", "review", "baseline"),
    "Write and draw a model": ("init", "convert", "draw"),
    "Threats, risk and coverage": ("suggest", "coverage", "questions", "risk", "methods", "card", "tree"),
    "Rules and knowledge": ("rules", "explain", "test", "knowledge", "resources"),
    "Set up": ("schema", "completion"),
}
"""Title in the help -> its commands."""

COMMANDS = {
    "check": "Check models: schema, changes, reviews, policy. The default.",
    "diff": "Compare two versions of a threat model by meaning.",
    "review": "Record that a person has looked at elements as they are now.",
    "baseline": "Write down older findings, so that they can only shrink.",
    "init": "Write a first threat model and config for this repository.",
    "convert": "Write a model in another format; make one of ArchiMate.",
    "draw": "Draw a model as a data-flow diagram (Mermaid).",
    "suggest": "Say what to consider at each element; write it as threats.",
    "coverage": "Show what must be considered, and how much of it is answered.",
    "questions": "List what is to be answered: PLOT4ai cards, MIT AI risks.",
    "risk": "List threats by risk: DREAD, CVSS, bands, what is open.",
    "methods": "Show what STRIDE, LINDDUN, PASTA and VAST ask for and lack.",
    "card": "Look at model and system cards; write their part on threats.",
    "tree": "Compute and draw attack trees; import those of ADTool.",
    "rules": "List the rules and their levels; write, lint and document rules.",
    "explain": "Explain one rule: why, how to fix, references, examples.",
    "test": "Run the examples and tests of rules of your own.",
    "knowledge": "Look into threat libraries: ATLAS, OWASP, LINDDUN and more.",
    "resources": "List public threat models, tools and training.",
    "schema": "Print a JSON Schema, for editors.",
    "completion": "Print the completion script of a shell.",
}
"""Command -> its line in the help: one module of this package each."""


class Unheard(Exception):
    """Nobody reads standard output any more. Not an OSError: click would leave with 1, which means findings."""


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
        width = max(map(len, COMMANDS))
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), COMMANDS[name]) for name in names])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = ("--help", "-h", "--version", "-V")
        chosen = args and (not args[0].startswith("-") or args[0] in own)
        if not chosen and not ctx.resilient_parsing:  # a shell that completes a line wants the commands
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise Unheard from error
        return code

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


def run(args: list[str]) -> int:
    """Run one command line; its exit code. Everything is written; never a traceback without ``THREATGATE_DEBUG``."""
    _settle_streams()
    try:
        code = threatgate.main(args, prog_name="threatgate", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        sys.stderr.write("threatgate: stopped\n")
        code = 130
    except click.ClickException as error:
        report_wrong_call(error)
        code = 2
    except CheckError as error:
        report_failure(error)
        code = error.exit_code
    except (Unheard, BrokenPipeError):
        code = 3
    except Exception as error:
        _report_unexpected(error, debug=bool(os.environ.get("THREATGATE_DEBUG")))
        code = 3
    _flush()
    return code if isinstance(code, int) else 0


def _settle_streams() -> None:
    """Make both streams writable whatever the locale: UTF-8 into files and pipes, no character that ends the run."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller, as in `>&-`
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 for the whole run
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _report_unexpected(error: Exception, debug: bool) -> None:
    """A refusal of the operating system (a full disk, a folder without permission) is no bug of ours."""
    if isinstance(error, OSError) and error.strerror and not debug:
        report_failure(CheckError(f"{error.filename}: {error.strerror}" if error.filename else error.strerror))
    else:
        report_bug(error, debug)


def _flush() -> None:
    """Write what a failed run still holds back, as far as anybody takes it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()


def _no_such_command(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, 1)
    if near:
        return f"no such command '{name}'; did you mean '{near[0]}'?"
    return f"no such command '{name}'; to check one file: threatgate check {name}"
