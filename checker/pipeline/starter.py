"""A first threat model for a repository: what its compose file states, and comments for what only people know.

Nothing is claimed that a file does not say: types come from well-known image names, flows from ``depends_on``,
exposure from published ports. Everything else is left to fill in, and the first check says what.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

COMPOSE_FILES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
"""Where Docker Compose looks for its file, in its order (compose specification, "The Compose file")."""

CONFIG = """\
# What judges changes to the threat model of this repository. In a pull request the base branch's version is used.
threatgate: 1
packs:
  - boundary        # what crosses a trust boundary; calm, and in use by itself
  # - data          # what classification and personal data ask of where data is kept
  # - flow          # weak protection, callers and writes, also inside a boundary
  # - threat        # whether what was decided about threats holds
  # - control       # evidence, dates and owners of controls
  # - risk          # high risks that are open, and ratings by DREAD and CVSS that do not hold
  # - model         # hygiene: what nothing uses, reads or answers for
  # - review        # what the reviews themselves say
  # - cicd          # pipelines drawn as components
  # - supply-chain  # what goes into the software: pinned, checked, signed
  # - ai            # systems with machine learning: what leads a model, what it reaches and learns from
  # - breadth       # AI: answers to PLOT4ai and to the MIT AI Risk Repository; few findings, much to answer
  # - card          # model cards, system cards and fairness: what they have to say, and whether it fits
  # - ism           # what the Information Security Manual asks of such systems besides
  # - coverage      # an answer to each threat that must be considered, by type of component; many findings at first
  # - privacy       # LINDDUN, where personal data is
  # - method        # what the model claims under 'methods': whether it is done
  # - architecture  # files of NAFv4, TOGAF or ArchiMate that the model is made from: changed, or not all in it
  # - stride        # an answer to each letter where it arises; many findings at first
  # - sdl           # an answer to each entry of Microsoft's SDL template; more still
  # - threagile     # the rules of Threagile, for its models
fail_on: medium        # critical, high, medium, low, note or never
# rules:
#   boundary/unowned-component: medium
# review:
#   cadence: {critical: 180, important: 365, low: 730}   # days that a review holds
"""

_IMAGES = {
    "database": (
        "postgres",
        "mysql",
        "mysql-server",
        "mariadb",
        "mongo",
        "cockroach",
        "clickhouse",
        "clickhouse-server",
    ),
    "search-index": ("elasticsearch", "opensearch", "solr"),
    "cache": ("redis", "valkey", "memcached"),
    "queue": ("rabbitmq", "kafka", "cp-kafka", "nats", "activemq"),
    "object-store": ("minio", "seaweedfs"),
    "gateway": ("nginx", "traefik", "caddy", "haproxy", "kong", "envoy"),
    "secrets-vault": ("vault", "openbao"),
    "identity-provider": ("keycloak", "authentik", "dex"),
    "vector-store": ("qdrant", "weaviate", "milvus", "chroma"),
    "inference-endpoint": ("ollama", "vllm-openai", "tritonserver"),
}
"""Type -> names of images, whole: an exporter or a console has the name of what it is for in its own."""

_FIXED = ("internet", "inside", "user")
"""Ids that every starter has."""

_FOLDER = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)
"""A build context that is a plain folder of the repository: no address, no variable, no way out."""


class Service(NamedTuple):
    """One service of a compose file, as far as a starter can use it."""

    id: str
    type: str
    path: str
    exposed: bool
    needs: tuple[str, ...]


def starter(name: str, compose: Any) -> str:
    """The text of a native model. ``compose`` is the data of a compose file, or None; what is odd in it is skipped."""
    taken = set(_FIXED)
    services = tuple(_services(compose, taken)) or (Service("web", "service", "", True, ()),)
    taken.update(service.id for service in services)
    title = identifier(name)
    system = _fresh(f"{title}-system" if title in taken else title, taken)
    return "".join(line + "\n" for line in _lines((system, title), services, compose is not None, taken))


def identifier(text: str, otherwise: str = "system") -> str:
    """An id of the native format made from any text, ``otherwise`` where nothing of it can stay."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in text.lower())
    return kept.strip("-.")[:64] or otherwise


