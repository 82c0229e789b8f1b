"""The rows of the table about rules: everything in this one process, the forms in turn within each round."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from time import process_time

from benchmarks.measure import Spread, ratios, spread
from benchmarks.row import Bench, Row, at_most
from benchmarks.rules import ours, plain
from benchmarks.rules.cel import Peer
from benchmarks.rules.model import Sized
from checker.core.errors import InputError
from checker.core.rule import BUILT_IN
from checker.core.settings import Settings
from checker.documents.document import Document
from checker.policy.catalogue import Catalogue
from checker.policy.evaluate import CompiledRule, evaluate

Work = Callable[[], object]


def rules(bench: Bench) -> Iterator[Row]:
    """Goal 13: what asking rules costs, beside plain Python, beside Google's CEL, and as models grow."""
    yield from _beside(bench)
    yield from _packs(bench)


def _beside(bench: Bench) -> Iterator[Row]:
    """Six rules over 2,000 components and 8,000 flows. All forms must find the same."""
    of = Sized(2_000, 4)
    six, five = ours.compiled(), ours.compiled(ours.WITHOUT_SEARCH)
    _same(ours.ask(six, of), plain.ask(of))
    found = _in_turn(bench, {"six": lambda: ours.ask(six, of), "plain": lambda: plain.ask(of)})
    yield at_most("13", "six rules on 2,000 / 8,000, beside plain Python", ratios(found["six"], found["plain"]), 6)
    yield Row("", "milliseconds: the six rules", spread(second * 1000 for second in found["six"]).text(1))
    try:
        peer = Peer(of)
    except ImportError:
        yield Row("13", "beside `cel-expr-python`", "not measured: it is not installed")
        return
    expressions = ours.as_expressions()
    _same(ours.ask(five, of), peer.ask())
    _same(ours.ask(expressions, of), peer.ask())
    works: dict[str, Work] = {
        "five": lambda: ours.ask(five, of),
        "cel": lambda: Peer(of).ask(),
        "mapped": peer.ask,
        "same": lambda: ours.ask(expressions, of),
    }
    found = _in_turn(bench, works)
    what = "`cel-expr-python` / ours, five rules (it has no search), from the same model"
    yield at_least("13", what, ratios(found["cel"], found["five"]), 10)
    yield Row("", "`cel-expr-python` / ours, the same expressions", ratios(found["cel"], found["same"]).text(1))
    yield Row(
        "",
        "`cel-expr-python` / ours, five rules, its mappings made before",
        ratios(found["mapped"], found["five"]).text(1),
    )


def at_least(goal: str, what: str, found: Spread, limit: float) -> Row:
    return Row(goal, what, found.text(1), f"at least {limit:g}", found.median >= limit)


def _packs(bench: Bench) -> Iterator[Row]:
    """Every rule of every shipped pack that is no rule of code."""
    began = process_time()
    packs = all_packs()
    loading = process_time() - began
    many = f"all {len(packs)} rules of all packs"
    of = Sized(1_000, 2)
    found = _in_turn(bench, {"all": lambda: ask_all(packs, of)})
    yield at_most("13", f"CPU seconds: {many} on 1,000 / 2,000", spread(found["all"]), 1)
    yield Row("", f"CPU seconds: loading {many}, once", f"{loading:.2f}")
    sizes = [size for size in bench.sizes if size >= 1_000]
    grown = {str(size): Sized(size, 2) for size in sizes}
    found = _in_turn(bench, {name: partial(ask_all, packs, of) for name, of in grown.items()})
    for size in sizes:
        each = spread(second / size * 1_000_000 for second in found[str(size)])
        yield Row("", f"microseconds a component: {many}, {size:,} components", each.text(0))
    for few, more, limit in ((1_000, 10_000, 11), (10_000, 50_000, 5.5)):
        if {few, more} <= set(sizes):
            ratio = ratios(found[str(more)], found[str(few)])
            yield at_most("13", f"{many} on {more:,} / on {few:,} components", ratio, limit)


def all_packs() -> tuple[CompiledRule, ...]:
    folder = Path(__file__).resolve().parents[2] / "policies"
    names = tuple(sorted(path.parent.name for path in folder.glob("*/pack.yaml")))
    chosen = Settings(packs=tuple(name for name in names if name not in BUILT_IN))
    return Catalogue(_nothing, lambda: ()).compiled(chosen)


def _nothing(path: str) -> Document:
    raise InputError(f"no file {path} here")


def ask_all(rules: tuple[CompiledRule, ...], of: Sized) -> int:
    """How many findings there are."""
    return sum(1 for _ in evaluate(rules, of.snapshot, of.graph, now="2026-11-23"))


def _same(found: ours.Found, other: ours.Found) -> None:
    if found != other:
        raise AssertionError(f"two forms of the same rules find other things: {sorted(found ^ other)[:5]}")


def _in_turn(bench: Bench, works: Mapping[str, Work]) -> dict[str, list[float]]:
    """CPU seconds of each work, in turn, after one round that does not count.

    Without the cyclic collector, as the gate runs: it would look through all the generated models again and again.
    """
    found: dict[str, list[float]] = {name: [] for name in works}
    gc.collect()
    gc.disable()
    for number in range(bench.rounds + 1):
        bench.step(f"round {number} of {bench.rounds}")
        for name, work in works.items():
            began = process_time()
            work()
            if number:
                found[name].append(process_time() - began)
    gc.enable()
    return found
