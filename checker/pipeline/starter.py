"""A first threat model for a repository: what its compose file states, and comments for what only people know.

Nothing is claimed that a file does not say: types come from well-known image names, flows from ``depends_on``,
exposure from published ports. Everything else is left to fill in, and the first check says what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

COMPOSE_FILES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
"""Where Docker Compose looks for its file, in its order (compose specification, "The Compose file")."""

CONFIG = """\
# What judges changes to the threat model of this repository. In a pull request the base branch's version is used.
threatgate: 1
packs: [boundary]
fail_on: medium        # critical, high, medium, low, note or never
# rules:
#   boundary/missing-owner: low
# review:
#   cadence: {critical: 180, important: 365, low: 730}   # days that a review holds
"""

_IMAGES = {
    "database": ("postgres", "mysql", "mariadb", "mongo", "cockroach", "mssql", "clickhouse", "elasticsearch"),
    "cache": ("redis", "valkey", "memcached"),
    "queue": ("rabbitmq", "kafka", "nats", "activemq"),
    "object-store": ("minio", "seaweedfs"),
    "gateway": ("nginx", "traefik", "caddy", "haproxy", "kong", "envoy"),
    "secrets-vault": ("vault", "openbao"),
    "identity-provider": ("keycloak", "authentik", "dex"),
    "vector-store": ("qdrant", "weaviate", "milvus", "chroma"),
    "inference-endpoint": ("ollama", "vllm", "triton"),
}


class Service(NamedTuple):
    """One service of a compose file, as far as a starter can use it."""

    id: str
    type: str
    path: str
    exposed: bool
    needs: tuple[str, ...]


def starter(name: str, compose: Any) -> str:
    """The text of a native model. ``compose`` is the data of a compose file, or None; what is odd in it is skipped."""
    services = tuple(_services(compose)) or (Service("web", "service", "", True, ()),)
    return "".join(line + "\n" for line in _lines(identifier(name), services, compose is not None))


def identifier(text: str) -> str:
    """An id of the native format made from any text."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in text.lower())
    return kept.strip("-.")[:64] or "system"


def _services(compose: Any) -> Iterator[Service]:
    found = compose.get("services") if isinstance(compose, dict) else None
    services: dict[str, Any] = found if isinstance(found, dict) else {}
    for name, service in sorted(services.items()):
        if not isinstance(service, dict):
            continue
        build = service.get("build")
        context = build.get("context") if isinstance(build, dict) else build
        needs = service.get("depends_on") or ()
        yield Service(
            id=identifier(name),
            type=_type(service.get("image")),
            path=context.removeprefix("./").strip("/") if isinstance(context, str) else "",
            exposed=bool(service.get("ports")),
            needs=tuple(identifier(other) for other in needs if other in services),
        )


def _type(image: Any) -> str:
    name = image.rpartition("/")[2] if isinstance(image, str) else ""
    return next((kind for kind, words in _IMAGES.items() if name.startswith(words)), "service")


def _lines(system: str, services: tuple[Service, ...], read: bool) -> Iterator[str]:
    yield "# The threat model of this repository. Correct every line; `threatgate check` says what is missing."
    yield "# Editors complete it: threatgate schema model > .threatgate.schema.json"
    yield "threatgate: 1"
    yield ""
    yield "system:"
    yield f"  id: {_quoted(system)}            # stable: reviews and findings hang on it"
    yield f"  name: {_quoted(system)}"
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
        if service.path not in ("", "."):
            yield f"    paths: [{_quoted(service.path + '/**')}]"
    yield ""
    yield "flows:                              # who sends what to whom"
    for service in services:
        if service.exposed:
            yield from _flow(f"user-to-{service.id}", "user", service.id)
        for other in service.needs:
            yield from _flow(f"{service.id}-to-{other}", service.id, other)
    if not any(service.exposed or service.needs for service in services):
        yield "  {}"
    yield ""
    yield "threats: {}                         # what can go wrong, for example:"
    yield "#  stolen-session:"
    yield "#    title: A stolen token lets someone else read a customer's orders"
    yield f"#    on: [{services[0].id}]"
    yield "#    refs: [stride:S]"
    yield "#    status: identified             # then mitigated, accepted, transferred, avoided"
    yield "#    owner: team-name"
    yield ""
    yield "controls: {}"


def _flow(id: str, source: str, target: str) -> Iterator[str]:
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
