"""The page that shows every framework at work: its outputs are what the command says, its figures have their tests."""

from __future__ import annotations

import re
from pathlib import Path

from checker.knowledge.lookup import libraries
from examples import frameworks, render

FRAMEWORKS = (
    *("STRIDE per element", "STRIDE per interaction", "LINDDUN PRO", "LINDDUN GO", "LINDDUN, table of 2011"),
    *("PASTA", "VAST", "Four questions", "Attack trees", "MITRE ATLAS", "MITRE ATLAS, the edition of 2026"),
    *("MITRE ATLAS, the older format", "MITRE ATLAS, the newer format", "MITRE ATLAS Navigator"),
    *("MIT AI Risk Repository, domains", "MIT AI Risk Repository, causes", "PLOT4ai"),
    *("OWASP Top 10 for LLM applications, 2026", "OWASP Top 10 for LLM applications, crosswalk"),
    *("OWASP Machine Learning Security Top 10", "OWASP Agentic AI", "OWASP AI Exchange", "NIST AI 100-2"),
    *("CWE, weaknesses of AI", "ISM, controls about AI", "FEAT", "DREAD", "CVSS 4.0", "Control catalogue"),
    *("Model cards, Hugging Face", "Model cards, Google toolkit", "Model cards, CycloneDX ML-BOM", "System cards"),
    *("TOGAF, by ArchiMate exchange", "NAFv4, by Archi", "Microsoft's SDL template", "Threagile"),
)


def test_the_page_shows_what_the_commands_say() -> None:
    assert frameworks.page() == frameworks.PAGE.read_text(encoding="utf-8"), "make render"


def test_every_framework_has_a_command_on_an_example() -> None:
    entries = frameworks.entries()
    assert {*FRAMEWORKS} <= {one["title"] for one in entries}
    assert all((render.HERE / one["in"]).is_dir() for one in entries)
    libraries_shown = {one["library"].partition("@")[0] for one in entries if "library" in one}
    assert {one.id for one in libraries()} - libraries_shown == {"cicd-sec", "slsa"}


def test_the_figures_name_tests_that_are_there(root: Path) -> None:
    page = frameworks.PAGE.read_text(encoding="utf-8").partition("## Figures")[2]
    named = re.findall(r"`(tests/\S+\.py)`: `(test_\w+)`", page)
    assert len(named) >= 10
    for file, test in named:
        assert f"def {test}(" in (root / file).read_text(encoding="utf-8"), (file, test)
