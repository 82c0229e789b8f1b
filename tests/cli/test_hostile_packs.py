"""Packs written to break the tools that read them, and calls of these tools that nobody should make."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import inside
from tests.repositories import Repo

PACK = "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n"
HEAD = """\
id: ours/r
title: T
severity: low
why: w
fix: {text: f}
"""
RULE = f"""{HEAD}\
each: component
when: {{type: service}}
"""
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
TEST = "name: t\nmodel: {file: m.model.yaml}\nexpect: []\n"


def fails(example: str) -> str:
    return f"{RULE}examples:\n  fail:\n    - {example}\n"


def written(folder: Path, files: dict[str, str | Callable[[Path], None]]) -> Path:
    for name, text in {"pack.yaml": PACK, "r.yaml": RULE, **files}.items():
        path = folder / "p" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(text):
            text(path)
        elif text:
            path.write_text(text, encoding="utf-8")
    return folder


def link(to: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(to)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


def binary(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")


LEFT_OUT = "it is a link or no file at all, and what a pack says there would be left out"
OUTSIDE = "is not inside the folder of the pack"
GB = "the file has 1,073,741,824 bytes, more than 32,000,000 bytes, the limit for one file"
ALIASES = "more than 500,000 values stand behind aliases (*name) and merge keys (<<), the limit for one file"
DEEP = "more than 64 levels of lists and mappings inside each other, the limit for one file"

HOSTILE = [
    ("a model outside", {"r.yaml": fails("{file: ../../../etc/passwd}")}, "r.yaml:10:14", OUTSIDE),
    ("a model at the root of the disk", {"r.yaml": fails("{file: /etc/passwd}")}, "r.yaml:10:14", OUTSIDE),
    ("a model by way of outside", {"r.yaml": fails("{file: ../p/r.yaml}")}, "r.yaml:10:14", OUTSIDE),
    ("a model without a name", {"r.yaml": fails("{file: ''}")}, "r.yaml:10:14", "'' cannot be read"),
    ("a model that is the folder", {"r.yaml": fails("{file: .}")}, "r.yaml:10:14", "'.' cannot be read"),
    ("a model with a NUL", {"r.yaml": fails('{file: "a\\0b"}')}, "r.yaml:10:14", "does not stay inside"),
    ("a model through a link", {"m.model.yaml": link("/etc/passwd")}, "m.model.yaml:1:1", LEFT_OUT),
    ("a folder that is a link", {"d": link("/etc")}, "d:1:1", LEFT_OUT),
    ("a rule that is a link", {"s.yaml": link("r.yaml")}, "s.yaml:1:1", LEFT_OUT),
    ("a test that is a link", {"a.test.yaml": link("r.yaml")}, "a.test.yaml:1:1", LEFT_OUT),
    ("a test that is a pipe", {"a.test.yaml": pipe}, "a.test.yaml:1:1", LEFT_OUT),
    ("a test of a gigabyte", {"a.test.yaml": huge}, "a.test.yaml:1:1", GB),
    ("a rule of a gigabyte", {"s.yaml": huge}, "s.yaml:1:1", GB),
    ("a model of a gigabyte", {"m.model.yaml": huge, "a.test.yaml": TEST}, "a.test.yaml:2:15", GB),
    ("a test of aliases", {"a.test.yaml": f"name: t\n{BOMB}model: {{}}\nexpect: []\n"}, "a.test.yaml:7:28", ALIASES),
    ("a rule of aliases", {"r.yaml": RULE + BOMB}, "r.yaml:13:28", ALIASES),
    ("a deep test", {"a.test.yaml": f"name: t\nmodel: {'[' * 9_000}\n"}, "a.test.yaml:2:71", DEEP),
    ("a pack that is binary", {"pack.yaml": binary}, "pack.yaml:1:1", "the file is UTF-16, not UTF-8"),
    ("a pack inside a pack", {"sub/pack.yaml": PACK}, "sub/pack.yaml:1:1", "a pack cannot lie inside another"),
    ("a rule in two folders", {"sub/r.yaml": RULE}, "sub/r.yaml:1:1", "is in two files: p/r.yaml and p/sub/r.yaml"),
    ("a rule in two formats", {"r.yml": RULE}, "r.yml:1:1", "'ours/r' is in two files: p/r.yaml and p/r.yml"),
    ("a pack without a rule", {"r.yaml": ""}, "pack.yaml:1:1", "the pack 'ours' has no rule"),
    ("a rule of another pack", {"r.yaml": RULE.replace("ours", "gate")}, "r.yaml:1:5", "is called 'ours/r'"),
    ("a rule found by code", {"r.yaml": f"{HEAD}built_in: true\n"}, "r.yaml:6:1", "only a shipped rule"),
]  # fmt: skip


def broken(what: str) -> pytest.MarkDecorator:
    return pytest.mark.guarantee("abuse", f"(13) in a pack: {what}", says="exit 2")


@pytest.mark.parametrize(
    ("files", "place", "message"),
    [
        pytest.param(files, at, says, id=what, marks=broken(what))
        for what, files, at, says in HOSTILE
    ],
)  # fmt: skip
def test_a_pack_written_to_break_its_reader(
    tmp_path: Path, files: dict[str, str | Callable[[Path], None]], place: str, message: str
) -> None:
    done = inside(written(tmp_path, files), "test", "p")
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert f"--> p/{place}\n" in done.err


def test_a_text_inside_an_example_is_told_at_the_example(tmp_path: Path) -> None:
    deep = fails(f"{{model: '{'[' * 3_000}'}}")
    done = inside(written(tmp_path, {"r.yaml": deep}), "test", "p")
    assert done.code == 1
    assert f"p/r.yaml:10:7: {DEEP}" in done.out
    nested = ", ".join(f"b{n}: {{trust: internal, parent: b{n + 1}}}" for n in range(300))
    done = inside(written(tmp_path, {"r.yaml": fails(f"{{boundaries: {{{nested}, b300: {{}}}}}}")}), "test", "p")
    assert done.code == 1
    assert "p/r.yaml:10:7: boundary 'b0' is nested deeper than 100 boundaries" in done.out


ALTERNATIVES = "".join(f"    - {{owner: x{number}}}\n" for number in range(450))
MANY = ", ".join(f"c{number}: {{type: service}}" for number in range(100))
ALL = "self.system.components.all"
CUBE = f"{ALL}(a, {ALL}(b, {ALL}(c, a.id != b.id || b.id != c.id)))"


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(RULE.replace("{type: service}", f"\n  any_of:\n{ALTERNATIVES}"), id="many places"),
        pytest.param(RULE.replace("{type: service}", f'"{CUBE}"'), id="each is dear"),
    ],
)
@pytest.mark.guarantee("abuse", "(13) a rule that takes for ever to try changed", says="exit 3")
def test_changed_rules_have_a_budget_together(tmp_path: Path, rule: str) -> None:
    text = f"{rule}examples:\n  pass:\n    - components: {{{MANY}}}\n"
    done = inside(written(tmp_path, {"r.yaml": text}), "test", "p", "--allow-unfired")
    assert (done.code, done.out) == (3, "")
    assert "to try the rule 'ours/r' changed in each place takes more than 20,000,000 steps" in done.err
    assert "--> p/r.yaml:1:5\n" in done.err


@pytest.mark.parametrize(
    "id",
    [
        "../evil/x", "ours/../x", "/abs/x", "ours/x/y", "Ours/x", "ours/x.y", "ours/", "ours", "", "ours/a\nb",
        "ours/é", "ours/-x", "ours/x.test", "./x", "ours\\x", f"{'a' * 65}/x", f"ours/{'x' * 124}", "ours/pack",
    ],
)  # fmt: skip
@pytest.mark.guarantee("abuse", "a new rule whose id leads out of its folder, or to the pack's own file", says="exit 2")
def test_a_new_rule_is_written_where_its_id_says_or_nowhere(tmp_path: Path, id: str) -> None:
    done = inside(tmp_path, "rules", "new", id)
    assert (done.code, done.out) == (2, "")
    assert "is no id of a rule" in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("at", ["policies", "policies/ours", "policies/ours/x.yaml"])
@pytest.mark.guarantee("abuse", "a new rule, or pages about rules, through a link of the repository", says="exit 2")
def test_nothing_is_written_through_a_link(tmp_path: Path, at: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    path = tmp_path / "here" / at
    path.parent.mkdir(parents=True)
    path.symlink_to(other)
    done = inside(tmp_path / "here", "rules", "new", "ours/x")
    assert (done.code, done.out) == (2, "")
    assert f"{at} is a symbolic link, and links are not followed" in done.err
    done = inside(written(tmp_path / "here", {}), "rules", "docs", "p", "--out", f"{at}/deep")
    assert (done.code, done.out) == (2, "")
    assert f"{at} is a symbolic link, and links are not followed" in done.err
    assert not list(other.iterdir())


@pytest.mark.guarantee("abuse", "pages about rules where other files are", says="exit 2, nothing is written")
def test_pages_overwrite_no_other_file(tmp_path: Path) -> None:
    readme = written(tmp_path, {}) / "README.md"
    readme.write_text("# Mine\n")
    done = inside(tmp_path, "rules", "docs", "p", "--out", ".")
    assert (done.code, done.out) == (2, "")
    assert "there is a README.md already, and it is not a page of this command" in done.err
    assert (readme.read_text(), (tmp_path / "ours").exists()) == ("# Mine\n", False)
    assert inside(tmp_path, "rules", "docs", "p", "--out", "").code == 2
    for _ in range(2):
        assert inside(tmp_path, "rules", "docs", "p", "--out", "pages").out == "wrote 3 pages into pages\n"


EVIL = "</td><script>alert(1)</script> | `a` ![i](http://e.example) [l](javascript:alert(1)) @team <!-- \u202e\x1b[2J"


@pytest.mark.guarantee("abuse", "(23) Markdown and HTML in the texts of a rule, on its page", says="shown as text")
def test_texts_of_a_rule_are_no_markup_on_its_page(tmp_path: Path) -> None:
    quoted = '"' + EVIL.replace("\u202e", "\\u202e").replace("\x1b", "\\e") + '\\n\\n# H\\n```"'
    rule = (
        RULE.replace("title: T", f"title: {quoted}")
        .replace("why: w", f"why: {quoted}")
        .replace("text: f", f"text: {quoted}")
    )
    rule = rule.replace("{type: service}", f"{{owner: {quoted}}}")
    files = {"r.yaml": rule, "pack.yaml": PACK.replace("title: Ours", f"title: {quoted}")}
    assert inside(written(tmp_path, files), "rules", "docs", "p", "--out", "pages").code == 0
    for page in ("README.md", "ours/r.md"):
        text = (tmp_path / "pages" / page).read_text(encoding="utf-8")
        prose = "".join(text.split("````")[::2])  # what a rule asks stands in a longer fence
        assert "<script" not in prose and "](javascript" not in prose.replace("\\](", "")
        assert "\n# H" not in text.replace("\n# ours/r", "") and not {"\u202e", "\x1b"}.intersection(text)


@pytest.mark.parametrize("command", [("test",), ("rules", "lint"), ("rules", "docs")])
def test_an_unset_variable_is_not_the_folder_one_is_in(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = inside(written(tmp_path, {}), *command, "")
    assert (done.code, done.out) == (2, "")
    assert "there is no folder '' to read policies from" in done.err


@pytest.mark.guarantee("abuse", "a rule of the repository that is a link", says="exit 2")
def test_a_rule_that_is_a_link_is_an_error_of_a_check(repo: Repo) -> None:
    repo.write({"p/pack.yaml": PACK, "p/r.yaml": RULE, ".threatgate.yaml": "threatgate: 1\npacks: [./p]\n"})
    repo.write({"threatmodel.yaml": "threatgate: 1\nsystem: {id: x}\ncomponents:\n  api: {type: service}\n"})
    (repo.root / "p/s.yaml").symlink_to("r.yaml")
    done = inside(repo.root, "check")
    assert (done.code, done.out) == (2, "")
    assert LEFT_OUT in done.err and "--> p/s.yaml:1:1\n" in done.err
