"""Build the documentation site into ``build/site``; warnings and dead links are errors (``make site``)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from shutil import copyfile, rmtree
from urllib.parse import unquote, urlsplit

from sphinx.cmd.build import main as sphinx

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """Build into the folder named, or ``build/site``; exit code 1 with every dead link named."""
    site = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "build/site"
    strict = ["-q", "--fail-on-warning", "--keep-going", "--nitpicky", "--jobs", "auto"]
    rmtree(site, ignore_errors=True)  # a page that is no more would stay
    failed = sphinx([*strict, "-d", str(site) + ".cache", "-c", str(ROOT / "docs/site"), str(ROOT / "docs"), str(site)])
    if failed:
        rmtree(f"{site}.cache", ignore_errors=True)  # a warning is said when a page is read: not again from the cache
    else:
        copyfile(site / "README.html", site / "index.html")
    pages = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    dead = list(dead_links(pages))
    for page, target in dead:
        print(f"{page.relative_to(site)}: nothing at '{target}'")
    if not failed and not dead:
        print(f"{len(pages)} pages, every link inside leads somewhere: {site / 'index.html'}")
    return 1 if failed or dead else 0


class Page(HTMLParser):
    """The links of a page, and the places in it that a link may name."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = {""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.append(value)
            elif name == "id" and value:
                self.places.add(value)


def dead_links(pages: dict[Path, Page]) -> Iterator[tuple[Path, str]]:
    """(page, target) of each link inside the site that leads to no file, or to no place in its page."""
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = pages.get(target)
            if not target.is_file() or (there and unquote(parts.fragment) not in there.places):
                yield path, link


def _read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


if __name__ == "__main__":
    sys.exit(main())
