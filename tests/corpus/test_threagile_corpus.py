"""Threagile models of public repositories: each is read or refused with a place, and its changes are what people saw.

The collected models are no part of this repository (see tests/conftest.py). Two judges who know nothing of the reader
came with them: an independent count of every file, and for most consecutive versions of a history a description of
what really changed, written by reading the diff.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from checker.core.change import Change
from checker.core.location import Ref
from checker.core.model import Model
from checker.inputs.threagile.structure import plain
from checker.inputs.values import slug
from tests.corpus.judging import changes, counts, described, entries, pairs_described, read_as, versions

pytestmark = pytest.mark.corpus

Fact = tuple[str, str, str]
"""(added, removed, renamed or changed; the element; the field, or for a renamed one its old id)"""

HISTORIES = (
    "BrainButcher101__threagileblah",
    "HomeAutobots__automotive-threagile",
    "StefWe__threagiletest",
    "ciairuzz__agile-threat-modeling-sample",
)

PARTS = {
    "Threagile__threagile__main.yaml": "model/include-failed",
    "Threagile__threagile__parsed-model.yaml": "model/wrong-type",
    "Threagile__threagile__risk-category.yaml": "model/wrong-value",
    "DFE-Digital__automated-threat-models__data_assets.yaml": "model/missing-key",
    "HamzaBENchrifa__test_shuffle_issue__threagile.yaml": "model/syntax",
    "multi/Threagile__threagile/abuse_cases.yaml": "model/wrong-value",
    "multi/Threagile__threagile/data_assets.yaml": "model/missing-key",
    "multi/Threagile__threagile/diagram_tweak.yaml": "model/syntax",
    "multi/Threagile__threagile/meta.yaml": "model/wrong-value",
    "multi/Threagile__threagile/overview.yaml": "model/wrong-value",
    "multi/Threagile__threagile/questions.yaml": "model/wrong-value",
    "multi/Threagile__threagile/risk-category.yaml": "model/wrong-value",
    "multi/Threagile__threagile/risk_categories.yaml": "model/missing-key",
    "multi/Threagile__threagile/risk_tracking.yaml": "model/missing-key",
    "multi/Threagile__threagile/security_requirements.yaml": "model/wrong-value",
    "multi/Threagile__threagile/shared_runtimes.yaml": "model/missing-key",
    "multi/Threagile__threagile/tags.yaml": "model/wrong-value",
    "multi/Threagile__threagile/technical_assets.yaml": "model/wrong-value",
    "multi/Threagile__threagile/trust_boundaries.yaml": "model/missing-key",
}
"""What is refused, by the rule of the first finding: parts of a model alone, an includes list without its files, a
file that is no YAML, and the tool's own dump of a parsed model, which is of another shape."""

COUNTED_OTHERWISE = {
    "Threagile__threagile__all.yaml": {"threats": 2},
    "Threagile__threagile__test/all.yaml": {"threats": 2},
    "DFE-Digital__automated-threat-models__threagile-SSPHP-model.yaml": {"risk_tracking": 36},
    "multi/Threagile__threagile/main.yaml": {
        "components": 14,
        "flows": 20,
        "boundaries": 5,
        "data_assets": 12,
        "threats": 2,
        "risk_tracking": 6,
        "outside": 2,
    },
    "multi/Threagile__threagile/technical_assets_devops.yaml": {"components": 6, "flows": 12, "outside": 6},
}
"""Where the independent counter differs, and why: it counts the risks of ``individual_risk_categories`` and not those
of ``custom_risk_categories``; it does not follow includes; and an entry of ``risk_tracking`` about a risk of the own
categories is no threat besides that risk for us, but its status."""


def _counts(model: Model) -> dict[str, int]:
    return {
        **counts(model),
        "threats": sum("@" not in id for id in model.threats),
        "risk_tracking": sum("@" in id for id in model.threats),
        "outside": sum(not component.boundary for component in model.components.values()),
    }


