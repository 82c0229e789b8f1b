"""Matchers that are wrong in one place.

Every function takes a piece of a matcher as its file says it, and yields the piece changed in one place, in an order
that is always the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.documents.document import Document
from checker.policy.matchers import OPERATORS
from checker.policy.paths import resolve
from checker.policy.place import Place
from checker.policy.trying.edits import Edit, Edits, at_index, became, dropped, inside, renamed, shorter
from checker.policy.view import OTHER, Field, View, others, text
from checker.policy.views import VIEWS


class Names(NamedTuple):
    """Resolves the names of a rule's fields; they are all known, because the rule was loaded."""

    document: Document
    params: Mapping[str, tuple[str, Any]]

    def field(self, name: str, view: View) -> Field:
        """The field at the end of a dotted name."""
        return resolve(name, view, Place(self.document), changes=True).field


def of_matcher(value: Any, view: View, names: Names) -> Edits:
    """Every edit of a matcher or an expression about elements of a view."""
    if isinstance(value, str):
        from checker.policy.cel.edits import edits  # few rules have expressions

        for text, said, start, end in edits(value, view, names.params):
            yield Edit(text, said, span=(start, end))
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if len(value) > 1:
            yield dropped(value, key)
        yield from renamed(value, key)
        yield from inside(value, key, _entry(key, inner, view, names))


def _entry(key: str, value: Any, view: View, names: Names) -> Edits:
    if key in ("any_of", "all_of"):
        yield from shorter(value)
        for index, item in enumerate(value):
            yield from at_index(value, index, of_matcher(item, view, names))
    elif key == "not":
        yield from of_matcher(value, view, names)
    else:
        yield from _condition(value, names.field(key, view), names)


def _condition(value: Any, field: Field, names: Names) -> Edits:
    """The edits of what a field is compared with."""
    if not isinstance(value, dict):
        yield from of_operand(value, field)
    elif field.type == "one" and not any(key in OPERATORS and key != "not" for key in value):
        yield from of_matcher(value, VIEWS[field.of], names)
    else:
        for key, operand in value.items():
            if len(value) > 1:
                yield dropped(value, key)
            yield from renamed(value, key)
            yield from inside(value, key, _operation(key, operand, field, names))


def _operation(key: str, operand: Any, field: Field, names: Names) -> Edits:
    if key in ("any", "all", "none"):
        if field.type == "many":
            yield from of_matcher(operand, VIEWS[field.of], names)
        else:
            yield from _condition(operand, text(field.name, field.doc, field.value), names)
    elif key == "count":
        yield from _count(operand, field, names)
    elif key in ("in", "not") and isinstance(operand, list):
        yield from _words(operand, field)
    elif key == "like" and isinstance(operand, str):
        yield from (became(operand, "*"), became(operand, operand + OTHER))
    elif key not in ("more_than", "less_than"):
        yield from of_operand(operand, field)


def of_operand(value: Any, field: Field) -> Edits:
    """The opposite of a flag, the neighbours of a number or a word of the field, another text."""
    if isinstance(value, bool):
        yield became(value, not value)
    elif isinstance(value, int | float):
        yield from of_number(value)
    elif isinstance(value, str):
        yield from (became(value, other) for other in others(value, field))


def _words(operand: list[Any], field: Field) -> Edits:
    if len(operand) > 1:
        yield from shorter(operand)
    else:
        for index, word in enumerate(operand):
            yield from at_index(operand, index, of_operand(word, field))


def _count(operand: Any, field: Field, names: Names) -> Edits:
    if not isinstance(operand, dict):
        yield from of_operand(operand, field)
        return
    for key, value in operand.items():
        if len(operand) > 1 and key != "of" and len(operand.keys() - {"of"}) > 1:
            yield dropped(operand, key)
        if key == "of":
            yield dropped(operand, key)
            yield from inside(operand, key, _operation("any", value, field, names))
        else:
            yield from renamed(operand, key)
            yield from inside(operand, key, of_operand(value, field))


def of_number(value: Any) -> Edits:
    """One more and one less."""
    if isinstance(value, dict):
        return  # a param, whose default is changed where it is declared
    yield became(value, value + 1)
    if value:
        yield became(value, value - 1)
