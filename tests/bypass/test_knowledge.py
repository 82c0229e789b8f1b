"""Ways around what is known of threats: answers, cards, ratings, methods, architecture files and the packs that ask.

One reviewed model says all of it, and every pack is in use. The change is made without a review: the gate must fail
with what is told here. What else it says at a touched element (older debt that counts again) is left out.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.bypass.test_models import rules
from tests.command import TODAY, findings, inside, report
from tests.repositories import Repo, new_repo

ARCHITECTURE = """\
<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
       identifier="id-1">
  <name xml:lang="en">Answers</name>
  <elements>
    <element identifier="id-api" xsi:type="ApplicationComponent"><name xml:lang="en">api</name></element>
    <element identifier="id-llm" xsi:type="ApplicationComponent"><name xml:lang="en">llm</name></element>
    <element identifier="id-x" xsi:type="ApplicationComponent"><name xml:lang="en">printer</name></element>
  </elements>
</model>
"""
MORE = ARCHITECTURE.replace(
    "</elements>", '<element identifier="id-y" xsi:type="ApplicationComponent"><name>door</name></element></elements>'
)
SECTIONS = ("Model Details", "Intended Use", "Factors", "Metrics", "Evaluation Data", "Training Data")
SECTIONS += ("Quantitative Analyses", "Ethical Considerations", "Caveats and Recommendations")
MODEL_CARD = "Version: 3\n\n" + "".join(f"# {title}\nSome words, `poison`.\n" for title in SECTIONS)
SYSTEM_CARD = "# Overview\n`api`, `llm`, `buyer`, `base` and `train`.\n# Extra\nWords.\n# Risks\nNone remain.\n"
PROFILE = """\
threatgate_card_profile: 1
id: ours
title: Ours
sections:
  - {id: overview, title: Overview, headings: [overview], names: [component]}
  - {id: risks, title: Risks, headings: [risks], names: [risk]}
