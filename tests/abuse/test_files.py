"""Paths that lead elsewhere: links, submodules, pipes, names that climb out. None is followed, none is a pass."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.abuse.asking import STALE, check, propose, threat, weaken
from tests.command import TODAY, inside
from tests.doors.shop import CHANGED, MODEL
from tests.repositories import Repo, new_repo

CONFIG = ".threatgate.yaml"
SECRET = "token: hunter2"
LINK = "it is a symbolic link, and links are not followed"
NOT_A_FILE = "has the name of a model and is a link, a submodule or a pipe in the"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Texts beside the repository that nobody may read."""
    (tmp_path / "secret.yaml").write_text(SECRET)
    (tmp_path / "model.yaml").write_text(MODEL)
    return tmp_path


def link(repo: Repo, path: str, to: str) -> None:
    """Commit a symbolic link in place of whatever is there."""
    place = repo.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(to)
    repo.git("add", "--all")
    repo.commit()


def silent(repo: Repo) -> None:
    """No output of any command holds the secret."""
    for arguments in (("check", "--base", "main"), ("check",), ("diff", "main"), ("diff", "main", "HEAD"), ("review",)):
        done = inside(repo.root, *arguments)
        assert SECRET not in done.out + done.err
        assert "hunter2" not in done.out + done.err


TARGETS = {
    "09 symbolic link in place of the model: to a secret outside": "../secret.yaml",
    "09 symbolic link in place of the model: to a harmless model outside": "../model.yaml",
    "09 symbolic link in place of the model: to a harmless model inside": "docs/model.yaml",
    "09 symbolic link in place of the model: to a device": "/dev/zero",
    "09 symbolic link in place of the model: to the environment of the process": "/proc/self/environ",
    "09 symbolic link in place of the model: to itself": "threatmodel.yaml",
    "09 symbolic link in place of the model: to nothing": "nowhere",
    "09 symbolic link in place of the model: into .git": ".git/config",
}


@pytest.mark.parametrize("to", [pytest.param(to, marks=threat(w, "exit 3")) for w, to in TARGETS.items()])
def test_a_link_in_place_of_the_model_is_not_followed(shop: Repo, outside: Path, to: str) -> None:
    shop.commit({"docs/model.yaml": MODEL})
    link(shop, "threatmodel.yaml", to)
    for arguments in (("--base", "main"), ("--base", "main", "--exact"), ()):
        said = check(shop, *(arguments or ("--fail-on", "high")))
        assert said.code == 3
        assert said.failures == [(f"threatmodel.yaml {NOT_A_FILE} work tree", "threatmodel.yaml:1:1")]
    silent(shop)


FILES = {
    ".threatgate.yaml": 2,
    ".threatgate-waivers.yaml": 2,
    ".threatgate-baseline.yaml": 2,
    "threatmodel.reviews.yaml": 3,
}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param(path, code, marks=threat(f"09 symbolic link in place of {path}", f"exit {code}"))
        for path, code in FILES.items()
    ],
)
def test_a_link_in_place_of_a_file_of_the_gate_is_not_followed(shop: Repo, outside: Path, path: str, code: int) -> None:
    link(shop, path, "../secret.yaml")
    said = check(shop)
    assert (said.code, said.failures) == (code, [(LINK, f"{path}:1:1")])
    silent(shop)


@threat("09 symbolic link in place of a policy pack", says="exit 2")
def test_a_link_in_place_of_a_pack_judges_nothing(shop: Repo, outside: Path) -> None:
    shop.switch("main")
    pack = "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n"
    shop.commit({"p/pack.yaml": pack, ".threatgate.yaml": "threatgate: 1\npacks: [boundary, ./p]\n"})
    shop.branch("topic")
    (shop.root / "p" / "pack.yaml").unlink()
    (shop.root / "p").rmdir()
    link(shop, "p", "../elsewhere")
    said = check(shop)
    message = "the folder './p' is no policy pack: it has no pack.yaml"
    assert (said.code, said.failures) == (2, [(message, f"{CONFIG}:2:19")])
    silent(shop)


