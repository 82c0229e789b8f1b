"""``threatgate resources``: the links of two lists of the field, offline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from checker.knowledge.resources import KINDS, resources
from tests.command import inside


def lines(folder: Path, *arguments: str) -> list[str]:
    done = inside(folder, "resources", *arguments)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def data(folder: Path, *arguments: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads("\n".join(lines(folder, *arguments, "--json")))
    return loaded


def test_all_links_of_both_lists_are_there(tmp_path: Path) -> None:
    found = data(tmp_path)
    counts = {one["id"]: (one["entries"], one["commit"]) for one in found["lists"]}
    assert counts == {"hysnsec": (117, "c60fb0a"), "TalEliyahu": (28, "3d7d45d")}
    assert sum(len(one["lists"]) == 2 for one in found["links"]) == 13
    assert len({one["url"] for one in found["links"]}) == len(found["links"]) == 129
    assert found["opened"] is False


@pytest.mark.parametrize(("kind", "number"), [("example", 41), ("tool", 17), ("training", 75)])
def test_a_kind_is_asked_for(tmp_path: Path, kind: str, number: int) -> None:
    found = data(tmp_path, "--kind", kind)["links"]
    assert len(found) == number
    assert all(kind in one["kinds"] for one in found)


def test_a_link_is_shown_with_its_lists_and_names(tmp_path: Path) -> None:
    assert lines(tmp_path, "--kind", "example", "--search", "OAUTH") == [
        "example: OAuth 2.0 Threat Model and Security Considerations",
        "  https://datatracker.ietf.org/doc/html/rfc6819",
        "  hysnsec / Threat Model examples; TalEliyahu / Web & API Security / OAuth 2.0",
        "  also called: OAuth 2.0 Threat Model (RFC 6819)",
        "  modelled anew: examples/oauth",
        "",
        "1 link of 129; 13 of all are in both lists.",
        "Nobody opened them: some may lead nowhere.",
        "  hysnsec: 117 entries of https://github.com/hysnsec/awesome-threat-modelling at c60fb0a of"
        " 2023-07-16 (CC0-1.0)",
        "  TalEliyahu: 28 entries of https://github.com/TalEliyahu/Threat_Model_Examples at 3d7d45d of 2025-06-12"
        " (MIT by its README; the licence file that this names is not there)",
    ]


def test_all_words_have_to_be_there_in_any_order(tmp_path: Path) -> None:
    both = [one["url"] for one in data(tmp_path, "--search", "trend kubernetes")["links"]]
    assert both == [
        "https://www.trendmicro.com/vinfo/us/security/news/security-technology/a-deep-dive-into-kubernetes-threat-modeling"
    ]
    assert data(tmp_path, "--search", "no such thing")["links"] == []
    assert lines(tmp_path, "--search", "no such thing")[0] == "0 links of 129; 13 of all are in both lists."


def test_another_kind_is_refused(tmp_path: Path) -> None:
    done = inside(tmp_path, "resources", "--kind", "video")
    assert (done.code, done.out) == (2, "")
    assert "'video' is not one of 'example', 'tool', 'training'" in done.err


def test_every_link_is_an_address_without_a_secret_and_of_a_known_kind() -> None:
    for link in resources().links:
        parts = urlsplit(link.url)
        assert parts.scheme in ("http", "https"), link
        assert parts.hostname and not parts.username, link
        assert {*link.kinds} <= {*KINDS}, link
        assert all(one.name.strip() == one.name and one.section for one in link.listed), link


def test_the_links_are_those_of_the_reference(corpus: Path) -> None:
    reference = corpus.parent / "reference" / "knowledge" / "resources.json"
    if not reference.is_file():
        pytest.skip(f"no {reference.name} beside the collected models")
    known = json.loads(reference.read_text(encoding="utf-8"))
    for source, body in known["lists"].items():
        ours = sorted(
            (link.url, one.name, one.kind) for link in resources().links for one in link.listed if one.list == source
        )
        assert ours == sorted((one["url"], " ".join(one["name"].split()), one["kind"]) for one in body["entries"])
    assert {link.url for link in resources().links if len(link.lists) == 2} == {*known["in_both"]}
