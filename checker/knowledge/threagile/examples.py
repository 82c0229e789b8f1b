"""What is missing once in a model, and the asset that Threagile names as an example of what it is missing for."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.core.location import Ref
from checker.knowledge.threagile.attractiveness import sensitivity
from checker.knowledge.threagile.estate import Asset, Estate
from checker.knowledge.threagile.rating import NOTHING
from checker.knowledge.threagile.subjects import is_custom, propagates_user


class Example(NamedTuple):
    """Something that is missing in a whole model, and the asset that stands for it; None where all are worth nothing.

    ``topic`` is one of :data:`TOPICS`. ``sensitive``: one of the assets it is about is.
    """

    topic: str
    asset: Asset | None
    sensitive: bool
    system: str

    @property
    def subject(self) -> Ref:
        return Ref("component", self.asset.id) if self.asset else Ref("system", self.system)

    @property
    def discriminator(self) -> str:
        return ""


TOPICS = ("vault", "build-infrastructure", "identity-store")


def examples(estate: Estate) -> Iterator[Example]:
    """One for each topic that the model gives rise to."""
    assets, system = estate.assets.values(), estate.model.id
    yield Example("vault", _most_sensitive(assets), any(asset.highest.sensitive for asset in assets), system)
    custom = [asset for asset in assets if asset.in_scope and is_custom(asset)]
    if custom:
        yield _standing_for("build-infrastructure", [(asset, asset) for asset in custom], system)
    users = [
        (asset, link.target)
        for asset in assets
        for link in sorted(estate.outgoing[asset.id], key=lambda link: link.flow.name, reverse=True)
        if propagates_user(link)
    ]
    if users:
        yield _standing_for("identity-store", users, system)


def _most_sensitive(assets: Iterable[Asset]) -> Asset | None:
    """The first by id whose own rating is worth most; None where none is worth more than the least there is."""
    best: Asset | None = None
    for asset in assets:
        if sensitivity(asset.own) > _worth(best):
            best = asset
    return best


def _worth(asset: Asset | None) -> int:
    return sensitivity(asset.own if asset else NOTHING)


def _standing_for(topic: str, pairs: list[tuple[Asset, Asset]], system: str) -> Example:
    """The example that Threagile names. Of each pair the second decides whether it is serious.

    Until something sensitive is met the latest second one stands for all; a first one that is worth more replaces it.
    """
    best, sensitive = pairs[0][1], False
    for asset, decides in pairs:
        if not sensitive:
            best, sensitive = decides, decides.highest.sensitive
        if sensitivity(asset.own) > sensitivity(best.own):
            best = asset
    return Example(topic, best, sensitive, system)
