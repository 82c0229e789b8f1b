"""How big a risk is: DREAD by hand-made numbers, CVSS by published ones, the matrix, and what they come to together."""

from __future__ import annotations

from typing import Any

import pytest

from checker.knowledge.risk import cvss
from checker.knowledge.risk.assess import Risk, assess
from checker.knowledge.risk.bands import LEVELS, band, of_matrix
from checker.knowledge.risk.dread import FACTORS, VARIANTS, Dread, read

NETWORK = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
OLDER = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def frozen(value: Any) -> Any:
    return tuple(sorted((k, frozen(v)) for k, v in value.items())) if isinstance(value, dict) else value


def dread(*ratings: float, **more: Any) -> Dread:
    found = read(frozen({"dread": {**dict(zip(FACTORS, ratings, strict=False)), **more}}))
    assert found
    return found


def risk(**said: Any) -> Risk:
    return assess(frozen(said))


@pytest.mark.parametrize(
    ("variant", "ratings", "score", "normalised", "own", "common"),
    [
        ("mean-0-10", (7, 6, 5, 4, 6), 5.6, 5.6, "medium", "medium"),
        ("mean-0-10", (0, 0, 0, 0, 0), 0, 0, "none", "none"),
        ("mean-0-10", (9, 9, 9, 9, 9), 9, 9, "critical", "critical"),
        ("mean-0-10", (7, 7, 7, 7, 7), 7, 7, "high", "high"),
        ("mean-0-10", (7, 7, 7, 7, 6.9), 6.98, 6.98, "medium", "medium"),
        ("mean-1-10", (1, 1, 1, 1, 1), 1, 1, "low", "low"),
        ("mean-1-10", (10, 9, 8, 7, 6), 8, 8, "high", "high"),
        ("sum-1-3", (1, 1, 1, 1, 1), 5, 0, "low", "none"),
        ("sum-1-3", (2, 1, 2, 1, 1), 7, 2, "low", "low"),
        ("sum-1-3", (2, 2, 1, 2, 1), 8, 3, "medium", "low"),
        ("sum-1-3", (3, 2, 2, 2, 2), 11, 6, "medium", "medium"),
        ("sum-1-3", (3, 3, 2, 2, 2), 12, 7, "high", "high"),
        ("sum-1-3", (3, 3, 3, 3, 2), 14, 9, "high", "critical"),
        ("sum-1-3", (3, 3, 3, 3, 3), 15, 10, "high", "critical"),
        ("sum-0-10", (10, 10, 10, 10, 5), 45, 9, "critical", "critical"),
        ("sum-0-10", (1, 2, 3, 4, 5), 15, 3, "low", "low"),
        ("dread-minus-d", (8, 8, 8, 4), 7, 7, "high", "high"),
        ("dread-minus-d", (8, 8, 8, 4, 10), 7, 7, "high", "high"),
        ("impact-times-likelihood", (10, 10, 10, 10, 10), 600, 10, "critical", "critical"),
        ("impact-times-likelihood", (7, 6, 5, 4, 6), 187, 3.116666667, "low", "low"),
    ],
)
def test_dread_by_each_variant(
    variant: str, ratings: tuple[float, ...], score: float, normalised: float, own: str, common: str
) -> None:
    found = dread(*ratings, variant=variant)
    assert (found.score, found.normalised, found.own_band, found.band) == (score, normalised, own, common)
    assert (found.missing, found.outside, found.stale, found.spread) == ((), (), False, ())


def test_each_variant_is_normalised_from_end_to_end() -> None:
    ends = {id: (one.normalise(one.bottom), one.normalise(one.top)) for id, one in VARIANTS.items()}
    assert ends == {
        "mean-0-10": (0, 10),
        "mean-1-10": (1, 10),
        "sum-1-3": (0, 10),
        "sum-0-10": (0, 10),
        "dread-minus-d": (0, 10),
        "impact-times-likelihood": (0, 10),
    }
    for one in VARIANTS.values():
        assert one.formula(dict.fromkeys(FACTORS, one.least)) == one.bottom
        assert one.formula(dict.fromkeys(FACTORS, one.most)) == one.top


