"""What is checked, and what it is compared with."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checker.core.errors import GitError, UsageError
from checker.core.report import Base
from checker.documents.checkout import find_root
from checker.documents.tree import Tree
from checker.documents.worktree import WorkTree

if TYPE_CHECKING:
    from checker.documents.commits import History
    from checker.documents.git import Repository


class Sides(NamedTuple):
    """The two revisions of one run. ``changed`` holds the paths that differ between them, None when not known;
    ``history`` the commits between them, where there are any."""

    head: Tree
    base: Tree | None = None
    info: Base | None = None
    changed: frozenset[str] | None = None
    target: Tree | None = None
    """What the change is to go into, where that has gone on since the base: its config judges, not the older one."""
    history: History | None = None

    def gate(self) -> tuple[Tree, Tree | None]:
        """The two trees for the gate's own files: those that a merge would leave, and the trusted ones."""
        if self.base is None or self.target is None:
            return self.head, self.base
        from checker.documents.merged import MergedTree

        return MergedTree(self.head, self.base, self.target), self.target


class Place(NamedTuple):
    """Where a run happens: an absolute root, whether it is a repository's, and the paths asked for, relative to it."""

    root: Path
    is_repository: bool
    paths: tuple[str, ...]


def find_place(cwd: Path, paths: Iterable[str]) -> Place:
    """The repository around ``cwd``, else ``cwd``; the folder of the files themselves where they lie outside of it.

    Raises UsageError for files of which only some do: they have no config in common.
    """
    root = find_root(cwd)
    asked = [_inside(root, Path(os.path.normpath(cwd / path))) for path in paths]
    top = root or cwd
    outside = [path for path in asked if not path.is_relative_to(top)]
    if outside and len(outside) < len(asked):
        raise UsageError(f"{outside[0]} lies outside of {top}, and other files do not: check them apart")
    if outside:
        top = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in outside]))
    return Place(top, root is not None and not outside, tuple(path.relative_to(top).as_posix() for path in asked))


def _inside(root: Path | None, path: Path) -> Path:
    """A path under its place below the root, where it leads there through a link outside (as /tmp is one on macOS)."""
    if root is None or path.is_relative_to(root):
        return path
    real = path.parent.resolve() / path.name
    return real if real.is_relative_to(root) else path


def work_tree_alone(place: Place) -> Sides:
    """The files on disk, compared with nothing."""
    return Sides(WorkTree(place.root))


def against(place: Place, spec: str, environ: Mapping[str, str], exact: bool = False) -> Sides:
    """The head against ``spec``: a revision, ``auto`` (the CI system's variables), or ``staged`` (a hook's).

    Raises GitError where there is no repository or no certain base, UsageError for ``auto`` outside CI.
    """
    from checker.documents.base import compare_hook, resolve_base
    from checker.documents.changed import changed_paths
    from checker.documents.commits import History

    repository = _repository(place)
    hook = spec == "staged"
    found = compare_hook(repository, environ) if hook else resolve_base(repository, spec, environ, exact)
    changed = changed_paths(repository, found.base_tree, found.head_tree)
    history = History(repository, found.base.revision, environ)
    return Sides(found.head_tree, found.base_tree, found.base, changed, found.target_tree, history)


def between(place: Place, base: str, head: str, staged: bool, exact: bool) -> Sides:
    """Two revisions (from their merge base unless ``exact``), or ``base`` itself and the work tree or the index."""
    from checker.documents.changed import changed_paths
    from checker.documents.history import merge_base

    repository = _repository(place)
    start = repository.commit(base)
    why = f"{base}, as asked for"
    if head and not exact:
        start = merge_base(repository, start, repository.commit(head))
        why = f"the merge base of {base} and {head}"
    after: Tree = repository.tree(head) if head else repository.index() if staged else repository.work_tree()
    before = repository.tree(start)
    return Sides(after, before, Base(start, why), changed_paths(repository, before, after))


def _repository(place: Place) -> Repository:
    from checker.documents.git import Repository

    if not place.is_repository:
        raise GitError(
            "there is no git repository around this folder and the files, so there is nothing to compare with",
            hint="run inside a clone, on files of it, or leave --base out to check the files as they are",
        )
    return Repository(place.root)


def file_alone(name: str) -> tuple[Tree, str]:
    """One file as a tree of its own, and its name in it. Raises UsageError where it is missing."""
    path = Path(name).absolute()
    if not path.is_file():
        raise UsageError(f"no such file: {name}")
    return WorkTree(path.parent), path.name
