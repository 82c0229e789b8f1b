"""The views: every name that a rule may use, with its type and meaning. The only table of them."""

from __future__ import annotations

from checker.core.change import CHANGES
from checker.core.model import CLASSIFICATIONS, CONTROL_STATUS, CRITICALITY, RISK_BANDS, THREAT_STATUS, TRUST
from checker.policy import answers
from checker.policy.view import Field, View, flag, known, many, number, one, rank, strings, text, view, word

_CHANGE = ("none", *CHANGES)
_STRENGTH = ("none", "weak", "usual", "strong")
_LEVELS = ("data-pipeline", "infrastructure", "modelling")
_INTEGRITY = ("archive", "operational", "important", "critical", "mission-critical")
"""Ranks of required integrity, least first; those of Threagile, which the native format shares."""


def _identified(what: str, kind: str) -> tuple[Field, ...]:
    """The fields that every kind of element with an id has."""
    return (
        text("id", f"Id of the {what}", lambda _, e: e.id, ""),
        word("change", _CHANGE, "What happened to it since the base", lambda f, e: f.change(kind, e.id), ""),
        one("system", "model", "The system it belongs to", lambda f, _: f.model.system, ""),
    )


def _named(what: str, kind: str) -> tuple[Field, ...]:
    """The same, and the tags that most kinds may have."""
    id, *others = _identified(what, kind)
    return (id, strings("tags", "Its tags", lambda _, e: e.tags), *others)


def _reviewable(what: str, kind: str) -> tuple[Field, ...]:
    return (
        *_named(what, kind),
        text("name", "Its name for people", lambda _, e: e.name),
        many("threats", "threat", "The threats on it", lambda f, e: f.threats(e.id)),
        many("controls", "control", "The controls that answer the threats on it", lambda f, e: f.controls(e.id)),
        strings("in_place", "Catalogue entries of those controls that are in place", lambda f, e: f.in_place(e.id), ""),
        strings(
            "considered",
            "What threats on it cite, with what that is a part of, and what `not_applicable` answers about it",
            lambda f, e: f.considered(e.id),
            "",
        ),
        many("reviews", "review", "The reviews that cover it", lambda f, e: f.reviews(e.id)),
    )


COMPONENT = view(
    "component",
    "component",
    "A thing that runs, stores or acts",
    *_reviewable("component", "component"),
    known("type", "component_types", "What it is", lambda _, e: e.type),
    word("kind", ("external-entity", "process", "data-store"), "Its kind in a data flow diagram", answers.kind, "type"),
    word("group", ("ordinary", "ai"), "Whether its type is one of AI systems", answers.group, "type"),
    one("boundary", "boundary", "The innermost boundary around it", lambda f, e: f.model.boundaries.get(e.boundary)),
    many("boundaries", "boundary", "Every boundary around it", answers.boundaries, "boundary"),
    rank("trust", TRUST, "Trust of the nearest boundary that states one", answers.trust, "boundary"),
    rank("exposure", ("none", "indirect", "direct"), "How untrusted boundaries reach it", answers.exposure, "boundary"),
    flag(
        "internet_facing",
        "One flow away from an untrusted boundary, or inside one",
        answers.internet_facing,
        "boundary",
    ),
    many("namesakes", "component", "The other components of its name", lambda f, e: f.namesakes(e.id), "name"),
    text("owner", "Who answers for it", lambda _, e: e.owner),
    text("technology", "What it is made with", lambda _, e: e.technology),
    word("tenancy", ("single", "multi"), "Whether tenants share it", lambda _, e: e.tenancy),
    known("encryption", "encryption_at_rest", "What protects what it stores", lambda _, e: e.encryption),
    flag("encrypted", "A known protection covers what it stores", answers.encrypted, "encryption"),
    strings("stores", "Ids of the data it stores", lambda _, e: e.stores),
    many("holds", "data", "The data it stores", lambda f, e: f.data(e.stores), "stores"),
    strings("processes", "Ids of the data it works on", lambda _, e: e.processes),
    many(
        "handles", "data", "The data it stores, works on, sends or receives", lambda f, e: f.handled(e.id), "processes"
    ),
    rank(
        "classification", CLASSIFICATIONS, "The highest classification it handles", answers.classification, "processes"
    ),
    flag("personal", "It handles personal data", lambda f, e: any(d.personal for d in f.handled(e.id)), "processes"),
    strings("authority", "What it may do", lambda _, e: e.authority),
    one("model", "ai_model", "The machine-learning model it runs or calls", lambda _, e: e.model),
    one("runs_on", "deployment", "The deployment it runs on", lambda f, e: f.model.deployments.get(e.runs_on)),
    strings("paths", "Globs of its code", lambda _, e: e.paths),
    flag("in_scope", "It is not marked out of scope", lambda _, e: not e.out_of_scope, "out_of_scope"),
    text("out_of_scope", "Why it is out of scope", lambda _, e: e.out_of_scope),
    many("flows_in", "flow", "The flows that bring data to it", lambda f, e: f.flows(f.graph.flows_in[e.id])),
    many("flows_out", "flow", "The flows that take data from it", lambda f, e: f.flows(f.graph.flows_out[e.id])),
    one("threagile", "threagile_asset", "What Threagile's rules know of it", lambda f, e: f.threagile.assets[e.id], ""),
)

