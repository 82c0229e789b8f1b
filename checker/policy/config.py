"""The project's config: from ``.threatgate.yaml`` to settings. Names in it that match nothing are errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from checker.core.errors import UsageError
from checker.core.settings import Override, Person, Requirement, Settings
from checker.documents.document import Document
from checker.policy.catalogue import Catalogue
from checker.policy.load import check_document
from checker.policy.place import Place, suggest


def load_settings(document: Document | None, catalogue: Catalogue) -> Settings:
    """The settings of a config file, or the defaults without one. Opens the packs it names in the catalogue.

    Raises UsageError, with the place and a suggestion, for a file that is malformed or names a pack or rule that does
    not exist.
    """
    if document is None:
        return Settings()
    check_document(document, "config", "the config")
    data, place, default = document.data, Place(document), Settings()
    packs = tuple(data.get("packs", default.packs))
    for index, pack in enumerate(packs):
        _known(catalogue.open, pack, place.at("packs", index))
    models: dict[str, list[str]] = data.get("models", {})
    review, reviewers = data.get("review", {}), data.get("reviewers", {})
    people = _people(reviewers.get("people", {}), place.at("reviewers", "people"))
    return Settings(
        path=document.source.path,
        include=tuple(models.get("include", ())),
        exclude=tuple(models.get("exclude", ())),
        packs=packs,
        **_rules(data.get("rules", {}), catalogue, place.at("rules")),
        fail_on=data.get("fail_on", default.fail_on),
        cadence=tuple({**dict(default.cadence), **review.get("cadence", {})}.items()),
        waiver_max_days=data.get("waivers", {}).get("max_days", default.waiver_max_days),
        people=people,
        required=_required(reviewers.get("required", []), people, place.at("reviewers", "required")),
        four_eyes=review.get("four_eyes", default.four_eyes),
        signed_commits=_signed(review.get("signed_commits", False), people, place.at("review", "signed_commits")),
        applicability=_applicability(data.get("applicability", ()), place.at("applicability")),
    )


def _people(people: dict[str, dict[str, Any] | None], place: Place) -> tuple[Person, ...]:
    """Who may review. No name may lead to two of them: it could not be told who reviewed."""
    found = []
    taken: dict[str, str] = {}
    for id, said in people.items():
        also = (said or {}).get("also", [])
        for name in (id, *also):
            known = taken.setdefault(name.casefold(), id)
            if known != id:
                at = place.at(id, "also", also.index(name)) if name in also else place.at(id)
                at.fail(f"'{name}' is a name of '{known}' already", "give each name to one person", key=name == id)
        found.append(Person(id, *(tuple((said or {}).get(part, ())) for part in ("roles", "also", "keys"))))
    return tuple(sorted(found))


def _required(entries: list[dict[str, Any]], people: tuple[Person, ...], place: Place) -> tuple[Requirement, ...]:
    """Who must review what. A requirement that nobody could meet would stop everything, so it is an error."""
    names = {person.id for person in people}.union(*(person.roles for person in people))
    for number, entry in enumerate(entries):
        for at, name in enumerate(entry["by"]):
            if name not in names:
                place.at(number, "by", at).fail(f"'{name}' is neither a role nor a person here", suggest(name, names))
        able = sum(1 for person in people if {person.id, *person.roles}.intersection(entry["by"]))
        if able < entry.get("count", 1):
            message = f"{entry['count']} different people are wanted, and only {able} could be meant by {entry['by']}"
            place.at(number, "count").fail(message, "lower the count, or give more people the role")
    return tuple(_requirement(**entry) for entry in entries)


def _requirement(
    on: list[str], by: list[str], models: Iterable[str] = (), change: Iterable[str] = (), count: int = 1
) -> Requirement:
    return Requirement(tuple(on), tuple(by), tuple(models), tuple(change), count)


def _applicability(entries: Sequence[dict[str, Any]], place: Place) -> tuple[Override, ...]:
    """What is asked otherwise. A type or a reference that does not exist would change nothing, so it is an error."""
    if not entries:
        return ()
    from checker.core.coverage import FRAMEWORKS
    from checker.knowledge.applicability import places
    from checker.knowledge.lookup import resolve
    from checker.knowledge.vocabulary import canonical

    found: dict[tuple[str, str], Override] = {}
    known = places()
    for number, entry in enumerate(entries):
        type = canonical(entry["type"], "component_types")
        if type not in known:
            place.at(number, "type").fail(f"'{type}' is nothing that threats are asked of", suggest(type, known))
        for reference, need in entry["needs"].items():
            at = place.at(number, "needs", reference)
            answer = resolve(reference)
            if reference.partition(":")[0] not in FRAMEWORKS or answer.problem in ("unknown", "ambiguous"):
                hint = f"an id of {', '.join(FRAMEWORKS)}: threatgate knowledge search WORD"
                at.fail(f"'{reference}' is no threat that coverage asks for", hint, key=True)
            if type == "*" and need != "ignore":
                at.fail("'*' only takes threats away", "name the type where this one is to be considered")
            name = f"{reference.partition(':')[0]}:{answer.entry.id}" if answer.entry else reference
            if (type, name) in found:
                at.fail(f"'{reference}' is said of '{type}' twice", "leave one of them", key=True)
            found[type, name] = Override(type, name, need, entry["reason"])
    return tuple(found.values())


def _signed(wanted: bool, people: tuple[Person, ...], place: Place) -> bool:
    if wanted and not any(person.keys for person in people):
        place.fail("no reviewer has a key to sign with", "list 'keys' of people under reviewers")
    return wanted


def _rules(rules: dict[str, Any], catalogue: Catalogue, place: Place) -> dict[str, Any]:
    """The levels and params that are set, by the present id of their rule."""
    levels: dict[str, str] = {}
    params: dict[str, tuple[tuple[str, Any], ...]] = {}
    names: dict[str, str] = {}
    for name, said in rules.items():
        id = _known(catalogue.canonical, name, place.at(name), key=True)
        if names.setdefault(id, name) != name:
            place.at(name).fail(f"'{id}' is set twice: '{name}' is an older name of it", key=True)
        entry: dict[str, Any] = {"level": said} if isinstance(said, str) else said
        if "level" in entry:
            levels[id] = entry["level"]
        if "params" in entry:
            catalogue.check(id, entry["params"], place.at(name, "params"))
            params[id] = tuple(sorted((key, _frozen(value)) for key, value in entry["params"].items()))
    return {"levels": tuple(sorted(levels.items())), "params": tuple(sorted(params.items()))}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _known(ask: Any, name: str, place: Place, *, key: bool = False) -> str:
    """What the catalogue makes of a name; an error about the name itself is told at its place in the config."""
    try:
        return str(ask(name))
    except UsageError as error:
        if error.at is not None:
            raise
        place.fail(error.message, error.hint, key=key)
