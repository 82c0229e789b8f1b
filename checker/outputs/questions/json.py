"""Questions as plain data: every one, answered or not."""

from __future__ import annotations

from typing import Any

from checker.core.questions import Question, Questions, Sheet


def data(sheet: Sheet) -> dict[str, Any]:
    """The questions to one model."""
    sets = [_questions(one) for one in sheet.sets]
    return {"model": sheet.model, "system": sheet.system, "sets": sets, "notes": list(sheet.notes)}


def _questions(asked: Questions) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": asked.id,
        "title": asked.title,
        "edition": asked.edition,
        "chosen": asked.chosen,
        "section": list(asked.section),
        "answered": len(asked.questions) - len(asked.open),
        "asked": len(asked.questions),
        "groups": [
            {"name": name, "answered": sum(bool(one.answers) for one in inside), "asked": len(inside)}
            for name, inside in asked.groups.items()
        ],
        "questions": [_question(one) for one in asked.questions],
    }
    if asked.causes:
        made["causes"] = [
            {"entity": entity, "intent": intent, "timing": timing, "threats": list(ids)}
            for (entity, intent, timing), ids in asked.causes
        ]
    return made


def _question(one: Question) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "group": one.group,
        "question": one.text,
        "answers": list(one.answers),
        "risk_if": one.risk_if,
        "at_risk": one.at_risk,
        "yaml": one.yaml,
        "page": one.page,
    }
