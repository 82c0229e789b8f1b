"""What a file of the gate says, as a digest: for reviews of changes to it. Layout and comments do not count."""

from __future__ import annotations

from checker.core.digest import content_digest
from checker.core.errors import InputError
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.tree import Tree

_DATA = (".yaml", ".yml", ".json")


def content(tree: Tree, path: str) -> str:
    """The digest of a file's data, else of its text with LF at line ends; ``""`` where there is no such text."""
    document = parsed(tree, path) if path.endswith(_DATA) else None
    if document and document.data is not None and not document.problems:
        return content_digest(document.data)
    text = text_of(tree, path)
    return "" if text is None else content_digest(text.replace("\r\n", "\n"))


def parsed(tree: Tree, path: str) -> Document | None:
    """A file as a document, None where there is none or it is no text."""
    try:
        return parse(tree.read(path)) if tree.exists(path) else None
    except InputError:
        return None


def text_of(tree: Tree, path: str) -> str | None:
    """The text of a file, None where there is none: nobody obeys what is no text."""
    try:
        return tree.read(path).text if tree.exists(path) else None
    except InputError:
        return None
