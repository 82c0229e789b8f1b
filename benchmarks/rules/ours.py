"""Six rules that are typical of packs, as rule files and asked as the gate asks them."""

from __future__ import annotations

from benchmarks.rules.model import Sized
from checker.core.source import Source
from checker.documents.parse import parse
from checker.policy.evaluate import CompiledRule, evaluate
from checker.policy.load import compile_rule, load_rule

Found = set[tuple[str, str]]
"""Names of rules, and ids of what they find."""

HEAD = """\
id: bench/{name}
title: {name}
severity: high
why: To measure.
fix: {{text: Nothing.}}
message: "{{self.id}}"
"""
BODIES = {
    "unknown-caller": "each: flow\nwhen: {crosses: true}\nassert: {authenticated: true}\n",
    "cleartext": """\
each: flow
when: {carries.classification: {at_least: confidential}}
assert: {protected: true}
""",
    "open-store": """\
each: component
when: {kind: data-store, holds.classification: {at_least: confidential}}
assert: {encrypted: true}
""",
    "no-threat": "each: component\nwhen: {in_scope: true}\nassert: {threats: {count: {at_least: 1}}}\n",
    "no-control": """\
each: component
when: {kind: process, flows_in: {any: {from_trust: untrusted}}}
assert: {controls: {any: {status: {in: [implemented, verified]}}}}
""",
    "open-way": """\
path:
  from: {trust: untrusted}
  to: {kind: data-store, holds.classification: {at_least: restricted}}
  must_cross: {authentication_strength: {at_least: strong}}
""",
}
WITHOUT_SEARCH = tuple(name for name in BODIES if name != "open-way")
"""Those that an expression language can ask: a way is looked for in the whole graph, and not in one element."""


def compiled(names: tuple[str, ...] = tuple(BODIES)) -> list[CompiledRule]:
    documents = (parse(Source(f"{name}.yaml", HEAD.format(name=name) + BODIES[name])) for name in names)
    return [compile_rule(load_rule(document, "bench"), document) for document in documents]


def ask(rules: list[CompiledRule], of: Sized) -> Found:
    found = evaluate(rules, of.snapshot, of.graph)
    return {(finding.rule.removeprefix("bench/"), finding.subject.id) for finding in found}
