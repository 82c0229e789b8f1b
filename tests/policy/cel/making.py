"""Makes models and expressions about them, and turns elements of models into the maps that CEL knows."""

from __future__ import annotations

from random import Random
from typing import Any

from checker.core.model import Model
from checker.knowledge import vocabulary
from checker.policy.cel.types import BOOL, DOUBLE, INT, STRING, Type, listing, of_field
from checker.policy.facts import Facts
from checker.policy.view import Field
from checker.policy.views import VIEWS
from tests.builders import ai_model, boundary, component, control, data, flow, model, threat

FIELDS = {
    "component": "id name owner type kind trust exposure encrypted internet_facing tags stores threats flows_out"
    " boundary model classification personal change",
    "flow": "id name encryption authentication protocol crosses data carries protected to direction content tags",
    "boundary": "id trust kind parent tags components",
    "data": "id classification personal retention tags",
    "threat": "id status owner refs controls accepted title tags",
    "control": "id status title evidence level",
    "ai_model": "source version card",
    "acceptance": "by until",
}
"""The fields that expressions are made of: every type of field, every kind of join."""

DEEP = 2
"""So many joins may follow one another."""

WORDS = ("", "", "a", "ab", "team-a", "é", "x y")


def make_model(random: Random) -> Model:
    """A small model in which much is not stated, and some words are known to nobody."""
    pick = random.choice
    boundaries = [boundary(f"b{n}", pick(("untrusted", "internal", "")), kind=pick(("", "network"))) for n in range(2)]
    assets = [data(f"d{n}", pick(("public", "restricted", "")), retention=pick(WORDS)) for n in range(2)]
    parts = [
        component(
            f"c{n}",
            pick(("service", "DB", "database", "robot")),
            name=pick(WORDS),
            owner=pick(WORDS),
            boundary=pick(("b0", "b1", "")),
            encryption=pick(("", "disk", "none", "rot13")),
            tags=random.sample(("a", "b", "pci"), random.randint(0, 2)),
            stores=random.sample(("d0", "d1"), random.randint(0, 2)),
            model=pick((None, ai_model("external", version=pick(WORDS)))),
        )
        for n in range(3)
    ]
    ways = [
        flow(
            f"f{n}",
            pick(("c0", "c1", "c2")),
            pick(("c0", "c1", "c2")),
            data=random.sample(("d0", "d1"), random.randint(0, 2)),
            encryption=pick(("", "tls", "TLS", "none", "rot13")),
            authentication=pick(("", "mtls", "none", "oauth")),
            protocol=pick(("", "http", "https", "pigeon")),
            content=pick(("", "trusted", "untrusted")),
        )
        for n in range(random.randint(0, 3))
    ]
    controls = [control("k0", pick(("implemented", "planned")), title=pick(WORDS), level=pick(("", "modelling")))]
    threats = [
        threat(
            f"t{n}",
            pick(("c0", "c1")),
            status=pick(("", "identified", "mitigated", "accepted")),
            owner=pick(WORDS),
            refs=random.sample(("stride:I", "cwe:CWE-1"), random.randint(0, 2)),
            controls=random.sample(("k0",), random.randint(0, 1)),
            accepted=pick((None, ("ann", "2027-01-01"), ("ann", ""))),
        )
        for n in range(random.randint(0, 3))
    ]
    return model(*boundaries, *assets, *parts, *ways, *controls, *threats)


def as_map(view: str, facts: Facts, element: Any, deep: int = DEEP) -> dict[str, Any]:
    """An element as CEL sees it: a map from field to value, without a key for what is not stated."""
    found = {}
    for name in FIELDS[view].split():
        field = VIEWS[view].fields[name]
        value = field.value(facts, element)
        if value is None or value == "" or (field.open and not value):
            continue
        if field.type in ("one", "many"):
            if deep == 0:
                continue
            inner = [as_map(field.of, facts, one, deep - 1) for one in (value if field.type == "many" else [value])]
            found[name] = inner if field.type == "many" else inner[0]
        elif field.type == "list":
            found[name] = list(value)
        elif field.type != "word" or (value := _word(field, value)):
            found[name] = value
    return found


def _word(field: Field, value: str) -> str:
    if not field.vocabulary:
        return value if value in field.words else ""
    entry = vocabulary.look_up(value, field.vocabulary)
    return entry.id if entry else ""


