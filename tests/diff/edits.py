"""Random edits of a model, for properties: lists of small steps, each of which is a value."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from checker.core.model import Acceptance, Model
from tests.builders import (
    ai_model,
    boundary,
    component,
    control,
    data,
    edited,
    flow,
    model,
    not_applicable,
    system,
    threat,
    with_element,
    without,
)

MODEL = model(
    system(criticality="important", taxonomies={"atlas": "5.6.0"}),
    boundary("internet", "untrusted"),
    boundary("cloud"),
    boundary("ml", "restricted", parent="cloud"),
    data("chat", "confidential", personal="true"),
    data("manuals", "public"),
    component("user", "person", boundary="internet"),
    component("api", "service", boundary="cloud", processes=["chat"], name="Front"),
    component("bot", "agent", boundary="ml", stores=["manuals"], authority=["read"], model=ai_model(version="1")),
    flow("ask", "user", "api", data=["chat"], protocol="https", authentication="oauth2", encryption="tls"),
    flow("prompt", "api", "bot", data=["chat"], protocol="grpc", authentication="mtls", encryption="mtls"),
    threat("poison", ["bot", "prompt"], title="Poison", refs=["stride:T"], status="mitigated", controls=["filter"]),
    threat("theft", ["ask", "chat"], title="Theft", refs=["stride:S"], owner="team"),
    control("filter", title="Filter", use="input-filter"),
    not_applicable(["bot"], ["stride:R"], "logged elsewhere"),
)

_VALUES: dict[str, dict[str, list[Any]]] = {
    "system": {"criticality": ["low", "critical"], "ai": [True], "name": ["Shop"], "taxonomies": [(), (("cwe", "4"),)]},
    "component": {
        "type": ["database", "tool"],
        "boundary": ["internet", "cloud", "ml", ""],
        "stores": [(), ("chat",)],
        "encryption": ["at-rest", "none"],
        "authority": [("read", "write"), ()],
        "model": [None, ai_model(version="2"), ai_model(card="card.md")],
        "out_of_scope": ["too old", ""],
        "paths": [("src/**",)],
        "owner": ["team"],
        "technology": ["go"],
        "properties": [(("usage", "devops"),)],
    },
    "flow": {
        "source": ["bot", "api"],
        "target": ["user", "bot"],
        "data": [(), ("manuals",)],
        "protocol": ["http", ""],
        "encryption": ["none", "tls"],
        "authentication": ["none", "mtls"],
        "bidirectional": [True],
        "content": ["untrusted", "trusted"],
        "description": ["words"],
    },
    "boundary": {"trust": ["untrusted", "internal", ""], "parent": ["", "cloud", "internet"], "kind": ["network"]},
    "data": {"classification": ["public", "restricted"], "personal": ["", "sensitive"], "retention": ["1y"]},
    "threat": {
        "on": [("bot",), ("api", "ask"), ()],
        "refs": [("stride:I",)],
        "status": ["identified", "accepted", "mitigated"],
        "controls": [(), ("filter",)],
        "accepted": [Acceptance("dana", "2027-01-01"), None],
        "risk": [(("dread", (("damage", 7),)),), (("dread", (("damage", 3),)),)],
        "title": ["Other"],
        "owner": ["", "other"],
        "rationale": ["because"],
    },
    "control": {"status": ["planned", "retired", "verified"], "use": ["", "other"], "evidence": [("x.py",)]},
    "not_applicable": {"on": [("api", "bot")], "refs": [("stride:S",)], "reason": ["", "other"]},
}
_NEW = [
    component("extra", "worker", boundary="cloud"),
    component("sink", "database", boundary="ml", stores=["chat"]),
    flow("leak", "bot", "user", data=["chat"]),
    boundary("dmz", "partner", parent="cloud"),
    data("logs", "internal"),
    threat("flood", ["api"], title="Flood", refs=["stride:D"]),
    control("mfa", title="Second factor"),
    not_applicable(["ask"], ["stride:R"], "signed", id="1"),
]
_KINDS = ("component", "flow", "boundary", "data", "threat", "control", "not_applicable")

Step = tuple[Any, ...]


def steps() -> st.SearchStrategy[list[Step]]:
    """Edits, removals, additions and renames."""
    fields = [
        ("edit", kind, id, field, value)
        for kind, section in _VALUES.items()
        for id in MODEL.elements(kind)
        for field, values in section.items()
        for value in values
    ]
    removals = [("remove", kind, id) for kind in _KINDS for id in MODEL.elements(kind)]
    additions = [("add", element) for element in _NEW]
    renames = [("rename", kind, id) for kind in _KINDS[:-1] for id in MODEL.elements(kind)]
    return st.lists(st.sampled_from([*fields, *removals, *additions, *renames]), max_size=5)


def after(of: Model, edits: list[Step]) -> Model:
    for step, *what in edits:
        if step == "add":
            of = with_element(of, what[0])
        elif what[1] not in of.elements(what[0]):
            continue
        elif step == "edit":
            of = edited(of, what[0], what[1], **{what[2]: what[3]})
        elif step == "remove":
            of = without(of, what[0], what[1])
        else:
            of = renamed(of, what[0], what[1], f"new-{what[1]}")
    numbered = {n.id: n for n in of.not_applicable}
    return of._replace(not_applicable=tuple(numbered.values()))


def renamed(of: Model, kind: str, old: str, new: str, was: bool = True) -> Model:
    """The same model with another id for one element, everywhere; it says so in ``was`` unless told not to."""
    element = of.elements(kind)[old]._replace(id=new, **({"was": old} if was else {}))
    of = with_element(without(of, kind, old), element)

    def one(id: str) -> str:
        return new if id == old else id

    def many(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(map(one, ids)))

    if kind == "control":
        threats = {id: t._replace(controls=many(t.controls)) for id, t in of.threats.items()}
        return of._replace(threats=threats)
    if kind == "threat":
        return of
    return of._replace(
        components={
            id: c._replace(boundary=one(c.boundary), stores=many(c.stores), processes=many(c.processes))
            for id, c in of.components.items()
        },
        flows={
            id: f._replace(source=one(f.source), target=one(f.target), data=many(f.data)) for id, f in of.flows.items()
        },
        boundaries={id: b._replace(parent=one(b.parent)) for id, b in of.boundaries.items()},
        threats={id: t._replace(on=many(t.on)) for id, t in of.threats.items()},
        not_applicable=tuple(n._replace(on=many(n.on)) for n in of.not_applicable),
    )
