"""Pages about rules: nothing a rule says becomes Markdown, and the indexes are whole and in order."""

from __future__ import annotations

from typing import Any

import pytest
from markdown_it import MarkdownIt

from checker.core.rule import Pack
from checker.outputs.rulebook import Chapter, pages

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
    return pages([Chapter(Pack("ours", "Ours", "1", "MIT", **words), [{**RULE, **rule} for rule in rules])])


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
    rule = {
        **{"refs": ["stride:I", "cwe:CWE-319", "atlas:AML.T0024", "own:x"], "since": "0.2", "aliases": ["ours/old"]},
        "examples": {"fail": [{"flows": {"a": {"from": "b", "to": "c"}}}], "pass": [{"components": {}}]},
    }
    assert (
        book(rule)["ours/thing.md"]
        == """\
# ours/thing

**A thing.** [All rules](../README.md)

| severity | confidence | since | older names |
| --- | --- | --- | --- |
| low | high | 0.2 | ours/old |

## Why

Because.

## How to fix it

Do it.

## References

* `stride:I` Information disclosure
* [`cwe:CWE-319`](https://cwe.mitre.org/data/definitions/319.html)
* [`atlas:AML.T0024`](https://atlas.mitre.org/techniques/AML.T0024)
* `own:x`

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
"""
    )


def test_the_index_lists_each_rule_by_pack_letter_weakness_and_technique() -> None:
    rules = (
        {"id": "ours/a", "severity": "low", "refs": ["stride:I", "cwe:CWE-319"]},
        {"id": "ours/b", "severity": "critical", "refs": ["stride:S", "cwe:CWE-79", "cwe:CWE-319"]},
        {"id": "ours/c", "severity": [{"when": {"crosses": True}, "is": "high"}, "low"], "refs": ["atlas:AML.T0024"]},
    )
    index = book(*rules)["README.md"]
    rows = [line for line in index.splitlines() if line.startswith(("| [", "* [", "##"))]
    a, b, c = (f"[`ours/{name}`](ours/{name}.md)" for name in "abc")
    assert rows == [
        *(
            "## By pack",
            "### ours",
            f"| {c} | by case | A thing |",
            f"| {b} | critical | A thing |",
            f"| {a} | low | A thing |",
        ),
        *("## By STRIDE letter", "### Spoofing", f"* {b}", "### Information disclosure", f"* {a}"),
        *("## By CWE", f"| [CWE-79](https://cwe.mitre.org/data/definitions/79.html) | {b} |"),
        f"| [CWE-319](https://cwe.mitre.org/data/definitions/319.html) | {a}, {b} |",
        "## By MITRE ATLAS",
        f"| [AML.T0024](https://atlas.mitre.org/techniques/AML.T0024) | {c} |",
    ]


def test_rules_in_another_order_make_the_same_pages() -> None:
    rules = [{"id": f"ours/{name}", "refs": ["cwe:CWE-319"]} for name in "cab"]
    assert book(*rules) == book(*sorted(rules, key=str))
