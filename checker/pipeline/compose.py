"""What a compose file says of a system, as far as a first model can use it.

Types come from well-known names of images, flows from ``depends_on``, exposure from published ports, and services of
others from the *names* of environment variables. Their values are never looked at: they are secrets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, NamedTuple

COMPOSE_FILES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
"""Where Docker Compose looks for its file, in its order (compose specification, "The Compose file")."""

_IMAGES = {
    "database": (
        *("postgres", "pgvector", "postgis", "timescaledb", "mysql", "mysql-server", "mariadb", "mongo", "cockroach"),
        *("clickhouse", "clickhouse-server", "neo4j"),
    ),
    "search-index": ("elasticsearch", "opensearch", "solr"),
    "cache": ("redis", "valkey", "memcached"),
    "queue": ("rabbitmq", "kafka", "cp-kafka", "nats", "activemq"),
    "object-store": ("minio", "seaweedfs"),
    "gateway": ("nginx", "traefik", "caddy", "haproxy", "kong", "envoy"),
    "secrets-vault": ("vault", "openbao"),
    "identity-provider": ("keycloak", "authentik", "dex"),
    "monitoring": ("prometheus", "grafana", "opentelemetry-collector", "opentelemetry-collector-contrib"),
    "log-store": ("loki",),
    "scheduler": ("n8n",),
}
"""Type -> names of images, whole: an exporter or a console has the name of what it is for in its own. With a slash, who
publishes it counts as well."""

_AI_IMAGES = {
    "vector-store": ("qdrant", "weaviate", "milvus", "chroma", "marqo"),
    "inference-endpoint": (
        *("ollama", "vllm-openai", "tritonserver", "text-generation-inference", "text-embeddings-inference"),
        *("localai", "local-ai", "llama.cpp", "sglang", "michaelf34/infinity"),
    ),
    "gateway": ("litellm", "litellm-database", "litellm-non_root"),
    "interaction-log": ("langfuse", "arizephoenix/phoenix"),
    "agent": ("flowise", "langflow", "letta", "dify-api"),
    "web-app": ("open-webui", "librechat", "anythingllm"),
    "guardrail": ("llm-guard-api",),
    "model-registry": ("mlflow",),
}
"""The same of parts that only systems with machine learning have."""

_TOOL = re.compile(r"mcp/[^/]+|(?:.*/)?(?:mcp-server-[^/]+|[^/]+-mcp(?:-server)?)")
"""Images of servers of the Model Context Protocol, by how they are called."""

_KEYS: dict[str, dict[str, tuple[str, ...]]] = {
    "ai-service": {
        "openai": ("OPENAI_API_KEY",),
        "azure-openai": ("AZURE_OPENAI_API_KEY",),
        "anthropic": ("ANTHROPIC_API_KEY",),
        "gemini": ("GEMINI_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"),
        "bedrock": ("AWS_BEARER_TOKEN_BEDROCK",),
        "mistral": ("MISTRAL_API_KEY",),
        "cohere": ("COHERE_API_KEY", "CO_API_KEY"),
        "groq": ("GROQ_API_KEY",),
        "deepseek": ("DEEPSEEK_API_KEY",),
        "together": ("TOGETHER_API_KEY",),
        "fireworks": ("FIREWORKS_API_KEY",),
        "openrouter": ("OPENROUTER_API_KEY",),
        "perplexity": ("PERPLEXITY_API_KEY",),
        "xai": ("XAI_API_KEY",),
        "replicate": ("REPLICATE_API_TOKEN",),
        "voyage": ("VOYAGE_API_KEY",),
    },
    "vector-store": {"pinecone": ("PINECONE_API_KEY",)},
    "external-service": {
        "langsmith": ("LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"),
        "github": ("GITHUB_TOKEN",),
        "jira": ("JIRA_API_TOKEN",),
        "slack": ("SLACK_BOT_TOKEN", "SLACK_TOKEN"),
        "stripe": ("STRIPE_SECRET_KEY", "STRIPE_API_KEY"),
        "sendgrid": ("SENDGRID_API_KEY",),
        "twilio": ("TWILIO_AUTH_TOKEN",),
        "sentry": ("SENTRY_DSN",),
    },
}
"""Type -> service of another organisation -> the variables that hold a key for it, as its own documentation and client
libraries name them."""

_ELSEWHERE = ("BASE_URL", "API_BASE")
"""Ends of the variables that send what a key is for to another address, such as a proxy of one's own."""

_MODELS = ("ai-service", "inference-endpoint")

_FOLDER = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)
"""A build context that is a plain folder of the repository: no address, no variable, no way out."""


