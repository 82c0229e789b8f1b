"""Six rules that are typical of packs, as rule files and asked as the gate asks them."""

from __future__ import annotations

import json
from collections.abc import Mapping

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
WITHOUT_SEARCH = {name: body for name, body in BODIES.items() if name != "open-way"}
"""Those that an expression language can ask: a way is looked for in the whole graph, and not in one element."""

EXPRESSIONS = {
    "unknown-caller": ("flow", "self.crosses && !(has(self.authenticated) && self.authenticated)"),
    "cleartext": (
        "flow",
        "self.carries.exists(d, d.classification in ['confidential', 'restricted'])"
        " && !(has(self.protected) && self.protected)",
    ),
    "open-store": (
        "component",
        "self.kind == 'data-store' && self.holds.exists(d, d.classification in ['confidential', 'restricted'])"
        " && !(has(self.encrypted) && self.encrypted)",
    ),
    "no-threat": ("component", "self.in_scope && !(size(self.threats) >= 1)"),
    "no-control": (
        "component",
        "self.kind == 'process' && self.flows_in.exists(f, f.from_trust == 'untrusted')"
        " && !self.controls.exists(c, c.status in ['implemented', 'verified'])",
    ),
}
"""Their names -> what is asked, and the same in CEL."""


def compiled(bodies: Mapping[str, str] = BODIES) -> list[CompiledRule]:
    documents = (parse(Source(f"{name}.yaml", HEAD.format(name=name) + body)) for name, body in bodies.items())
    return [compile_rule(load_rule(document, "bench"), document) for document in documents]


def as_expressions() -> list[CompiledRule]:
    """The rules without a search, with the expressions that Google's CEL is asked."""
    return compiled({name: f"each: {kind}\nwhen: {json.dumps(text)}\n" for name, (kind, text) in EXPRESSIONS.items()})


def ask(rules: list[CompiledRule], of: Sized) -> Found:
    found = evaluate(rules, of.snapshot, of.graph)
    return {(finding.rule.removeprefix("bench/"), finding.subject.id) for finding in found}
