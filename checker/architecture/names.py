"""Ids and component types out of what architects call things."""

from __future__ import annotations

import re
import unicodedata

from checker.architecture.value import Relation, Thing
from checker.knowledge.archimate import Mapped, vague
from checker.knowledge.vocabulary import ComponentType, component_type

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,127}")
_STATED = ("tm.type", "tm.ai_kind", "specialization")
"""Properties that name a component type, the first that is one counts."""

_KINDS = {"process": "process", "store": "data-store", "external": "external-entity"}
"""``dfd.kind`` -> kind of a component type."""
_PLAIN = {"process": "process", "data-store": "data-store", "external-entity": "external-entity"}


def slug(text: str) -> str:
    """An id out of any text: lower-case letters, digits, hyphens, 60 at most; ``""`` where nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")


def mark(identifier: str) -> str:
    """An identifier as a part of an id, alike in both kinds of file: exchange files may have no identifier that begins
    with a digit, so that Archi writes ``id-`` before it."""
    return slug(identifier).removeprefix("id-")


def stated_id(one: Thing | Relation) -> str:
    """The id that ``tm.id`` gives it, where that is one."""
    id = one.properties.get("tm.id", "")
    return id if _ID.fullmatch(id) else ""


def wanted_id(one: Thing | Relation) -> str:
    """The id that it should have in a threat model: stated, else from its name, else from its identifier."""
    return stated_id(one) or slug(one.name) or slug(one.id) or "element"


def stated_kind(thing: Thing) -> str:
    """What ``dfd.kind`` says: ``process``, ``store``, ``external``, ``boundary`` or ``""``."""
    kind = thing.properties.get("dfd.kind", "").lower()
    return kind if kind in (*_KINDS, "boundary") else ""


def type_of(thing: Thing, mapped: Mapped, store: bool) -> str:
    """The component type that fits best: stated, else told by the last words of its name, else that of its kind."""
    for name in _STATED:
        if known := component_type(slug(thing.properties.get(name, ""))):
            return known.id
    kind = "data-store" if store else _KINDS.get(stated_kind(thing), "")
    found = told(thing.name, kind or ("external-entity" if mapped.layer in ("business", "motivation") else ""))
    return found or _PLAIN.get(kind) or mapped.type


def told(name: str, kind: str) -> str:
    """The type that a name ends with, of one kind where one is given; else of any that is inside of a system."""
    words = slug(name).split("-")
    for length in range(min(len(words), 4), 0, -1):
        last = "-".join(words[-length:])
        known = component_type(last) if last not in vague() else None
        if known and _fits(known, kind):
            return known.id
    return ""


def _fits(known: ComponentType, kind: str) -> bool:
    return known.kind == kind if kind else known.kind != "external-entity"
