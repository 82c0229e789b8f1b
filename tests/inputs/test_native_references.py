"""Ids used twice, names that lead nowhere, circles: each at its token, with what to do."""

from __future__ import annotations

import pytest

from tests.inputs.reading import HEAD, only, read, said

PARTS = HEAD + (
    "boundaries: {inside: {trust: internal}}\n"
    "data: {cards: {classification: restricted}}\n"
    "components: {web: {type: service}, till: {type: service}}\n"
    "flows: {pay: {from: web, to: till}}\n"
    "controls: {limit: {}}\n"
)


@pytest.mark.parametrize(
    ("line", "place", "subject", "message", "hint"),
    [
        ("components: {x: {type: tool, boundary: insid}}", "3:40", "component/x#boundary", "boundary 'insid'",
         "'inside'"),
        ("components: {x: {type: tool, stores: [cards, card]}}", "3:46", "component/x#stores", "data 'card'",
         "'cards'"),
        ("components: {x: {type: tool, processes: [kards]}}", "3:42", "component/x#processes", "data 'kards'",
         "'cards'"),
        ("flows: {x: {from: wep, to: web}}", "3:19", "flow/x#from", "component 'wep'", "'web'"),
        ("flows: {x: {from: web, to: inside}}", "3:28", "flow/x#to", "component 'inside'", "is a boundary"),
        ("flows: {x: {from: web, to: till, data: [web]}}", "3:41", "flow/x#data", "data 'web'", "is a component"),
        ("boundaries: {x: {parent: outside}}", "3:26", "boundary/x#parent", "boundary 'outside'", "'inside'"),
        ("threats: {x: {title: X, on: [web, pey]}}", "3:35", "threat/x#on", "element 'pey'", "'pay'"),
        ("threats: {x: {title: X, on: [limit]}}", "3:30", "threat/x#on", "element 'limit'", "is a control"),
        ("threats: {x: {title: X, on: [pay], controls: [lmit]}}", "3:47", "threat/x#controls", "control 'lmit'",
         "'limit'"),
        ("not_applicable: [{on: [zzz], refs: [stride:S], reason: X}]", "3:24", "not_applicable/0#on", "element 'zzz'",
         ""),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere(line: str, place: str, subject: str, message: str, hint: str) -> None:
    files = {"threatmodel.yaml": f"{HEAD}{line}\ninclude: [rest.yaml]\n", "rest.yaml": PARTS.removeprefix(HEAD)}
    parsed = read(files)
    finding = only(parsed)
    assert (finding.rule, str(finding.subject)) == ("model/dangling-reference", subject)
    assert str(finding.location) == f"threatmodel.yaml:{place}"
    assert finding.message == f"there is no {message}"
    assert hint in finding.hint
    assert finding.model == "shop"
    assert parsed.snapshot, "what is written is kept"


def test_the_region_is_the_name_alone() -> None:
    finding = only(read(PARTS.replace("to: till}", "to: tills}")))
    assert (finding.location.column, finding.location.end_column) == (30, 35)


def test_a_threat_may_be_on_the_system_itself() -> None:
    assert read(HEAD + "threats: {x: {title: X, on: [shop]}}\n").findings == ()


def test_what_is_no_id_is_said_once() -> None:
    assert said(read(HEAD + "boundaries: {x: {parent: No Id}}\n")) == [
        ("model/wrong-value", "threatmodel.yaml:3:26", "boundary/x#parent")
    ]


def test_many_wrong_names_are_all_said_but_only_some_guessed_at() -> None:
    lines = "".join(f"  f{n}: {{from: web-{n}, to: web-x}}\n" for n in range(300))
    findings = read(HEAD + "components: {web-x: {type: service}}\nflows:\n" + lines).findings
    assert len(findings) == 300
    assert sum(bool(f.hint) for f in findings) == 20
    assert len({f.fingerprint for f in findings}) == 300


@pytest.mark.parametrize(
    ("second", "place", "subject", "first"),
    [
        ("flows: {web: {from: web, to: till}}", "1:9", "flow/web", "threatmodel.yaml:5:14"),
        ("components: {web: {type: person}}", "1:14", "component/web", "threatmodel.yaml:5:14"),
        ("boundaries: {till: {}}", "1:14", "boundary/till", "threatmodel.yaml:5:36"),
        ("data: {inside: {classification: public}}", "1:8", "data/inside", "threatmodel.yaml:3:14"),
        ("components: {shop: {type: service}}", "1:14", "component/shop", "threatmodel.yaml:2:14"),
        ("controls: {limit: {status: verified}}", "1:12", "control/limit", "threatmodel.yaml:7:12"),
    ],
)
def test_an_id_used_twice_names_both_places_and_the_first_counts(
    second: str, place: str, subject: str, first: str
) -> None:
    parsed = read({"threatmodel.yaml": PARTS + "include: [more.yaml]\n", "more.yaml": second + "\n"})
    finding = only(parsed)
    assert (finding.rule, str(finding.subject)) == ("model/duplicate-id", subject)
    assert str(finding.location) == f"more.yaml:{place}"
    assert [str(related.location) for related in finding.related] == [first]
    assert first in finding.message
    assert parsed.snapshot
    assert parsed.snapshot.model == read(PARTS).snapshot.model  # type: ignore[union-attr]


def test_threats_and_controls_may_share_an_id() -> None:
    assert read(PARTS + "threats: {limit: {title: X, on: [web]}}\n").findings == ()


def test_boundaries_in_a_circle_are_one_finding_at_the_first_parent() -> None:
    text = HEAD + "boundaries:\n  c: {parent: a}\n  a: {parent: b}\n  b: {parent: c}\n  out: {parent: a}\n"
    finding = only(read(text))
    assert (finding.rule, str(finding.subject)) == ("model/boundary-cycle", "boundary/a#parent")
    assert str(finding.location) == "threatmodel.yaml:5:15"
    assert [str(related.location) for related in finding.related] == ["threatmodel.yaml:6:15", "threatmodel.yaml:4:15"]
    assert "'a' in 'b' in 'c' in 'a'" in finding.message


def test_a_boundary_inside_itself() -> None:
    assert said(read(HEAD + "boundaries: {a: {parent: a}, b: {parent: a}}\n")) == [
        ("model/boundary-cycle", "threatmodel.yaml:3:26", "boundary/a#parent")
    ]


def test_two_circles_are_two_findings() -> None:
    text = HEAD + "boundaries: {a: {parent: b}, b: {parent: a}, y: {parent: z}, z: {parent: y}}\n"
    assert [str(f.subject) for f in read(text).findings] == ["boundary/a#parent", "boundary/y#parent"]


def test_a_long_circle_is_told_in_short() -> None:
    text = HEAD + "boundaries:\n" + "".join(f"  b{n:04}: {{parent: b{(n + 1) % 5000:04}}}\n" for n in range(5000))
    finding = only(read(text))
    assert str(finding.location) == "threatmodel.yaml:4:19"
    assert finding.message.endswith("'b0006' in 'b0007' in 4,992 more in 'b0000'")
    assert len(finding.related) == 7
