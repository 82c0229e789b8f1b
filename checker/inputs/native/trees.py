"""Attack trees of a native model: what its schema cannot judge, and the trees that they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.core.attack_tree import FIGURES, GATES, Gate, Leaf, Step
from checker.core.finding import Finding, Related
from checker.core.location import Ref
from checker.core.model import AttackTree
from checker.documents.document import Document, Path
from checker.documents.words import quote
from checker.inputs.native.references import Element
from checker.inputs.native.sets import as_set, cited
from checker.inputs.native.steps import SECTION, steps

Body = dict[str, Any]

_SAYS = ("name", "description", "on", "threats", "controls", "refs", *FIGURES)
"""What a leaf may say of itself."""


def wrong_gates(trees: dict[str, Element]) -> Iterator[Finding]:
    """A finding for each goal and gate that has no steps, or steps joined in two ways."""
    for id, (body, document) in trees.items():
        for path, step in (((SECTION, id), body), *steps(document, id, body)):
            joined = [gate for gate in GATES if gate in step]
            if "leaf" in step or len(joined) == 1:
                continue
            what = "this attack tree" if len(path) == 2 else "this step"
            if joined:
                message = f"{what} has both {quote(joined[0])} and {quote(joined[1])}: one step joins others in one way"
                yield _finding("wrong-value", message, document, (*path, joined[1]), "put one of them inside the other")
            else:
                hint = "say how its steps are joined: 'or', 'and' or 'sand'"
                hint += "" if len(path) == 2 else "; or give it a name of its own: 'leaf'"
                yield _finding("missing-key", f"{what} leads to nothing", document, (*path, "or"), hint)


def contradictions(trees: dict[str, Element]) -> Iterator[Finding]:
    """A finding for each leaf of which two places say different things; the first counts."""
    for id, (body, document) in trees.items():
        first: dict[str, tuple[Path, Body]] = {}
        for path, step in steps(document, id, body):
            leaf = step.get("leaf")
            said = {key: value for key, value in step.items() if key != "leaf"}
            if not isinstance(leaf, str) or not said:
                continue
            before, other = first.setdefault(leaf, (path, said))
            if said != other:
                at = document.locate((*before, "leaf"))
                message = f"the leaf {quote(leaf)} is described twice, and not alike: at {at} it is another"
                hint = f"leave only '{{leaf: {leaf}}}' here if it is the same step, or give one of them another id"
                found = _finding("duplicate-id", message, document, (*path, "leaf"), hint)
                yield found._replace(related=(Related(at, f"the first {quote(leaf)}, which counts"),))


def tree_of(id: str, element: Element) -> AttackTree:
    """The tree that an element is. Only for data that its schema and :func:`wrong_gates` have accepted."""
    get = element.body.get
    said: dict[str, Body] = {}
    for _, step in steps(element.document, id, element.body):
        if len(step) > 1 and "leaf" in step:
            said.setdefault(step["leaf"], step)
    return AttackTree(
        id=id,
        goal=get("goal", ""),
        description=get("description", ""),
        tags=as_set(get("tags")),
        was=get("was", ""),
        on=as_set(get("on")),
        refs=cited(get("refs")),
        probability_rule=get("probability_rule", "max"),
        root=_gate(element.body, said)._replace(description=""),  # which is the tree's
    )


def _step(body: Body, said: dict[str, Body]) -> Step:
    return _leaf(said.get(body["leaf"], body)) if "leaf" in body else _gate(body, said)


def _gate(body: Body, said: dict[str, Body]) -> Gate:
    kind = next(gate for gate in GATES if gate in body)
    children = tuple(_step(inner, said) for inner in body[kind])
    return Gate(kind, children, body.get("name", ""), body.get("description", ""), as_set(body.get("controls")))


def _leaf(body: Body) -> Leaf:
    get = body.get
    return Leaf(
        body["leaf"],
        get("name", ""),
        get("description", ""),
        as_set(get("on")),
        as_set(get("threats")),
        as_set(get("controls")),
        cited(get("refs")),
        *map(get, FIGURES),
    )


def _finding(code: str, message: str, document: Document, path: Path, hint: str) -> Finding:
    subject = Ref("attack_tree", str(path[1]), ".".join(map(str, path[2:])))
    return Finding(f"model/{code}", "", message, subject, document.locate(path), hint=hint)
