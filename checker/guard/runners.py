"""What runs the gate: workflows of CI systems and the config of pre-commit. A change there can leave the gate out.

Nobody can tell from such a file whether the gate still runs and its answer still counts, so every change to the parts
that concern it is told: steps, triggers, conditions and the pinned version. Jobs without the gate do not matter here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.core.finding import Finding, Related
from checker.core.location import Location
from checker.documents.document import Document
from checker.guard.judge import about

_NAME = "threatgate"
_GITLAB_GLOBALS = (
    *("default", "include", "spec", "stages", "variables", "workflow"),
    *("after_script", "before_script", "cache", "image", "services"),
)
"""Keys at the top of ``.gitlab-ci.yml`` that are no jobs ("CI/CD YAML syntax reference"), the deprecated ones too."""


def runs_gate(document: Document | None) -> bool:
    """Whether a file names the gate anywhere. One that cannot be parsed might."""
    return document is not None and (document.data is None or _names_it(document.data))


def changed(path: str, before: Document | None, after: Document | None, revision: str) -> Iterator[Finding]:
    """A finding where the parts of a file that concern the gate differ. ``revision`` is that of the base.

    A file that runs the gate only now is no loss: nothing is said of it.
    """
    if not runs_gate(before) or before is None:
        return
    old, new = _concerning(path, before.data), _concerning(path, after.data if after else None)
    if old == new and after is not None and after.data is not None:
        return
    what = "changes" if after else "removes"
    message = f"this change {what} what runs the gate in {path}; whether it still runs, and counts, no rule can tell"
    at = after.locate(_first_difference(old, new)) if after else Location(path)
    yield about("gate/runner-changed", path, "", message, at, Related(before.locate(()), "what it was", revision))


def _concerning(path: str, data: Any) -> Any:
    """The data of a file without the jobs and hooks that have nothing to do with the gate."""
    if not isinstance(data, dict):
        return data
    kept = {}
    gitlab = path.startswith(".gitlab")
    jobs = data if gitlab else data.get("jobs")
    needed = set(_needed(jobs)) if isinstance(jobs, dict) else set[str]()
    for key, value in data.items():
        if key == "jobs" and isinstance(value, dict):
            kept[key] = {name: job for name, job in value.items() if name in needed or _names_it(job)}
        elif key == "repos" and isinstance(value, list):
            kept[key] = {str(number): one for number, one in enumerate(filter(_names_it, value))}
        elif not gitlab or key in _GITLAB_GLOBALS or key in needed or _names_it(value):
            kept[key] = value
    return kept


def _needed(jobs: dict[str, Any]) -> Iterator[str]:
    """The jobs that name the gate, and those without which they would be others or not run: what they need, what they
    extend, and so on."""
    waiting = [name for name, job in jobs.items() if _names_it(name) or _names_it(job)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen and isinstance(job := jobs.get(name), dict):
            seen.add(name)
            waiting += [*_listed(job.get("needs")), *_listed(job.get("extends"))]
        yield name


def _listed(value: Any) -> Iterator[str]:
    """The names of jobs in a text, a list, or GitLab's list of ``{job: NAME}``."""
    for one in value if isinstance(value, list) else [value]:
        name = one.get("job") if isinstance(one, dict) else one
        if isinstance(name, str):
            yield name


def _names_it(value: Any) -> bool:
    if isinstance(value, str):
        return _NAME in value.casefold()
    if isinstance(value, dict):
        return any(_names_it(key) or _names_it(inner) for key, inner in value.items())
    return isinstance(value, list) and any(map(_names_it, value))


def _first_difference(before: Any, after: Any, path: tuple[str | int, ...] = ()) -> tuple[str | int, ...]:
    """The path, in ``after``, to the first thing that ``before`` has otherwise or not at all."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in (*after, *before):
            if before.get(key) != after.get(key):
                return _first_difference(before.get(key), after.get(key), (*path, key))
    if isinstance(before, list) and isinstance(after, list):
        for number, (one, other) in enumerate(zip(before, after, strict=False)):
            if one != other:
                return _first_difference(one, other, (*path, number))
    return path
