"""Threats, with what scenarios and boundaries say of them, and what was decided about their risks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checker.core.location import Ref
from checker.core.model import Threat
from checker.documents.words import quote
from checker.inputs.cyclonedx.draft.controls import Answers
from checker.inputs.cyclonedx.draft.ratings import Risk, rating, worst
from checker.inputs.cyclonedx.draft.risks import Decision, settled
from checker.inputs.cyclonedx.draft.whole import Declared, Link, Whole
from checker.inputs.cyclonedx.own import said, stated
from checker.inputs.node import Node
from checker.inputs.references import attack_pattern, weakness
from checker.knowledge.cyclonedx import CATEGORIES, INTENTS

ON = ("component", "flow", "boundary", "data", "line", "system")
"""What a threat may be about; of a boundary between zones, the zones."""

_TECHNIQUE = re.compile(r"T[0-9]{4}(?:\.[0-9]{3})?")
_ATLAS = re.compile(r"AML\.T[0-9]{4}(?:\.[0-9]{3})?")


class More:
    """What the rest of the document says of threats, by id: further elements they are on, and how bad they are."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self.on: dict[str, set[str]] = {}
        self.ratings: dict[str, list[Risk]] = {}

    def of_scenarios(self, scenarios: Iterable[Declared]) -> None:
        """A scenario is how a threat comes true: its threats are on what it affects, and as bad as it is."""
        for scenario in scenarios:
            node = scenario.node
            affected = affected_by(self._whole, node, "affectedAssets")
            rated = rating(self._whole, node, "riskScore")
            links = self._whole.links(node, "threats")
            threats = self._whole.ids(links, ("threat",), "threat", node.subject)
            passed = self._whole.passes(len(affected) * len(threats), node.place())
            for threat in threats:
                self.on.setdefault(threat, set()).update(affected if passed else ())
                self.ratings.setdefault(threat, []).append(rated)

    def of_boundaries(self, trusted: Iterable[Node]) -> None:
        """A threat at a boundary is on the zones that it lies between."""
        for node in trusted:
            found = self._whole.known(self._whole.link(node, "boundary"))
            zones = self._whole.zones[found.id] if found and found.kind == "line" else ()
            links = self._whole.links(node, "threatsAtBoundary")
            threats = self._whole.ids(links, ("threat",), "threat", node.subject)
            passed = self._whole.passes(len(zones) * len(threats), node.place())
            for threat in threats:
                self.on.setdefault(threat, set()).update(zones if passed else ())


def affected_by(whole: Whole, node: Node, key: str) -> set[str]:
    """The ids of the elements that the names under a key lead to."""
    found: set[str] = set()
    for link in whole.links(node, key):
        one = whole.find(link, ON, "asset", node.subject._replace(field="on"))
        if one and one.kind == "line":
            zones = whole.zones[one.id]
            found.update(zones if whole.passes(len(zones), link.at) else ())
        elif one:
            found.add(one.id)
        elif whole.leads_nowhere(link, ON):
            found.add(link.name)
    return found


def add_threats(
    whole: Whole, threats: Iterable[Declared], more: More, decisions: Mapping[str, list[Decision]], answers: Answers
) -> None:
    """Keep the threats. ``decisions`` are those about their risks, by threat."""
    system = whole.gathering.id
    for one in threats:
        node = one.node
        own = said(whole.gathering, node, "threat")
        decided = settled(decisions.get(one.id, []))
        controls = {*answers.of(whole.links(node, "mitigations"), node.subject), *decided.controls}
        on = affected_by(whole, node, "affectedAssets") | more.on.get(one.id, set())
        rated = worst([*more.ratings.get(one.id, []), decided.risk])
        intent = INTENTS.get(whole.word(node, "origin", INTENTS), "")
        threat = Threat(
            id=one.id,
            title=node.text("name"),
            description=node.text("description"),
            tags=decided.tags,
            on=tuple(sorted(on)) or (system,),
            refs=tuple(sorted({*_categories(whole, node), *_weaknesses(whole, node), *_patterns(whole, node)})),
            status=decided.status or "identified",
            controls=tuple(sorted(controls)),
            owner=decided.owner,
            rationale=decided.rationale,
            accepted=decided.accepted,
            cause=(("intent", intent),) if intent else (),
            risk=tuple(sorted(rated.items())),
        )
        at = node.at(
            **own.at(title="name", on="affectedAssets", refs="categories", controls="mitigations", cause="origin")
        )
        whole.gathering.add(stated(threat, own.own), at)


def refs_of(whole: Whole, link: Link, subject: Ref) -> set[str]:
    """The entries of libraries that the attack pattern is which a name leads to."""
    found = whole.find(link, ("pattern",), "attack pattern", subject)
    if found is None:
        return set()
    if found.id not in whole.patterns:
        refs = {attack_pattern(found.node.text("capecId"))}
        for one in found.node.mappings("techniques", "technique"):
            refs.add(technique(one.text("id")))
        whole.patterns[found.id] = refs - {""}
    known = whole.patterns[found.id]
    return known if whole.passes(len(known), link.at) else set()


def technique(id: str) -> str:
    """``attack:T1566`` for a technique of ATT&CK, ``atlas:AML.T0051`` for one of ATLAS, else ``""``."""
    if _TECHNIQUE.fullmatch(id):
        return f"attack:{id}"
    return f"atlas:{id}" if _ATLAS.fullmatch(id) else ""


def _categories(whole: Whole, node: Node) -> set[str]:
    """References for the categories; one that its taxonomy does not have is a finding."""
    found: set[str] = set()
    for one in node.mappings("categories"):
        taxonomy = whole.word(one, "taxonomy", CATEGORIES, custom=False)
        word, known = one.text("category"), CATEGORIES.get(taxonomy, {})
        if word in known:
            found.add(known[word])
        elif word and known:
            near = whole.gathering.guess(word, known)
            hint = f"did you mean {quote(near)}?" if near else f"it has {', '.join(known)}"
            message = f"{quote(word)} is no category of {taxonomy}"
            subject = node.subject._replace(field="refs")
            whole.gathering.wrong("wrong-value", message, subject, one.place("category"), hint, f"{taxonomy} {word}")
    return found


def _weaknesses(whole: Whole, node: Node) -> set[str]:
    found: set[str] = set()
    for one in node.mappings("weaknesses"):
        if ref := weakness(one.text("cweId")):
            found.add(ref)
        else:
            whole.gathering.not_mapped("weaknesses without a number of CWE", one.place())
    return found


def _patterns(whole: Whole, node: Node) -> set[str]:
    found: set[str] = set()
    for link in whole.links(node, "attackPatterns"):
        found |= refs_of(whole, link, node.subject._replace(field="refs"))
    return found


def add_risks(whole: Whole, risks: Iterable[tuple[Declared, Decision]]) -> None:
    """Keep risks that name no threat of the document, as threats."""
    for risk, decided in risks:
        node = risk.node
        own = said(whole.gathering, node, "threat")
        told = (node.text("statement"), node.text("description"))
        threat = Threat(
            id=risk.id,
            title=node.text("name"),
            description="\n\n".join(filter(None, told)),
            tags=decided.tags,
            on=tuple(sorted(affected_by(whole, node, "affects"))) or (whole.gathering.id,),
            status=decided.status or "identified",
            controls=decided.controls,
            owner=decided.owner,
            rationale=decided.rationale,
            accepted=decided.accepted,
            risk=tuple(sorted(decided.risk.items())),
        )
        at = node.at(
            **own.at(title="name", description="statement", on="affects", risk="inherentRisk", controls="responses")
        )
        whole.gathering.add(stated(threat, own.own), at)
