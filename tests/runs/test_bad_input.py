"""Bad input of every kind: the exit code, the place, the sentence, the next step; no traceback, and no hang."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.command import TODAY, Done, findings, report, threatgate
from tests.repositories import Repo, new_repo

HEAD = "threatgate: 1\nsystem: {id: shop}\n"
MODEL = HEAD + "components:\n  web: {type: web-app}\n"
FLOW = MODEL + "flows:\n  a: {from: web, to: web}\n"
CONFIG, WAIVERS, BASELINE = ".threatgate.yaml", ".threatgate-waivers.yaml", ".threatgate-baseline.yaml"

Files = Mapping[str, "str | bytes"]


class Case(NamedTuple):
    """A text that is wrong, and everything that the run must say about it."""

    text: str | bytes
    code: int
    says: tuple[str, ...]
    name: str = "threatmodel.yaml"
    others: Files = {}  # noqa: RUF012


def write(folder: Path, files: Files) -> Path:
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def said(done: Done, code: int, *texts: str) -> None:
    """The run left with this code and said all of this, wrapped or not."""
    words = " ".join((done.out + done.err).split())
    assert done.code == code, done
    for text in texts:
        assert " ".join(text.split()) in words, done


def check(case: Case, folder: Path) -> None:
    write(folder, {case.name: case.text, **case.others})
    said(threatgate(folder, "check", "--as-of", TODAY), case.code, *case.says)


def fault(rule: str, message: str, place: str) -> tuple[str, ...]:
    """What is said of a finding that fails."""
    return f"high[model/{rule}] {message}", f"--> {place}"


def bad(rule: str, text: str, place: str, message: str, *more: str) -> Case:
    """A model with a fault at ``LINE:COLUMN`` of it."""
    return Case(text, 1, (*fault(rule, message, f"threatmodel.yaml:{place}"), *more))


def json(rule: str, text: str, place: str, message: str) -> Case:
    """The same as JSON."""
    return Case(text, 1, fault(rule, message, f"threatmodel.json:{place}"), "threatmodel.json")


def _laughs() -> str:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)]
    return "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(lines)


def _merges() -> str:
    lines = [f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n  k{n}: 1\n" for n in range(1, 40)]
    return "a0: &a0 {k0: 1, l0: 2}\n" + "".join(lines)


def _fat_merges() -> str:
    return (
        "base: &b\n"
        + "".join(f"  k{n}: 1\n" for n in range(1000))
        + "x:\n"
        + "".join(f"  y{n}: {{<<: *b}}\n" for n in range(1000))
    )


DEEP = "more than 64 levels of lists and mappings inside each other"
EXPANDED = "more than 500,000 values stand behind aliases (*name) and merge keys (<<)"
OUT = "write the values out"

LIMITS = {
    "bytes": Case("# " + "x" * 33_000_000, 3, ("33,000,002 bytes, more than 32,000,000 bytes", "split the file")),
    "depth-of-50000-brackets": Case("[" * 50_000, 3, (DEEP, "threatmodel.yaml:1:65", "write it flatter")),
    "depth-of-mappings": Case("".join(" " * n + "a:\n" for n in range(100)), 3, (DEEP, "threatmodel.yaml:65:65")),
    "aliases": Case("a: &a x\nb: [" + "*a," * 100_001 + "]", 3, ("more than 100,000 aliases", ":2:300005", OUT)),
    "anchors": Case("".join(f"a{n}: &a{n} x\n" for n in range(30_000)), 3, ("more than 10,000 anchors", ":10001:9")),
    "billion-laughs": Case(_laughs(), 3, (EXPANDED, "threatmodel.yaml:6:20", OUT)),
    "merge-bomb": Case(_merges(), 3, (EXPANDED, "threatmodel.yaml:45:8", OUT)),
    "merge-of-a-big-mapping": Case(_fat_merges(), 3, (EXPANDED, "threatmodel.yaml:1252:14")),
    "alias-in-itself": bad("syntax", "a: &a [*a]\n", "1:8", "the alias '*a' stands inside what"),
    "merge-of-itself": bad("syntax", "a: &a\n  <<: *a\n", "2:7", "the alias '*a' stands inside"),
    "json-depth-of-lists": Case("[" * 50_000, 3, (DEEP, "threatmodel.json:1:65"), "threatmodel.json"),
    "json-depth-of-objects": Case('{"a":' * 50_000, 3, (DEEP, "threatmodel.json:1:321"), "threatmodel.json"),
}


@pytest.mark.parametrize("case", LIMITS.values(), ids=LIMITS)
def test_a_text_over_a_limit_cannot_be_judged(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


@pytest.mark.slow
def test_four_million_keys_and_values_are_the_most(tmp_path: Path) -> None:
    check(Case("[" + "a," * 4_000_001 + "]", 3, ("more than 4,000,000 keys and values", "split the file")), tmp_path)


TEXTS = {
    "latin-1": Case(
        MODEL.encode() + b"  caf\xe9: {type: service}\n", 3, ("byte 0xe9 is not UTF-8", ":5:6", "as UTF-8")
    ),
    "utf-16": Case(MODEL.encode("utf-16"), 3, ("the file is UTF-16, not UTF-8", "save it as UTF-8")),
    "utf-16-without-mark": Case(MODEL.encode("utf-16-be"), 3, ("the file is UTF-16, not UTF-8",)),
    "utf-32": Case(MODEL.encode("utf-32"), 3, ("the file is UTF-32, not UTF-8",)),
    "nul": Case(MODEL + "  a\0b: 1\n", 3, ("holds a NUL character", "threatmodel.yaml:5:4", "remove it")),
    "empty": bad("syntax", "", "1:1", "the file is empty: write what belongs here ('threatgate init'"),
    "only-comments": bad("syntax", "# a\n# b\n", "1:1", "the file is empty"),
    "only-blanks": bad("syntax", "  \n\n", "1:1", "the file is empty"),
    "two-documents": bad("syntax", MODEL + "---\n" + MODEL, "5:1", "a second document starts here"),
    "tab": bad("syntax", HEAD + "components:\n\tweb: 1\n", "4:1", "a tab cannot be used for indentation: use spaces"),
    "unclosed-quote": bad("syntax", HEAD + 'components: {web: "x}\n', "3:19", "the quote that starts here never ends"),
    "unclosed-bracket": bad("syntax", HEAD + "components: {\n", "4:1", ""),
    "unknown-alias": bad("syntax", "a: *b\n", "1:4", "no anchor '&b' comes before this alias"),
    "python-tag": bad(
        "syntax",
        MODEL + "x: !!python/object/apply:os.system ['id']\n",
        "5:4",
        "the tag '!!python/object/apply:os.system' is not allowed: leave it out",
    ),
    "own-tag": bad("syntax", MODEL + "x: !foo 3\n", "5:4", "the tag '!foo' is not allowed"),
    "control-character": bad("syntax", MODEL + "  'a\x07b': 1\n", "5:5", r"the character '\x07' is not allowed"),
    "merge-conflict": bad("syntax", f"<<<<<<< HEAD\n{MODEL}=======\n{MODEL}>>>>>>> topic\n", "", ""),
    "duplicate-key": bad(
        "duplicate-key",
        MODEL + "  web: {type: service}\n",
        "5:3",
        "the key 'web' is already on line 4: rename or remove one",
        "see threatmodel.yaml:4:3 'web' is first written here",
    ),
    "duplicate-section": bad(
        "duplicate-key", MODEL + "system: {id: x}\n", "5:1", "the key 'system' is already on line 2"
    ),
}


@pytest.mark.parametrize("case", TEXTS.values(), ids=TEXTS)
def test_a_malformed_text_is_named_with_its_place(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


WELL = {
    "byte-order-mark": ("\ufeff" + MODEL, "threatmodel.yaml:4:3"),
    "crlf": (MODEL.replace("\n", "\r\n"), "threatmodel.yaml:4:3"),
    "document-marks": (f"---\n{MODEL}...\n", "threatmodel.yaml:5:3"),
    "no-last-line-end": (MODEL.rstrip(), "threatmodel.yaml:4:3"),
}


@pytest.mark.parametrize(("text", "place"), WELL.values(), ids=WELL)
def test_what_only_looks_odd_is_read_as_it_is(text: str, place: str, tmp_path: Path) -> None:
    code, answer = report(write(tmp_path, {"threatmodel.yaml": text}))
    assert (code, findings(answer)) == (1, [("review/unreviewed-component", place, "component/web")])


BAD_DATE = "accepted: {by: dana, until: 2026-02-30}"
MEANING = {
    "unknown-key": bad(
        "unknown-key",
        MODEL.replace("type", "tipe"),
        "4:9",
        "unknown key 'tipe' in component 'web'; did you mean 'type'?",
        "high[model/missing-key] 'type' is missing in component 'web'",
        "--> threatmodel.yaml:4:3",
    ),
    "unknown-section": bad(
        "unknown-key",
        HEAD + "componets: {}\n",
        "3:1",
        "unknown key 'componets' at the top of the file; did you mean 'components'?",
    ),
    "wrong-enum": bad(
        "wrong-value",
        HEAD + "boundaries:\n  a: {trust: interal}\n",
        "4:14",
        "trust of boundary 'a' must be untrusted, partner, internal or restricted, not 'interal'",
        "did you mean 'internal'?",
    ),
    "unknown-component-type": bad(
        "wrong-value",
        HEAD + "components:\n  web: {type: web-ap}\n",
        "4:15",
        "'web-ap' is no component type",
        "next: did you mean 'web-app'?",
    ),
    "list-for-mapping": bad(
        "wrong-type", HEAD + "components: [web]\n", "3:13", "components must be a mapping or empty, not a list"
    ),
    "text-for-mapping": bad(
        "wrong-type", HEAD + "components:\n  web: web-app\n", "4:8", "component 'web' must be a mapping, not 'web-app'"
    ),
    "number-for-text": bad(
        "wrong-type",
        HEAD + "components:\n  web: {type: 12}\n",
        "4:15",
        "type of component 'web' must be text, not the number 12: put it in quotes",
    ),
    "missing-key": bad("missing-key", MODEL + "flows:\n  a: {from: web}\n", "6:3", "'to' is missing in flow 'a'"),
    "missing-format": bad(
        "missing-key", "system: {id: shop}\n", "1:1", "'threatgate' is missing at the top of the file"
    ),
    "later-format": bad("wrong-value", MODEL.replace("threatgate: 1", "threatgate: 2"), "1:13", "threatgate must be 1"),
    "bad-id": bad(
        "wrong-value",
        HEAD + "components:\n  Web Shop: {type: service}\n",
        "4:3",
        "the key 'Web Shop' in components must be lower-case",
    ),
    "no-day-of-the-calendar": bad(
        "wrong-value",
        MODEL + f"threats:\n  t: {{title: x, on: [web], {BAD_DATE}}}\n",
        "6:56",
        "'2026-02-30' is no day of the calendar",
    ),
    "no-date": bad(
        "wrong-value",
        MODEL + "controls:\n  c: {title: x, due: tomorrow}\n",
        "6:22",
        "due of control 'c' must be a date as YYYY-MM-DD",
    ),
    "no-model-at-all": bad(
        "wrong-value", "- a\n", "1:1", "this is no threat model in a format known here", "the line 'threatgate: 1'"
    ),
    "dangling-reference": bad(
        "dangling-reference",
        FLOW.replace("to: web", "to: wbe"),
        "6:22",
        "there is no component 'wbe'",
        "did you mean 'web'?",
    ),
    "duplicate-id": bad(
        "duplicate-id",
        MODEL + "boundaries:\n  web: {trust: internal}\n",
        "6:3",
        "the id 'web' is taken",
        "see threatmodel.yaml:4:3 the first 'web', which counts",
    ),
    "boundary-cycle": bad("boundary-cycle", MODEL + "boundaries:\n  a: {parent: b}\n  b: {parent: a}\n", "6:15", ""),
    "boundary-in-itself": bad("boundary-cycle", MODEL + "boundaries:\n  a: {parent: a}\n", "6:15", ""),
    "include-outside": bad(
        "include-failed", MODEL + "include: [../x.yaml]\n", "5:11", "include: '../x.yaml' is outside the repository"
    ),
    "include-absolute": bad(
        "include-failed", MODEL + "include: [/etc/passwd]\n", "5:11", "include: '/etc/passwd' is no relative path"
    ),
    "include-address": bad(
        "include-failed",
        MODEL + "include: ['https://example.com/x.yaml']\n",
        "5:11",
        "include: 'https://example.com/x.yaml' is an address: only files of this repository",
    ),
    "include-pattern": bad(
        "include-failed",
        MODEL + "include: ['parts/*.yaml']\n",
        "5:11",
        "include: 'parts/*.yaml' is a pattern: name each file",
    ),
    "include-missing": bad(
        "include-failed",
        MODEL + "include: [parts/x.yaml]\n",
        "5:11",
        "include: 'parts/x.yaml' is not readable: there is no such file",
    ),
    "include-of-itself": bad(
        "include-failed",
        MODEL + "include: [threatmodel.yaml]\n",
        "5:11",
        "include: 'threatmodel.yaml' is a file that is being read already",
    ),
    "include-circle": Case(
        MODEL + "include: [a.yaml]\n",
        1,
        fault(
            "include-failed",
            "include: 'a.yaml' is a file that is being read already: files include each other in a circle",
            "b.yaml:1:11",
        ),
        others={"a.yaml": "include: [b.yaml]\n", "b.yaml": "include: [a.yaml]\n"},
    ),
    "include-broken": Case(
        MODEL + "include: [a.yaml]\n", 1, fault("syntax", "", "a.yaml:2:1"), others={"a.yaml": "components: {\n"}
    ),
    "reviews-broken": Case(
        MODEL,
        1,
        fault("missing-key", "'on' is missing in item 1 of reviews", "threatmodel.reviews.yaml:3:5"),
        others={"threatmodel.reviews.yaml": "threatgate: 1\nreviews:\n  - {by: x}\n"},
    ),
    "reviews-not-utf-8": Case(
        MODEL,
        3,
        ("byte 0xe9 is not UTF-8", "threatmodel.reviews.yaml:1:3"),
        others={"threatmodel.reviews.yaml": b"# \xe9\n"},
    ),
}


@pytest.mark.parametrize("case", MEANING.values(), ids=MEANING)
def test_a_model_that_means_nothing_is_told_what_it_should_say(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


J = "threatmodel.json"
JSON = {
    "comma": json("syntax", '{"threatgate": 1,}', "1:17", "there is nothing between this ',' and the '}': remove it"),
    "comment": json("syntax", "// x\n{}", "1:1", "'//' is not a JSON value"),
    "after-the-end": json("syntax", '{"threatgate": 1} x', "1:19", "the text goes on after its end"),
    "empty": json("syntax", "", "1:1", "the file is empty"),
    "duplicate-key": json(
        "duplicate-key",
        '{"threatgate": 1, "system": {"id": "a", "id": "b"}}',
        "1:41",
        "the key 'id' is already on line 1",
    ),
    "nan": json("syntax", '{"threatgate": NaN}', "1:16", "'NaN' is not a JSON value"),
    "infinity": json("syntax", '{"threatgate": 1e999}', "1:16", "this number is too big"),
    "5000-digits": json("syntax", '{"threatgate": ' + "9" * 5000 + "}", "1:16", "this number is too big"),
    "half-a-character": json(
        "syntax", '{"system": {"id": "\\ud800"}}', "1:19", "this text holds one half of a character"
    ),
}


@pytest.mark.parametrize("case", JSON.values(), ids=JSON)
def test_wrong_json_is_named_with_its_place(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


def test_every_independent_problem_is_told_in_one_run(repo: Repo) -> None:
    """Of five models two are unreadable, one has faults of meaning, one is no text and one a link."""
    repo.commit(
        {
            "a/threatmodel.yaml": HEAD + "components:\n  web: {tipe: x}\nboundaries:\n  in: {trust: x}\n",
            "b/threatmodel.yaml": "threatgate: [\n",
            "c/threatmodel.yaml": FLOW.replace("shop", "c").replace("to: web", "to: wbe")
            + "threats:\n  t: {title: x, on: [no]}\n",
            "d/threatmodel.yaml": b"\xff\xfe",
            ".threatgate-waivers.yaml": "threatgate: 1\nwaivers:\n  - {id: w}\n",
        }
    )
    (repo.root / "e").mkdir()
    (repo.root / "e/threatmodel.yaml").symlink_to("../a/threatmodel.yaml")
    code, answer = report(repo.root)
    assert code == 3
    assert {(rule, place) for rule, place, _ in findings(answer)} >= {
        ("model/unknown-key", "a/threatmodel.yaml:4:9"),
        ("model/missing-key", "a/threatmodel.yaml:4:3"),
        ("model/wrong-value", "a/threatmodel.yaml:6:15"),
        ("model/syntax", "b/threatmodel.yaml:2:1"),
        ("model/dangling-reference", "c/threatmodel.yaml:6:22"),
        ("model/dangling-reference", "c/threatmodel.yaml:8:22"),
        ("review/unreviewed-component", "c/threatmodel.yaml:4:3"),
        ("waiver/invalid", ".threatgate-waivers.yaml:3:5"),
    }
    undecided = [failure["location"]["path"] for failure in answer["failures"]]
    assert undecided == ["e/threatmodel.yaml", "d/threatmodel.yaml"]


# Git


def shallow(repo: Repo, folder: Path) -> Repo:
    """A clone of the last commit of a topic branch, whose history is cut off."""
    repo.commit({"threatmodel.yaml": MODEL})
    repo.commit({"a": "1"})
    repo.branch("topic")
    repo.commit({"b": "1"})
    return repo.clone(folder / "clone", "--depth=1", "--branch=topic")


def test_a_base_needs_a_repository(tmp_path: Path) -> None:
    write(tmp_path, {"threatmodel.yaml": MODEL})
    for arguments in (("check", "--base", "main"), ("check", "--staged"), ("diff",), ("review", "--changed")):
        said(threatgate(tmp_path, *arguments), 3, "there is no git repository around", "run inside a clone")


NOT_REVISIONS = (
    "--output=x",
    "-x",
    "HEAD:threatmodel.yaml",
    "main; rm -rf /",
    "$(id)",
    "a\nb",
    "x" * 300,
    "main..topic",
)


@pytest.mark.parametrize("text", NOT_REVISIONS, ids=range(len(NOT_REVISIONS)))
def test_a_base_that_is_no_revision_is_never_given_to_git(text: str, repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    done = threatgate(repo.root, "check", f"--base={text}")
    assert done.code == 3, done
    assert "cannot be a revision" in done.err or "has no commit" in done.err, done
    assert sorted(path.name for path in repo.root.iterdir()) == [".git", "threatmodel.yaml"]


def test_an_unknown_revision_is_named(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    for arguments in (("check", "--base", "nope"), ("diff", "nope"), ("review", "--changed", "--base", "nope")):
        said(threatgate(repo.root, *arguments), 3, "this repository has no commit 'nope'", "next: check the name")


def test_before_the_first_commit_the_index_is_all_new_and_there_is_no_other_base(repo: Repo) -> None:
    repo.stage({"threatmodel.yaml": MODEL})
    code, answer = report(repo.root, "--staged")
    assert (code, answer["base"]["why"]) == (1, "there is no commit yet, so everything is new")
    assert findings(answer) == [("review/unreviewed-component", "threatmodel.yaml:4:3", "component/web")]
    for arguments in (("check", "--base", "HEAD"), ("diff",)):
        said(threatgate(repo.root, *arguments), 3, "there is no commit yet to compare with")


def test_a_shallow_clone_without_the_base_says_how_to_get_it(repo: Repo, tmp_path: Path) -> None:
    clone = shallow(repo, tmp_path)
    said(
        threatgate(clone.root, "check", "--base", "origin/main"), 3, "has no commit 'origin/main'", "or fetch it first"
    )
    clone.git("fetch", "--depth=1", "origin", "main:refs/remotes/origin/main")
    said(threatgate(clone.root, "check", "--base", "origin/main"), 3, "this clone is shallow", "git fetch --unshallow")


def test_unrelated_histories_have_no_base(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit({"b": "1"})
    said(threatgate(repo.root, "check", "--base", "main"), 3, "have no commit in common", "--base REV --exact")


@pytest.mark.parametrize(
    ("before", "why"),
    [("threatgate: [\n", "a value is missing"), (b"\xff\xfe", "the file is UTF-16"), ("", "the file is empty")],
    ids=["syntax", "encoding", "empty"],
)
def test_a_base_model_that_cannot_be_read_is_named_as_the_base(before: str | bytes, why: str, repo: Repo) -> None:
    base = repo.commit({"threatmodel.yaml": before})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": MODEL})
    for arguments in (("check", "--base", "main"), ("diff", "main", "topic")):
        message = f"the model in the base ({base[:10]}) cannot be compared with: {why}"
        said(threatgate(repo.root, *arguments), 3, message, "repair it on the base branch", "threatmodel.yaml:")


def test_a_merge_conflict_in_the_index_is_no_model(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": MODEL.replace("web-app", "service")})
    repo.switch("main")
    repo.commit({"threatmodel.yaml": MODEL.replace("web-app", "agent")})
    repo.git("merge", "topic", fails=True)
    for arguments in (("check", "--staged"), ("diff", "--staged")):
        said(
            threatgate(repo.root, *arguments), 3, "it has an unresolved merge conflict", "resolve it, then `git add` it"
        )
    said(threatgate(repo.root, "check"), 1, "high[model/syntax]")


LINK = "has the name of a model and is a link, a submodule or a pipe in the work tree"


def folder(root: Path) -> None:
    (root / "threatmodel.yaml").mkdir()


def link(root: Path) -> None:
    write(root, {"other.yaml": MODEL})
    (root / "threatmodel.yaml").symlink_to("other.yaml")


def link_outside(root: Path) -> None:
    (root / "threatmodel.yaml").symlink_to("/etc/passwd")


def pipe(root: Path) -> None:
    os.mkfifo(root / "threatmodel.yaml")


ODD = {
    "folder": (folder, "no threat model found", 2, "nothing to check at threatmodel.yaml: it is a folder, not a file"),
    "link": (link, LINK, 3, "it is a symbolic link, and links are not followed"),
    "link-outside": (link_outside, LINK, 3, "it is a symbolic link, and links are not followed"),
    "pipe": (pipe, LINK, 3, "it is a pipe, a socket or a device, not a file"),
}


@pytest.mark.parametrize(("make", "found", "code", "named"), ODD.values(), ids=ODD)
def test_what_is_no_file_is_not_read(
    make: Callable[[Path], None], found: str, code: int, named: str, tmp_path: Path
) -> None:
    make(tmp_path)
    said(threatgate(tmp_path, "check"), 3, found)
    said(threatgate(tmp_path, "check", "threatmodel.yaml"), code, named)


def test_a_pipe_in_place_of_a_model_hides_no_change(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    (repo.root / "threatmodel.yaml").unlink()
    pipe(repo.root)
    for arguments in (("check", "--base", "HEAD"), ("diff",)):
        said(threatgate(repo.root, *arguments), 3, LINK)


def test_a_submodule_with_the_name_of_a_model_is_not_a_pass(repo: Repo, tmp_path: Path) -> None:
    other = new_repo(tmp_path / "other")
    other.commit({"threatmodel.yaml": MODEL})
    repo.commit({"a": "1"})
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.root), "threatmodel.yaml")
    repo.commit()
    said(threatgate(repo.root, "check"), 3, LINK)
    said(threatgate(repo.root, "check", "--base", "HEAD"), 3, LINK)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"threatmodel.yaml": MODEL})
    (tmp_path / "threatmodel.yaml").chmod(0)
    said(threatgate(tmp_path, "check"), 3, "it cannot be read: Permission denied", "threatmodel.yaml")


def test_a_path_that_names_nothing_is_a_wrong_call(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    (repo.root / "linked").symlink_to(".")
    for path, why in {
        "nope.yaml": "there is no such file in the work tree",
        "docs/": "there is no such file in the work tree",
        "-": "there is no such file in the work tree",
        ".git/config": "git's own files are not read",
        "linked/threatmodel.yaml": "goes through a symbolic link",
    }.items():
        said(threatgate(repo.root, "check", path), 2, f"nothing to check at {path.rstrip('/')}: ", why)


def test_a_file_outside_the_repository_is_checked_alone_and_has_no_base(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    outside = str(write(tmp_path / "outside", {"threatmodel.yaml": MODEL}) / "threatmodel.yaml")
    said(threatgate(repo.root, "check", outside), 1, "threatmodel.yaml:4:3")
    said(threatgate(repo.root, "check", "--base", "main", outside), 3, "there is no git repository around")
    said(threatgate(repo.root, "check", "threatmodel.yaml", outside), 2, "lies outside of", "check them apart")


# The gate's own files


PACK = {"p/pack.yaml": "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n", CONFIG: "threatgate: 1\npacks: [./p]\n"}
RULE = """\
id: ours/r
title: T
severity: high
why: because
fix: {text: do}
each: flow
assert: {encryption: {in: [tls]}}
examples: {fail: [{flows: {}}], pass: [{flows: {}}]}
"""


def rule(old: str, new: str, *says: str, name: str = "r") -> tuple[Files, tuple[str, ...]]:
    assert old in RULE
    return {**PACK, f"p/{name}.yaml": RULE.replace(old, new)}, says


def config(text: str | bytes, *says: str) -> tuple[Files, tuple[str, ...]]:
    return {CONFIG: text}, says


def baseline(text: str, *says: str) -> tuple[Files, tuple[str, ...]]:
    return {BASELINE: text}, (*says, "write it anew with: threatgate baseline write")


T = "threatgate: 1\n"
GATE = {
    "config-unknown-key": config(
        T + "paks: [boundary]\n",
        "unknown key 'paks' at the top of the file; did you mean 'packs'?",
        "--> .threatgate.yaml:2:1",
    ),
    "config-unknown-rule": config(
        T + "rules: {boundary/cleartext-flw: low}\n",
        "no rule is called 'boundary/cleartext-flw'",
        "--> .threatgate.yaml:2:9",
        "did you mean 'boundary/cleartext-flow'?",
    ),
    "config-unknown-pack": config(
        T + "packs: [boundry]\n",
        "no shipped pack is called 'boundry'",
        "--> .threatgate.yaml:2:9",
        "did you mean 'boundary'?",
    ),
    "config-wrong-level": config(
        T + "rules: {boundary/cleartext-flow: lo}\n",
        "must be off, critical, high, medium, low or note, not 'lo'; did you mean 'low'?",
        "--> .threatgate.yaml:2:34",
    ),
    "config-wrong-threshold": config(T + "fail_on: hihg\n", "did you mean 'high'?", "--> .threatgate.yaml:2:10"),
    "config-not-utf-8": config(
        b"threatgate: 1 # \xe9\n", "byte 0xe9 is not UTF-8", "--> .threatgate.yaml:1:17", "save the file as UTF-8"
    ),
    "config-syntax": config("threatgate: [\n", "the config cannot be used", "--> .threatgate.yaml:2:1"),
    "config-empty": config(
        "", "the file is empty: start it with 'threatgate: 1', or remove it", "--> .threatgate.yaml:1:1"
    ),
    "config-list": config("[]\n", "the file must be a mapping, not a list", "--> .threatgate.yaml:1:1"),
    "config-duplicate-key": config(
        T + "fail_on: low\nfail_on: never\n", "the key 'fail_on' is already on line 2", "--> .threatgate.yaml:3:1"
    ),
    "config-three-mistakes": config(T + "foo: 1\nbar: 2\nfail_on: x\n", "(and 2 more in this file)"),
    "config-bomb": config(_laughs(), EXPANDED, "--> .threatgate.yaml:6:20"),
    "pack-missing": config(
        T + "packs: [./policies/ours]\n",
        "the folder './policies/ours' is no policy pack: it has no pack.yaml",
        "--> .threatgate.yaml:2:9",
    ),
    "pack-outside": config(
        T + "packs: [./../x]\n", "is not a folder inside the repository", "--> .threatgate.yaml:2:9"
    ),
    "rule-unknown-field": rule(
        "{encryption:",
        "{encription:",
        "a flow has no field 'encription'",
        "--> p/r.yaml:7:10",
        "did you mean 'encryption'?",
    ),
    "rule-unknown-operator": rule(
        "{in:", "{inn:", "no operator is called 'inn'", "--> p/r.yaml:7:23", "did you mean 'in'?"
    ),
    "rule-unknown-subject": rule("each: flow", "each: flw", "not 'flw'; did you mean 'flow'?", "--> p/r.yaml:6:7"),
    "rule-wrong-severity": rule(
        "severity: high", "severity: hi", "not 'hi'; did you mean 'high'?", "--> p/r.yaml:3:11"
    ),
    "rule-unknown-placeholder": rule(
        "examples:",
        "message: '{self.nam}'\nexamples:",
        "a flow has no field 'nam'",
        "--> p/r.yaml:8:10",
        "did you mean 'name'?",
    ),
    "rule-in-another-file": rule(
        "title: T", "title: T", "the rule in this file is called 'ours/other'", "--> p/other.yaml:1:5", name="other"
    ),
    "rule-expression": rule(
        "{encryption: {in: [tls]}}",
        "self.encription == 'tls'",
        "a flow has no field 'encription'",
        "--> p/r.yaml:7:14",
    ),
    "rule-syntax": ({**PACK, "p/r.yaml": "id: [\n"}, ("this rule cannot be used", "--> p/r.yaml:2:1")),
    "rule-not-utf-8": ({**PACK, "p/r.yaml": b"id: \xe9\n"}, ("byte 0xe9 is not UTF-8", "--> p/r.yaml:1:5")),
    "baseline-entry": baseline(
        T + "findings: [x]\n", "item 1 of findings must be 32 hexadecimal digits", "--> .threatgate-baseline.yaml:2:12"
    ),
    "baseline-short-entry": baseline(
        T + f"findings: ['{'a' * 32} a/b c']\n", "item 1 of findings must be", "--> .threatgate-baseline.yaml:2:12"
    ),
    "baseline-syntax": baseline("threatgate: [\n", "the baseline cannot be read", "--> .threatgate-baseline.yaml:2:1"),
    "baseline-not-utf-8": ({BASELINE: b"\xe9\n"}, ("byte 0xe9 is not UTF-8", "--> .threatgate-baseline.yaml:1:1")),
    "waivers-not-utf-8": ({WAIVERS: b"\xe9\n"}, ("byte 0xe9 is not UTF-8", "--> .threatgate-waivers.yaml:1:1")),
}


@pytest.mark.parametrize(("files", "says"), GATE.values(), ids=GATE)
def test_what_is_wrong_with_the_gate_itself_stops_it(files: Files, says: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path, {"threatmodel.yaml": FLOW, **files})
    said(threatgate(tmp_path, "check"), 2, *says)


@pytest.mark.parametrize("text", ["threatgate: 1\nwaivers:\n", "threatgate: 1\nwaivers: []\n"], ids=["null", "empty"])
def test_no_waivers_are_no_mistake(text: str, tmp_path: Path) -> None:
    write(tmp_path, {"threatmodel.yaml": MODEL, WAIVERS: text, BASELINE: text.replace("waivers", "findings")})
    code, answer = report(tmp_path)
    assert (code, [rule for rule, _, _ in findings(answer)]) == (1, ["review/unreviewed-component"])


# Calls


CALLS = {
    "unknown-command": (("chek",), "no such command 'chek'; did you mean 'check'?"),
    "a-file-for-a-command": (("threatmodel.yaml",), "to check one file: threatgate check threatmodel.yaml"),
    "unknown-subcommand": (("baseline", "wrte"), "no such command 'wrte'. Did you mean 'write'?"),
    "unknown-option": (("check", "--formt", "json"), "no such option '--formt'. Did you mean '--format'?"),
    "unknown-format": (
        ("check", "--format", "jsn"),
        "'jsn' is not one of: human, json, sarif, sarif-github, github, markdown",
    ),
    "unknown-diff-format": (("diff", "--format", "sarif"), "'sarif' is not one of: human, json"),
    "two-formats-to-one-place": (
        ("check", "--format", "json", "--format", "sarif"),
        "only one format can go to standard output",
    ),
    "two-formats-to-one-file": (
        ("check", "--format", "json=a", "--format", "sarif=./a"),
        "two formats cannot go to one file: a",
    ),
    "output-in-a-missing-folder": (
        ("check", "--format", "json=no/a.json"),
        "cannot write no/a.json: No such file or directory",
    ),
    "output-onto-a-folder": (("check", "--format", "json=.git"), "cannot write .git: Is a directory"),
    "output-onto-a-full-disk": (
        ("check", "--format", "json=/dev/full"),
        "cannot write /dev/full: No space left on device",
    ),
    "no-such-day": (("check", "--as-of", "2026-02-30"), "'2026-02-30' is not a date like 2026-11-23"),
    "no-date": (("check", "--as-of", "tomorrow"), "'tomorrow' is not a date like 2026-11-23"),
    "unknown-threshold": (
        ("check", "--fail-on", "hi"),
        "'hi' is not one of 'critical', 'high', 'medium', 'low', 'note', 'never'",
    ),
    "staged-with-base": (("check", "--staged", "--base", "main"), "--staged and --base exclude each other"),
    "exact-alone": (("check", "--exact"), "--exact says how to use --base: name one"),
    "empty-base": (("check", "--base", ""), "--base names nothing"),
    "auto-without-ci": (("check", "--base", "auto"), "there is no CI system here that says what to compare with"),
    "policy-folder-missing": (("check", "--policy", "nope"), "there is no folder 'nope' to read policies from"),
    "policy-folder-without-pack": (("check", "--policy", "."), "the folder '.' is no policy pack: it has no pack.yaml"),
    "diff-of-a-file-and-nothing": (
        ("diff", "threatmodel.yaml", "old.yaml"),
        "threatmodel.yaml is a file, and there is no second one",
    ),
    "diff-staged-with-head": (
        ("diff", "HEAD", "HEAD", "--staged"),
        "--staged compares BASE with the index: leave HEAD out",
    ),
    "diff-empty-base": (("diff", ""), "BASE names nothing"),
    "review-both": (("review", "web", "--all"), "name ELEMENTS, or give one of --changed and --all"),
    "review-no-date": (
        ("review", "--all", "--by", "x", "--expires", "x"),
        "--expires 'x' is not a date like 2027-11-23",
    ),
    "review-unknown-element": (("review", "wbe", "--by", "x"), "'wbe' is not in the model"),
    "explain-unknown-rule": (("explain", "boundary/cleartext-flw"), "no rule is called 'boundary/cleartext-flw'"),
    "explain-nothing": (("explain",), "missing argument 'RULE'"),
    "schema-unknown": (("schema", "modl"), "'modl' is not one of 'model', 'reviews', 'waivers'"),
    "rules-unknown-pack": (
        ("rules", "--pack", "boundry"),
        "no pack 'boundry' in use; there are: baseline, boundary, gate",
    ),
    "completion-unknown": (("completion", "tcsh"), "'tcsh' is not one of 'bash', 'zsh', 'fish'"),
}


@pytest.mark.parametrize(("arguments", "message"), CALLS.values(), ids=CALLS)
def test_a_wrong_call_is_told_so(arguments: tuple[str, ...], message: str, repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    done = threatgate(repo.root, *arguments)
    said(done, 2, "threatgate: error: ", message)
    assert done.out == ""
    assert sorted(path.name for path in repo.root.iterdir()) == [".git", "threatmodel.yaml"]