def _ending(file: str, table: dict[str, Any]) -> Any:
    return next((value for end, value in table.items() if file.endswith(end)), None)


def test_every_model_is_read_or_refused_at_a_place_and_counts_as_the_independent_counter_says(corpus: Path) -> None:
    read, refused = 0, 0
    for file, entry in entries(corpus, "threagile", ".yaml", ".yml"):
        parsed = read_as(corpus / file)
        assert all(f.location.line >= 1 and f.location.path for f in parsed.findings), file
        rule = _ending(file, PARTS)
        if file.endswith("multi/Threagile__threagile/main.yaml"):
            rule = None
        if parsed.snapshot is None:
            assert parsed.findings[0].rule == rule, (file, parsed.findings[:3])
            refused += 1
            continue
        assert rule is None, file
        counted = {**entry["counts"], "outside": entry["counts"].get("assets_outside_any_boundary")}
        expected = {**counted, **(_ending(file, COUNTED_OTHERWISE) or {})}
        here = _counts(parsed.snapshot.model)
        assert here == {key: expected[key] for key in here}, file
        read += 1
    print(f"\n{read} Threagile models read, {refused} files refused")
    assert (read, refused) == (113, 19)


def test_every_known_defect_is_found(corpus: Path) -> None:
    total = 0
    for file, entry in entries(corpus, "threagile", ".yaml", ".yml"):
        parsed = read_as(corpus / file)
        if parsed.snapshot is None:
            continue
        for defect in entry["known_defects"]:
            rule, word = _said(defect)
            assert any(f.rule == rule and word in f.message for f in parsed.findings), (file, defect)
            total += 1
    print(f"\n{total} known defects found")


def _said(defect: str) -> tuple[str, str]:
    """The rule, and a word of the message, of the finding that says what the independent counter says in its words."""
    if defect.startswith("dangling"):
        return "model/dangling-reference", _between(defect, "'", "'")
    if "in several boundaries" in defect:
        return "model/wrong-value", _between(defect, "'", "'")
    if defect.startswith("undeclared tags"):
        return "model/unknown-word", _between(defect, ": ", ", ")
    if defect.startswith("unknown top-level keys"):
        return "model/unknown-key", _between(defect, ": ", ", ")
    if "unknown fields" in defect:
        return "model/unknown-key", _between(defect, "e.g. ", ", ").rpartition(".")[2]
    if "risk_tracking ids name unknown elements" in defect:
        return "model/dangling-reference", defect.partition("@")[2]
    raise AssertionError(defect)


def _between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


def test_a_model_of_includes_means_what_its_single_file_means(corpus: Path) -> None:
    split = read_as(corpus / "files/threagile/multi/Threagile__threagile/main.yaml", "threagile.yaml").snapshot
    whole = read_as(corpus / "files/threagile/Threagile__threagile__all.yaml", "threagile.yaml").snapshot
    assert split and whole
    assert split.model == whole.model
    assert len(split.sources) == 18
    assert str(split.locate(Ref("data", "contract-summaries", "classification"))) == "data_assets.yaml:26:22"
    assert str(split.locate(Ref("component", "load-balancer"))) == "technical_assets_infrastructure.yaml:4:3"


def test_every_pair_of_versions_compares_and_its_mirror_does(corpus: Path) -> None:
    pairs = 0
    for history in HISTORIES:
        of_history = versions(corpus, history, "yaml")
        for (_, before), (_, after) in pairwise(of_history):
            forth = changes(before, after)
            back = changes(after, before)
            assert {change.ref for change in forth if change.kind == "added"} == {
                change.ref for change in back if change.kind == "removed"
            }
            assert not changes(after, after)
            pairs += 1
    print(f"\n{pairs} pairs of versions compared")
    assert pairs == 46


FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "component": {
        "data_assets_processed": ("processes",),
        "data_assets_stored": ("stores",),
        "encryption": ("encryption", "properties.encryption"),
        "justification_cia_rating": (),
        "justification_out_of_scope": (),
        **{field: (field,) for field in ("description", "tags", "owner", "out_of_scope")},
    },
    "flow": {
        "protocol": ("protocol", "encryption"),
        **{field: (field,) for field in ("description", "tags", "authentication", "target")},
    },
    "boundary": {
        "type": ("kind", "properties.type"),
        "trust_boundaries_nested": (),
        **{field: (field,) for field in ("description", "tags")},
    },
    "data": {
        "confidentiality": ("classification", "properties.confidentiality"),
        "integrity": ("integrity", "properties.integrity"),
        "justification_cia_rating": (),
        "origin": (),
        "owner": (),
        **{field: (field,) for field in ("description", "tags")},
    },
    "threat": {
        "most_relevant_technical_asset": ("on",),
        "data_breach_technical_assets": ("risk.data_breach_technical_assets",),
        "status": ("status",),
        "justification": ("rationale",),
        "checked_by": ("owner",),
    },
    "system": {
        "title": ("name",),
        "author": ("owner",),
        "business_criticality": ("criticality", "properties.business_criticality"),
        "business_overview": ("description",),
        "technical_overview": ("description",),
        "management_summary_comment": ("description",),
    },
}
"""Kind -> Threagile's field -> ours. Any other field of an element is a property of the same name; any other change of
the whole is of something declared, asked or drawn (tags_available, questions, abuse_cases, …) and is no fact of ours.
Nothing stands for texts that our model has no place for, and for what is said of another element: a boundary that is
no longer nested has another ``parent``."""

TEXTS = {"name", "title", "description", "tags", "owner", "rationale", "ticket", "technology"}
"""Our fields that no digest holds: a change of nothing else is not relevant."""

SECTIONS = {
    "components": "component",
    "flows": "flow",
    "boundaries": "boundary",
    "data_assets": "data",
    "threats": "threat",
    "risk_tracking": "threat",
}

EXPLAINED: dict[str, tuple[set[Fact], set[Fact], str]] = {
    "BrainButcher101__threagileblah 001-002": (
        set(),
        {
            ("changed", "boundary/application-network", "parent"),
            ("changed", "component/apache-webserver", "properties.shared_runtimes"),
            ("changed", "component/load-balancer", "properties.trust_boundaries"),
        },
        "said there of others: the new aws-vpc nests application-network, the removed runtime held apache-webserver, "
        "and load-balancer is from now on listed twice",
    ),
    "BrainButcher101__threagileblah 006-007": (
        set(),
        {("changed", "component/load-balancer", "properties.trust_boundaries")},
        "besides being in another boundary, it is no longer in two",
    ),
    "StefWe__threagiletest 010-011": (
        set(),
        {("changed", "component/sapl-mvc", "properties.trust_boundaries")},
        "besides being in another boundary, it is no longer in two",
    ),
    "StefWe__threagiletest 011-012": (
        {
            ("renamed", "boundary/file-server-network", "file-server-netowrk"),
            ("changed", "boundary/file-server-network", "name"),
            ("changed", "boundary/file-server-network", "description"),
        },
        {
            ("removed", "boundary/file-server-netowrk", ""),
            ("added", "boundary/file-server-network", ""),
        },
        "renamed, and with that nested in web-dmz, which already named the new id: another meaning, so no rename to us",
    ),
    "ciairuzz__agile-threat-modeling-sample 001-002": (
        {
            ("renamed", "boundary/trusted-boundary", "some-network"),
            ("changed", "boundary/trusted-boundary", "kind"),
            ("changed", "boundary/trusted-boundary", "properties.type"),
            ("changed", "boundary/trusted-boundary", "name"),
        },
        {
            ("removed", "boundary/some-network", ""),
            ("added", "boundary/trusted-boundary", ""),
        },
        "renamed and of another type at once: nothing says that it is the same boundary, so its members move",
    ),
}
"""Pair -> what only the people say, what only we say, and why."""


