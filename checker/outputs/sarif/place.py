"""Places as SARIF locations: repository-relative, percent-encoded, a token and never a block."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from checker.core.finding import Related
from checker.core.location import Location
from checker.outputs.frame import source_line
from checker.outputs.sarif.context import Context

if TYPE_CHECKING:
    import sarif_om as om

SNIPPET = 500
"""Code points of source beside one result at most: a minified file would stand there whole, once for each result."""
HEAD, BASE = "SRCROOT", "BASEROOT"
"""Names of the two roots that paths are relative to: the repository as checked, and at the base revision."""


def physical(context: Context, place: Location, revision: str = "") -> om.PhysicalLocation:
    """A location in the head, or with a revision in the base.

    GitHub hides an alert whose region touches an unchanged line, so for GitHub a region ends on its first line.
    """
    import sarif_om as om

    root = (BASE if revision else HEAD) if context.profile.everything else None
    return om.PhysicalLocation(
        artifact_location=om.ArtifactLocation(uri=uri(place.path), uri_base_id=root),
        region=_region(context, place, revision),
        context_region=None if revision else _surroundings(context, place),
    )


def _region(context: Context, place: Location, revision: str) -> om.Region:
    import sarif_om as om

    line = None if revision else source_line(context.lines, place)
    end_line, end_column = place.end_line, max(place.end_column, 1)
    if end_line > place.line and not context.profile.everything:
        end_line, end_column = place.line, place.column if line is None else len(line) + 1
    end_line, end_column = max((end_line, end_column), (place.line, place.column))
    snippet = line[place.column - 1 : end_column - 1] if line and end_line == place.line else ""
    snippet = snippet if len(snippet) <= SNIPPET else ""
    return om.Region(
        start_line=place.line,
        start_column=place.column,
        end_line=end_line,
        end_column=end_column,
        snippet=om.ArtifactContent(text=snippet) if snippet and context.profile.everything else None,
    )


def _surroundings(context: Context, place: Location) -> om.Region | None:
    """The line of the place with one line before and after it, for those who have the log and not the file."""
    import sarif_om as om

    lines = context.lines(place.path) if context.profile.everything and place.line == place.end_line else ()
    if not 0 < place.line <= len(lines):
        return None
    first, last = max(1, place.line - 1), min(len(lines), place.line + 1)
    text = "\n".join(lines[first - 1 : last])
    if len(text) > SNIPPET or not text.strip():
        return None
    return om.Region(start_line=first, end_line=last, snippet=om.ArtifactContent(text=text))


def related(context: Context, place: Related, id: int | None = None) -> om.Location:
    """A related place or a step of a path, with its message."""
    import sarif_om as om

    from checker.outputs.sarif.message import message_text

    text = message_text(place.message)
    return om.Location(
        id=-1 if id is None else id,
        physical_location=physical(context, place.location, place.revision),
        message=om.Message(text=text) if text else None,
    )


@lru_cache(maxsize=1024)
def uri(path: str) -> str:
    """A repository-relative path as a relative URI reference (RFC 3986): all but unreserved characters encoded.

    A colon is encoded as well: in a first segment it would make the rest a scheme.
    """
    from urllib.parse import quote

    return quote(path.encode("utf-8", "surrogatepass"), safe="/") or "."
