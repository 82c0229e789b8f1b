"""Rules and notifications as SARIF reporting descriptors, with what GitHub shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.core.finding import LEVELS
from checker.core.rule import Rule
from checker.outputs.escape import clip, visible
from checker.outputs.sarif.context import Context, Described
from checker.outputs.sarif.taxonomy import STRIDE, page_of, split

if TYPE_CHECKING:
    import sarif_om as om

_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}
"""SARIF level -> GitHub's ``problem.severity``."""

NOTIFICATIONS = {
    "could-not-decide": ("error", "The gate could not decide.", "Something it needs could not be read."),
    "not-checked": ("note", "Something was not checked.", "A part of the input is outside this run."),
    "results-cut": ("note", "Some results are left out.", "The log holds more than its reader takes."),
}
"""Id -> level, title and description of what the run itself has to say; the order is their index."""


def rule_of(context: Context, described: Described) -> om.ReportingDescriptor:
    """A rule with its help, severity and tags."""
    import sarif_om as om

    rule, level = described.rule, LEVELS[described.severity]
    title, why, fix = (sentence(visible(text)) for text in (rule.title or rule.id, rule.why, rule.fix))
    properties = {
        "tags": list(_tags(rule))[: context.profile.tags],
        "precision": rule.confidence if rule.confidence in ("very-high", "high", "medium", "low") else "medium",
        "problem.severity": _PROBLEM[level.sarif],
    }
    if level.security_severity:
        properties["security-severity"] = level.security_severity
    limit = context.profile.text
    return om.ReportingDescriptor(
        id=described.id,
        name=clip(pascal(described.id), 255),
        short_description=om.MultiformatMessageString(text=clip(title, limit)),
        full_description=om.MultiformatMessageString(text=clip(why or title, limit)),
        help=_help(described, title, why, fix),
        help_uri=page_of(rule) or None,
        default_configuration=om.ReportingConfiguration(level=level.sarif),
        relationships=[
            om.ReportingDescriptorRelationship(target=target, kinds=["relevant"]) for target in context.taxa[rule.id]
        ]
        or None,
        properties=properties,
    )


def _help(described: Described, title: str, why: str, fix: str) -> om.MultiformatMessageString:
    import sarif_om as om

    rule = described.rule
    explain = f"threatgate explain {rule.id}"
    by = sentence(visible(rule.severity_by))
    which = f"{rule.id}; here is what it finds of severity {described.severity}." if described.id != rule.id else ""
    parts = {"Why": why, "Fix": fix, "Rule": which, "Severity": by, "References": ", ".join(rule.refs)}
    text = [title, *(f"{name}: {part}" for name, part in parts.items() if part), f"More: {explain}"]
    marked = [f"**{_mild(title)}**", *(f"**{name}:** {_mild(part)}" for name, part in parts.items() if part)]
    return om.MultiformatMessageString(text="\n".join(text), markdown="\n\n".join([*marked, f"More: `{explain}`"]))


def _mild(text: str) -> str:
    """Text of a rule file in Markdown: its author may use Markdown, but no HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _tags(rule: Rule) -> Iterator[str]:
    tags = ["security", *(_tag(*split(ref)) for ref in rule.refs), *rule.tags, "threat-model"]
    yield from dict.fromkeys(clip(visible(tag), 100) for tag in tags)


def _tag(scheme: str, entry: str) -> str:
    if scheme == "cwe":
        return f"external/cwe/cwe-{entry.lower()}"
    name = STRIDE.get(entry, entry).lower().replace(" ", "-") if scheme == "stride" else entry
    return f"{scheme}/{name}" if name else scheme


def notification_descriptor(id: str) -> om.ReportingDescriptor:
    """The descriptor of one of :data:`NOTIFICATIONS`."""
    import sarif_om as om

    level, title, description = NOTIFICATIONS[id]
    return om.ReportingDescriptor(
        id=id,
        name=pascal(id),
        short_description=om.MultiformatMessageString(text=title),
        full_description=om.MultiformatMessageString(text=description),
        help=om.MultiformatMessageString(text="The message says what to do."),
        default_configuration=om.ReportingConfiguration(level=level),
    )


def pascal(id: str) -> str:
    """``boundary/cleartext-flow`` -> ``BoundaryCleartextFlow``; never equal to the id."""
    name = "".join(part[:1].upper() + part[1:] for part in "".join(c if c.isalnum() else " " for c in id).split())
    return name if name != id else f"Rule{name}"


def sentence(text: str) -> str:
    """The text as a sentence: viewers run messages together."""
    text = text.strip()
    return f"{text}." if text and text[-1] not in ".!?…" else text
