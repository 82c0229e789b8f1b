"""Asking compiled rules of one model."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from checker.core.change import Change
from checker.core.errors import CheckError
from checker.core.finding import Finding, Related
from checker.core.graph import Graph
from checker.core.location import Location, Ref
from checker.core.model import Model
from checker.core.rule import Rule
from checker.core.source import Snapshot
from checker.policy.budget import BudgetError
from checker.policy.clauses import Clause
from checker.policy.facts import Facts
from checker.policy.messages import NOT_STATED, Message, visible
from checker.policy.paths import Path
from checker.policy.reach import Reach, Walk, lacking, steps_of, walks
from checker.policy.severity import Grade, Grading
from checker.policy.view import View
from checker.policy.views import VIEWS
from checker.policy.words import Test


class CompiledRule(NamedTuple):
    """A rule ready to be asked. ``severity`` is what the config says, or the rule's own: the highest it may give."""

    rule: Rule
    severity: str
    view: View
    when: Test | None
    require: Test | None
    clauses: tuple[Clause, ...]
    """The entries of the rule's ``assert``, to find the one that failed."""
    message: Message
    changed: tuple[Path, ...] = ()
    """The fields of which one must differ from the base."""
    reach: Reach | None = None
    """Of a rule about ways: what it asks instead of elements one by one. Its message is asked of a walk."""
    grading: Grading | None = None
    """How bad a finding is, where that depends on the element."""
    at: Location | None = None
    """The rule's file."""
    cost: int = 1
    """The steps that asking it of one element takes at most, besides its lists."""


def evaluate(
    rules: Sequence[CompiledRule],
    snapshot: Snapshot,
    graph: Graph,
    changes: tuple[Change, ...] | None = None,
    base: tuple[Model, Graph] | None = None,
    now: str = "",
    failures: list[CheckError] | None = None,
) -> Iterator[Finding]:
    """Every finding of the rules in one model. Rules about changes are asked only with ``changes`` and a ``base``.

    ``now`` is the day of the check, an ISO date. A rule that cannot be decided is added to ``failures``, and the others
    are asked all the same; without such a list its error is raised.
    """
    return ask(rules, Facts(snapshot.model, graph, changes, base, now), snapshot, failures)


def ask(
    rules: Sequence[CompiledRule], facts: Facts, snapshot: Snapshot, failures: list[CheckError] | None = None
) -> Iterator[Finding]:
    """The same of facts that are there already; each rule has the budget of the facts for itself."""
    asked = [_Asked(rule, facts.budget.full) for rule in rules]
    by_kind: dict[str, list[_Asked]] = {}
    for one in asked:
        if one.in_blocks:
            by_kind.setdefault(one.rule.view.kind, []).append(one)
        else:
            one.take(partial(_asked, one.rule, facts, snapshot), facts)
    for kind, together in by_kind.items():
        elements = tuple(facts.model.elements(kind).values())
        for start in range(0, len(elements), _BLOCK):
            block = elements[start : start + _BLOCK]
            for one in together:
                one.take(partial(_each, one.rule, facts, block, snapshot), facts)
    for one in asked:
        yield from one.found
        if one.failure is not None:
            if failures is None:
                raise one.failure from None
            failures.append(one.failure)


_BLOCK = 500
"""So many elements are asked by all rules before the next ones: they stay in the processor's cache meanwhile."""


class _Asked:
    """A rule while it is asked: what is left of its budget, what it found, and why it could not be decided."""

    def __init__(self, rule: CompiledRule, steps: int) -> None:
        self.rule = rule
        self.steps = steps
        self.found: list[Finding] = []
        self.failure: CheckError | None = None

    @property
    def in_blocks(self) -> bool:
        """Whether it goes through all elements of a kind."""
        return self.rule.reach is None and not self.rule.rule.change and self.rule.view.elements is None

    def take(self, ask: Callable[[], Iterator[Finding]], facts: Facts) -> None:
        """Keep the findings of one question, as far as the budget goes."""
        if self.failure is not None:
            return
        facts.budget.left = self.steps
        try:
            self.found.extend(ask())
        except CheckError as error:
            self.failure = _over(self.rule, facts, error) if isinstance(error, BudgetError) else error
        self.steps = facts.budget.left


def _over(rule: CompiledRule, facts: Facts, error: BudgetError) -> BudgetError:
    """The error of a rule over its budget, with its name and what to do."""
    message = f"{rule.rule.id} could not be decided for the model '{visible(facts.model.id)}': {error.message}"
    hint = (
        "narrow it with 'when', and ask an element's own fields and lists, such as flows_in, rather than all of a kind"
    )
    return BudgetError(message, rule.at, hint)


def _asked(rule: CompiledRule, facts: Facts, snapshot: Snapshot) -> Iterator[Finding]:
    """What a rule finds that does not go through all elements of a kind."""
    if rule.reach is not None:
        yield from (_reached(rule, facts, walk, snapshot) for walk in walks(rule.reach, facts))
    elif rule.view.elements is not None:
        for element in rule.view.elements(facts):
            yield from _each(rule, facts, (element,), snapshot)
    elif facts.compared and facts.base is not None:
        yield from _changes(rule, facts, snapshot)


def _each(rule: CompiledRule, facts: Facts, elements: Sequence[Any], snapshot: Snapshot) -> Iterator[Finding]:
    for element in _failing(rule, facts, elements):
        yield _finding(rule, facts, element, snapshot)


