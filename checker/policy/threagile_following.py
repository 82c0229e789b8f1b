"""Views of what follows from a model in Threagile's sense: what rules go through that is no element of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from checker.knowledge.threagile import cloud, examples, subjects, words
from checker.policy.facts import Facts
from checker.policy.view import Field, View, flag, many, one, text, view, word


def _mixed(_: Facts, runtime: subjects.Runtime) -> bool:
    return all(any(asset.of(side) for asset in runtime.assets) for side in ("frontend", "backend"))


def _spread(_: Facts, runtime: subjects.Runtime) -> bool:
    return len({asset.component.boundary for asset in runtime.assets}) > 1


def _kept(facts: Facts, transfer: subjects.Transfer) -> bool | None:
    """None where a format does not state what the asset works on at all."""
    component = transfer.asset.component
    known = (*component.processes, *component.stores)
    return transfer.data in known if known or facts.model.derives_threats else None


def _derived(name: str, doc: str, find: Callable[[Any], Iterable[Any]], *fields: Field) -> View:
    """A view of what follows from a model: asked one by one, but no element of it."""
    return view(name, "", doc, *fields)._replace(elements=lambda facts: find(facts.threagile))


ACCESS = _derived(
    "threagile_access",
    "A way into an asset: a flow, or one that ends at what forwards to the asset",
    subjects.accesses,
    one("target", "threagile_asset", "What is reached", lambda _, e: e.link.target, "to"),
    one("caller", "threagile_asset", "Who starts it", lambda _, e: e.origin.source, "from"),
    one(
        "last", "threagile_asset", "Who calls the target: the caller, or what forwards", lambda _, e: e.link.source, ""
    ),
    one("origin", "threagile_link", "The link that the caller starts", lambda _, e: e.origin, ""),
    flag("forwarded", "Something between the caller and the target forwards it", lambda _, e: e.forwarded, ""),
)

TRANSFER = _derived(
    "threagile_transfer",
    "Data that an asset exchanges with a partner",
    subjects.transfers,
    one("asset", "threagile_asset", "Who sends or gets it", lambda _, e: e.asset, ""),
    one("partner", "threagile_asset", "The other end", lambda _, e: e.partner, ""),
    one("data", "threagile_data", "What is sent", lambda _, e: e.data, ""),
    flag("kept", "The asset works on it or stores it", _kept, "processes"),
)

CONTRADICTION = _derived(
    "threagile_contradiction",
    "Something about a flow that does not go with something else about it",
    subjects.contradictions,
    one("link", "threagile_link", "The flow", lambda _, e: e.link, ""),
    word("kind", subjects.CONTRADICTIONS, "What contradicts: its data, or its protocol", lambda _, e: e.kind, ""),
)

GAP = _derived(
    "threagile_gap",
    "A technology or a protocol that is said to be unknown",
    subjects.gaps,
    one("asset", "threagile_asset", "Where it is", lambda _, e: e.asset, ""),
    one("link", "threagile_link", "The link whose protocol is unknown", lambda _, e: e.link, ""),
)

EXAMPLE = _derived(
    "threagile_example",
    "The asset that stands for all that something missing is missing for",
    examples.examples,
    word("topic", examples.TOPICS, "What may be missing", lambda _, e: e.topic, ""),
    one("asset", "threagile_asset", "The asset", lambda _, e: e.asset, ""),
    flag("sensitive", "One of those that it stands for is sensitive", lambda _, e: e.sensitive, ""),
    many("assets", "threagile_asset", "Every asset of the model", lambda f, _: tuple(f.threagile.assets.values())),
)

RUNTIME = _derived(
    "threagile_runtime",
    "A shared runtime",
    subjects.runtimes,
    text("id", "Its id", lambda _, e: e.id, ""),
    many("assets", "threagile_asset", "What runs on it", lambda _, e: e.assets),
    flag("spread", "What runs on it lies in different boundaries", _spread, ""),
    flag("mixed", "It runs both what only faces users and what only works behind", _mixed, ""),
)

HARDENING = _derived(
    "threagile_hardening",
    "Something in a cloud that is to be hardened",
    cloud.hardenings,
    text("id", "Id of the boundary, shared runtime or component", lambda _, e: e.name, ""),
    word("guide", (*words.PROVIDERS, *cloud.SERVICES), "Whose advice applies", lambda _, e: e.guide, ""),
    one("highest", "threagile_rating", "The highest rating of what is inside", lambda _, e: e.rating, ""),
)

VIEWS = {one.name: one for one in (ACCESS, TRANSFER, CONTRADICTION, GAP, EXAMPLE, RUNTIME, HARDENING)}
