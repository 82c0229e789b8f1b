"""What pytm found, and what people said of it: its findings as threats and controls.

A finding is one threat of a library at one element. Its number is where it came in a run, so it is no id: another
element before it would change it. The id is that of the threat, ``@`` and the element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from checker.core.model import Control, Threat
from checker.documents.words import quote
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node
from checker.inputs.pytm.facts import enumeration
from checker.inputs.pytm.words import LIKELIHOOD, SEVERITY
from checker.inputs.references import attack_pattern, weakness
from checker.inputs.values import slug

_RESPONSE = re.compile(
    r"[\W_]*(?:(to mitigate|to be mitigated)|(mitigat(?:ed|ion))|(accept(?:ed)?)|(transfer(?:red)?)|(avoid(?:ed)?))"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_ANSWERS = ("identified", "mitigated", "accepted", "transferred", "avoided")
_CAPEC = re.compile(r"capec\.mitre\.org/data/definitions/([0-9]{1,5})|\bCAPEC-([0-9]{1,5})\b", re.IGNORECASE)
_CWE = re.compile(r"cwe\.mitre\.org/data/definitions/([0-9]{1,5})|\bCWE-([0-9]{1,5})\b", re.IGNORECASE)
_VECTOR = re.compile(r"CVSS:[34]\.[01]/[A-Za-z:/]+")
_SCORE = re.compile(r"(?<![0-9.])(?:10(?:\.0)?|[0-9](?:\.[0-9])?)(?![0-9.])")


class Said(NamedTuple):
    """What people said of a finding: a control is what they do about it, a rationale why they do nothing."""

    key: str
    status: str
    rationale: str = ""
    control: str = ""


def add(gathering: Gathering, node: Node, target: str, on: tuple[str, ...], excluded: bool = False) -> None:
    """Keep a finding as a threat at ``on``, with the response to it. ``target`` is what the element is called in the
    id; ``excluded`` where an assumption excludes it. The same thing said again is passed over."""
    rule = node.text("threat_id") or slug(node.text("description"))
    if not rule:
        hint = "pytm gives each the id of the threat in its library; without one it is left out"
        gathering.wrong("missing-key", "a finding has no 'threat_id'", node.subject, node.place(), hint, target)
        return
    id, said = f"{rule}@{target}", _said(node, excluded)
    one = Threat(
        id=id,
        title=node.text("description") or rule,
        description=node.text("details"),
        on=on,
        refs=_refs(node.text("references")),
        status=said.status,
        controls=(id,) if said.control else (),
        owner=node.text("owner"),
        rationale=said.rationale,
        risk=_risk(gathering, node.is_about(node.subject._replace(kind="threat", id=id))),
    )
    if gathering.elements("threat").get(id) == one:
        return
    if gathering.add(one, _at(node, said)) and said.control:
        done = "implemented" if said.status == "mitigated" else "planned"
        gathering.add(Control(id, title=said.control, status=done), node.at(title=said.key, status=said.key))


def _at(node: Node, said: Said) -> At:
    places = {"id": "threat_id", "title": "description", "description": "details", "on": "target", "risk": "severity"}
    places |= {"refs": "references", "status": said.key, "controls": said.key, "rationale": said.key}
    return node.at(**places)


def _said(node: Node, excluded: bool) -> Said:
    response = " ".join(node.text("response").split())
    if excluded:
        return Said("assumption", "not-applicable", node.text("assumption"))
    status = _status(response)
    if status in ("identified", "mitigated"):
        return Said("response", status, control=response)
    return Said("response", status, response)


def _status(response: str) -> str:
    """What the first words of a response say. One that says anything else is something that is to be done."""
    found = _RESPONSE.match(response)
    return _ANSWERS[(found.lastindex or 1) - 1] if found else "identified"


def _refs(text: str) -> tuple[str, ...]:
    patterns = {attack_pattern(one or other) for one, other in _CAPEC.findall(text)}
    return tuple(sorted(patterns | {weakness(one or other) for one, other in _CWE.findall(text)}))


def _risk(gathering: Gathering, node: Node) -> tuple[tuple[str, Any], ...]:
    cvss = node.text("cvss")
    vector = _VECTOR.search(cvss)
    score = _SCORE.search(_VECTOR.sub(" ", cvss))
    risk: dict[str, Any] = {
        "severity": _word(gathering, node, "severity", SEVERITY),
        "likelihood": _word(gathering, node, "likelihood", LIKELIHOOD),
    }
    if vector:
        number = (("score", float(score[0])),) if score else ()
        risk["cvss"] = (*number, ("vector", vector[0]))
    elif score:
        risk["cvss_score"] = score[0]
    return tuple(sorted((name, value) for name, value in risk.items() if value))


def _word(gathering: Gathering, node: Node, key: str, words: Mapping[str, str]) -> str:
    written = enumeration(node.text(key))
    word = written.lower().replace("_", " ").replace("-", " ")
    if word and word not in words:
        hint = f"it takes one of {', '.join(words)}"
        subject = node.subject._replace(field="risk")
        gathering.wrong("wrong-value", f"{quote(written)} is no {key} of pytm", subject, node.place(key), hint, key)
    return words.get(word, "")


def numbers(node: Node) -> Iterable[str]:
    """The numbers of findings that an element has in a dump. An input has none."""
    items = node.plain("findings")
    return [item for item in items if isinstance(item, str)] if isinstance(items, list) else ()
