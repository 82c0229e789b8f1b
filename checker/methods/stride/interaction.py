"""STRIDE per interaction: which rules of the template fire at a flow, by its kinds, crossing and stated protections."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from checker.core.graph import Graph
from checker.core.model import Component, Flow, Model
from checker.knowledge import vocabulary
from checker.knowledge.lookup import library
from checker.methods.stride.filters import Facts, Filter, conditions, parse

KINDS = {"process": "GE.P", "external-entity": "GE.EI", "data-store": "GE.DS"}
"""Kind of a component -> what the template calls it."""
BOUNDARY = "GE.TB.B"

_FORGERY = "flow.54851a3b-65da-4902-b4e0-94ef015be735"
"""The attribute for protection against forged requests, which has no name."""
_UNSET = {_FORGERY: frozenset({"None"})}
"""What an attribute is where nothing is said; the others are then none of the values that a filter asks for."""

_LOGS = ("log-store", "interaction-log")
_CREDENTIALS = ("secrets-vault", "directory")
_UNMANAGED = ("desktop-app", "device")
_BARE = ("tcp", "udp", "text", "binary", "serial")
_XML = ("soap", "saml", "xmpp")
_WEB = ("http", "https", "ws", "wss", "rest", "graphql")
_NOT_SENT_ALONG = ("token", "jwt", "hmac", "api-key")
_BROWSING = ("person", "desktop-app", "web-app")
_STENCILS = {"desktop-app": "SE.P.TMCore.ThickClient", "mobile-app": "SE.P.TMCore.Modern"}

_SOURCE, _TARGET, _BOTH = ("source",), ("target",), ("source", "target")
ENDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("S1", "S3", "R3", "I26"), _SOURCE),
    **dict.fromkeys(("S7", "I23"), _BOTH),
    **dict.fromkeys(("T5", "T6", "I6", "D4", "D5"), ()),
}
"""Rule -> the ends of the flow on which an answer counts too; for all others it is the target (docs/reference/sdl.md).
"""


class Rule(NamedTuple):
    """One generation rule of the template."""

    id: str
    letter: str
    include: Filter
    exclude: Filter | None

    @property
    def ends(self) -> tuple[str, ...]:
        return ENDS.get(self.id, _TARGET)

    def asks(self, facts: Facts) -> bool:
        """Whether it would fire, were it not for what excludes it."""
        return self.include.holds({**_UNSET, **facts})

    def excluded(self, facts: Facts) -> bool:
        return self.exclude is not None and self.exclude.holds({**_UNSET, **facts})


class Fired(NamedTuple):
    """The rules that fire somewhere, by letter, and those that a stated fact switches off."""

    letters: dict[str, tuple[Rule, ...]]
    off: tuple[Rule, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the shipped edition, in its order."""
    shipped = library("stride")
    if shipped is None:
        raise AssertionError("the library of STRIDE ships")
    return tuple(_rule(body) for body in shipped.tables["interaction-rules"])


def _rule(body: dict[str, str]) -> Rule:
    include = parse(body["include"])
    if include is None:
        raise AssertionError(f"the rule {body['id']} says where it applies")
    return Rule(body["id"], body["letter"], include, parse(body["exclude"]))


def fire(facts: Facts) -> Fired:
    """What fires at an interaction with these facts. Letters are in the order of STRIDE."""
    asking = [rule for rule in rules() if rule.asks(facts)]
    off = [rule for rule in asking if rule.excluded(facts)]
    on = [rule for rule in asking if rule not in off]
    letters = {letter: tuple(rule for rule in on if rule.letter == letter) for letter in "STRIDE"}
    return Fired({letter: found for letter, found in letters.items() if found}, tuple(off))


def bare(source: str, target: str, crosses: bool) -> Facts:
    """The facts of an interaction between two kinds of which nothing else is said."""
    kinds = {"source": frozenset({KINDS[source]}), "target": frozenset({KINDS[target]})}
    return {**kinds, "flow crosses": frozenset({BOUNDARY} if crosses else ())}


