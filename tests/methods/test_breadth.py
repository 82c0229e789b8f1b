"""The pack ``breadth``: which rule, at which place of the text, in which words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.knowledge.library import Entry, text_of
from checker.knowledge.lookup import library
from checker.methods.breadth.findings import findings
from checker.methods.breadth.mit import breadth
from checker.methods.breadth.plot4ai import cards, kinds_of_ai
from tests.inputs.reading import model, read
from tests.methods.asking import ask

HEAD = "threatgate: 1\nsystem: {id: loan}\ncomponents: {one: {type: service}}\n"
AI = "threatgate: 1\nsystem: {id: loan, ai: true}\ncomponents: {one: {type: service}}\n"
QUIET = 'plot4ai: {answers: {data-08: {answer: "Yes"}}}\n'
DECK = ".threatgate-knowledge/plot4ai-abc1234.json"


def found(
    head: str, base: str = "", files: Mapping[str, str] | None = None, **more: Mapping[str, str]
) -> list[Finding]:
    return ask(findings, head, base, files, more.get("was"))


def rules(head: str, base: str = "") -> list[str]:
    return [
        f"{one.rule.removeprefix('breadth/')} {one.location.line}:{one.location.column}" for one in found(head, base)
    ]


def one(
    rule: str, head: str, base: str = "", files: Mapping[str, str] | None = None, **more: Mapping[str, str]
) -> Finding:
    (finding,) = (one for one in found(head, base, files, **more) if one.rule == f"breadth/{rule}")
    return finding


def every_card(answer: str = "Not applicable", **others: str) -> str:
    held = library("plot4ai")
    assert held is not None
    answers = {card.id: answer for card in held.of_kind("card")} | {
        id.replace("_", "-"): is_ for id, is_ in others.items()
    }
    lines = (f'    {id}: {{answer: "{is_}"}}\n' for id, is_ in answers.items())
    return f"plot4ai:\n  answers:\n{''.join(lines)}"


def deck(*changed: Entry, without: str = "") -> dict[str, str]:
    """The shipped deck as the edition abc1234 of a repository, with other cards in it."""
    held = library("plot4ai")
    assert held is not None
    entries = {**held.entries, **{card.id: card for card in changed}}
    entries.pop(without, None)
    return {DECK: text_of(held.holding(entries)._replace(edition="abc1234", editions=("abc1234",)))}


def card(id: str, **fields: object) -> Entry:
    held = library("plot4ai")
    assert held is not None
    return held.entries[id]._replace(**fields)


# silence


def test_a_system_without_ai_and_answers_hears_nothing() -> None:
    assert found(HEAD) == []


def test_all_cards_answered_leave_nothing_to_say() -> None:
    assert found(HEAD + every_card()) == []


# cards


def test_open_cards_are_one_finding_with_counts_by_category() -> None:
    finding = one("plot4ai-card-unanswered", HEAD + QUIET)
    assert (str(finding.subject), str(finding.location)) == ("system/loan#plot4ai", "threatmodel.yaml:4:1")
    assert finding.message == (
        "137 of 138 cards of PLOT4ai are not answered: Data & Data Governance 9 of 10,"
        " Transparency & Accessibility 7 of 7, Privacy & Data Protection 18 of 18, Cybersecurity 37 of 37,"
        " Safety & Environmental Impact 25 of 25,"
        " Bias, Fairness & Discrimination 15 of 15, Ethics & Human Rights 13 of 13,"
        " Accountability & Human Oversight 13 of 13"
    )
    assert finding.hint == "see them: threatgate questions plot4ai"


def test_a_method_that_is_claimed_and_has_no_answers_is_asked_whole() -> None:
    finding = one("plot4ai-card-unanswered", HEAD + "methods: {plot4ai: full}\n")
    assert finding.message.startswith("138 of 138 cards")


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("role: Provider, ", 138 - 6),
        ("role: Deployer, ", 138 - 7),
        ("phases: [Input], ", 78),
        ("phases: [Design], role: Provider, ", 111),
        ("phases: [], ", 138),
    ],
)
def test_role_and_phases_choose_cards(said: str, count: int) -> None:
    text = f"{HEAD}plot4ai: {{{said}answers: {{}}}}\n"
    assert one("plot4ai-card-unanswered", text).message.startswith(f"{count} of {count} cards")


@pytest.mark.parametrize(
    ("conditions", "component", "kinds", "count"),
    [
        ("{}", "service", ("Traditional", "Generative"), 138),
        ("{predictive: true}", "service", ("Traditional",), 120),
        ("{generative: false}", "service", ("Traditional",), 120),
        ("{generative: true}", "service", ("Generative",), 138),
        ("{predictive: false}", "service", ("Generative",), 138),
        ("{predictive: true}", "agent", ("Traditional", "Generative"), 138),
        ("{}", "prompt-template", ("Generative",), 138),
        ("{generative: false}", "agent-memory", ("Traditional",), 120),
        ("{generative: false, predictive: false}", "service", (), 0),
    ],
)
def test_the_kind_of_ai_chooses_cards(conditions: str, component: str, kinds: tuple[str, ...], count: int) -> None:
    text = (
        HEAD.replace("id: loan", f"id: loan, conditions: {conditions}").replace("service", component)
        + "plot4ai: {role: null}"
    )
    text = text.replace(
        "{role: null}", "{answers: {data-08: {answer: Maybe, threat: x}}}\nthreats: {x: {title: t, on: [one]}}\n"
    )
    read_model = model(text)
    held = library("plot4ai")
    assert held is not None
    assert read_model.system.plot4ai is not None
    assert kinds_of_ai(read_model) == kinds
    assert sum(card.asked for card in cards(read_model, read_model.system.plot4ai, held).cards) == count


@pytest.mark.parametrize(
    ("conditions", "component", "kinds"),
    [
        ("{}", "{type: model, model: {family: predictive}}", ("Traditional",)),
        ("{}", "{type: model, model: {family: generative}}", ("Generative",)),
        ("{predictive: false}", "{type: model, model: {family: predictive}}", ("Generative",)),
        ("{}", "{type: agent, model: {family: predictive}}", ("Traditional", "Generative")),
    ],
)
def test_the_family_of_a_model_is_a_kind_of_ai(conditions: str, component: str, kinds: tuple[str, ...]) -> None:
    text = HEAD.replace("id: loan", f"id: loan, conditions: {conditions}").replace("{type: service}", component)
    assert kinds_of_ai(model(text)) == kinds


def test_a_threat_and_a_reason_answer_cards_too() -> None:
    text = (
        HEAD
        + QUIET
        + (
            "threats: {t: {title: t, on: [one], refs: [plot4ai:data-01, plot4ai:hc0505dd03fb8]}}\n"
            "not_applicable: [{on: [loan], refs: [plot4ai:transparency, plot4ai:data-02], reason: no}]\n"
        )
    )
    assert one("plot4ai-card-unanswered", text).message.startswith(
        "128 of 138 cards of PLOT4ai are not answered: Data & Data Governance 7 of 10, Privacy"
    )


# answers that signal a risk


@pytest.mark.parametrize(
    ("id", "answer", "risk"),
    [
        ("data-08", "No", True),
        ("data-08", "Maybe", True),
        ("data-08", "Yes", False),
        ("data-08", "Not applicable", False),
        ("safety-22", "Yes", True),
        ("safety-22", "Maybe", True),
        ("safety-22", "No", False),
    ],
)
def test_the_bad_answer_and_maybe_want_a_threat(id: str, answer: str, risk: bool) -> None:
    text = f"{HEAD}plot4ai:\n  answers:\n    {id}: {{answer: {answer}}}\n"
    told = [finding for finding in found(text) if finding.rule == "breadth/plot4ai-risk-without-threat"]
    assert [(str(finding.location), finding.discriminator) for finding in told] == [
        ("threatmodel.yaml:6:" + str(7 + len(id) + 9), id)
    ][:risk]


def test_a_risk_is_told_at_its_answer() -> None:
    finding = one("plot4ai-risk-without-threat", HEAD + "plot4ai:\n  answers:\n    data-08: {answer: No}\n")
    assert (str(finding.subject), str(finding.location)) == (
        "system/loan#plot4ai.answers.data-08.answer",
        "threatmodel.yaml:6:23",
    )
    assert finding.message == "'No' to data-08 (Data Traceability) signals a risk, and no threat comes of it"
    assert finding.hint == "name the threat that comes of it here ('threat: ...'), or cite plot4ai:data-08 there"


@pytest.mark.parametrize(
    ("answer", "refs"),
    [
        ("{answer: No, threat: t}", "[]"),
        ("{answer: No}", "[plot4ai:data-08]"),
        ("{answer: No}", "[plot4ai:h5b8d3c7a0000]"),
    ],
)
def test_a_threat_that_is_named_or_cites_the_card_is_enough(answer: str, refs: str) -> None:
    held = library("plot4ai")
    assert held is not None
    refs = refs.replace("h5b8d3c7a0000", held.entries["data-08"].also_known[0])
    text = f"{HEAD}plot4ai: {{answers: {{data-08: {answer}}}}}\nthreats: {{t: {{title: t, on: [one], refs: {refs}}}}}\n"
    assert rules(text) == ["plot4ai-card-unanswered 4:1"]


def test_a_risk_of_a_card_that_is_not_asked_counts_all_the_same() -> None:
    text = HEAD + "plot4ai: {phases: [Monitor], answers: {data-08: {answer: No}}}\n"
    assert "plot4ai-risk-without-threat 4:58" in rules(text)


def test_a_card_may_be_named_by_the_id_of_the_site() -> None:
    text = HEAD + "plot4ai: {answers: {hc0505dd03fb8: {answer: No}}}\n"
    assert one("plot4ai-risk-without-threat", text).message.startswith("'No' to data-01 (Data Quality)")


# cards that are none


def test_an_unknown_card_is_told_at_its_key() -> None:
    finding = one("plot4ai-unknown-card", HEAD + "plot4ai: {answers: {data-8: {answer: No}}}\n")
    assert (str(finding.location), finding.message, finding.hint) == (
        "threatmodel.yaml:4:21",
        "'data-8' is no card of the deck 5f4b43e",
        "did you mean 'data-08'?",
    )


def test_only_the_first_unknown_cards_are_compared_with_all() -> None:
    answers = ", ".join(f"data-x{number:02}: {{answer: Yes}}" for number in range(21))
    told = [finding for finding in found(f"{HEAD}plot4ai: {{answers: {{{answers}}}}}\n") if "unknown" in finding.rule]
    assert [finding.hint.startswith("did you mean") for finding in told] == [True] * 20 + [False]


def test_a_category_is_no_card() -> None:
    finding = one("plot4ai-unknown-card", HEAD + "plot4ai: {answers: {data: {answer: No}}}\n")
    assert finding.discriminator == "data"


# decks


def test_a_deck_that_is_not_here_is_told_and_nothing_else_judged() -> None:
    (finding,) = found(HEAD + 'plot4ai: {deck: "abc1234", answers: {data-08: {answer: No}}}\n')
    assert (finding.rule, str(finding.location)) == ("breadth/plot4ai-deck-changed", "threatmodel.yaml:4:17")
    assert finding.message == "the deck 'abc1234' is not here, so that no answer to its cards can be checked"


@pytest.mark.parametrize("deck_", ["../../etc/passwd", "a b", "x" * 64])
def test_a_deck_with_a_strange_name_is_not_looked_for(deck_: str) -> None:
    (finding,) = found(HEAD + f'plot4ai: {{deck: "{deck_}"}}\n')
    assert "is not here" in finding.message


def test_a_deck_of_the_repository_that_is_none_cannot_be_decided() -> None:
    with pytest.raises(InputError):
        found(HEAD + 'plot4ai: {deck: "abc1234"}\n', files={DECK: "{}"})


def test_a_deck_of_the_repository_that_asks_the_same_is_as_good() -> None:
    text = HEAD + 'plot4ai: {deck: "abc1234", answers: {data-08: {answer: Yes}}}\n'
    assert [finding.rule for finding in found(text, files=deck())] == ["breadth/plot4ai-card-unanswered"]


def test_another_deck_than_ours_tells_what_changed_of_the_answered_cards() -> None:
    text = HEAD + (
        'plot4ai:\n  deck: "abc1234"\n  answers: {data-08: {answer: Yes},'
        " data-07: {answer: Yes}, data-06: {answer: Yes}}\n"
    )
    changed = (
        card("data-08", also_known=("h000000000001",), facts={**card("data-08").facts, "risk-if": ("Yes",)}),
        card("data-07", name="Data Hunger", also_known=("h000000000002",)),
        card("data-05", name="Not answered"),
    )
    finding = one("plot4ai-deck-changed", text, files=deck(*changed, without="data-06"))
    assert finding.message == (
        "the questions of threatgate are to another deck: the answers move from the deck 5f4b43e to abc1234, and 3 of 3"
        " cards changed: 'data-06' is not in it; 'data-07' is about 'Data Hunger', no longer 'Data Collection';"
        " 'data-08' asks another question and signals a risk by Yes"
    )
    assert [str(place.location) for place in finding.related] == [
        "threatmodel.yaml:6:61",
        "threatmodel.yaml:6:37",
        "threatmodel.yaml:6:13",
    ]


def test_a_deck_that_moves_is_compared_with_that_of_the_base() -> None:
    base = HEAD + 'plot4ai: {deck: "abc1234", answers: {data-08: {answer: Yes}}}\n'
    head = base.replace("abc1234", "5f4b43e")
    finding = one("plot4ai-deck-changed", head, base, files=deck(card("data-08", name="Old")))
    assert finding.message == (
        "the answers move from the deck abc1234 to 5f4b43e, and 1 of 1 cards changed:"
        " 'data-08' is about 'Data Traceability', no longer 'Old'"
    )


def test_five_changed_cards_are_told_and_the_rest_counted() -> None:
    for count, more in ((5, ""), (6, "; 1 more")):
        ids = [f"data-{number:02}" for number in range(1, count + 1)]
        answers = ", ".join(f"{id}: {{answer: Maybe}}" for id in ids)
        text = HEAD + f'plot4ai: {{deck: "abc1234", answers: {{{answers}}}}}\n'
        finding = one("plot4ai-deck-changed", text, files=deck(*(card(id, name=f"N{id}") for id in ids)))
        assert finding.message.endswith(f"'data-05' is about 'Ndata-05', no longer 'Update Latency'{more}")
        assert len(finding.related) == count


def test_answers_that_are_new_have_no_deck_before() -> None:
    head = HEAD + 'plot4ai: {deck: "abc1234", answers: {data-08: {answer: Yes}}}\n'
    for base in (HEAD, HEAD + "plot4ai: {role: Provider}\n"):
        finding = one("plot4ai-deck-changed", head, base, files=deck(card("data-08", name="New")))
        assert finding.message.startswith("the questions of threatgate are to another deck")


def test_answers_and_references_to_two_decks_are_told() -> None:
    text = HEAD + 'taxonomies: {plot4ai: "old"}\nplot4ai: {deck: "5f4b43e"}\n'
    finding = one("plot4ai-deck-changed", text)
    assert finding.message == "answers are to the deck '5f4b43e', and references to 'old'"


def test_the_deck_is_that_of_the_taxonomies_where_it_is_not_stated() -> None:
    (finding,) = found(HEAD + 'taxonomies: {plot4ai: "old"}\nplot4ai: {role: Provider}\n')
    assert finding.message.startswith("the deck 'old' is not here")


# risks that are taken back


@pytest.mark.parametrize(
    ("now", "what"), [("Yes", "it is 'Yes' now"), ("Not applicable", "it is 'Not applicable' now")]
)
def test_a_risk_that_is_taken_back_is_told_at_the_answer(now: str, what: str) -> None:
    base = HEAD + "plot4ai: {answers: {data-08: {answer: No}}}\n"
    finding = one("plot4ai-risk-dropped", base.replace("No}", f"{now}}}"), base)
    assert (str(finding.location), finding.message) == (
        "threatmodel.yaml:4:39",
        f"'No' to data-08 (Data Traceability) signalled a risk, and {what} with no word why",
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [("", "measured in May", False), ("old", "new", False), ("old", "old", True), ("old", "", True)],
)
def test_a_new_note_settles_it(was: str, now: str, told: bool) -> None:
    base = HEAD + f'plot4ai: {{answers: {{data-08: {{answer: No, note: "{was}"}}}}}}\n'
    head = HEAD + f'plot4ai: {{answers: {{data-08: {{answer: Yes, note: "{now}"}}}}}}\n'
    assert ("breadth/plot4ai-risk-dropped" in [finding.rule for finding in found(head, base)]) is told


@pytest.mark.parametrize("section", ["plot4ai: {role: Provider}\n", "data: {}\n"])
def test_answers_that_are_gone_took_their_risks_with_them(section: str) -> None:
    base = HEAD + "plot4ai: {answers: {data-08: {answer: Maybe}, data-01: {answer: No}, data-02: {answer: Yes}}}\n"
    assert one("plot4ai-risk-dropped", HEAD + section, base).message == (
        "2 answers that signalled a risk are gone: 'No' to data-01 (Data Quality),"
        " 'Maybe' to data-08 (Data Traceability)"
    )


def test_five_risks_that_are_gone_are_told_and_the_rest_counted() -> None:
    for count, more in ((5, ""), (6, " and 1 more")):
        answers = ", ".join(f"data-{number:02}: {{answer: Maybe}}" for number in range(1, count + 1))
        finding = one("plot4ai-risk-dropped", HEAD, f"{HEAD}plot4ai: {{answers: {{{answers}}}}}\n")
        assert finding.message.startswith(f"{count} answers that signalled a risk are gone: 'Maybe' to data-01")
        assert finding.message.endswith(f"'Maybe' to data-05 (Update Latency){more}")


def test_an_answer_to_another_deck_is_not_compared() -> None:
    base = HEAD + "plot4ai: {answers: {data-08: {answer: No}}}\n"
    head = base.replace("{answers: {data-08: {answer: No", '{deck: "abc1234", answers: {data-08: {answer: Yes')
    assert "breadth/plot4ai-risk-dropped" not in [finding.rule for finding in found(head, base, files=deck())]


@pytest.mark.parametrize(("was", "now"), [("Yes", "No"), ("No", "Maybe"), ("Maybe", "No"), ("Yes", "Not applicable")])
def test_other_changes_take_no_risk_back(was: str, now: str) -> None:
    base, head = (HEAD + f"plot4ai: {{answers: {{data-08: {{answer: {word}}}}}}}\n" for word in (was, now))
    assert "breadth/plot4ai-risk-dropped" not in [finding.rule for finding in found(head, base)]


# the MIT AI Risk Repository


def test_open_subdomains_are_one_finding_by_domain() -> None:
    text = AI + (
        "threats: {t: {title: t, on: [one], refs: [mit:1.1, mit:1.2, mit:mit-ai-risk-subdomain-1.3, mit:2, mit:2.2],"
        " cause: {entity: ai, intent: other, timing: other}}}\n"
        "not_applicable: [{on: [one], refs: [mit:3, mit:4.1], reason: no},"
        " {on: [loan], refs: [mit:6, mit:7], reason: no}]\n"
    )
    (finding,) = found(text)
    assert (finding.rule, str(finding.subject), str(finding.location)) == (
        "breadth/mit-subdomain-unanswered",
        "system/loan",
        "threatmodel.yaml:2:1",
    )
    assert finding.message == (
        "5 of 24 subdomains of the MIT AI Risk Repository are not answered:"
        " Privacy & Security: 2.1 Compromise of privacy by obtaining, leaking or correctly inferring sensitive"
        " information;"
        " Malicious actors & misuse: 4.2 Cyberattacks, weapon development or use, and mass harm,"
        " 4.3 Fraud, scams, and targeted manipulation;"
        " Human-computer interaction: 5.1 Overreliance and unsafe use, 5.2 Loss of human agency and autonomy"
    )


def test_a_component_with_a_model_makes_it_a_system_with_ai() -> None:
    for component in ("{type: model}", "{type: agent}", "{type: service, model: {name: m}}"):
        text = HEAD.replace("{type: service}", component)
        assert rules(text) == ["mit-subdomain-unanswered 2:1"], component


def test_a_component_out_of_scope_does_not() -> None:
    assert rules(HEAD.replace("{type: service}", "{type: model, out_of_scope: {reason: theirs}}")) == []


def test_all_subdomains_answered_are_silent() -> None:
    refs = ", ".join(f"mit:{domain}" for domain in range(1, 8))
    assert found(AI + f"not_applicable: [{{on: [loan], refs: [{refs}], reason: no}}]\n") == []


ANSWERED = "not_applicable: [{on: [loan], refs: [mit:1, mit:2, mit:3, mit:4, mit:5, mit:6, mit:7], reason: no}]\n"


def test_causes_that_are_missing_are_one_finding_with_each_threat_beside_it() -> None:
    text = (
        AI
        + ANSWERED
        + (
            "threats:\n"
            "  a: {title: a, on: [one], refs: [mit:1.1]}\n"
            "  b: {title: b, on: [one], refs: [mit:1.1], cause: {entity: ai, intent: other}}\n"
            "  c: {title: c, on: [one], refs: [mit:1.1], cause: {entity: ai, intent: other, timing: other}}\n"
            "  d: {title: d, on: [one]}\n"
        )
    )
    (finding,) = found(text)
    assert (finding.rule, finding.message) == (
        "breadth/mit-cause-missing",
        "2 threats cite the MIT AI Risk Repository without a whole cause: 'a', 'b'",
    )
    assert [(str(place.location), place.message) for place in finding.related] == [
        ("threatmodel.yaml:6:3", "'a' does not state entity, intent or timing"),
        ("threatmodel.yaml:7:45", "'b' does not state timing"),
    ]


def test_five_threats_without_a_cause_are_named_and_the_rest_counted() -> None:
    for count, more in ((5, "'t3', 't4'"), (6, "and 1 more")):
        threats = "".join(f"  t{at}: {{title: t, on: [one], refs: [mit:1.1]}}\n" for at in range(count))
        (finding,) = found(f"{AI}{ANSWERED}threats:\n{threats}")
        assert finding.message.startswith(f"{count} threats cite the MIT AI Risk Repository")
        assert finding.message.endswith(more)


def caused(*causes: str) -> str:
    lines = (f"  t{at}: {{title: t, on: [one], cause: {{{cause}}}}}\n" for at, cause in enumerate(causes))
    return f"{AI}{ANSWERED}threats:\n{''.join(lines)}"


ATTACK = "intent: intentional, timing: post-deployment"


@pytest.mark.parametrize(
    ("causes", "told"),
    [
        ([ATTACK] * 3, True),
        ([ATTACK] * 3 + ["intent: unintentional"], True),
        ([ATTACK] * 2, False),
        ([ATTACK] * 3 + ["intent: unintentional, timing: post-deployment"], False),
        ([ATTACK] * 3 + ["intent: intentional, timing: pre-deployment"], False),
        ([ATTACK] * 3 + ["intent: intentional, timing: other"], False),
    ],
)
def test_attacks_in_use_alone_are_one_sided(causes: list[str], told: bool) -> None:
    assert [finding.rule for finding in found(caused(*causes))] == ["breadth/mit-one-sided"][:told]


def test_one_sided_says_how_many_threats_it_saw() -> None:
    (finding,) = found(caused(*[ATTACK] * 4))
    assert finding.message == "all 4 threats whose cause is stated are somebody's intent, after deployment"


def test_the_table_of_causes_has_27_cells() -> None:
    whole = "entity: human, intent: intentional, timing: post-deployment"
    table = breadth(model(caused(whole, whole, "entity: ai, intent: other, timing: other", ATTACK))).causes
    assert len(table) == 27
    assert {key: ids for key, ids in table.items() if ids} == {
        ("human", "intentional", "post-deployment"): ("t0", "t1"),
        ("ai", "other", "other"): ("t2",),
    }


def test_findings_are_the_same_each_time() -> None:
    text = AI + QUIET
    assert found(text) == found(text)
    assert read(text).findings == ()
