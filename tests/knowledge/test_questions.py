"""Our own questions: one for each card and subdomain, put so that the answer that signals a risk is the bad one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from checker.knowledge import questions as module
from checker.knowledge.lookup import library
from checker.knowledge.questions import LIBRARIES, questions

COUNT = {"plot4ai": 138, "mit": 24}
KIND = {"plot4ai": "card", "mit": "subdomain"}
GOOD = re.compile(r"^(Is it prevented|Would it be prevented|Has it been checked|Do you know|Does something keep)")


@pytest.mark.parametrize("name", LIBRARIES)
def test_each_entry_has_one_question_of_its_own(name: str) -> None:
    held, texts = library(name), questions(name)
    assert held is not None
    assert list(texts) == [id for id in texts if held.entries[id].kind == KIND[name]]
    assert set(texts) == {one.id for one in held.of_kind(KIND[name])}
    assert len(texts) == len({text.casefold() for text in texts.values()}) == COUNT[name]


@pytest.mark.parametrize("name", LIBRARIES)
def test_each_is_one_short_plain_question(name: str) -> None:
    for id, text in questions(name).items():
        assert text.endswith("?"), id
        assert text.count("?") == 1, id
        assert ". " not in text, id
        assert text[0].isupper(), id
        assert text == " ".join(text.split()), id
        assert 25 <= len(text) <= 120, (id, len(text))


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_file_says_of_which_edition_and_whose_words(name: str) -> None:
    data = json.loads(Path(module.__file__).with_name(f"{name}_questions.json").read_text(encoding="utf-8"))
    held = library(name)
    assert held is not None
    assert (data["library"], data["edition"]) == (name, held.edition)
    assert "our own words" in data["about"]


def test_what_prevents_is_a_risk_by_no_and_what_may_happen_by_yes() -> None:
    """The first word tells the polarity: what may go wrong asks for a Yes, what is taken care of for a No."""
    held = library("plot4ai")
    assert held is not None
    may = re.compile(r"^(Might|Could) ")
    for id, text in questions("plot4ai").items():
        risk = held.entries[id].facts["risk-if"]
        if may.match(text):
            assert risk == ("Yes",), id
        if GOOD.match(text):
            assert risk == ("No",), id


def test_questions_are_not_sentences_of_the_deck(corpus: Path) -> None:
    """Where the deck itself is at hand, none of its questions is ours, and no long run of its words."""
    decks = sorted(corpus.rglob("plot4ai*deck*.json"))
    if not decks:
        pytest.skip("the corpus holds no deck of PLOT4ai")
    theirs = re.findall(r'"question": *"([^"]+)"', decks[0].read_text(encoding="utf-8"))
    runs = {run for text in theirs for run in _runs(text)}
    assert {id: run for id, text in questions("plot4ai").items() for run in _runs(text) if run in runs} == {}


def _runs(text: str, length: int = 7) -> list[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]
