"""``python -m benchmarks.parity``: hold the pack ``threagile`` against Threagile's own output; writes parity.md."""

from __future__ import annotations

import sys

from benchmarks.corpus.reading import corpus
from benchmarks.parity.page import PAGE, page, summary
from benchmarks.parity.pairs import compare, pairs, unexplained


def main() -> int:
    """Write the page; print what is not equal. Exit code 1 where something is not, or there is nothing to compare."""
    results = [compare(pair) for pair in pairs(corpus())]
    if not results:
        print("no pairs: set THREATGATE_CORPUS to a folder that has oracles/*/model.yaml and risks.json")
        return 1
    PAGE.write_text(page(results), encoding="utf-8", newline="\n")
    print("\n".join(summary(results)))
    wrong = [found for result in results if result.pair.fits for found in unexplained(result)]
    print("\n".join(f"{sign} {' '.join(risk)}" for sign, risk in wrong) or "no difference")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
