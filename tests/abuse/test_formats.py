"""Small texts of other tools' formats that ask for much: each ends, with a place, and in little memory."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.core.errors import InputError
from checker.inputs.values import MAX_ID
from tests.abuse.asking import check, threat
from tests.command import inside, report
from tests.inputs.dragon_drawings import drawing, process
from tests.inputs.reading import read
from tests.repositories import Repo, new_repo

LONG = "x" * 300_000
MANY = range(400)
"""Made of each other, a hundred megabytes."""


def otm(**sections: Any) -> str:
    return json.dumps({"otmVersion": "0.2.0", "project": {"id": "p", "name": "P"}, **sections})


def services(*listed: Any) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "services": listed})


def hcl(inside: str) -> str:
    return f'threatmodel "x" {{\n author = "a"\n {inside}\n}}\n'


def threats_at(element: str) -> dict[str, Any]:
    return {"id": element, "name": "c", "type": "web-app", "threats": [{"threat": f"t{i}"} for i in MANY]}


def of_hcl(what: str, inner: str) -> str:
    blocks = "\n".join(inner.format(i) for i in MANY)
    return hcl(f'{what} "{LONG}" {{\n description = "d"\n {blocks}\n }}')


LONG_IDS: dict[str, tuple[str, Callable[[], str], str]] = {
    "otm": ("m.otm.json", lambda: otm(components=[threats_at(LONG)]), "m.otm.json:1:"),
    "threat-dragon": (
        "m.json",
        lambda: drawing(*(process(id, threats=[{"id": f"t{i}", "title": id[:1]} for i in MANY]) for id in (LONG, "p"))),
        "m.json:3:",
    ),
    "cyclonedx, whom it hears": (
        "m.json",
        lambda: services(
            {"bom-ref": LONG, "name": "s", "data": [{"flow": "inbound", "source": [f"e{i}" for i in MANY]}]}
        ),
        "m.json:1:",
    ),
    "cyclonedx, what it has": (
        "m.json",
        lambda: services({"name": LONG, "data": [{"flow": "inbound", "classification": f"c{i}"} for i in MANY]}),
        "m.json:1:",
    ),
    "threatcl, a diagram": ("m.hcl", lambda: of_hcl("data_flow_diagram_v2", 'process "p{}" {{}}'), "m.hcl:3:"),
    "threatcl, a threat": ("m.hcl", lambda: of_hcl("threat", 'control "c{}" {{}}'), "m.hcl:3:"),
    "threagile": (
        "m.yaml",
        lambda: (
            f"technical_assets:\n  a:\n    id: {LONG}\n    communication_links:\n"
            + "".join(f"      l{i}: {{target: b}}\n" for i in MANY)
        ),
        "m.yaml:3:",
    ),
}


@pytest.fixture
def memory() -> Iterator[Callable[[], int]]:
    """The most bytes that were in use at a time, in this test."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


@pytest.mark.parametrize(
    "format",
    [
        pytest.param(name, marks=threat(f"22 a name that hundreds are named after: {name}", "exit 3"))
        for name in LONG_IDS
    ],
)
def test_a_long_id_is_not_copied_into_others(format: str, memory: Callable[[], int]) -> None:
    path, make, place = LONG_IDS[format]
    with pytest.raises(InputError) as raised:
        read(make(), path)
    assert raised.value.message == f"an id of more than {MAX_ID:,} characters"
    assert str(raised.value.at).startswith(place)
    assert memory() < 20_000_000


def test_the_gate_says_so_and_has_not_decided(tmp_path: Path) -> None:
    repo = new_repo(tmp_path / "repo")
    repo.commit({"m.otm.json": otm()})
    repo.branch("topic")
    repo.commit({"m.otm.json": otm(components=[threats_at("x" * (MAX_ID + 1))])})
    code, said = report(repo.root, "--base", "main", by=inside)
    (failure,) = said["failures"]
    assert (code, failure["message"]) == (3, "an id of more than 1,000 characters")


