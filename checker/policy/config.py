"""The project's config: from ``.threatgate.yaml`` to settings. Names in it that match nothing are errors."""

from __future__ import annotations

from typing import Any

from checker.core.errors import UsageError
from checker.core.settings import Settings
from checker.documents.document import Document
from checker.policy.catalogue import Catalogue
from checker.policy.load import check_document
from checker.policy.place import Place


def load_settings(document: Document | None, catalogue: Catalogue) -> Settings:
    """The settings of a config file, or the defaults without one. Opens the packs it names in the catalogue.

    Raises UsageError, with the place and a suggestion, for a file that is malformed or names a pack or rule that does
    not exist.
    """
    if document is None:
        return Settings()
    check_document(document, "config", "the config")
    data, place, default = document.data, Place(document), Settings()
    packs = tuple(data.get("packs", default.packs))
    for index, pack in enumerate(packs):
        _known(catalogue.open, pack, place.at("packs", index))
    models: dict[str, list[str]] = data.get("models", {})
    return Settings(
        path=document.source.path,
        include=tuple(models.get("include", ())),
        exclude=tuple(models.get("exclude", ())),
        packs=packs,
        levels=_levels(data.get("rules", {}), catalogue, place.at("rules")),
        fail_on=data.get("fail_on", default.fail_on),
        cadence=tuple({**dict(default.cadence), **data.get("review", {}).get("cadence", {})}.items()),
        waiver_max_days=data.get("waivers", {}).get("max_days", default.waiver_max_days),
    )


def _levels(rules: dict[str, str], catalogue: Catalogue, place: Place) -> tuple[tuple[str, str], ...]:
    levels: dict[str, str] = {}
    for name, level in rules.items():
        id = _known(catalogue.canonical, name, place.at(name), key=True)
        if id in levels:
            place.at(name).fail(f"the level of '{id}' is set twice: '{name}' is an older name of it", key=True)
        levels[id] = level
    return tuple(sorted(levels.items()))


def _known(ask: Any, name: str, place: Place, *, key: bool = False) -> str:
    """What the catalogue makes of a name; an error about the name itself is told at its place in the config."""
    try:
        return str(ask(name))
    except UsageError as error:
        if error.at is not None:
            raise
        place.fail(error.message, error.hint, key=key)