class Maker:
    """Makes the texts of well-typed expressions over an element called ``self``."""

    def __init__(self, random: Random, view: str) -> None:
        self._random = random
        self._names: list[tuple[str, Type, int]] = [("self", Type("element", view=view), DEEP)]

    def make(self, type: Type, deep: int) -> str:
        """An expression of that type, with so many levels below it at most."""
        random = self._random
        if deep > 0 and random.random() < 0.12:
            return f"({self.make(BOOL, deep - 1)} ? {self.make(type, deep - 1)} : {self.make(type, deep - 1)})"
        if deep > 0 and random.random() < 0.04:
            return f"{self._list(listing(type), deep - 1)}[{random.choice(('0', '1', '-1', 'size(self.tags)'))}]"
        if random.random() < (0.5 if deep > 0 else 0.8):
            path = self._path(lambda found: found == type or (type == STRING and found.kind == "string"))
            if path:
                return f"({path} + '')" if type == STRING else path  # a word compares with its own words only
        if type.kind == "list":
            return self._list(type, deep)
        return {"bool": self._bool, "int": self._int, "double": self._double, "string": self._string}[type.kind](deep)

    def _path(self, wanted: Any) -> str:
        """A chain of fields that ends in what is wanted, or ``""`` where chance finds none."""
        path, type, deep = self._random.choice(self._names)
        for _ in range(DEEP + 1):
            if wanted(type):
                return path
            if type.kind != "element":
                break
            fields = [VIEWS[type.view].fields[name] for name in FIELDS[type.view].split()]
            usable = [field for field in fields if deep > 0 or field.type not in ("one", "many")]
            hits = [field for field in usable if wanted(of_field(field, False))]
            joins = [field for field in usable if field.type == "one"]
            field = self._random.choice(
                hits if hits and (not joins or self._random.random() < 0.7) else joins or usable
            )
            path, type, deep = f"{path}.{field.name}", of_field(field, False), deep - (field.type in ("one", "many"))
        return path if wanted(type) else ""

    def _bool(self, deep: int) -> str:
        random = self._random
        if deep <= 0:
            return random.choice(("true", "false"))
        form, below = random.randrange(12), deep - 1
        if form < 4:
            sign = random.choice(("&&", "||"))
            return f"({self.make(BOOL, below)} {sign} {self.make(BOOL, below)})"
        if form == 4:
            return f"!{self.make(BOOL, below)}"
        if form == 5:
            return self._has() or self.make(BOOL, below)
        if form == 6:
            return f"({self._compared(below)})"
        if form == 7:
            return self._word_question() or self.make(BOOL, below)
        if form == 8:
            item = random.choice((STRING, INT))
            return f"({self.make(item, below)} in {self._list(listing(item), below)})"
        if form == 9:
            text, part = self.make(STRING, below), self.make(STRING, below)
            return f"{text}.{random.choice(('contains', 'startsWith', 'endsWith'))}({part})"
        return self._loop(random.choice(("all", "exists", "exists_one")), BOOL, below)

    def _compared(self, deep: int) -> str:
        if self._random.random() < 0.25:
            return self._mixed(deep)
        type = self._random.choice((INT, INT, DOUBLE, STRING, BOOL, listing(INT)))
        signs = ("==", "!=") if type.kind == "list" else ("==", "!=", "<", "<=", ">", ">=")
        left, right = self.make(type, deep), self.make(type, deep)
        return f"{left} {self._random.choice(signs)} {right}"

    def _mixed(self, deep: int) -> str:
        """Values whose types are known only when it runs."""
        values = [f"dyn({self.make(self._random.choice((INT, DOUBLE, STRING, BOOL)), deep - 1)})" for _ in range(3)]
        values.append("dyn(null)")
        one, other, more = self._random.sample(values, 3)
        if self._random.random() < 0.2:
            return f"{one} in [{other}, {more}, 1, 'a', null]"
        if self._random.random() < 0.2:
            return f"({one} {self._random.choice('+-*/%')} {other}) == {more}"
        return f"{one} {self._random.choice(('==', '!=', '<', '<=', '>', '>=', '&&', '||'))} {other}"

    def _has(self) -> str:
        path = self._path(lambda type: type.kind != "element")
        return f"has({path})" if "." in path else ""

    def _word_question(self) -> str:
        """A field against a word that it can have: the commonest condition of all."""
        random = self._random
        holder = self._path(lambda type: type.kind == "element" and bool(type.view))
        if not holder:
            return ""
        path, type, _ = next(((n, t, d) for n, t, d in self._names if n == holder), ("", None, 0))
        fields = (
            [f for f in (VIEWS[type.view].fields[n] for n in FIELDS[type.view].split()) if f.allowed] if type else []
        )
        if not fields:
            return ""
        field = random.choice(fields)
        some = random.sample(field.allowed, min(2, len(field.allowed)))
        if random.random() < 0.3:
            return f"({path}.{field.name} in {some!r})"
        return f"({path}.{field.name} {random.choice(('==', '!='))} {some[0]!r})"

    def _loop(self, macro: str, body: Type, deep: int) -> str:
        """A macro over elements, or over values."""
        source = self._path(lambda type: type.kind == "list" and type.inner.kind == "element")
        if source and self._random.random() < 0.7:
            path, type, left = self._elements(source)
            item, below = type.inner, left
        else:
            item, below = self._random.choice((STRING, INT)), 0
            path = self._list(listing(item), deep - 1)
        name = "xyzuvw"[len(self._names) % 6]
        self._names.append((name, item, below))
        inner = self.make(body, deep)
        if macro == "map" and self._random.random() < 0.4:
            inner = f"{self.make(BOOL, deep - 1)}, {inner}"
        self._names.pop()
        return f"{path}.{macro}({name}, {inner})"

    def _elements(self, path: str) -> tuple[str, Type, int]:
        root, *steps = path.split(".")
        type, deep = next((type, deep) for name, type, deep in reversed(self._names) if name == root)
        for step in steps:
            type = of_field(VIEWS[type.view].fields[step], False)
            deep -= type.kind != "string"
        return path, type, deep

    def _list(self, type: Type, deep: int) -> str:
        if deep > 0:
            form = self._random.randrange(5)
            if form == 0:
                return self._loop("map", type.inner, deep - 1)
            if form == 1:
                name = "ijk"[deep % 3]
                source = self._list(type, deep - 1)
                self._names.append((name, type.inner, 0))
                body = self.make(BOOL, deep - 1)
                self._names.pop()
                return f"{source}.filter({name}, {body})"
            if form == 2:
                return f"({self._list(type, deep - 1)} + {self._list(type, deep - 1)})"
        if type.inner == STRING and self._random.random() < 0.4:
            path = self._path(lambda found: found == listing(STRING))
            if path:
                return path
        count = self._random.randint(1, 3)
        return f"[{', '.join(self.make(type.inner, deep - 1) for _ in range(count))}]"

    def _int(self, deep: int) -> str:
        random = self._random
        if deep <= 0:
            return random.choice(("0", "1", "-1", "2", "7", "0x10", "9223372036854775807", "-9223372036854775808"))
        form, below = random.randrange(5), deep - 1
        if form == 0:
            return f"size({self.make(random.choice((STRING, listing(STRING))), below)})"
        if form == 1:
            return f"int({self.make(random.choice((INT, DOUBLE)), below)})"
        if form == 2:
            return f"-({self.make(INT, below)})"
        return f"({self.make(INT, below)} {random.choice('+-*/%')} {self.make(INT, below)})"

    def _double(self, deep: int) -> str:
        random = self._random
        if deep <= 0:
            return random.choice(("0.0", "1.5", "-2.25", "1e308", ".5", "3e-3"))
        form, below = random.randrange(4), deep - 1
        if form == 0:
            return f"double({self.make(INT, below)})"
        if form == 1:
            return f"-({self.make(DOUBLE, below)})"
        return f"({self.make(DOUBLE, below)} {random.choice('+-*/')} {self.make(DOUBLE, below)})"

    def _string(self, deep: int) -> str:
        random = self._random
        if deep <= 0:
            return random.choice(("''", "'a'", '"b"', "r'\\n'", "'\\u00e9'", "'''x'y'''", "'team-a'"))
        if random.random() < 0.3:
            return f"string({self.make(random.choice((INT, BOOL, STRING)), deep - 1)})"
        return f"({self.make(STRING, deep - 1)} + {self.make(STRING, deep - 1)})"
