"""Hostile names in keys, values and file names: no output obeys, hides or forges anything."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.command import TODAY, inside, threatgate
from tests.repositories import Repo

TEXTS = (
    "\n::error file=a::forged",
    "\r\n::add-mask::a",
    "::set-output name=x::y",
    "##[error]forged",
    "\x1b[31mred\x1b]8;;http://evil\x07",
    "\x9b31m\x85\x00a"[:-2],
    "\u202egnp.exe\u2066\u200f",
    "\u2028::error::x",
    "](javascript:alert) <img src=x onerror=alert(1)> | `x` @all #1",
    "a" * 5000,
    "%0A::error::x",
    "\U000e0041\ufeff\u200b",
    '"; rm -rf / #',
)
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
COMMAND = re.compile(r"::(error|warning|notice) (file=[^,:]*,line=\d+[^:]*,)?title=[^:,]*::[^\n]*")
FORMATS = ("human", "json", "sarif", "sarif-github", "markdown", "github")


def names(stem: str) -> list[str]:
    """File names that an attacker may give to a model; none of them with what no file system takes."""
    usable = (text.replace("/", "").replace("\0", "")[:60] for text in TEXTS)
    return [f"{stem}{number}{text}.threatmodel.yaml" for number, text in enumerate(usable)]


def quoted(value: object) -> str:
    """A value as YAML that holds nothing but plain ASCII."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {quoted(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    plain = (c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in str(value))
    return '"' + "".join(plain) + '"'


def native(id: str, refs: bool = False) -> str:
    """A native model with hostile texts wherever it takes text; with ``refs`` also where it does not."""
    texts = [text[:190] for text in TEXTS]
    parts = {
        "system": {"id": id, "name": texts[0], "description": texts[1]},
        "components": {f"c{n}": {"type": "service", "name": text, "owner": text} for n, text in enumerate(texts)},
        "threats": {
            f"t{n}": {"title": text, "on": [f"c{n}"], "refs": [text if refs else "stride:T"]}
            for n, text in enumerate(texts)
        },
    }
    return "threatgate: 1\n" + "".join(f"{key}: {quoted(part)}\n" for key, part in parts.items())


def threagile(change: str = "", usage: str = "business") -> str:
    """A Threagile model with hostile ids, titles, links and references."""
    assets = {
        f"{text[:100]}{n}": {
            "id": f"{text[:100]}{n}",
            "description": text + change,
            "type": "process",
            "usage": usage,
            "tags": [text],
            "communication_links": {
                text[:100]: {"target": f"{TEXTS[n - 1][:100]}{n - 1}", "protocol": "http", "description": text}
            },
            text[:100]: text,
        }
        for n, text in enumerate(TEXTS)
        if n
    }
    model = {"threagile_version": "1.0.0", "title": TEXTS[0], "date": "2020-01-01", "technical_assets": assets}
    return quoted(model)


PACK = "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n"
RULE = f"""\
id: ours/r
title: {quoted(TEXTS[2])}
severity: high
why: {quoted(TEXTS[4])}
fix: {{text: {quoted(TEXTS[0])}}}
each: component
assert: {{technology: {{present: true}}}}
examples: {{fail: [{{}}], pass: [{{}}]}}
"""


@pytest.fixture
def hostile(repo: Repo) -> Repo:
    """A change that brings hostile texts everywhere, on top of a main that has some already."""
    repo.commit({"threagile.yaml": threagile(), "a.threatmodel.yaml": native("a")})
    repo.branch("topic")
    short = [quoted(text[:100]) for text in TEXTS]
    keys = "".join(f"  {text}: {{type: {text}}}\n" for text in short)
    repo.commit(
        {
            "threagile.yaml": threagile(" changed", "devops"),
            "a.threatmodel.yaml": native("a").replace("service", "web-app"),
            "c.threatmodel.yaml": native("c", refs=True),
            "b.threatmodel.yaml": f"threatgate: 1\nsystem: {{id: b}}\ncomponents:\n{keys}{short[0]}: 1\n",
            **{name: native(f"n{number}") for number, name in enumerate(names("x"))},
            **dict.fromkeys(names("y"), "threatgate: [\n"),
            **dict.fromkeys(names("z"), b"\xff\xfe"),
            ".threatgate-waivers.yaml": "threatgate: 1\nwaivers:\n"
            + "".join(f"  - {{id: w, rule: a/b, on: {text}, owner: {text}}}\n" for text in short),
            "a.threatmodel.reviews.yaml": "threatgate: 1\nreviews:\n"
            + "".join(
                f"  - {{by: {t}, on: '2026-01-01', note: {t}, covers: {{{t}: '1:{'a' * 32}'}}}}\n" for t in short
            ),
        }
    )
    return repo


