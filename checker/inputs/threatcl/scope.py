"""What names stand for in one file: its variables and what it imports. A plain lookup; nothing is evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.documents.hcl_text import Expression, Reference
from checker.documents.words import cut, quote
from checker.inputs.threatcl.body import Body
from checker.inputs.values import text

OF_ELEMENTS = ("process", "external_element", "data_store", "information_asset", "trust_zone")
"""Roots of names that stand for an element of the file: ``process.web_app``."""

CONTROLS = ("control", "expanded_control")

MAX_CHARS = 4_000_000
"""What all templates of one model together may stand for: a few files that import each other could ask for billions."""


class Scope:
    """The names of one file. ``imported`` are the components of the files that it imports, by type and name."""

    def __init__(self, spells_in_camels: bool, is_json: bool) -> None:
        self.variables: Mapping[str, Any] = {}
        self.imported: dict[tuple[str, str], Body] = {}
        self.broken = False
        """Whether something that it imports could not be read, so that names may lead nowhere for that reason."""
        self.spells_in_camels = spells_in_camels
        self.is_json = is_json

    def component(self, type: str, name: str) -> Body | None:
        """An imported component. Both types of controls are one set of names."""
        types = CONTROLS if type in CONTROLS else (type,)
        return next((found for one in types if (found := self.imported.get((one, name)))), None)

    def work_out(self, node: Body, expression: Expression) -> Any:
        """What an expression stands for; None where that is unknown, which is said there."""
        found = [part if isinstance(part, str) else self._look_up(node, part, expression) for part in expression.parts]
        if not found:
            message = f"{quote(expression.written)} is not worked out: names are looked up, and nothing is evaluated"
            return _unknown(node, message, "write the value out")
        if len(found) == 1 or None in found:
            return found[0] if len(found) == 1 else None
        joined = "".join(one if isinstance(one, str) else text(one) for one in found)
        reading = node.reading
        reading.characters += len(joined)
        if reading.characters > MAX_CHARS:
            return _unknown(node, f"what is looked up here makes more than {MAX_CHARS:,} characters", "write it out")
        return joined

    def _look_up(self, node: Body, name: Reference, expression: Expression) -> Any:
        if name[0] == "var" and len(name) == 2:
            return self._variable(node, name[1])
        if name[0] == "import" and len(name) in (4, 5):
            return self._imported(node, *name[1:])
        if name[0] in OF_ELEMENTS and len(name) == 2:
            return name[1]
        hint = "known are var.NAME and import.control.NAME.FIELD; a text stands in double quotes"
        return _unknown(node, f"{quote('.'.join(name))} is no name that can be looked up", hint)

    def _variable(self, node: Body, name: str) -> Any:
        value = self.variables.get(name)
        if name not in self.variables:
            node.reading.dangling("variable", cut(name), node.subject, node.place(), self.variables)
        elif isinstance(value, Expression):
            return _unknown(node, f"the variable {quote(name)} is itself looked up somewhere", "write its value out")
        return _scalar(node, name, value)

    def _imported(self, node: Body, type: str, name: str, field: str, step: str = "") -> Any:
        found = self.component(type, name)
        if found is None:
            if not self.broken:
                known = [known for _, known in self.imported]
                node.reading.dangling("imported component", cut(name), node.subject, node.place(), known)
            return None
        if field == "attribute" and step:
            named = {inner.name: inner for inner in found.blocks("attribute")}
            return named[step].get("value").value if step in named else None
        return _scalar(node, field, found.get(field).value) if not step else None


def _scalar(node: Body, name: str, value: Any) -> Any:
    if isinstance(value, list | dict):
        return _unknown(node, f"{quote(name)} is a list or an object, and a text was expected", "write the value out")
    return value


def _unknown(node: Body, message: str, hint: str) -> None:
    name = ".".join(map(str, node.path[-2:]))
    node.reading.wrong("wrong-value", message, node.subject, node.place(), hint, name)
