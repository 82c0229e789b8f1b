"""Code owners as the platforms read them: which line decides, and what is a loss."""

from __future__ import annotations

import pytest

from checker.core.finding import Finding
from checker.guard.owners import loosened

GITHUB, ROOT, GITLAB = ".github/CODEOWNERS", "CODEOWNERS", ".gitlab/CODEOWNERS"


def lost(before: str, after: str, path: str, place: str = GITHUB) -> bool:
    return bool(list(loosened({place: before}, {place: after}, [path])))


@pytest.mark.parametrize(
    ("pattern", "owned", "not_owned"),
    [
        ("*", ["a", "a/b"], []),
        ("*.js", ["a.js", "x/a.js"], ["a.jsx"]),
        ("/build/logs/", ["build/logs/x", "build/logs/y/x"], ["a/build/logs/x", "build/logs"]),
        ("docs/*", ["docs/getting-started.md"], ["docs/build-app/troubleshooting.md"]),
        ("apps/", ["apps/x", "a/apps/x/y"], ["apps"]),
        ("/apps/github", ["apps/github", "apps/github/x"], ["b/apps/github"]),
        ("**/logs", ["build/logs/x", "logs", "deeply/nested/logs/x"], ["log"]),
        ("/a/**/z", ["a/z", "a/b/c/z"], ["b/z"]),
        ("with\\ space", ["with space"], ["with"]),
        ("a#b", ["a#b"], ["a"]),
        ("*/", ["a/b", "a/b/c"], ["a"]),
        ("**/", ["a/b", "a/b/c"], ["a"]),
        ("/a/**", ["a/b"], ["a"]),
        ("[ab]", [], ["a", "b"]),
    ],
)
def test_patterns_are_those_of_the_platforms_documentation(
    pattern: str, owned: list[str], not_owned: list[str]
) -> None:
    text = f"{pattern} @owner\n"
    assert [path for path in owned if not lost(text, "", path)] == []
    assert [path for path in not_owned if lost(text, "", path)] == []


@pytest.mark.parametrize(
    ("before", "after", "is_loss"),
    [
        ("a @x", "a @x", False),
        ("a @x", "a @X", False),
        ("a @x @y", "a @x", False),
        ("a @x", "a @x @y", True),
        ("a @x", "a @y", True),
        ("a @x", "a", True),
        ("a @x", "a @x\n* @y", True),
        ("* @y\na @x", "a @x\n* @y", True),
        ("a @x", "# a @x", True),
        ("a @x", "a @x # a comment", False),
        ("a @x", "b @y\na @x", False),
        ("", "a @x", False),
        ("a", "a @x", False),
    ],
)
def test_a_loss_is_another_owner_or_none(before: str, after: str, is_loss: bool) -> None:
    assert lost(before, after, "a") is is_loss


def test_the_first_place_counts_and_a_new_one_before_it_shadows_it() -> None:
    old = {ROOT: "a @x\n"}
    (finding,) = loosened(old, {**old, GITHUB: "b @y\n"}, ["a"])
    assert (finding.subject.id, str(finding.location)) == (GITHUB, f"{GITHUB}:1:1")
    assert finding.message == "this change takes 'a' from '@x': nobody owns them any more"


def test_sections_of_gitlab_decide_each_for_itself() -> None:
    text = "[Docs] @docs\na\n[Security][2] @sec\na\n*.md @md\n"
    assert lost(text, text.replace("[Security][2] @sec\na\n", ""), "a", GITLAB)
    assert lost(text, text.replace("@docs", "@eve"), "a", GITLAB)
    assert not lost(text, text.replace("@md", "@eve"), "a", GITLAB)
    assert not lost(text, text.replace("[Docs] @docs", "[Docs]   @docs"), "a", GITLAB)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("[Sec] @sec\na", "^[Sec] @sec\na", id="nobody must approve"),
        pytest.param("[Sec][2] @sec\na", "[Sec] @sec\na", id="one must approve, and not two"),
        pytest.param("[Sec][3] @sec\na", "[Sec][2] @sec\na", id="two must approve, and not three"),
        pytest.param("[Sec] @sec\na", "[Sec] @sec\na\n!a", id="the section leaves it out"),
        pytest.param("[Sec] @sec\na", "[Sec] @sec\n!a\na", id="the section leaves it out before"),
        pytest.param("[Sec] @sec\na", "[Sec] @sec\na\n/[a-c] @eve", id="a class of characters"),
    ],
)
def test_a_section_of_gitlab_that_asks_for_less_is_a_loss(before: str, after: str) -> None:
    assert lost(before, after, "a", GITLAB)
    assert not lost(before, before, "a", GITLAB)
    assert not lost(after, after, "a", GITLAB)
    assert not lost(after, before, "a", GITLAB) or "@eve" in after


def test_gitlab_knows_no_comment_behind_owners() -> None:
    assert lost("[S]\na @x\n", "[S]\na @x # @eve\n", "a", GITLAB)
    assert not lost("[S]\na @x\n", "[S]\na @x # why\n# a @eve\n", "a", GITLAB)
    assert lost("[S] @x\na\n", "[S] @x\na nobody\n", "a", GITLAB)


def test_a_file_that_github_does_not_load_owns_nothing() -> None:
    assert lost("a @x\n", "a @x\n" + "# padding\n" * 300_000, "a")


def test_a_file_that_both_platforms_read_is_told_once() -> None:
    assert len(list(loosened({ROOT: "a @x\n"}, {}, ["a"]))) == 1


def test_the_message_names_a_few_files_and_the_line_that_decides_now() -> None:
    paths = [f"f{n}" for n in range(5)]
    finding: Finding
    (finding,) = loosened({GITHUB: "f* @x\n"}, {GITHUB: "f* @x\n\nf* @y\n"}, paths)
    assert finding.message == "this change takes 'f0', 'f1', 'f2' and 2 more from '@x': '@y' may approve them"
    assert str(finding.location) == f"{GITHUB}:3:1"
