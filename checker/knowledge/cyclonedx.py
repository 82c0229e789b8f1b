"""Words of CycloneDX and what they are here: enumerations of the 2.0 draft, in both directions.

Source: JSON schemas blueprint, threat, risk and control of the 2.0 draft (github.com/CycloneDX/specification, branch
2.0-dev-threatmodeling, Apache-2.0): names of words. What each is here is our judgement. Where the draft lets a word be
an object with a ``name``, any name may stand in it.
"""

from __future__ import annotations

OWN = "threatgate:"
"""How the names of properties begin that hold what this model says and CycloneDX has no field for."""

ASSETS = {
    "actor": "external-entity",
    "agent": "agent",
    "api": "service",
    "broker": "queue",
    "cache": "cache",
    "component": "process",
    "container": "process",
    "data": "data-store",
    "data-store": "data-store",
    "device": "device",
    "endpoint": "service",
    "function": "function",
    "gateway": "gateway",
    "infrastructure": "process",
    "interface": "process",
    "model": "model",
    "module": "library",
    "network": "process",
    "process": "process",
    "queue": "queue",
    "resource": "process",
    "service": "service",
    "stream": "queue",
    "subsystem": "process",
    "system": "process",
    "tool": "tool",
}
"""Types of assets -> component types."""

STORES = {
    "block": "file-store",
    "blockchain": "ledger",
    "cache": "cache",
    "column-family": "database",
    "data-lake": "object-store",
    "data-warehouse": "database",
    "document": "database",
    "event-log": "queue",
    "file": "file-store",
    "graph": "database",
    "hierarchical": "database",
    "in-memory": "database",
    "key-value": "database",
    "ledger": "ledger",
    "message-queue": "queue",
    "multi-model": "database",
    "object": "object-store",
    "registry": "configuration-store",
    "relational": "database",
    "search": "search-index",
    "spatial": "database",
    "time-series": "database",
    "vector": "vector-store",
}
"""Types of data stores -> component types."""

USUAL = {
    **{"database": "relational", "queue": "message-queue", "cache": "cache", "object-store": "object"},
    **{"file-store": "file", "ledger": "ledger", "search-index": "search", "vector-store": "vector"},
    "configuration-store": "registry",
}
"""Component type -> the word for such a data store that says no more than that type."""

PARTIES = {"organization": "external-entity", "person": "person", "system": "external-service", "persona": "person"}
"""What a party is -> component type of an actor."""

INVENTORY = {
    "machine-learning-model": "model",
    "data": "data-store",
    "device": "device",
    "file": "file-store",
    "library": "library",
    "framework": "library",
    "container": "process",
}
"""Types of components of a bill of materials -> component types; any other is a process."""

ZONES = {
    "availability": "",
    "compliance": "",
    "data": "",
    "deployment": "environment",
    "functional": "",
    "geographic": "",
    "logical": "",
    "network": "network",
    "organizational": "organisation",
    "physical": "physical",
    "process": "process",
    "tenant": "organisation",
    "trust": "",
}
"""Types of zones -> kinds of boundaries, where there is one."""

BOUNDARIES = ("data", "functional", "network", "organizational", "physical", "process", "trust")
FLOWS = ("control", "data", "energy", "event", "financial", "message", "physical", "process", "signal")

AUTHENTICATION = {
    **{
        word: word for word in ("api-key", "basic", "hmac", "jwt", "kerberos", "mtls", "none", "oauth2", "oidc", "saml")
    },
    **{word: word for word in ("biometric", "eap", "ldap", "magic-link", "ntlm", "oauth1", "push", "radius", "totp")},
    "bearer": "token",
    "certificate": "client-certificate",
    "digest": "credentials",
    "fido2": "webauthn",
    "form": "credentials",
    "pin": "credentials",
    "psk": "shared-secret",
    "scram": "credentials",
    "session-cookie": "session",
    "ssh": "ssh-key",
}
"""Ways of authentication -> the words here; some of the second line are known to nobody here."""

AUTHORIZATION = ("abac", "acl", "capability", "dac", "mac", "none", "pbac", "radac", "rbac", "rebac")

RELATIONS = ("aggregates", "associates", "composes", "contains", "dependsOn", "generalizes", "realizes", "serves")

CLASSIFICATIONS = ("public", "internal", "confidential", "restricted")
PERSONAL = {"pii": "true", "phi": "sensitive", "biometric": "sensitive", "genetic": "sensitive"}
"""Categories of data that are about people -> how ours says it."""

CONTROLS = {
    "recommended": "planned",
    "proposed": "planned",
    "approved": "planned",
    "rejected": "retired",
    "planned": "planned",
    "in-progress": "planned",
    "implemented": "implemented",
    "verified": "verified",
    "decommissioned": "retired",
}
"""Status of controls and responses -> status of controls."""

