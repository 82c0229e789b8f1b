"""What trying out packs gave, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from checker.core.trial import PackResult, RuleResult, TrialResult, score
from checker.outputs.escape import visible
from checker.outputs.place import place

_COLUMNS = ("pack", "rules", "examples", "tests", "wrong", "never fired", "changed rules", "noticed", "score")


def lines(packs: tuple[PackResult, ...]) -> Iterator[str]:
    """What went wrong and what nobody would notice, with places, and a table of the packs."""
    for pack in packs:
        yield from _wrong(pack)
        for rule in pack.unfired:
            yield f"{visible(str(rule.location))}: {rule.id} never fired in any example or test"
        for rule in pack.rules:
            for survivor in rule.survivors:
                yield f"{visible(str(survivor.location))}: {rule.id}: nobody notices: {visible(survivor.change)}"
    yield from _table([_COLUMNS, *(_row(pack) for pack in packs)])


def _wrong(pack: PackResult) -> Iterator[str]:
    for name, trial in pack.trials:
        if trial.differences:
            yield f"{visible(str(trial.location))}: {name}: {visible(trial.name)}"
        for location, message in trial.differences:
            yield f"  {visible(str(location))}: {visible(message)}"


def _row(pack: PackResult) -> tuple[str, ...]:
    trials = [trial for _, trial in pack.trials]
    of_pack = score(pack.noticed, pack.mutants)
    numbers = (
        len(pack.rules),
        len(trials) - len(pack.tests),
        len(pack.tests),
        sum(bool(trial.differences) for trial in trials),
        len(pack.unfired),
        pack.mutants,
        pack.noticed,
    )
    return (pack.id, *map(str, numbers), "-" if of_pack is None else f"{of_pack} %")


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *cells))


def data(packs: Iterable[PackResult]) -> dict[str, Any]:
    """The same as plain data (docs/reference/policy-tests.md)."""
    return {"packs": [_pack(pack) for pack in packs]}


def _pack(pack: PackResult) -> dict[str, Any]:
    return {
        "id": pack.id,
        "mutation": _mutation(pack.noticed, pack.mutants),
        "rules": [_rule(rule) for rule in pack.rules],
        "tests": [_trial(test) for test in pack.tests],
    }


def _mutation(noticed: int, mutants: int) -> dict[str, Any]:
    return {"mutants": mutants, "noticed": noticed, "score": score(noticed, mutants)}


def _rule(rule: RuleResult) -> dict[str, Any]:
    return {
        "id": rule.id,
        "built_in": rule.built_in,
        "fired": rule.fired,
        "location": place(rule.location),
        "examples": [_trial(example) for example in rule.examples],
        "mutation": {
            **_mutation(rule.noticed, rule.noticed + len(rule.survivors)),
            "survivors": [{"location": place(one.location), "change": one.change} for one in rule.survivors],
        },
    }


def _trial(trial: TrialResult) -> dict[str, Any]:
    wrong = [{"location": place(one.location), "message": one.message} for one in trial.differences]
    return {
        "kind": trial.kind,
        "name": trial.name,
        "location": place(trial.location),
        "ok": not wrong,
        "differences": wrong,
    }
