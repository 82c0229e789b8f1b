"""What coverage says to the gate: one finding an element, one a condition that nobody answered, none an entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized

from checker.core.asked import Asked
from checker.core.coverage import Coverage, Covered, Item, Question, count
from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.source import Snapshot
from checker.documents.words import quote, some
from checker.knowledge.vocabulary import canonical, look_up
from checker.methods.coverage.conditions import Ground
from checker.methods.coverage.cover import cover
from checker.methods.coverage.fold import Theme, fold
from checker.methods.coverage.shown import DERIVED

_SHOWN = 6
"""How many themes or elements a message names; ``threatgate coverage`` lists them all."""


def findings(asked: Asked) -> Iterator[Finding]:
    """Every finding of the pack ``coverage`` about one model. None where the format's own tool derives the threats."""
    snapshot = asked.snapshot
    if snapshot.model.derives_threats:
        return
    coverage = cover(snapshot.model, asked.graph, asked.settings.applicability)
    before = asked.before and asked.before[0].sources  # of a model that is new as a whole no element is an addition
    new = {change.ref for change in asked.changes or () if change.kind == "added"} if before else set()
    for one in coverage.elements:
        yield from _element(one, snapshot, one.subject in new)
    yield from _should(coverage, snapshot)
    ground = Ground(snapshot.model, asked.graph)
    yield from (_open(question, ground, snapshot) for question in coverage.questions)
    yield from _contradicted(ground, snapshot)


def _element(covered: Covered, snapshot: Snapshot, new: bool) -> Iterator[Finding]:
    """What an element lacks that must be considered."""
    kind, items = covered.subject.kind, covered.missing("must")
    if items:
        rule = "new-element-unanswered" if new else "flow-unanswered" if kind == "flow" else "unanswered"
        number = count(covered.items, "must")
        what = f"{_called(covered.subject)} answers {number.answered} of {number.applicable} threats that must be"
        subject = covered.subject
        hint = f"see each, and why: threatgate coverage --element {subject.id} ({_basis(items)})"
        message, at = f"{what} considered: not {_themes(fold(items))}", snapshot.locate(subject)
        yield Finding(f"coverage/{rule}", "", message, subject, at, snapshot.model.id, hint=hint)


def _should(coverage: Coverage, snapshot: Snapshot) -> Iterator[Finding]:
    """One note a model: what should be considered is much, and no list of it belongs into a pull request."""
    lacking = [(one.missing("should"), one.subject) for one in coverage.elements]
    items = tuple(item for missing, _ in lacking for item in missing)
    if items:
        most = sorted(((len(missing), subject.id) for missing, subject in lacking if missing), key=lambda one: -one[0])
        where = ", ".join(f"{number} at {quote(id)}" for number, id in most[:_SHOWN])
        more = f", and at {len(most) - _SHOWN} more" if len(most) > _SHOWN else ""
        subject = Ref("system", snapshot.model.system.id)
        message = f"{number_of(items)} that should be considered are not answered: {where}{more}"
        at, hint = snapshot.locate(subject), f"see each: threatgate coverage --element ID ({_basis(items)})"
        yield Finding("coverage/should-consider", "", message, subject, at, snapshot.model.id, hint=hint)


def number_of(things: Sized) -> str:
    """``1 threat``, ``13 threats``."""
    return f"{len(things):,} threat{'' if len(things) == 1 else 's'}"


def _called(subject: Ref) -> str:
    return f"the {subject.kind} {quote(subject.id)}"


def _themes(themes: Iterable[Theme]) -> str:
    """``'Agent made to misuse tools' (atlas:AML.T0053 and 3 more), ... and 5 more``."""
    told = [_ids(theme) if theme.title in theme.cite else f"{quote(theme.title)} ({_ids(theme)})" for theme in themes]
    return some(told, _SHOWN)


def _ids(theme: Theme) -> str:
    others = len(theme.items) - 1
    return theme.cite[0] + (f" and {others} more" if others else "")


def _basis(items: tuple[Item, ...]) -> str:
    """Whose word it is that these belong there."""
    own, judged = (sum(1 for item in items if item.basis == basis) for basis in ("project", "judgement"))
    public = [*dict.fromkeys(item.reference for item in items if item.basis == "public")]
    parts = [f"public for {', '.join(public[:_SHOWN])}{' and more' if len(public) > _SHOWN else ''}"] if public else []
    parts += [f"this project for {own}"] if own else []
    parts += [f"threatgate's judgement for {judged}"] if judged else []
    return f"basis: {', '.join(parts)}"


def _open(question: Question, ground: Ground, snapshot: Snapshot) -> Finding:
    subject = Ref("system", snapshot.model.system.id, f"conditions.{question.condition}")
    known = look_up(question.condition, "conditions")
    meaning = known.title.rstrip(".") if known else question.condition
    names = [quote(one.id) for one in question.subjects]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    message = (
        f"nothing says whether this holds of {', '.join(names[:_SHOWN])}{more}: {quote(meaning)} "
        f"({question.condition}); on it hang {number_of(question.references)}"
    )
    shown = ground.shows(question.condition)  # it can no longer be denied of the system
    place = "under 'conditions' of " + ("each component" if shown else "a component, or of the system for all of it")
    hint = f"say {question.condition}: true or false {place}"
    at = snapshot.locate(subject)
    return Finding("coverage/condition-unanswered", "", message, subject, at, snapshot.model.id, hint=hint)


def _contradicted(ground: Ground, snapshot: Snapshot) -> Iterator[Finding]:
    """A condition that is denied, and that the model shows to hold."""
    model = snapshot.model
    components = [Ref("component", id) for id, one in model.components.items() if not one.out_of_scope]
    for subject in components:
        for name, said in model.components[subject.id].conditions:
            yield from _denied(ground, subject, name, said, [subject], snapshot)
    subject = Ref("system", model.system.id)
    for name, said in model.system.conditions:
        yield from _denied(ground, subject, name, said, components, snapshot)


def _denied(
    ground: Ground, subject: Ref, name: str, said: bool, where: list[Ref], snapshot: Snapshot
) -> Iterator[Finding]:
    usual = canonical(name, "conditions")
    if said or usual not in DERIVED:
        return
    for element in where:
        shown = ground.shown(element, usual)
        if shown.value:
            at = subject._replace(field=f"conditions.{name}")
            message = f"{quote(name)} is denied of {_called(subject)}, and the model shows it of {quote(element.id)}"
            yield Finding(
                "coverage/condition-contradicted",
                "",
                f"{message}: {shown.why}",
                at,
                snapshot.locate(at),
                snapshot.model.id,
                hint="correct the answer, or what the model says of the element",
            )
            return
