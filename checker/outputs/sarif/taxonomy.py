"""Refs of rules (``stride:T``, ``cwe:CWE-319``) as SARIF taxonomies (SARIF 2.1.0, 3.14.8 and 3.19.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from checker.core.rule import Rule

if TYPE_CHECKING:
    import sarif_om as om

STRIDE = {
    "S": "Spoofing",
    "T": "Tampering",
    "R": "Repudiation",
    "I": "Information disclosure",
    "D": "Denial of service",
    "E": "Elevation of privilege",
}
CICD = {
    "CICD-SEC-1": "Insufficient flow control mechanisms",
    "CICD-SEC-2": "Inadequate identity and access management",
    "CICD-SEC-3": "Dependency chain abuse",
    "CICD-SEC-4": "Poisoned pipeline execution",
    "CICD-SEC-5": "Insufficient pipeline-based access controls",
    "CICD-SEC-6": "Insufficient credential hygiene",
    "CICD-SEC-7": "Insecure system configuration",
    "CICD-SEC-8": "Ungoverned usage of third-party services",
    "CICD-SEC-9": "Improper artifact integrity validation",
    "CICD-SEC-10": "Insufficient logging and visibility",
}
"""OWASP Top 10 CI/CD Security Risks (2022)."""


class Taxonomy(NamedTuple):
    """A catalogue that refs point into. ``page`` takes the id of an entry; ``taxa`` is given for a complete one."""

    name: str
    home: str
    page: str = ""
    taxa: Mapping[str, str] = {}


KNOWN = {
    "stride": Taxonomy(
        "STRIDE",
        "https://learn.microsoft.com/azure/security/develop/threat-modeling-tool-threats",
        taxa=STRIDE,
    ),
    "cwe": Taxonomy("CWE", "https://cwe.mitre.org/", "https://cwe.mitre.org/data/definitions/{}.html"),
    "capec": Taxonomy("CAPEC", "https://capec.mitre.org/", "https://capec.mitre.org/data/definitions/{}.html"),
    "atlas": Taxonomy("MITRE ATLAS", "https://atlas.mitre.org/", "https://atlas.mitre.org/techniques/{}"),
    "linddun": Taxonomy("LINDDUN", "https://linddun.org/"),
    "owasp-llm": Taxonomy("OWASP Top 10 for LLM Applications", "https://genai.owasp.org/llm-top-10/"),
    "cicd-sec": Taxonomy(
        "OWASP Top 10 CI/CD Security Risks",
        "https://owasp.org/www-project-top-10-ci-cd-security-risks/",
        taxa=CICD,
    ),
}
"""Scheme of a ref -> its taxonomy, in the order of ``run.taxonomies``. Refs of other schemes stay tags."""

Place = tuple[int, int]
"""Index of a taxonomy in the run, and of an entry in that taxonomy."""


class Taxonomies(NamedTuple):
    """The taxonomies that the rules of one log refer to."""

    entries: tuple[tuple[str, tuple[str, ...]], ...]
    """(scheme, its entries), in the order of the log."""
    places: Mapping[tuple[str, str], Place]
    """(scheme, entry) -> where it is."""


def split(ref: str) -> tuple[str, str]:
    """Scheme and entry of a ref; weakness and attack pattern ids without their prefix, as the catalogues have them."""
    scheme, _, entry = ref.partition(":")
    return scheme, entry.upper().removeprefix(f"{scheme.upper()}-") if scheme in ("cwe", "capec") else entry


def page_of(rule: Rule) -> str:
    """A page about the rule: that of the first entry that has one, else the home of its first taxonomy, else ``""``."""
    known = [(KNOWN[scheme], entry) for scheme, entry in map(split, rule.refs) if scheme in KNOWN]
    pages = (taxonomy.page.format(entry) for taxonomy, entry in known if taxonomy.page and _is_plain(entry))
    homes = (taxonomy.home for taxonomy, _ in known)
    return next(pages, "") or next(homes, "")


def address(scheme: str, entry: str) -> str:
    """The page of one entry, ``""`` where its taxonomy has none for each."""
    known = KNOWN.get(scheme)
    return known.page.format(entry) if known and known.page and _is_plain(entry) else ""


def home(scheme: str) -> str:
    """The page of a taxonomy, ``""`` of one that is not known."""
    return KNOWN[scheme].home if scheme in KNOWN else ""


def _is_plain(entry: str) -> bool:
    """Whether an entry may stand in an address as it is."""
    return entry.isascii() and entry.replace(".", "").isalnum()


def taxonomies_of(rules: Iterable[Rule]) -> Taxonomies:
    """The refs of some rules, sorted: complete taxonomies whole, of the others the entries that are referred to."""
    found: dict[str, set[str]] = {}
    for scheme, entry in (split(ref) for rule in rules for ref in rule.refs):
        taxonomy = KNOWN.get(scheme)
        if taxonomy and entry and (entry in taxonomy.taxa or not taxonomy.taxa):
            found.setdefault(scheme, set()).add(entry)
    entries = tuple(
        (scheme, tuple(KNOWN[scheme].taxa) or tuple(sorted(found[scheme], key=lambda entry: (len(entry), entry))))
        for scheme in KNOWN
        if scheme in found
    )
    places = {(scheme, entry): (i, j) for i, (scheme, names) in enumerate(entries) for j, entry in enumerate(names)}
    return Taxonomies(entries, places)


def components(taxonomies: Taxonomies) -> Iterator[om.ToolComponent]:
    """The taxonomies as ``run.taxonomies`` holds them."""
    import sarif_om as om

    for scheme, entries in taxonomies.entries:
        known = KNOWN[scheme]
        yield om.ToolComponent(
            name=known.name,
            information_uri=known.home,
            short_description=om.MultiformatMessageString(text=f"Entries of {known.name} that the rules refer to."),
            is_comprehensive=bool(known.taxa) or None,
            taxa=[_taxon(scheme, entry) for entry in entries],
        )


def _taxon(scheme: str, entry: str) -> om.ReportingDescriptor:
    import sarif_om as om

    title = KNOWN[scheme].taxa.get(entry, "")
    return om.ReportingDescriptor(
        id=entry,
        name=title.title().replace(" ", "") or None,
        short_description=om.MultiformatMessageString(text=f"{title}.") if title else None,
        help_uri=address(scheme, entry) or None,
    )


def references(taxonomies: Taxonomies, refs: Iterable[str]) -> Iterator[om.ReportingDescriptorReference]:
    """Pointers to the entries that some refs name; refs into no known taxonomy are left out."""
    import sarif_om as om

    for scheme, entry in dict.fromkeys(map(split, refs)):
        place = taxonomies.places.get((scheme, entry))
        if place:
            component = om.ToolComponentReference(name=KNOWN[scheme].name, index=place[0])
            yield om.ReportingDescriptorReference(id=entry, index=place[1], tool_component=component)
