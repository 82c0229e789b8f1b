"""threatcl's format: what becomes of each part of it, what is said of what is wrong, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.core.location import Ref
from checker.core.model import Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.source import Source
from checker.core.system import System
from checker.documents.parse import parse
from checker.inputs import threatcl
from checker.inputs.threatcl.slugs import Slugs, slug
from tests.inputs.reading import model, only, read, said

FOLDER = Path(__file__).parent / "threatcl"
COMPLETE = (FOLDER / "complete.hcl").read_text(encoding="utf-8")
WRONG = (FOLDER / "wrong.hcl").read_text(encoding="utf-8")
PARTS = {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / "parts").iterdir()}

EXPECTED = Model(
    system=System(
        id="parcels.tracking",
        name="Parcel tracking",
        description="Shows people where their parcel is.\n\n  Run by team-tracking.",
        owner="team-tracking",
        properties=(
            ("initiative_size", "Medium"),
            ("internet_facing", "true"),
            ("network_segment", "dmz"),
            ("new_initiative", "false"),
            ("repository", "https://git.example.com/labels, https://git.example.com/tracking"),
        ),
    ),
    components={
        one.id: one
        for one in (
            Component("Person", "Person", type="external-entity"),
            Component("Printer", "Printer", type="process"),
            Component(
                "third_party_dependency/Map tiles",
                "Map tiles",
                "The map that a parcel is shown on\n\nWithout it there is a list",
                type="external-service",
                properties=(
                    ("open_source", "false"),
                    ("paying_customer", "true"),
                    ("saas", "true"),
                    ("uptime_dependency", "degraded"),
                ),
            ),
            Component(
                "third_party_dependency/libbarcode",
                "libbarcode",
                "Reads labels",
                type="library",
                properties=(("infrastructure", "false"), ("open_source", "true"), ("uptime_dependency", "hard")),
            ),
            Component("web/Parcels", "Parcels", type="data-store", boundary="web/Our cloud", stores=("addresses",)),
            Component("web/Person", "Person", type="external-entity", boundary="web/Internet"),
            Component("web/Web app", "Web app", type="process", boundary="web/Our cloud"),
        )
    },
    flows={
        one.id: one
        for one in (
            Flow("Person > Printer : label", "label", source="Person", target="Printer"),
            Flow(
                "web/Person > Web app : look up",
                "look up",
                source="web/Person",
                target="web/Web app",
                protocol="https",
            ),
            Flow("web/Web app > Parcels : query", "query", source="web/Web app", target="web/Parcels"),
        )
    },
    boundaries={
        "web/Internet": Boundary("web/Internet", "Internet"),
        "web/Our cloud": Boundary("web/Our cloud", "Our cloud"),
    },
    data={
        "Opening hours": Data("Opening hours", "Opening hours", classification="public"),
        "addresses": Data(
            "addresses",
            "addresses",
            "Who gets a parcel, and where",
            classification="restricted",
            properties=(("source", "label service"),),
        ),
    },
    threats={
        "Flood": Threat(
            "Flood",
            "Flood",
            "Too many requests",
            on=("parcels.tracking",),
            controls=("Flood / A limit at the door", "Flood / A second region"),
        ),
        "Guessed numbers": Threat(
            "Guessed numbers",
            "Guessed numbers",
            "Somebody tries numbers and learns addresses",
            on=("Opening hours", "addresses"),
            refs=("stride:I", "stride:S"),
            status="mitigated",
            controls=("Guessed numbers / Postcode", "Guessed numbers / Slow answers"),
            risk=(
                ("impact", "high"),
                ("impacts", "confidentiality"),
                ("likelihood", "very-high"),
                ("rationale", "Numbers are counted up"),
                ("severity", "critical"),
            ),
        ),
    },
    controls={
        one.id: one
        for one in (
            Control("Flood / A limit at the door", "A limit at the door", "A limit at the door"),
            Control("Flood / A second region", "A second region", "A second region"),
            Control(
                "Guessed numbers / Postcode",
                "Postcode",
                "The postcode is asked for\n\nSince spring",
                status="implemented",
            ),
            Control(
                "Guessed numbers / Slow answers",
                "Slow answers",
                "Ten numbers a minute",
                status="implemented",
                evidence=("tests/slow.py",),
                owner="team-tracking",
            ),
        )
    },
    unsayable=("boundary.trust", "component.encryption", "flow.data", "threat.on", "threat.owner"),
)


def test_everything_that_a_file_says_is_where_it_belongs() -> None:
    assert model(COMPLETE, "a/parcels.tm.hcl") == EXPECTED


def test_what_no_check_looks_at_is_told_once_for_each_kind_of_thing() -> None:
    parsed = read(COMPLETE, "m.hcl")
    assert said(parsed) == [
        ("model/not-mapped", "m.hcl:19:3", "model"),
        ("model/not-mapped", "m.hcl:37:5", "model"),
        ("model/not-mapped", "m.hcl:73:5", "model"),
        ("model/not-mapped", "m.hcl:86:7", "model"),
        ("model/not-mapped", "m.hcl:88:7", "model"),
    ]
    assert [f.message for f in sorted(parsed.findings, key=lambda f: f.order)] == [
        "what a threatmodel says under 'exclusion {}', 'link', 'mermaid {}', 'usecase {}' is not used by any check",
        "what an information asset says under 'ref' is not used by any check",
        "what a threat says under 'ref' is not used by any check",
        "what a control says under 'risk_reduction' is not used by any check",
        "attributes of controls but owner, evidence and verification are not used by any check",
    ]


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        ("system/parcels.tracking", "11:1"),
        ("system/parcels.tracking#name", "11:13"),
        ("system/parcels.tracking#owner", "13:17"),
        ("system/parcels.tracking#properties.internet_facing", "25:23"),
        ("system/parcels.tracking#properties.network_segment", "30:13"),
        ("system/parcels.tracking#properties.repository", "20:17"),
        ("data/addresses", "33:3"),
        ("data/addresses#id", "33:21"),
        ("data/addresses#classification", "35:34"),
        ("data/addresses#properties.source", "36:34"),
        ("component/third_party_dependency/Map tiles#type", "54:25"),
        ("component/third_party_dependency/Map tiles#properties.paying_customer", "55:25"),
        ("component/web/Person", "117:5"),
        ("component/web/Person#boundary", "118:20"),
        ("component/web/Parcels#stores", "127:29"),
        ("boundary/web/Internet", "118:20"),
        ("boundary/web/Our cloud#name", "125:16"),
        ("flow/web/Person > Web app : look up", "132:5"),
        ("flow/web/Person > Web app : look up#source", "133:18"),
        ("flow/web/Person > Web app : look up#target", "134:18"),
        ("flow/web/Person > Web app : look up#protocol", "135:18"),
        ("flow/Person > Printer : label#target", "150:14"),
        ("threat/Guessed numbers#title", "68:10"),
        ("threat/Guessed numbers#on", "72:30"),
        ("threat/Guessed numbers#refs", "71:30"),
        ("threat/Guessed numbers#risk", "75:5"),
        ("threat/Guessed numbers#controls", "82:5"),
        ("threat/Flood#status", "111:5"),
        ("control/Guessed numbers / Postcode#status", "84:30"),
        ("control/Guessed numbers / Postcode#description", "83:30"),
        ("control/Guessed numbers / Slow answers#owner", "98:17"),
        ("control/Guessed numbers / Slow answers#evidence", "102:17"),
        ("control/Flood / A limit at the door#description", "109:19"),
        ("control/Flood / A second region", "111:5"),
    ],
)
def test_each_field_is_at_its_place(ref: str, place: str) -> None:
    parsed = read(COMPLETE, "m.hcl")
    assert parsed.snapshot
    kind, _, rest = ref.partition("/")
    id, _, field = rest.partition("#")
    assert str(parsed.snapshot.locate(Ref(kind, id, field))) == f"m.hcl:{place}"


def test_what_is_wrong_is_said_at_its_place_with_its_element() -> None:
    parsed = read(WRONG, "m.hcl")
    assert parsed.snapshot
    assert said(parsed) == [
        ("model/missing-key", "m.hcl:7:1", "system/m#author"),
        ("model/not-mapped", "m.hcl:8:3", "model"),
        ("model/dangling-reference", "m.hcl:9:17", "system/m#description"),
        ("model/wrong-value", "m.hcl:12:23", "system/m#internet_facing"),
        ("model/unknown-word", "m.hcl:16:34", "data/secrets#information_classification"),
        ("model/duplicate-id", "m.hcl:19:21", "data/secrets"),
        ("model/missing-key", "m.hcl:23:3", "model"),
        ("model/wrong-value", "m.hcl:28:25", "component/third_party_dependency/CDN#description"),
        ("model/wrong-type", "m.hcl:29:25", "component/third_party_dependency/CDN#saas"),
        ("model/unknown-word", "m.hcl:30:25", "component/third_party_dependency/CDN#uptime_dependency"),
        ("model/dangling-reference", "m.hcl:34:30", "threat/Theft#description"),
        ("model/unknown-word", "m.hcl:35:50", "threat/Theft#impacts"),
        ("model/unknown-word", "m.hcl:36:43", "threat/Theft#stride"),
        ("model/dangling-reference", "m.hcl:37:31", "threat/Theft#on"),
        ("model/wrong-value", "m.hcl:38:31", "threat/Theft#controls"),
        ("model/dangling-reference", "m.hcl:38:46", "threat/Theft#controls"),
        ("model/missing-key", "m.hcl:40:5", "threat/Theft#risk.impact"),
        ("model/unknown-word", "m.hcl:41:20", "threat/Theft#risk.likelihood"),
        ("model/missing-key", "m.hcl:44:5", "control/Theft / Lock#description"),
        ("model/wrong-value", "m.hcl:45:21", "control/Theft / Lock#implemented"),
        ("model/missing-key", "m.hcl:49:3", "threat/Theft#description"),
        ("model/duplicate-id", "m.hcl:49:10", "threat/Theft"),
        ("model/wrong-value", "m.hcl:56:22", "component/d/App#boundary"),
        ("model/duplicate-id", "m.hcl:58:18", "component/d/App"),
        ("model/dangling-reference", "m.hcl:59:29", "component/d/App#stores"),
        ("model/missing-key", "m.hcl:63:5", "flow/d/Ap >  : f#to"),
        ("model/dangling-reference", "m.hcl:64:14", "flow/d/Ap >  : f#from"),
    ]
    found = {(f.rule, f.location.line): f for f in parsed.findings}
    assert found["model/dangling-reference", 37].hint == "did you mean 'secrets'?"
    assert found["model/wrong-value", 12].message == (
        "'upper(\"true\")' is not worked out: names are looked up, and nothing is evaluated"
    )
    assert found["model/wrong-value", 45].message == "'yes' is no name that can be looked up"


def test_a_quote_that_is_not_closed_leaves_no_model() -> None:
    parsed = read('spec_version = 0.1.1"\nthreatmodel "t" {author = "x"}\n', "m.hcl")
    assert parsed.snapshot is None
    assert said(parsed) == [("model/syntax", "m.hcl:1:21", "model")]


# ---------------------------------------------------------------------- several files


def test_what_is_included_counts_where_the_model_says_nothing_of_that_name() -> None:
    parsed = read(PARTS, "service.hcl")
    assert parsed.snapshot
    found = parsed.snapshot.model
    assert found.system == System(
        id="service",
        name="Billing",
        description="What all services share",
        owner="billing",
        properties=(("initiative_size", "Small"), ("internet_facing", "false"), ("new_initiative", "false")),
    )
    assert {id: data.classification for id, data in found.data.items()} == {
        "keys": "restricted",
        "logs": "confidential",
    }
    assert {id: threat.description for id, threat in found.threats.items()} == {
        "Lost logs": "Billing says that",
        "Stolen keys": "A key leaves the house",
        "Wrong sums": "Somebody changes a bill",
    }
    assert found.controls == {
        one.id: one
        for one in (
            Control("Lost logs / rotation", "rotation", "Keys live 90 days\n\nBy a job", status="implemented"),
            Control("Lost logs / four_eyes", "four_eyes", "Two people approve"),
            Control(
                "Wrong sums / Rotation",
                "Rotation",
                "Keys live 90 days\n\nAs in house rule 4: By a job",
                status="implemented",
            ),
        )
    }
    assert found.threats["Lost logs"].status == "identified", "one of two is in place"
    assert found.threats["Wrong sums"].status == "mitigated"
    assert [*found.components] == ["common/Vault"]
    assert [source.path for source in parsed.snapshot.sources] == ["service.hcl", "controls.hcl", "base.hcl"]
    locate = parsed.snapshot.locate
    assert str(locate(Ref("data", "keys"))) == "base.hcl:18:3"
    assert str(locate(Ref("control", "Lost logs / rotation"))) == "service.hcl:14:24"
    assert str(locate(Ref("control", "Wrong sums / Rotation", "status"))) == "service.hcl:22:30"
    assert [(f.rule, str(f.location)) for f in parsed.findings] == [
        ("model/not-mapped", "controls.hcl:13:3"),
        ("model/not-mapped", "base.hcl:6:3"),
        ("model/not-mapped", "controls.hcl:11:3"),
    ]


def with_part(line: str, **files: str) -> dict[str, str]:
    named = {f"{name}.hcl": text for name, text in files.items()}
    return {"a/m.hcl": f'threatmodel "t" {{\n  author = "x"\n  {line}\n}}\n', **named}


@pytest.mark.parametrize(
    ("line", "place", "says"),
    [
        ('including = "https://example.com/a.hcl"', "3:15", "'https://example.com/a.hcl' is elsewhere, and nothing"),
        ('including = "git::https://example.com/r.git|a.hcl"', "3:15", "is elsewhere"),
        ('including = "github.com/a/b|c.hcl"', "3:15", "is elsewhere"),
        ('including = "git@github.com:a/b.git"', "3:15", "is elsewhere"),
        (
            'imports = ["b.hcl", "s3::https://s3.amazonaws.com/x"]',
            "3:14",
            "'b.hcl' is not readable: there is no file a/b.hcl",
        ),
        ('including = "../../x.hcl"', "3:15", "is outside the repository"),
        ('including = "/etc/passwd"', "3:15", "is no relative path"),
        ('including = "~/x"', "3:15", "is no relative path"),
        ('including = "m.hcl"', "3:15", "files name each other in a circle"),
        ('including = ""', "3:15", "'' is no path of a file"),
        ('including = ["b"]', "3:15", "'' is no path of a file"),
        ("imports = [var.x]", "3:14", "'' is no path of a file"),
        ('including = "../none.hcl"', "3:15", "is a file with no threat model"),
        ('including = "../two.hcl"', "3:15", "is a file with more than one threat model"),
        ('including = "../other.hcl"', "3:15", "is no file of threatcl"),
        ('including = "../back.hcl"', "3:15", "files name each other in a circle"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_no_model(line: str, place: str, says: str) -> None:
    files = with_part(
        line,
        none='component "control" "c" {}\n',
        two='threatmodel "a" {}\nthreatmodel "b" {}\n',
        other='resource "x" "y" {}\n',
        back='threatmodel "b" {\n  author = "y"\n  including = "a/m.hcl"\n}\n',
    )
    parsed = read(files, "a/m.hcl")
    assert parsed.snapshot is None
    finding = parsed.findings[0]
    assert finding.rule == "model/include-failed"
    assert says in finding.message
    assert str(finding.subject) in ("model#including", "model#imports")
    assert str(finding.location) == (f"back.hcl:{place}" if "back" in line else f"a/m.hcl:{place}")


def test_a_part_that_is_no_hcl_is_said_in_that_file() -> None:
    parsed = read(with_part('imports = ["../b.hcl"]', b='component "control" "c" {\n'), "a/m.hcl")
    assert parsed.snapshot is None
    assert said(parsed) == [("model/syntax", "b.hcl:1:25", "model")]


def test_a_diagram_that_imports_another_is_no_whole_one() -> None:
    text = 'threatmodel "t" {\n  author = "x"\n  data_flow_diagram {\n    import = "d.hcl"\n  }\n}\n'
    finding = only(read(text, "m.hcl"))
    assert (finding.rule, str(finding.location), str(finding.subject)) == (
        "model/include-failed",
        "m.hcl:4:14",
        "model#import",
    )


def test_components_alone_are_a_part_of_a_model() -> None:
    parsed = read('spec_version = "0.7.0"\ncomponent "control" "c" {}\n', "m.hcl")
    assert parsed.snapshot is None
    finding = only(parsed)
    assert (finding.rule, str(finding.location)) == ("model/missing-key", "m.hcl:1:1")
    assert finding.hint == "check the file that imports it, and leave this one out of the models"


def test_files_that_ask_for_more_than_there_is_room_for_end_before_they_cost() -> None:
    files = {"f0.hcl": 'component "control" "c" {\n  description = "' + "x" * 1000 + '"\n}\n'}
    for number in range(1, 19):
        files[f"f{number}.hcl"] = (
            f'threatmodel "t" {{\n  imports = ["f{number - 1}.hcl"]\n}}\ncomponent "control" "c" {{\n'
            '  description = "${import.control.c.description}${import.control.c.description}"\n}\n'
        )
    text = (
        'threatmodel "t" {\n  author = "x"\n  imports = ["f18.hcl"]\n  description = import.control.c.description\n}\n'
    )
    parsed = read({**files, "m.hcl": text}, "m.hcl")
    assert parsed.snapshot
    wrong = [f for f in parsed.findings if f.rule == "model/wrong-value"]
    assert [f.message for f in wrong] == ["what is looked up here makes more than 4,000,000 characters"]


def test_files_that_import_each_other_too_deep_are_refused() -> None:
    files = {
        f"f{number}.hcl": f'threatmodel "t" {{\n  author = "x"\n  imports = ["f{number + 1}.hcl"]\n}}\n'
        for number in range(30)
    }
    parsed = read(files, "f0.hcl")
    assert parsed.snapshot is None
    assert parsed.findings[0].message == "imports: 'f21.hcl' is behind 20 files that name each other"


@pytest.mark.parametrize(
    ("name", "place", "says"),
    [
        ("import.control.rotation.descripton", "3:17", "there is no field of a component 'descripton'"),
        ("import.control.rotation.attribute.standrd", "3:17", "there is no attribute of that component 'standrd'"),
        ("import.control.rotation.description.x", "3:17", "'import.control.rotation.description.x' is no name"),
        ("import.control.rotaton.description", "3:17", "there is no imported component 'rotaton'"),
        ('"${import.control.rotation}"', "3:17", "'import.control.rotation' is no name that can be looked up"),
    ],
)
def test_a_name_that_leads_nowhere_in_another_file_is_said_where_it_is_written(
    name: str, place: str, says: str
) -> None:
    text = f'threatmodel "t" {{\n  author      = "x"\n  description = {name}\n  imports     = ["controls.hcl"]\n}}\n'
    parsed = read({**PARTS, "m.hcl": text}, "m.hcl")
    found = [f for f in parsed.findings if f.rule != "model/not-mapped"]
    assert [(str(f.location), str(f.subject)) for f in found] == [(f"m.hcl:{place}", "system/m#description")]
    assert says in found[0].message


def test_a_field_that_is_not_stated_is_not_stated_where_it_is_imported() -> None:
    text = (
        'threatmodel "t" {\n  author = "x"\n  imports = ["controls.hcl"]\n  threat "x" {\n    description = "d"\n'
        '    control "c" {\n      description = "e"\n      implemented = import.control.four_eyes.implemented\n'
        "    }\n  }\n}\n"
    )
    parsed = read({**PARTS, "m.hcl": text}, "m.hcl")
    assert parsed.snapshot
    assert parsed.snapshot.model.controls["x / c"].status == "planned"
    assert {f.rule for f in parsed.findings} == {"model/not-mapped"}


# ---------------------------------------------------------------------- several threat models


TWO = """\
threatmodel "Base" {
  id     = "base"
  author = "a"
  attributes {
    internet_facing = true
  }
  information_asset "keys" {}
  threat "Theft" {
    description = "x"
  }
}
threatmodel "App" {
  author      = "b"
  description = "An app"
  extends     = "base"
  threat "Theft" {
    description            = "y"
    information_asset_refs = ["keys"]
  }
  data_flow_diagram_v2 "d" {
    process "p" {}
  }
}
"""


def test_several_threat_models_of_a_file_are_one_model_each_under_its_name() -> None:
    found = model(TWO, "m.hcl")
    assert found.system == System(
        "m",
        "App, Base",
        "App: An app",
        owner="b, a",
        properties=(("App/extends", "base"), ("base/internet_facing", "true")),
    )
    assert {id: threat.on for id, threat in found.threats.items()} == {
        "App/Theft": ("base/keys",),
        "base/Theft": ("m",),
    }
    assert [*found.data] == ["base/keys"]
    assert [*found.components] == ["App/d/p"]


def test_the_order_of_threat_models_means_nothing() -> None:
    first, second = TWO.partition('threatmodel "App"')[::2]
    turned = f'threatmodel "App"{second}{first}'
    assert model(turned, "m.hcl") == model(TWO, "m.hcl")


def test_of_two_threat_models_with_one_name_the_first_is_read() -> None:
    parsed = read(TWO.replace('"App"', '"Base"'), "m.hcl")
    assert parsed.snapshot
    assert [*parsed.snapshot.model.threats] == ["Theft"]
    assert ("model/duplicate-id", "m.hcl:12:13", "model") in said(parsed)


# ---------------------------------------------------------------------- old specs, names, layout


def test_threats_of_old_specs_without_names_are_called_after_their_descriptions() -> None:
    long = "Somebody who is not the owner of the house comes in through the back door"
    threats = "".join(f'  threat {{\n    description = "{words}"\n  }}\n' for words in ("Rain", long))
    text = f'threatmodel "t" {{\n  author = "x"\n{threats}}}\n'
    found = model(text, "m.hcl").threats
    assert {id: threat.title for id, threat in found.items()} == {
        "Rain": "Rain",
        "Somebody who is not the owner of the house comes i… 53cb15c5": f"{long[:59]}…",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Web App", "web-app"), ("API", "a-p-i"), ("3rd party (x)", "3rd-party-x"), ("größe", "größe"), ("-a--b-", "a-b")],
)
def test_slugs_are_made_as_the_tool_makes_them(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_name_goes_before_a_slug_and_an_ambiguous_slug_is_none() -> None:
    names = Slugs(["a-b", "A b", "A_b", "c d"])
    assert [names.find(one) for one in ("a-b", "a_b", "c_d", "c-d", "C d")] == ["a-b", None, "c d", "c d", None]


def test_an_id_that_two_kinds_have_is_told_apart_by_its_kind() -> None:
    diagram = 'data_flow_diagram {\n process "a" {}\n trust_zone "a" {}\n }'
    text = f'threatmodel "t" {{\n author = "x"\n information_asset "a" {{}}\n {diagram}\n}}\n'
    parsed = read(text, "m.hcl")
    assert parsed.findings == ()
    assert parsed.snapshot
    assert [*parsed.snapshot.model.boundaries] == ["boundary:a"]
    assert [*parsed.snapshot.model.data] == ["data:a"]
    assert [*parsed.snapshot.model.components] == ["a"]


def test_layout_is_no_change() -> None:
    """Other blanks, comments, order of attributes and blocks, quotes for what may stand without, other line ends."""
    head, inside = COMPLETE.removesuffix("}\n").split('threatmodel "Parcel tracking" {')
    first, *blocks = re.split(r"\n\n  (?=[a-z])", inside)
    text = "\n".join((head, 'threatmodel "Parcel  tracking" { # c', *sorted(blocks, reverse=True), first, "}"))
    for old, new in (
        ("created_at  = 1790000000", "updated_at = 1"),
        ("spec_version =", "/* x */ spec_version   ="),
        ("implemented          = true", 'implemented = "true"'),
        ("internet_facing = true", 'internet_facing="true"'),
        ('["Info Disclosure", "spoofing"]', '[\n "spoofing", # c\n "info disclosure",\n]'),
        ("\n", "\r\n"),
    ):
        assert old in text
        text = text.replace(old, new)
    assert model(text, "a/parcels.tm.hcl") == EXPECTED


# ---------------------------------------------------------------------- JSON


NAMED = """\
{"spec_version": "0.7.0",
 "variable": {"who": {"value": "me"}},
 "threatmodel": {"Shop": {
   "author": "${var.who}",
   "attributes": {"internet_facing": "true"},
   "information_asset": {"cards": {"information_classification": "Restricted"}},
   "usecase": [{"description": "x"}, {"description": "y"}],
   "threat": {"Theft": {"description": "d", "information_asset_refs": ["cards"],
     "risk": {"likelihood": "low", "impact": "low"},
     "control": [{"Lock": {"description": "l", "implemented": true}}]}},
   "data_flow_diagram_v2": {"d": {
     "process": {"app": {"trust_zone": "in"}},
     "trust_zone": {"in": {"data_store": {"db": {}}}},
     "flow": {"f": [{"from": "app", "to": "db"}, {"from": "db", "to": "app"}]}}}}}}
