"""Somebody does something to the model's file: hides it, moves it, breaks it, puts another in its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bypass.test_models import own
from tests.bypass.ways import PATH, TEXT
from tests.command import inside, report, subject
from tests.repositories import Repo, new_repo

CHANGE = {
    "assistant": ("    authority: [read-orders]\n", "    authority: [read-orders, issue-refunds]\n", "component/bot"),
    "shop": ("    boundary: vault\n", "    boundary: inside\n", "component/card-store"),
    "threagile": ("internet: true", "internet: false", "component/web"),
}
"""An edit that needs a review, for tricks that hide it."""

Trick = Callable[[Repo, str], None]
"""What is done to the branch of the repository of one model."""


def changed(model: str) -> str:
    old, new, _ = CHANGE[model]
    assert TEXT[model].count(old) == 1
    return TEXT[model].replace(old, new)


def beside(model: str) -> str:
    return PATH[model].removesuffix(".yaml") + ".reviews.yaml"


def delete(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: None})


def delete_all(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: None, beside(model): None})


def other_name(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: None, "model.yaml": TEXT[model]})


def backup_name(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: None, f"{PATH[model]}.bak": TEXT[model]})


def link(repo: Repo, model: str) -> None:
    repo.commit({"elsewhere.txt": TEXT[model]})
    (repo.root / PATH[model]).unlink()
    (repo.root / PATH[model]).symlink_to("elsewhere.txt")
    repo.git("add", "--all")
    repo.commit()


def link_outside(repo: Repo, model: str) -> None:
    (repo.root / PATH[model]).unlink()
    (repo.root / PATH[model]).symlink_to("/etc/hostname")
    repo.git("add", "--all")
    repo.commit()


def submodule(repo: Repo, model: str) -> None:
    inner = new_repo(repo.root.parent / f"inner-{model}")
    commit = inner.commit({"a": "b"})
    repo.git("rm", "--quiet", PATH[model])
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{PATH[model]}")
    repo.commit()
    (repo.root / PATH[model]).mkdir(exist_ok=True)


def folder(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: None})
    repo.commit({f"{PATH[model]}/part.yaml": TEXT[model]})


def submodule_around(repo: Repo, model: str) -> None:
    """On main the model lies in a folder; the branch makes a submodule of that, which has such a file as well."""
    repo.git("checkout", "--quiet", "--detach")
    repo.commit({PATH[model]: None, f"shop/{PATH[model]}": TEXT[model]})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.commit({f"shop/{PATH[model]}": None})
    inner = new_repo(repo.root / "shop")
    commit = inner.commit({PATH[model]: TEXT[model]})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},shop")
    repo.commit()


def untrack(repo: Repo, model: str) -> None:
    """The file stays on disk, as a file that git ignores."""
    repo.git("rm", "--quiet", "--cached", PATH[model])
    repo.commit({".gitignore": f"/{PATH[model]}\n"})


def no_utf8(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: TEXT[model].encode("utf-16")})


def broken(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: changed(model) + "\nbroken: [\n"})


def blank(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: ""})


def huge(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: changed(model) + "# padding\n" * 3_400_000})


def deep(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: changed(model) + f"x: {'[' * 5000}\n"})


def two_documents(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: f"{TEXT[model]}---\n{changed(model)}"})


def unreadable(repo: Repo, model: str) -> None:
    """On disk only: the gate of a work tree cannot read it."""
    (repo.root / PATH[model]).unlink()
    os.mkfifo(repo.root / PATH[model])


FILES = {
    "delete the model": (delete, 1, "model/removed 1:1 model/{path}"),
    "delete the model with its reviews": (delete_all, 1, "model/removed 1:1 model/{path}"),
    "give the model a name that is not looked for": (other_name, 1, "model/removed 1:1 model/{path}"),
    "rename the model to a backup": (backup_name, 1, "model/removed 1:1 model/{path}"),
    "put a link in place of the model": (link, 3, "{path} has the name of a model and is a link"),
    "put a link that leads outside in its place": (link_outside, 3, "{path} has the name of a model and is a link"),
    "put a submodule in place of the model": (submodule, 3, "is a link, a submodule or a pipe"),
    "put a submodule in place of its folder": (submodule_around, 1, "model/removed 1:1 model/shop/{path}"),
    "track the model no longer, and ignore it": (untrack, 1, "model/removed 1:1 model/{path}"),
    "put a folder in place of the model": (folder, 1, "model/removed 1:1 model/{path}"),
    "write the model in another encoding": (no_utf8, 3, "the file is UTF-16"),
    "break the model so that nothing but its syntax is told": (broken, 1, "model/syntax"),
    "leave the model blank": (blank, 1, "model/"),
    "make the model too big to read": (huge, 3, "more than"),
    "nest the model too deep to read": (deep, 3, "more than 64 levels of lists and mappings"),
    "put another document behind the model": (two_documents, 1, "model/syntax"),
    "put a pipe in place of the model": (unreadable, 3, "is a link, a submodule or a pipe"),
}  # fmt: skip


def shown(code: int, says: str) -> str:
    """What the public table says of a trick."""
    rule = says.partition(" ")[0]
    return "exit 3" if code == 3 else f"`{rule}…`" if rule.endswith("/") else f"`{rule}`"


@pytest.fixture
def branch(repositories: dict[str, Repo], tmp_path: Path) -> Callable[[str], Repo]:
    """A clone of the repository of a model, on a branch to try tricks on."""

    def make(model: str) -> Repo:
        repo = repositories[model].clone(tmp_path / "repo")
        repo.branch("topic", "origin/main")
        return repo

    return make


@pytest.mark.parametrize("model", PATH)
@pytest.mark.parametrize(
    ("trick", "code", "says"),
    [
        pytest.param(
            trick,
            code,
            says,
            id=what,
            marks=pytest.mark.guarantee("bypass", what, where="the file", says=shown(code, says)),
        )
        for what, (trick, code, says) in FILES.items()
    ],
)
def test_it_is_no_pass(model: str, trick: Trick, code: int, says: str, branch: Callable[[str], Repo]) -> None:
    repo = branch(model)
    trick(repo, model)
    got, said = report(repo.root, "--base", "origin/main", by=inside)
    told = [*own(said), *(failure["message"] for failure in said["failures"])]
    assert got == code, told
    assert any(says.format(path=PATH[model]) in one for one in told), told


def merge_request(repo: Repo) -> dict[str, str]:
    """The variables that GitLab sets for a merge request of what is checked out."""
    return {
        "GITLAB_CI": "true",
        "CI_COMMIT_SHA": repo.head,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": repo.git("rev-parse", "origin/main"),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    }


def moved(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: None, beside(model): None, f"services/{PATH[model]}": changed(model)})


def moved_with_reviews(repo: Repo, model: str) -> None:
    reviews = (repo.root / beside(model)).read_text()
    files = {PATH[model]: None, beside(model): None, f"services/{PATH[model]}": changed(model)}
    repo.commit({**files, f"services/{beside(model)}": reviews})


def part(repo: Repo, model: str) -> None:
    """The sections from the components on go into a part, changed."""
    key, include = ("technical_assets:\n", "includes") if model == "threagile" else ("components:\n", "include")
    whole, part, rest = changed(model).partition(key)
    repo.commit({PATH[model]: f"{whole}{include}: [parts/rest.yaml]\n", "parts/rest.yaml": part + rest})


def attributes(repo: Repo, model: str) -> None:
    hidden = f"{PATH[model]} -diff export-ignore working-tree-encoding=UTF-16 filter=clean linguist-generated\n"
    repo.commit({".gitattributes": hidden, "x": "y"})
    blob = repo.git("hash-object", "-w", "--stdin", input=changed(model).encode())
    repo.git("update-index", "--cacheinfo", f"100644,{blob},{PATH[model]}")
    repo.commit()


def ignored(repo: Repo, model: str) -> None:
    repo.commit({".gitignore": "*.yaml\n", PATH[model]: changed(model)})


def executable(repo: Repo, model: str) -> None:
    repo.stage({PATH[model]: changed(model)})
    repo.git("update-index", "--chmod=+x", PATH[model])
    repo.commit()


def twin(repo: Repo, model: str) -> None:
    """A second model with the same id and the old text, before the changed one in the order of paths."""
    reviews = (repo.root / beside(model)).read_text()
    repo.commit({PATH[model]: changed(model), f"a/{PATH[model]}": TEXT[model], f"a/{beside(model)}": reviews})


def crlf(repo: Repo, model: str) -> None:
    repo.commit({PATH[model]: "\ufeff" + changed(model).replace("\n", "\r\n")})


def reformatted(repo: Repo, model: str) -> None:
    lines = changed(model).split("\n")
    repo.commit({PATH[model]: "\n".join(f"{line}  # {number}" if line else line for number, line in enumerate(lines))})


HIDDEN = {
    "move the model and change it": moved,
    "move the model with its reviews and change it": moved_with_reviews,
    "move elements into a part and change them": part,
    "hide the change behind .gitattributes": attributes,
    "ignore the model and change it": ignored,
    "change the mode of the file along with it": executable,
    "show an unchanged twin of the model": twin,
    "hide the change among other line ends": crlf,
    "hide the change among comments on every line": reformatted,
}


@pytest.mark.parametrize("model", PATH)
@pytest.mark.parametrize(
    "trick",
    [
        pytest.param(
            trick, id=what, marks=pytest.mark.guarantee("bypass", what, where="the file", says="`review/stale`")
        )
        for what, trick in HIDDEN.items()
    ],
)
def test_the_change_is_told_all_the_same(model: str, trick: Trick, branch: Callable[[str], Repo]) -> None:
    """In a merge request, where the commit is judged and not the work tree."""
    repo = branch(model)
    trick(repo, model)
    code, said = report(repo.root, "--base", "auto", by=inside, env=merge_request(repo))
    new = [one for one in said["results"] if one["state"] == "new" and one["rule"].startswith("review/")]
    assert (code, CHANGE[model][2] in map(subject, new)) == (1, True), own(said)


@pytest.mark.parametrize(
    "flag",
    [
        pytest.param(
            flag, marks=pytest.mark.guarantee("bypass", f"tell git to {words}", where="the file", says="`review/stale`")
        )
        for flag, words in (("assume-unchanged", "take the model for unchanged"), ("skip-worktree", "skip the model"))
    ],
)
def test_what_git_was_told_not_to_look_at_is_looked_at(flag: str, branch: Callable[[str], Repo]) -> None:
    """In the work tree: git would call any text of such a file unchanged."""
    repo = branch("shop")
    paths = (PATH["shop"], ".threatgate.yaml")
    repo.commit({".threatgate.yaml": "threatgate: 1\n"})
    repo.git("update-index", f"--{flag}", *paths)
    repo.write({PATH["shop"]: changed("shop"), ".threatgate.yaml": "threatgate: 1\nfail_on: never\n"})
    code, said = report(repo.root, "--base", "HEAD", by=inside)
    new = {(one["rule"], subject(one)) for one in said["results"] if one["state"] == "new"}
    assert code == 1
    assert {("review/stale", CHANGE["shop"][2]), ("gate/threshold-raised", "gate/.threatgate.yaml#fail_on")} <= new
    repo.write({PATH["shop"]: TEXT["shop"], ".threatgate.yaml": "threatgate: 1\n"})
    code, said = report(repo.root, "--base", "HEAD", by=inside)
    assert (code, own(said)) == (0, [])


@pytest.mark.guarantee("bypass", "let two models share one reviews file", where="the file", says="`model/duplicate-id`")
@pytest.mark.parametrize("model", ["assistant", "shop"])
def test_what_was_decided_about_one_model_does_not_count_for_another(model: str, branch: Callable[[str], Repo]) -> None:
    """``a.yaml`` and ``a.yml``: the reviews of the one would be those of a copy, and those of the copy then of it."""
    repo = branch(model)
    copied = PATH[model].removesuffix(".yaml") + ".yml"
    id = report(repo.root, by=inside)[1]["models"][0]["id"]
    repo.commit({copied: TEXT[model].replace(f"id: {id}", "id: copied", 1)})
    code, said = report(repo.root, "--base", "main", by=inside)
    assert code == 1
    (found,) = (one for one in said["results"] if one["rule"] == "model/duplicate-id")
    path = PATH[model]
    assert (found["state"], found["location"]["path"]) == ("new", copied)
    assert (
        found["message"]
        == f"the reviews in {beside(model)} are those of {path} too: an id there names elements of both"
    )
    code, said = report(repo.root, "--base", "HEAD", by=inside)
    assert [one["state"] for one in said["results"] if one["rule"] == "model/duplicate-id"] == ["known"]


@pytest.mark.guarantee(
    "bypass", "give the changed model its old size and date", where="the file", says="`review/stale`"
)
def test_a_file_of_the_old_size_and_date_is_looked_at(branch: Callable[[str], Repo]) -> None:
    """In the work tree, with settings by which git asks for no more than these two."""
    repo = branch("shop")
    place = repo.root / PATH["shop"]
    whole = TEXT["shop"] + "#" * 20 + "\n"
    repo.commit({PATH["shop"]: whole})
    for setting in ("core.trustctime=false", "core.checkStat=minimal"):
        repo.git("config", *setting.split("="))
    os.utime(place, (1_600_000_000, 1_600_000_000))
    repo.git("update-index", "--refresh")
    place.write_text((changed("shop") + "#" * 20)[: len(whole) - 1] + "\n")
    os.utime(place, (1_600_000_000, 1_600_000_000))
    assert repo.git("status", "--short") == "", "git itself does not see it"
    code, said = report(repo.root, "--base", "HEAD", by=inside)
    new = [(one["rule"], subject(one)) for one in said["results"] if one["state"] == "new"]
    assert (code, ("review/stale", CHANGE["shop"][2]) in new) == (1, True)
