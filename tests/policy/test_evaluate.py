"""What a finding says, where it points, and what rules about changes see."""

from __future__ import annotations

from checker.core.location import Ref
from checker.core.model import Model
from checker.policy.evaluate import evaluate
from tests.builders import (
    ai_model,
    boundary,
    component,
    data,
    edited,
    flow,
    graph,
    model,
    snapshot,
    with_element,
    without,
)
from tests.policy.asking import found, rule, subjects

SHOP = model(
    boundary("internet", "untrusted"),
    boundary("cloud", "internal"),
    boundary("core", "restricted"),
    data("order", "confidential"),
    component("app", "mobile-app", boundary="internet"),
    component("api", boundary="cloud"),
    component("llm", "agent", boundary="cloud", authority=["read"], model=ai_model(version="7")),
    flow("buy", "app", "api", data=["order"], encryption="none", protocol="http"),
    flow("ask", "api", "llm", authentication="house-sso"),
)


def test_finding_points_at_the_field_that_failed() -> None:
    (finding,) = found("each: flow\nwhen: {crosses: true}\nassert: {protocol: http, protected: true}\n", SHOP)
    assert finding.subject == Ref("flow", "buy", "encryption")
    assert finding.location == snapshot(SHOP).locate(Ref("flow", "buy", "encryption"))
    assert (finding.rule, finding.severity, finding.model) == ("ours/rule", "high", "shop")
    assert finding.message == "A rule of our own"


def test_field_that_is_missing_is_told_as_not_stated_at_the_element() -> None:
    (finding,) = found("each: flow\nwhen: {id: ask}\nassert: {encryption: {in: [tls]}}\nmessage: on its way\n", SHOP)
    assert finding.message == "on its way (encryption is not stated)"
    assert finding.location == snapshot(SHOP).locate(Ref("flow", "ask"))


def test_word_that_is_not_known_is_told_as_such() -> None:
    (finding,) = found("each: flow\nwhen: {id: ask}\nassert: {authenticated: true}\nmessage: from a caller\n", SHOP)
    assert finding.message == "from a caller (authentication 'house-sso' is not a known word)"


def test_what_is_not_stated_elsewhere_is_told_by_its_whole_name() -> None:
    lab = with_element(SHOP, boundary("lab", ""), component("probe", boundary="lab"))
    (finding,) = found("each: component\nwhen: {id: probe}\nassert: {boundary.kind: network}\n", lab)
    assert finding.message == "A rule of our own (boundary.kind is not stated)"
    (finding,) = found("each: component\nwhen: {id: probe}\nassert: {trust: internal}\n", lab)
    assert finding.message == "A rule of our own (trust is not stated)"


def test_alternatives_point_at_the_first_of_them() -> None:
    body = "each: flow\nwhen: {id: buy}\nassert: {any_of: [{authentication: mtls}, {protected: true}]}\n"
    assert subjects(body, SHOP) == ["flow/buy#authentication"]


def test_field_of_a_neighbour_is_told_as_related_place() -> None:
    (finding,) = found("each: flow\nwhen: {id: buy}\nassert: {to.boundary.trust: restricted}\n", SHOP)
    assert str(finding.subject) == "flow/buy#to"
    (related,) = finding.related
    assert related.message == "boundary 'cloud'"
    assert related.location == snapshot(SHOP).locate(Ref("boundary", "cloud", "trust"))


def test_field_of_the_machine_learning_model_is_dotted() -> None:
    body = "each: component\nwhen: {model: {present: true}}\nassert: {model.digest: {present: true}}\n"
    assert subjects(body, SHOP) == ["component/llm#model.digest"]


def test_rule_without_assert_finds_what_it_is_about() -> None:
    assert subjects("each: flow\nwhen: {cleartext: true}\n", SHOP) == ["flow/buy"]


def test_message_shows_values_and_hides_nothing() -> None:
    message = '"{self.data} to {self.to.id} in {self.to.boundary}: {self.crosses}, {self.content}, {self.crossings}"'
    (finding,) = found(f"each: flow\nwhen: {{id: buy}}\nmessage: {message}\n", SHOP)
    assert finding.message == "order to api in cloud: yes, not stated, internet, cloud"


def test_message_defuses_what_a_model_says() -> None:
    hostile = edited(SHOP, "flow", "buy", protocol="http\n::error::\x1b[31m\u202e" + "x" * 500)
    (finding,) = found('each: flow\nwhen: {id: buy}\nmessage: "{self.protocol}"\n', hostile)
    assert finding.message.isprintable()
    assert len(finding.message) <= 200


