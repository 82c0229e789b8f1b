"""Expected failures. Each carries its exit code, the place and the next step; anything else is a bug of ours."""

from __future__ import annotations

from checker.core.location import Location


class CheckError(Exception):
    """An expected failure of a run: what is wrong, where, and what to do next.

    ``exit_code`` follows the table of exit codes: 2 usage, config or policy error; 3 could not evaluate.
    """

    exit_code = 3

    def __init__(self, message: str, at: Location | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint


class UsageError(CheckError):
    """The call, the config or a policy is wrong."""

    exit_code = 2


class InputError(CheckError):
    """A text could not be read or is over a limit."""


class GitError(CheckError):
    """The repository cannot answer: unknown base, shallow clone, no repository."""
