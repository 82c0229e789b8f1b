"""A mistake in a rule is an error with its place and a way out; it is never "no finding"."""

from __future__ import annotations

import pytest

from checker.core.errors import UsageError
from tests.policy.asking import rule

OK = "each: flow\nassert: {protected: true}\nmessage: '{self.id}'\n"


@pytest.mark.parametrize(
    ("body", "place", "message", "hint"),
    [
        (
            "each: flow\nassert: {encrypton: tls}\n",
            "7:10",
            "a flow has no field 'encrypton'",
            "did you mean 'encryption'?",
        ),
        (
            "each: flow\nassert: {from.bondary.trust: internal}\n",
            "7:10",
            "a component has no field 'bondary'",
            "'boundary'",
        ),
        (
            "each: flow\nassert: {encryption: tsl}\n",
            "7:22",
            "no known 'encryption' is called 'tsl'",
            "did you mean 'tls'?",
        ),
        ("each: flow\nassert: {encryption: {in: [tls, tsl]}}\n", "7:33", "is called 'tsl'", "{like: …}"),
        (
            "each: flow\nassert: {direction: inwards}\n",
            "7:21",
            "'direction' is never 'inwards'",
            "did you mean 'inward'?",
        ),
        ("each: flow\nassert: {crosses: 'true'}\n", "7:19", "'crosses' is true or false, not 'true'", ""),
        ("each: flow\nassert: {crosses: 1}\n", "7:19", "'crosses' is true or false", ""),
        ("each: component\nassert: {owner: 12}\n", "7:17", "'owner' is a text, not '12': put it in quotes", ""),
        ("each: component\nassert: {owner: ''}\n", "7:17", "an empty text never matches", ""),
        ("each: component\nassert: {owner: null}\n", "7:17", "'owner' is a text, not 'None'", ""),
        ("each: component\nassert: {owner: {equals: x}}\n", "7:18", "no operator is called 'equals'", "choose from"),
        (
            "each: component\nassert: {owner: {at_leest: x}}\n",
            "7:18",
            "is called 'at_leest'",
            "did you mean 'at_least'?",
        ),
        ("each: component\nassert: {owner: {at_least: x}}\n", "7:18", "'owner' is a text: 'at_least' cannot", "choose"),
        ("each: component\nassert: {type: {at_least: service}}\n", "7:27", "the words of 'type' have no order", ""),
        ("each: component\nassert: {tags: pci}\n", "7:16", "write {contains: pci}", ""),
        ("each: component\nassert: {tags: {contains: []}}\n", "7:27", "'contains' takes a text", ""),
        (
            "each: component\nassert: {threats: {count: {at_leat: 1}}}\n",
            "7:28",
            "'count' has no 'at_leat'",
            "'at_least'?",
        ),
        ("each: component\nassert: {threats: {count: some}}\n", "7:27", "'count' takes a number", ""),
        ("each: component\nassert: {threats: {count: {at_least: -1}}}\n", "7:38", "a number of 0 or more", ""),
        ("each: component\nassert: {threats: {any: {status: done}}}\n", "7:34", "'status' is never 'done'", "choose"),
        ("each: component\nassert: {threats: {any: mitigated}}\n", "7:25", "no variable is called 'mitigated'", ""),
        ("each: component\nassert: {threats: leak}\n", "7:19", "'threats' is a list", ""),
        ("each: component\nassert: {threats.status: mitigated}\n", "7:26", "'threats.status' is a list", ""),
        ("each: component\nassert: {threats.status: {in: [mitigated]}}\n", "7:27", "a value of each in a list", ""),
        ("each: component\nassert: {boundary: cloud}\n", "7:20", "such as 'boundary.id'", ""),
        ("each: component\nassert: {boundary: {in: [cloud]}}\n", "7:21", "'boundary' is one element", ""),
        ("each: component\nassert: {owner.name: x}\n", "7:10", "'owner' has no fields of its own", ""),
        ("each: component\nassert: {owner: {missing: yes}}\n", "7:27", "are true or false, not 'yes'", ""),
        ("each: component\nassert: {owner: {in: []}}\n", "7:22", "an empty list matches nothing", ""),
        ("each: component\nassert: {owner: {in: x}}\n", "7:22", "expected a list, such as [x]", ""),
        ("each: component\nassert: {owner: {like: 3}}\n", "7:24", "'like' takes a glob", ""),
        ("each: component\nassert: {owner: {}}\n", "7:17", "'owner' is compared with nothing", ""),
        ("each: component\nassert: {any_of: {owner: x}}\n", "7:18", "'any_of' takes a list of matchers", ""),
        ("each: component\nassert: {not: [x]}\n", "7:15", "expected fields", ""),
        ("each: component\nassert: {old.owner: x}\n", "7:10", "only rules with 'change' have it", ""),
        ("each: component\nassert: {trust: {more_than: old}}\n", "7:29", "only rules with 'change' have it", ""),
        ("each: component\nchange: [changed]\nassert: {trust: {more_than: new}}\n", "8:29", "{more_than: old}", ""),
        ("each: component\nchange: [changed]\nassert: {type: {more_than: old}}\n", "8:17", "'type' have no order", ""),
        ("each: review\nchange: [added]\nassert: {old.by: x}\n", "8:10", "a review has no 'old'", ""),
        (
            "each: flow\nchange: [changed]\nchanged_fields: [encrypton]\n",
            "8:18",
            "no field 'encrypton'",
            "'encryption'?",
        ),
        (
            "each: flow\nchanged_fields: [encryption]\nassert: {crosses: true}\n",
            "7:1",
            "goes with 'change'",
            "change: [changed]",
        ),
        (OK.replace("{self.id}", "{self.ids}"), "8:10", "a flow has no field 'ids'", "did you mean 'id'?"),
        (OK.replace("{self.id}", "{id}"), "8:10", "no placeholder is called 'id'", "{self.field}"),
        (OK.replace("{self.id}", "{old.id}"), "8:10", "only rules with 'change'", ""),
        (OK.replace("{self.id}", "{self.id"), "8:10", "a brace stands alone", ""),
        ("assert: {crosses: true}\n", "1:1", "does not say what it looks at", "each:"),
        ("each: flow\n", "1:1", "this rule asks nothing", "'assert:'"),
        ("each: acceptance\nassert: {by: x}\n", "6:7", "not 'acceptance'", ""),
        (
            "each: flow\npath: {from: {crosses: true}}\n",
            "7:1",
            "not supported in this version",
            "write it with matchers",
        ),
        ("each: flow\nassert: self.croses\n", "7:14", "a flow has no field 'croses'", "did you mean 'crosses'?"),
        ("each: flow\nassrt: {crosses: true}\n", "7:1", "assrt", ""),
        ("each: flow\neach: flow\nassert: {crosses: true}\n", "7:1", "already on line 6", ""),
        ("each: [\n", "7:1", "this rule cannot be used", ""),
        ("built_in: true\neach: flow\n", "7:1", "a built-in rule is found by code: it has no 'each'", ""),
    ],
)
def test_mistake_is_told_at_its_place(body: str, place: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        rule(body)
    error = raised.value
    assert message in error.message
    assert hint in error.hint
    assert str(error.at) == f"policies/ours/rule.yaml:{place}"
    assert error.exit_code == 2


def test_hostile_names_are_cut_and_made_visible() -> None:
    with pytest.raises(UsageError) as raised:
        rule('each: flow\nassert: {"x\\u202Ey' + "z" * 500 + '": 1}\n')
    assert "\u202e" not in raised.value.message
    assert len(raised.value.message) < 200


def test_a_rule_is_called_after_its_file() -> None:
    from checker.core.source import Source
    from checker.documents.parse import parse
    from checker.policy.load import load_rule
    from tests.policy.asking import HEAD

    with pytest.raises(UsageError, match="the rule in this file is called 'ours/other'") as raised:
        load_rule(parse(Source("policies/ours/other.yaml", HEAD + OK)), "ours")
    assert str(raised.value.at) == "policies/ours/other.yaml:1:5"
