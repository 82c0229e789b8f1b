"""Reports made by hand for the tests of the outputs. Places are looked up in the text, never typed."""

from __future__ import annotations

from collections.abc import Callable

from checker.core.change import Change, FieldChange
from checker.core.errors import GitError, InputError
from checker.core.finding import SEVERITIES, Finding, Related
from checker.core.location import Location, Ref
from checker.core.model import AiModel
from checker.core.neighbourhood import Edge, Neighbourhood, Node
from checker.core.report import Base, Checked, Report, Result, Waiver
from checker.core.rule import Rule

BASE = "3f9a1c2e5b7d4a6f8091a2b3c4d5e6f708192a3b"

MODEL = """\
threatgate: 1
system: {id: shop, name: Shop}
boundaries:
  internet: {trust: untrusted}
  cloud: {trust: internal}
components:
  customer: {type: person, boundary: internet}
  assistant:
    type: agent
    boundary: cloud
    authority: [read-orders, refund]
  orders: {type: database, boundary: cloud}
flows:
  ask: {from: customer, to: assistant, protocol: http, encryption: none}
  look-up: {from: assistant, to: orders, protocol: postgres, encryption: tls}
"""
PARTNER = "threatgate: 1\nsystem: {id: partner}\ncomponents:\n\tpärtner-日本: {type: service}  # 日本\n"
WAIVERS = "threatgate: 1\nwaivers:\n  - id: W-7\n    rule: boundary/cleartext-flow\n"
SOURCES = {
    "threatmodel.yaml": MODEL,
    "partner/model 100%#1.threatmodel.yaml": PARTNER,
    ".threatgate-waivers.yaml": WAIVERS,
}

RULES = {
    "boundary/cleartext-flow": Rule(
        id="boundary/cleartext-flow",
        title="Data crosses a trust boundary in cleartext",
        severity="high",
        why="Anyone on the path can read or change it.",
        fix="Use TLS 1.2 or later, or mutual TLS between services of your own. Then say so in `encryption:`, with the "
        "name of the protocol that the two ends really agree on.",
        effort="small",
        refs=("stride:I", "stride:T", "cwe:CWE-319", "atlas:AML.T0024"),
        tags=("transport",),
        since="0.1.0",
    ),
    "boundary/path-to-store": Rule(
        id="boundary/path-to-store",
        title="The internet reaches a data store",
        severity="critical",
        why="Each step of the path needs no authentication.",
        fix="Authenticate one of the flows.",
        confidence="medium",
        refs=("stride:E", "cwe:CWE-306"),
    ),
    "boundary/unnamed-owner": Rule(
        id="boundary/unnamed-owner",
        title="A component has no owner",
        severity="note",
        why="Nobody is asked when it changes.",
        fix="Name an owner.",
        confidence="low",
    ),
    "review/unreviewed-component": Rule(
        id="review/unreviewed-component",
        title="A component changed and nobody reviewed what it became",
        severity="high",
        why="The gate's promise: nothing about the attack surface changes without a recorded decision.",
        fix="Look at the component and its threats, then record the review.",
        built_in=True,
    ),
    "waiver/unused": Rule(
        id="waiver/unused",
        title="A waiver matches nothing",
        severity="low",
        why="It would excuse the next finding that it happens to match.",
        fix="Delete it.",
        built_in=True,
    ),
}


def at(token: str, path: str = "threatmodel.yaml", nth: int = 1, sources: dict[str, str] | None = None) -> Location:
    """The place of the nth occurrence of a token in one of the sources."""
    text = (sources or SOURCES)[path]
    index = -1
    for _ in range(nth):
        index = text.index(token, index + 1)
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return Location(path, line, column, line, column + len(token))


def finding(rule: str, severity: str, message: str, subject: Ref, location: Location, **more: object) -> Finding:
    return Finding(rule, severity, message, subject, location, **({"model": "shop"} | more))  # type: ignore[arg-type]


