"""CVSS vectors, read and recomputed by the library ``cvss`` of Red Hat (docs/adr/0038-cvss-by-library.md).

Sources: FIRST, CVSS v4.0 specification (2023) and v3.1 (2019). A number is that of the whole vector: with threat and
environmental metrics where it has them, and that of its base metrics alone where it has no other.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from checker.knowledge.risk.bands import band

VERSIONS = ("4.0", "3.1", "3.0")
_REMEMBERED = 4096
LONGEST = 400
"""Characters of a vector: with every metric of 4.0 it has fewer than 250."""


class Vector(NamedTuple):
    """A vector as it was recomputed. ``problem`` says what is wrong with it, and then it has no number."""

    version: str = ""
    score: float | None = None
    base: float | None = None
    """The number of its base metrics alone; as ``score`` in 4.0, which has one number."""
    band: str = ""
    problem: str = ""


class Cvss(NamedTuple):
    """What a threat says by CVSS."""

    vector: str
    stated: float | None
    computed: Vector

    @property
    def stale(self) -> bool:
        """Whether the stated score is not that of the vector."""
        score = self.computed.score
        return self.stated is not None and score is not None and abs(self.stated - score) > 1e-6


def read(risk: tuple[tuple[str, Any], ...]) -> Cvss | None:
    """What the ``risk`` of a threat says by CVSS; None where it says nothing of it."""
    said = dict(dict(risk).get("cvss") or ())
    if not said:
        return None
    vector = said.get("vector", "")
    return Cvss(vector, said.get("score"), compute(vector))


@lru_cache(_REMEMBERED)
def compute(vector: str) -> Vector:
    """Recompute a vector."""
    version = next((one for one in VERSIONS if vector.startswith(f"CVSS:{one}/")), "")
    if not version:
        return Vector(problem=f"it does not begin with {', '.join(f'CVSS:{one}/' for one in VERSIONS)}")
    if len(vector) > LONGEST:
        return Vector(version, problem=f"it has more than {LONGEST} characters")
    from cvss import CVSS3, CVSS4
    from cvss.exceptions import CVSSError

    try:
        computed = CVSS4(vector) if version == "4.0" else CVSS3(vector)
    except CVSSError as error:
        return Vector(version, problem=_problem(str(error)))
    scores = [float(score) for score in computed.scores()]
    return Vector(version, scores[-1], scores[0], band(scores[-1]))


def _problem(said: str) -> str:
    """What the library says is wrong, as the rest of a sentence of ours."""
    text = said[:1].lower() + said[1:]
    return text.replace('"', "'")
