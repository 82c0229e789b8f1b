"""What all readers of foreign formats share: elements with places, and what is said of a text that is not as it should
be."""

from __future__ import annotations

import pytest

from checker.core.location import Ref
from checker.core.model import Component, Data, Flow
from checker.core.source import Source
from checker.core.system import System
from checker.documents.parse import parse
from checker.inputs.gathering import Gathering
from checker.inputs.names import Names
from checker.inputs.node import Node, root
from checker.inputs.references import attack_pattern, category, reference, weakness
from tests.inputs.reading import read, said

TEXT = """\
name: Shop
parts:
  - id: web
    kind: service
    colour: red
    shape: 3
  - id: web
  - id: store
    to: wbe
  - lonely
  -
flags: {yes: "yes", no: false, odd: 7, none: ~}
words: [a, [b], a, 3]
one: alone
number: 1.5
"""


def gathered(text: str = TEXT) -> tuple[Gathering, Node]:
    document = parse(Source("m.yaml", text))
    gathering = Gathering(document, "made-up", "shop", {"part": ("colour",)})
    return gathering, root(gathering, document, "model")


def test_elements_their_places_and_what_is_wrong_with_them() -> None:
    gathering, whole = gathered()
    kept = []
    for item in whole.mappings("parts", "part"):
        subject = Ref("component", item.text("id"))
        part = item.is_about(subject)
        element = Component(subject.id, type=part.text("kind"))
        kept.append(gathering.add(element, part.at(type="kind")))
        if target := part.text("to"):
            at = part.place("to")
            gathering.dangling("part", target, subject._replace(field="to"), at, gathering.elements("component"))
    part = whole.mappings("parts")[2]
    gathering.add(Flow("way", target=part.text("to")), part.at(target="to"))
    system = System("shop", name=whole.text("name"))
    parsed = gathering.parsed(system, whole.at())

    assert kept == [True, False, True]
    assert parsed.snapshot and list(parsed.snapshot.model.components) == ["store", "web"]
    locate = parsed.snapshot.locate
    assert str(locate(Ref("component", "web", "type"))) == "m.yaml:4:11"
    assert str(locate(Ref("component", "web", "technology"))) == str(locate(Ref("component", "web"))) == "m.yaml:3:5"
    assert str(locate(Ref("system", "", "name"))) == "m.yaml:1:7"
    assert str(locate(Ref("flow", "nowhere"))) == "m.yaml:1:1"
    assert str(locate(Ref("flow", "way", "to"))) == str(locate(Ref("flow", "way", "target"))) == "m.yaml:9:9"
    assert said(parsed) == [
        ("model/not-mapped", "m.yaml:6:5", "model"),
        ("model/duplicate-id", "m.yaml:7:9", "component/web"),
        ("model/dangling-reference", "m.yaml:9:9", "component/store#to"),
        ("model/wrong-type", "m.yaml:10:5", "model#parts"),
        ("model/not-mapped", "m.yaml:12:1", "model"),
    ]
    by_rule = {f.rule: f for f in parsed.findings}
    assert by_rule["model/dangling-reference"].hint == "did you mean 'web'?"
    assert by_rule["model/wrong-type"].message == "parts[3] should be a mapping, and is a text"
    assert [f.message for f in parsed.findings if f.rule == "model/not-mapped"] == [
        "what a model says under 'flags', 'number', 'one', 'words' is not used by any check",
        "what a part says under 'shape' is not used by any check",
    ]
    assert {f.model for f in parsed.findings} == {"shop"}


def test_an_id_is_one_of_all_that_a_review_can_name() -> None:
    gathering, whole = gathered()
    assert gathering.add(Component("web"), whole.at())
    assert not gathering.add(Data("web"), whole.at())
    assert not gathering.add(Flow("shop"), whole.at())
    assert [f.message for f in gathering.findings] == [
        "the id 'web' is already that of a component",
        "the id 'shop' is already that of a system",
    ]