CLEARTEXT = finding(
    "boundary/cleartext-flow",
    "high",
    "ask goes from internet to cloud with encryption 'none'",
    Ref("flow", "ask", "encryption"),
    at("none"),
    related=(
        Related(at("internet"), "the boundary it leaves"),
        Related(at("cloud"), "the boundary it enters"),
        Related(Location("threatmodel.yaml", 13, 3, 13, 6), "it said 'tls' before", BASE),
    ),
)
PATH = finding(
    "boundary/path-to-store",
    "critical",
    "customer reaches orders in 2 steps",
    Ref("component", "orders"),
    at("orders", nth=2),
    path=(
        Related(at("customer"), "customer is in the untrusted boundary internet", element=Ref("component", "customer")),
        Related(at("ask"), "ask needs no authentication", element=Ref("flow", "ask")),
        Related(at("assistant"), "assistant passes it on", element=Ref("component", "assistant")),
        Related(at("look-up"), "look-up needs no authentication", element=Ref("flow", "look-up")),
        Related(at("orders", nth=2), "orders is reached", element=Ref("component", "orders")),
    ),
)
TREE = PATH._replace(path=tuple(step._replace(element=None) for step in PATH.path))
"""An attack path of other steps than components and flows."""


def long_way(hops: int) -> Finding:
    """A finding at the end of a way of so many flows."""
    steps = [step for n in range(hops) for step in (Ref("component", f"c{n}"), Ref("flow", f"f{n}"))]
    refs = (*steps, PATH.subject)
    return PATH._replace(path=tuple(Related(at("ask"), ref.id, element=ref) for ref in refs))


OWNER = finding(
    "boundary/unnamed-owner",
    "note",
    "pärtner-日本 has no owner",
    Ref("component", "pärtner-日本"),
    at("pärtner-日本", "partner/model 100%#1.threatmodel.yaml"),
    model="partner",
)
UNREVIEWED = finding(
    "review/unreviewed-component",
    "high",
    "component 'assistant' changed (authority) and no review covers what it became",
    Ref("component", "assistant", "authority"),
    at("authority"),
    hint="look at it, then: threatgate review assistant --by YOU",
)
UNUSED = finding(
    "waiver/unused",
    "low",
    "waiver W-9 matches no finding",
    Ref("waiver", "W-9"),
    at("W-7", ".threatgate-waivers.yaml"),
    model="",
)
WAIVER = Waiver(
    id="W-7",
    rule="boundary/cleartext-flow",
    on="look-up",
    model="shop",
    owner="team-orders",
    category="compensating-control",
    reason="The link runs inside one rack",
    approved_by="dana@example.com",
    created="2026-09-01",
    expires="2027-03-31",
    location=at("W-7", ".threatgate-waivers.yaml"),
)
EXCUSED = CLEARTEXT._replace(
    message="look-up has encryption 'tls' of version 1.0",
    subject=Ref("flow", "look-up", "encryption"),
    location=at("tls"),
    related=(),
)
OLD = OWNER._replace(
    message="customer has no owner", subject=Ref("component", "customer"), location=at("customer"), model="shop"
)
CHANGES = (
    Change("added", Ref("component", "orders")),
    Change(
        "modified",
        Ref("component", "assistant"),
        fields=(
            FieldChange("authority", ("read-orders",), ("read-orders", "refund"), weakens=True),
            FieldChange("model", None, AiModel(source="external", name="acme-large", version="2026-05")),
            FieldChange("name", "", "Assistant"),
        ),
        weakens=True,
    ),
    Change("moved", Ref("component", "customer"), fields=(FieldChange("boundary", "cloud", "internet"),)),
    Change("renamed", Ref("flow", "ask"), was="question", relevant=False),
    Change(
        "modified", Ref("flow", "ask"), fields=(FieldChange("encryption", "tls", "none", weakens=True),), weakens=True
    ),
    Change("removed", Ref("boundary", "dmz"), weakens=True),
)
PLACES = {
    Ref("component", "orders"): at("orders", nth=2),
    Ref("component", "assistant"): at("assistant"),
    Ref("component", "customer"): at("customer"),
    Ref("flow", "ask"): at("ask"),
    Ref("boundary", "dmz"): Location("threatmodel.yaml", 6, 3, 6, 6),
}
SHOP = Checked(
    path="threatmodel.yaml",
    format="native",
    id="shop",
    name="Shop",
    counts={"component": 3, "flow": 2, "boundary": 2, "data": 0, "threat": 0, "control": 0},
    changes=CHANGES,
    places=PLACES,
    neighbourhood=Neighbourhood(
        nodes=(
            Node("assistant", "agent", "cloud", "changed"),
            Node("customer", "person", "internet", "changed"),
            Node("orders", "database", "cloud", "added"),
        ),
        edges=(Edge("ask", "customer", "assistant", "changed"), Edge("look-up", "assistant", "orders", "")),
        left_out=2,
    ),
)
PARTNER_MODEL = Checked(
    path="partner/model 100%#1.threatmodel.yaml",
    format="native",
    id="partner",
    name="",
    counts={"component": 1},
    changes=(),
)


