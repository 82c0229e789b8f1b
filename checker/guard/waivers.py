"""What a change makes of the waivers: each that excuses more than in the base, or longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.core.finding import Finding
from checker.core.report import Waiver
from checker.documents.words import quote
from checker.guard.judge import about


def loosened(name: str, before: Iterable[Waiver], after: Iterable[Waiver]) -> Iterator[Finding]:
    """A finding for each waiver of the head that the base lacks, or that has other dates or is about more there.

    ``name`` is the path of the waivers file; ``before`` holds every well-formed waiver of the base, expired ones too.
    """
    known = {waiver.id: waiver for waiver in before}
    for waiver in after:
        old = known.get(waiver.id)
        excuses = f"{waiver.rule} on {quote(waiver.on)}"
        if old is None:
            message = f"this change adds the waiver {waiver.id}, which excuses {excuses} until {waiver.expires}"
            yield about("gate/waiver-added", name, waiver.id, message, waiver.location)
            continue
        if (waiver.rule, waiver.on) != (old.rule, old.on) or (old.model and waiver.model != old.model):
            was = f"{old.rule} on {quote(old.on)}{f' of {quote(old.model)}' if old.model else ''}"
            message = f"this change lets the waiver {waiver.id}, given for {was}, excuse {excuses}"
            yield about("gate/waiver-broadened", name, waiver.id, message, waiver.location)
        if waiver.expires > old.expires:
            message = f"this change extends the waiver {waiver.id} for {excuses} from {old.expires} to {waiver.expires}"
            yield about("gate/waiver-extended", name, waiver.id, message, waiver.location)
        elif waiver.created != old.created:  # what lasted too long, or began too late, may be in force by that
            message = f"this change dates the waiver {waiver.id} for {excuses} {waiver.created}, and not {old.created}"
            yield about("gate/waiver-extended", name, waiver.id, message, waiver.location)
