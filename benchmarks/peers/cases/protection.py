"""Data, flows, components and the system that are said to need less or to be protected better than they are."""

from __future__ import annotations

from benchmarks.peers.edits import Case, put

OFF = "no field for it; free `metadata` is read by no gate"

PROTECTION = (
    Case(
        "lower-classification",
        "Chats are said to be internal instead of confidential.",
        (put("data.chat", classification="internal"),),
        (put("assets.chat", sensitivity="internal", data_classification="internal"),),
    ),
    Case(
        "drop-personal",
        "Chats are said to hold no personal data.",
        (put("data.chat", personal=False),),
        (put("assets.chat", asset_kind="data", regulatory_relevance=None),),
    ),
    Case(
        "authentication-off",
        "The flow to the database asks for no authentication any more.",
        (put("flows.look-up", authentication="none"),),
        (put("data_flows.look-up", authenticated=False, auth_required=False),),
    ),
    Case(
        "authorization-off",
        "The flow to the database is open to whoever is signed in.",
        (put("flows.look-up", authorization="none"),),
        (put("data_flows.look-up", authorization_required=False),),
    ),
    Case(
        "encryption-off",
        "The flow to the database is not encrypted any more.",
        (put("flows.look-up", encryption="none"),),
        (put("data_flows.look-up", encrypted=False),),
    ),
    Case(
        "cleartext-protocol",
        "The customer's flow goes over http instead of https, and nothing else is said to change.",
        (put("flows.ask", protocol="http"),),
        (put("data_flows.ask", protocol="HTTP"),),
    ),
    Case(
        "encryption-at-rest-off",
        "The database is not encrypted any more.",
        (put("components.order-db", encryption="none"),),
        OFF,
    ),
    Case(
        "single-tenancy",
        "The database is said to serve one tenant only.",
        (put("components.order-db", tenancy="single"),),
        OFF,
    ),
    Case(
        "trust-content",
        "What the customer writes is said to be trusted.",
        (put("flows.prompt", content="trusted"),),
        (put("data_flows.prompt", input_from_untrusted_source=False),),
    ),
    Case(
        "add-authority",
        "The assistant may issue refunds.",
        (put("components.assistant", authority=["read-orders", "issue-refunds"]),),
        (put("components.assistant", privilege_level="high"),),
    ),
    Case(
        "add-tool",
        "The assistant gets a tool.",
        (
            put("components.refunds", type="tool", boundary="ml", owner="team-orders", processes=["orders"]),
            put(
                "flows.refund",
                **{"from": "assistant", "to": "refunds"},
                data=["orders"],
                protocol="mcp",
                authentication="mtls",
                authorization="service-account",
                encryption="mtls",
            ),
        ),
        (
            put(
                "components.refunds",
                name="Refunds",
                kind="process",
                technology="Tool",
                in_trust_boundary="ml",
                asset_ids=["orders"],
                exposure_type="internal_only",
                responsibility="tool",
            ),
            put("trust_boundaries.ml", member_component_ids=["manual-index", "assistant", "refunds"]),
            put(
                "data_flows.refund",
                name="Refund",
                from_component="assistant",
                to_component="refunds",
                protocol="MCP",
                authenticated=True,
                encrypted=True,
                auth_required=True,
                authorization_required=True,
                public_exposure=False,
                data_types=["orders"],
                operation_type="invoke",
            ),
        ),
    ),
    Case(
        "swap-model-version",
        "Another version of the vendor's model is used.",
        (put("components.llm.model", version="2026-11"),),
        (put("components.llm", technology="acme-large 2026-11"),),
    ),
    Case(
        "swap-model-digest",
        "The same version has another digest.",
        (put("components.llm.model", digest="sha256:" + "5a" * 32),),
        OFF,
    ),
    Case(
        "unpin-model",
        "Neither version nor digest of the model is said any more.",
        (put("components.llm.model", version=None, digest=None),),
        (put("components.llm", technology="acme-large"),),
    ),
    Case(
        "unwatch-paths",
        "The code of the chat service is watched no more.",
        (put("components.chat-api", paths=None),),
        "a component has no code that is watched",
    ),
    Case(
        "lower-criticality",
        "The system is said to be of low criticality.",
        (put("system", criticality="low"),),
        (
            put("assets.chat", business_criticality="low"),
            put("assets.orders", business_criticality="low"),
        ),
        remark="of the system here, of its assets in the peer's format",
    ),
    Case(
        "not-ai",
        "The system is said to have no machine learning in it.",
        (put("system", ai=False),),
        "it infers from the words of the model whether there is any",
    ),
    Case(
        "change-edition",
        "References are said to mean another edition of the taxonomy.",
        (put("taxonomies", atlas="4.0.0"),),
        "its references have no edition",
    ),
    Case(
        "drop-method",
        "A method of analysis is claimed no more.",
        (put("methods", pasta=None),),
        (put("model", methodology="stride"),),
        remark="the peer's `diff` says NOT EVALUATED and exits with 0: the rules of two methods do not compare",
    ),
)