@threat("22 a title of which each word stands for a long name", "it is cut")
def test_placeholders_of_titles(memory: Callable[[], int]) -> None:
    name = f"<Properties><p><DisplayName>Name</DisplayName><Value>{LONG}</Value></p></Properties>"
    text = (
        '<ThreatModel xmlns="http://schemas.datacontract.org/2004/07/ThreatModeling.Model" xmlns:i="x">'
        '<DrawingSurfaceList><D><Borders><k><Value i:type="StencilEllipse"><Guid>a</Guid>'
        f"{name}</Value></k></Borders></D>"
        "</DrawingSurfaceList><ThreatInstances><k><Value><TypeId>T</TypeId><SourceGuid>a</SourceGuid></Value></k>"
        "</ThreatInstances><KnowledgeBase><ThreatTypes><t><Id>T</Id>"
        f"<ShortTitle>{'{source.Name}' * 1000}</ShortTitle></t></ThreatTypes></KnowledgeBase></ThreatModel>"
    )
    parsed = read(text, "m.tm7")
    assert parsed.snapshot
    (one,) = parsed.snapshot.model.threats.values()
    assert len(one.title) == 1000
    assert memory() < 20_000_000


@threat("22 boundaries that each demand the same of hundreds of zones", "as much memory as text")
def test_what_a_boundary_demands_is_kept_once(memory: Callable[[], int]) -> None:
    zones = [{"bom-ref": f"z{i}", "name": "z", "type": "trust"} for i in range(100)]
    lines = [
        {"bom-ref": f"b{i}-{'y' * 900}", "name": "b", "type": "network", "zones": [zone["bom-ref"] for zone in zones]}
        for i in range(100)
    ]
    blueprint = {"bom-ref": "b", "name": "b", "modelTypes": ["x"], "zones": zones, "boundaries": lines}
    parsed = read(json.dumps({"specFormat": "CycloneDX", "specVersion": "2.0", "blueprints": [blueprint]}), "m.json")
    assert parsed.snapshot and len(parsed.snapshot.model.boundaries) == 100
    assert memory() < 20_000_000


@threat("22 threat models that extend each other in a long row", "twenty are followed")
def test_a_row_of_threat_models_that_extend_each_other() -> None:
    asset = 'information_asset "far" {\n information_classification = "Public"\n }'

    def at_the_end_of(number: int) -> list[str]:
        row = [f'threatmodel "m{i}" {{\n author = "a"\n extends = "m{i + 1}"\n {{}}\n}}' for i in range(number)]
        store = 'data_flow_diagram_v2 "d" {\n data_store "s" {\n information_asset = "far"\n }\n }'
        row[0], last = row[0].replace("{}", store), f'threatmodel "m{number}" {{\n author = "a"\n {asset}\n}}'
        text = "\n".join((*(one.replace("{}", "") for one in row), last))
        return [finding.rule for finding in read(text, "m.hcl").findings if finding.rule != "model/not-mapped"]

    assert at_the_end_of(19) == []
    assert at_the_end_of(20) == ["model/dangling-reference"]


@threat("22 boundaries of another tool inside each other", "exit 3, and where")
def test_boundaries_inside_each_other(repo: Repo) -> None:
    zones = [{"id": f"z{i}", "name": "z", "parent": {"trustZone": f"z{i + 1}"}} for i in range(102)]
    repo.commit({"m.otm.json": otm(trustZones=[*zones, {"id": "z102", "name": "z"}])})
    code, said = report(repo.root, by=inside)
    (failure,) = said["failures"]
    assert (code, failure["message"]) == (3, "boundary 'z0' is nested deeper than 100 boundaries")
    zone = repo.root.joinpath("m.otm.json").read_text().index('{"id": "z0"')
    assert (failure["location"]["path"], failure["location"]["column"]) == ("m.otm.json", zone + 1)


@threat("09 a file of another tool that imports a link to a secret outside", "`model/include-failed`")
def test_an_import_that_is_a_link(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "secret.hcl").write_text('component "control" "x" {\n description = "hunter2"\n}\n')
    repo.commit({"m.tm.hcl": hcl("").replace("author", 'imports = ["parts/x.hcl"]\n author')})
    (repo.root / "parts").mkdir()
    (repo.root / "parts/x.hcl").symlink_to("../../secret.hcl")
    repo.git("add", "--all")
    repo.commit()
    said = check(repo, "m.tm.hcl")
    assert (said.code, [one[0] for one in said.findings]) == (1, ["model/include-failed"])
    assert "hunter2" not in json.dumps(said.report)
