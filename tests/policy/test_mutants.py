"""Rules that are wrong in one place: which, where and in what words."""

from __future__ import annotations

import pytest

from checker.core.source import Source
from checker.documents.parse import parse
from checker.policy.trying.mutants import mutants
from tests.policy.asking import HEAD, document


def said(body: str) -> list[str]:
    """``column: change`` of each mutant, in order."""
    return [f"{mutant.location.column}: {mutant.said}" for mutant in mutants(document(body))]


@pytest.mark.parametrize(
    ("entry", "changes"),
    [
        ("{crosses: true}", ["1: dropped assert", "19: true -> false"]),
        (
            "{crosses: true, local: false}",
            [
                *("10: dropped crosses: true", "19: true -> false"),
                *("25: dropped local: false", "32: false -> true"),
            ],
        ),
        (
            "{to_trust: {at_least: internal}}",
            [
                "1: dropped assert",
                "21: at_least: internal -> at_most: internal",
                "31: internal -> partner",
                "31: internal -> restricted",
            ],
        ),
        (
            "{to_trust: {at_most: untrusted}}",
            ["1: dropped assert", "21: at_most: untrusted -> at_least: untrusted", "30: untrusted -> partner"],
        ),
        ("{protocol: wss}", ["1: dropped assert", "20: wss -> grpc"]),
        (
            "{protocol: {in: [wss, grpc]}}",
            [
                *("1: dropped assert", "21: in: [wss, grpc] -> not: [wss, grpc]"),
                *("26: dropped wss", "31: dropped grpc"),
            ],
        ),
        ("{protocol: {not: wss}}", ["1: dropped assert", "21: not: wss -> in: [wss]", "26: wss -> grpc"]),
        ("{id: x}", ["1: dropped assert", "14: x -> x-other"]),
        ("{id: {like: 'x*'}}", ["1: dropped assert", "21: x* -> *", "21: x* -> x*-other"]),
        ("{data: {missing: true}}", ["1: dropped assert", "26: true -> false"]),
        ("{data: {contains: cards}}", ["1: dropped assert", "27: cards -> cards-other"]),
        (
            "{carries: {any: {personal: true}}}",
            [
                "1: dropped assert",
                "20: any: {personal: true} -> all: {personal: true}",
                "20: any: {personal: true} -> none: {personal: true}",
                "36: true -> false",
            ],
        ),
        (
            "{data: {none: {in: [a, b]}}}",
            [
                "1: dropped assert",
                "17: none: {in: [a, b]} -> any: {in: [a, b]}",
                "17: none: {in: [a, b]} -> all: {in: [a, b]}",
                "24: in: [a, b] -> not: [a, b]",
                "29: dropped a",
                "32: dropped b",
            ],
        ),
        ("{data: {count: 2}}", ["1: dropped assert", "24: 2 -> 3", "24: 2 -> 1"]),
        (
            "{data: {count: {at_least: 0, at_most: 1}}}",
            [
                *("1: dropped assert", "25: dropped at_least: 0", "35: 0 -> 1"),
                *("38: dropped at_most: 1", "47: 1 -> 2", "47: 1 -> 0"),
            ],
        ),
        (
            "{any_of: [{crosses: true}, {local: true}]}",
            [
                "1: dropped assert",
                "10: any_of: [{crosses: true}, {local: true}] -> all_of: [{crosses: true}, {local: true}]",
                *("19: dropped {crosses: true}", "36: dropped {local: true}"),
                *("29: true -> false", "44: true -> false"),
            ],
        ),
        (
            "{not: {local: true}}",
            ["1: dropped assert", "10: not: {local: true} -> all_of: [{local: true}]", "23: true -> false"],
        ),
        ("{from: {owner: {present: true}}}", ["1: dropped assert", "34: true -> false"]),
    ],
)
def test_what_is_changed_in_a_matcher(entry: str, changes: list[str]) -> None:
    assert said(f"each: flow\nassert: {entry}\n") == changes


@pytest.mark.parametrize(
    ("expression", "changes"),
    [
        ("self.crosses", ["10: self.crosses -> !self.crosses"]),
        ("!self.crosses", ["10: dropped !"]),
        ("has(self.to.owner)", ["10: has(self.to.owner) -> !has(self.to.owner)"]),
        (
            "self.crosses && self.local && has(self.id)",
            [
                *("10: dropped self.crosses", "26: dropped self.local", "40: dropped has(self.id)"),
                *("37: && -> ||", "23: && -> ||", "10: self.crosses -> !self.crosses"),
                *("26: self.local -> !self.local", "40: has(self.id) -> !has(self.id)"),
            ],
        ),
        (
            "self.to_trust.at_least('internal')",
            ["24: at_least -> at_most", "33: 'internal' -> 'partner'", "33: 'internal' -> 'restricted'"],
        ),
        ('self.protocol == \\"wss\\"', ["24: == -> !=", '27: "wss" -> "grpc"']),
        ("self.carries.exists(d, d.personal)", ["23: exists -> all", "33: d.personal -> !d.personal"]),
        ("size(self.data) >= 2", ["26: >= -> >", "29: 2 -> 3", "29: 2 -> 1"]),
        (
            "self.id in ['a', 'b']",
            ["22: dropped 'a'", "27: dropped 'b'", "22: 'a' -> 'a-other'", "27: 'b' -> 'b-other'"],
        ),
    ],
)
def test_what_is_changed_in_an_expression(expression: str, changes: list[str]) -> None:
    assert said(f'each: flow\nassert: "{expression}"\n') == ["1: dropped assert", *changes]


