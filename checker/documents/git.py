"""A git repository, read only, through GitPython as the runner of git's plumbing. Nothing else imports GitPython.

Of GitPython only ``Git.execute`` with whole argument lists is used: its objects (``Repo``, diffs, the index) read the
repository's config, and its other calls build command lines out of text. A person's text reaches git in one place only,
`Repository.commit`, as a line on the input of ``cat-file``; everywhere else there are full ids. The number of git
processes does not depend on the number of files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from checker.core.errors import GitError, InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.checkout import environment, open_checkout, said
from checker.documents.decode import decode
from checker.documents.gittree import Entry, GitTree, commit_entries, index_entries, other_entries, zero_ended
from checker.documents.limits import LIMITS, Limits
from checker.documents.objects import Object, Objects, Process
from checker.documents.worktree import WorkTree

if TYPE_CHECKING:
    from git.cmd import Git

_REVISION = re.compile(r"(?!-)(?!.*\{/)[\w./@{}~^+#-]{1,255}")
"""What may name a revision: no spaces, no colon (``REV:path`` is not a commit), nothing that starts like an option, and
no search (``HEAD^{/text}``): whoever writes a message would choose the commit."""

_NAME = re.compile(r"(?:[^~^@]|@(?!\{))+")
"""The name that a revision starts with: ``main`` in ``main~2``."""

_PLACES = ("refs/", "refs/tags/", "refs/heads/", "refs/remotes/")
"""Where git looks for a name that is not written in full."""

_SHORT = re.compile(r"[0-9a-f]{4,39}|[0-9a-f]{41,63}")

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
"""A full SHA-1 or SHA-256 object id."""

_SECONDS = 120
"""How long one git process may take."""

_COMMIT_BYTES = 10_000_000


class Repository:
    """The repository whose work tree starts exactly at ``root``; parent folders are never searched.

    ``index_file`` is the ``GIT_INDEX_FILE`` that git sets for its hooks. Raises GitError without a ``.git``.
    """

    def __init__(self, root: Path, index_file: str = "", limits: Limits = LIMITS) -> None:
        self.checkout = open_checkout(root)
        self._limits = limits
        self._variables = environment(self.checkout, index_file)
        self._git: Git | None = None
        self._objects = Objects(self._start_objects)

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the one process that stays. The repository can still be used: it would start another."""
        self._objects.close()

    def commit(self, revision: str, hint: str = "") -> str:
        """The full id of the commit that a person's or a CI system's ``revision`` names.

        Raises GitError for a text that cannot be a revision, for one that names no commit here (``hint`` says what to
        do about that), and for one that names several: git would take a tag for a branch of the same name.
        """
        found = self._named(revision)
        if found is None and revision == "HEAD" and not self.head():
            hint = "make the first one, or leave the base out: everything is new"
            raise GitError("there is no commit yet to compare with", hint=hint)
        if found is None:
            hint = hint or "check the name (and that an abbreviated id is long enough), or fetch it first"
            raise GitError(f"this repository has no commit {revision!r}", hint=hint)
        self._refuse_ambiguous(revision, found.id)
        return found.id

    def _refuse_ambiguous(self, revision: str, id: str) -> None:
        name = match[0] if (match := _NAME.match(revision)) else ""
        if name in ("HEAD", "@") or name.startswith("refs/") or _ID.fullmatch(name):
            return
        found = {
            place: one.id
            for place in _PLACES
            if (one := self._objects.read(f"{place}{name}^{{commit}}", _COMMIT_BYTES))
        }
        if len(set(found.values())) > 1:
            names = [f"{place}{name}" for place in found]
            raise GitError(f"{name!r} names {' and '.join(names)}, which differ", hint=f"write it in full: {names[-1]}")
        short = found and _SHORT.fullmatch(name) and not id.startswith(name)
        if short and self.run("rev-parse", f"--disambiguate={name}"):
            hint = "write the name or the id in full"
            raise GitError(f"{name!r} is a name here and the start of an object's id as well", hint=hint)

    def has(self, revision: str) -> bool:
        """Whether a revision names a commit that is here. Raises GitError for a text that cannot be a revision."""
        return self._named(revision) is not None

    def _named(self, revision: str) -> Object | None:
        if not _REVISION.fullmatch(revision):
            raise GitError(f"{_shown(revision)} cannot be a revision", hint="use a branch, a tag or a commit id")
        return self._objects.read(f"{revision}^{{commit}}", _COMMIT_BYTES)

    def head(self) -> str:
        """The full id of HEAD, ``""`` on a branch without a commit. Raises GitError where HEAD's commit is missing."""
        found = self._objects.read("HEAD^{commit}", _COMMIT_BYTES)
        if found is None and self.run("rev-parse", "--verify", "--quiet", "HEAD", or_nothing=True):
            raise GitError("the commit that HEAD names is not in the repository", hint="run `git fsck`")
        return found.id if found else ""

    def parents(self, id: str) -> tuple[str, ...]:
        """The parents that a commit names, be they here or not (a shallow clone hides them from git log)."""
        found = self._objects.read(full(id), _COMMIT_BYTES)
        if found is None or found.data is None:
            raise GitError(f"commit {id[:10]} cannot be read", hint="run `git fsck`")
        header = found.data.partition(b"\n\n")[0]
        return tuple(line[7:].decode() for line in header.split(b"\n") if line.startswith(b"parent "))

    def tree(self, revision: str, near: GitTree | None = None) -> GitTree:
        """The files of a commit. Raises GitError for an unknown revision.

        ``near`` is another commit that has most files in common: both are then listed for little more than one.
        """
        id = self.commit(revision)

        def entries() -> dict[str, Entry]:
            if near is None:
                return commit_entries(self.run("ls-tree", "-r", "-z", "--full-tree", id))
            options = ("--raw", "-r", "-z", "--no-renames", "--ignore-submodules=none")
            return other_entries(near.entries, self.run("diff-tree", *options, full(near.revision), id))

        return GitTree(id[:10], id, entries, self._blob)

    def object(self, id: str, limit: int = _COMMIT_BYTES) -> bytes:
        """The content of an object. Raises GitError where it is missing or has more bytes than the limit."""
        found = self._objects.read(full(id), limit)
        if found is None or found.data is None:
            raise GitError(f"object {id[:10]} cannot be read", hint="fetch it, or run `git fsck`")
        return found.data

    def past(self, id: str, find: Callable[[str], Entry | None]) -> GitTree:
        """The files of a commit of which only a few matter: ``find`` finds each."""
        listing = ("ls-tree", "-r", "-z", "--full-tree", full(id))
        return GitTree(id[:10], id, lambda: commit_entries(self.run(*listing)), self._blob, find)

    def index(self, index_file: str = "") -> GitTree:
        """What is staged. ``index_file`` as for the repository: only with it a hook sees what ``commit -a`` commits."""
        variables = environment(self.checkout, index_file) if index_file else self._variables
        arguments = ("ls-files", "--stage", "-z")
        return GitTree("index", "index", lambda: index_entries(self.run(*arguments, variables=variables)), self._blob)

    def work_tree(self) -> WorkTree:
        """The files on disk. One whose text git converts on the way there is not read: it was committed as another."""
        converted: list[frozenset[str]] = []

        def once() -> frozenset[str]:
            if not converted:
                converted.append(self._converted(tree))
            return converted[0]

        tree = WorkTree(self.checkout.root, self._limits, once)
        return tree

    def _converted(self, tree: WorkTree) -> frozenset[str]:
        if not any(path.rpartition("/")[2] == ".gitattributes" for path in (*tree.files(), *tree.links())):
            return frozenset()
        each = (f":(top,exclude,attr:!{name})" for name in ("filter", "working-tree-encoding"))
        return frozenset(path for one in each for path in zero_ended(self.run("ls-files", "-z", "--", one)))

    def shallow(self) -> frozenset[str]:
        """The commits at which the history of a shallow clone is cut off; empty in a full clone."""
        try:
            return frozenset((self.checkout.common / "shallow").read_text("ascii").split())
        except FileNotFoundError:
            return frozenset()

    def run(self, *arguments: str, or_nothing: bool = False, variables: Mapping[str, str] | None = None) -> bytes:
        """The output of one git command whose arguments are fixed words and full ids. Raises GitError where it fails.

        With ``or_nothing``, exit code 1 is an empty answer. ``variables`` go over those of the repository.
        """
        status, output, words = self.attempt(*arguments, variables=variables)
        if status == 0 or (or_nothing and status == 1):
            return output
        hint = "make sure that the clone is whole: `git fsck`; one made with `--filter` lacks what it left out"
        raise GitError(f"git {arguments[0]} failed: {said(words.encode('utf-8', 'replace'))}", hint=hint)

    def attempt(self, *arguments: str, variables: Mapping[str, str] | None = None) -> tuple[int, bytes, str]:
        """The exit code of such a command, its output, and what it wrote to stderr."""
        status, output, words = self._runner().execute(
            self._command(*arguments),
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
            kill_after_timeout=None if os.name == "nt" else _SECONDS,
            env={**self._variables, **(variables or {})},
        )
        return status, output, str(words)

    def _blob(self, path: str, id: str, revision: str) -> Source:
        """The text of one blob. ``path`` and ``revision`` say where it is from."""
        hint = "fetch it, or clone without `--filter`"
        try:
            found = self._objects.read(full(id), self._limits.bytes)
        except GitError as error:  # of a partial clone git gives up altogether
            raise GitError(error.message, Location(path), hint) from None
        if found is None:
            raise GitError("the content of this file is not in the clone", Location(path), hint)
        if found.data is None:
            message, hint = self._limits.over("bytes")
            raise InputError(f"the file has {found.size:,} bytes, {message}", Location(path), hint)
        return decode(path, found.data, revision, self._limits)

    def _start_objects(self) -> Process:
        from subprocess import PIPE

        command = self._command("cat-file", "--batch")
        return cast("Process", self._runner().execute(command, istream=PIPE, as_process=True, env=self._variables))

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "--no-pager", "-C", str(self.checkout.root), *arguments]

    def _runner(self) -> Git:
        """GitPython's wrapper of the git program. Importing it takes a tenth of a second, and runs git once."""
        if self._git is None:
            try:
                from git.cmd import Git
            except ImportError as error:
                hint = "install git, and make sure that it is on the PATH"
                raise GitError("git cannot be run, so there is nothing to compare with", hint=hint) from error
            self._git = Git()
        return self._git


def full(id: str) -> str:
    """A full object id, fit to be an argument. All of them are git's own, so that anything else is a bug of ours."""
    if not _ID.fullmatch(id):
        raise ValueError(f"not a full object id: {_shown(id)}")
    return id


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:77]}...")
