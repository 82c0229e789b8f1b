"""The example pull request on the page about CycloneDX runs as it stands there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.test_docs import Said, blocks, commit, findings, gate

__all__ = ["gate"]

WHO = ("--by", "ann@example.com", "--role", "security")


def test_the_pull_request_is_found_and_settled(root: Path, tmp_path: Path, gate: Callable[..., Said]) -> None:
    page = root / "docs/reference/formats/cyclonedx.md"
    (model,), (change,), (reviewed,) = (blocks(page, language) for language in ("json", "diff", "yaml"))
    different, checked = blocks(page, "text")
    file = tmp_path / "bank.cdx.json"
    (tmp_path / ".threatgate.yaml").write_text("threatgate: 1\nmodels: {include: [bank.cdx.json]}\n", encoding="utf-8")
    file.write_text(model, encoding="utf-8")
    assert gate("review", "--all", *WHO, "--note", "first look").code == 0
    passed = gate("check")
    assert passed.code == 0, passed.out
    commit(tmp_path)

    old, new = (line[1:] for line in change.splitlines())
    assert model.count(old) == 1
    file.write_text(model.replace(old, new), encoding="utf-8")
    assert different in _said_of(tmp_path)
    found = gate("check", "--base", "HEAD")
    assert found.code == 1
    assert checked in found.out
    stale = {("review/stale", "boundary/edge"), ("review/stale", "boundary/internet")}
    assert findings(gate("check", "--base", "HEAD", "--format", "json")) == stale

    assert gate("review", "edge", "internet", *WHO, "--note", "the proxy in front of it logs").code == 0
    assert reviewed in (tmp_path / "bank.cdx.reviews.yaml").read_text(encoding="utf-8")
    settled = gate("check", "--base", "HEAD")
    assert settled.code == 0, settled.out


def _said_of(folder: Path) -> str:
    """What ``threatgate diff HEAD`` says: a command that asks for no day."""
    import subprocess
    import sys

    command = [sys.executable, "-c", "from checker.cli import main; main()", "diff", "HEAD"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, encoding="utf-8").stdout
