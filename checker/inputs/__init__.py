"""Input formats: one module a format, each turning a parsed text into a snapshot and findings.

The registry is one explicit tuple. The format that recognises a text reads it; where several do, none does.
A format is imported when it is asked: the native one first, so that its models never pay for the others.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import AttackTree, Model
from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Format, Read
from checker.inputs.problems import findings_of
from checker.inputs.reviews import with_reviews

FORMATS = (
    "native",
    "threagile",
    "otm",
    "open-threat-model",
    "threat-dragon",
    "tm-bom",
    "cyclonedx",
    "ms-tmt",
    "archimate",
    "threat-composer",
    "pytm",
    "threatcl",
)
"""The packages here that are a format, each under its name."""

NAMED_BY_PATH = (
    "threagile",
    "open-threat-model",
    "threat-dragon",
    "tm-bom",
    "ms-tmt",
    "cyclonedx",
    "threat-composer",
    "pytm",
    "threatcl",
)
"""Formats that have no id for a model, so that its path is its id."""


def format_of(name: str) -> Format:
    """The module of a format of :data:`FORMATS`."""
    module: Format = import_module(f"checker.inputs.{name.replace('-', '_')}")
    return module


def parse(document: Document, read: Read, has: Callable[[str], bool]) -> Parsed:
    """Read a model in whatever format it is, with the reviews beside it.

    ``read`` and ``has`` answer for repository-relative paths of the same revision. Whatever is wrong with the texts is
    a finding; raises InputError only where it is over a limit, or the reviews file, or a threat library of the
    repository that the model cites, is there and cannot be read.
    """
    if document.data is None and document.problems:
        return Parsed(None, tuple(findings_of(document.problems)))
    formats = _formats(document)
    if len(formats) != 1:
        return Parsed(None, (_undecided(document, formats),))
    parsed = with_reviews(formats[0].parse(document, read), document.source.path, read, has)
    if parsed.snapshot and parsed.citations and cites(parsed.snapshot.model):
        from checker.inputs.citations import with_citations  # many models cite nothing yet

        parsed = with_citations(parsed, read, has)
    return parsed


def format_name(document: Document) -> str:
    """The format that a text is of, by its content alone, the first of several; ``""`` for a text of none."""
    return next((format.NAME for format in _formats(document)), "")


def cites(model: Model) -> bool:
    """Whether a model has a reference to a threat library, or what may have some."""
    if any(threat.refs for threat in model.threats.values()) or any(answer.refs for answer in model.not_applicable):
        return True
    if any(control.refs for control in model.controls.values()):
        return True
    system = model.system
    if system.fairness_objectives or system.fairness_results or system.fairness_tradeoff:
        return True
    return any(map(_tree_cites, model.attack_trees.values()))


def _tree_cites(tree: AttackTree) -> bool:
    from checker.core.attack_tree import leaves

    return bool(tree.refs) or any(leaf.refs for leaf in (leaves(tree.root).values() if tree.root else ()))


def _formats(document: Document) -> list[Format]:
    """The formats that a text is of. The native one knows each of its keys, so that nothing hides beside them."""
    native = format_of(FORMATS[0])
    if native.recognises(document):
        return [native]
    return [format for format in map(format_of, FORMATS[1:]) if format.recognises(document)]


def _undecided(document: Document, formats: list[Format]) -> Finding:
    """A text of no format; or one of several, which says another thing to each tool that reads it."""
    known = "; ".join(f"{one.NAME}: {one.SIGN}" for one in formats or map(format_of, FORMATS))
    message = "this is no threat model in a format known here"
    hint = "known formats, and what marks a file as being of them"
    if formats:
        message = f"this text is of {len(formats)} formats: {' and '.join(one.NAME for one in formats)}"
        hint = "leave in it what marks it as of one of them"
    return Finding(
        rule="model/wrong-value",
        severity="",
        message=message,
        subject=Ref("model"),
        location=document.locate(()),
        discriminator=document.source.path,
        hint=f"{hint}: {known}",
    )
