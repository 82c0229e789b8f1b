"""The threat model as meaning: no positions, no file format. ``==`` means "says the same".

Field names are those of the native format (docs/reference/model-format.md). Lists that are sets are sorted tuples,
so that reordering a file changes nothing. An empty string or tuple means "not stated".
"""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from typing import TYPE_CHECKING, Any, NamedTuple

from checker.core.system import Properties, System

if TYPE_CHECKING:
    from checker.core.attack_tree import Gate

CLASSIFICATIONS = ("public", "internal", "confidential", "restricted")
"""Data classifications, least sensitive first."""

TRUST = ("untrusted", "partner", "internal", "restricted")
"""Trust of a boundary, least trusted first."""

THREAT_STATUS = ("identified", "mitigated", "accepted", "transferred", "avoided", "not-applicable")
CONTROL_STATUS = ("planned", "implemented", "verified", "retired")
IN_PLACE = ("implemented", "verified")
"""The states of a control that is there."""

CRITICALITY = ("low", "important", "critical")
RISK_BANDS = ("none", "low", "medium", "high", "critical")
"""Every band of risk, least first."""

TOGETHER = ("component", "flow", "boundary", "data")
"""Kinds that share one set of ids, with the system. Of two with one id the first of these kinds keeps it."""

REVIEWABLE = ("system", *TOGETHER)
"""Kinds that have a digest and can be covered by a review."""

SECTIONS = {
    "component": "components",
    "flow": "flows",
    "boundary": "boundaries",
    "data": "data",
    "threat": "threats",
    "control": "controls",
    "attack_tree": "attack_trees",
    "objective": "objectives",
    "feature": "features",
    "deployment": "deployments",
}
"""Kind -> the field of a model, and the section of the native format, that has its elements by id."""

LISTS = {"not_applicable": "not_applicable", "review": "reviews"}
"""Kind -> the field and section that is a list."""

KINDS = (
    *REVIEWABLE,
    "threat",
    "control",
    "not_applicable",
    "review",
    "attack_tree",
    "objective",
    "feature",
    "deployment",
)
"""Every kind of element of a model."""


class AiModel(NamedTuple):
    """The machine-learning model that a component runs or calls."""

    source: str = ""  # external | internal | open-source
    name: str = ""
    version: str = ""
    digest: str = ""
    card: str = ""
    datasets: tuple[str, ...] = ()  # components that hold what it was trained on
    family: str = ""  # predictive | generative
    base_model: str = ""  # what it was trained further from: the id of a component, or a name


class Component(NamedTuple):
    """A thing that runs, stores or acts. ``boundary`` is the innermost trust boundary around it."""

    id: str
    name: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    was: str = ""
    type: str = ""
    boundary: str = ""
    owner: str = ""
    technology: str = ""
    tenancy: str = ""
    encryption: str = ""
    stores: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    model: AiModel | None = None
    paths: tuple[str, ...] = ()
    out_of_scope: str = ""  # the reason; empty means in scope
    conditions: tuple[tuple[str, bool], ...] = ()
    """What holds of this component: stated, and so before what the model shows and what is said of the system."""
    properties: Properties = ()
    runs_on: str = ""  # a deployment


class Flow(NamedTuple):
    """Data going from one component to another. ``source`` and ``target`` are ``from`` and ``to`` of the format."""

    id: str
    name: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    was: str = ""
    source: str = ""
    target: str = ""
    data: tuple[str, ...] = ()
    protocol: str = ""
    authentication: str = ""
    authorization: str = ""
    encryption: str = ""
    bidirectional: bool = False
    content: str = ""
    properties: Properties = ()


class Boundary(NamedTuple):
    """A trust boundary, drawn as a zone. ``parent`` is the zone that contains it."""

    id: str
    name: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    was: str = ""
    trust: str = ""
    kind: str = ""
    parent: str = ""
    properties: Properties = ()


class Data(NamedTuple):
    """A data asset: information worth protecting. ``personal`` is ``""`` (no), ``true`` or ``sensitive``."""

    id: str
    name: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    was: str = ""
    classification: str = ""
    personal: str = ""
    integrity: str = ""
    retention: str = ""
    properties: Properties = ()


class Acceptance(NamedTuple):
    """Who accepts a threat, and until when (ISO date)."""

    by: str = ""
    until: str = ""


class Threat(NamedTuple):
    """What could go wrong, at the elements in ``on``. ``cause`` and ``risk`` are the format's own mappings, frozen."""

    id: str
    title: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    was: str = ""
    on: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    status: str = "identified"
    controls: tuple[str, ...] = ()
    owner: str = ""
    rationale: str = ""
    accepted: Acceptance | None = None
    ticket: str = ""
    cause: tuple[tuple[str, str], ...] = ()
    risk: tuple[tuple[str, Any], ...] = ()
    position: str = ""  # source | flow | destination: where on its flows it is, as LINDDUN PRO asks


