"""Recording a review: which model, which elements, what they are now, and the text of the file that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.core.change import Change
from checker.core.errors import GitError, InputError, UsageError
from checker.core.model import Model, Review
from checker.core.naming import Names, names_of, with_names
from checker.core.settings import Settings
from checker.core.source import sidecar_path
from checker.documents.tree import Tree
from checker.documents.words import quote
from checker.guard.places import CONFIG, REVIEWS, is_watched
from checker.inputs.problems import closest
from checker.inputs.review_writer import append_review, split
from checker.pipeline.changes import changes_between
from checker.pipeline.content import content
from checker.pipeline.gate import policy_folders, read_gate, read_settings
from checker.pipeline.judge import nothing
from checker.pipeline.models import Version, missing_models, model_paths, pick, read_base, read_model
from checker.pipeline.sides import Sides
from checker.triage.considered import missing
from checker.triage.reviewers import Provenance, is_strict
from checker.triage.signing import Digests, Open, cover, open_ids


class Signature(NamedTuple):
    """Who decided what about a change: the fields of a review but its covers. Dates are ISO."""

    by: str
    on: str
    role: str = ""
    note: str = ""
    expires: str = ""


class Choice(NamedTuple):
    """What to review: elements by id, or ``changed`` (what the change touches), or everything that is open."""

    ids: tuple[str, ...] = ()
    changed: bool = False


class Recorded(NamedTuple):
    """One file to write: ``covers`` and ``removed`` are what its new review says."""

    path: str
    text: str
    covers: Digests
    removed: Digests
    model: str = ""
    """The path of the model; empty for a review of the gate's own files."""
    lacking: tuple[tuple[str, str], ...] = ()
    """(id, what is missing there first) of the elements that stay ``review/incomplete`` although they are reviewed."""
    names: Names = {}  # noqa: RUF012 nobody writes to it
    """What elements are called whose ids tell people nothing."""


def record(sides: Sides, paths: tuple[str, ...], choice: Choice, signature: Signature) -> tuple[Recorded, ...]:
    """The review files to write. Nothing to cover gives none of them.

    Raises UsageError for an unknown or ambiguous id, InputError for a model that cannot be read.
    """
    versions = [_readable(read_model(sides.head, path)) for path in _models(sides.head, paths)]
    texts = _Texts(sides.head)
    if choice.ids:
        folders = policy_folders(read_settings(sides.head))
        own = [id for id in choice.ids if (is_watched(id) or id.startswith(folders)) and sides.head.exists(id)]
        others = [id for id in choice.ids if id not in own]
        wanted = [(version, cover(*version.side, ids)) for version, ids in _by_model(versions, others)]
        found = [_recorded(version, covers, (), signature, texts) for version, covers in wanted]
        return (*found, *_gate_files(sides, own, signature, texts))
    recorded = []
    for version in versions:
        ids, removed = _open(sides, version, choice.changed, signature.on)
        if ids or removed:
            recorded.append(_recorded(version, cover(*version.side, ids), removed, signature, texts))
    if choice.changed and not paths:
        recorded.extend(_gate_files(sides, _open_gate_files(sides, signature.on), signature, texts))
    return tuple(recorded)


def _open_gate_files(sides: Sides, as_of: str) -> list[str]:
    """The gate's own files whose change nobody has reviewed yet."""
    from checker.pipeline.guardians import decisions

    head, trusted = sides.gate()
    gate = read_gate(head, trusted, as_of, changed=sides.changed)
    try:
        decided = decisions(gate, sides).settled
    except GitError:  # it cannot be told here who decided: let this be one more review
        decided = {}
    return [f.subject.id for f in gate.findings if f.subject.kind == "gate" and f.subject.id not in decided]


def _gate_files(sides: Sides, paths: Iterable[str], signature: Signature, texts: _Texts) -> Iterator[Recorded]:
    """The review of some of the gate's own files as they are now; those that are gone with their last digest."""
    head, base = sides.gate()
    now = [(path, content(head, path)) for path in sorted(set(paths))]
    covers = tuple((path, digest) for path, digest in now if digest)
    removed = tuple((path, content(base, path)) for path, digest in now if not digest and base)
    if covers or removed:
        yield _written(REVIEWS, covers, removed, signature, texts)


