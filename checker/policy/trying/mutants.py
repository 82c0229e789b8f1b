"""Rules that are wrong in one place: an example that is worth having notices each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.finding import SEVERITIES
from checker.core.location import Location
from checker.documents.document import Document, Path
from checker.policy.place import Place
from checker.policy.reach import ASKED
from checker.policy.severity import IMPACTS, LIKELIHOODS
from checker.policy.trying.edits import Edit, Edits, at_index, became, dropped, inside, short, shorter, without
from checker.policy.trying.matcher_edits import Names, of_matcher, of_number, of_operand
from checker.policy.trying.truth import same_grades
from checker.policy.view import View, neighbours, text
from checker.policy.views import COMPONENT, VIEWS

_ANY = text("value", "Any text", lambda _, value: value)


class Mutant(NamedTuple):
    """The data of a rule with one place changed, without its examples."""

    data: dict[str, Any]
    said: str
    location: Location


def mutants(document: Document) -> Iterator[Mutant]:
    """Every mutant of a rule that was loaded, in order of the keys of its file."""
    rule = {key: value for key, value in document.data.items() if key != "examples"}
    params = {name: (param["type"], param.get("default")) for name, param in (rule.get("params") or {}).items()}
    names = Names(document, params)
    for key, value in rule.items():
        for edit in _part(key, value, rule, names):
            changed = {**rule, key: edit.value} if edit.value is not None else without(rule, key)
            yield Mutant(changed, edit.said, _place(document, (key, *edit.path), edit))


def _place(document: Document, path: Path, edit: Edit) -> Location:
    """Where an edit was made; inside an expression at its own column, where that is known."""
    at = document.locate(path, edit.key)
    if edit.span is None:
        return at
    from checker.policy.cel.located import spot

    value = document.data
    for step in path:
        value = value[step]
    return spot(str(value), Place(document, path), *edit.span)[0]


def _part(key: str, value: Any, rule: Mapping[str, Any], names: Names) -> Edits:
    view = VIEWS[rule.get("each") or COMPONENT.name]
    if key in ("when", "assert"):
        if not isinstance(value, dict) or len(value) == 1:  # to drop the only entry leaves nothing
            yield Edit(None, f"dropped {key}", (), key=True)
        yield from of_matcher(value, view, names)
    elif key in ("change", "changed_fields"):
        yield Edit(None, f"dropped {key}", (), key=True)
        yield from shorter(value)
    elif key == "path":
        yield from _path(value, names)
    elif key == "severity":
        yield from (edit for edit in _severity(value, view, names) if not same_grades(value, edit.value))
    elif key == "params":
        for name, param in value.items():
            yield from inside(value, name, _default(param))


def _default(param: dict[str, Any]) -> Edits:
    """Another default of a param."""
    default, words = param.get("default"), tuple(param.get("enum", ()))
    if isinstance(default, str) and words:
        yield from inside(param, "default", (became(default, word) for word in neighbours(default, words)))
    elif isinstance(default, list):
        yield from inside(param, "default", shorter(default))
    else:
        yield from inside(param, "default", of_operand(default, _ANY))


def _path(value: dict[str, Any], names: Names) -> Edits:
    for key, inner in value.items():
        if key not in ("from", "to"):
            yield dropped(value, key)
        edits = of_matcher(inner, ASKED[key], names) if key in ASKED else of_number(inner)
        yield from inside(value, key, edits)


def _severity(value: Any, view: View, names: Names) -> Edits:
    """A constant one is left alone: to change it says nothing about the rule."""
    if isinstance(value, list):
        yield from _cases(value, SEVERITIES, view, names)
    elif isinstance(value, dict):
        for key, words in (("likelihood", LIKELIHOODS), ("impact", IMPACTS)):
            if isinstance(value.get(key), list):
                yield from inside(value, key, _cases(value[key], words, view, names))
            elif key in value:
                yield from inside(value, key, _word(value[key], words))
        yield from inside(value, "score", of_matcher(value.get("score"), view, names))
        bands = value.get("bands", {})
        for band, least in bands.items():
            yield from inside(value, "bands", inside(bands, band, of_number(least)))


def _cases(cases: list[Any], words: tuple[str, ...], view: View, names: Names) -> Edits:
    for index, case in enumerate(cases):
        if index < len(cases) - 1:
            yield Edit([*cases[:index], *cases[index + 1 :]], f"dropped {short(case)}", (index,))
        yield from at_index(cases, index, _case(case, words, view, names))


def _case(case: Any, words: tuple[str, ...], view: View, names: Names) -> Edits:
    if isinstance(case, dict):
        yield from inside(case, "when", of_matcher(case.get("when"), view, names))
        yield from inside(case, "is", _word(case.get("is"), words))
    else:
        yield from _word(case, words)


def _word(word: Any, words: tuple[str, ...]) -> Edits:
    """Its neighbour below, or the one above where there is none: a table that is off by one rank."""
    for other in list(neighbours(word, words))[:1] if isinstance(word, str) else ():
        yield became(word, other)
