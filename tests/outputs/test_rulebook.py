"""Pages about rules and packs: nothing a rule says becomes Markdown, and the indexes are whole and in order."""

from __future__ import annotations

from typing import Any

import pytest
from markdown_it import MarkdownIt

from checker.core.rule import Pack, Rule
from checker.outputs.rulebook import Article, Chapter, pages

RULE: dict[str, Any] = {
    "id": "ours/thing",
    "title": "A thing",
    "severity": "low",
    "why": "Because.",
    "fix": {"text": "Do it."},
    "each": "flow",
    "assert": {"protected": True},
}
HOSTILE = [
    "<script>alert(1)</script>",
    "[text](javascript:alert(1))",
    "![x](http://example.org/x.png)",
    "a | b",
    "`code` **bold** _em_ ~~gone~~ # no title",
    "one\n\n# two\n\n- three\n\n```\nfour",
    "&lt;b&gt; &amp; {role}`x` $x$ \\",
    "\u202eturned",
]


def book(*rules: dict[str, Any], **words: str) -> dict[str, str]:
    return pages([Chapter(Pack("ours", "Ours", "1", "MIT", **words), [entry({**RULE, **rule}) for rule in rules])])


def entry(data: dict[str, Any]) -> Article:
    worst = data["severity"] if isinstance(data["severity"], str) else "high"
    lists = {key: tuple(data.get(key, ())) for key in ("refs", "tags", "aliases")}
    words = {key: data[key] for key in ("since", "params", "built_in") if key in data}
    return Article(Rule(data["id"], data["title"], worst, data["why"], data["fix"]["text"], **words, **lists), data)


