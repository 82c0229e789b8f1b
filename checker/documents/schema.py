"""Documents against the shipped JSON Schemas (draft 2020-12). The only module that calls a schema engine.

jsonschema-rs is the engine: about 250 times the speed of jsonschema, which stands in where no wheel of it exists.
Both only say which keyword of which schema fails where; the words are ours, in ``messages``, and the same for both.
Neither ever fetches anything: a reference leads to a schema of the same folder or fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from checker.documents.document import Document, Problem
from checker.documents.naming import at
from checker.documents.resources import resource
from checker.documents.violation import Violation, matches

Schema = dict[str, Any]
Check = Callable[[Any], Iterable[Violation]]
Engine = Callable[[Schema, Callable[[str], Schema]], Check]
"""A schema, and a function from the address of another to that one -> the check of data. Compiles once."""


def validate(
    document: Document, schema: str, engine: Engine | None = None, folder: Path | None = None
) -> tuple[Problem, ...]:
    """Everything in a document that its schema does not allow, by place; nothing where the text has no data at all.

    ``schema`` names a file ``<schema>.schema.json`` of ``folder`` (the shipped ones by default). Raises
    FileNotFoundError where it is missing, ValueError where a schema is wrong: both are faults of the installation.
    """
    if any(problem.code == "syntax" for problem in document.problems):
        return ()
    check = _compiled(schema, engine or _engine(), folder or resource("schemas"))
    found = iter(check(document.data))
    if (first := next(found, None)) is None:
        return ()
    from checker.documents.messages import problems

    return problems(chain((first,), found), document)


@cache
def _engine() -> Engine:
    try:
        import jsonschema_rs  # noqa: F401
    except ImportError:
        return python_engine
    return rust_engine


@cache
def _compiled(schema: str, engine: Engine, folder: Path) -> Check:
    def retrieve(address: str) -> Schema:
        """Addresses end in the name of a file of the folder."""
        return _load(folder / address.partition("#")[0].rpartition("/")[2])

    @cache
    def keys(address: str) -> Check:
        return engine({"$id": "urn:keys", "$ref": address}, retrieve)

    check = engine(_load(folder / f"{schema}.schema.json"), retrieve)
    return lambda data: _with_keys(check(data), data, keys)


def _with_keys(found: Iterable[Violation], data: Any, keys: Callable[[str], Check]) -> Iterator[Violation]:
    """The violations, with one for each wrong key in place of one for the mapping that has wrong keys."""
    for violation in found:
        if address := violation.schema.get(_KEYS) if violation.keyword == "not" else None:
            for key in at(data, violation.path):
                for wrong in keys(address)(key):
                    yield wrong._replace(path=(*violation.path, key), of_key=True)
        else:
            yield violation


_KEYS = "x-keys"
"""Beside a ``not`` that stands for propertyNames: the address of the schema of the keys."""


@cache
def _load(path: Path) -> Schema:
    schema: Schema = json.loads(path.read_bytes())
    _respell(schema, schema["$id"] + "#")
    return schema


def _respell(schema: Any, address: str) -> None:
    """Say the same in words that both engines answer well, in place.

    A property that is ``false`` becomes ``{"not": {}}``, because jsonschema does not tell the place of the former.
    ``propertyNames`` becomes a double ``not``, because jsonschema-rs copies the whole mapping for each wrong key.
    """
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            _respell(item, f"{address}/{index}")
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        _respell(value, f"{address}/{key.replace('~', '~0').replace('/', '~1')}")
    for key in ("properties", "patternProperties"):
        if isinstance(members := schema.get(key), dict):
            members.update({name: {"not": {}} for name, member in members.items() if member is False})
    if isinstance(schema.get("propertyNames"), dict) and "not" not in schema:
        schema["not"] = {"not": {"propertyNames": schema.pop("propertyNames")}}
        schema[_KEYS] = f"{address}/not/not/propertyNames"


def rust_engine(schema: Schema, retrieve: Callable[[str], Schema]) -> Check:
    """The engine by jsonschema-rs."""
    import jsonschema_rs

    validator = jsonschema_rs.Draft202012Validator(schema, retriever=retrieve)

    @cache
    def node(address: str) -> tuple[str, Schema]:
        """The keyword, and the schema it stands in, at an absolute keyword location."""
        file, _, pointer = address.partition("#")
        here: Any = schema if file == schema["$id"] else retrieve(file)
        steps = pointer.removeprefix("/").split("/")
        if steps[-1].isdigit():
            steps.pop()  # dependentRequired counts the keys it wants
        for step in steps[:-1]:
            here = here[int(step)] if isinstance(here, list) else here[_unescaped(step)]
        return steps[-1], here

    def violation(error: Any, data: Any) -> Violation:
        path = _with_texts(error.instance_path, data)
        context = getattr(error.kind, "context", ())
        branches = tuple(tuple(violation(cause, data) for cause in branch) for branch in context)
        return Violation(*node(error.absolute_keyword_location), path, branches)

    return lambda data: (violation(error, data) for error in validator.iter_errors(data))


def _with_texts(path: Iterable[str | int], data: Any) -> tuple[str | int, ...]:
    """A path as it is in the data: jsonschema-rs gives a key such as ``"5"`` or ``"05"`` as the number that it is."""
    found: list[str | int] = []
    for step in path:
        if isinstance(step, int) and isinstance(data, dict):
            step = next(key for key in data if _NUMBER(key) and int(key) == step)  # noqa: PLW2901 the same step
        found.append(step)
        data = data[step]
    return tuple(found)


_NUMBER = re.compile(r"\+?[0-9]+", re.ASCII).fullmatch


def _unescaped(step: str) -> str:
    if "%" in step:
        from urllib.parse import unquote

        step = unquote(step)
    return step.replace("~1", "/").replace("~0", "~")


def python_engine(schema: Schema, retrieve: Callable[[str], Schema]) -> Check:
    """The engine by jsonschema."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    def pattern(_: Any, wanted: str, instance: Any, __: Any) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not matches(wanted, instance):
            yield ValidationError("")

    # referencing passes the address by position, whatever its stub calls the parameter.
    registry: Any = Registry(retrieve=lambda uri: DRAFT202012.create_resource(retrieve(uri)))  # type: ignore[call-arg]
    validator: Any = extend(Draft202012Validator, {"pattern": pattern})(schema, registry=registry)  # type: ignore[no-untyped-call]

    def violation(error: Any) -> Violation:
        path = tuple(error.absolute_path)
        found: dict[Any, list[Violation]] = {}
        if error.validator in ("oneOf", "anyOf"):
            for cause in error.context:
                found.setdefault(cause.schema_path[0], []).append(violation(cause))
        return Violation(error.validator, error.schema, path, tuple(map(tuple, found.values())))

    return lambda data: map(violation, validator.iter_errors(data))
