"""What a change to the config or to the repository's own packs loosens: each thing that judges less than before."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.finding import SEVERITIES, Finding
from checker.core.globs import matches
from checker.core.location import Location
from checker.core.rule import Rule
from checker.core.settings import Settings
from checker.documents.words import quote
from checker.guard.judge import Judge, Place, about

_THRESHOLDS = (*SEVERITIES, "never")
_BODY = ("each", "when", "require", "change", "changed_fields", "built_in")
"""What decides whether a rule finds something."""


def loosened(name: str, before: Judge, after: Judge, lost: tuple[str, ...] = ()) -> Iterator[Finding]:
    """A finding for each thing that ``after`` judges less strictly than ``before``; nothing for what is stricter.

    ``name`` is the path of the config, ``lost`` are models that are none any more by the config of ``after``.
    """
    place = Place(name, before, after)
    yield from _packs(place)
    for id, rule in before.rules.items():
        if rule.built_in or rule.pack in after.packs or rule.pack not in before.packs:
            yield from _rule(place, id, rule)
    yield from _threshold(place)
    yield from _models(place, lost)
    yield from _limits(place)


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
    severity = _severity(place.before.settings, id, rule)
    if severity == "off":
        return
    now = place.after.rules.get(id) or next((r for r in place.after.rules.values() if id in r.aliases), None)
    if now is None:
        path = place.before.files[id].source.path
        message = f"this change removes the rule {quote(id)}"
        yield about("gate/rule-disabled", path, "", message, Location(path))
        return
    new, at = _severity(place.after.settings, now.id, now), ("rules", now.id)
    if new == "off":
        yield place.finding("gate/rule-disabled", f"rules.{id}", f"this change switches {quote(id)} off", at)
    elif SEVERITIES.index(new) < SEVERITIES.index(severity):
        message = f"this change lowers {quote(id)} from {severity} to {new}"
        if now.id in dict(place.after.settings.levels) or now.id not in place.after.files:
            yield place.finding("gate/level-lowered", f"rules.{id}", message, at)
        else:
            file = place.after.files[now.id]
            yield about("gate/level-lowered", file.source.path, "severity", message, file.locate(("severity",)))
    if now.id in place.after.files and any(getattr(rule, part) != getattr(now, part) for part in _BODY):
        file = place.after.files[now.id]
        message = f"this change rewrites what {quote(id)} finds, and nothing says that it finds as much as before"
        yield about("gate/rule-rewritten", file.source.path, "", message, file.locate(("assert",), key=True))


def _severity(settings: Settings, id: str, rule: Rule) -> str:
    return dict(settings.levels).get(id, rule.severity)


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
