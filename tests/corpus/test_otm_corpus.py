"""Every collected Open Threat Model: read and counted, compared with what people saw change, written and read again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import jsonschema_rs
import pytest

from checker.core.change import Change
from checker.core.model import Model
from checker.outputs.models.otm import write
from tests.corpus.judging import changes, counts, described, entries, pairs_described, read_as, read_back, versions

pytestmark = pytest.mark.corpus

ROOT = Path(__file__).resolve().parent.parent.parent

REFUSED = {"files/otm/iriusrisk__startleft__test_model_tm7.otm": "model/wrong-value"}
"""A model of Microsoft's tool put into JSON: no Open Threat Model."""

UNDEFINED = ("MTMT_example_coordinates", "line_trustzone", "threat-dragon-migration")
"""Parts of names of files whose elements have threats or mitigations that the file does not define."""

HISTORY = "iriusrisk__OpenThreatModel"


def _counts(model: Model) -> dict[str, int]:
    """Definitions of threats and mitigations are counted, here each stands once for every element that has it. What an
    element has and nothing defines has no title."""
    return {
        **counts(model),
        "threats": len({id.partition("@")[0] for id, one in model.threats.items() if one.title}),
        "mitigations": len({id.partition("@")[0] for id, one in model.controls.items() if one.title}),
    }


def test_every_file_is_read_or_refused_and_counts_as_the_independent_counter_says(corpus: Path) -> None:
    done, refused = 0, 0
    for file, entry in entries(corpus, "otm"):
        parsed = read_as(corpus / file)
        assert all(f.location.line >= 1 and f.location.path for f in parsed.findings), file
        if parsed.snapshot is None:
            assert parsed.findings[0].rule == REFUSED[file]
            refused += 1
            continue
        assert parsed.snapshot.format == "otm", file
        here = _counts(parsed.snapshot.model)
        assert here == {key: entry["counts"][key] for key in here}, file
        done += 1
    print(f"\n{done} Open Threat Models read, {refused} refused")
    assert (done, refused) == (31, 1)


def test_every_known_defect_is_found_and_nothing_else_is_wrong(corpus: Path) -> None:
    total = 0
    for file, entry in entries(corpus, "otm"):
        parsed = read_as(corpus / file)
        wrong = [f for f in parsed.findings if f.rule not in ("model/not-mapped", "model/unknown-word")]
        if file in REFUSED:
            continue
        for defect in entry["known_defects"]:
            element, name = defect.split("'")[1], defect.split("'")[3]
            found = [f for f in wrong if f.rule == "model/dangling-reference" and repr(name) in f.message]
            assert any(element in f.subject.id or "@" in f.subject.id for f in found), (file, defect)
            total += 1
        assert bool(wrong) == bool(entry["known_defects"]), (file, wrong[:3])
    print(f"\n{total} known defects found")
    assert total > 6


def test_all_that_reads_is_written_validly_and_reads_as_the_same(corpus: Path) -> None:
    schema = json.loads((corpus / "oracles/schemas/otm_schema.json").read_text(encoding="utf-8"))
    valid = jsonschema_rs.validator_for(schema)
    own = [path for folder in ("examples", "tests/models", "tests/inputs") for path in (ROOT / folder).rglob("*.yaml")]
    theirs = [corpus / file for file, _ in entries(corpus, "otm")]
    written = 0
    for path in (*own, *theirs):
        snapshot = read_as(path).snapshot if ".reviews." not in path.name else None
        if snapshot is None:
            continue
        text = write(snapshot.model).text
        errors = [error.message for error in valid.iter_errors(json.loads(text))]
        assert not errors, (path, errors[:2])
        written += 1
        if snapshot.format == "otm" and not any(part in str(path) for part in UNDEFINED):
            again = read_back(text, path.name)
            assert again.snapshot, path
            assert again.snapshot.model == snapshot.model, path
    print(f"\n{written} models written as valid Open Threat Models")
    assert written > 50


Fact = tuple[str, str, str]

EXPECTED: dict[str, set[Fact]] = {
    "001-002": set(),
    "002-003": {
        ("removed", "boundary/internet", ""),
        ("removed", "boundary/private", ""),
        ("added", "boundary/730df42e-69a4-11ed-bd69-9b318e4f98c5", ""),
        ("added", "boundary/3ae9b5de-69b2-11ed-8c2d-e7d4579196f4", ""),
    },
    "003-004": {
        ("removed", "boundary/730df42e-69a4-11ed-bd69-9b318e4f98c5", ""),
        ("removed", "boundary/3ae9b5de-69b2-11ed-8c2d-e7d4579196f4", ""),
        ("added", "boundary/f0ba7722-39b6-4c81-8290-a30a248bb8d9", ""),
        ("added", "boundary/2ab4effa-40b7-4cd2-ba81-8247d29a6f2d", ""),
        ("added", "component/web-client", ""),
        ("added", "flow/webclient-to-webservice", ""),
        ("changed", "component/web-service", "boundary"),
        ("changed", "component/customer-database", "boundary"),
        ("changed", "component/class-customerdatabase", "boundary"),
    },
    "004-005": set(),
    "005-006": set(),
}
"""What people saw, in our words. A zone with another id and another kind is another zone to us. That the format's
version (004-005) or the name of a comment (005-006) is another is no fact of the model; an id of a drawing (003-004)
neither."""


def _facts(changes: tuple[Change, ...]) -> Iterator[Fact]:
    for change in changes:
        if change.kind in ("added", "removed"):
            yield change.kind, str(change.ref), ""
        yield from (("changed", str(change.ref), field.field) for field in change.fields if not field.derived)


def test_changes_are_those_that_people_saw(corpus: Path) -> None:
    judged = 0
    for (old, before), (new, after) in pairwise(versions(corpus, HISTORY, "yaml")):
        found = changes(before, after)
        assert set(_facts(found)) == EXPECTED[f"{old}-{new}"], (old, new)
        assert not changes(after, after)
        if not described(corpus, HISTORY, old, new)["semantic_change"]:
            assert not found
        judged += 1
    print(f"\n{judged} pairs of {HISTORY} agree")
    assert judged == pairs_described(corpus, HISTORY) == len(EXPECTED)


def test_two_texts_of_one_model_are_equal(corpus: Path) -> None:
    paths = [corpus / f"files/otm/iriusrisk__OpenThreatModel__EXAMPLE.{ending}" for ending in ("json", "yaml")]
    in_json, in_yaml = (read_as(path).snapshot for path in paths)
    assert in_json and in_yaml
    assert not [change for change in changes(in_json.model, in_yaml.model) if change.relevant]
