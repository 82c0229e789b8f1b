"""Every field of every element is one that matters or one that does not, and digests and the gate go by that."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checker.core.attack_tree import GATES
from checker.core.digest import IRRELEVANT, RELEVANT, digests, is_relevant
from checker.core.model import LISTS, SECTIONS
from checker.inputs.threagile import words
from tests.cosmetic.edits import Subject
from tests.cosmetic.subjects import subject_named
from tests.cosmetic.writer import Writer
from tests.laws.fields import ANSWERS, NATIVE, THREAGILE, Field
from tests.trees import Files, checked, new, recorded, version

FORMATS = {"native": ("every key", NATIVE), "Threagile": ("Threagile", THREAGILE)}
"""Format -> the subject that has its fields, and the list of them."""

KIND_OF = {section: kind for kind, section in (*SECTIONS.items(), *LISTS.items())}
OUR_NAMES = {"flows/from": "source", "flows/to": "target"}
OF_CARDS = {"card.path": "card", "card.profile": "card_profile", "card.review_by": "card_review_by"}


def fields(what: str, matter: bool | None = None) -> pytest.MarkDecorator:
    """A case for each field, or for those that matter or do not."""
    cases = [
        pytest.param(
            name, field, id=f"{field.path}={field.value}", marks=pytest.mark.guarantee("law", what, where=form)
        )
        for form, (name, listed) in FORMATS.items()
        for field in listed
        if matter is None or matter == bool(field.moves)
    ]
    return pytest.mark.parametrize(("name", "field"), cases)


def with_other_value(subject: Subject, field: Field) -> dict[str, bytes]:
    """The files with another value in the text of the model."""
    return {**subject.files, subject.path: Writer(Random(0)).document(field.set(subject.data))}


def digests_of(files: Files, path: str) -> dict[str, str]:
    read = version(files, path)
    assert read.snapshot and read.graph, read.findings
    return {str(ref): value for ref, value in digests(read.snapshot.model, read.graph).items()}


@fields("a digest moves exactly when a field that matters changes")
def test_a_field_moves_these_digests_and_no_others(name: str, field: Field) -> None:
    subject = subject_named(name)
    before, after = (digests_of(files, subject.path) for files in (subject.files, with_other_value(subject, field)))
    moved = {ref for ref in before.keys() | after.keys() if before.get(ref) != after.get(ref)}
    assert moved == set(field.moves.split())


@fields("what a change of a field moves is what is to be reviewed", matter=True)
def test_the_gate_asks_for_a_review_of_just_these(name: str, field: Field) -> None:
    subject = subject_named(name)
    head = with_other_value(subject, field)
    assert checked(subject.files, head).exit_code == (0 if is_another_name(field) else 1)
    if field.steps[-1] != "id":  # which is not a field of an element but its name
        (written,) = recorded(subject.files, head)
        assert {id for id, _ in (*written.covers, *written.removed)} == {
            ref.partition("/")[2] for ref in field.moves.split()
        }


def is_another_name(field: Field) -> bool:
    """Whether the change leaves no reading but that one element has another id: the model means the same."""
    return field.path == "trust_boundaries/Cloud/id"


@fields("a field that does not matter asks for nothing", matter=False)
def test_the_gate_asks_nothing(name: str, field: Field) -> None:
    subject = subject_named(name)
    report = checked(subject.files, with_other_value(subject, field))
    assert report.exit_code == 0
    assert [said for said in new(report) if not said.startswith("model/not-mapped")] == []
    assert not [change for change in report.models[0].changes or () if change.relevant]
    assert recorded(subject.files, with_other_value(subject, field)) == ()


@pytest.mark.guarantee(
    "law", "an answer about a threat that is taken away is missed, though no digest holds it", "native"
)
@pytest.mark.parametrize("field", ANSWERS, ids=lambda field: f"{field.path}={field.value}")
def test_an_answer_that_is_taken_away_is_missed(field: Field) -> None:
    subject = subject_named("every key")
    head = with_other_value(subject, field)
    report = checked(subject.files, head)
    assert digests_of(head, subject.path) == digests_of(subject.files, subject.path)
    assert (report.exit_code, {r.finding.rule for r in report.results}) == (1, {"review/incomplete"})


# the lists are whole


@pytest.mark.guarantee("law", "every field of the format is listed as one that matters or not", where="native")
def test_no_field_of_the_schema_is_missing(root: Path) -> None:
    schema = json.loads((root / "schemas" / "model.schema.json").read_text())
    assert set(_leaves(schema, schema, ())) - _NAMES == {pattern(field) for field in NATIVE} - {"threats/*/accepted"}


@pytest.mark.guarantee("law", "every field of the format is listed as one that matters or not", where="Threagile")
def test_no_word_of_threagile_is_missing() -> None:
    keys = {f"{section}/*/{key}" for section, table in _TABLES.items() for key in table}
    keys |= {key for key in words.TOP if key not in {section.partition("/")[0] for section in _TABLES}}
    listed = {_threagile_pattern(field) for field in THREAGILE}
    assert keys - _MORE_NAMES == listed


def test_the_list_and_the_tables_of_the_digest_say_the_same() -> None:
    said: dict[tuple[str, str], bool] = {}
    for field in NATIVE:
        kind, name = _our_name(field)
        said[kind, name] = said.get((kind, name), False) or bool(field.moves)
    named = {(kind, name) for table in (RELEVANT, IRRELEVANT) for kind, names in table.items() for name in names}
    heads = {(kind, name) for kind, name in said} | {(kind, name.partition(".")[0]) for kind, name in said}
    assert named - heads == set()
    wrong = {key for key, matters in said.items() if key[0] in RELEVANT and is_relevant(*key) != matters}
    assert wrong - {(kind, "was") for kind in RELEVANT} == set()


_NAMES = {"$schema", "threatgate", "system/id"}
"""Keys that say what the file is."""

_MORE_NAMES = {"custom_risk_categories", "individual_risk_categories/*/risks_identified"}
"""Keys of Threagile that only hold fields of others, or the same ones under another name."""

_TABLES: dict[str, Mapping[str, words.Key]] = {
    "technical_assets": words.ASSET,
    "technical_assets/communication_links": words.LINK,
    "data_assets": words.DATA,
    "trust_boundaries": words.BOUNDARY,
    "shared_runtimes": words.RUNTIME,
    "individual_risk_categories": words.CATEGORY,
    "individual_risk_categories/risks_identified": words.RISK,
    "risk_tracking": words.TRACKING,
}


def pattern(field: Field) -> str:
    """The path of a native field with ``*`` for ids, indexes and names of one's own."""
    section, *rest = field.steps
    if section in ("taxonomies", "methods"):
        return f"{section}/*"
    if section == "plot4ai":
        return "/".join((section, rest[0], *("*" if at == 0 else part for at, part in enumerate(rest[1:]))))
    if section == "pasta":
        return f"{section}/*/{rest[1]}"
    if section == "attack_trees":  # a step is one wherever it stands
        return f"{section}/*/{'*/' if rest[1] in GATES else ''}{rest[-1]}"
    if section == "fairness":
        return re.sub(r"/[0-9]+/", "/*/", field.path)
    if section == "system":
        return f"system/{rest[0]}/*" if rest[0] in ("conditions", "properties") else field.path
    if rest[1:2] in (["covers"], ["removed"], ["building_blocks"]):
        rest[2] = "*"
    if rest[3:4] == ["raters"]:
        rest[4] = "*"
    if rest[1:3] == ["risk", "properties"]:
        rest[3:] = "*" * len(rest[3:])
    if rest[1:2] in (["conditions"], ["properties"]):
        rest[2] = "*"
    return "/".join((section, "*", *rest[1:])) if rest else section


