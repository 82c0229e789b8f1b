"""The same rules, but for the search, as expressions of Google's CEL (``cel-expr-python``, its C++ implementation).

An element is handed over as a mapping that holds only what the expressions ask; making the mappings is not measured.
"""

from __future__ import annotations

from typing import Any

from benchmarks.rules.model import Sized
from benchmarks.rules.ours import EXPRESSIONS, Found
from checker.policy.facts import Facts
from checker.policy.views import COMPONENT, FLOW

Element = tuple[str, dict[str, Any]]


class Peer:
    """The expressions compiled, and a model's elements as mappings. Raises ImportError where CEL is not installed."""

    def __init__(self, of: Sized) -> None:
        from cel_expr_python import cel

        environment = cel.NewEnv(variables={"self": cel.Type.Map(cel.Type.STRING, cel.Type.DYN)})
        self._rules = [(name, kind, environment.compile(text)) for name, (kind, text) in EXPRESSIONS.items()]
        facts = Facts(of.model, of.graph)
        self._elements: dict[str, list[Element]] = {
            "flow": [(one.id, _flow(facts, one)) for one in of.model.flows.values()],
            "component": [(one.id, _component(facts, one)) for one in of.model.components.values()],
        }

    def ask(self) -> Found:
        found: Found = set()
        for name, kind, expression in self._rules:
            for id, element in self._elements[kind]:
                if expression.eval(data={"self": element}).value():
                    found.add((name, id))
        return found


def _flow(facts: Facts, flow: Any) -> dict[str, Any]:
    asked = ("crosses", "authenticated", "protected")
    stated = {name: FLOW.fields[name].value(facts, flow) for name in asked}
    carries = [{"classification": data.classification} for data in facts.data(flow.data)]
    return {**{name: value for name, value in stated.items() if value is not None}, "carries": carries}


def _component(facts: Facts, component: Any) -> dict[str, Any]:
    fields = COMPONENT.fields
    stated = {name: fields[name].value(facts, component) for name in ("kind", "in_scope", "encrypted")}
    trust = facts.graph.trust
    return {
        **{name: value for name, value in stated.items() if value is not None},
        "holds": [{"classification": data.classification} for data in facts.data(component.stores)],
        "threats": [{"id": threat.id} for threat in facts.threats(component.id)],
        "controls": [{"status": control.status} for control in facts.controls(component.id)],
        "flows_in": [{"from_trust": trust[flow.source]} for flow in facts.flows(facts.graph.flows_in[component.id])],
    }
