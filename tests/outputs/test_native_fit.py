"""Models of other formats made to fit into the native one: what changes, and that all of it is told."""

from __future__ import annotations

from pathlib import Path

from checker.core.model import Model
from checker.outputs.native import Fitted, fit, native_text
from checker.outputs.native.data import data_of
from tests.builders import boundary, component, control, data, flow, model, not_applicable, review, system, threat
from tests.inputs.reading import model as read_model
from tests.inputs.reading import read

FOLDER = Path(__file__).resolve().parent.parent


def written(one: Model) -> Model:
    return read_model(native_text(fit(one).data))


def test_a_native_model_loses_nothing() -> None:
    one = read_model((FOLDER / "inputs/complete.yaml").read_text(encoding="utf-8"))
    assert fit(one) == Fitted(data_of(one), ())


def test_ids_of_another_kind_get_new_ones_everywhere() -> None:
    found = fit(
        model(
            system("My Shop"),
            boundary("Net"),
            boundary("in>ner", parent="Net"),
            data("Ord ers"),
            component("Web", boundary="in>ner", stores=["Ord ers"]),
            component("web"),
            flow("Web>web", "Web", "web", data=["Ord ers"]),
            threat("T@x", ["Web", "My Shop"], title="x", controls=["C!"]),
            control("C!"),
        )
    )
    assert found.losses == (
        "8 ids that could not stay: 'My Shop' is 'my-shop', 'Web' is 'web-2', 'Web>web' is 'web-web', 'Net' is 'net',"
        " 'in>ner' is 'in-ner', 'Ord ers' is 'ord-ers', 'T@x' is 't-x', 'C!' is 'c'",
    )
    one = read_model(native_text(found.data))
    assert read(native_text(found.data)).findings == ()
    assert (one.id, one.components["web-2"].boundary, one.components["web-2"].stores) == (
        "my-shop",
        "in-ner",
        ("ord-ers",),
    )
    assert (one.boundaries["in-ner"].parent, one.flows["web-web"].source) == ("net", "web-2")
    assert (one.threats["t-x"].on, one.threats["t-x"].controls) == (("my-shop", "web-2"), ("c",))


def test_a_new_id_is_never_that_of_another_kind() -> None:
    one = model(component("A"), component("b"), flow("a", "A", "b"), data("a-2"), data("A!"))
    again = read(native_text(fit(one).data))
    assert again.findings == () and again.snapshot
    assert [[*again.snapshot.model.elements(kind)] for kind in ("component", "flow", "data")] == [
        ["a-3", "b"],
        ["a"],
        ["a-2", "a-4"],
    ]


def test_what_the_format_does_not_take_is_cut_or_left_out() -> None:
    found = fit(
        model(
            component("web", name="x" * 201),
            threat("t", [], risk=(("severity", "high"), ("odds", (("a", (("b", "c"),)),)))),
            threat("u", ["web"], title="u", accepted=("dana", "")),
        )
    )
    assert set(found.losses) == {
        "texts that were cut, since they are longer than the format allows: components/web",
        "'a', which has no place here: threats/t",
        "about nothing in the model, and so taken as about the whole: threats/t",
        "without 'title', for which the id stands: threats/t",
        "'accepted' without 'until', which has no place here: threats/u",
    }
    one = read_model(native_text(found.data))
    assert len(one.components["web"].name) <= 200
    assert one.components["web"].name.endswith("x…")
    assert (one.threats["t"].title, one.threats["t"].on) == ("t", ("shop",))


def test_what_has_to_be_stated_is_taken_as_said() -> None:
    found = fit(model(component("web", type=""), data("d", classification="")))
    assert found.losses == (
        "1 component without type, which has to be stated: taken as 'process'",
        "1 data without classification, which has to be stated: taken as 'confidential'",
    )
    assert written(model(component("web", type=""))).components["web"].type == "process"


def test_every_model_of_threagile_that_is_read_can_be_written(corpus: Path) -> None:
    count = 0
    for path in sorted((corpus / "files" / "threagile").glob("*.yaml")):
        parsed = read({"threagile.yaml": path.read_text(encoding="utf-8")}, "threagile.yaml")
        if parsed.snapshot:
            count += 1
            before, found = parsed.snapshot.model, fit(parsed.snapshot.model)
            after = read_model(native_text(found.data))
            assert len(after.flows) == len(before.flows), path.name
            assert len(after.components) == len(before.components), path.name
            assert len(after.threats) == len(before.threats), path.name
            assert any(line.startswith("threats that the tool of the format derives") for line in found.losses)
    assert count >= 25


def test_flows_with_a_loose_end_go_with_what_is_said_of_them() -> None:
    found = fit(
        model(
            component("web"),
            flow("in", "", "web"),
            flow("out", "web", ""),
            threat("t", ["in", "web"], title="T"),
            threat("u", ["out"], title="U"),
            not_applicable(["in"], ["stride:T"], "x"),
        )
    )
    assert found.losses == (
        "2 flows with a loose end, which have no place here: 'in', 'out'",
        "about nothing in the model, and so taken as about the whole: threats/u",
    )
    one = read_model(native_text(found.data))
    assert (one.flows, one.threats["t"].on, one.threats["u"].on, one.not_applicable) == ({}, ("web",), ("shop",), ())


def test_an_id_of_two_elements_is_told() -> None:
    found = fit(model(component("x"), data("x")))
    assert found.losses == ("1 id of more than one element, of which the first counts: 'x'",)


def test_a_new_id_says_what_the_element_was_and_reviews_follow() -> None:
    before = model(
        system("My Shop"), component("Web"), review(covers={"Web": "1:" + "0" * 32, "My Shop": "1:" + "1" * 32})
    )
    after = written(before)
    assert (after.components["web"].was, after.id) == ("Web", "my-shop")
    assert after.reviews[0].covers == (("Web", "1:" + "0" * 32), ("my-shop", "1:" + "1" * 32))


def test_what_no_cut_makes_fit_is_left_out() -> None:
    odd = threat("t", ["x"], title="t", refs=[f"{'a' * 300} is no reference"], tags=["b" * 9000])
    found = fit(model(system("x"), odd))
    assert found.losses == (
        "texts that were cut, since they are longer than the format allows: threats/t",
        "'refs', which has no place here: threats/t",
        "'tags', which has no place here: threats/t",
    )
    assert written(model(system("x"), odd)).threats["t"].refs == ()


def test_a_name_that_is_much_too_long_is_left_out_and_then_what_needs_it() -> None:
    found = fit(
        model(
            component("web"),
            flow("f", "x" * 5000, "web"),
            threat("t", ["web"], title="t", risk=(("severity", "y" * 5000),)),
        )
    )
    assert read(native_text(found.data)).snapshot
    assert "flows" not in found.data or not found.data["flows"]
    assert "'f' without 'from', which has no place here: flows/f" in found.losses
