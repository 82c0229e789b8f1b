"""The check of the documentation site finds what is dead (`make site` builds the site and runs it)."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.site.build import Page, dead_links


def page(text: str) -> Page:
    read = Page()
    read.feed(text)
    return read


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("b.html", False),
        ("b.html#there", False),
        ("#here", False),
        ("c.css", False),
        ("https://example.org/gone", False),
        ("#", False),
        ("b.html#gone", True),
        ("#there", True),
        ("gone.html", True),
        ("../a.html", True),
    ],
)
def test_dead_links(tmp_path: Path, link: str, dead: bool) -> None:
    texts = {"a.html": f'<h1 id="here"></h1><a href="{link}">x</a>', "b.html": '<h1 id="there"></h1>', "c.css": ""}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    pages = {tmp_path / name: page(text) for name, text in texts.items() if name.endswith(".html")}
    assert list(dead_links(pages)) == ([(tmp_path / "a.html", link)] if dead else [])
