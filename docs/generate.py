"""Write the generated pages of the reference; with ``--check`` say what is out of date and which links are dead."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from checker.cli.group import COMMANDS
from checker.core.finding import SEVERITIES
from checker.core.source import Source
from checker.documents.parse import parse
from checker.policy.severity import in_words, severities

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Made by `make docs`; edit the code or the rule files instead. -->\n"
WIDTH = 100


def main() -> int:
    """Write the pages; with ``--check`` write nothing and answer 1 where something is wrong."""
    pages = {ROOT / "docs/reference/cli.md": cli_page(), ROOT / "docs/reference/rules.md": rules_page()}
    if "--check" not in sys.argv[1:]:
        for path, text in pages.items():
            path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    trouble = [f"{_name(path)} is out of date: make docs" for path, text in pages.items() if _old(path) != text]
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


def rules_page() -> str:
    """Every shipped rule by pack, the worst first."""
    parts = [f"# Rules\n\n{NOTE}\n`threatgate explain RULE` says the same on the terminal, with examples.\n"]
    for folder in sorted(path for path in (ROOT / "policies").iterdir() if path.is_dir()):
        rules = [_data(path) for path in sorted(folder.glob("*.yaml")) if path.name != "pack.yaml"]
        pack = _data(folder / "pack.yaml")
        parts.append(f"## {pack['id']}\n\n{pack['title']}. {pack.get('description', '')}".rstrip() + "\n")
        parts.append("| rule | severity | problem |\n| --- | --- | --- |")
        rules.sort(key=lambda rule: (-SEVERITIES.index(_worst(rule)), rule["id"]))
        parts.extend(f"| [`{r['id']}`](#{_anchor(r['id'])}) | {_worst(r)} | {r['title']} |" for r in rules)
        parts.append("")
        parts.extend(_rule(rule) for rule in rules)
    return "\n".join(parts)


def _worst(rule: dict[str, Any]) -> str:
    return severities(rule["severity"])[-1]


def _rule(rule: dict[str, Any]) -> str:
    fix = rule["fix"] if isinstance(rule["fix"], dict) else {"text": rule["fix"]}
    table = in_words(rule["severity"])
    severity = f"at most {_worst(rule)}, {table}" if table else _worst(rule)
    lines = [f"### {rule['id']}\n", f"{rule['title']}. Severity: {severity}.\n"]
    for name, param in rule.get("params", {}).items():
        said = param.get("description", "").strip()
        lines.append(f"**Param `{name}`** ({param['type']}, `{json.dumps(param['default'])}` by default). {said}\n")
    lines.append(f"**Why.** {rule['why'].strip()}\n")
    lines.append(f"**Fix.** {fix['text'].strip()}\n")
    if rule.get("refs"):
        lines.append("**References.** " + ", ".join(f"`{ref}`" for ref in rule["refs"]) + "\n")
    return "\n".join(lines)


def broken_links() -> Iterator[tuple[Path, int, str]]:
    """(page, line, target) of each relative link in a Markdown page of the repository that leads nowhere."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in sorted(pages):
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


def _data(path: Path) -> Any:
    return parse(Source(_name(path), path.read_text(encoding="utf-8"))).data


def _old(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main())
