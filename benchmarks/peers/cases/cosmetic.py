"""Edits that change no meaning."""

from __future__ import annotations

from typing import Any

from benchmarks.peers import layouts
from benchmarks.peers.edits import Case, Model, put, rename

SETS = """
on processes stores controls member_component_ids crossing_flow_ids asset_ids data_types threat_ids
related_component_ids related_data_flow_ids
""".split()
"""Keys of lists whose order means nothing, in both formats."""


def _keys_turned_round(node: Any) -> None:
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _keys_turned_round(part)
    if isinstance(node, dict):
        items = list(node.items())[::-1]
        node.clear()
        node.update(items)


def _sets_turned_round(node: Any, key: str = "") -> None:
    for name, part in node.items() if isinstance(node, dict) else (("", item) for item in _items(node)):
        _sets_turned_round(part, name)
    if isinstance(node, list) and (key in SETS or any("id" in item for item in node if isinstance(item, dict))):
        node.reverse()


def _items(node: Any) -> list[Any]:
    return node if isinstance(node, list) else []


def _reworded(model: Model) -> None:
    """Other names, titles and descriptions for everything that has one; a description for what has none."""
    for section in ("boundaries", "trust_boundaries", "data", "assets", "components", "flows", "data_flows"):
        found = model.get(section, {})
        for number, element in enumerate(found.values() if isinstance(found, dict) else found):
            element.update(name=f"Part {number}", description="In other words.")
    for section in ("threats", "controls", "mitigations"):
        found = model.get(section, {})
        for element in found.values() if isinstance(found, dict) else found:
            element.update(title=f"In other words: {element['title']}", description="In other words.")


COSMETIC = (
    Case("reorder-keys", "The keys of every mapping in another order.", (_keys_turned_round,), (_keys_turned_round,)),
    Case("reorder-sets", "Lists that are sets in another order.", (_sets_turned_round,), (_sets_turned_round,)),
    Case("flow-style", "Everything in braces and brackets.", (), (), layout=layouts.flow),
    Case("reflow", "Another indentation, texts folded over lines.", (), (), layout=layouts.narrow),
    Case("quotes", "Every text in quotes.", (), (), layout=layouts.quoted),
    Case("comments", "Comments and empty lines.", (), (), layout=layouts.commented),
    Case("anchors", "Equal lists once, with anchors and aliases.", (), (), layout=layouts.anchored),
    Case("merge-keys", "What flows have in common once, with merge keys.", (), (), layout=layouts.merged),
    Case("crlf", "Line ends of Windows.", (), (), layout=layouts.windows),
    Case("json", "JSON instead of YAML, in a file named so.", (), (), layout=layouts.as_json, place="json"),
    Case("move-file", "The file in another folder.", (), (), place="moved"),
    Case("includes", "Flows and threats in files of their own.", (), "a model is one file", place="split"),
    Case("reword", "Other names, titles and descriptions, no other fact.", (_reworded,), (_reworded,)),
    Case(
        "reword-summary",
        "Another name, title or summary of the system as a whole.",
        (put("system", name="Helper", description="Answers customers."),),
        (put("metadata", title="Helper", summary="Answers customers from manuals with an LLM."),),
    ),
    Case(
        "reword-rationale",
        "The words of a rationale.",
        (put("threats.chats-at-the-vendor", rationale="They promised to delete after 30 days"),),
        (put("threats.chats-at-the-vendor", treatment_notes="They promised to delete after 30 days"),),
    ),
    Case(
        "owner",
        "Another team answers for the assistant.",
        (put("components.assistant", owner="team-answers"),),
        (put("threats.injected-instructions", assignee="team-answers"),),
    ),
    Case(
        "rename-component",
        "A component gets another id; nothing else changes.",
        (rename("manual-index", "handbooks"), put("components.handbooks", was="manual-index")),
        (rename("manual-index", "handbooks"),),
    ),
    Case(
        "rename-flow",
        "A flow gets another id.",
        (rename("retrieve", "fetch"), put("flows.fetch", was="retrieve")),
        (rename("retrieve", "fetch"),),
    ),
    Case(
        "rename-boundary",
        "A boundary gets another id.",
        (rename("vendor", "acme"), put("boundaries.acme", was="vendor")),
        (rename("vendor", "acme"),),
    ),
    Case(
        "rename-data",
        "A data asset gets another id.",
        (rename("manuals", "guides"), put("data.guides", was="manuals")),
        (rename("manuals", "guides"),),
    ),
    Case(
        "rename-threat",
        "A threat gets another id.",
        (rename("poisoned-manual", "bad-page"), put("threats.bad-page", was="poisoned-manual")),
        (rename("poisoned-manual", "bad-page"),),
    ),
)