"""
WEAK = PROFILE.replace("headings: [overview]", "headings: [overview], required: false")
CARD, OF_MODEL, RULES = "docs/system-card.md", "docs/model-card.md", "docs/profile.yaml"
PACKS = (
    "ai, architecture, boundary, breadth, card, control, coverage, data, flow, ism, method, model, privacy, review,"
    " risk, stride, supply-chain, threat, tree"
)
CONFIG = f"threatgate: 1\npacks: [{PACKS}]\nfail_on: low\n"

_PATH = "threatmodel.yaml"
_TEXT = (Path(__file__).parent / "models" / "everything.yaml").read_text("utf-8")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


MODEL = _TEXT.replace("@ARCHITECTURE@", digest(ARCHITECTURE))
FILES = {
    _PATH: MODEL,
    CARD: SYSTEM_CARD,
    OF_MODEL: MODEL_CARD,
    RULES: PROFILE,
    "docs/arch.xml": ARCHITECTURE,
    ".threatgate.yaml": CONFIG,
}

Change = dict[str, str | None]


def edit(old: str, new: str, also: Change | None = None) -> Change:
    """The model with one text in place of another."""
    assert MODEL.count(old) == 1, f"{MODEL.count(old)} times: {old}"
    return {**(also or {}), _PATH: MODEL.replace(old, new)}


def without(start: str, end: str) -> Change:
    """The model without what stands from one text up to another."""
    first = MODEL.index(start)
    return {_PATH: MODEL[:first] + MODEL[MODEL.index(end, first) :]}


def config(more: str, packs: str = PACKS) -> Change:
    return {".threatgate.yaml": CONFIG.replace(PACKS, packs) + more}


WAYS: list[tuple[str, Change, tuple[str, ...]]] = [
    (
        "deny a condition of the system",
        edit("people_affected: true", "people_affected: false"),
        ("review/stale system/sys",),
    ),
    ("take back a condition of the system", edit("people_affected: true, ", ""), ("review/stale system/sys",)),
    (
        "deny a condition of a component",
        edit("executes_code: true", "executes_code: false"),
        ("review/stale component/api",),
    ),
    (
        "deny what nobody asked of a component",
        edit("browses: false", "browses: false, third_party: false"),
        ("review/stale component/api",),
    ),
    (
        "call a generative model predictive",
        edit("family: generative", "family: predictive"),
        ("review/stale component/llm",),
    ),
    ("drop the model that a model was trained from", edit(" base_model: base,", ""), ("review/stale component/llm",)),
    ("drop the data that a model was trained on", edit(", datasets: [train]", ""), ("review/stale component/llm",)),
    (
        "say no longer where a component runs",
        edit(
            "api: {type: service, boundary: cloud, owner: team, runs_on: prod,",
            "api: {type: service, boundary: cloud, owner: team,",
        ),
        ("review/stale component/api",),
    ),
    (
        "move a place where components run",
        edit("prod: {boundary: cloud", "prod: {boundary: vault"),
        (
            "review/stale component/api",
            "review/stale component/llm",
            "review/stale component/train",
        ),
    ),
    ("claim fewer methods", edit(" vast: [application, operational],", ""), ("review/stale system/sys",)),
    (
        "sign a stage of PASTA off",
        edit("pasta:\n", 'pasta:\n  "7": {done: "2026-11-01", by: me@example.com}\n'),
        ("review/stale system/sys",),
    ),
    (
        "say that a stage of PASTA does not apply",
        edit("pasta:\n", 'pasta:\n  "7": {not_applicable: no, by: me@example.com, on: "2026-11-01"}\n'),
        ("review/stale system/sys",),
    ),
    ("loosen an objective of fairness", edit("threshold: 0.1", "threshold: 0.3"), ("review/stale system/sys",)),
    ("drop the objectives of fairness", without("  objectives: [{", "  results:"), ("review/stale system/sys",)),
    (
        "drop the results of fairness",
        without("  results: [{", "  tradeoff:"),
        ("card/fairness-result-missing system/sys#fairness.objectives.demographic_parity",),
    ),
    (
        "rewrite a result of fairness",
        edit("value: 0.2", "value: 0.05"),
        ("card/fairness-result-rewritten system/sys#fairness.results.demographic_parity@2026-10-01.value",),
    ),
    (
        "turn an answer of PLOT4ai that told a risk",
        edit('data-02: {answer: "No"}', 'data-02: {answer: "Yes"}'),
        ("breadth/plot4ai-risk-dropped system/sys#plot4ai.answers.data-02.answer",),
    ),
    (
        "drop the answers of PLOT4ai",
        without("plot4ai:", "source_artifacts:"),
        ("breadth/plot4ai-risk-dropped system/sys#plot4ai",),
    ),
    (
        "answer another deck of PLOT4ai",
        edit('deck: "5f4b43e"', 'deck: "9.9"'),
        ("breadth/plot4ai-deck-changed system/sys#plot4ai.deck",),
    ),
    (
        "misspell a card of PLOT4ai",
        edit("data-02:", "data-2:"),
        ("breadth/plot4ai-unknown-card system/sys#plot4ai.answers.data-2",),
    ),
    ("name no system card", without("  card: {", "taxonomies:"), ("card/system-card-missing system/sys#card",)),
    (
        "name a system card that is not there",
        edit("path: docs/system-card.md", "path: docs/none.md"),
        ("card/unreadable system/sys#card",),
    ),
    (
        "name a system card by an address",
        edit("path: docs/system-card.md", "path: https://example.com/card.md"),
        ("card/not-read system/sys#card",),
    ),
    (
        "follow a profile that asks less",
        edit("profile: docs/profile.yaml", "profile: docs/weak.yaml", {"docs/weak.yaml": WEAK}),
        ("card/profile-loosened system/sys#card.profile",),
    ),
    ("have the profile ask less", {RULES: WEAK}, ("card/profile-loosened system/sys#card.profile",)),
    (
        "have the profile ask less, and cut the card",
        {RULES: WEAK, CARD: SYSTEM_CARD.replace("# Overview", "")},
        (
            "card/profile-loosened system/sys#card.profile",
            "card/system-card-section-missing system/sys#card",
        ),
    ),
    ("delete the profile", {RULES: None}, ("card/wrong-profile system/sys#card.profile",)),
    ("break the profile", {RULES: "sections: []"}, ("card/wrong-profile system/sys#card.profile",)),
    ("empty the system card", {CARD: ""}, ("card/system-card-section-missing system/sys#card",)),
    ("delete the system card", {CARD: None}, ("card/unreadable system/sys#card",)),
    ("empty a model card", {OF_MODEL: ""}, ("card/model-card-section-missing component/llm#model.card",)),
    ("delete a model card", {OF_MODEL: None}, ("card/unreadable component/llm#model.card",)),
    (
        "have a model card hide a threat",
        {OF_MODEL: MODEL_CARD.replace("poison", "it")},
        ("card/model-card-threats-missing component/llm#model.card",),
    ),
    (
        "name no model card",
        edit(" card: docs/model-card.md,", ""),
        ("card/model-card-missing component/llm#model.card",),
    ),
    ("drop the digest of an architecture file", without(', digest: "sha256', ", ignore"), ("review/stale system/sys",)),
    (
        "change an architecture file",
        {"docs/arch.xml": MORE},
        (
            "architecture/artifact-drift system/sys#source_artifacts.docs/arch.xml.digest",
            "architecture/artifact-element-unmapped system/sys#source_artifacts.docs/arch.xml.path",
        ),
    ),
    (
        "change an architecture file with its digest",
        {"docs/arch.xml": MORE, _PATH: MODEL.replace(digest(ARCHITECTURE), digest(MORE))},
        (
            "architecture/artifact-element-unmapped system/sys#source_artifacts.docs/arch.xml.path",
            "review/stale system/sys",
        ),
    ),
    ("name no architecture file", without("source_artifacts:", "prior_art:"), ("review/stale system/sys",)),
    (
        "ignore more of an architecture file",
        edit("ignore: [id-x]", "ignore: [id-x, id-llm]"),
        ("review/stale system/sys",),
    ),
    (
        "delete an architecture file",
        {"docs/arch.xml": None},
        ("architecture/artifact-missing system/sys#source_artifacts.docs/arch.xml.path",),
    ),
    (
        "empty an architecture file",
        {"docs/arch.xml": ""},
        ("architecture/artifact-unreadable system/sys#source_artifacts.docs/arch.xml.path",),
    ),
    (
        "say that an architecture file is a picture",
        edit("framework: archimate", "framework: naf4"),
        ("review/stale system/sys",),
    ),
    (
        "answer what applies with not applicable",
        edit("not_applicable:\n", 'not_applicable:\n  - {on: [llm], refs: ["stride:I"], reason: "no"}\n'),
        ("review/stale component/llm",),
    ),
    (
        "lower a rating of DREAD",
        edit("dread: {variant: mean-0-10, damage: 8", "dread: {variant: mean-0-10, damage: 1"),
        ("review/stale threat/poison",),
    ),
    (
        "rate by another variant of DREAD",
        edit("variant: mean-0-10", "variant: sum-1-3"),
        ("review/stale threat/poison",),
    ),
    ("drop a rater of DREAD", without(", raters: {", "}, cvss"), ("review/stale threat/poison",)),
    (
        "lower a CVSS vector",
        edit("VC:H", "VC:N"),
        (
            "review/stale threat/poison",
            "risk/talked-down threat/poison#risk",
        ),
    ),
    (
        "drop a CVSS vector",
        without(", cvss: {", "}\n  leak:"),
        (
            "review/stale threat/poison",
            "risk/talked-down threat/poison#risk",
        ),
    ),
    (
        "move a threat along its flows",
        edit("position: source", "position: flow"),
        (
            "review/stale component/llm",
            "review/stale component/train",
            "review/stale flow/load",
        ),
    ),
    (
        "drop an objective of the system",
        without("objectives:\n  sell", "features:"),
        ("method/regressed system/sys#methods.pasta",),
    ),
    ("drop a feature", without("features:", "deployments:"), ("method/missing-application-view system/sys#features",)),
    (
        "cut the steps of a feature",
        edit("steps: [ask, infer]", "steps: [ask]"),
        ("method/regressed system/sys#methods.vast",),
    ),
    ("drop an attack tree", {_PATH: MODEL[: MODEL.index("attack_trees:")]}, ("tree/attack-dropped attack_tree/t",)),
    (
        "drop a step of an attack",
        edit("      - {leaf: a, name: A, cost: 10}\n", ""),
        ("tree/attack-dropped attack_tree/t",),
    ),
    (
        "drop the evidence of a control",
        edit("status: verified, evidence: [docs/system-card.md]", "status: verified"),
        ("control/downgraded control/check#evidence",),
    ),
    (
        "take a pack found by code out of use",
        config("", PACKS.replace("coverage, ", "")),
        ("gate/pack-removed gate/.threatgate.yaml#packs.coverage",),
    ),
    (
        "switch a rule found by code off",
        config("rules: {card/unreadable: off}\n"),
        ("gate/rule-disabled gate/.threatgate.yaml#rules.card/unreadable",),
    ),
    (
        "set a param of a rule found by code",
        config("rules: {method/pasta-merge: {params: {stages: []}}}\n"),
        ("gate/params-loosened gate/.threatgate.yaml#rules.method/pasta-merge.stages",),
    ),
    (
        "ask for fewer threats",
        config('applicability: [{type: model, needs: {"atlas:AML.T0051": ignore}, reason: "no"}]\n'),
        ("gate/applicability-loosened gate/.threatgate.yaml#applicability.model.atlas:AML.T0051",),
    ),
]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    return _reviewed(new_repo(tmp_path_factory.mktemp("everything") / "repo"))


def _reviewed(repo: Repo) -> Repo:
    repo.commit(FILES)
    done = inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY)
    assert done.code == 0, done
    repo.git("add", "--all")
    repo.commit(message="record the review")
    return repo


def told(repo: Repo) -> tuple[int, set[str]]:
    """The exit code, and what is new: rule and subject."""
    code, said = report(repo.root, "--base", "main", by=inside)
    return code, {f"{rule} {subject}" for rule, _, subject in findings(said)}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            change,
            says,
            id=what,
            marks=pytest.mark.guarantee("bypass", what, where="what is known of threats", says=rules(says)),
        )
        for what, change, says in WAYS
    ],
)
def test_it_fails(change: Change, says: tuple[str, ...], reviewed: Repo) -> None:
    reviewed.branch("topic", "main")
    reviewed.commit(change)
    code, new = told(reviewed)
    assert (code, set(says) - new) == (1, set())


@pytest.mark.guarantee(
    "bypass",
    "branch off before the profile asked for more",
    where="what is known of threats",
    says="`card/system-card-section-missing`",
)
def test_the_profile_of_the_target_counts(tmp_path: Path) -> None:
    """The base of the change has the profile of before; what it is to go into has the one of today."""
    repo = _reviewed(new_repo(tmp_path / "repo"))
    repo.branch("topic", "main")
    repo.commit({CARD: SYSTEM_CARD.replace("# Extra\nWords.\n", "")})
    assert told(repo) == (0, set())
    repo.switch("main")
    repo.commit({RULES: PROFILE + "  - {id: extra, title: Extra, headings: [extra]}\n"})
    repo.switch("topic")
    assert told(repo) == (1, {"card/system-card-section-missing system/sys#card"})


@pytest.mark.parametrize(
    "change",
    [
        {"docs/other.md": SYSTEM_CARD, **edit("path: docs/system-card.md", "path: docs/other.md")},
        {"docs/other.yaml": PROFILE, RULES: None, **edit("profile: docs/profile.yaml", "profile: docs/other.yaml")},
        {RULES: PROFILE.replace("names: [risk]", "names: [risk], words: 2")},
        {CARD: SYSTEM_CARD + "More.\n"},
        edit("value: 0.2, date", 'value: 0.1, date: "2026-11-01"}, {metric: demographic_parity, value: 0.2, date'),
        edit('data-03: {answer: "Yes"}', 'data-03: {answer: "Yes", note: "We looked at the logs"}'),
    ],
    ids=["the card moved", "the profile moved", "a stricter profile", "a longer card", "measured anew", "a note"],
)
def test_an_honest_change_passes(change: Change, reviewed: Repo) -> None:
    reviewed.branch("topic", "main")
    reviewed.commit(change)
    assert told(reviewed) == (0, set())
