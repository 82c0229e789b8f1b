"""``threatgate knowledge``: look into the threat libraries, and bring an edition into the repository."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from checker.cli.failure import fenced
from checker.core.errors import InputError
from checker.core.location import Location
from checker.documents.worktree import WorkTree
from checker.knowledge.lookup import libraries, search
from checker.outputs import knowledge as output
from checker.pipeline.knowledge import Link, Shown, chosen, import_library, show, vocabularies
from checker.pipeline.sides import file_alone, find_place

_EDITION = click.option("--edition", default="", help="Another edition than the usual one: shipped, or imported here.")
_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group("knowledge")
def command() -> None:
    """Look into the threat libraries that references of a model lead to. Nothing is fetched: all of it ships."""


@command.command("list")
@click.argument("library", required=False)
@click.option("--kind", help="Only entries of this kind, such as technique.")
@_EDITION
@_JSON
def list_(library: str | None, kind: str | None, edition: str, as_json: bool) -> int:
    """List the libraries with their editions, or the entries of LIBRARY."""
    if library is None:
        if kind or edition:
            raise click.UsageError("--kind and --edition go with a LIBRARY")
        _say(as_json, {"libraries": list(map(output.library_data, libraries()))}, output.libraries(libraries()))
        return 0
    held = chosen(_tree(), library, edition)
    entries = [one for one in held.entries.values() if kind in (None, one.kind)]
    if not entries:
        kinds = ", ".join(dict.fromkeys(one.kind for one in held.entries.values()))
        raise click.BadParameter(f"'{kind}' is no kind of entry of {library}; there are: {kinds}", param_hint="--kind")
    data = {**output.library_data(held), "entries": [output.data(held, one) for one in entries]}
    _say(as_json, data, output.entries(held, entries))
    return 0


@command.command("show")
@click.argument("id")
@_EDITION
@_JSON
def show_(id: str, edition: str, as_json: bool) -> int:
    """Show the entry ID, such as atlas:AML.T0051 or LLM05, with what it relates to."""
    found = show(_tree(), id, edition)
    blocks = [output.entry(one.library, one.entry, _around(one)) for one in found]
    lines = (line for number, block in enumerate(blocks) for line in ([""] if number else []) + list(block))
    _say(as_json, {"entries": [_data(one) for one in found]}, lines)
    return 0


def _around(one: Shown) -> output.Around:
    titled: dict[str, list[tuple[str, str]]] = {}
    if one.parent:
        titled["part of"] = [(f"{one.library.id}:{one.parent.id}", one.parent.name)]
    if one.entry.replaced_by:
        known = one.library.entries
        heirs = ((id, known[id].name if id in known else "") for id in one.entry.replaced_by)
        titled["replaced by"] = [(f"{one.library.id}:{id}", name) for id, name in heirs]
    for link in one.outward:
        titled.setdefault(link.relation, []).append(_row(link))
    titled["parts"] = [(f"{one.library.id}:{child.id}", child.name) for child in one.children]
    for link in one.inward:
        titled.setdefault(f"{link.relation}, from", []).append(_row(link))
    return list(titled.items())


def _row(link: Link) -> tuple[str, str]:
    return link.reference, link.entry.name if link.entry else ""


def _data(one: Shown) -> dict[str, Any]:
    return {
        **output.data(one.library, one.entry),
        "page": one.library.page(one.entry),
        "parts": [f"{one.library.id}:{child.id}" for child in one.children],
        "related_from": [{"relation": link.relation, "ref": link.reference} for link in one.inward],
    }


@command.command("search")
@click.argument("words", nargs=-1, required=True)
@_JSON
def search_(words: tuple[str, ...], as_json: bool) -> int:
    """List the entries of all libraries that have all WORDS in their id or one of their names."""
    found = list(search(" ".join(words)))
    lines = output.found(found) if found else ["no entry has all of these words"]
    _say(as_json, {"entries": [output.data(held, one) for held, one in found]}, lines)
    return 0


@command.command("words")
@click.argument("vocabulary", required=False)
@_JSON
def words_(vocabulary: str | None, as_json: bool) -> int:
    """List the words that a model may use: component types with their kinds, conditions, protocols and more.

    VOCABULARY is one of component_types, conditions, protocols, authentication, encryption_in_transit,
    encryption_at_rest, boundary_kinds; without it they are counted.
    """
    known = vocabularies(vocabulary or "")
    data = {name: [entry._asdict() for entry in entries] for name, entries in known.items()}
    lines = output.words(known[vocabulary]) if vocabulary else output.vocabularies(known)
    _say(as_json, {"vocabularies": data}, lines)
    return 0


@command.command("import")
@click.argument("file", type=click.Path())
@click.option("--edition", default="", help="The edition, where the file does not say it: a PLOT4ai deck does not.")
@_JSON
def import_(file: str, edition: str, as_json: bool) -> int:
    """Bring an edition that does not ship into the repository, from a publisher's FILE.

    MITRE ATLAS in both of its formats (dist/ATLAS.yaml and dist/v6/ATLAS-*.yaml) and the deck.json of PLOT4ai are
    read. A model uses the edition once it pins it under taxonomies.
    """
    made = import_library(*file_alone(file), edition)
    target = find_place(Path.cwd(), ()).root / made.path
    if any(part.is_symlink() for part in (target, target.parent)):
        raise InputError("it is a symbolic link, and links are not followed", Location(made.path), "remove it")
    target.parent.mkdir(exist_ok=True)
    target.write_text(made.text, encoding="utf-8", newline="\n")
    pin = f'taxonomies: {{{made.library.id}: "{made.library.edition}"}}'
    lines = [f"{made.path}: {line}" if not number else line for number, line in enumerate(output.about(made.library))]
    _say(as_json, {"path": made.path, **output.library_data(made.library)}, [*lines, f"To use it, pin it: {pin}"])
    return 0


@command.command("layer")
@click.argument("file", default="")
def layer_(file: str) -> int:
    """Print the ATLAS techniques of the model in FILE as a layer of the ATLAS Navigator (JSON).

    Coloured by what was decided: open, accepted, mitigated, not applicable, or only in an attack tree.
    """
    from checker.outputs.layer import layer
    from checker.pipeline.knowledge import model_and_atlas

    click.echo(json.dumps(layer(*model_and_atlas(Path.cwd(), file)), indent=2, ensure_ascii=False))
    return 0


def _tree() -> WorkTree:
    return WorkTree(find_place(Path.cwd(), ()).root)


def _say(as_json: bool, data: dict[str, Any], lines: Iterable[str]) -> None:
    if as_json:
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    with fenced(sys.stdout):
        click.echo("\n".join(lines))
