"""Git's objects, read through one ``git cat-file --batch`` however many there are."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import IO, NamedTuple, Protocol

from checker.core.errors import GitError
from checker.documents.checkout import said

_SECONDS = 60
"""How long git may take to answer for one object."""


class Process(Protocol):
    """A running ``git cat-file --batch``."""

    stdin: IO[bytes]
    stdout: IO[bytes]

    def kill(self) -> None: ...
    def communicate(self) -> tuple[bytes, bytes]: ...


class Object(NamedTuple):
    """An object of the repository. ``kind`` is commit, tree, blob or tag; ``data`` is None over the limit."""

    id: str
    kind: str
    size: int
    data: bytes | None


class Objects:
    """Asks for one object at a time, so that neither side ever waits for the other to empty a pipe."""

    def __init__(self, start: Callable[[], Process]) -> None:
        self._start = start
        self._process: Process | None = None

    def read(self, name: str, limit: int) -> Object | None:
        """The object with this full id (or revision that was checked before), None where it is missing or ambiguous.

        git says the size first; the data of an object over ``limit`` bytes is never read. Raises GitError where git
        stops, with git's own words.
        """
        header = self._ask(name)
        if header.endswith((b" missing", b" ambiguous")):
            return None
        id, kind, digits = header.decode().split(" ")
        size = int(digits)
        if size > limit:
            self.close()
            return Object(id, kind, size, None)
        data = self._running().stdout.read(size + 1)
        if len(data) != size + 1:
            raise self._broken(name)
        return Object(id, kind, size, data[:-1])

    def close(self) -> bytes:
        """End the process, if there is one, and return what it wrote to stderr; the next read starts another."""
        if self._process is None:
            return b""
        process, self._process = self._process, None
        process.kill()
        return process.communicate()[1]

    def _ask(self, name: str) -> bytes:
        """The header line for one name, without its line end."""
        process = self._running()
        try:
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            raise self._broken(name) from None
        self._wait(process.stdout)
        header = process.stdout.readline()
        if not header.endswith(b"\n"):
            raise self._broken(name)
        return header[:-1]

    def _running(self) -> Process:
        if self._process is None:
            self._process = self._start()
        return self._process

    def _wait(self, output: IO[bytes]) -> None:
        """Return once git has begun to answer: between two answers no byte is left in Python's buffer."""
        if os.name != "posix":  # pipes cannot be waited for there
            return
        from select import select

        if not select([output], [], [], _SECONDS)[0]:
            self.close()
            raise GitError(f"git did not answer for {_SECONDS} seconds")

    def _broken(self, name: str) -> GitError:
        """git ended: what it said. It has closed its side, so that there is nothing left to kill."""
        assert self._process is not None
        process, self._process = self._process, None
        words = said(process.communicate()[1])
        return GitError(f"git cannot read {name}: {words or 'it stopped without a word'}")
