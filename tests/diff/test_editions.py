"""What a moved pin means for the entries that a model cites."""

from __future__ import annotations

from collections.abc import Iterable

from checker.core.finding import Finding
from checker.diff.editions import moved_editions
from checker.knowledge.library import Entry, Library
from checker.knowledge.lookup import Find
from tests.inputs.reading import HEAD, read


def cards(edition: str, *entries: Entry, complete: bool = True) -> Library:
    held = {entry.id: entry for entry in entries}
    return Library("plot4ai", "PLOT4ai", edition, (edition,), "here", "free", held, complete=complete)


def card(number: int, name: str = "A card", question: str = "h1", parent: str = "") -> Entry:
    return Entry(f"data-{number:02}", name, "card", also_known=(question,), parent=parent)


def holding(*libraries: Library) -> Find:
    by_edition = {(one.id, one.edition): one for one in libraries}
    return lambda name, edition: by_edition.get((name, edition))


def moved(old: Library | None, new: Library | None, refs: Iterable[str]) -> list[Finding]:
    """What is said where a model that cites these moves from edition 1 to 2."""
    threats = f"threats: {{x: {{title: t, on: [shop], refs: [{', '.join(f'plot4ai:{ref}' for ref in refs)}]}}}}\n"
    parsed = read(HEAD + 'taxonomies: {plot4ai: "2", stride: sdl-4.1}\n' + threats)
    assert parsed.snapshot
    before, after = holding(*filter(None, (old,))), holding(*filter(None, (new,)))
    return list(moved_editions(parsed.snapshot, {"plot4ai": "1", "linddun": "v1"}, before, after))


def told(old: Library | None, new: Library | None, *refs: str) -> str:
    (finding,) = moved(old, new, refs)
    return finding.message.removeprefix("plot4ai moves from edition 1 to 2; ")


def test_a_card_whose_question_has_changed() -> None:
    old, new = cards("1", card(1), card(2)), cards("2", card(1, question="h2"), card(2))
    assert told(old, new, "data-01", "data-02") == "1 of 2 cited entries changed: 'data-01' asks another question"


def test_attack_trees_cite_too() -> None:
    trees = "attack_trees: {t: {goal: g, refs: [plot4ai:data-02], or: [{leaf: a, refs: [plot4ai:data-01]}]}}\n"
    parsed = read(HEAD + 'taxonomies: {plot4ai: "2"}\n' + trees)
    assert parsed.snapshot
    find = holding(cards("1", card(1), card(2)), cards("2", card(1, question="h2"), card(2)))
    (finding,) = moved_editions(parsed.snapshot, {"plot4ai": "1"}, find, find)
    assert finding.message.endswith("1 of 2 cited entries changed: 'data-01' asks another question")
    assert [str(one.location) for one in finding.related] == ["threatmodel.yaml:4:76"]


def test_an_entry_that_is_there_no_more() -> None:
    old = cards("1", card(1))
    assert told(old, cards("2"), "data-01") == "1 of 1 cited entries changed: 'data-01' is not in it"
    partly = cards("2", complete=False)
    assert told(old, partly, "data-01") == "1 of 1 cited entries changed: 'data-01' is not in what is known of it"


def test_new_parts_and_new_names_together() -> None:
    new = cards("2", card(1, "Another card"), card(3, parent="data-01"), card(4, parent="data-01"))
    assert told(cards("1", card(1)), new, "data-01") == (
        "1 of 1 cited entries changed: 'data-01' is called 'Another card', no longer 'A card' and has new parts: "
        "data-03, data-04"
    )


def test_what_the_base_did_not_have_has_not_changed() -> None:
    assert told(cards("1"), cards("2", card(1)), "data-01") == "no entry that is cited here changed"
    assert told(cards("1"), cards("2")) == "none of it is cited here"


def test_a_message_tells_five_and_the_places_all() -> None:
    old, new = cards("1", *map(card, range(1, 8))), cards("2", *(card(n, "Other") for n in range(1, 8)))
    (finding,) = moved(old, new, [f"data-{n:02}" for n in range(1, 8)])
    assert finding.message.endswith("'data-05' is called 'Other', no longer 'A card'; 2 more")
    assert [place.location.column for place in finding.related] == [44 + 17 * n for n in range(7)]


def test_a_library_that_is_missing_on_either_side() -> None:
    assert told(None, cards("2")) == "what changed cannot be told, since 1 is not here"
    assert told(cards("1"), None) == "what changed cannot be told, since 2 is not here"


def test_only_pins_of_both_sides_that_differ_are_told() -> None:
    (finding,) = moved(cards("1"), cards("2"), ())
    assert (str(finding.subject), str(finding.location)) == ("system/shop#taxonomies.plot4ai", "threatmodel.yaml:3:23")
