"""Boundaries, components, flows and data that are fewer, elsewhere, or new and not reviewed."""

from __future__ import annotations

from benchmarks.peers.edits import Case, drop, put, rename

TOP_TEN = "that method looks at ten threats; one left with what was removed, and the next came in as new"

SHAPE = (
    Case(
        "delete-boundary",
        "The vendor's boundary is deleted; what was in it is in none.",
        (drop("vendor"),),
        (drop("vendor"),),
    ),
    Case(
        "merge-boundaries",
        "The restricted network is dissolved into the cloud account around it.",
        (drop("ml"), put("components.manual-index", boundary="cloud"), put("components.assistant", boundary="cloud")),
        (
            drop("ml"),
            put("components.manual-index", in_trust_boundary="cloud"),
            put("components.assistant", in_trust_boundary="cloud"),
            put(
                "trust_boundaries.cloud",
                member_component_ids=["chat-api", "order-db", "manual-index", "assistant"],
                crossing_flow_ids=["ask", "complete"],
            ),
        ),
    ),
    Case(
        "raise-boundary-trust",
        "The vendor's boundary is said to be internal.",
        (put("boundaries.vendor", trust="internal"),),
        (put("trust_boundaries.vendor", trust_level="internal"),),
    ),
    Case(
        "reparent-boundary",
        "The vendor's boundary is said to lie in the cloud account.",
        (put("boundaries.vendor", parent="cloud"),),
        "its boundaries do not lie in one another",
    ),
    Case(
        "move-component-inward",
        "The order database moves into the restricted network.",
        (put("components.order-db", boundary="ml"),),
        (
            put("components.order-db", in_trust_boundary="ml"),
            put("trust_boundaries.cloud", member_component_ids=["chat-api"], crossing_flow_ids=["ask", "prompt"]),
            put(
                "trust_boundaries.ml",
                member_component_ids=["manual-index", "assistant", "order-db"],
                crossing_flow_ids=["prompt", "complete"],
            ),
        ),
    ),
    Case(
        "drop-component",
        "The index of manuals and its flow leave the model.",
        (drop("manual-index", "retrieve", "poisoned-manual"),),
        (drop("manual-index", "retrieve", "poisoned-manual"),),
    ),
    Case(
        "drop-flow",
        "The flow to the vendor leaves the model.",
        (drop("complete"),),
        (drop("complete"),),
        remark=TOP_TEN,
    ),
    Case("drop-data", "The orders leave the model.", (drop("orders"),), (drop("orders"),)),
    Case(
        "drop-store",
        "The database is said to store nothing.",
        (put("components.order-db", stores=[]),),
        (
            put("components.order-db", asset_ids=[], handles_sensitive_data=False),
            put("assets.orders", related_component_ids=["assistant"]),
        ),
    ),
    Case(
        "drop-data-from-flow",
        "The flow to the database is said to carry no chats.",
        (put("flows.look-up", data=["orders"]),),
        (
            put("data_flows.look-up", data_types=["orders"]),
            put("assets.chat", related_data_flow_ids=["ask", "prompt", "complete"]),
        ),
    ),
    Case(
        "reverse-flow",
        "The flow between chat service and assistant is said to start at the assistant.",
        (put("flows.prompt", **{"from": "assistant", "to": "chat-api"}),),
        (put("data_flows.prompt", from_component="assistant", to_component="chat-api"),),
    ),
    Case(
        "redirect-flow",
        "What went to the vendor is said to go to the index of manuals.",
        (put("flows.complete", to="manual-index"),),
        (
            put("data_flows.complete", to_component="manual-index"),
            put("trust_boundaries.ml", crossing_flow_ids=["prompt", "look-up"]),
            put("trust_boundaries.vendor", crossing_flow_ids=[]),
        ),
    ),
    Case(
        "one-way-flow",
        "The flow that either end may start is said to have one direction.",
        (put("flows.prompt", bidirectional=None),),
        "a flow has no second direction",
    ),
    Case(
        "add-component",
        "A service that keeps chats is added, without a flow.",
        (put("components.archive", type="service", boundary="cloud", owner="team-support", processes=["chat"]),),
        (
            put(
                "components.archive",
                name="Archive",
                kind="process",
                technology="Python service",
                in_trust_boundary="cloud",
                asset_ids=["chat"],
            ),
            put("trust_boundaries.cloud", member_component_ids=["chat-api", "order-db", "archive"]),
        ),
    ),
    Case(
        "add-flow",
        "A flow inside the restricted network is added.",
        (
            put(
                "flows.remember",
                **{"from": "assistant", "to": "manual-index"},
                data=["chat"],
                protocol="grpc",
                authentication="mtls",
                authorization="service-account",
                encryption="mtls",
            ),
        ),
        (
            put(
                "data_flows.remember",
                name="Remember",
                from_component="assistant",
                to_component="manual-index",
                protocol="gRPC",
                authenticated=True,
                encrypted=True,
                auth_required=True,
                authorization_required=True,
                public_exposure=False,
                data_types=["chat"],
                operation_type="write",
            ),
        ),
    ),
    Case(
        "change-type",
        "The assistant is said to be an ordinary service.",
        (put("components.assistant", type="service"),),
        (put("components.assistant", kind="other", technology="Python service", responsibility="answers"),),
    ),
    Case(
        "make-external",
        "The chat service is said to be somebody else's.",
        (put("components.chat-api", type="external-service"),),
        (put("components.chat-api", kind="external_entity"),),
    ),
    Case(
        "out-of-scope",
        "The index of manuals is said to be out of scope.",
        (put("components.manual-index", out_of_scope={"reason": "another team looks at it"}),),
        "nothing can be said to be out of scope",
    ),
    Case(
        "reuse-id",
        "The id of the index of manuals now names an outside service.",
        (
            put(
                "components.manual-index",
                type="external-service",
                boundary="vendor",
                stores=None,
                encryption=None,
                processes=["manuals"],
            ),
        ),
        (
            put(
                "components.manual-index",
                name="Search service",
                kind="external_entity",
                technology="SaaS",
                in_trust_boundary="vendor",
                exposure_type="partner_network",
            ),
            put("trust_boundaries.ml", member_component_ids=["assistant"]),
            put("trust_boundaries.ml", crossing_flow_ids=["prompt", "retrieve", "look-up", "complete"]),
            put("trust_boundaries.vendor", member_component_ids=["llm", "manual-index"]),
            put("trust_boundaries.vendor", crossing_flow_ids=["retrieve", "complete"]),
        ),
    ),
    Case(
        "rename-and-change",
        "The flow to the database gets another id and loses its authorization.",
        (rename("look-up", "find"), put("flows.find", was="look-up", authorization="none")),
        (rename("look-up", "find"), put("data_flows.find", authorization_required=False)),
        remark="the peer answers to the new id, as it does to a mere rename",
    ),
)
"""Each keeps the rest of the model consistent, as somebody would who wants it to pass."""
