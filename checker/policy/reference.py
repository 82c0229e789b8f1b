"""The views as tables for people, from the same data that rules are checked against."""

from __future__ import annotations

from collections.abc import Iterator

from checker.policy.view import Field
from checker.policy.views import every_view

_FEW = 8
"""How many words of a vocabulary a table shows."""


def view_tables() -> Iterator[str]:
    """Lines of Markdown: a heading and a table for each view."""
    for view in every_view():
        note = "" if view.each else " Only reached from another view; not for `each`."
        yield f"### {view.name}"
        yield ""
        yield f"{view.doc}.{note}"
        yield ""
        yield "| field | type | meaning |"
        yield "|---|---|---|"
        for field in view.fields.values():
            yield f"| `{field.name}` | {type_of(field)} | {field.doc} |"
        yield ""


def type_of(field: Field) -> str:
    """The type of a field in words, with its words where it has any."""
    if field.type == "one":
        return f"one {field.of}"
    if field.type == "many":
        return f"list of {field.of}"
    if field.type == "list":
        return "list of words" if field.words else "list of texts"
    if field.type != "word":
        return field.type
    if field.vocabulary:
        shown = ", ".join(f"`{word}`" for word in field.allowed[:_FEW])
        return f"word of a vocabulary: {shown} …"
    return (" < " if field.ordered else ", ").join(f"`{word}`" for word in field.words)