FLOW = view(
    "flow",
    "flow",
    "Data going from one component to another",
    *_reviewable("flow", "flow"),
    one("from", "component", "The component it starts at", lambda f, e: f.model.components.get(e.source)),
    one("to", "component", "The component it goes to", lambda f, e: f.model.components.get(e.target)),
    strings("data", "Ids of the data on it", lambda _, e: e.data, open=True),
    many("carries", "data", "The data on it", lambda f, e: f.data(e.data), "data", open=True),
    rank("classification", CLASSIFICATIONS, "The highest classification on it", answers.classification, "data"),
    flag("personal", "It carries personal data", answers.carries_personal, "data"),
    flag("crosses", "It leaves or enters a boundary", lambda f, e: bool(f.graph.crossings[e.id]), ""),
    many("crossings", "boundary", "Every boundary it leaves or enters", answers.crossings),
    word("direction", ("inward", "outward", "level"), "Towards more trust, less, or the same", answers.direction, ""),
    rank("from_trust", TRUST, "Trust where it starts", lambda f, e: f.graph.trust.get(e.source), "from"),
    rank("to_trust", TRUST, "Trust where it goes to", lambda f, e: f.graph.trust.get(e.target), "to"),
    known("protocol", "protocols", "How it travels", lambda _, e: e.protocol),
    flag("local", "Its protocol never leaves one machine", answers.local, "protocol"),
    known("encryption", "encryption_in_transit", "What protects it on the way", lambda _, e: e.encryption),
    flag("cleartext", "Anyone on the way can read it", answers.cleartext, "encryption"),
    flag("protected", "A current encryption, or a local protocol, protects it", answers.protected, "encryption"),
    known("authentication", "authentication", "How the caller is known", lambda _, e: e.authentication),
    flag("authenticated", "The caller is known in some way", answers.authenticated, "authentication"),
    rank("authentication_strength", _STRENGTH, "How sure the caller is", answers.strength, "authentication"),
    flag("mutual", "Both ends prove who they are", answers.mutual, "authentication"),
    text("authorization", "What decides what the caller may do", lambda _, e: e.authorization),
    flag("authorized", "Something decides what the caller may do", answers.authorized, "authorization"),
    flag("bidirectional", "Data goes both ways", lambda _, e: e.bidirectional),
    word(
        "content", ("trusted", "untrusted"), "Whether its content may carry an attacker's words", lambda _, e: e.content
    ),
    flag("in_scope", "At least one of its ends is in scope", answers.flow_in_scope, ""),
    one(
        "threagile", "threagile_link", "What Threagile's rules know of it", lambda f, e: f.threagile.links.get(e.id), ""
    ),
)

