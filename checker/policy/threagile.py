"""The views of what Threagile's rules know (checker.knowledge.threagile): loaded where a rule names one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from checker.knowledge import vocabulary
from checker.knowledge.threagile import cloud, nearness, subjects, words
from checker.knowledge.threagile.estate import Asset, Link
from checker.knowledge.threagile.rating import confidentiality_of, criticality_of
from checker.policy.facts import Facts
from checker.policy.view import Field, Value, View, flag, listed, many, number, one, rank, text, view, word

FORMATS = ("json", "xml", "serialization", "file", "csv", "yaml")
MACHINES = ("physical", "virtual", "container", "serverless")


def _of(group: str) -> Value:
    return lambda _, asset: asset.of(group)


def _stated(name: str) -> Value:
    """A flag of Threagile's: what is left out is false."""
    return lambda _, element: element.facts.get(name) == "true"


def _human(_: Facts, asset: Asset) -> bool:
    return asset.facts.get("used_as_client_by_human") == "true" or asset.type == "person"


def _machine(_: Facts, asset: Asset) -> str:
    return asset.facts.get("machine", "serverless" if asset.type == "function" else "")


def _vpn(_: Facts, link: Link) -> bool:
    return link.facts.get("vpn") == "true" or _in_transit(link) in ("vpn", "ipsec", "wireguard")


def _filtered(_: Facts, link: Link) -> bool:
    return link.facts.get("ip_filtered") == "true" or _authentication(link) == "ip-allowlist"


def _in_transit(link: Link) -> str:
    return vocabulary.canonical(link.flow.encryption, "encryption_in_transit")


def _authentication(link: Link) -> str:
    return vocabulary.canonical(link.flow.authentication, "authentication")


def _local(facts: Facts, link: Link) -> bool:
    """As Threagile 0.9 knows it, for its models; in other formats by what is known of the protocol."""
    known = None if facts.model.derives_threats else vocabulary.protocol(link.protocol)
    return known.local if known else link.protocol in words.LOCAL_PROTOCOLS


def _encrypted(facts: Facts, link: Link) -> bool | None:
    """What the protocol says; in other formats first what is said of the encryption."""
    if facts.model.derives_threats:
        return link.protocol in words.ENCRYPTED_PROTOCOLS
    if link.flow.encryption:
        stated = vocabulary.encryption_in_transit(link.flow.encryption)
        return stated.strength > 0 if stated else None
    known = vocabulary.protocol(link.protocol)
    return known.encrypted if known else None


def _shares_parent(facts: Facts, link: Link) -> bool:
    chains = facts.graph.chains
    left, right = chains[link.source.id], chains[link.target.id]
    return not (left or right) or not set(left).isdisjoint(right)


def _mixed(_: Facts, runtime: subjects.Runtime) -> bool:
    return all(any(asset.of(side) for asset in runtime.assets) for side in ("frontend", "backend"))


def _spread(_: Facts, runtime: subjects.Runtime) -> bool:
    return len({asset.component.boundary for asset in runtime.assets}) > 1


def _data(*ways: str) -> Value:
    """The data assets that exist, of those that a link sends, or brings back; None where a format states none."""

    def data(facts: Facts, link: Link) -> tuple[str, ...] | None:
        if not (link.sent or link.received or facts.model.derives_threats):
            return None
        return tuple(id for way in ways for id in getattr(link, way) if id in facts.threagile.ratings)

    return data


def _kept(facts: Facts, transfer: subjects.Transfer) -> bool | None:
    """None where a format does not state what the asset works on at all."""
    component = transfer.asset.component
    known = (*component.processes, *component.stores)
    return transfer.data in known if known or facts.model.derives_threats else None


def _bare(facts: Facts, asset: Asset) -> bool | None:
    """No data or no links, as far as a format that leaves things out can be taken at its word."""
    if not facts.threagile.incoming[asset.id] and not facts.threagile.outgoing[asset.id]:
        return True
    component = asset.component
    if component.processes or component.stores:
        return False
    return True if facts.model.derives_threats else None


