"""What the pack ``card`` finds: which rule, at which place, and how a change is told from what was so before."""

from __future__ import annotations

import pytest

from checker.core.errors import InputError
from checker.methods import documents_of
from checker.methods.cards.texts import MODEL_CARD, Texts
from tests.inputs.reading import read
from tests.methods.cards.asking import SECTIONS, found, model, reader, said, side

GOOD = f'---\nlicense: mit\nversion: "1.0"\n---\n# Owl\n{SECTIONS}'
SYSTEM = "card: {path: sys.md, profile: p.yaml}"
PROFILE = """\
threatgate_card_profile: 1
id: ours
title: Ours
sections:
  - {id: parts, title: Parts, headings: ["parts*"], names: [component, boundary, flow]}
  - {id: risks, title: Risks, headings: [risks], names: [risk], words: 2}
  - {id: more, title: More, headings: [more], required: false}
"""
PARTS = """\
boundaries: {lan: {trust: internal}}
flows: {ask: {from: web, to: owl}}
threats:
  steal: {title: It is copied, on: [owl], risk: {severity: high}}
  slow: {title: It is slow, on: [owl], risk: {severity: low}}
  stopped: {title: It is asked, on: [owl], status: mitigated, controls: [lock], risk: {severity: critical}}
  planned: {title: It is read, on: [owl], status: mitigated, controls: [plan], risk: {likelihood: high, impact: high}}
  gone: {title: It was there, on: [owl], status: avoided, risk: {severity: high}}
  carried: {title: It may fail, on: [owl], status: transferred, risk: {severity: high}}
controls: {lock: {title: Lock, status: implemented}, plan: {title: Plan}}
"""


def shop(system: str = SYSTEM, more: str = PARTS, card: str = "") -> str:
    owl = f", model: {{source: internal, card: {card}}}" if card else ""
    parts = f"components: {{web: {{type: service}}, owl: {{type: model{owl}}}}}\n{more}"
    return f"threatgate: 1\nsystem: {{id: shop, {system}}}\n{parts}"


# model cards


def test_a_whole_card_of_the_same_version_says_nothing() -> None:
    assert said({"threatmodel.yaml": model(ai='version: "1.0", '), "card.md": GOOD}) == []
    assert said({"threatmodel.yaml": model(ai="version: v1.0, "), "card.md": GOOD}) == []


def test_missing_and_empty_sections_are_one_finding_at_the_first_empty_heading() -> None:
    text = GOOD.replace("## Factors\nAge.\n", "").replace("Recall.", "[More Information Needed]")
    (one,) = found({"threatmodel.yaml": model(), "card.md": text})
    assert one.rule == "card/model-card-section-missing"
    assert str(one.location) == "card.md:10:1"
    assert "lacks 2 of the sections of mitchell: 'Factors', 'Metrics' (empty); it has 7 of 9" in one.message
    assert [str(related.location) for related in one.related] == ["threatmodel.yaml:4:65"]


def test_a_section_that_a_change_takes_away_is_told_apart() -> None:
    before = {"threatmodel.yaml": model(), "card.md": GOOD.replace("## Factors\nAge.\n", "")}
    after = {**before, "card.md": before["card.md"].replace("## Metrics\nRecall.\n", "")}
    assert said(after, before) == [
        "model-card-section-missing card.md:1:1",
        "model-card-section-missing card.md:1:1 new: metrics",
    ]
    assert found(after, before)[0].fingerprint == found(before)[0].fingerprint
    assert said(before, after) == ["model-card-section-missing card.md:1:1"]


def test_another_version_is_told_where_the_card_says_it() -> None:
    assert said({"threatmodel.yaml": model(ai='version: "2.0", '), "card.md": GOOD}) == [
        "model-card-version-mismatch card.md:3:10"
    ]


@pytest.mark.parametrize(
    ("base", "more", "known"),
    [
        ("acme/large", "", False),
        ("acme/large", "  base: {type: ml-library, model: {name: large}}\n", True),
        ("acme/large", "  base: {type: ml-library, name: ACME/Large}\n", True),
        ("owl", "", True),
        ("acme/large", "  large: {type: ml-library}\n", True),
        ("acme/large", "  larger: {type: ml-library}\n", False),
    ],
)
def test_the_base_model_of_a_card_is_a_component(base: str, more: str, known: bool) -> None:
    text = GOOD.replace("license: mit", f"base_model: {base}")
    rules = said({"threatmodel.yaml": model(more=more), "card.md": text})
    assert rules == ([] if known else [f"base-model-not-modelled card.md:2:13 {base}"])


