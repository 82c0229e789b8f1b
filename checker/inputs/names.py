"""The ids of a format that keeps a set of them for each kind. Ours are one set over components, flows, boundaries and
data, since reviews and findings name an element by its id alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.core.model import TOGETHER


class Names:
    """What elements are called here, by kind and by the id that they have in their text.

    An id that a kind before it or the system has as well becomes ``kind:id``. That depends on what is there, never on
    the order of the file.
    """

    def __init__(self, system: str, own: Mapping[str, Iterable[str]], together: tuple[str, ...] = TOGETHER) -> None:
        """``own`` has the ids of each kind. ``together`` are the kinds whose ids are one set here, in the order in
        which they keep theirs: a format may have several for one of ours."""
        self._ids: dict[str, dict[str, str]] = {}
        taken = {system}
        for kind in (*together, *(kind for kind in own if kind not in together)):
            ids = dict.fromkeys(own.get(kind, ()))
            shared = kind in together
            self._ids[kind] = {id: f"{kind}:{id}" if shared and id in taken else id for id in ids}
            taken.update(ids if shared else ())

    def of(self, kind: str, id: str) -> str:
        """What an element is called here; an id that is none of its kind stays as it is."""
        return self._ids[kind].get(id, id)

    def has(self, kind: str, id: str) -> bool:
        """Whether there is an element of that kind with that id in its text."""
        return id in self._ids[kind]

    def all(self, kind: str) -> Iterable[str]:
        """The ids of a kind as the text has them."""
        return self._ids[kind]
