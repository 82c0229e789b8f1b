"""Rules that are wrong in one place: an example that is worth having notices each of them.

Every function takes a piece of a rule as its file says it, and yields the piece changed in one place, in an order that
is always the same: what stands there then, what was done in words, and the path to it inside the piece. A change that
makes no rule, or the same one, is for the caller to find out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.finding import SEVERITIES
from checker.core.location import Location
from checker.documents.document import Document, Path
from checker.policy.matchers import OPERATORS
from checker.policy.paths import resolve
from checker.policy.place import Place
from checker.policy.view import OTHER, Field, View, neighbours, others, text
from checker.policy.views import VIEWS

LIKELIHOODS = ("unlikely", "likely", "very-likely", "frequent")
IMPACTS = ("low", "medium", "high", "very-high")
_INSTEAD: Mapping[str, tuple[str, ...]] = {
    "any": ("all", "none"),
    "all": ("any", "none"),
    "none": ("any", "all"),
    "at_least": ("at_most",),
    "at_most": ("at_least",),
    "in": ("not",),
    "more_than": ("less_than",),
    "less_than": ("more_than",),
    "any_of": ("all_of",),
    "all_of": ("any_of",),
}
_ON_PATHS = {
    "from": "component",
    "to": "component",
    "via": "flow",
    "must_cross": "flow",
    "must_visit": "component",
    "avoid": "component",
}


class Edit(NamedTuple):
    """A piece changed in one place. ``key``: what changed is the key there, or the whole entry; ``span`` the characters
    of an expression that were changed."""

    value: Any
    said: str
    path: Path = ()
    key: bool = False
    span: tuple[int, int] | None = None


Edits = Iterator[Edit]


class Mutant(NamedTuple):
    """The data of a rule with one place changed, without its examples."""

    data: dict[str, Any]
    said: str
    location: Location


def mutants(document: Document) -> Iterator[Mutant]:
    """Every mutant of a rule that was loaded, in order of the keys of its file."""
    rule = {key: value for key, value in document.data.items() if key != "examples"}
    params = {name: (param["type"], param.get("default")) for name, param in (rule.get("params") or {}).items()}
    names = _Names(document, params)
    for key, value in rule.items():
        for edit in _part(key, value, rule, names):
            changed = {**rule, key: edit.value} if edit.value is not None else _without(rule, key)
            yield Mutant(changed, edit.said, _place(document, (key, *edit.path), edit))


def _place(document: Document, path: Path, edit: Edit) -> Location:
    """Where an edit was made; inside an expression at its own column, where that is known."""
    at = document.locate(path, edit.key)
    if edit.span is None:
        return at
    from checker.policy.cel.located import place_of

    value = document.data
    for step in path:
        value = value[step]
    return place_of(str(value), Place(document, path), *edit.span)


class _Names(NamedTuple):
    """Resolves the names of a rule's fields; they are all known, because the rule was loaded."""

    document: Document
    params: Mapping[str, tuple[str, Any]]

    def field(self, name: str, view: View) -> Field:
        return resolve(name, view, Place(self.document), changes=True).field


def _part(key: str, value: Any, rule: Mapping[str, Any], names: _Names) -> Edits:
    view = VIEWS.get(rule.get("each", ""), VIEWS["component"])
    if key in ("when", "assert"):
        if not isinstance(value, dict) or len(value) == 1:  # to drop the only entry leaves nothing
            yield Edit(None, f"dropped {key}", (), key=True)
        yield from _matcher(value, view, names)
    elif key in ("change", "changed_fields"):
        yield Edit(None, f"dropped {key}", (), key=True)
        yield from _shorter(value)
    elif key == "path":
        yield from _path(value, names)
    elif key == "severity":
        yield from _severity(value, view, names)
    elif key == "params":
        for name, param in value.items():
            yield from _inside(value, name, _default(param))


def _default(param: dict[str, Any]) -> Edits:
    """Another default of a param."""
    default, words = param.get("default"), tuple(param.get("enum", ()))
    if isinstance(default, str) and words:
        yield from _inside(param, "default", (_became(default, word) for word in neighbours(default, words)))
    elif isinstance(default, list):
        yield from _inside(param, "default", _shorter(default))
    else:
        yield from _inside(param, "default", _operand(default, _ANY))


def _matcher(value: Any, view: View, names: _Names) -> Edits:
    if isinstance(value, str):
        from checker.policy.cel.edits import edits  # few rules have expressions

        for text, said, start, end in edits(value, view, names.params):
            yield Edit(text, said, span=(start, end))
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if len(value) > 1:
            yield _dropped(value, key)
        yield from _renamed(value, key)
        yield from _inside(value, key, _entry(key, inner, view, names))


def _entry(key: str, value: Any, view: View, names: _Names) -> Edits:
    if key in ("any_of", "all_of"):
        yield from _shorter(value)
        for index, item in enumerate(value):
            yield from _at(value, index, _matcher(item, view, names))
    elif key == "not":
        yield from _matcher(value, view, names)
    else:
        yield from _condition(value, names.field(key, view), names)


def _condition(value: Any, field: Field, names: _Names) -> Edits:
    """The edits of what a field is compared with."""
    if not isinstance(value, dict):
        yield from _operand(value, field)
    elif field.type == "one" and not any(key in OPERATORS and key not in ("not",) for key in value):
        yield from _matcher(value, VIEWS[field.of], names)
    else:
        for key, operand in value.items():
            if len(value) > 1:
                yield _dropped(value, key)
            yield from _renamed(value, key)
            yield from _inside(value, key, _operation(key, operand, field, names))


