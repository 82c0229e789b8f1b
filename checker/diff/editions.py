"""What a change of the pinned edition of a threat library means for the entries that a model cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.core.finding import Finding, Related
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.source import Snapshot
from checker.documents.words import quote
from checker.knowledge.library import Entry, Library
from checker.knowledge.lookup import FILES, Answer, Find, became, same_edition, within

_SHOWN = 5
"""How many changed entries a message tells; all of them stand at their places beside it."""


def moved_editions(head: Snapshot, pins: Mapping[str, str], before: Find, after: Find) -> Iterator[Finding]:
    """A finding for each library whose edition the head pins anew. ``pins`` are those of the base, ``before`` and
    ``after`` find the libraries of either side. A pin that is new or gone moves from or to the edition that is taken
    without one, and is told where an entry that is cited changed; the rest of it is left to the review gate."""
    now = dict(head.model.system.taxonomies)
    for name in sorted(FILES.keys() & (pins.keys() | now.keys())):
        old, new = pins.get(name, "") or _taken(name, before), now.get(name, "") or _taken(name, after)
        if old and new and not same_edition(old, new):
            sides = (before(name, old), after(name, new))
            yield from _moved(head, name, (old, new), sides, name in pins and name in now)


def _taken(name: str, find: Find) -> str:
    """The edition that is meant where none is pinned; empty for a library whose ids say theirs."""
    found = find(name, "")
    return found.edition if found and found.pinned else ""


def _moved(
    head: Snapshot, name: str, pins: tuple[str, str], sides: tuple[Library | None, Library | None], both: bool
) -> Iterator[Finding]:
    """``both``: the edition is pinned before and after."""
    subject = Ref("system", head.model.id, f"taxonomies.{name}")
    start = f"{name} moves from edition {pins[0]} to {pins[1]}{'' if both else ', since a pin is new or gone'}"
    cited = {ref.partition(":")[2]: at for ref, at in _cited(head.model, f"{name}:")}
    told: dict[str, str] = {}
    if sides[0] is None or sides[1] is None:
        missing = pins[0] if sides[0] is None else pins[1]
        message = f"{start}; what changed cannot be told, since {missing} is not here"
    else:
        told = dict(_changes(sides[0], sides[1], pins, sorted(cited)))
        if not told and not both:
            return
        message = f"{start}; {_summary(told, len(cited))}"
    related = (Related(head.locate(cited[id]), what) for id, what in told.items())
    yield Finding(
        rule="model/edition-moved",
        severity="",
        message=message,
        subject=subject,
        location=head.locate(subject),
        model=head.model.id,
        related=tuple(related),
        discriminator=" ".join((name, *pins)),
    )


def _summary(told: Mapping[str, str], cited: int) -> str:
    if not told:
        return "no entry that is cited here changed" if cited else "none of it is cited here"
    more = f"; {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
    return f"{len(told)} of {cited} cited entries changed: {'; '.join(list(told.values())[:_SHOWN])}{more}"


def _cited(model: Model, prefix: str) -> Iterator[tuple[str, Ref]]:
    """Every reference with a prefix, with the place of its last citation."""
    citing = [(Ref("threat", one.id, "refs"), one.refs) for one in model.threats.values()]
    citing += [(Ref("control", one.id, "refs"), one.refs) for one in model.controls.values()]
    citing += _cited_by_trees(model) if model.attack_trees else ()
    citing += [(Ref("not_applicable", one.id, "refs"), one.refs) for one in model.not_applicable]
    for at, refs in reversed(citing):  # so that the first one is the last to be kept
        yield from ((ref, at._replace(field=f"{at.field}.{ref}")) for ref in refs if ref.startswith(prefix))


def _cited_by_trees(model: Model) -> Iterator[tuple[Ref, tuple[str, ...]]]:
    from checker.core.attack_tree import Leaf, walk

    for id, tree in model.attack_trees.items():
        yield Ref("attack_tree", id, "refs"), tree.refs
        for path, step in walk(tree.root) if tree.root else ():
            if isinstance(step, Leaf):
                yield Ref("attack_tree", id, f"{path}.refs"), step.refs


def _changes(old: Library, new: Library, pins: tuple[str, str], ids: list[str]) -> Iterator[tuple[str, str]]:
    for id in ids:
        was, now = within(old, id, pins[0]), within(new, id, pins[1])
        if was.entry is not None and (what := _what(id, was.entry, now, old, new)):
            yield id, what


def _what(id: str, was: Entry, answer: Answer, old: Library, new: Library) -> str:
    """What became of an entry, in words; empty where nothing did."""
    now = answer.entry
    if now is None:
        return f"'{was.id}' is not in it" if new.complete else f"'{was.id}' is not in what is known of it"
    if now.retired and not was.retired:
        successors = (f"{id} ({new.entries[id].name})" for id in now.replaced_by if id in new.entries)
        return f"'{was.id}' is retired, now {', '.join(successors) or 'without a successor'}"
    if now.id != was.id:
        heirs = ", ".join(one.id for one in became(new, was, now.edition))
        that = f"; the former is {heirs} now" if heirs and heirs != now.id else ""
        return (
            f"'{id}' meant {quote(was.name)} and means {quote(now.name)}{that}" if that or was.name != now.name else ""
        )
    parts = (*_differences(was, now), *_added(now, old, new))
    return f"'{was.id}' {' and '.join(parts)}" if parts else ""


def _differences(was: Entry, now: Entry) -> Iterator[str]:
    if was.name != now.name:
        yield f"is called {quote(now.name)}, no longer {quote(was.name)}"
    if was.kind == now.kind == "card" and was.also_known != now.also_known:
        yield "asks another question"
    if set(was.relations.get("achieves", ())) != set(now.relations.get("achieves", ())):
        yield "serves other tactics"


def _added(now: Entry, old: Library, new: Library) -> Iterator[str]:
    added = [child.id for child in new.children(now.id) if child.id not in old.entries]
    if added:
        yield f"has new parts: {', '.join(added)}"
