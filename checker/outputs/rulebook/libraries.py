"""Threat libraries as pages show them: what their entries are called, and which the index of rules goes by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from checker.knowledge.references import with_wider
from checker.outputs.escape import visible
from checker.outputs.sarif.taxonomy import KNOWN, address, home, split

_LINDDUN = {
    "L": "Linking",
    "I": "Identifying",
    "Nr": "Non-repudiation",
    "D": "Detecting",
    "DD": "Data disclosure",
    "U": "Unawareness and unintervenability",
    "Nc": "Non-compliance",
}


class Library(NamedTuple):
    """A library that the index goes by. ``heading`` makes of an entry the one that it is listed under, or ``""``."""

    scheme: str
    name: str
    heading: Callable[[str], str] = str


def _type(entry: str) -> str:
    """The LINDDUN type of a tree node or card; ``""`` for what is none, such as the name of a method."""
    widest = split(with_wider(f"linddun:{entry}")[-1])[1]
    return widest if widest in _LINDDUN else ""


LIBRARIES = (
    Library("stride", "STRIDE letter"),
    Library("linddun", "LINDDUN type", _type),
    Library("cwe", "CWE"),
    Library("atlas", "MITRE ATLAS technique"),
    Library("owasp-llm", "OWASP LLM risk"),
    Library("cicd-sec", "OWASP CI/CD risk"),
)


def names_of(scheme: str) -> Mapping[str, str]:
    """Entry -> its name, in the order of the library; empty for one that has too many."""
    return _LINDDUN if scheme == "linddun" else KNOWN[scheme].taxa if scheme in KNOWN else {}


def reference(ref: str) -> str:
    """A reference of a rule in Markdown, with a link to its entry, else to its library."""
    scheme, entry = split(ref)
    shown, page = f"`{visible(ref)}`", address(scheme, entry)
    name = names_of(scheme).get(_type(entry) if scheme == "linddun" else entry, "")
    if page:
        return f"[{shown}]({page})"
    if home(scheme):
        return f"{shown} [{name or KNOWN[scheme].name}]({home(scheme)})"
    return shown