def test_no_output_of_a_check_obeys_or_forges_anything(hostile: Repo, tmp_path: Path) -> None:
    files = [f"--format={name}={tmp_path / name}" for name in FORMATS]
    done = threatgate(hostile.root, "check", "--as-of", TODAY, "--base", "main", *files)
    assert (done.code, done.out, done.err) == (3, "", "")
    for name in FORMATS:
        text = (tmp_path / name).read_text("utf-8")
        assert len(text) > 1000, name
        assert not (found := HIDDEN.search(text)), (name, found, text[max(0, found.start() - 200) : found.end() + 50])
        assert "##[" not in text
        for line in text.split("\n"):
            assert not line.lstrip().startswith("::") or (name == "github" and COMMAND.fullmatch(line)), (name, line)
    for name in ("json", "sarif", "sarif-github"):
        json.loads((tmp_path / name).read_bytes())


FENCED = {
    "check": ("check", "--base", "main"),
    "diff": ("diff", "main"),
    "review": ("review", "--model", "threagile.yaml"),
    "explain": ("explain", "ours/r"),
    "rules": ("rules",),
}


@pytest.mark.parametrize("arguments", FENCED.values(), ids=FENCED)
def test_what_people_read_is_fenced_on_github(arguments: tuple[str, ...], hostile: Repo) -> None:
    hostile.git("rm", "-q", "--cached", "-r", ".")
    hostile.write(
        {name: None for stem in "yz" for name in names(stem)}
        | dict.fromkeys(("b.threatmodel.yaml", "c.threatmodel.yaml"))
    )
    hostile.write({"p/r.yaml": RULE, "p/pack.yaml": PACK, ".threatgate.yaml": "threatgate: 1\npacks: [./p]\n"})
    done = threatgate(hostile.root, *arguments, env={"GITHUB_ACTIONS": "true"})
    for stream in filter(None, (done.out, done.err)):
        first, *between, end = stream.rstrip("\n").split("\n")
        token = re.fullmatch("::stop-commands::([0-9a-f]{32})", first)
        assert token and end == f"::{token[1]}::", stream[:300]
        assert not [line for line in between if line.lstrip().startswith("::") or "##[" in line or HIDDEN.search(line)]
    assert len(done.out) > 300


def test_the_json_of_a_diff_is_plain(hostile: Repo) -> None:
    done = inside(hostile.root, "diff", "main", "HEAD", "--format", "json")
    assert not HIDDEN.search(done.out)
    json.loads(done.out)


def test_errors_about_arguments_stay_on_their_lines(repo: Repo) -> None:
    for text in TEXTS[:8]:
        for arguments in (
            (text,),
            ("check", text),
            ("check", "--base", text),
            ("check", f"--format={text}"),
            ("explain", text),
        ):
            done = inside(repo.root, *arguments)
            assert done.code in (2, 3), done
            lines = done.err.rstrip("\n").split("\n")
            assert len(lines) <= 3 and lines[0].startswith("threatgate: error: "), done
            assert not HIDDEN.search(done.err), done


def test_a_review_signed_with_a_hostile_name_says_nothing_else(repo: Repo) -> None:
    """The name is written as it is or refused; nothing of it becomes a key, a line or a second review."""
    repo.commit({"threatmodel.yaml": "threatgate: 1\nsystem: {id: a}\ncomponents:\n  web: {type: service}\n"})
    for text in TEXTS:
        for options in (("--by", text), ("--by", "dana", "--note", text), ("--by", "dana", "--role", text)):
            done = inside(repo.root, "review", "web", "--as-of", TODAY, *options)
            assert done.code in (0, 2), done
            assert not HIDDEN.search(done.out + done.err), done
            beside = repo.root / "threatmodel.reviews.yaml"
            if done.code == 0:
                written = beside.read_text("utf-8")
                assert not HIDDEN.search(written)
                assert written.count("\n  - by:") == 1, written
                beside.unlink()
            assert not beside.exists()


def test_a_policy_with_hostile_words_is_shown_as_text(repo: Repo) -> None:
    repo.commit(
        {
            "p/pack.yaml": PACK,
            "p/r.yaml": RULE,
            ".threatgate.yaml": "threatgate: 1\npacks: [./p]\n",
        }
    )
    for arguments in (("rules",), ("explain", "ours/r"), ("rules", "--json")):
        done = inside(repo.root, *arguments)
        assert not HIDDEN.search(done.out), done
        assert not [line for line in done.out.split("\n") if line.lstrip().startswith("::")]
        assert done.code == 0, done
