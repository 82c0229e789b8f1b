"""Texts that exhaust, confuse or deceive: wherever a change can put one, the run ends with a place and no pass."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.abuse.asking import check, propose, threat, weaken
from tests.doors.shop import MODEL
from tests.repositories import Files, Repo

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)
MERGES = "a0: &a0 {k0: 1, l0: 2}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n  k{n}: 1\n" for n in range(1, 40)
)
EXPANDED = "more than 500,000 values stand behind aliases (*name) and merge keys (<<), the limit for one file"
NESTED = "more than 64 levels of lists and mappings inside each other, the limit for one file"


class Huge(str):
    """A text that no failing test prints."""

    def __repr__(self) -> str:
        return f"<{len(self):,} characters>"


OVER: dict[str, tuple[str, Files, int, str, str]] = {
    "aliases": ("01 YAML alias bomb", {"threatmodel.yaml": MODEL + LAUGHS}, 3, EXPANDED, "threatmodel.yaml:22:20"),
    "aliases-reviews": (
        "01 YAML alias bomb in the reviews file",
        {"threatmodel.reviews.yaml": LAUGHS},
        3,
        EXPANDED,
        "threatmodel.reviews.yaml:6:20",
    ),
    "aliases-waivers": (
        "01 YAML alias bomb in the waivers file",
        {".threatgate-waivers.yaml": LAUGHS},
        2,
        EXPANDED,
        ".threatgate-waivers.yaml:6:20",
    ),
    "aliases-baseline": (
        "01 YAML alias bomb in the baseline file",
        {".threatgate-baseline.yaml": LAUGHS},
        2,
        EXPANDED,
        ".threatgate-baseline.yaml:6:20",
    ),
    "aliases-config": (
        "01 YAML alias bomb in the config",
        {".threatgate.yaml": LAUGHS},
        2,
        EXPANDED,
        ".threatgate.yaml:6:20",
    ),
    "merges": ("02 merge-key bomb", {"threatmodel.yaml": MODEL + MERGES}, 3, EXPANDED, "threatmodel.yaml:61:8"),
    "depth": (
        "03 deep nesting, YAML",
        {"threatmodel.yaml": f"{MODEL}x-a: {'[' * 50_000}"},
        3,
        NESTED,
        "threatmodel.yaml:17:69",
    ),
    "depth-json": (
        "03 deep nesting, JSON",
        {"a.threatmodel.json": '{"a":' + "[" * 50_000},
        3,
        NESTED,
        "a.threatmodel.json:1:69",
    ),
    "size": (
        "04 huge file",
        {"threatmodel.yaml": Huge(MODEL + "#" * 32_000_000)},
        3,
        "the file has 32,000,589 bytes, more than 32,000,000 bytes, the limit for one file",
        "threatmodel.yaml:1:1",
    ),
    "nul": (
        "06 a text with NUL in it",
        {"threatmodel.yaml": MODEL.encode() + b"# \0\n"},
        3,
        "the file holds a NUL character, so it is not a text",
        "threatmodel.yaml:17:3",
    ),
    "utf-16": (
        "06 a text in another encoding",
        {"threatmodel.yaml": MODEL.encode("utf-16")},
        3,
        "the file is UTF-16, not UTF-8",
        "threatmodel.yaml:1:1",
    ),
}


@pytest.mark.parametrize(
    ("files", "code", "message", "place"),
    [pytest.param(*rest, id=id, marks=threat(what, f"exit {rest[1]}, placed")) for id, (what, *rest) in OVER.items()],
)
def test_a_text_over_a_limit_ends_with_its_place(shop: Repo, files: Files, code: int, message: str, place: str) -> None:
    said = propose(shop, files)
    assert (said.code, said.findings, said.failures) == (code, [], [(message, place)])


def more(component: str) -> str:
    return MODEL.replace("flows:\n", f"  {component}\nflows:\n")


NEW = "{type: service, boundary: inside}"
WRONG: dict[str, tuple[str, Files, tuple[str, str, str]]] = {
    "aliases-part": (
        "01 YAML alias bomb in an included part",
        {"threatmodel.yaml": f"{MODEL}include: [part.yaml]\n", "part.yaml": LAUGHS},
        ("model/include-failed", "threatmodel.yaml:17:11", "model#include"),
    ),
    "duplicate-id": (
        "05 duplicate key that hides a component",
        {"threatmodel.yaml": more("till: {type: cache}")},
        ("model/duplicate-key", "threatmodel.yaml:11:3", "component/till"),
    ),
    "duplicate-section": (
        "05 duplicate section",
        {"threatmodel.yaml": f"{MODEL}components: {{}}\n"},
        ("model/duplicate-key", "threatmodel.yaml:17:1", "model#components"),
    ),
    "digits": (
        "06 type surprises: 5,000 digits",
        {"threatmodel.yaml": MODEL.replace("team-shop", "9" * 5000)},
        ("model/wrong-value", "threatmodel.yaml:10:50", "component/till#owner"),
    ),
    "word-for-text": (
        "06 type surprises: a word where another is meant",
        {"threatmodel.yaml": MODEL.replace("type: service", "type: no")},
        ("model/wrong-value", "threatmodel.yaml:10:16", "component/till#type"),
    ),
    "tag": (
        "07 Python tag",
        {"threatmodel.yaml": MODEL.replace("team-shop", "!!python/object/apply:os.system ['touch mark']")},
        ("model/syntax", "threatmodel.yaml:10:50", "model"),
    ),
    "tag-name": (
        "07 Python tag that names a module",
        {"threatmodel.yaml": MODEL.replace("team-shop", "!!python/module:antigravity")},
        ("model/syntax", "threatmodel.yaml:10:77", "model"),
    ),
    "documents": (
        "07 several documents in one file",
        {"threatmodel.yaml": f"{MODEL}---\n{MODEL}"},
        ("model/syntax", "threatmodel.yaml:17:1", "model"),
    ),
    "recursion": (
        "08 alias inside itself",
        {"threatmodel.yaml": f"{MODEL}x-a: &a [*a]\n"},
        ("model/syntax", "threatmodel.yaml:17:10", "model"),
    ),
    "confusable": (
        "30 id with letters that look like others",
        {"threatmodel.yaml": more(f"t\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}ll: {NEW}")},
        (
            "model/wrong-value",
            "threatmodel.yaml:11:3",
            "component/t\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}ll",
        ),
    ),
    "width": (
        "30 id with a character that has no width",
        {"threatmodel.yaml": more(f'"ti\\u200bll": {NEW}')},
        ("model/wrong-value", "threatmodel.yaml:11:3", "component/ti\u200bll"),
    ),
}


@pytest.mark.parametrize(
    ("files", "finding"),
    [pytest.param(*rest, id=id, marks=threat(what, rest[1][0])) for id, (what, *rest) in WRONG.items()],
)
def test_a_text_that_deceives_is_a_finding_with_its_place(
    shop: Repo, mark: Path, files: Files, finding: tuple[str, str, str]
) -> None:
    said = propose(shop, files)
    assert (said.code, said.findings, said.failures) == (1, [finding], [])


@pytest.mark.parametrize("id", ["no", "on", "null", "true", "010", "1e3", "0x1f", "2026-13-45"])
@threat(
    "06 type surprises: ids that some reader takes for a date, a number or a flag", says="review/unreviewed-component"
)
def test_an_id_is_a_text_whatever_it_looks_like(shop: Repo, id: str) -> None:
    said = propose(shop, {"threatmodel.yaml": more(f"{id}: {NEW}")})
    assert said.code == 1
    assert ("review/unreviewed-component", "threatmodel.yaml:11:3", f"component/{id}") in said.findings


@threat("04 many files", says="the one that is hidden among them is found")
def test_a_model_is_found_among_very_many_files(shop: Repo) -> None:
    blob = shop.git("hash-object", "-w", "--stdin", input=b"x")
    hidden = shop.git("hash-object", "-w", "--stdin", input=b"threatgate: [\n")
    lines = [f"100644 {blob}\tdeep/{n % 97}/{n}.yaml\n" for n in range(20_000)]
    lines.append(f"100644 {hidden}\tdeep/13/threatmodel.yaml\n")
    shop.git("update-index", "--add", "--index-info", input="".join(lines).encode())
    said = check(shop, "--staged")
    assert (said.code, said.findings) == (1, [("model/syntax", "deep/13/threatmodel.yaml:2:1", "model")])


@threat("11 schemas and addresses in a model", says="nothing is fetched; model/include-failed")
def test_no_address_in_a_model_is_asked(shop: Repo) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x.json"
        head = f"# yaml-language-server: $schema={url}\n"
        places = f'include: ["{url}"]\nx-schema: {{$schema: "{url}", $ref: "{url}"}}\n'
        said = propose(
            shop, {"threatmodel.yaml": head + MODEL + places, "a.threatmodel.json": f'{{"$schema": "{url}"}}'}
        )
        with pytest.raises(BlockingIOError):
            server.accept()
    assert said.code == 1
    assert ("model/include-failed", "threatmodel.yaml:18:11", "model#include") in said.findings


STARS = "*a" * 40 + "b"
PACK = "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n"
RULE = f"""\
id: ours/r
title: T
severity: high
why: because
fix: {{text: do}}
each: component
assert: {{name: {{like: '{STARS}'}}}}
examples: {{fail: [{{components: {{c: {{type: service}}}}}}], pass: [{{}}]}}
"""


@threat("12 globs and patterns that take for ever", says="decided at once: the rule's own finding")
def test_a_glob_of_many_stars_is_bounded(shop: Repo) -> None:
    """The globs are the base's, and the texts that they are asked about the change's."""
    shop.switch("main")
    config = f"threatgate: 1\nmodels: {{include: ['{STARS}'], exclude: ['{STARS}']}}\npacks: [./p]\n"
    shop.commit({"p/pack.yaml": PACK, "p/r.yaml": RULE, ".threatgate.yaml": config})
    shop.branch("topic")
    name = "a" * 190
    model = more(f"x: {{type: service, boundary: inside, name: {name}}}")
    said = propose(shop, {f"{name}/{name}.txt": "x", "threatmodel.yaml": model})
    assert said.code == 1
    assert ("ours/r", "threatmodel.yaml:11:46", "component/x") in [
        (r, p, of.partition("#")[0]) for r, p, of in said.findings
    ]


@threat("12 include globs of the change's own config", says="the base's config judges; gate/models-excluded")
def test_the_changes_own_globs_judge_nothing(shop: Repo) -> None:
    weaken(shop, {".threatgate.yaml": f"threatgate: 1\nmodels: {{exclude: ['*', '{STARS}']}}\n"})
    said = check(shop)
    assert said.code == 1
    assert [finding[0] for finding in said.findings] == [*["gate/models-excluded"] * 2, "review/stale"]
