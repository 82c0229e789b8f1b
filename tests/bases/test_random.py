"""Histories that nobody thought of: the base that the gate finds is the one that a few lines of Python find."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from checker.core.errors import GitError
from checker.documents.base import compare_hook
from checker.documents.changed import changed_paths
from checker.documents.git import Repository
from checker.documents.history import is_ancestor, is_only_base
from tests.bases.asking import situation
from tests.repositories import Repo, new_repo

COMMITS = 14


class History:
    """A random history: each commit adds a file of its own to the files of its first parent, whatever it merges."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.parents: dict[int, list[int]] = {}
        self.files: dict[int, set[str]] = {}
        for commit in range(1, COMMITS + 1):
            earlier = range(max(1, commit - 6), commit)
            self.parents[commit] = chance.sample(earlier, min(len(earlier), chance.choice((1, 1, 2, 2, 3))))
            first = self.parents[commit][:1]
            self.files[commit] = {f"c{commit}"}.union(*(self.files[parent] for parent in first))
        self.ends = chance.sample(range(COMMITS - 5, COMMITS + 1), 2)

    def ancestors(self, commit: int) -> set[int]:
        """A commit and all that it reaches."""
        return {commit}.union(*(self.ancestors(parent) for parent in self.parents[commit]))

    def bases(self, one: int, other: int) -> set[int]:
        """The best common ancestors: those that no other common ancestor reaches."""
        common = self.ancestors(one) & self.ancestors(other)
        return {a for a in common if not any(a != b and a in self.ancestors(b) for b in common)}

    def write(self, to: Path) -> tuple[Repo, dict[int, str]]:
        """The repository, and the id of each commit; commit n is on the branch ``bn``."""
        repo, lines = new_repo(to), ""
        for commit, parents in self.parents.items():
            lines += f"commit refs/heads/b{commit}\nmark :{commit}\ncommitter D <d@e> {1_700_000_000 + commit} +0000\n"
            lines += "data 0\n" + "".join(
                f"{k} :{p}\n" for k, p in zip(("from", "merge", "merge"), parents, strict=False)
            )
            lines += f"M 100644 inline c{commit}\ndata 1\nx\n\n"
        repo.git("fast-import", "--quiet", input=lines.encode())
        ids = dict(
            line.split() for line in repo.git("for-each-ref", "--format=%(refname:short) %(objectname)").split("\n")
        )
        return repo, {int(name[1:]): id for name, id in ids.items()}


@situation("60 random histories with merges of two and three", says="true change, or exit 3: several merge bases")
def test_the_base_of_any_history_is_the_true_one(tmp_path: Path, clean_environment: None) -> None:
    answers = refusals = proofs = 0
    for seed in range(60):
        history = History(seed)
        repo, ids = history.write(tmp_path / str(seed))
        start, end = history.ends
        bases = history.bases(start, end)
        with Repository(repo.root) as repository:
            env = {"PRE_COMMIT_FROM_REF": f"b{start}", "PRE_COMMIT_TO_REF": f"b{end}"}
            if len(bases) == 1:
                (base,) = bases
                found = compare_hook(repository, env)
                assert found.base.revision == ids[base]
                assert found.base.commits == len(history.ancestors(end) - history.ancestors(base))
                changed = changed_paths(repository, found.base_tree, found.head_tree)
                assert changed == history.files[base] ^ history.files[end]
                answers += 1
            else:
                with pytest.raises(GitError, match="have several merge bases"):
                    compare_hook(repository, env)
                refusals += 1
            for one, other in ((start, end), (end, start)):
                assert is_ancestor(repository, ids[one], ids[other]) == (one in history.ancestors(other))
                only = [base for base in bases if is_only_base(repository, ids[base], ids[one])]
                assert not only or len(bases) == 1, "what is said to be the only one is the only one"
                proofs += bool(only)
    assert answers >= 20 and refusals >= 5 and proofs >= 5, (answers, refusals, proofs)
