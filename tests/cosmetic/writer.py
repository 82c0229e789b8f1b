"""The same data as text, in as many ways as YAML has: each call makes other choices, none of which means anything.

``ways`` are the kinds of choices that may be made; without any the text is plain block YAML. What was done is counted
in ``done``, so that a test can tell that every choice is really taken.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from random import Random
from typing import Any, NamedTuple

WAYS = ("layout", "quotes", "anchors", "styles", "ends")

_WORD = r"[A-Za-z](?:[\w./@'>*-]|:(?=\w))*"
_PLAIN = re.compile(rf"(?!(?:null|true|false|y|n|yes|no|on|off)\b){_WORD}(?: {_WORD})*", re.I)
"""Texts that need no quotes in any place; there are others."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = ("sure", "see: the plan", "- not an item", "'quote", "a: b", "TODO", "{", "ünïcode ☃", "&anchor", "%", "#")
_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\x85": "\\N", "\xa0": "\\_", "\u2028": "\\L"}


class Line(NamedTuple):
    """``after``: what may follow it: nothing of ours, a ``column`` (only a comment at column 0), or anything."""

    text: str
    after: str = "anything"


def canonical(value: Any) -> str:
    """Equal for values that an alias may stand for."""
    return json.dumps(value, sort_keys=True)


