"""What the head is compared with. The answer is certain or there is none: never an empty comparison by accident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.core.errors import GitError
from checker.core.report import Base
from checker.documents.ci import Wanted, wanted
from checker.documents.git import Repository
from checker.documents.gittree import GitTree
from checker.documents.history import count, is_ancestor, is_only_base, merge_base
from checker.documents.tree import EmptyTree, Tree
from checker.documents.worktree import WorkTree


class Comparison(NamedTuple):
    """The two trees of a run, and the base in words."""

    base_tree: Tree
    head_tree: Tree
    base: Base
    target_tree: Tree | None = None
    """What the change is to go into, where that has gone on since the base."""


def resolve_base(repository: Repository, spec: str, environ: Mapping[str, str], exact: bool = False) -> Comparison:
    """What ``--base SPEC`` asks for: ``auto`` is what the CI system says, anything else a revision."""
    return compare_ci(repository, environ) if spec == "auto" else compare_with(repository, spec, exact)


def compare_with(repository: Repository, revision: str, exact: bool = False) -> Comparison:
    """A revision (``exact``), or its merge base with HEAD, against the work tree.

    Raises GitError for an unknown revision and for a merge base that is missing, ambiguous or not certain.
    """
    target, head = repository.commit(revision), repository.commit("HEAD")
    base, why = target, f"{revision}, as asked for"
    if not exact and target != head:
        base, why = merge_base(repository, target, head), f"the merge base of {revision} and HEAD"
    return _compared(repository, repository.work_tree(), Base(base, why, count(repository, base, head)), target)


def compare_hook(repository: Repository, environ: Mapping[str, str]) -> Comparison:
    """HEAD against what is staged; with pre-commit's FROM and TO (as before a push), their merge base against TO.

    The index is the one that git names to its hooks: ``commit -a`` and ``commit PATH`` use another than usual.
    """
    start, end = environ.get("PRE_COMMIT_FROM_REF", ""), environ.get("PRE_COMMIT_TO_REF", "")
    if bool(start) != bool(end):
        raise GitError("of PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF only one is set", hint="set both, or neither")
    if start and end:
        head = repository.commit(end)
        target, why = repository.commit(start), f"the merge base of {start} and {end}, as pre-commit asks"
        return _against(repository, merge_base(repository, target, head), head, why, target)
    index, head = repository.index(environ.get("GIT_INDEX_FILE", "")), repository.head()
    if not head:
        return _against_nothing(index, "there is no commit yet, so everything is new")
    return Comparison(repository.tree(head), index, Base(head, "the last commit (HEAD), against what is staged"))


def compare_ci(repository: Repository, environ: Mapping[str, str]) -> Comparison:
    """What the CI system of ``environ`` compares, against the commit that it checked out.

    Raises UsageError outside a known one, and GitError, with the setting that mends it, where history is missing.
    """
    asked, head = wanted(environ), repository.commit("HEAD")
    if asked.head and head != asked.head:
        message = f"HEAD ({head[:10]}) is not the commit that this run is about ({asked.head[:10]}: {asked.who})"
        raise GitError(message, hint="check that one out, or name the base: --base REV")
    if asked.source and (merged := _merged_onto(repository, head, asked)):
        onto, target = merged
        return _against(repository, onto, head, f"what HEAD merges the change into ({asked.who})", target)
    near = (head, *(repository.parents(head) if asked.inward else ()))
    if asked.strict and asked.source not in near:
        message = (
            f"HEAD ({head[:10]}) is neither the commit of the pull request ({asked.source[:10]}) nor a merge of it"
        )
        raise GitError(message, hint="check one of the two out, or name the base: --base REV")
    if not asked.targets:
        return _against_nothing(repository.tree(head), asked.why)
    name = _first_here(repository, asked)
    target = repository.commit(name)
    if asked.exact:
        return _against(repository, target, head, f"the commit that {asked.who} names")
    if asked.start and repository.has(asked.start) and is_only_base(repository, repository.commit(asked.start), head):
        base, why = repository.commit(asked.start), f"the commit that {asked.who} names"
    else:
        base = merge_base(repository, target, head, asked.deepen)
        why = f"the merge base of {name} and HEAD ({asked.who})"
    return _against(repository, base, head, why, target)


def _merged_onto(repository: Repository, head: str, asked: Wanted) -> tuple[str, str] | None:
    """The first parent of ``head`` if it merges exactly the change into it, and the target as it is now, where known.

    Read from the commit itself: a clone of one commit does not show the parents any other way. Raises GitError where
    that parent is not here, or where nothing shows that it is what the change is to go into: whoever wrote the change
    can also write a merge of it into a commit of their own, which would leave nothing to compare.
    """
    parents = repository.parents(head)
    if len(parents) != 2 or parents[1] != asked.source:
        return None
    onto = parents[0]
    if not repository.has(onto):
        hint = f"{asked.two or asked.deepen}, or run `git fetch --no-tags --depth=1 origin {onto}`"
        raise GitError(f"the base commit {onto} is not in this shallow clone", hint=hint)
    here = (repository.commit(target) for target in asked.targets if repository.has(target))
    target = next((target for target in here if is_ancestor(repository, onto, target)), "")
    if not target and head != asked.made:
        message = f"HEAD ({head[:10]}) merges the change into {onto[:10]}, and nothing shows that this is on the target"
        raise GitError(message, hint=f"check out the merge that {asked.who.split(',')[0]} makes, or {asked.deepen}")
    return onto, target or onto


def _first_here(repository: Repository, asked: Wanted) -> str:
    """The first target that is in the clone. Raises GitError, saying how to get it, where none is."""
    for target in asked.targets:
        if repository.has(target):
            return target
    names = " nor ".join(asked.targets)
    raise GitError(f"{names} is not in this clone, so there is nothing to compare with ({asked.who})", hint=asked.fetch)


def _against(repository: Repository, base: str, head: str, why: str, target: str = "") -> Comparison:
    """A commit against another (full ids), on its way into ``target``."""
    found = Base(base, why, count(repository, base, head))
    return _compared(repository, repository.tree(head), found, target or base)


def _compared(repository: Repository, head_tree: GitTree | WorkTree, base: Base, target: str) -> Comparison:
    base_tree = repository.tree(base.revision, near=head_tree if isinstance(head_tree, GitTree) else None)
    target_tree = repository.tree(target, near=base_tree) if target != base.revision else None
    return Comparison(base_tree, head_tree, base, target_tree)


def _against_nothing(head_tree: Tree, why: str) -> Comparison:
    return Comparison(EmptyTree(), head_tree, Base("", why))
