"""The results of the comparison with Threagile, as Markdown: benchmarks/parity.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.parity.pairs import DEVIATING, PUSH, Result, by_chance, names, unexplained

PAGE = Path(__file__).parent.with_name("parity.md")


class Line(NamedTuple):
    """One row of the table by rule: how many risks the tool found, we found, and are the same."""

    rule: str
    expected: int
    produced: int
    equal: int


def by_rule(results: Iterable[Result]) -> list[Line]:
    """The table: a row for each rule, those included that no pair has."""
    counts = {name: Counter[str]() for name in sorted(names())}
    for result in results:
        for what, risks in (("e", result.pair.expected), ("p", result.produced)):
            for risk in risks:
                counts[risk.rule][what] += 1
        for risk, number in result.equal.items():
            counts[risk.rule]["q"] += number
    return [Line(name, count["e"], count["p"], count["q"]) for name, count in counts.items()]


def page(results: list[Result]) -> str:
    """The results as Markdown."""
    return "\n".join((*summary(results), *_rules(results), *_pairs(results), *_differences(results), ""))


def summary(results: list[Result]) -> Iterator[str]:
    lines = by_rule(results)
    expected, produced = sum(line.expected for line in lines), sum(line.produced for line in lines)
    equal = sum(line.equal for line in lines)
    assets = sum(result.assets for result in results)
    wrong = sum(len(result.attractiveness) for result in results)
    yield "# Threagile's rules beside Threagile\n"
    yield "Made by `make parity` from pairs of a model and the risks that Threagile itself wrote for it, from public"
    yield "repositories; they are no part of this one. Equal means: the same id, severity, likelihood and impact.\n"
    yield f"* {len(results)} pairs, {sum(not result.unread for result in results)} models read"
    yield f"* {expected} risks of built-in rules expected, {produced} produced, {equal} equal"
    yield f"* relative attacker attractiveness: {assets} assets, {assets - wrong} equal to six decimals"
    own = sum(result.pair.own for result in results)
    yield f"* {own} risks of the models' own categories, which are in the models and no rule finds, left out\n"


def _rules(results: list[Result]) -> Iterator[str]:
    yield "## By rule\n\n| rule | expected | produced | equal | |\n| --- | ---: | ---: | ---: | --- |"
    for line in by_rule(results):
        note = "in none of the pairs" if not line.expected and not line.produced else ""
        yield f"| `{line.rule}` | {line.expected} | {line.produced} | {line.equal} | {note} |"


def _pairs(results: list[Result]) -> Iterator[str]:
    yield "\n## By pair\n\n| pair | branch | expected | produced | equal |\n| --- | --- | ---: | ---: | ---: |"
    for result in results:
        name = result.pair.name if result.pair.fits else f"{result.pair.name} (the model is another)"
        counts = (len(result.pair.expected), len(result.produced), result.equal.total())
        yield f"| {name} | {result.pair.branch} | {' | '.join(map(str, counts))} |"


def _differences(results: list[Result]) -> Iterator[str]:
    yield "\n## Differences\n"
    found = [(result.pair, sign, risk) for result in results for sign, risk in unexplained(result)]
    if not found:
        yield "None."
    for pair, sign, risk in found:
        yield f"* `{sign} {risk.id}` {risk.severity} ({risk.likelihood} by {risk.impact}), {pair.name}"
    for result in results:
        if number := by_chance(result).total():
            yield f"* {result.pair.name}: {number} of `{PUSH}` that the tool rates by another target, by chance"
        if result.unread:
            yield f"* {result.pair.name}: {result.unread}"
        if result.pair.branch != "0.9":
            rest = sum(risk.rule in DEVIATING for risk in (*result.missing.elements(), *result.extra.elements()))
            yield f"* {result.pair.name}: {rest} more of rules that the 1.0 branch changed"
