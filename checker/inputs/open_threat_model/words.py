"""The words of the toolkit ``open-threat-model``, as its schema 1 (MIT licence) lists them, and ours for them."""

from __future__ import annotations

KINDS = {
    "process": "process",
    "datastore": "data-store",
    "external_entity": "external-entity",
    "user": "person",
    "gateway": "gateway",
    "queue": "queue",
    "other": "process",
}
"""Kind of a component -> type here."""

STORES = ("datastore", "queue")
"""Kinds that keep the assets that they have."""

TREATMENT = {
    "new": "identified",
    "triaged": "identified",
    "in_progress": "identified",
    "mitigated": "mitigated",
    "accepted_risk": "accepted",
    "wont_fix": "accepted",
    "false_positive": "not-applicable",
}
"""Treatment status of a threat -> status here: what nobody is going to fix is carried."""

UNDER_WAY = ("triaged", "in_progress")
"""Words that are kept as a tag, since identified says less."""

MITIGATION = {
    "planned": "planned",
    "in_progress": "planned",
    "implemented": "implemented",
    "verified": "verified",
    "cancelled": "retired",
}
LEVELS = ("very-low", "low", "medium", "high", "very-high")
"""Likelihood and impact from 1 to 5."""

OF_COMPONENT = (
    *("exposure_type", "responsibility", "privilege_level", "technology_role", "handles_credentials"),
    *("handles_sensitive_data", "executes_code_or_commands", "serves_user_content", "has_direct_datastore_access"),
    *("supports_admin_operations", "supports_debug_features"),
)
OF_FLOW = (
    *("operation_type", "authenticated", "encrypted", "auth_required", "authorization_required", "public_exposure"),
    *("input_from_untrusted_source", "stores_sensitive_data", "affects_privileged_state", "supports_file_upload"),
    *("supports_redirect", "supports_external_fetch", "semantic_class"),
)
OF_BOUNDARY = ("trust_level", "boundary_scenario")
OF_ASSET = (
    *("asset_kind", "sensitivity", "data_nature", "business_criticality", "regulatory_relevance", "owner", "location"),
)
OF_MODEL = ("system_type", "industry_sector", "methodology")
"""Facts without a field of their own here: properties under these names."""

IGNORED = {
    "model": (),
    "metadata": ("document_version",),
    "trust boundary": ("crossing_flow_ids", "outside_component_ids", "inference_note", "user_validated"),
    "risk": ("score",),
}
"""What follows from other things that are said, and texts for people."""