def test_each_data_set_of_a_card_is_in_the_model_and_told_once() -> None:
    more = "  history: {type: training-data}\ndata: {labels: {classification: internal}}\n"
    text = GOOD.replace("license: mit", "datasets: [history, labels, acme/history, bureau, bureau, other]")
    assert said({"threatmodel.yaml": model(more=more), "card.md": text}) == [
        "dataset-not-modelled card.md:2:43 bureau",
        "dataset-not-modelled card.md:2:59 other",
    ]


def test_another_licence_says_which() -> None:
    text = GOOD.replace("license: mit", "license: other")
    assert said({"threatmodel.yaml": model(), "card.md": text}) == ["licence-unnamed card.md:2:10"]


def test_a_card_names_the_threats_or_leads_to_the_model() -> None:
    more = (
        "threats:\n  a: {title: A, on: [owl]}\n  b: {title: B, on: [owl, shop]}\n  c: {title: C, on: [shop]}\n"
        "  d: {title: D, on: [owl], status: not-applicable}\n"
    )
    files = {"threatmodel.yaml": model(more=more), "card.md": GOOD + "\nSee `a` in the list.\n"}
    (one,) = found(files)
    assert one.rule == "card/model-card-threats-missing"
    assert one.message == "the card names neither the model file nor these threats on 'owl': 'b'"
    assert said({**files, "card.md": GOOD + "\n[The model](threatmodel.yaml)\n"}) == []
    grown = {
        **files,
        "threatmodel.yaml": model(more=more.replace("c: {title: C, on: [shop]}", "c: {title: C, on: [owl]}")),
    }
    assert [line.partition(" ")[2].partition(" ")[2] for line in said(grown, files)] == ["", "new: c"]


@pytest.mark.parametrize(
    ("before", "after", "which"),
    [
        ('version: "1.0", ', 'version: "2.0", ', "model.version"),
        ("datasets: [owl], ", "datasets: [shop2], ", "model.datasets"),
        ("", 'version: "1.0", ', ""),
        ('version: "1.0", ', 'version: "1.0", ', ""),
    ],
)
def test_a_model_that_changed_and_its_card_did_not(before: str, after: str, which: str) -> None:
    card, more = GOOD.replace('version: "1.0"', "x: y"), "  shop2: {type: training-data}\n"
    old = {"threatmodel.yaml": model(ai=before, more=more), "card.md": card}
    new = {"threatmodel.yaml": model(ai=after, more=more), "card.md": card}
    rules = said(new, old)
    assert [rule.split()[0::2] for rule in rules] == ([["model-card-stale", which]] if which else [])
    assert said({**new, "card.md": card + "\nTested again.\n"}, old) == []
    moved = {"threatmodel.yaml": model(card="new.md", ai=after, more=more), "new.md": card}
    assert [rule.split()[0] for rule in said(moved, old)] == (["model-card-stale"] if which else [])


def test_a_renamed_component_has_its_card_of_before() -> None:
    old = {"threatmodel.yaml": model(ai='version: "1", '), "card.md": SECTIONS}
    text = model(ai='version: "2", ').replace("  owl: {", "  hawk: {was: owl, ")
    assert [rule.split()[0] for rule in said({"threatmodel.yaml": text, "card.md": SECTIONS}, old)] == [
        "model-card-stale"
    ]


def test_what_is_out_of_scope_or_has_no_card_is_not_asked() -> None:
    text = model().replace("{type: model,", "{type: model, out_of_scope: {reason: Old},")
    assert said({"threatmodel.yaml": text}) == []
    assert said({"threatmodel.yaml": "threatgate: 1\nsystem: {id: shop}\ncomponents: {owl: {type: model}}\n"}) == []


# reading


def test_a_card_that_is_not_there_is_told_where_it_is_named() -> None:
    (one,) = found({"threatmodel.yaml": model(card="lost.md")})
    assert (one.rule, str(one.location), str(one.subject)) == (
        "card/unreadable",
        "threatmodel.yaml:4:65",
        "component/owl#model.card",
    )
    assert one.message == "the card 'lost.md' cannot be read: there is no such file"


