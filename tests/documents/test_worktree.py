"""Reading and listing files on disk: what is followed, what is refused, what git says belongs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.core.errors import GitError, InputError
from checker.core.location import Location
from checker.documents import worktree
from checker.documents.limits import LIMITS
from checker.documents.worktree import WorkTree
from tests.repositories import Repo


def refusal(tree: WorkTree, path: str) -> str:
    with pytest.raises(InputError) as raised:
        tree.read(path)
    assert raised.value.at == Location(path)
    assert raised.value.exit_code == 3
    assert not tree.exists(path) or (tree.root / path).is_symlink() or not (tree.root / path).is_dir()
    return raised.value.message


def test_a_file_is_read_with_its_path_from_the_root(tmp_path: Path) -> None:
    (tmp_path / "services" / "päy").mkdir(parents=True)
    (tmp_path / "services" / "päy" / 'it\'s "mine"\n.yaml').write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    path = 'services/päy/it\'s "mine"\n.yaml'
    tree = WorkTree(tmp_path)
    assert tree.read(path) == (path, "a: 1\r\n", "")
    assert tree.exists(path)
    assert (tree.label, tree.revision) == ("work tree", "")


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    tree = WorkTree(tmp_path)
    (tmp_path / "plain.yaml").touch()
    for path in ("none.yaml", "no/folder.yaml", "plain.yaml/below.yaml"):
        assert refusal(tree, path) == "there is no such file in the work tree"
        assert not tree.exists(path)


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "a/../../x",
        "a/../x",
        "/etc/passwd",
        "",
        ".",
        "./x",
        "a//b",
        "a/",
        "..\\x",
        "C:/x",
        "C:x",
        "a\0b",
        "\\\\host\\x",
    ],
)
def test_a_path_that_could_leave_the_root_is_refused(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "x").write_text("secret")
    (root / "x").write_text("fine")
    assert "does not stay inside the repository" in refusal(WorkTree(root), path)
    assert not WorkTree(root).exists(path)


@pytest.mark.parametrize("path", [".git/config", "a/.GIT/config"])
def test_files_of_git_are_not_read(tmp_path: Path, path: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("token")
    assert refusal(WorkTree(tmp_path), path) == "git's own files are not read"


def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = os.fsdecode(b"caf\xe9.yaml")
    (tmp_path / path).touch()
    assert "is not UTF-8" in refusal(WorkTree(tmp_path), path)


def test_a_symbolic_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "real").mkdir(parents=True)
    (root / "real" / "model.yaml").write_text("a: 1")
    (tmp_path / "secret.yaml").write_text("secret")
    (root / "out.yaml").symlink_to("../secret.yaml")
    (root / "in.yaml").symlink_to("real/model.yaml")
    (root / "dangling.yaml").symlink_to("nowhere")
    (root / "loop.yaml").symlink_to("loop.yaml")
    tree = WorkTree(root)
    for path in ("out.yaml", "in.yaml", "dangling.yaml", "loop.yaml"):
        assert "symbolic link" in refusal(tree, path)
        assert tree.exists(path), "a link in place of a file must not look like no file"


def test_a_folder_on_the_way_may_not_be_a_link(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / ".git").mkdir(parents=True)
    (root / ".git" / "config").write_text("token")
    (tmp_path / "x.yaml").write_text("secret")
    (root / "out").symlink_to("..")
    (root / "git").symlink_to(".git")
    tree = WorkTree(root)
    for path in ("out/x.yaml", "git/config"):
        assert "goes through a symbolic link" in refusal(tree, path)
        assert not tree.exists(path)


def test_a_link_that_replaces_a_file_after_the_look_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "model.yaml").symlink_to("secret")
    with pytest.raises(OSError):
        WorkTree(tmp_path)._bytes("model.yaml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.yaml")
    assert refusal(WorkTree(tmp_path), "model.yaml") == "it is a pipe, a socket or a device, not a file"
    with pytest.raises(InputError):
        WorkTree(tmp_path)._bytes("model.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").mkdir()
    assert refusal(WorkTree(tmp_path), "model.yaml") == "it is a folder, not a file"
    assert not WorkTree(tmp_path).exists("model.yaml")


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    with (tmp_path / "model.yaml").open("wb") as stream:
        stream.truncate(50_000_000_000)  # takes no space: reading it would
    message = refusal(WorkTree(tmp_path), "model.yaml")
    assert message.startswith("the file has 50,000,000,000 bytes")


def test_the_limit_is_a_number_of_bytes(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_bytes(b"a" * 101)
    assert "101 bytes" in refusal(WorkTree(tmp_path, LIMITS._replace(bytes=100)), "model.yaml")
    assert WorkTree(tmp_path, LIMITS._replace(bytes=101)).read("model.yaml").text == "a" * 101


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything is readable here")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").touch(mode=0)
    assert refusal(WorkTree(tmp_path), "model.yaml") == "it cannot be read: Permission denied"


def test_git_says_which_files_belong(repo: Repo) -> None:
    repo.commit(
        {"a.yaml": "", ".hidden/b.yaml": "", "gone.yaml": "", "was-ignored.log": "", ".gitignore": "*.log\nbuild/\n"}
    )
    repo.write({"gone.yaml": None, "new.yaml": "", "build/c.yaml": "", "d.log": "", 'odd "é\n.yaml': ""})
    repo.stage({"staged.yaml": ""})
    (repo.root / "link.yaml").symlink_to("a.yaml")
    tree = WorkTree(repo.root)
    listed = (".gitignore", ".hidden/b.yaml", "a.yaml", "new.yaml", 'odd "é\n.yaml', "staged.yaml", "was-ignored.log")
    assert tree.files() == listed
    assert tree.links() == ("link.yaml",)


def test_a_conflicted_file_is_listed_once(repo: Repo) -> None:
    repo.commit({"a.yaml": "1"})
    repo.branch("topic")
    repo.commit({"a.yaml": "2"})
    repo.switch("main")
    repo.commit({"a.yaml": "3"})
    repo.git("merge", "topic", fails=True)
    assert WorkTree(repo.root).files() == ("a.yaml",)


def test_a_linked_work_tree_lists_its_own_files(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a.yaml": ""})
    linked = repo.worktree(tmp_path / "linked", "topic")
    linked.write({"b.yaml": ""})
    assert WorkTree(linked.root).files() == ("a.yaml", "b.yaml")
    assert WorkTree(repo.root).files() == ("a.yaml",)


def test_variables_of_another_repository_lead_nobody_astray(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo(tmp_path / "other")
    other.root.mkdir()
    other.git("init", "--quiet")
    other.commit({"theirs.yaml": ""})
    repo.commit({"ours.yaml": ""})
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    assert WorkTree(repo.root).files() == ("ours.yaml",)


def test_without_git_the_folder_is_walked(tmp_path: Path) -> None:
    for path in ("b/x.yaml", "a.yaml", ".env", ".venv/lib/m.yaml", "node_modules/p/m.yaml", "b/node_modules/m.yaml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    assert WorkTree(tmp_path).files() == (".env", "a.yaml", "b/x.yaml")
    assert WorkTree(tmp_path).links() == ("link.yaml", "loop")


def test_a_walk_gives_up_on_a_whole_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(11):
        (tmp_path / f"{number}.yaml").touch()
    monkeypatch.setattr(worktree, "_ENTRIES", 10)
    with pytest.raises(InputError, match="more than 10 files and folders"):
        WorkTree(tmp_path).files()


def test_without_the_git_program_a_repository_is_not_listed_some_other_way(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed"):
        WorkTree(repo.root).files()


def test_a_broken_repository_is_an_error_in_gits_words(repo: Repo) -> None:
    repo.commit({"a.yaml": ""})
    (repo.root / ".git" / "index").write_bytes(b"nonsense")
    with pytest.raises(GitError, match=r"git cannot list the files: .*index file smaller than expected"):
        WorkTree(repo.root).files()


def test_reading_loads_neither_subprocess_nor_gitpython(tmp_path: Path, root: Path) -> None:
    (tmp_path / "model.yaml").write_text("a: 1")
    program = (
        "import sys; from pathlib import Path; from checker.documents.worktree import WorkTree; "
        f"WorkTree(Path({str(tmp_path)!r})).read('model.yaml'); print({{'git', 'subprocess'}} & set(sys.modules))"
    )
    done = subprocess.run((sys.executable, "-c", program), cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
