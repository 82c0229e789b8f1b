"""What a change to the config or to the repository's own packs loosens: each thing that judges less than before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.core.finding import SEVERITIES, Finding
from checker.core.globs import matches
from checker.core.location import Location
from checker.core.rule import Rule
from checker.core.settings import Settings
from checker.documents.words import quote
from checker.guard.judge import Judge, Place, about

_THRESHOLDS = (*SEVERITIES, "never")
_NEEDS = ("ignore", "should", "must")
_SEVERITY = ("severity", "least", "severity_by")
_WORDS = (
    "id",
    "title",
    "why",
    "fix",
    "message",
    "effort",
    "confidence",
    "refs",
    "tags",
    "aliases",
    "since",
    "examples",
)
_BODY = tuple(part for part in Rule._fields if part not in (*_SEVERITY, *_WORDS))
"""What decides whether a rule finds something, and how bad that is: all that is not merely said about it, so that a new
part of rules is watched from its first day."""
_KEYS = {"require": "assert", "grading": "severity"}
"""What a part of a body is called in the file."""


def loosened(name: str, before: Judge, after: Judge, lost: tuple[str, ...] = ()) -> Iterator[Finding]:
    """A finding for each thing that ``after`` judges less strictly than ``before``; nothing for what is stricter.

    ``name`` is the path of the config, ``lost`` are models that are none any more by the config of ``after``.
    """
    place = Place(name, before, after)
    yield from _packs(place)
    for id, rule in before.rules.items():
        if rule.always or rule.pack in after.packs or rule.pack not in before.packs:
            yield from _rule(place, id, rule)
    yield from _threshold(place)
    yield from _models(place, lost)
    yield from _limits(place)
    if before.settings.applicability or after.settings.applicability:
        yield from _asked_less(place)


def _packs(place: Place) -> Iterator[Finding]:
    for pack, version in place.before.packs.items():
        if pack not in place.after.packs:
            message = f"this change takes the pack {quote(pack)} out of use"
            yield place.finding("gate/pack-removed", f"packs.{pack}", message, ("packs",), key=True)
        elif _older(place.after.packs[pack], version):
            file = place.after.files[pack]
            message = (
                f"this change puts version {place.after.packs[pack]} of the pack {quote(pack)} in place of {version}"
            )
            yield about("gate/pack-downgraded", file.source.path, "version", message, file.locate(("version",)))


def _older(new: str, old: str) -> bool:
    """Whether a version is an older one; versions that are not dotted numbers cannot be told, so any other is."""
    if new == old:
        return False
    if all(part.isdecimal() for part in (*new.split("."), *old.split("."))):
        return [*map(int, new.split("."))] < [*map(int, old.split("."))]
    return True


def _rule(place: Place, id: str, rule: Rule) -> Iterator[Finding]:
    """What becomes of one rule that was in use."""
    least, severity = _severities(place.before.settings, id, rule)
    if severity == "off":
        return
    now = place.after.rules.get(id) or next((r for r in place.after.rules.values() if id in r.aliases), None)
    if now is None:
        path = place.before.files[id].source.path
        message = f"this change removes the rule {quote(id)}"
        yield about("gate/rule-disabled", path, "", message, Location(path))
        return
    (new_least, new), at = _severities(place.after.settings, now.id, now), _entry(place.after, now)
    if new == "off":
        yield place.finding("gate/rule-disabled", f"rules.{id}", f"this change switches {quote(id)} off", at)
    elif _rank(new) < _rank(severity) or _rank(new_least) < _rank(least):
        message = f"this change lowers {quote(id)} from {_span(least, severity)} to {_span(new_least, new)}"
        if now.id in dict(place.after.settings.levels) or now.id not in place.after.files:
            yield place.finding("gate/level-lowered", f"rules.{id}", message, at)
        else:
            file = place.after.files[now.id]
            yield about("gate/level-lowered", file.source.path, "severity", message, file.locate(("severity",)))
    other = [part for part in _BODY if getattr(rule, part) != getattr(now, part)]
    if other and now.id in place.after.files:
        file = place.after.files[now.id]
        message = f"this change rewrites what {quote(id)} finds, and nothing says that it finds as much as before"
        first = file.locate((_KEYS.get(other[0], other[0]),), key=True)
        yield about("gate/rule-rewritten", file.source.path, "", message, first)
    yield from _params(place, rule, now)


def _params(place: Place, rule: Rule, now: Rule) -> Iterator[Finding]:
    """Values that the config sets otherwise than before. Whether more or less is found by that, nobody can tell."""
    sides = ((place.before, rule), (place.after, now))
    before, after = (dict(dict(side.settings.params).get(one.id, ())) for side, one in sides)
    for name in sorted({*before, *after}):
        was, new = before.get(name, _default(rule, name)), after.get(name, _default(now, name))
        if was != new:
            message = (
                f"this change sets the param {quote(name)} of {quote(rule.id)} to {_value(new)}; it was {_value(was)}, "
                "and nothing says that the rule finds as much as before"
            )
            path = (*_entry(place.after, now)[:2], "params", name)
            yield place.finding("gate/params-loosened", f"rules.{rule.id}.{name}", message, path)


def _default(rule: Rule, name: str) -> Any:
    """The value of a param without a word in the config; None for a param that the rule does not have."""
    value = (rule.params or {}).get(name, {}).get("default")
    return tuple(value) if isinstance(value, list) else value


def _value(value: Any) -> str:
    """A value as the config writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(quote, value))}]"
    return quote(value) if isinstance(value, str) else "no value" if value is None else str(value)


