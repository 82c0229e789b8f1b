"""A text of Open Threat Model to a snapshot and findings."""

from __future__ import annotations

import re

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.source import Parsed
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node, root
from checker.inputs.otm import UNSAYABLE, elements, threats
from checker.inputs.otm.outline import SECTIONS, outline
from checker.inputs.values import model_id, text

_VERSION = re.compile(r"0\.[12](\..*)?")

_DRAWING = ("id", "name", "position", "size", "package", "line", "codeSnippet", "representation", "attributes")
IGNORED = {
    "model": ("representations",),
    "project": ("ownerContact",),
    "trust zone": ("representations",),
    "dataflow": ("representations",),
    "asset's risk": ("comment", "riskComments"),
    "threat's risk": ("likelihoodComment", "impactComment"),
    "representation": _DRAWING,
}
"""Drawing, and texts for people, by the kind of thing that has them."""


def read_model(document: Document, format: str) -> Parsed:
    """The model of a text; see :func:`checker.inputs.otm.parse`."""
    data = document.data
    project = data.get("project")
    given = text(project.get("id")) if isinstance(project, dict) else ""
    gathering = Gathering(document, format, given or model_id(document.source.path), IGNORED)
    whole = root(gathering, document, "model")
    if unsound := [*_unsound(whole)]:
        gathering.findings.extend(unsound)
        return gathering.refused()
    _version(gathering, whole)
    about = whole.get("project", "project").is_about(Ref("system", gathering.id))
    for key in ("id", "name"):
        if not about.text(key):
            subject = about.subject._replace(field=key)
            gathering.wrong("missing-key", f"the project has no {quote(key)}", subject, about.place(), "", key)
    system, at = elements.system(gathering, about)
    found = outline(gathering, whole)
    elements.boundaries(found)
    elements.data(found)
    elements.components(found)
    elements.flows(found)
    threats.add(found)
    stated = any(one.trust for one in gathering.elements("boundary").values())
    return gathering.parsed(system, at, unsayable=() if stated else UNSAYABLE)


def _unsound(whole: Node) -> list[Finding]:
    """What leaves no model: a section that is no list would read as if all in it were gone."""
    found = []
    for key, wanted in (("project", dict), *((section, list) for section, _ in SECTIONS.values())):
        node = whole.get(key)
        if node.value is None and key == "project":
            message = "the text has no 'project': nothing says what the model is about"
            found.append(Finding("model/missing-key", "", message, Ref("model"), whole.place(), discriminator=key))
        elif node.value is not None and not isinstance(node.value, wanted):
            what = "a mapping" if wanted is dict else "a list"
            message = f"{quote(key)} should be {what}"
            found.append(Finding("model/wrong-type", "", message, Ref("model"), node.place(), discriminator=key))
    return found


def _version(gathering: Gathering, whole: Node) -> None:
    version = whole.text("otmVersion")
    if not _VERSION.fullmatch(version):
        message = f"{quote(version)} is no version of the format known here"
        hint = "0.1 and 0.2 are: the text is read as if it were of one of them"
        gathering.wrong("unknown-word", message, Ref("model"), whole.place("otmVersion"), hint, "otmVersion")
