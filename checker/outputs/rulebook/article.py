"""A rule with its file, and what pages show of it. Texts of rules are prose, not Markdown.

Whatever could be read as syntax is escaped (CommonMark 0.31, 2.4).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker.core.rule import Pack, Rule
from checker.documents.dump import as_yaml
from checker.outputs.escape import visible

Data = Mapping[str, Any]

_BODY = ("params", "each", "change", "changed_fields", "when", "assert", "path", "severity")
_SYNTAX = re.compile(r"[\\`*_\[\]|#~$@{}]")


class Article(NamedTuple):
    """A rule, and what its file says."""

    rule: Rule
    data: Data


class Chapter(NamedTuple):
    """One pack and its rules, in any order."""

    pack: Pack
    rules: Sequence[Article]


def body_of(entry: Article, without: Container[str] = ()) -> str:
    """What a rule asks, as the YAML of its file; with its severity where that is more than a word."""
    data = entry.data
    body = {key: data[key] for key in _BODY if key in data and key not in without}
    if isinstance(body.get("severity"), str):
        del body["severity"]
    return as_yaml(body) if body else ""


def examples_of(entry: Article) -> Iterator[tuple[str, str]]:
    """(``fail`` or ``pass``, the first example of the kind as YAML)."""
    for kind in ("fail", "pass"):
        examples = (entry.data.get("examples") or {}).get(kind, ())
        if examples:
            yield kind, as_yaml(examples[0])


def setting_of(entry: Article) -> str:
    """The lines of a config that set the rule's level and its params, here to what they are without them."""
    rule = entry.rule
    defaults = {name: schema["default"] for name, schema in (rule.params or {}).items()}
    if not defaults:
        return f"rules:\n  {rule.id}: {rule.severity}"
    inside = as_yaml({rule.id: {"level": rule.severity, "params": defaults}})
    return "\n".join(("rules:", *(f"  {line}" for line in inside.splitlines())))


def severity_of(entry: Article) -> str:
    """The severity of a rule; the highest, where it depends on the element."""
    severity = entry.rule.severity
    return severity if isinstance(entry.data["severity"], str) else f"{severity} at most"


def prose(text: str) -> str:
    """A text of a rule on one line of Markdown, where it reads as it was written."""
    line = visible(" ".join(text.split()))
    return _SYNTAX.sub(r"\\\g<0>", line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def code(text: str, language: str = "yaml") -> str:
    """A block of code, fenced by more backticks than it holds in a row."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    shown = "\n".join(visible(line) for line in text.rstrip("\n").split("\n"))
    return f"{fence}{language}\n{shown}\n{fence}\n"


def table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; the cells are Markdown already."""
    lines = (names, ["---"] * len(names), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
