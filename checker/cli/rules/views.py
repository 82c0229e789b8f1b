"""``threatgate rules views``: what a rule may ask."""

from __future__ import annotations

import click

from checker.cli.answer import json_option, say, say_data
from checker.outputs.layout import blocks
from checker.policy.place import suggest
from checker.policy.reference import type_of
from checker.policy.view import View
from checker.policy.views import every_view


@click.command("views")
@click.argument("name", required=False)
@json_option()
def views(name: str | None, as_json: bool) -> int:
    """List the fields that a rule may ask, with type and meaning: of the view NAME, or of all."""
    known = {view.name: view for view in every_view()}
    if name and name not in known:
        raise click.BadParameter(f"no view is called '{name}'; {suggest(name, known)}", param_hint="NAME")
    chosen = [known[name]] if name else list(known.values())
    return say_data([_data(view) for view in chosen]) if as_json else say(blocks(map(_lines, chosen)))


def _lines(view: View) -> list[str]:
    width = max(map(len, view.fields))
    fields = [f"  {field.name:<{width}}  {field.doc} ({type_of(field)})" for field in view.fields.values()]
    return [f"{view.name}: {view.doc}", *(line.replace("`", "") for line in fields)]


def _data(view: View) -> dict[str, object]:
    fields = [
        {
            "name": field.name,
            "type": field.type,
            "meaning": field.doc,
            "words": list(field.allowed),
            "ordered": field.ordered,
            "of": field.of,
        }
        for field in view.fields.values()
    ]
    return {"name": view.name, "meaning": view.doc, "each": view.each, "fields": fields}
