"""Cards, architecture files and texts of a model that are made to hurt: each is read to its end, or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from checker.core.errors import CheckError
from checker.core.source import Source
from checker.knowledge.card_profiles import shipped
from checker.methods.cards.held import held
from checker.methods.cards.mentions import Mentions
from checker.methods.cards.read import read_card
from checker.outputs.escape import hidden
from tests.abuse.asking import everything, threat
from tests.bypass.test_knowledge import FILES, MODEL
from tests.command import TODAY, Done, inside
from tests.repositories import Repo, new_repo

CARD, OF_MODEL, ARCHITECTURE = "docs/system-card.md", "docs/model-card.md", "docs/arch.xml"


@pytest.fixture
def place(tmp_path: Path) -> Repo:
    """A repository that uses all that is known of threats, and a folder beside it."""
    repo = new_repo(tmp_path / "repo")
    repo.commit(FILES)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "card.md").write_text("# Secret\nhunter2\n")
    return repo


def told(repo: Repo) -> list[str]:
    """Rule and message of what a check says about cards and architecture files."""
    done = inside(repo.root, "check", "--as-of", TODAY, "--format", "json")
    results = json.loads(done.out)["results"]
    return [f"{one['rule']} {one['message']}" for one in results if one["rule"].startswith(("card/", "architecture/"))]


# readers

OF_TEXT = {
    "a card of fifty megabytes": ("a " * 25_000_000, "more than 32,000,000 bytes"),
    "a card of very much Markdown": ("word " * 61_000, "more than 300,000 characters of Markdown"),
    "a card of ten thousand headings": ("# h\nx\n" * 10_000, "more than 2,000 headings"),
    "a card that is binary": ("a\0b", "NUL"),
    "an alias bomb in front matter": (
        "---\na0: &a0 [x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
        + "---\n",
        "values stand behind aliases",
    ),
    "a merge bomb in front matter": (
        "---\na0: &a0 {x: 1}\n"
        + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 40))
        + "---\n",
        "values stand behind aliases",
    ),
    "front matter of great depth": ("---\nx: " + "[" * 50_000 + "\n---\n", "more than 40 levels"),
    "front matter with a tag that makes objects": (
        "---\nx: !!python/object/apply:os.system [id]\n---\n",
        "is not allowed",
    ),
    "a card of JSON of great depth": ('{"model_details": ' * 10_000, "more than 40 levels"),
    "a card of a list": ("---\n- a\n---\n", "a list or a word, not a mapping"),
}


@pytest.mark.parametrize(
    ("text", "says"),
    [pytest.param(*case, id=what, marks=threat(what, says="`card/unreadable`")) for what, case in OF_TEXT.items()],
)
def test_a_card_that_hurts(text: str, says: str, place: Repo) -> None:
    place.write({CARD: text})
    assert [one for one in told(place) if one.startswith("card/unreadable") and says in one]


GROWING = {
    "quotes": ">" * 290_000,
    "lists": "- " * 140_000,
    "brackets": "[" * 290_000,
    "links": "[a](" * 70_000,
    "emphasis": "*a_ " * 70_000,
    "code": "".join("`" * n + "a" for n in range(1, 750)),
    "references": "[a]: x\n" * 40_000,
    "comments": "<!--" * 72_000,
    "headings by underlines": "a\n" * 140_000 + "===",
    "templates": "{{" * 140_000,
    "paths": "threatmodel.yaml%" * 16_000,
}


@threat("a card of Markdown that backtracks, in eleven ways", says="read to its end")
@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING)
def test_markdown_that_backtracks(text: str) -> None:
    card = read_card(Source("card.md", text))
    assert not Mentions(card).links("threatmodel.json")
    assert len(held(card, _mitchell())) == 9


def _mitchell() -> Any:
    profile = shipped("mitchell")
    assert profile
    return profile


TOOLKIT: dict[str, Any] = {
    "model_details": {
        "name": "x",
        "version": {"name": "1"},
        "license": {"identifier": "MIT"},
        "owners": [{"name": "n"}],
    },
    "model_parameters": {"data": [{"name": "d", "link": "l", "graphics": {"collection": [{"name": "n"}]}}]},
    "quantitative_analysis": {"performance_metrics": [{"type": "t", "value": "1"}]},
    "considerations": {"users": [{"description": "d"}], "ethical_considerations": [{"name": "n"}]},
}
CYCLONEDX: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [
        {
            "type": "machine-learning-model",
            "name": "n",
            "version": "1",
            "licenses": [{"license": {"id": "MIT"}}],
            "pedigree": {"ancestors": [{"name": "b"}]},
            "components": [{"name": "inner", "modelCard": {}}],
            "modelCard": {
                "modelParameters": {"datasets": [{"type": "dataset", "name": "d"}], "task": "t"},
                "quantitativeAnalysis": {"performanceMetrics": [{"type": "t"}]},
                "considerations": {"users": ["u"], "ethicalConsiderations": [{"name": "n"}]},
            },
        }
    ],
}
ODD = (
    None,
    True,
    -1.5,
    "",
    "\u202e",
    [],
    [None],
    [[[]]],
    ["x", {"name": []}],
    {},
    {"": {"": []}},
    {"name": {"name": {}}},
)


def _paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _paths(value, (*path, key))


@threat("a value of a wrong type, anywhere in a card of JSON", says="read, or refused with a reason")
@pytest.mark.parametrize("whole", [TOOLKIT, CYCLONEDX], ids=["toolkit", "cyclonedx"])
def test_any_value_of_a_wrong_type(whole: dict[str, Any]) -> None:
    read = refused = 0
    for path in _paths(whole):
        for odd in ODD:
            data = deepcopy(whole) if path else odd
            inner: Any = data
            for step in path[:-1]:
                inner = inner[step]
            if path:
                inner[path[-1]] = odd
            try:
                card = read_card(Source("card.json", json.dumps(data)), "n")
            except CheckError as error:
                refused += bool(error.message)
            else:
                read += len(held(card, _mitchell())) == 9
    assert read > 300
    assert read + refused == len(list(_paths(whole))) * len(ODD)


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MODEL_OF = (
    '<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m"><name>x</name><elements>'
)
ELEMENT = '<element identifier="a" xsi:type="ApplicationComponent"><name>a</name></element>'
END = "</elements></model>"
OF_XML = {
    "an entity bomb": (
        HEAD
        + '<!DOCTYPE l [<!ENTITY a "aa">'
        + "".join(f'<!ENTITY a{n} "&a;&a;">' for n in range(9))
        + "]><l>&a8;</l>",
        "a document type or entity of its own",
    ),
    "an entity from the disk": (
        HEAD + '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><model>&x;</model>',
        "a document type or entity of its own",
    ),
    "a document type from the network": (
        HEAD + '<!DOCTYPE model SYSTEM "http://127.0.0.1:9/x.dtd"><model/>',
        "a document type or entity of its own",
    ),
    "XML of great depth": (HEAD + "<model>" + "<a>" * 100_000, "more than 200 elements inside each other"),
    "an identifier that two elements have": (HEAD + MODEL_OF + ELEMENT * 2 + END, "is taken already"),
    "another namespace": (HEAD + "<model/>", "that of no ArchiMate file"),
}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            *case, id=what, marks=threat(f"in an architecture file: {what}", "`architecture/artifact-unreadable`")
        )
        for what, case in OF_XML.items()
    ],
)
def test_an_architecture_file_that_hurts(text: str, says: str, place: Repo) -> None:
    place.write({ARCHITECTURE: text})
    assert [one for one in told(place) if one.startswith("architecture/artifact-unreadable") and says in one]
    done = inside(place.root, "convert", ARCHITECTURE)
    of_none = "no threat model in a format known here"
    assert (done.code, done.out, (of_none if "no ArchiMate" in says else says) in done.err) == (3, "", True)


# writers


def refused(repo: Repo, *arguments: str, says: str) -> Done:
    """A command that must change nothing, in the repository or beside it."""
    before = everything(repo.root.parent)
    done = inside(repo.root, *arguments)
    assert done.code in (2, 3)
    assert says in done.err
    assert everything(repo.root.parent) == before
    return done


WRITING = {
    "a section into a card": ("card", "render", "--system", "--update", "linked/card.md"),
    "a section into a card that is a link": ("card", "render", "--system", "--update", "link.md"),
    "a new card": ("card", "render", "--system", "--out", "linked/new.md"),
    "a new card at a link to nothing": ("card", "render", "--system", "--out", "dangling.md"),
    "a model made of an architecture file": ("convert", ARCHITECTURE, "--out", "linked/new.yaml"),
    "the same over what is there": ("convert", ARCHITECTURE, "--out", "linked/card.md", "--force"),
}


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(
            arguments, id=what, marks=threat(f"09 written through a symbolic link: {what}", "nothing is written")
        )
        for what, arguments in WRITING.items()
    ],
)
def test_nothing_is_written_through_a_link(arguments: tuple[str, ...], place: Repo) -> None:
    (place.root / "linked").symlink_to("../outside")
    (place.root / "link.md").symlink_to("../outside/card.md")
    (place.root / "dangling.md").symlink_to("../outside/new.md")
    refused(place, *arguments, says="already" if "dangling.md" in arguments else "symbolic link")


@threat("09 card of the model is a symbolic link, or lies behind one", says="`card/unreadable`; its text is not shown")
@pytest.mark.parametrize("behind", [False, True])
def test_a_card_is_not_read_through_a_link(behind: bool, place: Repo) -> None:
    if behind:
        (place.root / "docs").rename(place.root / "real")
        (place.root / "docs").symlink_to("real")
    else:
        (place.root / CARD).unlink()
        (place.root / CARD).symlink_to("../../outside/card.md")
    assert [one for one in told(place) if one.startswith("card/unreadable") and "symbolic link" in one]
    assert "hunter2" not in inside(place.root, "card", "show").out


# outputs

HOSTILE = (
    r"\u001b]0;x\u0007\u202e\u200b::error::x ``` <!-- /threatgate card sys --> "
    r"| <script> [a](http://x) @you %%{init: {}}%%"
)
SHOWING = (
    *(("card", "show"), ("card", "render", "--system"), ("card", "render", "--component", "llm"), ("coverage",)),
    *(
        ("suggest", "--all"),
        ("questions", "plot4ai"),
        ("questions", "mit"),
        ("risk",),
        ("methods",),
        ("draw",),
        ("tree",),
    ),
    *(("suggest", "--all", "--write", "--dry-run"), ("convert", "threatmodel.yaml")),
)


@threat(
    "22 terminal sequences and markup in every text of a model, in every command about threats", says="made visible"
)
@pytest.mark.parametrize("arguments", SHOWING, ids=" ".join)
def test_no_text_of_a_model_is_obeyed(arguments: tuple[str, ...], place: Repo) -> None:
    texts = (
        "title: Poisoned",
        "name: Sys",
        "goal: Steal",
        "title: Check",
        "name: A",
        "entity: human",
        "text: Sell",
        "name: lib",
    )
    model = MODEL
    for text in texts[:5] + texts[6:]:
        key = text.partition(":")[0]
        model = model.replace(text, f'{key}: "{HOSTILE}"', 1)
    model = model.replace('answer: "Yes"}', f'answer: "Yes", note: "{HOSTILE}"}}', 1)
    place.write({"threatmodel.yaml": model})
    done = inside(place.root, *arguments)
    assert done.code == 0, done
    lines = done.out.split("\n")
    assert not [line for line in lines if hidden().search(line) or line.lstrip().startswith("::")]
    if "render" in arguments:
        assert [line for line in lines if "<!--" in line] == [lines[0], lines[-2]]
        assert not [line for line in lines if "<script" in line or "](http" in line or "```" in line]
    if "draw" in arguments:
        assert not [line for line in lines if "%%{" in line or "```" in line]
