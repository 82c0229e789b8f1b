"""The id that Threagile gives a risk: what a team finds in the tool's report, and writes into ``risk_tracking``."""

from __future__ import annotations

from collections.abc import Callable

from checker.core.finding import Finding
from checker.knowledge.threagile.estate import Estate, Link

Part = Callable[[Finding, Link], str]


def _asset(_: Finding, link: Link) -> str:
    return link.target.id


def _caller(_: Finding, link: Link) -> str:
    return link.source.id


def _link(_: Finding, link: Link) -> str:
    return link.native


_BY_LINK: dict[str, tuple[Part, ...]] = {
    "cross-site-request-forgery": (_asset, _link),
    "incomplete-model": (_link, _caller),
    "ldap-injection": (_caller, _asset, _link),
    "missing-authentication": (_link, _caller, _asset),
    "missing-identity-propagation": (_link, _caller, _asset),
    "path-traversal": (_caller, _asset, _link),
    "push-instead-of-pull-deployment": (_caller,),
    "search-query-injection": (_caller, _asset, _link),
    "server-side-request-forgery": (_caller, _asset, _link),
    "sql-nosql-injection": (_caller, _asset, _link),
    "unencrypted-communication": (_link, _caller, _asset),
    "unguarded-access-from-internet": (_asset, _caller, _link),
    "unguarded-direct-datastore-access": (_link, _caller, _asset),
    "unnecessary-communication-link": (_link, _caller),
    "wrong-communication-link-content": (_caller, _link),
}
"""Rule -> what follows its name, for findings about a link."""


def risk_id(finding: Finding, estate: Estate) -> str:
    """Threagile's id of a finding of one of its rules: the rule, and after each ``@`` what it is about."""
    rule = finding.rule.partition("/")[2]
    return "@".join((rule, *_parts(rule, finding, estate)))


def _parts(rule: str, finding: Finding, estate: Estate) -> tuple[str, ...]:
    subject = finding.subject
    if subject.kind == "flow":
        link = estate.links[subject.id]
        if rule in ("dos-risky-access-across-trust-boundary", "missing-authentication-second-factor"):
            at = estate.links[finding.discriminator or subject.id]
            if rule.startswith("dos"):
                return at.target.id, link.source.id, link.native
            return at.native, at.source.id, at.target.id
        return tuple(part(finding, link) for part in _BY_LINK[rule])
    if rule == "unnecessary-data-transfer":
        data, _, partner = finding.discriminator.partition("@")
        return data, subject.id, partner
    if subject.kind == "system":
        return (finding.discriminator.partition("@")[0],)
    return (subject.id,)
