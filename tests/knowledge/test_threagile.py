"""What is derived from a model for the rules of Threagile, by small models whose answers were computed by hand."""

from __future__ import annotations

import pytest

from checker import inputs
from checker.core.errors import InputError
from checker.core.graph import build_graph
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.knowledge import vocabulary
from checker.knowledge.threagile import cloud, subjects, words
from checker.knowledge.threagile.examples import examples
from checker.knowledge.threagile.known import Known
from tests.builders import boundary, component, data, flow, graph, model

HEAD = """\
title: Example
business_criticality: important
threagile_version: 1.0.0
x-asset: &asset
  {type: process, usage: business, size: service, technology: tool, machine: virtual, encryption: none,
   confidentiality: public, integrity: archive, availability: archive}
x-link: &link {protocol: https, authentication: none, authorization: none, usage: business}
x-data: &data {usage: business, quantity: few, confidentiality: public, integrity: archive, availability: archive}
"""


def nothing(path: str) -> Document:
    raise InputError(f"no file {path}")


def read(text: str) -> Known:
    parsed = inputs.parse(parse(Source("threagile.yaml", HEAD + text)), nothing, lambda path: False)
    assert parsed.snapshot and not parsed.findings, parsed.findings
    return known(parsed.snapshot.model)


def known(model: Model) -> Known:
    return Known(model, build_graph(model))


def test_every_class_and_type_is_made_of_known_words() -> None:
    for technologies in words.CLASSES.values():
        assert technologies <= set(words.TECHNOLOGIES)
    assert set(words.TYPES.values()) <= set(words.TECHNOLOGIES)
    assert set(words.TYPES) <= set(vocabulary.ids("component_types"))
    for protocols in (words.WEB_PROTOCOLS, words.LOCAL_PROTOCOLS, words.ENCRYPTED_PROTOCOLS, words.DATABASE_PROTOCOLS):
        assert protocols <= set(vocabulary.ids("protocols"))
    assert set(vocabulary.ids("authentication")) >= words.SECOND_FACTOR
    assert set(vocabulary.ids("boundary_kinds")) >= words.CLOUD_KINDS | words.EXECUTION_KINDS


def test_attractiveness_lies_between_the_least_and_the_most_of_the_model() -> None:
    estate = read("""\
technical_assets:
  Low: {<<: *asset, id: low}
  Mid: {<<: *asset, id: mid, confidentiality: restricted}
  Top: {<<: *asset, id: top, confidentiality: strictly-confidential, integrity: mission-critical}
  Out: {<<: *asset, id: out, out_of_scope: true, confidentiality: strictly-confidential}
""")
    # low 8+5+5 = 18, mid 21+5+5 = 31, top 55+34+5 = 94, and what is out of scope 0.
    assert estate.attractiveness == pytest.approx({"low": 18 / 94 * 100, "mid": 31 / 94 * 100, "top": 100, "out": 1})


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ("", 18),
        ("technology: load-balancer", 18 / 5.5),
        ("technology: reverse-proxy", 18 / 5.5),
        ("technology: monitoring", 18 / 5),
        ("technology: container-platform", 18 * 5),
        ("technology: vault", 18 * 2),
        ("technology: build-pipeline", 18 * 2),
        ("type: datastore", 18 * 2),
        ("technology: identity-provider", 18 * 2.5),
        ("technology: identity-store-ldap, type: datastore", 18 * 2.5),
        ("multi_tenant: true", 18 * 1.5),
        ("data_assets_processed: [card]", 18 + (21 + 3) * 3 + 3),
        ("data_assets_stored: [card]", 18 + (21 + 3) * 3 + 3),
        ("communication_links: {Send: {<<: *link, target: none, data_assets_sent: [card]}}", 18 + (8 + 2) * 3 + 2),
        ("communication_links: {Get: {<<: *link, target: none, data_assets_received: [card]}}", 18 + (8 + 2) * 3 + 2),
    ],
)
def test_attractiveness_weighs_data_and_technology(facts: str, score: float) -> None:
    estate = read(f"""\
data_assets:
  Card: {{<<: *data, id: card, confidentiality: confidential, quantity: many}}
technical_assets:
  It: {{<<: *asset, id: it, {facts or "redundant: true"}}}
  None: {{<<: *asset, id: none, out_of_scope: true}}
  Most: {{<<: *asset, id: most, technology: container-platform, confidentiality: strictly-confidential}}
""")
    assert estate.attractiveness["it"] == pytest.approx(score / (65 * 5) * 100)


