"""Severities by table: what they give, what they are called, and tables that make no sense."""

from __future__ import annotations

from typing import Any

import pytest

from checker.core.errors import UsageError
from checker.core.model import Model
from checker.policy.load import load_rule
from checker.policy.severity import IMPACTS, LIKELIHOODS, in_words, severities, weigh
from tests.builders import boundary, component, model, threat
from tests.policy.asking import document, found, rule

BODY = "each: component\nwhen: {kind: process}\n"
TRUST = ("untrusted", "partner", "internal", "restricted")
SHOP = model(
    *(boundary(trust, trust) for trust in TRUST), *(component(f"in-{trust}", boundary=trust) for trust in TRUST)
)


def graded(severity: str, of: Model = SHOP, body: str = BODY, level: str = "") -> dict[str, tuple[str, str]]:
    return {f.subject.id: (f.severity, f.rating) for f in found(body, of, severity=severity, level=level)}


def test_the_first_case_that_holds_counts() -> None:
    table = "[{when: {trust: untrusted}, is: critical}, {when: {trust: {at_most: partner}}, is: high}, low]"
    assert graded(table) == {
        "in-untrusted": ("critical", ""),
        "in-partner": ("high", ""),
        "in-internal": ("low", ""),
        "in-restricted": ("low", ""),
    }


def test_what_is_not_known_is_no_case() -> None:
    table = "[{when: {trust: {at_least: untrusted}}, is: high}, note]"
    assert graded(table, model(component("lost"))) == {"lost": ("note", "")}


@pytest.mark.parametrize(
    ("likelihood", "words"),
    [
        ("unlikely", ["low", "medium", "medium", "elevated"]),
        ("likely", ["medium", "elevated", "elevated", "elevated"]),
        ("very-likely", ["medium", "elevated", "high", "high"]),
        ("frequent", ["elevated", "elevated", "high", "critical"]),
    ],
)
def test_likelihood_by_impact(likelihood: str, words: list[str]) -> None:
    """Threagile's table, all sixteen."""
    ours = {"elevated": "medium"}
    for impact, word in zip(IMPACTS, words, strict=True):
        assert weigh(likelihood, impact) == (ours.get(word, word), word)
        assert graded(f"{{likelihood: {likelihood}, impact: {impact}}}")["in-internal"] == (ours.get(word, word), word)


def test_likelihood_and_impact_may_have_cases() -> None:
    table = (
        "{likelihood: [{when: {trust: untrusted}, is: frequent}, unlikely], "
        "impact: [{when: {trust: {at_least: internal}}, is: very-high}, high]}"
    )
    assert graded(table) == {
        "in-untrusted": ("high", "high"),
        "in-partner": ("medium", "medium"),
        "in-internal": ("medium", "elevated"),
        "in-restricted": ("medium", "elevated"),
    }


PARTS = ("damage", "reproducibility", "exploitability", "affected_users", "discoverability")


def rated(*ratings: float, **more: Any) -> dict[str, Any]:
    return {"dread": {**dict(zip(PARTS, ratings, strict=False)), **more}}


THREATS = model(
    component("web"),
    threat("nine", ["web"], risk=rated(9, 9, 9, 9, 9)),
    threat("below-nine", ["web"], risk=rated(9, 9, 9, 9, 8.99)),
    threat("seven", ["web"], risk=rated(5, 6, 7, 8, 9)),
    threat("four", ["web"], risk=rated(4, 4, 4, 4, 4, variant="mean-0-10")),
    threat("nothing", ["web"], risk=rated(0, 0, 0, 0, 0)),
    threat("off-scale", ["web"], risk=rated(3, 3, 3, 3, 4, variant="sum-1-3")),
    threat("four-of-five", ["web"], risk=rated(9, 9, 9, 9)),
    threat("silent", ["web"]),
)


def test_a_score_falls_into_a_band_and_is_shown() -> None:
    table = "{score: self.dread, bands: {critical: 9, high: 7, medium: 4, low: 0.1}}"
    assert graded(table, THREATS, "each: threat\nwhen: {status: identified}\n") == {
        "nine": ("critical", "9"),
        "below-nine": ("high", "8.998"),
        "seven": ("high", "7"),
        "four": ("medium", "4"),
        "nothing": ("note", "0"),
        "off-scale": ("critical", "not known"),
        "four-of-five": ("critical", "not known"),
        "silent": ("critical", "not known"),
    }


def test_a_score_may_be_calculated() -> None:
    table = '{score: "self.dread * 2.0 - (has(self.owner) ? 9.0 : 8.0)", bands: {critical: 9, high: 6}}'
    graded_by = graded(table, THREATS, "each: threat\nwhen: {status: identified}\n")
    assert graded_by["nine"] == ("critical", "10")
    assert graded_by["seven"] == ("high", "6")
    assert graded_by["four"] == ("note", "0")


