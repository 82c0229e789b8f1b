"""Methods at a terminal: how much of each is done, then what is missing, place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from checker.core.assessment import Assessment, Part
from checker.core.location import Location, Ref
from checker.core.naming import Names, named
from checker.outputs.escape import clip, visible
from checker.outputs.layout import table

SHOWN = 20
"""Places that are listed of a part; the rest is counted, and in the JSON."""

Locate = Callable[[Ref], Location]


def underived(path: str, system: str) -> Iterator[str]:
    """The lines of a model whose threats are another tool's."""
    yield visible(f"{system} ({path})")
    yield "  threats are derived by the format's own tool: there is nothing to measure in the model"


def lines(
    path: str,
    system: str,
    found: Iterable[Assessment],
    locate: Locate,
    unknown: Iterable[tuple[str, str]],
    names: Names,
    *,
    whole: bool,
) -> Iterator[str]:
    """The lines of one model, without their ends: the methods that it claims, or ``whole``: all that were asked, with
    what answers each question."""
    every = tuple(found)
    shown = every if whole else tuple(one for one in every if one.claimed)
    yield visible(f"{system} ({path})")
    for method, claim in unknown:
        yield f"  nothing is known of {visible(f'{method}: {claim}' if claim else method)}, which is claimed"
    if not shown:
        yield from _could_claim(every)
        return
    yield ""
    yield from table(_rows(shown, whole=whole))
    for one in shown:
        for part in one.parts:
            if part.gaps and (part.claimed or whole):
                yield ""
                yield from _gaps(one, part, locate, names)
            if whole and part.answers:
                yield ""
                yield from _answers(one, part)


def _could_claim(found: Iterable[Assessment]) -> Iterator[str]:
    yield "  claims no method under 'methods'; what it could say, and how much of that is there:"
    yield ""
    yield from table(_rows(found, whole=True))


def _rows(found: Iterable[Assessment], *, whole: bool) -> Iterator[tuple[str, ...]]:
    yield "method", "part", "done", "", "", ""
    for one in found:
        for part in one.parts:
            if part.claimed or whole:
                state = _state(part)
                claim = "claimed" if part.claimed else ""
                figure = f"{part.done:,} of {part.of:,} {part.noun}{'' if part.of == 1 else 's'}"
                note = f"{part.title}{f' ({visible(clip(part.note, 200))})' if part.note else ''}"
                yield one.method, part.id, figure, state, claim, note


def _state(part: Part) -> str:
    if not part.complete:
        return f"{part.missing:,} missing"
    return "complete" if part.of else "nothing to ask"


def _gaps(one: Assessment, part: Part, locate: Locate, names: Names) -> Iterator[str]:
    yield f"missing of {one.method} {part.id}:"
    yield from table(
        (f"  {visible(_called(gap.at, names))}", visible(gap.what), f"--> {visible(str(locate(gap.at)))}")
        for gap in part.gaps[:SHOWN]
    )
    if len(part.gaps) > SHOWN:
        yield f"  and at {len(part.gaps) - SHOWN:,} more places: --json has all of them"


def _called(at: Ref, names: Names) -> str:
    return f"{at.kind}/{named(at.id, names)}" if at.id else str(at.element)


def _answers(one: Assessment, part: Part) -> Iterator[str]:
    yield f"answered of {one.method} {part.id}:"
    folded: dict[tuple[str, str], list[str]] = {}
    for answer in part.answers:
        folded.setdefault((str(answer.at), answer.by), []).append(answer.what)
    rows = [(f"  {visible(at)}", visible(", ".join(what)), f"by {visible(by)}") for (at, by), what in folded.items()]
    yield from table(rows[:SHOWN])
    if len(rows) > SHOWN:
        yield f"  and {len(rows) - SHOWN:,} more: --json has all of them"
