"""Threats, controls and risk decisions that are said to be better than anybody decided."""

from __future__ import annotations

from benchmarks.peers.edits import Case, drop, put

DECISIONS = (
    Case("delete-threat", "A threat is deleted.", (drop("poisoned-manual"),), (drop("poisoned-manual"),)),
    Case(
        "detach-threat",
        "A threat is taken off the component that it is about.",
        (put("threats.injected-instructions", on=["prompt"]),),
        (put("threats.injected-instructions", target_component_id=None),),
    ),
    Case(
        "mitigated-without-control",
        "An open threat is said to be mitigated, by nothing.",
        (put("threats.orders-of-others", status="mitigated"),),
        (put("threats.orders-of-others", treatment_status="mitigated"),),
    ),
    Case(
        "retire-control",
        "The control of a mitigated threat is retired.",
        (put("controls.prompt-guard", status="retired"),),
        (put("mitigations.prompt-guard", status="cancelled"),),
    ),
    Case(
        "planned-control",
        "The control of a mitigated threat is planned only.",
        (put("controls.prompt-guard", status="planned"),),
        (put("mitigations.prompt-guard", status="planned"),),
    ),
    Case(
        "swap-control",
        "A threat is answered by a control that has nothing to do with it.",
        (put("threats.injected-instructions", controls=["signed-manuals"]),),
        (
            put("mitigations.prompt-guard", threat_ids=[]),
            put("mitigations.signed-manuals", threat_ids=["poisoned-manual", "injected-instructions"]),
        ),
    ),
    Case(
        "lower-risk",
        "The likelihood of an open threat is said to be low.",
        (put("threats.orders-of-others.risk", likelihood="low"),),
        (put("threats.orders-of-others.risk", likelihood=2),),
    ),
    Case(
        "accept-without-rationale",
        "An open threat is accepted, and nobody says why, who or until when.",
        (put("threats.orders-of-others", status="accepted"),),
        (put("threats.orders-of-others", treatment_status="accepted_risk"),),
    ),
    Case(
        "extend-acceptance",
        "A risk that was accepted for four months is accepted for years.",
        (put("threats.chats-at-the-vendor.accepted", until="2030-12-31"),),
        (put("threats.chats-at-the-vendor", due_date="2030-12-31"),),
    ),
    Case(
        "stub-threat",
        "A component is added with the threats that the tool would ask for, as stubs.",
        (
            put("components.archive", type="service", boundary="cloud", owner="team-support", processes=["chat"]),
            put("controls.stub", title="stub", status="implemented"),
            put("threats.stub", title="stub", on=["archive"], status="mitigated", controls=["stub"]),
        ),
        (
            put("components.archive", name="Archive", kind="process", in_trust_boundary="cloud", asset_ids=["chat"]),
            put("trust_boundaries.cloud", member_component_ids=["chat-api", "order-db", "archive"]),
            *(
                put(f"threats.stub-{stride}", title="stub", stride=stride, target_component_id="archive")
                for stride in (
                    "spoofing",
                    "tampering",
                    "information_disclosure",
                    "denial_of_service",
                    "elevation_of_privilege",
                )
            ),
        ),
    ),
    Case(
        "not-applicable-added",
        "A threat is said not to apply to the database.",
        (
            lambda model: model.setdefault("not_applicable", []).append(
                {"on": ["order-db"], "refs": ["stride:T"], "reason": "does not apply"}
            ),
        ),
        (
            put(
                "threats.not-here",
                title="does not apply",
                stride="tampering",
                target_component_id="order-db",
                treatment_status="false_positive",
            ),
        ),
    ),
)
