"""What the reviews of a model cover: for every reviewable element whether a review in force covers its present digest.

The latest review that names an element decides; an earlier one no longer counts, so that going back to what was once
reviewed is a change to review too. A review that the change removes cannot approve any more, but still decides that
what came before it does not.
"""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, combinations, takewhile
from typing import TYPE_CHECKING, NamedTuple

from checker.core.change import Change, Renames
from checker.core.digest import digest, digests, facts_of
from checker.core.graph import Graph, Side
from checker.core.location import Ref
from checker.core.model import TOGETHER, Model, Review
from checker.core.other_ids import references, renamed
from checker.core.settings import Settings
from checker.documents.words import quote

if TYPE_CHECKING:
    from checker.triage.reviewers import Answer

REMOVABLE = TOGETHER
"""Kinds whose removal is to be reviewed; a removed threat or control moves the digests of what it was on."""


class Mention(NamedTuple):
    """What one review says about one id: the digest it covers, or that of the element that it saw removed.

    ``kept`` is false for a review that only the base has; a larger ``order`` is later.
    """

    review: Review
    digest: str
    removed: bool
    kept: bool
    order: int


class State(NamedTuple):
    """``word`` is reviewed, unreviewed, stale, expired or refused; ``mention`` is what decided; ``why`` says more.

    ``refused`` is what reviews in force cover and not those who may decide; ``rule`` and ``hint`` are for that alone.
    """

    word: str
    mention: Mention | None = None
    why: str = ""
    covers: tuple[Mention, ...] = ()
    """Every mention in force, latest first, where there is one."""
    rule: str = ""
    hint: str = ""


Ask = Callable[[Ref, Sequence[Mention]], "Answer"]
"""Whether mentions in force are a decision about an element."""


class Ledger(NamedTuple):
    """The reviews of a head, and of its base where there is one, by the ids that they name; latest last."""

    mentions: Mapping[str, list[Mention]]
    ahead: Mapping[str, Review]
    """Element id -> a review of it that does not count yet, or whose date is none."""
    last_days: Mapping[str, str]
    """Id of a review of the head -> the last day on which it holds, as an ISO date."""
    as_of: str


def read_ledger(head: Model, settings: Settings, as_of: str, base: Model | None = None) -> Ledger:
    """Order the reviews: by their day, then those of the base in its order, then new ones in theirs.

    So that no change puts an older one of the same day last. ``as_of`` is an ISO date; a review dated later does not
    count.
    """
    mentions: dict[str, list[Mention]] = {}
    ahead: dict[str, Review] = {}
    written = {review.says for review in head.reviews}
    dropped = [review for review in base.reviews if review.says not in written] if base else []
    places = {review.says: place for place, review in enumerate(base.reviews if base else ())}
    entries = [*((review, False) for review in dropped), *((review, True) for review in head.reviews)]
    entries.sort(key=lambda entry: (entry[0].on, places.get(entry[0].says, len(places))))
    for order, (review, kept) in enumerate(entries):
        if _day(review.on) is None or review.on > as_of:
            ahead.update((id, review) for id, _ in review.covers if kept)
            continue
        for id, seen in review.removed:
            mentions.setdefault(id, []).append(Mention(review, seen, True, kept, order))
        for id, seen in review.covers:
            mentions.setdefault(id, []).append(Mention(review, seen, False, kept, order))
    return Ledger(mentions, ahead, _last_days(head, settings, base), as_of)


def former_names(head: Model, changes: tuple[Change, ...] | None = None, base: Model | None = None) -> dict[Ref, str]:
    """Element or control of the head -> the old id under which a review may name it.

    From ``was``, where nothing has the old id and nobody else claims it; and from the renames of this change. With a
    base, an element cannot claim an old id that the base does not know it by.
    """
    names: dict[Ref, str] = {}
    for kind in ("component", "flow", "boundary", "data", "control"):
        elements = head.elements(kind)
        before = base.elements(kind) if base else {}
        claims: dict[str, list[str]] = {}
        for id, element in elements.items():
            if element.was and element.was not in elements:
                claims.setdefault(element.was, []).append(id)
        for was, ids in claims.items():
            if len(ids) == 1 and (base is None or (ids[0] in before and before[ids[0]].was == was)):
                names[Ref(kind, ids[0])] = was
    names.update((change.ref, change.was) for change in changes or () if change.was)
    return names


