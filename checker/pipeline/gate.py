"""The rules of the gate itself: config, policies, waivers and baseline, read from the trusted side.

With a base they are the base's, so that a change cannot loosen its own gate; a change to them is reported.
A waiver or baseline entry counts only while both sides have it. A base that knows neither a model nor a config
is the change that introduces the gate: then the head's own files are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.core.report import Waiver
from checker.core.settings import Settings
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.tree import Tree
from checker.pipeline.models import model_paths
from checker.policy.catalogue import Catalogue
from checker.policy.config import load_settings
from checker.policy.evaluate import CompiledRule
from checker.triage.baseline import Entry, grown_entries, read_baseline
from checker.triage.waivers import read_waivers

CONFIG = ".threatgate.yaml"
WAIVERS = ".threatgate-waivers.yaml"
BASELINE = ".threatgate-baseline.yaml"
FILES = (CONFIG, WAIVERS, BASELINE)


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
    sources: tuple[Source, ...]


def read_gate(head: Tree, base: Tree | None, as_of: str, policies: tuple[str, ...] = ()) -> Gate:
    """Read the gate's own files. ``policies`` are folders named on the command line, trusted as such.

    Raises UsageError for a config or policy that is wrong.
    """
    trusted = head if base is None or _introduces(base) else base
    catalogue = Catalogue(_reader(trusted), trusted.files)
    settings = load_settings(_document(trusted, CONFIG), catalogue)
    head_waivers = read_waivers(_document(head, WAIVERS), as_of, settings.waiver_max_days)
    head_baseline = read_baseline(_document(head, BASELINE))
    waivers, baseline, findings = head_waivers.active, head_baseline, list(head_waivers.findings)
    if trusted is not head:
        trusted_waivers = read_waivers(_document(trusted, WAIVERS), as_of, settings.waiver_max_days).active
        both = {waiver._replace(location=_NOWHERE) for waiver in trusted_waivers}
        waivers = tuple(waiver for waiver in waivers if waiver._replace(location=_NOWHERE) in both)
        trusted_baseline = read_baseline(_document(trusted, BASELINE))
        findings.extend(grown_entries(head_baseline, trusted_baseline))
        listed = {entry.fingerprint for entry in trusted_baseline}
        baseline = tuple(entry for entry in baseline if entry.fingerprint in listed)
        findings.extend(_changed_files(trusted, head, settings))
    sources = tuple(head.read(name) for name in FILES if head.exists(name))
    return Gate(
        settings=settings,
        catalogue=catalogue,
        rules=catalogue.compiled(settings, policies),
        waivers=waivers,
        head_waivers=head_waivers.active,
        baseline=baseline,
        head_baseline=head_baseline,
        findings=tuple(findings),
        sources=sources,
    )


def read_settings(tree: Tree) -> Settings:
    """The config of one revision, for commands that judge nothing."""
    return load_settings(_document(tree, CONFIG), Catalogue(_reader(tree), tree.files))


_NOWHERE = Location("")


def _introduces(base: Tree) -> bool:
    files = base.files()
    return not any(name in files for name in FILES) and not model_paths(files, Settings())


def _document(tree: Tree, path: str) -> Document | None:
    return parse(tree.read(path)) if tree.exists(path) else None


def _reader(tree: Tree) -> Callable[[str], Document]:
    return lambda path: parse(tree.read(path))


def _changed_files(base: Tree, head: Tree, settings: Settings) -> Iterator[Finding]:
    """A finding for each of the gate's own files that the change edits: it takes effect only once merged."""
    for path in (*FILES, *_policy_files(base, head, settings)):
        before = base.read(path).text if base.exists(path) else None
        after = head.read(path).text if head.exists(path) else None
        if before != after:
            act = "adds" if before is None else "removes" if after is None else "changes"
            message = f"this change {act} {path}, which judges changes: the base's is used until this is merged"
            yield Finding("gate/config-changed", "", message, Ref("config", path), Location(path))


def _policy_files(base: Tree, head: Tree, settings: Settings) -> list[str]:
    folders = tuple(pack.removeprefix("./").rstrip("/") + "/" for pack in settings.packs if pack.startswith("./"))
    return sorted({path for tree in (base, head) for path in tree.files() if folders and path.startswith(folders)})
