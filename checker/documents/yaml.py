"""YAML to data with positions: one pass over the parser's events.

libyaml's events where it is there, else PyYAML's own: same data, same places. No node tree is built, so the cost is
flat and every bound is checked before anything is made. What a scalar means is in ``scalars``.

Merge keys (``<<``, https://yaml.org/type/merge.html) are honoured; keys written out win over merged ones, whatever
their order. A key is always the text as written: ``1:`` and ``"1":`` are the same key.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents.anchors import Anchors, TooMuch
from checker.documents.complaints import Complaints, Unreadable, empty
from checker.documents.document import Document, Lines, Marks, Pair, Path
from checker.documents.limits import LIMITS, Limits
from checker.documents.mappings import Dropped, tidy
from checker.documents.scalars import container_tag, plain, tagged
from checker.documents.words import has_half, quote

Events = Callable[[], Event | None]

Stack = list[tuple[Any, list[int]]]
"""The containers around the open one, outermost first, with their pairs so far."""

_ODD_KEYS = frozenset(("", "<<"))

_SHARED = 4096
"""How many distinct words are kept to be shared. Ids fill that again and again, so it is then begun anew: the words
that a section repeats are back at once."""


def c_events(text: str) -> Events:
    """The next event of a text, by libyaml. Raises AttributeError where PyYAML was built without it."""
    return yaml.CSafeLoader(text).get_event


def pure_events(text: str) -> Events:
    """The same events by PyYAML itself: about 12 times slower."""
    get_event: Any = yaml.SafeLoader(text).get_event

    def next_event() -> Any:
        event: Any = get_event()
        if type(event) is ScalarEvent and event.style == '"' and has_half(event.value):
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(None, None, "found an escape of half a character", mark)
        return event

    return next_event


def read(source: Source, limits: Limits = LIMITS, events: Callable[[str], Events] | None = None) -> Document:
    """The document of a YAML text. Raises InputError where it passes a limit."""
    lines = Lines(source.path, source.text)
    return _Pass(lines, limits, events or (c_events if yaml.__with_libyaml__ else pure_events)).document(source)


class _Pass:
    """One pass over one text. ``walk`` is the loop that every node goes through; all else is for the rare node."""

    def __init__(self, lines: Lines, limits: Limits, events: Callable[[str], Events]) -> None:
        self.lines = lines
        self.limits = limits
        self.events = events
        self.marks = Marks(array("I"), {})
        self.anchors = Anchors(limits)
        self.odd: dict[int, bool] = {}
        """Ids of the open mappings that hold a Dropped key, and whether one of them is a merge."""
        self.wrong = Complaints(lines, limits)

    def document(self, source: Source) -> Document:
        data: Any = None
        root = (0, 0)
        try:
            data, root = self.walk()
        except Unreadable as stop:
            self.wrong.complain(stop.message, *stop.pair)
        except (yaml.YAMLError, UnicodeEncodeError) as error:
            from checker.documents.syntax import explain

            self.wrong.syntax.append(explain(error, self.lines))
        if self.wrong.syntax:
            data, root = None, (0, 0)
        return Document(source, data, self.wrong.listed(), self.marks._replace(root=root), self.lines)

    def walk(self) -> tuple[Any, Pair]:  # noqa: PLR0912, PLR0915 - the one hot loop: a call per node would double its time
        """The data of the only document and the pair of its root. Raises Unreadable, yaml.YAMLError, InputError."""
        next_event = self.events(self.lines.text)
        indexes, offsets, odd, anchors = self.marks.indexes, self.marks.offsets, self.odd, self.anchors
        depth, nodes = self.limits.depth, self.limits.nodes
        values: dict[str, Any] = {}
        names: dict[str, str] = {}
        stack: Stack = []
        # The open container (a dict or a list), its pairs, and what comes next: a key, or the value of ``key``.
        holder: list[Any] = []
        container: Any = holder
        pairs: list[int] = []
        in_mapping = wants_key = False
        key: Any = None

        for count in range(nodes):
            event: Any = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                text = event.value
                pairs.append(event.start_mark.index)
                pairs.append(event.end_mark.index)
                if wants_key:
                    key = names.get(text)
                    if key is None:
                        if len(names) >= _SHARED:
                            names.clear()
                        key = names[text] = text
                    if key in container or key in _ODD_KEYS or event.anchor or event.tag:
                        key = self.odd_key(event, container)
                    wants_key = False
                    continue
                if event.tag:
                    value = self.tagged(event)
                elif event.style:
                    value = text
                else:
                    value = values.get(text, values)
                    if value is values:
                        if len(values) >= _SHARED:
                            values.clear()
                        value = values[text] = plain(text)
                if event.anchor:
                    self.anchor(event, value)
                if in_mapping:
                    container[key] = value
                    wants_key = True
                else:
                    container.append(value)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                if anchors.innermost is container:
                    anchors.close(count)
                if odd and id(container) in odd:
                    pairs = self.tidy(container, pairs, stack)
                offsets[id(container)] = len(indexes)
                indexes.extend(pairs)
                container, pairs = stack.pop()
                in_mapping = wants_key = type(container) is dict
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if wants_key:
                    raise Unreadable(
                        "a list or a mapping cannot be a key", event.start_mark.index, event.end_mark.index
                    )
                if len(stack) >= depth:
                    raise self.over("depth", event)
                pairs.append(event.start_mark.index)
                pairs.append(event.end_mark.index)
                child: Any = {} if kind is MappingStartEvent else []
                if event.tag or event.anchor:
                    self.odd_container(event, child, count)
                if in_mapping:
                    container[key] = child
                else:
                    container.append(child)
                stack.append((container, pairs))
                container, pairs = child, []
                in_mapping = wants_key = kind is MappingStartEvent
            elif kind is AliasEvent:
                pairs.append(event.start_mark.index)
                pairs.append(event.end_mark.index)
                value = self.alias(event)
                if wants_key:
                    key = self.alias_key(event, value, container)
                    wants_key = False
                elif in_mapping:
                    container[key] = value
                    wants_key = True
                else:
                    container.append(value)
            elif kind is not StreamStartEvent and self.ends(event, holder, pairs):
                return holder[0], (pairs[0], pairs[1])
        raise self.over("nodes", event)

    def ends(self, event: Any, holder: list[Any], pairs: list[int]) -> bool:
        """Whether the text ends here, after its only document. Raises Unreadable for none and for a second one."""
        kind = type(event)
        if kind is DocumentStartEvent and holder:
            message = "a second document starts here, but a file holds only one: put it in a file of its own"
            raise Unreadable(message, event.start_mark.index, event.end_mark.index)
        if kind is not StreamEndEvent:
            return False
        if not holder or (holder[0] is None and pairs[0] == pairs[1]):
            raise Unreadable(empty(self.lines.path), 0, 0)
        return True

    def odd_key(self, event: Any, container: dict[Any, Any]) -> Any:
        """A scalar key that is empty, ``<<``, a duplicate, or has an anchor or a tag: the key to use."""
        text: str = event.value
        if event.tag:
            self.tagged(event)
        if event.anchor:
            self.anchor(event, text)
        if not text and not event.style:
            start = max(event.start_mark.index - 1, 0)
            raise Unreadable("a key is missing here", start, start + 1)
        return self.key(text, container, merge=text == "<<" and not event.style and not event.tag)

    def alias_key(self, event: Any, value: Any, container: dict[Any, Any]) -> Any:
        """An alias as a key: the text it stands for."""
        if not isinstance(value, str):
            raise Unreadable("only an alias of a text can be a key", event.start_mark.index, event.end_mark.index)
        return self.key(value, container, merge=False)

    def key(self, text: str, container: dict[Any, Any], merge: bool) -> Any:
        merged = self.odd.get(id(container), False)
        if not merge and text not in container:
            return text
        self.odd[id(container)] = merge or merged
        return Dropped(text, merge and not merged)

    def tagged(self, event: Any) -> Any:
        try:
            return tagged(event.value, event.tag)
        except ValueError as error:
            self.wrong.complain(str(error), event.start_mark.index, event.end_mark.index)
            return event.value

    def anchor(self, event: Any, value: Any) -> None:
        try:
            self.anchors.define(event.anchor, value)
        except TooMuch as limit:
            raise self.over(str(limit), event) from None

    def odd_container(self, event: Any, child: Any, count: int) -> None:
        """A list or mapping with a tag or an anchor."""
        if event.tag and (reason := container_tag(event.tag, "map" if isinstance(child, dict) else "seq")):
            self.wrong.complain(reason, event.start_mark.index, event.end_mark.index)
        if not event.anchor:
            return
        try:
            self.anchors.open(event.anchor, child, count)
        except TooMuch as limit:
            raise self.over(str(limit), event) from None

    def alias(self, event: Any) -> Any:
        """What an alias stands for; None, and a problem, where that cannot be."""
        start, end = event.start_mark.index, event.end_mark.index
        try:
            return self.anchors.value(event.anchor)
        except KeyError:
            self.wrong.complain(f"no anchor {quote('&' + event.anchor)} comes before this alias", start, end)
        except RecursionError:
            self.wrong.complain(f"the alias {quote('*' + event.anchor)} stands inside what it stands for", start, end)
        except TooMuch as limit:
            raise self.over(str(limit), event) from None
        return None

    def tidy(self, container: dict[Any, Any], pairs: list[int], stack: Stack) -> list[int]:
        del self.odd[id(container)]
        return tidy(container, pairs, self.wrong, _path(stack))

    def over(self, limit: str, event: Any) -> InputError:
        return self.wrong.over(limit, event.start_mark.index, event.end_mark.index)


def _path(stack: Stack) -> Path:
    """Where the open container stands: the last key or index of each that holds it. The first only holds the root."""
    path: list[str | int] = []
    for container, _ in stack[1:]:
        if isinstance(container, list):
            path.append(len(container) - 1)
        else:
            key = next(reversed(container))
            path.append(key.key if isinstance(key, Dropped) else key)
    return tuple(path)
