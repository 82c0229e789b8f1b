"""Generated models of any size: native, valid, without findings of policy; three flows and two threats a component.

Written as people write them, in block style with names and descriptions: about 1.3 KB a component. No chance is
involved, the same size is the same text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

HEAD = """\
threatgate: 1
system:
  id: {id}
  name: Generated system {id}
  owner: team-0
  criticality: important

"""

COMPONENT = """\
  c{n}:
    name: Component {n}
    description: Takes orders of region {region} and passes them on
    type: {type}
    boundary: b{zone}
    owner: team-{team}
    technology: python
    {uses}: [d{data}]
    encryption: at-rest
    paths: [services/c{n}/**]
"""

FLOW = """\
  f{n}-{k}:
    name: Orders from {n} to {target}
    from: c{n}
    to: c{target}
    data: [d{data}]
    protocol: https
    authentication: mtls
    authorization: role-based
    encryption: tls
"""

THREAT = """\
  t{n}-{k}:
    title: Orders are {what} between region {region} and its neighbours
    on: [{on}]
    refs: [stride:{letter}, cwe:CWE-345]
    status: mitigated
    controls: [k{control}]
    owner: team-{team}
"""

CONTROL = """\
  k{n}:
    title: Signed orders {n}
    level: infrastructure
    status: implemented
    evidence: [services/k{n}/sign.py]
"""


def write_model(path: Path, size: int, id: str = "generated", changed: int = 0) -> Path:
    """Write a model of ``size`` components. The first ``changed`` components have other flows: a change."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_text(size, id, changed))
    return path


def _text(size: int, id: str, changed: int) -> Iterator[str]:
    zones, assets, controls = size // 20 + 2, size // 10 + 1, size // 10 + 1
    yield HEAD.format(id=id)
    yield "boundaries:\n"
    for n in range(zones):
        parent = f"    parent: b{(n - 1) // 4}\n" if n else ""
        yield f"  b{n}:\n    name: Zone {n}\n    trust: internal\n    kind: network\n{parent}"
    yield "\ndata:\n"
    for n in range(assets):
        yield f"  d{n}:\n    name: Orders {n}\n    classification: confidential\n"
    yield "\ncomponents:\n"
    for n in range(size):
        type, uses = ("database", "stores") if n % 5 == 4 else ("service", "processes")
        yield COMPONENT.format(n=n, region=n % 97, type=type, uses=uses, zone=n % zones, team=n % 12, data=n % assets)
    yield "\nflows:\n"
    for n in range(size):
        for k in range(3):
            target = (n * (k + 2) + 1 + k) % size
            target = target if target != n else (n + 1) % size
            text = FLOW.format(n=n, k=k, target=target, data=n % assets)
            yield text.replace("protocol: https", "protocol: grpc") if n < changed else text
    yield "\nthreats:\n"
    for n in range(size):
        here = [f"c{n}", *([f"b{n}"] if n < zones else []), *([f"d{n}"] if n < assets else [])]
        flows = ", ".join(f"f{n}-{k}" for k in range(3))
        for k, what, letter, on in ((0, "altered", "T", ", ".join(here)), (1, "read", "I", flows)):
            yield THREAT.format(
                n=n, k=k, region=n % 97, what=what, letter=letter, on=on, control=n % controls, team=n % 12
            )
    yield "\ncontrols:\n"
    for n in range(controls):
        yield CONTROL.format(n=n)


def write_hostile(folder: Path) -> Iterator[Path]:
    """Texts that are small and ask for much, one file each: nesting, aliases, merge keys, keys, scalars."""
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    merges = "".join(f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}\n" for n in range(1, 10))
    texts = {
        "deep-flow.threatmodel.yaml": "threatgate: 1\nsystem: " + "[" * 100_000,
        "deep-block.threatmodel.yaml": "threatgate: 1\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 2_000)),
        "deep.threatmodel.json": '{"threatgate": 1, "system": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "aliases.threatmodel.yaml": f"threatgate: 1\na0: &a0 [lol]\n{levels}",
        "merge-keys.threatmodel.yaml": f"threatgate: 1\nm0: &m0 {{a: 1}}\n{merges}",
        "self.threatmodel.yaml": "threatgate: 1\nsystem: &a [*a]\n",
        "many-keys.threatmodel.yaml": "threatgate: 1\n" + "".join(f"k{n}: {n}\n" for n in range(20_000)),
        "same-key.threatmodel.yaml": "threatgate: 1\n" + "k: 1\n" * 20_000,
        "long-number.threatmodel.yaml": "threatgate: 1\nsystem: " + "9" * 100_000 + "\n",
        "long-key.threatmodel.yaml": "threatgate: 1\n? " + "k" * 1_000_000 + "\n: 1\n",
        "many-wrong.threatmodel.yaml": "threatgate: 1\nsystem: {id: a}\ncomponents:\n"
        + "".join(f"  c{n}: {{typo{n}: 1}}\n" for n in range(5_000)),
    }
    for name, text in texts.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        yield path
