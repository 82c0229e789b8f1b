"""What threatcl says besides its diagrams: assets, dependencies, and of the whole."""

from __future__ import annotations

from checker.core.location import Location, Ref
from checker.core.model import Component, Data
from checker.core.system import System, as_properties
from checker.documents.words import listing
from checker.inputs.gathering import At
from checker.inputs.threatcl.body import Body, Reading
from checker.inputs.threatcl.making import Making, required, unknown
from checker.inputs.threatcl.outline import Threats

CLASSIFICATION = {"public": "public", "confidential": "confidential", "restricted": "restricted"}
"""The tool's classifications are three of ours."""

UPTIME = ("none", "degraded", "hard", "operational")

_OF_MODEL = ("new_initiative", "internet_facing", "initiative_size")
_OF_DEPENDENCY = ("saas", "paying_customer", "open_source", "infrastructure")


def assets(making: Making) -> None:
    """Add the information assets and dependencies of all threat models."""
    for model in making.models:
        for part in model.data:
            _asset(making, part.id, part.body)
        for part in model.dependencies:
            _dependency(making, part.id, part.body)


def _asset(making: Making, id: str, body: Body) -> None:
    body = body.about(Ref("data", making.names.of("data", id)))
    word = body.text("information_classification")
    known = CLASSIFICATION.get(word.lower(), "")
    data = Data(
        id=body.subject.id,
        name=body.name,
        description=body.text("description"),
        classification=known,
        properties=as_properties(
            {
                "information_classification": "" if known else word,
                "source": body.text("source"),
            }
        ),
    )
    if word and not known:
        place = body.place("information_classification")
        unknown(body, "information_classification", word, place, "the tool knows Public, Confidential and Restricted")
    making.reading.add(data, body.at(classification="information_classification"))


def _dependency(making: Making, id: str, body: Body) -> None:
    body = body.about(Ref("component", making.names.of("component", id)))
    required(body, "description", "uptime_dependency")
    flags = {key: flag for key in _OF_DEPENDENCY if (flag := body.flag(key)) is not None}
    type = "external-service" if flags.get("saas") else "library" if flags.get("open_source") else "external-entity"
    uptime = body.text("uptime_dependency").lower()
    if uptime and uptime not in UPTIME:
        unknown(body, "uptime_dependency", uptime, body.place("uptime_dependency"), f"the tool knows {listing(UPTIME)}")
    said = {key: str(flag).lower() for key, flag in flags.items()}
    component = Component(
        id=body.subject.id,
        name=body.name,
        description="\n\n".join(filter(None, (body.text("description"), body.text("uptime_notes")))),
        type=type,
        properties=as_properties(said | {"uptime_dependency": uptime}),
    )
    making.reading.add(component, body.at(type="saas" if flags.get("saas") else "open_source"))


def system(reading: Reading, models: list[Threats]) -> tuple[System, At]:
    """The whole: what the only threat model says of itself, or what each of several does under its name."""
    facts: dict[str, tuple[str, Location]] = {}
    names, descriptions, authors = [], [], []
    for model in sorted(models, key=lambda one: one.name):
        bodies = [layer.about(Ref("system", reading.id)) for layer in model.layers]
        required(bodies[0], "author")
        names.append(model.name)
        authors.append(bodies[0].text("author"))
        if described := next((found for body in bodies if (found := body.text("description"))), ""):
            descriptions.append(described if len(models) == 1 else f"{model.name}: {described}")
        facts |= {model.prefix + key: fact for key, fact in _facts(bodies).items()}
    whole = System(
        id=reading.id,
        name=", ".join(names),
        description="\n\n".join(descriptions),
        owner=", ".join(dict.fromkeys(filter(None, authors))),
        properties=as_properties({key: value for key, (value, _) in facts.items()}),
    )
    first = models[0].body.at(owner="author")

    def at(field: str) -> Location:
        fact = facts.get(field.removeprefix("properties."))
        return fact[1] if fact else first(field)

    return whole, at


def _facts(bodies: list[Body]) -> dict[str, tuple[str, Location]]:
    """What a threat model says of its initiative. Only attributes of one's own are not inherited."""
    own = bodies[0]
    facts = {one.name: _fact(one, "value") for one in own.blocks("additional_attribute", "additional attribute")}
    for attributes in (found for body in bodies for found in body.blocks("attributes", "attributes", labels=0)):
        about = attributes.about(own.subject)
        facts |= {key: _fact(about, key) for key in _OF_MODEL}
        break
    for body in bodies:
        if found := body.texts("repository"):
            facts.setdefault("repository", (", ".join(sorted(found)), body.place("repository")))
    facts["extends"] = _fact(own, "extends")
    return facts


def _fact(body: Body, key: str) -> tuple[str, Location]:
    return body.text(key), body.place(key)
