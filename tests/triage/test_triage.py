"""A finding's fate: waived, else known, else new; nothing is dropped, and the order is that of every output."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.core.report import Waiver
from checker.triage.baseline import Entry
from checker.triage.triage import Excuses, triage

PLACE = Location("threatmodel.yaml", 3, 1)


def finding(rule: str = "boundary/x", id: str = "web", line: int = 3, model: str = "shop") -> Finding:
    return Finding(rule, "high", "m", Ref("component", id), Location("threatmodel.yaml", line), model)


def waiver(rule: str = "boundary/x", on: str = "web", id: str = "w-1") -> Waiver:
    return Waiver(id, rule, on, "", "o", "accepted-risk", "r", "a", "2026-11-01", "2027-01-31", PLACE)


def listed(*findings: Finding) -> tuple[Entry, ...]:
    return tuple(Entry(one.fingerprint, one.rule, one.model, str(one.subject), PLACE) for one in findings)


def fate(one: Finding, excuses: Excuses) -> tuple[str, str]:
    (result,) = triage([one], excuses)
    return result.state, result.why


def test_a_finding_without_an_excuse_is_new() -> None:
    assert fate(finding(), Excuses()) == ("new", "")


def test_each_excuse_says_what_it_is() -> None:
    assert fate(finding(), Excuses((waiver(),))) == ("waived", "waiver w-1 until 2027-01-31")
    assert fate(finding(), Excuses(baseline=listed(finding()))) == ("known", "in the baseline")
    assert fate(finding(), Excuses(untouched=lambda _: True)) == ("known", "not touched by this change")


def test_a_waiver_comes_before_the_baseline_and_that_before_older_debt() -> None:
    every = Excuses((waiver(),), listed(finding()), lambda _: True)
    assert fate(finding(), every)[0] == "waived"
    assert fate(finding(), every._replace(waivers=()))[1] == "in the baseline"


def test_the_first_of_two_waivers_is_shown() -> None:
    (result,) = triage([finding()], Excuses((waiver(id="a"), waiver(id="b"))))
    assert result.waiver and result.waiver.id == "a"


def test_nothing_excuses_an_element_that_the_change_touches_and_nobody_reviewed() -> None:
    every = Excuses((waiver(),), listed(finding()), lambda _: True, lambda _: True)
    assert fate(finding(), every) == ("new", "")


def test_an_entry_about_the_exceptions_excuses_nothing_even_where_somebody_wrote_one() -> None:
    for rule in ("waiver/unused", "baseline/unused", "gate/config-changed"):
        assert fate(finding(rule), Excuses((waiver(rule),), listed(finding(rule))))[0] == "new"


@given(
    st.lists(st.builds(finding, rule=st.sampled_from(["a/b", "c/d"]), id=st.text(max_size=3), line=st.integers(1, 5)))
)
def test_every_finding_has_one_result_in_an_order_that_the_input_does_not_decide(findings: list[Finding]) -> None:
    excuses = Excuses((waiver("a/b", "0"),), listed(*findings[:1]))
    shuffled = random.Random(0).sample(findings, len(findings))
    results = triage(findings, excuses)
    assert len(results) == len(findings)
    assert results == triage(shuffled, excuses)
    assert [result.finding.order for result in results] == sorted(finding.order for finding in findings)
