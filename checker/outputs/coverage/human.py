"""The coverage of a model at a terminal: a table of elements, one of frameworks, totals, and open conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.core.coverage import FRAMEWORKS, NEEDS, Answer, Count, Coverage, Covered, Item, count
from checker.core.model import Model
from checker.core.naming import Names, named, names_of
from checker.documents.words import some
from checker.knowledge.lookup import name_of
from checker.knowledge.vocabulary import look_up
from checker.outputs.escape import visible
from checker.outputs.layout import table

_SHOWN = 4
"""References that are named of one element; the others are counted."""

KINDS = {"system": "system", "component": "components", "flow": "flows"}
"""Kind of element -> what the total of them is called."""


def lines(path: str, model: Model, coverage: Coverage) -> Iterator[str]:
    """The lines of one model, without their ends."""
    yield visible(f"{model.id} ({path})")
    yield ""
    if not coverage.elements:
        yield "nothing is asked: no component in scope"
        return
    rows: list[tuple[str, ...]] = [("element", "type", *NEEDS, "must, not answered")]
    names = names_of(model)
    rows += [_row(one, names) for one in coverage.elements if one.items]
    yield from table(rows)
    if any(len(one.missing("must")) > _SHOWN for one in coverage.elements):
        yield "(all of one element, and why: threatgate coverage --element ID)"
    yield ""
    yield from table([("framework", *NEEDS), *_frameworks(coverage)])
    yield ""
    yield from table([("total", *NEEDS), *_totals(coverage)])
    yield ""
    yield from _conditions(coverage, names)


def _row(covered: Covered, names: Names) -> tuple[str, ...]:
    numbers = (_count(count(covered.items, need)) for need in NEEDS)
    missing = [item.reference for item in covered.missing("must")]
    return named(covered.subject.id, names), covered.type, *numbers, some(missing, _SHOWN)


def _count(number: Count) -> str:
    return f"{number.answered}/{number.applicable}"


def _frameworks(coverage: Coverage) -> Iterator[tuple[str, ...]]:
    for name in FRAMEWORKS:
        items = [item for item in coverage.items() if item.framework == name]
        if items:
            yield name, *(_count(count(items, need)) for need in NEEDS)


def _totals(coverage: Coverage) -> Iterator[tuple[str, ...]]:
    for kind, name in KINDS.items():
        items = [*coverage.items(kind)]
        if items:
            yield name, *(_count(count(items, need)) for need in NEEDS)
    yield "all", *(_count(count(coverage.items(), need)) for need in NEEDS)


def _conditions(coverage: Coverage, names: Names) -> Iterator[str]:
    if not coverage.questions:
        yield "open conditions: none"
        return
    yield "open conditions: answer them with true or false under 'conditions' of a component or of the system"
    rows = []
    for one in coverage.questions:
        known = look_up(one.condition, "conditions")
        ids = ", ".join(named(subject.id, names) for subject in one.subjects)
        rows.append((f"  {one.condition}", known.title if known else "", ids))
    yield from table(rows)


def detail(covered: Covered, model: Model) -> Iterator[str]:
    """One element, with everything that applies to it: why, and by what it is answered."""
    pins = dict(model.system.taxonomies)
    name = names_of(model).get(covered.subject.id, "")
    yield visible(f"{covered.subject} ({', '.join(filter(None, (name, covered.type)))})")
    for need in NEEDS:
        items = [item for item in covered.items if item.need == need]
        if items:
            number = count(items, need)
            yield ""
            yield f"{need} be considered: {number.answered} of {number.applicable} answered"
            for item in items:
                yield from _item(item, pins)


def _item(item: Item, pins: Mapping[str, str]) -> Iterator[str]:
    yield visible(f"  {'+' if item.answer else '-'} {item.reference} {name_of(item.reference, pins)}".rstrip())
    yield visible(f"      {item.reason}")
    if item.when:
        yield visible(f"      applies by {item.when}: {item.why}")
    see = f" ({', '.join(item.see)})" if item.see else ""
    yield visible(f"      basis: {item.basis}{see}; asked by {item.source}")
    if item.answer:
        yield visible(f"      answered by {_answer(item.answer)}")


def _answer(answer: Answer) -> str:
    where = f"not_applicable entry {answer.id}" if answer.by == "not-applicable" else f"threat {answer.id}"
    concept = f", which means the same ({answer.concept})" if answer.concept else ""
    return f"{where}, which cites {answer.cited}{concept}"
