"""Microsoft's Threat Modeling Tool: what becomes of a ``.tm7`` file, what is said of what is wrong in it, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.core.errors import InputError
from checker.core.graph import build_graph
from checker.core.location import Ref
from checker.core.model import Boundary, Component, Control, Flow, Model, Threat
from checker.core.system import System
from checker.diff import compare
from checker.documents.decode import decode
from checker.inputs import plane
from checker.inputs.ms_tmt import words
from checker.knowledge.vocabulary import component_type, look_up
from tests.inputs.reading import model, only, read, said

SHOP = (Path(__file__).parent / "ms_tmt" / "shop.tm7").read_text(encoding="utf-8")
PATH = "models/shop.tm7"


def guid(number: int) -> str:
    return f"{number:08d}-0000-4000-8000-000000000000"


CLOUD, ZONE, EDGE = map(guid, (10, 11, 12))
CUSTOMER, FRONT, ORDERS, REPORTS = map(guid, (20, 21, 22, 24))
BUY, SAVE, READ = map(guid, (30, 31, 32))

EXPECTED = Model(
    system=System(
        id="models.shop",
        name="Web shop",
        description="Sells things.",
        owner="team-shop",
        properties=(("assumptions", "The cloud provider is trusted"), ("external dependencies", "Payment provider")),
    ),
    components={
        CUSTOMER: Component(
            id=CUSTOMER,
            name="Customer",
            type="person",
            technology="Human User",
            out_of_scope="nobody can change customers",
        ),
        FRONT: Component(
            id=FRONT,
            name="Shop front",
            type="web-app",
            technology="Web Application",
            boundary=CLOUD,
            properties=(("Code Type", "Managed"), ("Running As", "Network Service")),
        ),
        ORDERS: Component(
            id=ORDERS,
            name="Orders",
            type="database",
            technology="SQL Database",
            boundary=ZONE,
            encryption="at-rest",
            conditions=(("holds_secrets", True),),
            properties=(("Backup", "Yes"),),
        ),
        REPORTS: Component(
            id=REPORTS,
            name="Reports",
            type="process",
            technology="Report robot",
            properties=(("Owning team", "team-reports"),),
        ),
    },
    flows={
        BUY: Flow(
            id=BUY,
            name="Buy",
            source=CUSTOMER,
            target=FRONT,
            protocol="https",
            authentication="none",
            properties=(("crosses", EDGE),),
        ),
        SAVE: Flow(
            id=SAVE,
            name="Save",
            source=FRONT,
            target=ORDERS,
            encryption="provides confidentiality",
            authentication="source authenticated",
            properties=(("Out Of Scope", "no reason given"), ("Physical Network", "Wire")),
        ),
        READ: Flow(id=READ, name="Read", target=REPORTS, properties=(("stencil", "Request"),)),
    },
    boundaries={
        CLOUD: Boundary(id=CLOUD, name="Cloud", kind="cloud-account"),
        ZONE: Boundary(id=ZONE, name="Data zone", trust="restricted", parent=CLOUD),
        EDGE: Boundary(id=EDGE, name="Edge of the network", kind="internet"),
    },
    threats={
        f"d1.{SAVE}": Threat(
            id=f"d1.{SAVE}",
            title="Orders is slow",
            on=(FRONT, SAVE),
            refs=("stride:D",),
            status="not-applicable",
            rationale="Nobody waits for it",
            risk=(("severity", "low"),),
        ),
        f"e1.{SAVE}": Threat(
            id=f"e1.{SAVE}",
            title="More rights",
            tags=("needs-investigation",),
            on=(ORDERS, SAVE),
            refs=("stride:E",),
        ),
        f"s1.{BUY}": Threat(
            id=f"s1.{BUY}",
            title="Somebody else as Customer",
            description="Customer may be somebody else.",
            on=(CUSTOMER, BUY),
            refs=("stride:S",),
            risk=(("severity", "high"),),
        ),
        f"t1.{BUY}": Threat(
            id=f"t1.{BUY}",
            title="Bad input for Shop front on Buy",
            on=(FRONT, BUY),
            refs=("stride:T",),
            status="mitigated",
            controls=(f"t1.{BUY}",),
            rationale="Schema on each request",
            risk=(("severity", "medium"),),
        ),
    },
    controls={
        f"t1.{BUY}": Control(id=f"t1.{BUY}", title="Schema on each request", status="implemented"),
    },
    unsayable=("control.evidence", "flow.data", "threat.owner"),
)


def test_what_becomes_of_all_of_it() -> None:
    assert model(SHOP, PATH) == EXPECTED


def test_what_is_said_of_it() -> None:
    parsed = read(SHOP, PATH)
    assert said(parsed) == [
        ("model/not-mapped", f"{PATH}:60:83", "model"),
        ("model/missing-key", f"{PATH}:118:180", f"flow/{READ}#from"),
        ("model/not-mapped", f"{PATH}:123:90", "model"),
        ("model/not-mapped", f"{PATH}:125:10", "model"),
        ("model/not-mapped", f"{PATH}:134:67", "model"),
        ("model/unknown-word", f"{PATH}:155:175", f"threat/e1.{SAVE}#risk"),
    ]
    assert [f.message for f in sorted(parsed.findings, key=lambda f: f.order)] == [
        "stencils of the kind 'StencilAnnotation' are not used by any check",
        "the end 'from' of the flow 'Read' is at nothing",
        "what a model says under 'Contributors' is not used by any check",
        "notes are not used by any check",
        "what a threat says under 'SDLPhase' is not used by any check",
        "Priority is 'Urgent', a word that is not known",
    ]
    assert {f.model for f in parsed.findings} == {"models.shop"}


@pytest.mark.parametrize(
    ("ref", "place", "text"),
    [
        (Ref("system", "models.shop", "name"), "124:127", "Web shop"),
        (Ref("system", "models.shop", "properties.assumptions"), "123:33", "The cloud provider is trusted"),
        (Ref("system", "models.shop"), "1:1", "<ThreatModel"),
        (Ref("component", FRONT), "40:135", "Shop front"),
        (Ref("component", FRONT, "name"), "40:135", "Shop front"),
        (Ref("component", FRONT, "type"), "46:19", "SE.P.TMCore.WebApp"),
        (Ref("component", FRONT, "boundary"), "46:80", "400"),
        (Ref("component", FRONT, "properties.Running As"), "43:225", "Network Service"),
        (Ref("component", ORDERS, "encryption"), "53:187", "Yes"),
        (Ref("component", ORDERS, "conditions.holds_secrets"), "54:204", "Yes"),
        (Ref("component", CUSTOMER, "out_of_scope"), "32:155", "nobody can change customers"),
        (Ref("component", CUSTOMER, "tags"), "30:135", "Customer"),
        (Ref("flow", BUY, "from"), "77:180", CUSTOMER),
        (Ref("flow", BUY, "target"), "77:297", FRONT),
        (Ref("flow", BUY, "protocol"), "77:19", "SE.DF.TMCore.HTTPS"),
        (Ref("flow", BUY, "authentication"), "74:218", "No"),
        (Ref("flow", BUY, "properties.crosses"), "77:59", "260"),
        (Ref("flow", SAVE, "encryption"), "85:216", "Yes"),
        (Ref("boundary", ZONE, "parent"), "24:69", "620"),
        (Ref("boundary", ZONE, "trust"), "22:218", "Restricted"),
        (Ref("threat", f"t1.{BUY}", "title"), "144:199", "<b:Title"),
        (Ref("threat", f"t1.{BUY}", "rationale"), "142:75", "Schema on each request"),
        (Ref("threat", f"d1.{SAVE}", "rationale"), "152:124", "Nobody waits for it"),
        (Ref("threat", f"d1.{SAVE}", "status"), "152:81", "NotApplicable"),
        (Ref("control", f"t1.{BUY}", "title"), "142:75", "Schema on each request"),
        (Ref("flow", "nowhere"), "1:1", "<ThreatModel"),
    ],
)
def test_where_it_is_said(ref: Ref, place: str, text: str) -> None:
    parsed = read(SHOP, PATH)
    assert parsed.snapshot
    at = parsed.snapshot.locate(ref)
    row = SHOP.splitlines()[at.line - 1]
    assert (str(at).removeprefix(f"{PATH}:"), row[at.column - 1 : at.end_column - 1]) == (place, text)


def test_a_flow_crosses_the_lines_it_is_drawn_across_and_the_boxes_that_its_ends_are_in() -> None:
    assert build_graph(model(SHOP, PATH)).crossings == {BUY: (CLOUD, EDGE), SAVE: (ZONE,), READ: ()}


def test_a_line_without_a_handle_is_straight() -> None:
    text = SHOP.replace("<m:HandleX>260</m:HandleX><m:HandleY>190</m:HandleY>", "")
    assert text != SHOP
    assert model(text, PATH) == EXPECTED


def swapped(text: str) -> str:
    """Every list of pairs in reverse, and the attributes of each stencil."""
    for pattern in (
        r"      <a:KeyValueOfguidanyType>.*?</a:KeyValueOfguidanyType>\n",
        r" +<a:KeyValueOfstringThreat.*?OB>\n",
    ):
        for run in re.findall(f"(?:{pattern}){{2,}}", text, re.DOTALL):
            text = text.replace(run, "".join(reversed(re.findall(pattern, run, re.DOTALL))))
    return text


MOVED = {
    "all on one line": SHOP.replace("\n", ""),
    "names broken by a formatter": SHOP.replace(">Shop front<", ">\n  Shop\n  front\n<").replace(">400<", ">\n 400\n<"),
    "another order": swapped(SHOP),
    "another prefix": SHOP.replace("m:", "other:").replace("xmlns:m", "xmlns:other"),
    "moved a little": SHOP.replace("<m:Left>400<", "<m:Left>410<").replace("<m:HandleX>260<", "<m:HandleX>255.5<"),
    "another number": SHOP.replace("<b:Id>1<", "<b:Id>55<").replace('z:Id="i1"', 'z:Id="i77"'),
    "another day": SHOP.replace("2026-03-0", "2027-04-1").replace(r"PC\ada", r"PC\bob"),
    "another zoom": SHOP.replace("<Zoom>1<", "<Zoom>1.5<"),
    "another default": SHOP.replace("Not Selected", "Select"),
}


@pytest.mark.parametrize("how", MOVED)
def test_what_is_no_change(how: str) -> None:
    assert MOVED[how] != SHOP
    assert model(MOVED[how], PATH) == EXPECTED


def changed(before: str, after: str) -> list[str]:
    assert before in SHOP
    head = model(SHOP.replace(before, after), PATH)
    found = compare(EXPECTED, head, build_graph(EXPECTED), build_graph(head))
    return sorted(f"{c.ref}#{field.field}" for c in found for field in c.fields if not field.derived)


def test_what_is_a_change() -> None:
    assert changed("<m:Left>400</m:Left>", "<m:Left>100</m:Left>") == [f"component/{FRONT}#boundary"]
    assert changed("<m:HandleX>220<", "<m:HandleX>900<") == [f"flow/{BUY}#properties.crosses"]
    assert changed(">SE.DF.TMCore.HTTPS</m:TypeId>", ">GE.DF</m:TypeId>") == [
        f"flow/{BUY}#encryption",
        f"flow/{BUY}#protocol",
    ]
    assert changed(">NotApplicable<", ">AutoGenerated<") == [f"threat/d1.{SAVE}#status"]


def test_boxes_that_overlap_are_both_told() -> None:
    apart = SHOP.replace("<m:Left>620<", "<m:Left>800<").replace("<m:Left>700<", "<m:Left>800<")
    one = model(apart, PATH)
    assert {id: boundary.parent for id, boundary in one.boundaries.items()} == {CLOUD: "", ZONE: "", EDGE: ""}
    assert one.components[ORDERS].boundary == ZONE
    assert one.components[ORDERS].properties == (
        *EXPECTED.components[ORDERS].properties,
        ("boundaries", f"{CLOUD}, {ZONE}"),
    )


def test_of_two_boxes_with_one_id_the_first_is_where_it_is() -> None:
    twice = SHOP.replace(f"<m:Guid>{ORDERS}", f"<m:Guid>{FRONT}")
    assert model(twice, PATH).components[FRONT] == EXPECTED.components[FRONT]


def test_an_object_that_is_written_elsewhere() -> None:
    whole = re.search(r'<a:Value z:Id="i5".*?</a:Value></a:KeyValueOfguidanyType>', SHOP, re.DOTALL)
    assert whole
    text = SHOP.replace(whole[0], '<a:Value z:Ref="i5" i:nil="true"/></a:KeyValueOfguidanyType>')
    text = text.replace(
        "</Borders><Header>Reports",
        f"<a:K><a:Key/>{whole[0].replace('KeyValueOfguidanyType', 'K')}</Borders><Header>Reports",
    )
    parsed = read(text, PATH)
    assert parsed.snapshot and parsed.snapshot.model.components[ORDERS].boundary == ZONE
    assert [f.rule for f in parsed.findings].count("model/duplicate-id") == 1


def one(before: str, after: str) -> tuple[str, str, str]:
    """The finding that comes with a change of the text."""
    assert before in SHOP
    known = {(f.rule, f.message) for f in read(SHOP, PATH).findings}
    (found,) = [f for f in read(SHOP.replace(before, after, 1), PATH).findings if (f.rule, f.message) not in known]
    return found.rule, f"{found.location.line}:{found.location.column} {found.subject}", found.message


def test_what_is_wrong() -> None:
    assert one(f"<m:TargetGuid>{ORDERS}", f"<m:TargetGuid>{guid(99)}") == (
        "model/dangling-reference",
        f"89:284 flow/{SAVE}#to",
        f"there is no shape '{guid(99)}'",
    )
    assert one("<m:Left>700<", "<m:Left>far<") == (
        "model/wrong-value",
        f"58:78 component/{ORDERS}#Left",
        "Left is 'far', and no number: it is not known where 'Orders' is drawn",
    )
    assert one("<m:Left>700</m:Left>", "")[2] == "there is no Left: it is not known where 'Orders' is drawn"
    assert one("<m:Left>700<", "<m:Left>1e99<")[0] == "model/wrong-value"
    assert one("<m:Left>700<", "<m:Left>nan<")[0] == "model/wrong-value"
    assert one(f"<b:FlowGuid>{SAVE}", f"<b:FlowGuid>{guid(98)}")[::2] == (
        "model/dangling-reference",
        f"there is no shape or line '{guid(98)}'",
    )
    assert one(">Mitigated<", ">Solved<") == (
        "model/unknown-word",
        f"144:81 threat/t1.{BUY}#status",
        "State is 'Solved', a word that is not known",
    )
    twice = read(SHOP.replace(f"<m:Guid>{ORDERS}", f"<m:Guid>{FRONT}"), PATH)
    assert ("model/duplicate-id", f"{PATH}:49:57", f"component/{FRONT}") in said(twice)


def test_several_threats_of_one_type_on_a_flow_have_their_title_in_the_id() -> None:
    text = SHOP.replace("<b:TypeId>E1<", "<b:TypeId>D1<")
    assert [id for id in model(text, PATH).threats if id.startswith("d1")] == [
        f"d1.{SAVE}.more-rights",
        f"d1.{SAVE}.orders-is-slow",
    ]


ROOT = '<ThreatModel xmlns="http://schemas.datacontract.org/2004/07/ThreatModeling.Model">'


def test_what_is_no_model() -> None:
    found = only(read(f"\n{ROOT}<Version/></ThreatModel>", PATH))
    assert (found.rule, str(found.location)) == ("model/missing-key", f"{PATH}:2:1")
    assert found.message == "there is no 'DrawingSurfaceList', so there is no diagram"
    assert only(read("<ThreatModel/>", PATH)).message == "this is no threat model in a format known here"
    assert only(read(f"{ROOT}<DrawingSurfaceList>", PATH)).rule == "model/syntax"
    doctype = only(read(f"<!DOCTYPE a [<!ENTITY x 'y'>]>{ROOT}&x;</ThreatModel>", PATH))
    assert (doctype.rule, str(doctype.location)) == ("model/syntax", f"{PATH}:1:13")
    assert model(f"{ROOT}<DrawingSurfaceList/></ThreatModel>", PATH) == Model(
        System("models.shop"), unsayable=("boundary.trust", "control.evidence", "flow.data", "threat.owner")
    )


def test_files_that_are_no_text_say_what_to_do() -> None:
    with pytest.raises(InputError, match="UTF-16, not UTF-8") as caught:
        decode("a.tm7", SHOP.encode("utf-16"))
    assert caught.value.hint == "save it as UTF-8"
    with pytest.raises(InputError, match="a zip archive, not UTF-8 text") as caught:
        decode("a.tm7", b"PK\x03\x04\x14\x00")
    assert caught.value.hint == "unpack it, and keep what is inside"
    assert model('<?xml version="1.0" encoding="utf-16"?>' + SHOP, PATH) == EXPECTED


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plane, "MOST", 1)
    with pytest.raises(InputError, match="more than 1 pairs of what is drawn") as caught:
        read(SHOP, PATH)
    assert (str(caught.value.at), caught.value.hint) == (f"{PATH}:1:1", "split the model")


def test_every_word_is_one_that_is_known() -> None:
    for type in words._TYPES.values():
        assert component_type(type)
    for kind in words._BOUNDARIES.values():
        assert look_up(kind, "boundary_kinds")
    assert words.type_of("Azure Redis Cache", "StencilParallelLines") == "cache"
    assert words.type_of("Web Application", "StencilRectangle") == "external-entity"
    assert words.type_of("", "StencilEllipse") == "process"
    assert [words.protocol_of(one) for one in ("HTTPS", "Named Pipe", "Request", "")] == ["https", "ipc", "", ""]


LINES = SHOP.splitlines(keepends=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(["", "drop", "twice", "nil", "text"])), max_size=5
    )
)
def test_no_text_is_too_broken(edits: list[tuple[int, str]]) -> None:
    rows = list(LINES)
    for at, how in edits:
        row = rows[at]
        rows[at] = {
            "drop": "",
            "twice": row * 2,
            "nil": re.sub(r">[^<>]+<", "><", row),
            "text": re.sub(r">[^<>]+<", ">?<", row),
        }.get(how, row)
    parsed = read("".join(rows), PATH)
    assert parsed.snapshot or parsed.findings
    if parsed.snapshot:
        built = parsed.snapshot.model
        build_graph(built)
        for kind in ("component", "flow", "boundary", "threat"):
            for id in built.elements(kind):
                assert parsed.snapshot.locate(Ref(kind, id, "name")).path == PATH
