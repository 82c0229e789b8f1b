"""Commits and the index as trees, on real repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.core.errors import GitError, InputError
from checker.core.location import Location
from checker.documents import git as git_module
from checker.documents.changed import changed_paths
from checker.documents.checkout import find_root
from checker.documents.git import Repository
from checker.documents.limits import LIMITS
from checker.documents.tree import EmptyTree, Tree
from tests.repositories import Repo, new_repo

ODD = (
    'quote"s.yaml',
    "new\nline.yaml",
    "päy/ü.yaml",
    " spaces .yaml",
    "tab\t.yaml",
    "--option.yaml",
    "a:b.yaml",
    "*.yaml",
)


@pytest.fixture
def repository(repo: Repo) -> Iterator[Repository]:
    with Repository(repo.root) as repository:
        yield repository


def text(tree: Tree, path: str) -> str:
    return tree.read(path).text


def refusal(tree: Tree, path: str) -> InputError:
    with pytest.raises(InputError) as raised:
        tree.read(path)
    assert raised.value.at == Location(path)
    return raised.value


# Finding and opening


def test_the_root_is_found_from_a_folder_inside(repo: Repo) -> None:
    repo.write({"a/b/c.yaml": ""})
    assert find_root(repo.root / "a" / "b") == repo.root
    assert find_root(repo.root) == repo.root


def test_there_is_no_root_outside_a_repository(tmp_path: Path) -> None:
    assert find_root(tmp_path) is None


def test_a_folder_inside_a_repository_is_not_its_root(repo: Repo) -> None:
    repo.commit({"a/b.yaml": ""})
    with pytest.raises(GitError, match="not the root of a git repository"):
        Repository(repo.root / "a")


@pytest.mark.parametrize("content", ["", "gitdir: ", "gitdir: nowhere", "not a pointer", "gitdir: " + "x" * 10_000])
def test_a_git_file_that_leads_nowhere_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / ".git").write_text(content)
    with pytest.raises(GitError):
        Repository(tmp_path)


def test_an_empty_git_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(GitError, match="no HEAD"):
        Repository(tmp_path)


# Revisions


def test_every_usual_spelling_of_a_revision_is_understood(repo: Repo, repository: Repository) -> None:
    first, second = repo.commit({"a": "1"}), repo.commit({"a": "2"})
    repo.git("tag", "-a", "v1.0", "-m", "release", first)
    repo.git("branch", "fix/#12-ünicode", first)
    for revision in (
        first,
        first[:8],
        "v1.0",
        "HEAD~1",
        "main^",
        "HEAD@{1}",
        "refs/tags/v1.0",
        "fix/#12-ünicode",
        "@~",
    ):
        assert repository.commit(revision) == first, revision
    assert repository.commit("main") == repository.head() == second
    assert repository.parents(second) == (first,)
    assert repository.parents(first) == ()


@pytest.mark.parametrize("revision", ["nowhere", "v9", "0" * 40, "f" * 40, "HEAD~9", "HEAD^2", "abcdef", "HEAD^{tree}"])
def test_an_unknown_revision_is_an_error_that_names_it(repo: Repo, repository: Repository, revision: str) -> None:
    repo.commit({"a": "1"})
    with pytest.raises(GitError) as raised:
        repository.commit(revision)
    assert raised.value.message == f"this repository has no commit {revision!r}"
    assert raised.value.hint
    assert not repository.has(revision)


def test_an_ambiguous_abbreviation_is_an_error(repo: Repo, repository: Repository) -> None:
    blobs = (b"".join(b"blob\ndata %d\n%d\n" % (len(str(n)), n) for n in range(3000)), b"done\n")
    repo.git("fast-import", "--quiet", input=b"".join(blobs))
    starts = [line[:4] for line in repo.git("cat-file", "--batch-all-objects", "--batch-check").splitlines()]
    double = next(start for start in starts if starts.count(start) > 1)
    with pytest.raises(GitError, match=f"no commit '{double}'"):
        repository.commit(double)


def test_a_branch_without_a_commit_has_no_head(repository: Repository) -> None:
    assert repository.head() == ""
    with pytest.raises(GitError):
        repository.commit("HEAD")


def test_a_head_whose_commit_is_lost_is_not_taken_for_a_first_commit(repo: Repo, repository: Repository) -> None:
    id = repo.commit({"a": "1"})
    (repo.root / ".git" / "objects" / id[:2] / id[2:]).unlink()
    with pytest.raises(GitError, match="commit that HEAD names is not in the repository"):
        repository.head()


def test_a_detached_head_is_a_head(repo: Repo, repository: Repository) -> None:
    first = repo.commit({"a": "1"})
    repo.commit({"a": "2"})
    repo.switch(first)
    assert repository.head() == first


# Commits


def test_a_commit_is_a_tree_of_files(repo: Repo, repository: Repository) -> None:
    id = repo.commit({"b/m.yaml": "one", "a.yaml": "two", "empty.yaml": ""})
    repo.write({"a.yaml": "on disk only", "new.yaml": ""})
    tree = repository.tree("HEAD")
    assert (tree.label, tree.revision) == (id[:10], id)
    assert tree.files() == ("a.yaml", "b/m.yaml", "empty.yaml")
    assert tree.links() == ()
    assert tree.read("a.yaml") == ("a.yaml", "two", id)
    assert text(tree, "empty.yaml") == ""
    assert text(tree, "b/m.yaml") == "one"
    assert tree.exists("a.yaml") and not tree.exists("new.yaml") and not tree.exists("b")


def test_a_commit_listed_by_its_difference_from_another_is_the_same(repo: Repo, repository: Repository) -> None:
    first = repo.commit({"same": "1", "gone": "1", "other": "1", "run.sh": "1", "file-to-folder": "1", "moved": "1"})
    (repo.root / "run.sh").chmod(0o755)
    repo.stage({"run.sh": "1", "file-to-folder": None, "moved": None})
    (repo.root / "link").symlink_to("same")
    repo.git("add", "link")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{first},sub")
    modules = '[submodule "sub"]\n\tpath = sub\n\turl = ./sub\n\tignore = all\n'
    repo.commit(
        {"gone": None, "other": "2", "new\nline": "1", "file-to-folder/x": "1", "to/moved": "1", ".gitmodules": modules}
    )
    repo.git("config", "diff.renames", "copies")
    repo.git("config", "diff.ignoreSubmodules", "all")
    one, two = repository.tree(first), repository.tree("HEAD")
    assert repository.tree("HEAD", near=one).entries == two.entries
    assert repository.tree(first, near=two).entries == one.entries
    assert repository.tree(first, near=one).entries == one.entries


def test_odd_names_are_read_by_their_ids(repo: Repo, repository: Repository) -> None:
    repo.git("update-index", "--add", "-z", "--index-info", input=_entries(repo, ODD))
    repo.commit()
    tree, index = repository.tree("HEAD"), repository.index()
    assert tree.files() == index.files() == tuple(sorted(ODD))
    assert all(text(tree, path) == text(index, path) == path for path in ODD if path != "a:b.yaml")


def _entries(repo: Repo, paths: tuple[str, ...], mode: str = "100644") -> bytes:
    lines = []
    for path in paths:
        id = repo.git("hash-object", "-w", "--stdin", input=path.encode())
        lines.append(f"{mode} {id}\t{path}\0".encode())
    return b"".join(lines)


def test_a_name_that_is_not_utf8_is_listed_and_refused(repo: Repo, repository: Repository) -> None:
    id = repo.git("hash-object", "-w", "--stdin", input=b"a: 1")
    repo.git("update-index", "--add", "-z", "--index-info", input=f"100644 {id}\t".encode() + b"caf\xe9.yaml\0")
    repo.commit()
    (path,) = repository.tree("HEAD").files()
    assert path == os.fsdecode(b"caf\xe9.yaml")
    assert "is not UTF-8" in refusal(repository.tree("HEAD"), path).message


def test_links_and_submodules_are_listed_apart_and_refused(repo: Repo, repository: Repository, tmp_path: Path) -> None:
    inner = new_repo(tmp_path / "inner")
    inner_id = inner.commit({"x": ""})
    (repo.root / "link.yaml").symlink_to("/etc/passwd")
    repo.git("add", "link.yaml")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{inner_id},sub.yaml")
    repo.commit({"a.yaml": ""})
    for tree in (repository.tree("HEAD"), repository.index()):
        assert tree.files() == ("a.yaml",)
        assert tree.links() == ("link.yaml", "sub.yaml")
        assert refusal(tree, "link.yaml").message == "it is a symbolic link, and links are not followed"
        assert refusal(tree, "sub.yaml").message == "it is a submodule, and submodules are not read"
        assert tree.exists("link.yaml") and tree.exists("sub.yaml")


@pytest.mark.parametrize(
    "path", ["../a.yaml", "/a.yaml", "b/../a.yaml", "./a.yaml", "a.yaml\n", "", "b", ".git/config", "a\0"]
)
def test_a_path_that_is_not_in_the_tree_is_refused(repo: Repo, repository: Repository, path: str) -> None:
    repo.commit({"a.yaml": "", "b/c.yaml": ""})
    refusal(repository.tree("HEAD"), path)
    refusal(repository.index(), path)


def test_a_missing_file_is_missing_from_somewhere(repo: Repo, repository: Repository) -> None:
    id = repo.commit({"a.yaml": ""})
    assert refusal(repository.tree("HEAD"), "b").message == f"there is no such file in commit {id[:10]}"
    assert refusal(repository.index(), "b").message == "there is no such file in the index"
    assert refusal(EmptyTree(), "b").message == "there is no such file before the first commit"


def test_a_file_over_the_limit_is_refused_and_the_next_one_is_read(repo: Repo) -> None:
    repo.commit({"big.yaml": "x" * 200_000, "small.yaml": "fine", "full.yaml": "y" * 1000})
    with Repository(repo.root, limits=LIMITS._replace(bytes=1000)) as repository:
        tree = repository.tree("HEAD")
        assert refusal(tree, "big.yaml").message.startswith("the file has 200,000 bytes")
        assert text(tree, "small.yaml") == "fine"
        assert text(tree, "full.yaml") == "y" * 1000
        found = repository._objects.read(repo.git("rev-parse", "HEAD:big.yaml"), 1000)
        assert found is not None
        assert (found.size, found.data) == (200_000, None), "its size alone was read"


def test_bytes_that_are_not_utf8_are_refused_with_their_place(repo: Repo, repository: Repository) -> None:
    repo.commit({"a.yaml": b"ok\nb: \xff"})
    with pytest.raises(InputError) as raised:
        repository.tree("HEAD").read("a.yaml")
    assert raised.value.at == Location("a.yaml", 2, 4, 2, 5)


def test_the_attributes_of_a_file_do_not_change_its_text(repo: Repo, repository: Repository) -> None:
    repo.commit({".gitattributes": "* text eol=crlf ident\n", "a.yaml": "$Id$\nb\n"})
    assert text(repository.tree("HEAD"), "a.yaml") == "$Id$\nb\n"


def test_a_sha256_repository_is_read_like_any_other(tmp_path: Path, clean_environment: None) -> None:
    repo = Repo(tmp_path)
    repo.git("init", "--quiet", "--object-format=sha256")
    first = repo.commit({"a.yaml": "1"})
    repo.commit({"a.yaml": "2"})
    assert len(first) == 64
    with Repository(tmp_path) as repository:
        assert text(repository.tree("HEAD~1"), "a.yaml") == "1"
        assert text(repository.index(), "a.yaml") == "2"


def test_a_lost_blob_is_an_error_of_the_clone(repo: Repo, repository: Repository) -> None:
    repo.commit({"a.yaml": "1"})
    id = repo.git("rev-parse", "HEAD:a.yaml")
    (repo.root / ".git" / "objects" / id[:2] / id[2:]).unlink()
    with pytest.raises(GitError, match="content of this file is not in the clone"):
        repository.tree("HEAD").read("a.yaml")


def test_a_blob_that_a_partial_clone_left_out_is_not_fetched(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    first = repo.commit({"a.yaml": "1"})
    repo.commit({"a.yaml": "2"})
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none")
    with Repository(clone.root) as repository:
        assert text(repository.tree("HEAD"), "a.yaml") == "2"
        with pytest.raises(GitError) as raised:
            repository.tree(first).read("a.yaml")
    assert str(tmp_path) not in raised.value.message


def test_a_truncated_object_is_an_error_in_gits_words(repo: Repo, repository: Repository) -> None:
    repo.commit({"a.yaml": "1"})
    id = repo.git("rev-parse", "HEAD:a.yaml")
    place = repo.root / ".git" / "objects" / id[:2] / id[2:]
    place.chmod(0o644)
    place.write_bytes(b"nonsense")
    with pytest.raises(GitError):
        repository.tree("HEAD").read("a.yaml")
    assert repository.head() == repo.head, "the next question starts afresh"


# The index


def test_the_index_holds_what_is_staged(repo: Repo, repository: Repository) -> None:
    repo.commit({"a.yaml": "old", "gone.yaml": "", "kept.yaml": "kept"})
    repo.stage({"a.yaml": "staged", "gone.yaml": None, "new.yaml": "new"})
    repo.write({"a.yaml": "on disk", "untracked.yaml": ""})
    index = repository.index()
    assert (index.label, index.revision) == ("index", "index")
    assert index.files() == ("a.yaml", "kept.yaml", "new.yaml")
    assert index.read("a.yaml") == ("a.yaml", "staged", "index")
    assert text(index, "kept.yaml") == "kept"


def test_the_index_of_a_new_repository_is_empty(repository: Repository) -> None:
    assert repository.index().files() == ()


def test_a_conflict_is_refused_until_it_is_resolved(repo: Repo, repository: Repository) -> None:
    repo.commit({"a.yaml": "1", "b.yaml": "fine"})
    repo.branch("topic")
    repo.commit({"a.yaml": "2"})
    repo.switch("main")
    repo.commit({"a.yaml": "3"})
    repo.git("merge", "topic", fails=True)
    error = refusal(repository.index(), "a.yaml")
    assert error.message == "it has an unresolved merge conflict"
    assert error.hint == "resolve it, then `git add` it"
    assert repository.index().files() == ("a.yaml", "b.yaml")
    assert text(repository.index(), "b.yaml") == "fine"
    repo.stage({"a.yaml": "resolved"})
    assert text(repository.index(), "a.yaml") == "resolved"


DUMP = """\
import os, sys
from pathlib import Path
from checker.documents.base import compare_hook
from checker.documents.git import Repository
with Repository(Path.cwd()) as repository:
    found = compare_hook(repository, os.environ)
    before = found.base_tree.read("m.yaml").text if found.base_tree.exists("m.yaml") else "-"
    after = found.head_tree.read("m.yaml").text if found.head_tree.exists("m.yaml") else "-"
    print(before, after, found.head_tree.label)
