"""Shipped files come from the checkout first, then from the installed data, else the installation is broken."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.documents import resources
from checker.documents.resources import resource


def test_a_schema_of_this_checkout(root: Path) -> None:
    assert resource("schemas", "model.schema.json") == root / "schemas" / "model.schema.json"
    assert resource("policies").is_dir()


def test_what_is_missing_is_said_with_a_next_step() -> None:
    with pytest.raises(FileNotFoundError, match=r"schemas/no\.json is missing .* install it again"):
        resource("schemas", "no.json")


@pytest.fixture
def installed(tmp_path: Path) -> Callable[..., Path]:
    """``resource`` of a package that stands in a folder of its own, with installed data beside the module."""
    module = tmp_path / "checker" / "documents" / "resources.py"
    module.parent.mkdir(parents=True)
    shutil.copy(resources.__file__, module)
    (tmp_path / "checker" / "_data" / "schemas").mkdir(parents=True)
    (tmp_path / "checker" / "_data" / "schemas" / "a.json").write_text("installed")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "a.json").write_text("beside")
    spec = importlib.util.spec_from_file_location("elsewhere", module)
    assert spec
    assert spec.loader
    elsewhere = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(elsewhere)
    found: Callable[..., Path] = elsewhere.resource
    return found


def test_installed_data_without_a_checkout(installed: Callable[..., Path]) -> None:
    assert installed("schemas", "a.json").read_text() == "installed"


@pytest.mark.parametrize("project", ['[project]\nname = "other"\n', "", 'name = "threatgate-tools"\n'])
def test_the_folder_of_another_project_is_not_asked(
    installed: Callable[..., Path], tmp_path: Path, project: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(project)
    assert installed("schemas", "a.json").read_text() == "installed"


def test_a_checkout_wins_over_a_stale_copy(installed: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "threatgate"\nversion = "1"\n')
    assert installed("schemas", "a.json").read_text() == "beside"
