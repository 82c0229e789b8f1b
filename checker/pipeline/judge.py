"""What every stage says about one model, and which of it the base knew already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from checker.core.change import Change
from checker.core.errors import CheckError, GitError, InputError
from checker.core.finding import Finding
from checker.core.graph import build_graph
from checker.core.location import Location, Ref
from checker.core.model import Model
from checker.core.rule import wants_review
from checker.core.source import LIBRARIES, Snapshot, Source, sidecar_path
from checker.documents.tree import Tree
from checker.documents.words import quote
from checker.methods import documents_of
from checker.pipeline.gate import Gate
from checker.pipeline.models import Version, missing_models, model_paths, not_files, pick, read_base, read_model, within
from checker.pipeline.sides import Sides
from checker.pipeline.stages import Side, stage_findings
from checker.policy.evaluate import evaluate
from checker.triage.reviews import review_findings

if TYPE_CHECKING:
    from checker.triage.reviewers import Provenance

Debt = tuple[str, Location]
"""What tells a finding of one model from one that only shares its fingerprint: two models may use the same ids."""


class Judged(NamedTuple):
    """One model after every stage that looks at it alone. ``base`` is None where there is nothing to compare with."""

    head: Version
    base: Version | None
    changes: tuple[Change, ...] | None
    findings: tuple[Finding, ...]
    known: frozenset[Debt] = frozenset()
    """Findings that the base has already, about elements that the change does not touch."""
    undecided: frozenset[Debt] = frozenset()
    """What the review gate says of elements that the change touches: that nobody looked at them before excuses none."""
    sources: tuple[Source, ...] = ()
    """The texts that the model names and that were read for it, of the head."""
    not_told: tuple[str, ...] = ()
    """What could not be found out about the people of the change, one sentence each."""
    failures: tuple[CheckError, ...] = ()
    """Rules that could not be decided: what the others found stands, and the gate has not decided."""


Step = Callable[[float, str], None]
"""Told how much of the models is done, from 0 to 1, and the path of the one at hand."""

_READING = 0.6
"""The share of a model's time that goes into reading it; the rest is judging it."""


def debt(finding: Finding) -> Debt:
    """The finding of one model, whatever severity it is given later."""
    return finding.fingerprint, finding.location


def judge_all(
    sides: Sides, paths: tuple[str, ...], gate: Gate, as_of: str, step: Step
) -> tuple[list[Judged], list[CheckError]]:
    """Judge the models named by ``paths``, or all of the head; what could not be read is among the failures."""
    chosen = pick(paths, sides.head, gate.settings) if paths else model_paths(sides.head.files(), gate.settings)
    gone = missing_models(sides.base, sides.head, gate.settings) if sides.base else []
    judged: list[Judged] = []
    folders = tuple(path for path in paths if path not in chosen)
    failures = not_files(sides.head, gate.settings, folders) if folders or not paths else []
    for number, path in enumerate(chosen):
        step(number / len(chosen), path)
        read = partial(step, (number + _READING) / len(chosen), path)
        try:
            judged.append(_judge(sides, path, gone, gate, as_of, read))
            before = judged[-1].base
            gone = [other for other in gone if before is None or other != before.path]
        except CheckError as failure:
            failures.append(failure)
    failures.extend(failure for one in judged for failure in one.failures)
    if not chosen and not gone and not failures:
        failures.append(_no_model(sides))
    return judged, failures


def removed_models(sides: Sides, gate: Gate, judged: Iterable[Judged], paths: tuple[str, ...]) -> Iterator[Finding]:
    """A finding for each model file of the base, in one of the folders of ``paths`` if any, whose model is nowhere in
    the head."""
    if sides.base is None:
        return
    still = {one.base.path for one in judged if one.base}
    here = {*sides.head.files(), *sides.head.links()}  # not all that lies on disk: a submodule's file is no model here
    for path in model_paths(sides.base.files(), gate.settings):
        if within(path, paths) and path not in still and path not in here:
            message = f"the model {path} is gone: everything it described is no longer watched"
            yield Finding("model/removed", "", message, Ref("model", path), Location(path))


