"""``threatgate schema``: the JSON Schemas, for editors and other tools."""

from __future__ import annotations

import click

from checker.documents.resources import resource

NAMES = (
    "model",
    "reviews",
    "waivers",
    "baseline",
    "config",
    "rule",
    "pack",
    "policy-test",
    "library",
    "card-profile",
    "report",
)


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES), default="model")
def command(name: str) -> int:
    """Print the JSON Schema NAME (draft 2020-12). For an editor:

    \b
    threatgate schema model > .threatgate.schema.json
    # yaml-language-server: $schema=.threatgate.schema.json
    """
    click.echo(resource("schemas", f"{name}.schema.json").read_text(encoding="utf-8"), nl=False)
    return 0