def states(
    head: Side, ledger: Ledger, names: Mapping[Ref, str], base: Side | None = None, ask: Ask | None = None
) -> dict[Ref, State]:
    """The state of every reviewable element, the system first. A system that states nothing has nothing to review.

    ``ask`` says whether those who reviewed an element may decide about it; without it anybody may.
    """
    found = {}
    old_ids: dict[str, dict[Ref, str]] = {}
    for ref, was in names.items():
        old_ids.setdefault(ref.id, {})[ref] = was
    known = base[0] if base else head[0]
    renames = _Renames(old_ids, frozenset(ref for ref in names if ref.id not in known.elements(ref.kind)))
    for ref, present in digests(*head).items():
        if ref.kind == "system" and not _system_counts(ref, head, ledger, base):
            continue
        said = ledger.mentions.get(ref.id, [])
        if ref in names and names[ref] in ledger.mentions:
            said = sorted((*ledger.mentions[names[ref]], *said), key=lambda one: one.order)
        in_force = _in_force(said, present, ref, head, renames)
        found[ref] = _state(ref, said, in_force, ledger, ask)
        if ref.kind == "system" and head[0].kind_of(ref.id) != "system":
            found[ref] = State("unreviewed", why="its id is also an element's, so that no review can tell them apart")
    return found


def removal_state(
    ref: Ref,
    head: Side,
    base: Side,
    found: Mapping[Ref, State],
    ledger: Ledger,
    names: Renames,
    ask: Ask | None = None,
) -> State:
    """Whether somebody looked at the removal of an element of the base: reviewed, unreviewed or refused.

    Reviews record it with the digest that the element had; or some cover what became of the boundary around it.
    ``found`` are the states of the head; ``names`` are what the change renames.
    """
    own = _asked(ref, _removals(ref, base, ledger), ask)
    around = surviving_parent(ref, head[0], base[1], names)
    if own.word == "reviewed" or around is None or found[around].word != "reviewed":
        return own
    if head[0].kind_of(ref.id):  # a member of another kind has its id, so that the boundary around it reads as before
        return own
    whole = _asked(ref, found[around].covers, ask)
    return whole if whole.word == "reviewed" or not own.covers else own


def _removals(ref: Ref, base: Side, ledger: Ledger) -> tuple[Mention, ...]:
    """The latest mentions, back to the first that does not see the element removed as it last was. A review may name
    under ``covers``, too, what it saw removed."""
    said = ledger.mentions.get(ref.id, [])
    last = digest(facts_of(*base, ref.kind, ref.id))
    agreeing = {mention.order for mention in said if mention.removed and mention.digest == last}
    latest = takewhile(lambda mention: mention.order in agreeing, reversed(said))
    return tuple(mention for mention in latest if mention.removed and mention.kept)


def surviving_parent(ref: Ref, head: Model, base: Graph, names: Renames) -> Ref | None:
    """The innermost boundary around a removed component or boundary that is still there, under its present id.

    Its digest moved with the removal: it lost a member, or the boundary that held one.
    """
    if ref.kind not in ("component", "boundary"):
        return None
    around = (names.new("boundary", id) for id in base.chains[ref.id])
    return next((Ref("boundary", id) for id in around if id in head.boundaries), None)


def _in_force(said: list[Mention], present: str, ref: Ref, head: Side, renames: "_Renames") -> list[Mention]:
    """The latest mentions, back to the first one that covers something else than the present digest."""
    found: list[Mention] = []
    for mention in reversed(said):
        if mention.removed or (mention.digest != present and not _under_old_ids(mention.digest, ref, head, renames)):
            break
        found.append(mention)
    return found


_FEW, _SOME = 4, 50
"""How many renames are tried in any choice, and how many one by one: each choice costs a digest."""