def _threagile_pattern(field: Field) -> str:
    section, *rest = field.steps
    if section not in _TABLES:
        return section
    nested = f"{section}/{rest[1]}" if len(rest) > 2 else section
    return f"{nested}/*/{rest[-1]}"


def _our_name(field: Field) -> tuple[str, str]:
    section, *rest = field.steps
    if section in ("source_artifacts", "prior_art"):
        return "system", section
    if section in ("system", "taxonomies", "methods", "plot4ai", "pasta"):
        name = ".".join(rest if section == "system" else field.steps)
        return "system", OF_CARDS.get(name, name)
    if section == "fairness":
        return "system", f"fairness_{rest[0].removesuffix('_at_risk')}"
    kind = KIND_OF.get(section, "model")
    if kind == "attack_tree" and rest[1] in GATES:
        return kind, "root"
    name = OUR_NAMES.get(f"{section}/{rest[-1]}") if rest else section
    return kind, name or ".".join(rest[1:])


def _leaves(schema: Any, root: Any, path: tuple[str, ...]) -> Iterator[str]:
    """The path of every field that holds no fields of its own."""
    schema = _resolved(schema, root)
    inner = schema.get("additionalProperties")
    items = schema.get("items")
    if isinstance(inner, dict):
        yield from _leaves(inner, root, (*path, "*"))
    elif items and "then" in (step := _resolved(items, root)):
        for part in ("then", "else"):
            yield from (f"{'/'.join(path[:-1])}/*/{name}" for name in _resolved(step[part], root)["properties"])
    elif items and "properties" in _resolved(items, root):
        yield from _leaves(items, root, (*path, "*"))
    elif "properties" in schema:
        for name, one in schema["properties"].items():
            yield from _leaves(one, root, (*path, name))
    else:
        yield "/".join(path)


def _resolved(schema: Any, root: Any) -> Any:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema
