"""XML: what it becomes, and what of it is refused before it costs."""

from __future__ import annotations

import pytest

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.xml import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, Element, parse_xml


def parsed(text: str) -> Element:
    return parse_xml(Source("a.xml", text))


def refused(text: str) -> tuple[str, str]:
    """The place and the message."""
    with pytest.raises(InputError) as raised:
        parsed(text)
    assert raised.value.exit_code == 3
    return str(raised.value.at), raised.value.message


def test_elements_attributes_and_texts() -> None:
    root = parsed('<?xml version="1.0"?>\n<a x="1 &amp; 2">\n <b>one</b> two <!-- no --><b><![CDATA[<3>]]></b></a>')
    assert (root.tag, root.attributes, root.text) == ("a", {"x": "1 & 2"}, "two")
    assert [b.text for b in root.all("b")] == ["one", "<3>"]
    assert (root.text_of("b"), root.text_of("c"), root.all("c")) == ("one", "", [])
    assert [str(b.location) for b in root.children] == ["a.xml:3:2", "a.xml:3:28"]


def test_the_encoding_that_a_file_names_does_not_count() -> None:
    assert parsed('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>').text == "é"


BOMB = """\
<?xml version="1.0"?>
<!DOCTYPE a [
 <!ENTITY x "xxxxxxxxxx">
 <!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">
]>
<a>&y;</a>
"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1/">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/">%p;]><a/>',
        "<!DOCTYPE a><a/>",
    ],
)
def test_document_types_are_refused(text: str) -> None:
    place, message = refused(text)
    assert place.startswith(f"a.xml:{2 if text is BOMB else 1}:")
    assert message == "a document type or entity of its own ('a'): such XML is not read"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "a.xml:1:1", "no element found"),
        ("<a>\n<b></a>", "a.xml:2:6", "mismatched tag"),
        ("<a>&nbsp;</a>", "a.xml:1:4", "undefined entity"),
        ("<a>\x00</a>", "a.xml:1:4", "not well-formed"),
        ("<a/><b/>", "a.xml:1:5", "junk after document element"),
        ("{}", "a.xml:1:1", "not well-formed"),
        ("<a>\ud800</a>", "a.xml:1:4", "not well-formed"),
    ],
)
def test_what_is_no_xml_is_said_with_its_place(text: str, place: str, message: str) -> None:
    at, said = refused(text)
    assert at == place
    assert said.startswith("not readable as XML: ")
    assert message in said


def test_limits() -> None:
    assert parsed("<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH).tag == "a"
    assert refused("<a>" * (MAX_DEPTH + 1))[1] == "more than 200 elements inside each other, the limit for one file"
    assert len(parsed("<a>" + "<b/>" * (MAX_ELEMENTS - 1) + "</a>").children) == MAX_ELEMENTS - 1
    assert refused("<a>" + "<b/>" * MAX_ELEMENTS + "</a>")[1] == "more than 50,000 elements, the limit for one file"
    assert refused("<a>" + " " * MAX_BYTES + "</a>")[1] == "more than 5,000,000 bytes of XML, the limit for one file"


TEXT = """\
<?xml version="1.0"?>
<m:a xmlns:m="urn:m" y='2' x = "é &amp; 1"
   >
  <m:b i:type="t"> one
     two</m:b><c/><d><![CDATA[ three]]></d><e>é</e><f>x</f>
</m:a>
"""


def shown(at: Location) -> str:
    """A place, and what stands there."""
    return f"{at.line}:{at.column} {TEXT.splitlines()[at.line - 1][at.column - 1 : at.end_column - 1]}"


def test_places_of_tags_attributes_and_texts() -> None:
    root = parsed(TEXT)
    one, empty, cdata, accented, last = root.children
    assert (root.local, root.namespace, root.text_location) == ("a", "urn:m", root.location)
    assert shown(root.location) == "2:1 <m:a"
    assert [shown(root.attribute_location(name)) for name in ("x", "y", "xmlns:m")] == [
        "2:33 é &amp; 1",
        "2:25 2",
        "2:15 urn:m",
    ]
    assert root.attribute_location("z") == root.location
    assert shown(one.text_location) == "4:20 one"
    assert (one.attribute("type"), one.attribute("x")) == ("t", "")
    assert empty.text_location == empty.location
    assert shown(cdata.text_location) == "5:32 three"
    assert [shown(element.text_location) for element in (accented, last)] == ["5:47 é", "5:55 x"]
    assert (root.first("b"), root.first("x"), root.text_of("f")) == (one, None, "x")


def test_places_behind_letters_of_several_bytes_count_letters() -> None:
    text = "<a>日本<b/>\n😀<c>é</c>é<d/></a>"
    found = parsed(text).children
    assert [str(one.location) for one in found] == ["a.xml:1:6", "a.xml:2:2", "a.xml:2:11"]
    assert refused("<a>é\n😀</b>")[0] == "a.xml:2:4"


def test_places_in_a_long_text_of_letters_of_several_bytes_are_right_in_whatever_order_they_are_asked() -> None:
    words = [letter * (number % 7) for number, letter in enumerate("aé€😀" * 900)]
    root = parsed(f"<r>{''.join(f'<b>{word}</b>' for word in words)}</r>")
    starts, at = [], 4
    for word in words:
        starts.append(at)
        at += len(word) + 7
    assert [element.location.column for element in reversed(root.children)] == starts[::-1]
    assert at > 4096
