"""Params of rules: what they may be, where they may stand, and what the config may set them to."""

from __future__ import annotations

from typing import Any

import pytest

from checker.core.errors import InputError, UsageError
from checker.core.model import Acceptance, Model
from checker.core.settings import Settings
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.policy.catalogue import Catalogue
from checker.policy.config import load_settings
from checker.policy.evaluate import evaluate
from tests.builders import component, data, flow, graph, model, snapshot, threat
from tests.policy.asking import HEAD, found, rule, subjects

OWNER = "params: {name: {type: string, default: team-web}}\neach: component\n"
PACK = 'id: ours\ntitle: Ours\nversion: "1.0"\nlicence: MIT\n'

SHOP = model(
    component("web", owner="team-web", type="web-app", tags=["pci", "edge"]),
    component("db", owner="team-data", type="database"),
    component("log"),
    data("cards", "restricted"),
    data("news", "public"),
    flow("buy", "web", "db", data=["cards"]),
    flow("read", "web", "log", data=["news"]),
    threat("leak", ["web"]),
    threat("loss", ["web"]),
)


def repository(text: str, body: str, head: str = HEAD) -> tuple[Settings, Catalogue]:
    """The settings and the catalogue of a repository with one rule of its own, ``ours/rule``, in use."""
    files = {"ours/pack.yaml": PACK, "ours/rule.yaml": head + body}

    def read(path: str) -> Document:
        if path not in files:
            raise InputError("missing")
        return parse(Source(path, files[path]))

    catalogue = Catalogue(read, lambda: tuple(files))
    config = f"threatgate: 1\npacks: [./ours]\n{text}"
    return load_settings(parse(Source(".threatgate.yaml", config)), catalogue), catalogue


def with_config(text: str, body: str, shop: Model = SHOP) -> list[str]:
    settings, catalogue = repository(text, body)
    return [f"{f.subject}: {f.message}" for f in evaluate(catalogue.compiled(settings), snapshot(shop), graph(shop))]


@pytest.mark.parametrize(
    ("param", "each", "matcher", "wanted"),
    [
        ("{type: string, default: team-web}", "component", "{owner: {param: x}}", ["component/web"]),
        ("{type: string, default: team-web}", "component", "{owner: {not: {param: x}}}", ["component/db"]),
        ("{type: string, default: team-web}", "component", "{owner: {in: [a, {param: x}]}}", ["component/web"]),
        ("{type: string, default: team-w*}", "component", "{owner: {like: {param: x}}}", ["component/web"]),
        ("{type: array, default: [team-web, b]}", "component", "{owner: {in: {param: x}}}", ["component/web"]),
        ("{type: array, default: [team-web, b]}", "component", "{owner: {not: {param: x}}}", ["component/db"]),
        ("{type: string, default: pci}", "component", "{tags: {contains: {param: x}}}", ["component/web"]),
        ("{type: string, default: pci}", "component", "{tags: {any: {param: x}}}", ["component/web"]),
        ("{type: integer, default: 2}", "component", "{threats: {count: {param: x}}}", ["component/web"]),
        ("{type: integer, default: 1}", "component", "{threats: {count: {at_least: {param: x}}}}", ["component/web"]),
        ("{type: boolean, default: false}", "component", "{owner: {present: {param: x}}}", ["component/log"]),
        ("{type: boolean, default: true}", "component", "{owner: {missing: {param: x}}}", ["component/log"]),
        ("{type: string, default: restricted}", "flow", "{classification: {at_least: {param: x}}}", ["flow/buy"]),
        ("{type: string, default: web}", "flow", "{to: {not: {id: db}}, from: {id: {param: x}}}", ["flow/read"]),
        ("{type: string, default: db}", "flow", "{not: {to.id: {param: x}}}", ["flow/read"]),
        ("{type: string, default: db}", "flow", "{any_of: [{to.id: {param: x}}]}", ["flow/buy"]),
    ],
)  # fmt: skip
def test_a_param_stands_wherever_an_operand_does(param: str, each: str, matcher: str, wanted: list[str]) -> None:
    assert sorted(subjects(f"params: {{x: {param}}}\neach: {each}\nwhen: {matcher}\n", SHOP)) == wanted


