"""``threatgate init``: a first threat model and config."""

from __future__ import annotations

from pathlib import Path

import click

from checker.core.errors import CheckError
from checker.documents.parse import parse
from checker.documents.worktree import WorkTree
from checker.pipeline.gate import CONFIG
from checker.pipeline.sides import find_place
from checker.pipeline.starter import COMPOSE_FILES, starter
from checker.pipeline.starter import CONFIG as CONFIG_TEXT


@click.command("init")
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
def command(force: bool) -> int:
    """Write threatmodel.yaml and .threatgate.yaml for this repository.

    Services, flows and published ports come from a compose file where there is one; the rest is comments.
    """
    root = find_place(Path.cwd(), ()).root
    tree = WorkTree(root)
    compose = next((name for name in COMPOSE_FILES if tree.exists(name)), "")
    try:
        data = parse(tree.read(compose)).data if compose else None
    except CheckError as error:
        click.echo(f"{compose} was not used: {error.message}", err=True)
        data = None
    texts = {"threatmodel.yaml": starter(root.name, data), CONFIG: CONFIG_TEXT}
    there = [name for name in texts if (root / name).exists() or (root / name).is_symlink()]
    if there and not force:
        raise click.UsageError(f"{' and '.join(there)} exist already; to overwrite: threatgate init --force")
    for name, text in texts.items():
        (root / name).unlink(missing_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"wrote {name}{f' (from {compose})' if compose and name == 'threatmodel.yaml' else ''}")
    click.echo("next: correct the model, then see what is missing: threatgate check")
    return 0
