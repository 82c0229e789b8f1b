"""Plain data as YAML for people."""

from __future__ import annotations

_BARE = {"tag:yaml.org,2002:timestamp": "", "tag:yaml.org,2002:bool": "tTfF"}
"""Kind of YAML 1.1 -> first letters of the words that are still of it: dates are texts, and two bools are left."""


def as_yaml(data: object) -> str:
    """The data as a person would write it: the innermost mappings and lists on one line, keys in their order.

    Quotes stand where our reader would take a text for something else: not around ``on`` or a date.
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        yaml_implicit_resolvers = {  # noqa: RUF012  it is a class attribute of PyYAML
            first: [(tag, pattern) for tag, pattern in kinds if tag not in _BARE or (first and first in _BARE[tag])]
            for first, kinds in yaml.SafeDumper.yaml_implicit_resolvers.items()
        }

    text: str = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)
    return text.removesuffix("...\n")
