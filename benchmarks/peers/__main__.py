"""``python -m benchmarks.peers``: try every case in both tools and write benchmarks/peers.md."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.cases import ROOT
from benchmarks.peers.cases import BYPASS, COSMETIC
from benchmarks.peers.gate import Gate
from benchmarks.peers.otm import Answer, Peer
from benchmarks.peers.page import PAGE, counts, page
from checker import __version__

PROGRAM = ROOT / ".tools/peers/bin/otm"
CASES = BYPASS + COSMETIC


def main() -> int:
    """Write the page. Exit code 1 where the peer is missing or a tool fails a model that did not change."""
    if not PROGRAM.exists():
        print("otm is not installed: make peers")
        return 1
    with tempfile.TemporaryDirectory() as place:
        gate, peer = Gate(Path(place) / "ours"), Peer(PROGRAM, Path(place) / "theirs")
        untouched, unchanged = gate.judge(None), peer.judge(None)
        if untouched.caught or unchanged.stage or unchanged.shown:
            print(f"fails without a change, so nothing can be told: {untouched} {unchanged}")
            return 1
        theirs = dict(_answers(peer))
        ours = {case.id: gate.judge(case) for case in CASES}
        PAGE.write_text(page(ours, theirs, (__version__, peer.version), peer.band), encoding="utf-8", newline="\n")
    print("\n".join(counts(ours, theirs)))
    return 0


def _answers(peer: Peer) -> Iterable[tuple[str, Answer]]:
    """What the peer says of each case that its format can say, several at once."""
    cases = [case for case in CASES if not isinstance(case.theirs, str)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, answer in zip(cases, pool.map(peer.judge, cases), strict=True):
            if sys.stderr.isatty():
                sys.stderr.write(f"\r\033[K{case.id}")
            yield case.id, answer


if __name__ == "__main__":
    sys.exit(main())