"""


@pytest.fixture
def hooked(repo: Repo, root: Path, tmp_path: Path) -> Repo:
    """A repository whose pre-commit hook writes down what the base and the head of a hook's comparison hold."""
    repo.commit({"m.yaml": "old", "other.yaml": ""})
    (tmp_path / "dump.py").write_text(DUMP)
    repo.hook("pre-commit", f"PYTHONPATH='{root}' '{sys.executable}' '{tmp_path}/dump.py' > '{tmp_path}/seen' 2>&1")
    return repo


def seen(tmp_path: Path) -> list[str]:
    return (tmp_path / "seen").read_text().split()


def test_a_hook_sees_what_add_and_commit_record(hooked: Repo, tmp_path: Path) -> None:
    hooked.stage({"m.yaml": "new"})
    hooked.git("commit", "-m", "x")
    assert seen(tmp_path) == ["old", "new", "index"]


def test_a_hook_sees_what_commit_all_records(hooked: Repo, tmp_path: Path) -> None:
    hooked.write({"m.yaml": "new"})
    hooked.git("commit", "-a", "-m", "x")
    assert seen(tmp_path) == ["old", "new", "index"]


def test_a_hook_sees_what_commit_of_a_path_records(hooked: Repo, tmp_path: Path) -> None:
    hooked.write({"m.yaml": "new"})
    hooked.git("commit", "-m", "x", "m.yaml")
    assert seen(tmp_path) == ["old", "new", "index"]


