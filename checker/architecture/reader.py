"""Reads ArchiMate: exchange files of The Open Group (3.x), and files of Archi. One text in, one value out."""

from __future__ import annotations

from checker.architecture import archi, exchange
from checker.architecture.value import Architecture
from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents.words import quote
from checker.documents.xml import Bounds, Element, parse_xml

BOUNDS = Bounds(bytes=20_000_000, depth=200, elements=400_000)
"""Each box of a view is a handful of XML elements with its place, colours and lines, so there are many of them."""

_HEAD = 4_000
"""Characters in which the root element has to say what it is."""


def is_architecture(source: Source) -> bool:
    """Whether a text says at its start that it is ArchiMate, be it readable or not."""
    head = source.text[:_HEAD]
    return head.lstrip().startswith("<") and (exchange.OLD_NAMESPACE in head or archi.NAMESPACE in head)


def is_root(root: Element) -> bool:
    """Whether an element is the root of a file of ArchiMate, of whatever version."""
    if root.tag == "archimate:model" or root.namespace == archi.NAMESPACE:
        return True
    return root.local == "model" and root.namespace.startswith(exchange.OLD_NAMESPACE)


def read(source: Source) -> Architecture:
    """The architecture of a text. Raises InputError, with the place, for what is none, is over a limit, or contradicts
    itself: an id used twice, a relationship with an end that is not there."""
    found = architecture(parse_xml(source, BOUNDS))
    for fault in found.faults:
        raise InputError(fault.message, fault.location, fault.hint)
    return found


def architecture(root: Element) -> Architecture:
    """The architecture of a root element, with what is wrong in it. Raises InputError for another kind or version."""
    if root.tag == "archimate:model" or root.namespace == archi.NAMESPACE:
        return archi.architecture(root)
    if root.namespace.startswith(exchange.OLD_NAMESPACE):
        return exchange.architecture(root, root.namespace)
    what = f"the root element {quote(root.tag)} is that of no ArchiMate file"
    raise InputError(what, root.location, "save the model in Archi, or export it as an Open Exchange file")


ARCHIVED = (
    "archives are not opened, and Archi saves a model with pictures in it as one: take the pictures out and save again,"
    " or take the model.xml that is inside"
)
"""What to do about a file of Archi that is no text."""
