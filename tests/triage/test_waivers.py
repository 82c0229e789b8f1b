"""Waivers as values: which are in force, what each names, and how fast that is known."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.core.report import Waiver
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.triage.waivers import Waivable, Waivers, read_waivers, unused_waivers

TODAY = "2026-11-23"
ENTRY = {
    "id": "w-1",
    "rule": "boundary/cleartext-flow",
    "on": "buy",
    "owner": "team",
    "reason": {"category": "accepted-risk", "text": "why"},
    "approved_by": "dana",
    "created": "2026-11-01",
    "expires": "2027-01-31",
}


def document(*entries: object, **top: object) -> Document:
    text = json.dumps({"threatgate": 1, "waivers": list(entries), **top})
    return parse(Source(".threatgate-waivers.yaml", text))


def read(*entries: object, as_of: str = TODAY, max_days: int = 365) -> tuple[list[str], list[str]]:
    """The ids of the waivers in force, and the rule and subject of every finding."""
    found = read_waivers(document(*entries), as_of, max_days)
    return [waiver.id for waiver in found.active], [f"{f.rule} {f.subject}" for f in found.findings]


def entry(**fields: object) -> dict[str, object]:
    return {**ENTRY, **fields}


def finding(rule: str = "boundary/cleartext-flow", on: str = "buy", model: str = "shop", field: str = "") -> Finding:
    return Finding(rule, "high", "m", Ref("flow", on, field), Location("threatmodel.yaml"), model)


def waiver(**fields: str) -> Waiver:
    (only,) = read_waivers(document(entry(**fields)), TODAY, 365).active
    return only


def names(waivers: list[Waiver], one: Finding) -> list[str]:
    return [waiver.id for waiver in Waivable(waivers).all(one)]


def test_no_file_is_no_waiver_and_no_finding() -> None:
    assert read_waivers(None, TODAY, 365) == Waivers()


@pytest.mark.parametrize("waivers", [[], None], ids=["empty", "null"])
def test_an_empty_list_is_no_waiver_and_no_finding(waivers: object) -> None:
    assert read_waivers(document(waivers=waivers), TODAY, 365) == Waivers()


def test_every_field_is_kept() -> None:
    assert waiver(model="shop")._replace(location=Location("")) == Waiver(
        *("w-1", "boundary/cleartext-flow", "buy", "shop", "team", "accepted-risk", "why", "dana"),
        *("2026-11-01", "2027-01-31"),
        Location(""),
    )


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2026-10-31", "waiver/invalid waiver/w-1#created"),
        ("2026-11-01", ""),
        ("2027-01-31", ""),
        ("2027-02-01", "waiver/expired waiver/w-1#expires"),
    ],
)
def test_the_first_and_the_last_day_count(as_of: str, state: str) -> None:
    assert read(ENTRY, as_of=as_of) == ((["w-1"], []) if not state else ([], [state]))


@pytest.mark.parametrize(("days", "active"), [(91, ["w-1"]), (90, [])])
def test_the_longest_span_counts_from_creation(days: int, active: list[str]) -> None:
    assert read(ENTRY, max_days=days)[0] == active


def test_a_span_that_ends_before_it_starts_has_expired() -> None:
    assert read(entry(expires="2026-10-01")) == ([], ["waiver/expired waiver/w-1#expires"])


def test_a_malformed_waiver_takes_no_other_with_it() -> None:
    active, findings = read(ENTRY, {"id": "w-2"}, entry(id="w-3"), 7)
    assert active == ["w-1", "w-3"]
    assert {finding.partition("#")[0] for finding in findings} == {"waiver/invalid waiver/1", "waiver/invalid waiver/3"}


def test_each_fault_of_a_waiver_is_a_finding_with_a_fingerprint_of_its_own() -> None:
    found = read_waivers(document({"id": "w"}, entry(reason={"category": "x", "text": 1})), TODAY, 365)
    assert len({finding.fingerprint for finding in found.findings}) == len(found.findings) == 9


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "threatgate: 1",
        "threatgate: 2\nwaivers: []",
        "threatgate: 1\nwaivers: {}",
        "threatgate: 1\nwaivers: []\nx: 1",
    ],
)
def test_a_file_that_is_wrong_as_a_whole_has_no_waivers(text: str) -> None:
    found = read_waivers(parse(Source("w.yaml", text)), TODAY, 365)
    assert (found.active, {finding.rule for finding in found.findings}) == ((), {"waiver/invalid"})


def test_an_id_counts_once() -> None:
    assert read(ENTRY, entry(on="web"), entry(id="w-2")) == (["w-1", "w-2"], ["waiver/invalid waiver/w-1#id"])


def test_an_expired_waiver_still_holds_its_id() -> None:
    assert read(entry(expires="2026-11-02"), ENTRY)[0] == []


def test_a_rule_goes_by_its_present_id() -> None:
    found = read_waivers(document(entry(rule="old/name")), TODAY, 365, {"old/name": "new/name"}.__getitem__)
    assert [waiver.rule for waiver in found.active] == ["new/name"]


def test_a_waiver_names_one_rule_on_one_element_of_any_field() -> None:
    waivers = [waiver()]
    assert names(waivers, finding()) == names(waivers, finding(field="encryption")) == ["w-1"]
    assert names(waivers, finding(rule="boundary/other")) == names(waivers, finding(on="other")) == []


def test_a_waiver_may_name_one_model() -> None:
    waivers = [waiver(id="any"), waiver(id="shop", model="shop"), waiver(id="other", model="other")]
    assert names(waivers, finding()) == ["any", "shop"]
    assert names(waivers, finding(model="other")) == ["any", "other"]


@pytest.mark.parametrize("rule", ["waiver/unused", "waiver/expired", "baseline/unused", "gate/config-changed"])
def test_what_watches_the_exceptions_is_never_excused(rule: str) -> None:
    assert names([waiver(rule=rule)], finding(rule=rule)) == []


def test_a_finding_about_no_element_is_never_excused() -> None:
    assert names([waiver(on="model")], finding(on="")) == []


def test_a_waiver_that_matched_nothing_is_named_at_its_id() -> None:
    (unused,) = unused_waivers([waiver(), waiver(id="w-2")], {"w-1"})
    assert (unused.rule, unused.subject) == ("waiver/unused", Ref("waiver", "w-2"))
    assert unused.message == "waiver w-2 matches no finding of boundary/cleartext-flow on 'buy': remove it"


def test_thousands_of_waivers_cost_each_finding_nothing() -> None:
    one = waiver()
    waivable = Waivable([one._replace(id=f"w-{n}", on=f"e{n}") for n in range(20_000)])
    start = time.process_time()
    for n in range(20_000):
        waivable.all(finding(on=f"e{n}"))
    assert time.process_time() - start < 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(list(ENTRY.values())),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(ENTRY)) | st.text(max_size=5), inner)
    ),
    max_leaves=8,
)


@given(st.lists(JSON | st.builds(entry, rule=JSON, on=JSON, expires=JSON), max_size=4))
def test_whatever_a_file_holds_each_entry_is_in_force_or_told(entries: list[object]) -> None:
    found = read_waivers(document(*entries), TODAY, 365)
    assert found.findings or len(found.active) == len(entries)
    assert all(waiver.created <= TODAY <= waiver.expires for waiver in found.active)
