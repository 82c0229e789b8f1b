"""A generated model as the rules see it, without a file: of any size, the same each time, most of it in order."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.graph import Graph, build_graph
from checker.core.location import Location
from checker.core.model import Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.source import Snapshot
from checker.core.system import System

TRUST = ("untrusted", "internal", "internal", "restricted")
CLASSES = ("public", "internal", "confidential", "restricted")
TYPES = ("service", "worker", "web-app", "function", "database")


class Sized:
    """A model of so many components, each with as many flows, and what the rules are asked with."""

    def __init__(self, components: int, flows_each: int) -> None:
        self.model = _model(components, flows_each)
        self.graph: Graph = build_graph(self.model)
        self.snapshot = Snapshot(self.model, "threatmodel.yaml", "native", (), lambda ref: Location("threatmodel.yaml"))


def _model(size: int, flows_each: int) -> Model:
    zones, assets = size // 20 + 4, size // 10 + 4
    return Model(
        System("generated", owner="team", criticality="important"),
        components={one.id: one for one in sorted(_components(size, zones, assets))},
        flows={one.id: one for one in sorted(_flows(size, flows_each, assets))},
        boundaries={one.id: one for one in sorted(Boundary(f"b{n}", trust=TRUST[n % 4]) for n in range(zones))},
        data={one.id: one for one in sorted(Data(f"d{n}", classification=CLASSES[n % 4]) for n in range(assets))},
        threats={one.id: one for one in sorted(_threats(size))},
        controls={f"k{n}": Control(f"k{n}", status="implemented" if n % 8 else "planned") for n in range(9)},
    )


def _components(size: int, zones: int, assets: int) -> Iterator[Component]:
    for n in range(size):
        person, store = n % 50 == 7, n % 5 == 4
        yield Component(
            f"c{n:05}",
            type="person" if person else TYPES[n % 5],
            boundary="b0" if person else f"b{n % zones // 4 * 4 + 1 + n % 3}",
            owner=f"team-{n % 12}",
            encryption="" if n % 75 == 4 else "at-rest",
            stores=(f"d{n % assets}",) if store else (),
            processes=() if store else (f"d{n % assets}",),
        )


def _flows(size: int, each: int, assets: int) -> Iterator[Flow]:
    for n in range(size):
        for k in range(each):
            target = (n * (k + 2) + 1 + k) % size
            number = n * each + k
            yield Flow(
                f"f{n:05}-{k}",
                source=f"c{n:05}",
                target=f"c{target if target != n else (n + 1) % size:05}",
                data=(f"d{n % assets}", f"d{(n + k) % assets}"),
                protocol="http" if number % 89 == 0 else "https",
                encryption="" if number % 3 else "tls",
                authentication="none" if number % 61 == 0 else "oauth2" if number % 2 else "mtls",
                authorization="role-based",
                bidirectional=number % 40 == 0,
            )


def _threats(size: int) -> Iterator[Threat]:
    for n in range(size):
        if n % 40 != 3:
            yield Threat(
                f"t{n:05}",
                title="Orders are altered",
                on=(f"c{n:05}",),
                refs=("stride:T",),
                status="mitigated",
                controls=(f"k{n % 9}",),
                owner="team",
            )
