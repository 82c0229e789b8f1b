"""Single values of a native model that a schema cannot judge: words of open vocabularies, and dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.core.model import SECTIONS
from checker.documents.document import Document, Path
from checker.documents.words import quote
from checker.inputs.native.references import Elements
from checker.inputs.problems import guesser
from checker.knowledge.vocabulary import ids, look_up, vocabulary

OPEN = {
    "component": (("encryption", "encryption_at_rest"),),
    "flow": (
        ("protocol", "protocols"),
        ("authentication", "authentication"),
        ("encryption", "encryption_in_transit"),
    ),
    "boundary": (("kind", "boundary_kinds"),),
}
"""Kind -> (field, vocabulary): an unknown word there is a note."""

_MEANING = {
    "protocols": "protocol",
    "authentication": "way of authentication",
    "encryption_in_transit": "encryption in transit",
    "encryption_at_rest": "encryption at rest",
    "boundary_kinds": "kind of boundary",
    "conditions": "condition",
    "fairness_metrics": "measure of fairness",
}


def unknown_words(main: Document, elements: Elements) -> Iterator[Finding]:
    """A note for each word that nothing is known about."""
    guess = guesser()
    for kind, fields in OPEN.items():
        for field, name in fields:
            known = vocabulary(name)
            for id, (body, document) in elements[kind].items():
                word = body.get(field)
                if word and word.__class__ is str and word not in known and not look_up(word, name):
                    at = document.locate((SECTIONS[kind], id, field))
                    yield _unknown(word, name, at, Ref(kind, id, field), guess(word, name))
    for document, path, subject, word in _conditions(main, elements):
        if not look_up(word, "conditions"):
            yield _unknown(word, "conditions", document.locate(path, key=True), subject, guess(word, "conditions"))
    for path, word in _measures(main.data):
        if not look_up(word, "fairness_metrics"):
            subject = Ref("system", _id(main.data), f"fairness.{path[1]}.{word}")
            yield _unknown(word, "fairness_metrics", main.locate(path), subject, guess(word, "fairness_metrics"))


def _measures(data: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Every measure of fairness that objectives and results name."""
    fairness = data.get("fairness")
    for section in ("objectives", "results"):
        entries = fairness.get(section) if isinstance(fairness, dict) else None
        for index, body in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(body, dict) and isinstance(word := body.get("metric"), str):
                yield ("fairness", section, index, "metric"), word


def _conditions(main: Document, elements: Elements) -> Iterator[tuple[Document, Path, Ref, str]]:
    """Every condition that is answered: where, of what, and its name."""
    system = main.data.get("system")
    said: list[tuple[Document, Path, Ref, Any]] = []
    if isinstance(system, dict):
        said.append((main, ("system",), Ref("system", str(system.get("id", ""))), system.get("conditions")))
    for id, (body, document) in elements["component"].items():
        said.append((document, ("components", id), Ref("component", id), body.get("conditions")))
    for document, path, subject, conditions in said:
        for word in conditions if isinstance(conditions, dict) else ():
            yield document, (*path, "conditions", word), subject._replace(field=f"conditions.{word}"), word


def wrong_types(elements: Elements) -> Iterator[Finding]:
    """A finding for each component type that is not in the vocabulary: rules hang on it, so it is closed."""
    known, guess = vocabulary("component_types"), guesser()
    for id, (body, document) in elements["component"].items():
        word = body.get("type")
        if word.__class__ is str and word not in known and not look_up(word, "component_types"):
            near = guess(word, "component_types")
            hint = f"did you mean {quote(near)}?" if near else f"one of: {', '.join(ids('component_types'))}"
            message = f"{quote(word)} is no component type"
            at = document.locate(("components", id, "type"))
            yield Finding("model/wrong-value", "", message, Ref("component", id, "type"), at, hint=hint)


def wrong_ratings(elements: Elements) -> Iterator[Finding]:
    """A finding for each rating of another format under a name that has a meaning of its own here, or stands beside."""
    for id, (body, document) in elements["threat"].items():
        risk = body.get("risk")
        risk = risk if isinstance(risk, dict) else {}
        said = risk.get("properties")
        for name in said if isinstance(said, dict) else ():
            if name in _METHODS or name in risk:
                at = document.locate(("threats", id, "risk", "properties", name), key=True)
                subject = Ref("threat", id, f"risk.properties.{name}")
                message = f"{quote(name)} is no rating of another format: it stands under 'risk' itself"
                yield Finding("model/wrong-value", "", message, subject, at, hint="take it out of 'properties'")


_METHODS = ("dread", "cvss", "properties")
"""What has parts of its own below ``risk``."""


def wrong_dates(documents: tuple[Document, ...]) -> Iterator[Finding]:
    """A finding for each date that has the right form and is in no calendar, such as 2026-02-30."""
    for document in documents:
        for kind, path, value in _dates(document.data if isinstance(document.data, dict) else {}):
            if value.__class__ is str and not is_date(value):
                subject = Ref(kind, str(path[1]), ".".join(map(str, path[2:])))
                if kind == "system":
                    subject = Ref(kind, _id(documents[0].data), ".".join(map(str, path)).removeprefix("system."))
                message = f"{quote(value)} is no day of the calendar"
                yield Finding("model/wrong-value", "", message, subject, document.locate(path))


def _id(data: Any) -> str:
    system = data.get("system") if isinstance(data, dict) else None
    return str(system.get("id", "")) if isinstance(system, dict) else ""


def is_date(text: str) -> bool:
    """Whether an ISO date is a real one. True for anything not of that form: the schema says that of it."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _dates(data: dict[str, Any]) -> Iterator[tuple[str, Path, Any]]:
    """Kind, path and value of everything that has to be a date."""
    for kind, field in (("threat", "accepted"), ("control", "due")):
        entries = data.get(SECTIONS[kind])
        for id, body in entries.items() if isinstance(entries, dict) else ():
            value = body.get(field) if isinstance(body, dict) else None
            if isinstance(value, dict):
                yield kind, (SECTIONS[kind], id, field, "until"), value.get("until")
            else:
                yield kind, (SECTIONS[kind], id, field), value
    system, fairness = data.get("system"), data.get("fairness")
    if isinstance(system, dict) and isinstance(card := system.get("card"), dict):
        yield "system", ("system", "card", "review_by"), card.get("review_by")
    results = fairness.get("results") if isinstance(fairness, dict) else None
    for index, body in enumerate(results if isinstance(results, list) else ()):
        yield "system", ("fairness", "results", index, "date"), body.get("date") if isinstance(body, dict) else None
    stages = data.get("pasta")
    for stage, body in stages.items() if isinstance(stages, dict) else ():
        for field in ("done", "on") if isinstance(body, dict) else ():
            yield "system", ("pasta", stage, field), body.get(field)
    reviews = data.get("reviews")
    for index, body in enumerate(reviews if isinstance(reviews, list) else ()):
        for field in ("on", "expires") if isinstance(body, dict) else ():
            yield "review", ("reviews", index, field), body.get(field)


def _unknown(word: str, name: str, at: Location, subject: Ref, near: str) -> Finding:
    return Finding(
        rule="model/unknown-word",
        severity="",
        message=f"nothing is known about the {_MEANING[name]} {quote(word)}",
        subject=subject,
        location=at,
        hint=f"did you mean {quote(near)}?" if near else "",
    )