def test_severity_is_what_the_config_says() -> None:
    compiled = rule("each: flow\nwhen: {id: buy}\n", "low")
    (finding,) = evaluate([compiled], snapshot(SHOP), graph(SHOP))
    assert finding.severity == "low"


def test_rule_about_the_model_is_about_the_system() -> None:
    assert subjects("each: model\nassert: {owner: {present: true}}\n", SHOP) == ["system/shop#owner"]


def test_rule_about_changes_needs_a_base() -> None:
    assert subjects("each: flow\nchange: [added]\n", SHOP) == []


def test_added_and_removed_elements() -> None:
    less = without(without(SHOP, "flow", "ask"), "component", "llm")
    assert subjects("each: component\nchange: [added]\n", SHOP, less) == ["component/llm"]
    assert subjects("each: component\nchange: [changed]\n", SHOP, less) == []
    assert subjects("each: component\nchange: [removed]\n", less, SHOP) == ["component/llm"]
    assert subjects("each: component\nchange: [removed]\nwhen: {authority: {contains: read}}\n", less, SHOP)
    (finding,) = found('each: component\nchange: [removed]\nmessage: "{old.id} {self.boundary}"\n', less, SHOP)
    assert finding.message == "llm cloud"


def test_only_the_named_fields_count() -> None:
    after = edited(SHOP, "component", "api", owner="team-api")
    assert subjects("each: component\nchange: [changed]\n", after, SHOP) == ["component/api"]
    assert subjects("each: component\nchange: [changed]\nchanged_fields: [authority]\n", after, SHOP) == []
    assert subjects("each: component\nchange: [changed]\nchanged_fields: [authority, owner]\n", after, SHOP) == [
        "component/api#owner"
    ]


def test_field_that_follows_from_another_change_counts() -> None:
    after = with_element(SHOP, flow("peek", "app", "llm"))
    body = "each: component\nchange: [changed]\nchanged_fields: [exposure]\nwhen: {exposure: {more_than: old}}\n"
    assert subjects(body, after, SHOP) == ["component/llm#boundary"]
    assert subjects(body, SHOP, after) == []


def test_moved_is_a_change_of_boundary() -> None:
    after = edited(SHOP, "component", "llm", boundary="core", authority=["read", "write"])
    assert subjects("each: component\nchange: [moved]\n", after, SHOP) == ["component/llm"]
    assert subjects("each: component\nchange: [changed]\nchanged_fields: [boundary]\n", after, SHOP) == [
        "component/llm#boundary"
    ]
    grown = "each: component\nchange: [changed]\nwhen: {authority: {more_than: old}}\n"
    assert subjects(grown, after, SHOP) == ["component/llm"]
    assert subjects(grown, SHOP, after) == []


def renamed() -> Model:
    boundaries = {("zone" if id == "cloud" else id): b for id, b in SHOP.boundaries.items()}
    boundaries["zone"] = boundaries["zone"]._replace(id="zone", was="cloud")
    components = {
        id: c._replace(boundary="zone" if c.boundary == "cloud" else c.boundary) for id, c in SHOP.components.items()
    }
    return SHOP._replace(boundaries=boundaries, components=components)


def test_join_to_a_renamed_element_has_not_changed() -> None:
    assert subjects("each: component\nchange: [changed]\nchanged_fields: [boundary]\n", renamed(), SHOP) == []
    assert subjects("each: boundary\nchange: [renamed]\nwhen: {old.id: cloud}\n", renamed(), SHOP) == ["boundary/zone"]


def test_old_is_asked_of_the_base() -> None:
    after = edited(SHOP, "boundary", "cloud", trust="restricted")
    body = "each: component\nchange: [changed]\nchanged_fields: [trust]\nwhen: {old: {boundary.trust: internal}}\n"
    assert subjects(body, after, SHOP) == ["component/api#boundary", "component/llm#boundary"]
    nested = "each: component\nchange: [changed]\nwhen: {old.flows_in: {any: {from.trust: untrusted}}}\n"
    assert subjects(nested, edited(SHOP, "component", "api", owner="x"), SHOP) == ["component/api"]


def test_old_of_a_new_element_is_missing() -> None:
    after = with_element(SHOP, component("tool", "tool", boundary="cloud", authority=["write"]))
    assert subjects("each: component\nchange: [added]\nwhen: {old: {missing: true}}\n", after, SHOP) == [
        "component/tool"
    ]
    assert subjects("each: component\nchange: [added]\nwhen: {authority: {more_than: old}}\n", after, SHOP) == []
