"""``--base``, ``--exact``, ``--staged``: what a run compares, from options to sides."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from checker.core.errors import UsageError
from checker.pipeline.sides import Sides, against, find_place, work_tree_alone


def comparison_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what to compare with."""
    for option in (
        click.option("--staged", is_flag=True, help="Compare the index with HEAD, as a commit hook does."),
        click.option("--exact", is_flag=True, help="Compare with REV itself, not with its merge base with HEAD."),
        click.option("--base", metavar="REV", help="Compare with REV, or in CI with what 'auto' finds."),
    ):
        command = option(command)
    return command


def open_sides(paths: tuple[str, ...], base: str | None, exact: bool, staged: bool) -> tuple[Sides, tuple[str, ...]]:
    """The sides of a run, and the paths relative to its root. Raises UsageError for options that exclude each other.

    An empty ``base`` is an unset variable of some script: to compare with nothing would hide what was removed.
    """
    if base is not None and not base.strip():
        raise UsageError("--base names nothing", hint="name a revision, or leave --base out to check without comparing")
    place = find_place(Path.cwd(), paths)
    if staged and base:
        raise UsageError("--staged and --base exclude each other")
    if exact and not base:
        raise UsageError("--exact says how to use --base: name one")
    spec = "staged" if staged else base
    if not spec:
        return work_tree_alone(place), place.paths
    return against(place, spec, os.environ, exact), place.paths
