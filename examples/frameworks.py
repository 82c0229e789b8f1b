"""``python -m examples.frameworks``: every framework at work, one command on one example: docs/reference/frameworks.md.

What is run is in frameworks.yaml; editions and licences are those of the libraries. Needs git and an installed
threatgate; everything runs on copies.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from checker.core.source import Source
from checker.documents.parse import parse
from checker.knowledge.lookup import library
from examples import render
from examples.demo import TOOL

PAGE = render.HERE.parent / "docs/reference/frameworks.md"
BEGIN, END = "<!-- commands: generated -->\n", "<!-- end of commands -->\n"
LINES, WIDTH = 8, 150


def main() -> int:
    """Write the page anew."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return 0


def page() -> str:
    """The page with its commands run; what is before and after them stays."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + "\n".join(_lines()) + "\n" + END + rest.partition(END)[2]


def entries() -> list[dict[str, Any]]:
    """The entries of frameworks.yaml."""
    source = Source("frameworks.yaml", (render.HERE / "frameworks.yaml").read_text(encoding="utf-8"))
    return list(parse(source).data)


def _lines() -> Iterator[str]:
    found = entries()
    yield "| framework | what it is | edition, licence |"
    yield "| --- | --- | --- |"
    for one in found:
        yield f"| [{one['title']}](#{_anchor(one['title'])}) | {one['is']} | {_from(one)} |"
    yield from ("", "## Commands")
    with tempfile.TemporaryDirectory(prefix="threatgate-frameworks-") as folder:
        ran: dict[tuple[str, str], list[str]] = {}
        for one in found:
            key = (one["in"], one["run"])
            ran[key] = ran.get(key) or _run(one, Path(folder))
            yield from ("", f"### {one['title']}", "")
            yield f"In [`examples/{one['in']}`](../../examples/{one['in']}):"
            yield from ("", "```console", f"$ threatgate {_arguments(one)}", *_part(ran[key], one), "```")


def _from(one: Mapping[str, Any]) -> str:
    if "source" in one:
        return str(one["source"])
    name, _, edition = one["library"].partition("@")
    found = library(name, edition)
    if found is None:
        raise LookupError(one["library"])
    return f"{found.title} {edition or found.edition}; {found.licence}"


def _arguments(one: Mapping[str, Any]) -> str:
    return str(one["run"]).replace("DAY", render.TODAY)


def _run(one: Mapping[str, Any], folder: Path) -> list[str]:
    place = folder / one["in"]
    if not place.exists():
        render.copy(one["in"], place)
    command = [TOOL, *shlex.split(_arguments(one))]
    done = subprocess.run(command, cwd=place, env=render.ENVIRONMENT, capture_output=True, check=False)
    if done.returncode:
        raise ValueError(f"{one['title']}: exit code {done.returncode}: {done.stderr.decode('utf-8')}")
    return done.stdout.decode("utf-8").splitlines()


def _part(lines: list[str], one: Mapping[str, Any]) -> Iterator[str]:
    """The lines that are shown; a line ``…`` stands for others, and at the end of a line for the rest of it."""
    found = [number for number, line in enumerate(lines) if one.get("from", "") in line]
    if not found:
        raise ValueError(f"{one['title']}: no line has {one['from']!r}")
    begin = found[0]
    end = begin + one.get("lines", LINES)
    if begin:
        yield "…"
    shown = lines[begin:end]
    while not shown[-1]:
        shown.pop()
    yield from (line if len(line) <= WIDTH else f"{line[:WIDTH].rstrip()}…" for line in shown)
    if end < len(lines):
        yield "…"


def _anchor(title: str) -> str:
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c == "-")


if __name__ == "__main__":
    sys.exit(main())