def _derived(name: str, doc: str, find: Callable[[Any], Iterable[Any]], *fields: Field) -> View:
    """A view of what follows from a model: asked one by one, but no element of it."""
    return view(name, "", doc, *fields)._replace(elements=lambda facts: find(facts.threagile))


RATING = view(
    "threagile_rating",
    "",
    "How much hangs on something",
    rank("confidentiality", words.CONFIDENTIALITY, "How secret", lambda _, r: confidentiality_of(r), ""),
    rank("integrity", words.CRITICALITY, "How much hangs on its being right", lambda _, r: criticality_of(r[1]), ""),
    rank("availability", words.CRITICALITY, "How much hangs on its being there", lambda _, r: criticality_of(r[2]), ""),
    flag("sensitive", "At least confidential, or at least critical in another way", lambda _, r: r.sensitive, ""),
    flag("top", "Strictly confidential, or mission-critical in another way", lambda _, r: r.top, ""),
    flag("sensitive_content", "As `sensitive`, availability left aside", lambda _, r: r.sensitive_content, ""),
    flag("top_content", "As `top`, availability left aside", lambda _, r: r.top_content, ""),
    each=False,
)

ASSET = view(
    "threagile_asset",
    "",
    "A component as Threagile's rules see it",
    text("id", "Id of the component", lambda _, a: a.id, ""),
    one("component", "component", "The component itself", lambda _, a: a.component, ""),
    flag("in_scope", "It is not marked out of scope", lambda _, a: a.in_scope, "out_of_scope"),
    flag("datastore", "It is a data store", lambda _, a: a.datastore, "type"),
    listed(
        "technologies",
        tuple(words.TECHNOLOGIES),
        "What it is made with",
        lambda _, a: tuple(sorted(a.technologies)),
        "type",
    ),
    one("own", "threagile_rating", "Its own rating; where none is stated, that of its data", lambda _, a: a.own, ""),
    one("highest", "threagile_rating", "The highest of its own and its data's ratings", lambda _, a: a.highest, ""),
    number(
        "attractiveness",
        "How worthwhile it is to attackers, in percent between the least and the most of the model (RAA)",
        lambda f, a: f.threagile.attractiveness[a.id],
        "",
    ),
    word("machine", MACHINES, "What it runs on", _machine, ""),
    listed("formats", FORMATS, "Data formats that it accepts", lambda _, a: a.formats, ""),
    flag("internet", "It is on the internet, or in an untrusted place", lambda _, a: a.internet, ""),
    flag("human", "A person uses it as a client, or it is one", _human, ""),
    flag("devops", "It serves development and operation, not the business", lambda _, a: a.devops, ""),
    flag("redundant", "There is more than one of it", _stated("redundant"), ""),
    flag("custom_developed", "Parts of it are of one's own making", lambda _, a: subjects.is_custom(a), ""),
    flag("bare", "It works on no data and stores none, or it has no links", _bare, ""),
    flag("multi_tenant", "Tenants share it", lambda _, a: a.component.tenancy == "multi", "tenancy"),
    flag("web_application", "Its technology serves web pages", _of("web-application"), ""),
    flag("web_service", "Its technology is a web service", _of("web-service"), ""),
    flag("client", "Its technology is a client", _of("client"), ""),
    flag("development", "Its technology makes or holds code", _of("development"), ""),
    flag("forwarder", "Its technology passes requests on", _of("forwarder"), ""),
    flag("watching", "It watches others: needless and unprotected traffic with it is tolerated", _of("watching"), ""),
    flag("identity", "It keeps or tells identities", _of("identity"), ""),
    flag("propagates_identity", "It can pass the identity of its user on", _of("propagates-identity"), ""),
    flag("serves_users", "It answers requests of end users", _of("serves-users"), ""),
    flag("stores_user_data", "It usually stores data of end users", _of("stores-user-data"), ""),
    flag(
        "beside_less_protected",
        "Something less protected, with which it has no link, is in the same network",
        lambda f, a: f.threagile.nearness.beside_less_protected(a),
        "",
    ),
    rank(
        "shared_by_identity",
        nearness.SHARED,
        "What it shares with something that has nothing to do with identities",
        lambda f, a: f.threagile.nearness.shared_by_identity(a),
        "",
    ),
    rank(
        "shared_by_vault",
        nearness.SHARED,
        "What it shares with something that is neither a vault nor a store of its own",
        lambda f, a: f.threagile.nearness.shared_by_vault(a),
        "",
    ),
    flag(
        "secret_in_reach",
        "Something strictly confidential in the same network is reached by a web protocol",
        lambda f, a: f.threagile.nearness.secret_in_reach(a),
        "",
    ),
    flag("in_cloud", "The boundary around it is a part of a cloud", lambda f, a: f.threagile.nearness.in_cloud(a), ""),
    many("links_in", "threagile_link", "The links that end here", lambda f, a: tuple(f.threagile.incoming[a.id])),
    many("links_out", "threagile_link", "The links that start here", lambda f, a: tuple(f.threagile.outgoing[a.id])),
    each=False,
)

