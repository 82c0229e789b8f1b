"""Which changes of a field weaken a model: it protects less than before, or it looks safer than before.

One table, line by line the same as in docs/reference/changes.md. A change in the other direction does not weaken;
where a word is not known, a change that cannot be judged counts as one that weakens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from checker.core.model import CLASSIFICATIONS, CRITICALITY, TRUST
from checker.core.system import FairnessObjective, Measured
from checker.knowledge.fairness import is_looser
from checker.knowledge.vocabulary import (
    authentication,
    component_type,
    encryption_at_rest,
    encryption_in_transit,
    is_cleartext,
    is_encrypted,
)

Judge = Callable[[Any, Any], bool]
"""(before, after) of a field that changed -> whether that weakens."""

REMOVED = (
    "component",
    "flow",
    "boundary",
    "data",
    "threat",
    "control",
    "attack_tree",
    "objective",
    "feature",
    "deployment",
)
"""Kinds whose removal weakens: what is not in the model is not looked at."""


def weakens(kind: str, field: str, before: Any, after: Any) -> bool:
    """Whether this change of a field weakens the model. ``field`` may be dotted."""
    line = WEAKENS.get((kind, field)) or WEAKENS.get((kind, field.partition(".")[0]))
    return line is not None and line[0](before, after)


def moved_inward(before: str, after: str, old_trust: Mapping[str, str], new_trust: Mapping[str, str]) -> bool:
    """Whether an element left its boundary for none, or for a more trusted one. Trust is by boundary id."""
    if not before or not after:
        return bool(before)
    old, new = (_rank(TRUST, trust) for trust in (old_trust.get(before, ""), new_trust.get(after, "")))
    return new > old


def _rank(scale: Sequence[str], word: str) -> int:
    return scale.index(word) if word in scale else -1


def _unstated(before: Any, after: Any) -> bool:
    return bool(before) and not after


def _dropped(before: Any, after: Any) -> bool:
    return bool(set(before or ()) - set(after or ()))


def _grown(before: Any, after: Any) -> bool:
    return bool(set(after) - set(before))


def _lowered(scale: Sequence[str]) -> Judge:
    def judge(before: str, after: str) -> bool:
        if not before or not after:
            return bool(before)
        known = before in scale and after in scale
        return not known or scale.index(after) < scale.index(before)

    return judge


def _trust_raised(before: str, after: str) -> bool:
    if not after:
        return True
    return after not in TRUST or _rank(TRUST, after) > max(_rank(TRUST, before), 0)


def _weaker(vocabulary: Callable[[str], Any]) -> Judge:
    """Of two ways to protect: less strength. Nothing stated is none; an unknown word counts as weak."""

    def strength(word: str) -> int:
        known = vocabulary(word) if word else None
        return int(known.strength) if known else bool(word)

    return lambda before, after: strength(after) < strength(before)


def _less_in_transit(before: str, after: str) -> bool:
    """Weaker; also ``none`` where nothing was stated, since the protocol may have said more."""
    return _weaker(encryption_in_transit)(before, after) or (not before and after == "none")


def _less_architecture(before: Any, after: Any) -> bool:
    """A file, its digest or a part of either gone; or more of it ignored."""
    return _grown(before or (), after) if isinstance(after, tuple) else bool(before) and not after


def _looks_harder(before: float | None, after: float | None) -> bool:
    return before is not None and (after is None or after > before)


def _looks_unlikelier(before: float | None, after: float | None) -> bool:
    return before is not None and (after is None or after < before)


def _unstated_or_other(before: str, after: str) -> bool:  # noqa: ARG001 any other one may ask for less
    return bool(before)


def _narrowed(before: Any, after: Any) -> bool:
    """Cards of fewer roles or phases: nothing stated is all of them."""
    if isinstance(after, str):
        return bool(after) and after != before
    return bool(after) and (not before or _dropped(before, after))


def _result_gone(before: Measured | None, after: Measured | None) -> bool:
    """Whether a result is gone, or is another of the same day."""
    return before is not None and (after is None or after.value != before.value)


def _loosened(before: FairnessObjective | None, after: FairnessObjective | None) -> bool:
    """Whether an objective of fairness is gone, or is easier to meet than it was."""
    return before is not None and (after is None or is_looser(before, after.threshold))


def _authorization_gone(before: str, after: str) -> bool:
    return before not in ("", "none") and after in ("", "none")


def _to_cleartext(before: str, after: str) -> bool:
    if not after:
        return True
    return (is_cleartext(after) and not is_cleartext(before)) or (is_encrypted(before) and not is_encrypted(after))


def _type_hides(before: str, after: str) -> bool:
    old, new = component_type(before), component_type(after)
    if old is None or new is None:
        return old is not None
    outward = new.kind == "external-entity" != old.kind
    return outward or (old.group == "ai" != new.group)


def _no_longer(word: str) -> Judge:
    return lambda before, after: bool(before == word != after) or _unstated(before, after)


def _answered_no(before: bool | None, after: bool | None) -> bool:
    return before is True or (before is None and after is False)


def _repinned(before: Any, after: Any) -> bool:  # noqa: ARG001 any other edition counts
    return before is not None


def _stage_taken_back(before: Any, after: Any) -> bool:
    return bool(before and before.done) and not (after and after.done)


def _closed(before: str, after: str) -> bool:  # noqa: ARG001 where it came from does not matter
    return after != "identified"


def _extended(before: str | None, after: str | None) -> bool:
    return bool(before) and (not after or str(after) > str(before))


def _control_down(before: str, after: str) -> bool:
    scale = ("retired", "planned", "implemented", "verified")
    return _rank(scale, after) < _rank(scale, before)


_LEVELS = (
    "none",
    "negligible",
    "very-low",
    "low",
    "minor",
    "medium",
    "moderate",
    "high",
    "major",
    "very-high",
    "critical",
)


def _risk_lowered(before: Any, after: Any) -> bool:
    new = dict(_leaves(after))
    return any(_lower(value, new.get(name)) for name, value in _leaves(before))


def _dread_lowered(before: Any, after: Any) -> bool:
    """Ratings are of the usual variant where none is named."""
    usual = {".variant": "mean-0-10"}
    old, new = ({**usual, **dict(_leaves(ratings))} if ratings else {} for ratings in (before, after))
    return any(_lower(value, new.get(name)) for name, value in old.items())


def _cvss_lowered(before: Any, after: Any) -> bool:
    from checker.knowledge.risk.cvss import compute  # few threats have a vector

    old, new = (compute(dict(said or ()).get("vector", "")).score for said in (before, after))
    return old is not None and (new is None or new < old)


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        for inner in value:
            pair = isinstance(inner, tuple) and len(inner) == 2 and isinstance(inner[0], str)
            yield from _leaves(inner[1], f"{name}.{inner[0]}") if pair else _leaves(inner, name)
    elif value is not None:
        yield name, value


def _lower(before: Any, after: Any) -> bool:
    if isinstance(before, int | float) and isinstance(after, int | float):
        return after < before
    if isinstance(before, str) and isinstance(after, str):
        return before != after and _lowered(_LEVELS)(before, after)
    return True


WEAKENS: dict[tuple[str, str], tuple[Judge, str]] = {
    ("system", "criticality"): (_lowered(CRITICALITY), "lowered, or no longer stated"),
    ("system", "ai"): (_unstated, "true to false"),
    ("system", "conditions"): (_answered_no, "an answer becomes no, or a yes is taken back"),
    ("system", "taxonomies"): (_repinned, "a pinned edition changed or removed"),
    ("system", "methods"): (_dropped, "a claimed method or a part of one dropped"),
    ("system", "card"): (_unstated, "removed"),
    ("system", "card_profile"): (_unstated_or_other, "another profile, or none"),
    ("system", "card_review_by"): (_extended, "put off, or without an end"),
    ("system", "fairness_groups"): (_dropped, "a group dropped"),
    ("system", "fairness_objectives"): (_loosened, "an objective dropped or loosened"),
    ("system", "fairness_results"): (_result_gone, "a result dropped, or another of the same day"),
    ("system", "plot4ai.phases"): (_narrowed, "fewer phases"),
    ("system", "plot4ai.role"): (_narrowed, "one role, or another"),
    ("system", "pasta"): (_stage_taken_back, "a stage no longer signed off as done"),
    ("system", "source_artifacts"): (_less_architecture, "a file or its digest dropped, or more of a file ignored"),
    ("system", "derives_threats"): (lambda before, after: bool(after), "to a format whose tool derives the threats"),
    ("system", "unsayable"): (_grown, "to a format that has no word for a field"),
    ("component", "type"): (_type_hides, "AI to ordinary, to an external entity, or to an unknown type"),
    ("component", "boundary"): (_unstated, "removed, or a more trusted boundary"),
    ("component", "tenancy"): (_no_longer("multi"), "no longer multi"),
    ("component", "encryption"): (_weaker(encryption_at_rest), "weaker, or none"),
    ("component", "stores"): (_dropped, "data dropped"),
    ("component", "processes"): (_dropped, "data dropped"),
    ("component", "authority"): (_grown, "authority added"),
    ("component", "model.source"): (_no_longer("external"), "no longer external"),
    ("component", "model.name"): (_unstated, "removed"),
    ("component", "model.version"): (_unstated, "removed: no longer pinned"),
    ("component", "model.digest"): (_unstated, "removed: no longer pinned"),
    ("component", "model.card"): (_unstated, "removed"),
    ("component", "model.datasets"): (_dropped, "a data set dropped"),
    ("component", "model.family"): (_no_longer("generative"), "no longer generative"),
    ("component", "model.base_model"): (_unstated, "removed"),
    ("component", "conditions"): (_answered_no, "an answer becomes no, or a yes is taken back"),
    ("component", "paths"): (_dropped, "a path no longer watched"),
    ("component", "out_of_scope"): (lambda before, after: not before, "taken out of scope"),
    ("component", "runs_on"): (_unstated, "removed"),
    ("component", "exposure"): (_lowered(("none", "indirect", "direct")), "less exposed (derived)"),
    ("flow", "data"): (_dropped, "data dropped"),
    ("flow", "protocol"): (_to_cleartext, "to a cleartext protocol, away from an encrypted one, or removed"),
    ("flow", "authentication"): (_weaker(authentication), "weaker, or none"),
    ("flow", "authorization"): (_authorization_gone, "none"),
    ("flow", "encryption"): (_less_in_transit, "weaker, or none"),
    ("flow", "bidirectional"): (_unstated, "true to false"),
    ("flow", "content"): (_no_longer("untrusted"), "no longer untrusted"),
    ("flow", "crossings"): (_dropped, "no longer crosses a boundary (derived)"),
    ("boundary", "trust"): (_trust_raised, "raised, or no longer stated"),
    ("boundary", "parent"): (_unstated, "removed, or a more trusted boundary"),
    ("deployment", "boundary"): (_unstated, "removed, or a more trusted boundary"),
    ("data", "classification"): (_lowered(CLASSIFICATIONS), "lowered, or no longer stated"),
    ("data", "personal"): (_lowered(("true", "sensitive")), "sensitive to true, or dropped"),
    ("data", "integrity"): (_unstated, "no longer stated"),
    ("threat", "on"): (_dropped, "an element dropped"),
    ("threat", "refs"): (_dropped, "a reference dropped"),
    ("threat", "status"): (_closed, "to anything but identified"),
    ("threat", "controls"): (_dropped, "a control dropped"),
    ("threat", "accepted.by"): (_unstated, "removed"),
    ("threat", "accepted.until"): (_extended, "extended, or without an end"),
    ("threat", "risk.dread"): (_dread_lowered, "a rating lowered or removed, or by another variant"),
    ("threat", "risk.cvss"): (_cvss_lowered, "a vector of a lower score, or none that can be read"),
    ("threat", "risk"): (_risk_lowered, "a number or a word lowered or removed"),
    ("control", "status"): (_control_down, "less than before: verified, implemented, planned, retired"),
    ("control", "use"): (lambda before, after: bool(before), "another control, or none"),
    ("control", "evidence"): (_dropped, "evidence dropped"),
    ("attack_tree", "cost"): (_looks_harder, "raised at a step, or no longer stated"),
    ("attack_tree", "time"): (_looks_harder, "raised at a step, or no longer stated"),
    ("attack_tree", "probability"): (_looks_unlikelier, "lowered at a step, or no longer stated"),
    ("attack_tree", "difficulty"): (_looks_harder, "raised at a step, or no longer stated"),
    ("attack_tree", "skill"): (_looks_harder, "raised at a step, or no longer stated"),
    ("attack_tree", "controls"): (_dropped, "a control of a step dropped"),
    ("attack_tree", "steps"): (_dropped, "a step dropped"),
    ("not_applicable", "on"): (_grown, "an element added"),
    ("not_applicable", "refs"): (_grown, "a reference added"),
    ("not_applicable", "reason"): (_unstated, "removed"),
}
"""(kind, field) -> how to judge a change of it, and that in words."""
