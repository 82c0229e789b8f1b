"""What two models do not say alike, by kind and field."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.model import KINDS, Model


def differing(before: Model, after: Model) -> Iterator[tuple[str, str, str]]:
    """Kind, field and id of what is not the same. The system is one, whatever its id."""
    on = {after.id: before.id}
    threats = {
        id: threat._replace(on=tuple(sorted({on.get(one, one) for one in threat.on})))
        for id, threat in after.threats.items()
    }
    after = after._replace(system=after.system._replace(id=before.id), threats=threats)
    for kind in KINDS:
        here, there = before.elements(kind), after.elements(kind)
        for id in here.keys() | there.keys():
            if id not in here or id not in there:
                yield kind, "", id
            else:
                pairs = zip(here[id]._fields, here[id], there[id], strict=True)
                yield from ((kind, field, id) for field, one, other in pairs if one != other)
