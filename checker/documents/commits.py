"""The commits of a change: who made each, from which, and what files it holds. Read from the raw objects, so that no
mailmap, replacement or graft of the repository says something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from checker.core.errors import GitError
from checker.core.identity import Identity
from checker.documents.ci import deepening, opened_by
from checker.documents.folders import Folders
from checker.documents.git import Repository, full
from checker.documents.gittree import Entry, GitTree
from checker.documents.history import DEEPEN
from checker.documents.tree import Tree

MOST = 5_000
"""How many commits of one change are looked at."""

_TREE_BYTES = 50_000_000

_SIGNATURES = {b"-----BEGIN SSH SIGNATURE-----": "ssh", b"-----BEGIN PGP SIGNATURE-----": "openpgp"}

Asked = dict[str, Entry | None]
"""Path -> what a commit has there: the files that somebody has asked it for."""


class Commit(NamedTuple):
    """One commit. ``signature`` is ``ssh``, ``openpgp``, ``other`` or empty; ``tree`` and ``parents`` are full ids."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: Identity
    committer: Identity
    signature: str = ""

    @property
    def makers(self) -> tuple[Identity, ...]:
        """The author and the committer, but not GitHub as the committer."""
        return tuple(dict.fromkeys(one for one in (self.author, self.committer) if not one.is_nobody))


class Span(NamedTuple):
    """The commits of a change, parents first, and the ids of those behind which a shallow clone has no history."""

    commits: tuple[Commit, ...]
    cut: frozenset[str]


class History:
    """What lies between a base and a head. ``base`` is the full id of a commit, or empty for nothing.

    Asked for nothing, it costs nothing. What git cannot tell raises GitError; ``deepen`` says how to get the whole
    history of a shallow clone.
    """

    def __init__(self, repository: Repository, base: str, environ: Mapping[str, str]) -> None:
        self.repository = repository
        self.base = base
        self._environ = environ
        self._folders = Folders(partial(repository.object, limit=_TREE_BYTES))

    @property
    def deepen(self) -> str:
        return deepening(self._environ) or DEEPEN

    def opened_by(self) -> tuple[Identity, ...]:
        """Who opened the pull request; nobody where the CI system does not say so."""
        account = opened_by(self._environ)
        return (Identity(account=account),) if account else ()

    def tips(self, head: Tree) -> tuple[str, ...]:
        """The commits that a head consists of: itself; for the index and the work tree HEAD, and what is being merged
        into it."""
        if isinstance(head, GitTree) and head.revision != "index":
            return (head.revision,)
        now = self.repository.head()
        return (now, *self._merging()) if now else ()

    def span(self, tips: Iterable[str]) -> Span:
        """The commits that ``tips`` reach and the base does not. Raises GitError for more than :data:`MOST`."""
        wanted = [full(tip) for tip in dict.fromkeys(tips) if tip != self.base]
        if not wanted:
            return Span((), frozenset())
        without = [f"^{full(self.base)}"] if self.base else []
        order = ("--topo-order", "--reverse", f"--max-count={MOST + 1}")
        ids = self.repository.run("rev-list", *order, *wanted, *without).decode().split()
        if len(ids) > MOST:
            hint = "compare with a base that is nearer: --base REV"
            raise GitError(f"the change has more than {MOST:,} commits, too many to tell who made what", hint=hint)
        commits = tuple(self.commit(id) for id in ids)
        here = {*ids, self.base}
        shallow = self.repository.shallow()
        return Span(commits, frozenset(c.id for c in commits if c.id in shallow and not here.issuperset(c.parents)))

    def commit(self, id: str) -> Commit:
        return parse_commit(id, self.repository.object(id))

    def find(self, tree: str, path: str) -> Entry | None:
        """What a root tree has at a path; None for nothing and for a folder."""
        return self._folders.find(tree, path)

    def files(self, commit: Commit) -> tuple[GitTree, Asked]:
        """The files of a commit, and a note of each path that it is asked for from now on."""
        asked: Asked = {}

        def find(path: str) -> Entry | None:
            if path not in asked:
                asked[path] = self.find(commit.tree, path)
            return asked[path]

        return self.repository.past(commit.id, find), asked

    def present(self, whose: Iterable[str] = ("AUTHOR", "COMMITTER")) -> tuple[Identity, ...]:
        """Who would be the author and the committer of a commit made now."""
        return tuple(dict.fromkeys(self._identity(f"GIT_{who}_IDENT") for who in whose))

    def _identity(self, variable: str) -> Identity:
        try:
            return _identity(self.repository.run("var", variable).strip())
        except (GitError, ValueError):
            hint = "set user.name and user.email in git's config, or commit the change first"
            raise GitError("git does not know who makes the change that is not committed yet", hint=hint) from None

    def _merging(self) -> tuple[str, ...]:
        try:
            lines = (self.repository.checkout.git_dir / "MERGE_HEAD").read_text("ascii").split()
        except FileNotFoundError:
            return ()
        return tuple(self.repository.commit(line) for line in lines)


def parse_commit(id: str, data: bytes) -> Commit:
    """A raw commit object. Raises GitError where a header is missing, there twice, or cannot be read."""
    headers: dict[bytes, list[bytes]] = {}
    for line in data.partition(b"\n\n")[0].split(b"\n"):
        key, _, value = line.partition(b" ")
        headers.setdefault(key, []).append(value)
    try:
        ((tree,), (author,), (committer,)) = (headers[key] for key in (b"tree", b"author", b"committer"))
        return Commit(
            id=id,
            tree=full(tree.decode()),
            parents=tuple(full(parent.decode()) for parent in headers.get(b"parent", ())),
            author=_identity(author),
            committer=_identity(committer),
            signature=_signature([*headers.get(b"gpgsig", ()), *headers.get(b"gpgsig-sha256", ())]),
        )
    except (KeyError, ValueError):
        hint = "see it with `git cat-file commit`; make it anew with an ordinary author and committer"
        raise GitError(f"commit {id[:10]} does not say who made it in a form that is certain", hint=hint) from None


def _identity(text: bytes) -> Identity:
    """``NAME <ADDRESS> SECONDS ZONE``. More than one bracket of a kind could be read in several ways: ValueError."""
    if text.count(b"<") != 1 or text.count(b">") != 1 or text.index(b"<") > text.index(b">"):
        raise ValueError("no identity")
    name, _, rest = text.decode("utf-8", "replace").partition("<")
    address = rest.partition(">")[0]
    return Identity(name.strip(), address.strip())


def _signature(found: list[bytes]) -> str:
    """The kind of a commit's signature, by its first line."""
    if not found:
        return ""
    return _SIGNATURES.get(found[0].strip(), "other") if len(found) == 1 else "other"
