"""Threagile's elements as ours: assets become components, links flows, and so on (docs/reference/formats/threagile.md).

Everything is tolerated here: what is wrong was said by the checks. Facts without a field of their own are kept as
``properties`` under Threagile's names. A flag that is left out is false, as for Threagile, so only true ones are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.core.model import Boundary, Component, Data, Flow
from checker.core.system import System, as_properties
from checker.documents.document import Document
from checker.inputs.threagile.parts import Entry, first
from checker.inputs.threagile.structure import Link, Named, Outline
from checker.inputs.threagile.words import SPELLINGS
from checker.inputs.values import flag, text, texts
from checker.knowledge.threagile.words import CLOUD_TAGS
from checker.knowledge.vocabulary import canonical, component_type, is_cleartext, is_encrypted, protocol

CLASSIFICATION = {
    "public": "public",
    "internal": "internal",
    "restricted": "confidential",
    "confidential": "confidential",
    "strictly-confidential": "restricted",
}
"""Threagile's five confidentiality ratings on our four: the one between two of ours takes the higher."""

_CRITICALITY = {
    "archive": "low",
    "operational": "low",
    "important": "important",
    "critical": "critical",
    "mission-critical": "critical",
}
_KINDS = {"external-entity": "external-entity", "process": "process", "datastore": "data-store"}
_TYPES = {
    "devops-client": "desktop-app",
    "ejb": "service",
    "task": "worker",
    "ai": "inference-endpoint",
    "tool": "cli-tool",
}
"""Technologies that our vocabulary does not know, or knows as something else."""

_VAGUE = ("library", "task", "tool", "unknown-technology")
"""Technologies that say little about a component that has others besides."""

_TEXTS = ("application_description", "business_overview", "technical_overview")


def system(outline: Outline, id: str) -> System:
    """The model as a whole: Threagile has no id for it, so it is given one."""
    documents = outline.documents
    author = first(documents, "author")[0]
    criticality = text(first(documents, "business_criticality")[0])
    version = text(first(documents, "threagile_version")[0])
    return System(
        id=id,
        name=text(first(documents, "title")[0]),
        description="\n\n".join(_descriptions(documents)),
        owner=text(author.get("name")) if isinstance(author, dict) else "",
        criticality=_CRITICALITY.get(criticality, ""),
        ai=any("ai" in technologies(asset.body) for asset in outline.assets),
        taxonomies=(("threagile", version),) if version else (),
        properties=as_properties({"business_criticality": criticality, **_runtime_tags(outline)}),
    )


def component(asset: Entry, inside: tuple[Named, ...], runtimes: Iterable[str]) -> Component:
    """A technical asset. ``inside`` are the boundaries that list it, ``runtimes`` the shared runtimes."""
    body = asset.body
    scope = text(body.get("justification_out_of_scope")) or "no reason given"
    words = ("type", "usage", "size", "machine", "confidentiality", "integrity", "availability")
    flags = ("internet", "redundant", "custom_developed_parts", "used_as_client_by_human")
    rest = {
        "encryption": word(body.get("encryption")),
        "data_formats_accepted": _listed(body.get("data_formats_accepted")),
        "shared_runtimes": ", ".join(sorted(runtimes)),
        "trust_boundaries": _several(inside),
    }
    return Component(
        id=asset.id,
        name=asset.title,
        description=text(body.get("description")),
        tags=tags(body),
        type=_type(body),
        boundary=inside[0].boundary if inside else "",
        owner=text(body.get("owner")),
        technology=", ".join(technologies(body)),
        tenancy="multi" if flag(body.get("multi_tenant")) else "single",
        encryption=canonical(word(body.get("encryption")), "encryption_at_rest"),
        stores=_ids(body.get("data_assets_stored")),
        processes=_ids(body.get("data_assets_processed")),
        out_of_scope=scope if flag(body.get("out_of_scope")) else "",
        properties=as_properties({**_words(body, words), **_flags(body, flags), **rest}),
    )


