"""The section ``plot4ai`` of a native model: what its schema cannot judge, and the questionnaire that it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.core.system import CardAnswer, Questionnaire
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.native.sets import as_set
from checker.inputs.problems import closest

SECTION = "plot4ai"
_GUESSES = 20
"""How many names of threats are compared with all others for a suggestion; comparing costs milliseconds each."""


def questionnaire_of(body: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire that a section is. Only for data that its schema has accepted."""
    get = body.get
    answers = sorted((card, CardAnswer(**answer)) for card, answer in (get("answers") or {}).items())
    return Questionnaire(get("deck", ""), get("role", ""), as_set(get("phases")), tuple(answers))


def wrong_answers(documents: tuple[Document, ...], threats: Mapping[str, Any], system: str) -> Iterator[Finding]:
    """A finding for each answer that names a threat which is not there, and for a second section. ``documents`` are
    those with a section, of whatever shape; ``system`` is the id of the system."""
    first, *others = documents
    before = first.locate((SECTION,), key=True)
    for document in others:
        message = f"the answers to PLOT4ai stand in one file of a model: those at {before} count"
        at = document.locate((SECTION,), key=True)
        subject = Ref("system", system, SECTION)
        found = _finding("duplicate-id", message, subject, at, "put all of them in one file", document.source.path)
        yield found._replace(related=(Related(before, "the first answers, which count"),))
    guesses = iter(range(_GUESSES))
    answers = first.data[SECTION].get("answers") if isinstance(first.data[SECTION], dict) else None
    for card, body in answers.items() if isinstance(answers, dict) else ():
        threat = body.get("threat") if isinstance(body, dict) else None
        if isinstance(threat, str) and threat not in threats:
            near = closest(threat, threats) if next(guesses, -1) >= 0 else ""
            hint = f"did you mean {quote(near)}?" if near else ""
            at = first.locate((SECTION, "answers", card, "threat"))
            subject = Ref("system", system, f"{SECTION}.answers.{card}.threat")
            yield _finding("dangling-reference", f"there is no threat {quote(threat)}", subject, at, hint, threat)


def _finding(code: str, message: str, subject: Ref, at: Location, hint: str, discriminator: str) -> Finding:
    return Finding(f"model/{code}", "", message, subject, at, hint=hint, discriminator=discriminator)
