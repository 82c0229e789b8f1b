"""A way from component to component along flows, as one line of text."""

from __future__ import annotations

from collections.abc import Sequence

from checker.core.location import Ref

LONGEST = 200
"""Characters of a way; the middle of a longer one is left out."""


def way_text(steps: Sequence[Ref]) -> str:
    """``customer -ask-> api -query-> db``: components and flows in turn. Ids stand as they are in the model."""
    parts = [step.id if step.kind == "component" else f"-{step.id}->" for step in steps]
    text = " ".join(parts)
    for flows in (4, 3, 2, 1):
        if len(text) > LONGEST and len(parts) > 4 * flows:
            text = " ".join([*parts[: 2 * flows], "…", *parts[-2 * flows :]])
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
