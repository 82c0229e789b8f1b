"""The config: its defaults, and names in it that match nothing."""

from __future__ import annotations

import pytest

from checker.core.errors import InputError, UsageError
from checker.core.settings import Person, Requirement, Settings
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.policy.catalogue import Catalogue
from checker.policy.config import load_settings


def load(text: str | None) -> Settings:
    def nothing(path: str) -> Document:
        raise InputError("missing")

    document = None if text is None else parse(Source(".threatgate.yaml", text))
    return load_settings(document, Catalogue(nothing, lambda: ()))


def test_no_config_is_the_defaults() -> None:
    assert load(None) == Settings()


def test_empty_config_is_the_defaults_at_its_path() -> None:
    assert load("threatgate: 1\n") == Settings(path=".threatgate.yaml")


def test_everything_a_config_may_say() -> None:
    settings = load(
        """\
threatgate: 1
models: {include: ["docs/*.yaml"], exclude: [old/**]}
packs: []
rules: {review/stale: low, boundary/cleartext-flow: "off"}
fail_on: high
review: {cadence: {important: 90}, four_eyes: true, signed_commits: true}
reviewers:
  people:
    kim@example.com:
    dana@example.com: {roles: [security], also: ["github:dana"], keys: ["ssh-ed25519 AAAAC3 dana"]}
  required:
    - {on: ["boundary/*", "gate/*"], by: [security, kim@example.com], count: 2}
    - {on: ["*"], models: ["pay/**"], change: [weakened, removed], by: [security]}
waivers: {max_days: 30}
"""
    )
    assert settings == Settings(
        path=".threatgate.yaml",
        include=("docs/*.yaml",),
        exclude=("old/**",),
        packs=(),
        levels=(("boundary/cleartext-flow", "off"), ("review/stale", "low")),
        fail_on="high",
        cadence=(("critical", 180), ("important", 90), ("low", 730)),
        waiver_max_days=30,
        people=(
            Person("dana@example.com", ("security",), ("github:dana",), ("ssh-ed25519 AAAAC3 dana",)),
            Person("kim@example.com"),
        ),
        required=(
            Requirement(("boundary/*", "gate/*"), ("security", "kim@example.com"), number=2),
            Requirement(("*",), ("security",), ("pay/**",), ("weakened", "removed")),
        ),
        four_eyes=True,
        signed_commits=True,
    )


def test_off_needs_no_quotes() -> None:
    assert load("threatgate: 1\nrules: {boundary/no-trust: off}\n").levels == (("boundary/no-trust", "off"),)


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "rules: {boundary/cleartext-flo: low}\n",
            "2:9",
            "no rule is called 'boundary/cleartext-flo'",
            "cleartext-flow'?",
        ),
        ("rules: {reviews/stale: low}\n", "2:9", "no rule is called 'reviews/stale'", "did you mean 'review/stale'?"),
        ("packs: [boundary, boundry]\n", "2:19", "no shipped pack is called 'boundry'", "did you mean 'boundary'?"),
        ("packs: [./ours]\n", "2:9", "the folder './ours' is no policy pack", "pack.yaml"),
        ("rules: {review/stale: mild}\n", "2:23", "the config cannot be used", ""),
        (
            "reviewers: {people: {dana: {also: [kim]}, Kim: {}}}\n",
            "2:43",
            "'Kim' is a name of 'dana' already",
            "one person",
        ),
        (
            "reviewers: {people: {dana: {roles: [security]}}, required: [{on: ['*'], by: [secure]}]}\n",
            "2:78",
            "'secure' is neither a role nor a person here",
            "did you mean 'security'?",
        ),
        (
            "reviewers: {people: {dana: {}, kim: {}}, required: [{on: ['*'], by: [kim], count: 2}]}\n",
            "2:83",
            "2 different people are wanted, and only 1",
            "lower the count",
        ),
        (
            "reviewers: {people: {dana: {}}}\nreview: {signed_commits: true}\n",
            "3:26",
            "no reviewer has a key to sign with",
            "list 'keys'",
        ),
        ("failon: high\n", "2:1", "the config cannot be used", ""),
        ("threatgate: 1\n", "2:1", "already on line 1", ""),
        ("fail_on: [\nx: y\n", "", "the config cannot be used", ""),
    ],
)
def test_mistake_is_told_at_its_place(text: str, place: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        load(f"threatgate: 1\n{text}")
    error = raised.value
    assert message in error.message
    assert hint in error.hint
    assert str(error.at).startswith(f".threatgate.yaml:{place}")


def test_more_mistakes_are_counted() -> None:
    with pytest.raises(UsageError, match=r"\(and 1 more in this file\)"):
        load("threatgate: 1\nfailon: high\nrule: {}\n")