def test_a_message_shows_the_value() -> None:
    body = "params: {most: {type: integer, default: 1}, who: {type: array, default: [a, b]}}\neach: component\n"
    body += "when: {threats: {count: {at_least: {param: most}}}}\nassert: {owner: {in: {param: who}}}\n"
    [finding] = found(body + 'message: "more than {params.most} of {params.who}"\n', SHOP)
    assert finding.message == "more than 1 of a, b"


def test_the_config_sets_a_value_beside_the_level_or_without_one() -> None:
    body = OWNER + "when: {owner: {param: name}}\nmessage: '{params.name}'\n"
    assert with_config("", body) == ["component/web: team-web"]
    assert with_config("rules: {ours/rule: {params: {name: team-data}}}\n", body) == ["component/db: team-data"]
    assert with_config("rules: {ours/rule: {level: off, params: {name: team-data}}}\n", body) == []
    settings, catalogue = repository("rules: {ours/rule: {level: low, params: {name: team-data}}}\n", body)
    assert (settings.levels, settings.params) == (
        (("ours/rule", "low"),),
        (("ours/rule", (("name", "team-data"),)),),
    )
    [finding] = evaluate(catalogue.compiled(settings), snapshot(SHOP), graph(SHOP))
    assert (finding.severity, finding.subject.id) == ("low", "db")


def test_the_config_may_name_a_rule_by_an_older_id() -> None:
    head = HEAD + "aliases: [ours/old]\n"
    settings, _ = repository("rules: {ours/old: {params: {name: x}}}\n", OWNER + "when: {owner: {param: name}}\n", head)
    assert settings.params == (("ours/rule", (("name", "x"),)),)


def test_a_rule_by_two_names_is_set_twice() -> None:
    head = HEAD + "aliases: [ours/old]\n"
    text = "rules:\n  ours/rule: low\n  ours/old: {params: {name: x}}\n"
    with pytest.raises(UsageError, match="'ours/rule' is set twice") as caught:
        repository(text, OWNER + "when: {owner: {param: name}}\n", head)
    assert str(caught.value.at) == ".threatgate.yaml:5:3"


def param(schema: str) -> str:
    return f"params: {{x: {schema}}}\neach: component\nwhen: {{owner: {{param: x}}}}\n"


