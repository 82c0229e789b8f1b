"""Adds threats to the texts of a native model. Whatever stands there stays as it is, comments and order included."""

from __future__ import annotations

from collections.abc import Iterable

from checker.core.commands import conversion_of
from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.model import SECTIONS, Threat
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.entries import Body
from checker.documents.insertion import inserted
from checker.inputs import native
from checker.inputs.format import Read
from checker.inputs.native.parts import collect

SECTION = SECTIONS["threat"]


def with_threats(main: Document, read: Read, threats: Iterable[Threat]) -> tuple[Source, str]:
    """The file of a model that its threats go into, and its text with more of them.

    That is the first of its files that has threats, else the first with an empty section for them, else the main one.
    Raises InputError for a model of another format, and where the section is written so that nothing can be added.
    """
    if not native.recognises(main):
        move = conversion_of(main.source.path)
        hint = (
            f"write them in the tool that the model is of, or move it to the native format first: {move}; what does not"
            " apply can be said of any model: --ref ID --not-applicable WHY"
        )
        raise InputError("threats can be added to native models only", Location(main.source.path), hint)
    documents = collect(main, read).documents
    empty = (one for one in documents if SECTION in one.data)
    chosen = next((one for one in documents if one.data.get(SECTION)), None) or next(empty, documents[0])
    return chosen.source, inserted(chosen, SECTION, {threat.id: _body(threat) for threat in threats})


def _body(threat: Threat) -> Body:
    """A new threat as its file holds it."""
    body = {"title": threat.title, "on": threat.on, "refs": threat.refs, "status": threat.status}
    return {key: value for key, value in body.items() if value}
