"""The words of pytm, and what they are here.

Source: the classes and enumerations of github.com/OWASP/pytm (MIT licence), versions 1.2 to 1.4. A dump writes an
enumeration as ``Classification.SECRET``, an input as ``SECRET``; every attribute is in a dump, and one that says what
the tool takes for granted anyway is here as if it were left out, so that a model and its dump mean the same.
"""

from __future__ import annotations

TYPES = {
    "Actor": "person",
    "ExternalEntity": "external-entity",
    "Server": "service",
    "Lambda": "function",
    "Process": "process",
    "SetOfProcesses": "process",
    "Datastore": "data-store",
    "LLM": "model",
    "Agent": "agent",
    "Asset": "process",
    "Element": "process",
}
"""Class of an element -> our component type."""

STORES = {"FILE_SYSTEM": "file-store", "SQL": "database", "LDAP": "directory", "AWS_S3": "object-store"}
"""The ``type`` of a Datastore."""

CLASSIFICATION = {
    "": "",
    "UNKNOWN": "",
    "PUBLIC": "public",
    "RESTRICTED": "internal",
    "SENSITIVE": "confidential",
    "SECRET": "restricted",
    "TOP_SECRET": "restricted",
}
"""pytm's five levels on our four, in their order."""

CONDITIONS = {
    "executesCode": "executes_code",
    "hasFineTuning": "fine_tuned",
    "processesPersonalData": "personal_data",
    "storesPII": "personal_data",
}
"""Attribute -> the condition of ours that says the same."""

TLS = {"TLSv12": "tls", "TLSv13": "tls"} | dict.fromkeys(("SSLv1", "SSLv2", "SSLv3", "TLSv10", "TLSv11"), "tls-legacy")

SEVERITY = {
    "very high": "critical",
    "critical": "critical",
    "high": "high",
    "medium": "medium",
    "low": "low",
    "very low": "note",
}
LIKELIHOOD = {"high": "high", "medium": "medium", "low": "low"}

ENUMERATIONS = ("Classification", "Lifetime", "DatastoreType", "TLSVersion", "Action", "Severity", "Likelihood")

UNSAID = ("", "-1", "false", "UNKNOWN", "NONE")
"""Values that say nothing: what pytm has where nobody said anything else."""

DEFAULTS = {
    "inScope": "true",
    "isSQL": "true",
    "codeType": "Unmanaged",
    "hasSystemPrompt": "true",
    "processesUntrustedInput": "true",
    "isThirdParty": "true",
}
"""Attributes that have another value than those where nobody says anything."""

DEFAULTS_OF = {"Lambda": {"onAWS": "true"}}
"""The same for one class alone."""

DRAWN = ("levels", "order", "uuid", "is_drawn", "severity", "isResponse", "response", "responseTo")
"""How something is drawn and ordered, and the severity that is that of its findings."""

IGNORED = {
    "model": ("isOrdered", "mergeResponses", "ignoreUnused", "onDuplicates", "colormap"),
    "element": (*DRAWN, "inputs", "outputs"),
    "flow": (*DRAWN, "inBoundary"),
    "boundary": DRAWN,
    "data": (),
    "finding": ("id", "mitigations", "example", "condition", "threat", "element"),
}
"""Keys that say nothing to any check: how it is drawn and ordered, what is made out of the rest, the severity that is
that of the findings, and texts of the library that a finding is from."""
