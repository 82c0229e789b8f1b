"""What a finding says: a template with ``{self.…}`` and ``{old.…}`` in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from checker.policy.facts import Facts
from checker.policy.matchers import Scope
from checker.policy.paths import OLD, resolve
from checker.policy.place import Place, show
from checker.policy.view import Value

Message = Callable[[Facts, Any], str]

NOT_STATED = "not stated"
_HOLE = re.compile(r"\{([^{}]*)\}")
_LONGEST = 200


def compile_message(template: str, scope: Scope, place: Place) -> Message:
    """The text of a finding. Raises UsageError for a placeholder that names nothing."""
    pieces = _HOLE.split(template)
    texts, values = pieces[::2], [_value(name, scope, place) for name in pieces[1::2]]
    for text in texts:
        if "{" in text or "}" in text:
            place.fail("a brace stands alone: placeholders are written {self.field}")

    def message(facts: Facts, element: Any) -> str:
        said = [say(value(facts, element)) for value in values]
        return "".join(piece for pair in zip(texts, [*said, ""], strict=True) for piece in pair)

    return message


def say(value: Any) -> str:
    """A value for people. What comes from a model is cut and stripped of what could not be seen."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if not value:
        return NOT_STATED
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return ", ".join(say(item) for item in value[:10]) + (", …" if len(value) > 10 else "")
    return visible(getattr(value, "id", "") or getattr(value, "name", "") or getattr(value, "by", "")) or NOT_STATED


def visible(text: str) -> str:
    """A text from a model, on one line, with nothing in it that could not be seen or would turn the line around."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:_LONGEST])


def _value(name: str, scope: Scope, place: Place) -> Value:
    first, _, rest = name.partition(".")
    if first == "params" and rest:
        given = scope.params.use(rest, place).value
        return lambda facts, element: given
    if first == OLD and rest:
        return resolve(name, scope.view, place, changes=scope.changes).value
    if first != "self" or not rest:
        hint = "placeholders are written {self.field}, {old.field} or {params.name}"
        place.fail(f"no placeholder is called {show(name)}", hint)
    return resolve(rest, scope.view, place, changes=scope.changes).value
