"""Which files are models, which of them were asked for, and which one of the base is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.core.errors import CheckError, UsageError
from checker.core.settings import Settings
from checker.documents.worktree import WorkTree
from checker.pipeline.models import model_paths, not_files, pick, read_base, read_model

MODEL = "threatgate: 1\nsystem: {id: shop}\n"


def tree(folder: Path, **files: str) -> WorkTree:
    """Files by name, ``__`` for ``/`` and ``_`` for ``.``."""
    for name, text in files.items():
        place = folder / name.replace("__", "/").replace("_", ".")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return WorkTree(folder)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("threatmodel.yaml", True),
        ("a/b/threatmodel.yml", True),
        ("threatmodel.json", True),
        ("shop.threatmodel.yaml", True),
        ("a/shop.threatmodel.json", True),
        ("threagile.yaml", True),
        ("docs/threagile.yml", True),
        ("threagile.json", False),
        ("shop.threagile.yaml", True),
        ("docs/shop.TM7", True),
        ("shop.otm.yaml", True),
        ("otm.yaml", False),
        ("ThreatDragonModels/New Threat Model/New Threat Model.json", True),
        ("ThreatDragonModels/one.json", True),
        ("ThreatDragonModels/New/New.reviews.yaml", False),
        ("other/ThreatDragonModels/one.json", False),
        ("threatmodel.yaml.bak", False),
        ("threatmodel.reviews.yaml", False),
        ("mythreatmodel.yaml", False),
        ("threatmodel.YAML", False),
        (".threatgate.yaml", False),
        ("threatmodel.yaml/readme.md", False),
        (".threatmodel.yaml", True),
    ],
)
def test_models_are_known_by_name(path: str, found: bool) -> None:
    assert model_paths([path], Settings()) == ((path,) if found else ())


def test_the_config_adds_and_leaves_out_and_leaving_out_wins() -> None:
    files = ("b/tm.yaml", "a/tm.yaml", "a/threatmodel.yaml", "c/threatmodel.yaml")
    settings = Settings(include=("*/tm.yaml",), exclude=("a/*",))
    assert model_paths(files, settings) == ("b/tm.yaml", "c/threatmodel.yaml")


def test_asking_for_folders_and_files_in_any_order_gives_each_model_once(tmp_path: Path) -> None:
    files = tree(tmp_path, threatmodel_yaml=MODEL, a__threatmodel_yaml=MODEL, a__b__threatmodel_yaml=MODEL, a__x_txt="")
    assert pick(("a", "a/threatmodel.yaml", "a/x.txt"), files, Settings()) == (
        "a/b/threatmodel.yaml",
        "a/threatmodel.yaml",
        "a/x.txt",
    )
    assert len(pick((".",), files, Settings())) == 3


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nope.yaml", "nothing to check at nope.yaml: there is no such file in the work tree"),
        ("empty", "nothing to check at empty: it is a folder, not a file"),
        ("em", "nothing to check at em: there is no such file in the work tree"),
        ("../x", "nothing to check at ../x: the path '../x' does not stay inside the repository"),
    ],
)
def test_asking_for_nothing_says_why(path: str, message: str, tmp_path: Path) -> None:
    files = tree(tmp_path, empty__x_txt="")
    with pytest.raises(UsageError) as told:
        pick((path,), files, Settings())
    assert told.value.message == message


def test_what_has_the_name_of_a_model_and_is_none_is_a_failure(tmp_path: Path) -> None:
    files = tree(tmp_path, threatmodel_yaml=MODEL)
    (tmp_path / "a.threatmodel.yaml").symlink_to("threatmodel.yaml")
    (tmp_path / "b.txt").symlink_to("threatmodel.yaml")
    (failure,) = not_files(files, Settings())
    assert (failure.at and failure.at.path, failure.exit_code) == ("a.threatmodel.yaml", 3)
    assert not_files(files, Settings(exclude=("a.*",))) == []


def test_the_same_model_of_the_base_is_at_its_path_else_has_its_id(tmp_path: Path) -> None:
    head = read_model(tree(tmp_path / "head", a__threatmodel_yaml=MODEL), "a/threatmodel.yaml")
    other = MODEL.replace("shop", "other")
    base = tree(tmp_path / "base", threatmodel_yaml=MODEL, b__threatmodel_yaml=other)
    found = read_base(base, head, ("b/threatmodel.yaml", "threatmodel.yaml"))
    assert found and found.path == "threatmodel.yaml"
    assert read_base(base, head, ("b/threatmodel.yaml",)) is None
    same_path = read_base(tree(tmp_path / "base", a__threatmodel_yaml=other), head, ("threatmodel.yaml",))
    assert same_path and same_path.path == "a/threatmodel.yaml"


@pytest.mark.parametrize(
    "text", ["", "threatgate: [", "threatgate: 1\n", "x: \x00"], ids=["empty", "syntax", "schema", "nul"]
)
def test_a_base_that_cannot_be_read_is_never_taken_for_an_empty_one(text: str, tmp_path: Path) -> None:
    head = read_model(tree(tmp_path / "head", threatmodel_yaml=MODEL), "threatmodel.yaml")
    with pytest.raises(CheckError, match=r"the model in the base \(work tree\) cannot be compared with: ") as told:
        read_base(tree(tmp_path / "base", threatmodel_yaml=text), head, ())
    assert (told.value.exit_code, told.value.at and told.value.at.path) == (3, "threatmodel.yaml")
