"""What applies at the elements of a model: rows by type, flow rules, path rules, and what a project overrides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.core.location import Ref
from checker.core.model import Component, Flow, Model
from checker.core.settings import Override
from checker.knowledge.applicability import SEVERAL, Entry, FlowRule, Row, Way, flow_rules, path_rules
from checker.knowledge.lookup import same_edition
from checker.methods.coverage.around import is_ai, kind_of
from checker.methods.coverage.conditions import Ground
from checker.methods.coverage.paths import PATHS
from checker.methods.coverage.shown import Held

AI_SYSTEM = "ai-system"


class Ask(NamedTuple):
    """One entry that may apply at an element. ``source`` is the type of the row or the id of the rule."""

    subject: Ref
    entry: Entry
    source: str
    controls: tuple[str, ...]
    held: Held | None = None
    """Of the condition, where the entry has one."""


class Open(NamedTuple):
    """A condition that is not known of an element, and what is asked there if it holds."""

    subject: Ref
    condition: str
    references: tuple[str, ...]


def subjects(model: Model) -> Iterator[tuple[Ref, str]]:
    """Every element that is asked about, with what it is: the type of a component or a row. Those out of scope are not;
    nor is a flow between two of them."""
    if model.system.ai or any(is_ai(one) for one in model.components.values() if not one.out_of_scope):
        yield Ref("system", model.system.id), AI_SYSTEM
    inside = {id for id, one in model.components.items() if not one.out_of_scope}
    yield from ((Ref("component", id), one.type) for id, one in model.components.items() if id in inside)
    for id, flow in model.flows.items():
        if flow.source in inside or flow.target in inside:
            yield Ref("flow", id), "flow"


def rows_of(ground: Ground, subject: Ref) -> tuple[Row, ...]:
    """The rows of an element, narrowest first. A row of a type stands for that of its kind."""
    model, known = ground.model, ground.rows
    if subject.kind == "system":
        return (known[AI_SYSTEM],)
    if subject.kind == "flow":
        return (known["boundary-crossing" if ground.graph.crossings[subject.id] else "data-flow"],)
    component = model.components[subject.id]
    types = SEVERAL.get(component.type, (component.type,))
    meant = is_ai(component) or ground.ai  # a sensor feeds no model where there is none
    found = tuple(known[type] for type in types if type in known) if meant else ()
    if not found:
        kind = kind_of(component)
        return (known[kind],) if kind in known else ()
    holds = component.type == "agent" and component.model and component.model.source in ("internal", "open-source")
    return (*found, known["model"]) if holds else found


def asked(
    ground: Ground, subject: Ref, pins: Mapping[str, str], overrides: Iterable[Override] = ()
) -> tuple[list[Ask], list[Open]]:
    """What applies at an element, each reference once with its strongest need, and of two that are
    as strong for the reason of the rule, which knows more of this element than its row; and what cannot be told."""
    found: dict[str, Ask] = {}
    opened: dict[str, list[str]] = {}
    asks = list(_all(ground, subject, pins, opened))
    for ask in _overridden(ground, subject, asks, tuple(overrides)):
        entry = ask.entry
        held = ground.held(subject, entry.when) if entry.when else None
        if held and held.value is None:
            opened.setdefault(entry.when, []).append(entry.reference)
        elif not held or held.value:
            before = found.get(entry.reference)
            if not before or (before.entry.need, entry.need) != ("must", "should"):
                found[entry.reference] = ask._replace(held=held)
    questions = [Open(subject, name, tuple(dict.fromkeys(refs))) for name, refs in opened.items()]
    return list(found.values()), questions


def _all(ground: Ground, subject: Ref, pins: Mapping[str, str], opened: dict[str, list[str]]) -> Iterator[Ask]:
    for row in rows_of(ground, subject):
        for entry in row.entries:
            pinned = pins.get(entry.reference.partition(":")[0], "")
            if entry.edition and not same_edition(entry.edition, pinned):
                continue
            if not entry.ai_end or _ai_end(ground.model, subject):
                yield Ask(subject, entry, row.type, (*row.primary, *row.supporting))
    if subject.kind == "flow":
        for rule in flow_rules():
            if _goes(ground, ground.model.flows[subject.id], rule, opened):
                yield from (Ask(subject, entry, rule.id, rule.controls) for entry in rule.entries)
    elif subject.kind == "component":
        for path in path_rules():
            if PATHS[path.id](ground, ground.model.components[subject.id]):
                yield from (Ask(subject, entry, path.id, path.controls) for entry in path.entries)


def _overridden(ground: Ground, subject: Ref, asks: list[Ask], overrides: tuple[Override, ...]) -> Iterator[Ask]:
    """What the project asks instead: of the narrowest of the places that it names, and what it asks besides."""
    if not overrides:
        yield from asks
        return
    own = ground.model.components[subject.id].type if subject.kind == "component" else ""
    said = {(one.type, one.reference): one for one in overrides}
    for ask in asks:
        at = ((type, ask.entry.reference) for type in (own, ask.source, "*"))
        change = next((said[key] for key in at if key in said), None)
        if not change:
            yield ask
        elif change.need != "ignore":
            yield ask._replace(entry=ask.entry._replace(need=change.need, basis="project"))
    places = {own, *(row.type for row in rows_of(ground, subject))}
    there = {ask.entry.reference for ask in asks}
    for one in overrides:
        if one.type in places and one.reference not in there and one.need != "ignore":
            yield Ask(subject, Entry(one.reference, one.need, one.reason, basis="project"), one.type, ())


def _goes(ground: Ground, flow: Flow, rule: FlowRule, opened: dict[str, list[str]]) -> bool:
    """Whether a flow goes one of the ways of a rule. What is not known is asked, and is no way."""
    for way in rule.ways:
        ends = [(flow.source, flow.target), (flow.target, flow.source)][: 2 if flow.bidirectional else 1]
        for source, target in ends:
            held = _fits(ground, flow, way, source, target)
            if held.value:
                return True
            if held.value is None and held.how:
                references = [entry.reference for entry in rule.entries]
                opened.setdefault(held.how, []).extend(references)
    return False


def _fits(ground: Ground, flow: Flow, way: Way, source: str, target: str) -> Held:
    """Whether a flow goes a way. Where a condition decides that is not known, ``how`` is its name."""
    start, end = ground.model.components.get(source), ground.model.components.get(target)
    if not start or not end or (way.source and start.type not in way.source) or start.type in way.source_not:
        return Held(False)
    if (way.target and end.type not in way.target) or (way.inward and not inward(ground, flow, start, end)):
        return Held(False)
    wanted = ((Ref("component", source), way.source_is), (Ref("component", target), way.target_is))
    unknown = ""
    for subject, name in (*wanted, (Ref("flow", flow.id), way.flow_is)):
        value = ground.held(subject, name).value if name else True
        if value is False:
            return Held(False)
        unknown = unknown or ("" if value else name)
    return Held(None, unknown) if unknown else Held(True)


def inward(ground: Ground, flow: Flow, source: Component, target: Component) -> bool:
    """Whether a flow brings what strangers may have made: it says so, or it comes over a boundary from a zone of lower
    trust; where trust is not stated, from an external entity."""
    if flow.content:
        return flow.content == "untrusted"
    rises = ground.rises(source.id, target.id)
    crosses = bool(ground.graph.crossings[flow.id])
    return crosses and (rises if rises is not None else kind_of(source) == "external-entity")


def _ai_end(model: Model, subject: Ref) -> bool:
    flow = model.flows.get(subject.id)
    ends = (model.components.get(id) for id in (flow.source, flow.target)) if flow else ()
    return any(is_ai(end) for end in ends if end)
