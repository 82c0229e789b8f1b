"""How much asking a rule may cost: steps, counted the same on every machine."""

from __future__ import annotations

from checker.core.errors import CheckError

STEPS = 20_000_000
"""Steps of one rule over one model. One is a condition that was asked, or an item of a list that was looked at."""


class BudgetError(CheckError):
    """A rule asked for more than its budget: it could not be decided. Exit code 3."""


class Budget:
    """The steps that are left of a budget. Whoever asks several rules keeps the ``left`` of each."""

    def __init__(self, steps: int = STEPS) -> None:
        self.full = steps
        self.left = steps

    @property
    def spent(self) -> int:
        """The steps that were taken, with the ones that were too many."""
        return self.full - self.left

    def spend(self, steps: int) -> None:
        """Take steps from the budget, before doing what they pay for. Raises BudgetError where it is spent."""
        self.left -= steps
        if self.left < 0:
            raise BudgetError(f"a rule took more than {self.full:,} steps over one model")
