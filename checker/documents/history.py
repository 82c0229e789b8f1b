"""Where two lines of commits meet, and how far apart they are; never a guess in a clone that lacks history."""

from __future__ import annotations

from checker.core.errors import GitError
from checker.documents.git import Repository, full

DEEPEN = "fetch the whole history: `git fetch --unshallow`"


def merge_base(repository: Repository, one: str, other: str, deepen: str = DEEPEN) -> str:
    """The one best common ancestor of two commits; all are full ids.

    Raises GitError where there is none, where there are several (criss-cross merges), and in a shallow clone where it
    cannot be proved: git answers with an older commit there and calls that a success. ``deepen`` is the hint for a
    clone that lacks history.

    The proof: history is cut only behind the commits that the clone lists as shallow. If each of those that the two
    can reach is the merge base or one of its ancestors, then so is every commit behind them, and none of these can be
    a better common ancestor.
    """
    bases = sorted(repository.run("merge-base", "--all", full(one), full(other), or_nothing=True).decode().split())
    names, cut = f"{one[:10]} and {other[:10]}", repository.shallow()
    if cut and (len(bases) != 1 or not cut.isdisjoint(_since(repository, bases[0], one, other))):
        raise GitError(f"this clone is shallow, so that the merge base of {names} is not certain", hint=deepen)
    if not bases:
        hint = "to compare with a commit all the same, name it: --base REV --exact"
        raise GitError(f"{names} have no commit in common", hint=hint)
    if len(bases) > 1:
        several = ", ".join(base[:10] for base in bases)
        hint = f"choose the one to compare with: --base {bases[0][:10]} --exact"
        raise GitError(f"{names} have several merge bases ({several}), so that none of them is the base", hint=hint)
    return bases[0]


def is_ancestor(repository: Repository, one: str, other: str) -> bool:
    """Whether a commit is the other one or an ancestor of it (full ids, both here). In a shallow clone only a yes is
    certain."""
    return not repository.run("rev-list", "--max-count=1", full(one), f"^{full(other)}")


def is_only_base(repository: Repository, base: str, head: str) -> bool:
    """Whether a commit that is a merge base of ``head`` and some branch is certain to be the only one (full ids).

    It is where all that ``head`` has beyond it comes after it: whatever the branch shared of that would be the better
    merge base. Where not, the branch itself has to be asked, since only one of several was named.
    """
    beyond = _since(repository, base, head)
    after = repository.run("rev-list", "--ancestry-path", full(head), f"^{full(base)}").decode().split()
    return len(beyond) == len(after) and repository.shallow().isdisjoint(beyond)


def count(repository: Repository, base: str, head: str) -> int | None:
    """How many commits of ``head`` are not in ``base`` (full ids); None in a shallow clone, which cannot tell."""
    return None if repository.shallow() else len(_since(repository, base, head))


def _since(repository: Repository, excluded: str, *included: str) -> list[str]:
    """The commits that ``included`` reach and ``excluded`` does not."""
    ids = (*map(full, included), f"^{full(excluded)}")
    return repository.run("rev-list", *ids).decode().split()
