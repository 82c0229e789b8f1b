"""One cause, one finding: what merely follows from a change is told with the change that it follows from.

Only findings that count are folded, and never into a milder one: no level in a config can make a consequence vanish.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from checker.core.commands import review_changed, review_of
from checker.core.finding import SEVERITIES, Cause, Finding, Related
from checker.core.location import Ref
from checker.core.report import Result
from checker.core.rule import wants_review
from checker.documents.words import quote

_NAMED = 8
"""Elements that a command names; for more the command for the whole change is shorter."""

_TOLD = 4
"""Elements that a message names, the last of which may be how many more there are."""

_LEADERS = 20
"""With how many findings one is told that follows from all of them: each of these repeats it."""

_Key = tuple[str, Ref]
"""The id of a model and an element of it."""


def fold(results: tuple[Result, ...], revision: str) -> tuple[Result, ...]:
    """The results, with those that follow from others as related places of these; in the order of every output.

    Where what they follow from has no finding of its own, as a threat or a control has none, one is made for two or
    more. ``revision`` is that of the base, if known.
    """
    following = [result for result in results if result.state == "new" and result.finding.causes]
    if not following:
        return results
    heads = {_key(result.finding): result for result in results if _may_lead(result)}
    led_by = _leaders(following, heads)
    groups: dict[int, list[Result]] = {}
    folded: set[int] = set()
    for result in following:
        leaders = [one for one in led_by[id(result)] if _rank(one) >= _rank(result)]
        for leader in leaders:
            groups.setdefault(id(leader), []).append(result)
        folded.update([id(result)] if leaders else ())
    left = [result for result in results if id(result) not in folded]
    return tuple(sorted(_gathered(left, groups, revision), key=lambda result: result.finding.order))


def _key(finding: Finding) -> _Key:
    return finding.model, finding.subject.element


def _may_lead(result: Result) -> bool:
    return result.state == "new" and wants_review(result.finding.rule)


def _rank(result: Result) -> int:
    return SEVERITIES.index(result.finding.severity)


def _leaders(following: list[Result], heads: Mapping[_Key, Result]) -> dict[int, list[Result]]:
    """``id`` of a result -> the findings about what it follows from in the end, which follow from nothing told here.

    They are found from these on: a circle of findings that follow from each other (of two components each exposes the
    other) has no end, so none of it may be folded, or all of it would be gone.
    """
    behind = {id(one): [heads[key] for key in _keys(one.finding) if key in heads] for one in following}
    ahead: dict[int, list[Result]] = {}
    for result in following:
        for one in behind[id(result)]:
            ahead.setdefault(id(one), []).append(result)
    found: dict[int, list[Result]] = {id(result): [] for result in following}
    for leader in heads.values():
        waiting, reached = [] if behind.get(id(leader)) else [leader], {id(leader)}
        while waiting:
            for one in ahead.get(id(waiting.pop()), ()):
                if id(one) not in reached and len(found[id(one)]) < _LEADERS:
                    reached.add(id(one))
                    found[id(one)].append(leader)
                    waiting.append(one)
    return found


def _leading(result: Result, followers: list[Result], revision: str) -> Result:
    """A finding with what follows from it: where that is, and the command that covers all of it."""
    if not followers:
        return result
    finding, more = result.finding, [follower.finding for follower in followers]
    own, ids = review_of(finding.subject.id), [finding.subject.id, *(one.subject.id for one in more)]
    message = f"{finding.message}; {_names(more)} {'follows' if len(more) == 1 else 'follow'} from it"
    related = (*finding.related, *map(_follows, more))
    hint = finding.hint.replace(own, _command(ids, more, revision))
    return result._replace(finding=finding._replace(message=message, related=related, hint=hint))


def _names(findings: list[Finding]) -> str:
    """``boundary 'dmz'``, ``boundary 'dmz' and flow 'call'``, ``boundary 'dmz', flow 'call' and 2 more``."""
    names = [f"{one.subject.kind} {quote(one.subject.id)}" for one in findings]
    last = names[-1] if len(names) <= _TOLD else f"{len(names) - _TOLD + 1:,} more"
    return " and ".join(filter(None, (", ".join(names[: min(_TOLD, len(names)) - 1]), last)))


def _follows(finding: Finding) -> Related:
    """The place of what follows: in the head, or in the base where it is gone."""
    subject = finding.subject
    gone = finding.rule == "review/unreviewed-removal"
    place = finding.related[-1] if gone else Related(finding.causes[0].here, "")
    return place._replace(message=f"{subject.kind} {quote(subject.id)} {'went with it' if gone else 'follows from it'}")


def _command(ids: list[str], followers: list[Finding], revision: str) -> str:
    whole = len(ids) > _NAMED or any(one.rule == "review/unreviewed-removal" for one in followers)
    return review_changed(revision) if whole else review_of(*sorted(set(ids)))


def _gathered(results: list[Result], followers: Mapping[int, list[Result]], revision: str) -> Iterator[Result]:
    """One finding for all that follow from the same thing, be it a threat, a control or what has been reviewed.

    What follows from several is told with the one that most follow from. ``followers`` are those that are folded, by
    the Python id of the result that they are told with.
    """
    following = [result for result in results if result.state == "new" and result.finding.causes]
    number = Counter((result.finding.model, cause.subject) for result in following for cause in result.finding.causes)
    groups: dict[_Key, list[Result]] = {}
    for result in results:
        if result.state == "new" and result.finding.causes:
            key = min(_keys(result.finding), key=lambda key: (-number[key], key))
            groups.setdefault(key, []).append(result)
        else:
            yield _leading(result, followers.get(id(result), []), revision)
    for key, group in groups.items():
        behind = list({id(one): one for result in group for one in followers.get(id(result), [])}.values())
        yield _leading(group[0], behind, revision) if len(group) == 1 else _about(key[1], group, behind, revision)


def _keys(finding: Finding) -> list[_Key]:
    return [(finding.model, cause.subject) for cause in finding.causes]


def _about(subject: Ref, group: list[Result], behind: list[Result], revision: str) -> Result:
    """A finding about what several follow from, and what follows from these (``behind``). Its rule is that of the
    gravest of them."""
    gravest = max(group, key=_rank)
    findings = [result.finding for result in (*group, *behind)]
    cause = next(cause for cause in gravest.finding.causes if cause.subject == subject)
    command = _command([one.subject.id for one in findings], findings, revision)
    finding = gravest.finding._replace(
        message=_common(cause, _names(findings), incomplete=gravest.finding.rule == "review/incomplete"),
        subject=subject,
        location=cause.location,
        related=(*gravest.finding.related, *map(_follows, findings)),
        hint=gravest.finding.hint.replace(review_of(gravest.finding.subject.id), command),
        causes=(),
    )
    return gravest._replace(finding=finding)


def _common(cause: Cause, others: str, *, incomplete: bool) -> str:
    """What several findings say together."""
    if cause.lacking:
        return f"{cause.what}, and {'it is on' if incomplete else 'nobody has reviewed'} {others}"
    changed = cause.what if cause.what.endswith(")") else f"{cause.what} changed"  # (gone), (new)
    follows = "there is something left to settle on" if incomplete else "nobody has reviewed what that makes of"
    return f"{changed}, and {follows} {others}"