BOUNDARY = view(
    "boundary",
    "boundary",
    "A trust boundary, drawn as a zone",
    *_reviewable("boundary", "boundary"),
    rank("trust", TRUST, "Its trust, or that of the nearest boundary around it", answers.trust),
    known("kind", "boundary_kinds", "What draws the line", lambda _, e: e.kind),
    one("parent", "boundary", "The boundary around it", lambda f, e: f.model.boundaries.get(e.parent)),
    many("boundaries", "boundary", "Every boundary around it", answers.boundaries, "parent"),
    many("components", "component", "The components directly inside", answers.inside),
    many("inner", "boundary", "The boundaries directly inside", answers.inner),
    many("crossed_by", "flow", "The flows that leave or enter it", lambda f, e: f.crossing(e.id)),
)

DATA = view(
    "data",
    "data",
    "A data asset",
    *_reviewable("data asset", "data"),
    rank("classification", CLASSIFICATIONS, "How secret it is", lambda _, e: e.classification),
    flag("personal", "It is about people", lambda _, e: bool(e.personal)),
    flag(
        "sensitive", "It is about people, and of a special category", lambda _, e: e.personal == "sensitive", "personal"
    ),
    rank("integrity", _INTEGRITY, "How much hangs on its being right", lambda _, e: e.integrity),
    text("retention", "How long it is kept", lambda _, e: e.retention),
    many("stored_by", "component", "The components that store it", lambda f, e: f.stored_by(e.id)),
    many("processed_by", "component", "The components that work on it", lambda f, e: f.processed_by(e.id)),
    many("carried_by", "flow", "The flows that carry it", lambda f, e: f.carried_by(e.id)),
)

THREAT = view(
    "threat",
    "threat",
    "What could go wrong",
    *_named("threat", "threat"),
    text("title", "What could go wrong, in words", lambda _, e: e.title),
    strings("on", "Ids of the elements it is on", lambda _, e: e.on),
    many("components", "component", "The components it is on", lambda f, e: f.components(e.on), "on"),
    many("flows", "flow", "The flows it is on", lambda f, e: f.flows(e.on), "on"),
    strings("refs", "Entries of threat libraries that it cites", lambda _, e: e.refs),
    word("status", THREAT_STATUS, "What was decided about it", lambda _, e: e.status),
    many("controls", "control", "The controls that answer it", answers.threat_controls, "controls"),
    text("owner", "Who answers for it", lambda _, e: e.owner),
    text("rationale", "Why it was decided so", lambda _, e: e.rationale),
    word(
        "position",
        ("source", "flow", "destination"),
        "Where on its flows it is, as LINDDUN PRO asks",
        lambda _, e: e.position,
    ),
    one("accepted", "acceptance", "Who accepted it, and until when", lambda _, e: e.accepted),
    number("dread", "Its DREAD score from 0 to 10, of whatever variant", answers.dread, "risk"),
    number("cvss", "The score of its CVSS vector, recomputed", answers.cvss, "risk"),
    rank("risk", RISK_BANDS, "The worst that is said of its risk by any method, each by its own bands", answers.risk),
    rank(
        "normalised_risk",
        RISK_BANDS,
        "The same, by the bands of the scale from 0 to 10",
        answers.normalised_risk,
        "risk",
    ),
    text("risk_said", "Its risk in words: each method, its number and its bands", answers.risk_said, "risk"),
    flag("in_tree", "A step of an attack tree names it", answers.in_tree, ""),
    strings("control_levels", "The levels of its controls that are not retired", answers.control_levels, "controls"),
    text("ticket", "Where work on it is followed", lambda _, e: e.ticket),
)

