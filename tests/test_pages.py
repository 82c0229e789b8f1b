"""Every format that is read or written has its page, all of one shape, and what the pages show is true."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.core.settings import FOUND_BY_NAME, Settings
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.inputs import FORMATS, format_of
from checker.inputs import parse as read_model
from checker.pipeline.convert import TARGETS
from checker.pipeline.models import model_paths
from tests.pages import EXAMPLE, PAGES, follow, model, sections

Golden = Callable[[Path, str], None]

READ = (
    *("How it is recognised", "What becomes of what", "Ids", "Status words", "What is not used"),
    *("What cannot be said", "What is refused"),
)
WRITTEN = "Writing it"
OF_A_PICTURE = ("What becomes of what", WRITTEN, EXAMPLE)
PICTURES = ("mermaid", "dot")
NAMES = sorted({*FORMATS, *TARGETS}.difference(PICTURES))


def text_of(page: str) -> str:
    return (PAGES / f"{page}.md").read_text(encoding="utf-8")


def test_there_is_a_page_for_each_format_and_none_besides() -> None:
    assert sorted(page.stem for page in PAGES.glob("*.md")) == sorted(["README", "pictures", *NAMES])
    assert set(FOUND_BY_NAME) <= set(FORMATS)


@pytest.mark.parametrize("page", NAMES)
def test_a_page_has_the_sections_of_all_in_their_order(page: str) -> None:
    expected = [*READ, *([WRITTEN] if page in TARGETS else []), EXAMPLE]
    found = sections(text_of(page))
    assert list(found) == expected
    assert [heading for heading, text in found.items() if not text.strip()] == []


def test_a_picture_is_not_read_and_says_so() -> None:
    assert tuple(sections(text_of("pictures"))) == OF_A_PICTURE
    assert not {*PICTURES}.intersection(FORMATS)
    assert {*PICTURES} <= {*TARGETS}


@pytest.mark.parametrize("page", FORMATS)
def test_what_a_reader_leaves_unasked_is_on_the_page(page: str) -> None:
    path, whole = model(text_of(page))
    document = parse(Source(path, whole))
    assert next(name for name in FORMATS if format_of(name).recognises(document)) == page
    snapshot = read_model(document, parse_nothing, lambda _: False).snapshot
    assert snapshot
    said = set(re.findall(r"^\| `([\w.]+)` \|", sections(text_of(page))["What cannot be said"], re.MULTILINE))
    assert said == set(format_of(page).UNSAYABLE)
    assert set(snapshot.model.unsayable) <= said


def parse_nothing(path: str) -> Document:
    raise AssertionError(f"a model of a page stands alone: {path}")


@pytest.mark.parametrize("name", FORMATS)
def test_files_are_found_by_the_names_that_the_page_says(name: str) -> None:
    names = FOUND_BY_NAME.get(name, ())
    files = [f"docs/a{one}" if one[0] == "." else f"docs/{one}" for one in names]
    assert sorted(model_paths(files, Settings())) == sorted(files)
    how = sections(text_of(name))["How it is recognised"]
    assert [one for one in names if f"`{one}`" not in how] == []
    assert ("found by themselves" in " ".join(how.split())) == bool(names)


@pytest.mark.parametrize("page", [*NAMES, "pictures"])
def test_the_pull_request_ends_as_the_page_says(page: str, tmp_path: Path, golden: Golden) -> None:
    followed = follow(text_of(page), tmp_path)
    golden(PAGES / f"{page}.md", followed.text)
    codes = [(command.split()[0], done.code) for command, done in followed.runs]
    checks = [code for command, code in codes if command == "check"]
    assert (checks[0], checks[-1]) == (1, 0), followed.runs
    assert ("review", 0) in codes
    assert codes[-1] == ("check", 0)
    assert {code for command, code in codes if command != "check"} == {0}, followed.runs
