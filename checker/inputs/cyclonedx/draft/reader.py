"""A document of the draft to a snapshot and findings."""

from __future__ import annotations

from typing import Any

from checker.core.location import Ref
from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.cyclonedx.draft.components import Around, add_actors, add_assets, add_stores
from checker.inputs.cyclonedx.draft.controls import Answers
from checker.inputs.cyclonedx.draft.data import Carried, Placed
from checker.inputs.cyclonedx.draft.flows import add_flows
from checker.inputs.cyclonedx.draft.notes import Note, notes_of
from checker.inputs.cyclonedx.draft.relations import relations
from checker.inputs.cyclonedx.draft.risks import Decision, decision
from checker.inputs.cyclonedx.draft.system import system_of
from checker.inputs.cyclonedx.draft.threats import More, add_risks, add_threats
from checker.inputs.cyclonedx.draft.trees import path_of, tree_of
from checker.inputs.cyclonedx.draft.whole import BETWEEN, Declared, Whole
from checker.inputs.cyclonedx.draft.zones import add_zones, borders
from checker.inputs.cyclonedx.own import ref_of
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node, root
from checker.inputs.values import model_id

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
    "scope": ("bom-ref", "refId", "name", "description"),
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
    return ref_of(blueprints[0]) if len(blueprints) == 1 else ""


class _Reading:
    """One document: everything that has a name is declared first, since names may be used before they are said."""

    def __init__(self, whole: Whole, blueprints: list[Node]) -> None:
        self.whole, self.blueprints = whole, blueprints
        self.threat_model = whole.top.mapping("threats", "threat model")
        self.risk_register = whole.top.mapping("risks", "risk register")
        for blueprint in blueprints:
            whole.needs(blueprint, ref_of(blueprint), "name", "modelTypes")
        self.zones = self._of("boundary", "zones", "zone", (*_NAMED, "type"))
        self.lines = self._of("line", "boundaries", "boundary", (BETWEEN, "zones"))
        self.assets = self._of("component", "assets", "asset", (BETWEEN,))
        self.stores = self._of("component", "dataStores", "data store", (*_NAMED, "type"))
        self.actors = self._of("component", "actors", "actor", (BETWEEN, "party"))
        self.sets = self._of("data", "dataSets", "data set", _NAMED)
        self.flows = self._of("flow", "flows", "flow", (*_NAMED, "type", "source", "destination"))
        for asset in self.assets:
            for key in ("componentRef", "partyRef"):
                whole.stands_for(asset.node.text(key), asset)
        self._declare_threats()

    def _declare_threats(self) -> None:
        whole, threats = self.whole, self.threat_model
        self.threats = whole.declare("threat", threats.mappings("threats", "threat"), _NAMED)
        for threat in self.threats:
            weaknesses = threat.node.mappings("weaknesses")
            whole.declare("weakness", [one for one in weaknesses if ref_of(one)])
        self.scenarios = whole.declare("scenario", threats.mappings("scenarios", "scenario"), (*_NAMED, "threats"))
        self.notes = notes_of(whole, threats)
        self.trees = whole.declare("attack_tree", threats.mappings("attackTrees", "attack tree"), (BETWEEN, "nodes"))
        self.paths = whole.declare("attack_tree", threats.mappings("attackPaths", "attack path"), (*_NAMED, "steps"))
        self.trusted = threats.mappings("trustBoundaries", "trust boundary")
        for one in self.trusted:
            whole.needs(one, ref_of(one), BETWEEN, "boundary")
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
        found = system_of(whole, self.blueprints, self.threat_model)
        return gathering.parsed(found.system, found.at, attack_trees=trees, **found.of_model)

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
            passed = whole.passes(len(decided.controls) * len(related), risk.node.place())
            for threat in related:
                decisions.setdefault(threat, []).append(decided if passed else decided._replace(controls=()))
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
                on.setdefault(tree, set()).update(about if whole.passes(len(about), threat.node.place()) else ())
        made = []
        for one in self.trees:
            note = self.notes.get(ref_of(one.node), Note())
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
