"""One check, from a request to a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from checker import __version__
from checker.core.errors import CheckError
from checker.core.finding import Finding, at_least
from checker.core.location import Location, Ref
from checker.core.naming import names_of, with_named
from checker.core.report import Checked, Report, Result
from checker.core.rule import Rule
from checker.core.source import Source
from checker.pipeline.gate import Gate, read_gate
from checker.pipeline.judge import Debt, Judged, Step, debt, judge_all, removed_models, shared_ids
from checker.pipeline.sides import Sides
from checker.triage.baseline import unused_entries
from checker.triage.triage import Excuses, triage
from checker.triage.waivers import Waivable, unused_waivers

if TYPE_CHECKING:
    from checker.core.neighbourhood import Neighbourhood


class Request(NamedTuple):
    """What was asked for. ``paths`` name models; empty means every model of the head. ``as_of`` is an ISO date."""

    as_of: str
    paths: tuple[str, ...] = ()
    fail_on: str = ""
    policies: tuple[str, ...] = ()
    without_baseline: bool = False
    """Take the baseline for empty without reading it, to write it anew."""


def check(sides: Sides, request: Request, step: Step = lambda share, path: None) -> Report:
    """Check every model of the head. ``step`` is told how far the run is, for a progress display.

    Raises UsageError for a wrong call, config or policy; everything else that goes wrong is in the report.
    """
    with_baseline = not request.without_baseline
    head, trusted = sides.gate()
    gate = read_gate(head, trusted, request.as_of, request.policies, with_baseline, request.paths, sides.changed)
    judged, failures = judge_all(sides, request.paths, gate, request.as_of, step)
    decided, guarded = _decided(gate, sides, failures)
    shared, known = shared_ids(judged)
    found = [*(finding for one in judged for finding in one.findings), *shared]
    found.extend(removed_models(sides, gate, judged, request.paths))
    whole = not request.paths and not failures and all(one.head.snapshot for one in judged)
    findings = [*guarded, *found, *(_unused(gate, found) if whole else ())]
    known = known.union(*(one.known for one in judged))
    undecided = frozenset[Debt]().union(*(one.undecided for one in judged))
    excuses = Excuses(
        gate.waivers,
        gate.baseline,
        untouched=lambda finding: debt(finding) in known or finding.fingerprint in gate.known,
        undecided=lambda finding: debt(finding) in undecided,
        reviewed=lambda finding: decided.get(finding.subject.id, "") if finding.subject.kind == "gate" else "",
    )
    results = triage(_graded(findings, gate), excuses)
    if sides.info:
        from checker.triage.fold import fold

        results = fold(results, sides.info.revision)
    models = tuple(checked(one) for one in judged if one.head.snapshot)
    results = tuple(_named(results, models))
    fail_on = request.fail_on or gate.settings.fail_on
    failures.extend(_silenced(judged, results, fail_on))
    return Report(
        results=results,
        models=models,
        rules=_rules(gate, results),
        fail_on=fail_on,
        as_of=request.as_of,
        head=sides.head.label,
        base=sides.info,
        not_checked=tuple(_not_checked(sides, judged)),
        failures=tuple(failures),
        sources={source.path: source.text for source in (*gate.sources, *_sources(judged))},
        version=__version__,
        levels={id: level for id, level in gate.settings.levels if level != "off"},
    )


def _named(results: Iterable[Result], models: Iterable[Checked]) -> Iterator[Result]:
    """The results, with the names of elements whose ids tell people nothing."""
    names = {one.id: one.names for one in models if one.names}
    for result in results:
        known = names.get(result.finding.model)
        yield result._replace(finding=with_named(result.finding, known)) if known else result


def _decided(gate: Gate, sides: Sides, failures: list[CheckError]) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Path of a file of the gate -> who has decided about its change; and what is found in these files, with the reason
    where a review is no decision. That it cannot be told is one more of the failures."""
    if not any(gate.covered.values()):
        return {}, gate.findings
    from checker.pipeline.guardians import decisions, explained

    try:
        decided = decisions(gate, sides)
    except CheckError as failure:
        failures.append(failure)
        return {}, gate.findings
    return decided.settled, tuple(explained(gate.findings, decided.refused))


