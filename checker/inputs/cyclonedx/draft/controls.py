"""Controls: declared ones, and requirements and responses that are named as what is done against a threat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.core.location import Ref
from checker.core.model import Control
from checker.documents.words import quote
from checker.inputs.cyclonedx.draft.whole import Declared, Link, Whole, called
from checker.inputs.cyclonedx.own import Steps, day, key_of, said, stated
from checker.inputs.node import Node
from checker.knowledge.cyclonedx import CONTROLS, REQUIREMENTS

KINDS = ("control", "requirement")
_CATEGORIES = ("preventive", "detective", "corrective", "compensating", "deterrent", "recovery")


class Answers:
    """What is done against threats. Only requirements that something names are controls."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._named: dict[str, Declared] = {}

    def of(self, links: Iterable[Link], subject: Ref) -> tuple[str, ...]:
        """The ids of the controls that names lead to. A name may also be that of a thing that does the work."""
        whole, found = self._whole, set()
        for link in links:
            known = whole.known(link)
            if known and known.kind not in KINDS:
                whole.gathering.not_mapped("things that are named as controls and are none", link.at)
            elif one := whole.find(link, KINDS, "control", subject):
                found.add(one.id)
                self._named[one.id] = one
        return tuple(sorted(found))

    def add(self, controls: Iterable[Declared]) -> None:
        """Keep the controls, and the requirements that were named."""
        for one in controls:
            node = one.node
            own = said(self._whole.gathering, node, "control")
            word = self._whole.word(node, "category", _CATEGORIES)
            control = Control(
                id=one.id,
                title=called(one),
                description=node.text("description"),
                tags=tuple(sorted(filter(None, (word,)))),
                owner=self._whole.parties.name(node.get("owner")),
                evidence=tuple(sorted({one.text("url") for one in node.mappings("externalReferences")} - {""})),
            )
            self._keep(node, stated(with_status(self._whole, node, control), own.own), own.places)
        for one in self._named.values():
            if one.kind == "requirement":
                node = one.node
                status = REQUIREMENTS.get(node.text("status"), "planned")
                title = node.text("name") or node.text("id")
                self._keep(node, Control(one.id, title, node.text("description"), status=status), {})

    def respond(self, response: Declared) -> str:
        """Keep a response to a risk that names no control: it is one. Answers its id."""
        node = response.node
        title, _, rest = node.text("description").partition("\n")
        by = node.text("targetDate")[:10]
        due = day(self._whole.gathering, node.get("targetDate"), by) if by else ""
        owner = self._whole.parties.name(node.get("owner"))
        control = Control(response.id, title or node.text("strategy"), rest.strip(), due=due or "", owner=owner)
        self._keep(node, with_status(self._whole, node, control), {"title": "description", "due": "targetDate"})
        return response.id

    def _keep(self, node: Node, control: Control, places: Mapping[str, str | Steps]) -> None:
        usual: dict[str, str | Steps] = {"id": key_of(node), "title": "name", "evidence": "externalReferences"}
        at = node.at(**{**usual, **places})
        self._whole.gathering.add(control, at)


def with_status(whole: Whole, node: Node, control: Control) -> Control:
    """A control with the status that a node states; its own word for that is a tag where it says more."""
    word = whole.word(node, "status", CONTROLS)
    if word and word not in CONTROLS:
        message = f"nothing is known about the status {quote(word)}, which counts as planned"
        whole.gathering.wrong("unknown-word", message, Ref("control", control.id, "status"), node.place("status"))
    status = CONTROLS.get(word, "planned")
    tags = {*control.tags, word} - {"", status, "decommissioned"}
    return control._replace(status=status, tags=tuple(sorted(tags)))