def test_a_score_that_is_not_known_is_as_bad_as_the_bands_go() -> None:
    table = "{score: self.dread, bands: {medium: 5}}"
    assert graded(table, THREATS, "each: threat\nwhen: {dread: {missing: true}}\n")["silent"] == ("medium", "not known")


def test_a_score_may_be_an_expression() -> None:
    table = "{score: '10.0 - self.dread', bands: {critical: 9, high: 6}}"
    found = graded(table, THREATS, "each: threat\nwhen: {status: identified}\n")
    assert {id: found[id] for id in ("nothing", "four", "seven")} == {
        "nothing": ("critical", "10"),
        "four": ("high", "6"),
        "seven": ("note", "3"),
    }


def test_a_score_that_is_no_number_is_as_bad_as_the_bands_go() -> None:
    table = "{score: '0.0 / (self.dread - self.dread)', bands: {critical: 9, low: 1}}"
    assert graded(table, THREATS, "each: threat\nwhen: {status: identified}\n")["four"] == ("critical", "not known")


@pytest.mark.parametrize(
    ("matcher", "ids"),
    [
        ("{dread: {at_least: 8.998}}", ["below-nine", "nine"]),
        ("{dread: {more_than: 8.998}}", ["nine"]),
        ("{dread: {at_most: 4}}", ["four", "nothing"]),
        ("{dread: {less_than: 4}}", ["nothing"]),
        ("{dread: 4}", ["four"]),
        ("{dread: {not: 4}}", ["below-nine", "nine", "nothing", "seven"]),
        ("{dread: {at_least: 4, less_than: 9}}", ["below-nine", "four", "seven"]),
        ("{dread: {present: true}}", ["below-nine", "four", "nine", "nothing", "seven"]),
        ("{dread: {missing: true}}", ["four-of-five", "off-scale", "silent"]),
        ("{not: {dread: {at_least: 4}}}", ["nothing"]),
    ],
)
def test_conditions_on_a_number(matcher: str, ids: list[str]) -> None:
    assert sorted(f.subject.id for f in found(f"each: threat\nwhen: {matcher}\n", THREATS)) == ids


def test_conditions_on_numbers_of_a_list() -> None:
    def on_web(matcher: str, *ids: str) -> bool:
        some = model(component("web"), *(THREATS.threats[id] for id in ids))
        return bool(found(f"each: component\nwhen: {matcher}\n", some))

    assert on_web("{threats.dread: {at_least: 9}}", "nine", "silent")
    assert not on_web("{threats.dread: {at_least: 9}}", "seven", "silent")
    assert on_web("{threats.dread: {at_most: 7}}", "seven", "four")
    assert not on_web("{threats.dread: {at_most: 7}}", "seven", "silent")
    assert not on_web("{threats.dread: {at_most: 7}}")


def test_a_number_in_a_message_and_against_the_base() -> None:
    body = "each: threat\nchange: [changed]\nwhen: {dread: {more_than: old}}\nmessage: '{old.dread} to {self.dread}'\n"
    base = model(component("web"), threat("leak", ["web"], risk=rated(1, 1, 1, 1, 2)))
    head = model(component("web"), threat("leak", ["web"], risk=rated(1, 1, 1, 2, 2)))
    assert [f.message for f in found(body, head, base)] == ["1.2 to 1.4"]
    assert found(body, base, head) == []


def test_the_level_of_the_config_overrides_the_table() -> None:
    assert set(graded("{likelihood: frequent, impact: very-high}", level="low").values()) == {("low", "")}


@pytest.mark.parametrize(
    ("table", "possible", "words"),
    [
        ("high", ("high",), ""),
        (["low"], ("low",), "low"),
        (
            [{"when": {"crosses": True}, "is": "high"}, "note"],
            ("note", "high"),
            "high when {crosses: true}, else note",
        ),
        (
            {"likelihood": "likely", "impact": [{"when": "self.x", "is": "very-high"}, "low"]},
            ("medium",),
            "likelihood (likely) by impact (very-high when self.x, else low)",
        ),
        (
            {"likelihood": [{"when": {"a": 1}, "is": "frequent"}, "unlikely"], "impact": "very-high"},
            ("medium", "critical"),
            "likelihood (frequent when {a: 1}, else unlikely) by impact (very-high)",
        ),
        (
            {"score": "self.dread", "bands": {"low": 0.5, "high": 7}},
            ("note", "low", "high"),
            "by self.dread: high from 7, low from 0.5, else note",
        ),
    ],
)
def test_what_a_table_can_give_and_how_it_is_told(table: Any, possible: tuple[str, ...], words: str) -> None:
    assert severities(table) == possible
    assert in_words(table) == words


