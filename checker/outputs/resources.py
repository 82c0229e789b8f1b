"""Public examples, tools and training, for people and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checker.knowledge.resources import Link, Listing, Resources
from checker.outputs.escape import visible
from checker.outputs.words import number_of


def lines(all_of: Resources, links: Sequence[Link]) -> Iterator[str]:
    """Each link with its names and lists, and at the end where they are from."""
    for link in links:
        yield visible(f"{' and '.join(link.kinds)}: {link.name}")
        yield visible(f"  {link.url}")
        yield visible(f"  {'; '.join(dict.fromkeys(map(_place, link.listed)))}")
        others = dict.fromkeys(one.name for one in link.listed if one.name != link.name)
        yield from (visible(f"  also called: {name}") for name in others)
        if link.worked:
            yield visible(f"  modelled anew: examples/{link.worked}")
    yield from [""] if links else []
    both = sum(len(link.lists) > 1 for link in all_of.links)
    yield f"{number_of(len(links), 'link')} of {len(all_of.links)}; {both} of all are in both lists."
    yield "Nobody opened them: some may lead nowhere."
    for one in all_of.sources:
        count = number_of(all_of.count(one.id), "entry")
        yield visible(f"  {one.id}: {count} of {one.repository} at {one.commit} of {one.date} ({one.licence})")


def _place(one: Listing) -> str:
    return " / ".join((one.list, one.section, *filter(None, (one.part, one.topic))))


def data(all_of: Resources, links: Sequence[Link]) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "retrieved": all_of.retrieved,
        "opened": False,
        "lists": [{**one._asdict(), "entries": all_of.count(one.id)} for one in all_of.sources],
        "links": [
            {
                "url": link.url,
                "name": link.name,
                "kinds": link.kinds,
                "lists": link.lists,
                "worked": f"examples/{link.worked}" if link.worked else "",
                "listed": [one._asdict() for one in link.listed],
            }
            for link in links
        ],
    }
