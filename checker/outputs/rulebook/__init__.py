"""Packs of rules as Markdown: a page for each rule and each pack, and an index by what the rules refer to.

Made from what the rule files say and nothing else, the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.outputs.rulebook.article import Article, Chapter, body_of, examples_of, setting_of
from checker.outputs.rulebook.indexes import index, pack_page
from checker.outputs.rulebook.page import rule_page

__all__ = ["Article", "Chapter", "body_of", "examples_of", "pages", "setting_of"]


def pages(book: Sequence[Chapter], start: str = "README.md", folder: str = "", note: str = "") -> dict[str, str]:
    """Path -> text: the index at ``start``, and in ``folder`` (``""`` or ending in ``/``) all others.

    The pack ``ours`` is ``ours.md`` there, its rule ``ours/thing`` is ``ours/thing.md``. ``note`` stands below the
    title of each page.
    """
    above = note and f"{note.strip()}\n"
    up = "../" * folder.count("/") + start
    found = {start: _text(index(book, above, folder))}
    for chapter in book:
        found[f"{folder}{chapter.pack.id}.md"] = _text(pack_page(chapter, above, up))
        for entry in chapter.rules:
            found[f"{folder}{entry.rule.id}.md"] = _text(rule_page(entry, above, f"../{up}"))
    return found


def _text(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
