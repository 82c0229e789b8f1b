"""HCL to data: nothing evaluated, everything at its place, and what is wrong where a person looks for it."""

from __future__ import annotations

from typing import Any

import pytest

from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents.document import Document, Path
from checker.documents.hcl_body import LABELS, blocks
from checker.documents.hcl_text import Expression
from checker.documents.limits import Limits
from checker.documents.parse import parse

TEXT = """\
# A comment
version = "1.0" // another
ready   = true

zone "inner" two { }
zone "outer" {
  /* over
     two lines */ depth = 3
  tags = ["a", /* b */ "c", # d
    "e",
  ]
  node { at = { x = 1, "y z" : -2.5
    w = null } }
}
"""


def load(text: str) -> Document:
    return parse(Source("m.hcl", text))


def value(text: str) -> Any:
    document = load(f"a = {text}\n")
    assert document.problems == ()
    return document.data["a"]


def test_attributes_are_under_their_names_and_blocks_under_their_type_with_their_labels() -> None:
    document = load(TEXT)
    assert document.problems == ()
    assert document.data == {
        "version": "1.0",
        "ready": True,
        "zone {}": [
            {"<labels>": ["inner", "two"]},
            {
                "<labels>": ["outer"],
                "depth": 3,
                "tags": ["a", "c", "e"],
                "node {}": [{"<labels>": [], "at": {"x": 1, "y z": -2.5, "w": None}}],
            },
        ],
    }


@pytest.mark.parametrize(
    ("path", "value_at", "key_at"),
    [
        ((), "2:1-8", "2:1-8"),
        (("version",), "2:11-16", "2:1-8"),
        (("zone {}",), "5:1-5", "5:1-5"),
        (("zone {}", 0), "5:1-17", "5:1-17"),
        (("zone {}", 0, LABELS), "5:6-17", "5:1-17"),
        (("zone {}", 0, LABELS, 0), "5:6-13", "5:6-13"),
        (("zone {}", 0, LABELS, 1), "5:14-17", "5:14-17"),
        (("zone {}", 0, "nothing"), "5:1-17", "5:1-17"),
        (("zone {}", 1), "6:1-13", "6:1-13"),
        (("zone {}", 1, "depth"), "8:27-28", "8:19-24"),
        (("zone {}", 1, "tags"), "9:10-11", "9:3-7"),
        (("zone {}", 1, "tags", 2), "10:5-8", "10:5-8"),
        (("zone {}", 1, "node {}", 0), "12:3-7", "12:3-7"),
        (("zone {}", 1, "node {}", 0, LABELS), "12:3-7", "12:3-7"),
        (("zone {}", 1, "node {}", 0, "at", "y z"), "12:32-36", "12:24-29"),
        (("zone {}", 1, "node {}", 0, "at", "w"), "13:9-13", "13:5-6"),
    ],
)
def test_every_key_and_value_has_its_place(path: Path, value_at: str, key_at: str) -> None:
    document = load(TEXT)
    for key, expected in ((False, value_at), (True, key_at)):
        at = document.locate(path, key)
        assert f"{at.line}:{at.column}-{at.end_column}" == expected


def test_an_attribute_and_blocks_may_have_one_name() -> None:
    document = load('control = "x"\ncontrol "y" {}\n')
    assert document.data == {"control": "x", blocks("control"): [{LABELS: ["y"]}]}


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ('"a\\n\\t\\"\\\\ \\u00e9 \\U0001F600"', 'a\n\t"\\ é 😀'),
        ('"$${x} %%{y} $ % 5% $$"', "${x} %{y} $ % 5% $$"),
        ("-3", -3),
        ("1.5e3", 1500.0),
        ("false", False),
        ("null", None),
        ("[]", []),
        ("{}", {}),
        ("<<E\n one\n\n  two\\n\nE", " one\n\n  two\\n\n"),
        ("<<-E\n    one\n\n      two\n   E", "one\n\n  two\n"),
        ("<<-E\n\tone\n\t  E", "one\n"),
        ("[<<A\nx\nA\n, <<B-1\ny\n  B-1\n]", ["x\n", "y\n"]),
        ("<<E\n$${x}\nE2\n  E", "${x}\nE2\n"),
        ("<<E\r\none\r\nE\r", "one\n"),
    ],
)
def test_a_value_that_is_written_out_is_what_it_says(written: str, means: Any) -> None:
    assert value(written) == means


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("var.x", (("var", "x"),)),
        ('"${ var.x }"', (("var", "x"),)),
        ('a.b["c d"].e.0', (("a", "b", "c d", "e", "0"),)),
        ('"x ${a.b} y$${z}${c}"', ("x ", ("a", "b"), " y${z}", ("c",))),
        ("<<-E\n    x ${a}\n      y\n   ${b} z\n    E", (" x ", ("a",), "\n   y\n", ("b",), " z\n")),
    ],
)
def test_what_has_to_be_looked_up_is_kept_as_texts_and_names(written: str, parts: tuple[Any, ...]) -> None:
    found = value(written)
    assert isinstance(found, Expression)
    assert found.parts == parts