class Writer:
    """Writes one text. ``number_at(path)`` tells where a whole number may be written with a point."""

    def __init__(
        self,
        random: Random,
        ways: Collection[str] = (),
        done: Counter[str] | None = None,
        number_at: Callable[[tuple[Any, ...]], bool] = lambda path: False,
    ) -> None:
        self.random = random
        self.ways = ways
        self.done: Counter[str] = Counter() if done is None else done
        self.number_at = number_at
        self.lines: list[Line] = []
        self.known: dict[str, Any] = {}
        """Anchor -> the value that it stands for at this place of the text."""
        self.count = 0
        self.opened: list[str] = []
        self.held: set[str] = set()
        """Anchors that a merge key further down may need."""

    def may(self, way: str, what: str, chance: float) -> bool:
        """Whether to do a thing here; it is counted where it is done."""
        yes = way in self.ways and self.random.random() < chance
        if yes:
            self.done[f"{way}: {what}"] += 1
        return yes

    def document(self, data: dict[str, Any]) -> bytes:
        """The whole text."""
        start = self.start()
        lead = f"---{self.properties(data, container=True)}" if start else ""
        if start and self.may("styles", "the whole document in flow style", 0.15):
            self.put(f"{lead} {self.brackets(data, 1, ())}")
        else:
            if start:
                self.lines.append(Line(lead))
            self.mapping(data, self.random.choice((0, 1, 3)) if self.may("layout", "an indented root", 0.2) else 0, ())
        if start and self.may("styles", "an end of the document", 0.4):
            self.lines.append(Line("..."))
        return self.ended("\n".join([*self.head(start), *self.laid_out()]) + "\n")

    def start(self) -> bool:
        return self.may("styles", "a start of the document", 0.5)

    def head(self, start: bool) -> Iterable[str]:
        """What may stand before the start of a document."""
        if start and self.may("styles", "a directive", 0.3):
            yield f"%YAML 1.{self.random.choice('12')}"
        elif self.may("layout", "a comment or blank before all", 0.3):
            yield self.random.choice(("# " + self.random.choice(_WORDS), "", "#"))

    def ended(self, text: str) -> bytes:
        """Line ends, byte order mark, and the end of the file."""
        block_scalar_ends = not self.lines or self.lines[-1].after == "column"
        if not block_scalar_ends and self.may("ends", "no newline at the end", 0.3):
            text = text.rstrip("\n")
        elif self.may("ends", "blank lines at the end", 0.3) and not block_scalar_ends:
            text += "\n" * self.random.randint(1, 3)
        if self.may("ends", "CRLF", 0.6):
            text = text.replace("\n", "\r\n")
        elif self.may("ends", "CR alone", 0.1):
            text = text.replace("\n", "\r")
        mark = "\ufeff" if self.may("ends", "a byte order mark", 0.3) else ""
        return (mark + text).encode()

    def laid_out(self) -> Iterable[str]:
        """The lines with blanks and comments between and behind them."""
        for text, after in self.lines:
            tab = "" if text.endswith(("-", ":")) else "\t"  # behind those it would be indentation
            behind = ""
            if after == "anything" and self.may("layout", "a comment behind a value", 0.06):
                behind = self.random.choice((" # ", "   #", f" {tab}# ")) + self.random.choice(_WORDS)
            elif after == "anything" and self.may("layout", "blanks at the end of a line", 0.06):
                behind = self.random.choice((" ", "    ", f" {tab}"))
            yield text + behind
            while after != "nothing" and self.may("layout", "a line with a comment or nothing", 0.08):
                margin = "" if after == "column" else " " * self.random.randint(0, 9)
                comment = f"{margin}# {self.random.choice(_WORDS)}"
                yield self.random.choice((comment, "" if after == "column" else margin))

    # collections

    def value(self, value: Any, lead: str, indent: int, path: tuple[Any, ...]) -> None:
        """One value after ``lead`` (``  key:`` or ``  -``), whose mapping or list stands at ``indent``."""
        if name := self.alias(value):
            self.put(f"{lead}{self.space(lead)}*{name}")
            return
        if not isinstance(value, dict | list):
            self.scalar(value, lead, indent, path)
            return
        properties = self.properties(value, container=True)
        small = not value or len(path) > 2 or (isinstance(value, list) and not isinstance(value[0], dict | list))
        turned = bool(value) and self.may("styles", "block style for flow style, or the other way round", 0.3)
        if small != turned:
            self.put(f"{lead}{properties}{self.space(lead)}{self.brackets(value, indent + 1, path)}")
        else:
            self.block(value, lead, properties, indent, path)
        self.closed(value, properties)

    def block(self, value: Any, lead: str, properties: str, indent: int, path: tuple[Any, ...]) -> None:
        step = self.random.randint(1, 7) if self.may("layout", "another indentation", 0.3) else 2
        in_list = lead.endswith("-")
        if in_list and not properties and not self.may("styles", "an item below its dash", 0.2):
            step, first = len(lead) + max(step - 1, 1) - indent, len(self.lines)
            self.inner(value, indent + step, path)
            text, after = self.lines[first]
            self.lines[first] = Line(lead + text[len(lead) :], after)
            return
        self.lines.append(Line(lead + properties))
        flat = isinstance(value, list) and not in_list and not lead.lstrip().startswith(":") and path
        if flat and self.may("layout", "a list at the column of its key", 0.3):
            step = 0
        self.inner(value, indent + step, path)

    def inner(self, value: Any, indent: int, path: tuple[Any, ...]) -> None:
        if isinstance(value, dict):
            self.mapping(value, indent, path)
        else:
            for index, item in enumerate(value):
                self.value(item, " " * indent + "-", indent, (*path, index))

    def mapping(self, value: dict[str, Any], indent: int, path: tuple[Any, ...]) -> None:
        margin = " " * indent
        for key, item in self.entries(value):
            if key == "<<":
                merge = item if isinstance(item, str) else self.flow(item, indent + 1, (*path, "<<"))
                self.put(f"{margin}<<: {merge}")
            elif self.may("styles", "an explicit key", 0.06):
                self.lines.append(Line(f"{margin}? {self.key(key)}"))
                self.value(item, f"{margin}:", indent, (*path, key))
            else:
                self.value(item, f"{margin}{self.key(key)}:", indent, (*path, key))

    def entries(self, value: dict[str, Any]) -> Iterable[tuple[str, Any]]:
        """The entries to write: some may come by a merge key instead, which is then among them."""
        left = list(value.items())
        if not value or "<<" in value or not self.may("anchors", "a merge key", 0.15):
            return left
        merge, brought = self.merge(value)
        kept = [pair for pair in left if pair[0] not in brought or canonical(brought[pair[0]]) != canonical(pair[1])]
        kept += [pair for pair in left if pair not in kept and self.random.random() < 0.2]
        kept.insert(self.random.randint(0, len(kept)), ("<<", merge))
        return kept

    def merge(self, value: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """What to write behind ``<<``, and the entries that it brings: keys of ``value``, some to be overridden."""
        fits = [
            n for n, known in self.known.items() if isinstance(known, dict) and known and known.keys() <= value.keys()
        ]
        if fits and self.random.random() < 0.8:
            chosen = self.random.sample(fits, min(len(fits), self.random.randint(1, 3)))
            self.held.update(chosen)
            if len(chosen) == 1 and self.random.random() < 0.5:
                self.done["anchors: a merge of an alias"] += 1
                return f"*{chosen[0]}", self.known[chosen[0]]
            self.done["anchors: a merge of several"] += 1
            brought: dict[str, Any] = {}
            for name in chosen:
                brought = {**self.known[name], **brought}
            return f"[{', '.join(f'*{name}' for name in chosen)}]", brought
        self.done["anchors: a merge of a mapping written there"] += 1
        keys = self.random.sample(sorted(value), self.random.randint(1, len(value)))
        return (brought := {key: "overridden" if self.random.random() < 0.3 else value[key] for key in keys}), brought

    def flow(self, value: Any, indent: int, path: tuple[Any, ...]) -> str:
        """A value in flow style. Where it goes over several lines they are indented by ``indent`` at least."""
        if name := self.alias(value):
            return f"*{name} "
        if not isinstance(value, dict | list):
            return self.inline(value, path)
        properties = self.properties(value, container=True).lstrip()
        written = self.brackets(value, indent, path)
        self.closed(value, properties)
        return f"{properties} {written}" if properties else written

    def brackets(self, value: Any, indent: int, path: tuple[Any, ...]) -> str:
        """A list or mapping in flow style, without properties."""
        if isinstance(value, dict):
            parts = [self.flow_entry(key, item, indent, path) for key, item in self.entries(value)]
        else:
            parts = [self.flow(item, indent, (*path, index)) for index, item in enumerate(value)]
        gap = self.gap(indent)
        comma = "," if parts and self.may("styles", "a comma before the bracket", 0.1) else ""
        inside = gap() + f",{gap(' ')}".join(parts) + comma + gap()
        return f"{{{inside}}}" if isinstance(value, dict) else f"[{inside}]"

    def flow_entry(self, key: str, item: Any, indent: int, path: tuple[Any, ...]) -> str:
        if key == "<<":
            return f"<<: {item if isinstance(item, str) else self.flow(item, indent, (*path, '<<'))}"
        mark = "? " if self.may("styles", "an explicit key in flow style", 0.05) else ""
        name = self.key(key)
        tight = name.startswith(('"', "'")) and not mark and self.may("styles", "no blank behind a quoted key", 0.2)
        return f"{mark}{name}:{'' if tight else ' '}{self.flow(item, indent, (*path, key))}"

    def gap(self, indent: int) -> Callable[..., str]:
        """Makes what stands between the parts of one flow collection."""
        broken = self.may("layout", "a flow collection over several lines", 0.2)

        def gap(usual: str = "") -> str:
            if not broken or self.random.random() < 0.5:
                return usual
            comment = f" # {self.random.choice(_WORDS)}" if self.random.random() < 0.3 else ""
            return f"{comment}\n{' ' * (indent + self.random.randint(0, 5))}"

        return gap

    # scalars

    def scalar(self, value: Any, lead: str, indent: int, path: tuple[Any, ...]) -> None:
        """A scalar of block style: it may go over several lines."""
        if not isinstance(value, str):
            if value is None and self.may("styles", "nothing for null", 0.5):
                self.put(lead)
            else:
                self.put(f"{lead}{self.space(lead)}{self.inline(value, path)}")
            return
        if value and self.may("quotes", "a block scalar", 0.2) and self.block_scalar(value, lead, indent):
            return
        text = self.inline(value, path)
        folded = " " in value and self.may("layout", "a text over several lines", 0.3)
        if folded and "\n" not in value and "  " not in value and value == value.strip():
            bare = text[0] in "'\"" or _PLAIN.fullmatch(text)
            self.put(f"{lead} {re.sub(' (?=[A-Za-z0-9])', self.fold(indent), text) if bare else text}")
        else:
            self.put(f"{lead}{self.space(lead)}{text}")

    def fold(self, indent: int) -> Callable[[re.Match[str]], str]:
        return lambda _: "\n" + " " * (indent + self.random.randint(1, 8)) if self.random.random() < 0.3 else " "

    def block_scalar(self, value: str, lead: str, indent: int) -> bool:
        """``|`` or ``>``, where the text is one that it can hold."""
        body = value.removesuffix("\n")
        lines = body.split("\n")
        if not all(map(str.isprintable, lines)) or body != body.strip() or not body:
            return False
        step = self.random.randint(1, 6)
        told = str(step) if self.random.random() < 0.3 else ""
        chomp = "" if value.endswith("\n") else "-"
        folds = self.random.random() < 0.5 and not any(line.startswith(" ") for line in lines)
        properties = self.properties(value)
        self.lines.append(Line(f"{lead}{properties} {'>' if folds else '|'}{told}{chomp}", "nothing"))
        margin = " " * (indent + step)
        if folds:
            self.done["quotes: a folded block scalar"] += 1
            doubled = re.sub("\n+", lambda breaks: breaks[0] + "\n", body)
            lines = re.sub(r"(?<=\S) (?=\S)", lambda _: self.random.choice("  \n"), doubled).split("\n")
        self.lines.extend(Line(margin + line if line else "", "nothing") for line in lines)
        self.lines[-1] = self.lines[-1]._replace(after="column")
        self.closed(value, properties)
        return True

    def inline(self, value: Any, path: tuple[Any, ...] = ()) -> str:
        """A scalar on one line, with an anchor or a tag perhaps."""
        properties = self.properties(value).lstrip()
        text = self.word(value, path, "!!" in properties)
        self.closed(value, properties)
        return f"{properties} {text}" if properties else text

    def word(self, value: Any, path: tuple[Any, ...], tagged: bool) -> str:
        if isinstance(value, str):
            return self.text(value)
        if value is None:
            return self.random.choice(("null", "~", "Null", "NULL")) if self.may("styles", "null", 1) else "null"
        if isinstance(value, bool):
            word = str(value).lower()
            return self.random.choice((word.title(), word.upper())) if self.may("styles", "True", 0.4) else word
        if isinstance(value, int) and self.number_at(path) and not tagged and self.may("styles", "7.0", 0.3):
            return f"{value}.0"
        return repr(value)

    def text(self, value: str) -> str:
        """A text in quotes, or without where it can be."""
        plain = bool(_PLAIN.fullmatch(value) or _DATE.fullmatch(value))
        if plain and not self.may("quotes", "quotes that are not needed", 0.5):
            return value
        if value.isprintable() and self.may("quotes", "single quotes", 0.5):
            return "'" + value.replace("'", "''") + "'"
        return '"' + "".join(map(self.escaped, value)) + '"'

    def escaped(self, character: str) -> str:
        code = ord(character)
        if self.may("quotes", "an escape that is not needed", 0.03):
            forms = [f"\\U{code:08x}"] + [f"\\u{code:04x}"] * (code < 0x10000) + [f"\\x{code:02x}"] * (code < 0x100)
            return self.random.choice(forms)
        if character in _ESCAPES:
            return _ESCAPES[character]
        if character.isprintable() and character != "\ufeff":
            return character
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

    def key(self, key: str) -> str:
        if (name := self.alias(key)) is not None:
            self.done["anchors: an alias as a key"] += 1
            return f"*{name} "
        return self.inline(key)

    def space(self, lead: str) -> str:
        """What stands between ``lead`` and a value. Behind ``-``, and ``:`` on its own, a tab would be indentation."""
        wide = ("  ", "     ", "  " if lead.lstrip() in ("-", ":") else "\t")
        return self.random.choice(wide) if self.may("layout", "wider space", 0.08) else " "

    # anchors and tags

    def properties(self, value: Any, container: bool = False) -> str:
        """An anchor, a tag, both or neither, with a blank before each. To be followed by ``closed``."""
        found = []
        if self.may("anchors", "an anchor", 0.15 if container else 0.04):
            used = [name for name in self.known if name not in self.opened and name not in self.held]
            name = self.random.choice(used) if used and self.random.random() < 0.2 else self.fresh()
            if self.known.pop(name, None) is not None:
                self.done["anchors: an anchor used anew"] += 1
            self.opened.append(name)
            found.append(f"&{name}")
        if self.may("styles", "a tag", 0.04):
            found.append("!" if isinstance(value, str) and self.random.random() < 0.2 else _tag(value))
        self.random.shuffle(found)
        return "".join(f" {one}" for one in found)

    def fresh(self) -> str:
        self.count += 1
        return f"{self.random.choice(('a', 'x-', 'Z_'))}{self.count}"

    def closed(self, value: Any, properties: str) -> None:
        """From here on the anchor among the properties can be referred to."""
        if "&" in properties:
            self.known[self.opened.pop()] = value

    def alias(self, value: Any) -> str | None:
        """The anchor of an equal value, at times."""
        if "anchors" not in self.ways or not self.known:
            return None
        written = canonical(value)
        names = [name for name, known in self.known.items() if canonical(known) == written]
        return self.random.choice(names) if names and self.may("anchors", "an alias", 0.6) else None

    def put(self, text: str) -> None:
        """A line, or several that hang together."""
        *first, last = text.split("\n")
        self.lines.extend(Line(line, "nothing") for line in first)
        self.lines.append(Line(last))


def _tag(value: Any) -> str:
    names = {str: "str", dict: "map", list: "seq", bool: "bool", int: "int", float: "float", type(None): "null"}
    return f"!!{names[type(value)]}"


def as_json(data: Any, random: Random) -> bytes:
    """The data as JSON, with whatever space and escapes."""
    indent = random.choice((None, 0, 1, 2, 4, "\t"))
    text = json.dumps(data, indent=indent, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.5:
        text = re.sub("/", lambda _: random.choice(("/", "\\/")), text)
    if random.random() < 0.3:
        text = text.replace("\n", "\r\n")
    return (random.choice(("", "\ufeff", " ", "\n")) + text + random.choice(("", "\n", " \n\n"))).encode()
