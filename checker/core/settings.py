"""What the project's config file may say."""

from __future__ import annotations

from typing import NamedTuple

MODEL_NAMES = ("threatmodel.yaml", "threatmodel.yml", "threatmodel.json", "threagile.yaml", "threagile.yml")
"""File names that are models; native ones also with a prefix (``shop.threatmodel.yaml``)."""


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
    fail_on: str = "medium"
    cadence: tuple[tuple[str, int], ...] = (("critical", 180), ("important", 365), ("low", 730))
    """Criticality of the system -> days that a review without ``expires`` holds."""
    waiver_max_days: int = 365
