"""Data of native models, drawn from the schema itself: a field that the schema gets is drawn without a line here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parent.parent / "schemas" / "model.schema.json").read_text(encoding="utf-8")
)
_SAMPLES = {
    "id": st.sampled_from(["a", "b1", "c-d", "e.f", "7", "1.5", "no", "on", "null", "2026-01-01"]),
    "word": st.sampled_from(["stride", "no", "on", "a_b", "personal_data"]),
    "date": st.dates().map(lambda day: day.isoformat()),
    "digest": st.sampled_from(["1:" + "0" * 32, "1:0f1e2d3c4b5a69788796a5b4c3d2e1f0"]),
    "citation": st.sampled_from(["stride:T", "cwe:CWE-319", "owasp-llm:LLM01:2026", "x:#", "x:'", "a-b:1e5"]),
    "path": st.sampled_from(["a", "src/**", "a b/c", "ä/[x]", "1e5", "*.py", "~"]),
    "element": st.sampled_from(["a", "A>b", "ä", "x y", "1"]),
}
"""Definitions of the schema whose pattern is drawn from samples."""

_ODD = st.sampled_from(
    [
        *(
            "1",
            "1.0",
            "1e5",
            "1e-05",
            "0x1f",
            "012",
            "-",
            "~",
            "null",
            "true",
            "No",
            "on",
            "2026-01-01",
            "1:30",
            ".inf",
        ),
        *("a: b", "- x", "#x", "x #y", "[", "{a}", "&a", "*a", "!x", "%x", "@x", "`", "'", '"', "\\", "a\nb", "a\n\nb"),
        *(
            " x",
            "x ",
            "a\n",
            "\na",
            "a \nb",
            "a\n b",
            "a\tb",
            "\x85",
            "\u2028",
            "\ufeff",
            "\u200b",
            "é",
            "😀",
            "x:",
            "=",
            "<<",
        ),
    ]
)
"""Texts that one reader of YAML or another takes for something else."""


def texts(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    least, most = schema.get("minLength", 0), min(schema.get("maxLength", 40), 40)
    drawn = st.text(max_size=most) | _ODD
    return drawn.filter(lambda text: least <= len(text) <= most and "\0" not in text)


def values(schema: dict[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """What a part of the schema allows."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _SAMPLES[name] if name in _SAMPLES else values(SCHEMA["$defs"][name], depth)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("title") == "Sign-off":
        done, left_out = ({**schema, "required": names} for names in (["by", "done"], ["by", "not_applicable", "on"]))
        kinds = (
            ({**one, "properties": {k: schema["properties"][k] for k in one["required"]}}) for one in (done, left_out)
        )
        return st.one_of([objects(one, depth) for one in kinds])
    if "if" in schema:
        leaf, gate = values(schema["then"], depth + 1), st.deferred(lambda: gates(depth + 1))
        return leaf if depth > 3 else leaf | gate
    kind = schema.get("type", "string")  # names of properties need not say that they are texts
    kinds = kind if isinstance(kind, list) else [kind]
    return st.one_of([of_kind(kind, schema, depth) for kind in kinds if kind != "null"])


def of_kind(kind: str, schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    if kind == "string":
        if "pattern" in schema:
            return st.from_regex(schema["pattern"], fullmatch=True).filter(
                lambda text: len(text) <= schema["maxLength"]
            )
        return (st.sampled_from(schema["examples"]) | texts(schema)) if "examples" in schema else texts(schema)
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        return st.integers(schema.get("minimum", -5), schema.get("maximum", 99))
    if kind == "number":
        least, most = schema.get("minimum", 0), schema.get("maximum", 10**6)
        return st.integers(int(least), int(most)) | st.floats(least, most, allow_nan=False)
    if kind == "array":
        return st.lists(
            values(schema["items"], depth),
            min_size=schema.get("minItems", 0),
            max_size=min(3, schema.get("maxItems", 3)),
        )
    return objects(schema, depth)


def objects(schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    extra = schema.get("additionalProperties")
    if isinstance(extra, dict):
        known = schema.get("properties", {})
        names = values(schema["propertyNames"], depth)
        names = names | st.sampled_from([*known]) if known else names
        return st.dictionaries(names, values(extra, depth), max_size=3)
    needed = schema.get("required", ())
    properties = {name: st.deferred(lambda one=one: values(one, depth)) for name, one in schema["properties"].items()}
    return st.fixed_dictionaries(
        {name: properties[name] for name in needed},
        optional={name: one for name, one in properties.items() if name not in needed},
    )


def gates(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    """A gate, or the goal of a tree: steps joined in exactly one way."""
    gate = SCHEMA["$defs"]["gate"]["properties"]
    steps = st.lists(values({"$ref": "#/$defs/step"}, depth), min_size=1, max_size=3)
    own = st.fixed_dictionaries({}, optional={name: values(gate[name]) for name in ("name", "description", "controls")})
    return st.tuples(own, st.sampled_from(["or", "and", "sand"]), steps).map(
        lambda found: {**found[0], found[1]: found[2]}
    )


def trees() -> st.SearchStrategy[dict[str, Any]]:
    body = SCHEMA["$defs"]["attack_tree"]
    own = {name: one for name, one in body["properties"].items() if name not in ("or", "and", "sand")}
    goal = objects({**body, "properties": own}, 0)
    steps = st.lists(values({"$ref": "#/$defs/step"}, 1), min_size=1, max_size=3)
    return st.tuples(goal, st.sampled_from(["or", "and", "sand"]), steps).map(
        lambda found: {**found[0], found[1]: found[2]}
    )


def component_types(data: dict[str, Any]) -> dict[str, Any]:
    """Only words of the vocabulary, which the schema only offers."""
    known = SCHEMA["$defs"]["component"]["properties"]["type"]["examples"]
    for component in data.get("components", {}).values():
        if component["type"] not in known:
            component["type"] = known[len(component["type"]) % len(known)]
    return data


def own_ratings(data: dict[str, Any]) -> dict[str, Any]:
    """Ratings of other formats under no name that stands beside them."""
    for threat in data.get("threats", {}).values():
        risk = threat.get("risk", {})
        for name in [name for name in risk.get("properties", {}) if name in (*risk, "dread", "cvss")]:
            del risk["properties"][name]
    return data


def _models() -> st.SearchStrategy[dict[str, Any]]:
    left_out = ("$schema", "include", "threatgate", "system", "attack_trees", "pasta")  # pasta: an if of its own
    sections = {
        name: st.deferred(lambda one=one: values(one))
        for name, one in SCHEMA["properties"].items()
        if name not in left_out
    }
    sections["attack_trees"] = st.dictionaries(_SAMPLES["id"], trees(), max_size=2)
    system = values(SCHEMA["properties"]["system"])
    return (
        st.fixed_dictionaries({"threatgate": st.just(1), "system": system}, optional=sections)
        .map(component_types)
        .map(own_ratings)
    )


MODELS = _models()
"""Whole models, as data. Names may lead nowhere, which leaves a model all the same."""
