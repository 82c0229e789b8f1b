"""Names of elements, found by themselves or by their slug: since spec 0.5 a reference may be either."""

from __future__ import annotations

from collections.abc import Iterable


class Slugs:
    """The names that a reference may mean."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = dict.fromkeys(names)
        self._by_slug: dict[str, list[str]] = {}
        for name in self.names:
            self._by_slug.setdefault(slug(name), []).append(name)

    def find(self, reference: str) -> str | None:
        """The name that a reference means: it itself, else the only one with that slug."""
        if reference in self.names:
            return reference
        found = self._by_slug.get(reference.replace("_", "-"), ())
        return found[0] if len(found) == 1 else None


def slug(name: str) -> str:
    """``web-app`` for ``Web App``. As in the tool, a capital letter begins a word: ``API`` is ``a-p-i``."""
    words: list[str] = []
    for char in name:
        if not (char.isalpha() or char.isnumeric()):
            if words and words[-1] != "-":
                words.append("-")
            continue
        if char.isupper() and words and words[-1] != "-":
            words.append("-")
        words.append(char.lower())
    return "".join(words).strip("-")