def test_attractiveness_takes_a_third_of_the_way_to_the_most_attractive_target() -> None:
    estate = read("""\
technical_assets:
  Low:
    <<: *asset
    id: low
    communication_links: {A: {<<: *link, target: mid}, B: {<<: *link, target: top}}
  Mid: {<<: *asset, id: mid, confidentiality: restricted}
  Top: {<<: *asset, id: top, confidentiality: strictly-confidential}
""")
    # 18, 31, 65: alone 0 (shown as 1), 27.7 and 100. Low gets a third of 99 percent, added to its 18 points.
    assert estate.attractiveness["low"] == pytest.approx(33 / 47 * 100)
    assert estate.attractiveness["mid"] == pytest.approx(13 / 47 * 100)


def test_attractiveness_of_one_asset_alone_is_the_least_there_is() -> None:
    assert read("technical_assets: {It: {<<: *asset, id: it}}").attractiveness == {"it": 1}
    assert known(model()).attractiveness == {}


@pytest.mark.parametrize(
    ("boundaries", "crosses"),
    [
        ("{}", False),
        ("A: {id: a, type: network-on-prem, technical_assets_inside: [one, two]}", False),
        ("A: {id: a, type: network-on-prem, technical_assets_inside: [two]}", True),
        ("A: {id: a, type: network-on-prem, technical_assets_inside: [one]}", True),
        ("A: {id: a, type: execution-environment, technical_assets_inside: [two]}", False),
        (
            "A: {id: a, type: network-on-prem, technical_assets_inside: [one], trust_boundaries_nested: [b]}\n"
            "  B: {id: b, type: execution-environment, technical_assets_inside: [two]}",
            False,
        ),
        (
            "A: {id: a, type: network-on-prem, technical_assets_inside: [one], trust_boundaries_nested: [b]}\n"
            "  B: {id: b, type: network-virtual-lan, technical_assets_inside: [two]}",
            True,
        ),
        (
            "A: {id: a, type: execution-environment, trust_boundaries_nested: [b]}\n"
            "  B: {id: b, type: execution-environment, technical_assets_inside: [two]}",
            False,
        ),
    ],
)
def test_link_crosses_where_the_networks_around_its_ends_differ(boundaries: str, crosses: bool) -> None:
    estate = read(f"""\
technical_assets:
  One: {{<<: *asset, id: one, communication_links: {{Ask: {{<<: *link, target: two}}}}}}
  Two: {{<<: *asset, id: two}}
trust_boundaries:
  {boundaries}
""")
    assert [link.crosses for link in estate.links.values()] == [crosses]


def test_ways_lead_through_what_forwards_one_step_back() -> None:
    estate = read("""\
technical_assets:
  User: {<<: *asset, id: user, communication_links: {Go: {<<: *link, target: outer}}}
  Outer: {<<: *asset, id: outer, technology: waf, communication_links: {Pass: {<<: *link, target: inner}}}
  Inner: {<<: *asset, id: inner, technology: reverse-proxy, communication_links: {Pass: {<<: *link, target: api}}}
  Api: {<<: *asset, id: api}
""")
    found = {(way.subject.id, way.discriminator, way.link.target.id) for way in subjects.accesses(estate)}
    assert found == {
        ("user.go", "", "outer"),
        ("outer.pass", "", "inner"),
        ("user.go", "outer.pass", "inner"),
        ("inner.pass", "", "api"),
        ("outer.pass", "inner.pass", "api"),
    }


def test_transfer_is_there_once_for_both_ends_however_many_links_there_are() -> None:
    estate = read("""\
data_assets: {Card: {<<: *data, id: card}}
technical_assets:
  One:
    <<: *asset
    id: one
    communication_links:
      A: {<<: *link, target: two, data_assets_sent: [card]}
      B: {<<: *link, target: two, data_assets_sent: [card], data_assets_received: [card]}
  Two: {<<: *asset, id: two}
""")
    found = [(str(one.subject), one.discriminator) for one in subjects.transfers(estate)]
    assert found == [("component/one", "card@two"), ("component/two", "card@one")]


def test_example_is_the_most_sensitive_asset_and_none_where_all_are_worth_least() -> None:
    estate = read("""\
technical_assets:
  A: {<<: *asset, id: a, confidentiality: internal}
  B: {<<: *asset, id: b, confidentiality: confidential}
  C: {<<: *asset, id: c, confidentiality: confidential}
""")
    (vault,) = examples(estate)
    assert (vault.topic, str(vault.subject), vault.sensitive) == ("vault", "component/b", True)
    (least,) = examples(read("technical_assets: {It: {<<: *asset, id: it}}"))
    assert (least.asset, least.sensitive, least.subject) == (None, False, Ref("system", "threagile"))