def test_a_hook_does_not_see_what_commit_of_another_path_leaves_out(hooked: Repo, tmp_path: Path) -> None:
    hooked.stage({"m.yaml": "staged, and left out"})
    hooked.write({"other.yaml": "x"})
    hooked.git("commit", "-m", "x", "other.yaml")
    assert seen(tmp_path) == ["old", "old", "index"]


def test_a_hook_sees_only_the_staged_part(hooked: Repo, tmp_path: Path) -> None:
    hooked.stage({"m.yaml": "staged"})
    hooked.write({"m.yaml": "later"})
    hooked.git("commit", "-m", "x")
    assert seen(tmp_path) == ["old", "staged", "index"]


def test_a_hook_sees_a_deletion(hooked: Repo, tmp_path: Path) -> None:
    hooked.git("rm", "-q", "m.yaml")
    hooked.git("commit", "-m", "x")
    assert seen(tmp_path) == ["old", "-", "index"]


def test_a_hook_of_an_amended_commit_compares_with_the_commit_it_replaces(hooked: Repo, tmp_path: Path) -> None:
    hooked.commit({"m.yaml": "second"})
    hooked.stage({"m.yaml": "amended"})
    hooked.git("commit", "--amend", "-m", "x")
    assert seen(tmp_path) == ["second", "amended", "index"]


