"""HCL (HashiCorp's configuration language, version 2, native syntax) to data with positions. Nothing is evaluated.

A body is a mapping. An attribute is under its name. The blocks of a type are a list under the type and ``{}``, in the
order of the text; each is a mapping of its own, with its labels as a list of texts under ``<labels>``. No attribute can
be called so (:mod:`checker.documents.hcl_body` has both keys). A block is where its type and labels stand.

A value is what JSON has for it, or an :class:`Expression` where something would have to be looked up or computed.
"""

from __future__ import annotations

import re
from array import array
from typing import Any

from checker.core.source import Source
from checker.documents.complaints import Complaints, Unreadable, empty
from checker.documents.document import Document, Lines, Marks, Pair
from checker.documents.hcl_body import LABELS, Open
from checker.documents.hcl_text import NAME, Expression, Text, never_ending
from checker.documents.limits import LIMITS, Limits
from checker.documents.words import quote

_NAME = re.compile(NAME).match
_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][-+]?[0-9]{1,3})?(?![\w.])").match
_PLAIN_LINE = re.compile(rf'({NAME})[ \t]*=[ \t]*("([^"\\$%\n]*)")(?=[ \t]*\r?\n)').match
"""What most attributes are: a text without anything special in it, to the end of the line."""
_FOR = re.compile(r"for(?![\w-])").match
_LITERALS = {"true": True, "false": False, "null": None}
_STOPS = {"body": "\n}", "object": "\n,}", "list": ",]"}
_GOES_ON = frozenset("+-*/%<>=!&|?[.(")
"""What an operator, a call or a step begins with."""


def read(source: Source, limits: Limits = LIMITS) -> Document:
    """The document of an HCL text. Raises InputError where it passes a limit."""
    lines = Lines(source.path, source.text)
    scan = _Scan(lines, limits)
    data: Any = None
    root = (0, 0)
    try:
        data, root = scan.document()
    except Unreadable as stop:
        scan.wrong.complain(stop.message, *stop.pair)
    return Document(source, data, scan.wrong.listed(), scan.marks._replace(root=root), lines)


