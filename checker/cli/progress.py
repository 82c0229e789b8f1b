"""A progress bar on standard error: only on a terminal, and only when a run takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 1.0  # seconds of silence before anything is shown
_WIDTH = 20


@contextmanager
def progress() -> Iterator[Callable[[float, str], None]]:
    """A function to call with the share that is done (0 to 1) and what is at hand; the bar is gone at the end."""
    if not sys.stderr.isatty():
        yield lambda share, text: None
        return
    started = time.monotonic()
    shown = 0

    def step(share: float, text: str) -> None:
        nonlocal shown
        if time.monotonic() - started < _PATIENCE:
            return
        bar = ("#" * int(share * _WIDTH)).ljust(_WIDTH, "-")
        line = "".join(c if c.isprintable() else "?" for c in f"threatgate: [{bar}] {share:4.0%} {text}")[:78]
        sys.stderr.write("\r" + line.ljust(shown))
        sys.stderr.flush()
        shown = len(line)

    try:
        yield step
    finally:
        if shown:
            sys.stderr.write("\r" + " " * shown + "\r")
            sys.stderr.flush()
