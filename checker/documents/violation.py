"""What a schema engine says, whichever it is: no words, only which keyword fails where."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from checker.documents.document import Path


class Violation(NamedTuple):
    """A keyword of a schema that fails for the value at ``path``, or for the last key of it (``of_key``).

    ``branches`` has, for oneOf and anyOf, why each alternative does not fit.
    """

    keyword: str
    schema: Mapping[str, Any]
    path: Path
    branches: "tuple[tuple[Violation, ...], ...]" = ()
    of_key: bool = False


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of a schema is found in a text. ``$`` is the very end, as in ECMA-262 and not as in Python."""
    return _regex(pattern).search(text) is not None


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern))
