"""What every part of one SARIF log needs to know, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.core.report import Report
from checker.core.rule import Rule
from checker.outputs.frame import Lines, lines_of
from checker.outputs.sarif.profile import Profile
from checker.outputs.sarif.taxonomy import Taxonomies, references, taxonomies_of
from checker.outputs.tally import Tally, count


class Context(NamedTuple):
    """One log in the making. ``compared``: results carry a baseline state, all of them or none (SARIF 3.27.24)."""

    report: Report
    profile: Profile
    tally: Tally
    rules: tuple[Rule, ...]
    rule_index: Mapping[str, int]
    """Rule id -> its place in ``rules``."""
    taxonomies: Taxonomies
    taxa: Mapping[str, list[Any]]
    """Rule id -> pointers to the entries of the taxonomies that it refers to; the same for each of its results."""
    compared: bool
    lines: Lines


def context_of(report: Report, profile: Profile) -> Context:
    """Look at every result once; a rule that the report does not describe stands there by its id alone."""
    tally = count(report)
    named = {id: Rule(id, id, severity, "", "") for id, severity in tally.severities.items()}
    rules = tuple(rule for _, rule in sorted({**named, **report.rules}.items()))
    taxonomies = taxonomies_of(rules if profile.everything else ())
    return Context(
        report=report,
        profile=profile,
        tally=tally,
        rules=rules,
        rule_index={rule.id: number for number, rule in enumerate(rules)},
        taxonomies=taxonomies,
        taxa={rule.id: list(references(taxonomies, rule.refs)) for rule in rules},
        compared=profile.everything and (report.base is not None or bool(tally.known)),
        lines=lines_of(report.sources),
    )
