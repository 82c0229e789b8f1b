"""Waivers: a person's dated exceptions, and what is wrong with them.

A waiver that is malformed, too long, dated ahead or expired suppresses nothing and is a finding; so is an unused one,
and one whose id another has already.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.report import Waiver
from checker.documents.document import Document, Problem
from checker.documents.schema import validate
from checker.documents.words import quote

NEVER_WAIVED = ("waiver", "baseline", "gate")
"""Packs that watch the exceptions themselves."""


class Waivers(NamedTuple):
    """The waivers of one file: those in force on the day, and the findings about the others."""

    active: tuple[Waiver, ...] = ()
    findings: tuple[Finding, ...] = ()
    written: tuple[Waiver, ...] = ()
    """Every well-formed one, those that are not in force too."""


class Waivable:
    """Waivers by what they are about: asking for one finding costs the same for one waiver and for thousands."""

    __slots__ = ("_by_subject",)

    def __init__(self, waivers: Iterable[Waiver]) -> None:
        self._by_subject: dict[tuple[str, str], list[Waiver]] = {}
        for waiver in waivers:
            self._by_subject.setdefault((waiver.rule, waiver.on), []).append(waiver)

    def all(self, finding: Finding) -> list[Waiver]:
        """Every waiver that names this finding's rule and element (and model, where it names one), in their order."""
        if finding.rule.partition("/")[0] in NEVER_WAIVED or not finding.subject.id:
            return []
        here = self._by_subject.get((finding.rule, finding.subject.id), ())
        return [waiver for waiver in here if waiver.model in ("", finding.model)]


def read_waivers(
    document: Document | None, as_of: str, max_days: int, canonical: Callable[[str], str] = str
) -> Waivers:
    """Sort the entries of a waivers file. ``as_of`` is an ISO date; ``max_days`` the longest span from creation.

    ``canonical`` gives the present id of a rule, given that or an older one.
    """
    if document is None:
        return Waivers()
    problems = (*document.problems, *(() if document.data is None else validate(document, "waivers")))
    broken = {p.path[1] for p in problems if len(p.path) > 1 and p.path[0] == "waivers"}
    findings = [_invalid(problem) for problem in problems]
    if any(len(p.path) < 2 for p in problems):
        return Waivers((), tuple(findings))
    active: list[Waiver] = []
    written: list[Waiver] = []
    taken: set[str] = set()
    for index, entry in enumerate(document.data["waivers"] or ()):
        if index in broken:
            continue
        waiver = _waiver(entry, document, index)._replace(rule=canonical(entry["rule"]))
        trouble = _taken(waiver) if waiver.id in taken else _trouble(waiver, as_of, max_days)
        taken.add(waiver.id)
        written.append(waiver)
        if trouble:
            rule, field, message = trouble
            at = document.locate(("waivers", index, field))
            findings.append(Finding(rule, "", message, Ref("waiver", waiver.id, field), at))
        else:
            active.append(waiver)
    return Waivers(tuple(active), tuple(findings), tuple(written))


def unused_waivers(waivers: Iterable[Waiver], used: Container[str]) -> Iterator[Finding]:
    """A finding for each waiver in force that matched nothing. ``used`` holds ids of waivers."""
    for waiver in waivers:
        if waiver.id not in used:
            message = f"waiver {waiver.id} matches no finding of {waiver.rule} on {quote(waiver.on)}: remove it"
            yield Finding("waiver/unused", "", message, Ref("waiver", waiver.id), waiver.location)


def _waiver(entry: dict[str, Any], document: Document, index: int) -> Waiver:
    return Waiver(
        id=entry["id"],
        rule=entry["rule"],
        on=entry["on"],
        model=entry.get("model", ""),
        owner=entry["owner"],
        category=entry["reason"]["category"],
        reason=entry["reason"]["text"],
        approved_by=entry["approved_by"],
        created=entry["created"],
        expires=entry["expires"],
        location=document.locate(("waivers", index, "id")),
    )


def _trouble(waiver: Waiver, as_of: str, max_days: int) -> tuple[str, str, str] | None:
    """(rule, field, message): the first reason why a well-formed waiver is not in force; the last day counts."""
    try:
        created, expires, today = (date.fromisoformat(day) for day in (waiver.created, waiver.expires, as_of))
    except ValueError as error:
        return "waiver/invalid", "expires", f"waiver {waiver.id}: {error}; this waiver suppresses nothing"
    if created > today:
        return "waiver/invalid", "created", f"waiver {waiver.id} is dated in the future ({waiver.created})"
    if (expires - created).days > max_days:
        days = (expires - created).days
        return "waiver/invalid", "expires", f"waiver {waiver.id} lasts {days} days; the config allows {max_days}"
    if expires < today:
        message = f"waiver {waiver.id} for {waiver.rule} on {quote(waiver.on)} expired on {waiver.expires}"
        return "waiver/expired", "expires", message
    return None


def _taken(waiver: Waiver) -> tuple[str, str, str]:
    return "waiver/invalid", "id", f"another waiver is called {waiver.id} already; this waiver suppresses nothing"


def _invalid(problem: Problem) -> Finding:
    """Something malformed. The subject is the waiver by its number in the file: it may have no id."""
    index = str(problem.path[1]) if len(problem.path) > 1 else ""
    return Finding(
        rule="waiver/invalid",
        severity="",
        message=f"{problem.message}; this waiver suppresses nothing",
        subject=Ref("waiver", index, ".".join(map(str, problem.path[2:]))),
        location=problem.location,
        related=problem.related,
    )
