"""The pack ``architecture``: artefacts that are gone, changed, unreadable, and what the model lacks of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from checker.core.finding import Finding
from tests.trees import Files, checked

SHOP = (Path(__file__).parent / "files" / "shop.xml").read_bytes()
CONFIG = b"threatgate: 1\npacks: [architecture]\n"
WHOLE = """\
boundaries:
  rented-cloud: {trust: internal}
  host-1: {parent: rented-cloud}
  wild: {name: The Internet, trust: untrusted}
data: {orders: {classification: confidential}, x: {name: price  LIST, classification: public}}
components:
  bank: {type: external-entity}
  someone: {type: person, name: buyer}
  order-desk: {type: service}
  orders-database: {type: database}
  id-spare: {type: virtual-machine}
  web: {type: web-app}
flows:
  a: {from: someone, to: web}
  b: {from: order-desk, to: orders-database}
  c: {from: order-desk, to: id-spare}
  d: {from: web, to: order-desk, bidirectional: true}
  pay: {from: order-desk, to: bank}
"""


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def files(artifact: str = "", rest: str = WHOLE, **more: bytes) -> dict[str, bytes]:
    """A repository whose model lists ``a.xml``; ``artifact`` is what its entry says besides the path."""
    entry = artifact or f'framework: archimate, digest: "{digest(SHOP)}"'
    model = f"threatgate: 1\nsystem: {{id: shop}}\nsource_artifacts:\n  - {{path: a.xml, {entry}}}\n{rest}"
    found = {"threatmodel.yaml": model.encode(), ".threatgate.yaml": CONFIG, "a.xml": SHOP}
    return {**found, **{name.replace("_", "."): data for name, data in more.items()}}


def said(base: Files, head: Files | None = None) -> list[Finding]:
    """What the pack finds in ``head``, that counts."""
    report = checked(base if head else {".threatgate.yaml": CONFIG}, head or base)
    assert report.failures == ()
    found = [r.finding for r in report.results if r.state == "new" and r.finding.rule.startswith("architecture/")]
    return sorted(found, key=lambda finding: finding.rule)


def only(base: Files, head: Files | None = None) -> Finding:
    (finding,) = said(base, head)
    return finding


def test_a_model_that_has_all_of_it_hears_nothing() -> None:
    assert said(files()) == []


def test_nothing_is_asked_without_the_pack() -> None:
    other = {".threatgate.yaml": b"threatgate: 1\n"}
    assert said(other, {**files("framework: naf4, code: X"), **other}) == []


@pytest.mark.parametrize(
    ("entry", "message", "hint"),
    [
        ("framework: naf4, code: NOV-2", "'NOV-2' is no view of naf4", "in NAFv4 'L2' (Logical Scenario) shows it"),
        ("framework: naf4, code: p3", "'p3' is no view of naf4", "did you mean 'P3' (Resource Connectivity)?"),
        ("framework: naf4", "no view is named", "'P3' or 'S6'"),
        ("framework: togaf, code: P3", "'P3' is no view of togaf", "such as 'Application Portfolio catalog'"),
    ],
)
def test_codes(entry: str, message: str, hint: str) -> None:
    finding = only(files(f'{entry}, digest: "{digest(SHOP)}"'))
    assert (finding.rule, finding.severity) == ("architecture/artifact-code-unknown", "low")
    assert finding.message == f"{message}: it is not told what a.xml shows"
    assert finding.hint.endswith(hint)
    assert str(finding.location).startswith("threatmodel.yaml:4:")


def test_every_known_code_is_one() -> None:
    for entry in (
        "framework: naf4, code: L2-L3",
        "framework: togaf, code: Interface catalog",
        "framework: archimate, code: x",
    ):
        assert said(files(f'{entry}, digest: "{digest(SHOP)}"')) == []


def test_a_file_that_is_gone() -> None:
    head = files()
    del head["a.xml"]
    finding = only(head)
    assert (finding.rule, finding.severity) == ("architecture/artifact-missing", "high")
    assert (finding.message, str(finding.location)) == ("the artefact a.xml is not there", "threatmodel.yaml:4:12")
    assert str(finding.subject) == "system/shop#source_artifacts.a.xml.path"


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        (b"<a/>", "the root element 'a' is that of no ArchiMate file", []),
        (SHOP.replace(b"</name>", b"</nam>", 1), "not readable as XML: mismatched tag", ["a.xml:3:36"]),
        (b"PK\x03\x04\xff\xfe", "the file is a zip archive, not UTF-8 text", []),
        (
            b"\n<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
            "a document type or entity",
            ["a.xml:2:13"],
        ),
    ],
)
def test_a_file_that_says_nothing(data: bytes, message: str, place: list[str]) -> None:
    found = said(files(f'framework: archimate, digest: "{digest(data)}"', a_xml=data))
    assert [one.rule for one in found] == ["architecture/artifact-unreadable"]
    assert found[0].message.startswith(f"the artefact a.xml cannot be read: {message}")
    assert [str(one.location) for one in found[0].related] == place


@pytest.mark.parametrize("path", ["../a.xml", ".git/config", "a.xml/b"])
def test_paths_that_lead_nowhere(path: str) -> None:
    head = files()
    head["threatmodel.yaml"] = head["threatmodel.yaml"].replace(b"path: a.xml", f"path: {path}".encode())
    assert only(head).rule in ("architecture/artifact-unreadable", "architecture/artifact-missing")


def test_an_archive_of_archi_is_told_what_to_do() -> None:
    head = files("framework: archimate", rest=WHOLE.replace("bank", "bank"))
    head["threatmodel.yaml"] = head["threatmodel.yaml"].replace(b"path: a.xml", b"path: a.archimate")
    finding = only({**head, "a.archimate": b"PK\x03\x04\xff"})
    assert "take the pictures out" in finding.hint


def test_a_catalogue_is_only_watched() -> None:
    table = b"name;owner\n"
    entry = f'framework: togaf, code: Interface catalog, digest: "{digest(table)}"'
    assert said(files(entry, rest="", a_xml=table)) == []
    assert [one.rule for one in said(files(entry, rest="", a_xml=b"name\n"))] == ["architecture/artifact-drift"]


def test_drift_tells_the_line_to_write() -> None:
    changed = SHOP.replace(b"More flowers", b"Fewer flowers")
    finding = only(files(), files(a_xml=changed))
    assert (finding.rule, finding.severity) == ("architecture/artifact-drift", "high")
    assert finding.message == "a.xml is not the text that the threat model was last held against"
    assert finding.hint.endswith(f'then write digest: "{digest(changed)}"')
    assert str(finding.location).startswith("threatmodel.yaml:4:")
    assert said(files(), files(f'framework: archimate, digest: "{digest(changed)}"', a_xml=changed)) == []


def test_a_second_drift_is_no_older_debt() -> None:
    once, twice = SHOP.replace(b"More", b"Fewer"), SHOP.replace(b"More", b"No")
    assert said(files(a_xml=once), files(a_xml=once)) == []
    assert [one.rule for one in said(files(a_xml=once), files(a_xml=twice))] == ["architecture/artifact-drift"]


def test_without_a_digest_it_is_told_as_well() -> None:
    finding = only(files("framework: archimate"))
    assert finding.message == "no digest of a.xml is written down, so that its changes are not seen"
    assert finding.hint == f'hold the model against it, then write digest: "{digest(SHOP)}"'


def test_line_ends_and_a_mark_are_no_change() -> None:
    assert said(files(a_xml=b"\xef\xbb\xbf" + SHOP.replace(b"\n", b"\r\n"))) == []


def test_what_the_model_has_not_is_one_finding() -> None:
    rest = WHOLE.replace("  bank: {type: external-entity}\n", "").replace("  pay: {from: order-desk, to: bank}\n", "")
    rest = rest.replace("  b: {from: order-desk, to: orders-database}\n", "  more: {from: web, to: orders-database}\n")
    finding = only(files(rest=rest))
    assert (finding.rule, finding.severity) == ("architecture/artifact-element-unmapped", "medium")
    assert finding.message == (
        "a.xml has what this model has not: ApplicationComponent 'Bank', Access 'r-5', Access 'r-5'"
        " (10 of 11 elements and 4 of 6 flows between them have a counterpart)"
    )
    assert [str(one.location) for one in finding.related] == ["a.xml:23:5", "a.xml:46:5", "a.xml:46:5"]
    assert "'id-bank'" in finding.hint


def test_what_is_ignored_is_not_missed() -> None:
    rest = WHOLE.replace("  bank: {type: external-entity}\n", "").replace("  pay: {from: order-desk, to: bank}\n", "")
    assert said(files(f'framework: archimate, digest: "{digest(SHOP)}", ignore: [id-bank]', rest=rest)) == []


def test_what_is_ignored_in_vain_is_told() -> None:
    finding = only(files(f'framework: archimate, digest: "{digest(SHOP)}", ignore: [id-bank, gone]'))
    assert (finding.rule, finding.severity) == ("architecture/ignore-unused", "low")
    assert finding.message.endswith(": 'gone', 'id-bank'")


def test_an_id_of_its_own_counts_alone() -> None:
    rest = (
        WHOLE.replace("  web: {", "  site: {name: Shop website, ")
        .replace(": web}", ": site}")
        .replace(": web,", ": site,")
    )
    assert "ApplicationComponent 'Shop website'" in only(files(rest=rest)).message


def test_older_gaps_are_known_and_new_ones_are_not() -> None:
    rest = WHOLE.replace("  bank: {type: external-entity}\n", "").replace("  pay: {from: order-desk, to: bank}\n", "")
    more = SHOP.replace(
        b"  </elements>",
        b'    <element identifier="id-new" xsi:type="Device"><name>Till</name></element>\n  </elements>',
    )
    base = files(rest=rest)
    head = {**base, "a.xml": more}
    found = said(base, head)
    assert [one.rule for one in found] == ["architecture/artifact-drift", "architecture/artifact-element-unmapped"]
    assert found[1].message.startswith("a.xml has what this model has not: Device 'Till' (")


def test_who_writes_the_new_digest_is_asked_for_a_review() -> None:
    changed = SHOP.replace(b"More flowers", b"Fewer flowers")
    report = checked(files(), files(f'framework: archimate, digest: "{digest(changed)}"', a_xml=changed))
    changes = report.models[0].changes or ()
    assert [(str(c.ref), [f.field for f in c.fields], c.relevant) for c in changes] == [
        ("system/shop", ["source_artifacts.a.xml.digest"], True)
    ]
    assert "review/unreviewed-system" in {r.finding.rule for r in report.results if r.finding.subject.kind == "system"}


def test_a_critical_system_needs_a_file_that_shows_flows() -> None:
    head = files()
    head["threatmodel.yaml"] = head["threatmodel.yaml"].replace(b"id: shop", b"id: shop, criticality: critical")
    assert said(head) == []
    other = {
        **head,
        "threatmodel.yaml": head["threatmodel.yaml"].replace(b"framework: archimate", b"framework: naf4, code: P2"),
    }
    assert [one.rule for one in said(other)] == ["architecture/no-flow-artifact"]
