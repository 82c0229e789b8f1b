"""Packs of rules as Markdown: a page for each rule, and an index by pack, STRIDE letter, CWE and ATLAS technique.

Made from what the rule files say and nothing else, the same on every machine. Texts of rules are prose, not Markdown:
whatever could be read as syntax is escaped (CommonMark 0.31, 2.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker.core.finding import SEVERITIES
from checker.core.rule import Pack
from checker.documents.dump import as_yaml
from checker.outputs.escape import visible
from checker.outputs.sarif.taxonomy import STRIDE, address, split

Data = Mapping[str, Any]
"""What a rule file says."""

_BODY = ("params", "each", "change", "changed_fields", "when", "assert", "path")
_SYNTAX = re.compile(r"[\\`*_\[\]|#~$@{}]")
_INDEXES = (("cwe", "CWE"), ("atlas", "MITRE ATLAS"))


class Chapter(NamedTuple):
    """One pack and what the files of its rules say, in any order."""

    pack: Pack
    rules: Sequence[Data]


def pages(book: Sequence[Chapter], index: str = "README.md", folder: str = "", note: str = "") -> dict[str, str]:
    """Path -> text: the index, and in ``folder`` (``""`` or ending in ``/``) a page for each rule.

    ``note`` stands below the title of each page.
    """
    rules = sorted((rule for chapter in book for rule in chapter.rules), key=lambda rule: str(rule["id"]))
    above = note and f"{note.strip()}\n"
    back = "../" * (1 + folder.count("/")) + index
    found = {f"{folder}{rule['id']}.md": _text(_page(rule, above, back)) for rule in rules}
    return {index: _text(_index(book, rules, above, folder)), **found}


def body_of(rule: Data) -> str:
    """What a rule asks, as the YAML of its file; with its severity where that is more than a word."""
    body = {key: rule[key] for key in _BODY if key in rule}
    if not isinstance(rule["severity"], str):
        body["severity"] = rule["severity"]
    return as_yaml(body) if body else ""


def examples_of(rule: Data) -> Iterator[tuple[str, str]]:
    """(``fail`` or ``pass``, the first example of the kind as YAML)."""
    for kind in ("fail", "pass"):
        examples = (rule.get("examples") or {}).get(kind, ())
        if examples:
            yield kind, as_yaml(examples[0])


def severity_of(rule: Data) -> str:
    """The severity of a rule in a word or two."""
    severity = rule["severity"]
    return severity if isinstance(severity, str) else "by case"


def prose(text: str) -> str:
    """A text of a rule on one line of Markdown, where it reads as it was written."""
    line = visible(" ".join(text.split()))
    return _SYNTAX.sub(r"\\\g<0>", line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def code(text: str, language: str = "yaml") -> str:
    """A block of code, fenced by more backticks than it holds in a row."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    shown = "\n".join(visible(line) for line in text.rstrip("\n").split("\n"))
    return f"{fence}{language}\n{shown}\n{fence}\n"


