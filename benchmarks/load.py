"""One timed step in a fresh process, imports apart: ``python -m benchmarks.load STEP FILE`` prints its seconds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from checker.core.source import Source
from checker.documents.parse import parse


def ours(path: Path) -> float:
    """Text to data with positions, as the gate does it."""
    source = Source(path.name, path.read_text(encoding="utf-8"))
    parse(Source("warm.yaml", "a: 1\n"))
    return timed(lambda: parse(source))


def c_loader(path: Path) -> float:
    """PyYAML's ``yaml.load`` with the C loader: data without positions or bounds."""
    import yaml

    text = path.read_text(encoding="utf-8")
    return timed(lambda: yaml.load(text, Loader=yaml.CSafeLoader))


def events(path: Path) -> float:
    """PyYAML's C events, made and dropped: the floor of every loader on top of them."""
    import yaml

    text = path.read_text(encoding="utf-8")

    def drop() -> None:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass

    return timed(drop)


def schema(path: Path) -> float:
    """The schema step after loading."""
    from checker.documents.schema import validate

    document = parse(Source(path.name, path.read_text(encoding="utf-8")))
    validate(parse(Source("warm.yaml", "threatgate: 1\n")), "model")
    return timed(lambda: validate(document, "model"))


def git_part(root: Path) -> float:
    """Base, changed paths and both versions of each, through the gate's repository."""
    from checker.documents.changed import changed_paths
    from checker.documents.git import Repository
    from checker.documents.history import merge_base

    def read() -> None:
        with Repository(root) as repository:
            head = repository.commit("HEAD")
            base = merge_base(repository, repository.commit("base"), head)
            before, after = repository.tree(base), repository.tree(head)
            for path in sorted(changed_paths(repository, before, after)):
                before.read(path)
                after.read(path)

    import git.cmd  # noqa: F401  imports do not count

    return timed(read)


def plumbing(root: Path) -> float:
    """The same through three plain git processes, with no check of anything."""

    def git(*args: str, text: bytes = b"") -> bytes:
        return subprocess.run(["git", *args], cwd=root, input=text, capture_output=True, check=True).stdout

    def read() -> None:
        base = git("merge-base", "base", "HEAD").decode().strip()
        raw = git("diff", "--raw", "-z", "--no-abbrev", "--no-renames", base, "HEAD").split(b"\0")[:-1:2]
        ids = [id for entry in raw for id in entry.split(b" ")[2:4]]
        git("cat-file", "--batch", text=b"\n".join(ids) + b"\n")

    return timed(read)


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


STEPS = {
    "ours": ours,
    "c-loader": c_loader,
    "events": events,
    "schema": schema,
    "git-part": git_part,
    "plumbing": plumbing,
}

if __name__ == "__main__":
    sys.stdout.write(f"{STEPS[sys.argv[1]](Path(sys.argv[2]))}\n")