def test_a_hook_in_a_linked_work_tree_sees_its_own_index(hooked: Repo, tmp_path: Path) -> None:
    linked = hooked.worktree(tmp_path / "linked", "topic")
    hooked.stage({"m.yaml": "of the main work tree"})
    linked.write({"m.yaml": "new"})
    linked.git("commit", "-a", "-m", "x")
    assert seen(tmp_path) == ["old", "new", "index"]


def test_a_hook_of_the_first_commit_has_an_empty_base(hooked: Repo, tmp_path: Path) -> None:
    hooked.git("checkout", "--quiet", "--orphan", "fresh")
    hooked.git("commit", "-m", "x")
    assert seen(tmp_path) == ["-", "old", "index"]


def test_a_hook_inherits_config_that_does_not_reach_the_check(hooked: Repo, tmp_path: Path) -> None:
    hooked.stage({"m.yaml": "new"})
    hooked.git("-c", f"core.fsmonitor=touch {tmp_path}/marker", "-c", "core.quotePath=false", "commit", "-m", "x")
    assert seen(tmp_path) == ["old", "new", "index"]


# What changed


def test_changed_paths_between_commits(repo: Repo, repository: Repository) -> None:
    first = repo.commit({"same.yaml": "1", "gone.yaml": "1", "other.yaml": "1", "run.sh": "1"})
    (repo.root / "run.sh").chmod(0o755)
    repo.stage({"run.sh": "1"})
    repo.commit({"gone.yaml": None, "other.yaml": "2", "new.yaml": "1"})
    found = changed_paths(repository, repository.tree(first), repository.tree("HEAD"))
    assert found == {"gone.yaml", "other.yaml", "new.yaml", "run.sh"}
    assert changed_paths(repository, repository.tree("HEAD"), repository.tree("main")) == frozenset()


