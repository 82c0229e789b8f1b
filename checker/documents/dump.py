"""Plain data as YAML for people."""

from __future__ import annotations


def as_yaml(data: object) -> str:
    """The data as a person would write it: the innermost mappings and lists on one line, keys in their order."""
    import yaml

    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)
    return text.removesuffix("...\n")
