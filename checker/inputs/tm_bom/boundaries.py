"""Trust boundaries of a TM-BOM: what is said between two trust zones (docs/reference/formats/tm-bom.md).

A pair has no id and no direction, and may be written twice: what both say counts. It is kept at both zones, so that
whoever reviewed one of them sees a change, and says how the flows between them are authenticated and authorized.
"""

from __future__ import annotations

from typing import NamedTuple

from checker.core.location import Location, Ref
from checker.documents.words import quote
from checker.inputs.node import Node
from checker.inputs.tm_bom.structure import Outline, words
from checker.inputs.values import text
from checker.knowledge.tm_bom import ACCESS_CONTROL, AUTHENTICATION, TOKENS

Pair = tuple[str, str]
"""Two trust zones, sorted."""

SIDES = ("trust_zone_a", "trust_zone_b")


class Said(NamedTuple):
    """What a pair says under a key, each word once, and where first."""

    words: dict[str, None]
    at: Location

    @property
    def value(self) -> str:
        """The words, sorted."""
        return ", ".join(sorted(self.words))


class Pairs:
    """The trust boundaries of a text, each once."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._wrong = outline.gathering.wrong
        self._said: dict[Pair, dict[str, Said]] = {}
        for node in outline.top.mappings("trust_boundaries", "trust boundary"):
            pair = self.named(node)
            if pair:
                self._zones(node)
                self._read(pair, node)
        self._protect()
        for pair, said in self._said.items():
            self._keep(pair, said)

    def named(self, node: Node) -> Pair | None:
        """The pair of zones that an entry names; a finding and None where it names fewer than two."""
        sides = {side: node.text(side) for side in SIDES}
        for side, zone in sides.items():
            if not zone:
                message, subject = f"a trust boundary has no {side}", node.subject
                self._wrong("missing-key", message, subject, node.place(), "", "".join(sides.values()))
                return None
        first, second = sides.values()
        if first == second:
            message = f"a trust boundary has the zone {quote(first)} on both sides"
            self._wrong("wrong-value", message, self._zone(first, second), node.place(SIDES[1]), "", first)
            return None
        return (first, second) if first < second else (second, first)

    def says(self, pair: Pair, key: str) -> Said | None:
        """What a pair says under a key."""
        return self._said.get(pair, {}).get(key)

    def _zone(self, zone: str, other: str) -> Ref:
        """What a pair says at one of its zones."""
        return self._outline.ref("trust-zone", zone, f"trust_boundaries.{other}")

    def _zones(self, node: Node) -> None:
        """A finding for each side that is no zone."""
        for side, over in (SIDES, SIDES[::-1]):
            zone = node.text(side)
            if not self._outline.names.has("trust-zone", zone):
                subject = self._zone(node.text(over), zone)
                self._outline.dangling("trust zone", zone, subject, node.place(side), ("trust-zone",))

    def _read(self, pair: Pair, node: Node) -> None:
        gathering = self._outline.gathering
        said = self._said.setdefault(pair, {})
        for key, known in (("access_control_methods", ACCESS_CONTROL), ("authentication_methods", AUTHENTICATION)):
            for one in words(gathering, node, key, known):
                self._say(said, key, one, node.place(key))
        for key in TOKENS:
            value = node.number(key) if key.endswith("_ttl") else node.flag(key)
            written = "" if value is None else text(int(value) if key.endswith("_ttl") else value)
            if written and key in said and written not in said[key].words:
                first = next(iter(said[key].words))
                message = f"{key} is {written} here, and {first} in another entry for the same two zones"
                self._wrong("wrong-value", message, self._zone(*pair), node.place(key), "say it once", key)
            if written:
                self._say(said, key, written, node.place(key))

    def _say(self, said: dict[str, Said], key: str, written: str, at: Location) -> None:
        said.setdefault(key, Said({}, at)).words[written] = None

    def _protect(self) -> None:
        """Say at each pair which controls protect it."""
        for thing in self._outline.things["control"]:
            if thing.node.has("trust_boundary") and (pair := self._protected(thing.node)):
                self._say(self._said[pair], "controls", thing.id, thing.node.place("trust_boundary"))

    def _protected(self, control: Node) -> Pair | None:
        """The trust boundary of a control; a finding and None where there is no such."""
        node = control.mapping("trust_boundary")
        pair = self.named(node)
        if pair and pair not in self._said:
            message = f"there is no trust boundary between {quote(pair[0])} and {quote(pair[1])}"
            self._wrong("dangling-reference", message, node.subject, node.place(), "", " ".join(pair))
            return None
        return pair

    def _keep(self, pair: Pair, said: dict[str, Said]) -> None:
        for zone, other in (pair, pair[::-1]):
            for key, one in said.items():
                name = f"trust_boundaries.{other}.{key}"
                self._outline.fact(self._outline.ref("trust-zone", zone), name, one.value, one.at)
