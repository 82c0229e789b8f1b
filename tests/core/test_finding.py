"""The identity of a finding, and severities."""

from __future__ import annotations

import pytest

from checker.core.finding import LEVELS, SEVERITIES, Finding, Related, at_least
from checker.core.location import Location, Ref

FINDING = Finding("boundary/x", "high", "words", Ref("flow", "ask"), Location("a.yaml", 3, 5), "shop")


@pytest.mark.parametrize(
    "other",
    [
        {"severity": "low"},
        {"message": "other words"},
        {"location": Location("b.yaml", 9, 9)},
        {"related": (Related(Location("a.yaml"), "here"),)},
        {"path": (Related(Location("a.yaml"), "step"),)},
        {"hint": "do this"},
    ],
)
def test_wording_place_and_severity_are_not_part_of_the_fingerprint(other: dict[str, object]) -> None:
    assert FINDING._replace(**other).fingerprint == FINDING.fingerprint  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        {"rule": "boundary/y"},
        {"model": "shop2"},
        {"subject": Ref("flow", "ask", "data")},
        {"subject": Ref("flow", "as", "k")},
        {"discriminator": "chat"},
    ],
)
def test_rule_model_subject_and_discriminator_are_the_fingerprint(other: dict[str, object]) -> None:
    assert FINDING._replace(**other).fingerprint != FINDING.fingerprint  # type: ignore[arg-type]


def test_a_fingerprint_stays_what_it_is() -> None:
    """Baselines in people's repositories hold these values."""
    assert FINDING.fingerprint == "c3697e75764fe81376941f5ceb31f53c"


def test_findings_sort_by_place_then_rule_then_subject() -> None:
    first = FINDING._replace(location=Location("a.yaml", 2, 9))
    later = [FINDING, FINDING._replace(rule="boundary/y"), FINDING._replace(location=Location("b.yaml"))]
    assert sorted([*reversed(later), first], key=lambda finding: finding.order) == [first, *later]


def test_severities_rank_from_note_to_critical() -> None:
    for rank, severity in enumerate(SEVERITIES):
        assert [at_least(severity, threshold) for threshold in SEVERITIES] == [n <= rank for n in range(5)]


def test_every_severity_has_a_level_and_scores_inside_the_bands_of_github() -> None:
    assert LEVELS.keys() == set(SEVERITIES)
    scores = {name: float(level.security_severity) for name, level in LEVELS.items() if level.security_severity}
    assert scores["critical"] >= 9.0 > scores["high"] >= 7.0 > scores["medium"] >= 4.0 > scores["low"] > 0


def test_a_ref_prints_kind_id_and_field() -> None:
    refs = (Ref("flow", "ask", "data"), Ref("flow", "ask"), Ref("model"))
    assert [str(ref) for ref in refs] == ["flow/ask#data", "flow/ask", "model"]
    assert Ref("flow", "ask", "data").element == Ref("flow", "ask")


def test_a_location_prints_as_editors_read_it() -> None:
    assert str(Location("a/b.yaml", 3, 5, 3, 9)) == "a/b.yaml:3:5"
