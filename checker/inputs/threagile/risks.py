"""Threagile's recorded risks as threats: entries of ``risk_tracking`` and the risks of a model's own categories.

The tool derives all other risks itself, so none of them is in the file. A tracked id names a rule and, after each
``@``, an element or ``*``: ``unencrypted-asset@sql-database``, ``missing-hardening@*``. Its threat is on the elements
that it names, and on the system where it names none. A risk is called mitigated with a justification and nothing else,
so the justification is the control.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product, zip_longest
from typing import Any

from checker.core.model import Acceptance, Control, Threat
from checker.inputs.threagile.parts import Entry
from checker.inputs.threagile.structure import RELEVANT, Link, Risk, plain
from checker.inputs.values import text, texts

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
_RATINGS = ("severity", "exploitation_likelihood", "exploitation_impact", "data_breach_probability")
_MASKS = sorted(product((False, True), repeat=len(RELEVANT) + 1), key=sum)
"""Which parts of a risk's id a pattern may leave open, the most exact first."""

_CLOUDS = ("aws", "azure", "gcp", "ocp")
"""What the tool's own rule about cloud hardening puts into ids in place of an element; ``aws:s3`` is a part of one."""

_PARTS = re.compile(r"@|->")


def named(id: str) -> tuple[str, ...]:
    """The elements that a tracked id names after its rule; wildcards and clouds are left out."""
    parts = _PARTS.split(id)[1:]
    return tuple(part for part in parts if part and "*" not in part and part.partition(":")[0] not in _CLOUDS)


def tracked(entry: Entry, links: Mapping[str, Link], runtimes: Iterable[str], system: str) -> Threat:
    """An entry of ``risk_tracking``. ``links`` are by the id that Threagile makes."""
    rule = entry.id.partition("@")[0]
    on = {links[name].id if name in links else name for name in named(entry.id)} - set(runtimes)
    return Threat(
        id=entry.id,
        title=rule.replace("-", " ").capitalize(),
        on=tuple(sorted(on)) or (system,),
        refs=_refs(rule),
        **_decision(entry),
    )


def identified(risk: Risk, decided: Entry | None, links: Mapping[str, Link], system: str) -> Threat:
    """An identified risk, with what the entry of risk tracking about it says."""
    body, category = risk.entry.body, risk.category.body
    on = {text(body.get(key)) for key in RELEVANT if key != "most_relevant_shared_runtime"} - {""}
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
            yield Control(entry.id, title=text(entry.body.get("justification")), status=status, owner=person)


def decisions(found: Iterable[Risk], tracking: Iterable[Entry]) -> dict[str, Entry]:
    """Id of an identified risk -> the entry of risk tracking about it; of several that with the fewest wildcards.

    ``*`` stands for any one part of an id. (The tool lets it stand for more: that would hide what is still to do.)
    """
    known = {entry.id: entry for entry in tracking}
    about: dict[str, Entry] = {}
    for risk in found if known else ():
        parts = risk.native.split("@")
        for wild in _MASKS if len(parts) <= len(_MASKS[0]) else _MASKS[:1]:
            pattern = "@".join("*" if star else part for star, part in zip_longest(wild[: len(parts)], parts))
            if pattern in known:
                about.setdefault(risk.id, known[pattern])
    return about


def _decision(entry: Entry) -> dict[str, Any]:
    """What was decided: the fields that both kinds of threat take from risk tracking."""
    body = entry.body
    status = text(body.get("status")) or "unchecked"
    person = text(body.get("checked_by"))
    return {
        "status": STATUS.get(status, "identified"),
        "controls": (entry.id,) if _control(entry) else (),
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