@threat("09 symbolic link to an included part", says="model/include-failed")
def test_a_link_to_a_part_is_not_followed(shop: Repo, outside: Path) -> None:
    shop.commit({"threatmodel.yaml": f"{MODEL}include: [part.yaml]\n"})
    link(shop, "part.yaml", "../secret.yaml")
    said = check(shop)
    assert (said.code, said.findings) == (1, [("model/include-failed", "threatmodel.yaml:17:11", "model#include")])
    silent(shop)


@threat("09 folder on the way to a model is a symbolic link", says="model/removed")
def test_a_linked_folder_holds_no_model(shop: Repo, outside: Path) -> None:
    shop.switch("main")
    shop.commit({"deep/threatmodel.yaml": MODEL.replace("id: shop", "id: deep")})
    shop.branch("topic")
    shop.commit({"deep/threatmodel.yaml": None})
    (shop.root / "deep").rmdir()
    link(shop, "deep", "..")
    said = check(shop)
    assert said.code == 1
    assert ("model/removed", "deep/threatmodel.yaml:1:1", "model/deep/threatmodel.yaml") in said.findings
    silent(shop)


@threat("09 folder that is a link to itself", says="ended; the change beside it is found")
def test_a_loop_of_folders_ends(shop: Repo) -> None:
    weaken(shop)
    link(shop, "loop", ".")
    said = check(shop)
    assert (said.code, said.findings) == (1, [STALE])


@threat("09 named pipe in place of a model", says="exit 3, without waiting")
def test_a_pipe_is_not_waited_for(shop: Repo) -> None:
    (shop.root / "threatmodel.yaml").unlink()
    os.mkfifo(shop.root / "threatmodel.yaml")
    said = check(shop)
    assert (said.code, said.failures) == (3, [(f"threatmodel.yaml {NOT_A_FILE} work tree", "threatmodel.yaml:1:1")])


@threat("09 review written through a symbolic link", says="exit 3; the file outside is as it was")
def test_a_review_is_not_written_through_a_link(shop: Repo, outside: Path) -> None:
    link(shop, "threatmodel.reviews.yaml", "../secret.yaml")
    done = inside(shop.root, "review", "--all", "--by", "eve@example.com", "--as-of", TODAY)
    assert done.code == 3
    assert "threatmodel.reviews.yaml:1:1" in done.err
    assert (outside / "secret.yaml").read_text() == SECRET


@threat("09 review written through a symbolic link to nothing", says="exit 3; no file is made outside")
def test_a_review_makes_no_file_through_a_link(shop: Repo, outside: Path) -> None:
    link(shop, "threatmodel.reviews.yaml", "../made.yaml")
    done = inside(shop.root, "review", "--all", "--by", "eve@example.com", "--as-of", TODAY)
    assert done.code == 3
    assert not (outside / "made.yaml").exists()


CLIMBING = {
    "../secret.yaml": "is outside the repository",
    "a/../../secret.yaml": "is outside the repository",
    "/etc/passwd": "is no relative path with '/' between its parts",
    "C:/secret.yaml": "does not stay inside the repository",
    "C:\\\\secret.yaml": "is no relative path with '/' between its parts",
    "..\\\\secret.yaml": "is no relative path with '/' between its parts",
    "%2e%2e/secret.yaml": "there is no such file",
    "..%2fsecret.yaml": "there is no such file",
    "secret.yaml\\0.yaml": "is no relative path with '/' between its parts",
    "file:///etc/passwd": "is an address: only files of this repository can be included",
    "~/secret.yaml": "is no relative path with '/' between its parts",
    "$HOME/secret.yaml": "there is no such file",
    ".git/config": "git's own files are not read",
    ".GIT/config": "git's own files are not read",
    "sub/.git/config": "git's own files are not read",
    "up/secret.yaml": "goes through a symbolic link",
    "git/config": "goes through a symbolic link",
    "threatmodel.yaml": "files include each other in a circle",
    "folder": "it is a folder, not a file",
}


