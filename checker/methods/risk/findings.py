"""What is wrong with how risks are rated: DREAD ratings that are missing, off their scale or not agreed on, variants
that do not compare, CVSS vectors that are none, and scores that do not follow. One finding a threat and question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from checker.core.asked import Asked
from checker.core.finding import Finding, Related
from checker.core.location import Ref
from checker.core.source import Snapshot
from checker.documents.words import quote
from checker.knowledge.risk import cvss, dread
from checker.knowledge.risk.cvss import Cvss
from checker.knowledge.risk.dread import VARIANTS, Dread, Spread


def findings(asked: Asked) -> Iterator[Finding]:
    """Every finding about the ratings of one model."""
    snapshot = asked.snapshot
    rated: dict[str, Dread] = {}
    for id, threat in snapshot.model.threats.items():
        by_dread, by_cvss = dread.read(threat.risk), cvss.read(threat.risk)
        if by_dread:
            rated[id] = by_dread
            yield from _dread(snapshot, id, by_dread)
        if by_cvss:
            yield from _cvss(snapshot, id, by_cvss)
    yield from _mixed(snapshot, rated)


def _dread(snapshot: Snapshot, id: str, rated: Dread) -> Iterator[Finding]:
    variant = rated.variant
    if rated.missing:
        message = f"{quote(id)} is rated by DREAD {variant.id} without {_listed(rated.missing)}, so it has no score"
        if any(factor in ratings for ratings in rated.raters.values() for factor in rated.missing):
            message += "; what raters say is not averaged"
        yield _finding(snapshot, "risk/dread-factor-missing", id, "dread", message)
    if rated.outside:
        said = [f"{name} {_rating(rated, name):g}" for name in rated.outside]
        message = f"{_listed(said)} of {quote(id)}: DREAD {variant.id} goes from {variant.least:g} to {variant.most:g}"
        yield _finding(snapshot, "risk/dread-out-of-range", id, f"dread.{rated.outside[0]}", message)
    if rated.stale:
        message = (
            f"the score of {quote(id)} is stated as {rated.stated:g}, and by DREAD {variant.id} its ratings give"
            f" {rated.score:.6g} of {variant.top:g} ({rated.own_band})"
        )
        yield _finding(snapshot, "risk/dread-score-stale", id, "dread.score", message)
    if rated.spread:
        yield _spread(snapshot, id, rated)


def _rating(rated: Dread, name: str) -> float:
    """The rating of a field below ``risk.dread``. The name of a rater may hold dots."""
    if not name.startswith("raters."):
        return rated.factors[name]
    who, _, factor = name.removeprefix("raters.").rpartition(".")
    return rated.raters[who][factor]


def _spread(snapshot: Snapshot, id: str, rated: Dread) -> Finding:
    parts = [
        f"{one.factor} from {one.least:g} ({_who(one.lowest)}) to {one.most:g} ({_who(one.highest)})"
        for one in rated.spread
    ]
    message = f"the ratings of {quote(id)} lie more than {rated.variant.apart:g} apart: {_listed(parts)}"
    related = tuple(
        Related(snapshot.locate(_ref(id, f"dread.{_field(who, one)}")), f"{one.factor} as {_who(who)} has it")
        for one in rated.spread
        for who in (one.lowest, one.highest)
    )
    field = f"dread.{_field(rated.spread[0].highest, rated.spread[0])}"
    return _finding(snapshot, "risk/dread-rater-spread", id, field, message)._replace(
        subject=_ref(id, "dread.raters"), related=related
    )


def _who(rater: str) -> str:
    return quote(rater) if rater else "agreed on"


def _field(who: str, one: Spread) -> str:
    return f"raters.{who}.{one.factor}" if who else one.factor


def _cvss(snapshot: Snapshot, id: str, rated: Cvss) -> Iterator[Finding]:
    computed = rated.computed
    if computed.problem:
        message = f"the CVSS vector of {quote(id)} is none: {computed.problem}"
        yield _finding(snapshot, "risk/cvss-vector-wrong", id, "cvss.vector", message)
    elif rated.stale:
        base = f", of its base metrics alone {computed.base:g}" if computed.base != computed.score else ""
        message = (
            f"the CVSS score of {quote(id)} is stated as {rated.stated:g}, and that of its vector"
            f" is {computed.score:g} ({computed.band}){base}"
        )
        yield _finding(snapshot, "risk/cvss-score-stale", id, "cvss.score", message)


def _mixed(snapshot: Snapshot, rated: Mapping[str, Dread]) -> Iterator[Finding]:
    """A finding for each threat that is rated by another variant than the model claims; where it claims none, than the
    one that most threats are rated by."""
    claimed = [word for word in dict(snapshot.model.system.methods).get("dread", ()) if word in VARIANTS]
    count = Counter(one.variant.id for one in rated.values())
    if not claimed and len(count) < 2:
        return
    usual = claimed or [max(VARIANTS, key=count.__getitem__)]
    why = f"'methods' claims {_listed(usual)}" if claimed else f"{count[usual[0]]} of {len(rated)} are by {usual[0]}"
    for id, one in rated.items():
        if one.variant.id not in usual:
            silent = "" if one.named else ", which is meant where none is named"
            message = f"{quote(id)} is rated by DREAD {one.variant.id}{silent}, and {why}"
            yield _finding(snapshot, "risk/dread-variant-mixed", id, "dread.variant", message)


def _finding(snapshot: Snapshot, rule: str, id: str, field: str, message: str) -> Finding:
    subject = _ref(id, field)
    return Finding(rule, "", message, subject, snapshot.locate(subject), snapshot.model.id)


def _ref(id: str, field: str) -> Ref:
    return Ref("threat", id, f"risk.{field}")


def _listed(parts: list[str] | tuple[str, ...]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
