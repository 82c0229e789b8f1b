"""What a compose file says of a system: types by image, services of others by the names of variables."""

from __future__ import annotations

import pytest

from checker.knowledge.vocabulary import vocabulary
from checker.pipeline.compose import _AI_IMAGES, _IMAGES, _KEYS, Composed, Outsider, composed
from checker.pipeline.starter import starter


def read(**services: object) -> Composed:
    return composed({"services": services}, {"user", "internet", "inside"})


@pytest.mark.parametrize(
    ("image", "type", "ai"),
    [
        ("qdrant/qdrant:v1.11.0", "vector-store", True),
        ("cr.weaviate.io/semitechnologies/weaviate:1.26", "vector-store", True),
        ("chromadb/chroma", "vector-store", True),
        ("milvusdb/milvus@sha256:abc", "vector-store", True),
        ("pgvector/pgvector:pg16", "database", False),
        ("ollama/ollama", "inference-endpoint", True),
        ("vllm/vllm-openai:latest", "inference-endpoint", True),
        ("ghcr.io/huggingface/text-embeddings-inference:cpu-1.5", "inference-endpoint", True),
        ("ghcr.io/ggml-org/llama.cpp:server", "inference-endpoint", True),
        ("ghcr.io/berriai/litellm:main-v1.40.0", "gateway", True),
        ("docker.io/langfuse/langfuse:2", "interaction-log", True),
        ("arizephoenix/phoenix:latest", "interaction-log", True),
        ("apache/phoenix", "service", False),
        ("docker.n8n.io/n8nio/n8n", "scheduler", False),
        ("flowiseai/flowise", "agent", True),
        ("mcp/postgres", "tool", True),
        ("ghcr.io/github/github-mcp-server:v1", "tool", True),
        ("acme/tickets-mcp", "tool", True),
        ("mcp-server-fetch", "tool", True),
        ("acme/mcp", "service", False),
        ("acme/mcp-inspector", "service", False),
        ("acme/qdrant-exporter", "service", False),
        ("otel/opentelemetry-collector-contrib", "monitoring", False),
    ],
)
def test_the_type_comes_from_the_image(image: str, type: str, ai: bool) -> None:
    found = read(a={"image": image})
    ((service,), outsiders) = found
    assert (service.type, service.ai, found.ai, outsiders) == (type, ai, ai, ())


def test_every_type_of_the_tables_is_one_of_the_format() -> None:
    types = vocabulary("component_types")
    assert {*_IMAGES, *_AI_IMAGES, *_KEYS} - {*types} == set()


def test_a_key_for_a_service_of_others_is_a_component_and_a_flow() -> None:
    found = read(
        agent={"environment": {"OPENAI_API_KEY": "sk-1", "JIRA_API_TOKEN": "t", "AZURE_OPENAI_ENDPOINT": "https://x"}},
        ingest={"environment": ["OPENAI_API_KEY", "AZURE_OPENAI_API_KEY=k", "AZURE_OPENAI_ENDPOINT=https://x"]},
    )
    assert found.outsiders == (
        Outsider("openai", "ai-service", "OPENAI_API_KEY"),
        Outsider("jira", "external-service", "JIRA_API_TOKEN"),
        Outsider("azure-openai", "ai-service", "AZURE_OPENAI_API_KEY"),
    )
    assert [one.needs for one in found.services] == [("openai", "jira"), ("openai", "azure-openai")]
    assert found.ai
    assert not read(a={"environment": {"JIRA_API_TOKEN": "t"}}).ai


@pytest.mark.parametrize("other", ["OPENAI_BASE_URL", "OPENAI_API_BASE"])
def test_a_key_for_a_proxy_of_ones_own_is_none_for_the_provider(other: str) -> None:
    found = read(
        agent={"environment": {"OPENAI_API_KEY": "k", other: "http://proxy"}, "depends_on": ["proxy"]}, proxy={}
    )
    assert (found.outsiders, found.services[0].needs) == ((), ("proxy",))
    assert read(agent={"environment": {"ANTHROPIC_API_KEY": "k", other: "http://proxy"}}).outsiders != ()


def test_an_outsider_keeps_apart_from_a_service_of_its_name() -> None:
    found = read(openai={"environment": ["OPENAI_API_KEY"]}, user={})
    assert [one.id for one in found.outsiders] == ["openai-2"]
    assert [(one.id, one.needs) for one in found.services] == [("openai", ("openai-2",)), ("user-2", ())]


def test_who_asks_a_model_may_be_an_agent() -> None:
    found = read(
        web={"depends_on": ["chat"]},
        chat={"depends_on": ["proxy"]},
        embed={"environment": ["COHERE_API_KEY"]},
        rag={"depends_on": ["vectors"]},
        local={"depends_on": ["llm"]},
        proxy={"image": "litellm", "environment": ["OPENAI_API_KEY"]},
        edge={"image": "nginx", "depends_on": ["web"]},
        vectors={"image": "qdrant"},
        llm={"image": "ollama"},
        site={"depends_on": ["edge"]},
    )
    assert [one.id for one in found.services if found.asks_a_model(one)] == ["chat", "embed", "local"]


@pytest.mark.parametrize("environment", [3, "OPENAI_API_KEY", [{"OPENAI_API_KEY": 1}], {1: 2}, [None], None])
def test_an_odd_environment_is_skipped(environment: object) -> None:
    assert read(a={"environment": environment}).outsiders == ()


def test_values_of_variables_are_nowhere() -> None:
    values = {"OPENAI_API_KEY": "sk-abcdef", "SENTRY_DSN": "https://key@host", "OTHER": "hunter2"}
    as_map, as_list = (
        starter("s", {"services": {"a": {"environment": env}}}).text
        for env in (values, [f"{name}={value}" for name, value in values.items()])
    )
    assert as_map == as_list
    assert not any(value in as_map for value in values.values())
    assert "  openai: {type: ai-service, boundary: internet}   # OPENAI_API_KEY is set\n" in as_map
    assert "    type: service   # agent, where a model decides what it does next\n" in as_map
