"""Ways to make a model look safer, or to slip something into it: as edits of three models, and the answers.

Each is one class; the models are an AI system, an ordinary one and one in Threagile's format. What a class needs and a
format cannot say is left out there. ``says`` are the findings of the gate itself: rule, line and column, subject.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

MODELS = Path(__file__).parent / "models"
FILES = {"assistant": "assistant.yaml", "shop": "shop.yaml", "threagile": "threagile-shop.yaml"}
TEXT = {model: (MODELS / name).read_text("utf-8") for model, name in FILES.items()}
PATH = {"assistant": "threatmodel.yaml", "shop": "threatmodel.yaml", "threagile": "threagile.yaml"}
A, S, T = "assistant", "shop", "threagile"


class Edits(NamedTuple):
    """Texts to replace, each of which occurs once, and what the gate must say then."""

    replace: tuple[tuple[str, str], ...]
    says: tuple[str, ...]


class Way(NamedTuple):
    """One class, by model."""

    what: str
    models: dict[str, Edits]


def edits(replace: list[tuple[str, str]], *says: str) -> Edits:
    return Edits(tuple(replace), says)


def way(what: str, **models: Edits) -> Way:
    return Way(what, models)


def section(model: str, start: str, end: str) -> str:
    """The text of a model from ``start`` up to the next ``end``."""
    first = TEXT[model].index(start)
    return TEXT[model][first : TEXT[model].index(end, first + len(start))]


def rest(model: str, start: str) -> str:
    """The text of a model from ``start`` on."""
    return TEXT[model][TEXT[model].index(start) :]


def after(model: str, replace: tuple[tuple[str, str], ...]) -> str:
    """The text of a model after edits."""
    text = TEXT[model]
    for old, new in replace:
        assert text.count(old) == 1, f"{text.count(old)} times in {model}: {old}"
        text = text.replace(old, new)
    return text


CACHE = (
    "  Cache:\n    id: cache\n"
    + section(T, "    type: datastore\n", "    data_assets_processed: [orders]\n    data_assets_stored: [orders]")
    + "    data_assets_processed: []\n    data_assets_stored: []\n"
)
SIDE = "      Side:\n" + section(T, "        target: db\n", "  Store:")

WAYS = [
    way(
        "delete a boundary",
        assistant=edits(
            [
                ("  ml: {trust: restricted, kind: network, parent: cloud}\n", ""),
                ("    type: vector-store\n    boundary: ml\n", "    type: vector-store\n    boundary: cloud\n"),
                ("    type: agent\n    boundary: ml\n", "    type: agent\n    boundary: cloud\n"),
            ],
            "review/unreviewed-removal 11:3 boundary/ml",
        ),
        shop=edits(
            [
                ("  vault: {trust: restricted, kind: network, parent: inside}\n", ""),
                ("    boundary: vault\n", "    boundary: inside\n"),
            ],
            "review/unreviewed-removal 8:3 boundary/vault",
        ),
        threagile=edits(
            [(section(T, "  Back:\n", "shared_runtimes:"), "")], "review/unreviewed-removal 62:1 boundary/back"
        ),
    ),
    way(
        "merge two boundaries",
        assistant=edits(
            [("  vendor: {trust: partner}\n", ""), ("    boundary: vendor\n", "    boundary: cloud\n")],
            "review/unreviewed-removal 9:1 boundary/vendor",
        ),
        shop=edits(
            [("  dmz: {trust: partner, kind: network}\n", ""), ("    boundary: dmz\n", "    boundary: inside\n")],
            "review/unreviewed-removal 5:1 boundary/dmz",
        ),
        threagile=edits(
            [
                ("technical_assets_inside: [web]", "technical_assets_inside: [web, db]"),
                (section(T, "  Back:\n", "shared_runtimes:"), ""),
            ],
            "review/unreviewed-removal 62:1 boundary/back",
        ),
    ),
    way(
        "move a component inward",
        assistant=edits(
            [("    type: service\n    boundary: cloud\n", "    type: service\n    boundary: ml\n")],
            "review/stale 22:15 component/chat-api",
        ),
        shop=edits([("    boundary: dmz\n", "    boundary: inside\n")], "review/stale 17:15 component/web"),
        threagile=edits(
            [
                ("technical_assets_inside: [web]", "technical_assets_inside: []"),
                ("technical_assets_inside: [db]", "technical_assets_inside: [db, web]"),
            ],
            "review/stale 71:35 component/web",
        ),
    ),
    way(
        "take a component out of every boundary",
        assistant=edits(
            [("    type: ai-service\n    boundary: vendor\n", "    type: ai-service\n")],
            "review/stale 46:3 component/llm",
        ),
        shop=edits(
            [("    type: device\n    boundary: inside\n", "    type: device\n")], "review/stale 39:3 component/printer"
        ),
        threagile=edits(
            [("technical_assets_inside: [db]", "technical_assets_inside: []")], "review/stale 44:3 component/db"
        ),
    ),
    way(
        "nest a boundary in a more trusted one",
        assistant=edits(
            [("  vendor: {trust: partner}", "  vendor: {trust: partner, parent: cloud}")],
            "review/stale 13:36 boundary/vendor",
        ),
        shop=edits(
            [("  dmz: {trust: partner, kind: network}", "  dmz: {trust: partner, kind: network, parent: inside}")],
            "review/stale 7:48 boundary/dmz",
        ),
        threagile=edits(
            [
                (
                    "    technical_assets_inside: [db]\n    trust_boundaries_nested: []",
                    "    technical_assets_inside: [db]\n    trust_boundaries_nested: [front]",
                )
            ],
            "review/stale 72:31 boundary/front",
        ),
    ),
    way(
        "raise the trust of a boundary",
        assistant=edits(
            [("internet: {trust: untrusted}", "internet: {trust: internal}")], "review/stale 10:21 boundary/internet"
        ),
        shop=edits([("dmz: {trust: partner", "dmz: {trust: restricted")], "review/stale 7:16 boundary/dmz"),
    ),
    way(
        "say no longer what kind a boundary is",
        assistant=edits(
            [("cloud: {trust: internal, kind: cloud-account}", "cloud: {trust: internal}")],
            "review/stale 11:3 boundary/cloud",
        ),
        shop=edits(
            [("dmz: {trust: partner, kind: network}", "dmz: {trust: partner}")], "review/stale 7:3 boundary/dmz"
        ),
        threagile=edits(
            [("type: network-cloud-security-group", "type: network-cloud-provider")], "review/stale 70:11 boundary/back"
        ),
    ),
    way(
        "lower the classification of data",
        assistant=edits(
            [("chat: {classification: confidential", "chat: {classification: public")], "review/stale 15:26 data/chat"
        ),
        shop=edits(
            [("cards: {classification: restricted", "cards: {classification: internal")],
            "review/stale 12:27 data/cards",
        ),
        threagile=edits(
            [
                (
                    "    quantity: many\n    confidentiality: confidential",
                    "    quantity: many\n    confidentiality: internal",
                )
            ],
            "review/stale 10:22 data/orders",
        ),
    ),
    way(
        "say no longer that data is personal",
        assistant=edits([(", personal: sensitive}", "}")], "review/stale 15:3 data/chat"),
        shop=edits(
            [("orders: {classification: confidential, personal: true}", "orders: {classification: confidential}")],
            "review/stale 11:3 data/orders",
        ),
    ),
    way(
        "lower the integrity that data needs",
        assistant=edits(
            [
                (
                    "manuals: {classification: public, integrity: critical}",
                    "manuals: {classification: public, integrity: archive}",
                )
            ],
            "review/stale 17:48 data/manuals",
        ),
        shop=edits([(", integrity: critical}", "}")], "review/stale 12:3 data/cards"),
        threagile=edits(
            [
                (
                    "    confidentiality: confidential\n    integrity: critical\n    availability: operational\ntechnical_assets",
                    "    confidentiality: confidential\n    integrity: archive\n    availability: operational\ntechnical_assets",
                )
            ],
            "review/stale 11:16 data/orders",
        ),
    ),
    way(
        "delete a data asset",
        assistant=edits(
            [
                ("  manuals: {classification: public, integrity: critical}\n", ""),
                ("    stores: [manuals]\n", ""),
                ("[chat, orders, manuals]", "[chat, orders]"),
                ("    data: [manuals]\n", ""),
            ],
            "review/unreviewed-removal 14:1 data/manuals",
        ),
        shop=edits(
            [
                ("  cards: {classification: restricted, personal: true, integrity: critical}\n", ""),
                ("processes: [orders, cards]", "processes: [orders]"),
                ("    stores: [cards]\n", ""),
                ("data: [orders, cards],", "data: [orders],"),
                ("to: card-store, data: [cards],", "to: card-store,"),
            ],
            "review/unreviewed-removal 10:1 data/cards",
        ),
        threagile=edits(
            [
                (section(T, "  Orders:\n", "technical_assets:"), ""),
                (
                    "    data_assets_processed: [orders]\n    data_assets_stored: []",
                    "    data_assets_processed: []\n    data_assets_stored: []",
                ),
                (
                    "        data_assets_sent: [orders]\n        data_assets_received: [orders]\n",
                    "        data_assets_sent: []\n        data_assets_received: []\n",
                ),
                (
                    "    data_assets_processed: [orders]\n    data_assets_stored: [orders]",
                    "    data_assets_processed: []\n    data_assets_stored: []",
                ),
            ],
            "review/unreviewed-removal 1:1 data/orders",
            "review/stale 35:27 flow/web.query",
        ),
    ),
    way(
        "drop data from a store",
        assistant=edits([("    stores: [orders]\n", "")], "review/stale 26:3 component/order-db"),
        shop=edits([("    stores: [cards]\n", "")], "review/stale 33:3 component/card-store"),
        threagile=edits(
            [("data_assets_stored: [orders]", "data_assets_stored: []")], "review/stale 61:25 component/db"
        ),
    ),
    way(
        "drop data that a component works on",
        assistant=edits([("[chat, orders, manuals]", "[chat, manuals]")], "review/stale 44:5 component/bot"),
        shop=edits([("processes: [orders, cards]", "processes: [orders]")], "review/stale 25:5 component/api"),
        threagile=edits(
            [
                (
                    "    data_assets_processed: [orders]\n    data_assets_stored: []",
                    "    data_assets_processed: []\n    data_assets_stored: []",
                )
            ],
            "review/stale 30:28 component/web",
        ),
    ),
    way(
        "delete a flow",
        assistant=edits(
            [(section(A, "  look-up:\n", "  complete:"), ""), ("on: [look-up, order-db,", "on: [order-db,")],
            "review/unreviewed-removal 52:1 flow/look-up",
        ),
        shop=edits(
            [(section(S, "  charge:", "threats:"), ""), ("on: [card-store, charge]", "on: [card-store]")],
            "review/unreviewed-removal 44:1 flow/charge",
        ),
        threagile=edits(
            [
                (section(T, "    communication_links:\n", "  Store:"), "    communication_links: {}\n"),
                (rest(T, "risk_tracking:"), ""),
            ],
            "review/unreviewed-removal 13:1 flow/web.query",
            "review/stale 14:3 component/web",
        ),
    ),
    way(
        "reverse a flow",
        assistant=edits(
            [("    from: order-db\n    to: bot\n", "    from: bot\n    to: order-db\n")],
            "review/stale 81:11 flow/look-up",
        ),
        shop=edits([("{from: api, to: db,", "{from: db, to: api,")], "review/stale 56:17 flow/query"),
    ),
    way(
        "send a flow elsewhere",
        assistant=edits(
            [("    from: bot\n    to: llm\n", "    from: bot\n    to: order-db\n")], "review/stale 90:9 flow/complete"
        ),
        shop=edits([("{from: api, to: card-store,", "{from: api, to: db,")], "review/stale 57:27 flow/charge"),
    ),
    way(
        "drop data from a flow",
        assistant=edits(
            [("    to: llm\n    data: [chat]\n", "    to: llm\n    data: [manuals]\n")],
            "review/stale 91:5 flow/complete",
        ),
        shop=edits([("data: [orders, cards],", "data: [orders],")], "review/stale 55:30 flow/call"),
        threagile=edits(
            [("        data_assets_sent: [orders]\n", "        data_assets_sent: []\n")],
            "review/stale 42:27 flow/web.query",
        ),
    ),
    way(
        "switch authentication off",
        assistant=edits(
            [
                (
                    "    protocol: grpc\n    authentication: mtls\n    authorization: service-account\n    encryption: mtls\n    content: untrusted\n",
                    "    protocol: grpc\n    authentication: none\n    authorization: service-account\n    encryption: mtls\n    content: untrusted\n",
                )
            ],
            "review/stale 68:21 flow/prompt",
        ),
        shop=edits(
            [
                (
                    "{from: api, to: db, data: [orders], protocol: postgresql, authentication: mtls,",
                    "{from: api, to: db, data: [orders], protocol: postgresql, authentication: none,",
                )
            ],
            "review/stale 56:84 flow/query",
        ),
        threagile=edits([("authentication: credentials", "authentication: none")], "review/stale 36:25 flow/web.query"),
    ),
    way(
        "switch authorization off",
        assistant=edits(
            [("    authorization: quota\n", "    authorization: none\n")], "review/stale 94:20 flow/complete"
        ),
        shop=edits([("    authorization: roles\n", "")], "review/stale 45:3 flow/browse"),
        threagile=edits(
            [("authorization: technical-user", "authorization: none")], "review/stale 37:24 flow/web.query"
        ),
    ),
    way(
        "switch encryption in transit off",
        assistant=edits(
            [("    authorization: quota\n    encryption: tls\n", "    authorization: quota\n    encryption: none\n")],
            "review/stale 95:17 flow/complete",
        ),
        shop=edits(
            [
                (
                    "authentication: mtls, authorization: roles, encryption: mtls}",
                    "authentication: mtls, authorization: roles, encryption: none}",
                )
            ],
            "review/stale 55:126 flow/call",
        ),
        threagile=edits([("protocol: jdbc-encrypted", "protocol: jdbc")], "review/stale 35:19 flow/web.query"),
    ),
    way(
        "change to a cleartext protocol",
        assistant=edits(
            [
                (
                    "    to: chat-api\n    data: [chat]\n    protocol: https\n",
                    "    to: chat-api\n    data: [chat]\n    protocol: http\n",
                )
            ],
            "review/stale 57:15 flow/ask",
        ),
        shop=edits(
            [
                (
                    "    to: web\n    data: [orders]\n    protocol: https\n",
                    "    to: web\n    data: [orders]\n    protocol: http\n",
                )
            ],
            "review/stale 49:15 flow/browse",
        ),
        threagile=edits([("protocol: jdbc-encrypted", "protocol: http")], "review/stale 35:19 flow/web.query"),
    ),
    way(
        "call a two-way flow one-way",
        assistant=edits(
            [
                (
                    "    authorization: per-customer\n    encryption: tls\n    bidirectional: true\n",
                    "    authorization: per-customer\n    encryption: tls\n",
                )
            ],
            "review/stale 53:3 flow/ask",
        ),
        shop=edits([("    bidirectional: true\n", "")], "review/stale 45:3 flow/browse"),
        threagile=edits(
            [("        readonly: false\n", "        readonly: true\n")], "review/stale 40:19 flow/web.query"
        ),
    ),
    way(
        "trust what comes from outside",
        assistant=edits(
            [("    encryption: mtls\n    content: untrusted\n", "    encryption: mtls\n    content: trusted\n")],
            "review/stale 71:14 flow/prompt",
        ),
        shop=edits([("    content: untrusted\n", "")], "review/stale 45:3 flow/browse"),
    ),
    way(
        "add a flow",
        assistant=edits(
            [
                (
                    "threats:\n",
                    "  side: {from: bot, to: customer, data: [orders], protocol: https, authentication: oauth2, authorization: roles, encryption: tls}\nthreats:\n",
                )
            ],
            "review/unreviewed-flow 97:3 flow/side",
        ),
        shop=edits(
            [
                (
                    "threats:\n",
                    "  side: {from: web, to: card-store, data: [cards], protocol: postgresql, authentication: mtls, authorization: roles, encryption: tls}\nthreats:\n",
                )
            ],
            "review/unreviewed-flow 58:3 flow/side",
        ),
        threagile=edits(
            [("    communication_links:\n      Query:", "    communication_links:\n" + SIDE + "      Query:")],
            "review/unreviewed-flow 33:7 flow/web.side",
        ),
    ),
    way(
        "add a component",
        assistant=edits(
            [("flows:\n", "  cache: {type: cache, boundary: ml, owner: team}\nflows:\n")],
            "review/unreviewed-component 52:3 component/cache",
        ),
        shop=edits(
            [("flows:\n", "  cache: {type: cache, boundary: vault, owner: team}\nflows:\n")],
            "review/unreviewed-component 44:3 component/cache",
        ),
        threagile=edits(
            [("trust_boundaries:\n", CACHE + "trust_boundaries:\n")], "review/unreviewed-component 62:3 component/cache"
        ),
    ),
    way(
        "add a component with a pasted threat stub",
        assistant=edits(
            [
                ("flows:\n", "  cache: {type: cache, boundary: ml, owner: team}\nflows:\n"),
                ("threats:\n", "threats:\n  stub: {title: To do, on: [cache], refs: [stride:T]}\n"),
            ],
            "review/unreviewed-component 52:3 component/cache",
        ),
        shop=edits(
            [
                ("flows:\n", "  cache: {type: cache, boundary: vault, owner: team}\nflows:\n"),
                ("threats:\n", "threats:\n  stub: {title: To do, on: [cache], refs: [stride:T]}\n"),
            ],
            "review/unreviewed-component 44:3 component/cache",
        ),
    ),
    way(
        "delete a component and its flows",
        assistant=edits(
            [
                (section(A, "  llm:\n", "flows:"), ""),
                (section(A, "  complete:\n", "threats:"), ""),
                (section(A, "  vendor-keeps:\n", "controls:"), ""),
            ],
            "review/unreviewed-removal 13:3 component/llm",
        ),
        shop=edits(
            [
                (section(S, "  card-store:\n", "  printer:"), ""),
                (section(S, "  charge:", "threats:"), ""),
                (section(S, "  skimming:\n", "controls:"), ""),
            ],
            "review/unreviewed-removal 9:3 component/card-store",
        ),
        threagile=edits(
            [
                (section(T, "    communication_links:\n", "  Store:"), "    communication_links: {}\n"),
                (section(T, "  Store:\n", "trust_boundaries:"), ""),
                ("technical_assets_inside: [db]", "technical_assets_inside: []"),
                ("technical_assets_running: [web, db]", "technical_assets_running: [web]"),
                (rest(T, "risk_tracking:"), ""),
            ],
            "review/stale 14:3 component/web",
            "review/unreviewed-removal 39:3 component/db",
        ),
    ),
    way(
        "take a component out of scope",
        assistant=edits(
            [("    type: ai-service\n", "    type: ai-service\n    out_of_scope: {reason: The vendor models it}\n")],
            "review/stale 48:5 component/llm",
        ),
        shop=edits(
            [("    type: web-app\n", "    type: web-app\n    out_of_scope: {reason: An agency models it}\n")],
            "review/stale 17:5 component/web",
        ),
        threagile=edits(
            [
                (
                    "    out_of_scope: false\n    size: service",
                    "    out_of_scope: true\n    justification_out_of_scope: The vendor models it\n    size: service",
                )
            ],
            "review/stale 48:19 component/db",
        ),
    ),
    way(
        "call a component something else",
        assistant=edits([("    type: agent\n", "    type: service\n")], "review/stale 40:11 component/bot"),
        shop=edits([("    type: web-app\n", "    type: worker\n")], "review/stale 16:11 component/web"),
        threagile=edits([("technology: database", "technology: file-server")], "review/stale 46:11 component/db"),
    ),
    way(
        "call a component of one's own an outside service",
        assistant=edits(
            [("    type: vector-store\n", "    type: external-service\n")], "review/stale 33:11 component/index"
        ),
        shop=edits(
            [("  api:\n    type: service\n", "  api:\n    type: external-service\n")],
            "review/stale 22:11 component/api",
        ),
        threagile=edits([("    type: datastore\n", "    type: external-entity\n")], "review/stale 46:11 component/db"),
    ),
    way(
        "switch encryption at rest off",
        assistant=edits(
            [("    stores: [orders]\n    encryption: at-rest\n", "    stores: [orders]\n    encryption: none\n")],
            "review/stale 31:17 component/order-db",
        ),
        shop=edits(
            [("    stores: [cards]\n    encryption: at-rest\n", "    stores: [cards]\n")],
            "review/stale 33:3 component/card-store",
        ),
        threagile=edits([("encryption: transparent", "encryption: none")], "review/stale 53:17 component/db"),
    ),
    way(
        "call many tenants one",
        assistant=edits([("    tenancy: multi\n", "    tenancy: single\n")], "review/stale 24:14 component/chat-api"),
        shop=edits([("    tenancy: multi\n", "")], "review/stale 15:3 component/web"),
        threagile=edits([("multi_tenant: true", "multi_tenant: false")], "review/stale 27:19 component/web"),
    ),
    way(
        "hide that a component is on the internet",
        threagile=edits([("internet: true", "internet: false")], "review/stale 21:15 component/web"),
    ),
    way(
        "stop watching code",
        assistant=edits(
            [("paths: [services/bot/**, prompts/**]", "paths: [services/bot/**]")], "review/stale 45:5 component/bot"
        ),
        shop=edits([("    paths: [api/**]\n", "")], "review/stale 21:3 component/api"),
    ),
    way(
        "give an agent more authority",
        assistant=edits(
            [("authority: [read-orders]", "authority: [read-orders, issue-refunds]")], "review/stale 43:5 component/bot"
        ),
    ),
    way(
        "give an agent a tool",
        assistant=edits(
            [
                (
                    "flows:\n",
                    "  refunds: {type: tool, boundary: ml, owner: team}\nflows:\n  refund: {from: bot, to: refunds, data: [orders], protocol: grpc, authentication: mtls, authorization: roles, encryption: mtls}\n",
                ),
                ("on: [look-up, order-db, index, bot]", "on: [look-up, order-db, index, bot, refunds, refund]"),
            ],
            "review/unreviewed-component 52:3 component/refunds",
            "review/unreviewed-flow 54:3 flow/refund",
        ),
    ),
    way(
        "call another model",
        assistant=edits([("name: acme-large", "name: acme-huge")], "review/stale 51:37 component/llm"),
    ),
    way(
        "swap the version of a model",
        assistant=edits([('version: "2026-05"', 'version: "2026-06"')], "review/stale 51:58 component/llm"),
    ),
    way(
        "swap the weights of a model",
        assistant=edits([("sha256:1111", "sha256:2222")], "review/stale 51:77 component/llm"),
    ),
    way(
        "unpin a model",
        assistant=edits(
            [(', version: "2026-05", digest: "sha256:' + "1" * 64 + '"', "")], "review/stale 51:5 component/llm"
        ),
    ),
    way(
        "call an outside model one's own",
        assistant=edits([("{source: external,", "{source: internal,")], "review/stale 51:21 component/llm"),
    ),
    way(
        "delete a threat",
        assistant=edits([(section(A, "  leak:\n", "  vendor-keeps:"), "")], "review/stale 97:1 threat/leak"),
        shop=edits([(section(S, "  theft:\n", "  skimming:"), "")], "review/stale 58:1 threat/theft"),
        threagile=edits(
            [(rest(T, "risk_tracking:"), "")], "review/stale 1:1 threat/sql-nosql-injection@web@db@web>query"
        ),
    ),
    way(
        "take an element off a threat",
        assistant=edits(
            [("on: [look-up, order-db, index, bot]", "on: [look-up, order-db, index]")],
            "review/stale 119:5 component/bot",
        ),
        shop=edits([("on: [card-store, charge]", "on: [card-store]")], "review/stale 67:5 flow/charge"),
    ),
    way(
        "drop a reference of a threat",
        assistant=edits(
            [('refs: [stride:T, "atlas:AML.T0051.000"]', "refs: [stride:T]")], "review/stale 107:5 flow/prompt"
        ),
        shop=edits([("refs: [stride:I, stride:T]", "refs: [stride:I]")], "review/stale 68:5 threat/skimming"),
    ),
    way(
        "call a threat mitigated without a control",
        assistant=edits(
            [("    status: accepted\n", "    status: mitigated\n")], "review/stale 127:13 threat/vendor-keeps"
        ),
        shop=edits([("    status: accepted\n", "    status: mitigated\n")], "review/stale 69:13 threat/skimming"),
    ),
    way(
        "close a risk by its tracking",
        threagile=edits(
            [("status: in-discussion", "status: mitigated")],
            "review/stale 79:13 threat/sql-nosql-injection@web@db@web>query",
        ),
    ),
    way(
        "point a threat at a planned control",
        assistant=edits([("controls: [guard]", "controls: [planned-one]")], "review/stale 109:5 flow/prompt"),
        shop=edits([("controls: [rows]", "controls: [later]")], "review/stale 64:5 threat/theft"),
    ),
    way(
        "drop a control from a threat",
        assistant=edits([("    controls: [tokens]\n", "")], "review/stale 98:3 threat/session"),
        shop=edits([("    controls: [rows]\n", "")], "review/stale 59:3 threat/theft"),
    ),
    way(
        "retire a control",
        assistant=edits(
            [("use: prompt-classifier, status: implemented", "use: prompt-classifier, status: retired")],
            "review/stale 132:85 flow/prompt",
        ),
        shop=edits([("status: verified}", "status: retired}")], "review/stale 74:89 control/rows"),
    ),
    way(
        "swap what a control is",
        assistant=edits([("use: least-privilege", "use: logging")], "review/stale 134:67 control/read-only-tools"),
        shop=edits([("use: row-level-security, ", "")], "review/stale 74:3 control/rows"),
    ),
    way(
        "call an unverified control verified",
        assistant=edits(
            [("use: short-lived-tokens, status: implemented", "use: short-lived-tokens, status: verified")],
            "review/stale 131:77 control/tokens",
        ),
        shop=edits(
            [
                (
                    "title: Tokens instead of numbers, status: planned",
                    "title: Tokens instead of numbers, status: verified",
                ),
                ("controls: [rows]", "controls: [later, rows]"),
            ],
            "review/stale 75:3 control/later",
        ),
    ),
    way(
        "lower the risk of a threat",
        assistant=edits([("{damage: 7,", "{damage: 1,")], "review/stale 110:5 flow/prompt"),
        shop=edits(
            [("risk: {likelihood: high, impact: very-high}", "risk: {likelihood: low, impact: very-high}")],
            "review/stale 72:5 threat/skimming",
        ),
    ),
    way(
        "accept a threat without a rationale",
        assistant=edits(
            [("    rationale: The contract forbids training\n", "")], "review/incomplete 127:13 threat/vendor-keeps"
        ),
        shop=edits(
            [("    rationale: The bank requires the store until spring\n", "")],
            "review/incomplete 69:13 threat/skimming",
        ),
    ),
    way(
        "accept a threat without an approver",
        assistant=edits(
            [("accepted: {by: dana@example.com, until: 2027-03-31}", "accepted: {until: 2027-03-31}")],
            "model/missing-key 129:5 threat/vendor-keeps#accepted.by",
        ),
        shop=edits(
            [("accepted: {by: dana@example.com, until: 2027-03-31}", "accepted: {until: 2027-03-31}")],
            "model/missing-key 71:5 threat/skimming#accepted.by",
        ),
    ),
    way(
        "accept a risk in its tracking",
        threagile=edits(
            [("status: in-discussion", "status: accepted")],
            "review/stale 79:13 threat/sql-nosql-injection@web@db@web>query",
        ),
    ),
    way(
        "extend an acceptance",
        assistant=edits([("until: 2027-03-31", "until: 2029-03-31")], "review/stale 129:5 threat/vendor-keeps"),
        shop=edits([("until: 2027-03-31", "until: 2029-03-31")], "review/stale 71:5 threat/skimming"),
    ),
    way(
        "accept a threat in another's name",
        assistant=edits(
            [("accepted: {by: dana@example.com", "accepted: {by: ceo@example.com")],
            "review/stale 129:5 threat/vendor-keeps",
        ),
        shop=edits(
            [("accepted: {by: dana@example.com", "accepted: {by: ceo@example.com")], "review/stale 71:5 threat/skimming"
        ),
    ),
    way(
        "mark something not applicable without a reason",
        assistant=edits(
            [("    reason: Answers quote the manual and nothing else\n", '    reason: " "\n')],
            "review/incomplete 39:3 component/bot",
        ),
        shop=edits(
            [("    reason: The journal is kept by the database service\n", '    reason: " "\n')],
            "review/incomplete 27:3 component/db",
        ),
    ),
    way(
        "mark more elements not applicable",
        assistant=edits([("  - on: [bot]\n", "  - on: [bot, llm]\n")], "review/stale 46:3 component/llm"),
        shop=edits([("  - on: [db]\n", "  - on: [db, api]\n")], "review/stale 21:3 component/api"),
    ),
    way(
        "mark more threats not applicable",
        assistant=edits(
            [('refs: ["owasp-llm:LLM07:2026"]', 'refs: ["owasp-llm:LLM07:2026", "owasp-llm:LLM01:2026"]')],
            "review/stale 39:3 component/bot",
        ),
        shop=edits([("    refs: [stride:R]\n", "    refs: [stride:R, stride:I]\n")], "review/stale 27:3 component/db"),
    ),
    way(
        "answer for a new component that nothing applies",
        assistant=edits(
            [
                ("flows:\n", "  cache: {type: cache, boundary: ml, owner: team}\nflows:\n"),
                (
                    "not_applicable:\n",
                    "not_applicable:\n  - {on: [cache], refs: [stride:T], reason: It is only a cache}\n",
                ),
            ],
            "review/unreviewed-component 52:3 component/cache",
        ),
        shop=edits(
            [
                ("flows:\n", "  cache: {type: cache, boundary: vault, owner: team}\nflows:\n"),
                (
                    "not_applicable:\n",
                    "not_applicable:\n  - {on: [cache], refs: [stride:T], reason: It is only a cache}\n",
                ),
            ],
            "review/unreviewed-component 44:3 component/cache",
        ),
    ),
    way(
        "lower the criticality of the system",
        assistant=edits([("  criticality: important\n", "  criticality: low\n")], "review/stale 4:16 system/assistant"),
        shop=edits([("  criticality: critical\n", "")], "review/stale 2:1 system/shop"),
        threagile=edits(
            [("business_criticality: important", "business_criticality: archive")], "review/stale 4:23 system/threagile"
        ),
    ),
    way(
        "say no longer that it is an AI system",
        assistant=edits([("  ai: true\n", "  ai: false\n")], "review/stale 5:7 system/assistant"),
    ),
    way(
        "deny that people are affected",
        assistant=edits([("people_affected: true", "people_affected: false")], "review/stale 6:33 system/assistant"),
    ),
    way(
        "pin another edition of a taxonomy",
        assistant=edits(
            [('atlas: "5.6.0"', 'atlas: "5.5.0"')],
            "model/edition-moved 7:21 system/assistant#taxonomies.atlas",
            "model/unknown-edition 7:21 system/assistant#taxonomies.atlas",
            "review/stale 7:21 system/assistant",
        ),
    ),
    way("unpin a taxonomy", assistant=edits([(', owasp-llm: "2026"}', "}")], "review/stale 7:1 system/assistant")),
    way(
        "drop a method that was claimed",
        assistant=edits(
            [("methods: {stride: per-interaction, linddun: pro}", "methods: {stride: per-interaction}")],
            "review/stale 8:1 system/assistant",
        ),
    ),
    way(
        "give an id to another thing",
        assistant=edits(
            [
                (
                    "  index:\n    type: vector-store\n    boundary: ml\n    owner: team\n    stores: [manuals]\n    encryption: at-rest\n    tenancy: single\n",
                    "  index:\n    type: tool\n    boundary: ml\n    owner: team\n",
                )
            ],
            "review/stale 33:11 component/index",
        ),
        shop=edits(
            [
                (
                    "  printer:\n    type: device\n    boundary: inside\n    owner: team\n    out_of_scope: {reason: It is leased}\n",
                    "  printer:\n    type: gateway\n    boundary: inside\n    owner: team\n",
                )
            ],
            "review/stale 40:11 component/printer",
        ),
    ),
    way(
        "rename and change at once",
        assistant=edits(
            [
                (
                    "  llm:\n    type: ai-service\n    boundary: vendor\n",
                    "  model:\n    was: llm\n    type: ai-service\n    boundary: cloud\n",
                ),
                ("    to: llm\n", "    to: model\n"),
                ("on: [complete, llm]", "on: [complete, model]"),
            ],
            "review/stale 49:15 component/model",
        ),
        shop=edits(
            [
                (
                    "  card-store:\n    type: database\n    boundary: vault\n",
                    "  cards-db:\n    was: card-store\n    type: database\n    boundary: inside\n",
                ),
                ("to: card-store,", "to: cards-db,"),
                ("on: [card-store,", "on: [cards-db,"),
            ],
            "review/stale 36:15 component/cards-db",
        ),
    ),
    way(
        "claim the review of something deleted",
        assistant=edits(
            [
                (
                    section(A, "  index:\n", "  bot:"),
                    "  extra:\n    was: index\n    type: tool\n    boundary: ml\n    owner: team\n",
                ),
                ("    from: index\n", "    from: extra\n"),
                ("on: [look-up, order-db, index, bot]", "on: [look-up, order-db, extra, bot]"),
            ],
            "review/stale 34:11 component/extra",
        ),
        shop=edits(
            [
                (
                    section(S, "  printer:\n", "flows:"),
                    "  extra:\n    was: printer\n    type: gateway\n    boundary: inside\n    owner: team\n",
                )
            ],
            "review/stale 41:11 component/extra",
        ),
    ),
    way(
        "claim the review of something that is still there",
        assistant=edits(
            [("flows:\n", "  cache: {type: cache, boundary: ml, owner: team, was: index}\nflows:\n")],
            "review/unreviewed-component 52:3 component/cache",
        ),
        shop=edits(
            [("flows:\n", "  cache: {type: cache, boundary: vault, owner: team, was: db}\nflows:\n")],
            "review/unreviewed-component 44:3 component/cache",
        ),
    ),
    way(
        "say a key twice",
        assistant=edits(
            [("    authority: [read-orders]\n", "    authority: [read-orders]\n    authority: [everything]\n")],
            "model/duplicate-key 44:5 component/bot#authority",
        ),
        shop=edits(
            [("    boundary: vault\n", "    boundary: vault\n    boundary: inside\n")],
            "model/duplicate-key 36:5 component/card-store#boundary",
        ),
        threagile=edits(
            [("internet: true", "internet: true\n    internet: false")],
            "model/duplicate-key 22:5 model#technical_assets.Web.internet",
        ),
    ),
    way(
        "override a value by a merged key",
        assistant=edits(
            [
                (
                    "    type: agent\n    boundary: ml\n    owner: team\n    authority: [read-orders]\n",
                    "    <<: {type: agent, authority: [everything]}\n    boundary: ml\n    owner: team\n",
                )
            ],
            "review/stale 40:5 component/bot",
        ),
        shop=edits(
            [
                (
                    "    type: database\n    boundary: vault\n    owner: team\n    stores: [cards]\n    encryption: at-rest\n",
                    "    <<: {type: database, encryption: none}\n    boundary: vault\n    owner: team\n    stores: [cards]\n",
                )
            ],
            "review/stale 34:9 component/card-store",
        ),
        threagile=edits(
            [
                (
                    "    encryption: transparent\n    confidentiality: confidential\n",
                    "    <<: {encryption: none}\n    confidentiality: confidential\n",
                )
            ],
            "review/stale 53:9 component/db",
        ),
    ),
    way(
        "spell a value in other letters",
        assistant=edits(
            [("  bot:\n    type: agent\n    boundary: ml\n", "  bot:\n    type: agent\n    boundary: ｍl\n")],
            "model/wrong-value 41:15 component/bot#boundary",
        ),
        shop=edits(
            [("    boundary: vault\n", "    boundary: vаult\n")],
            "model/wrong-value 35:15 component/card-store#boundary",
        ),
        threagile=edits(
            [("        target: db\n", "        target: dЬ\n")],
            "model/dangling-reference 34:17 flow/web.query#target",
            "review/stale 34:17 flow/web.query",
        ),
    ),
    way(
        "misspell a key that says something",
        assistant=edits(
            [("    authority: [read-orders]\n", "    authorities: [read-orders]\n")],
            "model/unknown-key 43:5 component/bot#authorities",
        ),
        shop=edits(
            [("    stores: [cards]\n", "    store: [cards]\n")], "model/unknown-key 37:5 component/card-store#store"
        ),
        threagile=edits(
            [("internet: true", "intrenet: true")],
            "review/stale 14:3 component/web",
            "model/unknown-key 21:5 component/web",
        ),
    ),
    way(
        "empty the model",
        assistant=edits(
            [(rest(A, "boundaries:"), "")],
            "review/unreviewed-removal 1:1 boundary/cloud",
            "review/unreviewed-removal 1:1 boundary/internet",
            "review/unreviewed-removal 1:1 boundary/ml",
            "review/unreviewed-removal 1:1 boundary/vendor",
            "review/unreviewed-removal 1:1 component/bot",
            "review/unreviewed-removal 1:1 component/chat-api",
            "review/unreviewed-removal 1:1 component/customer",
            "review/unreviewed-removal 1:1 component/index",
            "review/unreviewed-removal 1:1 component/llm",
            "review/unreviewed-removal 1:1 component/order-db",
            "review/unreviewed-removal 1:1 data/chat",
            "review/unreviewed-removal 1:1 data/manuals",
            "review/unreviewed-removal 1:1 data/orders",
        ),
        shop=edits(
            [(rest(S, "boundaries:"), "")],
            "review/unreviewed-removal 1:1 boundary/dmz",
            "review/unreviewed-removal 1:1 boundary/inside",
            "review/unreviewed-removal 1:1 boundary/internet",
            "review/unreviewed-removal 1:1 boundary/vault",
            "review/unreviewed-removal 1:1 component/api",
            "review/unreviewed-removal 1:1 component/buyer",
            "review/unreviewed-removal 1:1 component/card-store",
            "review/unreviewed-removal 1:1 component/db",
            "review/unreviewed-removal 1:1 component/printer",
            "review/unreviewed-removal 1:1 component/web",
            "review/unreviewed-removal 1:1 data/cards",
            "review/unreviewed-removal 1:1 data/orders",
        ),
        threagile=edits(
            [(rest(T, "data_assets:\n"), "")],
            "review/unreviewed-removal 1:1 boundary/back",
            "review/unreviewed-removal 1:1 boundary/front",
            "review/unreviewed-removal 1:1 component/db",
            "review/unreviewed-removal 1:1 component/web",
            "review/unreviewed-removal 1:1 data/orders",
        ),
    ),
]
