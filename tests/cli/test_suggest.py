"""``suggest``: what it asks, what it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import Done, inside, report
from tests.repositories import Repo

MODEL = """\
# The helper of the shop.
threatgate: 1
system: {id: helper, ai: true}
taxonomies: {atlas: "5.6.0", mit: v4}

boundaries:
  street: {trust: untrusted}
  shop: {trust: internal}
data:
  orders: {classification: confidential, personal: true}   # with addresses
components:
  buyer: {type: person, boundary: street}
  assistant:
    type: agent
    boundary: shop
    processes: [orders]
    conditions: {executes_code: false, multi_agent: false, holds_secrets: false, local_host: false}
  mailer: {type: tool, boundary: shop, authority: [send mail]}
  old: {type: service, out_of_scope: {reason: Goes away in March}}
flows:
  ask: {from: buyer, to: assistant, content: untrusted, data: [orders]}
  mail: {from: assistant, to: mailer, data: [orders]}

threats:
  # The one that everybody knows.
  led-astray:
    title: A mail tells the assistant what to do
    on: [assistant]
    refs: [atlas:AML.T0051.001]

  # Later: what of the logs?
controls: {}
"""


@pytest.fixture
def helper(repo: Repo) -> Repo:
    repo.commit({"threatmodel.yaml": MODEL})
    return repo


def suggest(repo: Repo, *arguments: str) -> Done:
    return inside(repo.root, "suggest", *arguments)


def asked(repo: Repo, *arguments: str) -> list[dict[str, Any]]:
    done = suggest(repo, *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def questions(repo: Repo, id: str) -> dict[str, dict[str, Any]]:
    ((element,),) = (one["elements"] for one in asked(repo, id))
    return {one["name"]: one for one in element["questions"]}


def text(repo: Repo, path: str = "threatmodel.yaml") -> str:
    return (repo.root / path).read_text("utf-8")


def test_an_element_shows_what_must_be_considered_and_is_open(helper: Repo) -> None:
    done = suggest(helper, "assistant")
    assert (done.code, done.err) == (0, "")
    first, *lines = done.out.splitlines()
    assert first == "assistant (agent, threatmodel.yaml:13:3): 14 questions"
    start = lines.index("  must    Data sent out through a tool  [seen in attacks]")
    assert lines[start + 1 : start + 3] == [
        "          why       data sent out through a tool call; who leads it reaches whatever it is connected to;",
        "                    carries data from one place to another",
    ]
    assert lines[start + 3 :][:1] == ["          because   personal_data: handles 'orders'"]
    assert lines[start + 8 :][:2] == [
        "          controls  infrastructure: agent-least-privilege, agent-segmentation, human-approval, ai-telemetry",
        "          controls  modelling: tool-block-on-untrusted, output-validation",
    ]
    assert "Indirect prompt injection" not in done.out, "answered by the threat that is there"


def test_what_is_not_known_is_asked_once_with_the_line_that_answers_it(helper: Repo) -> None:
    lines = suggest(helper, "assistant").out.splitlines()
    start = lines.index("Not known, so not asked yet. Each line is an answer; write false where it does not hold:")
    assert lines[start + 1 : start + 4] == [
        "  components.assistant.conditions:",
        "    browses: true          # It reads web pages or other open content. Decides 3 ids.",
        "    has_memory: true       # State of one session can influence a later one. Decides 4 ids.",
    ]
    helper.write({"threatmodel.yaml": MODEL.replace("holds_secrets: false", "holds_secrets: false, has_memory: true")})
    after = suggest(helper, "assistant").out
    assert "has_memory: true       #" not in after
    assert "          because   has_memory: stated" in after.splitlines()


SHOWN = """\
threatgate: 1
system: {id: shop}
boundaries: {shop: {trust: internal}}
components:
  orders: {type: database, boundary: shop}
  mails: {type: queue, boundary: shop}
  audit: {type: log-store, boundary: shop}
