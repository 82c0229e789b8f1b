"""Attributes as git reads them: which hide a file from whoever looks at a change."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.guard.attributes import _attributes, loosened
from tests.repositories import ENVIRONMENT, new_repo

MODEL = "services/pay/threatmodel.yaml"


def hidden(after: dict[str, str], before: dict[str, str] | None = None) -> list[str]:
    return [str(finding.location) for finding in loosened(before or {}, after, [MODEL])]


@pytest.mark.parametrize(
    "line",
    [
        "threatmodel.yaml -diff",
        "*.yaml binary",
        "services/** linguist-generated",
        "/services/pay/*.yaml linguist-generated=true",
        "*.yaml diff=hide",
        "*.yaml merge=ours",
        "*.yaml -text filter=x",
        "*.yaml working-tree-encoding=UTF-16",
        "*.yaml ident",
        "*.yaml linguist-vendored",
        "*.yaml linguist-generated=1",
        "*.yaml gitlab-generated",
        "threatmodel.[y]aml -diff",
        "threatmodel\\.yaml -diff",
        '"threatmodel\\056yaml" -diff',
        '"threatmodel.yaml" -diff',
    ],
)
def test_what_hides_or_alters_is_told_at_its_line(line: str) -> None:
    assert hidden({".gitattributes": f"# first\n{line}\n"}) == [".gitattributes:2:1"]


@pytest.mark.parametrize(
    "text",
    [
        "*.md -diff",
        "*.yaml text eol=lf",
        "*.yaml diff",
        "services -diff",
        "*.yaml -diff\nthreatmodel.yaml diff",
        "*.yaml -diff\nthreatmodel.yaml !diff",
        "*.yaml linguist-generated=false",
        "# *.yaml -diff",
        "!*.yaml -diff",
        "threatmodel.yaml -linguist-generated -merge",
    ],
)
def test_what_hides_nothing_is_not_told(text: str) -> None:
    assert hidden({".gitattributes": text}) == []


@pytest.mark.parametrize(
    "line",
    [
        "*.yaml diff b@d",
        "*.yaml\u00a0 diff",
        "threatmodel.yaml/** diff",
        f"*.yaml diff {'a' * 2100}",
        "*.yaml diff builtin_x",
        "!*.yaml diff",
    ],
)
def test_a_line_that_git_passes_over_shows_nothing_again(line: str) -> None:
    assert hidden({".gitattributes": f"*.yaml -diff\n{line}\n"}) == [".gitattributes:1:1"]


def test_a_line_that_only_some_versions_of_git_pass_over_hides() -> None:
    assert hidden({".gitattributes": f"*.yaml binary builtin_x\n*.yaml !diff {'a' * 2100}\n"}) == [".gitattributes:1:1"]


def test_what_the_base_hides_already_is_not_told_again() -> None:
    before = {".gitattributes": "*.yaml -diff\n"}
    assert hidden({".gitattributes": "# why\n*.yaml -diff\n"}, before) == []
    assert hidden({".gitattributes": "*.yaml -diff filter=x\n"}, before) == [".gitattributes:1:1"]


def test_a_nearer_file_wins_and_is_the_one_that_is_told() -> None:
    near = "services/pay/.gitattributes"
    assert hidden({".gitattributes": "*.yaml diff\n", near: "threatmodel.yaml -diff\n"}) == [f"{near}:1:1"]
    assert hidden({".gitattributes": "*.yaml -diff\n", near: "threatmodel.yaml diff\n"}) == []


def test_macros_are_what_they_stand_for_and_no_circle_is_followed_for_ever() -> None:
    assert hidden({".gitattributes": "[attr]quiet -diff\n*.yaml quiet\n"}) == [".gitattributes:2:1"]
    assert hidden({".gitattributes": "[attr]a b\n[attr]b a\n*.yaml a\n"}) == []


NAMES = ("diff", "merge", "text", "filter", "binary", "quiet")
PATTERNS = (
    *("*", "*.yaml", "threatmodel.yaml", "services/pay/*", "pay/*", "/threatmodel.yaml", "a?b", "services/**"),
    *("threatmodel.[xyz]aml", "*.[!a-x]aml", "*[^/].yaml", "*.[]y]aml", "*.[[:lower:]]aml", "*.[z-a]aml", "*.[y"),
    *("threatmodel\\.yaml", '"threatmodel.y\\141ml"', '"threat model.yaml"', '"*.yaml', "threatmodel.yaml/**"),
    *("threatmodel.yaml/", "**/*.yaml", "services/**/pay/*.yaml", "\u00a0*.yaml", "*.yaml\u00a0", " \t*.yaml"),
    *("\\*.yaml", "*.yam\\l", "[", "[]", "*.ya[]ml", "se[r/]vices/pay/*", "*.[a\\]y]aml", "*.[\\]-z]aml"),
)
LINES = st.lists(
    st.tuples(
        st.sampled_from(PATTERNS),
        st.lists(
            st.sampled_from(
                [f"{sign}{name}" for sign in ("", "-", "!") for name in NAMES]
                + ["diff=x", "merge=ours"]
                + ["b@d", "-!diff", "-diff=x", "diff\u00a0", "#", ".a-b"]
            ),
            max_size=3,
        ),
    ),
    max_size=5,
)


@given(LINES, LINES)
@settings(max_examples=400, deadline=None, derandomize=True, database=None)
def test_git_says_the_same(tmp_path_factory: pytest.TempPathFactory, root: list, near: list) -> None:  # type: ignore[type-arg]
    """``git check-attr`` on the same files."""
    repo = new_repo(tmp_path_factory.mktemp("attributes") / "repo")
    files = {
        ".gitattributes": "[attr]quiet -diff merge=union\n"
        + "".join(f"{pattern} {' '.join(words)}\n" for pattern, words in root),
        "services/pay/.gitattributes": "".join(f"{pattern} {' '.join(words)}\n" for pattern, words in near),
    }
    repo.write(files)
    asked = ("diff", "merge", "text", "filter")
    said = _ask(repo.root, asked)
    ours = _attributes(MODEL, files)
    for name in asked:
        value = ours.get(name, ("unspecified", "", 0))[0] or "unset"
        assert (name, value) == (name, said[name]), files


def _ask(root: Path, names: tuple[str, ...]) -> dict[str, str]:
    command = ("git", "check-attr", "-z", *names, "--", MODEL)
    done = subprocess.run(
        command, cwd=root, capture_output=True, check=True, env={**ENVIRONMENT, "PATH": "/usr/bin:/bin"}
    )
    parts = done.stdout.decode().split("\0")[:-1]
    return dict(zip(parts[1::3], parts[2::3], strict=True))