def _failing(rule: CompiledRule, facts: Facts, elements: Sequence[Any]) -> Sequence[Any]:
    when, require = rule.when, rule.require
    facts.budget.spend(len(elements) * rule.cost)
    chosen = elements if when is None else [element for element in elements if when(facts, element)]
    return chosen if require is None else [element for element in chosen if not require(facts, element)]


def _changes(rule: CompiledRule, facts: Facts, snapshot: Snapshot) -> Iterator[Finding]:
    here = snapshot.model.elements(rule.view.kind).values()
    facts.budget.spend(len(here) * (1 + len(rule.changed)))
    for element in _failing(rule, facts, [element for element in here if _changed(rule, facts, element)]):
        yield _finding(rule, facts, element, snapshot)
    before = facts.gone_facts
    if "removed" in rule.rule.change and before is not None:
        for element in _failing(rule, before, tuple(facts.gone(rule.view.kind))):
            yield _finding(rule, before, element, snapshot)


def _changed(rule: CompiledRule, facts: Facts, element: Any) -> bool:
    """Whether an element of the head changed in one of the ways, and in one of the fields, that the rule is about."""
    wanted, was = rule.rule.change, facts.old(rule.view.kind, element.id)
    if was is None or facts.base is None:
        return "added" in wanted
    happened = facts.change(rule.view.kind, element.id)
    if happened not in wanted and "changed" not in wanted:
        return False
    if not rule.changed:
        return happened != "none"
    return any(_differs(path, facts, facts.base, element, was) for path in rule.changed)


def _differs(path: Path, facts: Facts, base: Facts, now: Any, was: Any) -> bool:
    """Whether a field has another value than in the base. Joins are compared by what they lead to, whatever its id."""
    new, old = path.value(facts, now), path.value(base, was)
    if path.field.type not in ("one", "many") or not VIEWS[path.field.of].kind or path.through:
        return bool(new != old)
    kind = VIEWS[path.field.of].kind
    listed = [(new,), (old,)] if path.field.type == "one" else [new, old]
    after = {getattr(facts.old(kind, element.id), "id", f"+{element.id}") for element in listed[0] or () if element}
    return after != {element.id for element in listed[1] or () if element}


def _finding(rule: CompiledRule, facts: Facts, element: Any, snapshot: Snapshot) -> Finding:
    path = _blame(rule.clauses, facts, element)
    field = path.native if path else _changed_field(rule, facts, element)
    if rule.view.elements is None:
        subject, discriminator = Ref(rule.view.kind, element.id, field), ""
    else:
        subject, discriminator = element.subject._replace(field=field), element.discriminator
    grade = rule.grading(facts, element) if rule.grading else Grade(rule.severity)
    return Finding(
        rule=rule.rule.id,
        severity=grade.severity,
        message=_message(rule, facts, element, path),
        subject=subject,
        location=snapshot.locate(subject),
        model=snapshot.model.id,
        related=_related(path, facts, element, snapshot),
        discriminator=discriminator,
        rating=grade.rating,
    )


def _reached(rule: CompiledRule, facts: Facts, walk: Walk, snapshot: Snapshot) -> Finding:
    """The finding about the component at the end of a way. The way is no part of its identity: another is no news."""
    subject = Ref(rule.view.kind, walk.end.id)
    grade = rule.grading(facts, walk.end) if rule.grading else Grade(rule.severity)
    return Finding(
        rule=rule.rule.id,
        severity=grade.severity,
        rating=grade.rating,
        message=rule.message(facts, walk) + lacking(walk),
        subject=subject,
        location=snapshot.locate(subject),
        model=snapshot.model.id,
        path=steps_of(walk, snapshot),
    )


def _blame(clauses: tuple[Clause, ...], facts: Facts, element: Any) -> Path | None:
    """The path of the first entry that failed; of a group, of its first part that did."""
    for clause in clauses:
        if not clause.test(facts, element):
            return clause.path or _blame(clause.parts, facts, element)
    return None


def _changed_field(rule: CompiledRule, facts: Facts, element: Any) -> str:
    """The first field that changed, of those that the rule is about."""
    was = facts.old(rule.view.kind, element.id) if rule.changed else None
    if was is None or facts.base is None:
        return ""
    return next((path.native for path in rule.changed if _differs(path, facts, facts.base, element, was)), "")


def _message(rule: CompiledRule, facts: Facts, element: Any, path: Path | None) -> str:
    """The rule's message; where it does not show by itself that the field is not stated or not known, that is added."""
    message = rule.message(facts, element)
    if path is None or path.through or path.old or path.field.type in ("one", "many") or NOT_STATED in message:
        return message
    derived = path.field.type == "list" and not path.field.native
    if derived or path.value(facts, element) not in (None, "", ()):
        return message
    source = rule.view.fields.get(path.native) if path.holder is None else None
    if source is None or not source.vocabulary:
        return f"{message} ({path.name} is {NOT_STATED})"
    stated = source.value(facts, element)
    why = f"'{visible(stated)}' is not a known word" if stated else f"is {NOT_STATED}"
    return f"{message} ({source.name} {why})"


def _related(path: Path | None, facts: Facts, element: Any, snapshot: Snapshot) -> tuple[Related, ...]:
    """The other element that has the field which failed, if there is one."""
    holder = path.holder(facts, element) if path and path.holder and path.kind and not path.old else None
    if path is None or holder is None:
        return ()
    place = Ref(path.kind, holder.id, path.field.native)
    return (Related(snapshot.locate(place), f"{path.kind} '{visible(holder.id)}'"),)
