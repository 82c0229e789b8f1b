"""Every line of the table of what weakens, once in the direction that does and once in the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.core.system import FairnessObjective, Measured, SignOff
from checker.diff.weakening import WEAKENS, moved_inward, weakens

NETWORK = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
LOCAL = NETWORK.replace("AV:N", "AV:L")

ROWS: list[tuple[str, str, Any, Any]] = [
    ("system", "criticality", "critical", "important"),
    ("system", "criticality", "low", ""),
    ("system", "ai", True, False),
    ("system", "derives_threats", False, True),
    ("system", "unsayable", (), ("boundary.trust",)),
    ("system", "conditions.people_affected", True, False),
    ("system", "conditions.people_affected", None, False),
    ("system", "taxonomies.atlas", "5.6.0", None),
    ("system", "card", "docs/card.md", ""),
    ("system", "card_profile", "ism-2084", ""),
    ("system", "card_review_by", "2027-01-01", "2028-01-01"),
    ("system", "card_review_by", "2027-01-01", ""),
    ("system", "fairness_groups", ("old", "young"), ("old",)),
    ("system", "fairness_results.fpr_parity", Measured("fpr_parity", 0.2), None),
    ("system", "plot4ai.phases", (), ("Deploy",)),
    ("system", "plot4ai.phases", ("Deploy", "Design"), ("Deploy",)),
    ("system", "plot4ai.role", "", "Deployer"),
    ("component", "model.card", "card.md", ""),
    ("system", "fairness_objectives.fpr", FairnessObjective("fpr_parity", 0.1), None),
    ("system", "fairness_objectives.fpr", FairnessObjective("fpr_parity", 0.1), FairnessObjective("fpr_parity", 0.2)),
    ("system", "fairness_objectives.fpr", FairnessObjective("fpr_ratio", 0.8), FairnessObjective("fpr_ratio", 0.7)),
    ("component", "model.datasets", ("history", "labels"), ("history",)),
    ("system", "methods.linddun", ("pro",), None),
    ("system", "methods.pasta", ("1", "2"), ("1",)),
    ("system", "pasta.5", SignOff("2026-11-20", by="ruth"), None),
    ("system", "source_artifacts.p3.xml", "naf4 P3 sha256:00", None),
    ("system", "source_artifacts.p3.xml.digest", "sha256:00", ""),
    ("system", "source_artifacts.p3.xml.ignore", ("id-1",), ("id-1", "id-2")),
    ("component", "type", "agent", "service"),
    ("component", "runs_on", "cellar", ""),
    ("component", "type", "service", "external-service"),
    ("component", "type", "database", "dattabase"),
    ("component", "boundary", "cloud", ""),
    ("component", "tenancy", "multi", "single"),
    ("component", "encryption", "at-rest", ""),
    ("component", "encryption", "at-rest", "none"),
    ("component", "stores", ("chat",), ()),
    ("component", "processes", ("chat", "logs"), ("logs",)),
    ("component", "authority", ("read",), ("read", "write")),
    ("component", "model.source", "external", "internal"),
    ("component", "model.name", "acme", ""),
    ("component", "model.version", "1", ""),
    ("component", "model.digest", "sha256:00", ""),
    ("component", "model.family", "generative", "predictive"),
    ("component", "model.base_model", "acme-large", ""),
    ("component", "conditions.executes_code", True, False),
    ("component", "conditions.executes_code", None, False),
    ("component", "paths", ("a/**", "b/**"), ("a/**",)),
    ("component", "out_of_scope", "", "too old"),
    ("component", "exposure", "direct", "indirect"),
    ("flow", "data", ("chat",), ()),
    ("flow", "protocol", "https", "http"),
    ("flow", "protocol", "grpc", "http"),
    ("flow", "protocol", "https", "grpc"),
    ("flow", "authentication", "oauth2", "none"),
    ("flow", "authentication", "mtls", "password"),
    ("flow", "authentication", "mtls", "own-scheme"),
    ("flow", "authorization", "roles", "none"),
    ("flow", "authorization", "roles", ""),
    ("flow", "encryption", "tls", "none"),
    ("flow", "encryption", "tls", ""),
    ("flow", "encryption", "", "none"),
    ("flow", "bidirectional", True, False),
    ("flow", "content", "untrusted", "trusted"),
    ("flow", "content", "untrusted", ""),
    ("flow", "crossings", ("a", "b"), ("b",)),
    ("boundary", "trust", "untrusted", "partner"),
    ("boundary", "trust", "internal", "restricted"),
    ("boundary", "trust", "untrusted", ""),
    ("boundary", "trust", "", "internal"),
    ("boundary", "parent", "cloud", ""),
    ("data", "classification", "restricted", "confidential"),
    ("data", "classification", "internal", ""),
    ("deployment", "boundary", "cloud", ""),
    ("data", "personal", "sensitive", "true"),
    ("data", "personal", "true", ""),
    ("data", "integrity", "high", ""),
    ("threat", "on", ("api", "bot"), ("api",)),
    ("threat", "refs", ("stride:T",), ()),
    ("threat", "status", "identified", "mitigated"),
    ("threat", "status", "identified", "accepted"),
    ("threat", "status", "identified", "not-applicable"),
    ("threat", "controls", ("filter",), ()),
    ("threat", "accepted.by", "dana", ""),
    ("threat", "accepted.until", "2027-01-01", "2028-01-01"),
    ("threat", "accepted.until", "2027-01-01", ""),
    ("threat", "risk.score", 7, 3),
    ("threat", "risk.score", 7, None),
    ("threat", "risk.likelihood", "high", "low"),
    ("threat", "risk.dread", (("damage", 7), ("reach", 2)), (("damage", 3), ("reach", 9))),
    ("threat", "risk.dread", (("damage", 7), ("raters", (("kim", (("damage", 7),)),))), (("damage", 7),)),
    ("threat", "risk.cvss", (("vector", NETWORK),), (("vector", LOCAL),)),
    ("threat", "risk.cvss", (("vector", LOCAL),), (("vector", "CVSS:4.0/AV:N"),)),
    ("threat", "risk.cvss", (("vector", LOCAL),), None),
    ("control", "status", "implemented", "planned"),
    ("control", "status", "verified", "implemented"),
    ("control", "status", "planned", "retired"),
    ("control", "use", "input-filter", ""),
    ("control", "evidence", ("a.py",), ()),
    ("not_applicable", "on", ("api",), ("api", "bot")),
    ("not_applicable", "refs", (), ("stride:T",)),
    ("not_applicable", "reason", "because", ""),
    ("attack_tree", "cost.guess", 5, 6),
    ("attack_tree", "cost.guess", 5, None),
    ("attack_tree", "time.guess", 5, 6.5),
    ("attack_tree", "probability.guess", 0.5, 0.25),
    ("attack_tree", "probability.guess", 0.5, None),
    ("attack_tree", "difficulty.guess", 1, 2),
    ("attack_tree", "skill.guess", 1, None),
    ("attack_tree", "controls.guess", ("pin",), ()),
    ("attack_tree", "steps", ("ask", "guess"), ("guess",)),
]
BOTH_WAYS = [
    ("system", "fairness_results.fpr_parity@2026-10-01", Measured("fpr_parity", 0.2), Measured("fpr_parity", 0.1)),
    ("system", "plot4ai.role", "Provider", "Deployer"),
    ("system", "card_profile", "ism-2084", "ours.yaml"),
    ("system", "fairness_objectives.fpr", FairnessObjective("unheard-of", 1.0), FairnessObjective("unheard-of", 2.0)),
    ("threat", "risk.dread", (("damage", 7),), (("damage", 7), ("variant", "impact-times-likelihood"))),
    ("system", "taxonomies.atlas", "5.6.0", "5.7.0"),
    ("system", "methods.stride", ("per-interaction",), ("per-element",)),
    ("data", "classification", "internal", "unheard-of"),
    ("boundary", "trust", "", "internal"),
    ("boundary", "trust", "internal", "unheard-of"),
    ("control", "use", "input-filter", "other"),
    ("flow", "data", ("chat",), ("logs",)),
    ("threat", "status", "mitigated", "accepted"),
    ("threat", "risk.dread", (("damage", 7), ("reach", 2)), (("damage", 3), ("reach", 9))),
]
NEITHER = [
    ("threat", "risk.dread", (("damage", 7),), (("damage", 7), ("variant", "mean-0-10"))),
    ("threat", "risk.cvss", (("vector", LOCAL), ("score", 8.5)), (("vector", LOCAL),)),
    ("attack_tree", "shape", "or(a, b)", "or(b, a)"),
    ("attack_tree", "name.a", "x", "y"),
    ("component", "type", "service", "web-app"),
    ("component", "model.version", "1", "2"),
    ("component", "name", "a", ""),
    ("component", "properties.usage", "devops", None),
    ("flow", "source", "a", "b"),
    ("flow", "protocol", "http", "ws"),
    ("flow", "encryption", "own-scheme", "other-scheme"),
    ("boundary", "kind", "network", ""),
]


@pytest.mark.parametrize(("kind", "field", "before", "after"), [*ROWS, *BOTH_WAYS])
def test_weakens(kind: str, field: str, before: Any, after: Any) -> None:
    assert weakens(kind, field, before, after) is True


@pytest.mark.parametrize(("kind", "field", "after", "before"), [row for row in ROWS if row not in BOTH_WAYS])
def test_the_other_direction_does_not(kind: str, field: str, before: Any, after: Any) -> None:
    assert weakens(kind, field, before, after) is False


@pytest.mark.parametrize(("kind", "field", "before", "after"), NEITHER)
def test_neither_direction_weakens(kind: str, field: str, before: Any, after: Any) -> None:
    assert weakens(kind, field, before, after) is weakens(kind, field, after, before) is False


def test_every_line_of_the_table_is_tried() -> None:
    tried = {(kind, field) for kind, field, *_ in ROWS} | {(kind, field.partition(".")[0]) for kind, field, *_ in ROWS}
    assert WEAKENS.keys() <= tried


@pytest.mark.parametrize(
    ("before", "after", "weaker"),
    [
        ("internet", "cloud", True),
        ("cloud", "internet", False),
        ("cloud", "cloud2", False),
        ("cloud", "", True),
        ("", "cloud", False),
        ("cloud", "nowhere", False),
        ("nowhere", "cloud", True),
    ],
)
def test_moving_inward_weakens(before: str, after: str, weaker: bool) -> None:
    trust = {"internet": "untrusted", "cloud": "internal", "cloud2": "internal"}
    assert moved_inward(before, after, trust, trust) is weaker


def test_the_reference_lists_every_line(root: Path) -> None:
    page = (root / "docs" / "reference" / "changes.md").read_text(encoding="utf-8")
    for (kind, field), (_, words) in WEAKENS.items():
        assert f"| {kind} | `{field}` | {words} |" in page
