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


def document(body: str) -> Document:
    """A rule file with the metadata that every rule has; its body starts on line 6."""
    return parse(Source("policies/ours/rule.yaml", HEAD + body))


def rule(body: str, severity: str = "") -> CompiledRule:
    source = document(body)
    return compile_rule(load_rule(source, "ours"), source, severity)


def found(body: str, model: Model, base: Model | None = None) -> list[Finding]:
    compiled = rule(body)
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

    return {finding.subject.id for finding in found(f"each: {each}\nwhen: {json.dumps(matcher)}\n", model)}
