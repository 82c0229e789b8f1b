"""The files that a new rule and a new pack begin as. They load and their examples pass; two places are marked TODO."""

from __future__ import annotations

import re

from checker.core.errors import UsageError

TODO = "TODO"
"""Marks what is to be filled in; ``threatgate rules lint`` asks for it."""

_ID = re.compile(r"([a-z][a-z0-9-]*)/([a-z][a-z0-9-]*)")
_LONGEST_PACK, _LONGEST = 64, 128
"""Characters of the two ids, as their schemas have it."""

_BODIES = {
    "component": (
        "when: {in_scope: true}",
        "assert: {owner: {present: true}}",
        "'{self.id}' ({self.type}) has no owner",
        """\
    - expect: [component/api#owner]
      components: {api: {type: service}}
  pass:
    - components:
        api: {type: service, owner: team-shop}
        legacy: {type: service, out_of_scope: {reason: replaced}}""",
    ),
    "flow": (
        "when: {in_scope: true}",
        "assert: {authenticated: true}",
        "'{self.id}' from '{self.from.id}' to '{self.to.id}' has authentication '{self.authentication}'",
        """\
    - expect: [flow/order#authentication]
      components: {web: {type: web-app}, api: {type: service}}
      flows: {order: {from: web, to: api, authentication: none}}
  pass:
    - components:
        web: {type: web-app}
        api: {type: service}
        old: {type: service, out_of_scope: {reason: replaced}}
        older: {type: service, out_of_scope: {reason: replaced}}
      flows:
        order: {from: web, to: api, authentication: mtls}
        copy: {from: old, to: older, authentication: none}""",
    ),
    "boundary": (
        "when: {components: {present: true}}",
        "assert: {trust: {present: true}}",
        "boundary '{self.id}' states no trust",
        """\
    - expect: [boundary/cloud#trust]
      boundaries: {cloud: {name: Cloud}}
      components: {api: {type: service, boundary: cloud}}
  pass:
    - boundaries: {cloud: {trust: internal}, planned: {name: Planned}}
      components: {api: {type: service, boundary: cloud}}""",
    ),
    "data": (
        "when: {personal: true}",
        "assert: {retention: {present: true}}",
        "'{self.id}' is about people and has no retention",
        """\
    - expect: [data/orders#retention]
      data: {orders: {classification: confidential, personal: true}}
  pass:
    - data:
        orders: {classification: confidential, personal: true, retention: 2 years}
        prices: {classification: public, personal: false}""",
    ),
    "threat": (
        "when: {status: identified}",
        "assert: {owner: {present: true}}",
        "'{self.title}' has no owner",
        """\
    - expect: [threat/guessed#owner]
      components: {api: {type: service}}
      threats: {guessed: {title: Passwords are guessed, on: [api], status: identified}}
  pass:
    - components: {api: {type: service}}
      threats:
        guessed: {title: Passwords are guessed, on: [api], status: identified, owner: team-shop}
        flooded: {title: It is flooded, on: [api], status: avoided}""",
    ),
    "control": (
        "when: {status: verified}",
        "assert: {evidence: {present: true}}",
        "control '{self.id}' is called verified and shows no evidence",
        """\
    - expect: [control/limits#evidence]
      controls: {limits: {title: Rate limits, status: verified}}
  pass:
    - controls:
        limits: {title: Rate limits, status: verified, evidence: [tests/test_limits.py]}
        locks: {title: Locks, status: planned}""",
    ),
    "review": (
        "when: {note: {present: true}}",
        "assert: {role: {present: true}}",
        "the review by '{self.by}' does not say in which role",
        """\
    - expect: [review/0#role]
      reviews: [{by: dana, on: 2026-01-01, note: Looked at the logs}]
  pass:
    - reviews: [{by: dana, on: 2026-01-01, note: Looked at the logs, role: security}, {by: erin, on: 2026-01-02}]""",
    ),
    "model": (
        "when: {components: {present: true}}",
        "assert: {owner: {present: true}}",
        "the system '{self.id}' has no owner",
        """\
    - expect: [system/example#owner]
      components: {api: {type: service}}
  pass:
    - system: {id: example, owner: team-shop}
      components: {api: {type: service}}
    - system: {id: example}""",
    ),
    "feature": (
        "when: {steps: {present: true}}",
        "assert: {actor: {present: true}}",
        "nobody starts '{self.id}'",
        """\
    - expect: [feature/buy#actor]
      components: {user: {type: person}, api: {type: service}}
      flows: {order: {from: user, to: api}}
      features: {buy: {title: Somebody buys, steps: [order]}}
  pass:
    - components: {user: {type: person}, api: {type: service}}
      flows: {order: {from: user, to: api}}
      features:
        buy: {title: Somebody buys, actor: user, steps: [order]}
        sell: {title: Somebody sells}""",
    ),
    "deployment": (
        "when: {environment: production}",
        "assert: {boundary: {present: true}}",
        "'{self.id}' is in no boundary",
        """\
    - expect: [deployment/rack#boundary]
      deployments: {rack: {environment: production}}
  pass:
    - boundaries: {cloud: {trust: internal}}
      deployments: {rack: {environment: production, boundary: cloud}, lab: {environment: test}}""",
    ),
}

EACH = tuple(_BODIES)
"""What a new rule may look at."""


def split_id(id: str) -> tuple[str, str]:
    """Pack and name of a rule. Raises UsageError for what is no id of a rule."""
    match = _ID.fullmatch(id)
    if match is None or len(match[1]) > _LONGEST_PACK or len(id) > _LONGEST:
        hint = "write PACK/NAME in lower-case letters, digits and hyphens, such as ours/cleartext-fax"
        raise UsageError(f"'{id}' is no id of a rule", hint=hint)
    if match[2] == "pack":
        raise UsageError(f"'{id}' is no id of a rule: pack.yaml is the pack's own file", hint="name the problem")
    return match[1], match[2]


def pack_file(pack: str) -> str:
    """The text of the ``pack.yaml`` of a new pack."""
    return f"""\
id: {pack}
title: Rules of our own
version: "1.0"
licence: CC0-1.0
"""


def rule_file(id: str, each: str) -> str:
    """The text of a new rule's file. ``each`` is one of :data:`EACH`."""
    when, require, message, examples = _BODIES[each]
    return f"""\
id: {id}
# {TODO} 1 of 2: the problem, why it matters, what to do; and below, which elements it is about and what must hold.
title: "{TODO}: the problem in one sentence, without a full stop"
severity: medium # critical, high, medium, low or note
why: "{TODO}: what can happen otherwise."
fix: {{text: "{TODO}: what to do about it.", effort: small}} # small, medium or large
refs: ["stride:{_LETTERS.get(each, "T")}"] # entries of threat libraries, such as stride:I, cwe:CWE-319, atlas:AML.T0051
since: "1.0"
each: {each}
# Which of them? Leave 'when' out for all. Every field that may be asked: threatgate rules views {each}
{when}
# What must hold for these? A finding points at the field that fails here.
{require}
message: "{message}"
# {TODO} 2 of 2: the smallest models that have the problem, and some that only nearly have it. These are the tests:
# threatgate test runs them, and shows what in the rule no example needs.
examples:
  fail:
{examples}
"""


_LETTERS = {"flow": "S", "data": "I", "component": "R", "control": "R"}
