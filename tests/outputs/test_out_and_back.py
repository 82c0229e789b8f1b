"""Our models in every format that is written and read: they come back the same, but for what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import inputs
from checker.core.source import Snapshot
from checker.outputs.models import FORMATS, Written, writer_of
from tests.inputs.reading import read
from tests.outputs.differing import differing
from tests.own_models import FILES, NATIVE, model_of, name_of, version


def is_sound(path: Path) -> bool:
    """Whether nothing is wrong with a model."""
    return {finding.rule for finding in version(path).findings} <= {"model/not-mapped"}


MODELS = sorted({*NATIVE, *filter(is_sound, FILES)})
BOTH = [format for format in FORMATS if format in inputs.FORMATS]
DERIVED = "threats that the tool of the format derives by itself"
SAID = {"otm": {"model/unknown-word"}, "threat-dragon": {"model/missing-key"}}
"""Format -> what else than ``model/not-mapped`` may be said of what was written: of a type of another tool, of an
end of a flow that leads nowhere."""

EXPLAINED = {
    ("system", "properties"): ("tier ",),
    ("system", "criticality"): ("business_criticality ",),
    ("component", "properties"): ("data store type",),
    ("flow", "encryption"): ("encrypted ",),
    ("flow", "properties"): ("flow data",),
    ("boundary", "properties"): ("authentication of a trust boundary", "authorization of a"),
    ("data", "properties"): ("kind of sensitive data",),
    ("threat", "tags"): ("persona of every threat",),
    ("threat", "risk"): ("likelihood of", "impact of", "level of"),
}
"""Kind and field -> how a line about it begins, where not with their names."""


def back(format: str, written: Written) -> Snapshot:
    """What the reader of the format makes of a text."""
    parsed = read({"model.json": written.text}, "model.json")
    assert parsed.snapshot and parsed.snapshot.format == format
    assert {finding.rule for finding in parsed.findings} <= {"model/not-mapped", *SAID.get(format, ())}
    return parsed.snapshot


CASES = [(path, format) for path in MODELS for format in BOTH if format != "tm-bom" or path in NATIVE]
"""TM-BOM is left out where it makes other ids: it tells that there are, and not of which field that is."""


@pytest.mark.parametrize(("path", "format"), CASES, ids=[f"{name_of(path)}-{format}" for path, format in CASES])
def test_it_comes_back_but_for_what_is_told(path: Path, format: str) -> None:
    before = model_of(path)
    written = writer_of(format).write(before)
    found = list(differing(before, back(format, written).model))
    lines = (*written.losses, *written.assumed)
    for kind, field, id in found:
        begins = (f"{kind.replace('_', ' ')} {field}".rstrip(), *EXPLAINED.get((kind, field), ()))
        begins += (f"{kind} title",) if field in ("name", "title") else ()
        assert any(line.startswith(begins) for line in lines), (kind, field, id)
    if format != "tm-bom":
        listed = {line.partition(":")[0] for line in written.losses} - {"system id", DERIVED}
        assert listed == {f"{kind.replace('_', ' ')} {field}".rstrip() for kind, field, _ in found}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("path", MODELS, ids=name_of)
def test_what_was_read_is_written_as_it_was(path: Path, format: str) -> None:
    writer = writer_of(format)
    written = writer.write(model_of(path))
    assert written == writer.write(model_of(path))
    if format in BOTH and format != "tm-bom":  # which has to make answers up, out of what it cannot keep
        assert writer.write(back(format, written).model).text == written.text


def test_there_are_models_and_formats_to_try() -> None:
    assert len(NATIVE) > 12
    assert {version(path).snapshot.format for path in MODELS} >= {*BOTH, "native", "pytm", "threagile"}
    assert BOTH == ["otm", "tm-bom", "threat-dragon", "cyclonedx"]
