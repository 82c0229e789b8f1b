"""The components of a bill of materials that assets stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.core.location import Ref
from checker.core.model import AiModel
from checker.inputs.cyclonedx.draft.whole import Link, Whole
from checker.inputs.values import text
from checker.knowledge.cyclonedx import INVENTORY

_HASHES = ("SHA-512", "SHA-384", "SHA-256")


class Inventory:
    """The components of the bill of materials by name; looked for only where an asset names one."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._known: dict[str, Any] | None = None

    def of(self, link: Link, subject: Ref) -> dict[str, Any]:
        """The component of that name; an empty one, and a finding, where there is none."""
        if not link.name:
            return {}
        if self._known is None:
            self._known = dict(self._listed())
        found: dict[str, Any] = self._known.get(link.name, {})
        if not found and self._known and not link.name.startswith("urn:"):
            self._whole.gathering.dangling("component", link.name, subject, link.at, self._known)
        elif not found:
            self._whole.elsewhere(link)
        return found

    def _listed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        top = self._whole.top
        metadata = top.value.get("metadata")
        waiting = [top.plain("components"), metadata.get("component") if isinstance(metadata, dict) else None]
        while waiting:
            here = waiting.pop()
            for one in here if isinstance(here, list) else [here]:
                if isinstance(one, dict):
                    if ref := text(one.get("bom-ref", one.get("refId"))):
                        yield ref, one
                    waiting.append(one.get("components"))


def listed_type(listed: Mapping[str, Any]) -> str:
    """The component type of what is listed."""
    return INVENTORY.get(text(listed.get("type")), "process") if listed else ""


def model_of(listed: Mapping[str, Any]) -> AiModel | None:
    """What the inventory says of a machine-learning model."""
    if listed.get("type") != "machine-learning-model":
        return None
    hashes = listed.get("hashes")
    found = {
        text(one.get("alg")): text(one.get("content"))
        for one in (hashes if isinstance(hashes, list) else ())
        if isinstance(one, dict)
    }
    digest = next((f"{alg.lower().replace('-', '')}:{found[alg]}" for alg in _HASHES if found.get(alg)), "")
    return AiModel(name=text(listed.get("name")), version=text(listed.get("version")), digest=digest)
