"""The output for terminals: place, source, caret, what to do, and a calm summary."""

from __future__ import annotations

import re

import pytest

from checker.core.finding import Related
from checker.core.location import Location, Ref
from checker.core.report import Base, Report, Result
from checker.outputs import OUTPUTS, Style
from tests.outputs.reports import BASE, CLEARTEXT, FAILED, SHAPES, SHARED, UNREVIEWED, at, many, report

PLAIN = Style()


def human(report: Report, style: Style = PLAIN) -> str:
    return "".join(OUTPUTS["human"].render(report, style))


def test_finding_shows_rule_message_subject_place_source_caret_fix_and_docs() -> None:
    lines = human(report(results=(Result(CLEARTEXT._replace(related=())),))).split("\n")
    assert lines[:8] == [
        "high[boundary/cleartext-flow] ask goes from internet to cloud with encryption 'none' — flow/ask#encryption",
        "  --> threatmodel.yaml:14:68",
        "14 |   ask: {from: customer, to: assistant, protocol: http, encryption: none}",
        "   |                                                                    ^^^^",
        "   = fix: Use TLS 1.2 or later, or mutual TLS between services of your own. Then say so in",
        "          `encryption:`, with the name of the protocol that the two ends really agree on.",
        "   = docs: threatgate explain boundary/cleartext-flow",
        "",
    ]


def test_related_place_in_the_base_is_named_and_not_drawn() -> None:
    text = human(report(results=(Result(CLEARTEXT),)))
    assert "  see threatmodel.yaml:13:3 in the base 3f9a1c2e5b7d it said 'tls' before\n   = fix" in text


def test_hint_is_the_next_step_and_is_not_wrapped() -> None:
    command = f"threatgate review {'very-long-name-' * 12} --by YOU"
    text = human(report(results=(Result(UNREVIEWED._replace(hint=command)),)), Style(width=60))
    assert f"   = next: {command}\n" in text


def test_missing_review_without_a_hint_names_the_command() -> None:
    bare = UNREVIEWED._replace(hint="", subject=Ref("component", "it's; rm -rf"))
    assert "= next: threatgate review 'it'\\''s; rm -rf' --by YOU\n" in human(report(results=(Result(bare),)))


def test_many_related_places_are_counted() -> None:
    text = human(SHAPES["many-places"])
    assert "   see 1,495 more places in the JSON and SARIF outputs\n" in text


@pytest.mark.parametrize("shape", ["pass", "pass-with-base", "empty"])
def test_pass_is_one_or_two_lines(shape: str) -> None:
    assert human(SHAPES[shape]).count("\n") <= 2
    assert human(SHAPES[shape]).startswith("pass: nothing new at or above medium in ")


def test_known_is_counted_by_reason_and_not_listed() -> None:
    text = human(SHAPES["only-known"])
    assert text.startswith("pass: ")
    assert "  known: 1 in the baseline\n" in text
    assert "boundary/unnamed-owner" not in text


def test_waived_is_named_with_its_terms() -> None:
    text = human(SHAPES["only-waived"])
    assert "  waived: 1\n    boundary/cleartext-flow on flow/look-up#encryption: until 2027-03-31, owner" in text


def test_findings_below_the_threshold_are_shown_and_do_not_fail() -> None:
    text = human(SHAPES["below-threshold"])
    assert text.startswith("low[waiver/unused]")
    assert "\npass: nothing new at or above medium in 1 model" in text
    assert "  also new: 1 low\n" in text


def test_base_says_which_and_why() -> None:
    assert "  base: 3f9a1c2e5b7d (merge base of HEAD and origin/main; 3 commits to here)\n" in human(SHARED)
    assert "  base: an empty repository (there was no commit before this one)\n" in human(SHAPES["empty-base"])


def test_what_was_not_checked_is_said() -> None:
    assert "  not checked: Drift: no component names code paths.\n" in human(SHARED)


def test_failure_says_why_where_and_what_next() -> None:
    text = human(FAILED)
    assert "error: the base 'origin/main' is not in this clone\n  = next: git fetch origin main, or" in text
    assert " --> threatmodel.yaml:2:14\n2 | system: {id: shop, name: Shop}\n  |              ^^^^\n" in text
    assert "\nerror: the gate could not decide, for 2 reasons\n" in text


