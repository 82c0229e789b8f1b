"""Threat statements and mitigations of a workspace: its threats and controls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from checker.core.location import Location, Ref
from checker.core.model import Acceptance, Control, Threat
from checker.documents.document import Path
from checker.documents.words import quote
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node
from checker.inputs.threat_composer.metadata import Noted
from checker.inputs.threat_composer.metadata import noted as read
from checker.inputs.threat_composer.words import CONTROL_STATUS, RESPONSES, THREAT_STATUS
from checker.inputs.values import text

_PARTS = ("threatSource", "prerequisites", "threatAction", "threatImpact")


def threat(gathering: Gathering, node: Node, on: tuple[str, ...], controls: tuple[str, ...]) -> tuple[Threat, At]:
    """A threat statement. ``on`` are the ids of what it impacts, ``controls`` those of the mitigations linked to it."""
    noted = read(gathering, node, "threat")
    goals = ", ".join(sorted(node.texts("impactedGoal")))
    risk = {"impactedGoal": goals, "severity": noted.severity}
    statement = node.text("statement")
    action = _sentence(node.text("threatAction"))
    status = _status(gathering, node, THREAT_STATUS)
    status = _response(gathering, node, noted) if status == "mitigated" else status
    owner, until = noted.own.get("custom:owner", ""), _until(gathering, node, noted)
    one = Threat(
        id=node.subject.id,
        title=action or _sentence(statement),
        description=_described(node, statement),
        tags=_tags(node, noted),
        on=on,
        refs=noted.refs,
        status=status,
        controls=controls,
        owner=owner,
        rationale=noted.comments,
        accepted=Acceptance(owner, until) if status == "accepted" else None,
        ticket=noted.own.get("custom:ticket", ""),
        risk=tuple((name, value) for name, value in risk.items() if value),
    )
    titled = "threatAction" if action else "statement"
    said = {"rationale": "Comments", "refs": "STRIDE", "risk": "Priority", "accepted": "custom:until"}
    said |= {field: f"custom:{field}" for field in ("owner", "ticket")}
    places: dict[str, str | Path] = {
        "title": titled,
        "description": "statement",
        "on": "impactedAssets",
        **_places(noted, said),
    }
    return one, _shown(node, titled, places)


def control(gathering: Gathering, node: Node) -> tuple[Control, At]:
    """A mitigation."""
    noted = read(gathering, node, "mitigation")
    one = Control(
        id=node.subject.id,
        title=_sentence(node.text("content")),
        description=noted.comments,
        tags=_tags(node, noted),
        status=_status(gathering, node, CONTROL_STATUS),
        owner=noted.own.get("custom:owner", ""),
    )
    said = {"description": "Comments", "owner": "custom:owner"}
    return one, _shown(node, "content", {"title": "content", **_places(noted, said)})


def _shown(node: Node, key: str, places: Mapping[str, str | Path]) -> At:
    """Where the fields of an element are. It itself, and what is not written, is where its first words are."""
    find = node.at(**places)

    def at(field: str) -> Location:
        found = find(field)
        return node.place(key) if found == node.place() else found

    return at


def _response(gathering: Gathering, node: Node, noted: Noted) -> str:
    """What was done about a resolved threat, where it is said; else it was mitigated."""
    word = noted.own.get("custom:response", "").lower()
    if word and word not in RESPONSES:
        hint = f"it takes one of {', '.join(RESPONSES)}"
        _wrong(gathering, node, noted, "custom:response", f"{quote(word)} is no response to a threat", hint)
    return word if word in RESPONSES else "mitigated"


def _until(gathering: Gathering, node: Node, noted: Noted) -> str:
    word = noted.own.get("custom:until", "")
    try:
        return date.fromisoformat(word).isoformat() if word else ""
    except ValueError:
        _wrong(gathering, node, noted, "custom:until", f"{quote(word)} is no date", "write it as 2027-03-31")
        return ""


def _wrong(gathering: Gathering, node: Node, noted: Noted, key: str, message: str, hint: str) -> None:
    subject, at = node.subject._replace(field=_FIELDS[key]), node.place(*noted.places[key])
    gathering.wrong("wrong-value", message, subject, at, hint, key)


_FIELDS = {"custom:response": "status", "custom:until": "accepted"}


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
    return tuple(sorted({*node.texts("tags"), *noted.tags}))


def _status(gathering: Gathering, node: Node, known: Mapping[str, str]) -> str:
    word = node.text("status")
    if word not in known:
        subject, hint = node.subject._replace(field="status"), f"it takes one of {', '.join(filter(None, known))}"
        gathering.wrong("wrong-value", f"{quote(word)} is no status of the format", subject, node.place("status"), hint)
    return known.get(word, known[""])


def _places(noted: Noted, fields: Mapping[str, str]) -> dict[str, Path]:
    return {field: noted.places[key] for field, key in fields.items() if key in noted.places}


def missing_id(gathering: Gathering, node: Node, what: str) -> None:
    """A finding that something has no id, and so is left out."""
    said = text(node.value.get("statement") or node.value.get("content"))
    hint = "the tool gives each a UUID; without one it is left out"
    gathering.wrong("missing-key", f"a {what} has no 'id'", Ref("model"), node.place(), hint, f"{what} {said[:80]}")
