"""Cards and evidence as plain data."""

from __future__ import annotations

from typing import Any

from checker.core.cards import CardSeen, Evidence


def card(one: CardSeen) -> dict[str, Any]:
    """One card."""
    return {
        "model": one.model,
        "of": one.subject,
        "kind": one.kind,
        "path": one.path,
        "read": not one.why,
        "why": one.why,
        "format": one.format,
        "profile": one.profile,
        "version": one.version,
        "required": len(one.required),
        "written": one.written,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "required": section.required,
                "state": section.state,
                "words": section.words,
                "line": section.at.line if section.at else None,
            }
            for section in one.sections
        ],
        "unnamed": list(one.unnamed),
        "fairness": [
            {
                "metric": objective.metric,
                "limit": objective.limit,
                "state": objective.state,
                "result": objective.result,
                "date": objective.date,
                "refs": list(objective.refs),
            }
            for objective in one.fairness
        ],
    }


def evidence(one: Evidence) -> dict[str, Any]:
    """One control of the manual."""
    return {
        "control": f"ism:{one.id}",
        "name": one.name,
        "state": one.state,
        "rules": [{"rule": rule.rule, "in_use": rule.in_use, "open": rule.open} for rule in one.rules],
        "answered_by": list(one.uses),
        "in_place": list(one.in_place),
    }
