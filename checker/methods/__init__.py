"""Methods of threat modelling: what each makes of a model."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.model import Model

STAGES: dict[str, str] = {
    "architecture": "checker.methods.architecture.findings",
    "breadth": "checker.methods.breadth.findings",
    "card": "checker.methods.cards.findings",
    "risk": "checker.methods.risk.findings",
    "method": "checker.methods.claims",
    "coverage": "checker.methods.coverage.findings",
}
"""Pack -> the module whose ``findings(asked)`` finds its rules that are ``built_in``, where the config names the pack.

(The rules of ``tree`` are always in use.) A module is imported when its pack is.
"""


def documents_of(model: Model) -> Iterator[str]:
    """The paths of the texts that a model names and stages read, and some that are none (an address). Where one of them
    differs between base and head the model is compared, though its own text is the same."""
    if model.system.card:
        yield model.system.card
    if model.system.card_profile:
        yield model.system.card_profile
    for component in model.components.values():
        if component.model and component.model.card:
            yield component.model.card
    for artifact in model.system.source_artifacts:
        yield artifact.path
