"""Other ways to write the same model: another style, other quotes, comments, anchors, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from benchmarks.peers.edits import Model, block

TEXT = "tag:yaml.org,2002:str"


def _dump(model: Model, **options: Any) -> str:
    return str(yaml.safe_dump(model, sort_keys=False, allow_unicode=True, **options))


def flow(model: Model) -> str:
    """Everything in braces and brackets."""
    return _dump(model, default_flow_style=True, width=140)


def narrow(model: Model) -> str:
    """Indented by four, texts folded at forty columns."""
    return _dump(model, indent=4, width=40)


def as_json(model: Model) -> str:
    """The same as JSON."""
    return json.dumps(model, indent=2)


def quoted(model: Model) -> str:
    """Every text in single quotes, keys included; what is no text stays bare."""
    root = yaml.compose(block(model))
    for scalar in _scalars(root):
        scalar.style = "'" if scalar.tag == TEXT else scalar.style
    return str(yaml.serialize(root, width=100))


def commented(model: Model) -> str:
    """A comment and an empty line after each line."""
    lines = block(model).splitlines()
    return "# looked at\n\n" + "".join(f"{line}  # line {number}\n\n" for number, line in enumerate(lines))


def windows(model: Model) -> str:
    """Line ends of Windows."""
    return block(model).replace("\n", "\r\n")


def anchored(model: Model) -> str:
    """Equal lists of words are written once and referred to from then on."""
    return _dump(_share(model, {}))


def merged(model: Model) -> str:
    """What several flows say alike is written once and merged into each (``<<``)."""
    found = model.get("flows") or model["data_flows"]
    flows = found if isinstance(found, list) else list(found.values())
    alike = {key: flows[2][key] for key in ("protocol", "encryption", "encrypted") if key in flows[2]}
    for one in flows:
        if alike.items() <= one.items():
            for key in alike:
                del one[key]
            one["<<"] = alike
    return _dump(model).replace("'<<':", "<<:")


def _scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)


def _share(node: Any, known: dict[str, Any]) -> Any:
    if isinstance(node, dict):
        return {key: _share(value, known) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    if all(isinstance(item, str) for item in node):
        return known.setdefault(repr(node), node)
    return [_share(item, known) for item in node]