class Service(NamedTuple):
    """One service of a compose file, as far as a starter can use it."""

    id: str
    type: str
    path: str
    exposed: bool
    needs: tuple[str, ...]
    """Ids of services and of outsiders that it sends to."""
    ai: bool = False
    """Its image is one that only systems with machine learning have."""


class Outsider(NamedTuple):
    """A service of another organisation that a service has a key for. ``variable`` is the name of the first one."""

    id: str
    type: str
    variable: str


class Composed(NamedTuple):
    """What a compose file says."""

    services: tuple[Service, ...] = ()
    outsiders: tuple[Outsider, ...] = ()

    @property
    def ai(self) -> bool:
        """It has parts of a system with machine learning."""
        return any(one.ai for one in self.services) or any(one.type != "external-service" for one in self.outsiders)

    def asks_a_model(self, service: Service) -> bool:
        """The service is nothing that is known, and sends to a model or to a gateway before models."""
        models = {one.id for one in self.outsiders if one.type in _MODELS}
        models |= {one.id for one in self.services if one.ai and one.type in (*_MODELS, "gateway")}
        return service.type == "service" and not models.isdisjoint(service.needs)


def composed(data: Any, taken: set[str]) -> Composed:
    """What the data of a compose file says; what is odd in it is skipped. Ids are added to ``taken``."""
    found = data.get("services") if isinstance(data, dict) else None
    bodies = {name: body for name, body in found.items() if isinstance(body, dict)} if isinstance(found, dict) else {}
    ids = {name: fresh(identifier(name, "service"), taken) for name in sorted(bodies)}
    keys = {name: tuple(_outsiders(_names(bodies[name].get("environment")))) for name in ids}
    outsiders: dict[str, Outsider] = {}
    for one in (one for several in keys.values() for one in several):
        if one.id not in outsiders:
            outsiders[one.id] = one._replace(id=fresh(one.id, taken))
    services = (_service(bodies[name], ids, name, [outsiders[one.id].id for one in keys[name]]) for name in ids)
    return Composed(tuple(services), tuple(outsiders.values()))


def identifier(text: str, otherwise: str = "system") -> str:
    """An id of the native format made from any text, ``otherwise`` where nothing of it can stay."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in text.lower())
    return kept.strip("-.")[:64] or otherwise


def fresh(wanted: str, taken: set[str]) -> str:
    """The id, with a number after it where something has it already; it is taken from now on."""
    id = wanted if wanted not in taken else next(id for n in count(2) if (id := f"{wanted}-{n}") not in taken)
    taken.add(id)
    return id


def _service(body: dict[str, Any], ids: dict[str, str], name: str, keys: Iterable[str]) -> Service:
    build = body.get("build")
    needs = (ids[other] for other in _texts(body.get("depends_on")) if other in ids)
    type, ai = _type(body.get("image"))
    return Service(
        id=ids[name],
        type=type,
        path=_folder(build.get("context") if isinstance(build, dict) else build),
        exposed=bool(body.get("ports")),
        needs=(*needs, *keys),
        ai=ai,
    )


def _outsiders(names: set[str]) -> Iterator[Outsider]:
    """Whom these variables hold keys for, but where another variable says that it is asked at another address."""
    for type, known in _KEYS.items():
        for id, variables in known.items():
            held = next((one for one in variables if one in names), "")
            if held and not any(f"{one.rsplit('_', 2)[0]}_{end}" in names for one in variables for end in _ELSEWHERE):
                yield Outsider(id, type, held)


def _names(environment: Any) -> set[str]:
    """The names of the variables of a service; a list has them before ``=``."""
    return {one.partition("=")[0] for one in _texts(environment)}


def _texts(value: Any) -> list[str]:
    """The texts of a list, or the keys of a mapping: Compose takes both."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | dict) else []


def _folder(context: Any) -> str:
    inside = context.removeprefix("./").rstrip("/") if isinstance(context, str) else ""
    return inside if len(inside) < 200 and _FOLDER.fullmatch(inside) else ""


def _type(image: Any) -> tuple[str, bool]:
    """The type of a component with this image, and whether only systems with machine learning have such."""
    if not isinstance(image, str):
        return "service", False
    owner, _, last = image.rpartition("/")
    name = re.split("[:@]", last)[0]
    names = (name, f"{owner.rpartition('/')[2]}/{name}")
    if _TOOL.fullmatch(names[1]):
        return "tool", True
    for images, ai in ((_IMAGES, False), (_AI_IMAGES, True)):
        for type, words in images.items():
            if any(one in words for one in names):
                return type, ai
    return "service", False
