"""The command line: click, and nothing else knows click. One module a command, loaded when it is chosen."""

from __future__ import annotations

import os
import sys

_FIRST_ALONE = ("--version", "-V")


def main() -> None:
    """The console script. Answers ``--version`` without loading anything; everything else goes through click."""
    if len(sys.argv) == 2 and sys.argv[1] in _FIRST_ALONE:
        from checker import __version__

        sys.stdout.write(f"threatgate {__version__}\n")
        return
    import gc

    # One short run over values without cycles: collecting garbage would only cost, a tenth of a small check.
    gc.disable()
    from checker.cli.group import run

    code = run(sys.argv[1:])
    # Leave at once: to take every value apart first would cost as much again. Everything is written by now.
    os._exit(code)