def _text(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _page(rule: Data, above: str, back: str) -> Iterator[str]:
    fix = rule["fix"]
    yield f"# {rule['id']}\n"
    yield above
    yield f"**{prose(rule['title'])}.** [All rules]({back})\n"
    yield from _facts(rule, fix)
    yield f"## Why\n\n{prose(rule['why'])}\n"
    yield f"## How to fix it\n\n{prose(fix['text'])}\n"
    if rule.get("refs"):
        yield "## References\n\n" + "\n".join(f"* {_reference(ref)}" for ref in rule["refs"]) + "\n"
    body = body_of(rule)
    yield f"## What it asks\n\n{code(body)}" if body else "## What it asks\n\nIt is found by code, not by a matcher.\n"
    for kind, text in examples_of(rule):
        yield f"## {_TITLES[kind]}\n\n{code(text)}"


_TITLES = {"fail": "A model that fails", "pass": "A model that passes"}


def _facts(rule: Data, fix: Data) -> Iterator[str]:
    facts = {
        "severity": severity_of(rule),
        "confidence": rule.get("confidence", "high"),
        "effort to fix": fix.get("effort", ""),
        "since": rule.get("since", ""),
        "tags": ", ".join(rule.get("tags", ())),
        "older names": ", ".join(rule.get("aliases", ())),
    }
    stated = {name: value for name, value in facts.items() if value}
    yield f"| {' | '.join(stated)} |\n|{' --- |' * len(stated)}\n| {' | '.join(map(prose, stated.values()))} |\n"


def _reference(ref: str) -> str:
    scheme, entry = split(ref)
    shown = f"`{visible(ref)}`"
    page = address(scheme, entry)
    if scheme == "stride" and entry in STRIDE:
        return f"{shown} {STRIDE[entry]}"
    return f"[{shown}]({page})" if page else shown


def _index(book: Sequence[Chapter], rules: Sequence[Data], above: str, folder: str) -> Iterator[str]:
    yield "# Rules\n"
    yield above
    yield "`threatgate explain RULE` says the same as the page of a rule, on the terminal.\n"
    yield (
        "Every rule [by pack](#by-pack), [by STRIDE letter](#by-stride-letter)"
        + "".join(
            f", [by {name}](#by-{name.lower().replace(' ', '-')})"
            for scheme, name in _INDEXES
            if _entries(rules, scheme)
        )
        + ".\n"
    )
    yield "## By pack\n"
    for chapter in sorted(book, key=lambda chapter: chapter.pack.id):
        yield from _pack(chapter, folder)
    yield "## By STRIDE letter\n"
    letters = _entries(rules, "stride")
    for letter, name in STRIDE.items():
        if letter in letters:
            yield f"### {name}\n\n" + "\n".join(f"* {_link(rule, folder)}" for rule in letters[letter]) + "\n"
    for scheme, name in _INDEXES:
        entries = _entries(rules, scheme)
        if entries:
            yield f"## By {name}\n\n| {name} | rules |\n| --- | --- |"
            yield (
                "\n".join(_row(scheme, entry, entries[entry], folder) for entry in sorted(entries, key=_natural)) + "\n"
            )


def _pack(chapter: Chapter, folder: str) -> Iterator[str]:
    pack = chapter.pack
    yield f"### {pack.id}\n\n{prose(f'{pack.title}. {pack.description}')}\n"
    yield "| rule | severity | problem |\n| --- | --- | --- |"
    worst_first = sorted(chapter.rules, key=lambda rule: (-_rank(rule), rule["id"]))
    rows = (f"| {_link(rule, folder)} | {severity_of(rule)} | {prose(rule['title'])} |" for rule in worst_first)
    yield "\n".join(rows) + "\n"


def _rank(rule: Data) -> int:
    severity = rule["severity"]
    return SEVERITIES.index(severity) if isinstance(severity, str) else len(SEVERITIES)


def _row(scheme: str, entry: str, rules: Iterable[Data], folder: str) -> str:
    name = f"CWE-{entry}" if scheme == "cwe" else entry
    page = address(scheme, entry)
    shown = f"[{prose(name)}]({page})" if page else prose(name)
    return f"| {shown} | {', '.join(_link(rule, folder) for rule in rules)} |"


def _entries(rules: Sequence[Data], scheme: str) -> dict[str, list[Data]]:
    """Entry of a library -> the rules that cite it."""
    found: dict[str, list[Data]] = {}
    for rule in rules:
        for of, entry in map(split, rule.get("refs", ())):
            if of == scheme:
                found.setdefault(entry, []).append(rule)
    return found


def _natural(entry: str) -> tuple[object, ...]:
    """Numbers inside an entry by their value: CWE-79 before CWE-319."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", entry))


def _link(rule: Data, folder: str) -> str:
    return f"[`{rule['id']}`]({folder}{rule['id']}.md)"
