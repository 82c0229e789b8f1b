"""The words of Threat Composer's schema 1, and what they are here.

Source: the JSON schema of github.com/awslabs/threat-composer (Apache-2.0), and the descriptions of its states there: a
threat is resolved when every agreed response is done, and not useful when it does not apply.
"""

from __future__ import annotations

THREAT_STATUS = {
    "": "identified",
    "threatIdentified": "identified",
    "threatResolved": "mitigated",
    "threatResolvedNotUseful": "not-applicable",
}
RESPONSES = ("mitigated", "accepted", "transferred", "avoided")
"""What may have been done about a threat that is resolved."""

CONTROL_STATUS = {
    "": "planned",
    "mitigationIdentified": "planned",
    "mitigationInProgress": "planned",
    "mitigationResolved": "implemented",
    "mitigationResolvedWillNotAction": "retired",
}
SEVERITY = {"High": "high", "Medium": "medium", "Low": "low"}

LINKED = {"Threat": "threat", "Mitigation": "control"}
"""The type of an assumption link -> the kind of what it links to."""

CALLED = {"threat": "threat", "control": "mitigation", "assumption": "assumption"}
"""What a kind is called in the format."""

_COUNTED = ("numericId", "displayOrder")

IGNORED = {
    "workspace": ("workspace",),
    "threat": (*_COUNTED, "customTemplate"),
    "mitigation": _COUNTED,
    "assumption": (*_COUNTED, "tags", "metadata"),
    "metadata": (
        *("source", "threatPackId", "threatPackThreatId", "threatPackMitigationCandidateId"),
        *("mitigationPackId", "mitigationPackMitigationId"),
    ),
}
"""Keys that say nothing to any check: numbers and an order for a screen, a template, the pack that a statement was
copied from, and what is noted for people about an assumption."""
