"""What lies inside itself: boundaries, and in some formats components, whose parents lead back to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.documents.words import quote

if TYPE_CHECKING:
    from checker.inputs.gathering import At, Gathering

_SHOWN = 8
_PLURALS = {"boundary": "boundaries", "component": "components"}
_HINT = "leave the parent of the outermost one out"

K = TypeVar("K", bound=str | tuple[str, str])


def circles(parents: Mapping[K, K]) -> Iterator[list[K]]:
    """Each circle once, from the least of its keys on. Every key is looked at twice at most."""
    done: set[K] = set()
    for start in sorted(parents):
        trail: dict[K, int] = {}
        here = start
        while here in parents and here not in done and here not in trail:
            trail[here] = len(trail)
            here = parents[here]
        if here in trail:
            circle: list[K] = [*trail][trail[here] :]
            least = circle.index(min(circle))
            yield [*circle[least:], *circle[:least]]
        done.update(trail)


def circle_found(circle: Sequence[Ref], at: Callable[[Ref], Location], hint: str = _HINT) -> Finding:
    """The finding about a circle of the fields that say in what something is. ``at`` is where such a field stands.
    ``Finding.model`` is left empty."""
    first, shown = circle[0], circle[:_SHOWN]
    kinds = {ref.kind for ref in circle}
    what = _PLURALS[first.kind] if len(kinds) == 1 else "elements"
    more = [f"{len(circle) - _SHOWN:,} more"] if len(circle) > _SHOWN else []
    way = " in ".join((*(quote(ref.id) for ref in shown), *more, quote(first.id)))
    return Finding(
        rule="model/boundary-cycle",
        severity="",
        message=f"{what} lie inside each other in a circle: {way}",
        subject=first,
        location=at(first),
        related=tuple(Related(at(ref), f"the parent of {quote(ref.id)}") for ref in shown[1:]),
        hint=hint,
    )


def say_circles(gathering: Gathering, places: Mapping[str, At]) -> None:
    """A finding for each circle of the boundaries gathered so far; ``places`` by id."""
    for circle in circles({id: one.parent for id, one in gathering.elements("boundary").items()}):
        refs = [Ref("boundary", id, "parent") for id in circle]
        gathering.findings.append(circle_found(refs, lambda ref: places[ref.id]("parent")))
