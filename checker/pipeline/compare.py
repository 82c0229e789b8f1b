"""``diff``: what changed in meaning between two revisions, or two files; no rule is asked."""

from __future__ import annotations

from collections.abc import Iterator

from checker import __version__
from checker.core.errors import CheckError
from checker.core.report import Checked, Report
from checker.core.source import sidecar_path
from checker.documents.tree import Tree
from checker.guard.places import FILES, REVIEWS
from checker.pipeline.changes import changes_between
from checker.pipeline.check import checked
from checker.pipeline.gate import read_settings
from checker.pipeline.judge import Judged, nothing
from checker.pipeline.models import Version, missing_models, model_paths, not_files, pick, read_base, read_model, within
from checker.pipeline.sides import Sides


def compare_sides(sides: Sides, paths: tuple[str, ...] = ()) -> Report:
    """The changes of every model, or of those named by ``paths``, from the base to the head.

    A model that cannot be read on either side is among the failures. Raises UsageError for a wrong path or config.
    """
    base = sides.base
    if base is None:
        raise AssertionError("a diff has two sides")
    settings = read_settings(sides.head)
    gone = missing_models(base, sides.head, settings)
    asked = [path for path in paths if path not in gone]
    head_paths = pick(asked, sides.head, settings) if paths else model_paths(sides.head.files(), settings)
    models: list[Checked] = []
    failures = [] if paths else not_files(sides.head, settings)
    gone = [path for path in gone if path not in sides.head.links()]
    for path in _differing(sides, head_paths):
        try:
            after = _readable(read_model(sides.head, path), sides.head)
            before = read_base(base, after, gone) or nothing(after)
            gone = [other for other in gone if other != before.path]
            models.append(_compared(before, after))
        except CheckError as failure:
            failures.append(failure)
    for path in (path for path in gone if within(path, paths)):
        try:
            models.append(_compared(before := _readable(read_model(base, path), base), nothing(before)))
        except CheckError as failure:
            failures.append(failure)
    if not head_paths and not gone and not failures:
        failures.append(CheckError("neither side has a threat model", hint="name the two files: threatgate diff A B"))
    return _report(models, failures, sides)


def _differing(sides: Sides, paths: tuple[str, ...]) -> Iterator[str]:
    """The models that may differ between the sides: their own text or reviews changed, or some file did that could be a
    part of one, by whatever name."""
    changed = sides.changed
    if changed is None:
        yield from paths
        return
    own = {path: {path, sidecar_path(path)} for path in paths}
    parts = changed.difference(*own.values(), FILES, [REVIEWS])
    yield from (path for path in paths if parts or own[path] & changed)


def compare_files(before: tuple[Tree, str], after: tuple[Tree, str]) -> Report:
    """The changes from one file to another, whatever their names and ids."""
    try:
        old, new = (_readable(read_model(tree, path), tree) for tree, path in (before, after))
    except CheckError as failure:
        return _report([], [failure], Sides(after[0]))
    return _report([_compared(old, new)], [], Sides(after[0]))


def _compared(before: Version, after: Version) -> Checked:
    return checked(Judged(after, before, changes_between(before, after), ()))


def _readable(version: Version, tree: Tree) -> Version:
    if version.snapshot is None:
        first = version.findings[0]
        hint = f"see everything that is wrong with it: threatgate check {version.path}"
        raise CheckError(f"the model in the {tree.label} cannot be compared: {first.message}", first.location, hint)
    return version


def _report(models: list[Checked], failures: list[CheckError], sides: Sides) -> Report:
    return Report(
        results=(),
        models=tuple(models),
        rules={},
        fail_on="never",
        as_of="",
        head=sides.head.label,
        base=sides.info,
        failures=tuple(failures),
        version=__version__,
    )