def test_example_is_the_last_harmless_one_or_the_first_sensitive_one_unless_another_is_worth_more() -> None:
    def chosen(*ratings: str) -> tuple[str, bool]:
        assets = "\n".join(
            f"  A{n}: {{<<: *asset, id: a{n}, custom_developed_parts: true, {rating}}}"
            for n, rating in enumerate(ratings)
        )
        example = next(one for one in examples(read(f"technical_assets:\n{assets}\n")) if "build" in one.topic)
        return str(example.subject), example.sensitive

    harmless, worth, sensitive = "redundant: true", "confidentiality: restricted", "confidentiality: confidential"
    assert chosen(worth, harmless) == ("component/a1", False)
    assert chosen(sensitive, worth) == ("component/a0", True)
    assert chosen("availability: critical", sensitive) == ("component/a1", True)


CLOUD = """\
tags_available: [aws, "aws:ec2", "aws:s3", azure, gcp, "gcp:run", vm]
technical_assets:
  Api: {<<: *asset, id: api, confidentiality: confidential%s}
  Db: {<<: *asset, id: db}
"""


@pytest.mark.parametrize(
    ("tags", "rest", "found"),
    [
        ("", "", []),
        (", tags: [vm]", "", []),
        (", tags: [gcp]", "", [("component/api", "gcp")]),
        (", tags: ['gcp:run']", "", []),
        (", tags: ['aws:ec2']", "", [("component/api", "aws"), ("component/api", "ec2")]),
        ("", "trust_boundaries: {C: {id: c, type: network-cloud-provider}}", [("boundary/c", "")]),
        (
            "",
            "trust_boundaries: {C: {id: c, type: network-on-prem, tags: [azure, aws]}}",
            [("boundary/c", "aws"), ("boundary/c", "azure")],
        ),
        (
            ", tags: [aws]",
            "trust_boundaries: {C: {id: c, type: network-on-prem, tags: [aws], technical_assets_inside: [db]}}",
            [("boundary/c", "aws")],
        ),
        (
            ", tags: ['aws:ec2']",
            "shared_runtimes: {R: {id: r, tags: ['aws:s3'], technical_assets_running: [api, db]}}",
            [("system/threagile", "r@aws"), ("component/api", "ec2"), ("component/api", "s3")],
        ),
    ],
)  # fmt: skip
def test_what_lies_in_a_cloud_is_told_once_for_each_provider(
    tags: str, rest: str, found: list[tuple[str, str]]
) -> None:
    estate = read(CLOUD % tags + rest + "\n")
    assert [(str(one.subject), one.discriminator) for one in cloud.hardenings(estate)] == found


def test_hardening_is_rated_by_all_that_is_inside_however_deep() -> None:
    estate = read("""\
technical_assets:
  Api: {<<: *asset, id: api, integrity: mission-critical}
trust_boundaries:
  Outer: {id: outer, type: network-cloud-provider, trust_boundaries_nested: [inner]}
  Inner: {id: inner, type: execution-environment, technical_assets_inside: [api]}
""")
    (outer,) = cloud.hardenings(estate)
    assert (outer.name, outer.rating.top, outer.rating.confidentiality) == ("outer", True, 0)


def test_other_formats_are_asked_what_they_state() -> None:
    estate = Known(
        whole := model(
            boundary("web", trust="untrusted"),
            boundary("pod", kind="process", parent="lan"),
            boundary("lan", kind="network"),
            data("card", classification="restricted", integrity="critical"),
            component("phone", type="mobile-app", boundary="web"),
            component("api", type="service", technology="Vault", boundary="pod", processes=["card"]),
            component("db", type="database", boundary="lan", stores=["card"], tenancy="multi"),
            component("box", type="process"),
            flow("ask", "phone", "api", data=["card"], protocol="HTTPS"),
            flow("both", "api", "db", data=["card"], bidirectional=True),
            flow("lost", "api", "gone"),
        ),
        graph(whole),
    )
    assets, links = estate.assets, estate.links
    assert [set(assets[id].technologies) for id in ("phone", "api", "db", "box")] == [
        {"mobile-app"}, {"vault"}, {"database"}, set(),
    ]  # fmt: skip
    assert (assets["api"].own, assets["box"].own) == ((4, 3, -1), (-1, -1, -1))
    assert (assets["api"].zone, assets["api"].environment, assets["db"].zone) == ("lan", "pod", "lan")
    assert [assets[id].internet for id in ("phone", "api")] == [True, False]
    assert set(links) == {"ask", "both"}, "a link needs both ends"
    assert (links["ask"].protocol, links["ask"].crosses, links["both"].crosses) == ("https", True, False)
    assert (links["ask"].received, links["both"].received) == ((), ("card",))
    assert links["both"].native == "api>both"
