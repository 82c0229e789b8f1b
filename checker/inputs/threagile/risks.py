"""Threagile's recorded risks as threats: entries of ``risk_tracking`` and the risks of a model's own categories.

The tool derives all other risks itself, so none of them is in the file. A tracked id names a rule and, after each
``@``, an element or ``*``: ``unencrypted-asset@sql-database``, ``missing-hardening@*``. Its threat is on the elements
that it names, and on the system where it names none. A risk is called mitigated with a justification and nothing else,
so the justification is the control.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.model import Acceptance, Control, Threat
from checker.documents.document import Document
from checker.inputs.threagile.parts import Entry, Place, categories, children, slug, text, texts
from checker.inputs.threagile.structure import Link

STATUS = {
    "unchecked": "identified",
    "in-discussion": "identified",
    "in-progress": "identified",
    "accepted": "accepted",
    "mitigated": "mitigated",
    "false-positive": "not-applicable",
}
_LETTERS = {
    "spoofing": "S",
    "tampering": "T",
    "repudiation": "R",
    "information-disclosure": "I",
    "denial-of-service": "D",
    "elevation-of-privilege": "E",
}
_RELEVANT = (
    "most_relevant_technical_asset",
    "most_relevant_communication_link",
    "most_relevant_trust_boundary",
    "most_relevant_shared_runtime",
    "most_relevant_data_asset",
)
"""The keys that make up the tool's id of a risk, in its order."""

_RATINGS = ("severity", "exploitation_likelihood", "exploitation_impact", "data_breach_probability")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_CLOUDS = ("aws", "azure", "gcp", "ocp")
"""What the tool's own rule about cloud hardening puts into ids in place of an element; ``aws:s3`` is a part of one."""

_PARTS = re.compile(r"@|->")


class Risk(NamedTuple):
    """One identified risk of a category."""

    category: Entry
    entry: Entry

    @property
    def id(self) -> str:
        return f"{self.category.id}.{slug(plain(self.entry.title))}"

    @property
    def native(self) -> str:
        """The id that the tool gives it, which risk tracking uses."""
        return "@".join((self.category.id, *filter(None, (text(self.entry.body.get(key)) for key in _RELEVANT))))


def risks(documents: tuple[Document, ...]) -> Iterator[Risk]:
    """Every identified risk of the model's own categories."""
    for category in categories(documents):
        place = Place(category.place.document, (*category.place.path, "risks_identified"))
        for entry in children(place, category.body.get("risks_identified")):
            yield Risk(category, entry)


def named(id: str) -> tuple[str, ...]:
    """The elements that a tracked id names after its rule; wildcards and clouds are left out."""
    parts = _PARTS.split(id)[1:]
    return tuple(part for part in parts if part and "*" not in part and part.partition(":")[0] not in _CLOUDS)


def tracked(entry: Entry, links: Mapping[str, Link], runtimes: Iterable[str], system: str) -> Threat:
    """An entry of ``risk_tracking``. ``links`` are by the id that Threagile makes."""
    id = entry.title.strip()
    rule = id.partition("@")[0]
    on = {links[name].id if name in links else name for name in named(id)} - set(runtimes)
    return Threat(
        id=id,
        title=rule.replace("-", " ").capitalize(),
        on=tuple(sorted(on)) or (system,),
        refs=_refs(rule),
        **_decision(entry),
    )


def identified(risk: Risk, decided: Entry | None, links: Mapping[str, Link], system: str) -> Threat:
    """An identified risk, with what the entry of risk tracking about it says."""
    body, category = risk.entry.body, risk.category.body
    on = {text(body.get(key)) for key in _RELEVANT if key != "most_relevant_shared_runtime"} - {""}
    ratings = [(key, rating) for key in _RATINGS if (rating := text(body.get(key)))]
    if breached := texts(body.get("data_breach_technical_assets")):
        ratings.append(("data_breach_technical_assets", ", ".join(sorted(breached))))
    return Threat(
        id=risk.id,
        title=plain(risk.entry.title),
        description=text(category.get("description")),
        on=tuple(sorted(links[name].id if name in links else name for name in on)) or (system,),
        refs=_refs(risk.category.id, text(category.get("stride")), text(category.get("cwe"))),
        risk=tuple(sorted(ratings)),
        **(_decision(decided) if decided else {}),
    )


def controls(tracking: Iterable[Entry]) -> Iterator[Control]:
    """What was done about the risks called mitigated, as far as it is said; verified where somebody checked it."""
    for entry in tracking:
        if _control(entry):
            person = text(entry.body.get("checked_by"))
            status = "verified" if person else "implemented"
            yield Control(entry.title.strip(), title=text(entry.body.get("justification")), status=status, owner=person)


def decisions(found: Iterable[Risk], tracking: Iterable[Entry]) -> dict[str, Entry]:
    """Id of an identified risk -> the first entry of risk tracking that is about it, exactly or by wildcards."""
    known = [(risk, risk.native) for risk in found]
    about: dict[str, Entry] = {}
    for entry in tracking:
        pattern = entry.title.strip()
        for risk, native in known:
            if _covers(pattern, native):
                about.setdefault(risk.id, entry)
    return about


def plain(title: str) -> str:
    """A title without the HTML tags that Threagile's examples have in them."""
    return " ".join(_MARKUP.sub("", title).split())


def _decision(entry: Entry) -> dict[str, Any]:
    """What was decided: the fields that both kinds of threat take from risk tracking."""
    body = entry.body
    status = text(body.get("status")) or "unchecked"
    person = text(body.get("checked_by"))
    return {
        "status": STATUS.get(status, "identified"),
        "controls": (entry.title.strip(),) if _control(entry) else (),
        "owner": person,
        "rationale": text(body.get("justification")),
        "accepted": Acceptance(person) if status == "accepted" else None,
        "ticket": text(body.get("ticket")),
        "tags": (status,) if status in ("in-discussion", "in-progress") else (),
    }


def _control(entry: Entry) -> bool:
    return text(entry.body.get("status")) == "mitigated" and bool(text(entry.body.get("justification")))


def _refs(rule: str, stride: str = "", cwe: str = "") -> tuple[str, ...]:
    refs = [f"threagile:{rule}"] if rule and " " not in rule else []
    refs += [f"stride:{_LETTERS[stride]}"] if stride in _LETTERS else []
    refs += [f"cwe:CWE-{cwe}"] if cwe.isdecimal() else []
    return tuple(sorted(refs))


def _covers(pattern: str, id: str) -> bool:
    """Whether a tracked id, in which ``*`` stands for any one part, is about this risk."""
    wanted, parts = pattern.split("@"), id.split("@")
    return len(wanted) == len(parts) and all(w in ("*", part) for w, part in zip(wanted, parts, strict=True))