def test_several_missing_reviews_are_recorded_at_once() -> None:
    other = UNREVIEWED._replace(subject=Ref("component", "orders"))
    two = report(results=(Result(UNREVIEWED), Result(other)), base=Base(BASE, "given"))
    said = "2; look, then record all of them at once: threatgate review --changed --base 3f9a1c2e5b7d --by YOU\n"
    assert human(two).endswith(f"needs a review: {said}")


def test_without_a_base_all_open_reviews_are_recorded_at_once() -> None:
    other = UNREVIEWED._replace(subject=Ref("component", "orders"))
    assert human(report(results=(Result(UNREVIEWED), Result(other)))).endswith(": threatgate review --all --by YOU\n")


def test_fix_of_a_rule_is_said_once_where_each_finding_has_a_next_step() -> None:
    other = UNREVIEWED._replace(subject=Ref("component", "orders"))
    text = human(report(results=(Result(UNREVIEWED), Result(other))))
    assert (text.count("= fix: "), text.count("= next: "), text.count("= docs: ")) == (1, 2, 2)
    without = human(report(results=(Result(CLEARTEXT), Result(CLEARTEXT))))
    assert without.count("= fix: ") == 2


def test_of_many_findings_the_summary_names_those_to_look_at_first() -> None:
    reviews = [Result(UNREVIEWED)] * 10
    grave = [Result(CLEARTEXT._replace(severity="critical", rule=f"a/{n}")) for n in range(5)]
    text = human(report(results=(*reviews, Result(CLEARTEXT), *grave)))
    places = ", ".join(f"a/{n} (threatmodel.yaml:14:68)" for n in range(3))
    assert f"\n  look first at: {places} and 2 more\n" in text
    assert "look first at: boundary/cleartext-flow (threatmodel.yaml:14:68)\n" in human(
        report(results=(*reviews, Result(CLEARTEXT), Result(CLEARTEXT._replace(severity="low"))))
    )
    assert "look first" not in human(report(results=(*reviews[:-1], Result(CLEARTEXT))))
    assert "look first" not in human(report(results=(*reviews, Result(UNREVIEWED))))


def test_colour_is_only_added() -> None:
    coloured = human(SHARED, Style(color=True))
    assert "\x1b[1;31mhigh[boundary/cleartext-flow]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == human(SHARED)


def test_no_colour_code_without_colour() -> None:
    assert "\x1b" not in human(SHARED)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_frames_are_no_wider_than_the_terminal(width: int) -> None:
    place = Location("threatmodel.yaml", 1, 500, 1, 520)
    wide = report(
        results=(Result(CLEARTEXT._replace(location=place, related=())),), sources={"threatmodel.yaml": "ab" * 400}
    )
    frames = [line for line in human(wide, Style(width=width)).split("\n") if re.match(r"[ \d]* \| ", line)]
    assert len(frames) == 2
    assert all(len(line) <= width for line in frames)
    assert frames[0].index("|") == frames[1].index("|")


def test_finding_without_source_has_no_frame() -> None:
    assert " | " not in human(SHAPES["without-source"])
    assert " | " not in human(
        report(results=(Result(CLEARTEXT._replace(location=Location("x", 99), related=())),), sources={"x": "one"})
    )


def test_findings_come_one_chunk_each() -> None:
    chunks = list(OUTPUTS["human"].render(many(100), PLAIN))
    assert len(chunks) == 101


def test_related_places_of_other_files_show_their_own_lines() -> None:
    there = at("W-7", ".threatgate-waivers.yaml")
    text = human(report(results=(Result(CLEARTEXT._replace(related=(Related(there, "the waiver"),))),)))
    assert "  see .threatgate-waivers.yaml:3:9 the waiver\n 3 |   - id: W-7\n   |         ---\n" in text


def test_signing_all_at_once_is_proposed_only_where_that_settles_anything() -> None:
    signed = tuple(Result(UNREVIEWED._replace(subject=Ref("component", id))) for id in "ab")
    assert "needs a review" in human(report(results=signed))
    for rule in ("review/incomplete", "review/unknown-element", "review/recorded-by-another", "gate/config-changed"):
        others = tuple(result._replace(finding=result.finding._replace(rule=rule)) for result in signed)
        assert "needs a review" not in human(report(results=others))


def test_way_is_one_line_and_other_paths_are_told_step_by_step() -> None:
    assert "   = via: customer -ask-> assistant -look-up-> orders\n" in human(SHAPES["path"])
    assert "path 1" not in human(SHAPES["path"])
    assert "   = path 2: ask needs no authentication (threatmodel.yaml:14:3)\n" in human(SHAPES["path-of-other-steps"])
