"""Models in several files."""

from __future__ import annotations

import pytest

from checker.core.location import Ref
from checker.core.system import System
from tests.inputs.reading import HEAD, model, only, read, said


def main(*entries: str) -> str:
    return HEAD + "include:\n" + "".join(f"  - {entry}\n" for entry in entries)


def test_parts_make_one_model_and_paths_are_relative_to_the_file_that_names_them() -> None:
    files = {
        "app/threatmodel.yaml": main("parts/web.yaml", "../shared/data.json"),
        "app/parts/web.yaml": "include: [deep/flows.yaml]\ncomponents: {web: {type: service, stores: [cards]}}\n",
        "app/parts/deep/flows.yaml": "flows: {loop: {from: web, to: web}}\n"
        "not_applicable: [{on: [web], refs: [a:1], reason: b}]\n",
        "shared/data.json": '{"data": {"cards": {"classification": "restricted"}}}',
    }
    parsed = read(files, "app/threatmodel.yaml")
    assert parsed.findings == ()
    assert parsed.snapshot
    assert set(parsed.snapshot.model.components) == {"web"}
    assert [s.path for s in parsed.snapshot.sources] == [
        "app/threatmodel.yaml", "app/parts/web.yaml", "app/parts/deep/flows.yaml", "shared/data.json",
    ]  # fmt: skip
    locate = parsed.snapshot.locate
    assert str(locate(Ref("flow", "loop", "to"))) == "app/parts/deep/flows.yaml:1:31"
    assert str(locate(Ref("data", "cards"))) == "shared/data.json:1:11"
    assert str(locate(Ref("not_applicable", "0", "reason"))) == "app/parts/deep/flows.yaml:2:51"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("missing.yaml", "'missing.yaml' is not readable: there is no file missing.yaml"),
        ("../outside.yaml", "outside the repository"),
        ("a/../../outside.yaml", "outside the repository"),
        ("/etc/passwd", "no relative path"),
        ("~/model.yaml", "no relative path"),
        ('"C:\\\\model.yaml"', "no relative path"),
        ('"a\\u0000b"', "no relative path"),
        ("https://example.com/model.yaml", "an address"),
        ("file:///etc/passwd", "an address"),
        ('"parts/*.yaml"', "a pattern"),
        ('"{a,b}.yaml"', "a pattern"),
        ("threatmodel.yaml", "a circle"),
        ("./threatmodel.yaml", "a circle"),
    ],
)
def test_an_include_that_fails_is_a_finding_at_its_entry_and_leaves_no_model(entry: str, why: str) -> None:
    parsed = read(main(entry) + "components: {web: {type: service, boundary: dmz}}\n")
    finding = only(parsed)
    assert (finding.rule, str(finding.location)) == ("model/include-failed", "threatmodel.yaml:4:5")
    assert why in finding.message
    assert parsed.snapshot is None, "and nobody is told of names that the missing part may hold"


def test_files_that_include_each_other() -> None:
    parsed = read(
        {"threatmodel.yaml": main("a.yaml"), "a.yaml": "include: [b.yaml]\n", "b.yaml": "include: [a.yaml]\n"}
    )
    finding = only(parsed)
    assert str(finding.location) == "b.yaml:1:11"
    assert "circle" in finding.message
    assert [str(related.location) for related in finding.related] == ["threatmodel.yaml:4:5"]


def test_a_file_included_twice() -> None:
    parsed = read({"threatmodel.yaml": main("a.yaml", "./a.yaml"), "a.yaml": "data: {}\n"})
    finding = only(parsed)
    assert str(finding.location) == "threatmodel.yaml:5:5"
    assert "twice" in finding.message
    assert [str(related.location) for related in finding.related] == ["threatmodel.yaml:4:5"]


def test_eight_levels_are_read_and_a_ninth_is_not() -> None:
    files = {f"{n}.yaml": f"include: [{n + 1}.yaml]\n" for n in range(1, 8)}
    files["threatmodel.yaml"] = main("1.yaml")
    assert model({**files, "8.yaml": "data: {}\n"}).system == System("shop")
    finding = only(read({**files, "8.yaml": "include: [9.yaml]\n", "9.yaml": "data: {}\n"}))
    assert str(finding.location) == "8.yaml:1:11"
    assert "8 files deep" in finding.message


def test_two_hundred_files_are_read_and_no_more() -> None:
    names = [f"{n}.yaml" for n in range(201)]
    files = {"threatmodel.yaml": main("a.yaml", "b.yaml", "c.yaml"), **dict.fromkeys(names, "data: {}\n")}
    for part, chunk in zip("abc", (names[:80], names[80:160], names[160:]), strict=True):
        files[f"{part}.yaml"] = f"include: [{', '.join(chunk)}]\n"
    findings = read(files).findings
    assert {f.rule for f in findings} == {"model/include-failed"}
    assert len(findings) == 4


@pytest.mark.parametrize("key", ["threatgate: 1", "system: {id: other}", "taxonomies: {}", "methods: {}"])
def test_a_part_does_not_speak_for_the_whole(key: str) -> None:
    parsed = read({"threatmodel.yaml": main("a.yaml"), "a.yaml": f"data: {{}}\n{key}\n"})
    assert said(parsed) == [("model/include-failed", "a.yaml:2:1", "model#include")]
    assert parsed.snapshot is None
    assert parsed.findings[0].hint.startswith(f"leave '{key.partition(':')[0]}' out here")


def test_what_is_wrong_in_a_part_is_said_in_the_part() -> None:
    parsed = read({"threatmodel.yaml": main("a.yaml", "b.yaml"), "a.yaml": "data: {x: {}}\n", "b.yaml": "flows: {\n"})
    assert [(f.rule, f.location.path) for f in parsed.findings] == [
        ("model/missing-key", "a.yaml"),
        ("model/syntax", "b.yaml"),
    ]
    assert parsed.snapshot is None
