"""Writing over what was read: all or nothing, with mark and mode, and never through a link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents import rewrite as module
from checker.documents.rewrite import rewrite
from checker.documents.worktree import WorkTree


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    (tmp_path / "m.yaml").write_bytes(b"a: 1\r\n")
    return WorkTree(tmp_path)


def names(tree: WorkTree) -> list[str]:
    return sorted(path.name for path in tree.root.iterdir())


def test_the_text_stands_there_as_it_is(tree: WorkTree) -> None:
    rewrite(tree, tree.read("m.yaml"), "a: 1\r\nb: é\n")
    assert (tree.root / "m.yaml").read_bytes() == "a: 1\r\nb: é\n".encode()
    assert names(tree) == ["m.yaml"]


def test_the_byte_order_mark_and_the_mode_stay(tree: WorkTree) -> None:
    place = tree.root / "m.yaml"
    place.write_bytes(b"\xef\xbb\xbfa: 1\n")
    place.chmod(0o640)
    before = tree.read("m.yaml")
    assert before.text == "a: 1\n"
    rewrite(tree, before, "a: 1\nb: 2\n")
    assert place.read_bytes() == b"\xef\xbb\xbfa: 1\nb: 2\n"
    assert place.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(tree: WorkTree) -> None:
    os.chown(tree.root / "m.yaml", 12345, 12346)
    rewrite(tree, tree.read("m.yaml"), "a: 2\n")
    status = (tree.root / "m.yaml").stat()
    assert (status.st_uid, status.st_gid) == (12345, 12346)


def test_what_changed_in_between_is_not_overwritten(tree: WorkTree) -> None:
    before = tree.read("m.yaml")
    (tree.root / "m.yaml").write_text("a: 2\n")
    with pytest.raises(InputError, match="it has changed since it was read") as refused:
        rewrite(tree, before, "b: 1\n")
    assert (refused.value.hint, (tree.root / "m.yaml").read_text()) == ("run this again", "a: 2\n")


def test_what_is_gone_is_not_made_anew(tree: WorkTree) -> None:
    before = tree.read("m.yaml")
    (tree.root / "m.yaml").unlink()
    with pytest.raises(InputError, match="there is no such file in the work tree"):
        rewrite(tree, before, "b: 1\n")
    assert names(tree) == []


@pytest.mark.parametrize("within", [False, True])
def test_a_link_is_not_followed(tree: WorkTree, tmp_path_factory: pytest.TempPathFactory, within: bool) -> None:
    """Neither one that is the file, nor one that is a folder on the way."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "m.yaml").write_text("a: 1\n")
    path = "in/m.yaml" if within else "l.yaml"
    (tree.root / path.partition("/")[0]).symlink_to(outside if within else outside / "m.yaml")
    with pytest.raises(InputError, match="symbolic link"):
        rewrite(tree, Source(path, "a: 1\n"), "b: 1\n")
    assert (outside / "m.yaml").read_text() == "a: 1\n"


@pytest.mark.parametrize("path", ["../m.yaml", "/etc/passwd", ".git/config"])
def test_a_path_that_leads_out_is_refused(tree: WorkTree, path: str) -> None:
    with pytest.raises(InputError):
        rewrite(tree, Source(path, "a: 1\n"), "b: 1\n")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may write everything is refused nothing")
def test_a_file_that_is_read_only_is_left_alone(tree: WorkTree) -> None:
    before = tree.read("m.yaml")
    (tree.root / "m.yaml").chmod(0o444)
    with pytest.raises(InputError, match="it cannot be written: Permission denied"):
        rewrite(tree, before, "b: 1\n")
    assert (tree.root / "m.yaml").read_bytes() == b"a: 1\r\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full device is known on Linux only")
def test_a_full_disk_leaves_the_file_as_it_was(tree: WorkTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new text goes to another file first: here to the device that is always full."""

    def full(dir: Path, prefix: str) -> tuple[int, str]:
        return os.open("/dev/full", os.O_WRONLY), str(dir / f"{prefix}new")

    monkeypatch.setattr(module.tempfile, "mkstemp", full)
    with pytest.raises(InputError, match="it cannot be written: No space left on device"):
        rewrite(tree, tree.read("m.yaml"), "b: 1\n")
    assert (names(tree), (tree.root / "m.yaml").read_bytes()) == (["m.yaml"], b"a: 1\r\n")
