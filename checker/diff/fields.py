"""Two versions of one element -> its fields that differ, nested ones part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

from checker.core.model import Acceptance, AiModel
from checker.core.system import CardAnswer, Questionnaire, SourceArtifact

if TYPE_CHECKING:
    from checker.core.attack_tree import Gate

Difference = tuple[str, Any, Any]
"""(field, before, after)"""

_RECORDS: dict[str, AiModel | Acceptance] = {"model": AiModel(), "accepted": Acceptance()}
_PAIRS = ("properties", "conditions", "taxonomies", "methods", "pasta", "cause", "risk")
_MEASURES = ("fairness_objectives", "fairness_results")
_IDENTITY = ("id", "was")


def changed_fields(old: Any, new: Any) -> Iterator[Difference]:
    """The fields in which two elements of one kind differ, in the order of the kind; ids and old ids are left out.

    ``model.version`` is a part of a record, ``properties.usage`` one of a set of pairs: a part of a pair that is
    absent is None.
    """
    for name, before, after in zip(new._fields, old, new, strict=True):
        if before == after or name in _IDENTITY:
            continue
        if name in _RECORDS:
            blank = _RECORDS[name]
            yield from _parts(name, (before or blank)._asdict(), (after or blank)._asdict(), blank._fields)
        elif name in _PAIRS:
            old_parts, new_parts = dict(before), dict(after)
            yield from _parts(name, old_parts, new_parts, sorted(old_parts.keys() | new_parts.keys()))
        elif name == "plot4ai":
            yield from _questionnaires(before or Questionnaire(), after or Questionnaire())
        elif name in _MEASURES:
            old_parts, new_parts = _by_measure(before), _by_measure(after)
            yield from _parts(name, old_parts, new_parts, sorted(old_parts.keys() | new_parts.keys()))
        elif name == "source_artifacts":
            yield from _artifacts(before, after)
        elif name == "root":
            yield from _steps(before, after)
        else:
            yield name, before, after


def _parts(name: str, before: dict[str, Any], after: dict[str, Any], parts: Iterable[str]) -> Iterator[Difference]:
    for part in parts:
        if before.get(part) != after.get(part):
            yield f"{name}.{part}", before.get(part), after.get(part)


def _questionnaires(before: Questionnaire, after: Questionnaire) -> Iterator[Difference]:
    """Each part of each answer by itself, as ``plot4ai.answers.data-01.answer``."""
    for part, was, is_ in zip(after._fields, before, after, strict=True):
        if part != "answers" and was != is_:
            yield f"plot4ai.{part}", was, is_
    old, new, blank = dict(before.answers), dict(after.answers), CardAnswer()
    for card in sorted(old.keys() | new.keys()):
        answers = (old.get(card, blank)._asdict(), new.get(card, blank)._asdict())
        yield from _parts(f"plot4ai.answers.{card}", *answers, blank._fields)


def _by_measure(entries: tuple[Any, ...]) -> dict[str, Any]:
    """Objectives and results of fairness by their measure, results of one day by that too; a second one is numbered."""
    found: dict[str, Any] = {}
    for one in entries:
        date = getattr(one, "date", "")
        name = f"{one.metric}@{date}" if date else one.metric
        at = next(at for at in count(1) if (f"{name}.{at}" if at > 1 else name) not in found)
        found[f"{name}.{at}" if at > 1 else name] = one
    return found


def _artifacts(before: Iterable[SourceArtifact], after: Iterable[SourceArtifact]) -> Iterator[Difference]:
    """Files of an architecture under their paths: whole where one is on one side only, else part by part."""
    old, new = _by_path(before), _by_path(after)
    for name in sorted(old.keys() | new.keys()):
        was, is_ = old.get(name), new.get(name)
        if was and is_:
            yield from _parts(f"source_artifacts.{name}", was._asdict(), is_._asdict(), SourceArtifact._fields)
        else:
            yield f"source_artifacts.{name}", _label(was), _label(is_)


def _by_path(artifacts: Iterable[SourceArtifact]) -> dict[str, SourceArtifact]:
    """A file that is listed for several views has a number behind its path, from the second one on."""
    found: dict[str, SourceArtifact] = {}
    for one in artifacts:
        name, number = one.path, 2
        while name in found:
            name, number = f"{one.path} {number}", number + 1
        found[name] = one
    return found


def _label(one: SourceArtifact | None) -> str | None:
    return " ".join(part for part in (one.framework, one.code, one.digest) if part) if one else None


def _steps(before: Gate, after: Gate) -> Iterator[Difference]:
    """How two attack trees differ: what a leaf says as ``cost.guess-pin``, which leaves there are as ``steps``, how
    they are joined as ``shape``, and what gates are called as ``gates``."""
    from checker.core.attack_tree import Gate, leaves, shape, walk

    old, new = leaves(before), leaves(after)
    for id in [id for id in old if id in new]:
        fields = zip(new[id]._fields, old[id], new[id], strict=True)
        yield from ((f"{name}.{id}", was, is_) for name, was, is_ in fields if was != is_)
    if old.keys() != new.keys():
        yield "steps", tuple(sorted(old)), tuple(sorted(new))
    if (was := shape(before)) != (is_ := shape(after)):
        yield "shape", was, is_
    gates = [
        tuple((step.name, step.description) for _, step in walk(root) if isinstance(step, Gate))
        for root in (before, after)
    ]
    if gates[0] != gates[1]:
        yield "gates", gates[0], gates[1]
