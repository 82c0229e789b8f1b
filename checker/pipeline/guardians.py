"""Who decided about a change to the gate's own files: the same questions as for a model, by whole files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple

from checker.core.errors import CheckError, GitError
from checker.core.finding import Finding
from checker.core.identity import Identity
from checker.core.location import Ref
from checker.core.model import Review
from checker.documents.commits import History
from checker.documents.parse import parse
from checker.documents.tree import Tree
from checker.guard.places import REVIEWS
from checker.guard.reviews import settled
from checker.inputs.reviews import reviews_of
from checker.pipeline.content import text_of
from checker.pipeline.gate import Gate
from checker.pipeline.line import Line, uncommitted
from checker.pipeline.parts import Step
from checker.pipeline.past import Former, Says
from checker.pipeline.sides import Sides
from checker.triage.reviewers import Answer, Cover, Provenance, Subject, decide, is_strict, refusal


class Decisions(NamedTuple):
    """What is decided about the gate's own files that a change edits."""

    settled: Mapping[str, str]
    """Path -> who reviewed what the change makes of that file, in words."""
    refused: Mapping[str, Answer]
    """Path -> why the reviews of it are no decision."""


def decisions(gate: Gate, sides: Sides) -> Decisions:
    """Whether the reviews of the gate's files are by those who may decide about them.

    Raises GitError where the config wants to know something that cannot be told.
    """
    covered = {path: reviews for path, reviews in gate.covered.items() if reviews}
    told = None
    if covered and is_strict(gate.settings):
        told = _provenance(sides, gate, {review for reviews in covered.values() for review in reviews})
    loosened = {finding.subject.id for finding in gate.findings if finding.rule != "gate/config-changed"}
    decided, refused = {}, {}
    for path, reviews in covered.items():
        ref = Ref("gate", path)
        covers = [Cover(one, refusal(gate.settings, one, ref, told)) for one in reversed(reviews)]
        answer = decide(gate.settings, Subject((ref,), happened=_happened(path, sides, loosened)), covers)
        if answer.rule:
            refused[path] = answer
        else:
            decided[path] = settled(cover.review for cover in reversed(covers) if not cover.refusal)
    return Decisions(decided, refused)


def explained(findings: Iterable[Finding], refused: Mapping[str, Answer]) -> Iterator[Finding]:
    """The findings; where reviews of a file of the gate are no decision, with the reason."""
    for finding in findings:
        answer = refused.get(finding.subject.id) if finding.subject.kind == "gate" else None
        yield finding._replace(hint=f"it was reviewed by {answer.why}; {answer.hint}") if answer else finding


def _happened(path: str, sides: Sides, loosened: set[str]) -> frozenset[str]:
    now, was = (tree is not None and tree.exists(path) for tree in sides.gate())
    return frozenset(("weakened",) if path in loosened else ()) | {
        "changed" if was and now else "removed" if was else "added"
    }


def _provenance(sides: Sides, gate: Gate, new: Iterable[Review]) -> Provenance:
    history, head, settings = sides.history, sides.head, gate.settings
    if history is None:
        raise GitError("there is no history of the gate's files", hint="compare with a revision: --base REV")
    numbered = dict(zip((review.id for review in gate.reviews), _numbered(gate.reviews), strict=True))
    past = _Past(history)
    tips = history.tips(head)
    last = None
    if any(_differs(history, head, path, tips) for path in (REVIEWS, *gate.covered)):
        last = uncommitted(history, past, Former(None, frozenset(numbered.values()), True), tips)
    line = Line(history, past, tips, last, complete=True)
    told = line.records(settings, [(review, numbered[review.id]) for review in new], head)
    if settings.four_eyes:
        told = told._replace(authors=cache(partial(_makers, history, head, line)))
    return told


def _differs(history: History, head: Tree, path: str, tips: tuple[str, ...]) -> bool:
    """Whether what a head has at a path is in none of the commits that it comes from."""
    return all(text_of(history.files(history.commit(tip))[0], path) != text_of(head, path) for tip in tips)


def _makers(history: History, head: Tree, line: Line, ref: Ref) -> tuple[Identity, ...]:
    """Whoever has a part in a file: the makers of each commit after which it is another than in all its parents; of
    every commit where none is, as where a merge kept one of two versions."""

    def made(step: Step) -> bool:
        if not step.id:
            return _differs(history, head, ref.id, step.parents)
        here, *before = (history.find(history.commit(id).tree, ref.id) for id in (step.id, *step.parents))
        return here not in before

    found = [maker for step in line.steps if made(step) for maker in step.makers]
    everybody = [maker for step in line.steps for maker in step.makers]
    return tuple(dict.fromkeys((*(found or everybody), *history.opened_by())))


class _Past:
    """The reviews of the gate in each commit."""

    nothing = Former(None, frozenset(), True)

    def __init__(self, history: History) -> None:
        self._history = history
        self._known: dict[object, Former] = {}

    def at(self, id: str) -> Former:
        commit = self._history.commit(id)
        entry = self._history.find(commit.tree, REVIEWS)
        if entry not in self._known:
            self._known[entry] = self._read(self._history.files(commit)[0]) if entry else self.nothing
        return self._known[entry]

    def _read(self, tree: Tree) -> Former:
        try:
            return Former(None, frozenset(_numbered(reviews_of(parse(tree.read(REVIEWS))))), True)
        except GitError:
            raise
        except CheckError:
            return Former(None, frozenset(), False)


def _numbered(reviews: Iterable[Review]) -> Iterator[Says]:
    """What reviews say, each with how many before it say the same: of two equal ones the later is another."""
    seen: Counter[Says] = Counter()
    for review in reviews:
        yield (*review.says, seen[review.says])
        seen[review.says] += 1