REQUIREMENTS = {"implemented": "implemented", "verified": "verified", "rejected": "retired", "obsolete": "retired"}
"""Status of requirements -> status of controls; any other is planned."""

RISKS = {
    "identified": "identified",
    "assessed": "identified",
    "accepted": "accepted",
    "transferred": "transferred",
    "mitigated": "mitigated",
    "retired": "not-applicable",
}
"""Status of risks -> status of threats, what is to be done first."""

STRATEGIES = ("avoid", "reduce", "transfer", "accept", "exploit", "enhance")

LIKELIHOOD = {
    **{word: word for word in ("very-low", "low", "medium", "high", "very-high")},
    "certain": "very-high",
}
IMPACT = {
    "negligible": "very-low",
    "low": "low",
    "moderate": "medium",
    "major": "high",
    "catastrophic": "very-high",
}
SEVERITY = {"info": "note", "low": "low", "medium": "medium", "high": "high", "critical": "critical"}
"""Levels, least first -> the words of ``risk``."""

CATEGORIES: dict[str, dict[str, str]] = {
    "STRIDE": {
        "spoofing": "stride:S",
        "tampering": "stride:T",
        "repudiation": "stride:R",
        "information-disclosure": "stride:I",
        "denial-of-service": "stride:D",
        "elevation-of-privilege": "stride:E",
    },
    "LINDDUN": {
        "linkability": "linddun:L",
        "identifiability": "linddun:I",
        "non-repudiation": "linddun:Nr",
        "detectability": "linddun:D",
        "disclosure-of-information": "linddun:DD",
        "unawareness": "linddun:U",
        "non-compliance": "linddun:Nc",
    },
    "MAESTRO": {
        word: f"maestro:{word}"
        for word in (
            "foundation-models",
            "data-operations",
            "agent-frameworks",
            "deployment-and-infrastructure",
            "evaluation-and-observability",
            "security-and-compliance",
            "agent-ecosystem",
        )
    },
    "MITRE-ATTACK": {
        "reconnaissance": "attack:TA0043",
        "resource-development": "attack:TA0042",
        "initial-access": "attack:TA0001",
        "execution": "attack:TA0002",
        "persistence": "attack:TA0003",
        "privilege-escalation": "attack:TA0004",
        "defense-evasion": "attack:TA0005",
        "credential-access": "attack:TA0006",
        "discovery": "attack:TA0007",
        "lateral-movement": "attack:TA0008",
        "collection": "attack:TA0009",
        "command-and-control": "attack:TA0011",
        "exfiltration": "attack:TA0010",
        "impact": "attack:TA0040",
    },
}
"""Taxonomy -> its categories -> references. The tactics of ATT&CK by their numbers (attack.mitre.org, Enterprise)."""

INTENTS = {"adversarial": "intentional", "accidental": "unintentional", "structural": "other", "environmental": "other"}
"""Origins of threats -> the intent of their cause."""

SKILLS = ("none", "basic", "intermediate", "advanced", "expert")
"""What a step of an attack asks of the attacker, 1 to 5."""

_ELEMENT = {"id": "text", "was": "text"}
OWN_FIELDS: dict[str, dict[str, str]] = {
    "system": {
        **dict.fromkeys(("id", "owner", "criticality", "card", "card_profile", "card_review_by"), "text"),
        **{"tags": "list", "ai": "flag", "conditions": "flags", "taxonomies": "texts", "methods": "lists"},
        **{"fairness_groups": "list", "fairness_tradeoff": "text"},
    },
    "component": {
        **_ELEMENT,
        **dict.fromkeys(("type", "owner", "technology", "tenancy", "encryption", "out_of_scope"), "text"),
        **dict.fromkeys(("tags", "stores", "processes", "authority", "paths"), "list"),
        **{"conditions": "flags", "model": "record"},
    },
    "flow": {**_ELEMENT, "tags": "list", "encryption": "text", "authorization": "text", "content": "text"},
    "boundary": {**_ELEMENT, "tags": "list", "trust": "text", "kind": "text"},
    "data": {
        **_ELEMENT,
        **{"tags": "list", "classification": "text", "personal": "text", "integrity": "text", "retention": "text"},
    },
    "threat": {
        **_ELEMENT,
        **dict.fromkeys(("status", "owner", "rationale", "ticket", "position"), "text"),
        **{"tags": "list", "on": "list", "refs": "list", "controls": "list"},
        **{"accepted": "record", "cause": "texts", "risk": "data"},
    },
    "control": {
        **_ELEMENT,
        **dict.fromkeys(("use", "level", "due", "owner"), "text"),
        **{"tags": "list", "refs": "list", "evidence": "list"},
    },
}
"""Kind -> fields that may stand in properties after :data:`OWN`, and how: ``list`` is the same name once for each item,
``flags``, ``texts`` and ``lists`` have the name of the item after a dot, as has a ``record`` those of its fields;
``data`` is JSON."""
