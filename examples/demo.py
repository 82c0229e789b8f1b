"""The main job on a real example: a support assistant, its reviewed model, and a pull request that nobody reviewed.

Makes a git repository in a temporary folder, shows each command before it runs, and removes the folder at the end.
Needs git and an installed threatgate; touches nothing else.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent / "support-assistant"
TOOL = str(Path(sys.executable).with_name("threatgate"))
TODAY = "2026-11-23"  # the reviews and acceptances of the example are dated: the demo shows the same on any day
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in
       (("NAME", "Sam"), ("EMAIL", "sam@example.com"), ("DATE", "2026-11-20T10:00:00Z"))},
}  # fmt: skip


def main() -> int:
    """Run the demo; 0 where every step ended as it should."""
    with tempfile.TemporaryDirectory(prefix="threatgate-demo-") as folder:
        repository = Path(folder) / "support-assistant"
        repository.mkdir()
        return _show(repository)


def _show(repository: Path) -> int:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=repository, env=ENVIRONMENT, check=True, capture_output=True)

    def threatgate(*arguments: str, expect: int = 0) -> None:
        print(f"\n$ threatgate {shlex.join(arguments)}", flush=True)
        done = subprocess.run([TOOL, *arguments], cwd=repository, env=ENVIRONMENT, check=False)
        if done.returncode != expect:
            sys.exit(f"demo: exit code {done.returncode} where {expect} was expected")

    def commit(folder: str, message: str) -> None:
        shutil.copytree(HERE / folder, repository, dirs_exist_ok=True)
        git("add", "--all")
        git("commit", "--quiet", "--message", message)

    print("1. A team has a threat model beside its code. Somebody reviews it, and it is merged to main.")
    git("init", "--quiet", "--initial-branch=main")
    commit("main", "Describe the support assistant")
    threatgate("review", "--all", "--by", "dana@example.com", "--role", "security", "--as-of", TODAY)
    git("add", "--all")
    git("commit", "--quiet", "--message", "Record the review")
    threatgate("check", "--as-of", TODAY)

    print("\n2. A pull request lets the assistant issue refunds and moves the order database. What changed in meaning?")
    git("switch", "--quiet", "--create", "refunds")
    commit("pull-request", "Let the assistant issue refunds")
    threatgate("diff", "main", "HEAD")

    print("\n3. The gate on that pull request: what must a person still decide?")
    outputs = ("--format", "human", "--format", "sarif-github=out.sarif")
    threatgate("check", "--base", "main", "--as-of", TODAY, *outputs, expect=1)
    size = (repository / "out.sarif").stat().st_size
    print(f"\nThe same findings are in out.sarif for code scanning ({size:,} bytes). Exit code 1: the merge is held.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
