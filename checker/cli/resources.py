"""``threatgate resources``: public examples, tools and training on threat modelling."""

from __future__ import annotations

import json
import sys

import click

from checker.cli.failure import fenced
from checker.knowledge.resources import KINDS, chosen, resources
from checker.outputs import resources as output


@click.command("resources")
@click.option("--kind", type=click.Choice(KINDS), help="Only these.")
@click.option("--search", "words", default="", metavar="WORDS", help="Only those that have all WORDS.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(kind: str | None, words: str, as_json: bool) -> int:
    """List public threat models, tools and training: the links of two lists of the field, which ship as data.

    Nothing is fetched, and nobody opened the links. Where examples/ has a model of the same kind of system, made anew,
    it is named.
    """
    links = chosen(kind or "", words)
    if as_json:
        click.echo(json.dumps(output.data(resources(), links), indent=2, ensure_ascii=False))
    else:
        with fenced(sys.stdout):
            click.echo("\n".join(output.lines(resources(), links)))
    return 0
