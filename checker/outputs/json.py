"""For programs: everything in the report, versioned; schemas/report.schema.json says what each field means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.core.change import Change
from checker.core.errors import CheckError, GitError, InputError, UsageError
from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.core.report import Base, Checked, Report, Result, Waiver
from checker.core.rule import Rule
from checker.outputs.compact import compact
from checker.outputs.style import Style
from checker.outputs.tally import Tally, count

NAME = "json"
FORMAT_VERSION = 1
"""Rises when a field changes its meaning or goes away; new fields may come at any time."""

Json = dict[str, object]
_KINDS = ((UsageError, "usage"), (InputError, "input"), (GitError, "git"))


def render(report: Report, _style: Style) -> Iterator[str]:
    """One JSON object, a member or a result a line, so that it can be written and read as a stream."""
    yield from members(report, _members(report, count(report)), ("results", (result_json(r) for r in report.results)))


def members(report: Report, fields: Json, *lists: tuple[str, Iterator[Json]]) -> Iterator[str]:
    """The lines of an object: who wrote it, its fields, then its long lists, streamed."""
    head: Json = {"format_version": FORMAT_VERSION, "tool": {"name": "threatgate", "version": report.version}, **fields}
    yield "{\n" + ",\n".join(f"{compact(name)}:{compact(value)}" for name, value in head.items())
    for name, items in lists:
        yield f",\n{compact(name)}:["
        for number, item in enumerate(items):
            yield f"{',' if number else ''}\n{compact(item)}"
        yield "\n]"
    yield "\n}\n"


def _members(report: Report, tally: Tally) -> Json:
    return {
        "as_of": report.as_of,
        "conclusion": report.conclusion,
        "exit_code": report.exit_code,
        "fail_on": report.fail_on,
        "head": report.head,
        "base": base_json(report.base),
        "counts": {
            "new": tally.new,
            "failing": sum(tally.failing.values()),
            "known": sum(tally.known.values()),
            "waived": tally.waived,
        },
        "models": [_model(model) for model in report.models],
        "not_checked": report.not_checked,
        "failures": [failure_json(failure) for failure in report.failures],
        "rules": {id: _rule(rule) for id, rule in sorted(report.rules.items())},
    }


def base_json(base: Base | None) -> Json | None:
    return base and {"revision": base.revision, "why": base.why, "commits": base.commits}


def _model(model: Checked) -> Json:
    changes = None if model.changes is None else [change_json(change, model.places) for change in model.changes]
    return {**model_json(model), "counts": dict(model.counts), "changes": changes}


def model_json(model: Checked) -> Json:
    return {"path": model.path, "format": model.format, "id": model.id, "name": model.name}


def change_json(change: Change, places: Mapping[Ref, Location]) -> Json:
    place = places.get(change.ref)
    fields = [
        {
            "field": f.field,
            "before": plain(f.before),
            "after": plain(f.after),
            "weakens": f.weakens,
            "derived": f.derived,
        }
        for f in change.fields
    ]
    return {
        "kind": change.kind,
        "element": ref_json(change.ref),
        "was": change.was,
        "weakens": change.weakens,
        "relevant": change.relevant,
        "derived": change.derived,
        "fields": fields,
        "location": place and location_json(place),
    }


def result_json(result: Result) -> Json:
    """A result as one flat object: the finding, then what became of it."""
    finding = result.finding
    return {
        **_finding(finding),
        "fingerprint": finding.fingerprint,
        "state": result.state,
        "why": result.why,
        "waiver": result.waiver and _waiver(result.waiver),
    }


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "rating": finding.rating,
        "message": finding.message,
        "hint": finding.hint,
        "model": finding.model,
        "subject": ref_json(finding.subject),
        "discriminator": finding.discriminator,
        "location": location_json(finding.location),
        "related": _places(finding.related),
        "path": _places(finding.path),
    }


def _places(places: Sequence[Related]) -> list[Json]:
    return [{"location": location_json(p.location), "message": p.message, "revision": p.revision} for p in places]


def location_json(place: Location) -> Json:
    return place._asdict()


def ref_json(ref: Ref) -> Json:
    return {"kind": ref.kind, "id": ref.id, "field": ref.field}


def _waiver(waiver: Waiver) -> Json:
    return {**waiver._asdict(), "location": location_json(waiver.location)}


def failure_json(failure: CheckError) -> Json:
    return {
        "kind": next((name for kind, name in _KINDS if isinstance(failure, kind)), "other"),
        "message": failure.message,
        "hint": failure.hint,
        "exit_code": failure.exit_code,
        "location": failure.at and location_json(failure.at),
    }


def _rule(rule: Rule) -> Json:
    return {
        "title": rule.title,
        "severity": rule.severity,
        "severity_by": rule.severity_by,
        "why": rule.why,
        "fix": rule.fix,
        "effort": rule.effort,
        "confidence": rule.confidence,
        "refs": rule.refs,
        "tags": rule.tags,
        "aliases": rule.aliases,
        "since": rule.since,
        "built_in": rule.built_in,
    }


def plain(value: Any) -> object:
    """A field of a model as JSON: parts of elements as objects, tuples as arrays."""
    if hasattr(value, "_asdict"):
        return {name: plain(item) for name, item in value._asdict().items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, (str, bool, int, float)) else str(value)