def _operation(key: str, operand: Any, field: Field, names: _Names) -> Edits:
    if key in ("any", "all", "none"):
        if field.type == "many":
            yield from _matcher(operand, VIEWS[field.of], names)
        else:
            yield from _condition(operand, text(field.name, field.doc, field.value), names)
    elif key == "count":
        yield from _count(operand, field, names)
    elif key in ("in", "not") and isinstance(operand, list):
        yield from _words(operand, field)
    elif key == "like" and isinstance(operand, str):
        yield from (_became(operand, "*"), _became(operand, operand + OTHER))
    elif key not in ("more_than", "less_than"):
        yield from _operand(operand, field)


def _operand(value: Any, field: Field) -> Edits:
    if isinstance(value, bool):
        yield _became(value, not value)
    elif isinstance(value, int | float):
        yield from _number(value)
    elif isinstance(value, str):
        yield from (_became(value, other) for other in others(value, field))


def _words(operand: list[Any], field: Field) -> Edits:
    if len(operand) > 1:
        yield from _shorter(operand)
    else:
        for index, word in enumerate(operand):
            yield from _at(operand, index, _operand(word, field))


def _count(operand: Any, field: Field, names: _Names) -> Edits:
    if not isinstance(operand, dict):
        yield from _operand(operand, field)
        return
    for key, value in operand.items():
        if len(operand) > 1 and key != "of" and len(operand.keys() - {"of"}) > 1:
            yield _dropped(operand, key)
        if key == "of":
            yield _dropped(operand, key)
            yield from _inside(operand, key, _operation("any", value, field, names))
        else:
            yield from _renamed(operand, key)
            yield from _inside(operand, key, _operand(value, field))


def _number(value: Any) -> Edits:
    if isinstance(value, dict):
        return  # a param, whose default is changed where it is declared
    yield _became(value, value + 1)
    if value:
        yield _became(value, value - 1)


def _path(value: dict[str, Any], names: _Names) -> Edits:
    for key, inner in value.items():
        if key not in ("from", "to"):
            yield _dropped(value, key)
        edits = _matcher(inner, VIEWS[_ON_PATHS[key]], names) if key in _ON_PATHS else _number(inner)
        yield from _inside(value, key, edits)


def _severity(value: Any, view: View, names: _Names) -> Edits:
    """A constant one is left alone: to change it says nothing about the rule."""
    if isinstance(value, list):
        yield from _cases(value, SEVERITIES, view, names)
    elif isinstance(value, dict):
        for key, words in (("likelihood", LIKELIHOODS), ("impact", IMPACTS)):
            if isinstance(value.get(key), list):
                yield from _inside(value, key, _cases(value[key], words, view, names))
            elif key in value:
                yield from _inside(value, key, _word(value[key], words))
        yield from _inside(value, "score", _matcher(value.get("score"), view, names))
        bands = value.get("bands", {})
        for band, least in bands.items():
            yield from _inside(value, "bands", _inside(bands, band, _number(least)))


def _cases(cases: list[Any], words: tuple[str, ...], view: View, names: _Names) -> Edits:
    for index, case in enumerate(cases):
        if index < len(cases) - 1:
            yield Edit([*cases[:index], *cases[index + 1 :]], f"dropped {_short(case)}", (index,))
        yield from _at(cases, index, _case(case, words, view, names))


def _case(case: Any, words: tuple[str, ...], view: View, names: _Names) -> Edits:
    if isinstance(case, dict):
        yield from _inside(case, "when", _matcher(case.get("when"), view, names))
        yield from _inside(case, "is", _word(case.get("is"), words))
    else:
        yield from _word(case, words)


def _word(word: Any, words: tuple[str, ...]) -> Edits:
    """Its neighbour below, or the one above where there is none: a table that is off by one rank."""
    for other in list(neighbours(word, words))[:1] if isinstance(word, str) else ():
        yield _became(word, other)


def _dropped(mapping: Mapping[str, Any], key: str) -> Edit:
    return Edit(_without(mapping, key), f"dropped {key}: {_short(mapping[key])}", (key,), key=True)


def _without(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def _renamed(mapping: Mapping[str, Any], key: str) -> Edits:
    """The same mapping with one operator or group in the place of another."""
    value = mapping[key]
    others = _INSTEAD.get(key, ())
    if key == "not":
        value, others = (value, ("in",)) if not isinstance(value, dict) else ([value], ("all_of",))
        value = value if isinstance(value, list) else [value]
    for other in others:
        if other not in mapping and not (key in ("any_of", "all_of") and len(value) == 1):
            pairs = ((other, value) if name == key else (name, old) for name, old in mapping.items())
            yield Edit(dict(pairs), f"{key}: {_short(mapping[key])} -> {other}: {_short(value)}", (key,), key=True)


def _shorter(items: list[Any]) -> Edits:
    for index, item in enumerate(items):
        if len(items) > 1:
            yield Edit([*items[:index], *items[index + 1 :]], f"dropped {_short(item)}", (index,))


def _inside(mapping: Mapping[str, Any], key: str, edits: Edits) -> Edits:
    for edit in edits:
        yield edit._replace(value={**mapping, key: edit.value}, path=(key, *edit.path))


def _at(items: list[Any], index: int, edits: Edits) -> Edits:
    for edit in edits:
        value = [*items[:index], edit.value, *items[index + 1 :]]
        yield edit._replace(value=value, path=(index, *edit.path))


def _became(old: Any, new: Any) -> Edit:
    return Edit(new, f"{_short(old)} -> {_short(new)}")


def _short(value: Any) -> str:
    """A piece of a rule on one line, as its author would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        shown = "{" + ", ".join(f"{key}: {_short(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, list):
        shown = "[" + ", ".join(map(_short, value)) + "]"
    else:
        shown = str(value)
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "…"


_WIDEST = 80
_ANY = text("value", "Any text", lambda _, value: value)
