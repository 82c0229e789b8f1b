"""Write the generated pages of the reference; with ``--check`` say what is out of date and which links are dead."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import formats

from checker.cli.group import COMMANDS
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.knowledge.archimate import mapping_tables
from checker.outputs.rulebook import Article, Chapter, pages
from checker.policy.load import load_pack, load_rule
from checker.policy.reference import view_tables

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs/reference"
NOTE = "<!-- Made by `make docs`; edit the code or the rule files instead. -->\n"
RULE_FORMAT = REFERENCE / "policy-format.md"
ARCHIMATE = REFERENCE / "formats/archimate.md"
MAPPING, END_OF_MAPPING = "<!-- mapping: generated -->\n", "<!-- end of mapping -->\n"
VIEWS, END = "<!-- views: generated -->\n", "<!-- end of views -->\n"
WIDTH = 100


def main() -> int:
    """Write the pages; with ``--check`` write nothing and answer 1 where something is wrong."""
    made = {REFERENCE / "cli.md": cli_page(), RULE_FORMAT: rule_format(), **formats_pages(), **rules_pages()}
    gone = [path for path in sorted((REFERENCE / "rules").rglob("*.md")) if path not in made]
    if "--check" not in sys.argv[1:]:
        for path in gone:
            path.unlink()
        for path, text in made.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    trouble = [f"{_name(path)} is out of date: make docs" for path, text in made.items() if _old(path) != text]
    trouble += [f"{_name(path)} is about no rule or pack any more: make docs" for path in gone]
    trouble += [f"{_name(page)}:{line}: nothing at '{target}'" for page, line, target in broken_links()]
    print("\n".join(trouble) or "docs are up to date, every link leads somewhere")
    return 1 if trouble else 0


def cli_page() -> str:
    """Every command and its options, as ``--help`` says them at 100 columns."""
    parts = [f"# Commands\n\n{NOTE}\nWithout a command, `check` runs.\n"]
    for name in COMMANDS:
        command: click.Command = import_module(f"checker.cli.{name}").command
        parts.extend(_command(f"threatgate {name}", command))
    return "\n".join(parts)


def _command(name: str, command: click.Command) -> Iterator[str]:
    settings: dict[str, Any] = {
        "terminal_width": WIDTH,
        "max_content_width": WIDTH,
        "help_option_names": ["-h", "--help"],
    }
    context = click.Context(command, info_name=name, **settings)
    yield f"## {name}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from _command(f"{name} {inner.name}", inner)


def rules_pages() -> dict[Path, str]:
    """An index of the shipped rules, and a page for each pack and each rule."""
    return {REFERENCE / path: text for path, text in pages(_book(), "rules.md", "rules/", NOTE).items()}


def _book() -> list[Chapter]:
    folders = sorted(path for path in (ROOT / "policies").iterdir() if path.is_dir())
    return [Chapter(load_pack(_read(folder / "pack.yaml")), list(_entries(folder))) for folder in folders]


def _entries(folder: Path) -> Iterator[Article]:
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "pack.yaml" and not path.name.endswith(".test.yaml"):
            document = _read(path)
            yield Article(load_rule(document, folder.name), document.data)


def rule_format() -> str:
    """The page about the format of rules, with every view of the code between its two marks."""
    before, _, rest = _old(RULE_FORMAT).partition(VIEWS)
    return before + VIEWS + "\n".join(view_tables()) + "\n" + END + rest.partition(END)[2]


def formats_pages() -> dict[Path, str]:
    """The index of formats and a page for each, with what the code knows of them between its marks."""
    rules = {one.rule.id: one.data for chapter in _book() for one in chapter.rules}
    made = formats.made(REFERENCE / "formats", rules)
    before, _, rest = made[ARCHIMATE].partition(MAPPING)
    made[ARCHIMATE] = before + MAPPING + "\n".join(mapping_tables()) + "\n" + END_OF_MAPPING
    made[ARCHIMATE] += rest.partition(END_OF_MAPPING)[2]
    return made


def broken_links() -> Iterator[tuple[Path, int, str]]:
    """(page, line, target) of each relative link in a Markdown page of the repository that leads nowhere."""
    for page in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]):
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
                if "://" not in target and not _leads_somewhere(page, target):
                    yield page, number, target


def _leads_somewhere(page: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = (page.parent / name).resolve() if name else page
    if not path.exists():
        return False
    return not anchor or anchor in {_anchor(title) for title in _titles(path)}


def _titles(page: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)


def _anchor(title: str) -> str:
    """The fragment that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _read(path: Path) -> Document:
    return parse(Source(_name(path), path.read_text(encoding="utf-8")))


def _old(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main())
