"""The rules of the gate itself: config, policies, waivers and baseline, read from the trusted side.

With a base they are the base's, so that a change cannot loosen its own gate; a change to them is reported.
A waiver or baseline entry counts only while both sides have it. A base that knows neither a model nor a config
is the change that introduces the gate: then the head's own files are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from posixpath import normpath
from typing import TYPE_CHECKING, NamedTuple

from checker.core.errors import InputError, UsageError
from checker.core.finding import Finding
from checker.core.location import Location
from checker.core.model import Review
from checker.core.report import Entry, Waiver
from checker.core.settings import Settings
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.tree import Tree
from checker.guard.places import BASELINE, CONFIG, FILES, WAIVERS, is_watched
from checker.pipeline.models import gone_models, model_paths
from checker.policy.catalogue import Catalogue
from checker.policy.config import load_settings
from checker.policy.evaluate import CompiledRule
from checker.triage.baseline import read_baseline
from checker.triage.waivers import Waivers, read_waivers

if TYPE_CHECKING:
    from checker.guard.judge import Judge


class Gate(NamedTuple):
    """What judges a run. ``findings`` are about the gate's own files; ``sources`` are the head's texts of them."""

    settings: Settings
    catalogue: Catalogue
    rules: tuple[CompiledRule, ...]
    waivers: tuple[Waiver, ...]
    """In force: on both sides, in date."""
    head_waivers: tuple[Waiver, ...]
    """In date in the head: those that should be of use."""
    baseline: tuple[Entry, ...]
    head_baseline: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    known: frozenset[str]
    """Fingerprints of findings that the base's waivers have already: they became so by the day, not by the change."""
    covered: Mapping[str, tuple[Review, ...]]
    """Path of a file of the gate that the change edits -> the new reviews of what it becomes."""
    reviews: tuple[Review, ...]
    """All reviews of such changes in the head, older ones too."""
    sources: tuple[Source, ...]


def read_gate(
    head: Tree,
    base: Tree | None,
    as_of: str,
    policies: tuple[str, ...] = (),
    with_baseline: bool = True,
    paths: tuple[str, ...] = (),
    changed: frozenset[str] | None = None,
) -> Gate:
    """Read the gate's own files. ``policies`` are folders, and ``paths`` models, that the command line names.

    ``changed`` holds the paths that differ between the two, None where that is not known.
    Raises UsageError for a config or policy that is wrong, in the head or in the base.
    """
    trusted = head if base is None or _knows_nothing(base, paths) else base
    with _in_the_base(trusted, head):
        settings, catalogue, rules = _rules(trusted, policies)
    waivers = read_waivers(_document(head, WAIVERS), as_of, settings.waiver_max_days, _canonical(catalogue))
    baseline = read_baseline(_document(head, BASELINE)) if with_baseline else ()
    gate = Gate(
        settings=settings,
        catalogue=catalogue,
        rules=rules,
        waivers=waivers.active,
        head_waivers=waivers.active,
        baseline=baseline,
        head_baseline=baseline,
        findings=waivers.findings,
        known=frozenset(),
        covered={},
        reviews=(),
        sources=tuple(
            _source(head, name) for name in FILES if head.exists(name) and (with_baseline or name != BASELINE)
        ),
    )
    return gate if trusted is head else _held_by(trusted, gate, head, as_of, policies, changed)


def _rules(tree: Tree, policies: tuple[str, ...]) -> tuple[Settings, Catalogue, tuple[CompiledRule, ...]]:
    catalogue = Catalogue(_reader(tree), tree.files, tree.links)
    settings = load_settings(_document(tree, CONFIG), catalogue)
    return settings, catalogue, catalogue.compiled(settings, policies)


def _held_by(
    base: Tree, gate: Gate, head: Tree, as_of: str, policies: tuple[str, ...], changed: frozenset[str] | None
) -> Gate:
    """The gate with no more excuses than the base has as well, and findings about what changed of its files."""
    agreed = _waivers(base, gate, as_of)
    both = {_signed(waiver) for waiver in agreed.active}
    with _in_the_base(base, head):
        before = read_baseline(_document(base, BASELINE))
    listed = {entry.fingerprint for entry in before}
    held = gate._replace(
        waivers=tuple(waiver for waiver in gate.waivers if _signed(waiver) in both),
        baseline=tuple(entry for entry in gate.baseline if entry.fingerprint in listed),
        known=frozenset(finding.fingerprint for finding in agreed.findings),
    )
    differing = frozenset((*base.files(), *head.files())) if changed is None else changed
    return _watched(base, head, held, (agreed.written, before), as_of, policies, differing)


