"""Repositories to measure in: a reviewed model with a base, many models with some changed, a peer's model."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.models import write_model

GATE = str(Path(sys.executable).with_name("threatgate"))
AS_OF = "2026-11-23"

OTM_HEAD = """\
model: {schema_version: "1.1.0", system_type: web_application, industry_sector: generic}
metadata: {title: Generated, summary: Generated}
trust_boundaries:
"""


def reviewed(folder: Path, size: int) -> Path:
    """A repository with one reviewed model of ``size`` components. On branch ``base`` a tenth of its flows differ."""
    folder.mkdir(parents=True)
    model = write_model(folder / "threatmodel.yaml", size, changed=max(1, size // 10))
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _commit(folder, "base")
    write_model(model, size)
    review = [GATE, "review", "--all", "--by", "bench@example.com", "--role", "security", "--as-of", AS_OF]
    subprocess.run(review, cwd=folder, check=True, capture_output=True)
    _commit(folder, "head")
    return model


def unreviewed(folder: Path, size: int) -> Path:
    """A folder with one model that nobody reviewed: a finding for each component, flow, boundary and data asset."""
    folder.mkdir(parents=True)
    return write_model(folder / "threatmodel.yaml", size)


def with_packs(project: Path, folder: Path, packs: Iterable[str]) -> Path:
    """A folder with the model of a project and a config that names these packs."""
    folder.mkdir(parents=True)
    (folder / "threatmodel.yaml").write_bytes((project / "threatmodel.yaml").read_bytes())
    (folder / ".threatgate.yaml").write_text(f"threatgate: 1\npacks: [{', '.join(packs)}]\n", encoding="utf-8")
    return folder


def many(folder: Path, models: int, changed: int) -> Path:
    """A repository of many models of five components; ``changed`` of them differ between the refs ``base`` and HEAD."""
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    for n in range(models):
        (folder / f"service{n}").mkdir()
        write_model(folder / f"service{n}" / "threatmodel.yaml", 5, f"service{n}")
    _commit(folder, "base")
    for n in range(changed):
        write_model(folder / f"service{n}" / "threatmodel.yaml", 5, f"service{n}", changed=1)
    _commit(folder, "head")
    return folder


def of_peer(path: Path, size: int, changed: int = 0) -> Path:
    """A model of the same size for the PyPI package open-threat-model. Its format says less: the file is smaller."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_otm(size, changed))
    return path


def _otm(size: int, changed: int) -> Iterator[str]:
    zones = size // 20 + 2
    yield OTM_HEAD
    yield from (f"  - {{id: b{n}, name: Zone {n}}}\n" for n in range(zones))
    yield "assets: []\ncomponents:\n"
    for n in range(size):
        kind = "datastore" if n % 5 == 4 else "process"
        yield f"  - id: c{n}\n    name: Component {n}\n    kind: {kind}\n    technology: python\n"
        yield f"    in_trust_boundary: b{n % zones}\n"
    yield "data_flows:\n"
    for n in range(size):
        for k in range(3):
            target = (n * (k + 2) + 1 + k) % size
            target = target if target != n else (n + 1) % size
            protocol = "GRPC" if n < changed else "HTTPS"
            yield f"  - id: f{n}-{k}\n    from_component: c{n}\n    to_component: c{target}\n    protocol: {protocol}\n"
            yield "    authenticated: true\n    encrypted: true\n"
    yield "threats: []\nmitigations: []\nevidence_suggestions: []\n"


def _commit(folder: Path, branch: str) -> None:
    _git(folder, "add", "--all")
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgsign=false")
    _git(folder, *who, "commit", "--quiet", "--no-verify", "--message", branch)
    _git(folder, "branch", "--force", branch)


def _git(folder: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True)