def test_an_address_is_not_read_and_that_is_said() -> None:
    (one,) = found({"threatmodel.yaml": model(card='"https://example.com/card.md"')})
    assert (one.rule, one.message) == (
        "card/not-read",
        "the card at 'https://example.com/card.md' is an address: it was not read, so nothing was checked of it",
    )


def test_broken_front_matter_is_told_where_it_is_broken() -> None:
    rules = said({"threatmodel.yaml": model(), "card.md": f"---\na: 1\na: 2\n---\n{SECTIONS}"})
    assert rules == ["unreadable card.md:3:1 duplicate-key a"]


def test_the_cards_of_one_model_have_a_limit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.methods.cards.texts.MAX_TOTAL", len(SECTIONS))
    text = model() + "  hawk: {type: model, model: {source: internal, card: other.md}}\n"
    text += "  kite: {type: model, model: {source: internal, card: card.md}}\n"
    rules = said({"threatmodel.yaml": text, "card.md": SECTIONS, "other.md": SECTIONS})
    assert [rule.split()[:2] for rule in rules] == [
        ["unreadable", "threatmodel.yaml:4:65"],
        ["unreadable", "threatmodel.yaml:6:55"],
    ]


# system cards

CARD = "# Parts and bounds\n`web`, `owl`, `lan`, `ask`\n\n# Risks\n'steal', `carried` and `planned`\n"
FILES = {"threatmodel.yaml": shop(), "p.yaml": PROFILE, "sys.md": CARD}


def test_a_system_card_that_names_everything_says_nothing() -> None:
    assert said(FILES) == []


def test_elements_and_risks_that_are_not_named() -> None:
    elements, risks = found({**FILES, "sys.md": CARD.replace("`lan`, `ask`", "here").replace("planned", "more")})
    assert (elements.rule, risks.rule) == ("card/system-card-element-missing", "card/system-card-risk-missing")
    assert elements.message.endswith("nor these elements: boundary 'lan', flow 'ask'")
    assert risks.message.endswith("nor these threats that remain: threat 'planned'")
    assert said({**FILES, "sys.md": "# Parts\n[It](threatmodel.yaml)\n# Risks\nAll there.\n"}) == []


def test_the_least_risk_to_be_listed_is_the_profiles_to_say() -> None:
    low = {**FILES, "p.yaml": PROFILE.replace("title: Ours\n", "title: Ours\nrisk_level: low\n")}
    assert [f.message.rpartition(": ")[2] for f in found(low)] == ["threat 'slow'"]
    critical = {
        **FILES,
        "p.yaml": PROFILE.replace("title: Ours\n", "title: Ours\nrisk_level: critical\n"),
        "sys.md": CARD.replace("steal", "all"),
    }
    assert said(critical) == []


def test_sections_by_a_profile_of_the_repository() -> None:
    (one,) = found({**FILES, "sys.md": "`web` `owl` `lan` `ask`\n# Risks\nsteal\n# x\n`planned` `carried`\n"})
    assert one.rule == "card/system-card-section-missing"
    assert "lacks 2 of the sections of ours: 'Parts', 'Risks' (empty); it has 0 of 2" in one.message


def test_the_shipped_profile_counts_where_none_is_named() -> None:
    (one,) = found({"threatmodel.yaml": shop("card: sys.md"), "sys.md": "[m](threatmodel.yaml)\n"})
    assert "lacks 13 of the sections of ism-2084" in one.message


@pytest.mark.parametrize(
    ("profile", "place", "says"),
    [
        ("a: [", "p.yaml:1", ""),
        (PROFILE + "secton: 1\n", "p.yaml:8:1", "'secton'"),
        ("[]", "p.yaml:1:1", ""),
        (PROFILE.replace('"parts*"', '"p*rts"'), "p.yaml:5:42", "'*' at the start or the end"),
        (None, "threatmodel.yaml:2", "no such file"),
    ],
)
def test_a_wrong_profile_is_told_where_it_is_wrong(profile: str | None, place: str, says: str) -> None:
    files = {key: text for key, text in {**FILES, "p.yaml": profile}.items() if text is not None}
    (one,) = found(files)
    assert one.rule == "card/wrong-profile"
    assert str(one.location).startswith(place)
    assert says in one.message