def conditional(source: str, target: str, crosses: bool) -> dict[str, list[tuple[str, list[str]]]]:
    """Letter -> (rule, attributes): what fires only where the attributes say so, by all that its filter names."""
    plain = bare(source, target, crosses)
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for rule in rules():
        if rule.asks(plain):
            continue
        asked = {
            test.name: test.value for test in conditions(rule.include) if "." in test.name and test.name not in _UNSET
        }
        if asked and rule.asks({**plain, **{name: frozenset({value}) for name, value in asked.items()}}):
            found.setdefault(rule.letter, []).append((rule.id, sorted(asked)))
    return found


def facts_of(model: Model, graph: Graph, flow: Flow) -> Facts:
    """What a model says of a flow, in the words of the template; empty where an end is not there."""
    source, target = model.components.get(flow.source), model.components.get(flow.target)
    if source is None or target is None:
        return {}
    facts = {name: frozenset(values) for name, values in _facts(model, graph, flow, (source, target))}
    return facts if facts["source"] and facts["target"] else {}


def _facts(
    model: Model, graph: Graph, flow: Flow, ends: tuple[Component, Component]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """docs/reference/sdl.md has the same table in words."""
    source, target = ends
    caller = vocabulary.caller(flow.authentication)
    protected = vocabulary.in_transit(flow.encryption, flow.protocol).protected is True
    yield "source", (*_kinds(source.type), *_program(source.type))
    yield "target", (*_kinds(target.type), *_stencil(target.type))
    yield "flow crosses", (BOUNDARY,) if graph.crossings[flow.id] else ()
    yield "flow.authenticatesSource", _yes(caller.known) or (() if flow.authentication else ("Not Selected",))
    yield "flow.authenticatesDestination", _yes(protected or caller.mutual)
    yield "flow.providesConfidentiality", _yes(protected)
    yield "flow.providesIntegrity", _yes(protected)
    yield "flow.XMLenc", _yes(flow.protocol in _XML)
    yield _FORGERY, ("None",) if _forgeable(flow) else ("Yes",)
    yield "source.authenticatesItself", _yes(caller.known)
    yield "source.implementsAuthenticationScheme", _yes(caller.known)
    yield "source.implementsCommunicationProtocol", _yes(flow.protocol in _BARE)
    deciding = (model.flows[id].authorization for id in graph.flows_in[source.id])
    authorizes = any(word and word.lower() not in vocabulary.NO_AUTHORIZATION for word in deciding)
    yield "source.implementsCustomAuthorizationMechanism", _yes(authorizes)
    yield "source.storesLogData", _yes(source.type in _LOGS)
    yield "target.storesLogData", _yes(target.type in _LOGS)
    yield "target.storesCredentials", _yes(target.type in _CREDENTIALS)
    unmanaged = target.type in _UNMANAGED or target.technology.upper() in ("C", "C++")
    yield "target.codeType", ("Unmanaged",) if unmanaged else ()


def holds_logs(component: Component) -> bool:
    """Whether what a store keeps are records of what happened."""
    return component.type in _LOGS


def _yes(holds: bool | None) -> tuple[str, ...]:
    return ("Yes",) if holds else ()


def _kinds(type: str) -> tuple[str, ...]:
    known = vocabulary.component_type(type)
    return (KINDS[known.kind],) if known else ()


def _program(type: str) -> tuple[str, ...]:
    """Only what a person browses with can be made to send a forged request: all else is a program of another kind."""
    return () if type in _BROWSING else ("SE.P.TMCore.OSProcess",)


def _stencil(type: str) -> tuple[str, ...]:
    return (_STENCILS[type],) if type in _STENCILS else ()


def _forgeable(flow: Flow) -> bool:
    return (not flow.protocol or flow.protocol in _WEB) and flow.authentication not in _NOT_SENT_ALONG
