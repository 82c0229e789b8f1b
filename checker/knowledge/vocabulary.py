"""The words a model may use, and what is known about them.

Each vocabulary is data in a JSON file beside this module, read on the first question. A word is looked up by its id or
by an alias, in any case. Component types are closed, since rules hang on them; all other vocabularies are open: an
unknown word is allowed, and nothing is known about it.
"""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from checker.documents.words import nearest


class ComponentType(NamedTuple):
    """What a component is. ``kind`` is external-entity, process or data-store; ``group`` is ordinary or ai."""

    id: str
    kind: str
    group: str
    title: str
    description: str
    aliases: tuple[str, ...] = ()


class Protocol(NamedTuple):
    """How a flow travels. ``encrypted`` is None where the protocol alone does not say; ``local``: not on a network."""

    id: str
    encrypted: bool | None
    local: bool
    title: str
    aliases: tuple[str, ...] = ()


class Authentication(NamedTuple):
    """How a caller is known. ``strength``: 0 none, 1 weak, 2 usual, 3 strong; ``mutual``: both ends are known."""

    id: str
    strength: int
    mutual: bool
    title: str
    aliases: tuple[str, ...] = ()


class Encryption(NamedTuple):
    """What protects data. ``strength`` as for authentication; ``end_to_end``: nobody on the way can read."""

    id: str
    strength: int
    end_to_end: bool
    title: str
    aliases: tuple[str, ...] = ()


class Word(NamedTuple):
    """A known word with no properties beyond its meaning."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()


Entry = ComponentType | Protocol | Authentication | Encryption | Word

_VOCABULARIES: dict[str, tuple[str, Any]] = {
    "component_types": ("component_types.json", ComponentType),
    "protocols": ("words.json", Protocol),
    "authentication": ("words.json", Authentication),
    "encryption_in_transit": ("words.json", Encryption),
    "encryption_at_rest": ("words.json", Encryption),
    "boundary_kinds": ("words.json", Word),
    "conditions": ("words.json", Word),
    "fairness_metrics": ("words.json", Word),
}

VOCABULARIES = tuple(_VOCABULARIES)
"""The name of every vocabulary."""


@cache
def vocabulary(name: str) -> Mapping[str, Entry]:
    """Every known word of one vocabulary, ids and aliases alike -> its entry. Raises KeyError for an unknown name."""
    file, entry = _VOCABULARIES[name]
    words: dict[str, Entry] = {}
    for item in _data(file)[name]:
        one = entry(**{**item, "aliases": tuple(item["aliases"])})
        words.update(dict.fromkeys((one.id, *one.aliases), one))
    return words


@cache
def _data(file: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))
    return data


def look_up(word: str, name: str) -> Entry | None:
    """The entry of a word in a vocabulary, by id or alias, in any case; None where it is not known."""
    words = vocabulary(name)
    return words.get(word) or words.get(word.lower())


@lru_cache(maxsize=4096)
def canonical(word: str, name: str) -> str:
    """The id that a word stands for, or the word itself where it is not known."""
    entry = look_up(word, name) if word else None
    return entry.id if entry else word


def ids(name: str) -> tuple[str, ...]:
    """The ids of a vocabulary in the order of its file, aliases left out."""
    return tuple(dict.fromkeys(entry.id for entry in vocabulary(name).values()))


def suggest(word: str, name: str) -> str:
    """The id of the known word that looks most like this one, or ``""``."""
    words = vocabulary(name)
    near = nearest(word, words)
    return words[near].id if near else ""


def component_type(word: str) -> ComponentType | None:
    """The component type of that name or alias."""
    entry = look_up(word, "component_types")
    return entry if isinstance(entry, ComponentType) else None


def protocol(word: str) -> Protocol | None:
    """The protocol of that name or alias."""
    entry = look_up(word, "protocols")
    return entry if isinstance(entry, Protocol) else None


def authentication(word: str) -> Authentication | None:
    """The way of authentication of that name or alias."""
    entry = look_up(word, "authentication")
    return entry if isinstance(entry, Authentication) else None


def encryption_in_transit(word: str) -> Encryption | None:
    """The protection of a flow of that name or alias."""
    entry = look_up(word, "encryption_in_transit")
    return entry if isinstance(entry, Encryption) else None


def encryption_at_rest(word: str) -> Encryption | None:
    """The protection of stored data of that name or alias."""
    entry = look_up(word, "encryption_at_rest")
    return entry if isinstance(entry, Encryption) else None


STRENGTH = ("none", "weak", "usual", "strong")
"""What the strengths of words are called, least first."""

NO_AUTHORIZATION = ("none", "no", "-")
"""How people write that nothing decides what a caller may do, in lower case."""


class OnTheWay(NamedTuple):
    """Whether a flow can be read on the way, and whether current means protect it; None where it is not known."""

    cleartext: bool | None
    protected: bool | None


class Caller(NamedTuple):
    """What a way of authentication says: of :data:`STRENGTH` or ``""``, and flags that are None where not known."""

    strength: str
    known: bool | None
    mutual: bool | None


@lru_cache(maxsize=4096)
def in_transit(encryption: str, protocol_word: str) -> OnTheWay:
    """What protects a flow.

    A local protocol needs no protection. Otherwise what is said of the encryption counts, and only where nothing is
    said what the protocol does by itself. Outdated encryption is neither cleartext nor protection.
    """
    known = protocol(protocol_word)
    if known and known.local:
        return OnTheWay(False, True)
    if encryption:
        stated = encryption_in_transit(encryption)
        if stated is None:
            return OnTheWay(None, None)
        return OnTheWay(stated.strength == 0, stated.strength >= STRENGTH.index("usual"))
    if known is None or known.encrypted is None:
        return OnTheWay(None, None)
    return OnTheWay(not known.encrypted, known.encrypted)


@lru_cache(maxsize=4096)
def caller(word: str) -> Caller:
    """How sure the caller of a flow is."""
    known = authentication(word)
    return Caller(STRENGTH[known.strength], known.strength > 0, known.mutual) if known else Caller("", None, None)


def is_cleartext(word: str) -> bool:
    """Whether a protocol is known to send in the clear. False for an unknown one and where it alone does not say."""
    known = protocol(word)
    return known is not None and known.encrypted is False and not known.local


def is_encrypted(word: str) -> bool:
    """Whether a protocol is known to encrypt by itself. False for an unknown one."""
    known = protocol(word)
    return known is not None and known.encrypted is True


def is_mutual(word: str) -> bool:
    """Whether a way of authentication proves both ends. False for an unknown one."""
    known = authentication(word)
    return known is not None and known.mutual


def protects_in_transit(word: str) -> bool:
    """Whether this is a known, current protection of a flow: not none, not outdated. False for an unknown one."""
    known = encryption_in_transit(word)
    return known is not None and known.strength >= 2


def protects_at_rest(word: str) -> bool:
    """Whether this is a known protection of stored data. False for an unknown one."""
    known = encryption_at_rest(word)
    return known is not None and known.strength >= 1
