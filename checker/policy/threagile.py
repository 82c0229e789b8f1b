"""The views of what Threagile's rules know (checker.knowledge.threagile): loaded where a rule names one of them."""

from __future__ import annotations

from checker.knowledge import vocabulary
from checker.knowledge.threagile import nearness, subjects, words
from checker.knowledge.threagile.estate import Asset, Link
from checker.knowledge.threagile.rating import confidentiality_of, criticality_of
from checker.policy import threagile_following
from checker.policy.facts import Facts
from checker.policy.view import Value, flag, listed, many, number, one, rank, text, view, word

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


def _data(*ways: str) -> Value:
    """The data assets that exist, of those that a link sends, or brings back; None where a format states none."""

    def data(facts: Facts, link: Link) -> tuple[str, ...] | None:
        if not (link.sent or link.received or facts.model.derives_threats):
            return None
        return tuple(id for way in ways for id in getattr(link, way) if id in facts.threagile.ratings)

    return data


def _bare(facts: Facts, asset: Asset) -> bool | None:
    """No data or no links, as far as a format that leaves things out can be taken at its word."""
    if not facts.threagile.incoming[asset.id] and not facts.threagile.outgoing[asset.id]:
        return True
    component = asset.component
    if component.processes or component.stores:
        return False
    return True if facts.model.derives_threats else None


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

VIEWS = {one.name: one for one in (RATING, ASSET, LINK, DATA)} | threagile_following.VIEWS
