"""What every part of one SARIF log needs to know, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.core.finding import Finding
from checker.core.report import Report
from checker.core.rule import Rule
from checker.outputs.frame import Lines, lines_of
from checker.outputs.sarif.profile import Profile
from checker.outputs.sarif.taxonomy import Taxonomies, references, taxonomies_of
from checker.outputs.tally import Tally, count


class Described(NamedTuple):
    """A reporting descriptor in the making: a rule, or what a rule finds of one severity (``risk/residual/high``)."""

    id: str
    rule: Rule
    severity: str


class Context(NamedTuple):
    """One log in the making. ``compared``: results carry a baseline state, all of them or none (SARIF 3.27.24)."""

    report: Report
    profile: Profile
    tally: Tally
    rules: tuple[Described, ...]
    rule_index: Mapping[str, int]
    """Id of a descriptor -> its place in ``rules``."""
    taxonomies: Taxonomies
    taxa: Mapping[str, list[Any]]
    """Rule id -> pointers to the entries of the taxonomies that it refers to; the same for each of its results."""
    compared: bool
    lines: Lines

    def id_of(self, finding: Finding) -> str:
        """The id of the descriptor that a finding stands under."""
        banded = _banded(finding.rule, finding.severity)
        return banded if banded in self.rule_index else finding.rule


def _banded(rule: str, severity: str) -> str:
    """No id of a rule: those have one slash."""
    return f"{rule}/{severity}"


def context_of(report: Report, profile: Profile) -> Context:
    """Look at every result once; a rule that the report does not describe stands there by its id alone."""
    tally = count(report)
    named = {id: Rule(id, id, severity, "", "") for id, severity in tally.severities.items()}
    rules = tuple(rule for _, rule in sorted({**named, **report.rules}.items()))
    described = _by_severity(report, rules) if profile.banded else _by_worst(tally, rules)
    taxonomies = taxonomies_of(rules if profile.everything else ())
    return Context(
        report=report,
        profile=profile,
        tally=tally,
        rules=described,
        rule_index={one.id: number for number, one in enumerate(described)},
        taxonomies=taxonomies,
        taxa={rule.id: list(references(taxonomies, rule.refs)) for rule in rules},
        compared=profile.everything and (report.base is not None or bool(tally.known)),
        lines=lines_of(report.sources),
    )


def _by_worst(tally: Tally, rules: tuple[Rule, ...]) -> tuple[Described, ...]:
    """Each rule, as bad as the worst of its results."""
    return tuple(Described(rule.id, rule, tally.severities.get(rule.id, rule.severity)) for rule in rules)


def _by_severity(report: Report, rules: tuple[Rule, ...]) -> tuple[Described, ...]:
    """Each rule as bad as it says, or as the config says of it; and beside it one descriptor for each other severity
    among its results. What stands where follows from rule, config and result alone, never from other results: alerts
    that are there would close and open again."""
    own = {rule.id: Described(rule.id, rule, report.levels.get(rule.id, rule.severity)) for rule in rules}
    found = {(one.finding.rule, one.finding.severity) for one in report.results if not one.accepted}
    apart = (
        Described(_banded(id, severity), own[id].rule, severity)
        for id, severity in found
        if own[id].severity != severity
    )
    return tuple(sorted((*own.values(), *apart), key=lambda one: one.id))
