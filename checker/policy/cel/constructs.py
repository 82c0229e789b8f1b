"""What CEL has and this subset has not: the one list of it. It may only get shorter."""

from typing import NamedTuple


class Construct(NamedTuple):
    """A part of CEL that is left out. ``instead`` says what a rule can do."""

    title: str
    instead: str = ""
    functions: tuple[str, ...] = ()
    """The functions of CEL and of its extensions that belong to it."""


UNSUPPORTED: dict[str, Construct] = {
    "bytes": Construct("bytes", "use a text: 'x' instead of b'x'", ("bytes",)),
    "extension": Construct(
        "extension libraries other than lists.distinct",
        "say it with the operators and the functions of this subset",
        (
            *("bind", "block", "ceil", "floor", "round", "trunc", "isNaN", "isInf", "isFinite", "abs", "sign"),
            *("greatest", "least", "bitAnd", "bitOr", "bitXor", "bitNot", "bitShiftLeft", "bitShiftRight"),
            *("decode", "encode", "intersects", "equivalent", "flatten", "slice", "sort", "sortBy", "range"),
            *("transformList", "transformMap", "transformMapEntry", "getExt", "hasExt"),
        ),
    ),
    "map": Construct("maps", "use a list"),
    "message": Construct("messages", "ask the fields of 'self'"),
    "namespace": Construct("qualified names and names with a leading dot", "use plain names"),
    "optional": Construct("optional values", "ask has(x) first", ("ofNonZeroValue", "optMap", "optFlatMap", "orValue")),
    "quoted-name": Construct("field names in backticks", "every field of a view has a plain name"),
    "regex": Construct("regular expressions", "use like('glob'), startsWith, endsWith or contains", ("matches",)),
    "string-extension": Construct(
        "the extension library of texts",
        "use contains, startsWith, endsWith or like",
        (
            *("charAt", "format", "indexOf", "join", "lastIndexOf", "lowerAscii", "quote", "replace", "reverse"),
            *("split", "substring", "trim", "upperAscii"),
        ),
    ),
    "timestamp": Construct(
        "timestamps and durations",
        "ISO dates compare as texts: self.expires < now",
        (
            *("timestamp", "duration", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getFullYear"),
            *("getHours", "getMilliseconds", "getMinutes", "getMonth", "getSeconds"),
        ),
    ),
    "two-variables": Construct("macros with two variables", "use one variable", ("existsOne",)),
    "type-value": Construct("types as values", "types are known when the rule loads", ("type",)),
    "uint": Construct("unsigned integers", "use a plain number", ("uint",)),
}

FUNCTIONS: dict[str, str] = {name: id for id, construct in UNSUPPORTED.items() for name in construct.functions}
"""Function of CEL -> the construct that it belongs to."""
