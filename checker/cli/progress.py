"""A progress display on standard error: only on a terminal, and only when a run takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 1.0  # seconds of silence before anything is shown


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function to call with what is being done now; what it shows is gone at the end."""
    if not sys.stderr.isatty():
        yield lambda text: None
        return
    started = time.monotonic()
    shown = 0

    def step(text: str) -> None:
        nonlocal shown
        if time.monotonic() - started < _PATIENCE:
            return
        line = "".join(c if c.isprintable() else "?" for c in f"threatgate: {text}")[:78]
        sys.stderr.write("\r" + line.ljust(shown))
        sys.stderr.flush()
        shown = len(line)

    try:
        yield step
    finally:
        if shown:
            sys.stderr.write("\r" + " " * shown + "\r")
            sys.stderr.flush()