class _Renames(NamedTuple):
    """What a review may know by another id."""

    old_ids: Mapping[str, Mapping[Ref, str]]
    """Present id -> the elements of that id -> the other."""
    fresh: frozenset[Ref]
    """The elements that this very change renames."""


def _under_old_ids(covered: str, ref: Ref, head: Side, renames: _Renames) -> bool:
    """Whether this was the digest before some renames: those of this change, all, one or all but one of those that
    ``was`` tells of, and where there are few any choice of them. Others came before the review: it knew the new names.
    """
    old_ids = renames.old_ids
    if not old_ids:
        return False
    facts = facts_of(*head, ref.kind, ref.id)
    names = {name: was for word in references(facts) & old_ids.keys() for name, was in old_ids[word].items()}
    count = len(names)
    sizes = range(1, count + 1) if count <= _FEW else (1, count - 1, count) if count <= _SOME else (count,)
    fresh = tuple(name for name in names if name in renames.fresh)
    choices = chain((fresh,), *(combinations(names, size) for size in sizes))
    return any(covered == digest(renamed(facts, {one: names[one] for one in chosen})) for chosen in choices)


def _asked(about: Ref, covers: tuple[Mention, ...], ask: Ask | None) -> State:
    if not covers:
        return State("unreviewed")
    answer = ask(about, covers) if ask else None
    if answer is None or not answer.rule:
        return State("reviewed", covers[0], covers=covers)
    mention = next((one for one in covers if one.review is answer.review), covers[0])
    return State("refused", mention, answer.why, covers, answer.rule, answer.hint)


def _state(ref: Ref, said: list[Mention], in_force: list[Mention], ledger: Ledger, ask: Ask | None) -> State:
    kept = [mention for mention in in_force if mention.kept]
    if covers := tuple(one for one in kept if ledger.last_days[one.review.id] >= ledger.as_of):
        return _asked(ref, covers, ask)
    if kept:
        return State("expired", kept[0])
    why = _too_early(ledger.ahead[ref.id]) if ref.id in ledger.ahead else ""
    if in_force or (said and not any(mention.kept for mention in said)):
        return State("unreviewed", None, why or f"{_by(said[-1].review)} is no longer among the model's reviews")
    return State("stale", said[-1], why) if said else State("unreviewed", None, why)


def _too_early(review: Review) -> str:
    trouble = "in the future" if _day(review.on) else "which is no date"
    return f"the review by {quote(review.by)} does not count: it is dated {quote(review.on)}, {trouble}"


def _by(review: Review) -> str:
    return f"the review by {quote(review.by)} of {review.on}"


def _system_counts(ref: Ref, head: Side, ledger: Ledger, base: Side | None) -> bool:
    """Whether there is anything to review: something stated, now or in the base, or a review that names it."""
    stated = any(facts_of(*head, "system", head[0].id).values())
    stated = stated or (base is not None and any(facts_of(*base, "system", base[0].id).values()))
    return stated or ref.id in ledger.mentions or ref.id in ledger.ahead


def _last_days(model: Model, settings: Settings, base: Model | None) -> dict[str, str]:
    """Until when each review holds: by the cadence, or less long where it says so itself; empty where it says no day.

    The cadence is that for the system's criticality (else important), and no longer than for the one in the base: who
    lowers it does not make the reviews of before last longer.
    """
    cadence = dict(settings.cadence)
    usual = cadence.get("important", 365)
    days = timedelta(days=min(cadence.get(one.system.criticality, usual) for one in (model, base or model)))
    found = {}
    for review in model.reviews:
        ends = [_later(day, days) if (day := _day(review.on)) else None]
        ends += [_day(review.expires)] if review.expires else []
        found[review.id] = min(end.isoformat() if end else "" for end in ends)
    return found


def _later(day: date, days: timedelta) -> date:
    return day + days if date.max - day > days else date.max


def _day(text: str) -> date | None:
    """A calendar day as YYYY-MM-DD; None for anything else, weeks and compact forms too."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
