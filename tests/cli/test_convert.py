"""``convert``: a first threat model from an architecture, models of other formats, and files that must stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.core.graph import build_graph
from checker.inputs import FORMATS
from checker.pipeline.convert import TARGETS
from tests.command import inside
from tests.inputs.reading import model, read
from tests.repositories import new_repo

FOLDER = Path(__file__).resolve().parent.parent
FILES = FOLDER / "architecture" / "files"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "a.xml").write_bytes((FILES / "shop.xml").read_bytes())
    return tmp_path


@pytest.mark.parametrize("name", ["shop.xml", "assistant.archimate"])
def test_what_is_made_needs_nothing_but_reviews(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes((FILES / name).read_bytes())
    (tmp_path / ".threatgate.yaml").write_text("threatgate: 1\npacks: [architecture]\n")
    done = inside(tmp_path, "convert", name, "--out", "threatmodel.yaml")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("wrote threatmodel.yaml\nthreatgate: warning: left out: ")
    text = (tmp_path / "threatmodel.yaml").read_text(encoding="utf-8")
    assert read(text).findings == ()
    check = inside(tmp_path, "check", "--format", "json")
    rules = {line.split('"')[3] for line in check.out.splitlines() if '"rule":' in line}
    assert (check.code, {rule.rpartition("-")[0] for rule in rules}) == (1, {"review/unreviewed"})


def test_what_is_left_out_is_in_the_text_and_told(shop: Path) -> None:
    done = inside(shop, "convert", "a.xml")
    left_out = [line for line in done.out.splitlines() if line.startswith("# left out: ")]
    assert (
        left_out[0] == "# left out: Goal 'More flowers', from line 37 on: why things are as they are, not what there is"
    )
    assert [f"threatgate: warning: {line[2:]}" for line in left_out] == done.err.splitlines()


def test_a_model_of_threagile(tmp_path: Path) -> None:
    (tmp_path / "threagile.yaml").write_bytes((FOLDER / "models" / "rental.yaml").read_bytes())
    done = inside(tmp_path, "convert", "threagile.yaml")
    assert done.code == 0
    told = done.err.splitlines()
    assert told[0].endswith("derives by itself: only those that the file lists are written")
    assert told[1].startswith(
        "threatgate: warning: not written: 5 ids that could not stay: 'missing-hardening@*' is 'missing-hardening', "
    )
    assert len(told) == 2
    assert dict(model(done.out).flows["api.store"].properties)["data_assets_sent"] == "riders, rides"
    assert sorted(model(done.out).components) == ["api", "db", "phone"]


@pytest.mark.parametrize("classified", [True, False])
def test_reviews_hold_but_of_what_had_to_be_said_anew(classified: bool, tmp_path: Path) -> None:
    new_repo(tmp_path)
    text = (FOLDER / "models" / "rental.yaml").read_text(encoding="utf-8")
    if not classified:
        text = text.replace("    confidentiality: restricted\n", "", 1)
    (tmp_path / "threagile.yaml").write_text(text, encoding="utf-8")
    assert inside(tmp_path, "review", "--all", "--by", "dana@example.com").code == 0
    done = inside(tmp_path, "convert", "threagile.yaml", "--out", "threatmodel.yaml")
    (tmp_path / "threagile.yaml").unlink()
    (tmp_path / "threagile.reviews.yaml").unlink()
    open_now = [line.split()[0] for line in inside(tmp_path, "review", "--all").out.splitlines() if " 1:" in line]
    anew = [] if classified else ["api.store", "db", "phone.rent-return", "riders"]
    told = [line for line in done.err.splitlines() if "reviewed again" in line]
    assert (done.code, sorted(open_now), len(told)) == (0, anew, bool(anew))
    assert all(f"'{id}'" in told[0] for id in anew)


def test_a_native_model_is_written_as_it_is(tmp_path: Path) -> None:
    text = (FOLDER / "inputs" / "complete.yaml").read_text(encoding="utf-8")
    (tmp_path / "x.threatmodel.yaml").write_text(text, encoding="utf-8")
    done = inside(tmp_path, "convert", "x.threatmodel.yaml", "--to", "native")
    assert (done.code, done.err) == (0, "")
    assert model(done.out) == model(text)


def test_nothing_is_overwritten_unless_asked(shop: Path) -> None:
    (shop / "out.yaml").write_text("mine")
    done = inside(shop, "convert", "a.xml", "--out", "out.yaml")
    assert (done.code, (shop / "out.yaml").read_text()) == (2, "mine")
    assert done.err == "threatgate: error: there is a out.yaml already\n  = next: to overwrite it, add --force\n"
    assert inside(shop, "convert", "a.xml", "--out", "out.yaml", "--force").code == 0
    assert (shop / "out.yaml").read_text().startswith("# A first threat model, made of a.xml.\n")


def test_a_file_from_elsewhere_has_no_path_here(shop: Path) -> None:
    (shop / "repo").mkdir()
    new_repo(shop / "repo")
    done = inside(shop / "repo", "convert", "../a.xml")
    assert done.code == 0
    assert done.err.startswith("threatgate: warning: a.xml lies outside of this repository: copy it there, and correct")


def test_the_path_is_that_from_the_root_of_the_repository(shop: Path) -> None:
    new_repo(shop)
    (shop / "docs").mkdir()
    done = inside(shop / "docs", "convert", "../a.xml")
    assert "    path: a.xml\n" in done.out
    assert "outside" not in done.err


def test_a_link_is_replaced_and_not_followed(shop: Path) -> None:
    (shop / "other").write_text("mine")
    (shop / "out.yaml").symlink_to("other")
    assert inside(shop, "convert", "a.xml", "--out", "out.yaml").code == 2
    assert inside(shop, "convert", "a.xml", "--out", "out.yaml", "--force").code == 0
    assert ((shop / "other").read_text(), (shop / "out.yaml").is_symlink()) == ("mine", False)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("gone.xml",), 2, "no such file: gone.xml"),
        (("a.xml", "--force"), 2, "--force overwrites the file that --out names: name one"),
        (
            ("a.xml", "--to", "word"),
            2,
            f"invalid value for '--to': 'word' is not one of {', '.join(map(repr, TARGETS))}",
        ),
        (("a.xml", "--out", "a.xml/b.yaml"), 2, "a.xml/b.yaml cannot be written: Not a directory"),
        ((".",), 2, "no such file: ."),
    ],
)
def test_wrong_calls(arguments: tuple[str, ...], code: int, message: str, shop: Path) -> None:
    done = inside(shop, "convert", *arguments)
    assert (done.code, done.err.splitlines()[0]) == (code, f"threatgate: error: {message}")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.archimate", b"PK\x03\x04\xff", "the file is a zip archive, not UTF-8 text"),
        ("b.xml", b"<svg/>", "the model cannot be read: this is no threat model in a format known here"),
        (
            "b.xml",
            b"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>",
            "the model cannot be read: a document type or entity of its own ('a'): such XML is not read:"
            " remove <!DOCTYPE …> from the file",
        ),
        (
            "b.xml",
            b'<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/"/>',
            "nothing in it runs, stores or acts, so there is no threat model of it",
        ),
        (
            "b.xml",
            b"",
            "the model cannot be read: the file is empty: save it again with the tool that makes it, or remove it",
        ),
        ("b.yaml", b"a: b", "the model cannot be read: this is no threat model in a format known here"),
    ],
)
def test_files_that_cannot_be_converted(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    done = inside(tmp_path, "convert", name, "--out", "out.yaml")
    assert (done.code, done.err.splitlines()[0]) == (3, f"threatgate: error: {message}")
    assert not (tmp_path / "out.yaml").exists()


def test_names_of_the_file_do_no_harm(tmp_path: Path) -> None:
    evil = "x&#10;::set-env name=A::b &#9; ##[add-mask] \u202e\u2028 # - {a: b}"
    text = (FILES / "assistant.archimate").read_text(encoding="utf-8").replace("Chat service", evil)
    text = text.replace("Caretaker", evil).replace("Answers what to plant.", "one\n::error::two\n##[group]")
    (tmp_path / "a.archimate").write_text(text, encoding="utf-8")
    done = inside(tmp_path, "convert", "a.archimate")
    assert done.code == 0
    for line in (*done.out.splitlines(), *done.err.splitlines()):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    assert "\u202e" not in done.out + done.err
    names = {component.name for component in model(done.out).components.values()}
    assert "x ::set-env name=A::b ##[add-mask] \u202e # - {a: b}" in names


def test_a_drawing_of_another_tool_becomes_a_native_model(tmp_path: Path) -> None:
    buy, cloud, edge = (f"{number:08d}-0000-4000-8000-000000000000" for number in (30, 10, 12))
    drawing = Path(__file__).parents[1] / "inputs" / "ms_tmt" / "shop.tm7"
    (tmp_path / "shop.tm7").write_bytes(drawing.read_bytes())
    done = inside(tmp_path, "convert", "shop.tm7")
    assert done.code == 0
    found = model(done.out)
    assert sorted(one.name for one in found.components.values()) == ["Customer", "Orders", "Reports", "Shop front"]
    assert build_graph(found).crossings[buy] == (cloud, edge)


def test_a_model_in_another_format_and_what_that_one_wants_to_know_besides(tmp_path: Path) -> None:
    text = "threatgate: 1\nsystem: {id: shop, name: Shop, criticality: low, owner: dana}\n"
    (tmp_path / "threatmodel.yaml").write_text(text, encoding="utf-8")
    done = inside(tmp_path, "convert", "threatmodel.yaml", "--to", "tm-bom", "--out", "shop.json")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "wrote shop.json",
        "threatgate: warning: not written: system owner: 'shop'",
        "threatgate: warning: not written: system id, for which the path of a file stands: 'shop'",
        "threatgate: warning: assumed: data_sensitivity none, of the system: 'shop'",
        "threatgate: warning: assumed: exposure internal, of the system: 'shop'",
        "threatgate: warning: assumed: tier non_critical, of the system: 'shop'",
        "threatgate: warning: assumed: version of the model: 'shop'",
    ]
    assert read((tmp_path / "shop.json").read_text(encoding="utf-8"), "shop.json").snapshot


def test_the_help_names_every_format(tmp_path: Path) -> None:
    said = " ".join(inside(tmp_path, "convert", "--help").out.split())
    assert [name for name in (*FORMATS, *TARGETS) if name not in said] == []
    assert f"as its content says: {', '.join(FORMATS)}." in said