def test_values() -> None:
    gathering, whole = gathered()
    flags = whole.mapping("flags")
    assert [flags.flag(key) for key in ("yes", "no", "none", "absent")] == [True, False, None, None]
    assert gathering.findings == []
    assert flags.flag("odd") is None
    assert whole.texts("words") == ("a", "3")
    assert (whole.texts("one"), whole.texts("flags"), whole.texts("absent")) == (("alone",), (), ())
    assert (whole.number("number"), whole.number("absent"), whole.number("name")) == (1.5, None, None)
    assert (whole.text("parts"), whole.mapping("one").value, whole.mappings("one")) == ("", {}, [])
    assert [f.message for f in gathering.findings] == [
        "odd should be true or false, and is a number",
        "words[1] should be a text, and is a list",
        "flags should be a list, and is a mapping",
        "name should be a number, and is a text",
        "parts should be a text, and is a list",
        "one should be a mapping, and is a text",
        "one should be a list, and is a text",
    ]


def test_what_is_not_mapped_is_said_once() -> None:
    gathering, whole = gathered()
    gathering.not_mapped("diagrams", whole.place("name"))
    gathering.not_mapped("diagrams", whole.place("one"))
    (finding,) = gathering.refused().findings
    assert (finding.rule, str(finding.location)) == ("model/not-mapped", "m.yaml:1:7")


def test_ids_that_two_kinds_have() -> None:
    names = Names("shop", {"data": ["db", "pii", "shop"], "component": ["db", "web"], "threat": ["db"]})
    assert [names.of("component", id) for id in ("db", "web", "gone")] == ["db", "web", "gone"]
    assert [names.of("data", id) for id in ("db", "pii", "shop")] == ["data:db", "pii", "data:shop"]
    assert names.of("threat", "db") == "db"
    assert (names.has("data", "db"), names.has("flow", "db"), [*names.all("component")]) == (True, False, ["db", "web"])


def test_a_format_may_have_several_kinds_for_one_of_ours() -> None:
    names = Names("shop", {"store": ["db"], "actor": ["db", "zoe"], "risk": ["db"]}, ("actor", "store"))
    assert (names.of("actor", "db"), names.of("store", "db"), names.of("risk", "db")) == ("db", "store:db", "db")


def test_a_number_is_finite() -> None:
    _, whole = gathered("a: 1e3\nb: inf\nc: nan\n")
    assert [whole.number(key) for key in "abc"] == [1000.0, None, None]


def test_references() -> None:
    words = (
        "Tampering",
        "I",
        "Information Disclosure",
        "Elevation of privilege",
        "Non-repudiation",
        "Linkability",
        "x",
    )
    assert [category(word) for word in words] == [
        *("stride:T", "stride:I", "stride:I", "stride:E", "linddun:Nr", "linddun:L", ""),
    ]
    assert [weakness(word) for word in ("CWE-79", "cwe:079", "79", "79x")] == [*["cwe:CWE-79"] * 3, ""]
    written = ("atlas:AML.T0051 (Prompt Injection)", "cwe:", "no reference", "stride:T")
    assert [reference(word) for word in written] == ["atlas:AML.T0051", "", "", "stride:T"]
    assert [attack_pattern(word) for word in ("CAPEC-66", "66", "")] == ["capec:CAPEC-66", "capec:CAPEC-66", ""]


@pytest.mark.parametrize(
    ("path", "todo"),
    [
        ("shop.otm", "save it again with the tool that makes it"),
        ("shop.TC.json", "save it again with the tool that makes it"),
        ("shop.tm7", "save it again with the tool that makes it"),
        ("shop.tm.hcl", "write what belongs here"),
        ("threagile.yaml", "write what belongs here ('threatgate init' starts a model)"),
    ],
)
def test_an_empty_file_says_what_its_author_can_do(path: str, todo: str) -> None:
    (finding,) = read("", path).findings
    assert (finding.rule, str(finding.location)) == ("model/syntax", f"{path}:1:1")
    assert finding.message == f"the file is empty: {todo}, or remove it"
