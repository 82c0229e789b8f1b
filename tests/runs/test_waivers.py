"""Waivers on real repositories: what they excuse, until when, and everything they cannot do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.command import TODAY, findings, inside, report
from tests.repositories import Files, Repo

MODEL = """\
threatgate: 1
system: {id: shop}
boundaries:
  internet: {trust: untrusted}
  inside: {trust: internal}
data:
  orders: {classification: confidential}
components:
  buyer: {type: person, boundary: internet}
  web: {type: web-app, boundary: inside, owner: team}
flows:
  buy: {from: buyer, to: web, data: [orders], protocol: http, authentication: hmac, authorization: roles}
threats:
  leak: {title: Leak, on: [buyer, web, buy], owner: team}
"""
RULE = "boundary/cleartext-flow"
CLEARTEXT = (RULE, "threatmodel.yaml:12:3", "flow/buy#encryption")
FILE = ".threatgate-waivers.yaml"
PLAIN = {
    "id": "w-1",
    "rule": RULE,
    "on": "buy",
    "owner": "team-finance",
    "reason": "{category: planned-fix, text: The old terminal is replaced in March.}",
    "approved_by": "dana",
    "created": TODAY,
    "expires": "2027-03-31",
}


def waivers(*entries: dict[str, str]) -> str:
    """The text of a waivers file of these fields; each entry stands on lines of its own, from line 3 on."""
    lines = []
    for entry in entries:
        lines += [f"  {'  ' if n else '- '}{key}: {value}\n" for n, (key, value) in enumerate(entry.items())]
    return "threatgate: 1\nwaivers:\n" + "".join(lines)


def waiver(**fields: str) -> dict[str, str]:
    return {**PLAIN, **fields}


def without(field: str) -> dict[str, str]:
    return {key: value for key, value in PLAIN.items() if key != field}


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A reviewed model whose one fault is a flow in cleartext."""
    repo.commit({"threatmodel.yaml": MODEL})
    assert inside(repo.root, "review", "--all", "--by", "dana", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    assert judged(repo) == (1, [CLEARTEXT])
    return repo


def answer(repo: Repo, *arguments: str) -> tuple[int, dict[str, Any]]:
    return report(repo.root, *arguments, by=inside)


def judged(repo: Repo, *arguments: str) -> tuple[int, list[tuple[str, str, str]]]:
    """The exit code and the new findings."""
    code, said = answer(repo, *arguments)
    return code, findings(said)


def test_a_waiver_excuses_one_finding_and_stays_visible(shop: Repo) -> None:
    shop.write({FILE: waivers(PLAIN)})
    code, said = answer(shop)
    assert (code, findings(said), findings(said, "waived")) == (0, [], [CLEARTEXT])
    (waived,) = (result for result in said["results"] if result["state"] == "waived")
    assert waived["waiver"]["owner"] == "team-finance"
    human = inside(shop.root, "check", "--as-of", TODAY).out
    assert (
        f"{RULE} on flow/buy#encryption: until 2027-03-31, owner team-finance, approved by dana "
        "(planned-fix: The old terminal is replaced in March.)" in human
    )


@pytest.mark.parametrize(
    ("day", "code", "rule"),
    [("2027-03-30", 0, ""), ("2027-03-31", 0, ""), ("2027-04-01", 1, "waiver/expired"), (TODAY, 0, "")],
)
def test_the_last_day_of_a_waiver_counts(day: str, code: int, rule: str, shop: Repo) -> None:
    shop.write({FILE: waivers(PLAIN)})
    expired = [(rule, f"{FILE}:10:14", "waiver/w-1#expires"), CLEARTEXT] if rule else []
    assert judged(shop, "--as-of", day) == (code, expired)


ODD = {
    "dated-ahead": (
        waiver(created='"2026-11-24"'),
        "waiver/w-1#created",
        "9:14",
        "is dated in the future (2026-11-24)",
    ),
    "too-long": (waiver(expires="2027-11-24"), "waiver/w-1#expires", "10:14", "lasts 366 days; the config allows 365"),
    "no-reason": (without("reason"), "waiver/0#reason", "3:5", "'reason' is missing in waiver 'w-1'"),
    "no-owner": (without("owner"), "waiver/0#owner", "3:5", "'owner' is missing in waiver 'w-1'"),
    "no-approver": (without("approved_by"), "waiver/0#approved_by", "3:5", "'approved_by' is missing"),
    "no-end": (without("expires"), "waiver/0#expires", "3:5", "'expires' is missing in waiver 'w-1'"),
    "no-such-category": (
        waiver(reason="{category: because, text: x}"),
        "waiver/0#reason.category",
        "7:24",
        "'because'",
    ),
    "empty-reason": (
        waiver(reason="{category: planned-fix, text: ''}"),
        "waiver/0#reason.text",
        "7:43",
        "text of reason",
    ),
    "no-such-day": (waiver(expires="2027-02-30"), "waiver/w-1#expires", "10:14", "this waiver suppresses nothing"),
    "no-date": (waiver(expires="never"), "waiver/0#expires", "10:14", "must be a date as YYYY-MM-DD"),
    "wildcard": (waiver(rule="boundary/*"), "waiver/0#rule", "4:11", "must be a pack, '/' and a name"),
    "unknown-key": (waiver(until="2027-01-01"), "waiver/0#until", "11:5", "unknown key 'until'"),
    "owner-is-a-list": (waiver(owner="[a]"), "waiver/0#owner", "6:12", "must be text, not a list"),
}


@pytest.mark.parametrize(("entry", "subject", "place", "why"), ODD.values(), ids=ODD)
def test_a_waiver_that_is_not_in_order_excuses_nothing(
    entry: dict[str, str], subject: str, place: str, why: str, shop: Repo
) -> None:
    shop.write({FILE: waivers(entry)})
    code, said = answer(shop)
    assert (code, findings(said)) == (1, [("waiver/invalid", f"{FILE}:{place}", subject), CLEARTEXT])
    assert why in said["results"][0]["message"]


def test_there_is_no_wildcard_for_elements(shop: Repo) -> None:
    shop.write({FILE: waivers(waiver(on='"*"'))})
    assert judged(shop) == (1, [("waiver/invalid", f"{FILE}:5:9", "waiver/0#on"), CLEARTEXT])


def test_a_waivers_file_that_cannot_be_parsed_excuses_nothing(shop: Repo) -> None:
    shop.write({FILE: waivers(PLAIN) + "  - {\n"})
    assert judged(shop) == (1, [("waiver/invalid", f"{FILE}:12:1", "waiver"), CLEARTEXT])


def test_the_sound_waivers_beside_a_malformed_one_count(shop: Repo) -> None:
    shop.write({FILE: waivers(without("owner"), waiver(id="w-2"))})
    assert judged(shop) == (1, [("waiver/invalid", f"{FILE}:3:5", "waiver/0#owner")])


def test_of_two_waivers_with_one_id_the_second_excuses_nothing(shop: Repo) -> None:
    shop.write({FILE: waivers(waiver(on="web"), PLAIN)})
    taken = ("waiver/invalid", f"{FILE}:11:9", "waiver/w-1#id")
    assert judged(shop) == (1, [("waiver/unused", f"{FILE}:3:9", "waiver/w-1"), taken, CLEARTEXT])


def test_an_unused_waiver_is_a_finding_that_does_not_fail(shop: Repo) -> None:
    shop.write({FILE: waivers(PLAIN), "threatmodel.yaml": MODEL.replace("protocol: http,", "protocol: https,")})
    code, said = answer(shop)
    unused = ("waiver/unused", f"{FILE}:3:9", "waiver/w-1")
    assert (code, findings(said)) == (1, [unused, ("review/stale", "threatmodel.yaml:12:3", "flow/buy")])


def test_two_waivers_for_one_finding_are_both_of_use(shop: Repo) -> None:
    shop.write({FILE: waivers(PLAIN, waiver(id="w-2"))})
    assert judged(shop) == (0, [])


def test_the_config_says_how_long_a_waiver_may_last(shop: Repo) -> None:
    shop.write({FILE: waivers(PLAIN), ".threatgate.yaml": "threatgate: 1\nwaivers: {max_days: 90}\n"})
    assert judged(shop) == (1, [("waiver/invalid", f"{FILE}:10:14", "waiver/w-1#expires"), CLEARTEXT])


def test_a_waiver_may_name_a_rule_by_an_older_id(shop: Repo) -> None:
    rule = "id: ours/new\ntitle: T\nseverity: high\nwhy: w\nfix: {text: f}\naliases: [ours/old]\neach: component\n"
    shop.write(
        {
            "p/pack.yaml": "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n",
            "p/new.yaml": rule + "assert: {technology: {present: true}}\nexamples: {fail: [{}], pass: [{}]}\n",
            ".threatgate.yaml": "threatgate: 1\npacks: [./p]\n",
            FILE: waivers(waiver(rule="ours/old", on="web")),
        }
    )
    _, said = answer(shop)
    assert findings(said) == [("ours/new", "threatmodel.yaml:9:3", "component/buyer#technology")]
    assert findings(said, "waived") == [("ours/new", "threatmodel.yaml:10:3", "component/web#technology")]


def test_the_model_field_tells_two_models_apart(shop: Repo) -> None:
    shop.write({"b/threatmodel.yaml": MODEL.replace("id: shop", "id: other"), FILE: waivers(waiver(model="other"))})
    _, said = answer(shop)
    assert findings(said, "waived") == [(RULE, "b/threatmodel.yaml:12:3", "flow/buy#encryption")]
    assert CLEARTEXT in findings(said)
    shop.write({FILE: waivers(PLAIN)})
    _, said = answer(shop)
    assert len(findings(said, "waived")) == 2


def test_findings_about_the_exceptions_cannot_be_waived(shop: Repo) -> None:
    own = [waiver(id=f"w-{n}", rule=rule, on="w-9") for n, rule in enumerate(("waiver/unused", "gate/config-changed"))]
    shop.write({FILE: waivers(*own, waiver(id="w-9", on="web"))})
    _, said = answer(shop)
    assert [rule for rule, _, _ in findings(said)] == ["waiver/unused"] * 3 + [RULE]
    assert findings(said, "waived") == []


def test_checking_one_model_of_two_calls_no_waiver_of_the_other_unused(shop: Repo) -> None:
    shop.write({"b/threatmodel.yaml": MODEL.replace("id: shop", "id: other"), FILE: waivers(waiver(model="other"))})
    assert judged(shop, "threatmodel.yaml") == (1, [CLEARTEXT])


def test_an_unreadable_model_calls_no_waiver_unused(shop: Repo) -> None:
    shop.write({FILE: waivers(PLAIN), "threatmodel.yaml": "threatgate: [\n"})
    assert judged(shop) == (1, [("model/syntax", "threatmodel.yaml:2:1", "model")])


# Pull requests: the base has no flow in cleartext, the topic branch has


def topic(repo: Repo, on_main: Files, on_topic: Files) -> None:
    """Main without the flow in cleartext, and a branch that has it. That it is weaker than before is not asked."""
    config = "threatgate: 1\nrules: {boundary/weakened-crossing: off}\n"
    repo.commit({".threatgate.yaml": config, "threatmodel.yaml": MODEL.replace("http,", "https,"), **on_main})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": MODEL, **on_topic})


def test_a_waiver_that_only_the_change_adds_does_not_count(shop: Repo) -> None:
    topic(shop, {FILE: "threatgate: 1\nwaivers: []\n"}, {FILE: waivers(PLAIN)})
    code, said = answer(shop, "--base", "main")
    assert (code, findings(said)) == (1, [("gate/waiver-added", f"{FILE}:3:9", f"gate/{FILE}#w-1"), CLEARTEXT])
    assert findings(said, "waived") == []


def test_a_waiver_that_the_base_has_counts(shop: Repo) -> None:
    topic(shop, {FILE: waivers(PLAIN)}, {})
    code, said = answer(shop, "--base", "main")
    assert (code, findings(said), findings(said, "waived")) == (0, [], [CLEARTEXT])


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param({"expires": "2027-06-30"}, id="longer"),
        pytest.param({"approved_by": "eve"}, id="approver"),
        pytest.param({"reason": "{category: false-positive, text: x}"}, id="reason"),
        pytest.param({"on": "web"}, id="element"),
    ],
)
def test_a_waiver_that_the_change_edits_no_longer_counts(edit: dict[str, str], shop: Repo) -> None:
    topic(shop, {FILE: waivers(PLAIN)}, {FILE: waivers(waiver(**edit))})
    code, said = answer(shop, "--base", "main")
    assert (code, findings(said, "waived")) == (1, [])
    assert CLEARTEXT in findings(said)


