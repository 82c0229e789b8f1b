"""Threat statements and mitigations of a workspace: its threats and controls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.location import Ref
from checker.core.model import Control, Threat
from checker.documents.words import nearest, quote
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node
from checker.inputs.references import category
from checker.inputs.threat_composer.words import CONTROL_STATUS, SEVERITY, THREAT_STATUS
from checker.inputs.values import text

_PARTS = ("threatSource", "prerequisites", "threatAction", "threatImpact")


class Noted(NamedTuple):
    """What the metadata of a threat or mitigation say. ``places`` are steps from it to the value, by our field."""

    refs: tuple[str, ...]
    severity: str
    comments: str
    custom: tuple[str, ...]
    places: Mapping[str, tuple[str | int, ...]]


def threat(gathering: Gathering, node: Node, on: tuple[str, ...], controls: tuple[str, ...]) -> tuple[Threat, At]:
    """A threat statement. ``on`` are the ids of what it impacts, ``controls`` those of the mitigations linked to it."""
    noted = _noted(gathering, node, "threat")
    goals = ", ".join(sorted(node.texts("impactedGoal")))
    risk = {"impactedGoal": goals, "severity": noted.severity}
    statement = node.text("statement")
    action = _sentence(node.text("threatAction"))
    one = Threat(
        id=node.subject.id,
        title=action or _sentence(statement),
        description=_described(node, statement),
        tags=_tags(node, noted),
        on=on,
        refs=noted.refs,
        status=_status(gathering, node, THREAT_STATUS),
        controls=controls,
        rationale=noted.comments,
        risk=tuple((name, value) for name, value in risk.items() if value),
    )
    titled = "threatAction" if action else "statement"
    return one, node.at(title=titled, description="statement", on="impactedAssets", **_places(noted, "rationale"))


def control(gathering: Gathering, node: Node) -> tuple[Control, At]:
    """A mitigation."""
    noted = _noted(gathering, node, "mitigation")
    one = Control(
        id=node.subject.id,
        title=_sentence(node.text("content")),
        description=noted.comments,
        tags=_tags(node, noted),
        status=_status(gathering, node, CONTROL_STATUS),
    )
    return one, node.at(title="content", **_places(noted, "description"))


def _described(node: Node, statement: str) -> str:
    """The statement, and what of its parts it does not say: somebody may have edited one of them alone."""
    parts = {part: node.text(part) for part in _PARTS}
    rest = [f"{part}: {value}" for part, value in parts.items() if value and value not in statement]
    return "\n".join(filter(None, (statement, *rest)))


def _sentence(words: str) -> str:
    """A text in one line that begins with a capital letter."""
    line = " ".join(words.split())
    return line[:1].upper() + line[1:]


def _tags(node: Node, noted: Noted) -> tuple[str, ...]:
    return tuple(sorted({*node.texts("tags"), *noted.custom}))


def _status(gathering: Gathering, node: Node, known: Mapping[str, str]) -> str:
    word = node.text("status")
    if word not in known:
        subject, hint = node.subject._replace(field="status"), f"it takes one of {', '.join(filter(None, known))}"
        near = nearest(word, filter(None, known))
        hint = f"did you mean {quote(near)}?" if near else hint
        gathering.wrong("wrong-value", f"{quote(word)} is no status of the format", subject, node.place("status"), hint)
    return known.get(word, known[""])


def _places(noted: Noted, comments: str) -> dict[str, tuple[str | int, ...]]:
    return {comments if field == "comments" else field: steps for field, steps in noted.places.items()}


def _noted(gathering: Gathering, node: Node, what: str) -> Noted:
    found: dict[str, Any] = {"refs": (), "severity": "", "comments": "", "custom": [], "places": {}}
    for item in node.mappings("metadata"):
        key, value = item.text("key"), item.get("value")
        steps = (*item.path[len(node.path) :], "value")
        if key.startswith("custom:"):
            found["custom"].append(f"{key}={', '.join(item.texts('value'))}")
        elif key == "Comments":
            found["comments"], found["places"]["comments"] = item.text("value"), steps
        elif key == "STRIDE" and what == "threat":
            found["refs"], found["places"]["refs"] = tuple(sorted(set(_categories(gathering, value)))), steps
        elif key == "Priority" and what == "threat":
            found["severity"], found["places"]["risk"] = _severity(gathering, item), steps
        elif key:
            gathering.holds("metadata", key, value.place)
    return Noted(**{**found, "custom": tuple(found["custom"])})


def _categories(gathering: Gathering, value: Node) -> Iterator[str]:
    for one in value if isinstance(value.value, list) else [value]:
        ref = category(text(one.value))
        if ref.startswith("stride:"):
            yield ref
        elif one.value is not None:
            subject = value.subject._replace(field="refs")
            message = f"{quote(text(one.value))} is no category of STRIDE"
            gathering.wrong("wrong-value", message, subject, one.place(), "it takes S, T, R, I, D or E")


def _severity(gathering: Gathering, item: Node) -> str:
    word = item.text("value")
    if word and word not in SEVERITY:
        subject, at = item.subject._replace(field="risk"), item.place("value")
        gathering.wrong("wrong-value", f"{quote(word)} is no priority", subject, at, "it takes High, Medium or Low")
    return SEVERITY.get(word, "")


def missing_id(gathering: Gathering, node: Node, what: str) -> None:
    """A finding that something has no id, and so is left out."""
    said = text(node.value.get("statement") or node.value.get("content"))
    hint = "the tool gives each a UUID; without one it is left out"
    gathering.wrong("missing-key", f"a {what} has no 'id'", Ref("model"), node.place(), hint, f"{what} {said[:80]}")
