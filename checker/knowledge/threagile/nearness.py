"""Who shares a network or an execution environment with whom. By index: an asset looks only at its own neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from checker.knowledge.threagile.estate import Asset, Estate, is_cloud
from checker.knowledge.threagile.rating import HIGHEST
from checker.knowledge.threagile.words import WEB_PROTOCOLS

SHARED = ("nothing", "network", "execution-environment")
"""What is shared, least first."""


class Nearness:
    """Answers about the neighbours of assets. The lists of each zone are made once."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._lists: dict[tuple[str, str], list[Asset]] = {}
        self._secret: dict[str, bool] = {}

    def beside_less_protected(self, asset: Asset) -> bool:
        """Whether something less protected that it has no link with lies in the same network."""
        known = self._estate.connected(asset.id) | {asset.id}
        weak = self._in(
            "less", asset.zone, self._estate.zones,
            lambda other: other.of("less-protected") and not other.of("tolerated-neighbour"),
        )  # fmt: skip
        return any(other.id not in known for other in weak)

    def shared_by_identity(self, asset: Asset) -> str:
        """What it shares with something that has nothing to do with identities; one of :data:`SHARED`."""
        return self._shared(
            "identity",
            asset,
            lambda other: not (other.of("identity") or other.of("tolerated-neighbour")),
            lambda other: True,
        )

    def shared_by_vault(self, asset: Asset) -> str:
        """What it shares with something that is neither a vault nor a store that this one has a link with."""
        own = self._estate.connected(asset.id)
        return self._shared(
            "vault",
            asset,
            lambda other: not other.uses("vault"),
            lambda other: not (other.datastore and other.id in own),
        )

    def secret_in_reach(self, asset: Asset) -> bool:
        """Whether something strictly confidential in the same network is reached by a web protocol."""
        found = self._secret.get(asset.zone)
        if found is None:
            found = self._secret[asset.zone] = any(map(self._is_secret, self._estate.zones[asset.zone]))
        return found

    def in_cloud(self, asset: Asset) -> bool:
        """Whether the boundary directly around it is a part of a cloud."""
        boundary = self._estate.model.boundaries.get(asset.component.boundary)
        return boundary is not None and is_cloud(boundary)

    def _is_secret(self, asset: Asset) -> bool:
        if asset.highest.confidentiality != HIGHEST:
            return False
        return any(link.protocol in WEB_PROTOCOLS for link in self._estate.incoming[asset.id])

    def _shared(
        self, name: str, asset: Asset, stranger: Callable[[Asset], bool], counts: Callable[[Asset], bool]
    ) -> str:
        def among(others: Iterable[Asset]) -> bool:
            return any(other.id != asset.id and counts(other) for other in others)

        inside = self._in(name, asset.environment, self._estate.environments, stranger) if asset.environment else ()
        if among(inside):
            return SHARED[2]
        return SHARED[1] if among(self._in(f"{name}-zone", asset.zone, self._estate.zones, stranger)) else SHARED[0]

    def _in(
        self, name: str, place: str, places: dict[str, list[Asset]], chosen: Callable[[Asset], bool]
    ) -> list[Asset]:
        found = self._lists.get((name, place))
        if found is None:
            found = self._lists[name, place] = [asset for asset in places.get(place, ()) if chosen(asset)]
        return found
