"""The job summary: what needs a review first, nothing breaks out, never too large."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checker.core.change import Change, FieldChange
from checker.core.location import Ref
from checker.core.report import Report, Result
from checker.outputs import OUTPUTS, Style
from checker.outputs.escape import markdown, markdown_code
from tests.outputs.reports import FAILED, HOSTILE, SHAPES, SHARED, SHOP, UNREVIEWED, hostile, many, report


def summary(report: Report) -> str:
    return "".join(OUTPUTS["markdown"].render(report, Style()))


def html(text: str) -> str:
    """As GitHub renders it: tables, strikethrough, links from addresses and from what looks like mail; raw HTML."""
    parser = MarkdownIt("gfm-like", {"linkify": True, "html": True})
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False})  # GitHub makes no link of a bare name with a dot
    return str(parser.render(text))


def test_summary_starts_with_the_verdict_and_the_counts() -> None:
    assert summary(SHARED).startswith("# ❌ Fail: 3 findings at or above medium (1 critical, 2 high)\n")
    assert summary(SHAPES["pass"]).startswith("# ✅ Pass: nothing new at or above medium\n")
    assert summary(FAILED).startswith("# ⚠️ Could not decide: the gate could not decide, for 2 reasons\n")


def test_reviews_come_before_findings_before_the_rest() -> None:
    text = summary(SHARED)
    parts = [
        "Compared with 3f9a1c2e5b7d",
        "## Needs a review",
        "## Findings",
        "## What changed in ",
        "5 changes of meaning</summary>",
        "1 change without meaning for security</summary>",
        "known finding",
        "1 waived finding",
        "Checked 2",
    ]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_row_of_a_missing_review_holds_the_command_that_records_it() -> None:
    bare = report(results=(Result(UNREVIEWED._replace(hint="")),))
    assert "| <code>threatgate review assistant --by YOU</code> |\n" in summary(bare)


def test_findings_are_sorted_by_severity() -> None:
    rows = re.findall(r"^\| (critical|high|medium|low|note) \|", summary(SHARED).partition("## Findings")[2], re.M)
    assert rows[:3] == ["critical", "high", "low"]


def test_base_and_what_was_not_checked_are_said() -> None:
    text = summary(SHARED)
    assert "\n\nCompared with 3f9a1c2e5b7d (merge base of HEAD and origin/main; 3 commits to here).\n\n" in text
    assert "Not checked:\n\n- Drift&#58; no component names code paths.\n" in text


def test_failures_come_first_with_their_hints() -> None:
    text = summary(FAILED)
    assert text.index("git fetch origin main") < text.index("## Findings")


def tags(text: str) -> list[str]:
    return re.findall(r"</?([a-z][a-z0-9]*)", html(text))


@pytest.mark.parametrize("name", [name for name in HOSTILE if name])
def test_nothing_of_a_model_breaks_out_of_its_cell(name: str) -> None:
    """The page of a hostile model has the very structure of the page of a harmless one."""
    assert tags(summary(hostile(name))) == tags(summary(hostile("harmless")))


@given(st.text(max_size=50))
def test_prose_is_one_piece_of_text(text: str) -> None:
    page = html(f"| a | b |\n| --- | --- |\n| {markdown(text)} | {markdown_code(text)} |\n\nafter\n")
    body = page[page.index("<tbody>") :]
    assert re.findall(r"<(/?[a-z]+)", body) == [
        *("tbody", "tr", "td", "/td", "td", "code", "/code", "/td", "/tr", "/tbody", "/table", "p", "/p")
    ]


@given(st.text(alphabet="@#GH-1/abc.wWw:htps", max_size=30))
def test_no_mention_reference_or_address_is_left_in_prose(text: str) -> None:
    page = html(markdown(text))
    assert not re.search(r"[@#][A-Za-z0-9]", re.sub(r"&#\d+;", "", page))
    assert "<a " not in page


@pytest.mark.parametrize("number", [5000])
def test_summary_stays_below_the_limit_of_github(number: int) -> None:
    big = many(number, lambda n: "high")
    found = tuple(result._replace(finding=result.finding._replace(message="|" * 400)) for result in big.results)
    sides = [(state, found) for state in ("new", "known", "waived")]
    fields = tuple(FieldChange(f"field-{n}", "<" * 400, ">" * 400) for n in range(30))
    changes = tuple(Change("modified", Ref("component", f"c{n}"), fields) for n in range(2000))
    report = big._replace(
        results=tuple(result._replace(state=state, why="|" * 400) for state, results in sides for result in results),
        models=(SHOP._replace(changes=changes),) * 5,
        not_checked=("<" * 1000,) * 1000,
    )
    text = summary(report)
    assert len(text.encode()) < 900_000
    assert "more rows left out" in text
    assert text.count("<details>") == text.count("</details>") == 3


def test_diagram_shows_the_changed_part() -> None:
    text = summary(SHARED)
    assert "```mermaid\nflowchart LR\n" in text
    assert '    n0["assistant, agent #40;changed#41;"]:::changed\n' in text
    assert '  n1 ==>|"ask #40;changed#41;"| n0\n' in text
    assert "2 more components around the change" in text


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_names_in_a_diagram_are_quoted_labels_only(number: int) -> None:
    text = summary(SHAPES[f"hostile-{number:02}"])
    way, changed = ("\n".join(re.sub(LABEL, "LABEL", line) for line in block) for block in pictures(text))
    assert way == "flowchart LR\n  n0[LABEL]\n  n1[LABEL]\n  n0 -->|LABEL| n1"
    for line in changed.splitlines():
        assert re.fullmatch(
            r"flowchart LR|  subgraph b0\[LABEL\]| +n0\[LABEL\]:::added|  end|  n0 -\.->\|LABEL\| n0|  classDef .*",
            line,
        ), line


LABEL = r'"[A-Za-z0-9 .,_/#;-]*"'


def pictures(text: str) -> list[list[str]]:
    """The lines of each diagram."""
    return [block.partition("```")[0].splitlines() for block in text.split("```mermaid\n")[1:]]


def test_way_is_named_and_drawn() -> None:
    text = summary(SHAPES["path"])
    assert "in 2 steps<br>via <code>customer -ask-&#62; assistant -look-up-&#62; orders</code> |" in text
    assert "## The way to <code>component/orders</code> (<code>boundary/path-to-store</code>)\n" in text
    assert pictures(text) == [
        [
            "flowchart LR",
            '  n0["customer"]',
            '  n1["assistant"]',
            '  n2["orders"]',
            '  n0 -->|"ask"| n1',
            '  n1 -->|"look-up"| n2',
        ]
    ]


def test_both_ends_of_a_long_way_are_drawn() -> None:
    ((_, *lines),) = pictures(summary(SHAPES["long-way"]))
    assert lines[:12] == [f'  n{n}["c{n}"]' for n in (*range(6), *range(695, 700))] + ['  n700["orders"]']
    assert lines[16:18] == ['  n4 -->|"f4"| n5', '  n5 -.->|"689 components"| n695']
    assert lines[-1] == '  n699 -->|"f699"| n700'


def test_few_ways_are_drawn_and_the_others_counted() -> None:
    text = summary(SHAPES["ways"])
    assert len(pictures(text)) == 3
    assert "11 more ways without a picture here.\n" in text


def test_path_of_other_steps_is_no_way() -> None:
    text = summary(SHAPES["path-of-other-steps"])
    assert "via" not in text
    assert pictures(text) == []
