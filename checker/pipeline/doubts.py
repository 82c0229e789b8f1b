"""Why a review that somebody is about to record may not count. It is recorded all the same: the check decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checker.core.errors import CheckError
from checker.core.identity import is_one_of, names_of, person_of
from checker.core.location import Ref
from checker.core.settings import Settings
from checker.documents.words import listing, quote
from checker.pipeline.changes import changes_between
from checker.pipeline.judge import nothing
from checker.pipeline.models import Version, read_model
from checker.pipeline.review import Recorded, base_version, deciding_settings, people_of
from checker.pipeline.sides import Place, Sides, against, work_tree_alone


def doubts(
    place: Place, sides: Sides, recorded: Iterable[Recorded], by: str, environ: Mapping[str, str]
) -> Iterator[str]:
    """One line for each reason. Without a base, what is not committed yet is compared with the last commit."""
    settings = deciding_settings(sides)
    if settings.people and not person_of(settings.people, by):
        yield f"{quote(by)} is not one of the reviewers in {settings.path}, so that this review does not count"
    if not settings.four_eyes:
        return
    try:
        compared = sides if sides.base else against(place, "HEAD", environ)._replace(head=work_tree_alone(place).head)
    except CheckError:  # no repository, or no commit yet
        return
    try:
        own = [id for one in recorded if one.model for id in _own(compared, settings, one, by)]
    except CheckError:  # no identity, no history: the check will say so
        return
    finally:
        if compared.history:
            compared.history.repository.close()
    if own:
        yield f"{quote(by)} has a part in the change of {listing(own)}: with four eyes this review does not count there"


def _own(sides: Sides, settings: Settings, recorded: Recorded, by: str) -> Iterator[str]:
    """The ids in a review that its reviewer has a part in."""
    head = read_model(sides.head, recorded.model)
    base = base_version(sides, head) or nothing(head)
    told = people_of(sides, settings, head, base, changes_between(base, head))
    names = names_of(settings.people, by)
    for id, _ in (*recorded.covers, *recorded.removed):
        kind = _kind(head, id) or _kind(base, id)
        if told and any(is_one_of(one, names) for one in told.authors(Ref(kind, id))):
            yield id


def _kind(version: Version, id: str) -> str:
    return version.side[0].kind_of(id)
