"""VAST: whether its two views are there and lead to each other. ThreatModeler; as CMU SEI describes it, 2018."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.assessment import Gap, Part
from checker.core.location import Ref
from checker.core.model import Flow, Model
from checker.core.steps import broken_at
from checker.documents.words import quote
from checker.methods.elements import Elements

VIEWS = {
    "application": "features as ordered flows, made of building blocks",
    "operational": "deployments in boundaries, and what runs on them",
}


def assess(elements: Elements) -> tuple[Part, ...]:
    """Both views."""
    found = {"application": _application(elements), "operational": _operational(elements)}
    return tuple(_part(view, tuple(asked)) for view, asked in found.items())


Asked = tuple[Ref, tuple[str, ...]]


def _part(view: str, asked: tuple[Asked, ...]) -> Part:
    gaps = tuple(Gap(at, ", ".join(missing)) for at, missing in asked if missing)
    return Part(view, VIEWS[view], len(asked) - len(gaps), len(asked), "item", gaps)


def _application(elements: Elements) -> Iterator[Asked]:
    model = elements.model
    if not model.features:
        yield Ref("system", model.id), ("no feature",)
    for feature in model.features.values():
        missing: tuple[str, ...] = () if feature.actor else ("no actor",)
        broken = broken_at(model, feature)
        if not feature.steps:
            missing += ("no steps",)
        elif broken:
            missing += (f"step {quote(broken)} starts where no step before it has been",)
        yield Ref("feature", feature.id), missing
        for index, block in enumerate(feature.building_blocks):
            known = block.version or block.bom
            at = Ref("feature", feature.id, f"building_blocks.{index}.name")
            yield at, () if known else (f"no version of {quote(block.name)}, nor a bill of materials",)
    used = {end for flow in _steps(model) for end in (flow.source, flow.target)}
    for one in elements.components:
        if model.features and elements.kind(one.id) == "process":
            yield Ref("component", one.id), () if one.id in used else ("in no feature",)


def _steps(model: Model) -> Iterator[Flow]:
    for feature in model.features.values():
        yield from (model.flows[id] for id in feature.steps if id in model.flows)


def _operational(elements: Elements) -> Iterator[Asked]:
    model = elements.model
    if not model.deployments:
        yield Ref("system", model.id), ("no deployment",)
    hosts = {one.runs_on for one in model.components.values()}
    for host in model.deployments.values():
        missing = () if host.boundary else ("no boundary",)
        yield Ref("deployment", host.id), missing if host.id in hosts else (*missing, "nothing runs on it")
    for one in elements.components:
        if elements.kind(one.id) != "external-entity":
            yield Ref("component", one.id), () if one.runs_on else ("no deployment that it runs on",)
    for flow in elements.flows:
        if elements.graph.crossings[flow.id]:
            considered = elements.graph.threats.get(flow.id) or elements.graph.answers.get(flow.id)
            yield Ref("flow", flow.id), () if considered else ("crosses a boundary, and no threat is on it",)
