"""A hostile repository, and hostile text from one: nothing runs, nothing is written, no other repository is read.

Each trap leaves a marker file where it went off, and each test first springs its trap with plain git where that is
possible, so that a trap that has rusted fails the test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checker.core.errors import CheckError, GitError, InputError
from checker.documents.base import compare_ci, compare_hook, compare_with
from checker.documents.changed import changed_paths
from checker.documents.checkout import find_root, said
from checker.documents.git import Repository
from checker.documents.worktree import WorkTree
from tests.repositories import Repo, new_repo


@pytest.fixture
def marker(tmp_path: Path) -> Iterator[Path]:
    """A file that no code under test may make."""
    file = tmp_path / "marker"
    yield file
    assert not file.exists()


@pytest.fixture
def trap(tmp_path: Path, marker: Path) -> str:
    """A command that makes the marker, and passes its input on as a filter has to."""
    script = tmp_path / "trap"
    script.write_text(f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    script.chmod(0o755)
    return str(script)


def spring(marker: Path) -> None:
    assert marker.exists(), "the trap does not work, so this test would show nothing"
    marker.unlink()


def use_everything(repo: Repo) -> None:
    """Every way in which the gate reads a repository."""
    tree = WorkTree(repo.root)
    for path in tree.files():
        tree.read(path)
    with Repository(repo.root) as repository:
        for found in (compare_with(repository, "HEAD~1"), compare_with(repository, "HEAD~1", exact=True)):
            changed_paths(repository, found.base_tree, found.head_tree)
        found = compare_hook(repository, {})
        changed_paths(repository, found.base_tree, found.head_tree)
        for path in found.head_tree.files():
            found.head_tree.read(path)


# Text as a revision

HOSTILE = [
    "--output=x",
    "--output=marker",
    "-O",
    "-Omarker",
    "--upload-pack=touch marker",
    "--exec=touch marker",
    "--end-of-options",
    "--all",
    "-",
    "--",
    "",
    " ",
    "main\nHEAD",
    "main\n",
    "main\r",
    "main\0",
    "main --output=marker",
    "^" * 1_000_000,
    "HEAD" + "^" * 1_000_000,
    "HEAD" + "~999999999" * 1000,
    "a" * 256,
    "HEAD:m.yaml",
    ":m.yaml",
    ":/change",
    "HEAD^{/change one}",
    "main..HEAD",
    "main...HEAD",
    "^main",
    "@{upstream}",
    "@{push}",
    "@{-99}",
    "HEAD@{99}",
    "HEAD@{yesterday}@{upstream}",
    "HEAD^{blob}",
    "HEAD" + "^" * 250,
    "*",
    "refs/heads/*",
    "$(touch marker)",
    "`touch marker`",
    "main;touch marker",
    "main|touch marker",
    "../../etc/passwd",
    "refs/../../../../etc/passwd",
    "\u202emain",
    "\ud800",
    "{",
    "@{",
    "HEAD^{commit",
    "HEAD^{}^{tree}",
    "FETCH_HEAD",
]


@pytest.mark.parametrize("revision", HOSTILE, ids=lambda revision: repr(revision[:24]))
def test_hostile_text_names_no_revision(
    repo: Repo, tmp_path: Path, marker: Path, monkeypatch: pytest.MonkeyPatch, revision: str
) -> None:
    repo.commit({"m.yaml": "1"}, "change one")
    id = repo.commit({"m.yaml": "2"}, "change two")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with Repository(repo.root) as repository:
        asks: list[Callable[[], object]] = [
            lambda: repository.commit(revision),
            lambda: repository.tree(revision),
            lambda: compare_with(repository, revision),
            lambda: compare_with(repository, revision, exact=True),
        ]
        if revision:  # an empty variable is no variable
            hook = {"PRE_COMMIT_FROM_REF": revision, "PRE_COMMIT_TO_REF": "main"}
            gitlab = {"GITLAB_CI": "1", "CI_MERGE_REQUEST_DIFF_BASE_SHA": revision}
            asks += [lambda: compare_hook(repository, hook), lambda: compare_ci(repository, gitlab)]
        for ask in asks:
            with pytest.raises(GitError) as raised:
                ask()
            assert len(raised.value.message) < 700
            assert raised.value.message.isprintable()
        assert repository.commit("main") == id, "the next question is answered as if nothing had happened"
    assert sorted(tmp_path.rglob("*")) == before


def test_only_full_ids_become_arguments(repo: Repo) -> None:
    repo.commit({"m.yaml": "1"})
    with Repository(repo.root) as repository:
        for id in ("HEAD", "--output=x", repo.head[:39], repo.head.upper(), repo.head + "\n", ""):
            with pytest.raises(ValueError, match="not a full object id"):
                repository.parents(id)


# Commands in config


def test_no_command_of_the_repositorys_config_is_run(repo: Repo, marker: Path, trap: str) -> None:
    repo.commit({"m.yaml": "1\n", ".gitattributes": "* diff=evil filter=evil\n"})
    repo.commit({"m.yaml": "2\n"})
    for key in ("core.fsmonitor", "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.clean"):
        repo.git("config", key, trap)
    for key in ("core.pager", "core.editor", "core.sshCommand", "core.askPass", "credential.helper", "alias.ls-files"):
        repo.git("config", key, f"!{trap}")
    repo.write({"m.yaml": "3\n", "new.yaml": ""})
    repo.git("status")
    spring(marker)
    repo.git("-c", "core.fsmonitor=false", "-c", "filter.evil.clean=", "diff", "HEAD")
    spring(marker)
    repo.git("-c", "core.fsmonitor=false", "diff", "--raw", "--no-ext-diff", "--no-textconv", "HEAD")
    spring(marker)
    use_everything(repo)


@pytest.mark.parametrize("scope", ["--local", "--worktree"])
def test_a_clean_filter_is_not_run_even_where_it_is_required_or_included(
    repo: Repo, tmp_path: Path, marker: Path, trap: str, scope: str
) -> None:
    repo.commit({"m.yaml": "1\n", ".gitattributes": "* filter=a.b\n"})
    repo.commit({"m.yaml": "2\n"})
    repo.git("config", "extensions.worktreeConfig", "true")
    (tmp_path / "more").write_text(f'[filter "a.b"]\n\tclean = {trap}\n\tprocess = {trap}\n\trequired = true\n')
    repo.git("config", scope, "include.path", str(tmp_path / "more"))
    repo.write({"m.yaml": "3\n"})
    repo.git("diff", "--raw", "HEAD", fails=True)
    spring(marker)
    use_everything(repo)


def test_a_clean_filter_of_the_user_is_honoured(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "gitconfig"
    config.write_text('[filter "upper"]\n\tclean = tr a-z A-Z\n')
    repo.commit({".gitattributes": "*.yaml filter=upper\n"})
    repo.git("config", "filter.upper.smudge", "cat")
    repo.write({"m.yaml": "abc"})
    repo.git("add", ".", env={"GIT_CONFIG_GLOBAL": str(config)})
    repo.commit()
    os.utime(repo.root / "m.yaml", (1, 1))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    with Repository(repo.root) as repository:
        changed = changed_paths(repository, repository.tree("HEAD"), repository.work_tree())
    assert changed == {"m.yaml"}, "a name that the repository's config defines as well is switched off"
    repo.git("config", "--unset", "filter.upper.smudge")
    with Repository(repo.root) as repository:
        assert not changed_paths(repository, repository.tree("HEAD"), repository.work_tree())


def test_hooks_are_not_run(repo: Repo, marker: Path, trap: str) -> None:
    repo.commit({"m.yaml": "1"})
    repo.commit({"m.yaml": "2"})
    for name in ("post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout", "fsmonitor-watchman"):
        repo.hook(name, trap)
    os.utime(repo.root / "m.yaml", (1, 1))
    use_everything(repo)


def test_nothing_is_fetched_for_what_is_missing(repo: Repo, tmp_path: Path, marker: Path) -> None:
    source = new_repo(tmp_path / "source")
    source.git("config", "uploadpack.allowFilter", "true")
    source.commit({"m.yaml": "1"})
    source.commit({"m.yaml": "2"})
    clone = source.clone(tmp_path / "clone", "--filter=blob:none", "--no-checkout")
    clone.git("config", "remote.origin.url", f"ext::touch {marker}")
    clone.git("config", "protocol.ext.allow", "always")
    clone.git("cat-file", "blob", "HEAD:m.yaml", fails=True)
    spring(marker)
    with Repository(clone.root) as repository, pytest.raises(GitError):
        repository.tree("HEAD").read("m.yaml")


def test_commands_in_the_environment_are_not_run(
    repo: Repo, marker: Path, trap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"m.yaml": "1"})
    repo.commit({"m.yaml": "2"})
    repo.write({"m.yaml": "3"})
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_EDITOR", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_PROXY_COMMAND"):
        monkeypatch.setenv(name, trap)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "9")
    for number in range(9):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", "core.fsmonitor")
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", trap)
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor'='{trap}'")
    use_everything(repo)


# Other repositories


@pytest.fixture
def embedded(repo: Repo, trap: str) -> Repo:
    """A repository in which somebody committed a bare one, as plain files, with a command in its config."""
    config = f"[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = {trap}\n"
    inner = {"HEAD": "ref: refs/heads/main\n", "config": config, "objects/.keep": "", "refs/.keep": ""}
    repo.commit({"m.yaml": "ours"})
    repo.commit({f"services/pay/{path}": content for path, content in inner.items()})
    repo.commit({"services/pay/m.yaml": "theirs"})
    return repo


def test_a_bare_repository_inside_is_just_files(embedded: Repo, marker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = embedded.root / "services" / "pay"
    Repo(inside).git("status", fails=True)
    spring(marker)
    monkeypatch.chdir(inside)
    assert find_root(Path.cwd()) == embedded.root
    with pytest.raises(GitError):
        Repository(inside)
    with Repository(embedded.root) as repository:
        assert repository.checkout.git_dir == embedded.root / ".git"
        assert repository.head() == embedded.head
        assert "services/pay/HEAD" in repository.tree("HEAD").files()
    assert "services/pay/HEAD" in WorkTree(embedded.root).files()
    assert WorkTree(inside).files() == ("HEAD", "config", "m.yaml", "objects/.keep", "refs/.keep")
    use_everything(embedded)


def test_the_environment_of_a_hook_leads_to_no_other_repository(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = repo.commit({"m.yaml": "ours"})
    other = new_repo(tmp_path / "other")
    other.commit({"m.yaml": "theirs"})
    git_dir = other.root / ".git"
    for name, place in {
        "GIT_DIR": git_dir,
        "GIT_COMMON_DIR": git_dir,
        "GIT_WORK_TREE": other.root,
        "GIT_INDEX_FILE": git_dir / "index",
        "GIT_OBJECT_DIRECTORY": git_dir / "objects",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": git_dir / "objects",
    }.items():
        monkeypatch.setenv(name, str(place))
    monkeypatch.setenv("GIT_NAMESPACE", "theirs")
    with Repository(repo.root) as repository:
        assert repository.head() == ours
        assert repository.tree("HEAD").read("m.yaml").text == "ours"
        assert repository.index().read("m.yaml").text == "ours"
        assert not repository.has(other.head), "objects of others are not at hand"
        assert repository.work_tree().files() == ("m.yaml",)
        assert not changed_paths(repository, repository.tree("HEAD"), repository.work_tree())


def test_a_worktree_setting_does_not_lead_elsewhere(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"m.yaml": "1"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "stray.yaml").touch()
    repo.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    assert WorkTree(repo.root).files() == ("m.yaml",)
    with Repository(repo.root) as repository:
        assert not changed_paths(repository, repository.tree("HEAD"), repository.work_tree())


def test_a_root_whose_name_looks_like_a_variable_is_taken_as_it_is(
    tmp_path: Path, clean_environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELSEWHERE", "other")
    new_repo(tmp_path / "other").commit({"m.yaml": "theirs"})
    repo = new_repo(tmp_path / "$ELSEWHERE")
    repo.commit({"m.yaml": "ours"})
    with Repository(repo.root) as repository:
        assert repository.tree("HEAD").read("m.yaml").text == "ours"


def test_submodules_are_not_entered(repo: Repo, tmp_path: Path, marker: Path, trap: str) -> None:
    inner = new_repo(tmp_path / "inner")
    inner.commit({"x.yaml": ""})
    repo.commit({"m.yaml": "1"})
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.root), "sub")
    repo.commit()
    checked_out = Repo(repo.root / "sub")
    checked_out.git("config", "core.fsmonitor", trap)
    checked_out.write({"x.yaml": "changed"})
    repo.git("status")
    spring(marker)
    repo.git("config", "-f", ".gitmodules", "submodule.sub.update", f"!{trap}")
    os.mkfifo(tmp_path / "pipe")  # whoever opens it waits for ever
    repo.git("config", "-f", ".gitmodules", "include.path", str(tmp_path / "pipe"))
    use_everything(repo)
    with Repository(repo.root) as repository, pytest.raises(InputError, match="submodule"):
        repository.tree("HEAD").read("sub")
    assert WorkTree(repo.root).links() == ("sub",)


# What history is


def test_replaced_objects_are_not_believed(repo: Repo) -> None:
    first = repo.commit({"m.yaml": "true"})
    second = repo.commit({"m.yaml": "changed"})
    blob, lie = repo.git("rev-parse", f"{first}:m.yaml"), repo.git("hash-object", "-w", "--stdin", input=b"changed")
    repo.git("replace", blob, lie)
    repo.git("replace", first, second)
    assert repo.git("show", f"{first}:m.yaml") == "changed"
    with Repository(repo.root) as repository:
        assert repository.tree(first).read("m.yaml").text == "true"
        assert changed_paths(repository, repository.tree(first), repository.tree(second)) == {"m.yaml"}


def test_grafted_parents_are_not_believed(repo: Repo) -> None:
    first = repo.commit({"a": ""})
    repo.commit({"b": ""})
    third = repo.commit({"c": ""})
    (repo.root / ".git" / "info" / "grafts").write_text(f"{third}\n")
    assert repo.git("rev-list", "--count", "HEAD") == "1"
    with Repository(repo.root) as repository:
        found = compare_with(repository, first)
        assert (found.base.revision, found.base.commits) == (first, 2)


def test_a_branch_that_looks_like_an_option_is_reached_by_its_full_name(repo: Repo) -> None:
    id = repo.commit({"a": ""})
    repo.git("update-ref", "refs/heads/--output=marker", id)
    with Repository(repo.root) as repository:
        with pytest.raises(GitError):
            repository.commit("--output=marker")
        with pytest.raises(CheckError):
            repository.commit("refs/heads/--output=marker")


# What is said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (b"fatal: unable to access 'https://user:secret@host/x.git/'\nmore", "unable to access 'https://host/x.git/'"),
        (b"error: https://ghp_token@github.com", "error: https://github.com"),
        (b"\x1b[2Jfatal \xff \xe2\x80\xae", "?[2Jfatal \ufffd ?"),
        (b"x" * 10_000, "x" * 300),
        (b"", ""),
    ],
)
def test_gits_words_are_one_printable_line_without_credentials(words: bytes, expected: str) -> None:
    assert said(words) == expected
