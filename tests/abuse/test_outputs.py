"""What a report shows of hostile texts: nothing obeys, nothing hides, nothing leads away."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.abuse.asking import threat, weaken
from tests.command import TODAY, inside
from tests.doors.shop import CHANGED
from tests.repositories import Repo

COMMANDS = "a\n::error title=forged::forged"
CODES = "\x1b[2J\x1b]0;forged\x07\x9b31m\u202e\u2066\u2028\ufeff\u200b"
MARKDOWN = "![x](http://127.0.0.1/x) <script>alert(1)</script> </details> | ``` @acme/all #1 [y](javascript:z)"
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

FORMATS = ("human", "markdown", "github", "json", "sarif", "sarif-github")


def quoted(text: str) -> str:
    return (
        '"'
        + "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
        + '"'
    )


@pytest.fixture
def told(shop: Repo, tmp_path: Path) -> dict[str, str]:
    """Every output about a change whose names, texts and paths are hostile."""
    hostile = " ".join((COMMANDS, CODES, MARKDOWN))
    model = CHANGED.replace("Orders leak", quoted(hostile)).replace(
        "type: service,", f"type: service, name: {quoted(hostile)},"
    )
    weaken(shop, {"threatmodel.yaml": model})
    paths = (
        "a\n::error title=forged::forged.threatmodel.yaml",
        "b\x1b[2J\u202e.threatmodel.yaml",
        "c #%20?&<b>.threatmodel.yaml",
    )
    shop.commit({path: f"threatgate: 1\nsystem: {{id: s{n}}}\n{quoted(hostile)}: 1\n" for n, path in enumerate(paths)})
    formats = [f"--format={name}={tmp_path / name}" for name in FORMATS]
    env = {"GITHUB_ACTIONS": "true"}
    done = inside(shop.root, "check", "--base", "main", "--as-of", TODAY, *formats, env=env)
    assert (done.code, done.out) == (1, "")
    shown = inside(shop.root, "check", "--base", "main", "--as-of", TODAY, "--color", "always", env=env)
    diff = inside(shop.root, "diff", "main", "HEAD", env=env)
    return {**{name: (tmp_path / name).read_text("utf-8") for name in FORMATS}, "terminal": shown.out, "diff": diff.out}


@threat("20 workflow commands in names, texts and paths", says="none is obeyed: escaped or fenced in")
def test_no_workflow_command_is_forged(told: dict[str, str]) -> None:
    ours = re.compile(r"::(error|warning|notice) (file=[^,:]*,line=\d+[^:]*,)?title=[^:,]*::[^\n]*")
    for name, text in told.items():
        assert "##[" not in text
        for line in text.split("\n"):
            if line.lstrip().startswith("::") and name not in ("terminal", "diff"):
                assert name == "github" and ours.fullmatch(line), (name, line)
    for name in ("terminal", "diff"):
        first, *rest = [line for line in told[name].split("\n") if line.lstrip().startswith("::")]
        token = first.removeprefix("::stop-commands::")
        assert re.fullmatch("[0-9a-f]{32}", token)
        assert rest[-1] == f"::{token}::"


@threat("22 terminal sequences and bidirectional controls", says="made visible")
def test_nothing_moves_the_cursor_or_hides(told: dict[str, str]) -> None:
    for name, text in told.items():
        plain = re.sub(r"\x1b\[[0-9;]*m", "", text) if name == "terminal" else text
        assert not HIDDEN.search(plain), name
        assert "forged\x07" not in text
    assert "\x1b[2J" not in told["terminal"]


@threat("23 Markdown, HTML and mentions", says="escaped")
def test_nothing_in_the_summary_is_markup(told: dict[str, str]) -> None:
    text = told["markdown"]
    for markup in ("<script", "![x](", "](javascript:", "@acme/all"):
        assert markup not in text
    assert text.count("<details>") == text.count("</details>")


@threat("23 Mermaid", says="escaped; the fence is closed once")
def test_nothing_in_a_diagram_is_an_instruction(told: dict[str, str]) -> None:
    blocks = re.findall(r"```mermaid\n(.*?)\n```", told["markdown"], re.DOTALL)
    assert blocks
    for block in blocks:
        assert not {"click ", "<script", "javascript:"} & {
            word for word in ("click ", "<script", "javascript:") if word in block
        }
        assert "`" not in block


@threat("24 JUnit", says="there is no such output: exit 2 and the list of those there are")
def test_there_is_no_junit(shop: Repo) -> None:
    done = inside(shop.root, "check", "--format", "junit")
    assert done.code == 2
    assert "'junit' is not one of: human, json, sarif" in done.err


@threat("25 addresses in SARIF", says="relative, encoded, inside the repository")
def test_addresses_in_a_log_are_relative_and_encoded(told: dict[str, str], shop: Repo) -> None:
    tracked = set(shop.git("ls-files", "-z").split("\0"))
    for name in ("sarif", "sarif-github"):
        log = json.loads(told[name])
        uris = {place["physicalLocation"]["artifactLocation"]["uri"] for place in _places(log)}
        assert len(uris) >= 3
        for uri in uris:
            assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", uri), uri
            assert not uri.startswith("/")
            assert ".." not in uri.split("/")
            assert unquote(uri) in tracked


def _places(here: object) -> list[dict[str, dict[str, dict[str, str]]]]:
    """Every location of a log, however deep."""
    if isinstance(here, list):
        return [place for item in here for place in _places(item)]
    if not isinstance(here, dict):
        return []
    own = [here] if "physicalLocation" in here else []
    return own + [place for value in here.values() for place in _places(value)]