def html(text: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_rules_read_as_they_were_written(text: str) -> None:
    made = book({"title": text, "why": text, "fix": {"text": text}, "since": text, "tags": [text]}, description=text)
    plain = book({"title": "x", "why": "x", "fix": {"text": "x"}, "since": "x", "tags": ["x"]}, description="x")
    tags = [
        (path, tag, html(page).count(tag)) for path, page in plain.items() for tag in ("<h", "<a", "<code", "<p", "<td")
    ]
    assert [(path, tag, html(made[path]).count(tag)) for path, tag, _ in tags] == tags
    assert not any(tag in html(page) for page in made.values() for tag in ("<script", "<img", "<em", "<ul>\n<li>three"))


def test_an_example_cannot_end_its_block_of_code() -> None:
    page = book({"examples": {"fail": [{"model": "a\n````\n# title\n<b>\u202e"}]}})["ours/thing.md"]
    assert "<h1>title" not in html(page)
    assert "<b>" not in html(page)
    assert "\u202e" not in page
    assert "\n`````yaml\n" in page


def test_a_page_says_what_the_rule_says() -> None:
    refs = ["stride:I", "cwe:CWE-319", "atlas:AML.T0024", "linddun:DD.3.4", "cicd-sec:CICD-SEC-4", "owasp-llm:LLM01"]
    rule = {
        **{"refs": [*refs, "own:x"], "since": "0.2", "aliases": ["ours/old"]},
        "examples": {"fail": [{"flows": {"a": {"from": "b", "to": "c"}}}], "pass": [{"components": {}}]},
    }
    assert (
        book(rule)["ours/thing.md"]
        == """\
# ours/thing

**A thing.**

Pack [ours](../ours.md) · [all rules](../README.md)

| severity | confidence | since | older names |
| --- | --- | --- | --- |
| low | high | 0.2 | ours/old |

## Why

Because.

## How to fix it

Do it.

## What it asks

```yaml
each: flow
assert: {protected: true}
```

## A model that fails

```yaml
flows:
  a: {from: b, to: c}
```

## A model that passes

```yaml
components: {}
```

## In the config

It is in use where `packs` in the config names its pack.
To set its level, begin with what it has by itself.
Levels are `critical`, `high`, `medium`, `low`, `note` or `off`.

```yaml
# .threatgate.yaml
rules:
  ours/thing: low
```

## References

* `stride:I` [Information disclosure](https://learn.microsoft.com/azure/security/develop/threat-modeling-tool-threats)
* [`cwe:CWE-319`](https://cwe.mitre.org/data/definitions/319.html)
* [`atlas:AML.T0024`](https://atlas.mitre.org/techniques/AML.T0024)
* `linddun:DD.3.4` [Data disclosure](https://linddun.org/)
* `cicd-sec:CICD-SEC-4` [Poisoned pipeline execution](https://owasp.org/www-project-top-10-ci-cd-security-risks/)
* `owasp-llm:LLM01` [OWASP Top 10 for LLM Applications](https://genai.owasp.org/llm-top-10/)
* `own:x`
"""
    )


def test_a_page_says_how_params_are_set_and_when_the_rule_is_in_use() -> None:
    days = {"type": "integer", "default": 30, "minimum": 1, "description": "Days | left."}
    params = {"days": days, "who": {"type": "array", "default": ["a"], "enum": ["a", "b"]}}
    page = book({"params": params, "built_in": True})["ours/thing.md"]
    asked, config = page.split("## In the config")
    assert "params" not in asked
    assert (
        config
        == """

It is in use where `packs` in the config names its pack.
To set its level and params, begin with what it has by itself.
Levels are `critical`, `high`, `medium`, `low`, `note` or `off`.

```yaml
# .threatgate.yaml
rules:
  ours/thing:
    level: low
    params:
      days: 30
      who: [a]
```

| param | may be | what it is |
| --- | --- | --- |
| `days` | integer, minimum 1 | Days \\| left. |
| `who` | list of texts, enum \\["a", "b"\\] |  |
"""
    )


RULES = (
    {"id": "ours/a", "severity": "low", "refs": ["stride:I", "cwe:CWE-319", "linddun:DD.3.4", "linddun:DD4"]},
    {"id": "ours/b", "severity": "critical", "refs": ["stride:S", "cwe:CWE-79", "cwe:CWE-319", "linddun:pro"]},
    {
        "id": "ours/c",
        "severity": [{"when": {"crosses": True}, "is": "high"}, "low"],
        "refs": ["atlas:AML.T0024", "linddun:L", "cicd-sec:CICD-SEC-10", "cicd-sec:CICD-SEC-9", "owasp-llm:LLM01"],
    },
)


def rows_of(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith(("|", "##")) and "| --- |" not in line]


def test_the_page_of_a_pack_lists_its_rules_the_worst_first() -> None:
    a, b, c = (f"[`ours/{name}`](ours/{name}.md)" for name in "abc")
    assert rows_of(book(*RULES)["ours.md"]) == [
        "| rule | severity | problem |",
        f"| {b} | critical | A thing |",
        f"| {c} | high at most | A thing |",
        f"| {a} | low | A thing |",
    ]


def test_the_index_lists_each_rule_by_pack_and_by_what_it_refers_to() -> None:
    a, b, c = (f"[`{name}`](ours/{name}.md)" for name in "abc")
    assert rows_of(book(*RULES)["README.md"]) == [
        *("## By pack", "| pack | rules | about |", "| [ours](ours.md) | 3 | Ours |"),
        *("## By STRIDE letter", "| STRIDE letter | rules |"),
        *(f"| S Spoofing | ours: {b} |", f"| I Information disclosure | ours: {a} |"),
        *("## By LINDDUN type", "| LINDDUN type | rules |"),
        *(f"| L Linking | ours: {c} |", f"| DD Data disclosure | ours: {a} |"),
        *("## By CWE", "| CWE | rules |"),
        f"| [CWE-79](https://cwe.mitre.org/data/definitions/79.html) | ours: {b} |",
        f"| [CWE-319](https://cwe.mitre.org/data/definitions/319.html) | ours: {a}, {b} |",
        *("## By MITRE ATLAS technique", "| MITRE ATLAS technique | rules |"),
        f"| [AML.T0024](https://atlas.mitre.org/techniques/AML.T0024) | ours: {c} |",
        *("## By OWASP LLM risk", "| OWASP LLM risk | rules |", f"| LLM01 | ours: {c} |"),
        *("## By OWASP CI/CD risk", "| OWASP CI/CD risk | rules |"),
        f"| CICD-SEC-9 Improper artifact integrity validation | ours: {c} |",
        f"| CICD-SEC-10 Insufficient logging and visibility | ours: {c} |",
    ]


def test_rules_of_several_packs_stand_together_in_the_index() -> None:
    packs = [
        Chapter(Pack(pack, "Ours", "1", "MIT"), [entry({**RULE, "id": f"{pack}/a", "refs": ["cwe:79"]})])
        for pack in ("theirs", "ours")
    ]
    made = pages(packs, "rules.md", "rules/")
    assert sorted(made) == ["rules.md", "rules/ours.md", "rules/ours/a.md", "rules/theirs.md", "rules/theirs/a.md"]
    assert "| ours: [`a`](rules/ours/a.md)<br>theirs: [`a`](rules/theirs/a.md) |" in made["rules.md"]
    assert "[All rules](../rules.md)" in made["rules/ours.md"]
    assert "Pack [ours](../ours.md) · [all rules](../../rules.md)" in made["rules/ours/a.md"]


def test_rules_in_another_order_make_the_same_pages() -> None:
    rules = [{"id": f"ours/{name}", "refs": ["cwe:CWE-319"]} for name in "cab"]
    assert book(*rules) == book(*sorted(rules, key=str))
