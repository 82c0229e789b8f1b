"""ArchiMate as an input format: what becomes of both kinds of file, what is said of what is wrong, and where."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from checker.architecture.draft import draft
from checker.architecture.drawing import draw
from checker.architecture.reader import read as read_architecture
from checker.core.graph import build_graph
from checker.core.location import Ref
from checker.core.model import Boundary, Component, Data, Flow, Model
from checker.core.source import Source
from checker.core.system import SourceArtifact, System
from checker.diff import compare
from tests.inputs.reading import model, only, read, said

FOLDER = Path(__file__).parent / "archimate"
XML = (FOLDER / "shop.xml").read_text(encoding="utf-8")
ARCHI = (FOLDER / "shop.archimate").read_text(encoding="utf-8")
PATH = "architecture/shop.xml"

EXPECTED = Model(
    system=System(id="flower-shop", name="Flower shop", ai=True),
    components={
        "advice": Component(id="advice", name="Advice", type="model"),
        "buyer": Component(id="buyer", name="Buyer", type="person"),
        "mail-mail": Component(id="mail-mail", name="Mail", type="service", boundary="the-internet"),
        "mail-mail2": Component(id="mail-mail2", name="Mail", type="service"),
        "ordering": Component(
            id="ordering", name="Ordering", type="service", boundary="rented-cloud", processes=("orders",)
        ),
        "orders-database": Component(
            id="orders-database", name="Orders database", type="database", boundary="host", stores=("orders",)
        ),
        "payment-provider": Component(id="payment-provider", name="Payment provider", type="external-entity"),
        "web": Component(
            id="web",
            name="Flower shop",
            description="Shows flowers & takes orders.",
            type="web-app",
            processes=("prices",),
        ),
    },
    flows={
        "buy": Flow(id="buy", name="Buying", source="buyer", target="web"),
        "ordering-to-mail-mail": Flow(id="ordering-to-mail-mail", name="Bill", source="ordering", target="mail-mail"),
        "ordering-to-mail-mail2": Flow(
            id="ordering-to-mail-mail2", name="Bill", source="ordering", target="mail-mail2"
        ),
        "ordering-to-orders-database": Flow(
            id="ordering-to-orders-database", source="ordering", target="orders-database", data=("orders",)
        ),
        "ordering-to-payment-provider": Flow(
            id="ordering-to-payment-provider", name="Bill", source="ordering", target="payment-provider"
        ),
        "orders-database-to-ordering": Flow(
            id="orders-database-to-ordering", source="orders-database", target="ordering", data=("orders",)
        ),
        "question": Flow(id="question", name="Question", source="web", target="advice", data=("prices",)),
        "web-to-ordering": Flow(id="web-to-ordering", source="web", target="ordering"),
    },
    boundaries={
        "host": Boundary(id="host", name="Host", kind="host", parent="rented-cloud"),
        "rented-cloud": Boundary(id="rented-cloud", name="Rented cloud", trust="internal"),
        "the-internet": Boundary(id="the-internet", name="The Internet", kind="internet"),
    },
    data={
        "orders": Data(id="orders", name="Orders", description="Who ordered what.", classification="restricted"),
        "prices": Data(id="prices", name="Prices"),
    },
)


@pytest.mark.parametrize("text", [XML, ARCHI], ids=["exchange", "archi"])
def test_what_becomes_of_all_of_it_whichever_tool_wrote_it(text: str) -> None:
    assert model(text, PATH) == EXPECTED


def test_what_is_said_of_it() -> None:
    parsed = read(XML, PATH)
    assert [(rule, place.removeprefix(PATH), subject) for rule, place, subject in said(parsed)] == [
        ("model/not-mapped", ":16:54", "model"),
        ("model/unknown-word", ":34:54", "component/mail-mail2#type"),
        ("model/unknown-word", ":56:54", "data/prices#classification"),
        ("model/unknown-word", ":74:54", "boundary/the-internet#trust"),
        ("model/not-mapped", ":79:5", "model"),
        ("model/wrong-value", ":112:54", "flow/question#id"),
        ("model/not-mapped", ":116:5", "model"),
    ]
    assert [f.message for f in sorted(parsed.findings, key=lambda f: f.order)] == [
        "what a thing says under 'cost', 'owner' is not used by any check",
        "tm.type is 'carrier-pigeon', a word that is not known",
        "tm.data_class is 'open', a word that is not known",
        "tm.trust is 'wild', a word that is not known",
        "left out: Goal 'More flowers': why things are as they are, not what there is",
        "tm.id is 'Ask Me', which can be no id",
        "left out: Triggering: what starts what is no data",
    ]
    assert {f.model for f in parsed.findings} == {"flower-shop"}
    assert sorted(f.message for f in read(ARCHI, PATH).findings) == sorted(f.message for f in parsed.findings)


PLACES = [
    (Ref("system", "flower-shop", "name"), "3:23 Flower shop", "2:135 Flower shop"),
    (Ref("system", "flower-shop", "owner"), "2:1 <model", "2:1 <archimate:model"),
    (Ref("component", "web"), "5:5 <element", "7:5 <element"),
    (Ref("component", "web", "id"), "9:54 web", "9:36 web"),
    (Ref("component", "web", "name"), "6:13 Flower shop", "7:62 Flower shop"),
    (
        Ref("component", "web", "description"),
        "7:22 Shows flowers &amp; takes orders.",
        "8:22 Shows flowers &amp; takes orders.",
    ),
    (Ref("component", "web", "type"), "10:54 web-app", "10:38 web-app"),
    (Ref("component", "ordering", "type"), "13:46 ApplicationComponent", "12:24 archimate:ApplicationComponent"),
    (Ref("component", "ordering", "boundary"), "13:5 <element", "12:5 <element"),
    (Ref("boundary", "rented-cloud", "trust"), "68:54 internal", "46:39 internal"),
    (Ref("data", "orders", "classification"), "50:54 restricted", "28:44 restricted"),
    (Ref("flow", "buy", "from"), "86:45 id-buyer", "53:84 id-buyer"),
    (Ref("flow", "buy", "target"), "86:63 id-web", "53:102 id-web"),
    (Ref("flow", "ordering-to-mail-mail", "to"), "96:62 id-mail", "58:87 id-mail"),
    (Ref("flow", "web-to-ordering", "from"), "85:5 <relationship", "52:5 <element"),
    (Ref("flow", "nowhere"), "3:23 Flower shop", "2:135 Flower shop"),
]


@pytest.mark.parametrize(("ref", "exchange", "archi"), PLACES, ids=[str(ref) for ref, *_ in PLACES])
def test_where_it_is_said(ref: Ref, exchange: str, archi: str) -> None:
    for text, expected in ((XML, exchange), (ARCHI, archi)):
        snapshot = read(text, PATH).snapshot
        assert snapshot
        at = snapshot.locate(ref)
        words = text.splitlines()[at.line - 1][at.column - 1 : at.end_column - 1]
        assert f"{at.line}:{at.column} {words}" == expected


ELEMENT = r"    <(?:element|relationship) (?:[^<>]*/>\n|[^>]*[^/]>\n.*?\n    </(?:element|relationship)>\n)"


def shuffled(text: str, seed: int) -> str:
    """Elements, and relationships, in another order."""
    random = Random(seed)
    for run in re.findall(f"(?:{ELEMENT}){{2,}}", text, re.DOTALL):
        parts = re.findall(ELEMENT, run, re.DOTALL)
        assert "".join(parts) == run
        text = text.replace(run, "".join(random.sample(parts, len(parts))))
    return text


@pytest.mark.parametrize("text", [XML, ARCHI], ids=["exchange", "archi"])
def test_what_is_no_change(text: str) -> None:
    orders = {shuffled(text, seed) for seed in range(6)}
    assert len(orders) > 4
    moved = (re.sub(r' x="0" y="0"', ' x="7" y="9"', text), text.replace("\n", "\n\n"), text.replace("    ", "\t"))
    for one in (*orders, *moved):
        assert model(one, PATH) == EXPECTED


def test_a_change_of_the_architecture_is_one_of_the_model() -> None:
    head = model(XML.replace("<value>internal</value>", "<value>partner</value>"), PATH)
    (change,) = compare(EXPECTED, head, build_graph(EXPECTED), build_graph(head))
    assert (str(change.ref), [f.field for f in change.fields]) == ("boundary/rented-cloud", ["trust"])


def test_what_convert_makes_of_it_is_the_same_but_for_what_it_assumes() -> None:
    architecture = read_architecture(Source(PATH, XML)).ordered()
    artifact = SourceArtifact("archimate", path=PATH)
    first = draft(architecture, draw(architecture), artifact)
    assert first.data["prices"].classification == "confidential"
    assert first.boundaries["the-internet"].trust == "untrusted"
    assert (first.components, first.flows) == (EXPECTED.components, EXPECTED.flows)
    assert first.system == EXPECTED.system._replace(source_artifacts=(artifact,))


def wrong(before: str, after: str, text: str = XML) -> list[tuple[str, str, str]]:
    """What is said of a text besides what is said of it anyway."""
    assert before in text
    known = {f.message for f in read(text, PATH).findings}
    found = [f for f in read(text.replace(before, after, 1), PATH).findings if f.message not in known]
    return [(f.rule, f"{f.location.line}:{f.location.column}", f.message) for f in found]


def test_what_contradicts_itself_is_left_out() -> None:
    assert wrong('target="id-pay"', 'target="id-gone"') == [
        ("model/dangling-reference", "95:62", "the relationship 'r-05' has an end that is not in this file: 'id-gone'")
    ]
    assert wrong('identifier="id-mail2"', 'identifier="id-mail"')[0] == (
        "model/duplicate-id",
        "31:5",
        f"the identifier 'id-mail' is taken already, at {PATH}:28:5",
    )
    assert wrong(' identifier="id-goal"', "")[0] == ("model/missing-key", "79:5", "this has no identifier")
    assert wrong(' id="id-goal"', "", ARCHI)[0] == ("model/missing-key", "42:5", "this has no identifier")


def test_two_with_one_stated_id_have_their_identifier_behind_it() -> None:
    number = re.search(r'identifier="(p-\d+)" type="string"><name>tm.id<', XML)
    assert number
    stated = f'<properties><property propertyDefinitionRef="{number[1]}"><value>web</value></property></properties>'
    text = XML.replace("<name>Payment provider</name>", f"<name>Payment provider</name>{stated}", 1)
    parsed = read(text, PATH)
    assert parsed.snapshot and {"web-web", "web-pay"} <= set(parsed.snapshot.model.components)
    (found,) = [f for f in parsed.findings if f.rule == "model/duplicate-id"]
    assert (found.message, str(found.subject)) == (
        "the tm.id 'web' is stated of another as well",
        "component/web-web#id",
    )
    assert [str(one.location) for one in found.related] == [f"{PATH}:23:93"]


ROOT = '<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/">'


def test_what_is_no_architecture_that_is_read() -> None:
    old = only(read("\n" + ROOT.replace("/3.0/", "") + "</model>", PATH))
    assert (old.rule, str(old.location)) == ("model/wrong-value", f"{PATH}:2:1")
    assert "of another version than 3" in old.message
    assert old.hint.startswith("export it again as ArchiMate 3")
    assert model(f"{ROOT}</model>", PATH) == Model(System("architecture.shop"))
    other = only(read('<model xmlns="http://example.org"/>', PATH))
    assert other.message == "this is no threat model in a format known here"
    empty = only(read("", PATH))
    assert empty.message == "the file is empty: save it again with the tool that makes it, or remove it"
