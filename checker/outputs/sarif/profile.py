"""What the two kinds of SARIF log leave out, and how much they may hold.

GitHub's numbers are from its documentation of SARIF support and of the limits of code scanning uploads.
"""

from __future__ import annotations

import sys
from typing import NamedTuple


class Profile(NamedTuple):
    """The choices of a SARIF log."""

    everything: bool
    """Known and waived results, base revision places, suppressions, baseline states, taxonomies, snippets; and that
    a run failed."""
    results: int = sys.maxsize
    places: int = sys.maxsize
    """Related places, and steps of an attack path, of one result."""
    text: int = sys.maxsize
    """Code points of a message or a description."""
    tags: int = sys.maxsize
    banded: bool = False
    """A result that is not as bad as its rule says stands under an id of its own, which says how bad it is."""


FULL = Profile(everything=True)
GITHUB = Profile(everything=False, results=5000, places=100, text=1024, tags=10, banded=True)
"""GitHub keeps 5,000 results of a run, 100 places of a result, 10 tags of a rule; far above that it takes no log.
Severity it reads from the rule and never from the result."""
