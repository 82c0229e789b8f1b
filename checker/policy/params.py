"""Params: values of a rule that the config may set, checked where they are written and where they are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.policy.place import Place, show, suggest

_WHAT = {
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "array": "a list of texts",
}


class Param(NamedTuple):
    """A value of a rule: its default, or what the config says. ``type`` is a word of JSON Schema."""

    name: str
    type: str
    value: Any
    """bool, int, float, str, or a list of str."""
    place: Place
    """Where it is written."""


class Params(Mapping[str, tuple[str, Any]]):
    """The params of one rule, as name -> type and value, and which of them its body has named so far.

    Looking a value up is naming it.
    """

    def __init__(self, known: Mapping[str, Param]) -> None:
        self._known = known
        self._used: set[str] = set()

    def __getitem__(self, name: str) -> tuple[str, Any]:
        param = self._known[name]
        self._used.add(name)
        return param.type, param.value

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def use(self, name: Any, place: Place) -> Param:
        """The param of that name. Raises UsageError at ``place`` for an unknown one."""
        if not isinstance(name, str) or name not in self._known:
            hint = suggest(str(name), self._known) if self._known else "this rule has none: list it under 'params'"
            place.fail(f"no param is called {show(name)}", hint)
        self._used.add(name)
        return self._known[name]

    def fill(self, value: Any, place: Place) -> tuple[Any, Place]:
        """A part of a rule with the value of its param for each ``{param: name}``, and the place that knows of them."""
        if not self._known:
            return value, place
        written: dict[tuple[str | int, ...], Place] = {}
        return self._filled(value, place, written), place._replace(params={**place.params, **written})

    def _filled(self, value: Any, place: Place, written: dict[tuple[str | int, ...], Place]) -> Any:
        if isinstance(value, list):
            return [self._filled(item, place.at(index), written) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if "param" not in value:
            return {key: self._filled(item, place.at(key), written) for key, item in value.items()}
        if len(value) > 1:
            place.at("param").fail("'param' stands alone: {param: name} is the value itself", key=True)
        param = self.use(value["param"], place.at("param"))
        written[place.path] = param.place
        return param.value

    def refuse_unused(self, place: Place) -> None:
        """Raise UsageError for a param that nothing names; ``place`` is that of ``params`` in the rule."""
        for name in self._known:
            if name not in self._used:
                hint = f"write {{param: {name}}} where its value belongs, or remove it"
                place.at(name).fail(f"nothing in this rule names the param {show(name)}", hint, key=True)


NO_PARAMS = Params({})


def read_params(
    schemas: Mapping[str, Any] | None, place: Place, rule: str, given: Mapping[str, Any], config: Place
) -> Params:
    """The params of a rule with the values ``given`` in the config, else their defaults.

    ``place`` is that of ``params`` in the rule, ``config`` that of the values. Raises UsageError for a value that does
    not fit its schema, and for a name in the config that the rule does not have.
    """
    known = {}
    for name, schema in (schemas or {}).items():
        default = place.at(name, "default")._replace(of=f"the default of the param '{name}'")
        _check_schema(schema, place.at(name))
        _check(schema, schema["default"], default)
        known[name] = Param(name, schema["type"], schema["default"], default)
    for name, value in given.items():
        at = config.at(name)
        if name not in known:
            hint = suggest(name, known) if known else "remove it: this rule has no params"
            at.fail(f"the rule '{rule}' has no param {show(name)}", hint, key=True)
        at = at._replace(of=f"the param '{name}' of '{rule}'")
        _check((schemas or {})[name], value, at)
        known[name] = Param(name, known[name].type, list(value) if isinstance(value, tuple) else value, at)
    return Params(known)


def _check_schema(schema: Mapping[str, Any], place: Place) -> None:
    """What the schema of the file does not say: bounds are for numbers, and the lower one is not above the other."""
    type = schema["type"]
    for key in ("minimum", "maximum"):
        if key in schema and type not in ("integer", "number"):
            place.at(key).fail(f"{show(key)} bounds a number, and this is {_WHAT[type]}", key=True)
    if "items" in schema and type != "array":
        place.at("items").fail(f"'items' describes a list, and this is {_WHAT[type]}", "write 'type: array'", key=True)
    if "minimum" in schema and "maximum" in schema and schema["minimum"] > schema["maximum"]:
        place.at("maximum").fail("no number is at least the minimum and at most the maximum")
    for index, value in enumerate(schema.get("enum", ())):
        if not _is("string" if type == "array" else type, value):
            place.at("enum", index).fail(f"this param is {_WHAT[type]}: it is never {show(value)}")


def _check(schema: Mapping[str, Any], value: Any, place: Place) -> None:
    """Raise UsageError for a value that a schema does not allow."""
    if not _is(schema["type"], value):
        place.fail(f"expected {_WHAT[schema['type']]}, not {show(value)}")
    if "minimum" in schema and value < schema["minimum"]:
        place.fail(f"must be at least {schema['minimum']}, not {show(value)}")
    if "maximum" in schema and value > schema["maximum"]:
        place.fail(f"must be at most {schema['maximum']}, not {show(value)}")
    several = isinstance(value, list | tuple)
    for index, item in enumerate(value if several else [value]):
        if "enum" in schema and item not in schema["enum"]:
            at, allowed = place.at(index) if several else place, map(str, schema["enum"])
            at.fail(f"{show(item)} is not among the values that it may have", suggest(str(item), allowed))


def _is(type: str, value: Any) -> bool:
    if type == "boolean":
        return isinstance(value, bool)
    if type == "array":
        return isinstance(value, list | tuple) and all(isinstance(item, str) and item for item in value)
    if isinstance(value, bool):
        return False
    kinds = {"integer": (int,), "number": (int, float), "string": (str,)}
    return isinstance(value, kinds[type])
