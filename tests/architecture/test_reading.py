"""ArchiMate files as values: both kinds, the odd and the hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.architecture.reader import BOUNDS, is_architecture, read
from checker.architecture.value import Architecture
from checker.core.errors import InputError
from checker.core.source import Source

FILES = Path(__file__).parent / "files"
NODE = '<element identifier="x" xsi:type="Node"/>'
NAMESPACE = "http://www.opengroup.org/xsd/archimate/3.0/"


def architecture(name: str) -> Architecture:
    return read(Source(name, (FILES / name).read_text(encoding="utf-8")))


def exchange(inside: str, namespace: str = NAMESPACE) -> str:
    return (
        f'<model xmlns="{namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m">'
        f"<name>M</name>{inside}</model>"
    )


def refused(text: str, path: str = "a.xml") -> tuple[str, str, str]:
    """Place, message and hint."""
    with pytest.raises(InputError) as raised:
        read(Source(path, text))
    return str(raised.value.at), raised.value.message, raised.value.hint


def test_an_exchange_file() -> None:
    found = architecture("shop.xml")
    assert (found.name, len(found.things), len(found.relations), found.views) == ("Flower shop", 18, 20, 1)
    web = found.things["id-web"]
    assert (web.type, web.name, web.properties) == ("ApplicationComponent", "Shop website", {"tm.id": "web"})
    assert web.documentation == "Shows the flowers,\ntakes the orders."
    assert str(web.location) == "shop.xml:8:5"
    access = found.relations["r-6"]
    assert (access.type, access.source, access.target, access.access) == ("Access", "id-web", "id-prices", "Read")
    assert str(access.location) == "shop.xml:47:5"
    assert found.relations["r-20"].directed
    assert not found.relations["r-19"].directed
    assert found.things["id-fork"].type == "Junction"
    assert found.nested == (("id-spare", "id-cloud"),)


def test_a_file_of_archi() -> None:
    found = architecture("assistant.archimate")
    assert (found.name, len(found.things), len(found.relations), found.views) == ("Garden assistant", 11, 10, 1)
    agent = found.things["id-agent"]
    assert (agent.type, agent.properties) == ("ApplicationComponent", {"tm.ai_kind": "ai-agent", "tm.id": "assistant"})
    assert (agent.documentation, str(agent.location)) == ("Answers what to plant.", "assistant.archimate:10:7")
    assert found.things["id-model"].properties == {"specialization": "Model"}
    assert [found.relations[id].access for id in ("r-4", "r-5", "r-1")] == ["Read", "ReadWrite", ""]
    assert found.nested == (("id-model", "id-platform"),)


@pytest.mark.parametrize(
    ("number", "access"), [("", "Write"), ("0", "Write"), ("1", "Read"), ("2", "Access"), ("3", "ReadWrite")]
)
def test_what_an_access_of_archi_does(number: str, access: str) -> None:
    text = (FILES / "assistant.archimate").read_text(encoding="utf-8")
    changed = text.replace('target="id-notes" accessType="1"', f'target="id-notes" accessType="{number}"')
    assert read(Source("a.archimate", changed)).relations["r-4"].access == access


def test_names_of_older_versions_of_archi() -> None:
    text = (FILES / "assistant.archimate").read_text(encoding="utf-8")
    text = text.replace("archimate:ServingRelationship", "archimate:UsedByRelationship")
    text = text.replace("archimate:CompositionRelationship", "archimate:RealisationRelationship")
    text = text.replace('"archimate:BusinessActor" name="Caretaker"', '"archimate:InfrastructureService" name="Mail"')
    found = read(Source("a.archimate", text))
    assert [found.relations[id].type for id in ("r-1", "r-7")] == ["Serving", "Realization"]
    assert found.things["id-nobody"].type == "TechnologyService"


def test_a_prefix_for_the_namespace() -> None:
    text = (
        f'<a:model xmlns:a="{NAMESPACE}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><a:elements>'
        '<a:element identifier="x" i:type="Node"><a:name>N</a:name></a:element></a:elements></a:model>'
    )
    assert read(Source("a.xml", text)).things["x"].name == "N"


@pytest.mark.parametrize(
    "namespace", ["http://www.opengroup.org/xsd/archimate", "http://www.opengroup.org/xsd/archimate/4/"]
)
def test_other_versions_are_refused(namespace: str) -> None:
    place, message, hint = refused(exchange("", namespace))
    assert place == "a.xml:1:1"
    assert message == f"an ArchiMate exchange file of another version than 3 ('{namespace}')"
    assert "Open Exchange" in hint


@pytest.mark.parametrize("text", ["<a/>", '<model xmlns="http://example.org"/>', "<archimate:views/>"])
def test_other_kinds_of_xml_are_refused(text: str) -> None:
    place, message, hint = refused(text)
    assert (place, hint) == ("a.xml:1:1", "save the model in Archi, or export it as an Open Exchange file")
    assert message.endswith("is that of no ArchiMate file")


@pytest.mark.parametrize(
    ("inside", "place", "message"),
    [
        (
            f"<elements>\n{NODE}\n{NODE}</elements>",
            "a.xml:3:1",
            "the identifier 'x' is taken already, at a.xml:2:1",
        ),
        ('<elements>\n<element xsi:type="Node"/></elements>', "a.xml:2:1", "this has no identifier"),
        (
            '<relationships>\n<relationship identifier="r" source="x" target="y" xsi:type="Flow"/></relationships>',
            "a.xml:2:38",
            "the relationship 'r' has an end that is not in this file: 'x'",
        ),
    ],
)
def test_contradictions_are_refused_where_they_stand(inside: str, place: str, message: str) -> None:
    assert refused(exchange(inside))[:2] == (place, message)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE model [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE model SYSTEM "http://127.0.0.1:1/model.dtd">',
        '<!DOCTYPE model [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_bombs_and_external_entities_are_refused(head: str) -> None:
    place, message, hint = refused(f"<?xml version='1.0'?>\n{head}\n{exchange('')}")
    assert place.startswith("a.xml:2:")
    assert message.startswith("a document type or entity of its own")
    assert "DOCTYPE" in hint


def test_depth_and_size_are_bounded() -> None:
    folders = "<folder>" * BOUNDS.depth
    text = f'<archimate:model xmlns:archimate="http://www.archimatetool.com/archimate">{folders}'
    assert refused(text)[1] == f"more than {BOUNDS.depth} elements inside each other, the limit for one file"
    assert refused("<a>" + "<b/>" * BOUNDS.elements + "</a>")[1].startswith(f"more than {BOUNDS.elements:,} elements")
    assert refused("<a>" + " " * BOUNDS.bytes + "</a>")[1].startswith(f"more than {BOUNDS.bytes:,} bytes")


def test_what_says_that_it_is_archimate() -> None:
    assert is_architecture(Source("a", exchange("")))
    assert is_architecture(Source("a", exchange("", "http://www.opengroup.org/xsd/archimate")))
    assert is_architecture(Source("a", '<archimate:model xmlns:archimate="http://www.archimatetool.com/archimate">'))
    assert not is_architecture(Source("a", "<svg/>"))
    assert not is_architecture(Source("a", f"see {NAMESPACE}"))


def test_the_two_files_of_one_model_say_the_same(corpus: Path) -> None:
    folder = corpus / "oracles" / "cross-format" / "archisurance"
    found = [
        read(Source(name, (folder / name).read_text(encoding="utf-8")))
        for name in ("archisurance.xml", "archisurance.archimate")
    ]
    assert {(len(one.things), len(one.relations), one.views) for one in found} == {(120, 178, 17)}
    exchange_, archi = (
        {(t.type, t.name) for t in one.things.values()} | {(r.type, r.name, r.access) for r in one.relations.values()}
        for one in found
    )
    assert exchange_ == archi
    assert sum(one.type == "Flow" for one in found[0].relations.values()) == 33
