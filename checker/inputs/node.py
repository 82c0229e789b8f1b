"""A place in the data of a foreign text, with what stands there: how readers of JSON, YAML and HCL look at it.

Asking never fails. Null and absent are one. A value of another type than asked for is a finding at that value, and
counts as absent. Which keys of a kind of thing were asked for is remembered, so that the rest can be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

from checker.core.location import Location, Ref
from checker.documents.document import Document, Path
from checker.inputs.gathering import At, Gathering
from checker.inputs.values import FALSE, TRUE
from checker.inputs.values import text as as_text

if TYPE_CHECKING:
    from typing import Self

_NOTHING: tuple[Any, ...] = (None, "", [], {})
_NESTED = (list, dict)


class Node:
    """One value. ``what`` is the kind of thing that it is, in the format's own word, or ``""`` where nothing is to be
    told of keys that nobody asks for; ``subject`` is the element that findings here are about."""

    __slots__ = ("_asked", "_gathering", "document", "path", "subject", "value", "what")

    def __init__(self, gathering: Gathering, document: Document, path: Path, value: Any, subject: Ref, what: str = ""):
        self._gathering = gathering
        self.document = document
        self.path = path
        self.value = value
        self.subject = subject
        self.what = what
        self._asked = gathering.asked(what)
        if what and isinstance(value, dict):
            known = gathering.holds(what)
            for key, inner in value.items():
                if key not in known and inner not in _NOTHING:
                    known[key] = partial(document.locate, (*path, key), key=True)

    def get(self, key: str, what: str = "") -> Self:
        """What stands under a key: a node whose value is None where there is nothing."""
        self._asked.add(key)
        value = self.value.get(key) if isinstance(self.value, dict) else None
        kind, id, field = self.subject
        subject = Ref(kind, id, f"{field}.{key}" if field else key)
        return type(self)(self._gathering, self.document, (*self.path, key), value, subject, what)

    def plain(self, key: str) -> Any:
        """The value under a key as it is, None where there is nothing."""
        self._asked.add(key)
        return self.value.get(key) if isinstance(self.value, dict) else None

    def has(self, key: str) -> bool:
        """Whether something stands under a key."""
        return self.plain(key) is not None

    def mapping(self, key: str, what: str = "") -> Self:
        """The mapping under a key; an empty one where there is none."""
        found = self.get(key, what)
        if found.value is not None and not isinstance(found.value, dict):
            found.mistyped("a mapping")
        return found if isinstance(found.value, dict) else found._with({})

    def mappings(self, key: str, what: str = "") -> list[Self]:
        """The mappings in the list under a key, in its order. An item that is null is passed over."""
        return [item for item in self.get(key)._items(what) if item.is_mapping()]

    def entries(self, key: str, what: str = "") -> dict[str, Self]:
        """The mappings by name in the mapping under a key. One with nothing under its name is an empty one."""
        found = {}
        inside = self.mapping(key)
        for name in inside.value:
            one = inside.get(name, what)
            if one.value is None or one.is_mapping():
                found[name] = one if one.value is not None else one._with({})
        return found

    def text(self, key: str) -> str:
        """The scalar under a key as a text without spaces around it."""
        value = self.plain(key)
        if isinstance(value, _NESTED):
            self.get(key).mistyped("a text")
        return as_text(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """The scalars in the list under a key, each once, in its order; a scalar alone counts as a list of one."""
        value = self.plain(key)
        if not isinstance(value, _NESTED):
            return (word,) if (word := as_text(value)) else ()
        words: dict[str, None] = {}
        for item in self.get(key)._items(""):
            if isinstance(item.value, _NESTED):
                item.mistyped("a text")
            elif word := as_text(item.value):
                words[word] = None
        return tuple(words)

    def flag(self, key: str) -> bool | None:
        """The truth value under a key, None where none is stated. Its words as texts count: tools write both."""
        value = self.plain(key)
        word = value.strip().lower() if isinstance(value, str) else value
        if word is None or word == "" or isinstance(word, bool):
            return word if isinstance(word, bool) else None
        if word in TRUE or word in FALSE:
            return word in TRUE
        self.get(key).mistyped("true or false")
        return None

    def number(self, key: str) -> float | None:
        """The number under a key, None where none is stated."""
        value = self.plain(key)
        if value is None or value == "":
            return None
        try:
            if not isinstance(value, bool | list | dict) and isfinite(number := float(value)):
                return number
        except (ValueError, OverflowError):
            pass
        self.get(key).mistyped("a number")
        return None

    def is_about(self, subject: Ref, what: str = "") -> Self:
        """The same with another subject for what is wrong inside of it, and as another kind of thing where given."""
        return type(self)(self._gathering, self.document, self.path, self.value, subject, what or self.what)

    def named(self, what: str) -> Self:
        """The same as a thing of some kind, so that keys that nobody asks for are told."""
        return self.is_about(self.subject, what)

    def place(self, *steps: str | int, key: bool = False) -> Location:
        """Where the value at further steps is, or its key; the nearest that exists."""
        return self.document.locate((*self.path, *steps), key)

    def at(self, **fields: str | tuple[str | int, ...]) -> At:
        """Where the fields of an element are that is said here: under the key given for a field, or steps to it, else
        under the field's own name; the element itself, and what is not written, is where this begins."""

        def find(field: str) -> Location:
            head, _, rest = field.partition(".")
            steps = fields.get(head, rest if head == "properties" and rest else head)
            steps = (steps,) if isinstance(steps, str) else steps
            value = self.value
            for step in steps:
                if not _holds(value, step):
                    return self.place()
                value = value[step]
            return self.place(*steps) if field else self.place()

        return find

    def __iter__(self) -> Iterator[Self]:
        """The items of a list."""
        return iter(self._items(""))

    def is_mapping(self) -> bool:
        """Whether this is a mapping; a finding where it is anything else but nothing."""
        if isinstance(self.value, dict):
            return True
        if self.value is not None:
            self.mistyped("a mapping")
        return False

    def mistyped(self, wanted: str) -> None:
        """A finding that here should be something else."""
        found = _TYPES.get(type(self.value), "something else")
        message = f"{_name(self.path)} should be {wanted}, and is {found}"
        self._gathering.wrong("wrong-type", message, self.subject, self.place(), "", ".".join(map(str, self.path[-2:])))

    def _items(self, what: str) -> list[Self]:
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            self.mistyped("a list")
            return []
        args = (self._gathering, self.document)
        return [type(self)(*args, (*self.path, at), item, self.subject, what) for at, item in enumerate(self.value)]

    def _with(self, value: Any) -> Self:
        return type(self)(self._gathering, self.document, self.path, value, self.subject, self.what)


def root(gathering: Gathering, document: Document, what: str = "") -> Node:
    """The whole text of a reader."""
    return Node(gathering, document, (), document.data, Ref("model"), what)


def _holds(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _name(path: Path) -> str:
    """The last key of a path, and the index behind it."""
    names = [step for step in path if isinstance(step, str)]
    index = f"[{path[-1]}]" if path and isinstance(path[-1], int) else ""
    return f"{names[-1] if names else 'the text'}{index}"


_TYPES = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a mapping"}
