"""Our side of the comparison with the peer, and the page that was written from it. The peer is not needed here."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from benchmarks.peers.cases import BYPASS, COSMETIC
from benchmarks.peers.edits import PEER, Case, block, edited, put, rename
from benchmarks.peers.files import PLACES, theirs
from benchmarks.peers.gate import CHECK, Gate
from benchmarks.peers.page import BETTER, HEAD, HOW, PAGE, our_cell
from tests.command import inside

CASES = BYPASS + COSMETIC
RENAMES = {
    "rename-component": rename("manual-index", "handbooks"),
    "rename-flow": rename("retrieve", "fetch"),
    "rename-boundary": rename("vendor", "acme"),
    "rename-data": rename("manuals", "guides"),
}


def program(folder: Path, arguments: tuple[str, ...]) -> tuple[int, str]:
    done = inside(folder, *arguments)
    return done.code, done.out


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    return Gate(tmp_path_factory.mktemp("peers") / "repo", program)


@cache
def rows() -> dict[str, list[str]]:
    """Case -> the cells of its row on the page, in the order of the page."""
    lines = re.findall(r"(?m)^\| (?!case )([a-z][a-z-]+) \| (.*) \|$", PAGE.read_text(encoding="utf-8"))
    assert len({name for name, _ in lines}) == len(lines)
    return {name: rest.split(" | ") for name, rest in lines}


def test_a_commit_that_changes_nothing_passes(gate: Gate) -> None:
    assert gate.judge(None) == (0, ())


@pytest.mark.parametrize("case", BYPASS, ids=lambda case: case.id)
def test_an_edit_that_makes_the_model_look_safer_is_caught_as_the_page_says(gate: Gate, case: Case) -> None:
    verdict = gate.judge(case)
    assert verdict.caught
    assert verdict.reasons
    assert rows()[case.id][:2] == [case.what, our_cell(verdict)]


@pytest.mark.parametrize("case", COSMETIC, ids=lambda case: case.id)
def test_an_edit_without_meaning_gives_no_finding_as_the_page_says(gate: Gate, case: Case) -> None:
    assert gate.judge(case) == (0, ())
    assert rows()[case.id][:2] == [case.what, "passes"]


@pytest.mark.parametrize("name", RENAMES)
def test_a_rename_that_does_not_say_was_passes_at_the_default_level(gate: Gate, name: str) -> None:
    case = Case(name, "", (RENAMES[name],), "")
    assert gate.judge(case) == (1, ("review/unknown-element",))
    assert inside(gate.folder, *CHECK[: CHECK.index("--fail-on")]).code == 0


def test_the_page_has_exactly_the_cases_of_the_tables_in_their_order() -> None:
    assert list(rows()) == [case.id for case in CASES]
    assert len({case.id for case in CASES}) == len(CASES)


def test_the_page_gives_the_reason_where_the_format_of_the_peer_cannot_say_it() -> None:
    for case in CASES:
        cannot = isinstance(case.theirs, str)
        assert (rows()[case.id][2] == f"*cannot say*: {case.theirs}") is cannot, case.id
        assert cannot or rows()[case.id][2].endswith(case.remark), case.id


def test_the_counts_of_the_page_are_those_of_its_rows() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for what, cases in (
        ("make the model look safer: **caught**", BYPASS),
        ("change no meaning: **flagged**", COSMETIC),
    ):
        answers = [rows()[case.id] for case in cases if not isinstance(case.theirs, str)]
        ours = sum(answer[1] != "passes" for answer in answers)
        by_gate = sum(answer[2].startswith("**fails**") for answer in answers)
        at_all = sum("**fails**" in answer[2] for answer in answers)
        numbers = " | ".join(f"{number} / {len(answers)}" for number in (ours, by_gate, at_all))
        assert f"| {what} / tried | {numbers} | " in text


def test_the_texts_of_the_page_are_those_of_its_writer() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for part in (HEAD, HOW, BETTER):
        pattern = re.sub(r"\\\{[a-z]+\\\}", ".+", re.escape(part))
        assert re.search(pattern, text), part
    assert f"\nthreatgate {' '.join(CHECK)}\n" in text


@pytest.mark.parametrize("case", [case for case in CASES if not isinstance(case.theirs, str)], ids=lambda case: case.id)
def test_each_case_that_the_peer_can_say_changes_its_file(case: Case) -> None:
    assert case.place in PLACES
    assert theirs(case) != {"threat-model.otm.yaml": block(PEER)}


def test_an_edit_of_what_is_not_there_fails() -> None:
    with pytest.raises(KeyError):
        edited(PEER, (rename("no-such-id", "other"),))
    with pytest.raises(KeyError):
        edited(PEER, (put("components.customer", no_such_field=None),))
