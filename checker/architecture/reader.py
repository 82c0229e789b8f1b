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


def read(source: Source) -> Architecture:
    """The architecture of a text. Raises InputError, with the place, for what is none, is over a limit, or contradicts
    itself: an id used twice, a relationship with an end that is not there."""
    root = parse_xml(source, BOUNDS)
    if root.tag == "archimate:model" or _namespace(root) == archi.NAMESPACE:
        return archi.architecture(root)
    if _namespace(root).startswith(exchange.OLD_NAMESPACE):
        return exchange.architecture(root, _namespace(root))
    what = f"the root element {quote(root.tag)} is that of no ArchiMate file"
    raise InputError(what, root.location, "save the model in Archi, or export it as an Open Exchange file")


ARCHIVED = (
    "archives are not opened, and Archi saves a model with pictures in it as one: take the pictures out and save again,"
    " or take the model.xml that is inside"
)
"""What to do about a file of Archi that is no text."""


def _namespace(root: Element) -> str:
    """The namespace of the root element."""
    prefix = root.tag.rpartition(":")[0]
    return root.attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", "")
