"""``threatgate resources``: public examples, tools and training on threat modelling."""

from __future__ import annotations

import click

from checker.cli.answer import json_option, say, say_data
from checker.knowledge.resources import KINDS, chosen, resources
from checker.outputs import resources as output


@click.command("resources")
@click.option("--kind", type=click.Choice(KINDS), help="Only these.")
@click.option("--search", "words", default="", metavar="WORDS", help="Only those that have all WORDS.")
@json_option()
def command(kind: str | None, words: str, as_json: bool) -> int:
    """List public threat models, tools and training: the links of two lists of the field, which ship as data.

    Nothing is fetched, and nobody opened the links. Where examples/ has a model of the same kind of system, made anew,
    it is named.
    """
    links = chosen(kind or "", words)
    return say_data(output.data(resources(), links)) if as_json else say(output.lines(resources(), links))