def test_without_a_word_the_variant_is_the_usual_one() -> None:
    assert (dread(5).variant.id, dread(5).named) == ("mean-0-10", False)
    assert dread(5, variant="mean-0-10").named


def test_without_a_factor_there_is_no_number() -> None:
    found = dread(7, 6, 5, 4)
    assert (found.missing, found.score, found.normalised, found.own_band, found.band) == (
        ("discoverability",),
        *(None, None, "", ""),
    )
    assert dread(variant="dread-minus-d").missing == FACTORS[:-1]
    assert read(()) is None


def test_off_the_scale_there_is_no_number() -> None:
    found = dread(3, 2, 0, 3, 7, variant="sum-1-3", raters={"b.kim": {"damage": 4}})
    assert found.outside == ("exploitability", "discoverability", "raters.b.kim.damage")
    assert found.score is None


def test_what_a_rater_says_off_the_scale_does_not_touch_what_was_agreed_on() -> None:
    found = dread(3, 2, 1, 3, 1, variant="sum-1-3", raters={"kim": {"damage": 4}})
    assert (found.outside, found.score) == (("raters.kim.damage",), 10)


@pytest.mark.parametrize(
    ("stated", "stale"),
    [(5.6, False), (5.60, False), (5.5, True), (5.61, True), (6, True), (5.64, True), (5, True), (0, True)],
)
def test_a_stated_score_is_held_against_the_ratings(stated: float, stale: bool) -> None:
    assert dread(7, 6, 5, 4, 6, score=stated).stale is stale


@pytest.mark.parametrize(("stated", "stale"), [(3.1, False), (3.12, True), (3.0, True), (187, False)])
def test_a_stated_score_is_on_the_scale_of_the_variant(stated: float, stale: bool) -> None:
    variant = "impact-times-likelihood" if stated == 187 else "mean-0-10"
    ratings = (7, 6, 5, 4, 6) if stated == 187 else (3, 3, 3, 3, 3.5)
    assert dread(*ratings, variant=variant, score=stated).stale is stale


@pytest.mark.parametrize(("stated", "stale"), [(7.2, False), (7.3, False), (7.25, False), (7.1, True), (7.35, True)])
def test_a_stated_score_may_be_rounded_either_way_from_the_middle(stated: float, stale: bool) -> None:
    assert dread(7, 7, 7, 8, variant="dread-minus-d", score=stated).stale is stale


def test_raters_that_are_far_apart_in_a_factor() -> None:
    found = dread(5, 5, 5, 5, 5, raters={"kim": {"damage": 8}, "dana": {"damage": 4.5, "exploitability": 9}})
    assert [(one.factor, one.least, one.lowest, one.most, one.highest) for one in found.spread] == [
        ("damage", 4.5, "dana", 8, "kim"),
        ("exploitability", 5, "", 9, "dana"),
    ]


@pytest.mark.parametrize(("variant", "most"), [("mean-0-10", 8), ("sum-1-3", 2)])
def test_raters_may_be_a_little_apart(variant: str, most: int) -> None:
    low = 5 if variant == "mean-0-10" else 1
    assert not dread(low, low, low, low, low, variant=variant, raters={"kim": {"damage": most}}).spread
    assert dread(low, low, low, low, low, variant=variant, raters={"kim": {"damage": most + 0.5}}).spread


@pytest.mark.parametrize(
    ("vector", "score", "word"),
    [
        # Scored in the examples of FIRST (CVSS v4.0 examples; CVSS v3.1 examples) and by its calculators.
        (NETWORK, 9.3, "critical"),
        ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3, "high"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 8.7, "high"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0, "critical"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0, "none"),
        (OLDER, 9.8, "critical"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5, "high"),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0, "critical"),
    ],
)
def test_cvss_vectors_have_their_published_scores(vector: str, score: float, word: str) -> None:
    found = cvss.compute(vector)
    assert (found.score, found.base, found.band, found.problem) == (score, score, word, "")
    assert f"CVSS:{found.version}/" in vector


