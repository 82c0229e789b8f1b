"""Which paths differ between two trees, so that what is the same in both is not read and parsed twice."""

from __future__ import annotations

from checker.documents.checkout import config_variables
from checker.documents.git import Repository, full
from checker.documents.gittree import GitTree, zero_ended
from checker.documents.tree import Tree
from checker.documents.worktree import WorkTree

_OWN_SCOPES = ("local", "worktree")
"""The config files that belong to a repository; the others are the user's and the machine's."""


def changed_paths(repository: Repository, base: Tree, head: Tree) -> frozenset[str]:
    """The paths whose content or mode differs, or that only one of two trees of the repository has.

    ``base`` is a commit or empty. For the work tree git's index says what changed, so that files need not be read; a
    file that a sparse checkout leaves out does not differ, and one that git was told not to look at is taken to.
    Raises GitError and InputError where a tree does.
    """
    if not isinstance(base, GitTree):
        return frozenset(head.files() + head.links())
    if isinstance(head, GitTree):
        return frozenset(path for path, _ in base.entries.items() ^ head.entries.items())
    listed = set(head.files() + head.links())
    unseen = head.unseen() if isinstance(head, WorkTree) else frozenset()
    return frozenset(listed.difference(base.entries) | unseen | _changed_on_disk(repository, base.revision))


def _changed_on_disk(repository: Repository, id: str) -> set[str]:
    """The tracked paths that differ between a commit and the disk. git compares content where the index cannot tell."""
    options = ("--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", "-O/dev/null")
    arguments = ("diff", "--raw", "-z", *options, full(id), "--")
    return set(zero_ended(repository.run(*arguments, variables=_without_filters(repository)))[1::2])


def _without_filters(repository: Repository) -> dict[str, str]:
    """Settings that switch off the clean filters of the repository's own config, if it has any.

    git runs them, as commands, to compare content. Those of the user and of the machine stay.
    """
    arguments = ("config", "--show-scope", "--name-only", "-z", "--get-regexp", r"^filter\.")
    words = zero_ended(repository.run(*arguments, or_nothing=True))
    pairs = zip(words[::2], words[1::2], strict=True)
    own = sorted({key.rpartition(".")[0] for scope, key in pairs if scope in _OWN_SCOPES})
    off = {"clean": "", "process": "", "required": "false"}
    return config_variables({f"{name}.{key}": value for name in own for key, value in off.items()})
