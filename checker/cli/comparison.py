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
        click.option("--base", default="", metavar="REV", help="Compare with REV, or in CI with what 'auto' finds."),
    ):
        command = option(command)
    return command


def open_sides(paths: tuple[str, ...], base: str, exact: bool, staged: bool) -> tuple[Sides, tuple[str, ...]]:
    """The sides of a run, and the paths relative to its root. Raises UsageError for options that exclude each other."""
    place = find_place(Path.cwd(), paths)
    if staged and base:
        raise UsageError("--staged and --base exclude each other")
    if exact and not base:
        raise UsageError("--exact says how to use --base: name one")
    if not staged and not base:
        return work_tree_alone(place), place.paths
    return against(place, "staged" if staged else base, os.environ, exact), place.paths