class _Texts(dict[str, str | None]):
    """Path of a reviews file -> its text so far. Two models may share one: ``a.yaml`` and ``a.json``."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def __missing__(self, path: str) -> str | None:
        self[path] = self._tree.read(path).text if self._tree.exists(path) else None
        return self[path]


def _open(sides: Sides, version: Version, changed: bool, as_of: str) -> Open:
    """What of one model still needs a review, or that of somebody else; with ``changed`` only what the change touches
    or removes."""
    from checker.triage.authority import asker

    settings, head = deciding_settings(sides), version.side
    before = base_version(sides, version) if changed else None
    if before is None:  # with a base, the change adds the model: all of it is new
        ask = asker(settings, (version.path,), head) if settings.people else None
        return open_ids(head, settings, as_of, ask=ask)
    base = before.side
    changes = changes_between(before, version)
    told = people_of(sides, settings, version, before, changes)
    ask = asker(settings, (version.path, before.path), head, base, changes, told) if is_strict(settings) else None
    return open_ids(head, settings, as_of, base, changes, ask)


def base_version(sides: Sides, version: Version) -> Version | None:
    """The same model in the base, if there is one."""
    if sides.base is None:
        return None
    return read_base(sides.base, version, missing_models(sides.base, sides.head, read_settings(sides.head)))


def deciding_settings(sides: Sides) -> Settings:
    """The config that will judge the review: that of what the change is to go into, where it has one."""
    trusted = sides.gate()[1]
    return read_settings(trusted if trusted and trusted.exists(CONFIG) else sides.head)


def people_of(
    sides: Sides, settings: Settings, version: Version, before: Version, changes: tuple[Change, ...]
) -> Provenance | None:
    """What is known of the people of the change. What cannot be told here does not keep anybody from recording."""
    from checker.pipeline.authorship import provenance

    if not is_strict(settings):
        return None
    try:
        return provenance(sides, settings, version, before, nothing(version), changes)
    except GitError:
        return None


def _models(tree: Tree, paths: tuple[str, ...]) -> tuple[str, ...]:
    settings = read_settings(tree)
    found = pick(paths, tree, settings) if paths else model_paths(tree.files(), settings)
    if not found:
        raise InputError("no threat model found", hint="write a first one with: threatgate init")
    return found


def _readable(version: Version) -> Version:
    if version.snapshot is None:
        first = version.findings[0]
        hint = f"mend it first; everything that is wrong: threatgate check {version.path}"
        raise InputError(f"what cannot be read cannot be reviewed: {first.message}", first.location, hint)
    return version


def _by_model(versions: list[Version], ids: Iterable[str]) -> list[tuple[Version, list[str]]]:
    """Each model with the ids that it holds. An id that two models hold, or none, is an error."""
    chosen: dict[str, list[str]] = {}
    for id in ids:
        holders = [version for version in versions if version.side[0].kind_of(id)]
        if len(holders) > 1:
            names = " and ".join(version.path for version in holders)
            raise UsageError(f"'{id}' is in {names}", hint="say which one: --model PATH")
        if not holders:
            raise _unknown(id, [version.side[0] for version in versions])
        chosen.setdefault(holders[0].path, []).append(id)
    return [(version, chosen[version.path]) for version in versions if version.path in chosen]


def _unknown(id: str, models: list[Model]) -> UsageError:
    kinds = ("system", "component", "flow", "boundary", "data")
    near = closest(id, (known for model in models for kind in kinds for known in model.elements(kind)))
    where = "in the model" if len(models) == 1 else f"in any of the {len(models)} models"
    hint = f"did you mean {quote(near)}?" if near else "to list what is open: threatgate review"
    return UsageError(f"{quote(id)} is not {where}", hint=hint)


def _recorded(version: Version, covers: Digests, removed: Digests, signature: Signature, texts: _Texts) -> Recorded:
    written = _written(sidecar_path(version.path), covers, removed, signature, texts)
    ids = dict(covers)
    open, names = missing(*version.side, signature.on), names_of(version.side[0])
    lacking = tuple((ref.id, with_names(lacks[0].what, names)) for ref, lacks in open.items() if ref.id in ids)
    return written._replace(model=version.path, lacking=lacking, names=names)


def _written(path: str, covers: Digests, removed: Digests, signature: Signature, texts: _Texts) -> Recorded:
    for part in split(Review("", covers=covers, removed=removed, **signature._asdict())):
        texts[path] = append_review(texts[path], part, path)
    return Recorded(path, texts[path] or "", covers, removed)