def test_a_bracketed_part_stays_one() -> None:
    found = [
        mutant.data["assert"]
        for mutant in mutants(document('each: flow\nassert: "self.local || (self.crosses && self.mutual)"\n'))
        if "assert" in mutant.data
    ]
    assert found == [
        "(self.crosses && self.mutual)",
        "self.local",
        "self.local && (self.crosses && self.mutual)",
        "!self.local || (self.crosses && self.mutual)",
        "self.local || (self.mutual)",
        "self.local || (self.crosses)",
        "self.local || (self.crosses || self.mutual)",
        "self.local || (!self.crosses && self.mutual)",
        "self.local || (self.crosses && !self.mutual)",
    ]


def test_what_is_changed_in_a_rule_about_changes() -> None:
    body = (
        "each: component\nchange: [added, changed]\nchanged_fields: [authority]\nwhen: {authority: {more_than: old}}\n"
    )
    assert said(body) == [
        *("1: dropped change", "10: dropped added", "17: dropped changed"),
        "1: dropped changed_fields",
        *("1: dropped when", "20: more_than: old -> less_than: old"),
    ]


def test_what_is_changed_in_a_rule_about_ways() -> None:
    body = (
        "path: {from: {internet_facing: true}, to: {kind: data-store}, via: {local: false}, "
        "must_cross: 'self.authenticated', avoid: {type: guardrail}, max_hops: 3}\n"
    )
    assert said(body) == [
        *("32: true -> false", "50: data-store -> external-entity"),
        *("63: dropped via: {local: false}", "76: false -> true"),
        *("84: dropped must_cross: self.authenticated", "97: self.authenticated -> !self.authenticated"),
        *("118: dropped avoid: {type: guardrail}", "132: guardrail -> ai-service"),
        *("144: dropped max_hops: 3", "154: 3 -> 4", "154: 3 -> 2"),
    ]


@pytest.mark.parametrize(
    ("severity", "changes"),
    [
        ("high", []),
        (
            "[{when: {crosses: true}, is: high}, medium]",
            [
                *("12: dropped {when: {crosses: true}, is: high}", "29: true -> false"),
                *("40: high -> medium", "47: medium -> low"),
            ],
        ),
        (
            "{likelihood: unlikely, impact: [{when: {local: true}, is: very-high}, low]}",
            [
                *("24: unlikely -> likely", "43: dropped {when: {local: true}, is: very-high}"),
                *("58: true -> false", "69: very-high -> high", "81: low -> medium"),
            ],
        ),
        (  # 1 x 3 and 1 x 2 are both medium: nobody could notice a change of the case
            "{likelihood: unlikely, impact: [{when: {local: true}, is: high}, medium]}",
            ["24: unlikely -> likely", "76: medium -> low"],
        ),
        (
            "{score: '2 * size(self.data)', bands: {high: 7, low: 0.5}}",
            ["20: 2 -> 3", "20: 2 -> 1", "56: 7 -> 8", "56: 7 -> 6", "64: 0.5 -> 1.5", "64: 0.5 -> -0.5"],
        ),
    ],
)
def test_what_is_changed_in_a_severity(severity: str, changes: list[str]) -> None:
    text = f"{HEAD.replace('severity: high', f'severity: {severity}')}each: flow\nassert: {{local: true}}\n"
    found = list(mutants(parse(Source("policies/ours/rule.yaml", text))))
    of_severity = [f"{one.location.column}: {one.said}" for one in found if one.location.line == 3]
    assert of_severity == changes


def test_what_is_changed_in_the_default_of_a_param() -> None:
    body = """\
each: flow
params:
  limit: {type: string, enum: [a, b, c], default: b}
  days: {type: integer, default: 30}
  strict: {type: boolean, default: true}
  names: {type: array, items: {type: string}, default: [x, y]}
  other: {type: string, default: z}
when: {id: {in: {param: names}}}
"""
    assert said(body) == [
        *("51: b -> a", "51: b -> c", "34: 30 -> 31", "34: 30 -> 29", "36: true -> false"),
        *("57: dropped x", "60: dropped y", "34: z -> z-other"),
        *("1: dropped when", "13: in: {param: names} -> not: {param: names}"),
    ]
