"""What the tests prove about the promises, counted: the page docs/explanation/guarantees.md.

A test that proves one says so: ``@pytest.mark.guarantee(KIND, WHAT, where="", says="")``. ``WHAT`` is the case in
words, ``where`` tells two tests of one case apart (a model), ``says`` is the answer of the gate. A test that tries many
inputs adds how many by ``record_property("tried", 1000)``. ``make guarantees`` runs these tests and writes the page; a
run of all tests fails where the page does not say what they showed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PAGE = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "guarantees.md"

KINDS = {
    "bypass": (
        "Ways around the gate",
        "Each is tried on real repositories, as a reviewed base and a change without a review of it: on an AI system,"
        " an ordinary one and a Threagile model, wherever the format can say it. (Those about dates and the order of"
        " reviews are tried on models alone, without a repository.) The gate fails with these rules.",
    ),
    "reach": ("Out of reach", "What no check of a repository's files can catch, and why; each is shown by a test."),
    "cosmetic": ("Edits without meaning", "Each edit changes no meaning: no finding, no change, the same digests."),
    "law": ("Laws", "Properties of comparing, of digests and of reviews, tried on generated models and edits."),
    "base": (
        "What a change is compared with",
        "Each situation is a real repository or clone. Right is the true change, or exit 3 and the sentence that mends"
        " it.",
    ),
    "abuse": (
        "Abuse",
        "Attacks on the gate as a program, each tried on the real thing; nothing is run, nothing passes.",
    ),
}
"""Kind -> heading and introduction of its table, in the order of the page."""

_COUNTED = {
    "bypass": "classes of ways around the gate: caught / tried",
    "cosmetic": "edits without meaning: flagged / tried",
    "law": "laws: held / stated",
    "base": "situations of a base: right / tried",
    "abuse": "abuse cases: held / tried",
}


class Shown(NamedTuple):
    """One test that proves something."""

    kind: str
    what: str
    where: str
    says: str
    passed: bool
    tried: int


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--guarantees", action="store_true", help="write docs/explanation/guarantees.md from this run")


def pytest_configure(config: pytest.Config) -> None:
    line = "guarantee(kind, what, where='', says=''): proves a line of docs/explanation/guarantees.md"
    config.addinivalue_line("markers", line)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Page(config), "guarantees-page")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("guarantee"):
            item.user_properties.append(("guarantee", list(_named(*mark.args, **mark.kwargs))))


def _named(kind: str, what: str, where: str = "", says: str = "") -> tuple[str, str, str, str]:
    if kind not in KINDS:
        raise pytest.UsageError(f"no kind of guarantee is called {kind!r}: {', '.join(KINDS)}")
    return kind, what, where, says


class _Page:
    """Gathers what was shown and, at the end, writes the page or holds it against the run."""

    def __init__(self, config: pytest.Config) -> None:
        self._write = config.getoption("--guarantees")
        self._all = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not (
            config.option.keyword or config.option.markexpr or config.option.collectonly or config.option.lf
        )
        self._shown: dict[str, list[Shown]] = {}
        self._skipped = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or (report.when == "setup" and not report.passed):
            properties: dict[str, Any] = dict(report.user_properties)
            for name, said in report.user_properties:
                if name == "guarantee" and report.skipped:
                    self._skipped += 1
                elif name == "guarantee":
                    shown = Shown(*said, passed=report.passed, tried=int(properties.get("tried", 1)))
                    self._shown.setdefault(shown.kind, []).append(shown)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._skipped:
            asked = "is not written" if self._write else "is not held against this run"
            print(f"\n{PAGE.name} {asked}: {self._skipped} of the tests that prove it were skipped here")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED if self._write else session.exitstatus
        elif self._write:
            PAGE.write_text(page(self._shown), encoding="utf-8", newline="\n")
        elif self._all and page(self._shown) != PAGE.read_text(encoding="utf-8"):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            print(f"\n{PAGE.name} does not say what this run showed: make guarantees, and look at the difference")


def page(shown: dict[str, list[Shown]]) -> str:
    """The Markdown page."""
    return "\n".join(_lines(shown)) + "\n"


def _lines(shown: dict[str, list[Shown]]) -> Iterator[str]:
    yield "# What holds, measured\n"
    yield "<!-- Made by `make guarantees` from a run of the tests; every run of all tests holds it against them. -->\n"
    yield "Each line below is a test in this repository that fails without the behaviour it names.\n"
    yield "| | |\n| --- | --- |"
    for kind, words in _COUNTED.items():
        yield f"| {words} | {_count(kind, shown.get(kind, []))} |"
    for kind, (heading, introduction) in KINDS.items():
        if shown.get(kind):
            yield f"\n## {heading}\n\n{introduction}\n"
            yield from _table(shown[kind])


def _count(kind: str, shown: list[Shown]) -> str:
    if kind == "cosmetic":
        return f"{sum(one.tried for one in shown if not one.passed):,} / {sum(one.tried for one in shown):,}"
    classes = {one.what for one in shown}
    broken = {one.what for one in shown if not one.passed}
    count = f"{len(classes - broken):,} / {len(classes):,}"
    return f"{count}, in {len(shown):,} cases" if len(shown) > len(classes) else count


def _table(shown: list[Shown]) -> Iterator[str]:
    """One table of what was shown on models, a column each, and one for each other place."""
    models = [one for one in shown if one.where in _MODELS]
    others = sorted({one.where for one in shown} - _MODELS)
    if models:
        yield from _rows(models)
    for where in others:
        if where:
            yield f"\n### On {where}\n"
        yield from _rows([one for one in shown if one.where == where])


_MODELS = {"assistant", "shop", "threagile", "clinic", "rental", "support-assistant"}
"""Models that one case is shown on several of."""


def _rows(shown: list[Shown]) -> Iterator[str]:
    places = sorted({one.where for one in shown})
    says = {(one.what, one.where): one for one in shown}
    tried = any(one.tried > 1 for one in shown)
    names = places if len(places) > 1 else ["what the gate says"]
    yield "| case | " + " | ".join([*names, *(["tried"] if tried else [])]) + " |"
    yield "| --- |" + " --- |" * (len(places) + tried)
    for what in sorted({one.what for one in shown}):
        cells = [_cell(says.get((what, where))) for where in places]
        number = [f"{sum(one.tried for one in shown if one.what == what):,}"] if tried else []
        yield "| " + " | ".join([what, *cells, *number]) + " |"


def _cell(one: Shown | None) -> str:
    if one is None:
        return ""
    return (one.says or "yes") if one.passed else "**NO**"
