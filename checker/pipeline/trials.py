"""Packs tried out: their examples and tests, and whether these notice a rule that is wrong in one place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from checker.core.errors import CheckError, UsageError
from checker.core.finding import Finding
from checker.core.trial import PackResult, RuleResult, Survivor, TrialResult
from checker.pipeline.packs import Entry, entries, tests
from checker.policy.budget import STEPS, Budget, BudgetError
from checker.policy.evaluate import CompiledRule
from checker.policy.shelf import Shelf
from checker.policy.trying.mutants import Mutant, mutants
from checker.policy.trying.trials import Trial

_LOADING = 10
"""Steps for each character of a changed rule that is loaded: as long as asking so many conditions, measured."""


_Exact = frozenset[tuple[str, str, str]]
"""Findings of one rule: subject, severity and rating."""

_Wanted = tuple[Trial, _Exact]
"""A trial, and what the rule finds in it."""


class _Ran(NamedTuple):
    """A trial and all that was found in it."""

    trial: Trial
    found: tuple[Finding, ...]

    def result(self) -> TrialResult:
        trial = self.trial
        return TrialResult(trial.kind, trial.name, trial.location, trial.differences(self.found))

    def of(self, rule: str) -> _Exact:
        """What one rule found."""
        return _exact(one for one in self.found if one.rule == rule)


def try_pack(shelf: Shelf, *, mutate: bool = True) -> PackResult:
    """Run the examples and tests of a pack, and with ``mutate`` also against changed rules.

    Raises UsageError for a file that is wrong and BudgetError for a rule that could not be decided.
    """
    known = {entry.rule.id: entry for entry in entries(shelf)}
    ran = [_run(test, known) for test in tests(shelf)]
    rules = tuple(_rule(entry, known, ran, mutate) for entry in known.values())
    return PackResult(shelf.id, rules, tuple(one.result() for one in ran))


def _run(trial: Trial, known: Mapping[str, Entry]) -> _Ran:
    if trial.case is None:
        return _Ran(trial, trial.read)
    try:
        asked = [known[id].given(trial.params.get(id, {})) for id in trial.rules]
    except UsageError as error:
        raise UsageError(f"{trial.name}: {error.message}", trial.location, error.hint) from None
    return _Ran(trial, trial.case.ask(tuple(rule for rule in asked if rule)))


def _rule(entry: Entry, known: Mapping[str, Entry], tests: Sequence[_Ran], mutate: bool) -> RuleResult:
    id = entry.rule.id
    examples = [_run(trial, known) for trial in entry.examples]
    about = [one for one in (*examples, *tests) if id in one.trial.rules]
    result = RuleResult(
        id=id,
        location=entry.document.locate(("id",)),
        built_in=entry.rule.built_in,
        examples=tuple(one.result() for one in examples),
        fired=any(one.of(id) for one in about),
    )
    if entry.compiled is None or not mutate:
        return result
    wanted = [(one.trial, one.of(id)) for one in about if one.trial.case]
    left = Budget()
    try:
        tried = [
            (mutant, _is_noticed(entry, mutant, changed, wanted, left)) for mutant, changed in _changed(entry, left)
        ]
    except BudgetError:
        message = f"to try the rule '{id}' changed in each place takes more than {STEPS:,} steps"
        hint = "show it smaller examples, make it several rules, or leave this out: --no-mutate"
        raise CheckError(message, result.location, hint) from None
    survivors = tuple(Survivor(mutant.location, mutant.said) for mutant, noticed in tried if not noticed)
    return result._replace(noticed=len(tried) - len(survivors), survivors=survivors)


def _changed(entry: Entry, left: Budget) -> Iterator[tuple[Mutant, CompiledRule]]:
    """The mutants that are rules, each once; one that would never load is none. Raises BudgetError for too many."""
    found: dict[str, Mutant] = {}
    for mutant in mutants(entry.document):
        text = json.dumps(mutant.data)
        left.spend(len(text) * _LOADING)
        found.setdefault(text, mutant)
    for mutant in found.values():
        with suppress(UsageError):
            yield mutant, entry.changed(mutant.data)


def _is_noticed(entry: Entry, mutant: Mutant, changed: CompiledRule, wanted: Sequence[_Wanted], left: Budget) -> bool:
    """Whether a changed rule gives other findings in any trial, or cannot be decided there.

    Raises BudgetError where the steps of all changed rules are spent.
    """
    for trial, exact in wanted:
        params, own = trial.params.get(entry.rule.id), Budget(min(left.left, STEPS))
        try:
            rule = entry.changed(mutant.data, params) if params else changed
            same = trial.case is None or _exact(trial.case.ask((rule,), own)) == exact
        except CheckError:
            same = False
        left.spend(own.spent)
        if not same:
            return True
    return False


def _exact(found: Iterable[Finding]) -> _Exact:
    return frozenset((str(one.subject), one.severity, one.rating) for one in found)