def test_an_unknown_profile() -> None:
    (one,) = found({**FILES, "threatmodel.yaml": shop("card: {path: sys.md, profile: turing}")})
    assert (one.rule, one.hint.startswith("one of mitchell, ism-2084")) == ("card/wrong-profile", True)


def test_a_change_cannot_ask_less_of_itself() -> None:
    """The profile of the base counts; one that is new is that of the head, and that it asks less is told."""
    weak = PROFILE.replace("headings: [risks]", "headings: [risks], required: false")
    cut = CARD.partition("# Risks")[0] + "'steal', `carried` and `planned`\n"
    assert [r.split()[0] for r in said({**FILES, "p.yaml": weak, "sys.md": cut}, FILES)] == [
        "profile-loosened",
        "system-card-section-missing",
    ]
    new = {**FILES, "q.yaml": weak, "sys.md": cut, "threatmodel.yaml": shop("card: {path: sys.md, profile: q.yaml}")}
    assert [r.split()[0] for r in said(new, FILES)] == ["profile-loosened"]


@pytest.mark.parametrize(
    ("old", "new", "less"),
    [
        ("headings: [risks]", "headings: [risks], required: false", "'Risks' need not be there"),
        (
            "headings: [risks]",
            'headings: [risks, "*"]'.replace('"*"', "notes"),
            "'Risks' may stand under more headings",
        ),
        ("words: 3", "words: 2", "'Overview' needs 2 words, and no longer 3"),
        ("names: [component, flow]", "names: [component]", "a flow need not be named"),
        ("risk_level: medium", "risk_level: high", "risks need to be listed from high on, and no longer from medium"),
        ("  - {id: risks", "  - {id: dangers", "'Risks' need not be there"),
        ("headings: [risks]", "headings: [risks], words: 2", ""),
        ("headings: [overview, about]", "headings: [about]", ""),
        ("names: [component, flow]", "names: [component, flow, data]", ""),
        ("risk_level: medium", "risk_level: low", ""),
        ("title: Ours", "title: Theirs", ""),
    ],
)
def test_a_profile_that_asks_less(old: str, new: str, less: str) -> None:
    assert TELLING.count(old) == 1
    card = {"sys.md": "# About\nAll that there is to say.\n# Risks\nNone at all.\n[all](threatmodel.yaml)\n"}
    files = {**card, "threatmodel.yaml": shop(SYSTEM), "p.yaml": TELLING}
    told = [one for one in found({**files, "p.yaml": TELLING.replace(old, new)}, files) if "profile" in one.rule]
    message = f"this change has the system card asked for less by 'p.yaml': {less}"
    assert [(one.rule, str(one.location), one.message) for one in told] == (
        [("card/profile-loosened", "threatmodel.yaml:2:50", message)] if less else []
    )


TELLING = """\
threatgate_card_profile: 1
id: ours
title: Ours
risk_level: medium
sections:
  - {id: overview, title: Overview, headings: [overview, about], words: 3, names: [component, flow]}
  - {id: risks, title: Risks, headings: [risks]}
  - {id: more, title: More, headings: [more], required: false}
"""


def test_a_profile_that_the_change_breaks_or_deletes() -> None:
    """The one of the base judges; what is left for the next change is told."""
    broken = said({**FILES, "p.yaml": "[]"}, FILES)
    gone = said({name: text for name, text in FILES.items() if name != "p.yaml"}, FILES)
    assert ([r.split()[0] for r in broken], [r.split()[0] for r in gone]) == (["wrong-profile"], ["wrong-profile"])
    assert said({**FILES, "p.yaml": "[]"}, {**FILES, "p.yaml": "[]"}) != []


def test_a_system_card_that_was_to_be_looked_at_again() -> None:
    for day, rules in (("2026-11-25", ["review-overdue threatmodel.yaml:2:69"]), ("2026-11-26", [])):
        system = SYSTEM.replace("}", f", review_by: {day}}}")
        assert said({**FILES, "threatmodel.yaml": shop(system)}) == rules