def _severities(settings: Settings, id: str, rule: Rule) -> tuple[str, str]:
    """The lowest and the highest severity that a finding of a rule may have."""
    level = dict(settings.levels).get(id)
    return (level, level) if level else (rule.least or rule.severity, rule.severity)


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity)


def _span(least: str, most: str) -> str:
    return most if least == most else f"{most} ({least} at least)"


def _entry(judge: Judge, rule: Rule) -> tuple[str, ...]:
    """Where the config says something of a rule, which may be under an older name."""
    rules = judge.config.data.get("rules", {}) if judge.config else {}
    name = next((name for name in (rule.id, *rule.aliases) if name in rules), rule.id)
    return ("rules", name, "level") if isinstance(rules.get(name), dict) else ("rules", name)


def _threshold(place: Place) -> Iterator[Finding]:
    before, after = place.before.settings.fail_on, place.after.settings.fail_on
    if _THRESHOLDS.index(after) > _THRESHOLDS.index(before):
        message = f"this change lets findings below {after} pass; they failed from {before} on"
        if after == "never":
            message = f"this change lets every finding pass; they failed from {before} on"
        yield place.finding("gate/threshold-raised", "fail_on", message, ("fail_on",))


def _models(place: Place, lost: tuple[str, ...]) -> Iterator[Finding]:
    """Globs that leave out more models, and those that no longer bring some in."""
    before, after = place.before.settings, place.after.settings
    for number, glob in enumerate(after.exclude):
        if glob not in before.exclude:
            message = f"this change leaves models at {quote(glob)} unchecked{_among(glob, lost)}"
            yield place.finding("gate/models-excluded", f"exclude.{glob}", message, ("models", "exclude", number))
    for glob in before.include:
        if glob not in after.include:
            message = f"this change no longer checks models at {quote(glob)}{_among(glob, lost)}"
            yield place.finding("gate/models-excluded", f"include.{glob}", message, ("models", "include"), key=True)


def _among(glob: str, lost: tuple[str, ...]) -> str:
    """Which of the lost models a glob is about."""
    paths = [path for path in lost if matches(glob, path)]
    more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
    return f" ({quote(paths[0])}{more} among them)" if paths else ""


def _limits(place: Place) -> Iterator[Finding]:
    before, after = place.before.settings, place.after.settings
    old = dict(before.cadence)
    for word, days in after.cadence:
        if days > old.get(word, days):
            message = f"this change lets reviews of {word} systems hold {days} days, and not {old[word]}"
            yield place.finding("gate/limit-loosened", f"cadence.{word}", message, ("review", "cadence", word))
    if after.waiver_max_days > before.waiver_max_days:
        message = f"this change lets waivers last {after.waiver_max_days} days, and not {before.waiver_max_days}"
        yield place.finding("gate/limit-loosened", "max_days", message, ("waivers", "max_days"))


def _asked_less(place: Place) -> Iterator[Finding]:
    """Threats that need no longer be considered where they had to be, or no longer must."""
    from checker.knowledge.applicability import need_at

    sides = [{(one.type, one.reference): one.need for one in side.settings.applicability} for side in place[1:]]
    for type, reference in sorted({*sides[0], *sides[1]}):
        usual = need_at(type, reference)
        was, new = (side.get((type, reference), usual) for side in sides)
        if _NEEDS.index(new) < _NEEDS.index(was):
            message = f"this change asks less about {quote(reference)} at {quote(type)}: {new}, and no longer {was}"
            path = _override(place.after, type, reference)
            yield place.finding("gate/applicability-loosened", f"applicability.{type}.{reference}", message, path)


def _override(judge: Judge, type: str, reference: str) -> tuple[str | int, ...]:
    entries = judge.config.data.get("applicability", []) if judge.config else []
    for number, entry in enumerate(entries):
        if entry["type"] == type and reference in entry["needs"]:
            return ("applicability", number, "needs", reference)
    return ("applicability",)