def test_changed_paths_from_a_commit_to_the_index(repo: Repo, repository: Repository) -> None:
    repo.commit({"same.yaml": "1", "gone.yaml": "1", "other.yaml": "1"})
    repo.stage({"gone.yaml": None, "other.yaml": "2", "new.yaml": "1"})
    repo.write({"same.yaml": "on disk only"})
    assert changed_paths(repository, repository.tree("HEAD"), repository.index()) == {
        "gone.yaml",
        "other.yaml",
        "new.yaml",
    }


def test_changed_paths_from_a_commit_to_the_work_tree(repo: Repo, repository: Repository) -> None:
    first = repo.commit(
        {"same.yaml": "1", "back.yaml": "1", "gone.yaml": "1", "other.yaml": "1", ".gitignore": "*.log"}
    )
    repo.commit({"back.yaml": "2", "committed.yaml": "1"})
    repo.stage({"staged.yaml": "1"})
    repo.write({"back.yaml": "1", "gone.yaml": None, "other.yaml": "2", "untracked.yaml": "1", "x.log": ""})
    os.utime(repo.root / "same.yaml", (1, 1))  # only looks modified
    found = changed_paths(repository, repository.tree(first), repository.work_tree())
    assert found == {"gone.yaml", "other.yaml", "committed.yaml", "staged.yaml", "untracked.yaml"}