def test_a_system_that_changed_and_its_card_did_not() -> None:
    gone = shop(more=PARTS.replace("flows: {ask: {from: web, to: owl}}\n", ""))
    (one,) = found({**FILES, "threatmodel.yaml": gone}, FILES)
    assert (one.rule, one.message) == (
        "card/system-card-stale",
        "the system card says what it said before this change: flow 'ask' is gone",
    )
    assert said({**FILES, "threatmodel.yaml": gone, "sys.md": CARD.replace(", `ask`", "")}, FILES) == []
    owl = "owl: {type: model, model: {source: internal, name: %s}}"
    old, new = (shop().replace("owl: {type: model}", owl % name) for name in ("tree", "net"))
    assert [
        f.message.rpartition(": ")[2]
        for f in found({**FILES, "threatmodel.yaml": new}, {**FILES, "threatmodel.yaml": old})
    ] == ["component 'owl' has another model"]


def test_the_paths_that_a_change_of_is_a_change_of_the_model() -> None:
    snapshot, _ = side({**FILES, "threatmodel.yaml": shop(card="owl.md")})
    assert {*documents_of(snapshot.model)} == {"sys.md", "p.yaml", "owl.md"}


def test_a_profile_by_a_path_that_is_none() -> None:
    with pytest.raises(InputError, match="no such file"):
        Texts(reader({})).profile("docs/p.yaml")


# fairness

FAIR = """\
fairness:
  objectives: [{metric: fpr_parity, threshold: 0.1}, {metric: disparate_impact, threshold: 0.8}]
  results:
    - {metric: fpr_parity, value: -0.05, date: 2026-10-01}
    - {metric: fpr_parity, value: %s, date: 2026-11-01}
    - {metric: disparate_impact, value: %s}
"""


@pytest.mark.parametrize(
    ("parity", "ratio", "rules"),
    [
        ("0.1", "0.8", []),
        ("-0.1", "1.25", []),
        ("-0.11", "1", ["fairness-below-threshold threatmodel.yaml:7:35 fpr_parity -0.11 0.1"]),
        ("0", "0.79", ["fairness-below-threshold threatmodel.yaml:8:41 disparate_impact 0.79 0.8"]),
        ("0", "1.26", ["fairness-below-threshold threatmodel.yaml:8:41 disparate_impact 1.26 0.8"]),
        ("0", "0", ["fairness-below-threshold threatmodel.yaml:8:41 disparate_impact 0 0.8"]),
    ],
)
def test_results_are_held_against_objectives(parity: str, ratio: str, rules: list[str]) -> None:
    assert said({"threatmodel.yaml": "threatgate: 1\nsystem: {id: shop}\n" + FAIR % (parity, ratio)}) == rules


LATER = "    - {metric: fpr_parity, value: 0, date: 2026-11-20}"


def test_a_result_of_a_day_to_come_does_not_count_yet() -> None:
    text = "threatgate: 1\nsystem: {id: shop}\n" + FAIR % ("-0.2", "1")
    later = text + "    - {metric: fpr_parity, value: 0, date: %s}\n"
    missed = ["fairness-below-threshold threatmodel.yaml:7:35 fpr_parity -0.2 0.1"]
    assert said({"threatmodel.yaml": later % "2026-11-27"}) == missed
    assert said({"threatmodel.yaml": later % "2026-11-26"}) == []


@pytest.mark.parametrize(
    ("parity", "ratio", "rules"),
    [
        ("0.05", "0.5", ["fairness-result-rewritten threatmodel.yaml:7:35 fpr_parity 2026-11-01 -0.2"]),
        ("-0.2", "0.9", ["fairness-result-rewritten threatmodel.yaml:8:41 disparate_impact  0.5"]),
        ("-0.15", "0.6", []),
        (f"-0.2, date: 2026-11-01}}\n{LATER}\n    - {{metric: fnr_parity, value: 0", "0.5", []),
    ],
)
def test_a_result_does_not_change_afterwards(parity: str, ratio: str, rules: list[str]) -> None:
    base, head = (
        "threatgate: 1\nsystem: {id: shop}\n" + FAIR % values for values in (("-0.2", "0.5"), (parity, ratio))
    )
    told = said({"threatmodel.yaml": head}, {"threatmodel.yaml": base})
    assert [one for one in told if not one.startswith("fairness-below")] == rules


def test_an_objective_needs_a_result() -> None:
    text = "threatgate: 1\nsystem: {id: shop}\nfairness: {objectives: [{metric: fpr_parity, threshold: 0.1}]}\n"
    assert said({"threatmodel.yaml": text}) == ["fairness-result-missing threatmodel.yaml:3:25 fpr_parity"]


