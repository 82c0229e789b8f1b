"""What a register of risks holds."""

from __future__ import annotations

from typing import NamedTuple

from checker.core.location import Location
from checker.core.model import Control, Model, Threat
from checker.knowledge.risk.assess import Risk

NOT_RATED = "not rated"


class Row(NamedTuple):
    """One threat."""

    threat: Threat
    risk: Risk
    open: str
    """Why it still has to be dealt with, in a few words; empty where somebody has decided and that holds."""
    controls: tuple[Control, ...]
    """Those that answer it, as far as the model has them."""
    location: Location


class Register(NamedTuple):
    """The threats of one model. Counts are by band, worst first, ``not rated`` last, without zeros."""

    path: str
    model: Model
    rows: tuple[Row, ...]
    bands: dict[str, int]
    """By their own bands."""
    normalised: dict[str, int]
    """By the bands of the scale from 0 to 10."""
    open: dict[str, int]
    """Those that are open, by their own bands."""
