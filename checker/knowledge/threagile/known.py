"""Everything that is known of one model in Threagile's sense: its estate, and what follows from all of it together."""

from __future__ import annotations

from functools import cached_property

from checker.knowledge.threagile.attractiveness import attractiveness
from checker.knowledge.threagile.estate import Estate
from checker.knowledge.threagile.nearness import Nearness


class Known(Estate):
    """An estate with the answers that take the whole of it, each made on the first question."""

    @cached_property
    def attractiveness(self) -> dict[str, float]:
        """Asset -> how worthwhile it is to attackers, in percent of the span between the least and the most."""
        return attractiveness(self)

    @cached_property
    def nearness(self) -> Nearness:
        """Who shares a network or an execution environment with whom."""
        return Nearness(self)
