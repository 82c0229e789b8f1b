"""The types of expressions, and which of them go together."""

from typing import NamedTuple

from checker.policy.view import Field, View
from checker.policy.views import VIEWS


class Type(NamedTuple):
    """What a part of an expression gives.

    ``kind`` is ``bool``, ``int``, ``double``, ``string``, ``null``, ``list``, ``element``, ``dyn`` (known only when it
    runs) or ``any`` (the item of an empty list).
    """

    kind: str
    item: "Type | None" = None
    view: str = ""
    """Of an element: its view."""
    old: bool = False
    """Of an element: it is one of the base."""
    field: Field | None = None
    """Of a string that is the value of a field: that field."""

    @property
    def word(self) -> Field | None:
        """The field, where only the words of a vocabulary are its values."""
        return self.field if self.field and self.field.allowed else None

    @property
    def inner(self) -> "Type":
        """The type of the items of a list."""
        return self.item or ANY


BOOL, INT, DOUBLE, STRING, NULL = map(Type, ("bool", "int", "double", "string", "null"))
DYN, ANY = Type("dyn"), Type("any")


def listing(item: Type) -> Type:
    return Type("list", item)


def of_field(field: Field, old: bool) -> Type:
    """The type of the value of a field; ``old``: of an element of the base."""
    if field.type in ("one", "many"):
        element = Type("element", view=field.of, old=old)
        return element if field.type == "one" else listing(element)
    if field.type in ("word", "text"):
        return Type("string", field=field)
    if field.type == "list":
        return listing(Type("string", field=field) if field.words else STRING)
    return {"flag": BOOL, "number": DOUBLE}[field.type]


def view_of(type: Type) -> View:
    """The view of an element."""
    return VIEWS[type.view]


def join(one: Type, other: Type) -> Type | None:
    """The type that both have, None where there is none."""
    if one == other or other.kind == "any":
        return one
    if one.kind == "any":
        return other
    if "dyn" in (one.kind, other.kind):
        return None if has_elements(one) or has_elements(other) else DYN
    if one.kind != other.kind or one.kind == "element":
        return None
    if one.kind != "list":
        return Type(one.kind)
    item = join(one.inner, other.inner)
    return listing(item) if item else None


def has_elements(type: Type) -> bool:
    """Whether it is an element, or a list with elements somewhere in it."""
    while type.kind == "list":
        type = type.inner
    return type.kind == "element"


_NAMES = {
    "bool": "true or false",
    "int": "a whole number",
    "double": "a number with a point",
    "string": "a text",
    "null": "null",
    "dyn": "a value of any type",
    "any": "a value of any type",
}


def say(type: Type) -> str:
    """A type for people."""
    if type.kind == "element":
        return f"a {type.view}" if type.view != "acceptance" else "an acceptance"
    if type.kind == "list":
        return f"a list of {_plural(type.inner)}"
    return "a word" if type.word else _NAMES[type.kind]


def _plural(type: Type) -> str:
    names = {"bool": "flags", "int": "whole numbers", "double": "numbers", "string": "texts", "list": "lists"}
    return f"{type.view}s" if type.kind == "element" else names.get(type.kind, "values")