def flow(link: Link) -> Flow:
    """A communication link: from the asset that holds it to its target."""
    body = link.entry.body
    sent, received = _ids(body.get("data_assets_sent")), _ids(body.get("data_assets_received"))
    rest = {"data_assets_sent": ", ".join(sent), "data_assets_received": ", ".join(received)}
    return Flow(
        id=link.id,
        name=link.entry.title,
        description=text(body.get("description")),
        tags=tags(body),
        source=link.source,
        target=text(body.get("target")),
        data=tuple(sorted({*sent, *received})),
        protocol=canonical(word(body.get("protocol")), "protocols"),
        authentication=canonical(word(body.get("authentication")), "authentication"),
        authorization=word(body.get("authorization")),
        encryption=_in_transit(word(body.get("protocol")), flag(body.get("vpn"))),
        properties=as_properties(
            {**_words(body, ("usage",)), **_flags(body, ("vpn", "ip_filtered", "readonly")), **rest}
        ),
    )


def boundary(entry: Entry, around: tuple[Named, ...]) -> Boundary:
    """A trust boundary. Threagile states no trust, so neither do we. ``around`` are the boundaries that nest it."""
    type = word(entry.body.get("type"))
    return Boundary(
        id=entry.id,
        name=entry.title,
        description=text(entry.body.get("description")),
        tags=tags(entry.body),
        kind=canonical(type, "boundary_kinds"),
        parent=around[0].boundary if around else "",
        properties=as_properties({"type": type, "trust_boundaries": _several(around)}),
    )


def data(entry: Entry) -> Data:
    """A data asset."""
    body = entry.body
    ratings = ("confidentiality", "integrity", "availability", "usage", "quantity")
    return Data(
        id=entry.id,
        name=entry.title,
        description=text(body.get("description")),
        tags=tags(body),
        classification=CLASSIFICATION.get(word(body.get("confidentiality")), ""),
        integrity=word(body.get("integrity")),
        properties=as_properties(_words(body, ratings)),
    )


def tags(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The tags of an entry: a set, in lower case, as Threagile reads them."""
    return tuple(sorted({tag.lower() for tag in texts(body.get("tags"))}))


def technologies(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The technologies of an asset, sorted: one word in 0.9, a list in 1.0, either key in both."""
    return tuple(sorted({*texts(body.get("technology")), *texts(body.get("technologies"))}))


def word(value: Any) -> str:
    """A word of an enumeration, in the spelling of 1.0."""
    written = text(value)
    return SPELLINGS.get(written, written)


def _type(body: Mapping[str, Any]) -> str:
    """The component type that the technology names, if it is of the kind that the asset's ``type`` states."""
    kind = _KINDS.get(text(body.get("type")), "")
    for name in sorted(technologies(body), key=lambda name: (name in _VAGUE, name)):
        known = component_type(_TYPES.get(name, name))
        if known and kind in ("", known.kind):
            return known.id
    if kind == "external-entity" and flag(body.get("used_as_client_by_human")):
        return "person"
    return kind or "process"


def _in_transit(word: str, vpn: bool) -> str:
    """What protects a link, as far as its protocol and ``vpn`` say."""
    if is_encrypted(word):
        return "ssh" if word in ("ssh", "ssh-tunnel", "sftp", "scp") else "tls"
    known = protocol(word)
    if vpn and not (known and known.local):
        return "vpn"
    return "none" if is_cleartext(word) else ""


def _descriptions(documents: tuple[Document, ...]) -> Iterator[str]:
    for key in _TEXTS:
        value = first(documents, key)[0]
        if isinstance(value, dict) and (description := text(value.get("description"))):
            yield description
    if comment := text(first(documents, "management_summary_comment")[0]):
        yield comment


def _runtime_tags(outline: Outline) -> dict[str, str]:
    """The tags of shared runtimes that say whose cloud they are in. Who runs on one is said at each component."""
    found = {runtime.id: [tag for tag in tags(runtime.body) if tag in CLOUD_TAGS] for runtime in outline.runtimes}
    return {f"shared_runtime_tags.{id}": ", ".join(clouds) for id, clouds in found.items()}


def _several(named: tuple[Named, ...]) -> str:
    """The boundaries that list something, where that is more than one."""
    return ", ".join(sorted(n.boundary for n in named)) if len(named) > 1 else ""


def _ids(value: Any) -> tuple[str, ...]:
    return tuple(sorted(texts(value)))


def _listed(value: Any) -> str:
    return ", ".join(sorted(texts(value)))


def _words(body: Mapping[str, Any], keys: Iterable[str]) -> dict[str, str]:
    return {key: word(body.get(key)) for key in keys}


def _flags(body: Mapping[str, Any], keys: Iterable[str]) -> dict[str, str]:
    return {key: "true" for key in keys if flag(body.get(key))}
