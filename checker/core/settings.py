"""What the project's config file may say."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from typing import Any, NamedTuple

FOUND_BY_NAME = {
    "native": (
        *("threatmodel.yaml", "threatmodel.yml", "threatmodel.json"),
        *(".threatmodel.yaml", ".threatmodel.yml", ".threatmodel.json"),
    ),
    "threagile": ("threagile.yaml", "threagile.yml", ".threagile.yaml", ".threagile.yml"),
    "otm": (".otm", ".otm.json", ".otm.yaml", ".otm.yml"),
    "open-threat-model": (".otm.yaml", ".otm.yml"),
    "tm-bom": (".tmbom.json",),
    "ms-tmt": (".tm7",),
    "threat-composer": (".tc.json",),
    "threatcl": (".tm.hcl",),
}
"""Format -> the names of files that are its models, and, with a dot before them, the ends of such names: those that
belong to one tool alone, or to two that have chosen the same. What a file is its content says."""

_FOUND = tuple(name for names in FOUND_BY_NAME.values() for name in names)
MODEL_NAMES = tuple(name for name in _FOUND if name[0] != ".")
MODEL_ENDINGS = tuple(dict.fromkeys(name for name in _FOUND if name[0] == "."))

MODEL_FOLDERS = ("ThreatDragonModels/**/*.json",)
"""Where tools put models that they save into a repository themselves, under any name: globs of paths."""


class Person(NamedTuple):
    """Somebody who may review: ``id`` as reviews name them, ``also`` other names (``github:`` accounts, addresses)."""

    id: str
    roles: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """What their commits are signed with: public ssh keys, or ``gpg:`` and a fingerprint."""


class Requirement(NamedTuple):
    """Who must have reviewed some elements: ``number`` different people of those that ``by`` names (roles, people)."""

    on: tuple[str, ...]
    """Globs of elements by kind and id: ``boundary/*``, ``gate/*``."""
    by: tuple[str, ...]
    models: tuple[str, ...] = ()
    """Globs of model files; none means every model."""
    change: tuple[str, ...] = ()
    """Words of :data:`CHANGE_WORDS`; none means whatever happened to the element, also without a comparison."""
    number: int = 1


CHANGE_WORDS = ("added", "changed", "weakened", "removed")
"""What may have happened to an element; one that is weakened is changed too."""


class Override(NamedTuple):
    """What the project says of one threat at one type of element: that it must or should be considered, or need not."""

    type: str
    """A component type, a kind, the id of a flow rule or path rule, or ``*`` for wherever the reference is asked."""
    reference: str
    need: str  # must | should | ignore
    reason: str


class Settings(NamedTuple):
    """The config, defaults filled in. ``path`` is the file it came from, or ``""`` for the defaults."""

    path: str = ""
    include: tuple[str, ...] = ()
    """Globs of model files besides those found by name."""
    exclude: tuple[str, ...] = ()
    packs: tuple[str, ...] = ("boundary",)
    """Ids of shipped packs, or folders of the repository (starting ``./``)."""
    levels: tuple[tuple[str, str], ...] = ()
    """(rule id, severity or ``off``)."""
    params: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()
    """(rule id, (name, value) of each of its params that is set); a list is a tuple."""
    fail_on: str = "medium"
    cadence: tuple[tuple[str, int], ...] = (("critical", 180), ("important", 365), ("low", 730))
    """Criticality of the system -> days that a review without ``expires`` holds."""
    waiver_max_days: int = 365
    people: tuple[Person, ...] = ()
    """Who may review; none means that anybody may."""
    required: tuple[Requirement, ...] = ()
    """Each that fits an element must be met."""
    four_eyes: bool = False
    """Whether a review counts only by somebody who made no part of the change that it covers."""
    signed_commits: bool = False
    """Whether a review counts only where a commit signed by the reviewer's own key added it."""
    applicability: tuple[Override, ...] = ()
    """What the project asks otherwise than the rows of :mod:`checker.knowledge.applicability`."""