def _silenced(judged: Iterable[Judged], results: tuple[Result, ...], fail_on: str) -> Iterator[CheckError]:
    """A failure for each model that could not be read although no finding about it fails: that would be a pass."""
    if fail_on == "never":
        return
    telling = {r.finding.location.path for r in results if r.state == "new" and at_least(r.finding.severity, fail_on)}
    for one in judged:
        if one.head.snapshot is None and not telling & {source.path for source in one.head.sources}:
            yield CheckError(
                f"{one.head.path} could not be read, and nothing that counts says so",
                Location(one.head.path),
                "do not switch off, lower or waive the model/ rules that say why",
            )


def _unused(gate: Gate, found: list[Finding]) -> Iterator[Finding]:
    """Waivers and baseline entries that match nothing; to be asked only where every model was checked."""
    waivable = Waivable(gate.head_waivers)
    used = {waiver.id for finding in found for waiver in waivable.all(finding)}
    yield from unused_waivers(gate.head_waivers, used)
    yield from unused_entries(gate.head_baseline, {finding.fingerprint for finding in found})


def _graded(findings: Iterable[Finding], gate: Gate) -> Iterator[Finding]:
    """Each finding with the severity of its rule, as the config sets it; a rule that is off says nothing."""
    levels = dict(gate.settings.levels)
    for finding in findings:
        severity = levels.get(finding.rule) or finding.severity or gate.catalogue.rule(finding.rule).severity
        if severity != "off":
            yield finding._replace(severity=severity)


def checked(one: Judged) -> Checked:
    snapshot = one.head.snapshot
    if snapshot is None:
        raise AssertionError("only a model that was read is reported as checked")
    model = snapshot.model
    kinds = ("component", "flow", "boundary", "data", "threat", "control")
    return Checked(
        path=snapshot.path,
        format=snapshot.format,
        id=model.id,
        name=model.system.name,
        counts={kind: len(model.elements(kind)) for kind in kinds},
        changes=one.changes,
        places=_places(one),
        neighbourhood=_neighbourhood(one),
        names={**(names_of(one.base.snapshot.model) if one.base and one.base.snapshot else {}), **names_of(model)},
    )


def _places(one: Judged) -> Mapping[Ref, Location]:
    """Where each changed element stands: in the head, or for a removed one in the base."""
    if not one.changes or one.head.snapshot is None or one.base is None or one.base.snapshot is None:
        return {}
    sides = {"removed": one.base.snapshot}
    return {change.ref: sides.get(change.kind, one.head.snapshot).locate(change.ref) for change in one.changes}


def _neighbourhood(one: Judged) -> Neighbourhood | None:
    if not one.changes or one.head.snapshot is None or one.base is None or one.base.snapshot is None:
        return None
    from checker.core.neighbourhood import neighbourhood

    return neighbourhood(one.base.snapshot.model, one.head.snapshot.model, one.changes)


def _rules(gate: Gate, results: tuple[Result, ...]) -> dict[str, Rule]:
    rules = {compiled.rule.id: compiled.rule for compiled in gate.rules}
    for result in results:
        rules.setdefault(result.finding.rule, gate.catalogue.rule(result.finding.rule))
    return {id: rules[id] for id in sorted(rules)}


def _not_checked(sides: Sides, judged: Iterable[Judged]) -> Iterator[str]:
    if sides.base is None:
        yield "Changes: no base was given, so nothing was compared (--base REV)."
    elif sides.head.revision == "index" and not sides.changed:
        yield "Changes: nothing is staged. For all that a branch changes use the GitHub action, or --base REV."
    for one in judged:
        if one.head.snapshot is None:
            yield f"Rules and reviews of {one.head.path}: the model could not be read."
        yield from one.not_told


def _sources(judged: Iterable[Judged]) -> Iterator[Source]:
    for one in judged:
        yield from (*one.head.sources, *one.sources)