def _fresh(wanted: str, taken: set[str]) -> str:
    """The id, with a number after it where something has it already; it is taken from now on."""
    id = wanted if wanted not in taken else next(id for n in count(2) if (id := f"{wanted}-{n}") not in taken)
    taken.add(id)
    return id


def _services(compose: Any, taken: set[str]) -> Iterator[Service]:
    found = compose.get("services") if isinstance(compose, dict) else None
    services = {name: body for name, body in found.items() if isinstance(body, dict)} if isinstance(found, dict) else {}
    ids = {name: _fresh(identifier(name, "service"), taken) for name in sorted(services)}
    for name, id in ids.items():
        service = services[name]
        build, needs = service.get("build"), service.get("depends_on")
        yield Service(
            id=id,
            type=_type(service.get("image")),
            path=_folder(build.get("context") if isinstance(build, dict) else build),
            exposed=bool(service.get("ports")),
            needs=tuple(ids[other] for other in _texts(needs) if other in ids),
        )


def _texts(value: Any) -> list[str]:
    """The texts of a list, or the keys of a mapping: Compose takes both."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | dict) else []


def _folder(context: Any) -> str:
    inside = context.removeprefix("./").rstrip("/") if isinstance(context, str) else ""
    return inside if len(inside) < 200 and _FOLDER.fullmatch(inside) else ""


def _type(image: Any) -> str:
    name = re.split("[:@]", image.rpartition("/")[2])[0] if isinstance(image, str) else ""
    return next((kind for kind, words in _IMAGES.items() if name in words), "service")


def _lines(system: tuple[str, str], services: tuple[Service, ...], read: bool, taken: set[str]) -> Iterator[str]:
    yield "# The threat model of this repository. Correct every line; `threatgate check` says what is missing."
    yield "# Editors complete it: threatgate schema model > .threatgate.schema.json"
    yield "threatgate: 1"
    yield ""
    yield "system:"
    yield f"  id: {_quoted(system[0])}            # stable: reviews and findings hang on it"
    yield f"  name: {_quoted(system[1])}"
    yield "  # owner: team-name"
    yield "  criticality: important            # low, important or critical"
    yield ""
    yield "boundaries:                         # zones of equal trust; nested by parent"
    yield "  internet: {trust: untrusted}"
    yield "  inside: {trust: internal}"
    yield ""
    yield "data: {}                            # what is worth protecting, for example:"
    yield "#  orders: {classification: confidential, personal: true}"
    yield ""
    yield f"components:                         # {'from the compose file' if read else 'what runs, stores or acts'}"
    yield "  user: {type: person, boundary: internet}"
    for service in services:
        yield f"  {_quoted(service.id)}:"
        yield f"    type: {service.type}"
        yield "    boundary: inside"
        yield "    # owner: team-name"
        if service.path:
            yield f"    paths: [{_quoted(service.path + '/**')}]"
    yield ""
    yield "flows:                              # who sends what to whom"
    for service in services:
        if service.exposed:
            yield from _flow("user", service.id, taken)
        for other in service.needs:
            yield from _flow(service.id, other, taken)
    if not any(service.exposed or service.needs for service in services):
        yield "  {}"
    yield ""
    yield "threats:                            # what can go wrong, for example:"
    yield "#  stolen-session:"
    yield "#    title: A stolen token lets someone else read a customer's orders"
    yield f"#    on: [{services[0].id}]"
    yield "#    refs: [stride:S]"
    yield "#    status: identified             # then mitigated, accepted, transferred, avoided"
    yield "#    owner: team-name"
    yield ""
    yield "controls: {}"


def _flow(source: str, target: str, taken: set[str]) -> Iterator[str]:
    id = _fresh(f"{source}-to-{target}"[:120], taken)  # an id has 128 characters at most
    yield f"  {_quoted(id)}:"
    yield f"    from: {_quoted(source)}"
    yield f"    to: {_quoted(target)}"
    yield "    # data: []"
    yield "    # protocol: https"
    yield "    # authentication: oauth2"
    yield "    # encryption: tls"


def _quoted(text: str) -> str:
    """A YAML scalar that reads back as this text: plain where that is certain, else as JSON writes it."""
    plain = text[:1].isalpha() and text.isascii() and all(c.isalnum() or c in ".-" for c in text)
    return text if plain and text.lower() not in ("true", "false", "null") else json.dumps(text)
