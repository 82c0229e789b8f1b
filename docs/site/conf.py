"""How Sphinx makes the documentation site of the Markdown pages in ``docs`` (``make site``).

The pages are written to be read in the repository as well, so nothing in them is Sphinx's: what its table of contents
needs, and where links that leave ``docs`` lead on a web site, is added here while reading.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from sphinx.application import Sphinx

from checker import __version__

DOCS = Path(__file__).resolve().parent.parent
REPOSITORY = "https://github.com/OWNER/threatgate/blob/main/"

project = "threatgate"
author = "the threatgate authors"
copyright = "the threatgate authors, Apache-2.0"
version = release = __version__

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "README"
exclude_patterns = ["site"]
html_theme = "furo"
html_title = "threatgate"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_show_sphinx = False
html_copy_source = False
html_last_updated_fmt = None
smartquotes = False
myst_heading_anchors = 4
myst_enable_extensions = ["linkify"]
myst_linkify_fuzzy_links = False
highlight_language = "none"
pygments_style = "friendly"
pygments_dark_style = "monokai"
suppress_warnings = ["misc.highlighting_failure"]
# The address of the project is not decided yet: nothing is there to be asked.
linkcheck_ignore = [re.escape(REPOSITORY)]

SECTIONS = {
    "Learn": ["tutorials/first-check", "tutorials/an-agent-in-an-hour", "tutorials/*"],
    "Get something done": [
        *("how-to/github-action", "how-to/pre-commit", "how-to/review", "how-to/waive", "how-to/baseline"),
        *("how-to/model-a-pipeline", "how-to/suggest", "how-to/architecture-files", "how-to/attack-trees"),
        *("how-to/migrate", "how-to/questionnaires", "how-to/cards", "how-to/write-a-rule"),
    ],
    "Look up: the command line": [
        *("reference/README", "reference/cli", "reference/exit-codes", "reference/report", "reference/sarif")
    ],
    "Look up: files that you write": [
        *("reference/model-format", "reference/formats/README", "reference/reviews", "reference/configuration"),
        *("reference/waivers-and-baseline", "reference/policy-format", "reference/expressions"),
        "reference/policy-tests",
    ],
    "Look up: what is judged": [
        *("reference/frameworks", "reference/rules", "reference/coverage", "reference/methods", "reference/stride"),
        *("reference/linddun", "reference/sdl", "reference/threagile-rules", "reference/ai-rules"),
        *("reference/knowledge", "reference/risk", "reference/attack-trees", "reference/cards", "reference/examples"),
        *("reference/changes", "reference/digest", "reference/glossary"),
    ],
    "Understand": ["explanation/architecture", "explanation/review-promise", "explanation/*", "adr/README"],
}
"""Caption of the sidebar -> its pages, in order: that of the lists in README and reference/README. A glob takes those
that no earlier entry of its caption named. A page that is under no caption is a warning, and so an error."""

_PACKS = [page.stem for page in DOCS.glob("reference/rules/*.md")]
_INDEX = (DOCS / "reference/formats/README.md").read_text(encoding="utf-8")
_FORMATS = dict.fromkeys(re.findall(r"^\| \[.+?\]\((.+?)\.md\)", _INDEX, re.MULTILINE))
LISTED_BY = {
    "adr/README": ["adr/*"],
    "reference/formats/README": [f"reference/formats/{name}" for name in _FORMATS],
    "reference/rules": ["reference/rules/*"],
    **{f"reference/rules/{pack}": [f"reference/rules/{pack}/*"] for pack in _PACKS},
}
"""Pages whose own subpages the sidebar shows below them: those of one pack at a time, not all rules in a row."""


def setup(app: Sphinx) -> dict[str, bool]:
    # A value of the config, so that pages are read anew when it changes.
    app.add_config_value("sidebar", [*SECTIONS.items(), *LISTED_BY.items()], "env", list)
    app.connect("source-read", _complete)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _complete(_: Sphinx, page: str, source: list[str]) -> None:
    """Give a page the tables of contents that hang on it, and make links out of ``docs`` absolute."""
    source[0] = _outward(page, source[0])
    if page == root_doc:
        source[0] += "".join(_contents(caption, pages) for caption, pages in SECTIONS.items())
    if page in LISTED_BY:
        source[0] += _contents("", LISTED_BY[page])


def _contents(caption: str, pages: list[str]) -> str:
    named = f":caption: {caption}\n" if caption else ""
    return f"\n\n```{{toctree}}\n:hidden:\n:glob:\n{named}\n" + "\n".join(f"/{page}" for page in pages) + "\n```\n"


def _outward(page: str, text: str) -> str:
    folder = PurePosixPath("docs", page).parent

    def absolute(link: re.Match[str]) -> str:
        target, _, anchor = link[1].partition("#")
        parts: list[str] = []
        for part in (*folder.parts, *PurePosixPath(target).parts):
            if part == "..":
                parts.pop()
            else:
                parts.append(part)
        if not target or "://" in target or parts[0] == "docs":
            return link[0]
        return f"]({REPOSITORY}{'/'.join(parts)}{'#' + anchor if anchor else ''})"

    return re.sub(r"\]\(([^)\s]+)\)", absolute, text)
