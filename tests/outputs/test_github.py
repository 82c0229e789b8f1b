"""Annotations: few, the worst first, and nothing of a model can forge a command."""

from __future__ import annotations

import re
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from checker.core.errors import GitError
from checker.core.location import Location
from checker.core.report import Report, Result
from checker.outputs import OUTPUTS, Style
from checker.outputs.escape import visible
from tests.outputs.reports import CLEARTEXT, EXCUSED, FAILED, OLD, SHAPES, SHARED, WAIVER, many, report


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def annotate(report: Report) -> str:
    return "".join(OUTPUTS["github"].render(report, Style()))


def obey(text: str) -> list[Command]:
    """The commands that the runner of GitHub Actions finds in a log, read as it reads them.

    A line whose first characters after blanks are `::`; name up to a blank; properties up to the next `::`, divided by
    commas; then the message. Escapes are undone last to first, `%25` at the end.
    """
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        match = re.match(r"::(\S+?)(?: (.*?))?::(.*)$", line.lstrip(), re.DOTALL)
        if match:
            pairs = (pair.partition("=") for pair in (match[2] or "").split(",") if pair)
            properties = {key.strip(): _undo(value, (":", "3A"), (",", "2C")) for key, _, value in pairs}
            found.append(Command(match[1], properties, _undo(match[3])))
    return found


def _undo(text: str, *more: tuple[str, str]) -> str:
    for char, code in (("\r", "0D"), ("\n", "0A"), *more, ("%", "25")):
        text = text.replace(f"%{code}", char)
    return text


def test_annotation_has_place_title_and_message() -> None:
    (command,) = obey(annotate(report(results=(Result(CLEARTEXT),))))
    assert command == Command(
        "error",
        {
            "file": "threatmodel.yaml",
            "line": "14",
            "endLine": "14",
            "col": "68",
            "endColumn": "72",
            "title": "high: Data crosses a trust boundary in cleartext",
        },
        "ask goes from internet to cloud with encryption 'none'\nRule: boundary/cleartext-flow",
    )


def test_worst_finding_comes_first() -> None:
    titles = [command.properties["title"].partition(":")[0] for command in obey(annotate(SHARED))]
    assert titles == ["critical", "high", "high", "low", "note"]


def test_known_and_waived_are_no_annotations() -> None:
    assert annotate(report(results=(Result(OLD, "known"), Result(EXCUSED, "waived", WAIVER)))) == ""


def test_ten_of_a_level_and_a_line_about_the_rest() -> None:
    text = annotate(many(100))
    names = [command.name for command in obey(text)]
    assert {name: names.count(name) for name in set(names)} == {"error": 10, "warning": 10, "notice": 10}
    assert text.endswith("\n70 more findings without an annotation: GitHub shows 10 of a level.\n")
    notices = [command for command in obey(text) if command.name == "notice"]
    assert {command.properties["title"].partition(":")[0] for command in notices} == {"low"}


def test_failures_come_before_findings() -> None:
    first, second, third = obey(annotate(FAILED))
    assert first.properties == {"title": "threatgate could not decide"}
    assert first.message.startswith("the base 'origin/main' is not in this clone\nNext: git fetch")
    assert second.properties["line"] == "2"
    assert third.properties["file"] == "threatmodel.yaml"


def test_failures_use_up_the_room_for_errors() -> None:
    failures = tuple(GitError(f"failure {n}") for n in range(12))
    text = annotate(report(failures=failures, results=(Result(CLEARTEXT),)))
    assert len(obey(text)) == 10
    assert "3 more findings" in text


def test_region_of_several_lines_has_no_columns() -> None:
    place = Location("x", 3, 4, 5, 6)
    (command,) = obey(annotate(report(results=(Result(CLEARTEXT._replace(location=place)),))))
    assert "col" not in command.properties
    assert (command.properties["line"], command.properties["endLine"]) == ("3", "5")


def test_message_is_no_longer_than_the_runner_takes() -> None:
    (command,) = obey(annotate(report(results=(Result(CLEARTEXT._replace(message="%" * 9000)),))))
    assert len(command.message) == 4000


@given(st.text(max_size=60), st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_no_text_forges_or_breaks_a_command(message: str, path: str, hint: str) -> None:
    place = CLEARTEXT.location._replace(path=path)
    text = annotate(report(results=(Result(CLEARTEXT._replace(message=message, location=place, hint=hint)),)))
    assert text.count("\n") == 1
    (command,) = obey(text)
    assert command.name == "error"
    assert set(command.properties) == {"file", "line", "endLine", "col", "endColumn", "title"}
    assert command.properties["file"] == visible(path)
    assert command.message.startswith(f"{visible(message)}\n")


@given(st.text(alphabet="%0Ad:,=\r\n25-", max_size=40))
def test_escapes_are_undone_to_the_same_text(message: str) -> None:
    (command,) = obey(annotate(report(results=(Result(CLEARTEXT._replace(message=message)),))))
    assert command.message.startswith(f"{visible(message)}\n")


def test_way_is_told() -> None:
    (line,) = annotate(SHAPES["path"]).splitlines()
    assert "%0AWay: customer -ask-> assistant -look-up-> orders%0A" in line
