"""Pairs of a model and what Threagile made of it, and what our rules make of it.

A pair is a folder with a ``model.yaml`` and the ``risks.json`` that the tool wrote for it, maybe with its
``technical-assets.json`` and an ``oracle.json`` that says where both are from. Pairs are no part of this repository.
Compared are all risks of the built-in rules: id, severity, likelihood and impact, and how often each is there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from checker import inputs
from checker.core.errors import InputError
from checker.core.graph import build_graph
from checker.core.settings import Settings
from checker.core.source import Snapshot, Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.knowledge.threagile.ids import risk_id
from checker.policy.catalogue import Catalogue
from checker.policy.evaluate import CompiledRule, ask
from checker.policy.facts import Facts
from checker.policy.matchers import Scope
from checker.policy.place import Place
from checker.policy.severity import IMPACTS, LIKELIHOODS, compile_grading

DEVIATING = {
    "cross-site-request-forgery": "asks only assets that are a `web-application`",
    "cross-site-scripting": "asks only assets that are a `web-application`",
    "dos-risky-access-across-trust-boundary": "adds what forwards to the id, and asks load balancers too",
    "missing-cloud-hardening": "adds the provider to the id, and takes untagged shared runtimes for clouds",
    "missing-identity-provider-isolation": "takes two assets outside all boundaries for one execution environment",
    "missing-identity-store": "takes an `ldap-server` for a store of identities",
    "missing-network-segmentation": "asks only the technologies that it should leave out",
    "missing-vault-isolation": "takes two assets outside all boundaries for one execution environment",
    "missing-waf": "asks only assets that are a `web-application`",
    "push-instead-of-pull-deployment": "keeps the impact of one target for those after it",
    "sql-nosql-injection": "asks any data store over HTTP or a binary protocol, and leaves out targets out of scope",
    "unencrypted-asset": "asks only what stores data that is both confidential and critical",
    "unguarded-direct-datastore-access": "takes no boundary for no network",
    "unnecessary-data-transfer": "finds nothing: all that is transferred counts as processed",
    "wrong-communication-link-content": "wants data the other way, and knows one more local protocol",
}
"""What the 1.0 branch of Threagile does otherwise, by rule: pairs that it made differ there, and are counted apart."""


PUSH = "push-instead-of-pull-deployment"


class Risk(NamedTuple):
    """One risk, in Threagile's words."""

    id: str
    severity: str
    likelihood: str
    impact: str

    @property
    def rule(self) -> str:
        return self.id.partition("@")[0]


class Pair(NamedTuple):
    """A model and what the tool made of it. ``own`` is how many risks are of the model's own categories."""

    name: str
    folder: Path
    expected: tuple[Risk, ...]
    own: int
    branch: str
    """``0.9`` or ``1.0-dev``: the latter leaves out the words that are the least of their scale."""
    fits: bool
    """Whether the model is the one that the risks were made of."""


class Result(NamedTuple):
    """What our rules made of a pair's model. ``attractiveness``: asset -> the tool's and ours, where they differ."""

    pair: Pair
    produced: tuple[Risk, ...]
    assets: int
    attractiveness: dict[str, tuple[float, float | None]]
    unread: str = ""
    """Why the model could not be read, and so nothing was produced."""

    @property
    def missing(self) -> Counter[Risk]:
        return Counter(self.pair.expected) - Counter(self.produced)

    @property
    def extra(self) -> Counter[Risk]:
        return Counter(self.produced) - Counter(self.pair.expected)

    @property
    def equal(self) -> Counter[Risk]:
        return Counter(self.pair.expected) & Counter(self.produced)


@cache
def rules() -> tuple[CompiledRule, ...]:
    """The rules of the pack."""
    return Catalogue(_none, tuple).compiled(Settings(packs=("threagile",)))


@cache
def names() -> frozenset[str]:
    """The names of the rules, as Threagile's."""
    return frozenset(rule.rule.id.partition("/")[2] for rule in rules())


def pairs(corpus: Path) -> Iterator[Pair]:
    """Every pair below ``oracles`` of a folder of collected models, by name."""
    for file in sorted((corpus / "oracles").glob("*/risks.json")):
        if (file.parent / "model.yaml").is_file():
            yield _pair(file)


