"""What a change does to the gate's own files, from both revisions: findings, and who has reviewed them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.core.commands import review_changed
from checker.core.finding import Finding
from checker.core.location import Location
from checker.core.model import Review
from checker.core.report import Entry, Waiver
from checker.core.settings import Settings
from checker.core.source import LIBRARIES, sidecar_path
from checker.documents.document import Document
from checker.documents.tree import Tree
from checker.guard import attributes, owners, runners
from checker.guard.baseline import grown
from checker.guard.config import loosened as loosened_config
from checker.guard.judge import Judge, about
from checker.guard.places import BASELINE, CONFIG, FILES, OWNERS, REVIEWS, WAIVERS, is_attributes, is_runner
from checker.guard.reviewers import loosened as loosened_reviewers
from checker.guard.reviews import covering, new_reviews
from checker.guard.waivers import loosened as loosened_waivers
from checker.inputs.reviews import reviews_of
from checker.pipeline.content import content, parsed, text_of
from checker.pipeline.models import gone_models, model_paths

Read = Callable[[str], Document]


class Version(NamedTuple):
    """The gate's own files in one revision. ``folders`` are those of its packs in the repository, ending with ``/``."""

    tree: Tree
    read: Read
    settings: Settings
    judge: Callable[[], Judge]
    """Asked for only where config or packs changed: it reads every rule."""
    waivers: tuple[Waiver, ...]
    baseline: tuple[Entry, ...]
    folders: tuple[str, ...]

    def document(self, path: str) -> Document | None:
        return self.read(path) if self.tree.exists(path) else None


def watch(before: Version, after: Version, changed: frozenset[str]) -> tuple[Finding, ...]:
    """A finding for each thing that a change loosens, and for each other change to the gate's own files.

    ``changed`` holds the paths that differ. Raises UsageError for a file of the gate that cannot be read.
    """
    found = [
        *_config(before, after, changed),
        *_excuses(before, after, changed),
        *_surroundings(before, after, changed),
    ]
    told = {finding.subject.id for finding in found}
    for path in sorted(path for path in changed if path not in told and _judges(path, before, after)):
        if content(before.tree, path) != content(after.tree, path):
            act = "changes" if before.tree.exists(path) and after.tree.exists(path) else "adds"
            act = act if after.tree.exists(path) else "removes"
            message = f"this change {act} {path}, {_task(path)}"
            found.append(about("gate/config-changed", path, "", message, Location(path)))
    return tuple(_with_command(finding, after.tree, before.tree.revision) for finding in found)


def _with_command(finding: Finding, head: Tree, revision: str) -> Finding:
    """A file that is gone cannot be named in a command: the whole change can."""
    gone = not head.exists(finding.subject.id)
    return finding._replace(hint=review_changed(revision)) if gone else finding


def _judges(path: str, before: Version, after: Version) -> bool:
    """Whether a file is the gate's own: config, waivers, baseline, of a pack, or a threat library."""
    return path in FILES or path.startswith((*before.folders, *after.folders, LIBRARIES))


def _task(path: str) -> str:
    if path.startswith(LIBRARIES):
        return "by which references into a threat library are judged"
    return "which judges changes: the base's is used until this is merged"


def _config(before: Version, after: Version, changed: frozenset[str]) -> Iterator[Finding]:
    if any(path == CONFIG or path.startswith((*before.folders, *after.folders)) for path in changed):
        files = {*before.tree.files(), *after.tree.files()}
        was, now = (set(model_paths(files, side.settings)) for side in (before, after))
        old, new = before.judge(), after.judge()
        yield from loosened_config(CONFIG, old, new, tuple(sorted(was - now)))
        yield from loosened_reviewers(CONFIG, old, new)


def _excuses(before: Version, after: Version, changed: frozenset[str]) -> Iterator[Finding]:
    if WAIVERS in changed:
        yield from loosened_waivers(WAIVERS, before.waivers, after.waivers)
    if BASELINE in changed:
        yield from grown(BASELINE, before.baseline, after.baseline)


def _surroundings(before: Version, after: Version, changed: frozenset[str]) -> Iterator[Finding]:
    """What the platform, git and the CI system are told: code owners, attributes, and what runs the gate."""
    moved = dict(_moved(before, after, changed))
    if moved or not changed.isdisjoint(OWNERS):
        watched = _watched(before, after)
        old, new = (_texts(side, OWNERS) for side in (before, after))
        yield from owners.loosened(old, new, watched, moved)
    if moved or any(map(is_attributes, changed)):
        old, new = (_texts(side, filter(is_attributes, side.tree.files())) for side in (before, after))
        yield from attributes.loosened(old, new, _watched(before, after), moved)
        odd = (path for path in new if path in changed and text_of(after.tree, path) is None)
        yield from map(attributes.unreadable, sorted(odd))
    for path in sorted(filter(is_runner, changed)):
        was, now = (parsed(side.tree, path) for side in (before, after))
        yield from runners.changed(path, was, now, before.tree.revision)


def _moved(before: Version, after: Version, changed: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each model that is gone, and its reviews, with the new ones of which one may be what became of it."""
    models = model_paths(changed, before.settings)
    new = tuple(path for path in models if not before.tree.exists(path))
    for path in gone_models(before.tree, after.tree, models) if new else ():
        yield path, new
        yield sidecar_path(path), tuple(map(sidecar_path, new))


def _watched(before: Version, after: Version) -> set[str]:
    """The files that a change to the gate or to a model has to go through, in either revision."""
    files = {*before.tree.files(), *after.tree.files()}
    models = model_paths(files, before.settings)
    beside = [sidecar_path(path) for path in models]
    policies = (path for path in files if _judges(path, before, after))
    own = (*policies, REVIEWS, *OWNERS, *models, *beside)
    return {*files.intersection(own), *_running(before, files), *filter(is_attributes, after.tree.files())}


def _running(side: Version, files: Iterable[str]) -> Iterator[str]:
    paths = (path for path in files if is_runner(path))
    yield from (path for path in paths if runners.runs_gate(parsed(side.tree, path)))


def _texts(side: Version, paths: Iterable[str]) -> dict[str, str]:
    """Path -> text of those that are there; one that is no text says nothing, and hides those that come after it."""
    return {path: text_of(side.tree, path) or "" for path in paths if side.tree.exists(path)}


def contents(before: Version, after: Version, paths: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Path -> the digests of a file in the base and in the head; empty where it is not there."""
    return {path: (content(before.tree, path), content(after.tree, path)) for path in sorted(set(paths))}


def reviews(version: Version) -> tuple[Review, ...]:
    """The reviews of changes to the gate. Raises UsageError for a file of them that is not as it should be."""
    document = version.document(REVIEWS)
    return reviews_of(document) if document else ()


def covered(
    before: Version, after: Version, findings: Iterable[Finding], as_of: str
) -> Mapping[str, tuple[Review, ...]]:
    """Path -> the new reviews of what the change makes of that file, for files that findings are about."""
    fresh = new_reviews(reviews(before), reviews(after), as_of)
    if not fresh:
        return {}
    digests = contents(before, after, (finding.subject.id for finding in findings))
    return {path: tuple(covering(path, was, now, fresh)) for path, (was, now) in digests.items()}
