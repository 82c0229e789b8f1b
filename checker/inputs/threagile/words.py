"""The keys and words of Threagile's YAML, versions 0.9 and 1.0.

Source: Threagile's published JSON schema and the enumerations of its 0.9 release (github.com/Threagile/threagile,
MIT licence). A key is required here where the tool itself refuses a model without it: ids, link targets and
enumerations; and the title, which the schema asks for. Everything else may be left out; a left-out flag is false.
"""

from __future__ import annotations

from typing import NamedTuple

from checker.knowledge.threagile.words import CONFIDENTIALITY, CRITICALITY


class Key(NamedTuple):
    """What may stand under a key. ``words`` are the allowed values of a ``word`` or of the items of ``words``.

    ``shape`` is text, flag, number, word, list (of texts), words (a list), mapping or any.
    ``refers`` names the section whose ids the value, or each item of the list, must be.
    """

    shape: str
    words: tuple[str, ...] = ()
    required: bool = False
    refers: str = ""


Keys = dict[str, Key]

USAGE = ("business", "devops")
STATUS = ("unchecked", "in-discussion", "accepted", "in-progress", "mitigated", "false-positive")
STRIDE = (
    "spoofing",
    "tampering",
    "repudiation",
    "information-disclosure",
    "denial-of-service",
    "elevation-of-privilege",
)
PROTOCOLS = tuple(
    "unknown-protocol http https ws wss reverse-proxy-web-protocol reverse-proxy-web-protocol-encrypted mqtt jdbc"
    " jdbc-encrypted odbc odbc-encrypted sql-access-protocol sql-access-protocol-encrypted nosql-access-protocol"
    " nosql-access-protocol-encrypted binary binary-encrypted text text-encrypted ssh ssh-tunnel smtp smtp-encrypted"
    " pop3 pop3-encrypted imap imap-encrypted ftp ftps sftp scp ldap ldaps jms nfs smb smb-encrypted"
    " local-file-access nrpe xmpp iiop iiop-encrypted jrmp jrmp-encrypted in-process-library-call"
    " inter-process-communication container-spawning".split()
)

SPELLINGS = {
    "enduser-identity-propagation": "end-user-identity-propagation",
    "data-with-enduser-individual-key": "data-with-end-user-individual-key",
}
"""Words of 0.9 that 1.0 spells otherwise."""

_RATINGS: Keys = {
    "confidentiality": Key("word", CONFIDENTIALITY, required=True),
    "integrity": Key("word", CRITICALITY, required=True),
    "availability": Key("word", CRITICALITY, required=True),
    "justification_cia_rating": Key("text"),
}
_NAMED: Keys = {"id": Key("text", required=True), "description": Key("text"), "tags": Key("list")}