def shared_ids(judged: Iterable[Judged]) -> tuple[tuple[Finding, ...], frozenset[Debt]]:
    """A finding for each model whose id another has (waivers and the baseline cannot tell them apart), or whose reviews
    file (what somebody decided about one would count for the other); and which of them the base has already."""
    findings = _shared([one.head.snapshot for one in judged])
    before = {finding.fingerprint for finding in _shared([one.base.snapshot for one in judged if one.base])}
    return findings, frozenset(debt(finding) for finding in findings if finding.fingerprint in before)


def _shared(versions: Iterable[Snapshot | None]) -> tuple[Finding, ...]:
    snapshots = [one for one in versions if one is not None and one.sources]
    return (*_shared_systems(snapshots), *_shared_reviews(snapshots))


def _shared_systems(snapshots: Iterable[Snapshot]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for snapshot in snapshots:
        id = snapshot.model.id
        if first.setdefault(id, snapshot.path) != snapshot.path:
            message = f"the system id {quote(id)} is that of {first[id]} already"
            yield _duplicate(snapshot, message, snapshot.path, "give each model of a repository a system id of its own")


def _shared_reviews(snapshots: Iterable[Snapshot]) -> Iterator[Finding]:
    """Files as ``a.yaml`` and ``a.json``. Harmless as long as nothing is in that place."""
    first: dict[str, str] = {}
    for snapshot in snapshots:
        beside = sidecar_path(snapshot.path)
        read = any(source.path == beside for source in snapshot.sources)
        if read and first.setdefault(beside, snapshot.path) != snapshot.path:
            message = f"the reviews in {beside} are those of {first[beside]} too: an id there names elements of both"
            yield _duplicate(snapshot, message, beside, "rename one of the two models, and give it its own reviews")


def _duplicate(snapshot: Snapshot, message: str, discriminator: str, hint: str) -> Finding:
    subject = Ref("system", snapshot.model.id, "id")
    return Finding(
        rule="model/duplicate-id",
        severity="",
        message=message,
        subject=subject,
        location=snapshot.locate(subject),
        model=snapshot.model.id,
        discriminator=discriminator,
        hint=hint,
    )


def _judge(sides: Sides, path: str, gone: list[str], gate: Gate, as_of: str, read: Callable[[], None]) -> Judged:
    head = read_model(sides.head, path)
    read()
    if head.snapshot is None or head.graph is None:
        return Judged(head, None, None, head.findings)
    failures: list[CheckError] = []
    here = Side(sides.head, head, sides.target)
    if sides.base is None:
        findings = (*head.findings, *_say(here, gate, as_of, failures))
        return Judged(head, None, None, findings, sources=here.sources, failures=tuple(failures))
    if _unchanged(sides, head.snapshot):
        findings = (*head.findings, *_say(here, gate, as_of, failures))
        all_known = frozenset(map(debt, findings))
        return Judged(head, head, (), findings, all_known, sources=here.sources, failures=tuple(failures))
    base = read_base(sides.base, head, gone) or nothing(head)
    if base.snapshot is None or base.graph is None:
        raise AssertionError("a base without a snapshot is refused when it is read")
    from checker.pipeline.authorship import provenance
    from checker.pipeline.changes import changes_between, in_words_of
    from checker.triage.moved import touched

    changes = changes_between(base, head)
    told = provenance(sides, gate.settings, head, base, nothing(head), changes)
    there = Side(sides.base, base, sides.target)
    read_now = (*_read(head, base.snapshot.model, changes), *_repinned(sides, base.snapshot, head.snapshot))
    findings = (*read_now, *_say(here, gate, as_of, failures, there, changes, told))
    moved = touched(changes, (base.snapshot.model, base.graph), (head.snapshot.model, head.graph))
    # A rule that cannot be decided of the base excuses nothing: what it finds in the head is new.
    same = in_words_of(head, base, changes)
    there = Side(sides.base, same, sides.target) if same is not base else there
    before = {f.fingerprint for f in (*same.findings, *_say(there, gate, as_of, []))} if base.sources else set()
    known = (f for f in findings if f.fingerprint in before and moved.isdisjoint((f.subject.element, *f.way)))
    reviews = [f for f in findings if wants_review(f.rule)] if base.sources else []  # else: all is new
    undecided = (f for f in reviews if f.subject.element in moved)
    not_told = told.not_told if told else ()
    known_debt, open_debt = frozenset(map(debt, known)), frozenset(map(debt, undecided))
    return Judged(head, base, changes, findings, known_debt, open_debt, here.sources, not_told, tuple(failures))


def _read(head: Version, base: Model, changes: tuple[Change, ...]) -> Iterator[Finding]:
    """What reading the head found. That a review names an element which the change removes is left to the review gate;
    of one that it renames, without saying so in the model, the new name is told. A system has no ``was``."""
    new_ids = {c.was: c.ref for c in changes if c.was and c.ref.kind not in ("threat", "control")}
    for finding in head.findings:
        id = finding.subject.field.partition(".")[2]
        if finding.rule != "review/unknown-element" or not base.kind_of(id):
            yield finding
        elif id in new_ids:
            new = new_ids[id]
            hint = f"write 'was: {id}' in {quote(new.id)}, which it is now, or nothing will know of the rename"
            if new.kind == "system":
                hint = f"it is {quote(new.id)} now: sign it again under that name"
            yield finding._replace(hint=hint)


def _repinned(sides: Sides, base: Snapshot, head: Snapshot) -> Iterator[Finding]:
    """What a change of pinned editions means for what the model cites."""
    if sides.base is None or base.model.system.taxonomies == head.model.system.taxonomies:
        return
    from checker.diff.editions import moved_editions
    from checker.pipeline.libraries import find_in

    before = dict(base.model.system.taxonomies)
    yield from moved_editions(head, before, find_in(sides.base), find_in(sides.head))


def _say(
    side: Side,
    gate: Gate,
    as_of: str,
    failures: list[CheckError],
    base: Side | None = None,
    changes: tuple[Change, ...] | None = None,
    told: Provenance | None = None,
) -> Iterator[Finding]:
    """What rules, stages and the review gate say of one version; a rule that cannot be decided is added to
    ``failures``."""
    snapshot, graph = side.version.snapshot, side.version.graph
    if snapshot is None or graph is None:
        return
    was = base.version if base else None
    before = (was.snapshot, was.graph) if was and was.snapshot and was.graph else None
    earlier = (before[0].model, before[1]) if before else None
    yield from evaluate(gate.rules, snapshot, graph, changes, earlier, as_of, failures)
    if snapshot.model.attack_trees or (earlier and earlier[0].attack_trees):
        from checker.methods.attack_trees.findings import tree_findings

        yield from tree_findings(snapshot, earlier[0] if earlier else None)
    yield from stage_findings(side, base, changes, gate.settings, as_of)
    yield from review_findings(snapshot, graph, gate.settings, as_of, before, changes, told)


def _unchanged(sides: Sides, snapshot: Snapshot) -> bool:
    """Whether no text that the model is made of differs from the base (a removed sidecar counts). Of files on disk that
    git calls unchanged the texts are compared: it may go by their size and date alone."""
    texts = {source.path for source in snapshot.sources} | {snapshot.path, sidecar_path(snapshot.path)}
    texts.update(documents_of(snapshot.model))
    if sides.base is None or sides.changed is None or texts & sides.changed:
        return False
    if any(path.startswith(LIBRARIES) for path in sides.changed):  # one that is gone is none of the texts
        return False
    return not any(_differs(sides.base, source) for source in snapshot.sources if not source.revision)


def _differs(base: Tree, source: Source) -> bool:
    """Whether the base has another text. Where a partial clone lacks that one, git's word is all there is."""
    try:
        return base.read(source.path).text != source.text
    except GitError:
        return False
    except InputError:
        return True


def nothing(head: Version) -> Version:
    """The empty version of a model that the base does not have: everything in the head is new."""
    if head.snapshot is None:
        raise AssertionError("only a model that was read is compared")
    of = head.snapshot.model
    model = Model(of.system, derives_threats=of.derives_threats, unsayable=of.unsayable)
    snapshot = Snapshot(model, head.path, head.snapshot.format, (), lambda ref: Location(head.path))
    return Version(head.path, snapshot, build_graph(model), ())


def _no_model(sides: Sides) -> CheckError:
    return CheckError(
        f"no threat model found in the {sides.head.label}",
        hint="write a first one with: threatgate init; or name the file: threatgate check PATH",
    )