@threat("10 path traversal in an include: 19 spellings", says="model/include-failed, each at its place")
def test_an_include_stays_inside(shop: Repo, outside: Path) -> None:
    (shop.root / "up").symlink_to("..")
    (shop.root / "git").symlink_to(".git")
    shop.write({"folder/x.txt": ""})
    lines = "".join(f'  - "{name}"\n' for name in CLIMBING)
    shop.git("add", "--all")
    said = propose(shop, {"threatmodel.yaml": f"{MODEL}include:\n{lines}"})
    assert said.code == 1
    assert said.findings == [
        ("model/include-failed", f"threatmodel.yaml:{18 + number}:5", "model#include")
        for number in range(len(CLIMBING))
    ]
    for result, why in zip(said.report["results"], CLIMBING.values(), strict=True):
        assert why in result["message"]
    silent(shop)


@threat("10 path traversal in an include, commits compared", says="model/include-failed")
def test_an_include_of_a_commit_stays_in_that_commit(shop: Repo, outside: Path) -> None:
    model = f"{MODEL}include: [../secret.yaml, only-on-disk.yaml]\n"
    shop.write({"only-on-disk.yaml": "components: {x: {type: service}}\n"})
    shop.stage({"threatmodel.yaml": model})
    said = check(shop, "--staged")
    places = [("model/include-failed", f"threatmodel.yaml:17:{column}", "model#include") for column in (11, 27)]
    assert (said.code, said.findings) == (1, places)


@threat("10 includes in a circle and too deep", says="model/include-failed")
def test_includes_end(shop: Repo) -> None:
    parts = {f"p{n}.yaml": f"include: [p{n + 1}.yaml]\n" for n in range(40)}
    said = propose(shop, {"threatmodel.yaml": f"{MODEL}include: [p0.yaml]\n", **parts})
    assert (said.code, [rule for rule, _, _ in said.findings]) == (1, ["model/include-failed"])


@threat("10 path traversal in the name of a policy folder", says="exit 2, placed")
def test_a_pack_outside_is_refused(shop: Repo, outside: Path) -> None:
    said = propose(shop, {".threatgate.yaml": "threatgate: 1\npacks: [boundary, ./../p]\n"})
    message, place = said.failures[0]
    assert (said.code, place) == (2, ".threatgate.yaml:2:19")
    assert "is not a folder inside the repository" in message


@pytest.fixture
def inner(tmp_path: Path) -> Repo:
    """A repository of somebody else, with a model that passes."""
    inner = new_repo(tmp_path / "inner")
    inner.commit({"threatmodel.yaml": MODEL.replace("id: shop", "id: inner")})
    return inner


@threat("18 submodule in place of a model", says="exit 3")
def test_a_submodule_in_place_of_a_model_is_not_read(shop: Repo, inner: Repo) -> None:
    shop.git("rm", "--quiet", "threatmodel.yaml")
    shop.git("update-index", "--add", "--cacheinfo", f"160000,{inner.head},threatmodel.yaml")
    said = check(shop, "--staged")
    assert said.code == 3
    assert said.failures == [(f"threatmodel.yaml {NOT_A_FILE} index", "threatmodel.yaml:1:1")]


