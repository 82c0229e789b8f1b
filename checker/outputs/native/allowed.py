"""Data as the schema of native files allows it: what is too long is cut, what has no key is left out; all is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.core.source import Source
from checker.documents.document import Path, Problem
from checker.documents.parse import parse
from checker.documents.schema import validate
from checker.documents.words import quote, some
from checker.outputs.native.text import native_text

_CUTS, _ROUNDS = 12, 16
"""Rounds in which a text that is not allowed is cut by a quarter, in case it is too long; and rounds at all: what is
still not allowed then is taken away."""


def allowed(data: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The data, mended in place, and a line for each kind of thing that was changed."""
    told: dict[str, list[str]] = {}
    for number in range(_ROUNDS):
        problems = [*_problems(data)]
        if not problems:
            break
        for problem in problems:
            if what := _mend(data, problem, number < _CUTS):
                told.setdefault(what, []).append(_place(problem.path))
    return data, tuple(f"{what}: {_listed(places)}" for what, places in told.items())


def _problems(data: dict[str, Any]) -> Iterator[Problem]:
    document = parse(Source("threatmodel.yaml", native_text(data)))
    yield from validate(document, "model")


def _mend(data: dict[str, Any], problem: Problem, cut: bool) -> str:
    """Take away what the problem is about, in the data; what was done, or ``""`` where it is gone already."""
    *way, last = problem.path
    try:
        holder: Any = data
        for step in way:
            holder = holder[step]
        if problem.code == "missing-key":
            return _supplied(data, way, str(last))
        value = holder[last]
    except (KeyError, IndexError, TypeError):
        return ""
    if cut and problem.code != "unknown-key" and isinstance(value, str) and len(value) > 64:
        holder[last] = f"{value[: max(len(value) * 3 // 4, 60)].rstrip()}…"
        return "texts that were cut, since they are longer than the format allows"
    del holder[last]
    key = last if isinstance(last, str) else way[-1]
    return f"{quote(str(key))}, which has no place here"


def _supplied(data: dict[str, Any], way: list[str | int], key: str) -> str:
    """State what has to be stated, or take away what says too little."""
    *above, last = way
    outer: Any = data
    for step in above:
        outer = outer[step]
    if key == "on":
        outer[last][key] = [data["system"]["id"]]
        return "about nothing in the model, and so taken as about the whole"
    if key in ("title", "goal"):
        outer[last][key] = str(last)
        return f"without {quote(key)}, for which the id stands"
    del outer[last]
    return f"{quote(str(last))} without {quote(key)}, which has no place here"


def _place(path: Path) -> str:
    return "/".join(map(str, path[:2]))


def _listed(places: list[str]) -> str:
    """Some of the places, each once."""
    return some([*dict.fromkeys(places)], 8)
