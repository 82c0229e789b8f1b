"""``threatgate init``: a first threat model and config."""

from __future__ import annotations

from pathlib import Path

import click

from checker.core.errors import CheckError, UsageError
from checker.documents.parse import parse
from checker.documents.worktree import WorkTree
from checker.guard.places import CONFIG
from checker.outputs.escape import visible
from checker.pipeline.compose import COMPOSE_FILES
from checker.pipeline.sides import find_place
from checker.pipeline.starter import config, starter


@click.command("init")
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
def command(force: bool) -> int:
    """Write threatmodel.yaml and .threatgate.yaml for this repository.

    Services, flows, published ports and the services of others that there is a key for come from a compose file where
    there is one; the rest is comments. Values of variables are not looked at.
    """
    root = find_place(Path.cwd(), ()).root
    tree = WorkTree(root)
    compose = next((name for name in COMPOSE_FILES if tree.exists(name)), "")
    data = _data(tree, compose) if compose else None
    start = starter(root.name, data)
    texts = {"threatmodel.yaml": start.text, CONFIG: config(start.ai)}
    there = [name for name in texts if (root / name).exists() or (root / name).is_symlink()]
    if there and not force:
        hint = "to overwrite what is there: threatgate init --force"
        raise UsageError(f"there is a {' and a '.join(there)} already", hint=hint)
    for name in there:
        (root / name).unlink()  # never through a link that somebody put there
    for name, text in texts.items():
        with (root / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        click.echo(f"wrote {name}{f' (from {compose})' if data and name == 'threatmodel.yaml' else ''}")
    click.echo("next: correct the model, and see what is missing: threatgate check")
    click.echo("then: what can go wrong at each part: threatgate suggest")
    if start.ai:
        click.echo("parts of an AI system are in it: the pack ai is in use; more of its kind are in .threatgate.yaml")
    return 0


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