@pytest.mark.parametrize(
    ("body", "place", "message", "hint"),
    [
        (OWNER + "when: {owner: {param: nane}}\n", "8:23", "no param is called 'nane'", "did you mean 'name'?"),
        ("each: component\nwhen: {owner: {param: x}}\n", "7:23", "no param is called 'x'", "list it under 'params'"),
        (OWNER + "when: {owner: x}\n", "6:10", "nothing in this rule names the param 'name'", "{param: name}"),
        (OWNER + "when: {owner: x}\nmessage: '{params.nam}'\n", "9:10", "no param is called 'nam'", "'name'?"),
        (OWNER + "when: {owner: {param: name, in: [x]}}\n", "8:16", "'param' stands alone", ""),
        (OWNER + "when: {owner: {param: [name]}}\n", "8:23", "no param is called", ""),
        (OWNER + "when: {param: name}\n", "6:40", "the value of a param never is a condition", ""),
        (OWNER + "when: {any_of: [{param: name}]}\n", "6:40", "the value of a param never is a condition", ""),
        (OWNER + "when: {boundary: {param: name}}\n", "6:40", "'boundary' is a boundary: compare", ""),
        (OWNER + "when: {threats: {any: {param: name}}}\n", "6:40", "the value of a param never is a condition", ""),
        (OWNER + "when: {type: {param: name}}\n", "6:40", "no known 'type' is called 'team-web' (the default", "like"),
        (OWNER + "when: {trust: {at_least: {param: name}}}\n", "6:40", "'trust' is never 'team-web'", "choose from"),
        (OWNER + "when: {crosses: {param: name}}\n", "8:8", "a component has no field 'crosses'", ""),
        (param("{type: integer, default: 3}"), "6:38", "'owner' is a text, not '3': put it in quotes", ""),
        (param("{type: array, default: []}"), "6:36", "'owner' is a text, not '[]'", ""),
        (param("{type: integer, default: x}"), "6:38", "a whole number, not 'x' (the default of the param 'x')", ""),
        (param("{type: integer, default: true}"), "6:38", "expected a whole number, not 'true'", ""),
        (param("{type: integer, default: 1.5}"), "6:38", "expected a whole number, not '1.5'", ""),
        (param("{type: number, default: '1'}"), "6:37", "expected a number", ""),
        (param("{type: boolean, default: 0}"), "6:38", "expected true or false, not '0'", ""),
        (param("{type: string, default: [a]}"), "6:37", "expected a text", ""),
        (param("{type: array, default: a}"), "6:36", "expected a list of texts, not 'a'", ""),
        (param("{type: integer, default: 3, minimum: 4}"), "6:38", "must be at least 4, not '3'", ""),
        (param("{type: integer, default: 3, maximum: 2}"), "6:38", "must be at most 2, not '3'", ""),
        (param("{type: integer, default: 3, minimum: 5, maximum: 2}"), "6:62", "no number is at least the minimum", ""),
        (param("{type: string, default: a, minimum: 1}"), "6:40", "'minimum' bounds a number, and this is a text", ""),
        (param("{type: string, default: a, items: {type: string}}"), "6:40", "'items' describes a list", ""),
        (param("{type: string, default: a, enum: [b, c]}"), "6:37", "'a' is not among the values", "choose from: b, c"),
        (param("{type: array, default: [b, a], enum: [b, c]}"), "6:40", "'a' is not among the values", ""),
        (param("{type: string, default: a, enum: [a, 3]}"), "6:50", "this param is a text: it is never '3'", ""),
        (param("{type: strng, default: a}"), "6:20", "did you mean 'string'?", ""),
        (param("{type: string}"), "6:10", "'default' is missing", ""),
        (param("{type: string, default: a, max: 3}"), "6:40", "unknown key 'max'", ""),
        ("params: {X: {type: string, default: a}}\neach: component\nwhen: {owner: x}\n", "6:10", "the key 'X'", ""),
        ("params:\n  x: {type: string, default: a}\n  x: {type: string, default: b}\neach: component\n"
         "when: {owner: {param: x}}\n", "8:3", "'x'", ""),
        ("params: {}\neach: component\nwhen: {owner: x}\n", "6:9", "must not be empty", ""),
    ],
)  # fmt: skip
def test_mistake_with_a_param(body: str, place: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        rule(body)
    error = caught.value
    assert (str(error.at), error.exit_code) == (f"policies/ours/rule.yaml:{place}", 2)
    assert message in error.message
    assert hint in error.hint


@pytest.mark.parametrize(
    ("given", "place", "message", "hint"),
    [
        ("{nane: a}", "3:30", "the rule 'ours/rule' has no param 'nane'", "did you mean 'name'?"),
        ("{name: 3}", "3:36", "expected a text, not '3' (the param 'name' of 'ours/rule')", ""),
        ("{name: [a]}", "3:36", "expected a text", ""),
        ("{name: null}", "3:36", "must be true or false, a number, text or a list", ""),
        ("{name: {a: b}}", "3:36", "must be true or false, a number, text or a list", ""),
        ("{name: tils}", "3:36", "'tils' is not among the values that it may have", "did you mean 'tls'?"),
        ("{name: pigeon}", "3:36", "is called 'pigeon' (the param 'name' of 'ours/rule')", "like"),
        ("{}", "3:29", "must not be empty", ""),
    ],
)  # fmt: skip
def test_mistake_in_the_value_of_the_config(given: str, place: str, message: str, hint: str) -> None:
    body = "params: {name: {type: string, default: tls, enum: [tls, mtls, pigeon]}}\neach: flow\n"
    with pytest.raises(UsageError) as caught:
        repository(f"rules: {{ours/rule: {{params: {given}}}}}\n", body + "when: {encryption: {param: name}}\n")
    error = caught.value
    assert (str(error.at), error.exit_code) == (f".threatgate.yaml:{place}", 2)
    assert message in error.message
    assert hint in error.hint


@pytest.mark.parametrize(
    ("rules", "place", "message"),
    [
        ("{boundary/no-trust: {params: {x: 1}}}", "3:38", "the rule 'boundary/no-trust' has no param 'x'"),
        ("{review/stale: {params: {x: 1}}}", "3:24", "'review/stale' is found by code: it has no params"),
        ("{boundary/no-trust: {}}", "3:28", "must not be empty"),
        ("{boundary/no-trust: {levle: low}}", "3:29", "did you mean 'level'?"),
        ("{boundary/no-trust: {level: lwo}}", "3:36", "did you mean 'low'?"),
        ("{boundary/no-trust: [low]}", "3:28", "must be off, critical, high, medium, low or note"),
    ],
)  # fmt: skip
def test_mistake_in_the_entry_of_a_rule(rules: str, place: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        repository(f"rules: {rules}\n", "each: component\nwhen: {owner: x}\n")
    assert str(caught.value.at) == f".threatgate.yaml:{place}"
    assert message in caught.value.message


def test_an_item_of_a_list_in_the_config_is_blamed_itself() -> None:
    body = "params: {names: {type: array, default: [tls], items: {type: string}}}\neach: flow\n"
    with pytest.raises(UsageError, match="no known 'encryption' is called 'tsl'") as caught:
        repository(
            "rules: {ours/rule: {params: {names: [tls, tsl]}}}\n", body + "when: {encryption: {in: {param: names}}}\n"
        )
    assert str(caught.value.at) == ".threatgate.yaml:3:43"


def test_a_lone_maximum_may_be_below_zero() -> None:
    body = "params: {days: {type: integer, default: -7, maximum: -1}}\neach: threat\n"
    body += "when: {accepted.days_left: {at_most: {param: days}}}\n"
    until = {"by": "ana", "until": "2025-12-20"}
    shop = model(component("web"), threat("leak", ["web"], status="accepted", accepted=Acceptance(**until)))
    settings, catalogue = repository("", body)
    rules = catalogue.compiled(settings)
    assert [str(one.subject) for one in evaluate(rules, snapshot(shop), graph(shop), now="2026-01-01")] == [
        "threat/leak"
    ]
    assert list(evaluate(rules, snapshot(shop), graph(shop), now="2025-12-26")) == []


def test_numbers_may_be_whole_or_not() -> None:
    body = "params: {least: {type: number, default: 7, minimum: 0.5, maximum: 9.5}}\neach: threat\n"
    body += "when: {dread: {at_least: {param: least}}}\n"
    rated: dict[str, Any] = dict.fromkeys(("damage", "reproducibility", "exploitability", "affected_users"), 7)
    shop = model(component("web"), threat("leak", ["web"], risk={"dread": {**rated, "discoverability": 8}}))
    assert with_config("", body, shop) == ["threat/leak: A rule of our own"]
    assert with_config("rules: {ours/rule: {params: {least: 7.2}}}\n", body, shop) == ["threat/leak: A rule of our own"]
    assert with_config("rules: {ours/rule: {params: {least: 7.21}}}\n", body, shop) == []
