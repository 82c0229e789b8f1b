"""What is said about a Threagile model besides its single values: conflicts of its files, unknown words, unused parts.

``Finding.model`` is left empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from checker.core.finding import Finding, Related
from checker.core.location import Ref
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.threagile.elements import technologies
from checker.inputs.threagile.parts import Entry, first, top
from checker.inputs.threagile.shape import MAPPINGS, SUGGESTIONS, Budget, subjects, suggestion
from checker.inputs.threagile.structure import Outline
from checker.inputs.values import text
from checker.knowledge.threagile.words import TECHNOLOGIES

_SINGLE = ("threagile_version", "title", "business_criticality")
"""Top-level values that say one thing about the model, in whichever file."""

_UNUSED = {
    "questions": "questions",
    "abuse_cases": "abuse cases",
    "security_requirements": "security requirements",
    "diagram_tweak_": "tweaks of the drawing",
}
"""Start of a top-level key -> what it holds, for what no check looks at."""


def conflicts(outline: Outline) -> Iterator[Finding]:
    """A finding for each value, and each title in a section, that two files give differently."""
    documents = outline.documents
    for key in _SINGLE:
        value, place = first(documents, key)
        for document in documents:
            other = top(document, key)
            if other is not None and text(other) != text(value):
                related = (Related(place.at(), "the value that counts"),)
                message = f"{key} is already given in {place.document.source.path}: {quote(text(value))}"
                at = document.locate((key,))
                yield Finding("model/duplicate-key", "", message, Ref("system", "", key), at, "", related, (), key)
    for section in MAPPINGS:
        seen: dict[str, Entry] = {}
        for entry in outline.section(section):
            before = seen.setdefault(entry.title, entry)
            if before is not entry:
                related = (Related(before.place.at(key=True), "the entry that counts"),)
                message = f"{quote(entry.title)} is already in {section} of {before.place.document.source.path}"
                at = entry.place.at(key=True)
                subject = Ref("model", "", section)
                yield Finding("model/duplicate-key", "", message, subject, at, "", related, (), entry.title)


def unknown_words(outline: Outline) -> Iterator[Finding]:
    """A note for each technology that neither version knows, and for each tag that the model does not declare."""
    budget = iter(range(SUGGESTIONS))
    for asset in outline.assets:
        for name in technologies(asset.body):
            if name not in TECHNOLOGIES:
                near = suggestion(name, TECHNOLOGIES, budget)
                key = "technology" if text(asset.body.get("technology")) == name else "technologies"
                hint = f"did you mean {quote(near)}?" if near else "nothing is known about it; it is kept as it is"
                message = f"{quote(name)} is not a technology of Threagile's own"
                subject = Ref("component", asset.id, key)
                yield Finding("model/unknown-word", "", message, subject, asset.place.at(key), "", (), (), name, hint)
    yield from _undeclared_tags(outline, budget)


def unused(documents: tuple[Document, ...]) -> Iterator[Finding]:
    """A note for each kind of thing that is in the model and that no check looks at."""
    for start, what in _UNUSED.items():
        for document in documents:
            keys = [
                key for key, value in document.data.items() if key.startswith(start) and value not in (None, {}, [])
            ]
            if keys:
                message = f"{what} are not used by any check"
                at = document.locate((keys[0],), key=True)
                yield Finding("model/not-mapped", "", message, Ref("model"), at, discriminator=start)
                break


def _undeclared_tags(outline: Outline, budget: Budget) -> Iterator[Finding]:
    declared = {text(tag).lower() for document in outline.documents for tag in _listed(top(document, "tags_available"))}
    for _, entry, keys in subjects(outline):
        for index, tag in enumerate(_listed(entry.body.get("tags")) if "tags" in keys else ()):
            name = text(tag).lower()
            if name and name not in declared:
                declared.add(name)
                near = suggestion(name, declared - {name}, budget)
                hint = f"did you mean {quote(near)}?" if near else "add it to tags_available"
                message = f"the tag {quote(name)} is not among tags_available"
                at = entry.place.at("tags", index)
                yield Finding(
                    "model/unknown-word", "", message, Ref("model", "", "tags_available"), at, "", (), (), name, hint
                )


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()
