"""Words of open vocabularies, component types, and days of the calendar."""

from __future__ import annotations

import pytest

from tests.inputs.reading import HEAD, model, only, read

TWO = "components: {web: {type: service}, db: {type: database}}\n"


@pytest.mark.parametrize(
    ("line", "place", "subject", "meant"),
    [
        ("flows: {x: {from: web, to: db, protocol: htps}}", "4:42", "flow/x#protocol", "'https'"),
        ("flows: {x: {from: web, to: db, authentication: oath2}}", "4:48", "flow/x#authentication", "'oauth2'"),
        ("flows: {x: {from: web, to: db, encryption: tsl}}", "4:44", "flow/x#encryption", "'tls'"),
        ("boundaries: {x: {kind: netwrk}}", "4:24", "boundary/x#kind", "'network'"),
        ("controls: {}\nflows: {x: {from: web, to: db, protocol: carrier-pigeon}}", "5:42", "flow/x#protocol", ""),
    ],
)
def test_an_unknown_word_is_a_note_with_a_guess(line: str, place: str, subject: str, meant: str) -> None:
    parsed = read(HEAD + TWO + line + "\n")
    finding = only(parsed)
    assert (finding.rule, str(finding.subject)) == ("model/unknown-word", subject)
    assert str(finding.location) == f"threatmodel.yaml:{place}"
    assert finding.hint == (f"did you mean {meant}?" if meant else "")
    assert parsed.snapshot


def test_an_unknown_encryption_at_rest() -> None:
    finding = only(read(HEAD + "components: {x: {type: database, encryption: rot13}}\n"))
    assert (finding.rule, str(finding.location)) == ("model/unknown-word", "threatmodel.yaml:3:46")


def test_an_unknown_condition_is_a_note_at_its_name() -> None:
    parsed = read("threatgate: 1\nsystem: {id: shop, conditions: {people_afected: true}}\n")
    finding = only(parsed)
    assert (finding.rule, str(finding.location)) == ("model/unknown-word", "threatmodel.yaml:2:33")
    assert finding.hint == "did you mean 'people_affected'?"


@pytest.mark.parametrize(
    ("word", "meant"), [("servce", "service"), ("vectorstore", "vector-store"), ("bukket", "object-store")]
)
def test_an_unknown_component_type_is_wrong(word: str, meant: str) -> None:
    parsed = read(HEAD + f"components: {{x: {{type: {word}}}}}\n")
    finding = only(parsed)
    assert (finding.rule, str(finding.location)) == ("model/wrong-value", "threatmodel.yaml:3:24")
    assert finding.hint == f"did you mean '{meant}'?"
    assert parsed.snapshot is None


def test_a_component_type_like_no_other_gets_the_list() -> None:
    assert "service, web-app" in only(read(HEAD + "components: {x: {type: zzzzzzzz}}\n")).hint


def test_aliases_and_capitals_become_the_usual_word_and_unknown_ones_stay() -> None:
    read_model = model(
        HEAD
        + "components: {a: {type: RAG-Index}, b: {type: bucket, encryption: SSE}}\n"
        + "flows: {x: {from: a, to: b, protocol: HTTPS, authentication: Pigeon, encryption: Mutual-TLS}}\n"
    )
    assert [c.type for c in read_model.components.values()] == ["vector-store", "object-store"]
    flow = read_model.flows["x"]
    assert (flow.protocol, flow.authentication, flow.encryption) == ("https", "Pigeon", "mtls")
    assert read_model.components["b"].encryption == "disk"


@pytest.mark.parametrize(
    ("text", "place", "subject"),
    [
        (
            "threats: {x: {title: X, on: [shop], accepted: {by: a, until: 2027-02-29}}}",
            "3:62",
            "threat/x#accepted.until",
        ),
        ("controls: {x: {due: 2026-11-31}}", "3:21", "control/x#due"),
        ("reviews: [{by: a, on: 2026-06-31}]", "3:23", "review/0#on"),
        ("reviews: [{by: a, on: 2026-06-30, expires: 2026-02-30}]", "3:44", "review/0#expires"),
    ],
)
def test_a_day_that_is_in_no_calendar_is_wrong(text: str, place: str, subject: str) -> None:
    parsed = read(f"{HEAD}{text}\n")
    finding = only(parsed)
    assert (finding.rule, str(finding.subject)) == ("model/wrong-value", subject)
    assert str(finding.location) == f"threatmodel.yaml:{place}"
    assert parsed.snapshot is None


def test_the_29th_of_february_of_a_leap_year_is_a_day() -> None:
    assert read(HEAD + "controls: {x: {due: 2028-02-29}}\n").findings == ()


def test_hostile_words_are_shown_harmless() -> None:
    finding = only(read(HEAD + TWO + 'flows: {x: {from: web, to: db, protocol: "\\e[2Jx\\n"}}\n'))
    assert finding.message.isprintable()


def test_many_unknown_words_are_all_said_but_only_some_guessed_at() -> None:
    lines = "".join(f"  c{n}: {{type: srvice{n:04}}}\n" for n in range(2000))
    findings = read(HEAD + "components:\n" + lines).findings
    assert len(findings) == 2000
    assert sum(f.hint.startswith("did you mean") for f in findings) <= 50


@pytest.mark.parametrize(
    ("risk", "place", "name"),
    [
        ("{severity: low, properties: {severity: high}}", "3:72", "severity"),
        ("{properties: {odds: even, dread: high}}", "3:69", "dread"),
        ("{properties: {cvss: '9'}}", "3:57", "cvss"),
    ],
)
def test_a_rating_of_another_format_has_a_name_of_its_own(risk: str, place: str, name: str) -> None:
    parsed = read(HEAD + f"threats: {{t: {{title: x, on: [shop], risk: {risk}}}}}\n")
    finding = only(parsed)
    assert (finding.rule, str(finding.location)) == ("model/wrong-value", f"threatmodel.yaml:{place}")
    assert str(finding.subject) == f"threat/t#risk.properties.{name}"
    assert parsed.snapshot is None


def test_ratings_of_another_format_are_ratings() -> None:
    risk = "{impact: low, properties: {severity: elevated, odds: 0.5}}"
    found = model(HEAD + f"threats: {{t: {{title: x, on: [shop], risk: {risk}}}}}\n")
    assert found.threats["t"].risk == (("impact", "low"), ("odds", 0.5), ("severity", "elevated"))


@pytest.mark.parametrize("name", ["severity", "likelihood", "impact"])
def test_what_has_a_meaning_here_is_a_word_in_other_formats_too(name: str) -> None:
    parsed = read(HEAD + f"threats: {{t: {{title: x, on: [shop], risk: {{properties: {{{name}: 5}}}}}}}}\n")
    assert only(parsed).rule == "model/wrong-type"
