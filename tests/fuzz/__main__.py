"""``python -m tests.fuzz FORMAT``: a reader on texts that atheris breaks, guided by what code they reach.

Starts from the own examples, and from collected files with the same ending where they are there (THREATGATE_CORPUS). A
text that breaks something is kept as ``crash-…`` or ``timeout-…`` in build/fuzz, and the exit code is not 0.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random

import atheris

with atheris.instrument_imports(include=["checker"], enable_loader_override=False):
    import checker.documents
    import checker.inputs
    import checker.outputs.models
    from checker.inputs import FORMATS
    from tests.fuzz.breaking import broken
    from tests.fuzz.holds import fixtures, read, written

    for package in (checker.documents, checker.inputs, checker.outputs.models):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(found.name)

ROOT = Path(__file__).parent.parent.parent
LONGEST = 60_000
"""Bytes: longer texts are slow to try and break nothing that shorter ones do not."""


def main() -> None:
    """Run until the time is over or something breaks."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("--seconds", type=int, default=600, help="how long [600]")
    options = parser.parse_args()
    folder = ROOT / "build/fuzz" / options.format
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "texts").mkdir(parents=True)
    suffix = _start_from(options.format, folder / "texts")
    tried = 0

    def one(data: bytes) -> None:
        nonlocal tried
        tried += 1
        parsed = read(f"model{suffix}", data)
        if tried % 20 == 0:
            written(parsed)

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        if seed % 3 == 0:
            return atheris.Mutate(data, longest)
        return broken(data, Random(seed))[:longest]

    sys.argv[1:] = []
    flags = ("-timeout=20", "-rss_limit_mb=3000", f"-max_len={LONGEST}", f"-max_total_time={options.seconds}")
    paths = (f"-artifact_prefix={folder}/", str(folder / "texts"))
    atheris.Setup(["fuzz", *flags, "-print_final_stats=1", *paths], one, custom_mutator=mutate)
    atheris.Fuzz()


def _start_from(format: str, folder: Path) -> str:
    """Copy the texts to start from; the ending of their names."""
    own = fixtures(format)
    collected = Path(os.environ.get("THREATGATE_CORPUS", ROOT.parent / "shared/corpus")) / "files"
    known = {path.suffix for path in own}
    others = [path for path in sorted(collected.rglob("*")) if path.is_file() and path.suffix in known]
    for number, path in enumerate((*own, *others)):
        if path.stat().st_size <= LONGEST:
            shutil.copyfile(path, folder / f"{number:03}{path.suffix}")
    suffixes = [path.suffix for path in own]
    return max(suffixes, key=suffixes.count)


main()
