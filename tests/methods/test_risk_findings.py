"""What is wrong with ratings: which rule, at which place of the text, in which words."""

from __future__ import annotations

import pytest

from checker.core.asked import Asked
from checker.core.finding import Finding
from checker.core.graph import build_graph
from checker.core.settings import Settings
from checker.core.source import Source
from checker.methods.risk.findings import findings
from tests.inputs.reading import read

HEAD = """\
threatgate: 1
system: {id: shop}
components: {api: {type: service}}
"""
ALL = "damage: 7, reproducibility: 6, exploitability: 5, affected_users: 4, discoverability: 6"
THREES = "damage: 3, reproducibility: 3, exploitability: 3, affected_users: 3, discoverability: 3, variant: sum-1-3"
NETWORK = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"


def nothing(path: str) -> Source:
    raise AssertionError(f"{path} is read, and nothing is to be")


def found(threats: str, head: str = HEAD) -> list[Finding]:
    snapshot = read(f"{head}threats:\n{threats}").snapshot
    assert snapshot
    asked = Asked(snapshot, build_graph(snapshot.model), None, None, "2026-11-26", Settings(), nothing)
    return list(findings(asked))


def said(threats: str, head: str = HEAD) -> list[tuple[str, str, str]]:
    return [
        (one.rule.removeprefix("risk/"), f"{one.location.line}:{one.location.column}", str(one.subject))
        for one in found(threats, head)
    ]


def dread(ratings: str) -> str:
    return f"  t:\n    title: T\n    on: [api]\n    risk:\n      dread: {{{ratings}}}\n"


def test_ratings_that_hold_say_nothing() -> None:
    assert said(dread(f"{ALL}, score: 5.6")) == []
    assert said("  t: {title: T, on: [api]}\n") == []
    assert said(f"  t: {{title: T, on: [api], risk: {{cvss: {{vector: '{NETWORK}', score: 9.3}}}}}}\n") == []
    assert said("  t: {title: T, on: [api], risk: {severity: high, likelihood: low, impact: low}}\n") == []


def test_missing_factors_are_one_finding() -> None:
    (one,) = found(dread("damage: 7, exploitability: 2, discoverability: 9"))
    assert (one.rule, str(one.subject)) == ("risk/dread-factor-missing", "threat/t#risk.dread")
    assert (one.location.line, one.location.column) == (9, 7)
    assert one.message == (
        "'t' is rated by DREAD mean-0-10 without reproducibility and affected_users, so it has no score"
    )
    assert (one.severity, one.model) == ("", "shop")


def test_raters_do_not_stand_for_what_is_agreed_on() -> None:
    (one,) = found(dread("damage: 7, raters: {kim: {reproducibility: 5}}"))
    assert one.message.endswith("so it has no score; what raters say is not averaged")


def test_factors_off_the_scale_are_one_finding_at_the_first() -> None:
    text = THREES.replace("exploitability: 3", "exploitability: 4").replace("damage: 3", "damage: 1")
    (one,) = found(dread(f"{text}, raters: {{b.kim: {{damage: 0}}}}"))
    assert (one.rule, str(one.subject)) == ("risk/dread-out-of-range", "threat/t#risk.dread.exploitability")
    assert (one.location.line, one.location.column) == (9, 62)
    assert one.message == "exploitability 4 and raters.b.kim.damage 0 of 't': DREAD sum-1-3 goes from 1 to 3"


def test_a_rater_off_the_scale_is_shown_where_it_stands() -> None:
    text = dread(f"{THREES}, raters: {{b.kim: {{damage: 2}}, dana: {{damage: 3.5}}}}")
    line = text.splitlines()[4]
    assert said(text) == [
        ("dread-out-of-range", f"9:{line.index('3.5') + 1}", "threat/t#risk.dread.raters.dana.damage"),
        ("dread-rater-spread", f"9:{line.index('3.5') + 1}", "threat/t#risk.dread.raters"),
    ]


def test_a_stale_score_names_what_the_ratings_give() -> None:
    (one,) = found(dread(f"{THREES}, score: 14"))
    assert (one.rule, str(one.subject)) == ("risk/dread-score-stale", "threat/t#risk.dread.score")
    assert one.message == ("the score of 't' is stated as 14, and by DREAD sum-1-3 its ratings give 15 of 15 (high)")


