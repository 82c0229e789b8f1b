"""Public examples, tools and training on threat modelling: the links of two lists of the field, as data that ships.

Names, addresses and sections are those of the lists, at the commits that the file names. Nobody opened the links.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

KINDS = ("example", "tool", "training")


class Source(NamedTuple):
    """A list: where it is kept, and the commit that was read."""

    id: str
    title: str
    repository: str
    commit: str
    date: str
    licence: str


class Listing(NamedTuple):
    """How one list has a link. ``part`` and ``topic`` are "" where it has none."""

    list: str
    section: str
    kind: str
    name: str
    part: str = ""
    topic: str = ""


class Link(NamedTuple):
    """An address, with all that is said of it: one listing or more."""

    url: str
    listed: tuple[Listing, ...]
    worked: str = ""
    """The folder in ``examples/`` that models the same kind of system anew."""

    @property
    def name(self) -> str:
        return self.listed[0].name

    @property
    def lists(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.list for one in self.listed))

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.kind for one in self.listed))


class Resources(NamedTuple):
    """The lists and their links, each link once."""

    sources: tuple[Source, ...]
    links: tuple[Link, ...]
    retrieved: str

    def count(self, source: str) -> int:
        """How many entries a list has."""
        return sum(one.list == source for link in self.links for one in link.listed)


@cache
def resources() -> Resources:
    data = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    links = (
        Link(one["url"], tuple(Listing(**row) for row in one["listed"]), one.get("worked", "")) for one in data["links"]
    )
    return Resources(tuple(Source(**one) for one in data["lists"]), tuple(links), data["retrieved"])


def chosen(kind: str = "", words: str = "") -> list[Link]:
    """The links of a kind, in whichever list, that have all ``words`` in what is said of them, in any case."""
    wanted = words.casefold().split()
    return [
        link
        for link in resources().links
        if (not kind or kind in link.kinds) and all(map(_text(link).__contains__, wanted))
    ]


def _text(link: Link) -> str:
    return " ".join((link.url, *(word for one in link.listed for word in one))).casefold()
