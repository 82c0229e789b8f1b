"""Every field of the two formats with another value: which digests move when it changes, and so whether it matters.

The paths are those of ``tests/models/clinic.yaml`` and ``rental.yaml``; a field that matters in more than one way has
more than one line. ``test_fields`` walks the lists, and holds them against the schema and the words of the formats.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NamedTuple


class Field(NamedTuple):
    """One field by its path, another value for it, and the elements whose digests move; none if it does not matter."""

    path: str
    value: Any
    moves: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(self.path.split("/"))

    def fits(self, data: dict[str, Any]) -> bool:
        """Whether the element is there, so that the field can be set."""
        section, *rest = self.steps
        elements = data.get(section) or {}
        if len(rest) < 2:
            return bool(elements)
        return int(rest[0]) < len(elements) if isinstance(elements, list) else rest[0] in elements

    def set(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data with the other value; with ``None`` without the field."""
        changed = deepcopy(data)
        here: Any = changed
        for step in self.steps[:-1]:
            here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
        if self.value is None:
            del here[self.steps[-1]]
        else:
            here[self.steps[-1]] = self.value
        return changed


NATIVE = (
    Field("system/name", "x"),
    Field("system/description", "x"),
    Field("system/tags", ["x"]),
    Field("system/owner", "x"),
    Field("system/criticality", "low", "system/clinic"),
    Field("system/ai", False, "system/clinic"),
    Field("system/conditions/generative", False, "system/clinic"),
    Field("system/card", "x"),
    Field("taxonomies/atlas", "5.7.0", "system/clinic"),
    Field("taxonomies/mit", "1", "system/clinic"),
    Field("methods/stride", "per-interaction", "system/clinic"),
    Field("methods/pasta", [1, 2], "system/clinic"),
    Field("boundaries/attic/name", "x"),
    Field("boundaries/attic/description", "x"),
    Field("boundaries/attic/tags", ["x"]),
    Field("boundaries/attic/was", "old"),
    Field("boundaries/attic/trust", "internal", "boundary/attic"),
    Field("boundaries/attic/trust", "untrusted", "boundary/attic component/archive"),
    Field("boundaries/attic/kind", "process", "boundary/attic"),
    Field("boundaries/attic/parent", None, "boundary/attic boundary/house component/archive flow/save"),
    Field(
        "boundaries/attic/parent", "street", "boundary/attic boundary/house boundary/street component/archive flow/save"
    ),
    Field("boundaries/house/trust", "partner", "boundary/house"),
    Field(
        "boundaries/house/trust", "untrusted", "boundary/house component/adviser component/archive component/printer"
    ),
    Field(
        "boundaries/house/parent",
        "street",
        "boundary/house boundary/street component/adviser component/archive component/desk component/printer flow/ask",
    ),
    Field("data/prices/name", "x"),
    Field("data/prices/description", "x"),
    Field("data/prices/tags", ["x"]),
    Field("data/prices/was", "old"),
    Field(
        "data/prices/classification",
        "internal",
        "component/adviser component/archive component/desk data/prices flow/ask flow/suggest",
    ),
    Field("data/prices/personal", True, "data/prices"),
    Field("data/prices/integrity", "archive", "data/prices"),
    Field("data/prices/retention", "x"),
    Field("components/desk/name", "x"),
    Field("components/desk/description", "x"),
    Field("components/desk/tags", ["x"]),
    Field("components/desk/was", "old"),
    Field("components/desk/type", "worker", "component/desk"),
    Field(
        "components/desk/boundary",
        "attic",
        "boundary/attic boundary/house component/desk flow/ask flow/save flow/suggest",
    ),
    Field("components/desk/owner", "x"),
    Field("components/desk/technology", "x"),
    Field("components/desk/tenancy", "multi", "component/desk"),
    Field("components/desk/encryption", "disk", "component/desk"),
    Field("components/desk/stores", ["prices"], "component/desk"),
    Field("components/desk/processes", ["files"], "component/desk"),
    Field("components/desk/authority", ["reserve"], "component/desk"),
    Field("components/desk/paths", ["desk/**"], "component/desk"),
    Field("components/desk/out_of_scope/reason", "x", "component/desk"),
    Field("components/printer/out_of_scope/reason", "x"),
    Field("components/adviser/model/source", "external", "component/adviser"),
    Field("components/adviser/model/name", "x", "component/adviser"),
    Field("components/adviser/model/version", "8", "component/adviser"),
    Field(
        "components/adviser/model/digest",
        "sha256:1111111111111111111111111111111111111111111111111111111111111111",
        "component/adviser",
    ),
    Field("components/adviser/model/card", "x"),
    Field("flows/ask/name", "x"),
    Field("flows/ask/description", "x"),
    Field("flows/ask/tags", ["x"]),
    Field("flows/ask/was", "old"),
    Field("flows/ask/from", "adviser", "component/desk flow/ask"),
    Field("flows/ask/to", "archive", "component/archive component/desk flow/ask"),
    Field("flows/ask/data", ["prices"], "flow/ask"),
    Field("flows/ask/protocol", "http", "flow/ask"),
    Field("flows/ask/authentication", "mfa", "flow/ask"),
    Field("flows/ask/authorization", "x", "flow/ask"),
    Field("flows/ask/encryption", "vpn", "flow/ask"),
    Field("flows/ask/bidirectional", False, "flow/ask"),
    Field("flows/ask/content", "untrusted", "flow/ask"),
    Field("flows/suggest/to", "archive", "flow/suggest"),
    Field("threats/nosy/title", "x"),
    Field("threats/nosy/description", "x"),
    Field("threats/nosy/tags", ["x"]),
    Field("threats/nosy/was", "old"),
    Field("threats/nosy/on", ["desk", "save"], "flow/ask flow/save"),
    Field("threats/nosy/refs", ["stride:I"], "component/desk flow/ask"),
    Field("threats/nosy/status", "avoided", "component/desk flow/ask"),
    Field("threats/nosy/controls", ["pin"], "component/desk flow/ask"),
    Field("threats/nosy/owner", "x"),
    Field("threats/nosy/rationale", "x"),
    Field("threats/nosy/ticket", "x"),
    Field("threats/nosy/accepted", {"by": "x", "until": "2027-01-01"}, "component/desk flow/ask"),
    Field("threats/nosy/cause/entity", "ai"),
    Field("threats/nosy/cause/intent", "other"),
    Field("threats/nosy/cause/timing", "other"),
    Field("threats/nosy/risk/severity", "low", "component/desk flow/ask"),
    Field("threats/nosy/risk/likelihood", "high", "component/desk flow/ask"),
    Field("threats/nosy/risk/impact", "low", "component/desk flow/ask"),
    Field("threats/nosy/risk/dread/damage", 9, "component/desk flow/ask"),
    Field("threats/nosy/risk/dread/reproducibility", 9, "component/desk flow/ask"),
    Field("threats/nosy/risk/dread/exploitability", 9, "component/desk flow/ask"),
    Field("threats/nosy/risk/dread/affected_users", 9, "component/desk flow/ask"),
    Field("threats/nosy/risk/dread/discoverability", 9, "component/desk flow/ask"),
    Field("threats/nosy/risk/dread/score", 9, "component/desk flow/ask"),
    Field("threats/nosy/risk/dread/variant", "mean-1-10", "component/desk flow/ask"),
    Field("threats/flood/accepted/by", "x", "component/adviser"),
    Field("threats/flood/accepted/until", "2027-01-01", "component/adviser"),
    Field("threats/posing/status", "avoided", "component/patient data/files system/clinic"),
    Field("controls/pin/title", "x"),
    Field("controls/pin/description", "x"),
    Field("controls/pin/tags", ["x"]),
    Field("controls/pin/was", "old"),
    Field("controls/pin/use", "x", "component/desk flow/ask"),
    Field("controls/pin/level", "modelling"),
    Field("controls/pin/status", "implemented", "component/desk flow/ask"),
    Field("controls/pin/evidence", ["x"]),
    Field("controls/pin/due", "2027-01-01"),
    Field("controls/pin/refs", ["cwe:CWE-1"]),
    Field("controls/pin/owner", "x"),
    Field("not_applicable/0/on", ["save"], "flow/save flow/suggest"),
    Field("not_applicable/0/refs", ["stride:R"], "flow/suggest"),
    Field("not_applicable/0/reason", "x"),
    Field("attack_trees/see-files/goal", "x"),
    Field("attack_trees/see-files/description", "x"),
    Field("attack_trees/see-files/tags", ["x"]),
    Field("attack_trees/see-files/was", "x"),
    Field("attack_trees/see-files/on", ["ask"]),
    Field("attack_trees/see-files/refs", ["stride:S"]),
    Field("attack_trees/see-files/probability_rule", "independent"),
    Field("attack_trees/see-files/or", [{"leaf": "x", "controls": ["pin"]}]),
    Field("attack_trees/see-files/or/0/name", "x"),
    Field("attack_trees/see-files/or/0/description", "x"),
    Field("attack_trees/see-files/or/0/controls", []),
    Field("attack_trees/see-files/or/0/and", [{"leaf": "guess"}]),
    Field("attack_trees/see-files/or/1/sand", [{"leaf": "ask", "controls": ["pin"]}]),
    Field("attack_trees/see-files/or/0/and/0/leaf", "x"),
    Field("attack_trees/see-files/or/0/and/0/name", "x"),
    Field("attack_trees/see-files/or/0/and/0/description", "x"),
    Field("attack_trees/see-files/or/0/and/0/on", ["desk"]),
    Field("attack_trees/see-files/or/0/and/0/threats", ["tamper"]),
    Field("attack_trees/see-files/or/0/and/0/controls", []),
    Field("attack_trees/see-files/or/0/and/0/refs", ["cwe:CWE-521"]),
    Field("attack_trees/see-files/or/0/and/0/cost", 4),
    Field("attack_trees/see-files/or/0/and/0/time", 1),
    Field("attack_trees/see-files/or/0/and/0/probability", 0.75),
    Field("attack_trees/see-files/or/0/and/0/difficulty", 2),
    Field("attack_trees/see-files/or/0/and/0/skill", 2),
    Field("reviews/0/by", "x"),
    Field("reviews/0/role", "x"),
    Field("reviews/0/on", "2026-01-21"),
    Field("reviews/0/covers/desk", "1:22222222222222222222222222222222"),
    Field("reviews/0/removed/cellar", "1:22222222222222222222222222222222"),
    Field("reviews/0/note", "x"),
    Field("reviews/0/expires", "2026-06-21"),
    Field("include", []),
)

