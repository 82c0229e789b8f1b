"""Conditions that can never hold, and those that always do, are errors at their place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.errors import UsageError
from checker.knowledge import vocabulary
from checker.policy.accepted import ABSENT, Accepted
from checker.policy.catalogue import Catalogue
from checker.policy.clauses import every
from checker.policy.contradictions import Reader
from checker.policy.facts import Facts
from checker.policy.load import compile_rule
from checker.policy.matchers import Scope, compile_matcher
from checker.policy.paths import resolve
from checker.policy.place import Place
from checker.policy.view import Field
from checker.policy.views import VIEWS
from tests.builders import graph
from tests.policy.asking import document, rule
from tests.policy.test_matchers import KINDS, SHOP, matchers
from tests.policy.test_params import repository

C, F, T = "each: component\n", "each: flow\n", "each: threat\n"
NEVER, ALWAYS = "this can never hold: ", "this always holds: "


@pytest.mark.parametrize(
    ("body", "place", "message"),
    [
        (C + "when: {trust: {in: [untrusted], at_least: restricted}}\n",
         "7:43", NEVER + "by what is asked before it, 'trust' is 'untrusted'"),
        (C + "when: {trust: {at_most: partner, at_least: internal}}\n", "7:44", "'trust' is 'partner' or 'untrusted'"),
        (C + "when: {all_of: [{trust: internal}, {trust: partner}]}\n", "7:44", "'trust' is 'internal'"),
        (C + "when: {trust: internal, all_of: [{exposure: direct}, {trust: partner}]}\n",
         "7:62", "'trust' is 'internal'"),
        (C + "when: {type: {in: [db], not: DATABASE}}\n", "7:30", "'type' is 'database'"),
        (C + "when: {trust: {missing: true, at_least: untrusted}}\n", "7:41", "'trust' is not stated"),
        (C + "when: {trust: {present: true, missing: true}}\n", "7:40", NEVER),
        (C + "when: {owner: {in: [a, b], not: [b, a, c]}}\n", "7:33", "'owner' is 'a' or 'b'"),
        (C + "when: {owner: x, not: {owner: x}}\n", "7:31", "the opposite of this can never hold: by what is asked"),
        (C + "when: {boundary: {trust: internal}, boundary.trust: partner}\n",
         "7:53", "'boundary.trust' is 'internal'"),
        (C + "when: {boundary: {trust: internal, kind: {in: [network], not: network}}}\n",
         "7:63", "'boundary.kind' is 'network'"),
        (C + "when: {boundary: {missing: true, present: true}}\n", "7:43", "'boundary' is not stated"),
        (C + "when: {internet_facing: true, any_of: [{internet_facing: false}, {owner: x}]}\n",
         "7:58", "'internet_facing' is true"),
        (C + "when: {kind: {not: [process, data-store, external-entity]}}\n", "7:20", NEVER + "no 'kind' is so"),
        (C + "when: {not: {trust: {at_least: untrusted}}}\n",
         "7:32", "the opposite of this can never hold: no 'trust' is so"),
        (C + "when: {flows_out: {any: {crosses: true, not: {crosses: true}}}}\n",
         "7:56", "the opposite of this can never"),
        (C + "when: {flows_out: {none: {all_of: [{crosses: true}, {crosses: false}]}}}\n", "7:63", "'crosses' is true"),
        (C + "when: {flows_out: {count: {of: {all_of: [{crosses: true}, {crosses: false}]}, at_least: 1}}}\n",
         "7:69", NEVER),
        (C + "when: {any_of: [{trust: internal, owner: x}, {trust: partner}], trust: restricted}\n",
         "7:72", "'internal' or 'partner'"),
        (T + "when: {dread: {at_least: 7, at_most: 6}}\n", "7:38", NEVER + "no number is at_least 7 and at_most 6"),
        (T + "when: {dread: {at_least: 7, less_than: 7}}\n", "7:40", NEVER),
        (T + "when: {dread: {more_than: 7, at_most: 7}}\n", "7:39", NEVER),
        (C + "when: {any_of: [{owner: x}, {owner: y}, {owner: x}]}\n", "7:41", "the same stands in this list before"),
        (C + "when: {all_of: [{owner: x, trust: internal}, {trust: internal, owner: x}]}\n", "7:46", "the same stands"),
        (C + "when: {any_of: [{trust: {missing: true}}, {trust: {present: true}}]}\n",
         "7:16", ALWAYS + "one of its parts is true"),
        (C + "when: {any_of: [{internet_facing: {in: [x]}}]}\n", "7:36", "'internet_facing' is true or false"),
        (C + "when: {trust: internal}\nassert: {trust: internal}\n",
         "8:17", ALWAYS + "by 'when', 'trust' is 'internal'"),
        (C + "when: {trust: internal}\nassert: {trust: restricted}\n", "8:17", NEVER),
        (C + "when: {trust: {at_least: internal}}\nassert: {owner: x, trust: {not: untrusted}}\n", "8:33", ALWAYS),
        (C + "when: {trust: {at_least: internal}}\nassert: {trust: {present: true}}\n", "8:27", ALWAYS),
        (C + "when: {type: db}\nassert: {any_of: [{owner: x}, {type: {in: [database, queue]}}]}\n", "8:43", ALWAYS),
        (C + "when: {trust: {at_least: internal}}\nassert: {any_of: [{trust: internal}, {trust: restricted}]}\n",
         "8:18", ALWAYS),
        (F + "when: {crosses: true}\nassert: {not: {crosses: false}}\n",
         "8:25", "the opposite of this always holds: by 'when'"),
        (F + "when: {encryption: none}\nassert: {any_of: [{encryption: tls}, {local: true}]}\n",
         "8:32", "'encryption' is 'none'"),
        (F + "when: {any_of: [{encryption: none}, {encryption: tls}]}\nassert: {encryption: {not: mtls}}\n",
         "8:28", "'none' or 'tls'"),
    ],
)  # fmt: skip
def test_a_condition_without_sense(body: str, place: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        rule(body)
    error = caught.value
    assert message in error.message
    assert (str(error.at), error.exit_code) == (f"policies/ours/rule.yaml:{place}", 2)
    assert error.hint


@pytest.mark.parametrize(
    "body",
    [
        C + "when: {trust: {at_least: partner, at_most: internal}}\n",
        C + "when: {any_of: [{trust: internal}, {trust: {missing: true}}]}\n",
        C + "when: {any_of: [{type: db}, {type: {present: true}}]}\n",
        C + "when: {owner: {like: 'a*', not: abc}}\n",
        C + "when: {not: {owner: x}, technology: y}\n",
        C + "when: {not: {all_of: [{trust: internal}, {exposure: direct}]}, trust: internal}\n",
        F + "when: {any_of: [{encryption: none}, {encryption: {missing: true}}]}\nassert: {encryption: {not: tls}}\n",
        C + "when: {trust: internal}\nassert: {boundary.trust: internal}\n",
        C + "when: {trust: internal}\nassert: {any_of: [{owner: x}, {technology: x}]}\n",
        C + "when: {flows_out: {any: {crosses: true}, none: {crosses: false}}}\n",
        C + "when: {flows_out: {any: {crosses: true}}}\nassert: {flows_out: {all: {crosses: true}}}\n",
        C + "change: [changed]\nwhen: {trust: internal, old.trust: restricted}\n",
        C + "change: [changed]\nwhen: {old: {trust: internal}, trust: {at_least: partner, more_than: old}}\n",
        F + "when: {carries.classification: {at_least: confidential, at_most: internal}}\n",
        F + "when: {encryption: {present: true}}\nassert: {encryption: {not: none}}\n",
        F + "assert: {any_of: [{encryption: tls}, {encryption: mtls}, {encryption: {like: our-*}}]}\n",
        T + "when: {dread: {at_least: 7, at_most: 7}}\n",
    ],
)
def test_a_condition_that_may_hold_or_not_is_none(body: str) -> None:
    rule(body)


@pytest.mark.parametrize(
    ("severity", "place", "message"),
    [
        ("[{when: {trust: restricted}, is: low}, high]", "3:27", NEVER),
        ("[{when: {trust: {present: true}}, is: low}, high]", "3:37", ALWAYS),
        ("{likelihood: likely, impact: [{when: {trust: partner}, is: low}, high]}", "3:56", NEVER),
    ],
)
def test_a_case_of_a_severity_without_sense(severity: str, place: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        rule(C + "when: {trust: internal}\n", severity=severity)
    assert str(caught.value.at) == f"policies/ours/rule.yaml:{place}"


def test_a_value_of_the_config_that_makes_no_sense_is_told_there() -> None:
    body = "params: {least: {type: string, default: partner}}\n" + C
    body += "when: {trust: {at_most: internal, at_least: {param: least}}}\n"
    repository("rules: {ours/rule: {params: {least: internal}}}\n", body)
    with pytest.raises(UsageError, match=NEVER) as caught:
        repository("rules: {ours/rule: {params: {least: restricted}}}\n", body)
    assert str(caught.value.at) == ".threatgate.yaml:3:37"


def test_every_shipped_rule_has_sense() -> None:
    catalogue = Catalogue(lambda path: document(""), lambda: ())
    loaded = [catalogue._load(id) for id in catalogue.ids()]
    assert len([compile_rule(*one) for one in loaded if not one[0].built_in]) >= 24


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda each: st.tuples(st.just(each), matchers(each))))
def test_what_is_taken_for_known_is_true_of_every_element_that_passes(asked: tuple[str, dict[str, Any]]) -> None:
    each, matcher = asked
    scope, place, facts = Scope(VIEWS[each]), Place(document(C)), Facts(SHOP, graph(SHOP))
    test = every(compile_matcher(matcher, scope, place))
    passing = [element for element in KINDS[each].values() if test(facts, element)]
    try:
        known = Reader(scope).read(matcher, place, {})
    except UsageError as error:
        asks_all = all(key not in str(matcher) for key in ("any", "all", "none", "count"))
        assert not (passing and asks_all and error.message.startswith(NEVER))
        return
    for name, values in known.items():
        path = resolve(name, VIEWS[each], place, changes=False)
        for element in passing:
            assert Accepted(frozenset((_value(path.field, path.value(facts, element)),))).both(values)


def _value(field: Field, value: Any) -> Any:
    """A value of a model as conditions see it."""
    if value in (None, "", ()):
        return ABSENT
    if field.vocabulary:
        return vocabulary.canonical(value, field.vocabulary) if vocabulary.look_up(value, field.vocabulary) else ""
    return value if field.type in ("word", "text", "flag") else "something"