def test_a_waiver_moved_to_another_line_is_the_same(shop: Repo) -> None:
    topic(shop, {FILE: waivers(PLAIN)}, {FILE: "# why\n\n" + waivers(PLAIN)})
    code, said = answer(shop, "--base", "main")
    assert (code, findings(said, "waived")) == (0, [CLEARTEXT])
    assert findings(said) == []


def test_a_waiver_that_the_change_removes_no_longer_excuses(shop: Repo) -> None:
    topic(shop, {FILE: waivers(PLAIN)}, {FILE: None})
    code, said = answer(shop, "--base", "main")
    assert (code, findings(said)) == (1, [("gate/config-changed", f"{FILE}:1:1", f"gate/{FILE}"), CLEARTEXT])


def test_a_waiver_that_ran_out_is_older_debt_in_a_change_that_has_nothing_to_do_with_it(shop: Repo) -> None:
    shop.commit({FILE: waivers(PLAIN)})
    shop.branch("topic")
    shop.commit({"README.md": "hello"})
    code, said = answer(shop, "--base", "main", "--as-of", "2027-04-01")
    assert (code, findings(said)) == (0, [])
    assert findings(said, "known") == [("waiver/expired", f"{FILE}:10:14", "waiver/w-1#expires"), CLEARTEXT]


