"""What may be edited in a Threagile model without changing what it means (docs/reference/formats/threagile.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.cosmetic.texts import line, prose

Body = dict[str, Any]

INCLUDE = "includes"
SECTIONS = (
    *("technical_assets", "data_assets", "trust_boundaries", "shared_runtimes", "risk_tracking"),
    *("individual_risk_categories", "custom_risk_categories"),
)
LISTS: tuple[str, ...] = ()

FREE: dict[str, dict[str, Callable[[Random], Any]]] = {
    "technical_assets": {"description": prose, "owner": line, "justification_cia_rating": prose},
    "communication_links": {"description": prose},
    "data_assets": {"description": prose, "owner": line, "origin": line, "justification_cia_rating": prose},
    "trust_boundaries": {"description": prose},
    "shared_runtimes": {"description": prose},
    "individual_risk_categories": {"description": prose, "impact": prose, "action": line, "mitigation": prose},
    "risk_tracking": {"ticket": line, "date": line},
    "": {"title": line, "management_summary_comment": prose, "date": line},
}
"""Section -> fields that may come and change; the top of the file is the section without a name."""

HELD = {"risk_tracking": ("justification", "checked_by"), "technical_assets": ("justification_out_of_scope",)}
_FLAGS = {
    "technical_assets": (
        *("used_as_client_by_human", "out_of_scope", "internet", "multi_tenant", "redundant", "custom_developed_parts"),
    ),
    "communication_links": ("vpn", "ip_filtered", "readonly"),
}
_LISTS = {
    "technical_assets": ("tags", "data_assets_processed", "data_assets_stored", "data_formats_accepted"),
    "communication_links": ("tags", "data_assets_sent", "data_assets_received"),
    "data_assets": ("tags",),
    "trust_boundaries": ("tags", "technical_assets_inside", "trust_boundaries_nested"),
    "shared_runtimes": ("tags", "technical_assets_running"),
}
_SPELLINGS = (
    ("enduser-identity-propagation", "end-user-identity-propagation"),
    ("data-with-enduser-individual-key", "data-with-end-user-individual-key"),
)


def reword(data: Body, reviews: list[Body], random: Random, done: Counter[str]) -> None:
    """Other titles, descriptions, owners, justifications and notes; tags in another case."""
    for section, body in _bodies(data):
        for field, make in FREE.get(section, {}).items():
            if random.random() < 0.3:
                body[field] = make(random)
                done[f"words: {field} of {section or 'the model'}"] += 1
        for field in HELD.get(section, ()):
            if field in body and random.random() < 0.5:
                body[field] = line(random)
                done[f"words: {field} of {section}"] += 1
        if "tags" in body:
            body["tags"] = [random.choice((tag.upper(), tag.lower(), tag.title())) for tag in body["tags"]]
    data["author"]["name"] = line(random)
    for section in SECTIONS[:4] + SECTIONS[5:6]:
        data[section] = {_title(title, random, done): body for title, body in data[section].items()}
    for asset in data["technical_assets"].values():
        if links := asset.get("communication_links"):
            asset["communication_links"] = {_same_slug(title, random): body for title, body in links.items()}
    for category in data["individual_risk_categories"].values():
        risks = category["risks_identified"]
        category["risks_identified"] = {_same_slug(title, random): body for title, body in risks.items()}
    for review in reviews:
        review["note"] = prose(random)


def _title(old: str, random: Random, done: Counter[str]) -> str:
    """Another title: the entry has an id of its own."""
    if random.random() < 0.5:
        return old
    done["words: a title that is a key"] += 1
    return f"{old} {line(random)}"


def _same_slug(title: str, random: Random) -> str:
    """Another title that Threagile makes the same id of."""
    return random.choice((title, title.upper(), f"{title}!", title.replace(" ", " - ")))


def respell(data: Body, random: Random, done: Counter[str]) -> None:
    """Words of 0.9 and of 1.0, truth values of YAML 1.1, one technology as a list, categories as a list."""
    for section, body in _bodies(data):
        for field, value in list(body.items()):
            for pair in _SPELLINGS:
                if value in pair:
                    body[field] = random.choice(pair)
                    done["spelling: a word of either version"] += 1
            if field in _FLAGS.get(section, ()):
                yes = value is True or str(value).lower() in ("yes", "on", "y", "true")
                body[field] = random.choice((True, "yes", "On", "y") if yes else (False, "no", "OFF", "n"))
                done["spelling: a truth value"] += 1
        if "technology" in body and random.random() < 0.5:
            body["technologies"] = [body.pop("technology")]
            done["spelling: a technology as a list"] += 1
    if random.random() < 0.5:
        categories = data.pop("individual_risk_categories")
        data["custom_risk_categories"] = [{"title": title, **body} for title, body in categories.items()]
        done["spelling: categories as a list"] += 1


def spell_out(data: Body, random: Random, done: Counter[str]) -> None:
    """Flags that are false, and lists and sections with nothing in them."""
    for section, body in _bodies(data):
        for field in _FLAGS.get(section, ()):
            if field not in body and random.random() < 0.3:
                body[field] = False
                done["defaults: a flag that is false"] += 1
        for field in _LISTS.get(section, ()):
            if field not in body and random.random() < 0.3:
                body[field] = random.choice(([], None))
                done["defaults: an empty list"] += 1
    for section in ("abuse_cases", "security_requirements", "questions"):
        if random.random() < 0.5:
            data[section] = random.choice((None, {}))
            done["defaults: an empty section"] += 1


def _bodies(data: Body) -> Iterator[tuple[str, Body]]:
    yield "", data
    for section in SECTIONS:
        entries = data.get(section) or {}
        for body in entries.values() if isinstance(entries, dict) else entries:
            yield section, body
            for link in (body.get("communication_links") or {}).values():
                yield "communication_links", link
