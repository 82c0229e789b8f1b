"""What the words of an OWASP TM-BOM mean here (docs/reference/formats/tm-bom.md).

Facts of the Threat Model Library schema, versions 1.0.0 to 1.0.2. Where several of its words become one of ours, the
tables named ``PLAIN`` have the one that says no more than ours does.
"""

from __future__ import annotations

from collections.abc import Iterable

from checker.core.model import CLASSIFICATIONS

CRITICALITY = {"minimal": "low", "low": "low", "moderate": "important", "high": "critical", "maximal": "critical"}
PLAIN_CRITICALITY = {"low": "low", "important": "moderate", "critical": "high"}

EXPOSURE = ("internal", "external")
TIERS = ("mission_critical", "business_critical", "important", "non_critical")

CLASSIFICATION = {
    "op": "internal",
    "biz": "confidential",
    "fin": "confidential",
    "ip": "confidential",
    "pii": "confidential",
    "cred": "restricted",
    "gov": "restricted",
    "pci": "restricted",
    "phi": "restricted",
}
"""Kind of sensitive data -> classification. All of them are kinds of *sensitive* data to the schema, so only data
of operations are no more than internal; what is secret or under a law or a contract of its own is restricted."""

PERSONAL = {"pii": "true", "phi": "sensitive"}

_PLAIN_SENSITIVITY = {
    ("internal", ""): ("op",),
    ("confidential", ""): ("biz",),
    ("confidential", "true"): ("pii",),
    ("restricted", "sensitive"): ("phi",),
}

ACTORS = {
    "user": "person",
    "power_user": "person",
    "administrator": "person",
    "engineer": "person",
    "system": "external-entity",
    "third_party": "external-service",
}
PLAIN_ACTOR = {"person": "user", "external-entity": "system", "external-service": "third_party"}

STORES = {
    "sql": "database",
    "key_value": "database",
    "document": "database",
    "graph": "database",
    "time_series": "database",
    "object": "object-store",
    "vector": "vector-store",
}
"""``vector`` is in no version of the schema; it is what a later one would most likely call such a store."""

PLAIN_STORE = {"database": "sql", "object-store": "object", "vector-store": "vector"}

ACCESS_CONTROL = ("none", "acl", "rbac", "mac", "dac", "abac")

AUTHENTICATION = {
    "none": "none",
    "password": "credentials",
    "otp": "otp",
    "challenge_response": "challenge_response",
    "public_key": "ssh-key",
    "token": "token",
    "biometrics": "biometrics",
    "sso": "sso",
    "social": "social",
}
"""Way of authentication -> ours; those of which we know no strength stay as they are."""

TOKENS = (
    "access_token_expires",
    "access_token_ttl",
    "has_refresh_token",
    "refresh_token_expires",
    "refresh_token_ttl",
    "can_user_logout",
    "can_system_logout",
)
"""What a trust boundary says of sessions."""

CONTROL_STATUS = {
    "assumed": "planned",
    "suggested": "planned",
    "under_review": "planned",
    "approved": "planned",
    "scheduled": "planned",
    "active": "implemented",
    "retired": "retired",
    "wont_do": "retired",
}
"""Only what is active is there: a control that somebody assumes answers nothing yet."""

PLAIN_CONTROL_STATUS = {"planned": "suggested", "implemented": "active", "verified": "active", "retired": "retired"}

PRIORITIES = ("none", "low", "medium", "high", "critical")

CAUSES: dict[str, tuple[tuple[str, str], ...]] = {
    "adversary": (("intent", "intentional"),),
    "human_error": (("entity", "human"), ("intent", "unintentional")),
    "failure": (("entity", "other"), ("intent", "unintentional")),
    "events_beyond_org_control": (("entity", "other"), ("intent", "other")),
}
"""Source of a threat (the four of NIST SP 800-30) -> its cause."""

VALIDITY = ("unconfirmed", "confirmed", "rejected")

LIKELIHOOD = {"rare": "very-low", "unlikely": "low", "possible": "medium", "likely": "high", "certain": "very-high"}
IMPACT = {"negligible": "very-low", "minor": "low", "moderate": "medium", "major": "high", "severe": "very-high"}

SEVERITY = {
    "very_low": "note",
    "low": "low",
    "medium": "medium",
    "high": "high",
    "very_high": "high",
    "critical": "critical",
}
"""Level of a risk, least first -> severity."""

PLAIN_LEVEL = {severity: level for level, severity in reversed(SEVERITY.items())}

_BANDS = ((2, "very_low"), (4, "low"), (9, "medium"), (12, "high"), (16, "very_high"), (25, "critical"))


def sensitivity(classification: str, personal: str) -> tuple[str, ...]:
    """The kinds of sensitive data that say no more than a classification and whether data are personal; none where
    there are no such."""
    return _PLAIN_SENSITIVITY.get((classification, personal), ())


def classified(words: Iterable[str]) -> tuple[str, str]:
    """The highest classification of kinds of sensitive data, and how personal they are; empty where none is known."""
    known = [word for word in words if word in CLASSIFICATION]
    highest = max((CLASSIFICATION[word] for word in known), key=CLASSIFICATIONS.index, default="")
    personal = {PERSONAL.get(word, "") for word in known}
    return highest, "sensitive" if "sensitive" in personal else max(personal, default="")


def score(likelihood: str, impact: str) -> int:
    """The product of the places of two words in their scales of five, 1 to 25; 0 where one is not known."""
    if likelihood not in LIKELIHOOD or impact not in IMPACT:
        return 0
    return (list(LIKELIHOOD).index(likelihood) + 1) * (list(IMPACT).index(impact) + 1)


def level(score: int) -> str:
    """The level of a score in the matrix of the specification, ``""`` for none."""
    return next((name for most, name in _BANDS if score <= most), "") if score > 0 else ""
