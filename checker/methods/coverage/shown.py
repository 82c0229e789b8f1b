"""What a model shows of a condition: yes or no where it says so, and nothing where it does not. One function each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from checker.core.model import TRUST, Component, Flow
from checker.documents.words import quote
from checker.methods.coverage.around import Around, is_ai, kind_of

OTHERS = ("external-service", "ai-service", "ml-library", "labelling-service", "public-registry", "build-step")
"""Types that another organisation makes or runs."""

NO_LOGS = frozenset(
    """cache search-index secrets-vault configuration-store directory source-repository artifact-registry model-registry
    feature-store vector-store prompt-template agent-memory""".split()
)
"""Stores whose type says what they keep, and it is no log."""

ACTS = ("write", "delete", "pay", "send", "refund", "update", "create", "modify", "transfer", "post", "publish", "book")
"""Words of an authority that changes something."""
RUNS = ("execute", "exec", "shell", "run", "code", "command")
"""Words of an authority that runs code."""
READS = ("browse", "crawl", "scrape")
"""Words of an authority that reads open content."""


class Held(NamedTuple):
    """Whether a condition holds of an element. ``how`` is ``stated``, ``shown``, ``system`` or ``""`` (not known)."""

    value: bool | None
    how: str = ""
    why: str = ""
    """What says so, in words: ``flow 'buy' crosses 'dmz'``."""


UNKNOWN = Held(None)


def _yes(why: str) -> Held:
    return Held(True, "shown", why)


def no(why: str = "") -> Held:
    return Held(False, "shown", why)


def _crosses(around: Around, component: Component) -> Held:
    for flow in around.flows(component):
        held = _flow_crosses(around, flow)
        if held.value:
            return held
    return no() if around.model.boundaries else UNKNOWN


def _flow_crosses(around: Around, flow: Flow) -> Held:
    if found := around.graph.crossings[flow.id]:
        return _yes(f"flow {quote(flow.id)} crosses {quote(found[0])}")
    return no() if around.model.boundaries else UNKNOWN


def _personal(around: Around, component: Component) -> Held:
    flows = [flow.data for flow in around.flows(component)]
    own = (*component.stores, *component.processes)
    return _any_personal(around, (own, *flows), all(flows) and bool(own or flows))


def _flow_personal(around: Around, flow: Flow) -> Held:
    return _any_personal(around, (flow.data,), bool(flow.data))


def _any_personal(around: Around, lists: Iterable[tuple[str, ...]], complete: bool) -> Held:
    data = around.model.data
    for ids in lists:
        for id in ids:
            if id in data and data[id].personal:
                return _yes(f"handles {quote(id)}")
    return no() if complete else UNKNOWN


def _external(around: Around, component: Component) -> Held:
    known = True
    for flow, source in around.sources(component):
        rises = around.rises(source.id, component.id)
        if rises or source.type in OTHERS:
            return _yes(f"{quote(source.id)} feeds it through flow {quote(flow.id)}")
        known = known and rises is not None
    return no() if known else UNKNOWN


def _exposed(around: Around, component: Component) -> Held:
    if around.graph.exposure[component.id] == "direct":
        return _yes("in an untrusted boundary, or one flow away from it")
    return no() if around.graph.trust[component.id] else UNKNOWN


def _flow_exposed(around: Around, flow: Flow) -> Held:
    for end in (flow.source, flow.target):
        if around.graph.trust.get(end) == TRUST[0]:
            return _yes(f"{quote(end)} is in an untrusted boundary")
    known = all(around.graph.trust.get(end) for end in (flow.source, flow.target))
    return no() if known else UNKNOWN


def _family(word: str) -> Callable[[Around, Component], Held]:
    """Of the model in a component; else of the models next to it; else of all models of the system, where each says."""

    def ask(around: Around, component: Component) -> Held:
        if component.model and component.model.family:
            return _is_family([component], word)
        near = [one for one in around.next_to(component, "model", "ai-service") if one.model and one.model.family]
        if near:
            return _is_family(near, word)
        told = around.models and all(one.model and one.model.family for one in around.models)
        return _is_family(around.models, word) if told else UNKNOWN

    return ask


def _is_family(components: list[Component], word: str) -> Held:
    found = next((one for one in components if one.model and one.model.family == word), None)
    return _yes(f"the model of {quote(found.id)} is {word}") if found else no()


def _fine_tuned(around: Around, component: Component) -> Held:
    for one in (component, *around.next_to(component, "model", "model-registry")):
        if one.model and one.model.base_model:
            return _yes(f"the model of {quote(one.id)} was trained further from {quote(one.model.base_model)}")
    return UNKNOWN


def _agentic(around: Around, component: Component) -> Held:
    if component.type == "agent":
        return _yes("it is an agent")
    near = next(around.next_to(component, "agent"), None)
    if near and is_ai(component):
        return _yes(f"agent {quote(near.id)} works with it")
    return UNKNOWN if around.types["agent"] or around.types["tool"] else no("no agent and no tool in the model")


def _several(around: Around, component: Component) -> Held:
    if component.type == "agent" and (other := next(around.next_to(component, "agent"), None)):
        return _yes(f"agent {quote(other.id)} talks to it")
    return UNKNOWN if around.types["agent"] > 1 else no("fewer than two agents in the model")


def _memory(around: Around, component: Component) -> Held:
    near = next(around.next_to(component, "agent-memory"), None)
    return _yes(f"it uses {quote(near.id)}") if near else UNKNOWN


def _may(words: tuple[str, ...]) -> Callable[[Around, Component], Held]:
    """By the words of its authority, and of an agent those of the tools that it can call."""

    def ask(around: Around, component: Component) -> Held:
        tools = around.next_to(component, "tool") if component.type == "agent" else ()
        for one in (component, *tools):
            for said in one.authority:
                if any(part in words for part in said.lower().replace("_", "-").replace(" ", "-").split("-")):
                    return _yes(f"{quote(one.id)} may {said}")
        return UNKNOWN

    return ask


def _secrets(around: Around, component: Component) -> Held:
    if component.type == "secrets-vault":
        return _yes("it is a vault")
    for _, source in around.sources(component):
        if source.type == "secrets-vault":
            return _yes(f"{quote(source.id)} hands it secrets")
    return UNKNOWN


def _third_party(_: Around, component: Component) -> Held:
    if component.type in OTHERS:
        return _yes("others make or run it")
    source = component.model.source if component.model else ""
    if source in ("external", "open-source"):
        return _yes(f"its model is {source}")
    return no("its model is ours") if source == "internal" else UNKNOWN


def _is_type(*types: str) -> Callable[[Around, Component], Held]:
    def ask(_: Around, component: Component) -> Held:
        return _yes(f"its type is {component.type}") if component.type in types else UNKNOWN

    return ask


def _keeps_log(_: Around, component: Component) -> Held:
    if component.type in ("log-store", "interaction-log"):
        return _yes(f"its type is {component.type}")
    return no("its type says what else it keeps") if component.type in NO_LOGS else UNKNOWN


def _senses(around: Around, component: Component) -> Held:
    if component.type == "sensor":
        return _yes("it is a sensor")
    for flow, source in around.sources(component):
        if source.type == "sensor":
            return _yes(f"flow {quote(flow.id)} comes from a sensor")
    return UNKNOWN


def _shared(_: Around, component: Component) -> Held:
    if not component.tenancy:
        return UNKNOWN
    return _yes("its tenancy is multi") if component.tenancy == "multi" else no("its tenancy is single")


def _writable(around: Around, component: Component) -> Held:
    """Only of what keeps or learns: a request to a service does not stay in it."""
    if kind_of(component) != "data-store" and component.type not in ("feedback-loop", "data-pipeline"):
        return UNKNOWN
    for flow, source in around.sources(component):
        if around.graph.trust[source.id] == TRUST[0]:
            return _yes(f"{quote(source.id)}, which is untrusted, writes to it through flow {quote(flow.id)}")
    return UNKNOWN


OF_COMPONENTS: dict[str, Callable[[Around, Component], Held]] = {
    "agentic": _agentic,
    "browses": _may(READS),
    "can_modify_data": _may(ACTS),
    "crosses_boundary": _crosses,
    "executes_code": _may(RUNS),
    "external_source": _external,
    "fine_tuned": _fine_tuned,
    "generative": _family("generative"),
    "has_memory": _memory,
    "holds_audit_log": _keeps_log,
    "holds_secrets": _secrets,
    "internet_exposed": _exposed,
    "local_host": _is_type("desktop-app"),
    "multi_agent": _several,
    "personal_data": _personal,
    "physical_input": _senses,
    "predictive": _family("predictive"),
    "published": _is_type("public-registry"),
    "shared_tenancy": _shared,
    "third_party": _third_party,
    "user_writable": _writable,
}
OF_FLOWS: dict[str, Callable[[Around, Flow], Held]] = {
    "crosses_boundary": _flow_crosses,
    "internet_exposed": _flow_exposed,
    "personal_data": _flow_personal,
}
"""Condition -> what the model shows of it, for a component and for a flow."""

DERIVED = tuple(sorted(OF_COMPONENTS))
"""Conditions that a model can show; all others are stated or not known."""
