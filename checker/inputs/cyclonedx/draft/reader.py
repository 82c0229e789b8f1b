"""A document of the draft to a snapshot and findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checker.core.location import Ref
from checker.core.source import Parsed
from checker.core.system import System
from checker.documents.document import Document
from checker.inputs.cyclonedx.draft.components import Around, add_actors, add_assets, add_stores, relations
from checker.inputs.cyclonedx.draft.controls import Answers
from checker.inputs.cyclonedx.draft.data import Carried, Placed
from checker.inputs.cyclonedx.draft.flows import add_flows
from checker.inputs.cyclonedx.draft.notes import Note, notes_of
from checker.inputs.cyclonedx.draft.risks import Decision, decision
from checker.inputs.cyclonedx.draft.threats import More, add_risks, add_threats
from checker.inputs.cyclonedx.draft.trees import path_of, tree_of
from checker.inputs.cyclonedx.draft.whole import BETWEEN, Declared, Whole
from checker.inputs.cyclonedx.draft.zones import add_zones, borders
from checker.inputs.cyclonedx.own import Said, joined, properties, said, stated
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node, root
from checker.inputs.values import model_id, slug

IGNORED = {
    "document": (
        *("$schema", "$comment", "serialNumber", "specFormat", "bomFormat", "specVersion", "version", "metadata"),
        *("signatures",),
    ),
    "blueprint": ("visualizations", "modelTypes", "externalReferences"),
    "asset": ("responsibilities", "externalReferences"),
    "interface": ("operations", "description", "specification", "dataFormat"),
    "attack pattern": ("name", "description", "examples"),
    "technique": ("name", "tactic", "procedure"),
    "requirement": ("id", "version", "priority", "stakeholders", "effort"),
    "flow": ("synchronous", "timing", "volume", "sequence"),
    "assumption": ("topic", "owner", "validationDate", "validationMethod"),
    "risk": ("domains",),
    "scope": ("bom-ref", "name", "description"),
}
"""Texts for people, pictures and what a tool counts."""

_NAMED = (BETWEEN, "name")


def read_draft(document: Document, format: str) -> Parsed:
    """The model of a document that has blueprints, threats, risks or controls."""
    id = model_id(document.source.path)
    gathering = Gathering(document, format, id, IGNORED)
    top = root(gathering, document, "document")
    if not _is_sound(top):
        return gathering.refused()
    blueprints = top.mappings("blueprints", "blueprint")
    gathering.name(_own_id(blueprints) or id)
    whole = Whole(gathering, top)
    for blueprint in blueprints:
        whole.name_system(blueprint)
    return _Reading(whole, blueprints).parsed()


def _is_sound(top: Node) -> bool:
    """Whether the sections are what they should be; a finding for each that is not."""
    sound = True
    for key, wanted in (("blueprints", list), ("controls", list), ("threats", dict), ("risks", dict)):
        found = top.get(key)
        if found.value is not None and not isinstance(found.value, wanted):
            found.mistyped("a list" if wanted is list else "a mapping")
            sound = False
    return sound


def _own_id(blueprints: list[Node]) -> str:
    """The only blueprint's own name; several have none in common."""
    return blueprints[0].text(BETWEEN) if len(blueprints) == 1 else ""


