"""Who somebody is: the names under which git, a CI system, a review and the config may know one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checker.core.settings import Person

_NOREPLY = "@users.noreply.github.com"
"""GitHub's addresses for people who hide theirs: ``dana@…`` and ``12345+dana@…``."""

_NOBODY = "noreply@github.com"
"""GitHub itself, as the committer of what people do on its pages."""


class Identity(NamedTuple):
    """Who made something, as git or a CI system says: a name and an address, or an account such as ``github:dana``."""

    name: str = ""
    address: str = ""
    account: str = ""

    def __str__(self) -> str:
        return self.address or self.account or self.name

    @property
    def is_nobody(self) -> bool:
        """Whether this is GitHub's own name, which it puts where no person is meant."""
        return self.address.casefold() == _NOBODY


def person_of(people: Iterable[Person], by: str) -> Person | None:
    """The person whose id or other name a review gives in ``by``, whatever its case."""
    wanted = by.casefold()
    return next((p for p in people if wanted in (name.casefold() for name in (p.id, *p.also))), None)


def names_of(people: Iterable[Person], by: str) -> tuple[str, ...]:
    """Every name of whoever ``by`` is; only that one where the config does not know them."""
    person = person_of(people, by)
    return (person.id, *person.also) if person else (by,)


def is_one_of(identity: Identity, names: Iterable[str]) -> bool:
    """Whether an identity is meant by one of a person's names: by address, ``Name <address>`` or account.

    A name alone is meant only by exactly that name: many people share one.
    """
    known = {identity.name.casefold(), f"{identity.name} <{identity.address}>".casefold()}
    known |= _forms(identity.address) | _forms(identity.account)
    return not (known - {""}).isdisjoint(form for name in names for form in _forms(name))


def is_surely(identity: Identity, names: Iterable[str]) -> bool:
    """The same where it gives somebody a right: a name in git that reads like an address or an account, which a
    platform does not check as it checks addresses, is none."""
    stranger = identity._replace(name="") if {"@", ":"}.intersection(identity.name) else identity
    return is_one_of(stranger, names)


def _forms(name: str) -> set[str]:
    """A name, the address in it, and the GitHub account that the address belongs to."""
    text = name.strip().casefold()
    forms = {text}
    if text.endswith(">") and "<" in text:
        forms.add(text[text.rindex("<") + 1 : -1].strip())
    for form in tuple(forms):
        if form.endswith(_NOREPLY):
            forms.add("github:" + form.removesuffix(_NOREPLY).rpartition("+")[2])
    return forms - {""}