def compare(pair: Pair) -> Result:
    """Ask the rules of a pair's model."""
    try:
        snapshot = _read(pair.folder)
    except InputError as error:
        return Result(pair, (), 0, {}, error.message)
    facts = Facts(snapshot.model, build_graph(snapshot.model))
    file = pair.folder / "technical-assets.json"
    assets = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    ours = facts.threagile.attractiveness
    values = {id: (asset["RAA"], ours.get(id)) for id, asset in assets.items()}
    differing = {id: both for id, both in values.items() if both[1] is None or abs(both[0] - both[1]) > 1e-6}
    return Result(pair, tuple(_risks(facts, snapshot)), len(assets), differing)


def _risks(facts: Facts, snapshot: Snapshot) -> Iterator[Risk]:
    """Every finding as the tool would say it."""
    for rule in rules():
        asked = (ask([one], facts, snapshot) for one in (rule, *_parts(rule)))
        for finding, likelihood, impact in zip(*asked, strict=True):
            yield Risk(risk_id(finding, facts.threagile), finding.rating, likelihood.severity, impact.severity)


def _parts(rule: CompiledRule) -> tuple[CompiledRule, ...]:
    """The rule twice, graded by its likelihood alone and by its impact alone."""
    table: Any = rule.rule.grading
    place = Place(parse(Source(rule.rule.id, json.dumps(table))))
    graded = []
    for part in ("likelihood", "impact"):
        cases = table[part] if isinstance(table[part], list) else [table[part]]
        graded.append(rule._replace(grading=compile_grading(cases, Scope(rule.view), place.at(part))))
    return tuple(graded)


def _pair(file: Path) -> Pair:
    written = json.loads(file.read_text(encoding="utf-8"))
    about = file.with_name("oracle.json")
    oracle = json.loads(about.read_text(encoding="utf-8")) if about.is_file() else {}
    expected = tuple(_risk(risk) for risk in written if risk["category"] in names())
    return Pair(
        name=file.parent.name,
        folder=file.parent,
        expected=expected,
        own=len(written) - len(expected),
        branch="1.0-dev" if any("severity" not in risk or "risk_status" not in risk for risk in written) else "0.9",
        fits=oracle.get("model_matches_output", True),
    )


def _risk(written: dict[str, Any]) -> Risk:
    return Risk(
        written["synthetic_id"],
        written.get("severity", "low"),
        written.get("exploitation_likelihood", LIKELIHOODS[0]),
        written.get("exploitation_impact", IMPACTS[0]),
    )


def _read(folder: Path) -> Snapshot:
    def document(name: str) -> Document:
        file = folder / name
        if not file.is_file():
            raise InputError(f"there is no file {name}")
        return parse(Source(name, file.read_text(encoding="utf-8")))

    parsed = inputs.parse(document("model.yaml"), document, lambda name: False)
    if parsed.snapshot is None:
        raise InputError(f"{folder.name} is no model: {parsed.findings[0].message}")
    return parsed.snapshot


def _none(path: str) -> Document:
    raise InputError(f"there is no file {path}")


def unexplained(result: Result) -> Iterator[tuple[str, Risk]]:
    """``-`` and ``+`` with each risk that only the tool, or only we, found; without what is known to differ."""
    chance = by_chance(result)
    for sign, risks in (
        ("-", result.missing - chance),
        ("+", result.extra - Counter(map(_harmless, chance.elements()))),
    ):
        for risk in sorted(risks.elements()):
            if result.pair.branch == "0.9" or risk.rule not in DEVIATING:
                yield sign, risk


def by_chance(result: Result) -> Counter[Risk]:
    """The pushed deployments that the tool rates by a target it happened to look at before: they are no worse for us.

    It keeps the impact of a sensitive target for all after it, in an order that changes from run to run.
    """
    pushed = [risk for risk in result.equal if risk.rule == PUSH and risk.impact == "medium"]
    if not pushed:
        return Counter()
    kept = Counter(
        {risk: number for risk, number in result.missing.items() if (risk.rule, risk.impact) == (PUSH, "medium")}
    )
    return Counter({risk: min(number, result.extra[_harmless(risk)]) for risk, number in kept.items()})


def _harmless(risk: Risk) -> Risk:
    return risk._replace(severity="low", impact="low")
