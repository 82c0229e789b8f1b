"""What has to hold for whatever text a reader is given: no exception but the one that a door reports, places that are
in the text, and a model that compares, digests and can be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from checker import inputs
from checker.core.digest import digests
from checker.core.errors import CheckError, InputError
from checker.core.graph import build_graph
from checker.core.location import Location, Ref
from checker.core.model import KINDS
from checker.core.source import Parsed, Snapshot
from checker.diff import compare
from checker.documents.decode import decode
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.outputs.models import FORMATS, writer_of
from checker.outputs.native import fit, native_text

FIXTURES = Path(__file__).parent.parent / "inputs"


def fixtures(format: str) -> list[Path]:
    """The own example files of a format. Reviews beside them are none."""
    folder = FIXTURES / format.replace("-", "_")
    found = [FIXTURES / "complete.yaml"] if format == "native" else sorted(folder.rglob("*"))
    return [path for path in found if path.is_file() and path.suffix != ".py" and ".reviews." not in path.name]


def read(name: str, data: bytes) -> Parsed | None:
    """What the readers make of some bytes under a name; None where they are refused before. Every place is looked at.

    Raises AssertionError where something does not hold, and whatever is wrong with the readers.
    """
    try:
        document = parse(decode(name, data))
        parsed = inputs.parse(document, _nothing, lambda path: False)
    except CheckError:
        return None
    fits = _fits(document.source.text)
    for finding in parsed.findings:
        assert fits(finding.location), finding
        assert all(fits(one.location) for one in finding.related), finding
        assert finding.message, finding
        assert "\n" not in finding.message, finding
    assert parsed.snapshot or parsed.findings, "neither a model nor a reason"
    if parsed.snapshot:
        _holds(parsed.snapshot, fits)
    return parsed


def written(parsed: Parsed | None) -> None:
    """Every writer takes whatever model was read, and native reads what it wrote."""
    if not parsed or not parsed.snapshot:
        return
    for name in FORMATS:
        assert writer_of(name).write(parsed.snapshot.model).text, name
    text = native_text(fit(parsed.snapshot.model).data)
    again = inputs.parse(parse(decode("threatmodel.yaml", text.encode())), _nothing, lambda path: False)
    assert again.snapshot, again.findings[:1]


def _holds(snapshot: Snapshot, fits: Callable[[Location], bool]) -> None:
    model = snapshot.model
    graph = build_graph(model)
    assert digests(model, graph)
    assert not compare(model, model, graph, graph)
    for kind in KINDS:
        for id, element in model.elements(kind).items():
            assert element.id == id
            assert fits(snapshot.locate(Ref(kind, id))), (kind, id)
            for field in element._fields:
                assert fits(snapshot.locate(Ref(kind, id, field))), (kind, id, field)


def _fits(text: str) -> Callable[[Location], bool]:
    """Whether a place is in the text: on a line that it has, and no further than just behind its end."""
    lengths = [len(line) for line in text.split("\n")]

    def fits(at: Location) -> bool:
        inside = 1 <= at.line == at.end_line <= len(lengths)
        return inside and 1 <= at.column <= at.end_column <= lengths[at.line - 1] + 2

    return fits


def _nothing(path: str) -> Document:
    raise InputError(f"there is no file {path}")
