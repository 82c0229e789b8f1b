"""Fairness: objectives where people are affected, a result for each, and whether it is met."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.asked import Asked
from checker.core.cards import FairnessSeen
from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.system import FairnessObjective, Measured, System
from checker.knowledge.fairness import is_ratio, meets
from checker.methods.cards.told import told

_STATES = {True: "met", False: "missed", None: "unknown"}


def fairness(asked: Asked) -> Iterator[Finding]:
    """What is missing and what is not met. A measure that nothing is known of is told when the model is read."""
    system = asked.snapshot.model.system
    if dict(system.conditions).get("people_affected") and not system.fairness_objectives:
        subject = Ref("system", system.id, "conditions.people_affected")
        message = "people are affected, and the model states no objective of fairness"
        yield told(asked, "fairness-objective-missing", message, subject)
    for objective in system.fairness_objectives:
        subject = Ref("system", system.id, f"fairness.objectives.{objective.metric}")
        yield from _rewritten(asked, objective)
        result = latest(system, objective.metric, asked.as_of)
        if result is None:
            message = f"the objective {objective.metric} ({limit(objective)}) has no result"
            yield told(asked, "fairness-result-missing", message, subject, which=objective.metric)
        elif meets(objective, result.value) is False:
            yield _missed(asked, objective, result)


def _missed(asked: Asked, objective: FairnessObjective, result: Measured) -> Finding:
    on = f" of {result.date}" if result.date else ""
    message = f"{result.metric}{on} is {result.value:g}, and the objective is {limit(objective)}"
    name = f"{result.metric}@{result.date}" if result.date else result.metric
    subject = Ref("system", asked.snapshot.model.id, f"fairness.results.{name}.value")
    which = f"{result.metric} {result.value:g} {objective.threshold:g}"
    return told(asked, "fairness-below-threshold", message, subject, which=which)


def _rewritten(asked: Asked, objective: FairnessObjective) -> Iterator[Finding]:
    """A result that missed the objective, and by this change is said to have met it on the same day."""
    if asked.before is None:
        return
    metric = objective.metric
    before, now = (_by_day(model.system, metric) for model in (asked.before[0].model, asked.snapshot.model))
    for day in sorted(before.keys() & now.keys()):
        missed = [value for value in before[day] if meets(objective, value) is False]
        if missed and all(meets(objective, value) for value in now[day]):
            name = f"{metric}@{day}" if day else metric
            on, which = f" of {day}" if day else "", f"{metric} {day} {missed[0]:g}"
            message = f"the result {metric}{on} is {now[day][0]:g}, and was {missed[0]:g} before this change"
            subject = Ref("system", asked.snapshot.model.id, f"fairness.results.{name}.value")
            hint = "what is measured anew has another day"
            yield told(asked, "fairness-result-rewritten", message, subject, which=which, hint=hint)


def _by_day(system: System, metric: str) -> dict[str, list[float]]:
    """The values of a measure by their day."""
    found: dict[str, list[float]] = {}
    for one in system.fairness_results:
        if one.metric == metric:
            found.setdefault(one.date, []).append(one.value)
    return found


def latest(system: System, metric: str, as_of: str) -> Measured | None:
    """The result that counts: the one of the latest day that has come; of several without a day the worst in
    reading."""
    found = [one for one in system.fairness_results if one.metric == metric and one.date <= as_of]
    return max(found, key=lambda one: (one.date, abs(one.value - is_ratio(metric))), default=None)


def seen(system: System, as_of: str) -> Iterator[FairnessSeen]:
    """Each objective with its result, as a person wants to see them."""
    for one in system.fairness_objectives:
        result = latest(system, one.metric, as_of)
        state = _STATES[meets(one, result.value)] if result else "unmeasured"
        refs = tuple(dict.fromkeys((*one.refs, *(result.refs if result else ()))))
        value, date = (f"{result.value:g}", result.date) if result else ("", "")
        yield FairnessSeen(one.metric, limit(one), state, value, date, refs)


def limit(objective: FairnessObjective) -> str:
    """The threshold in words."""
    return f"at {'least' if is_ratio(objective.metric) else 'most'} {objective.threshold:g}"