def _expected(changes: dict[str, Any], both: set[str]) -> Iterator[Fact]:
    """The facts of a description. ``both``: the components of both versions; only those can be in another boundary."""
    for section, kind in SECTIONS.items():
        found = changes.get(section, {})
        for what in ("added", "removed"):
            yield from ((what, f"{kind}/{_id(kind, item['id'])}", "") for item in found.get(what, ()))
        for item in found.get("changed", ()):
            yield from _changed(kind, _id(kind, item["id"]), item["fields"])
        for item in found.get("renamed", ()):
            old, new = item["from"], item["to"]
            yield "renamed", f"{kind}/{new['id']}", old["id"]
            yield from _changed(kind, new["id"], item.get("other_fields_changed", ()))
            if old["name"] != new["name"]:
                yield "changed", f"{kind}/{new['id']}", "name"
        for item in found.get("renamed_in_place", ()):
            yield "changed", f"{kind}/{item['id']}", "name"
        for item in found.get(
            "redirected", ()
        ):  # the ends are other ones, and the title too: another link to both tools
            yield "removed", f"{kind}/{_id(kind, item['from']['id'])}", ""
            yield "added", f"{kind}/{_id(kind, item['to']['id'])}", ""
    for item in changes.get("meta", {}).get("changed", ()):
        yield from (("changed", "system/model", ours) for ours in FIELDS["system"].get(item["id"], ()))
    for item in changes.get("boundary_membership", ()):
        if item["component"] in both:
            yield "changed", f"component/{item['component']}", "boundary"


def _changed(kind: str, id: str, fields: Iterable[str]) -> Iterator[Fact]:
    for field in fields:
        yield from (("changed", f"{kind}/{id}", ours) for ours in FIELDS[kind].get(field, (f"properties.{field}",)))


def _id(kind: str, id: str) -> str:
    if kind == "flow":
        source, _, title = id.partition(">")
        return f"{source}.{slug(title)}"
    if kind == "threat" and ":" in id:
        category, _, title = id.partition(":")
        return f"{category}.{slug(plain(title))}"
    return id


def _ours(changes: tuple[Change, ...]) -> Iterator[Fact]:
    """Our facts, without what follows from others: exposure, crossings, the data of a flow in either way, and the
    controls, which are the justifications of risks called mitigated."""
    for change in changes:
        if change.ref.kind == "control":
            continue
        if change.kind in ("added", "removed"):
            yield change.kind, str(change.ref), ""
        elif change.kind == "renamed":
            yield "renamed", str(change.ref), change.was
        fields = {field.field for field in change.fields if not field.derived}
        if change.ref.kind == "flow" and "data" in fields:
            assert fields & {"properties.data_assets_sent", "properties.data_assets_received"}
            fields.remove("data")
        if change.ref.kind == "threat" and "controls" in fields:
            assert "status" in fields
            fields.remove("controls")
        yield from (("changed", str(change.ref), field) for field in fields)


@pytest.mark.parametrize("history", HISTORIES)
def test_changes_are_those_that_people_saw(corpus: Path, history: str) -> None:
    of_history = versions(corpus, history, "yaml")
    judged, facts = 0, 0
    for (old, before), (new, after) in pairwise(of_history):
        seen = described(corpus, history, old, new)
        if not seen:
            continue
        found = changes(before, after)
        expected = set(_expected(seen["changes"], before.components.keys() & after.components.keys()))
        ours = set(_ours(found))
        only_they, only_we, why = EXPLAINED.get(f"{history} {old}-{new}", (set(), set(), ""))
        assert (expected - ours, ours - expected) == (only_they, only_we), (old, new, why)
        for change in found:
            texts = bool(change.fields) and all(field.field in TEXTS for field in change.fields)
            assert change.relevant == (not texts), (old, new, change)
        judged += 1
        facts += len(ours)
    print(f"\n{judged} pairs of {history} agree, {facts} changes")
    assert judged == pairs_described(corpus, history)
