"""The keys and words of Threat Dragon's JSON, versions 1 and 2.

Source: its JSON schemas, the properties that it gives a new element, and its translations, whose words for categories
of threats it writes into files (github.com/OWASP/threat-dragon, Apache-2.0).
"""

from __future__ import annotations

COMPONENTS = {"tm.Actor": "external-entity", "tm.Process": "process", "tm.Store": "data-store"}
"""Type of a cell that is a component -> our type, where nothing more exact is said."""

KINDS = {
    "tm.Actor": "actor",
    "tm.Process": "process",
    "tm.Store": "store",
    "tm.Flow": "flow",
    "tm.BoundaryBox": "boundary",
    "tm.Boundary": "boundary",
    "tm.Text": "text",
}
"""Type of a cell -> what the tool calls such a thing."""

SHAPES = {
    "actor": "tm.Actor",
    "process": "tm.Process",
    "store": "tm.Store",
    "flow": "tm.Flow",
    "trust-boundary-box": "tm.BoundaryBox",
    "trust-boundary-curve": "tm.Boundary",
    "trust-broundary-curve": "tm.Boundary",
    "td-text-block": "tm.Text",
}
"""Shape of a cell of version 2 -> its type; the misspelt one is that of 2.0."""

EXACT = {"isWebApplication": "web-app", "isALog": "log-store"}
"""Checkbox -> the type of a component where it is set."""

PROPERTIES = (
    *("privilegeLevel", "providesAuthentication", "handlesCardPayment", "handlesGoodsOrServices"),
    *("storesCredentials", "storesInventory", "isSigned"),
)
"""What is said of a component and is a property of the same name here."""

_DRAWN = frozenset(
    "angle attrs children connector crossingFlows hasOpenThreats height id isTrustBoundary labels markup parent ports"
    " position router shape size smooth source target threatFrequency tools trustBoundaryIds type vertices visible"
    " width z zIndex $$hashKey".split()
)
IGNORED = {
    "model": ("version",),
    "summary": ("id",),
    "detail": ("diagramTop", "threatTop"),
    "diagram": ("id", "title", "thumbnail", "version", "placeholder", "diagramType", "size", "$$hashKey"),
    "threat": ("number", "new", "ruleId", "threatId", "$$hashKey"),
    **dict.fromkeys(("cell", *KINDS.values()), _DRAWN),
}
"""Kind of thing -> its keys that draw, count, follow from others, or are looked at before the kind is known."""

STATUS = {
    "open": "identified",
    "mitigated": "mitigated",
    "notapplicable": "not-applicable",
    "na": "not-applicable",
    "accepted": "accepted",
    "transferred": "transferred",
    "avoided": "avoided",
    "eliminated": "avoided",
}
"""Status of a threat in lower-case letters -> ours."""

SEVERITY = ("low", "medium", "high", "critical")
NO_SEVERITY = ("tba", "tbd", "")

CATEGORIES = {
    "STRIDE": {
        "manipulation": "T",
        "veröffentlichung von informationen": "I",
        "usurpation d'identité": "S",
        "falsification": "T",
        "répudiation": "R",
        "divulgation d'information": "I",
        "déni de service": "D",
        "élévation de privilège": "E",
        "falsificação": "S",
        "adulteração": "T",
        "repúdio": "R",
        "divulgação de informações": "I",
        "negação de serviço": "D",
        "elevação de privilégio": "E",
    },
    "LINDDUN": {
        "capacité de liaison": "L",
        "identifiabilité": "I",
        "non-répudiation": "Nr",
        "détectabilité": "D",
        "divulgation d'information": "DD",
        "inconscience": "U",
        "non-conformité": "Nc",
        "ligabilidade": "L",
        "não-repúdio": "Nr",
        "detectabilidade": "D",
        "divulgação de informações": "DD",
        "desconhecido": "U",
        "não conformidade": "Nc",
    },
}
"""Library -> its types as the German, French and Portuguese tool writes them, in lower case."""

UNWRITTEN = frozenset(
    {
        "Provide remediation for this threat or a reason if status is N/A",
        "Provide mitigation or prevention for this threat or a reason if status is N/A",
        "Geben Sie eine Korrekturmaßnahme für diese Bedrohung oder eine Begründung N/A an",
        "Introduzca la mitigación o prevención para esta amenaza",
        "Fournir des mesures de mitigation ou de prévention pour cette menace",
        "Forneça uma mitigação para esta ameaça ou a ração para o status N/A",
        "Provide a description for this threat",
        "Introduzca una descripción para esta amenaza",
        "Fournissez une description de cette menace",
        "Forneça uma descrição para esta ameaça",
    }
)
"""What stands in the fields of a new threat until somebody writes there: says nothing."""
