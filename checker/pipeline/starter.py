"""A first threat model for a repository: what its compose file states, and comments for what only people know.

Nothing is claimed that a file does not say (:mod:`checker.pipeline.compose`). Everything else is left to fill in, and
the first check says what.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from checker.knowledge.lookup import library
from checker.pipeline.compose import Composed, Service, composed, fresh, identifier

CONFIG = """\
# What judges changes to the threat model of this repository. In a pull request the base branch's version is used.
threatgate: 1
packs:
  - boundary        # what crosses a trust boundary; calm, and in use by itself
  # - data          # what classification and personal data ask of where data is kept
  # - flow          # weak protection, callers and writes, also inside a boundary
  # - threat        # whether what was decided about threats holds
  # - control       # evidence, dates and owners of controls
  # - risk          # high risks that are open, and ratings by DREAD and CVSS that do not hold
  # - model         # hygiene: what nothing uses, reads or answers for
  # - review        # what the reviews themselves say
  # - cicd          # pipelines drawn as components
  # - supply-chain  # what goes into the software: pinned, checked, signed
  # - ai            # systems with machine learning: what leads a model, what it reaches and learns from
  # - breadth       # AI: answers to PLOT4ai and to the MIT AI Risk Repository; few findings, much to answer
  # - card          # model cards, system cards and fairness: what they have to say, and whether it fits
  # - ism           # what the Information Security Manual asks of such systems besides
  # - coverage      # an answer to each threat that must be considered, by type of component; many findings at first
  # - privacy       # LINDDUN, where personal data is
  # - method        # what the model claims under 'methods': whether it is done
  # - architecture  # files of NAFv4, TOGAF or ArchiMate that the model is made from: changed, or not all in it
  # - stride        # an answer to each letter where it arises; many findings at first
  # - sdl           # an answer to each entry of Microsoft's SDL template; more still
  # - threagile     # the rules of Threagile, for its models
fail_on: medium        # critical, high, medium, low, note or never
# rules:
#   boundary/unowned-component: medium
# review:
#   cadence: {critical: 180, important: 365, low: 730}   # days that a review holds
"""

_FIXED = ("internet", "inside", "user")
"""Ids that every starter has."""

_EDITIONS = ("atlas", "mit")
"""Libraries that suggestions for such systems cite, and whose ids mean another entry in another edition."""


def config(ai: bool, include: Iterable[str] = ()) -> str:
    """The text of a config; the pack for systems with machine learning is in use where there is ``ai``. ``include`` are
    globs of models that their names do not tell."""
    text = CONFIG.replace("  # - ai            #", "  - ai              #") if ai else CONFIG
    globs = "".join(f"    - {_quoted(glob)}\n" for glob in include)
    return text.replace("packs:\n", f"models:\n  include:\n{globs}packs:\n", 1) if globs else text


class Start(NamedTuple):
    """The text of a first model. ``ai``: there are parts of a system with machine learning in it."""

    text: str
    ai: bool


def starter(name: str, compose: Any) -> Start:
    """A native model. ``compose`` is the data of a compose file, or None; what is odd in it is skipped."""
    taken = set(_FIXED)
    found = composed(compose, taken)
    title = identifier(name)
    system = fresh(f"{title}-system" if title in taken else title, taken)
    there = found if found.services else Composed((Service("web", "service", "", True, ()),))
    lines = _lines((system, title), there, compose is not None, taken)
    return Start("".join(line + "\n" for line in lines), found.ai)


def _lines(system: tuple[str, str], found: Composed, read: bool, taken: set[str]) -> Iterator[str]:
    services = found.services
    yield "# The threat model of this repository. Correct every line; `threatgate check` says what is missing."
    yield "# Editors complete it: threatgate schema model > .threatgate.schema.json"
    yield "threatgate: 1"
    yield ""
    yield "system:"
    yield f"  id: {_quoted(system[0])}            # stable: reviews and findings hang on it"
    yield f"  name: {_quoted(system[1])}"
    yield "  # owner: team-name"
    yield "  criticality: important            # low, important or critical"
    yield ""
    if found.ai:
        shipped = {name: library(name) for name in _EDITIONS}
        editions = ", ".join(f'{name}: "{known.edition}"' for name, known in shipped.items() if known)
        yield f"taxonomies: {{{editions}}}   # editions of what threats cite"
        yield ""
    yield "boundaries:                         # zones of equal trust; nested by parent"
    yield "  internet: {trust: untrusted}"
    yield "  inside: {trust: internal}"
    yield ""
    yield "data: {}                            # what is worth protecting, for example:"
    yield "#  orders: {classification: confidential, personal: true}"
    yield ""
    yield f"components:                         # {'from the compose file' if read else 'what runs, stores or acts'}"
    yield "  user: {type: person, boundary: internet}"
    for one in found.outsiders:
        yield f"  {_quoted(one.id)}: {{type: {one.type}, boundary: internet}}   # {one.variable} is set"
    for service in services:
        yield f"  {_quoted(service.id)}:"
        asks = found.asks_a_model(service)
        yield f"    type: {service.type}{'   # agent, where a model decides what it does next' if asks else ''}"
        yield "    boundary: inside"
        yield "    # owner: team-name"
        if service.path:
            yield f"    paths: [{_quoted(service.path + '/**')}]"
    yield ""
    yield "flows:                              # who sends what to whom; from a store to whoever only reads it"
    for service in services:
        if service.exposed:
            yield from _flow("user", service.id, taken)
        for other in service.needs:
            yield from _flow(service.id, other, taken)
    if not any(service.exposed or service.needs for service in services):
        yield "  {}"
    yield ""
    yield "threats:                            # what can go wrong, for example:"
    yield "#  stolen-session:"
    yield "#    title: A stolen token lets someone else read a customer's orders"
    yield f"#    on: [{services[0].id}]"
    yield "#    refs: [stride:S]"
    yield "#    status: identified             # then mitigated, accepted, transferred, avoided"
    yield "#    owner: team-name"
    yield ""
    yield "controls: {}"


def _flow(source: str, target: str, taken: set[str]) -> Iterator[str]:
    id = fresh(f"{source}-to-{target}"[:120], taken)  # an id has 128 characters at most
    yield f"  {_quoted(id)}:"
    yield f"    from: {_quoted(source)}"
    yield f"    to: {_quoted(target)}"
    yield "    # data: []"
    yield "    # protocol: https"
    yield "    # authentication: oauth2"
    yield "    # encryption: tls"


def _quoted(text: str) -> str:
    """A YAML scalar that reads back as this text: plain where that is certain, else as JSON writes it."""
    plain = text[:1].isalpha() and text.isascii() and all(c.isalnum() or c in ".-" for c in text)
    return text if plain and text.lower() not in ("true", "false", "null") else json.dumps(text)
