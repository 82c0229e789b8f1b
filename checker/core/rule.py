"""A rule and a policy pack, as their YAML files say them."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Mapping
from typing import Any, NamedTuple

BUILT_IN = ("model", "review", "waiver", "baseline", "gate", "tree")
"""The packs whose rules found by code are always in use. Their others are so where the config names them."""

ABOUT_REVIEWS = (
    "review/by-owner-alone",
    "review/of-nothing",
    "review/one-pair-of-eyes",
    "review/too-much-at-once",
    "review/without-note",
    "review/without-role",
)
"""The rules of the pack ``review`` that ask what a review itself says. Recording one settles none of them."""


def wants_review(rule: str) -> bool:
    """Whether the findings of a rule are those of the review gate: about an element that has no review that holds."""
    return rule.startswith("review/") and rule not in ABOUT_REVIEWS


class Rule(NamedTuple):
    """One requirement. ``built_in`` rules are found by code; all others by their ``each``/``when``/``require`` body,
    or by their ``path``.

    ``when``, ``require`` (``assert:`` in the file) and those of ``path`` are the raw matchers; policy compiles them.
    ``severity`` is the highest that a finding may have; where it depends on the element, ``grading`` is the raw table,
    ``severity_by`` the same in words, and ``least`` the lowest.
    """

    id: str
    title: str
    severity: str
    why: str
    fix: str
    message: str = ""
    effort: str = ""
    confidence: str = "high"
    refs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    since: str = ""
    each: str = ""
    when: Mapping[str, Any] | None = None
    require: Mapping[str, Any] | None = None
    path: Mapping[str, Any] | None = None
    change: tuple[str, ...] = ()
    changed_fields: tuple[str, ...] = ()
    examples: Mapping[str, Any] | None = None
    built_in: bool = False
    params: Mapping[str, Any] | None = None
    """Name -> type, default and bounds of a value that the config may set."""
    grading: Any = None
    severity_by: str = ""
    least: str = ""

    @property
    def always(self) -> bool:
        """Whether it is in use whatever packs the config names."""
        return self.built_in and self.pack in BUILT_IN

    @property
    def pack(self) -> str:
        return self.id.partition("/")[0]


class Pack(NamedTuple):
    """A folder of rules that are chosen together."""

    id: str
    title: str
    version: str
    licence: str
    description: str = ""
    rules: tuple[Rule, ...] = ()
