"""Models made to make rules of the shipped packs explode: what each takes grows with the model, not with its square.

Steps are counted, not time: they are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from checker.core.errors import CheckError
from checker.core.model import Model
from checker.core.settings import Settings
from checker.documents.document import Document
from checker.policy.budget import BudgetError
from checker.policy.catalogue import Catalogue
from checker.policy.evaluate import CompiledRule, ask
from checker.policy.facts import Facts
from checker.policy.shelf import shipped
from tests.builders import boundary, component, control, data, flow, graph, model, snapshot, threat

ZONES = (boundary("out", trust="untrusted"), boundary("in", trust="internal"))
SECRET = data("d", classification="restricted", personal=True)


def hub(size: int) -> Model:
    """One component that all others ask, and that asks them."""
    spokes = range(1, size)
    return model(
        *ZONES,
        SECRET,
        component("c0", boundary="in"),
        *(component(f"c{n}", boundary="out") for n in spokes),
        *(flow(f"i{n}", f"c{n}", "c0", data=["d"], protocol="http") for n in spokes),
        *(flow(f"o{n}", "c0", f"c{n}", data=["d"], protocol="http") for n in spokes),
    )


def pair(size: int) -> Model:
    """All flows are between a component and a store."""
    return model(
        *ZONES,
        SECRET,
        component("c0", boundary="out"),
        component("c1", boundary="in", type="database", stores=["d"]),
        *(flow(f"i{n}", "c0", "c1", data=["d"], authorization="own") for n in range(size)),
        *(flow(f"o{n}", "c1", "c0", data=["d"], authorization="own") for n in range(size)),
    )


def chain(size: int) -> Model:
    """One long way, walked both ways, in and out of a boundary."""
    return model(
        *ZONES,
        SECRET,
        *(component(f"c{n}", boundary=("in", "out")[n % 2], type="gateway") for n in range(size)),
        *(flow(f"f{n}", f"c{n}", f"c{n + 1}", data=["d"], bidirectional=True) for n in range(size - 1)),
    )


def crowd(size: int) -> Model:
    """Every component has the same threats, which the same controls answer, and the same tags."""
    return model(
        *ZONES,
        *(component(f"c{n}", boundary="in", tags=[f"t{tag}" for tag in range(20)]) for n in range(size)),
        *(flow(f"f{n}", f"c{n}", f"c{n + 1}") for n in range(size - 1)),
        *(control(f"k{n}", status="implemented") for n in range(20)),
        *(
            threat(f"t{n}", [f"c{at}" for at in range(size)], controls=[f"k{k}" for k in range(20)], refs=["stride:S"])
            for n in range(20)
        ),
    )


@cache
def rules() -> tuple[CompiledRule, ...]:
    def nothing(path: str) -> Document:
        raise AssertionError(path)

    packs = tuple(sorted(shipped()))
    return Catalogue(nothing, lambda: ()).compiled(Settings(packs=packs))


@pytest.mark.parametrize("made", [hub, pair, chain, crowd])
@pytest.mark.guarantee("abuse", "a model made to make the rules of shipped packs explode", says="steps by its size")
def test_no_shipped_rule_takes_the_square_of_a_model(made: Callable[[int], Model]) -> None:
    steps = []
    for size in (100, 200):
        one = made(size)
        facts, said = Facts(one, graph(one)), snapshot(one)
        taken = {}
        for rule in rules():
            failures = list[CheckError]()
            list(ask([rule], facts, said, failures))
            assert not failures, failures
            taken[rule.rule.id] = facts.budget.spent
        steps.append(taken)
    once, twice = steps
    assert len(once) > 200
    grown = {id: (once[id], twice[id]) for id in once if twice[id] > 2.5 * once[id] + 1_000}
    assert not grown


def test_a_model_of_one_name_is_undecided_for_the_rule_about_names() -> None:
    one = model(*(component(f"c{n}", name="same") for n in range(5_000)))
    (about,) = (rule for rule in rules() if rule.rule.id == "model/same-name")
    with pytest.raises(BudgetError, match="model/same-name could not be decided for the model 'shop'") as caught:
        list(ask([about], Facts(one, graph(one)), snapshot(one)))
    assert str(caught.value.at) == "policies/model/same-name.yaml:1:1"
