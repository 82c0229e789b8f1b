"""Whole outputs of one report made by hand, as plain files: `make golden` writes them, the review is the diff."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checker.outputs import DIFF_OUTPUTS, OUTPUTS, Style
from tests.outputs.reports import FAILED, SHAPES, SHARED

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"human": "txt", "json": "json", "sarif": "sarif", "sarif-github": "sarif", "github": "txt", "markdown": "md"}
Golden = Callable[[Path, str], None]


@pytest.mark.parametrize("name", OUTPUTS)
def test_check_output_is_as_written(name: str, golden: Golden) -> None:
    text = "".join(OUTPUTS[name].render(SHARED, Style()))
    golden(GOLDEN / f"check.{name}.{ENDINGS[name]}", text)


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_of_a_failed_check_is_as_written(name: str, golden: Golden) -> None:
    text = "".join(OUTPUTS[name].render(FAILED, Style()))
    golden(GOLDEN / f"failed.{name}.{ENDINGS[name]}", text)


@pytest.mark.parametrize("name", DIFF_OUTPUTS)
def test_diff_output_is_as_written(name: str, golden: Golden) -> None:
    text = "".join(DIFF_OUTPUTS[name].render(SHARED, Style()))
    golden(GOLDEN / f"diff.{name}.{ENDINGS[name]}", text)


def test_coloured_output_is_as_written(golden: Golden) -> None:
    text = "".join(OUTPUTS["human"].render(SHARED, Style(color=True, width=72)))
    golden(GOLDEN / "check.human-colour.txt", text)


@pytest.mark.parametrize("shape", ["pass", "pass-with-base", "only-known", "below-threshold", "never-fails"])
def test_summary_is_as_written(shape: str, golden: Golden) -> None:
    text = "".join(OUTPUTS["human"].render(SHAPES[shape], Style()))
    golden(GOLDEN / f"{shape}.human.txt", text)
