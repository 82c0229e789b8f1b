"""What a format cannot say is listed."""

from __future__ import annotations

from checker.core.model import Component, Flow, Model, Review
from checker.core.system import System
from checker.outputs.models import losses

MODEL = Model(
    System("shop", name="Shop", ai=True),
    components={id: Component(id, type="service", tags=("a",)) for id in "abcdef"},
    flows={"f": Flow("f", source="a", target="b", bidirectional=False)},
    reviews=(Review("0", by="zoe"),),
)


def test_losses_are_told_by_kind_and_field() -> None:
    says = {
        "system": frozenset({"name"}),
        "component": frozenset({"type"}),
        "flow": frozenset({"source", "target", "data"}),
    }
    assert [*losses(MODEL, says)] == [
        "system ai: 'shop'",
        "component tags: 'a', 'b', 'c', 'd' and 2 more",
        "review: 1 of them, for which there is room in the reviews file beside a model",
    ]
    assert [*losses(MODEL, {})][:2] == ["system: 'shop'", "component: 'a', 'b', 'c', 'd' and 2 more"]