DATA: Keys = {
    **_NAMED,
    **_RATINGS,
    "usage": Key("word", USAGE, required=True),
    "origin": Key("text"),
    "owner": Key("text"),
    "quantity": Key("word", ("very-few", "few", "many", "very-many"), required=True),
}
ASSET: Keys = {
    **_NAMED,
    **_RATINGS,
    "type": Key("word", ("external-entity", "process", "datastore"), required=True),
    "usage": Key("word", USAGE, required=True),
    "used_as_client_by_human": Key("flag"),
    "out_of_scope": Key("flag"),
    "justification_out_of_scope": Key("text"),
    "size": Key("word", ("system", "service", "application", "component"), required=True),
    "technology": Key("text"),
    "technologies": Key("list"),
    "internet": Key("flag"),
    "machine": Key("word", ("physical", "virtual", "container", "serverless"), required=True),
    "encryption": Key(
        "word",
        (
            "none",
            "transparent",
            "data-with-symmetric-shared-key",
            "data-with-asymmetric-shared-key",
            "data-with-end-user-individual-key",
        ),
        required=True,
    ),
    "owner": Key("text"),
    "multi_tenant": Key("flag"),
    "redundant": Key("flag"),
    "custom_developed_parts": Key("flag"),
    "data_assets_processed": Key("list", refers="data_assets"),
    "data_assets_stored": Key("list", refers="data_assets"),
    "data_formats_accepted": Key("words", ("json", "xml", "serialization", "file", "csv", "yaml")),
    "diagram_tweak_order": Key("number"),
    "communication_links": Key("mapping"),
}
LINK: Keys = {
    "target": Key("text", required=True, refers="technical_assets"),
    "description": Key("text"),
    "protocol": Key("word", PROTOCOLS, required=True),
    "authentication": Key(
        "word",
        ("none", "credentials", "session-id", "token", "client-certificate", "two-factor", "externalized"),
        required=True,
    ),
    "authorization": Key("word", ("none", "technical-user", "end-user-identity-propagation"), required=True),
    "tags": Key("list"),
    "vpn": Key("flag"),
    "ip_filtered": Key("flag"),
    "readonly": Key("flag"),
    "usage": Key("word", USAGE, required=True),
    "data_assets_sent": Key("list", refers="data_assets"),
    "data_assets_received": Key("list", refers="data_assets"),
    "diagram_tweak_weight": Key("number"),
    "diagram_tweak_constraint": Key("flag"),
}
BOUNDARY: Keys = {
    **_NAMED,
    "type": Key(
        "word",
        (
            "network-on-prem",
            "network-dedicated-hoster",
            "network-virtual-lan",
            "network-cloud-provider",
            "network-cloud-security-group",
            "network-policy-namespace-isolation",
            "execution-environment",
        ),
        required=True,
    ),
    "technical_assets_inside": Key("list", refers="technical_assets"),
    "trust_boundaries_nested": Key("list", refers="trust_boundaries"),
}
RUNTIME: Keys = {**_NAMED, "technical_assets_running": Key("list", refers="technical_assets")}
CATEGORY: Keys = {
    "id": Key("text", required=True),
    **dict.fromkeys(
        (
            "title",
            "description",
            "impact",
            "asvs",
            "cheat_sheet",
            "action",
            "mitigation",
            "check",
            "detection_logic",
            "risk_assessment",
            "false_positives",
        ),
        Key("text"),
    ),
    "function": Key("word", ("business-side", "architecture", "development", "operations")),
    "stride": Key("word", STRIDE),
    "model_failure_possible_reason": Key("flag"),
    "is_built_in": Key("flag"),
    "cwe": Key("number"),
    "risks_identified": Key("mapping"),
}
RISK: Keys = {
    "severity": Key("word", ("low", "medium", "elevated", "high", "critical")),
    "exploitation_likelihood": Key("word", ("unlikely", "likely", "very-likely", "frequent")),
    "exploitation_impact": Key("word", ("low", "medium", "high", "very-high")),
    "data_breach_probability": Key("word", ("improbable", "possible", "probable")),
    "data_breach_technical_assets": Key("list", refers="technical_assets"),
    "most_relevant_data_asset": Key("text", refers="data_assets"),
    "most_relevant_technical_asset": Key("text", refers="technical_assets"),
    "most_relevant_communication_link": Key("text", refers="communication_links"),
    "most_relevant_trust_boundary": Key("text", refers="trust_boundaries"),
    "most_relevant_shared_runtime": Key("text", refers="shared_runtimes"),
}
TRACKING: Keys = {
    "status": Key("word", STATUS),
    "justification": Key("text"),
    "ticket": Key("text"),
    "date": Key("text"),
    "checked_by": Key("text"),
}
TOP: Keys = {
    "includes": Key("list"),
    "threagile_version": Key("text"),
    "title": Key("text", required=True),
    "date": Key("text"),
    "author": Key("mapping"),
    "contributors": Key("any"),
    "management_summary_comment": Key("text"),
    "business_criticality": Key("word", CRITICALITY, required=True),
    "application_description": Key("mapping"),
    "business_overview": Key("mapping"),
    "technical_overview": Key("mapping"),
    "questions": Key("mapping"),
    "abuse_cases": Key("mapping"),
    "security_requirements": Key("mapping"),
    "tags_available": Key("list"),
    "data_assets": Key("mapping"),
    "technical_assets": Key("mapping"),
    "trust_boundaries": Key("mapping"),
    "shared_runtimes": Key("mapping"),
    "individual_risk_categories": Key("any"),
    "custom_risk_categories": Key("any"),
    "risk_tracking": Key("mapping"),
    "diagram_tweak_suppress_edge_labels": Key("flag"),
    "diagram_tweak_layout_left_to_right": Key("flag"),
    "diagram_tweak_edge_layout": Key("any"),
    "diagram_tweak_nodesep": Key("number"),
    "diagram_tweak_ranksep": Key("number"),
    "diagram_tweak_invisible_connections_between_assets": Key("list"),
    "diagram_tweak_same_rank_assets": Key("list"),
}