"""


def test_what_the_model_shows_elsewhere_is_asked_of_each_component_and_an_answer_is_no_finding(repo: Repo) -> None:
    """``false`` for the system would deny it of the store that is shown to keep logs."""
    repo.commit({"threatmodel.yaml": SHOWN, ".threatgate.yaml": "threatgate: 1\npacks: [coverage]\n"})
    lines = suggest(repo).out.splitlines()
    for id in ("orders", "mails"):
        at = lines.index(f"  components.{id}.conditions:")
        assert lines[at + 1].startswith("    holds_audit_log: true  # It holds logs or audit records.")
    assert [line for line in lines if "holds_audit_log" in line and "For orders" in line] == []
    hints = {one["hint"] for one in report(repo.root, by=inside)[1]["results"] if "holds_audit_log" in one["message"]}
    assert hints == {"say holds_audit_log: true or false under 'conditions' of each component"}
    answered = SHOWN.replace("{type: database,", "{type: database, conditions: {holds_audit_log: false},")
    answered = answered.replace("{type: queue,", "{type: queue, conditions: {holds_audit_log: false},")
    repo.write({"threatmodel.yaml": answered})
    assert "holds_audit_log: true  #" not in suggest(repo).out
    assert [one for one in report(repo.root, by=inside)[1]["results"] if "holds_audit_log" in one["message"]] == []


def test_a_flow_is_asked_for_its_data_where_others_carry_personal_data(helper: Repo) -> None:
    helper.write({"threatmodel.yaml": MODEL.replace("to: mailer, data: [orders]", "to: mailer")})
    lines = suggest(helper, "mail").out.splitlines()
    at = lines.index("  flows.mail:")
    assert lines[at + 1].startswith("    data: [IDS]  # It stores, processes or sends personal data.")
    assert not any(line.startswith("    personal_data: true") for line in lines)


def test_it_says_how_to_go_on(helper: Repo) -> None:
    assert suggest(helper, "assistant").out.splitlines()[-2:] == [
        "16 questions should be considered as well: --all shows them.",
        "To add 14 threats, a question each, to the model: threatgate suggest assistant --write",
    ]
    assert suggest(helper, "assistant", "--all").out.splitlines()[-1] == (
        "To add 30 threats, a question each, to the model: threatgate suggest assistant --all --write"
    )


def test_all_shows_what_is_answered_and_by_what(helper: Repo) -> None:
    lines = suggest(helper, "assistant", "--all").out.splitlines()
    start = lines.index("  done    Indirect prompt injection  [demonstrated]")
    assert lines[start + 6 : start + 8] == [
        "          done      atlas:AML.T0051.001, owasp-agentic:ASI01:2026, owasp-agentic:T6, nist-aml:NISTAML.015 by",
        "                    threat led-astray, which cites atlas:AML.T0051.001",
    ]


def test_a_project_may_ask_less(helper: Repo) -> None:
    config = (
        "threatgate: 1\napplicability:\n  - {type: agent, needs: {atlas:AML.T0081: ignore}, reason: It has no config}\n"
    )
    assert "agent-config" in questions(helper, "assistant")
    helper.write({".threatgate.yaml": config})
    assert "agent-config" not in questions(helper, "assistant")


def test_json_holds_everything(helper: Repo) -> None:
    found = questions(helper, "assistant")["tool-exfiltration"]
    assert {key: found[key] for key in ("title", "need", "maturity")} == {
        "title": "Data sent out through a tool",
        "need": "must",
        "maturity": "realized",
    }
    first = found["open"][0]
    assert first["name"] == "Exfiltration via AI Agent Tool Invocation"
    assert (first["reference"], first["basis"], first["asked_by"]) == ("atlas:AML.T0086", "public", "agent")
    assert found["controls"][0] == {
        "id": "agent-least-privilege",
        "title": "Give agents and tools the smallest set of rights, bound to the user they act for",
        "level": "infrastructure",
        "judged": False,
    }
    done = questions(helper, "assistant")["prompt-injection-indirect"]
    assert done["open"] == []
    assert done["answered"][0]["answer"]["id"] == "led-astray"
    (model,) = asked(helper)
    assert [one["id"] for one in model["elements"]] == ["helper", "assistant", "buyer", "mailer", "ask", "mail"]
    unknown = next(one for one in model["unknown"] if one["condition"] == "has_memory")
    assert (unknown["under"], unknown["line"]) == ("components.assistant.conditions", "has_memory: true")
    assert (unknown["elements"], len(unknown["references"])) == (["assistant"], 4)
    assert asked(helper) == asked(helper)


# writing


def test_writing_adds_lines_and_changes_none(helper: Repo) -> None:
    done = suggest(helper, "assistant", "--write")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:2] == [
        "threatmodel.yaml: 14 threats added",
        "  prompt-injection-direct-assistant: Direct prompt injection (assistant)",
    ]
    before, after = MODEL, text(helper)
    cut = before.index("controls: {}")
    assert after.startswith(before[:cut])
    assert after.endswith(before[cut:])
    assert after[cut:].splitlines()[5:10] == [
        "  tool-exfiltration-assistant:",
        "    title: Data sent out through a tool (assistant)",
        "    on: [assistant]",
        "    refs: [atlas:AML.T0086, nist-aml:NISTAML.039, stride:I, mit:2.1]",
        "    status: identified",
    ]


def test_a_second_writing_adds_nothing(helper: Repo) -> None:
    assert suggest(helper, "--write").code == 0
    once = text(helper)
    assert suggest(helper, "--write") == Done(0, "Nothing was added: every question is answered.\n", "")
    assert suggest(helper, "--all", "--write").code == 0
    assert len(text(helper)) > len(once)
    twice = text(helper)
    assert suggest(helper, "--all", "--write") == Done(0, "Nothing was added: every question is answered.\n", "")
    assert text(helper) == twice
    assert "Everything that must be considered is answered.\n" in suggest(helper).out
    _, found = report(helper.root, by=inside)
    assert [one["rule"] for one in found["results"] if one["rule"].startswith("model/")] == []


def test_a_dry_run_shows_the_change_and_makes_none(helper: Repo) -> None:
    done = suggest(helper, "buyer", "--write", "--dry-run")
    assert (done.code, done.err, text(helper)) == (0, "", MODEL)
    head, *lines = done.out.splitlines()
    assert (head, lines[0]) == ("--- a/threatmodel.yaml", "+++ b/threatmodel.yaml")
    assert [line for line in lines[1:] if line.startswith("-")] == []
    assert '+    title: "Spoofing: can someone pose as it (buyer)"' in lines


def test_bytes_around_the_new_lines_stay(helper: Repo) -> None:
    before = b"\xef\xbb\xbf" + MODEL.replace("\n", "\r\n").encode()
    (helper.root / "threatmodel.yaml").write_bytes(before)
    assert suggest(helper, "buyer", "--write").code == 0
    after = (helper.root / "threatmodel.yaml").read_bytes()
    cut = before.index(b"controls: {}")
    assert after.startswith(before[:cut])
    assert after.endswith(before[cut:])
    assert after.count(b"\n") == after.count(b"\r\n")


def test_threats_go_where_threats_are(repo: Repo) -> None:
    head, _, threats = MODEL.partition("threats:\n")
    threats = "threats:\n" + threats.replace("controls: {}\n", "")
    repo.commit(
        {
            "threatmodel.yaml": head + "include: [parts/threats.yaml, parts/more.yaml]\n",
            "parts/threats.yaml": threats,
            "parts/more.yaml": "threats:\n",
        }
    )
    done = suggest(repo, "buyer", "--write")
    assert done.out.startswith("parts/threats.yaml: 3 threats added\n")
    assert text(repo) == head + "include: [parts/threats.yaml, parts/more.yaml]\n"
    assert text(repo, "parts/threats.yaml").startswith(threats)
    assert suggest(repo, "buyer", "--write").out == "Nothing was added: every question is answered.\n"


def test_a_model_in_json_stays_json(repo: Repo) -> None:
    data = {"threatgate": 1, "system": {"id": "s"}, "components": {"a": {"type": "person"}}}
    repo.commit({"threatmodel.json": json.dumps(data, indent=2) + "\n"})
    assert suggest(repo, "--write").code == 0
    after = json.loads(text(repo, "threatmodel.json"))
    assert list(after["threats"]) == ["stride-s-a", "stride-r-a"]
    assert {key: value for key, value in after.items() if key != "threats"} == data


def test_an_edition_that_is_not_stated_is_asked_for(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL.replace('taxonomies: {atlas: "5.6.0", mit: v4}\n', "")})
    *_, pins, _ = suggest(repo, "assistant", "--write").out.splitlines()
    assert pins == 'Say which editions the references mean: taxonomies: {atlas: "5.6.0", mit: "v4"}'


def test_together_asks_the_same_question_of_several_elements_once(helper: Repo) -> None:
    lines = suggest(helper, "--together").out.splitlines()
    start = lines.index("must    Data disclosure")
    assert lines[start + 1 : start + 5] == [
        "          at        assistant, mailer, ask, mail",
        "          why       passes personal data to tools and third parties; hands personal data to the model and",
        "                    beyond; personal data leaves its zone",
        "          ids       linddun:DD (Data disclosure)",
    ]
    assert lines[-1] == (
        "To add 24 threats, each on all elements with the same question: threatgate suggest --together --write"
    )
    assert suggest(helper).out.splitlines()[-2:] == [
        "To add 41 threats, a question each, to the model: threatgate suggest --write",
        lines[-1],
    ]


def test_together_writes_one_threat_for_all_of_them_and_leaves_nothing_open(helper: Repo) -> None:
    done = suggest(helper, "--together", "--write")
    assert (done.code, done.err) == (0, "")
    assert "  linddun-dd: Data disclosure" in done.out.splitlines()
    after = text(helper).splitlines()
    start = after.index("  linddun-dd:")
    assert after[start + 1 : start + 5] == [
        "    title: Data disclosure",
        "    on: [assistant, mailer, ask, mail]",
        "    refs: [linddun:DD]",
        "    status: identified",
    ]
    once = text(helper)
    for again in ([], ["--together"]):
        assert suggest(helper, *again, "--write") == Done(0, "Nothing was added: every question is answered.\n", "")
    assert text(helper) == once


def test_after_writing_it_says_what_to_do_next(helper: Repo) -> None:
    assert suggest(helper, "buyer", "--write").out.splitlines()[-2:] == [
        "Decide on each: mitigated with its controls, accepted by whom and until when, or not applicable and why; one"
        " that is left identified needs an owner.",
        "next: threatgate check, then record who looked: threatgate review --all --by YOU",
    ]


# what it refuses


def test_a_section_that_cannot_grow_leaves_every_model_alone(repo: Repo) -> None:
    good, bad = MODEL, MODEL.partition("threats:")[0].replace("id: helper", "id: other") + "threats: ~\n"
    repo.commit({"a/threatmodel.yaml": good, "b/threatmodel.yaml": bad})
    done = suggest(repo, "--write")
    assert (done.code, done.out) == (3, "")
    assert (
        "nothing can be added to 'threats' here without changing what is written\n  --> b/threatmodel.yaml:24:1\n"
        in done.err
    )
    assert "write 'threats:' with its entries indented below it, and run this again" in done.err
    assert (text(repo, "a/threatmodel.yaml"), text(repo, "b/threatmodel.yaml")) == (good, bad)


def test_a_file_that_two_models_share_is_not_written_for_both(repo: Repo) -> None:
    part = "include: [../threats.yaml]\n"
    lonely = "threatgate: 1\nsystem: {id: ID}\ncomponents: {a: {type: person}}\n" + part
    files = {f"{id}/threatmodel.yaml": lonely.replace("ID", id) for id in ("one", "two")}
    repo.commit({**files, "threats.yaml": "threats:\n"})
    done = suggest(repo, "--write")
    assert (done.code, done.out) == (3, "")
    assert "several models keep their threats in this file\n  --> threats.yaml" in done.err
    assert text(repo, "threats.yaml") == "threats:\n"


def test_a_model_behind_a_link_is_refused(helper: Repo, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "threatmodel.yaml"
    outside.write_text(MODEL)
    (helper.root / "threatmodel.yaml").unlink()
    (helper.root / "threatmodel.yaml").symlink_to(outside)
    done = suggest(helper, "--model", "threatmodel.yaml", "--write")
    assert (done.code, done.out) == (3, "")
    assert "it is a symbolic link, and links are not followed" in done.err
    assert outside.read_text() == MODEL


def test_a_model_that_its_tool_derives_threats_for_is_not_written(repo: Repo, root: Path) -> None:
    repo.commit({"threagile.yaml": (root / "tests/inputs/threagile/rental.yaml").read_text("utf-8")})
    said = suggest(repo)
    assert (said.code, "To add " in said.out, "Not known" in said.out) == (0, False, False)
    done = suggest(repo, "--write")
    assert done.code == 3
    assert "threats can be added to native models only" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        (["asistant"], 2, "there is no element 'asistant'", "did you mean 'assistant'?"),
        (["zzz"], 2, "there is no element 'zzz'", "to list every element: threatgate suggest"),
        (["shop"], 2, "nothing is asked about 'shop': it is a boundary", "name a component, a flow or the system"),
        (["orders"], 2, "nothing is asked about 'orders': it is a data", ""),
        (["old"], 2, "nothing is asked about 'old': it is out of scope (Goes away in March)", ""),
        (["--dry-run"], 2, "--dry-run shows what --write would do: give both", ""),
        (["--json", "--together"], 2, "--json lists each element, --together what elements share", "ask for one"),
        (["--json", "--write"], 2, "--json shows what is asked, --write adds it to the model", ""),
        (["--model", "nowhere.yaml"], 2, "nothing to check at nowhere.yaml", ""),
    ],
)
def test_a_wrong_call_is_told_what_to_do(
    helper: Repo, arguments: list[str], code: int, message: str, hint: str
) -> None:
    done = suggest(helper, *arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert hint in done.err


def test_an_element_of_two_models_is_asked_for(repo: Repo) -> None:
    repo.commit({"a/threatmodel.yaml": MODEL, "b/threatmodel.yaml": MODEL.replace("id: helper", "id: other")})
    done = suggest(repo, "assistant")
    assert done.code == 2
    assert "'assistant' is in a/threatmodel.yaml and b/threatmodel.yaml" in done.err
    assert "say which one: --model PATH" in done.err
    assert suggest(repo, "assistant", "--model", "b/threatmodel.yaml").code == 0
    assert "helper (a/threatmodel.yaml)\n\nhelper (ai-system" in suggest(repo).out


def test_without_a_model_it_says_how_to_begin(repo: Repo) -> None:
    done = suggest(repo)
    assert done.code == 3
    assert "no threat model found here" in done.err
    assert "threatgate init" in done.err


def test_a_model_that_cannot_be_read_is_said(helper: Repo) -> None:
    helper.write({"threatmodel.yaml": MODEL + "flows: {}\n"})
    done = suggest(helper)
    assert done.code == 3
    assert "the model cannot be read" in done.err


def test_words_of_a_model_cannot_move_the_cursor(helper: Repo) -> None:
    helper.write({"threatmodel.yaml": MODEL.replace("[send mail]", '["send \\u202e\\e[2J::stop::"]')})
    done = suggest(helper)
    assert done.code == 0
    assert "\u202e" not in done.out
    assert "\x1b" not in done.out
    assert "\\u202e\\x1b[2J" in done.out
