"""Failures on standard error: what is wrong, where, and what to do next."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from checker.core.errors import CheckError, UsageError
from checker.outputs.escape import visible


def report_failure(error: CheckError) -> None:
    """Print an expected failure."""
    lines = [f"threatgate: error: {visible(error.message)}"]
    if error.at:
        lines.append(f"  --> {visible(str(error.at))}")
    if error.hint:
        lines.append(f"  = next: {visible(error.hint)}")
    _tell("\n".join(lines) + "\n")


def report_doubt(doubt: str) -> None:
    """Print a warning of one line: something may not have the effect that it is meant to have."""
    _tell(f"threatgate: warning: {visible(doubt)}\n")


def report_wrong_call(error: click.ClickException) -> None:
    """Print what is wrong with a command line, and where its options are listed."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    context = error.ctx if isinstance(error, click.UsageError) else None
    message = error.format_message().rstrip(".")
    hint = f"{context.command_path if context else 'threatgate'} --help"
    report_failure(UsageError(message[:1].lower() + message[1:], hint=hint))


def report_bug(error: Exception, debug: bool) -> None:
    """Print a short report of a bug of ours; the traceback only where asked for."""
    from checker import __version__

    trace = ""
    if debug:
        import traceback

        trace = "".join(traceback.format_exception(error))
    _tell(
        f"{trace}threatgate: a bug of ours: {type(error).__name__}: {visible(str(error))[:500]}\n"
        f"  = nothing was decided: this is not a pass (threatgate {__version__}, Python {sys.version.split()[0]})\n"
        "  = next: run again with THREATGATE_DEBUG=1 and report what it prints\n"
    )


def _tell(text: str) -> None:
    """Write to standard error, if anybody takes it; the exit code says it as well."""
    with suppress(OSError), fenced(sys.stderr):
        sys.stderr.write(text)


@contextmanager
def fenced(stream: object) -> Iterator[None]:
    """Under GitHub Actions, keep workflow commands hidden in what is written here from being obeyed.

    The runner parses ``::command`` on standard output and error alike; ``::stop-commands::TOKEN`` switches that off
    until ``::TOKEN::``. The token is random, so that text from a model cannot close the fence.
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        yield
        return
    from secrets import token_hex

    token = token_hex(16)
    print(f"::stop-commands::{token}", file=stream, flush=True)  # type: ignore[call-overload]
    try:
        yield
    finally:
        print(f"\n::{token}::", file=stream, flush=True)  # type: ignore[call-overload]