THREAGILE = (
    Field("threagile_version", "1.0.0", "system/threagile"),
    Field("title", "x"),
    Field("date", "2026-01-01"),
    Field("author/name", "x"),
    Field("contributors", [{"name": "x"}]),
    Field("management_summary_comment", "x"),
    Field("business_criticality", "important", "system/threagile"),
    Field("application_description/description", "x"),
    Field("business_overview/description", "x"),
    Field("technical_overview/description", "x"),
    Field("questions", {}),
    Field("abuse_cases", {}),
    Field("security_requirements", {}),
    Field("tags_available", ["linux", "bluetooth", "x"]),
    Field("diagram_tweak_suppress_edge_labels", True),
    Field("diagram_tweak_layout_left_to_right", True),
    Field("diagram_tweak_edge_layout", "spline"),
    Field("diagram_tweak_nodesep", 3),
    Field("diagram_tweak_ranksep", 3),
    Field("diagram_tweak_invisible_connections_between_assets", ["api:db"]),
    Field("diagram_tweak_same_rank_assets", ["api:db"]),
    Field("includes", []),
    Field(
        "technical_assets/API/id",
        "api2",
        "boundary/cloud component/api component/api2 flow/api.report flow/api.store flow/api2.report flow/api2.store"
        " flow/phone.rent-return",
    ),
    Field("technical_assets/API/description", "x"),
    Field("technical_assets/API/tags", ["bluetooth"]),
    Field("technical_assets/API/confidentiality", "internal", "component/api"),
    Field("technical_assets/API/integrity", "important", "component/api"),
    Field("technical_assets/API/availability", "critical", "component/api"),
    Field("technical_assets/API/justification_cia_rating", "x"),
    Field("technical_assets/API/type", "external-entity", "component/api"),
    Field("technical_assets/API/usage", "devops", "component/api"),
    Field("technical_assets/API/used_as_client_by_human", True, "component/api"),
    Field("technical_assets/API/out_of_scope", True, "component/api"),
    Field("technical_assets/API/justification_out_of_scope", "x"),
    Field("technical_assets/API/size", "system", "component/api"),
    Field("technical_assets/API/technology", "gateway", "component/api"),
    Field("technical_assets/API/technologies", ["gateway"], "component/api"),
    Field("technical_assets/API/internet", True, "component/api component/db"),
    Field("technical_assets/API/machine", "virtual", "component/api"),
    Field("technical_assets/API/encryption", "none", "component/api"),
    Field("technical_assets/API/owner", "x"),
    Field("technical_assets/API/multi_tenant", False, "component/api"),
    Field("technical_assets/API/redundant", False, "component/api"),
    Field("technical_assets/API/custom_developed_parts", False, "component/api"),
    Field("technical_assets/API/data_assets_processed", ["rides"], "component/api"),
    Field("technical_assets/API/data_assets_stored", ["rides"], "component/api"),
    Field("technical_assets/API/data_formats_accepted", ["xml"], "component/api"),
    Field("technical_assets/API/diagram_tweak_order", 3),
    Field("technical_assets/API/communication_links", {}, "flow/api.report flow/api.store"),
    Field("technical_assets/Phone/justification_out_of_scope", "x"),
    Field("technical_assets/API/communication_links/Report/target", "phone", "flow/api.report"),
    Field("technical_assets/API/communication_links/Report/description", "x"),
    Field("technical_assets/API/communication_links/Report/protocol", "https", "flow/api.report"),
    Field("technical_assets/API/communication_links/Report/authentication", "none", "flow/api.report"),
    Field("technical_assets/API/communication_links/Report/authorization", "none", "flow/api.report"),
    Field("technical_assets/API/communication_links/Report/tags", ["linux"]),
    Field("technical_assets/API/communication_links/Report/vpn", True, "flow/api.report"),
    Field("technical_assets/API/communication_links/Report/ip_filtered", True, "flow/api.report"),
    Field("technical_assets/API/communication_links/Report/readonly", False, "flow/api.report"),
    Field("technical_assets/API/communication_links/Report/usage", "business", "flow/api.report"),
    Field("technical_assets/API/communication_links/Report/data_assets_sent", ["rides"], "flow/api.report"),
    Field(
        "technical_assets/API/communication_links/Report/data_assets_received", ["rides", "riders"], "flow/api.report"
    ),
    Field("technical_assets/API/communication_links/Report/diagram_tweak_weight", 2),
    Field("technical_assets/API/communication_links/Report/diagram_tweak_constraint", True),
    Field(
        "data_assets/Rides/id",
        "rides2",
        "component/db component/phone data/rides data/rides2 flow/api.report flow/api.store flow/phone.rent-return",
    ),
    Field("data_assets/Rides/description", "x"),
    Field("data_assets/Rides/tags", ["linux"]),
    Field(
        "data_assets/Rides/confidentiality",
        "internal",
        "component/db component/phone data/rides flow/api.report flow/api.store flow/phone.rent-return",
    ),
    Field("data_assets/Rides/integrity", "important", "data/rides"),
    Field("data_assets/Rides/availability", "critical", "data/rides"),
    Field("data_assets/Rides/justification_cia_rating", "x"),
    Field("data_assets/Rides/usage", "devops", "data/rides"),
    Field("data_assets/Rides/origin", "x"),
    Field("data_assets/Rides/owner", "x"),
    Field("data_assets/Rides/quantity", "few", "data/rides"),
    Field(
        "trust_boundaries/Cloud/id",
        "cloud2",
        "boundary/cloud boundary/cloud2 boundary/inner component/api component/db flow/phone.rent-return",
    ),
    Field("trust_boundaries/Cloud/description", "x"),
    Field("trust_boundaries/Cloud/tags", ["linux"]),
    Field("trust_boundaries/Cloud/type", "execution-environment", "boundary/cloud"),
    Field(
        "trust_boundaries/Cloud/technical_assets_inside",
        [],
        "boundary/cloud component/api flow/api.report flow/api.store flow/phone.rent-return",
    ),
    Field(
        "trust_boundaries/Cloud/trust_boundaries_nested",
        [],
        "boundary/cloud boundary/inner component/db flow/api.report flow/api.store",
    ),
    Field("shared_runtimes/Cluster/id", "cluster2", "component/api component/db"),
    Field("shared_runtimes/Cluster/description", "x"),
    Field("shared_runtimes/Cluster/tags", ["linux"]),
    Field("shared_runtimes/Cluster/technical_assets_running", ["api"], "component/db"),
    Field("individual_risk_categories/Stolen bicycle/id", "stolen", "component/phone flow/phone.rent-return"),
    Field("individual_risk_categories/Stolen bicycle/title", "x"),
    Field("individual_risk_categories/Stolen bicycle/description", "x"),
    Field("individual_risk_categories/Stolen bicycle/impact", "x"),
    Field("individual_risk_categories/Stolen bicycle/asvs", "x"),
    Field("individual_risk_categories/Stolen bicycle/cheat_sheet", "x"),
    Field("individual_risk_categories/Stolen bicycle/action", "x"),
    Field("individual_risk_categories/Stolen bicycle/mitigation", "x"),
    Field("individual_risk_categories/Stolen bicycle/check", "x"),
    Field("individual_risk_categories/Stolen bicycle/detection_logic", "x"),
    Field("individual_risk_categories/Stolen bicycle/risk_assessment", "x"),
    Field("individual_risk_categories/Stolen bicycle/false_positives", "x"),
    Field("individual_risk_categories/Stolen bicycle/function", "operations"),
    Field("individual_risk_categories/Stolen bicycle/stride", "tampering", "component/phone flow/phone.rent-return"),
    Field("individual_risk_categories/Stolen bicycle/model_failure_possible_reason", True),
    Field("individual_risk_categories/Stolen bicycle/is_built_in", False),
    Field("individual_risk_categories/Stolen bicycle/cwe", 1, "component/phone flow/phone.rent-return"),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/severity",
        "low",
        "component/phone flow/phone.rent-return",
    ),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/exploitation_likelihood",
        "unlikely",
        "component/phone flow/phone.rent-return",
    ),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/exploitation_impact",
        "low",
        "component/phone flow/phone.rent-return",
    ),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/data_breach_probability",
        "probable",
        "component/phone flow/phone.rent-return",
    ),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/data_breach_technical_assets",
        ["api"],
        "component/phone flow/phone.rent-return",
    ),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/most_relevant_data_asset",
        "rides",
        "component/phone data/rides flow/phone.rent-return",
    ),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/most_relevant_technical_asset",
        "api",
        "component/api component/phone flow/phone.rent-return",
    ),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/most_relevant_communication_link",
        "api>store",
        "component/phone flow/api.store flow/phone.rent-return",
    ),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/most_relevant_trust_boundary",
        "cloud",
        "boundary/cloud component/phone flow/phone.rent-return",
    ),
    Field(
        "individual_risk_categories/Stolen bicycle/risks_identified/<br>Cloned phone/most_relevant_shared_runtime",
        "cluster",
        "component/phone flow/phone.rent-return",
    ),
    Field("risk_tracking/unencrypted-asset@db/status", "unchecked", "component/db"),
    Field("risk_tracking/unencrypted-asset@db/justification", "x"),
    Field("risk_tracking/unencrypted-asset@db/ticket", "x"),
    Field("risk_tracking/unencrypted-asset@db/date", "2026-01-01"),
    Field("risk_tracking/unencrypted-asset@db/checked_by", "x"),
    Field("risk_tracking/unencrypted-asset@db/justification", None, "component/db"),
    Field("risk_tracking/unencrypted-asset@db/checked_by", None, "component/db"),
    Field("risk_tracking/missing-hardening@*/checked_by", "x", "system/threagile"),
)


ANSWERS = (
    Field("threats/tamper/owner", None),
    Field("threats/tamper/owner", " "),
    Field("threats/flood/rationale", None),
    Field("threats/flood/rationale", " "),
    Field("not_applicable/0/reason", " "),
)
"""Fields that no digest holds, taken away: the threats are then no longer considered."""
