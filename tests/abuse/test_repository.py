"""A hostile repository, and hostile text given to git: nothing runs, nothing is written, no other repository is read.

Each trap is sprung with plain git first where that is possible: one that has rusted fails its test.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.abuse.asking import STALE, check, everything, threat, weaken
from tests.command import TODAY, inside, threatgate
from tests.doors.shop import CHANGED, MODEL
from tests.repositories import Repo, new_repo


def spring(mark: Path) -> None:
    assert mark.exists(), "the trap does not work, so this test would show nothing"
    mark.unlink()


def found(repo: Repo, *arguments: str, cwd: str = "") -> None:
    """The weakened flow is found, whatever lies around it."""
    said = check(repo, *arguments, cwd=cwd)
    assert (said.code, said.findings, said.failures) == (1, [STALE], [])


def every_command(repo: Repo) -> None:
    """Everything that reads a repository, once, and what each must say."""
    found(repo)
    found(repo, "--base", "main", "--exact")
    assert check(repo, "--staged").code == 0
    for arguments in (("diff", "main"), ("diff", "main", "topic"), ("diff", "main", "--staged")):
        done = inside(repo.root, *arguments)
        assert done.code == 0
        assert "order" in done.out
    done = inside(repo.root, "review", "--changed", "--base", "main", "--as-of", TODAY)
    assert (done.code, "order" in done.out) == (0, True)


# 16: text as a revision

REVISIONS = {
    "--output=FILE": "--output=mark",
    "-O FILE": "-Omark",
    "--upload-pack=COMMAND": "--upload-pack=touch mark",
    "--exec=COMMAND": "--exec=touch mark",
    "--end-of-options": "--end-of-options",
    "--all": "--all",
    "a new line": "main\nHEAD",
    "a carriage return": "main\r",
    "a megabyte": "^" * 100_000,  # the longest argument that Linux takes is 128 KiB
    "a megabyte of parents": "HEAD" + "~999999" * 15_000,
    "a range": "main..HEAD",
    "a path": "HEAD:threatmodel.yaml",
    "a search": ":/record",
    "a search behind a name": "HEAD^{/record}",
    "a glob": "refs/heads/*",
    "a command": "$(touch mark)",
    "backquotes": "`touch mark`",
    "a semicolon": "main;touch mark",
    "a climb": "refs/../../../../etc/passwd",
    "a bidirectional control": "\u202emain",
}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=what, marks=threat(f"16 text as a revision: {what}", "exit 3"))
        for what, text in REVISIONS.items()
    ],
)
def test_a_text_is_never_an_option(shop: Repo, text: str) -> None:
    before = everything(shop.root)
    for arguments in (
        ("check", f"--base={text}"),
        ("check", "--base", text, "--exact"),
        ("review", "--changed", f"--base={text}", "--by", "eve@example.com"),
        ("diff", "--", text, "HEAD"),
        ("diff", "--", "HEAD", text),
    ):
        done = inside(shop.root, *arguments)
        assert (done.code, done.out) == (3, ""), done
        assert done.err.startswith("threatgate: error: ")
        assert len(done.err) < 1000
        assert done.err.replace("\n", "").isprintable()
    assert everything(shop.root) == before


@pytest.mark.parametrize("name", ["CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_COMMIT_BEFORE_SHA"])
@threat("16 text as a revision, from the variables of a CI system", says="exit 3")
def test_a_variable_is_never_an_option(shop: Repo, name: str) -> None:
    before = everything(shop.root)
    for text in ("--output=mark", "main\nHEAD", "--upload-pack=touch mark"):
        env = {"GITLAB_CI": "true", name: text, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": text}
        assert check(shop, "--base", "auto", env=env).code == 3
        hook = {"PRE_COMMIT_FROM_REF": text, "PRE_COMMIT_TO_REF": "main"}
        assert check(shop, "--staged", env=hook).code == 3
    assert everything(shop.root) == before


@threat("16 branch whose name is an option", says="not asked for as one; exit 3")
def test_a_branch_that_is_called_like_an_option(shop: Repo) -> None:
    shop.git("update-ref", "refs/heads/--output=mark", "HEAD")
    env = {"BITBUCKET_PR_DESTINATION_BRANCH": "--output=mark", "BITBUCKET_COMMIT": shop.head}
    assert check(shop, "--base", "auto", env=env).code == 3
    assert not (shop.root / "mark").exists()


# 17: commands in config, hooks, attributes


@threat("17 commands in the repository's config: fsmonitor, diffs, filters, pager, editor", says="not run")
def test_no_command_of_the_config_is_run(shop: Repo, mark: Path, trap: str) -> None:
    weaken(shop, {"notes.txt": "1\n", ".gitattributes": "notes.txt diff=evil filter=evil merge=evil\n"})
    for key in ("core.fsmonitor", "diff.external", "diff.evil.textconv", "diff.evil.command", "merge.evil.driver"):
        shop.git("config", key, trap)
    for key in ("clean", "smudge"):
        shop.git("config", f"filter.evil.{key}", trap)
    for key in ("core.pager", "core.editor", "core.sshCommand", "core.askPass", "credential.helper", "alias.ls-files"):
        shop.git("config", key, f"!{trap}")
    for key in ("gpg.program", "core.gitProxy", "uploadpack.packObjectsHook", "core.alternateRefsCommand"):
        shop.git("config", key, trap)
    shop.git("status", fails=True)
    spring(mark)
    shop.git("-c", "core.fsmonitor=false", "diff", "main", fails=True)
    spring(mark)
    shop.git("config", "filter.evil.process", trap)  # git does not wait for the end of this one
    shop.git("config", "filter.evil.required", "true")
    shop.write({"notes.txt": "2\n"})
    os.utime(shop.root / "threatmodel.yaml", (1, 1))
    every_command(shop)


@threat("17 commands in a config that the repository's includes, also by condition", says="not run")
def test_no_command_of_an_included_config_is_run(shop: Repo, tmp_path: Path, mark: Path, trap: str) -> None:
    weaken(shop)
    (tmp_path / "more").write_text(f"[core]\n\tfsmonitor = {trap}\n[diff]\n\texternal = {trap}\n")
    shop.git("config", "include.path", str(tmp_path / "more"))
    shop.git("config", f"includeIf.gitdir:{shop.root}/.path", str(tmp_path / "more"))
    shop.git("config", "includeIf.onbranch:topic.path", str(tmp_path / "more"))
    shop.git("status", fails=True)
    spring(mark)
    every_command(shop)


HOOKS = (
    "post-index-change",
    "reference-transaction",
    "pre-auto-gc",
    "post-checkout",
    "fsmonitor-watchman",
    "pre-commit",
)


@threat("17 hooks of the repository", says="not run")
def test_no_hook_is_run(shop: Repo, tmp_path: Path, mark: Path, trap: str) -> None:
    weaken(shop)
    for name in HOOKS:
        shop.hook(name, trap)
    (tmp_path / "hooks").mkdir()
    shop.git("config", "core.hooksPath", str(shop.root / ".git" / "hooks"))
    os.utime(shop.root / "threatmodel.yaml", (1, 1))
    shop.git("update-index", "--refresh")
    spring(mark)
    os.utime(shop.root / "threatmodel.yaml", (2, 2))
    every_command(shop)


@pytest.fixture
def embedded(shop: Repo, trap: str) -> Repo:
    """A change that brings a bare repository, as plain files, with a command in its config and a model beside it."""
    config = f"[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = {trap}\n"
    bare = {"HEAD": "ref: refs/heads/main\n", "config": config, "objects/.keep": "", "refs/.keep": ""}
    weaken(shop, {f"services/pay/{path}": content for path, content in bare.items()})
    return shop


@threat("17 bare repository planted in a folder", says="not opened, nothing run; the outer repository is compared")
def test_a_planted_repository_is_just_files(embedded: Repo, mark: Path) -> None:
    Repo(embedded.root / "services" / "pay").git("status", fails=True)
    spring(mark)
    for cwd in ("", "services", "services/pay", "services/pay/objects"):
        said = check(embedded, cwd=cwd)
        assert (said.code, said.findings) == (1, [STALE]), cwd
        assert said.report["base"]["revision"] == embedded.git("rev-parse", "main")
    every_command(embedded)


@threat("17 bare repository planted in a folder, named as the path to check", says="exit 2, nothing run")
def test_a_planted_repository_is_no_root(embedded: Repo, mark: Path) -> None:
    done = inside(embedded.root, "check", "--base", "main", "services/pay")
    assert done.code == 2
    assert "nothing to check at services/pay" in done.err


@threat("17 Python modules of the repository with the names of ours", says="not imported")
def test_no_module_of_the_repository_is_imported(shop: Repo, mark: Path) -> None:
    code = f"open({str(mark)!r}, 'w').close()\n"
    names = ("sitecustomize.py", "usercustomize.py", "yaml.py", "click.py", "git.py", "checker/__init__.py", "json.py")
    weaken(shop, dict.fromkeys(names, code) | {"conftest.py": code, "setup.py": code, "evil.pth": f"import os; {code}"})
    done = threatgate(shop.root, "check", "--base", "main", "--as-of", TODAY)
    assert done.code == 1
    assert "threatmodel.yaml:12:106" in done.out


@threat("17 program called git in the folder of the run", says="not run")
def test_no_git_of_the_repository_is_run(shop: Repo, mark: Path, trap: str) -> None:
    weaken(shop, dict.fromkeys(("git", "git.exe", "git.bat", "git-ls-files"), f"#!/bin/sh\ntouch '{mark}'\n"))
    for name in ("git", "git.exe", "git.bat", "git-ls-files"):
        (shop.root / name).chmod(0o755)
    done = threatgate(shop.root, "check", "--base", "main", "--as-of", TODAY)
    assert done.code == 1
    assert "threatmodel.yaml:12:106" in done.out


# 5.1: other repositories, other history


@pytest.fixture
def other(tmp_path: Path) -> Repo:
    """Another repository, in which the weakened model was there from the start."""
    other = new_repo(tmp_path / "other")
    other.commit({"threatmodel.yaml": CHANGED})
    return other


@threat("17 variables of git that lead to another repository, index or objects", says="this repository is compared")
def test_the_environment_leads_to_no_other_repository(shop: Repo, other: Repo) -> None:
    weaken(shop)
    git_dir = other.root / ".git"
    env = {
        "GIT_DIR": str(git_dir),
        "GIT_COMMON_DIR": str(git_dir),
        "GIT_WORK_TREE": str(other.root),
        "GIT_OBJECT_DIRECTORY": str(git_dir / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(git_dir / "objects"),
        "GIT_NAMESPACE": "theirs",
        "GIT_SHALLOW_FILE": str(git_dir / "HEAD"),
        "GIT_GRAFT_FILE": str(git_dir / "HEAD"),
        "GIT_REPLACE_REF_BASE": "refs/heads/",
        "GIT_CEILING_DIRECTORIES": str(shop.root),
        "GIT_ATTR_SOURCE": "HEAD",
        "GIT_LITERAL_PATHSPECS": "1",
    }
    said = check(shop, env=env)
    assert (said.code, said.findings) == (1, [STALE])
    assert said.report["base"]["revision"] == shop.git("rev-parse", "main")
    said = check(shop, "--base", other.head, env=env)
    assert said.code == 3, "objects of others are not at hand"


@threat("17 variables of git that name a command", says="not run")
def test_no_command_of_the_environment_is_run(shop: Repo, mark: Path, trap: str) -> None:
    weaken(shop)
    os.utime(shop.root / "threatmodel.yaml", (1, 1))
    names = ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_EDITOR", "GIT_SSH_COMMAND", "GIT_SSH", "GIT_ASKPASS", "SSH_ASKPASS")
    env = dict.fromkeys((*names, "GIT_PROXY_COMMAND", "PAGER", "EDITOR"), trap)
    env |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": trap}
    env |= {"GIT_CONFIG_PARAMETERS": f"'core.fsmonitor'='{trap}'"}
    for arguments in (("--base", "main"), ("--base", "main", "--exact")):
        said = check(shop, *arguments, env=env)
        assert (said.code, said.findings) == (1, [STALE])


@threat("17 core.worktree that leads elsewhere", says="this work tree is compared")
def test_a_work_tree_setting_leads_nowhere(shop: Repo, other: Repo) -> None:
    weaken(shop)
    shop.git("config", "core.worktree", str(other.root))
    found(shop)
    assert check(shop, "--staged").code == 0


@threat("17 alternates with the objects of another repository", says="the base is of this repository's history")
def test_alternates_lend_objects_and_no_history(shop: Repo, other: Repo) -> None:
    weaken(shop)
    (shop.root / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (shop.root / ".git" / "objects" / "info" / "alternates").write_text(f"{other.root / '.git' / 'objects'}\n")
    found(shop)
    said = check(shop, "--base", other.head)
    assert said.code == 3
    assert "have no commit in common" in said.failures[0][0]


@threat("17 lazy fetch from a remote that runs a command", says="exit 3, placed; not run")
def test_nothing_is_fetched(shop: Repo, tmp_path: Path, mark: Path) -> None:
    shop.git("config", "uploadpack.allowFilter", "true")
    weaken(shop)
    clone = shop.clone(tmp_path / "clone", "--filter=blob:none")
    clone.git("config", "remote.origin.url", f"ext::touch {mark}")
    clone.git("config", "protocol.ext.allow", "always")
    clone.git("cat-file", "blob", "origin/main:threatmodel.yaml", fails=True)
    spring(mark)
    said = check(clone, "--base", "origin/main")
    assert said.code == 3
    assert [place for _, place in said.failures] == ["threatmodel.yaml:1:1"]


@threat("19 replaced commits and files", says="not believed: review/stale")
def test_replacements_are_not_believed(shop: Repo) -> None:
    main = shop.git("rev-parse", "main")
    weaken(shop)
    lie = shop.git("rev-parse", "HEAD:threatmodel.yaml")
    shop.git("replace", shop.git("rev-parse", "main:threatmodel.yaml"), lie)
    assert shop.git("show", "main:threatmodel.yaml") + "\n" == CHANGED
    found(shop)
    shop.git("replace", main, shop.head)
    found(shop)


@threat("19 replacements fetched along with everything else", says="not believed: review/stale")
def test_fetched_replacements_are_not_believed(shop: Repo, tmp_path: Path) -> None:
    weaken(shop)
    shop.git("replace", shop.git("rev-parse", "main:threatmodel.yaml"), shop.git("rev-parse", "HEAD:threatmodel.yaml"))
    clone = new_repo(tmp_path / "clone")
    clone.git("fetch", "--quiet", shop.root.as_uri(), "+refs/*:refs/*", "--update-head-ok")
    clone.git("checkout", "--quiet", "--force", "topic")
    assert clone.git("show", "main:threatmodel.yaml") + "\n" == CHANGED
    found(clone)


@threat("19 grafted parents", says="not believed: review/stale")
def test_grafts_are_not_believed(shop: Repo) -> None:
    weaken(shop)
    shop.commit({"notes.txt": "x"})
    (shop.root / ".git" / "info").mkdir(exist_ok=True)
    (shop.root / ".git" / "info" / "grafts").write_text(f"{shop.git('rev-parse', 'main')} {shop.head}\n")
    assert shop.git("merge-base", "main", "HEAD", fails=True) == shop.head
    found(shop)


# 26, 27: what a run leaves and tells


@threat("26 credentials in the address of a remote, and tokens in the environment", says="not printed")
def test_no_secret_is_printed(shop: Repo, tmp_path: Path) -> None:
    shop.git("config", "uploadpack.allowFilter", "true")
    weaken(shop)
    clone = shop.clone(tmp_path / "clone", "--filter=blob:none")
    clone.git("config", "remote.origin.url", "https://robot:hunter2@localhost:1/shop.git")
    env = {"GITHUB_TOKEN": "hunter2", "CI_JOB_TOKEN": "hunter2", "THREATGATE_DEBUG": "1"}
    for arguments in (
        ("check", "--base", "origin/main"),
        ("check", "--base", "nowhere"),
        ("diff", "origin/main"),
        ("check",),
    ):
        done = inside(clone.root, *arguments, env=env)
        assert done.out + done.err
        assert "hunter2" not in done.out + done.err


@threat("27 cache of an earlier run", says="there is none: a run writes nothing")
def test_a_run_leaves_nothing_behind(shop: Repo) -> None:
    weaken(shop)
    os.utime(shop.root / "threatmodel.yaml", (1, 1))
    before = everything(shop.root)
    every_command(shop)
    assert everything(shop.root) == before


def test_the_model_of_these_tests_is_the_one_of_the_fixture(shop: Repo) -> None:
    assert (shop.root / "threatmodel.yaml").read_text() == MODEL
