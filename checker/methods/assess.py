"""Every method that is known, asked of a model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from checker.core.assessment import Assessment, Part
from checker.core.graph import Graph
from checker.core.model import Model
from checker.methods import four_questions, linddun, pasta, vast
from checker.methods.elements import Elements
from checker.methods.stride import assess as stride

METHODS = {
    "stride": "STRIDE",
    "linddun": "LINDDUN",
    "pasta": "PASTA",
    "vast": "VAST",
    "four-questions": "the four questions",
}
"""Method -> what it is called. They are asked in this order."""

PARTS: dict[str, tuple[str, ...]] = {
    "stride": tuple(stride.VARIANTS),
    "linddun": tuple(linddun.VARIANTS),
    "pasta": tuple(pasta.STAGES),
    "vast": tuple(vast.VIEWS),
    "four-questions": tuple(four_questions.QUESTIONS),
}
"""Method -> what a model may claim of it."""


ELSEWHERE = ("dread", "plot4ai", "attack-trees")
"""Methods that a model may claim and whose parts are not measured here."""


def unknown_claims(model: Model) -> Iterator[tuple[str, str]]:
    """The method and part of each claim that nothing is known of; without a part where the method is not known."""
    for method, claims in model.system.methods:
        if method in METHODS:
            yield from ((method, claim) for claim in claims if claim not in PARTS[method])
        elif method not in ELSEWHERE:
            yield method, ""


def assessments(model: Model, graph: Graph, as_of: str, methods: Iterable[str] = METHODS) -> Iterator[Assessment]:
    """What each of some methods asks of a model. ``as_of`` is an ISO date."""
    elements = Elements(model, graph)
    for method in methods:
        claims = claimed(model, method)
        parts = tuple(part._replace(claimed=part.id in claims) for part in _parts(elements, method, as_of))
        yield Assessment(method, METHODS[method], bool(claims), parts)


def claimed(model: Model, method: str) -> tuple[str, ...]:
    """What a model claims of a method. A stage of PASTA that is signed off as done is claimed, too."""
    claims = dict(model.system.methods).get(method, ())
    signed = [stage for stage, said in model.system.pasta if said.done] if method == "pasta" else []
    return tuple(dict.fromkeys((*claims, *signed)))


def _parts(elements: Elements, method: str, as_of: str) -> tuple[Part, ...]:
    if method == "four-questions":
        return four_questions.assess(elements, as_of)
    return _ASKING[method](elements)


_ASKING: dict[str, Callable[[Elements], tuple[Part, ...]]] = {
    "stride": stride.assess,
    "linddun": linddun.assess,
    "pasta": pasta.assess,
    "vast": vast.assess,
}
