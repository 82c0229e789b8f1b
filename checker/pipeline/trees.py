"""``tree``: the attack trees of models, computed; and a tree of ADTool as native YAML."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from checker.core.attack_tree import Analysis
from checker.core.errors import InputError, UsageError
from checker.core.location import Location, Ref
from checker.core.source import Source
from checker.documents.dump import as_yaml
from checker.documents.parse import parse
from checker.documents.words import nearest, quote
from checker.documents.xml import parse_xml
from checker.inputs import parse as parse_model
from checker.methods.attack_trees.adtool import convert
from checker.methods.attack_trees.analyse import analyse
from checker.methods.attack_trees.expand import Work
from checker.pipeline.here import models_here, readable
from checker.pipeline.models import Version
from checker.pipeline.sides import file_alone


class Computed(NamedTuple):
    """One tree, computed, and where it stands."""

    analysis: Analysis
    location: Location
    model: str
    """The path of its model."""


class Imported(NamedTuple):
    """Native YAML, and what was left out of it or taken so."""

    text: str
    doubts: tuple[str, ...]


def computed_trees(cwd: Path, file: str = "", tree: str = "") -> tuple[Computed, ...]:
    """The trees of the model in ``file``, or of every model of the repository; only ``tree`` where one is named.

    Raises CheckError for a model that cannot be read and a tree over a limit, UsageError for a name that is unknown.
    """
    versions = models_here(cwd, file, "tree").versions
    found = [one for version in versions for one in _of_model(version, tree)]
    if tree and not found:
        ids = sorted({id for version in versions for id in version.side[0].attack_trees})
        near = nearest(tree, ids)
        hint = f"did you mean {quote(near)}?" if near else f"there is: {', '.join(ids[:20])}" if ids else ""
        raise UsageError(f"there is no attack tree {quote(tree)}", hint=hint)
    return tuple(found)


def _of_model(version: Version, tree: str) -> list[Computed]:
    snapshot = readable(version)
    work, found = Work(), []
    for id, one in snapshot.model.attack_trees.items():
        if tree in ("", id):
            at = snapshot.locate(Ref("attack_tree", id))
            found.append(Computed(analyse(snapshot.model, one, work, at), at, version.path))
    return found


def imported_tree(name: str, id: str = "") -> Imported:
    """The tree of ADTool in a file, as YAML to put into a model. Raises CheckError for what is none."""
    tree, path = file_alone(name)
    source = tree.read(path)
    data, doubts = convert(parse_xml(source), id)
    text = as_yaml(data)
    _refuse_unreadable(text, source.path)
    return Imported(text, doubts)


def _refuse_unreadable(text: str, path: str) -> None:
    """What is printed is read back first: a tree may be over a limit of the native format."""
    document = parse(Source(path, f"threatgate: 1\nsystem: {{id: imported}}\n{text}"))
    parsed = parse_model(document, lambda other: document, lambda other: False)
    if parsed.findings:
        what = parsed.findings[0].message
        raise InputError(f"this tree cannot be written in the native format: {what}", Location(path))
