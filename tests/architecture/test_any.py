"""Whatever an architecture holds: the model of it can be written and read, and has nothing missing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.architecture.draft import draft, left_out
from checker.architecture.drawing import draw
from checker.architecture.value import Architecture, Relation, Thing
from checker.core.location import Location
from checker.core.system import SourceArtifact
from checker.knowledge.archimate import elements, relationships
from checker.methods.architecture.counterparts import hold
from checker.outputs.native import fit, native_text
from tests.inputs.reading import read

AT = Location("a.xml")
TYPES = st.sampled_from([*elements(), "Nothing"])
SOLID = st.sampled_from(
    ["ApplicationComponent", "Node", "DataObject", "Artifact", "Grouping", "Junction", "BusinessRole"]
)
NAMES = st.sampled_from(["", "Web", "web", "Data", "Order database", "ä ö", "::x", "# {a: b}", "x" * 300]) | st.text(
    max_size=9
)
SAID = st.dictionaries(
    st.sampled_from(["tm.id", "tm.type", "tm.trust", "tm.data_class", "dfd.kind"]),
    st.sampled_from(["web", "w1", "Not an id", "agent", "internal", "restricted", "store", "external", "boundary", ""]),
    max_size=2,
)
ACCESS = st.sampled_from(["Read", "Write", "ReadWrite", "Access"])


@st.composite
def architectures(drawn: st.DrawFn) -> Architecture:
    ids = [f"id-{number}" for number in range(drawn(st.integers(1, 8)))]
    things = {id: Thing(id, drawn(SOLID | TYPES), drawn(NAMES), AT, drawn(NAMES), drawn(SAID)) for id in ids}
    relations = {}
    for number in range(drawn(st.integers(0, 14))):
        id = f"r-{number}"
        type = drawn(st.sampled_from([*relationships(), "Flow", "Flow", "Nothing"]))
        ends = st.sampled_from([*ids, *relations])
        access = drawn(ACCESS) if type == "Access" else ""
        relations[id] = Relation(
            id, type, drawn(ends), drawn(ends), drawn(NAMES), AT, "", drawn(SAID), access, drawn(st.booleans())
        )
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] != pair[1])
    nested = drawn(st.lists(pairs, max_size=4, unique=True)) if len(ids) > 1 else []
    return Architecture(drawn(NAMES), things, relations, tuple(nested), 0)


@settings(max_examples=120, deadline=None)
@given(architectures())
def test_the_first_model_of_anything_is_whole(architecture: Architecture) -> None:
    picture = draw(architecture)
    model = draft(architecture, picture, SourceArtifact("archimate", path="a.xml"))
    held = hold(picture, model)
    assert (held.missing, held.missing_arrows) == ((), ())
    assert len(model.components) == len(picture.boxes)
    assert len(model.flows) == len(picture.arrows)
    assert len(model.boundaries) == len(picture.zones)
    parsed = read(native_text(fit(model).data, (), [one.what for one in left_out(picture.omitted)]))
    assert parsed.findings == ()


@settings(max_examples=120, deadline=None)
@given(architectures())
def test_everything_is_shown_or_said_to_be_left_out(architecture: Architecture) -> None:
    picture = draw(architecture)
    shown, omitted = picture.things(), {one.one.id for one in picture.omitted}
    for id, thing in architecture.things.items():
        assert (picture.homes[id] in shown) != (id in omitted) or thing.type == "Junction"