def test_a_rule_has_the_worst_severity_as_its_own() -> None:
    body = document(
        BODY, severity="{likelihood: [{when: {trust: untrusted}, is: frequent}, unlikely], impact: very-high}"
    )
    loaded = load_rule(body, "ours")
    assert (loaded.severity, loaded.least) == ("critical", "medium")
    assert loaded.severity_by.startswith("likelihood (frequent when {trust: untrusted}, else unlikely)")


CASE = "{when: {trust: untrusted}, is: high}"


@pytest.mark.parametrize(
    ("table", "place", "message", "hint"),
    [
        (f"[{CASE}]", "3:12", "no word is left for what none of the cases is for", "add a last entry"),
        (f"[low, {CASE}, note]", "3:17", "never reached: 'low' before it is for all that is left", ""),
        ("[low, note]", "3:17", "never reached", ""),
        (f"[{CASE}, {CASE}, note]", "3:57", "never reached: an earlier case asks the same", "remove one"),
        ("[{when: {trst: untrusted}, is: high}, low]", "3:20", "a component has no field 'trst'", "'trust'?"),
        ("[{when: {trust: untrsted}, is: high}, low]", "3:27", "'trust' is never 'untrsted'", "'untrusted'?"),
        ("[{when: {trust: untrusted}, is: hihg}, low]", "3:43", "did you mean 'high'?", ""),
        ("[{when: {trust: untrusted}}, low]", "3:12", "'is' is missing", ""),
        ("[{when: {trust: untrusted}, is: high, else: low}, low]", "3:49", "unknown key 'else'", ""),
        ("[]", "3:11", "must not be empty", ""),
        ("hihg", "3:11", "did you mean 'high'?", ""),
        ("3", "3:11", "must be critical, high, medium, low or note", ""),
        ("{likelihood: often, impact: low}", "3:24", "unlikely, likely, very-likely or frequent, not 'often'", ""),
        ("{likelihood: likely, impact: critical}", "3:40", "must be low, medium, high or very-high", ""),
        ("{likelihood: likely}", "3:1", "'impact' is missing", ""),
        ("{likelihood: [{when: {trust: internal}, is: likely}], impact: low}", "3:25", "no word is left", ""),
        ("{likelihood: likely, impact: [{when: {old.trust: internal}, is: low}, high]}", "3:49", "only rules with", ""),
        ("{score: self.dread}", "3:1", "'bands' is missing", ""),
        ("{score: self.owner, bands: {high: 7}}", "3:19", "a number belongs here, and this is a text", ""),
        ("{score: self.threats.dread, bands: {high: 7}}", "3:32", "a list has no field 'dread'", "exists"),
        ("{score: self.dred, bands: {high: 7}}", "3:24", "a component has no field 'dred'", ""),
        ("{score: 3, bands: {high: 7}}", "3:19", "must be text", ""),
        ("{score: self.id, bands: {}}", "3:35", "must not be empty", ""),
        ("{score: self.id, bands: {hgh: 7}}", "3:36", "unknown key 'hgh'", ""),
        ("{score: self.id, bands: {high: seven}}", "3:42", "must be a number", ""),
    ],
)  # fmt: skip
def test_mistake_in_a_table(table: str, place: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        rule(BODY, severity=table)
    error = caught.value
    assert (str(error.at), error.exit_code) == (f"policies/ours/rule.yaml:{place}", 2)
    assert message in error.message
    assert hint in error.hint


@pytest.mark.parametrize(
    ("bands", "place", "message"),
    [
        ("{high: 7, critical: 7}", "3:45", "high begins at 7, and critical at no more than that: it is never high"),
        ("{high: 7, medium: 8}", "3:56", "medium begins at 8, and high at no more"),
        ("{low: 3, critical: 2}", "3:44", "low begins at 3, and critical at no more"),
    ],
)
def test_bands_must_fall(bands: str, place: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        rule("each: threat\nwhen: {status: identified}\n", severity=f"{{score: self.dread, bands: {bands}}}")
    assert str(caught.value.at) == f"policies/ours/rule.yaml:{place}"


def test_words_are_ranked_least_first() -> None:
    assert LIKELIHOODS == ("unlikely", "likely", "very-likely", "frequent")
    assert IMPACTS == ("low", "medium", "high", "very-high")


def test_a_case_may_use_a_param() -> None:
    body = "params: {least: {type: string, default: internal}}\n" + BODY
    table = "[{when: {trust: {at_least: {param: least}}}, is: high}, low]"
    assert graded(table, body=body)["in-internal"] == ("high", "")
    assert graded(table, body=body)["in-partner"] == ("low", "")
