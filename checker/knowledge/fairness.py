"""Measures of fairness: which values are fair. The ids are those of the Veritas toolkit (vocabulary
``fairness_metrics``): differences between groups (0 is fair), ratios (1 is fair), and shares of mutual information
between a group and what is decided about it (0 is fair)."""

from __future__ import annotations

from checker.core.system import FairnessObjective
from checker.knowledge.vocabulary import look_up


def is_ratio(metric: str) -> bool:
    """Whether 1 is fair and not 0. ``disparate_impact`` is a ratio of shares chosen."""
    return metric == "disparate_impact" or metric.endswith("_ratio")


def meets(objective: FairnessObjective, value: float) -> bool | None:
    """Whether a value meets an objective: a ratio lies between the threshold and its inverse, everything else at most
    the threshold away from 0. None for a measure that nothing is known of."""
    if not look_up(objective.metric, "fairness_metrics"):
        return None
    if not is_ratio(objective.metric):
        return abs(value) <= objective.threshold
    return value > 0 and min(value, 1 / value) >= min(objective.threshold, 1 / (objective.threshold or 1))


def is_looser(objective: FairnessObjective, threshold: float) -> bool:
    """Whether another threshold is easier to meet than that of the objective; of an unknown measure any other is."""
    if not look_up(objective.metric, "fairness_metrics"):
        return threshold != objective.threshold
    return threshold < objective.threshold if is_ratio(objective.metric) else threshold > objective.threshold
