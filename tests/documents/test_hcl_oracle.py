"""Our reader of HCL beside python-hcl2: what both take for HCL has the same names, labels and plain values."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.source import Source
from checker.documents.hcl_body import LABELS, blocks
from checker.documents.hcl_text import Expression
from checker.documents.parse import parse

pytest.importorskip("hcl2")

END = "\nend = 0\n# end\n"

NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=4).map("n".__add__)
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters='"\\$%'), max_size=8)
SCALARS = st.one_of(
    PLAIN.map('"{}"'.format),
    st.integers(-999, 999).map(str),
    st.sampled_from(["true", "false", "null", "var.x", '"${var.x}"', '"a ${b.c} d"', 'f(1, [2], "}")', "1 + 2"]),
    PLAIN.map("<<END_OF_TEXT\n  {}\nEND_OF_TEXT\n".format),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.dictionaries(NAMES, inner, max_size=3).map(
            lambda pairs: "{\n" + "\n".join(f"{key} = {item}" for key, item in pairs.items()) + "\n}"
        ),
    ),
    max_leaves=6,
)


def _body(attributes: dict[str, str], blocks: list[str]) -> str:
    return "".join(f"{name} = {value}\n" for name, value in attributes.items()) + "".join(blocks)


BODIES = st.recursive(
    st.builds(_body, st.dictionaries(NAMES, VALUES, max_size=3), st.just([])),
    lambda inner: st.builds(
        _body,
        st.dictionaries(NAMES, VALUES, max_size=2),
        st.lists(
            st.builds(
                lambda type, labels, body: f"b{type} {' '.join(labels)} {{ # c\n{body}}}\n",
                NAMES,
                st.lists(st.one_of(NAMES, PLAIN.map('"{}"'.format)), max_size=2),
                inner,
            ),
            max_size=3,
        ),
    ),
    max_leaves=4,
)


@given(BODIES)
def test_both_read_the_same(text: str) -> None:
    from hcl2.parser import parser

    document = parse(Source("m.hcl", text + END))
    assert document.problems == ()
    assert document.data == theirs(parser().parse(text + END).children[0])


def theirs(body: Any) -> dict[str, Any]:
    """Their tree of a body as our data."""
    found: dict[str, Any] = {}
    for child in body.children:
        if child.data == "attribute":
            name, value = _children(child)
            found.setdefault(_word(name), _value(value))
        elif child.data == "block":
            type, *labels, inside = _children(child)
            block = {LABELS: [_word(label) for label in labels], **theirs(inside)}
            found.setdefault(blocks(_word(type)), []).append(block)
    return found


def _children(tree: Any) -> list[Any]:
    return [child for child in tree.children if hasattr(child, "data") and child.data != "new_line_or_comment"]


def _word(tree: Any) -> str:
    return _written(tree).strip('"')


def _written(tree: Any) -> str:
    return "".join(str(token) for token in tree.scan_values(lambda _: True))


class _Any:
    """What either has to compute: equal to every expression of ours."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression)

    __hash__ = None  # type: ignore[assignment]


def _value(tree: Any) -> Any:
    inner = [child for child in tree.children if getattr(child, "data", "") != "new_line_or_comment"]
    kind = tree.data
    if kind == "expr_term":
        return _value(inner[0]) if len(inner) == 1 else _Any()
    if kind == "tuple":
        return [_value(item) for item in inner if hasattr(item, "data")]
    if kind == "object":
        pairs = [_children(item) for item in inner if getattr(item, "data", "") == "object_elem"]
        return {_word(key): _value(item) for key, item in pairs}
    if kind == "string" and not list(tree.find_data("interpolation")):
        return _written(tree)[1:-1]
    if kind == "heredoc_template":
        return _written(tree).split("\n", 1)[1].rsplit("\n", 2)[0] + "\n"
    if kind == "unary_op" and len(list(tree.find_data("int_lit"))) == len(list(tree.find_data("expr_term"))):
        return int(_written(tree))
    if kind == "int_lit":
        return int(_written(tree))
    if kind == "literal_value":
        return {"true": True, "false": False, "null": None}[_written(tree)]
    return _Any()