def test_a_vector_counts_with_all_its_metrics() -> None:
    found = cvss.compute(f"{OLDER}/E:U/RL:O/MAV:P")
    assert (found.base, found.score) == (9.8, 5.9)


@pytest.mark.parametrize(
    ("vector", "problem"),
    [
        ("", "it does not begin with CVSS:4.0/, CVSS:3.1/, CVSS:3.0/"),
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P", "it does not begin with"),
        (NETWORK.lower(), "it does not begin with"),
        ("CVSS:5.0/AV:N", "it does not begin with"),
        ("CVSS:4.0/AV:N", "missing mandatory metrics 'AC, AT, PR, UI, VC, VI, VA, SC, SI, SA'"),
        (f"{NETWORK}/AV:N", "duplicate metric 'AV'"),
        (f"{NETWORK}/", "trailing '/'"),
        (f"{NETWORK}\n", "invalid metric value"),
        (f"{NETWORK}/XX:N", "invalid metric key"),
        (f"{NETWORK}/E", "malformed"),
        (f"{NETWORK}/E:", "invalid metric value in CVSS4 vector 'E:'"),
        (NETWORK.replace("AV:N", "AV:Z"), "invalid metric value"),
        (NETWORK.replace("AV:N", "AV:N:N"), "malformed"),
        (f"{OLDER}/AV:N", "duplicate metric 'AV'"),
        (f"{OLDER}/S:U/S:C", "duplicate metric 'S'"),
        (NETWORK + "/E:A" * 200, "it has more than 400 characters"),
        ("CVSS:4.0/" + "\u202e" * 20, "malformed"),
    ],
)
def test_what_is_no_vector_says_why(vector: str, problem: str) -> None:
    found = cvss.compute(vector)
    assert problem in found.problem
    assert (found.score, found.band) == (None, "")


def test_the_matrix_of_likelihood_and_impact() -> None:
    published = """
        none none none   low    low
        none low  low    low    medium
        none low  medium medium high
        none low  medium high   critical
        none low  medium high   critical
    """
    table = [[of_matrix(likelihood, impact) for impact in LEVELS] for likelihood in LEVELS]
    assert table == [row.split() for row in published.strip().splitlines()]
    assert of_matrix("high", "") == of_matrix("", "high") == ""


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (0, "none"),
        (0.05, "none"),
        (0.1, "low"),
        (3.9, "low"),
        (4, "medium"),
        (7, "high"),
        (8.9, "high"),
        (9, "critical"),
    ],
)
def test_bands_are_those_of_cvss(score: float, word: str) -> None:
    assert band(score) == word


def test_the_worst_of_what_is_said_counts() -> None:
    said = risk(severity="low", likelihood="high", impact="high", cvss={"vector": NETWORK})
    assert (said.band, said.normalised, said.score) == ("critical", "critical", 9.3)
    assert said.said == "CVSS 4.0 9.3 (critical); severity low; likelihood high by impact high: high"


def test_own_bands_and_those_of_the_common_scale_are_both_told() -> None:
    said = risk(dread={**dict.fromkeys(FACTORS, 3), "variant": "sum-1-3"})
    assert (said.band, said.normalised, said.score) == ("high", "critical", 10)
    assert said.said == "DREAD sum-1-3 15 of 15 (high), 10 of 10 (critical)"
    assert (
        risk(dread={**dict.fromkeys(FACTORS, 8), "variant": "sum-0-10"}).said
        == "DREAD sum-0-10 40 of 50 (high), 8 of 10"
    )


def test_words_give_a_band_and_no_number() -> None:
    said = risk(severity="note")
    assert (said.band, said.normalised, said.score) == ("none", "none", None)


def test_a_word_of_threagile_has_the_band_that_it_has_in_rules() -> None:
    assert risk(severity="elevated").band == "medium"
    assert risk(severity="unheard-of").band == ""


def test_what_nobody_rated_has_no_band() -> None:
    for said in (risk(), risk(likelihood="high"), risk(dread={"damage": 9}), risk(cvss={"vector": "CVSS:4.0/AV:N"})):
        assert (said.band, said.normalised, said.score) == ("", "", None)
