"""Whether what a model cites of threat libraries is so: the rules ``model/…-reference`` and ``model/…-edition``.

Only libraries that the model cites are read, in the edition that its ``taxonomies`` pin: a shipped one, or one that
``threatgate knowledge import`` wrote into the repository. A library that nothing is known of is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.core.source import Citation, Parsed, Snapshot, Source
from checker.documents.words import listing, nearest, quote
from checker.inputs.format import Read
from checker.inputs.libraries import finder
from checker.knowledge.library import Entry, Library
from checker.knowledge.lookup import FILES, Answer, Find, became, is_formed, libraries, resolve, same_edition

_GUESSES = 20
"""How many unknown ids of one model are compared with all others for a suggestion."""


class Verdict(NamedTuple):
    """What is wrong with a citation: a rule of the pack ``model``, the message, and what to do."""

    rule: str
    message: str
    hint: str = ""


def with_citations(parsed: Parsed, read: Read, has: Callable[[str], bool]) -> Parsed:
    """A model that was read, with what is wrong with its references. Raises InputError for a library of the repository
    that the model pins and that cannot be read."""
    snapshot, citations = parsed.snapshot, parsed.citations
    if snapshot is None or citations is None:
        return parsed
    sources: list[Source] = []
    find = finder(read, has, sources)
    found = tuple(_findings(snapshot, tuple(citations()), find))
    snapshot = snapshot._replace(sources=(*snapshot.sources, *sources))
    return parsed._replace(snapshot=snapshot, findings=(*parsed.findings, *found))


def _findings(snapshot: Snapshot, citations: tuple[Citation, ...], find: Find) -> Iterator[Finding]:
    model = snapshot.model.id
    judge = Judge(dict(snapshot.model.system.taxonomies), find, citations)
    told: set[tuple[Ref, str]] = set()
    for citation in citations:
        verdict, where = judge.verdict(citation.reference, citation.name), (citation.subject, citation.reference)
        if verdict and where not in told:
            told.add(where)
            yield _finding(verdict, citation.subject, citation.place(), model, citation.reference)
    first = {citation.reference.partition(":")[0]: citation for citation in reversed(citations)}
    for name in sorted(FILES.keys() & first.keys()):
        subject, pinned = Ref("system", model, f"taxonomies.{name}"), name in judge.pins
        pinnable = snapshot.format == "native"  # no other has a word for it
        if (pinned or pinnable) and (verdict := judge.of_edition(name)):
            place = snapshot.locate(subject) if pinned else first[name].place()
            yield _finding(verdict, subject, place, model, name)


def _finding(verdict: Verdict, subject: Ref, place: Location, model: str, discriminator: str) -> Finding:
    return Finding(
        rule=f"model/{verdict.rule}",
        severity="",
        message=verdict.message,
        subject=subject,
        location=place,
        model=model,
        discriminator=discriminator,
        hint=verdict.hint,
    )


class Judge:
    """Judges the citations of one model; each reference and name once."""

    def __init__(self, pins: Mapping[str, str], find: Find, citations: tuple[Citation, ...]) -> None:
        self.pins = pins
        self._find = find
        self._verdicts: dict[tuple[str, str], Verdict | None] = {}
        self._answers: dict[str, Answer] = {}
        self._guesses = iter(range(_GUESSES))
        self._meant = self._editions(citations)

    def _editions(self, citations: tuple[Citation, ...]) -> dict[tuple[str, str], str]:
        """Library and kind of entry -> the edition that is meant: the pinned one, else the newest that is cited."""
        meant: dict[tuple[str, str], str] = {}
        for name, of, edition in sorted(filter(None, (self._dated(citation.reference) for citation in citations))):
            meant[name, of] = edition
        return {key: self._pinned(*key) or edition for key, edition in meant.items()}

    def _pinned(self, name: str, of: str) -> str:
        """The pinned edition of a library where it has entries of that kind, else ``""``."""
        pin = self.pins.get(name, "")
        found = self._find(name, pin) if pin else None
        entries = found.entries.values() if found else ()
        return next((one.edition for one in entries if one.kind == of and same_edition(pin, one.edition)), "")

    def _dated(self, reference: str) -> tuple[str, str, str] | None:
        answer = self.answer(reference)
        if answer.library is None or answer.entry is None or not answer.entry.edition:
            return None
        return answer.library.id, answer.entry.kind, answer.entry.edition

    def answer(self, reference: str) -> Answer:
        """What a reference leads to in the editions that the model pins."""
        if reference not in self._answers:
            self._answers[reference] = resolve(reference, self.pins, self._find)
        return self._answers[reference]

    def verdict(self, reference: str, name: str) -> Verdict | None:
        """What is wrong with a reference, and the name behind it; None where nothing is known to be."""
        if (reference, name) not in self._verdicts:
            self._verdicts[reference, name] = self._judged(reference, name)
        return self._verdicts[reference, name]

    def _judged(self, reference: str, name: str) -> Verdict | None:
        answer = self.answer(reference)
        if answer.problem:
            judged = {"library": self._no_library, "unknown": self._unknown, "ambiguous": self._ambiguous}
            return judged[answer.problem](reference, answer) if answer.problem in judged else None
        found, entry = answer.library, answer.entry
        if found is None or entry is None:
            raise AssertionError("without a problem there is an entry")
        if entry.retired:
            return _retired(found, entry)
        meant = self._meant.get((found.id, entry.kind), entry.edition)
        if entry.edition and not same_edition(meant, entry.edition):
            return self._other_edition(found, entry, meant)
        return mismatch(found, entry, name) if name and not found.own_names else None

    def of_edition(self, name: str) -> Verdict | None:
        """What is wrong with the edition that the model pins of a library it cites, or with its pinning none."""
        pin = self.pins.get(name, "")
        found = self._find(name, pin)
        if found is None:
            editions = listing([edition for one in _shipped(name) for edition in one.editions])
            message = f"edition {quote(pin)} of {name} is not here, so that no reference to it can be checked"
            hint = f"pin {editions}, or bring it in: threatgate knowledge import FILE"
            return Verdict("unknown-edition", message, hint)
        if pin or not found.pinned:
            return None
        message = f"no edition of {name} is stated, and its ids differ between editions; {found.edition} is taken"
        return Verdict("missing-edition", message, f'write taxonomies: {{{name}: "{found.edition}"}}')

    def _no_library(self, reference: str, _: Answer) -> Verdict | None:
        """Other libraries are a model's own affair; a slip in the name of one that is known is not."""
        from difflib import get_close_matches

        name = reference.partition(":")[0]
        near = get_close_matches(name, FILES, 1, 0.8) if next(self._guesses, -1) >= 0 else []
        if not near:
            return None
        return Verdict("unknown-reference", f"no threat library is called {quote(name)}", f"did you mean '{near[0]}'?")

    def _unknown(self, reference: str, answer: Answer) -> Verdict:
        name, _, id = reference.partition(":")
        if answer.library is None:
            raise AssertionError("an entry is unknown to a library")
        edition = self.pins.get(name) or answer.library.edition
        message = f"{quote(id)} is no entry of {answer.library.title} ({edition})"
        if elsewhere := next((one for one in _shipped(name) if id in one.entries), None):
            return Verdict("unknown-reference", message, f"it is one of edition {elsewhere.edition}")
        known = (*answer.library.entries, *answer.library.aliases)
        near = nearest(id, known) if not is_formed(name, id) and next(self._guesses, -1) >= 0 else ""
        return Verdict("unknown-reference", message, f"did you mean '{name}:{near}'?" if near else "")

    def _ambiguous(self, reference: str, answer: Answer) -> Verdict:
        name, _, id = reference.partition(":")
        may = listing([_named(entry) for entry in answer.candidates])
        hint = f"write {listing([f'{name}:{entry.id}' for entry in answer.candidates])}"
        editions = [entry.edition for entry in answer.candidates if entry.edition]
        if editions:
            hint += f'; or state the edition of all: taxonomies: {{{name}: "{editions[-1]}"}}'
        return Verdict("ambiguous-reference", f"{quote(id)} may mean {may}", hint)

    def _other_edition(self, library: Library, entry: Entry, meant: str) -> Verdict:
        why = f"the model pins {meant}" if library.id in self.pins else f"others here are of {meant}"
        now = listing([f"{library.id}:{_named(one)}" for one in became(library, entry, meant)])
        hint = f"in {meant} it is {now}" if now else f"{meant} has nothing that it became"
        return Verdict("mixed-editions", f"'{entry.id}' is of edition {entry.edition}, and {why}", hint)