def test_raters_far_apart_are_one_finding_with_both_places() -> None:
    text = dread(f"{ALL}, raters: {{b.kim: {{damage: 2, exploitability: 9}}, dana: {{damage: 6}}}}")
    line = text.splitlines()[4]
    (one,) = found(text)
    assert (one.rule, str(one.subject)) == ("risk/dread-rater-spread", "threat/t#risk.dread.raters")
    assert one.message == (
        "the ratings of 't' lie more than 3 apart: damage from 2 ('b.kim') to 7 (agreed on)"
        " and exploitability from 5 (agreed on) to 9 ('b.kim')"
    )
    assert [(place.location.column, place.message) for place in one.related] == [
        (line.index("damage: 2") + 9, "damage as 'b.kim' has it"),
        (line.index("damage: 7") + 9, "damage as agreed on has it"),
        (line.index("exploitability: 5") + 17, "exploitability as agreed on has it"),
        (line.index("exploitability: 9") + 17, "exploitability as 'b.kim' has it"),
    ]


def threats(**variants: str) -> str:
    return "".join(f"  {id}: {{title: T, on: [api], risk: {{dread: {{{text}}}}}}}\n" for id, text in variants.items())


def test_a_threat_by_another_variant_than_the_others() -> None:
    (one,) = found(threats(a=THREES, b=THREES, c=ALL))
    assert (one.rule, str(one.subject)) == ("risk/dread-variant-mixed", "threat/c#risk.dread.variant")
    assert one.message == (
        "'c' is rated by DREAD mean-0-10, which is meant where none is named, and 2 of 3 are by sum-1-3"
    )


def test_what_methods_claims_is_the_variant() -> None:
    head = HEAD.replace("components", "methods: {dread: sum-1-3}\ncomponents")
    assert [one.subject.id for one in found(threats(a=THREES, b=ALL, c=f"{ALL}, variant: mean-0-10"), head)] == [
        "b",
        "c",
    ]
    (one,) = found(threats(a=f"{ALL}, variant: mean-0-10"), head)
    assert one.message == "'a' is rated by DREAD mean-0-10, and 'methods' claims sum-1-3"
    both = head.replace("sum-1-3", "[sum-1-3, mean-0-10]")
    assert found(threats(a=THREES, b=ALL), both) == []


def test_one_variant_is_not_mixed_whichever_it_is() -> None:
    assert found(threats(a=THREES, b=THREES)) == []
    assert found(threats(a=ALL), HEAD.replace("components", "methods: {dread: our-own}\ncomponents")) == []


@pytest.mark.parametrize(
    ("vector", "message"),
    [
        (
            "CVSS:4.0/AV:N",
            "the CVSS vector of 't' is none: missing mandatory metrics 'AC, AT, PR, UI, VC, VI, VA, SC, SI, SA'",
        ),
        ("7.5", "the CVSS vector of 't' is none: it does not begin with CVSS:4.0/, CVSS:3.1/, CVSS:3.0/"),
    ],
)
def test_a_wrong_vector_is_told_at_its_place(vector: str, message: str) -> None:
    (one,) = found(f"  t: {{title: T, on: [api], risk: {{cvss: {{vector: '{vector}', score: 3}}}}}}\n")
    assert (one.rule, str(one.subject)) == ("risk/cvss-vector-wrong", "threat/t#risk.cvss.vector")
    assert (one.location.line, one.location.column) == (5, 50)
    assert one.message == message


def test_a_stale_cvss_score_names_that_of_the_vector() -> None:
    (one,) = found(f"  t: {{title: T, on: [api], risk: {{cvss: {{score: 9, vector: '{NETWORK}'}}}}}}\n")
    assert (one.rule, str(one.subject)) == ("risk/cvss-score-stale", "threat/t#risk.cvss.score")
    assert (one.location.line, one.location.column) == (5, 49)
    assert one.message == "the CVSS score of 't' is stated as 9, and that of its vector is 9.3 (critical)"


def test_a_stale_cvss_score_may_be_that_of_the_base_metrics() -> None:
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U"
    (one,) = found(f"  t: {{title: T, on: [api], risk: {{cvss: {{vector: '{vector}', score: 9.8}}}}}}\n")
    assert one.message.endswith("that of its vector is 9 (critical), of its base metrics alone 9.8")