LINK = view(
    "threagile_link",
    "",
    "A flow as Threagile's rules see it",
    text("id", "Id of the flow", lambda _, e: e.id, ""),
    one("flow", "flow", "The flow itself", lambda _, e: e.flow, ""),
    one("caller", "threagile_asset", "Where it starts", lambda _, e: e.source, "from"),
    one("target", "threagile_asset", "Where it ends", lambda _, e: e.target, "to"),
    one("highest", "threagile_rating", "The highest rating of the data on it", lambda _, e: e.highest, "data"),
    flag("devops", "It serves development and operation, not the business", lambda _, e: e.devops, ""),
    flag("vpn", "It goes through a VPN", _vpn, "encryption"),
    flag("ip_filtered", "Only known addresses get through", _filtered, "authentication"),
    flag("readonly", "It only reads", _stated("readonly"), ""),
    flag("web", "Its protocol is one of the web", lambda _, e: e.protocol in words.WEB_PROTOCOLS, "protocol"),
    flag("http", "Its protocol is HTTP, plain or not", lambda _, e: e.protocol in ("http", "https"), "protocol"),
    flag("ftp", "Its protocol is FTP, plain or not", lambda _, e: e.protocol in words.FTP_PROTOCOLS, "protocol"),
    flag("local", "Its protocol never leaves one machine", _local, "protocol"),
    flag("encrypted", "Its protocol, or what is said besides, encrypts it", _encrypted, "encryption"),
    flag(
        "database_protocol",
        "Its protocol is one of databases",
        lambda _, e: e.protocol in words.DATABASE_PROTOCOLS,
        "protocol",
    ),
    flag(
        "two_factor",
        "Two factors, or a key in hardware, prove who the caller is",
        lambda _, e: _authentication(e) in words.SECOND_FACTOR,
        "authentication",
    ),
    flag("end_user", "The identity of the end user goes along", lambda _, e: subjects.propagates_user(e), ""),
    flag("crosses", "It enters another network; none at all is one of its own", lambda _, e: e.crosses, ""),
    flag("shares_parent", "Some boundary is around both ends, or none around either", _shares_parent, ""),
    many("carries", "threagile_data", "The data that it sends or brings back", _data("sent", "received"), "data"),
    many("sends", "threagile_data", "The data that it sends", _data("sent"), "data"),
    each=False,
)

DATA = view(
    "threagile_data",
    "",
    "A data asset as Threagile's rules see it",
    text("id", "Id of the data asset", lambda _, d: d, ""),
    one("own", "threagile_rating", "Its rating", lambda f, d: f.threagile.ratings[d], ""),
    each=False,
)

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
    subjects.examples,
    word("topic", subjects.TOPICS, "What may be missing", lambda _, e: e.topic, ""),
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

VIEWS = {
    one.name: one
    for one in (
        RATING, ASSET, LINK, DATA, ACCESS, TRANSFER, CONTRADICTION, GAP, EXAMPLE, RUNTIME, HARDENING,
    )
}  # fmt: skip
