"""Relative attacker attractiveness: how worthwhile each asset is to an attacker, in percent (Threagile's RAA).

An asset counts with its own rating and that of its data, by quantity; what is known to be worth more, such as a vault,
counts more. What is least worth is 0 and most is 100. A third of the difference to the most attractive asset that one
can go on to from here is added before. Nothing is below 1.
"""

from __future__ import annotations

from checker.knowledge.threagile.estate import Asset, Estate
from checker.knowledge.threagile.rating import Rating
from checker.knowledge.threagile.words import QUANTITIES

_OWN = ((8, 13, 21, 34, 55), (5, 8, 13, 21, 34), (5, 8, 13, 21, 34))
_HANDLED = ((5, 8, 13, 21, 34), (3, 5, 8, 13, 21), (3, 5, 8, 13, 21))
_TRANSFERRED = ((2, 3, 5, 8, 13), (2, 3, 5, 8, 13), (2, 3, 5, 8, 13))
"""Points by rank, for confidentiality, integrity and availability."""

Scale = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def attractiveness(estate: Estate) -> dict[str, float]:
    """Asset id -> percent, from 1 up."""
    values = {id: _value(estate, asset) for id, asset in estate.assets.items()}
    least, most = min(values.values(), default=0.0), max(values.values(), default=0.0)
    spread = (most - least) or 1.0

    def percent(value: float) -> float:
        return max((value - least) / spread * 100, 0.0) or 1.0

    alone = {id: percent(value) for id, value in values.items()}

    def pivot(id: str) -> float:
        if not estate.assets[id].in_scope:
            return 0.0
        deltas = (alone[link.target.id] - alone[id] for link in estate.outgoing[id])
        return max(0.0, *(delta / 3 for delta in deltas), 0.0)

    return {id: percent(value + pivot(id)) for id, value in values.items()}


def sensitivity(rating: Rating) -> int:
    """The points of an asset's own rating: what Threagile compares to find the most sensitive."""
    return _points(rating, _OWN, 1)


def _value(estate: Estate, asset: Asset) -> float:
    if not asset.in_scope:
        return 0.0
    score = float(sensitivity(asset.own))
    score += sum(_data(estate, id, _HANDLED) for id in (*asset.component.processes, *asset.component.stores))
    for link in estate.outgoing[asset.id]:
        score += sum(_data(estate, id, _TRANSFERRED) for id in (*link.sent, *link.received))
    return _weighted(asset, score)


def _weighted(asset: Asset, score: float) -> float:
    if asset.uses("load-balancer", "reverse-proxy"):
        score /= 5.5
    if asset.uses("monitoring"):
        score /= 5
    if asset.uses("container-platform"):
        score *= 5
    if asset.uses("vault"):
        score *= 2
    if asset.uses("build-pipeline", "sourcecode-repository", "artifact-registry"):
        score *= 2
    if asset.of("identity"):
        score *= 2.5
    elif asset.datastore:
        score *= 2
    return score * 1.5 if asset.component.tenancy == "multi" else score


def _data(estate: Estate, id: str, scale: Scale) -> int:
    rating, data = estate.ratings.get(id), estate.model.data.get(id)
    if rating is None or data is None:
        return 0
    return _points(rating, scale, QUANTITIES.get(dict(data.properties).get("quantity", ""), 1))


def _points(rating: Rating, scale: Scale, quantity: int) -> int:
    """``quantity`` multiplies confidentiality and integrity, not availability. What is not stated counts least."""
    ranks = (max(rank, 0) for rank in rating)
    confidentiality, integrity, availability = (points[rank] for points, rank in zip(scale, ranks, strict=True))
    return (confidentiality + integrity) * quantity + availability
