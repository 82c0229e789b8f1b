"""Ids for what wants the same one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.architecture.distinct import distinct


def test_what_several_want_goes_to_none_of_them() -> None:
    wanted = {"1": ("mail", "mail-1"), "2": ("mail", "mail-2"), "3": ("web", "web-3"), "4": ("shop", "shop-4")}
    taken = {"shop"}
    assert distinct(wanted, taken) == {"3": "web", "1": "mail-1", "2": "mail-2", "4": "shop-4"}
    assert taken == {"shop", "web", "mail-1", "mail-2", "shop-4"}


def test_what_is_stated_goes_to_the_first() -> None:
    assert distinct({"2": ("a", "a-2"), "1": ("a", "a-1")}, set(), stated=True) == {"1": "a", "2": "a-2"}


def test_who_has_no_wish_left_gets_a_number() -> None:
    assert distinct({"2": ("a",), "1": ("a",)}, {"a-2"}) == {"1": "a-3", "2": "a-4"}
    assert distinct({}, set()) == {}


WISHES = st.lists(st.sampled_from(["a", "b", "a-2", "c"]), min_size=1, max_size=3)


@given(st.dictionaries(st.sampled_from("123456"), WISHES), st.sets(st.sampled_from(["a", "b-2"])), st.booleans())
def test_each_gets_one_of_its_own_whatever_the_order(
    wanted: dict[str, list[str]], taken: set[str], stated: bool
) -> None:
    found = distinct(wanted, set(taken), stated)
    assert set(found) == set(wanted)
    assert len({*found.values()} | taken) == len(found) + len(taken)
    assert distinct(dict(reversed(wanted.items())), set(taken), stated) == found
