"""What of a model lies in a cloud, and whose cloud it is: what is to be hardened as its provider says."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.core.location import Ref
from checker.core.model import Boundary
from checker.knowledge.threagile.attractiveness import sensitivity
from checker.knowledge.threagile.estate import Asset, Estate, is_cloud
from checker.knowledge.threagile.rating import NOTHING, Rating, highest
from checker.knowledge.threagile.subjects import Runtime, runtimes
from checker.knowledge.threagile.words import AWS_SERVICES, CLOUD_TAGS, PROVIDERS

SERVICES = ("ec2", "s3")
"""Services of AWS that have a guide of their own."""


class Hardening(NamedTuple):
    """Something in a cloud. ``guide``: whose advice applies, a provider or a service of AWS, or empty if not stated."""

    subject: Ref
    guide: str
    name: str
    """The id of the boundary, shared runtime or asset."""
    rating: Rating
    """The highest of what is inside."""

    @property
    def discriminator(self) -> str:
        return f"{self.name}@{self.guide}" if self.subject.kind == "system" else self.guide


def hardenings(estate: Estate) -> Iterator[Hardening]:
    """Runtimes and boundaries of each provider; where it has neither, its most sensitive asset; and single services."""
    inside = _inside(estate)
    shared = [runtime for runtime in runtimes(estate) if _known(runtime.tags)]
    boundaries = [one for one in estate.model.boundaries.values() if _known(one.tags) or is_cloud(one)]
    found = [*_of_runtimes(shared), *_of_boundaries(boundaries, inside)]
    yield from found
    there = {hardening.guide for hardening in found}
    owned = _owned(estate, shared, boundaries, inside)
    for provider in PROVIDERS:
        if provider not in there and (assets := owned[provider]):
            yield _of_asset(min(assets.values(), key=_most_sensitive_first), provider)
    yield from _of_services(estate, shared)


def _of_runtimes(shared: Iterable[Runtime]) -> Iterator[Hardening]:
    for runtime in shared:
        for provider in _providers(runtime.tags):
            yield Hardening(runtime.subject, provider, runtime.id, _together(runtime.assets))


def _of_boundaries(boundaries: Iterable[Boundary], inside: dict[str, list[Asset]]) -> Iterator[Hardening]:
    for boundary in boundaries:
        for provider in _providers(boundary.tags) if _known(boundary.tags) else [""]:
            yield Hardening(Ref("boundary", boundary.id), provider, boundary.id, _together(inside[boundary.id]))


def _of_asset(asset: Asset, guide: str) -> Hardening:
    return Hardening(Ref("component", asset.id), guide, asset.id, asset.highest)


def _of_services(estate: Estate, shared: Iterable[Runtime]) -> Iterator[Hardening]:
    """Assets that name a service of AWS, where they or what is around them name one with a guide."""
    by_asset: dict[str, set[str]] = {}
    for runtime in shared:
        for asset in runtime.assets:
            by_asset.setdefault(asset.id, set()).update(runtime.tags)
    for asset in estate.assets.values():
        if not _has(asset.component.tags, AWS_SERVICES):
            continue
        tags = {*asset.component.tags, *by_asset.get(asset.id, ())}
        for id in estate.graph.chains[asset.id]:
            tags.update(estate.model.boundaries[id].tags)
        for service in SERVICES:
            if _has(tags, [f"aws:{service}"]):
                yield _of_asset(asset, service)


def _owned(
    estate: Estate, shared: Iterable[Runtime], boundaries: Iterable[Boundary], inside: dict[str, list[Asset]]
) -> dict[str, dict[str, Asset]]:
    """Provider -> the assets that lie with it: by their own tags, else by those of what is around them."""
    owned: dict[str, dict[str, Asset]] = {provider: {} for provider in PROVIDERS}

    def add(asset: Asset, tags: Iterable[str]) -> None:
        for provider in _providers(tags):
            owned[provider][asset.id] = asset

    for asset in estate.assets.values():
        if _known(asset.component.tags):
            add(asset, asset.component.tags)
    for boundary in boundaries:
        for asset in inside[boundary.id] if _known(boundary.tags) else ():
            if not _known(asset.component.tags):
                add(asset, boundary.tags)
    for runtime in shared:
        for asset in runtime.assets:
            add(asset, runtime.tags)
    return owned


def _inside(estate: Estate) -> dict[str, list[Asset]]:
    """Boundary -> every asset in it, however deep."""
    found: dict[str, list[Asset]] = {id: [] for id in estate.model.boundaries}
    for asset in estate.assets.values():
        for id in estate.graph.chains[asset.id]:
            found[id].append(asset)
    return found


def _together(assets: Iterable[Asset]) -> Rating:
    return highest(NOTHING, (asset.highest for asset in assets))


def _most_sensitive_first(asset: Asset) -> tuple[int, str]:
    """The order that begins with the most sensitive one; of several, with the first by id."""
    return -sensitivity(asset.own), asset.id


def _has(tags: Iterable[str], wanted: Iterable[str]) -> bool:
    return not {tag.strip().lower() for tag in tags}.isdisjoint(wanted)


def _known(tags: Iterable[str]) -> bool:
    return _has(tags, CLOUD_TAGS)


def _providers(tags: Iterable[str]) -> list[str]:
    """The providers that tags name, alone or before a colon."""
    bases = {tag.strip().lower().partition(":")[0] for tag in tags}
    return [provider for provider in PROVIDERS if provider in bases]
