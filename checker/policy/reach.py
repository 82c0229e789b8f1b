"""Rules about ways: which components can be reached along flows, and what is missing on the way there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.finding import Related
from checker.core.location import Ref
from checker.core.model import Component, Flow
from checker.core.source import Snapshot
from checker.core.way import way_text
from checker.documents.words import quote
from checker.policy.facts import Facts
from checker.policy.matchers import Scope, compile_matcher, cost, every
from checker.policy.paths import resolve
from checker.policy.place import Place, show
from checker.policy.view import Value
from checker.policy.views import COMPONENT, FLOW
from checker.policy.ways import Network, Terrain, Way, shortest_ways
from checker.policy.words import Test

MUST_CROSS, MUST_VISIT = "must_cross", "must_visit"
_OF_FLOWS = ("via", MUST_CROSS)
ASKED = {**dict.fromkeys(("from", "to", "avoid", MUST_VISIT), COMPONENT), **dict.fromkeys(_OF_FLOWS, FLOW)}
"""The keys of a ``path`` that hold matchers, and the view that each asks."""

_ANY = 2**31


class Reach(NamedTuple):
    """The ``path`` of a rule, compiled; ``start``, ``end`` and ``hops`` are its ``from``, ``to`` and ``max_hops``."""

    start: Test
    end: Test
    via: Test | None = None
    avoid: Test | None = None
    must_cross: Test | None = None
    must_visit: Test | None = None
    hops: int = _ANY
    costs: tuple[int, int] = (1, 1)
    """The steps that asking it of one component, and of one flow, takes at most, besides its lists."""


class Walk(NamedTuple):
    """A way that a rule finds. ``missed`` are the keys of the rule, of two, that nothing on the way meets."""

    components: tuple[Component, ...]
    flows: tuple[Flow, ...]
    missed: tuple[str, ...] = ()

    @property
    def start(self) -> Component:
        return self.components[0]

    @property
    def end(self) -> Component:
        return self.components[-1]

    @property
    def steps(self) -> tuple[Ref, ...]:
        """Components and flows in turn, from the start to the end."""
        steps = [Ref("component", self.start.id)]
        for flow, component in zip(self.flows, self.components[1:], strict=True):
            steps += [Ref("flow", flow.id), Ref("component", component.id)]
        return tuple(steps)


def compile_reach(path: Mapping[str, Any], scope: Scope, place: Place) -> Reach:
    """Make a ``path`` ready to be asked. Raises UsageError, with the place, for a name that is unknown."""
    asked = {at.path[-1]: compile_matcher(matcher, inner, at) for matcher, inner, at in parts_of(path, scope, place)}
    tests = {key: every(clauses) for key, clauses in asked.items()}
    hops = path.get("max_hops", _ANY)
    if not isinstance(hops, int) or isinstance(hops, bool) or hops < 1:
        place.at("max_hops").fail(f"expected a number of 1 or more, not {show(hops)}")
    return Reach(
        start=tests["from"],
        end=tests["to"],
        via=tests.get("via"),
        avoid=tests.get("avoid"),
        must_cross=tests.get(MUST_CROSS),
        must_visit=tests.get(MUST_VISIT),
        hops=hops,
        costs=(
            sum(cost(clauses) for key, clauses in asked.items() if key not in _OF_FLOWS),
            sum(cost(clauses) for key, clauses in asked.items() if key in _OF_FLOWS),
        ),
    )


def parts_of(path: Mapping[str, Any], scope: Scope, place: Place) -> Iterator[tuple[Any, Scope, Place]]:
    """The matchers of a ``path``, each with what it is asked of and where it stands."""
    for key, view in ASKED.items():
        if key in path:
            yield path[key], scope._replace(view=view), place.at(key)


def walks(reach: Reach, facts: Facts) -> Iterator[Walk]:
    """The ways that break the rule: the shortest to each component, in order of id."""
    components = facts.all("component")
    each, each_flow = reach.costs
    facts.budget.spend(len(components) * each + len(facts.model.flows) * each_flow)
    starts = [number for number, one in enumerate(components) if reach.start(facts, one)]
    ends = {number for number, one in enumerate(components) if starts and reach.end(facts, one)}
    if not ends:
        return
    whole = facts.network
    shortest: dict[int, Way] = {}
    for terrain in _terrains(reach, facts, whole):
        for end, way in shortest_ways(whole, starts, ends, terrain, facts.budget.spend).items():
            if end not in shortest or len(way.flows) < len(shortest[end].flows):
                shortest[end] = way
    for _, way in sorted(shortest.items()):
        components = tuple(whole.components[number] for number in way.components)
        flows = tuple(whole.flows[number] for number in way.flows)
        yield Walk(components, flows, _missed(reach, facts, components, flows))


def _terrains(reach: Reach, facts: Facts, whole: Network) -> Iterator[Terrain]:
    """Where every way misses what must be on it: that is, all of the network but what would do. One for each demand."""
    via, avoid, must_cross, must_visit = reach.via, reach.avoid, reach.must_cross, reach.must_visit
    walkable = [via is None or via(facts, flow) for flow in whole.flows]
    passable = [avoid is None or not avoid(facts, one) for one in whole.components]
    if must_cross is not None:
        bare = [may and not must_cross(facts, flow) for may, flow in zip(walkable, whole.flows, strict=True)]
        yield Terrain(bare, passable, reach.hops)
    if must_visit is not None:
        others = [may and not must_visit(facts, one) for may, one in zip(passable, whole.components, strict=True)]
        yield Terrain(walkable, others, reach.hops)
    if must_cross is None and must_visit is None:
        yield Terrain(walkable, passable, reach.hops)


def _missed(reach: Reach, facts: Facts, components: tuple[Component, ...], flows: tuple[Flow, ...]) -> tuple[str, ...]:
    if reach.must_cross is None or reach.must_visit is None:
        return ()
    cross, visit = reach.must_cross, reach.must_visit
    crossed, visited = any(cross(facts, flow) for flow in flows), any(visit(facts, one) for one in components[1:-1])
    return tuple(key for key, met in ((MUST_CROSS, crossed), (MUST_VISIT, visited)) if not met)


def steps_of(walk: Walk, snapshot: Snapshot) -> tuple[Related, ...]:
    """The way as a finding carries it: each step with its place."""
    refs = walk.steps
    says = {0: ": the way starts here", len(refs) - 1: ": the way ends here"}
    texts = (f"{ref.kind} {quote(ref.id)}{says.get(number, '')}" for number, ref in enumerate(refs))
    return tuple(Related(snapshot.locate(ref), text, element=ref) for ref, text in zip(refs, texts, strict=True))


def lacking(walk: Walk) -> str:
    """What to add to a message where a rule has two demands: which of them the way misses."""
    says = {MUST_CROSS: "no flow on the way meets 'must_cross'", MUST_VISIT: "nothing in between meets 'must_visit'"}
    return f" ({' and '.join(says[key] for key in walk.missed)})" if walk.missed else ""


def placeholder(name: str, place: Place) -> Value | None:
    """What ``{from.…}``, ``{to.…}``, ``{self.…}``, ``{hops}`` and ``{way}`` stand for in a message about a way.

    None for a parameter, which all rules have. Raises UsageError for a name that stands for nothing.
    """
    first, _, rest = name.partition(".")
    if name == "hops":
        return lambda _, walk: len(walk.flows)
    if name == "way":
        return lambda _, walk: way_text(walk.steps)
    if first == "params":
        return None
    if first not in ("from", "to", "self") or not rest:
        hint = "placeholders of a rule about ways are {from.field}, {to.field}, {hops} and {way}"
        place.fail(f"no placeholder is called {show(name)}", hint)
    get = resolve(rest, COMPONENT, place, changes=False).value
    if first == "from":
        return lambda facts, walk: get(facts, walk.start)
    return lambda facts, walk: get(facts, walk.end)