def test_everything_is_new_after_nothing(repo: Repo, repository: Repository) -> None:
    repo.commit({"a.yaml": "1", "b/c.yaml": "1"})
    for head in (repository.tree("HEAD"), repository.index(), repository.work_tree()):
        assert changed_paths(repository, EmptyTree(), head) == {"a.yaml", "b/c.yaml"}


# Processes


@pytest.mark.parametrize("number", [2, 300])
def test_the_number_of_git_processes_does_not_depend_on_the_number_of_files(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    first = repo.commit({f"{n}/m.yaml": str(n) for n in range(number)})
    repo.commit({f"{n}/m.yaml": f"{n} changed" for n in range(number)})
    log = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(log))
    with Repository(repo.root) as repository:
        head = repository.tree("HEAD")
        base = repository.tree(first, near=head)
        for path in changed_paths(repository, base, head):
            assert text(base, path) != text(head, path)
        assert len(changed_paths(repository, base, head)) == number
    assert _started(log) == ["cat-file", "diff-tree", "ls-tree"]


def _started(log: Path) -> list[str]:
    import json

    events = [json.loads(line) for line in log.read_text().splitlines()]
    names = [event["name"] for event in events if event["event"] == "cmd_name"]
    return sorted(name for name in names if name != "version")  # GitPython's look at git, once, when it is imported


def test_a_closed_repository_leaves_no_process_and_answers_again(repo: Repo) -> None:
    id = repo.commit({"a.yaml": "1"})
    repository = Repository(repo.root)
    assert repository.commit("main") == id
    process = repository._objects._process
    assert process is not None
    repository.close()
    assert process.poll() is not None  # type: ignore[attr-defined]
    assert repository.commit("main") == id
    repository.close()
    repository.close()


def test_git_that_does_not_answer_is_not_waited_for_forever(
    repo: Repo, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = repo.commit({"a.yaml": "1"})
    blob = repo.git("rev-parse", "HEAD:a.yaml")
    place = repo.root / ".git" / "objects" / blob[:2] / blob[2:]
    place.unlink()
    os.mkfifo(place)
    monkeypatch.setattr("checker.documents.objects._SECONDS", 0.3)
    with pytest.raises(GitError, match="did not answer"):
        repository.tree(id).read("a.yaml")


def test_a_git_command_that_hangs_is_ended(repo: Repo, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"a.yaml": "1"})
    (repo.root / ".git" / "index").unlink()
    os.mkfifo(repo.root / ".git" / "index")
    monkeypatch.setattr(git_module, "_SECONDS", 0.5)
    with pytest.raises(GitError, match="git ls-files failed"):
        repository.index().files()


def test_without_the_git_program_there_is_a_plain_error(repo: Repo, root: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from checker.core.errors import GitError\n"
        "from checker.documents.git import Repository\n"
        "try: Repository(Path(sys.argv[1])).head()\n"
        "except GitError as error: print(error.message)"
    )
    repo.commit({"a": ""})
    command = (sys.executable, "-c", program, str(repo.root))
    done = subprocess.run(command, cwd=root, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert done.stdout == "git cannot be run, so there is nothing to compare with\n"


def test_opening_a_repository_does_not_load_gitpython(repo: Repo, root: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from checker.documents.base import compare_hook\n"
        "from checker.documents.git import Repository; Repository(Path(sys.argv[1]))\n"
        "print({'git', 'subprocess'} & set(sys.modules))"
    )
    command = (sys.executable, "-c", program, str(repo.root))
    assert subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout == "set()\n"
