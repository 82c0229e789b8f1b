"""Threats and mitigations of ``open-threat-model``: a mitigation names the threats that it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checker.core.model import Control, Threat
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node
from checker.inputs.open_threat_model.elements import at, unknown
from checker.inputs.open_threat_model.words import LEVELS, MITIGATION, TREATMENT, UNDER_WAY
from checker.inputs.references import attack_pattern, category, weakness
from checker.inputs.referring import Referring

_TARGETS = {"target_component_id": "component", "target_data_flow_id": "flow", "target_asset_id": "data"}
_LIBRARIES = {"cwe": weakness, "capec": attack_pattern, "stride": category, "linddun": category}


def control(gathering: Gathering, node: Node) -> None:
    """A mitigation."""
    refs, tags = _cited(node)
    made = Control(
        id=node.subject.id,
        title=node.text("title"),
        description=node.text("description"),
        tags=tags,
        status=_word(gathering, node, "status", MITIGATION, "planned"),
        refs=refs,
        owner=node.text("owner"),
    )
    gathering.add(made, at(node, refs="framework_refs", tags="framework_refs"))


def answers(refer: Referring, mitigations: Iterable[Node]) -> dict[str, list[str]]:
    """Threat -> the mitigations that name it."""
    found: dict[str, list[str]] = {}
    for node in mitigations:
        for id in refer.all("threat", node, "threat_ids"):
            found.setdefault(id, []).append(node.subject.id)
    return found


def threat(gathering: Gathering, refer: Referring, node: Node, controls: Mapping[str, list[str]]) -> None:
    """A threat, at what it targets; at the whole where it targets nothing."""
    refs, tags = _cited(node)
    stride = category(node.text("stride"))
    treated = node.text("treatment_status")
    made = Threat(
        id=node.subject.id,
        title=node.text("title"),
        description=node.text("description"),
        tags=tuple(sorted({*tags, *((treated,) if treated in UNDER_WAY else ())})),
        on=_on(refer, node) or (gathering.id,),
        refs=tuple(sorted({*refs, *((stride,) if stride else ())})),
        status=_word(gathering, node, "treatment_status", TREATMENT, "identified"),
        controls=tuple(sorted(controls.get(node.subject.id, ()))),
        owner=node.text("assignee"),
        rationale=node.text("treatment_notes"),
        risk=_risk(node),
    )
    places = {"status": "treatment_status", "owner": "assignee", "rationale": "treatment_notes", "refs": "stride"}
    on = next((key for key in _TARGETS if node.has(key)), "on")
    gathering.add(made, at(node, on=on, **places))


def _on(refer: Referring, node: Node) -> tuple[str, ...]:
    targets = [(kind, key) for key, kind in _TARGETS.items() if node.text(key)]
    return tuple(sorted({refer.one(kind, node.get(key)) for kind, key in targets}))


def _risk(node: Node) -> tuple[tuple[str, Any], ...]:
    """Likelihood and impact from 1 to 5 are our five levels."""
    risk = node.mapping("risk", "risk")
    rated = {key: risk.number(key) for key in ("impact", "likelihood")}
    return tuple((key, LEVELS[int(rate) - 1]) for key, rate in rated.items() if rate in (1, 2, 3, 4, 5) and rate)


def _cited(node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """References to libraries known here; those to others as tags."""
    refs: set[str] = set()
    tags: set[str] = set()
    for cited in node.mappings("framework_refs", "framework reference"):
        framework, id = cited.text("framework"), cited.text("control_id")
        read = _LIBRARIES.get(framework.lower())
        ref = read(id) if read else ""
        (refs if ref else tags).add(ref or f"{framework}:{id}")
    return tuple(sorted(refs)), tuple(sorted(tags))


def _word(gathering: Gathering, node: Node, key: str, table: Mapping[str, str], default: str) -> str:
    written = node.text(key)
    if written and written not in table:
        unknown(gathering, node, key, "status", table)
    return table.get(written, default)