def test_people_who_are_affected_need_an_objective() -> None:
    head = "threatgate: 1\nsystem: {id: shop, conditions: {people_affected: %s}}\n"
    assert said({"threatmodel.yaml": head % "true"}) == ["fairness-objective-missing threatmodel.yaml:2:50"]
    assert said({"threatmodel.yaml": head % "false"}) == []
    assert said({"threatmodel.yaml": head % "true" + FAIR % ("0", "1")}) == []


def test_an_unknown_measure_is_a_note_and_not_judged() -> None:
    text = (
        "threatgate: 1\nsystem: {id: shop}\nfairness:\n"
        "  objectives: [{metric: fpr_party, threshold: 0.1}]\n  results: [{metric: fpr_party, value: 7}]\n"
    )
    parsed = read(text)
    assert [(f.rule, str(f.location), f.hint) for f in parsed.findings] == [
        ("model/unknown-word", "threatmodel.yaml:4:25", "did you mean 'fpr_parity'?"),
        ("model/unknown-word", "threatmodel.yaml:5:22", "did you mean 'fpr_parity'?"),
    ]
    assert said({"threatmodel.yaml": text}) == []


def test_references_of_fairness_are_checked() -> None:
    parsed = read(
        "threatgate: 1\nsystem: {id: shop}\nfairness:\n"
        "  objectives: [{metric: fpr_parity, threshold: 0.1, refs: [feat:FEAT-F99]}]\n"
        "  tradeoff: {text: Some, refs: [feat:FEAT-F10]}\n"
    )
    assert [(f.rule, str(f.location)) for f in parsed.findings] == [
        ("model/unknown-reference", "threatmodel.yaml:4:60")
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("fairness: {results: [{metric: fpr_parity, value: 1, date: 2026-02-30}]}\n", "threatmodel.yaml:3:59"),
        ("fairness: {results: [7, {metric: [], value: x}], objectives: {}}\n", "threatmodel.yaml:3:22"),
        ("components: {owl: {type: model, model: {datasets: [lost]}}}\n", "threatmodel.yaml:3:52"),
    ],
)
def test_wrong_fairness_and_data_sets_are_told_at_their_place(text: str, place: str) -> None:
    parsed = read("threatgate: 1\nsystem: {id: shop}\n" + text)
    assert str(min(f.location for f in parsed.findings)) == place


def test_a_wrong_day_of_a_card() -> None:
    parsed = read("threatgate: 1\nsystem: {id: shop, card: {path: a, review_by: 2026-02-30}}\n")
    assert [(f.rule, str(f.subject), str(f.location)) for f in parsed.findings] == [
        ("model/wrong-value", "system/shop#card.review_by", "threatmodel.yaml:2:47")
    ]


def test_order_in_fairness_means_nothing() -> None:
    one = "threatgate: 1\nsystem: {id: shop}\n" + FAIR % ("0", "1")
    lines = one.splitlines(keepends=True)
    other = "".join((*lines[:5], lines[6], lines[5], lines[7]))
    assert side({"threatmodel.yaml": one})[0].model == side({"threatmodel.yaml": other})[0].model


def test_a_card_that_names_very_much_is_a_few_findings() -> None:
    names = [f"set-{number:02}" for number in range(23)]
    text = f"---\ndatasets: [{', '.join(names)}]\n---\n{SECTIONS}[all](threatmodel.yaml)\n"
    one = found({"threatmodel.yaml": model(), "card.md": text})
    assert [finding.rule for finding in one] == ["card/dataset-not-modelled"] * 21
    assert one[-1].message == "the card names 3 more such data sets: 'set-20', 'set-21', 'set-22'"
    other = found({"threatmodel.yaml": model(), "card.md": text.replace("set-22", "set-99")})
    assert [a.fingerprint == b.fingerprint for a, b in zip(one, other, strict=True)] == [True] * 20 + [False]


def test_a_card_of_many_components_is_looked_at_once() -> None:
    texts = Texts(reader({"card.md": SECTIONS}))
    card, profile = texts.card("card.md").card, texts.profile(MODEL_CARD)
    assert card
    assert texts.card("card.md", "owl").card is card
    assert texts.held(card, profile) is texts.held(card, profile)
