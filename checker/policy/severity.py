"""Severities that depend on the element: cases, likelihood and impact, or a score with bands.

Likelihood and impact weigh 1 to 4 each and are multiplied. Words, weights and limits are those of Threagile
(``CalculateSeverity`` in pkg/types/risk.go of release 0.9), whose ``elevated`` is our ``medium``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from math import isnan
from typing import Any, NamedTuple

from checker.core.finding import SEVERITIES
from checker.policy.clauses import every
from checker.policy.facts import Facts
from checker.policy.matchers import Scope, compile_matcher
from checker.policy.place import Place, show
from checker.policy.view import Value
from checker.policy.words import Test

LIKELIHOODS = ("unlikely", "likely", "very-likely", "frequent")
IMPACTS = ("low", "medium", "high", "very-high")
"""Least first: the weight is the index and one."""

_LIMITS = ((1, "low", "low"), (3, "medium", "medium"), (8, "elevated", "medium"), (12, "high", "high"))
"""Greatest product, its word on that scale, our severity; above them all it is critical."""

NOT_KNOWN = "not known"


class Grade(NamedTuple):
    """How bad one finding is: our word, and where the rule has a scale of its own what that calls it."""

    severity: str
    rating: str = ""


Grading = Callable[[Facts, Any], Grade]
"""Facts and the element of a finding -> how bad it is."""

_Choice = Callable[[Facts, Any], str]


def compile_grading(table: Any, scope: Scope, place: Place) -> Grading:
    """The grading that a table in ``severity`` says. Raises UsageError for a case that can never count, too."""
    if isinstance(table, list):
        choose = _cases(table, scope, place)
        return lambda facts, element: Grade(choose(facts, element))
    if "score" in table:
        return _banded(_score(table["score"], scope, place.at("score")), table["bands"], place.at("bands"))
    likelihood = _choice(table["likelihood"], scope, place.at("likelihood"))
    impact = _choice(table["impact"], scope, place.at("impact"))
    return lambda facts, element: weigh(likelihood(facts, element), impact(facts, element))


def weigh(likelihood: str, impact: str) -> Grade:
    """The grade of a word of LIKELIHOODS and one of IMPACTS."""
    product = (LIKELIHOODS.index(likelihood) + 1) * (IMPACTS.index(impact) + 1)
    return next((Grade(severity, word) for most, word, severity in _LIMITS if product <= most), _CRITICAL)


_CRITICAL = Grade("critical", "critical")


def conditions(table: Any, place: Place) -> Iterator[tuple[Any, Place]]:
    """The matcher of each case of a table, and its place."""
    if isinstance(table, list):
        yield from ((case["when"], place.at(n, "when")) for n, case in enumerate(table) if isinstance(case, dict))
    elif isinstance(table, dict):
        for part in ("likelihood", "impact"):
            yield from conditions(table.get(part), place.at(part))


def severities(table: Any) -> tuple[str, ...]:
    """Every severity that a rule's ``severity`` may give, least first."""
    if isinstance(table, str):
        return (table,)
    if isinstance(table, list):
        found = set(_words(table))
    elif "score" in table:
        found = {*table["bands"], "note"}
    else:
        products = [(a, b) for a in _words(table["likelihood"]) for b in _words(table["impact"])]
        found = {weigh(*pair).severity for pair in products}
    return tuple(word for word in SEVERITIES if word in found)


def in_words(table: Any) -> str:
    """A table as a sentence; empty for a word."""
    if isinstance(table, str) or table is None:
        return ""
    if isinstance(table, list):
        return _cases_in_words(table)
    if "score" in table:
        bands = sorted(table["bands"].items(), key=lambda band: -SEVERITIES.index(band[0]))
        return f"by {table['score']}: {', '.join(f'{word} from {least:g}' for word, least in bands)}, else note"
    likelihood, impact = (_cases_in_words(table[part]) for part in ("likelihood", "impact"))
    return f"likelihood ({likelihood}) by impact ({impact})"


def _score(text: str, scope: Scope, place: Place) -> Value:
    from checker.policy.cel.expression import compile_number  # most rules have none

    return compile_number(text, scope, place)


def _cases_in_words(cases: Any) -> str:
    if isinstance(cases, str):
        return cases
    return ", ".join(_case_in_words(case, len(cases) > 1) for case in cases)


def _case_in_words(case: Any, several: bool) -> str:
    if isinstance(case, str):
        return f"else {case}" if several else case
    when = case["when"] if isinstance(case["when"], str) else json.dumps(case["when"], ensure_ascii=False)
    return f"{case['is']} when {when.replace(chr(34), '')}"


def _words(cases: Any) -> Iterator[str]:
    """The words of a choice."""
    for case in [cases] if isinstance(cases, str) else cases:
        yield case if isinstance(case, str) else case["is"]


def _choice(choice: Any, scope: Scope, place: Place) -> _Choice:
    return (lambda facts, element: choice) if isinstance(choice, str) else _cases(choice, scope, place)


def _cases(cases: list[Any], scope: Scope, place: Place) -> _Choice:
    """The word of the first case that holds."""
    *conditional, last = cases
    if not isinstance(last, str):
        hint = "add a last entry that is just the word for all others"
        place.at(len(cases) - 1).fail("no word is left for what none of the cases is for", hint)
    tests: list[tuple[Test, str]] = []
    for number, case in enumerate(conditional):
        at = place.at(number)
        if isinstance(case, str):
            place.at(number + 1).fail(f"never reached: {show(case)} before it is for all that is left", "remove it")
        if any(case["when"] == other["when"] for other in conditional[:number]):
            at.at("when").fail("never reached: an earlier case asks the same", "remove one of the two")
        tests.append((every(compile_matcher(case["when"], scope, at.at("when"))), case["is"]))
    return lambda facts, element: next((word for holds, word in tests if holds(facts, element)), last)


def _banded(score: Value, bands: Mapping[str, float], place: Place) -> Grading:
    """By the highest band whose least score is reached. A score that is not known is as bad as it could be."""
    ranked = [(word, bands[word]) for word in reversed(SEVERITIES) if word in bands]
    for (higher, above), (lower, below) in pairwise(ranked):
        if below >= above:
            place.at(lower).fail(f"{lower} begins at {below:g}, and {higher} at no more than that: it is never {lower}")

    def grade(facts: Facts, element: Any) -> Grade:
        value = score(facts, element)
        if value is None or isnan(value):
            return Grade(ranked[0][0], NOT_KNOWN)
        return Grade(next((word for word, least in ranked if value >= least), "note"), f"{value:.6g}")

    return grade