def _shipped(name: str) -> list[Library]:
    return [one for one in libraries() if one.id == name]


def _named(entry: Entry) -> str:
    return f"{entry.id} ({entry.name})"


def _retired(library: Library, entry: Entry) -> Verdict:
    now = [library.entries[id] for id in entry.replaced_by if id in library.entries]
    message = f"'{entry.id}' was retired in {entry.since or library.edition}"
    if not now:
        return Verdict("retired-reference", f"{message} without a successor", "cite what describes the threat today")
    hint = f"write {listing([f'{library.id}:{one.id}' for one in now])}"
    return Verdict("retired-reference", f"{message}: it is {listing([_named(one) for one in now])} now", hint)


def mismatch(library: Library, entry: Entry, name: str) -> Verdict | None:
    """What is wrong with a name behind an id. A part of the words of the right name is right too."""
    said = _words(name)
    names = (entry.name, library.full_name(entry), *entry.also_known)
    if said in map(_words, names) or (said and set(said) <= set(_words(names[1]))):
        return None
    reference = f"{library.id}:{entry.id}"
    if before := next((former for former in entry.former if said == _words(former.name)), None):
        message = f"'{entry.id}' was called {quote(name)} until {before.until}; it is {quote(entry.name)} now"
        return Verdict("mismatched-reference", message, "look whether it is still what is meant, and write its name")
    message = f"'{entry.id}' is {quote(library.full_name(entry))}, not {quote(name)}"
    meant = [one for one in library.entries.values() if said in (_words(one.name), _words(library.full_name(one)))]
    hint = f"{quote(name)} is {library.id}:{meant[0].id}" if meant else f"write {reference} ({entry.name})"
    return Verdict("mismatched-reference", message, hint)


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.casefold())
