"""Reviews of changes to the gate itself: each comes with the change that it approves, and covers what files say then.

A review of the gate is no lasting state. It must be new in the change: one that the base has was given for another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from checker.core.model import Review
from checker.documents.words import quote


def new_reviews(before: Iterable[Review], after: Iterable[Review], as_of: str) -> list[Review]:
    """The reviews that the change adds and that are in force on a day (ISO).

    One that says the same as an older one is new all the same: who goes back and forth decides each time.
    """
    known = Counter(review.says for review in before)
    new = []
    for review in after:
        if known[review.says]:
            known[review.says] -= 1
        elif review.on <= as_of and (not review.expires or review.expires >= as_of):
            new.append(review)
    return new


def covering(path: str, was: str, now: str, reviews: Iterable[Review]) -> list[Review]:
    """The reviews of what a change made of a file: of its present digest, or where it is gone of its last one."""
    if now:
        return [review for review in reviews if (path, now) in review.covers]
    return [review for review in reviews if (path, was) in review.removed]


def settled(reviews: Iterable[Review]) -> str:
    """Who decided, in words; nothing without a review."""
    return " and ".join(f"reviewed by {quote(review.by)} on {review.on}" for review in reviews)
