"""The pack ``threagile`` finds what Threagile itself found in the same models: every risk, with its severity."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.parity.page import PAGE, by_rule, page
from benchmarks.parity.pairs import Result, compare, pairs, unexplained

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def results(corpus: Path) -> list[Result]:
    found = [compare(pair) for pair in pairs(corpus)]
    if not found:
        pytest.skip("the collected models have no pairs of a model and risks.json below oracles/")
    return found


def test_every_risk_of_every_pair_is_found_with_its_severity_likelihood_and_impact(results: list[Result]) -> None:
    wrong = {r.pair.name: list(unexplained(r)) for r in results if r.pair.fits and list(unexplained(r))}
    _print(results)
    assert [f"{result.pair.name}: {result.unread}" for result in results if result.unread] == []
    assert wrong == {}


def test_attractiveness_is_what_the_tool_computed(results: list[Result]) -> None:
    print(f"{sum(result.assets for result in results)} assets with a value of the tool")
    assert {r.pair.name: r.attractiveness for r in results if r.pair.fits and r.attractiveness} == {}


def test_page_of_results_is_of_these_pairs_or_says_so(results: list[Result]) -> None:
    written = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"^\| (\S+)[^|]* \| (?:0\.9|1\.0-dev) \|", written, flags=re.MULTILINE)
    if named != [result.pair.name for result in results]:
        pytest.skip(f"{PAGE.name} is about other pairs")
    assert written == page(results), "make parity"


def _print(results: list[Result]) -> None:
    """The table, shown with ``pytest -s`` and beside a failure."""
    print(f"\n{sum(not result.unread for result in results)} of {len(results)} pairs read")
    print(f"{'rule':45} expected produced equal")
    for line in by_rule(results):
        print(f"{line.rule:45} {line.expected:8} {line.produced:8} {line.equal:5}")
