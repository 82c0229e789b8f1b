"""Every reader on its own example and on a few hundred broken ones; ``make fuzz`` does the same for hours."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from checker.inputs import FORMATS
from tests.fuzz.breaking import broken
from tests.fuzz.holds import FIXTURES, fixtures, read, written

CASES = [(format, path) for format in FORMATS for path in fixtures(format)]
BROKEN = 150
"""Texts made of each example."""


def test_every_format_has_an_example_that_is_read() -> None:
    for format in FORMATS:
        read_as = {parsed.snapshot.format for path in fixtures(format) if (parsed := _read(path)) and parsed.snapshot}
        assert format in read_as, format


def _read(path: Path):
    return read(path.name, path.read_bytes())


@pytest.mark.parametrize(("format", "path"), CASES, ids=[str(path.relative_to(FIXTURES)) for _, path in CASES])
def test_no_text_breaks_a_reader(format: str, path: Path) -> None:
    data = path.read_bytes()
    random = Random(format)
    written(read(path.name, data))
    for number in range(BROKEN):
        parsed = read(path.name, broken(data, random))
        if number % 10 == 0:
            written(parsed)
