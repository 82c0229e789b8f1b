"""What the YAML parser complains about, in a person's words."""

from __future__ import annotations

import re

import yaml

from checker.core.finding import Related
from checker.documents.document import Lines, Problem
from checker.documents.words import quote

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""YAML 1.2.2, section 5.1."""

_WORDS = (
    (r"mapping values are not allowed", "a ':' cannot stand here: put the text in quotes, or check the indentation"),
    (r"could not find expected ':'", "a ':' is missing after a key, or this line should be indented further"),
    (r"(block )?sequence entries are not allowed", "a list item cannot start here: put it on a line of its own"),
    (r"expected '-' indicator|<block end>.* a block collection", "a list item that starts with '- ' was expected here"),
    (r"expected ',' or '}'", "a ',' or a '}' is missing"),
    (r"expected ',' or '\]'", "a ',' or a ']' is missing"),
    (r"unexpected end of stream", "the quote that starts here never ends"),
    (r"unexpected document separator|unexpected document indicator", "the quote that starts here never ends"),
    (r"escape|hexdecimal|hexadecimal", "an unknown escape: write '\\\\' for a backslash, or use single quotes"),
    (r"a tab character|'\\t'", "a tab cannot be used for indentation: use spaces"),
    (r"cannot start any token|that cannot start", "this character cannot start a value: put the value in quotes"),
    (r"expected (the )?node content", "a value is missing"),
    (r"document start", "the text goes on after its end: check the indentation, or the brackets and quotes before"),
    (r"undefined tag handle|undefined alias|tag", "tags (!name) are not allowed: leave it out"),
    (r"expected key|<block end>", "this line does not fit the ones above: check its indentation"),
    (r"YAML version|directive", "directives (%) are not needed: leave the line out"),
    (r"simple keys? ", "a key must stand on one line, with a ':' and a space after it"),
    (r"alphabetic or numeric", "a name is missing after '&' or '*': put a value that starts so in quotes"),
    (r"chomping|indentation indicator|comment or (a )?line break", "after '|' or '>' the text starts on the next line"),
)


def explain(error: Exception, lines: Lines) -> Problem:
    """The problem behind an exception of the parser, at the character where it gave up."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _unprintable(error, lines)
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    start = min(mark.index, len(lines.text)) if mark else 0
    said = f"{error.problem} {error.context or ''}"
    message = next((words for pattern, words in _WORDS if re.search(pattern, said)), str(error.problem))
    if "never ends" in message and context:
        return Problem("syntax", message, lines.region(context.index, context.index + 1))
    if "cannot start a value" in message and lines.text[start : start + 1] == "\t":
        message = "a tab cannot be used for indentation: use spaces"
    at = lines.region(start, start + 1)
    related: tuple[Related, ...] = ()
    if context and context.index != start:
        related = (Related(lines.region(context.index, context.index + 1), "it belongs to what starts here"),)
    return Problem("syntax", message, at, (), related)


def _unprintable(error: Exception, lines: Lines) -> Problem:
    found = _UNPRINTABLE.search(lines.text)
    if found is None:
        return Problem("syntax", str(error), lines.region(0, 0))
    message = f"the character {quote(found[0])} is not allowed in a text: remove it"
    return Problem("syntax", message, lines.region(found.start(), found.end()))
