"""TM-BOM's text to a snapshot and findings, in one go."""

from __future__ import annotations

from checker.core.location import Location, Ref
from checker.core.source import Parsed
from checker.core.system import System
from checker.documents.document import Document
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node, root
from checker.inputs.tm_bom import UNSAYABLE
from checker.inputs.tm_bom.assumptions import assume
from checker.inputs.tm_bom.boundaries import Pairs
from checker.inputs.tm_bom.elements import add_components, add_data, add_zones
from checker.inputs.tm_bom.flows import add_flows
from checker.inputs.tm_bom.structure import Outline, whole, word, words
from checker.inputs.tm_bom.threats import add_controls, add_threats
from checker.inputs.values import model_id
from checker.knowledge.tm_bom import CLASSIFICATION, CRITICALITY, EXPOSURE, PLAIN_CRITICALITY, TIERS

_IGNORED = {
    "model": ("$schema", "diagrams", "released_at", "product_release_date", "release_docs_link", "repo_link"),
    "component": ("repo_link",),
    "risk": ("title", "description", "impact_description"),
    "threat persona": ("title", "description"),
}
_SCOPE = ("business_criticality", "data_sensitivity", "exposure", "tier")


def read_model(document: Document, format: str) -> Parsed:
    """The model of one file; see :func:`checker.inputs.tm_bom.parse`."""
    gathering = Gathering(document, format, model_id(document.source.path), _IGNORED)
    top = root(gathering, document, "model")
    if not whole(top):
        return gathering.refused()
    outline = Outline(gathering, top)
    assume(outline)
    pairs = Pairs(outline)
    add_components(outline)
    add_zones(outline)
    add_data(outline)
    add_flows(outline, pairs)
    add_controls(outline)
    add_threats(outline)
    return gathering.parsed(
        _system(outline), outline.at(Ref("system", gathering.id), _Places(top)), unsayable=UNSAYABLE
    )


def _system(outline: Outline) -> System:
    top, gathering = outline.top, outline.gathering
    if not top.has("scope"):
        gathering.wrong("missing-key", "the model has no scope", Ref("system", ""), top.place(), "", "scope")
    scope = top.mapping("scope", "scope").is_about(Ref("system", ""))
    for key in ("title", "description", *_SCOPE):
        if top.has("scope") and not scope.has(key):
            subject = Ref("system", "", key)
            gathering.wrong("missing-key", f"the scope has no {key}", subject, top.place("scope"), "", key)
    criticality = word(gathering, scope, "business_criticality", CRITICALITY)
    ours = CRITICALITY.get(criticality, "")
    texts = dict.fromkeys((top.text("description"), scope.text("description")))
    own = {
        "business_criticality": criticality if PLAIN_CRITICALITY.get(ours) != criticality else "",
        "data_sensitivity": ", ".join(words(gathering, scope, "data_sensitivity", CLASSIFICATION)),
        "exposure": word(gathering, scope, "exposure", EXPOSURE),
        "tier": word(gathering, scope, "tier", TIERS),
    }
    return System(
        id=gathering.id,
        name=scope.text("title"),
        description="\n\n".join(filter(None, texts)),
        criticality=ours,
        properties=outline.properties(Ref("system", gathering.id), own),
    )


class _Places:
    """Where the text speaks of the system: in its scope, or at its top."""

    def __init__(self, top: Node) -> None:
        self._top = top

    def __call__(self, field: str) -> Location:
        key = {"name": "title", "criticality": "business_criticality"}.get(field, field.rpartition(".")[2])
        scope = self._top.plain("scope")
        if key == "description" and self._top.has("description"):
            return self._top.place("description")
        return self._top.place("scope", key) if isinstance(scope, dict) and key in scope else self._top.place("scope")