CONTROL = view(
    "control",
    "control",
    "What is done against threats",
    *_named("control", "control"),
    text("title", "What is done, in words", lambda _, e: e.title),
    text("use", "Its entry in the control catalogue", lambda _, e: e.use),
    word("level", _LEVELS, "Where it acts", lambda _, e: e.level),
    word("catalogue_level", _LEVELS, "Where its entry in the control catalogue acts", answers.catalogue_level, "use"),
    word("status", CONTROL_STATUS, "How far it is", lambda _, e: e.status),
    strings("evidence", "What shows that it is there", lambda _, e: e.evidence),
    text("due", "When it is to be there, an ISO date", lambda _, e: e.due),
    strings("refs", "Entries of control libraries that it cites", lambda _, e: e.refs),
    text("owner", "Who answers for it", lambda _, e: e.owner),
    many("threats", "threat", "The threats it answers", lambda f, e: f.answered_by(e.id)),
    strings(
        "unlinked",
        "Ids of threats it answers to whose techniques ATLAS links none of the mitigations that it cites",
        answers.unlinked,
        "refs",
    ),
)

REVIEW = view(
    "review",
    "review",
    "A person's recorded decision",
    text("id", "Its number in its file, from 0", lambda _, e: e.id, ""),
    text("by", "Who decided", lambda _, e: e.by),
    text("role", "In which role", lambda _, e: e.role),
    text("on", "When, an ISO date", lambda _, e: e.on),
    text("note", "What was looked at", lambda _, e: e.note),
    text("expires", "Until when it holds, an ISO date", lambda _, e: e.expires),
    strings("covers", "Ids of the elements it covers", lambda _, e: tuple(id for id, _ in e.covers)),
    strings("removed", "Ids of the removed elements it covers", lambda _, e: tuple(id for id, _ in e.removed)),
    one("system", "model", "The system it belongs to", lambda f, _: f.model.system, ""),
)

MODEL = view(
    "model",
    "system",
    "The system itself, with everything in it",
    *(field for field in _reviewable("system", "system") if field.name not in ("system", "threats", "controls")),
    text("owner", "Who answers for it", lambda _, e: e.owner),
    rank("criticality", CRITICALITY, "How much hangs on it", lambda _, e: e.criticality),
    flag("ai", "It has machine-learning models", lambda _, e: e.ai),
    text("card", "Its system card", lambda _, e: e.card),
    flag(
        "derives_threats", "The format's own tool derives threats, so none need be listed", answers.derives_threats, ""
    ),
    strings(
        "unsayable",
        "Fields that the model's format has no word for, by kind: `boundary.trust`",
        answers.unsayable,
        "",
    ),
    strings("methods", "What `methods` claims: `linddun`, and its variants as `linddun:pro`", answers.methods),
    flag(
        "per_element",
        "`methods` claims STRIDE per element, and threats are to be listed",
        answers.per_element,
        "",
    ),
    flag(
        "per_interaction",
        "`methods` claims STRIDE per interaction, or no variant, and threats are to be listed",
        answers.per_interaction,
        "",
    ),
    many("features", "feature", "All features", lambda f, _: f.all("feature"), "features"),
    many("deployments", "deployment", "All deployments", lambda f, _: f.all("deployment"), "deployments"),
    strings(
        "flow_artifacts",
        "Paths of those of its source artefacts that show what flows between whom, by framework and code",
        answers.flow_artifacts,
        "source_artifacts",
    ),
    many("components", "component", "All components", lambda f, _: f.all("component"), "components"),
    many("flows", "flow", "All flows", lambda f, _: f.all("flow"), "flows"),
    many("boundaries", "boundary", "All boundaries", lambda f, _: f.all("boundary"), "boundaries"),
    many("data", "data", "All data assets", lambda f, _: f.all("data"), "data"),
    many("threats", "threat", "All threats", lambda f, _: f.all("threat"), "threats"),
    many("controls", "control", "All controls", lambda f, _: f.all("control"), "controls"),
    many("recorded", "review", "All reviews, whatever they cover", lambda f, _: f.all("review"), "reviews"),
)