@threat("18 submodule with commands in its config, and a .gitmodules that includes a pipe", says="not entered")
def test_submodules_are_not_entered(shop: Repo, inner: Repo, tmp_path: Path, mark: Path, trap: str) -> None:
    shop.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.root), "sub")
    checked_out = Repo(shop.root / "sub")
    checked_out.git("config", "core.fsmonitor", trap)
    checked_out.write({"threatmodel.yaml": "threatgate: ["})
    shop.git("config", "-f", ".gitmodules", "submodule.sub.update", f"!{trap}")
    os.mkfifo(tmp_path / "pipe")
    shop.git("config", "-f", ".gitmodules", "include.path", str(tmp_path / "pipe"))
    mark.unlink(missing_ok=True)  # git itself went into the trap
    weaken(shop, {".gitmodules": (shop.root / ".gitmodules").read_bytes()})
    mark.unlink(missing_ok=True)
    for arguments in (("--base", "main"), ("--staged",)):
        said = check(shop, *arguments)
        assert not mark.exists()
        assert [place for _, place, _ in said.findings if place.startswith("sub")] == []
    assert check(shop).findings == [STALE]


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param(text, id=text.split("=")[0], marks=threat(f"17 .gitattributes of the change: {text}", says))
        for text, says in {
            "eol=crlf": "review/stale",
            "text eol=lf ident": "review/stale",
            "-diff -text": "review/stale",
            "binary": "review/stale",
            "export-ignore export-subst": "review/stale",
            "merge=ours": "review/stale",
            "linguist-generated=true": "review/stale",
        }.items()
    ],
)
def test_attributes_hide_no_change(shop: Repo, attributes: str) -> None:
    weaken(shop, {".gitattributes": f"* {attributes}\n"})
    shop.git("rm", "--cached", "-r", "--quiet", ".")
    shop.git("reset", "--quiet", "--hard")
    for arguments in (("--base", "main"), ("--base", "main", "--exact")):
        said = check(shop, *arguments)
        assert said.code == 1
        assert STALE in said.findings


@pytest.mark.parametrize(
    "attribute",
    [
        pytest.param(text, marks=threat(f"17 .gitattributes of the change: {text}", "exit 3"))
        for text in ("working-tree-encoding=UTF-7", "working-tree-encoding=IBM1047", "filter=lfs", "[attr]x filter=lfs")
    ],
)
def test_what_is_on_disk_does_not_stand_in_for_what_is_committed(shop: Repo, attribute: str) -> None:
    macro = attribute if attribute.startswith("[attr]") else f"[attr]x {attribute}"
    shop.commit({"threatmodel.yaml": CHANGED})
    shop.commit({".gitattributes": f"{macro}\nthreatmodel.yaml x\n"})
    said = check(shop)
    assert (said.code, said.failures) == (3, [(CONVERTED, "threatmodel.yaml:1:1")])
    said = check(shop, "--staged")
    assert said.code == 0, "nothing is staged: what is committed is compared with what is committed"


PLAIN = """\
threatgate: 1
system:
  id: shop
boundaries:
  inside:
    trust: internal
components:
  till:
    type: service
    description: the till
    boundary: inside
    owner: team-shop
threats:
  leak:
    title: Orders leak
    on:
      - till
    refs:
      - 'stride:I'
    status: mitigated
    controls:
      - tls
controls:
  tls:
    title: TLS everywhere
    level: infrastructure
    status: implemented
"""
QUOTED = PLAIN.replace("description: the till", 'description: "').replace("owner: team-shop", 'owner: team-shop"')
"""As committed, the boundary is text of a description. On disk, in UTF-7, the quotes are letters: it is a boundary."""


@threat("17 .gitattributes of the change: an encoding in which the disk reads like the base", says="exit 3")
def test_an_encoding_does_not_hide_what_is_committed(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": PLAIN})
    assert inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit()
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": QUOTED})
    repo.commit({".gitattributes": "threatmodel.yaml working-tree-encoding=UTF-7\n"})
    (repo.root / "threatmodel.yaml").unlink()
    repo.git("checkout", "--quiet", "--", "threatmodel.yaml")
    assert check(repo, "--fail-on", "high").code == 0, "the disk alone reads like a reviewed model"
    assert "boundary" in inside(repo.root, "diff", "main", "topic").out, "and it is not what the change brings"
    said = check(repo)
    hidden = ("gate/hidden-from-review", ".gitattributes:1:1", "gate/.gitattributes")
    assert (said.code, said.findings, said.failures) == (3, [hidden], [(CONVERTED, "threatmodel.yaml:1:1")])


CONVERTED = "the attributes of git convert this file (filter or encoding), so the disk does not hold what is committed"
