"""The SARIF run without its results: the tool, how the run went, where paths start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.core.errors import CheckError
from checker.core.location import Location
from checker.outputs.sarif.context import Context
from checker.outputs.sarif.descriptor import NOTIFICATIONS, notification_descriptor, rule_of
from checker.outputs.sarif.message import message_text
from checker.outputs.sarif.place import BASE, HEAD, physical
from checker.outputs.sarif.taxonomy import KNOWN, components
from checker.outputs.words import base_of, place_of, verdict

if TYPE_CHECKING:
    import sarif_om as om

HOME = "https://threatgate.dev/"
REPOSITORY = "urn:threatgate:repository"
"""SARIF wants an address of the repository. A remote's may hold a password, so this says only: the one checked."""
_SEMANTIC = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_REVISION = re.compile(r"[0-9a-f]{7,64}")


def run_of(context: Context) -> om.Run:
    """The run; its results are written after it, one by one."""
    import sarif_om as om

    full = context.profile.everything
    return om.Run(
        tool=om.Tool(driver=_driver(context)),
        invocations=[_invocation(context)],
        original_uri_base_ids=dict(_roots(context)) if full else None,
        version_control_provenance=list(_provenance(context)) or None if full else None,
        taxonomies=list(components(context.taxonomies)) or None,
        column_kind="unicodeCodePoints",
        properties=_properties(context) if full else None,
    )


def _driver(context: Context) -> om.ToolComponent:
    import sarif_om as om

    version = context.report.version
    return om.ToolComponent(
        name="threatgate",
        information_uri=HOME,
        version=version or None,
        semantic_version=version if _SEMANTIC.fullmatch(version) else None,
        rules=[rule_of(context, described) for described in context.rules],
        notifications=[notification_descriptor(id) for id in NOTIFICATIONS],
        supported_taxonomies=[
            om.ToolComponentReference(name=KNOWN[scheme].name, index=index)
            for index, (scheme, _) in enumerate(context.taxonomies.entries)
        ]
        or None,
    )


def _invocation(context: Context) -> om.Invocation:
    """How the run went. GitHub discards a log that says it failed, and with it what was found: there it never does, and
    what could not be decided is told all the same."""
    import sarif_om as om

    report, full = context.report, context.profile.everything
    failures = [_notification(context, "could-not-decide", *_failure(f)) for f in report.failures]
    return om.Invocation(
        execution_successful=not (full and failures),
        exit_code=report.exit_code,
        exit_code_description=message_text(verdict(report, context.tally)),
        tool_execution_notifications=failures or None,
        tool_configuration_notifications=list(_remarks(context)) or None,
    )


def _failure(failure: CheckError) -> tuple[str, Location | None]:
    return f"{message_text(failure.message)} {message_text(failure.hint)}", failure.at


def _remarks(context: Context) -> Iterator[om.Notification]:
    for remark in context.report.not_checked:
        yield _notification(context, "not-checked", remark)
    cut = sum(not result.accepted for result in context.report.results) - context.profile.results
    if cut > 0:
        text = f"{cut:,} less severe results are left out: {context.profile.results:,} are as many as GitHub keeps"
        yield _notification(context, "results-cut", text)


def _notification(context: Context, id: str, text: str, place: Location | None = None) -> om.Notification:
    import sarif_om as om

    return om.Notification(
        descriptor=om.ReportingDescriptorReference(id=id, index=list(NOTIFICATIONS).index(id)),
        level=NOTIFICATIONS[id][0],
        message=om.Message(text=message_text(text)),
        locations=[om.Location(physical_location=physical(context, place))] if place else None,
    )


def _roots(context: Context) -> Iterator[tuple[str, om.ArtifactLocation]]:
    """The roots that locations name; without addresses, so that no path of this machine is told."""
    import sarif_om as om

    base = context.report.base
    yield HEAD, om.ArtifactLocation(description=om.Message(text="Root of the repository as it was checked."))
    if base and base.revision:
        text = f"Root of the same repository at the base revision {base.revision}."
        yield BASE, om.ArtifactLocation(description=om.Message(text=text))


def _provenance(context: Context) -> Iterator[om.VersionControlDetails]:
    """Which revisions the roots stand for, where any is known; a work tree and the index have none."""
    import sarif_om as om

    head, base = context.report.head, context.report.base
    known = {HEAD: head if _REVISION.fullmatch(head) else "", BASE: base.revision if base else ""}
    for root, revision in known.items() if any(known.values()) else ():
        if revision or root == HEAD:
            yield om.VersionControlDetails(
                repository_uri=REPOSITORY,
                revision_id=revision or None,
                mapped_to=om.ArtifactLocation(uri_base_id=root),
            )


def _properties(context: Context) -> dict[str, str]:
    report = context.report
    return {
        "asOf": report.as_of,
        "failOn": report.fail_on,
        "head": place_of(report.head),
        "base": base_of(report.base),
    }
