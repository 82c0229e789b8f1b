"""Trees of ADTool (attack-defence trees, Kordy et al. 2013; SAND as of ADTool 2) in the native format.

A node with ``switchRole="yes"`` is a defence: it becomes a control of what it stands below. What has no place in the
native format is left out and said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from checker.core.errors import InputError
from checker.documents.words import quote
from checker.documents.xml import Element

GATES = {"disjunctive": "or", "conjunctive": "and", "sequential": "sand"}

DOMAINS = {
    "MinCost": "cost",
    "MinTime": "time",
    "MinTimeSeq": "time",
    "MinTimePar": "time",
    "ProbSucc": "probability",
    "DiffLMH": "difficulty",
    "DiffLMHE": "difficulty",
    "MinSkill": "skill",
}
"""ADTool's class of a domain, without its package -> our figure. Other domains are left out."""

_LEVELS = {"l": 2, "low": 2, "m": 3, "medium": 3, "h": 4, "high": 4, "e": 5, "extreme": 5}
"""Words of ADTool's ordered domains -> 1 to 5."""

_WORST = 10**15


class Imported(NamedTuple):
    """``data`` holds the sections ``controls`` and ``attack_trees``; ``doubts`` say what was left out or taken so."""

    data: dict[str, Any]
    doubts: tuple[str, ...]


def convert(root: Element, id: str = "") -> Imported:
    """The tree of a file of ADTool, under an id (its goal's without one). Raises InputError for another kind of XML."""
    nodes = root.all("node")
    if root.tag != "adtree" or len(nodes) != 1:
        hint = "save the tree in ADTool as XML: File, Export, to XML"
        raise InputError("no tree of ADTool: it has no <adtree> with one <node>", root.location, hint)
    return _Conversion(root).convert(nodes[0], id)


class _Conversion:
    def __init__(self, root: Element) -> None:
        self._figures = {domain.attributes.get("id", ""): _class(domain) for domain in root.all("domain")}
        self._doubts: dict[str, None] = {}
        self._leaves = _Ids()
        self._controls = _Ids()
        self._said: dict[str, dict[str, Any]] = {}

    def convert(self, node: Element, id: str) -> Imported:
        goal = _label(node) or "The goal"
        step = self._step(node)
        if "leaf" in step or "controls" in step:
            step = {"or": [step]}
        step.pop("name", None)
        tree = {"goal": goal, **step}
        controls = {id: {"title": title} for title, id in self._controls.known.items()}
        if controls:
            self._doubt("each control is 'planned': set the status of those that are in place")
        found: dict[str, Any] = {"controls": controls} if controls else {}
        return Imported({**found, "attack_trees": {id or slug(goal): tree}}, tuple(self._doubts))

    def _step(self, node: Element) -> dict[str, Any]:
        attacks = [child for child in node.all("node") if not _is_defence(child)]
        controls = [self._control(child) for child in node.all("node") if _is_defence(child)]
        label = _label(node)
        if not attacks:
            return self._leaf(node, label, controls)
        refinement = node.attributes.get("refinement", "disjunctive")
        if refinement not in GATES:
            hint = f"one of: {', '.join(GATES)}"
            raise InputError(f"the refinement {quote(refinement)} is not known", node.location, hint)
        own = {"controls": sorted(set(controls))} if controls else {}
        return {"name": label, **own, GATES[refinement]: [self._step(child) for child in attacks]}

    def _leaf(self, node: Element, label: str, controls: list[str]) -> dict[str, Any]:
        id = self._leaves.of(label or "step")
        leaf: dict[str, Any] = {"leaf": id, "name": label}
        if controls:
            leaf["controls"] = sorted(set(controls))
        for parameter in node.all("parameter"):
            self._parameter(parameter, leaf, label)
        first = self._said.setdefault(id, leaf)
        if first is leaf:
            return leaf
        if not all(first.get(key) == value for key, value in leaf.items()):
            self._doubt(f"{quote(label)} stands in several places and not alike: the first counts")
        return {"leaf": id}

    def _control(self, node: Element) -> str:
        title = _label(node) or "a defence"
        inner = node.all("node")
        if any(_is_defence(child) for child in _all_below(node)):
            self._doubt(f"attacks on the control {quote(title)} are left out")
        if any(not _is_defence(child) for child in inner):
            self._doubt(f"the control {quote(title)} is taken as one: what it is made of is left out")
        return self._controls.of(title)

    def _parameter(self, parameter: Element, leaf: dict[str, Any], label: str) -> None:
        if parameter.attributes.get("category", "basic") not in ("basic", "default"):
            return
        domain = parameter.attributes.get("domainId", "")
        name = self._figures.get(domain) or re.sub(r"[0-9]+$", "", domain)
        figure = DOMAINS.get(name, "")
        if not figure:
            self._doubt(f"values of the domain {quote(name)} are left out: there is no such figure here")
        elif figure in leaf:
            self._doubt(f"two domains give a {figure}: the first counts")
        else:
            value = _READ[figure](parameter.text)
            if value is None:
                self._doubt(f"the {figure} of {quote(label)} is left out: {quote(parameter.text)} is none")
            else:
                leaf[figure] = value
            if name == "MinTimeSeq":
                self._doubt("times are taken so that steps of 'and' go side by side; ADTool added them up")
            if figure == "difficulty":
                self._doubt("difficulty: low, medium, high, extreme are taken as 2, 3, 4, 5")

    def _doubt(self, what: str) -> None:
        self._doubts[what] = None


class _Ids:
    """Ids for labels: the same for the same label, different for different ones."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, label: str) -> str:
        if label not in self.known:
            wanted = slug(label)
            id, number = wanted, 2
            while id in self._taken:
                id, number = f"{wanted}-{number}", number + 1
            self._taken.add(id)
            self.known[label] = id
        return self.known[label]


def slug(label: str) -> str:
    """An id out of a label: lower-case letters, digits and hyphens, 60 at most."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "step"


def _class(domain: Element) -> str:
    return domain.text_of("class").rpartition(".")[2]


def _label(node: Element) -> str:
    return " ".join(node.text_of("label").split())[:300]


def _is_defence(node: Element) -> bool:
    return node.attributes.get("switchRole", "no").lower() in ("yes", "true")


def _all_below(node: Element) -> list[Element]:
    found = node.all("node")
    for inner in found:
        found.extend(inner.all("node"))
    return found


def _amount(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    if not 0 <= value <= _WORST:  # so is what is no number, and what is infinite
        return None
    return int(value) if value.is_integer() else value


def _chance(text: str) -> float | None:
    value = _amount(text)
    return value if value is not None and value <= 1 else None


def _level(text: str) -> float | None:
    value = _LEVELS.get(text.strip().lower()) or _amount(text)
    return value if value in (1, 2, 3, 4, 5) else None


_READ: dict[str, Callable[[str], float | None]] = {
    "cost": _amount,
    "time": _amount,
    "probability": _chance,
    "difficulty": _level,
    "skill": _level,
}