def test_a_waiver_that_ran_out_excuses_nothing_that_the_change_touches(shop: Repo) -> None:
    shop.commit({FILE: waivers(PLAIN)})
    shop.branch("topic")
    shop.commit({"threatmodel.yaml": MODEL.replace("authorization: roles", "authorization: scopes")})
    code, said = answer(shop, "--base", "main", "--as-of", "2027-04-01")
    assert (code, findings(said)) == (1, [CLEARTEXT, ("review/stale", "threatmodel.yaml:12:100", "flow/buy")])


def test_a_waiver_cannot_hide_that_a_model_was_not_read(shop: Repo) -> None:
    broken = MODEL.replace("type: web-app", "type: web-ap")
    shop.write({FILE: waivers(waiver(rule="model/wrong-value", on="web")), "threatmodel.yaml": broken})
    code, said = answer(shop)
    assert (code, findings(said)) == (3, [])
    assert said["failures"][0]["message"].startswith("threatmodel.yaml could not be read")


def test_the_first_change_may_bring_its_own_waivers(repo: Repo) -> None:
    repo.commit({"README.md": "hello"})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": MODEL, FILE: waivers(PLAIN)})
    _, said = answer(repo, "--base", "main")
    assert findings(said, "waived") == [CLEARTEXT]
    assert not [rule for rule, _, _ in findings(said) if rule.startswith(("gate/", "waiver/"))]
