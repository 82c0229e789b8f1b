"""Which names mean one person."""

from __future__ import annotations

import pytest

from checker.core.identity import Identity, is_one_of, is_surely, names_of, person_of
from checker.core.settings import Person

DANA = Person("dana@example.com", ("security",), ("github:dana", "Dana Doe <d.doe@example.com>"))
NAMES = (DANA.id, *DANA.also)


@pytest.mark.parametrize(
    ("identity", "meant"),
    [
        (Identity("Dana", "dana@example.com"), True),
        (Identity("Somebody", "DANA@Example.com"), True),
        (Identity("Somebody", "d.doe@example.com"), True),
        (Identity(account="github:Dana"), True),
        (Identity("x", "dana@users.noreply.github.com"), True),
        (Identity("x", "12345+Dana@users.noreply.github.com"), True),
        (Identity("x", "12345+dan@users.noreply.github.com"), False),
        (Identity("Dana Doe", "other@example.com"), False),
        (Identity("dana", "other@example.com"), False),
        (Identity("", ""), False),
        (Identity(account="github:d"), False),
    ],
)
def test_an_identity_is_known_by_address_or_account(identity: Identity, meant: bool) -> None:
    assert is_one_of(identity, NAMES) is meant


def test_a_name_alone_means_only_exactly_that_name() -> None:
    assert is_one_of(Identity("Dana Doe", "x@example.com"), ("dana doe",))
    assert not is_one_of(Identity("Dana", "x@example.com"), ("dana doe",))
    assert not is_one_of(Identity("", ""), ("", " "))


@pytest.mark.parametrize("name", ["dana@example.com", "github:dana", "x <d.doe@example.com>"])
def test_a_name_that_reads_like_an_address_gives_no_right(name: str) -> None:
    assert not is_surely(Identity(name, "bob@example.com"), NAMES)
    assert is_surely(Identity(name, "dana@example.com"), NAMES)
    assert is_surely(Identity("Dana Doe", "x@example.com"), ("dana doe",))


def test_an_address_of_github_listed_for_a_person_names_the_account() -> None:
    assert is_one_of(Identity(account="github:dana"), ("12345+dana@users.noreply.github.com",))


def test_a_reviewer_is_found_by_any_name_in_any_case_and_by_no_part_of_one() -> None:
    people = (Person("bob"), DANA)
    assert [person_of(people, by) for by in ("DANA@example.com", "GitHub:dana", "BOB")] == [DANA, DANA, people[0]]
    assert [person_of(people, by) for by in ("dana", "d.doe@example.com", "", "bob ")] == [None] * 4
    assert names_of(people, "Github:Dana") == NAMES
    assert names_of(people, "eve") == ("eve",)


def test_github_is_nobody() -> None:
    assert Identity("GitHub", "noreply@github.com").is_nobody
    assert not Identity("GitHub", "github@example.com").is_nobody


def test_an_identity_shows_what_is_most_certain_of_it() -> None:
    shown = (Identity("Dana", "d@e.f"), Identity(account="github:d"), Identity("Dana"))
    assert [str(one) for one in shown] == ["d@e.f", "github:d", "Dana"]
