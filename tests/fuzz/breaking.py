"""Ways to break a text: as bytes, as words, and as the data that it holds."""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

_WORDS = (
    *(
        "",
        " ",
        "null",
        "~",
        "[]",
        "{}",
        "0",
        "-1",
        "1e999",
        "true",
        "no",
        '"',
        "'",
        "<",
        ">",
        "&",
        "*a",
        "<<",
        "%",
        "\\",
    ),
    *(
        "\u2028",
        "\u202e",
        "\x00",
        "\ud7ff",
        "é",
        "日本",
        "x" * 300,
        "a:b",
        "../../x",
        "https://127.0.0.1:1/",
        "${var.x}",
    ),
    *("2", "9" * 30, "00000000-0000-0000-0000-000000000000", "2.0", "0.2", "NaN", "-", "- - -", "\t", "\r\n", "#"),
)
_VALUES: tuple[Any, ...] = (
    *_WORDS,
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**18,
    [],
    {},
    [[]],
    {"id": "x"},
    ["x", "x"],
    [None],
)


def broken(data: bytes, random: Random) -> bytes:
    """The bytes with one to four things broken."""
    for _ in range(random.randint(1, 4)):
        data = random.choice((_bytes, _lines, _word, _tree, _tree))(data, random)
    return data


def _bytes(data: bytes, random: Random) -> bytes:
    at, length = random.randrange(len(data) + 1), random.choice((1, 1, 2, 8, 64))
    new = bytes(random.randrange(256) for _ in range(random.choice((0, 1, 2))))
    return data[:at] + new + data[at + length :]


def _lines(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    kind = random.randrange(4)
    if kind == 0:
        del lines[min(one, other) : max(one, other) + random.randrange(2)]
    elif kind == 1:
        lines[other:other] = lines[min(one, other) : max(one, other)][:40]
    elif kind == 2:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        lines[one] = lines[one][random.randrange(4) :]
    return b"\n".join(lines)


def _word(data: bytes, random: Random) -> bytes:
    """Some quoted or bare word becomes another one, of the text or a hostile one."""
    text = data.decode("utf-8", "replace")
    parts = text.split('"')
    if len(parts) > 3:
        at = random.randrange(1, len(parts))
        parts[at] = random.choice((random.choice(_WORDS), random.choice(parts)))
        return '"'.join(parts).encode("utf-8", "replace")
    words = text.split(" ")
    words[random.randrange(len(words))] = random.choice((random.choice(_WORDS), random.choice(words)))
    return " ".join(words).encode("utf-8", "replace")


def _tree(data: bytes, random: Random) -> bytes:
    """A value somewhere in the data of JSON or of XML becomes another; any other text is broken by lines."""
    if data.lstrip().startswith(b"<"):
        return _element(data, random)
    try:
        whole = json.loads(data)
        places = [*_places(whole, 0)]
        holder, key = random.choice(places)
    except (ValueError, IndexError, RecursionError):
        return _lines(data, random)
    kind = random.randrange(5)
    if kind == 0:
        del holder[key]
    elif kind == 1:
        holder[key] = random.choice(_VALUES)
    elif kind == 2:
        other, name = random.choice(places)
        holder[key] = json.loads(json.dumps(other.get(name) if isinstance(other, dict) else _item(other, name)))
    elif isinstance(holder, list):
        holder.insert(random.randrange(len(holder) + 1), json.loads(json.dumps(_item(holder, key))))
    else:
        holder[random.choice((*holder, "id", "type", "name"))] = holder[key]
    return json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")


_INNERMOST = re.compile(r"<([\w:.-]+)([^<>]*[^<>/]|)>([^<>]*)</\1>|<([\w:.-]+)([^<>]*)/>")
_NOT_XML = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "\x00": None})


def _element(data: bytes, random: Random) -> bytes:
    """An innermost element of XML is gone, there twice, or says something else, in its text or an attribute."""
    text = data.decode("utf-8", "replace")
    found = [*_INNERMOST.finditer(text)]
    if not found:
        return _lines(data, random)
    one, other = random.choice(found), random.choice(found)
    word = random.choice((random.choice(_WORDS).translate(_NOT_XML), (other[3] or "").strip()))
    said = one[0]
    new = random.choice(
        (
            "",
            said * 2,
            other[0],
            re.sub(r">[^<>]*<", lambda _: f">{word}<", said),
            re.sub(r'"[^"<>]*"', lambda _: f'"{word}"', said, count=random.randint(1, 3)),
            re.sub(r' [\w:.-]+="[^"<>]*"', "", said, count=1),
        )
    )
    return f"{text[: one.start()]}{new}{text[one.end() :]}".encode("utf-8", "replace")


def _item(holder: list[Any], at: int) -> Any:
    return holder[at] if at < len(holder) else None


def _places(value: Any, depth: int) -> Any:
    if depth > 60:
        return
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield value, key
        yield from _places(inner, depth + 1)
