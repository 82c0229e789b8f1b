"""The threat libraries of one revision."""

from __future__ import annotations

from checker.documents.parse import parse
from checker.documents.tree import Tree
from checker.inputs.libraries import finder
from checker.knowledge.lookup import Find


def find_in(tree: Tree) -> Find:
    """Finds the libraries that ship, and those of a revision. It raises InputError for one that cannot be read."""
    return finder(lambda path: parse(tree.read(path)), tree.exists, [])
