"""``threatgate suggest``: what to consider at each element, and the threats that answer it as a first draft."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from checker.cli.answer import json_option, say, say_data
from checker.core.commands import conversion_of, denial_of, review_of
from checker.core.errors import UsageError
from checker.core.naming import named, names_of
from checker.core.source import Source, sidecar_path
from checker.outputs.escape import shell, visible
from checker.outputs.words import number_of
from checker.pipeline.denial import open_at
from checker.pipeline.suggest import Addition, Element, Found, Suggested, additions, shared, suggested, unpinned, write


@click.command("suggest")
@click.argument("elements", nargs=-1)
@click.option("--model", "models", multiple=True, type=click.Path(), help="Only this model; repeatable.")
@click.option("--all", "everything", is_flag=True, help="Also what should be considered, and what is answered already.")
@click.option(
    "--write", "writing", is_flag=True, help="Add what is shown and open to the model, as identified threats."
)
@click.option(
    "--together", "joined", is_flag=True, help="The same question at several elements once, as one threat on all."
)
@click.option(
    "--not-applicable", "why", default="", metavar="WHY", help="With --write: that --ref does not apply, and why."
)
@click.option("--ref", "refs", multiple=True, metavar="ID", help="What does not apply to ELEMENTS; repeatable.")
@click.option("--dry-run", is_flag=True, help="With --write: show the change, and write nothing.")
@json_option("everything of --all")
def command(
    elements: tuple[str, ...],
    models: tuple[str, ...],
    everything: bool,
    writing: bool,
    joined: bool,
    why: str,
    refs: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> int:
    """Say what must be considered at ELEMENTS, or at all of them, and is in no threat of the model yet.

    \b
    threatgate suggest                    every element of every model here
    threatgate suggest assistant          one element
    threatgate suggest assistant --write  and as threats into the model, to be decided on
    threatgate suggest --together --write as fewer threats: one for all elements with the same question

    \b
    threatgate suggest cache --ref stride:R --not-applicable "It keeps no log" --write

    That goes into the reviews file beside the model, whatever its format.
    """
    if (why or refs) and not (why.strip() and refs and elements and writing):
        hint = "threatgate suggest ELEMENT --ref ID --not-applicable WHY --write"
        raise UsageError("what does not apply is said of elements, with what it is and why", hint=hint)
    if dry_run and not writing:
        raise UsageError("--dry-run shows what --write would do: give both")
    if as_json and writing:
        raise UsageError("--json shows what is asked, --write adds it to the model: ask for one of them")
    if as_json and joined:
        raise UsageError("--json lists each element, --together what elements share: ask for one of them")
    found = suggested(Path.cwd(), models, elements)
    if why:
        return say(_denied(found, refs, why, dry_run))
    if as_json:
        return say_data([_data(one) for one in found.models])
    needs = ("must", "should") if everything else ("must",)
    made = additions(found, needs, joined) if writing else ()
    if made and not dry_run:
        write(found, made)
    return say(_said(found, made, dry_run) if writing else _pages(found, needs, elements, joined))


def _data(one: Suggested) -> dict[str, object]:
    from checker.outputs.suggestions.json import element, unknown

    return {
        "model": one.snapshot.path,
        "system": one.snapshot.model.id,
        "elements": [element(*each, one.pins) for each in one.elements],
        "unknown": [unknown(each) for each in one.unknown],
    }


def _pages(found: Found, needs: tuple[str, ...], ids: tuple[str, ...], joined: bool) -> Iterator[str]:
    """Every model with its questions, and how to go on."""
    from checker.outputs.suggestions.human import unknowns

    for one in found.models:
        if len(found.models) > 1:
            yield visible(f"{one.snapshot.model.id} ({one.snapshot.path})")
            yield ""
        yield from _shared(one, needs) if joined else _elements(one, needs, ids)
        if one.unknown and one.snapshot.format == "native":  # no other can answer them
            yield from unknowns(one.unknown)
            yield ""
    yield from _next(found, needs, ids, joined)


def _elements(one: Suggested, needs: tuple[str, ...], ids: tuple[str, ...]) -> Iterator[str]:
    from checker.outputs.suggestions.human import element

    names = names_of(one.snapshot.model)
    for each in one.elements:
        shown = each if "should" in needs else _musts(each)
        if shown.suggestions or ids:
            yield from element(named(each.subject.id, names), *shown[1:], one.pins)
            yield ""


def _shared(one: Suggested, needs: tuple[str, ...]) -> Iterator[str]:
    from checker.outputs.suggestions.human import several

    names = names_of(one.snapshot.model)
    for each in shared(one, needs, joined=True):
        yield from several(each.title, each.questions, each.refs, one.pins, names)
        yield ""


def _musts(element: Element) -> Element:
    musts = (one for one in element.suggestions if one.open and one.need == "must")
    return element._replace(suggestions=tuple(musts))


def _next(found: Found, needs: tuple[str, ...], ids: tuple[str, ...], joined: bool) -> Iterator[str]:
    """What is left out, and the command that writes what is not."""
    all = [one for each in found.models for element in each.elements for one in element.suggestions]
    shoulds = sum(1 for one in all if one.open and one.need == "should")
    if not any(one.open and one.need == "must" for one in all):
        yield "Everything that must be considered is answered." if all else "There is nothing to consider."
    if shoulds and "should" not in needs:
        yield f"{number_of(shoulds, 'question')} should be considered as well: --all shows them."
    if not any(one.snapshot.format == "native" for one in found.models):
        if any(one.open for one in all):
            path = found.models[0].snapshot.path
            move = conversion_of(path)
            yield visible(f"Threats are written in the tool that the model is of. To move it here: {move}")
            yield visible(_denying(found))
        return
    each, fewer = (sum(len(shared(one, needs, how)) for one in found.models) for how in (False, True))
    words = ["threatgate", "suggest", *map(shell, map(visible, ids)), *(["--all"] if "should" in needs else [])]
    if each and not joined:
        yield f"To add {number_of(each, 'threat')}, a question each, to the model: {' '.join(words)} --write"
    if fewer < each or (each and joined):
        way = f"{' '.join(words)} --together --write"
        yield f"To add {number_of(fewer, 'threat')}, each on all elements with the same question: {way}"


def _denying(found: Found) -> str:
    """How to say that the first thing which is open does not apply."""
    elements = ((one.snapshot.path, element) for one in found.models for element in one.elements)
    path, id, ref = next((path, element.subject.id, ref) for path, element in elements for ref in open_at(element))
    return f"What does not apply goes into {sidecar_path(path)}: {denial_of(id, ref)}"


def _denied(found: Found, refs: tuple[str, ...], why: str, dry_run: bool) -> Iterator[str]:
    """What was written that does not apply, or would be."""
    from checker.pipeline.denial import denials, write

    made = denials(found, refs, why)
    if not dry_run:
        write(found, made)
    for one in made:
        if dry_run:
            yield from _difference(one.source, one.text)
        else:
            what, where = ", ".join(one.answer.refs), ", ".join(one.answer.on)
            yield visible(f"{one.source.path}: not applicable to {where}: {what} ({why})")
    if not dry_run:
        yield visible(f"next: record who looked: {review_of(*(id for one in made for id in one.answer.on))}")


def _said(found: Found, made: tuple[Addition, ...], dry_run: bool) -> Iterator[str]:
    """What was written, or would be."""
    if not made:
        yield "Nothing was added: every question is answered."
    for one in made:
        if dry_run:
            yield from _difference(one.source, one.text)
        else:
            yield visible(f"{one.source.path}: {number_of(len(one.threats), 'threat')} added")
            yield from (visible(f"  {threat.id}: {threat.title}") for threat in one.threats)
    if made and not dry_run:
        yield (
            "Decide on each: mitigated with its controls, accepted by whom and until when, or not applicable and why;"
            " one that is left identified needs an owner."
        )
        if missing := unpinned(found, made):
            pins = ", ".join(f'{name}: "{edition}"' for name, edition in missing.items())
            yield f"Say which editions the references mean: taxonomies: {{{pins}}}"
        yield "next: threatgate check, then record who looked: threatgate review --all --by YOU"


def _difference(source: Source, text: str) -> Iterator[str]:
    from difflib import unified_diff

    before, after, path = source.text.splitlines(), text.splitlines(), source.path
    yield from (visible(line) for line in unified_diff(before, after, f"a/{path}", f"b/{path}", lineterm=""))