@pytest.mark.parametrize(
    "written",
    [
        "f(1, [2,\n 3])",
        "f(\n<<E\n)\nE\n)",
        "1 + 2",
        "x ? 1 : {a = 1}",
        "!x",
        "-x",
        "(1)",
        "[1, 2][0]",
        "{ x = 1 }.x",
        "[for x in y : x]",
        "{for k, v in m : k => v}",
        "{ (k) = 1, b = 2 }",
        '{ "${k}" = 1 }',
        "{ a.b = 1 }",
        "{ a = 1, (b) : { (c) = 2 }, d = [1] + 2 }",
        '"x ${f("}", "${y}")} z"',
        '"${~ x ~}"',
        '"%{ if x }y%{ endif }"',
        "a[*].b",
        "a[0]",
        "1e999",
        "{ 1 = 2 }",
    ],
)
def test_what_would_have_to_be_computed_is_an_expression_without_parts_and_what_follows_is_read(written: str) -> None:
    document = load(f"a = {written} # c\nb = 2\n")
    assert document.problems == ()
    assert document.data["a"].parts == ()
    assert document.data["b"] == 2


def test_an_expression_inside_of_a_list_or_object_leaves_the_rest() -> None:
    assert value("[1, [2] + [3], {x = f(1)\n y = 2}, 4]") == [
        1,
        Expression((), "[2] + [3]"),
        {"x": Expression((), "f(1)"), "y": 2},
        4,
    ]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('a {\n b = "x\n c = "y"\n}\n', "2:6-8", "the quote is not closed on this line"),
        ("a = 'x'", "1:5-6", "a text stands in double quotes"),
        ('a = "\\q"', "1:6-8", "an unknown escape"),
        ('a = "\\ud800"', "1:6-12", "one half of a character"),
        ("a = 1 b = 2", "1:7-8", "the line should end before this"),
        ("a {} b = 2", "1:6-7", "the line should end before this"),
        ('a = "${x"\nb = 1', "1:9-10", "the quote is not closed on this line"),
        ('a = "${(x}"', "1:10-11", "this '}' closes nothing"),
        ("a = <<E\nx\n", "1:5-8", "the text that starts here never ends: put 'E' on a line of its own"),
        ("a = <<E\n${x\nE\n", "2:2-3", "the '{' here is never closed"),
        ("a = <<E\n${x\nE\n}\n", "2:1-2", "in this text is never closed"),
        ("a = \nb = 1", "1:4-5", "a value is missing here"),
        ("a =", "1:3-4", "a value is missing here"),
        ("a: 1", "1:2-3", "HCL writes 'name = value'"),
        ("a b", "1:1-2", "a '=' and a value, or a '{', is missing after 'a'"),
        ("a {\n b = 1\n", "1:3-4", "the block that starts here is never closed"),
        ("a = 1\n}\n", "2:1-2", "this '}' closes nothing"),
        ("a = [1 2]", "1:8-9", "a ',' or a ']' is missing"),
        ("a = [[1] 2]", "1:10-11", "a ',' or a ']' is missing"),
        ("a = [1,\n", "1:5-6", "a ']' is missing for the one that opens here"),
        ("a = [1,,2]", "1:7-8", "a value is missing here"),
        ("a = [1}", "1:7-8", "this '}' closes nothing"),
        ("a = 1, 2", "1:6-7", "the line should end before this"),
        ("a = f(1), 2", "1:9-10", "a ',' cannot stand here"),
        ("a = f(1", "1:6-7", "the '(' here is never closed"),
        ("a = { = 1}", "1:7-8", "'=' cannot stand here"),
        ("/* x", "1:1-3", "the comment that starts here never ends"),
        ("a = f(/* x", "1:7-9", "the comment that starts here never ends"),
        ('"a" = 1', "1:1-2", "a name stands without quotes here"),
        ('a "x ${y}" {}', "1:3-11", "a label is a plain text"),
        ("", "1:1-1", "the file is empty"),
        ("# x\n", "1:1-1", "the file is empty"),
    ],
)
def test_a_mistake_is_named_where_it_is(text: str, place: str, says: str) -> None:
    document = load(text)
    assert document.data is None
    assert len(document.problems) == 1
    (problem,) = document.problems
    at = problem.location
    assert problem.code == "syntax"
    assert f"{at.line}:{at.column}-{at.end_column}" == place
    assert says in problem.message


def test_of_two_attributes_with_one_name_the_first_stands_and_the_second_is_told_with_its_path() -> None:
    document = load('b "x" {\n a = 1\n a = {c = 2}\n a = [3] + d\n o = [{k = 1, k = 2}]\n}\n')
    assert document.data == {"b {}": [{LABELS: ["x"], "a": 1, "o": [{"k": 1}]}]}
    assert [(str(p.location), p.code, p.path, str(p.related[0].location)) for p in document.problems] == [
        ("m.hcl:3:2", "duplicate-key", ("b {}", 0, "a"), "m.hcl:2:2"),
        ("m.hcl:4:2", "duplicate-key", ("b {}", 0, "a"), "m.hcl:2:2"),
        ("m.hcl:5:15", "duplicate-key", ("b {}", 0, "o", 0, "k"), "m.hcl:5:8"),
    ]


@pytest.mark.parametrize("text", ["a {\n", "a = [", "a = {x = ", "a = (", 'a = "${"', 'a = f("${'])
def test_depth_is_bounded(text: str) -> None:
    opening = text.removeprefix("a = ")
    with pytest.raises(InputError, match="more than 64 levels"):
        load(text + opening * 100_000)


def test_nodes_are_bounded() -> None:
    with pytest.raises(InputError, match="more than 10 keys and values"):
        parse(Source("m.hcl", "a = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"), Limits(nodes=10))


def test_only_the_ending_makes_a_text_hcl() -> None:
    assert parse(Source("A/M.TM.HCL", "a = 1")).data == {"a": 1}
    assert parse(Source("m.tf", "a = 1")).data != {"a": 1}
