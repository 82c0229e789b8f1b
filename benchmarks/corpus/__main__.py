"""``python -m benchmarks.corpus``: what becomes of the collected models; writes benchmarks/corpus.md.

The exit code is 1 where a file is refused, counted or compared otherwise than somebody agreed to (agreed.yaml).
"""

from __future__ import annotations

import sys

from benchmarks.corpus.histories import pairs
from benchmarks.corpus.page import AGREED, PAGE, open_questions, page
from benchmarks.corpus.reading import collection, corpus, outcome
from checker.core.source import Source
from checker.documents.parse import parse


def main() -> int:
    """Read everything, write the page, and print what nobody agreed to."""
    folder = corpus()
    if not (folder / "MANIFEST.json").is_file():
        print("no collected models: set THREATGATE_CORPUS to their folder", file=sys.stderr)
        return 2
    outcomes = [outcome(folder, one) for one in collection(folder)]
    compared = [*pairs(folder)]
    agreed = parse(Source(AGREED.name, AGREED.read_text(encoding="utf-8"))).data or {}
    PAGE.write_text(page(outcomes, compared, agreed), encoding="utf-8", newline="\n")
    print(f"{len(outcomes)} files, {sum(one.snapshot is not None for one in outcomes)} read; {len(compared)} pairs")
    left = [*open_questions(outcomes, compared, agreed)]
    print("\n".join(left) or "all agreed to")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
