"""The words that models use, and what is known about them."""

from __future__ import annotations

import re

import pytest

from checker.knowledge import vocabulary as words

ORDINARY = """person external-service service web-app mobile-app function worker database object-store queue cache
file-store identity-provider secrets-vault gateway ci-pipeline build-runner build-step public-registry
source-repository artifact-registry device""".split()
AI = """training-data data-pipeline feature-store vector-store model model-registry training-pipeline feedback-loop
inference-endpoint agent tool agent-memory prompt-template guardrail ai-service ml-library evaluation
labelling-service""".split()
THREAGILE_PROTOCOLS = """http https ws wss reverse-proxy-web-protocol reverse-proxy-web-protocol-encrypted mqtt jdbc
jdbc-encrypted odbc odbc-encrypted sql-access-protocol sql-access-protocol-encrypted nosql-access-protocol
nosql-access-protocol-encrypted binary binary-encrypted text text-encrypted ssh ssh-tunnel smtp smtp-encrypted pop3
pop3-encrypted imap imap-encrypted ftp ftps sftp scp ldap ldaps jms nfs smb smb-encrypted local-file-access nrpe xmpp
iiop iiop-encrypted jrmp jrmp-encrypted in-process-library-call inter-process-communication
container-spawning""".split()


@pytest.mark.parametrize(("group", "expected"), [("ordinary", ORDINARY), ("ai", AI)])
def test_component_types_of_the_format_are_known(group: str, expected: list[str]) -> None:
    for id in expected:
        known = words.component_type(id)
        assert known
        assert (known.id, known.group) == (id, group)
        assert known.kind in ("external-entity", "process", "data-store")
        assert known.description.endswith(".")


def test_component_type_by_alias_and_in_any_case() -> None:
    assert words.component_type("RAG-Index") == words.component_type("vector-store")
    assert words.component_type("nothing-like-it") is None


@pytest.mark.parametrize(
    ("word", "id"),
    [("training", "training-pipeline"), ("retraining", "feedback-loop"), ("memory", "agent-memory"), ("mcp", "tool")],
)
def test_the_short_word_for_a_part_of_an_ai_system_is_known(word: str, id: str) -> None:
    known = words.component_type(word)
    assert known
    assert known.id == id


@pytest.mark.parametrize("name", words.VOCABULARIES)
def test_each_word_stands_for_one_thing(name: str) -> None:
    spellings = [s for id in words.ids(name) for s in (id, *words.vocabulary(name)[id].aliases)]
    assert len(spellings) == len(set(spellings))
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]*", spelling) for spelling in spellings)
    assert len(spellings) == len(words.vocabulary(name))


@pytest.mark.parametrize("word", THREAGILE_PROTOCOLS)
def test_protocols_of_threagile_are_known_with_their_encryption(word: str) -> None:
    known = words.protocol(word)
    assert known
    if word.endswith("-encrypted"):
        assert words.is_encrypted(word)
    if f"{word}-encrypted" in THREAGILE_PROTOCOLS:
        assert words.is_cleartext(word)


THREAGILE_AUTHENTICATION = "none credentials session-id token client-certificate two-factor externalized".split()


@pytest.mark.parametrize("word", THREAGILE_AUTHENTICATION)
def test_authentication_words_of_threagile_are_known(word: str) -> None:
    assert words.authentication(word)


@pytest.mark.parametrize("word", ["http", "HTTP", "ftp", "telnet", "ldap", "modbus", "redis"])
def test_cleartext_protocols(word: str) -> None:
    assert words.is_cleartext(word)
    assert not words.is_encrypted(word)


@pytest.mark.parametrize("word", ["https", "ssh", "mqtts", "sftp"])
def test_encrypted_protocols(word: str) -> None:
    assert words.is_encrypted(word)
    assert not words.is_cleartext(word)


@pytest.mark.parametrize("word", ["grpc", "kafka", "postgresql", "in-process", "carrier-pigeon", ""])
def test_protocols_that_alone_do_not_say(word: str) -> None:
    assert not words.is_cleartext(word)
    assert not words.is_encrypted(word)


def test_authentication() -> None:
    assert words.is_mutual("mtls")
    assert words.is_mutual("mutual-tls")
    assert not words.is_mutual("oauth2")
    assert not words.is_mutual("carrier-pigeon")
    strengths = {word: words.authentication(word) for word in ("none", "api-key", "oauth2", "mtls")}
    assert [known.strength for known in strengths.values() if known] == [0, 1, 2, 3]


def test_encryption() -> None:
    assert words.protects_in_transit("tls")
    assert words.protects_in_transit("TLS1.3")
    assert not words.protects_in_transit("ssl")
    assert not words.protects_in_transit("none")
    assert not words.protects_in_transit("rot13")
    assert words.protects_at_rest("at-rest")
    assert not words.protects_at_rest("none")
    assert not words.protects_at_rest("rot13")


def test_canonical_keeps_what_it_does_not_know() -> None:
    assert words.canonical("bucket", "component_types") == "object-store"
    assert words.canonical("Carrier-Pigeon", "protocols") == "Carrier-Pigeon"
    assert words.canonical("", "protocols") == ""


@pytest.mark.parametrize(
    ("word", "name", "meant"),
    [
        ("vectorstore", "component_types", "vector-store"),
        ("bukket", "component_types", "object-store"),
        ("HTPS", "protocols", "https"),
        ("tsl", "encryption_in_transit", "tls"),
        ("carrier-pigeon", "protocols", ""),
        ("x" * 100_000, "protocols", ""),
    ],
)
def test_suggest(word: str, name: str, meant: str) -> None:
    assert words.suggest(word, name) == meant


def test_an_unknown_vocabulary_is_a_bug() -> None:
    with pytest.raises(KeyError):
        words.vocabulary("colours")


@pytest.mark.parametrize(
    ("word", "type", "kind"),
    [
        ("labelled-data", "training-data-labelled", "data-store"),
        ("unlabelled-data", "training-data-unlabelled", "data-store"),
        ("data-pipeline", "data-pipeline", "process"),
        ("feature-store", "feature-store", "data-store"),
        ("vector-store", "vector-store", "data-store"),
        ("model", "model", "process"),
        ("model-registry", "model-registry", "data-store"),
        ("training-pipeline", "training-pipeline", "process"),
        ("retraining-pipeline", "feedback-loop", "process"),
        ("feedback-loop", "feedback-loop", "process"),
        ("inference-endpoint", "inference-endpoint", "process"),
        ("agent", "agent", "process"),
        ("mcp-server", "tool", "process"),
        ("agent-memory", "agent-memory", "data-store"),
        ("prompt-template", "prompt-template", "data-store"),
        ("guardrail", "guardrail", "process"),
        ("external-ai-service", "ai-service", "external-entity"),
        ("ml-library", "ml-library", "external-entity"),
        ("pretrained-model", "ml-library", "external-entity"),
        ("evaluation-harness", "evaluation", "process"),
        ("labelling-service", "labelling-service", "external-entity"),
        ("interaction-log", "interaction-log", "data-store"),
        ("sensor", "sensor", "external-entity"),
    ],
)
def test_the_parts_of_ai_systems_have_types(word: str, type: str, kind: str) -> None:
    found = words.component_type(word)
    assert found
    assert (found.id, found.kind) == (type, kind)