"""

EXPORTED = """\
{"specVersion": "0.7.0", "threatmodels": [{
   "name": "Shop", "author": "me",
   "attributes": {"newInitiative": false, "internetFacing": true},
   "informationAsset": [{"name": "cards", "informationClassification": "Restricted"}],
   "useCase": [{"description": "x"}],
   "threat": [{"name": "Theft", "description": "d", "informationAssetRefs": ["cards"],
     "risk": {"likelihood": "low", "impact": "low"},
     "expandedControl": [{"name": "Lock", "description": "l", "implemented": true}]}],
   "dataFlowDiagram": [{"name": "d", "process": [{"name": "app", "trustZone": "in"}],
     "trustZone": [{"name": "in", "dataStore": [{"name": "db"}]}],
     "flow": [{"name": "f", "from": "app", "to": "db"}, {"name": "f", "from": "db", "to": "app"}]}]}]}
"""

SHOP = """\
threatmodel "Shop" {
  author = "me"
  attributes { internet_facing = true }
  information_asset "cards" { information_classification = "Restricted" }
  threat "Theft" {
    description = "d"
    information_asset_refs = ["cards"]
    risk {
      likelihood = "low"
      impact = "low"
    }
    control "Lock" {
      description = "l"
      implemented = true
    }
  }
  data_flow_diagram_v2 "d" {
    process "app" { trust_zone = "in" }
    trust_zone "in" {
      data_store "db" {}
    }
    flow "f" {
      from = "app"
      to = "db"
    }
    flow "f" {
      from = "db"
      to = "app"
    }
  }
}
"""


def test_json_says_the_same_in_both_of_its_shapes() -> None:
    expected = model(SHOP, "m.hcl")
    assert model(NAMED, "m.json") == expected
    exported = model(EXPORTED, "m.json")
    assert exported.system.properties == (("internet_facing", "true"), ("new_initiative", "false"))
    assert exported._replace(system=expected.system) == expected


def test_json_has_its_places_and_its_mistakes_too() -> None:
    parsed = read(NAMED.replace('"cards"]', '"card"]').replace("${var.who}", "${f(1)}"), "m.json")
    assert parsed.snapshot
    assert said(parsed) == [
        ("model/wrong-value", "m.json:4:14", "system/m#author"),
        ("model/not-mapped", "m.json:7:4", "model"),
        ("model/dangling-reference", "m.json:8:72", "threat/Theft#on"),
    ]
    assert str(parsed.snapshot.locate(Ref("flow", "d/db > app : f", "source"))) == "m.json:14:59"


# ---------------------------------------------------------------------- recognising


@pytest.mark.parametrize(
    ("path", "text", "known"),
    [
        ("m.hcl", 'threatmodel "t" {}', True),
        ("m.hcl", "threatmodel {}", True),
        ("m.hcl", 'component "control" "c" {}', True),
        ("m.hcl", 'component "button" "c" {}', False),
        ("m.hcl", 'threatmodel = "t"', False),
        ("m.hcl", 'impact_types = ["big"]', False),
        ("m.json", '{"threatmodel": {"t": {}}}', True),
        ("m.json", '{"threatmodels": [{"name": "t"}]}', True),
        ("m.json", '{"threatmodels": []}', False),
        ("m.json", '{"threatmodel": {"name": "t"}}', False),
        ("m.yaml", "threatmodel: t", False),
        ("m.json", "[]", False),
    ],
)
def test_a_text_is_known_by_what_is_in_it(path: str, text: str, known: bool) -> None:
    assert threatcl.recognises(parse(Source(path, text))) is known


@pytest.mark.parametrize(
    "text",
    [
        "threatmodel {}",
        'threatmodel "t" {\n threat "x" {\n stride = 3\n impacts = {}\n risk = 1\n control = [1]\n}\n}',
        'threatmodel "t" {\n threat "x" {\n information_asset_refs = [[1], {}, null]\n control_imports = "x"\n}\n}',
        'threatmodel "t" {\n attributes = 3\n data_flow_diagram_v2 "d" {\n process "p" { trust_zone = ["x"] }\n}\n}',
        'threatmodel "t" {\n data_flow_diagram_v2 "d" {\n data_store "p" {}\n flow "f" { from = 3 }\n}\n}',
        'threatmodel "t" {\n information_asset "a" { description = {} }\n imports = 3\n}',
        'variable "v" { value = [1] }\nthreatmodel "t" {\n author = var.v\n description = "${var.v} x"\n}',
        'variable {}\ncomponent "control" "c" {}\nthreatmodel "t" {\n author = import.control.c.description.x.y\n}',
        'threatmodel "t" { id = ["x"] }',
        'threatmodel "t" {\n extends = "t"\n threat "x" { information_asset_refs = ["n"] }\n}\nthreatmodel "u" {}',
    ],
)
def test_values_of_other_types_are_findings_and_no_end(text: str) -> None:
    parsed = read(text, "m.hcl")
    assert parsed.findings
    assert all(f.location.line >= 1 for f in parsed.findings)
