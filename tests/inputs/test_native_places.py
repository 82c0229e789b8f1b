"""A snapshot knows where everything is said, and something near for what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.core.location import Ref
from tests.inputs.reading import HEAD, read

COMPLETE = (Path(__file__).parent / "complete.yaml").read_text(encoding="utf-8")


def token(ref: Ref) -> tuple[str, str]:
    """The line:column of a ref in the complete model, and the text there."""
    snapshot = read(COMPLETE, "complete.yaml").snapshot
    assert snapshot
    at = snapshot.locate(ref)
    assert at.line == at.end_line
    return f"{at.line}:{at.column}", COMPLETE.split("\n")[at.line - 1][at.column - 1 : at.end_column - 1]


@pytest.mark.parametrize(
    ("ref", "place", "text"),
    [
        (Ref("system", "lending-desk"), "2:1", "system"),
        (Ref("system", "lending-desk", "criticality"), "9:16", "critical"),
        (Ref("system", "lending-desk", "conditions"), "11:3", "conditions"),
        (Ref("system", "lending-desk", "conditions.generative"), "11:51", "true"),
        (Ref("system", "lending-desk", "taxonomies"), "13:1", "taxonomies"),
        (Ref("system", "lending-desk", "taxonomies.atlas"), "13:21", '"5.6.0"'),
        (Ref("system", "lending-desk", "methods.stride"), "14:19", "per-element"),
        (Ref("boundary", "attic"), "24:3", "attic"),
        (Ref("boundary", "attic", "parent"), "24:38", "house"),
        (Ref("data", "loans", "personal"), "27:51", "true"),
        (Ref("component", "desk", "stores"), "44:5", "stores"),
        (Ref("component", "desk", "stores.health"), "44:21", "health"),
        (Ref("component", "desk", "stores.0"), "44:14", "loans"),
        (Ref("component", "desk", "stores.nothing"), "44:5", "stores"),
        (Ref("component", "desk", "authority"), "33:3", "desk"),
        (Ref("component", "adviser", "model"), "52:5", "model"),
        (Ref("component", "adviser", "model.version"), "55:16", '"7.10"'),
        (Ref("component", "printer", "out_of_scope"), "58:44", "out_of_scope"),
        (Ref("flow", "ask"), "61:3", "ask"),
        (Ref("flow", "ask", "from"), "66:11", "reader"),
        (Ref("flow", "ask", "source"), "66:11", "reader"),
        (Ref("flow", "ask", "target"), "67:9", "desk"),
        (Ref("flow", "ask", "crossings"), "61:3", "ask"),
        (Ref("flow", "gone"), "60:1", "flows"),
        (Ref("threat", "nosy", "on.ask"), "83:16", "ask"),
        (Ref("threat", "nosy", "risk.dread.damage"), "95:23", "6"),
        (Ref("threat", "flood", "accepted.until"), "100:45", "2027-06-30"),
        (Ref("control", "pin", "status"), "110:13", "verified"),
        (Ref("not_applicable", "0"), "118:5", "on"),
        (Ref("not_applicable", "0", "reason"), "120:13", "The shelf only holds what everyone may read"),
        (Ref("not_applicable", "7"), "117:1", "not_applicable"),
        (Ref("attack_tree", "see-loans"), "123:3", "see-loans"),
        (Ref("attack_tree", "see-loans", "goal"), "124:11", "See what others borrow"),
        (Ref("attack_tree", "see-loans", "or.0.cost"), "139:15", "5"),
        (Ref("attack_tree", "see-loans", "or.0.controls"), "137:9", "controls"),
        (Ref("attack_tree", "see-loans", "or.0.controls.log"), "137:25", "log"),
        (Ref("attack_tree", "see-loans", "or.1.and.1.leaf"), "147:35", "smile"),
        (Ref("attack_tree", "see-loans", "or.1.and.7.leaf"), "147:9", "and"),
        (Ref("attack_tree", "see-loans", "or.2"), "148:9", "sand"),
        (Ref("review", "0"), "151:5", "by"),
        (Ref("review", "0", "expires"), "157:14", "2027-11-20"),
        (Ref("review", "0", "covers.desk"), "154:14", "desk"),
        (Ref("review", "0", "covers"), "154:5", "covers"),
        (Ref("review", "99"), "150:1", "reviews"),
        (Ref("model"), "1:1", "threatgate"),
        (Ref("config", "x", "y"), "1:1", "threatgate"),
    ],
    ids=str,
)  # fmt: skip
def test_place(ref: Ref, place: str, text: str) -> None:
    assert token(ref) == (place, text)


def test_without_its_section_an_element_is_the_file() -> None:
    snapshot = read(HEAD).snapshot
    assert snapshot
    for kind in ("flow", "review", "not_applicable"):
        assert str(snapshot.locate(Ref(kind, "0", "on"))) == "threatmodel.yaml:1:1"


def test_ids_and_keys_with_dots() -> None:
    text = HEAD + 'components: {a.b: {type: service}}\nreviews: [{by: x, on: 2026-01-01, covers: {a.b: "1:%s"}}]\n' % (
        "0" * 32
    )
    snapshot = read(text).snapshot
    assert snapshot
    assert str(snapshot.locate(Ref("component", "a.b", "type"))) == "threatmodel.yaml:3:26"
    assert str(snapshot.locate(Ref("review", "0", "covers.a.b"))) == "threatmodel.yaml:4:44"