FEATURE = view(
    "feature",
    "feature",
    "What somebody does with the system",
    *_identified("feature", "feature"),
    text("title", "What is done, in words", lambda _, e: e.title),
    one("actor", "component", "The component that starts it", lambda f, e: f.model.components.get(e.actor)),
    strings("steps", "Ids of its flows, in order", lambda _, e: e.steps),
    many("flows", "flow", "Its flows, in order", lambda f, e: f.flows(e.steps), "steps"),
    flag(
        "chained",
        "It has steps, and each starts at the actor or where an earlier one has been",
        answers.chained,
        "steps",
    ),
    many(
        "building_blocks",
        "building_block",
        "Code of others that it is made of",
        lambda _, e: e.building_blocks,
        "building_blocks",
    ),
)

BUILDING_BLOCK = view(
    "building_block",
    "",
    "Code of others that a feature is made of",
    text("name", "What it is called", lambda _, e: e.name, "building_blocks"),
    text("version", "Its pinned version", lambda _, e: e.version, "building_blocks"),
    text("bom", "A bill of materials that has it", lambda _, e: e.bom, "building_blocks"),
    each=False,
)

DEPLOYMENT = view(
    "deployment",
    "deployment",
    "A place where components run",
    *_identified("deployment", "deployment"),
    text("name", "Its name for people", lambda _, e: e.name),
    one("boundary", "boundary", "The innermost boundary around it", lambda f, e: f.model.boundaries.get(e.boundary)),
    text("environment", "Which environment it belongs to", lambda _, e: e.environment),
    many("hosts", "component", "The components that run on it", lambda f, e: f.running_on(e.id), ""),
)

AI_MODEL = view(
    "ai_model",
    "",
    "The machine-learning model of a component",
    word(
        "source", ("external", "internal", "open-source"), "Where it comes from", lambda _, e: e.source, "model.source"
    ),
    text("name", "Its name", lambda _, e: e.name, "model.name"),
    text("version", "Its version", lambda _, e: e.version, "model.version"),
    text("digest", "Its digest", lambda _, e: e.digest, "model.digest"),
    text("card", "Its model card", lambda _, e: e.card, "model.card"),
    strings(
        "datasets", "Ids of the components that hold what it was trained on", lambda _, e: e.datasets, "model.datasets"
    ),
    word("family", ("predictive", "generative"), "What it does", lambda _, e: e.family, "model.family"),
    text("base_model", "What it was trained further from", lambda _, e: e.base_model, "model.base_model"),
    each=False,
)

ACCEPTANCE = view(
    "acceptance",
    "",
    "Who accepted a threat",
    text("by", "Who accepted it", lambda _, e: e.by, "accepted.by"),
    text("until", "Until when, an ISO date", lambda _, e: e.until, "accepted.until"),
    number("days_left", "Days from the day of the check until then", answers.days_left, "accepted.until"),
    each=False,
)


FOLLOWING = (
    "threagile_access",
    "threagile_transfer",
    "threagile_contradiction",
    "threagile_gap",
    "threagile_example",
    "threagile_runtime",
    "threagile_hardening",
)
"""Views for `each` of what follows from a model, without being an element of it."""


class _Views(dict[str, View]):
    """Views by name. Those that few rules name are loaded when one does."""

    def __missing__(self, name: str) -> View:
        if not name.startswith("threagile_"):
            raise KeyError(name)
        from checker.policy import threagile

        self.update(threagile.VIEWS)
        return threagile.VIEWS[name]


VIEWS: dict[str, View] = _Views(
    {
        one.name: one
        for one in (
            *(COMPONENT, FLOW, BOUNDARY, DATA, THREAT, CONTROL, REVIEW, MODEL, AI_MODEL, ACCEPTANCE),
            *(FEATURE, BUILDING_BLOCK, DEPLOYMENT),
        )
    }
)


def every_view() -> tuple[View, ...]:
    """All views, those included that are loaded late."""
    for name in FOLLOWING:
        VIEWS[name]
    return tuple(VIEWS.values())
