"""Changes of a model that matter, made from a seed: to its fields, and to what there is."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from checker.core.attack_tree import GATES
from tests.laws.fields import NATIVE, THREAGILE

Data = dict[str, Any]

_WHOLE = ("id", "communication_links")
"""Keys that name an element, or hold several."""

MATTERS = {
    native: [field for field in listed if field.moves and field.value is not None and field.steps[-1] not in _WHOLE]
    for native, listed in ((True, NATIVE), (False, THREAGILE))
}
"""Whether the format is the native one -> the fields that matter."""

REFERENCES = (
    *("on", "stores", "processes", "data", "controls", "threats", "from", "to", "boundary", "parent"),
    *("actor", "steps", "threat", "datasets"),
)
"""Keys whose values are ids of elements."""

_NEW: dict[str, Data] = {
    "boundaries": {"trust": "partner", "parent": "house"},
    "data": {"classification": "internal"},
    "components": {"type": "worker", "boundary": "house", "owner": "team", "stores": ["files"]},
    "flows": {"from": "desk", "to": "archive", "data": ["files"], "protocol": "https"},
    "threats": {"title": "New", "on": ["desk"], "refs": ["stride:R"], "owner": "team"},
    "controls": {"title": "New", "status": "verified"},
}


def changed(data: Data, random: Random, steps: int) -> Data:
    """The data after some changes, each of which matters by itself; of a Threagile model only to its fields."""
    for _ in range(steps):
        if "threatgate" not in data:
            data = with_another_value(data, random)
            continue
        step = random.choice((with_another_value,) * 6 + (without_one, without_one, with_a_new_one))
        data = step(data, random)
    return data


def with_another_value(data: Data, random: Random) -> Data:
    """One field with another value."""
    return random.choice([field for field in MATTERS["threatgate" in data] if field.fits(data)]).set(data)


def without_one(data: Data, random: Random) -> Data:
    """One element less, and nothing that refers to it."""
    section = random.choice([name for name in _NEW if data.get(name)])
    return without(data, section, random.choice(sorted(data[section])))


def without(data: Data, section: str, id: str) -> Data:
    """One element less, no flow that began or ended there, and no threat or answer that is about nothing now."""
    data = deepcopy(data)
    del data[section][id]
    for other in _NEW:
        for name, body in list((data.get(other) or {}).items()):
            if id in (body.get("from"), body.get("to")):
                data = without(data, other, name)
                continue
            for key in REFERENCES:
                if body.get(key) == id:
                    body.pop(key)
                elif isinstance(body.get(key), list):
                    body[key] = [item for item in body[key] if item != id]
            if body.get("on") == []:
                del data[other][name]
    answers = data.get("not_applicable") or ()
    for answer in answers:
        answer["on"] = [item for item in answer["on"] if item != id]
    data["not_applicable"] = [answer for answer in answers if answer["on"]]
    left = {id for name in (*_NEW, "controls") for id in data.get(name) or ()} | {data.get("system", {}).get("id")}
    _leave_views(data, left)
    for tree in (data.get("attack_trees") or {}).values():
        for step in _steps(tree):
            for key in {"on", "threats", "controls"} & step.keys():
                step[key] = [item for item in step[key] if item in left]
                if not step[key]:
                    del step[key]
    return data


def _leave_views(data: Data, left: set[Any]) -> None:
    """Nothing in features, deployments and models that refers to what is gone, in place."""
    for body in (data.get("components") or {}).values():
        if "datasets" in (ai := body.get("model") or {}):
            ai["datasets"] = [item for item in ai["datasets"] if item in left]
    for feature in (data.get("features") or {}).values():
        feature["steps"] = [step for step in feature.get("steps", ()) if step in left]
        if feature.get("actor") not in left:
            feature.pop("actor", None)
    for deployment in (data.get("deployments") or {}).values():
        if deployment.get("boundary") not in left:
            deployment.pop("boundary", None)


def with_a_new_one(data: Data, random: Random) -> Data:
    """One element more."""
    section = random.choice(sorted(_NEW))
    return {**data, section: {**(data.get(section) or {}), f"new-{random.randrange(9)}": deepcopy(_NEW[section])}}


def _steps(tree: Data) -> Iterator[Data]:
    """A tree and every step of it."""
    yield tree
    for gate in GATES:
        for step in tree.get(gate) or ():
            yield from _steps(step)


def renamed(data: Data, section: str, old: str, new: str) -> Data:
    """Another id for one element, everywhere, and ``was`` to say so."""
    data = deepcopy(data)
    data[section] = {new if id == old else id: body for id, body in data[section].items()}
    data[section][new]["was"] = old
    bodies = [body for name in _NEW for body in (data.get(name) or {}).values()]
    bodies += [step for tree in (data.get("attack_trees") or {}).values() for step in _steps(tree)]
    bodies += (data.get("plot4ai") or {}).get("answers", {}).values()
    bodies += [body["model"] for body in (data.get("components") or {}).values() if "model" in body]
    bodies += [body for name in ("features", "deployments") for body in (data.get(name) or {}).values()]
    for body in (*bodies, *(data.get("not_applicable") or ())):
        for key in REFERENCES:
            only = {"controls": "controls", "threats": "threats", "threat": "threats"}
            if key not in body or (section != only[key] if key in only else section in only):
                continue
            value = body[key]
            body[key] = [new if item == old else item for item in value] if isinstance(value, list) else value
            if value == old:
                body[key] = new
    return data