def _watched(
    base: Tree,
    head: Tree,
    gate: Gate,
    excuses: tuple[tuple[Waiver, ...], tuple[Entry, ...]],
    as_of: str,
    policies: tuple[str, ...],
    changed: frozenset[str],
) -> Gate:
    """The gate with what it says of a change to its own files. ``excuses`` are the base's waivers and baseline."""
    folders = policy_folders(gate.settings)
    moved = gone_models(base, head, model_paths(changed, gate.settings))  # to where nobody looks, perhaps
    if not moved and not any(path.startswith(folders) or is_watched(path) for path in changed):
        return gate
    from checker.pipeline.guard import Version, covered, reviews, watch

    settings, catalogue, _ = _rules(head, policies)  # what would judge every change from now on must be usable
    old, new = (base, gate.settings, gate.catalogue, policies), (head, settings, catalogue, policies)
    before = Version(base, _reader(base), gate.settings, partial(_judge, *old), *excuses, folders)
    listed = _waivers(head, gate, as_of).written, gate.head_baseline
    after = Version(head, _reader(head), settings, partial(_judge, *new), *listed, policy_folders(settings))
    found = watch(before, after, changed)
    seen = covered(before, after, found, as_of)
    return gate._replace(findings=(*gate.findings, *found), covered=seen, reviews=reviews(after))


def _waivers(tree: Tree, gate: Gate, as_of: str) -> Waivers:
    """The waivers of one revision, as the trusted config would have them."""
    return read_waivers(_document(tree, WAIVERS), as_of, gate.settings.waiver_max_days, _canonical(gate.catalogue))


def _judge(tree: Tree, settings: Settings, catalogue: Catalogue, policies: tuple[str, ...]) -> Judge:
    from checker.guard.judge import Judge

    return Judge(
        settings=settings,
        rules={rule.id: rule for rule in catalogue.rules(settings, policies)},
        packs={pack.id: pack.version for pack in catalogue.packs(settings, policies)},
        config=_document(tree, CONFIG),
        files=catalogue.files(),
        revision=tree.revision,
    )


def _signed(waiver: Waiver) -> Waiver:
    """A waiver whatever its line: what somebody agreed to."""
    return waiver._replace(location=_NOWHERE)


def _canonical(catalogue: Catalogue) -> Callable[[str], str]:
    """The present id of a rule; a name that no rule has stays, and matches nothing."""

    def present(id: str) -> str:
        try:
            return catalogue.canonical(id)
        except UsageError:
            return id

    return present


@contextmanager
def _in_the_base(trusted: Tree, head: Tree) -> Iterator[None]:
    """Say of what is wrong in the base's own files that it is there: the file on disk may be fine."""
    try:
        yield
    except UsageError as error:
        if trusted is head:
            raise
        message = f"in the base ({trusted.label}): {error.message}"
        raise UsageError(message, error.at, error.hint or "mend it on the base branch") from None


def read_settings(tree: Tree) -> Settings:
    """The config of one revision, for commands that judge nothing."""
    return load_settings(_document(tree, CONFIG), Catalogue(_reader(tree), tree.files, tree.links))


_NOWHERE = Location("")


def _knows_nothing(base: Tree, paths: tuple[str, ...]) -> bool:
    """Whether the change from this base introduces the gate: there are no files of it, and no model by any name."""
    files = base.files()
    return not any(name in files for name in (*FILES, *paths)) and not model_paths(files, Settings())


def _document(tree: Tree, path: str) -> Document | None:
    return _reader(tree)(path) if tree.exists(path) else None


def _reader(tree: Tree) -> Callable[[str], Document]:
    def read(path: str) -> Document:
        with _answered_for():
            return parse(tree.read(path))

    return read


def _source(tree: Tree, path: str) -> Source:
    with _answered_for():
        return tree.read(path)


@contextmanager
def _answered_for() -> Iterator[None]:
    """Whoever set the gate up answers for its files: one that is no text is as wrong as one that is no YAML."""
    try:
        yield
    except InputError as error:
        raise UsageError(error.message, error.at, error.hint) from None


def policy_folders(settings: Settings) -> tuple[str, ...]:
    """The folders of the packs that live in the repository, each with ``/`` at its end."""
    return tuple(f"{normpath(pack)}/" for pack in settings.packs if pack.startswith("./"))
