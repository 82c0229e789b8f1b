"""What rules of Threagile are about that is no element of a model: ways into an asset, transfers, contradictions.

Each says on which element a finding about it is shown (``subject``), and what tells it apart from others on the same
element (``discriminator``).
"""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Iterator
from typing import NamedTuple

from checker.core.location import Ref
from checker.knowledge.threagile.estate import Asset, Estate, Link


class Access(NamedTuple):
    """A way into an asset: a link, or with a ``forwarder`` between them the link that a caller has with that one.

    ``link`` is the one that ends at the asset, ``origin`` the one that the caller starts: the same if nothing forwards.
    """

    link: Link
    origin: Link

    @property
    def subject(self) -> Ref:
        return Ref("flow", self.origin.id)

    @property
    def discriminator(self) -> str:
        return self.link.id if self.forwarded else ""

    @property
    def forwarded(self) -> bool:
        return self.link is not self.origin


class Transfer(NamedTuple):
    """Data that an asset exchanges with a partner, over whatever links there are between them."""

    asset: Asset
    partner: Asset
    data: str

    @property
    def subject(self) -> Ref:
        return Ref("component", self.asset.id)

    @property
    def discriminator(self) -> str:
        return f"{self.data}@{self.partner.id}"


class Contradiction(NamedTuple):
    """Something about a link that does not go together with something else about it; one of :data:`CONTRADICTIONS`."""

    link: Link
    kind: str

    @property
    def subject(self) -> Ref:
        return Ref("flow", self.link.id)

    @property
    def discriminator(self) -> str:
        return self.kind


CONTRADICTIONS = ("direction", "library-call", "file-access", "container-start")
"""Its data with whether it only reads; its protocol with what the target is."""


class Gap(NamedTuple):
    """Something that a model says it does not know: the technology of an asset, or the protocol of a link."""

    asset: Asset
    link: Link | None = None

    @property
    def subject(self) -> Ref:
        return Ref("flow", self.link.id) if self.link else Ref("component", self.asset.id)

    @property
    def discriminator(self) -> str:
        return ""


class Runtime(NamedTuple):
    """A shared runtime and the assets on it. It is no element of ours, so a finding is about the model."""

    id: str
    tags: tuple[str, ...]
    assets: tuple[Asset, ...]
    system: str

    @property
    def subject(self) -> Ref:
        return Ref("system", self.system)

    @property
    def discriminator(self) -> str:
        return self.id


def accesses(estate: Estate) -> Iterator[Access]:
    """Every link as a way into its target, and behind each forwarder the links that callers have with it."""
    for link in estate.links.values():
        yield Access(link, link)
        if link.source.of("forwarder"):
            for origin in estate.incoming[link.source.id]:
                yield Access(link, origin)


def transfers(estate: Estate) -> Iterator[Transfer]:
    """Each (asset, partner, data) once."""
    for asset in estate.assets.values():
        ways = [(link, link.target) for link in estate.outgoing[asset.id]]
        ways += [(link, link.source) for link in estate.incoming[asset.id]]
        found = {(partner.id, id): partner for link, partner in ways for id in (*link.sent, *link.received)}
        for (_, id), partner in found.items():
            if id in estate.ratings:
                yield Transfer(asset, partner, id)


def contradictions(estate: Estate) -> Iterator[Contradiction]:
    """What does not go together, link by link. Where no data is stated at all, in other formats, that says nothing."""
    for link in estate.links.values():
        for kind in CONTRADICTIONS:
            if _contradicts(estate, link, kind):
                yield Contradiction(link, kind)


def gaps(estate: Estate) -> Iterator[Gap]:
    """Every unknown technology of an asset, and every unknown protocol of a link."""
    for asset in estate.assets.values():
        if asset.uses("unknown-technology"):
            yield Gap(asset)
        for link in estate.outgoing[asset.id]:
            if link.protocol == "unknown-protocol":
                yield Gap(asset, link)


def runtimes(estate: Estate) -> Iterator[Runtime]:
    """The shared runtimes, in order of id."""
    running: dict[str, list[Asset]] = {}
    for asset in estate.assets.values():
        for id in filter(None, asset.facts.get("shared_runtimes", "").split(", ")):
            running.setdefault(id, []).append(asset)
    prefix = "shared_runtime_tags."
    stated = estate.model.system.properties
    tags = {name.removeprefix(prefix): value for name, value in stated if name.startswith(prefix)}
    for id in sorted({*running, *tags}):
        yield Runtime(
            id, tuple(filter(None, tags.get(id, "").split(", "))), tuple(running.get(id, ())), estate.model.id
        )


def is_custom(asset: Asset) -> bool:
    """Whether parts of an asset are of one's own making: said so, or its code is in the repository."""
    return asset.facts.get("custom_developed_parts") == "true" or bool(asset.component.paths)


def propagates_user(link: Link) -> bool:
    """Whether the identity of the person at the far end goes along."""
    return link.flow.authorization == "end-user-identity-propagation"


def _contradicts(estate: Estate, link: Link, kind: str) -> bool:
    protocol, target = link.protocol, link.target
    if kind == "direction":
        if not (estate.model.derives_threats or link.sent or link.received):
            return False
        return not (link.received if link.facts.get("readonly") == "true" else link.sent)
    if kind == "library-call":
        return protocol == "in-process" and _is_not(target, "library")
    if kind == "file-access":
        return protocol == "local-file-access" and _is_not(target, "local-file-system")
    return protocol == "container-spawning" and target.facts.get("machine", "container") != "container"


def _is_not(asset: Asset, technology: str) -> bool:
    """Whether it is known to be made with something else."""
    return bool(asset.technologies) and not asset.uses(technology)
