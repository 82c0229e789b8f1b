"""A text of pytm to a snapshot and findings, in one go."""

from __future__ import annotations

from collections import defaultdict

from checker.core.location import Ref
from checker.core.source import Parsed
from checker.core.system import System
from checker.documents.document import Document
from checker.inputs.circles import say_circles
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node, root
from checker.inputs.pytm import UNSAYABLE, elements, threats
from checker.inputs.pytm.facts import assumptions, placed, stated, steps
from checker.inputs.pytm.things import Things
from checker.inputs.pytm.words import IGNORED
from checker.inputs.values import model_id
from checker.knowledge.vocabulary import component_type


def read_model(document: Document, format: str) -> Parsed:
    """The model of a text; see :func:`checker.inputs.pytm.parse`."""
    gathering = Gathering(document, format, model_id(document.source.path), IGNORED)
    whole = root(gathering, document, "model")
    things = Things(gathering, whole)
    _components(gathering, things)
    around = _boundaries(gathering, things)
    _flows(gathering, things)
    _data(gathering, things)
    _threats(gathering, things, whole)
    say_circles(gathering, around)
    return gathering.parsed(_system(gathering, whole), placed(whole), derives_threats=True, unsayable=UNSAYABLE)


def _components(gathering: Gathering, things: Things) -> None:
    """Elements, with the data that they say is in them."""
    for id, _, node in things.of("component"):
        one = elements.component(gathering, node, id, things.one(node, "inBoundary", "boundary"))
        one = one._replace(processes=things.several(node, "data", "data"))
        places = {"type": "__class__", "boundary": "inBoundary", "processes": "data", "out_of_scope": "inScope"}
        gathering.add(one, placed(node, **places, encryption=steps(node, "isEncryptedAtRest")))


def _boundaries(gathering: Gathering, things: Things) -> dict[str, At]:
    """Boundaries; where each is."""
    places: dict[str, At] = {}
    for id, _, node in things.of("boundary"):
        one = elements.boundary(node, id, things.one(node, "inBoundary", "boundary"))
        at = places.setdefault(id, placed(node, parent="inBoundary"))
        gathering.add(one, at)
    return places


def _flows(gathering: Gathering, things: Things) -> None:
    """Flows. One that says the same as another of its name and ends is that one."""
    for id, _, node in things.of("flow"):
        source, target = (things.one(node, key, "component") for key in ("source", "sink"))
        for key in ("source", "sink"):
            if not node.text(key):
                field = "target" if key == "sink" else key
                hint = "name the element that it comes from, or goes to"
                subject = node.subject._replace(field=field)
                gathering.wrong("missing-key", f"the flow has no '{key}'", subject, node.place(), hint)
        one = elements.flow(node, id, source, target, things.several(node, "data", "data"))
        kept = gathering.elements("flow").get(id)
        if kept is None or kept._replace(description="") != one._replace(description=""):
            gathering.add(one, placed(node, target="sink", **elements.places(node)))


def _data(gathering: Gathering, things: Things) -> None:
    """Data; where it says itself what it is in, that is added there."""
    held: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for id, _, node in things.of("data"):
        if not gathering.add(elements.data(gathering, node, id), placed(node, personal="isPII")):
            continue
        for name in things.several(node, "processedBy", "component"):
            held["component", name, "stores" if stated(node, "isStored") else "processes"].add(id)
        for name in things.several(node, "carriedBy", "flow"):
            held["flow", name, "data"].add(id)
    for (kind, name, field), ids in held.items():
        if gathering.has(kind, name):
            element = gathering.elements(kind)[name]
            field = "processes" if field == "stores" and not _is_store(element.type) else field  # noqa: PLW2901
            before = getattr(gathering.elements(kind)[name], field)
            gathering.replace(kind, name, **{field: tuple(sorted({*before, *ids}))})


def _is_store(type: str) -> bool:
    known = component_type(type)
    return known is not None and known.kind == "data-store"


def _threats(gathering: Gathering, things: Things, whole: Node) -> None:
    """Findings of a dump; in an input what is said beforehand of those that there will be."""
    numbered: dict[str, set[str]] = defaultdict(set)
    for kind in _FOUND_AT:
        for id, _, node in things.of(kind):
            for number in threats.numbers(node):
                numbered[number].add(id)
            for key in ("overrides", "findings"):
                for item in node.get(key):
                    if isinstance(item.value, dict):
                        threats.add(gathering, item, id, (id,))
    for key in ("findings", "excluded_findings"):
        for item in whole.mappings(key, "finding"):
            _finding(gathering, things, item, numbered, excluded=key != "findings")


_FOUND_AT = ("component", "boundary", "flow")


def _finding(
    gathering: Gathering, things: Things, node: Node, numbered: dict[str, set[str]], *, excluded: bool
) -> None:
    target = node.text("target")
    meant = [id for kind in _FOUND_AT for id in things.called(kind, target)]
    listed = numbered.get(node.text("id"), set())
    meant = [id for id in meant if id in listed] or meant
    if not any(target in things.names(kind) for kind in _FOUND_AT):
        subject = Ref("threat", f"{node.text('threat_id')}@{target}", "on")
        hint = "it is of an older run: have pytm write the file anew"
        gathering.dangling("element", target, subject, node.place("target"), things.names("component"), hint)
    name = meant[0] if len(meant) == 1 else target
    threats.add(gathering, node, name, tuple(sorted(meant)) or (gathering.id,), excluded)


def _system(gathering: Gathering, whole: Node) -> System:
    library = whole.text("threatsFile")
    facts = {
        "threatsExcluded": ", ".join(sorted(whole.texts("threatsExcluded"))),
        "threatsFile": "" if library.replace("\\", "/").endswith("threatlib/threats.json") else library,
        **assumptions(whole),
    }
    types = [component_type(one.type) for one in gathering.elements("component").values()]
    return System(
        gathering.id,
        name=whole.text("name"),
        description=whole.text("description"),
        ai=any(type is not None and type.group == "ai" for type in types),
        properties=tuple(sorted((name, value) for name, value in facts.items() if value)),
    )