class _Reading:
    """One document: everything that has a name is declared first, since names may be used before they are said."""

    def __init__(self, whole: Whole, blueprints: list[Node]) -> None:
        self.whole, self.blueprints = whole, blueprints
        self.own = Said({}, {}, {})
        self.threat_model = whole.top.mapping("threats", "threat model")
        self.risk_register = whole.top.mapping("risks", "risk register")
        for blueprint in blueprints:
            whole.needs(blueprint, blueprint.text(BETWEEN), "name", "modelTypes")
        self.zones = self._of("boundary", "zones", "zone", (*_NAMED, "type"))
        self.lines = self._of("line", "boundaries", "boundary", (BETWEEN, "zones"))
        self.assets = self._of("component", "assets", "asset", (BETWEEN,))
        self.stores = self._of("component", "dataStores", "data store", (*_NAMED, "type"))
        self.actors = self._of("component", "actors", "actor", (BETWEEN, "party"))
        self.sets = self._of("data", "dataSets", "data set", _NAMED)
        self.flows = self._of("flow", "flows", "flow", (*_NAMED, "type", "source", "destination"))
        self._declare_threats()

    def _declare_threats(self) -> None:
        whole, threats = self.whole, self.threat_model
        self.threats = whole.declare("threat", threats.mappings("threats", "threat"), _NAMED)
        for threat in self.threats:
            weaknesses = threat.node.mappings("weaknesses")
            whole.declare("weakness", [one for one in weaknesses if one.text(BETWEEN)])
        self.scenarios = whole.declare("scenario", threats.mappings("scenarios", "scenario"), (*_NAMED, "threats"))
        self.notes = notes_of(whole, threats)
        self.trees = whole.declare("attack_tree", threats.mappings("attackTrees", "attack tree"), (BETWEEN, "nodes"))
        self.paths = whole.declare("attack_tree", threats.mappings("attackPaths", "attack path"), (*_NAMED, "steps"))
        self.trusted = threats.mappings("trustBoundaries", "trust boundary")
        for one in self.trusted:
            whole.needs(one, one.text(BETWEEN), BETWEEN, "boundary")
        whole.declare("pattern", threats.mappings("attackPatterns", "attack pattern"), _NAMED)
        self.controls = whole.declare("control", whole.top.mappings("controls", "control"), _NAMED)
        defined = whole.top.mapping("definitions", "list of definitions")
        whole.declare("requirement", defined.mappings("requirements", "requirement"), (BETWEEN,))
        self.risks = whole.declare("risk", self.risk_register.mappings("risks", "risk"), (*_NAMED, "statement"))

    def _of(self, kind: str, key: str, what: str, needs: tuple[str, ...]) -> list[Declared]:
        return self.whole.declare(kind, [one for b in self.blueprints for one in b.mappings(key, what)], needs)

    def parsed(self) -> Parsed:
        """Make the elements, each kind after those that it names."""
        whole, gathering = self.whole, self.whole.gathering
        placed: dict[str, Placed] = {}
        add_zones(whole, self.zones, borders(whole, self.lines, self.trusted))
        carried = Carried(whole, gathering.id)
        carried.add_sets(self.sets, placed)
        ties = [one for b in self.blueprints for one in b.mappings("relationships", "relationship")]
        around = Around(relations(whole, ties, ("component", "boundary", "data")), self._outside(), placed)
        add_assets(whole, self.assets, around)
        add_stores(whole, self.stores, around)
        add_actors(whole, self.actors, around)
        add_flows(whole, self.flows, carried)
        carried.add_inline()
        trees = self._threats()
        system = self._system()
        return gathering.parsed(system, self._at(), attack_trees=trees)

    def _threats(self) -> dict[str, Any]:
        whole, answers = self.whole, Answers(self.whole)
        more = More(whole)
        more.of_scenarios(self.scenarios)
        more.of_boundaries(self.trusted)
        decisions: dict[str, list[Decision]] = {}
        alone = []
        for risk in self.risks:
            decided = decision(whole, risk, answers)
            links = whole.links(risk.node, "relatedThreats")
            related = whole.ids(links, ("threat",), "threat", risk.node.subject)
            for threat in related:
                decisions.setdefault(threat, []).append(decided)
            if not related:
                alone.append((risk, decided))
        add_threats(whole, self.threats, more, decisions, answers)
        add_risks(whole, alone)
        trees = self._trees(answers)
        answers.add(self.controls)
        return trees

    def _trees(self, answers: Answers) -> dict[str, Any]:
        whole, on = self.whole, dict[str, set[str]]()
        for threat in self.threats:
            links = whole.links(threat.node, "attackTrees")
            about = whole.gathering.elements("threat")[threat.id].on if links else ()
            for tree in whole.ids(links, ("attack_tree",), "attack tree", threat.node.subject):
                on.setdefault(tree, set()).update(about)
        made = []
        for one in self.trees:
            note = self.notes.get(one.node.text(BETWEEN), Note())
            named = one._replace(id=note.id or one.id)
            made.append(tree_of(whole, named, answers, on.get(one.id, ()), note))
        made += [path_of(whole, one, answers) for one in self.paths]
        return {tree.id: tree for tree in sorted(filter(None, made), key=lambda tree: tree.id)}

    def _outside(self) -> dict[str, str]:
        """Components that the scope of a blueprint leaves out."""
        found = {}
        for blueprint in self.blueprints:
            scope = blueprint.mapping("scope", "scope")
            links = self.whole.links(scope, "excludedComponents")
            for id in self.whole.ids(links, ("component",), "asset", Ref("system")):
                found[id] = "outside of the scope of the blueprint"
        return found

    def _system(self) -> System:
        whole, facts = self.whole, dict[str, str]()
        named, told, fields = [], [], dict[str, Any]()
        for blueprint in self.blueprints:
            about = blueprint.is_about(Ref("system", whole.gathering.id))
            own = said(whole.gathering, about, "system")
            self.own = own if blueprint is self.blueprints[0] else self.own
            facts.update(own.facts)
            fields.update(own.own)
            named.append("" if about.text("name") == about.text(BETWEEN) else about.text("name"))
            told.append(about.text("description"))
            for one in about.mappings("assumptions", "assumption"):
                name = one.text(BETWEEN) or slug(one.text("description"))
                facts[f"assumption.{name}"] = "; ".join(filter(None, (one.text("validity"), one.text("description"))))
            for key in ("methodologies", "constraints"):
                facts[key] = joined(about.texts(key))
            signed = about.mapping("metadata")
            for key in ("reviewer", "approver"):
                if signed.has(key):
                    what = "reviews and approvals of a blueprint (a review is made with 'threatgate review')"
                    whole.gathering.not_mapped(what, about.place("metadata", key))
        subject = whole.top.mapping("metadata").mapping("component")
        methods = _methods(whole, self.threat_model)
        system = System(
            id=whole.gathering.id,
            name=", ".join(filter(None, named)) or subject.text("name"),
            description="\n\n".join(filter(None, told)),
            ai=any(one.type in ("model", "agent") for one in whole.gathering.elements("component").values()),
            properties=properties({"methodologies": joined(methods)}, facts),
        )
        return stated(system, fields)

    def _at(self) -> At:
        node = self.blueprints[0] if self.blueprints else self.whole.top
        return node.at(**self.own.at())


_METHODS = ("STRIDE", "LINDDUN", "PASTA", "MAESTRO", "OWASP", "TRIKE", "VAST", "ATFAA", "attack-tree")


def _methods(whole: Whole, threats: Node) -> Iterable[str]:
    return whole.words(threats, "methodologies", _METHODS)