class _Scan:
    """One pass over one text. Every method that reads takes the index to start at and returns the one after."""

    def __init__(self, lines: Lines, limits: Limits) -> None:
        self.lines = lines
        self.text = lines.text
        self.limits = limits
        self.wrong = Complaints(lines, limits)
        self.scan = Text(lines.text, self.wrong, limits)
        self.marks = Marks(array("I"), {})
        self.stack = [Open("body", {}, 0, ())]
        self.nodes = 0

    def document(self) -> tuple[dict[str, Any], Pair]:
        """The data, and the pair of its first token. Raises Unreadable, InputError."""
        root = self.stack[0]
        first = at = self.scan.gap(0)
        if at == len(self.text):
            raise Unreadable(empty(self.lines.path), 0, 0)
        while at < len(self.text) or len(self.stack) > 1:
            at = self.scan.gap(self.item(at) if self.stack[-1].kind == "body" else self.element(at))
        self.close()
        return root.container, (first, first + 1) if not root.pairs else (root.pairs[0], root.pairs[1])

    def item(self, at: int) -> int:
        """An attribute or the head of a block, or the end of the body."""
        here = self.stack[-1]
        if plain := _PLAIN_LINE(self.text, at):
            here.key, here.named = plain[1], plain.span(1)
            self.count(*here.named)
            self.count(*plain.span(2))
            here.put(plain[3], *plain.span(2))
            return plain.end()
        if at == len(self.text):
            raise Unreadable("the block that starts here is never closed: a '}' is missing", here.start, here.start + 1)
        if self.text.startswith("}", at) and len(self.stack) > 1:
            self.close()
            return self.line_end(at + 1)
        name = _NAME(self.text, at)
        if name is None:
            raise self.unexpected(at)
        self.count(*name.span())
        then = self.scan.blank(name.end())
        if self.text.startswith("=", then) and not self.text.startswith("==", then):
            here.key, here.named = name[0], name.span()
            return self.value(self.scan.blank(then + 1))
        return self.block(name, then)

    def block(self, name: re.Match[str], at: int) -> int:
        """The labels of a block and its opening brace."""
        labels: list[str] = []
        pairs: list[int] = []
        while not self.text.startswith("{", at):
            label, end = self.label(name, at)
            labels.append(label)
            pairs += (at, end)
            self.count(at, end)
            at = self.scan.blank(end)
        end = pairs[-1] if pairs else name.end()
        self.deeper(name.start(), end)
        inside: dict[str, Any] = {LABELS: labels}
        self.marks.add(labels, pairs)
        body = Open("body", inside, at, self.stack[-1].put_block(name[0], inside, name.span(), end))
        body.pairs += (name.start(), end, pairs[0] if pairs else name.start(), end)
        self.stack.append(body)
        return at + 1

    def label(self, name: re.Match[str], at: int) -> tuple[str, int]:
        if self.text.startswith('"', at):
            value, end = self.scan.quoted(at)
            if not isinstance(value, str):
                raise Unreadable("a label is a plain text: it cannot have ${…} in it", at, end)
            return value, end
        if plain := _NAME(self.text, at):
            return plain[0], plain.end()
        if self.text.startswith(":", at):
            raise Unreadable("HCL writes 'name = value': put a '=' for the ':'", at, at + 1)
        raise Unreadable(f"a '=' and a value, or a '{{', is missing after {quote(name[0])}", *name.span())

    def element(self, at: int) -> int:
        """The next entry of a list or object, or its end."""
        here = self.stack[-1]
        closer = "]" if here.kind == "list" else "}"
        if self.text.startswith(closer, at):
            self.close()
            return self.valued(here, at + 1)
        if at == len(self.text):
            raise Unreadable(f"a '{closer}' is missing for the one that opens here", here.start, here.start + 1)
        if here.begun and self.text.startswith(",", at):
            here.begun = False
            return at + 1
        here.begun = True
        return self.value(at) if here.kind == "list" else self.entry(here, at)

    def entry(self, here: Open, at: int) -> int:
        """A key of an object and its value."""
        name, end = self.key(at)
        then = self.scan.blank(end)
        if name is None or self.text[then : then + 1] not in ("=", ":"):
            end = self.scan.expression(at, "=:")[1]
            name, then, here.computed = f"<{at}>", self.scan.gap(end), True
            if end == at or then == len(self.text):
                raise self.unexpected(at)
        here.key, here.named = name, (at, end)
        self.count(at, end)
        return self.value(self.scan.blank(then + 1))

    def key(self, at: int) -> tuple[str | None, int]:
        """A key that is written out; None where it has to be computed."""
        if self.text.startswith('"', at):
            name, end = self.scan.quoted(at)
            return (name if isinstance(name, str) else None), end
        found = _NAME(self.text, at)
        return (found[0], found.end()) if found else (None, at)

    def value(self, at: int) -> int:
        """A value, or the opening bracket of a list or object."""
        here = self.stack[-1]
        stops = _STOPS[here.kind]
        if self.scan.is_end(at, stops):
            raise Unreadable("a value is missing here", max(at - 1, 0), max(at, 1))
        char = self.text[at]
        if char in "[{" and not _FOR(self.text, self.scan.gap(at + 1)):
            return self.open("list" if char == "[" else "object", at)
        value, end = self.simple(at)
        if end == at or self.goes_on(end, stops):
            value, end = self.scan.expression(at, stops)
        self.count(at, end)
        here.put(value, at, end)
        return end

    def open(self, kind: str, at: int) -> int:
        self.count(at, at + 1)
        container: Any = [] if kind == "list" else {}
        self.stack[-1].put(container, at, at + 1)
        self.deeper(at, at + 1)
        self.stack.append(Open(kind, container, at, self.stack[-1].last()))
        return at + 1

    def valued(self, done: Open, end: int) -> int:
        """What comes after a list or object: nothing of the same value, or it was the beginning of an expression."""
        above = self.stack[-1]
        if self.goes_on(end, _STOPS[above.kind]):
            end = self.scan.expression(end, _STOPS[above.kind])[1]
        elif not done.computed:
            return end
        value = Expression((), self.text[done.start : end][:60])
        if isinstance(above.container, list):
            above.container[-1], above.pairs[-1] = value, end
        elif above.named != (above.seconds[-1][1] if above.seconds else None):
            above.container[above.key], above.pairs[-1] = value, end
        return end

    def goes_on(self, at: int, stops: str) -> bool:
        """Whether a value that could end here is only the first operand. Raises Unreadable where neither can be."""
        at = self.scan.after(at, stops)
        if self.scan.is_end(at, stops):
            return False
        if self.text[at] in _GOES_ON:
            return True
        if self.text[at] in ")]}":
            raise Unreadable(f"this '{self.text[at]}' closes nothing: check the brackets before it", at, at + 1)
        if "\n" in stops:
            raise Unreadable("the line should end before this: write it on a line of its own", at, at + 1)
        raise Unreadable("a ',' or a ']' is missing before this", at, at + 1)

    def simple(self, at: int) -> tuple[Any, int]:
        """A value that is written out, or a name to look up; the same index where it is neither."""
        char = self.text[at]
        if char == '"':
            return self.scan.quoted(at)
        if char == "<" and (text := self.scan.heredoc(at)):
            return text
        if char == "'":
            raise Unreadable("a text stands in double quotes", at, at + 1)
        if number := _NUMBER(self.text, at):
            return _number(number), number.end()
        found = self.scan.reference(at)
        if found is None:
            return None, at
        reference, end = found
        if self.text[at:end] in _LITERALS:
            return _LITERALS[self.text[at:end]], end
        return reference, end

    def line_end(self, at: int) -> int:
        """A block ends with its line, or where the one around it does."""
        then = self.scan.blank(at)
        if not self.scan.is_end(then, _STOPS["body"]):
            raise Unreadable("the line should end before this: write it on a line of its own", then, then + 1)
        return at

    def close(self) -> None:
        """The innermost body, list or object ends."""
        done = self.stack.pop()
        self.marks.add(done.container, done.pairs)
        for key, pairs in done.blocks.items():
            self.marks.add(done.container[key], pairs)
        if done.seconds:
            path = tuple(step for here in (*self.stack, done) for step in here.steps)
            order = {key: 4 * index for index, key in enumerate(done.container)}
            for key, pair in done.seconds:
                first = order[key]
                self.wrong.duplicate(key, pair, (done.pairs[first], done.pairs[first + 1]), path)

    def unexpected(self, at: int) -> Unreadable:
        if self.text.startswith("/*", at):
            return never_ending(at)
        char = self.text[at]
        if char == "}":
            return Unreadable("this '}' closes nothing: check the braces before it", at, at + 1)
        hint = "a name stands without quotes here" if char == '"' else "write 'name = value' or 'type \"name\" {'"
        return Unreadable(f"{quote(char)} cannot stand here: {hint}", at, at + 1)

    def deeper(self, start: int, end: int) -> None:
        if len(self.stack) > self.limits.depth:
            raise self.wrong.over("depth", start, end)

    def count(self, start: int, end: int) -> None:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise self.wrong.over("nodes", start, end)


def _number(found: re.Match[str]) -> int | float | Expression:
    if not found[1] and not found[2]:
        return int(found[0])
    value = float(found[0])
    return value if value not in (float("inf"), float("-inf")) else Expression((), found[0][:60])
