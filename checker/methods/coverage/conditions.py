"""Conditions on which threats depend: three values, of one element. What the model does not say is None, not no.

In this order: what is stated of the component itself; what the model shows of the element; what is stated of the
system; nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import TRUST, Component, Flow, Model
from checker.documents.words import quote
from checker.knowledge.applicability import Row, rows
from checker.knowledge.vocabulary import canonical, component_type

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


class Ground:
    """One model, and the rows by which it is asked. Conditions are found when asked and kept."""

    def __init__(self, model: Model, graph: Graph, known: Mapping[str, Row] | None = None) -> None:
        self.model, self.graph, self.rows = model, graph, known or rows()
        self.system = {canonical(name, "conditions"): value for name, value in model.system.conditions}
        self.types = Counter(one.type for one in model.components.values())
        self.models = [one for one in model.components.values() if one.type == "model" or one.model]
        self.ai = model.system.ai or any(is_ai(one) for one in self.components())
        self.walks: dict[str, set[str]] = {}
        """What path rules found on their ways through the model, by their names for it."""
        self._known: dict[tuple[Ref, str], Held] = {}

    def held(self, subject: Ref, name: str) -> Held:
        """Whether the condition of that name holds of a component, a flow or the system."""
        key = (subject, name)
        if key not in self._known:
            self._known[key] = self._ask(subject, name)
        return self._known[key]

    def shown(self, subject: Ref, name: str) -> Held:
        """What the model shows, whatever is stated."""
        if subject.kind == "system":
            return self._of_any(name)
        if subject.kind == "flow":
            return _OF_FLOWS[name](self, self.model.flows[subject.id]) if name in _OF_FLOWS else UNKNOWN
        return _OF_COMPONENTS[name](self, self.model.components[subject.id]) if name in _OF_COMPONENTS else UNKNOWN

    def shows(self, name: str) -> bool:
        """Whether the model shows it of any component in scope: then it cannot be denied of the system as a whole."""
        return any(self.shown(Ref("component", one.id), name).value for one in self.components())

    def _ask(self, subject: Ref, name: str) -> Held:
        if subject.kind == "component":
            said = {canonical(one, "conditions"): value for one, value in self.model.components[subject.id].conditions}
            if name in said:
                return Held(said[name], "stated", "stated")
        found = self.shown(subject, name)
        if found.value is None and name in self.system:
            return Held(self.system[name], "system", "stated of the system")
        return found

    def _of_any(self, name: str) -> Held:
        """Of the system what holds of any component in it; no, where it holds of none."""
        if name in self.system:
            return Held(self.system[name], "system", "stated of the system")
        found = [self.held(Ref("component", one.id), name) for one in self.components()]
        first = next((one for one in found if one.value), None)
        return first or (UNKNOWN if not found or any(one.value is None for one in found) else _no())

    def components(self) -> Iterator[Component]:
        """Those in scope."""
        return (one for one in self.model.components.values() if not one.out_of_scope)

    def flows(self, component: Component) -> Iterator[Flow]:
        """The flows at a component, each once."""
        ids = dict.fromkeys((*self.graph.flows_in[component.id], *self.graph.flows_out[component.id]))
        return (self.model.flows[id] for id in ids)

    def next_to(self, component: Component, *types: str) -> Iterator[Component]:
        """The components of these types at the other end of a flow."""
        for flow in self.flows(component):
            other = self.model.components.get(flow.target if flow.source == component.id else flow.source)
            if other and other.type in types:
                yield other

    def sources(self, component: Component) -> Iterator[tuple[Flow, Component]]:
        """The flows that bring data to a component, each with the component where it comes from."""
        for id in self.graph.flows_in[component.id]:
            flow = self.model.flows[id]
            source = flow.target if flow.source == component.id else flow.source
            if source in self.model.components:
                yield flow, self.model.components[source]

    def rises(self, source: str, target: str) -> bool | None:
        """Whether a component is less trusted than another; None where one of the two has no known trust."""
        start, end = self.graph.trust.get(source, ""), self.graph.trust.get(target, "")
        return TRUST.index(start) < TRUST.index(end) if start in TRUST and end in TRUST else None


def kind_of(component: Component) -> str:
    """``process``, ``data-store``, ``external-entity`` or ``""``."""
    known = component_type(component.type)
    return known.kind if known else ""


def is_ai(component: Component) -> bool:
    """Whether a component is of an AI type."""
    known = component_type(component.type)
    return bool(known and known.group == "ai")


def _yes(why: str) -> Held:
    return Held(True, "shown", why)


def _no(why: str = "") -> Held:
    return Held(False, "shown", why)


def _crosses(ground: Ground, component: Component) -> Held:
    for flow in ground.flows(component):
        held = _flow_crosses(ground, flow)
        if held.value:
            return held
    return _no() if ground.model.boundaries else UNKNOWN


def _flow_crosses(ground: Ground, flow: Flow) -> Held:
    if found := ground.graph.crossings[flow.id]:
        return _yes(f"flow {quote(flow.id)} crosses {quote(found[0])}")
    return _no() if ground.model.boundaries else UNKNOWN


def _personal(ground: Ground, component: Component) -> Held:
    flows = [flow.data for flow in ground.flows(component)]
    own = (*component.stores, *component.processes)
    return _any_personal(ground, (own, *flows), all(flows) and bool(own or flows))


def _flow_personal(ground: Ground, flow: Flow) -> Held:
    return _any_personal(ground, (flow.data,), bool(flow.data))


def _any_personal(ground: Ground, lists: Iterable[tuple[str, ...]], complete: bool) -> Held:
    data = ground.model.data
    for ids in lists:
        for id in ids:
            if id in data and data[id].personal:
                return _yes(f"handles {quote(id)}")
    return _no() if complete else UNKNOWN


def _external(ground: Ground, component: Component) -> Held:
    known = True
    for flow, source in ground.sources(component):
        rises = ground.rises(source.id, component.id)
        if rises or source.type in OTHERS:
            return _yes(f"{quote(source.id)} feeds it through flow {quote(flow.id)}")
        known = known and rises is not None
    return _no() if known else UNKNOWN


def _exposed(ground: Ground, component: Component) -> Held:
    if ground.graph.exposure[component.id] == "direct":
        return _yes("in an untrusted boundary, or one flow away from it")
    return _no() if ground.graph.trust[component.id] else UNKNOWN


def _flow_exposed(ground: Ground, flow: Flow) -> Held:
    for end in (flow.source, flow.target):
        if ground.graph.trust.get(end) == TRUST[0]:
            return _yes(f"{quote(end)} is in an untrusted boundary")
    known = all(ground.graph.trust.get(end) for end in (flow.source, flow.target))
    return _no() if known else UNKNOWN


def _family(word: str) -> Callable[[Ground, Component], Held]:
    """Of the model in a component; else of the models next to it; else of all models of the system, where each says."""

    def ask(ground: Ground, component: Component) -> Held:
        if component.model and component.model.family:
            return _is_family([component], word)
        near = [one for one in ground.next_to(component, "model", "ai-service") if one.model and one.model.family]
        if near:
            return _is_family(near, word)
        told = ground.models and all(one.model and one.model.family for one in ground.models)
        return _is_family(ground.models, word) if told else UNKNOWN

    return ask


def _is_family(components: list[Component], word: str) -> Held:
    found = next((one for one in components if one.model and one.model.family == word), None)
    return _yes(f"the model of {quote(found.id)} is {word}") if found else _no()


def _fine_tuned(ground: Ground, component: Component) -> Held:
    for one in (component, *ground.next_to(component, "model", "model-registry")):
        if one.model and one.model.base_model:
            return _yes(f"the model of {quote(one.id)} was trained further from {quote(one.model.base_model)}")
    return UNKNOWN


def _agentic(ground: Ground, component: Component) -> Held:
    if component.type == "agent":
        return _yes("it is an agent")
    near = next(ground.next_to(component, "agent"), None)
    if near and is_ai(component):
        return _yes(f"agent {quote(near.id)} works with it")
    return UNKNOWN if ground.types["agent"] or ground.types["tool"] else _no("no agent and no tool in the model")


def _several(ground: Ground, component: Component) -> Held:
    if component.type == "agent" and (other := next(ground.next_to(component, "agent"), None)):
        return _yes(f"agent {quote(other.id)} talks to it")
    return UNKNOWN if ground.types["agent"] > 1 else _no("fewer than two agents in the model")


def _memory(ground: Ground, component: Component) -> Held:
    near = next(ground.next_to(component, "agent-memory"), None)
    return _yes(f"it uses {quote(near.id)}") if near else UNKNOWN


def _may(words: tuple[str, ...]) -> Callable[[Ground, Component], Held]:
    """By the words of its authority, and of an agent those of the tools that it can call."""

    def ask(ground: Ground, component: Component) -> Held:
        tools = ground.next_to(component, "tool") if component.type == "agent" else ()
        for one in (component, *tools):
            for said in one.authority:
                if any(part in words for part in said.lower().replace("_", "-").replace(" ", "-").split("-")):
                    return _yes(f"{quote(one.id)} may {said}")
        return UNKNOWN

    return ask


def _secrets(ground: Ground, component: Component) -> Held:
    if component.type == "secrets-vault":
        return _yes("it is a vault")
    for _, source in ground.sources(component):
        if source.type == "secrets-vault":
            return _yes(f"{quote(source.id)} hands it secrets")
    return UNKNOWN


def _third_party(_: Ground, component: Component) -> Held:
    if component.type in OTHERS:
        return _yes("others make or run it")
    source = component.model.source if component.model else ""
    if source in ("external", "open-source"):
        return _yes(f"its model is {source}")
    return _no("its model is ours") if source == "internal" else UNKNOWN


def _is_type(*types: str) -> Callable[[Ground, Component], Held]:
    def ask(_: Ground, component: Component) -> Held:
        return _yes(f"its type is {component.type}") if component.type in types else UNKNOWN

    return ask


def _keeps_log(_: Ground, component: Component) -> Held:
    if component.type in ("log-store", "interaction-log"):
        return _yes(f"its type is {component.type}")
    return _no("its type says what else it keeps") if component.type in NO_LOGS else UNKNOWN


def _senses(ground: Ground, component: Component) -> Held:
    if component.type == "sensor":
        return _yes("it is a sensor")
    for flow, source in ground.sources(component):
        if source.type == "sensor":
            return _yes(f"flow {quote(flow.id)} comes from a sensor")
    return UNKNOWN


def _shared(_: Ground, component: Component) -> Held:
    if not component.tenancy:
        return UNKNOWN
    return _yes("its tenancy is multi") if component.tenancy == "multi" else _no("its tenancy is single")


def _writable(ground: Ground, component: Component) -> Held:
    """Only of what keeps or learns: a request to a service does not stay in it."""
    if kind_of(component) != "data-store" and component.type not in ("feedback-loop", "data-pipeline"):
        return UNKNOWN
    for flow, source in ground.sources(component):
        if ground.graph.trust[source.id] == TRUST[0]:
            return _yes(f"{quote(source.id)}, which is untrusted, writes to it through flow {quote(flow.id)}")
    return UNKNOWN


_OF_COMPONENTS: dict[str, Callable[[Ground, Component], Held]] = {
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
_OF_FLOWS: dict[str, Callable[[Ground, Flow], Held]] = {
    "crosses_boundary": _flow_crosses,
    "internet_exposed": _flow_exposed,
    "personal_data": _flow_personal,
}
DERIVED = tuple(sorted(_OF_COMPONENTS))
"""Conditions that a model can show; all others are stated or not known."""