class Control(NamedTuple):
    """What is done against threats. ``use`` is an id of the control catalogue."""

    id: str
    title: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    was: str = ""
    use: str = ""
    level: str = ""
    status: str = "planned"
    evidence: tuple[str, ...] = ()
    due: str = ""
    refs: tuple[str, ...] = ()
    owner: str = ""


class NotApplicable(NamedTuple):
    """A recorded answer "this does not apply here", with its reason. ``id`` is its index in the file."""

    id: str
    on: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    reason: str = ""


class Review(NamedTuple):
    """A person's recorded decision about elements as they were. Dates are ISO. ``id`` is its index in its file.

    ``covers`` maps an element id to the digest that was looked at; ``removed`` maps the id of a removed element to
    its last digest. The system itself is covered under its own id.
    """

    id: str
    by: str = ""
    role: str = ""
    on: str = ""
    covers: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    note: str = ""
    expires: str = ""

    @property
    def says(self) -> tuple[object, ...]:
        """All but its number, which another review before it would change."""
        return self[1:]


class AttackTree(NamedTuple):
    """A goal of an attacker and the ways to it. ``probability_rule`` is one of
    :data:`checker.core.attack_tree.PROBABILITY_RULES`."""

    id: str
    goal: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    was: str = ""
    on: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    probability_rule: str = "max"
    root: "Gate | None" = None  # never None in what a reader makes


class Objective(NamedTuple):
    """What the system is for, as those who pay for it say: ``impact`` is what it costs them where it fails."""

    id: str
    text: str = ""
    owner: str = ""
    impact: str = ""


class BuildingBlock(NamedTuple):
    """Code of others that a feature is made of. ``bom`` is the path or address of a bill of materials that has it."""

    name: str = ""
    version: str = ""
    bom: str = ""


class Feature(NamedTuple):
    """What somebody does with the system. ``steps`` are flows in the order in which they happen, no set."""

    id: str
    title: str = ""
    description: str = ""
    actor: str = ""
    steps: tuple[str, ...] = ()
    building_blocks: tuple[BuildingBlock, ...] = ()


class Deployment(NamedTuple):
    """A place where components run: a cluster, an account, a machine. ``boundary`` is the one that it lies in."""

    id: str
    name: str = ""
    description: str = ""
    was: str = ""
    boundary: str = ""
    environment: str = ""


class Model(NamedTuple):
    """One threat model. Mappings are by id, in sorted order of id."""

    system: System
    components: dict[str, Component] = {}  # noqa: RUF012 nobody writes to a model
    flows: dict[str, Flow] = {}  # noqa: RUF012 nobody writes to a model
    boundaries: dict[str, Boundary] = {}  # noqa: RUF012 nobody writes to a model
    data: dict[str, Data] = {}  # noqa: RUF012 nobody writes to a model
    threats: dict[str, Threat] = {}  # noqa: RUF012 nobody writes to a model
    controls: dict[str, Control] = {}  # noqa: RUF012 nobody writes to a model
    not_applicable: tuple[NotApplicable, ...] = ()
    reviews: tuple[Review, ...] = ()
    attack_trees: dict[str, AttackTree] = {}  # noqa: RUF012 nobody writes to a model
    objectives: dict[str, Objective] = {}  # noqa: RUF012 nobody writes to a model
    features: dict[str, Feature] = {}  # noqa: RUF012 nobody writes to a model
    deployments: dict[str, Deployment] = {}  # noqa: RUF012 nobody writes to a model
    derives_threats: bool = False
    """True where the format's own tool derives the threats, so that none need be listed (Threagile, pytm)."""
    unsayable: tuple[str, ...] = ()
    """Fields by kind (``boundary.trust``) that the format has no word for: that they are not stated says nothing."""

    @property
    def id(self) -> str:
        """The id of the system: what tells two models of one repository apart."""
        return self.system.id

    def elements(self, kind: str) -> dict[str, Any]:
        """The elements of one kind by id. ``kind`` is one of :data:`KINDS`; raises KeyError for any other."""
        if kind in SECTIONS:
            section: dict[str, Any] = getattr(self, SECTIONS[kind])
            return section
        return {self.id: self.system} if kind == "system" else {one.id: one for one in getattr(self, LISTS[kind])}

    def ids(self) -> tuple[str, ...]:
        """The ids of everything that can be covered by a review."""
        return (self.id, *self.components, *self.flows, *self.boundaries, *self.data)

    def kind_of(self, id: str) -> str:
        """The reviewable kind that ``id`` names, or ``""``: ids are unique over components, flows, boundaries, data."""
        for kind in TOGETHER:
            if id in self.elements(kind):
                return kind
        return "system" if id == self.system.id else ""
