"""``threatgate knowledge``: look into the threat libraries, and bring an edition into the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from checker.cli.answer import file_argument, json_option, say, say_data
from checker.core.errors import InputError
from checker.core.location import Location
from checker.documents.worktree import WorkTree
from checker.knowledge.lookup import libraries, search
from checker.outputs import knowledge as output
from checker.outputs.layout import blocks
from checker.pipeline.knowledge import Link, Shown, chosen, import_library, show, vocabularies
from checker.pipeline.sides import file_alone, find_place

_EDITION = click.option("--edition", default="", help="Another edition than the usual one: shipped, or imported here.")


@click.group("knowledge")
def command() -> None:
    """Look into the threat libraries that references of a model lead to. Nothing is fetched: all of it ships."""


@command.command("list")
@click.argument("library", required=False)
@click.option("--kind", help="Only entries of this kind, such as technique.")
@_EDITION
@json_option()
def list_(library: str | None, kind: str | None, edition: str, as_json: bool) -> int:
    """List the libraries with their editions, or the entries of LIBRARY."""
    if library is None:
        if kind or edition:
            raise click.UsageError("--kind and --edition go with a LIBRARY")
        known = {"libraries": list(map(output.library_data, libraries()))}
        return say_data(known) if as_json else say(output.libraries(libraries()))
    held = chosen(_tree(), library, edition)
    entries = [one for one in held.entries.values() if kind in (None, one.kind)]
    if not entries:
        kinds = ", ".join(dict.fromkeys(one.kind for one in held.entries.values()))
        raise click.BadParameter(f"'{kind}' is no kind of entry of {library}; there are: {kinds}", param_hint="--kind")
    data = {**output.library_data(held), "entries": [output.data(held, one) for one in entries]}
    return say_data(data) if as_json else say(output.entries(held, entries))


@command.command("show")
@click.argument("id")
@_EDITION
@json_option()
def show_(id: str, edition: str, as_json: bool) -> int:
    """Show the entry ID, such as atlas:AML.T0051 or LLM05, with what it relates to."""
    found = show(_tree(), id, edition)
    if as_json:
        return say_data({"entries": [_data(one) for one in found]})
    return say(blocks(output.entry(one.library, one.entry, _around(one)) for one in found))


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
@json_option()
def search_(words: tuple[str, ...], as_json: bool) -> int:
    """List the entries of all libraries that have all WORDS in their id or one of their names."""
    found = list(search(" ".join(words)))
    if as_json:
        return say_data({"entries": [output.data(held, one) for held, one in found]})
    return say(output.found(found) if found else ["no entry has all of these words"])


@command.command("words")
@click.argument("vocabulary", required=False)
@json_option()
def words_(vocabulary: str | None, as_json: bool) -> int:
    """List the words that a model may use: component types with their kinds, conditions, protocols and more.

    VOCABULARY is one of component_types, conditions, protocols, authentication, encryption_in_transit,
    encryption_at_rest, boundary_kinds; without it they are counted.
    """
    known = vocabularies(vocabulary or "")
    if as_json:
        data = {name: [entry._asdict() for entry in entries] for name, entries in known.items()}
        return say_data({"vocabularies": data})
    return say(output.words(known[vocabulary]) if vocabulary else output.vocabularies(known))


@command.command("import")
@click.argument("file", type=click.Path())
@click.option("--edition", default="", help="The edition, where the file does not say it: a PLOT4ai deck does not.")
@json_option()
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
    if as_json:
        return say_data({"path": made.path, **output.library_data(made.library)})
    head, *rest = output.about(made.library)
    return say([f"{made.path}: {head}", *rest, f"To use it, pin it: {pin}"])


@command.command("layer")
@file_argument
def layer_(file: str) -> int:
    """Print the ATLAS techniques of the model in FILE as a layer of the ATLAS Navigator (JSON).

    Coloured by what was decided: open, accepted, mitigated, not applicable, or only in an attack tree.
    """
    from checker.outputs.layer import layer
    from checker.pipeline.knowledge import model_and_atlas

    return say_data(layer(*model_and_atlas(Path.cwd(), file)))


def _tree() -> WorkTree:
    return WorkTree(find_place(Path.cwd(), ()).root)
