"""Cards and evidence at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.core.cards import EVIDENCE, CardSeen, Evidence, FairnessSeen, RuleSeen
from checker.outputs.escape import visible
from checker.outputs.layout import blocks, first
from checker.outputs.words import number_of

_SHOWN = 20


def cards(seen: Iterable[CardSeen]) -> Iterator[str]:
    """A block for each card."""
    return blocks(map(_page, seen))


def _page(one: CardSeen) -> Iterator[str]:
    yield from _card(one)
    yield from (f"  fairness: {_fairness(objective)}" for objective in one.fairness)


def _card(one: CardSeen) -> Iterator[str]:
    what = "system card" if one.kind == "system" else "model card"
    yield f"{visible(one.model)}: {what} of {visible(one.subject)}: {visible(one.path) or 'none'}"
    if one.why:
        yield f"  {visible(one.why)}"
        return
    version = f", version {visible(one.version)}" if one.version else ", no version stated"
    yield f"  format {one.format}, profile {visible(one.profile)}{version}"
    yield f"  sections {one.written} of {len(one.required)} required"
    for section in one.sections:
        at = f" ({section.at.line})" if section.at else ""
        optional = "" if section.required else ", optional"
        yield f"    {section.state:<8}{visible(section.title)}{optional}{at if section.state != 'missing' else ''}"
    if one.unnamed:
        yield f"  not named, and no link to the model: {first(one.unnamed, _SHOWN)}"


def _fairness(one: FairnessSeen) -> str:
    on = f" on {visible(one.date)}" if one.date else ""
    result = f"{one.result}{on}, {one.state}" if one.result else one.state
    refs = f" ({', '.join(map(visible, one.refs))})" if one.refs else ""
    return f"{visible(one.metric)} {one.limit}: {result}{refs}"


def evidence(found: Iterable[Evidence]) -> Iterator[str]:
    """A block for each control of the manual."""
    for one in found:
        count = sum(rule.open for rule in one.rules)
        state = f"open: {number_of(count, 'finding')}" if one.state == "open" else EVIDENCE[one.state]
        yield f"{one.id} {visible(one.name)}: {state}"
        for rule in one.rules:
            yield f"  {_rule(rule)}"
        if one.uses:
            yield f"  in place of {', '.join(one.uses)}: {first(one.in_place, _SHOWN)}"


def _rule(rule: RuleSeen) -> str:
    return f"{rule.rule:<40} {number_of(rule.open, 'finding') + ' open' if rule.in_use else 'not in use'}"
