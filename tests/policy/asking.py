"""Rules written in a few lines, and what they find."""

from __future__ import annotations

from typing import Any

from checker.core.finding import Finding
from checker.core.model import Model
from checker.core.source import Source
from checker.diff import compare
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.policy.evaluate import CompiledRule, evaluate
from checker.policy.load import compile_rule, load_rule
from tests.builders import graph, snapshot

HEAD = """\
id: ours/rule
title: A rule of our own
severity: high
why: Because.
fix: {text: Do it.}
"""


def document(body: str, severity: str = "high") -> Document:
    """A rule file with the metadata that every rule has; its body starts on line 6, its severity at 3:11."""
    return parse(Source("policies/ours/rule.yaml", HEAD.replace("high", severity) + body))


def rule(body: str, level: str = "", severity: str = "high") -> CompiledRule:
    source = document(body, severity)
    return compile_rule(load_rule(source, "ours"), source, level)


def found(
    body: str, model: Model, base: Model | None = None, *, severity: str = "high", level: str = ""
) -> list[Finding]:
    compiled = rule(body, level, severity)
    if base is None:
        return list(evaluate([compiled], snapshot(model), graph(model)))
    before, after = graph(base), graph(model)
    changes = compare(base, model, before, after)
    return list(evaluate([compiled], snapshot(model), after, changes, (base, before)))


def subjects(body: str, model: Model, base: Model | None = None) -> list[str]:
    return [str(finding.subject) for finding in found(body, model, base)]


def ids(each: str, matcher: Any, model: Model) -> set[str]:
    """Ids of the elements for which a matcher holds."""
    import json

    source = document(f"each: {each}\nwhen: {json.dumps(matcher)}\n")
    compiled = compile_rule(load_rule(source, "ours"), source, tried=True)
    return {finding.subject.id for finding in evaluate([compiled], snapshot(model), graph(model))}
