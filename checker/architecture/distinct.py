"""Ids for what wants the same one: whatever the order of a file, the same things get the same ids."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import count
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def distinct(wanted: Mapping[Key, Sequence[str]], taken: set[str]) -> dict[Key, str]:
    """Key -> the first of the ids it would have, in the order of its wishes, that nobody else wants at that time.

    An id that several want at once goes to none of them. Who has no wish left gets the last one with a number, in the
    order of the keys. Adds to ``taken``, which holds the ids that are gone.
    """
    found: dict[Key, str] = {}
    for turn in range(max(map(len, wanted.values()), default=0)):
        asking: dict[str, list[Key]] = {}
        for key, wishes in wanted.items():
            if key not in found and turn < len(wishes):
                asking.setdefault(wishes[turn], []).append(key)
        for id, keys in asking.items():
            if len(keys) == 1 and id not in taken:
                found[keys[0]] = id
        taken.update(found.values())
    numbers: dict[str, int] = {}
    for key in sorted((key for key in wanted if key not in found), key=repr):
        found[key] = _numbered(wanted[key][-1], numbers, taken)
    return found


def _numbered(wish: str, numbers: dict[str, int], taken: set[str]) -> str:
    """The wish with the next number that nothing has; the number is kept, for what many want."""
    for number in count(numbers.get(wish, 2)):
        numbers[wish] = number + 1
        if (id := f"{wish}-{number}") not in taken:
            taken.add(id)
            return id
    raise AssertionError("numbers do not end")