def report(**fields: object) -> Report:
    """A report with defaults: nothing found, one model, no base."""
    defaults: dict[str, object] = {
        "results": (),
        "models": (SHOP._replace(changes=None, places={}),),
        "rules": RULES,
        "fail_on": "medium",
        "as_of": "2026-11-23",
        "head": "work tree",
        "sources": SOURCES,
        "version": "0.1.0",
    }
    return Report(**(defaults | fields))  # type: ignore[arg-type]


def sorted_results(*results: Result) -> tuple[Result, ...]:
    return tuple(sorted(results, key=lambda result: result.finding.order))


SHARED = report(
    results=sorted_results(
        Result(CLEARTEXT),
        Result(PATH),
        Result(OWNER),
        Result(UNREVIEWED),
        Result(UNUSED),
        Result(EXCUSED, "waived", WAIVER),
        Result(OLD, "known", why="not touched by this change"),
    ),
    models=(SHOP, PARTNER_MODEL),
    base=Base(BASE, "merge base of HEAD and origin/main", 3),
    not_checked=("Drift: no component names code paths.",),
)
"""The report of the golden files: every state, an attack path, a base, a waiver and awkward names."""

HOSTILE = (
    "a|b",
    "line\nbreak",
    "\x1b[2J\x1b]0;owned\x07",
    "::error file=x::forged",
    "x\r\n::add-mask::secret",
    "##[error]forged",
    "\u202etxt.exe\u202c",
    "<script>alert(1)</script>",
    "</code></details><h1>x",
    "[link](http://evil.example)",
    "![i](http://evil.example/t.png)",
    "@octocat and #1 GH-2",
    "`` ` ``",
    "```\nfence",
    "<!-- marker -->",
    "http://evil.example www.evil.example mail@evil.example",
    "**bold** _it_ ~~no~~ \\",
    "&lt;b&gt; &#60;",
    "100%25 %0A %",
    "../../etc/passwd",
    "\ud800 lone",
    "\u2028\u2029\x85\x9b",
    "日本語" * 20,
    "e\u0301" * 10,
    "x" * 5000,
    "",
)
"""Names that a model may hold and that must not break out of any output."""


def hostile(name: str) -> Report:
    """A report where one string stands wherever a model's text can."""
    path = name.replace("//", "/").strip("/.") or "x"
    place = Location(path, 1, 1, 1, 4)
    found = Finding(
        "boundary/cleartext-flow",
        "high",
        name,
        Ref("component", name, name),
        place,
        name,
        (Related(place, name), Related(place, name, BASE)),
        (Related(place, name), Related(place, name)),
        name,
        name,
    )
    steps = (Ref("component", name), Ref("flow", name), Ref("component", name))
    way = found._replace(discriminator="way", path=tuple(Related(place, name, element=step) for step in steps))
    unreviewed = found._replace(rule="review/unreviewed-component", hint="")
    waiver = WAIVER._replace(id=name, owner=name, reason=name, approved_by=name, location=place)
    changes = (Change("modified", Ref("component", name), (FieldChange(name, name, (name, name)),), was=name),)
    drawn = Neighbourhood((Node(name, name, name, "added"),), (Edge(name, name, name, "removed"),))
    model = Checked(path, "native", name, name, {"component": 1}, changes, {Ref("component", name): place}, drawn)
    return report(
        results=(
            Result(found),
            Result(found._replace(discriminator="second")),
            Result(way),
            Result(unreviewed),
            Result(found, "waived", waiver),
            Result(found._replace(discriminator="third"), "known", why=name),
        ),
        models=(model,),
        head=name,
        base=Base(BASE, name, 1),
        not_checked=(name,),
        sources={path: f"{name}\nsecond line\n"},
    )


