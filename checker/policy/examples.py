"""The examples of a rule, run: they are its tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.change import Change
from checker.core.finding import Finding
from checker.core.graph import Graph, build_graph
from checker.core.model import Model
from checker.core.rule import Rule
from checker.core.source import Parsed, Snapshot, Source
from checker.policy.evaluate import CompiledRule, evaluate

Parse = Callable[[Source], Parsed]
"""A text -> what the input formats make of it. Given by the caller: rules know no formats."""

Compare = Callable[[Model, Model, Graph, Graph], tuple[Change, ...]]
"""Base, head and their graphs -> the changes between them. Given by the caller too."""

_HEAD = {"threatgate": 1, "system": {"id": "example"}}
"""What an example need not write."""


class Outcome(NamedTuple):
    """What one example gave. ``problem`` says in words how it differs from what was wanted; empty if it does not."""

    kind: str
    """``fail`` or ``pass``."""
    number: int
    """From 0, among its kind."""
    found: tuple[Finding, ...]
    """The findings of this rule."""
    problem: str = ""


def run_examples(
    rule: Rule, compiled: CompiledRule | None, parse: Parse, compare: Compare | None = None
) -> Iterator[Outcome]:
    """The outcome of every example of a rule.

    A failing example has at least one finding of the rule, and exactly those on ``expect`` (``flow/ask#encryption``)
    where it names them; a passing one has none. An example is a native model that reads without any finding, or the
    text of a model in any format under ``model``. Built-in rules have no compiled form: theirs are such texts, and the
    findings those of reading them.
    """
    for kind in ("fail", "pass"):
        for number, example in enumerate((rule.examples or {}).get(kind, ())):
            try:
                found = _read(rule, example, parse) if compiled is None else _ask(compiled, example, parse, compare)
            except _Unusable as error:
                yield Outcome(kind, number, (), str(error))
                continue
            yield Outcome(kind, number, found, _problem(kind, found, example.get("expect")))


class _Unusable(Exception):
    """The example is no model that could be read."""


def _problem(kind: str, found: tuple[Finding, ...], expected: list[str] | None) -> str:
    subjects = sorted(str(finding.subject) for finding in found)
    if kind == "pass":
        return f"expected no finding, got {', '.join(subjects)}" if found else ""
    if not found:
        return "expected a finding, got none"
    if expected is not None and subjects != sorted(expected):
        return f"expected {', '.join(sorted(expected))}, got {', '.join(subjects)}"
    return ""


def _read(rule: Rule, example: Mapping[str, Any], parse: Parse) -> tuple[Finding, ...]:
    parsed = _text(example, parse)
    if parsed is None:
        raise _Unusable("an example of a built-in rule is a text under 'model'")
    return tuple(finding for finding in parsed.findings if finding.rule == rule.id)


def _text(example: Mapping[str, Any], parse: Parse) -> Parsed | None:
    """An example that is written as the text of a file, in any format."""
    text = example.get("model")
    return parse(Source("threatmodel.yaml", text)) if isinstance(text, str) else None


def _ask(
    compiled: CompiledRule, example: Mapping[str, Any], parse: Parse, compare: Compare | None
) -> tuple[Finding, ...]:
    if not compiled.rule.change:
        head = _snapshot(example, parse)
        return tuple(evaluate([compiled], head, build_graph(head.model)))
    if compare is None or not {"base", "head"} <= set(example):
        raise _Unusable("an example of a rule about changes has a model under 'base' and one under 'head'")
    base, head = _snapshot(example["base"], parse), _snapshot(example["head"], parse)
    before, after = build_graph(base.model), build_graph(head.model)
    changes = compare(base.model, head.model, before, after)
    return tuple(evaluate([compiled], head, after, changes, (base.model, before)))


def _snapshot(example: Mapping[str, Any], parse: Parse) -> Snapshot:
    parsed = _text(example, parse)
    if parsed is None:
        model = {**_HEAD, **{key: value for key, value in example.items() if key != "expect"}}
        parsed = parse(Source("threatmodel.json", json.dumps(model)))
        if parsed.findings:
            raise _Unusable("; ".join(finding.message for finding in parsed.findings))
    if parsed.snapshot is None:
        raise _Unusable("the example is no model")
    return parsed.snapshot
