"""From checked native data to the model: defaults filled in, sets sorted, words in their usual spelling.

Only for data that its schema has accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from checker.core.model import (
    Acceptance,
    AiModel,
    AttackTree,
    Boundary,
    BuildingBlock,
    Component,
    Control,
    Data,
    Deployment,
    Feature,
    Flow,
    Model,
    NotApplicable,
    Objective,
    Review,
    Threat,
)
from checker.core.system import FairnessObjective, Measured, PriorArt, Questionnaire, SignOff, SourceArtifact, System
from checker.documents.document import Document
from checker.inputs.native.references import Elements
from checker.inputs.native.sets import as_set, cited
from checker.inputs.values import frozen
from checker.knowledge.vocabulary import canonical

Body = dict[str, Any]

_PERSONAL = {False: "", True: "true", "sensitive": "sensitive"}


def build(documents: tuple[Document, ...], elements: Elements) -> Model:
    """The model that the parts make together, the main file first."""
    main = documents[0].data
    return Model(
        system=_system(main)._replace(plot4ai=_questionnaire(documents)),
        components=_each(elements, "component", _component),
        flows=_each(elements, "flow", _flow),
        boundaries=_each(elements, "boundary", _boundary),
        data=_each(elements, "data", _data),
        threats=_each(elements, "threat", _threat),
        controls=_each(elements, "control", _control),
        not_applicable=tuple(
            NotApplicable(str(index), as_set(body["on"]), cited(body["refs"]), body["reason"])
            for index, body in enumerate(_entries(documents, "not_applicable"))
        ),
        reviews=tuple(review(str(index), body) for index, body in enumerate(_entries(documents, "reviews"))),
        attack_trees=_trees(elements),
        objectives=_each(elements, "objective", lambda id, body: Objective(id, **body)),
        features=_each(elements, "feature", _feature),
        deployments=_each(elements, "deployment", lambda id, body: Deployment(id, **body)),
    )


def review(id: str, body: Body) -> Review:
    """One review, as the model or the file beside it has it."""
    get = body.get
    covers, removed = _pairs(get("covers")), _pairs(get("removed"))
    return Review(id, body["by"], get("role", ""), body["on"], covers, removed, get("note", ""), get("expires", ""))


def _each(elements: Elements, kind: str, make: Callable[[str, Body], Any]) -> dict[str, Any]:
    found = elements[kind]
    return {id: make(id, found[id].body) for id in sorted(found)}


def _trees(elements: Elements) -> dict[str, AttackTree]:
    found = elements["attack_tree"]
    if not found:
        return {}
    from checker.inputs.native.trees import tree_of

    return {id: tree_of(id, found[id]) for id in sorted(found)}


def _questionnaire(documents: tuple[Document, ...]) -> Questionnaire | None:
    body = next((document.data["plot4ai"] for document in documents if document.data.get("plot4ai")), None)
    if body is None:
        return None
    from checker.inputs.native.questionnaire import questionnaire_of

    return questionnaire_of(body)


def _entries(documents: Iterable[Document], section: str) -> Iterable[Body]:
    return (body for document in documents for body in document.data.get(section) or ())


def _pairs(mapping: Mapping[str, Any] | None) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(mapping.items())) if mapping else ()


def _named(id: str, get: Callable[..., Any]) -> tuple[str, str, str, tuple[str, ...], str]:
    return id, get("name", ""), get("description", ""), as_set(get("tags")), get("was", "")


def _titled(id: str, get: Callable[..., Any]) -> tuple[str, str, str, tuple[str, ...], str]:
    return id, get("title", ""), get("description", ""), as_set(get("tags")), get("was", "")


def _system(main: Body) -> System:
    get = main["system"].get
    methods = {name: _stages(value) for name, value in (main.get("methods") or {}).items()}
    card = get("card", "")
    profiled = card if isinstance(card, dict) else {"path": card}
    fair = main.get("fairness") or {}
    return System(
        id=get("id"),
        name=get("name", ""),
        description=get("description", ""),
        tags=as_set(get("tags")),
        owner=get("owner", ""),
        criticality=get("criticality", ""),
        ai=get("ai", False),
        conditions=_pairs(get("conditions")),
        card=profiled["path"],
        taxonomies=_pairs(main.get("taxonomies")),
        methods=_pairs(methods),
        card_profile=profiled.get("profile", ""),
        card_review_by=profiled.get("review_by", ""),
        fairness_groups=as_set(fair.get("groups_at_risk")),
        fairness_objectives=tuple(sorted(map(_objective, fair.get("objectives") or ()))),
        fairness_results=tuple(sorted(map(_measured, fair.get("results") or ()))),
        fairness_tradeoff=(fair.get("tradeoff") or {}).get("text", ""),
        properties=_pairs(get("properties")),
        pasta=_pairs({stage: SignOff(**said) for stage, said in (main.get("pasta") or {}).items()}),
        source_artifacts=tuple(sorted(map(_artifact, main.get("source_artifacts") or ()))),
        prior_art=tuple(sorted(PriorArt(**body) for body in main.get("prior_art") or ())),
    )


def _objective(body: Body) -> FairnessObjective:
    metric = canonical(body["metric"], "fairness_metrics")
    return FairnessObjective(metric, float(body["threshold"]), cited(body.get("refs")))


def _measured(body: Body) -> Measured:
    metric, interval = canonical(body["metric"], "fairness_metrics"), tuple(map(float, body.get("ci") or ()))
    return Measured(metric, float(body["value"]), interval, body.get("date", ""), cited(body.get("refs")))


def _artifact(body: Body) -> SourceArtifact:
    get = body.get
    return SourceArtifact(body["framework"], get("code", ""), body["path"], get("digest", ""), as_set(get("ignore")))


def _stages(value: Any) -> tuple[str, ...]:
    """A stage may be a number, and 1.0 is one way to write 1."""
    items = value if isinstance(value, list) else [value]
    return as_set([str(int(item) if isinstance(item, float) else item) for item in items])


def _component(id: str, body: Body) -> Component:
    get = body.get
    model = get("model")
    scope = get("out_of_scope")
    return Component(
        *_named(id, get),
        canonical(body["type"], "component_types"),
        get("boundary", ""),
        get("owner", ""),
        get("technology", ""),
        get("tenancy", ""),
        canonical(get("encryption", ""), "encryption_at_rest"),
        as_set(get("stores")),
        as_set(get("processes")),
        as_set(get("authority")),
        AiModel(**{**model, "datasets": as_set(model.get("datasets"))}) if model else None,
        as_set(get("paths")),
        scope["reason"] if scope else "",
        conditions=_pairs(get("conditions")),
        properties=_pairs(get("properties")),
        runs_on=get("runs_on", ""),
    )


def _flow(id: str, body: Body) -> Flow:
    get = body.get
    return Flow(
        *_named(id, get),
        body["from"],
        body["to"],
        as_set(get("data")),
        canonical(get("protocol", ""), "protocols"),
        canonical(get("authentication", ""), "authentication"),
        get("authorization", ""),
        canonical(get("encryption", ""), "encryption_in_transit"),
        get("bidirectional", False),
        get("content", ""),
        _pairs(get("properties")),
    )


def _boundary(id: str, body: Body) -> Boundary:
    get = body.get
    kind = canonical(get("kind", ""), "boundary_kinds")
    return Boundary(*_named(id, get), get("trust", ""), kind, get("parent", ""), _pairs(get("properties")))


def _data(id: str, body: Body) -> Data:
    get = body.get
    personal = get("personal", False)
    return Data(
        *_named(id, get),
        get("classification", ""),
        _PERSONAL[personal],
        get("integrity", ""),
        get("retention", ""),
        _pairs(get("properties")),
    )


def _threat(id: str, body: Body) -> Threat:
    get = body.get
    accepted = get("accepted")
    return Threat(
        *_titled(id, get),
        as_set(get("on")),
        cited(get("refs")),
        get("status", "identified"),
        as_set(get("controls")),
        get("owner", ""),
        get("rationale", ""),
        Acceptance(accepted["by"], accepted["until"]) if accepted else None,
        get("ticket", ""),
        _pairs(get("cause")),
        _risk(get("risk", {})),
        get("position", ""),
    )


def _risk(body: Body) -> tuple[tuple[str, Any], ...]:
    """Ratings of another format are ratings as any other, under its names."""
    own = {name: value for name, value in body.items() if name != "properties"}
    risk: tuple[tuple[str, Any], ...] = frozen({**body.get("properties", {}), **own})
    return risk


def _feature(id: str, body: Body) -> Feature:
    blocks = tuple(BuildingBlock(**block) for block in body.get("building_blocks", ()))
    return Feature(id, **{**body, "steps": tuple(body.get("steps", ())), "building_blocks": blocks})


def _control(id: str, body: Body) -> Control:
    get = body.get
    return Control(
        *_titled(id, get),
        get("use", ""),
        get("level", ""),
        get("status", "planned"),
        as_set(get("evidence")),
        get("due", ""),
        cited(get("refs")),
        get("owner", ""),
    )