def many(number: int, severity: Callable[[int], str] = lambda n: ("note", "low", "medium", "high")[n % 4]) -> Report:
    """A report with many new results in one file, two on each line."""
    text = "".join(f"  c{line}: {{type: service}}\n" for line in range(number // 2 + 1))
    rules = ("boundary/cleartext-flow", "boundary/path-to-store", "review/unreviewed-component")
    results = (
        Result(
            Finding(
                rules[n % 3],
                severity(n),
                f"component c{n} is wrong in a way that takes a sentence to say",
                Ref("component", f"c{n}", "type"),
                Location("threatmodel.yaml", n // 2 + 1, 3, n // 2 + 1, 5),
                "shop",
                (Related(Location("threatmodel.yaml", 1, 3, 1, 5), "the boundary around it"),),
            )
        )
        for n in range(number)
    )
    return report(results=tuple(results), sources={"threatmodel.yaml": text})


FAILED = report(
    failures=(
        GitError(
            "the base 'origin/main' is not in this clone",
            hint="git fetch origin main, or check out with fetch-depth: 2",
        ),
        InputError("the file is larger than 5 MB", at("shop"), "split the model with include:"),
    ),
    results=(Result(CLEARTEXT),),
)

SHAPES: dict[str, Report] = {
    "shared": SHARED,
    "empty": report(models=(), rules={}, sources={}),
    "pass": report(),
    "pass-with-base": report(base=Base(BASE, "first parent of the merge commit"), models=(SHOP._replace(changes=()),)),
    "empty-base": report(base=Base("", "there was no commit before this one"), head="index"),
    "one-new": report(results=(Result(CLEARTEXT),)),
    "below-threshold": report(results=(Result(UNUSED),)),
    "never-fails": report(results=(Result(PATH),), fail_on="never"),
    "only-known": report(results=(Result(OLD, "known", why="in the baseline", in_baseline=True),)),
    "only-waived": report(results=(Result(EXCUSED, "waived", WAIVER),)),
    "waived-without-waiver": report(results=(Result(EXCUSED, "waived", why="by the policy"),)),
    "path": report(results=(Result(PATH),)),
    "path-of-other-steps": report(results=(Result(TREE),)),
    "long-way": report(results=(Result(long_way(700)),)),
    "ways": report(results=tuple(Result(long_way(n)._replace(discriminator=str(n))) for n in range(1, 15))),
    "failed": FAILED,
    "failed-without-place": report(failures=(GitError("no repository here"),), models=()),
    "unknown-rule": report(results=(Result(CLEARTEXT._replace(rule="ours/not-described")),)),
    "severity-from-config": report(
        results=(Result(OWNER._replace(severity="critical")),), levels={"boundary/unnamed-owner": "critical"}
    ),
    "several-severities": report(
        results=sorted_results(*(Result(PATH._replace(severity=word, discriminator=word)) for word in SEVERITIES))
    ),
    "without-source": report(results=(Result(CLEARTEXT),), sources={}),
    "whole-file": report(results=(Result(CLEARTEXT._replace(location=Location("threatmodel.yaml"))),)),
    "several-lines": report(results=(Result(CLEARTEXT._replace(location=Location("threatmodel.yaml", 8, 3, 11, 37))),)),
    "beyond-the-end": report(
        results=(Result(CLEARTEXT._replace(location=Location("threatmodel.yaml", 99, 9, 99, 12))),)
    ),
    "same-line-same-rule": report(
        results=sorted_results(
            Result(CLEARTEXT), Result(CLEARTEXT._replace(subject=Ref("flow", "ask", "protocol"), location=at("http")))
        )
    ),
    "many-places": report(
        results=(
            Result(CLEARTEXT._replace(related=tuple(Related(at("ask"), f"place {n}") for n in range(1500)))),
            Result(TREE._replace(path=tuple(Related(at("ask"), f"step {n}") for n in range(1500)))),
        )
    ),
    "long-texts": report(
        results=(Result(CLEARTEXT._replace(message="word " * 1000)),),
        rules={
            "boundary/cleartext-flow": RULES["boundary/cleartext-flow"]._replace(
                title="title " * 300, why="why " * 500, fix="fix " * 500, tags=tuple(f"tag-{n}" for n in range(40))
            )
        },
    ),
    "odd-revision": report(head="3f9a1c2", version="0.1.0.dev3+local"),
    "many": many(5200),
    **{f"hostile-{number:02}": hostile(name) for number, name in enumerate(HOSTILE)},
}
"""Reports of every shape, by name: each must come out right in every format."""
