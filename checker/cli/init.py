"""``threatgate init``: a first threat model and config."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from checker.core.errors import CheckError, UsageError
from checker.documents.parse import parse
from checker.documents.worktree import WorkTree
from checker.guard.places import CONFIG
from checker.outputs.escape import visible
from checker.outputs.words import number_of
from checker.pipeline.compose import COMPOSE_FILES
from checker.pipeline.existing import Found, existing, included
from checker.pipeline.sides import find_place
from checker.pipeline.starter import config, starter

MODEL = "threatmodel.yaml"

_SHOWN = 20
"""How many models are listed."""

_AI = f"parts of an AI system are in it: the pack ai is in use; more of its kind are in {CONFIG}"


@click.command("init")
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
def command(force: bool) -> int:
    """Write threatmodel.yaml and .threatgate.yaml for this repository.

    Where it has a threat model already, in any format, only the config is written, and names it.

    Services, flows, published ports and the services of others that there is a key for come from a compose file where
    there is one; the rest is comments. Values of variables are not looked at.
    """
    root = find_place(Path.cwd(), ()).root
    tree = WorkTree(root)
    if not (root / MODEL).exists():
        found = existing(tree)
        if found.models:
            return _with(root, found, force)
    return _without(root, tree, force)


def _with(root: Path, found: Found, force: bool) -> int:
    """The config for models that are there."""
    for one in found.models[:_SHOWN]:
        what = ", ".join(number_of(number, kind) for kind, number in one.counts.items() if number)
        what = what or ("nothing in it yet" if one.counts else "it cannot be read yet")
        click.echo(f"found {visible(one.path)} ({one.format}): {what}")
    if len(found.models) > _SHOWN:
        click.echo(f"found {number_of(len(found.models) - _SHOWN, 'more model')}")
    if found.unseen:
        click.echo(f"{number_of(found.unseen, 'large file')} may be a model too, and no look was taken into them")
    ai = any(one.ai for one in found.models)
    globs = tuple(included(found.models))
    _write(root, {CONFIG: config(ai, globs)}, force)
    click.echo(f"wrote {CONFIG}{', which names what its file name does not tell, under models' if globs else ''}")
    click.echo("next: what is to be done about it: threatgate check")
    click.echo("then: record that people have looked: threatgate review --all --by YOU")
    if ai:
        click.echo(_AI)
    return 0


def _without(root: Path, tree: WorkTree, force: bool) -> int:
    """A first model, and the config for it."""
    compose = next((name for name in COMPOSE_FILES if tree.exists(name)), "")
    data = _data(tree, compose) if compose else None
    start = starter(root.name, data)
    _write(root, {MODEL: start.text, CONFIG: config(start.ai)}, force)
    click.echo(f"wrote {MODEL}{f' (from {compose})' if data else ''}")
    click.echo(f"wrote {CONFIG}")
    click.echo("next: correct the model, and see what is missing: threatgate check")
    click.echo("then: what can go wrong at each part: threatgate suggest")
    if start.ai:
        click.echo(_AI)
    return 0


def _write(root: Path, texts: Mapping[str, str], force: bool) -> None:
    """Write files. Raises UsageError where one is there already, unless that is to be overwritten."""
    there = [name for name in texts if (root / name).exists() or (root / name).is_symlink()]
    if there and not force:
        hint = "to overwrite what is there: threatgate init --force"
        raise UsageError(f"there is a {' and a '.join(there)} already", hint=hint)
    for name in there:
        (root / name).unlink()  # never through a link that somebody put there
    for name, text in texts.items():
        with (root / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _data(tree: WorkTree, path: str) -> object:
    """What a compose file holds; None, and why on standard error, where it cannot be read."""
    try:
        document = parse(tree.read(path))
    except CheckError as error:
        wrong = error.message
    else:
        if not document.problems:
            return document.data
        wrong = f"{document.problems[0].location}: {document.problems[0].message}"
    click.echo(f"{path} was not used: {visible(wrong)}", err=True)
    return None
