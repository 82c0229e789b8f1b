"""What the pack ``coverage`` says: one finding an element, one a condition, each with its place and its basis."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.command import findings, inside, report
from tests.repositories import Repo

CONFIG = "threatgate: 1\npacks: [coverage]\n"
MODEL = """\
threatgate: 1
system: {id: desk, name: Desk, conditions: {has_memory: false}}
boundaries: {out: {trust: untrusted}, in: {trust: internal}}
data: {mail: {classification: internal}}
components:
  user: {type: person, boundary: out}
  clerk: {type: agent, boundary: in, processes: [mail], conditions: {executes_code: false, human_review: false}}
  store: {type: database, boundary: in, stores: [mail], conditions: {holds_audit_log: false}}
flows:
  ask: {from: user, to: clerk, data: [mail]}
threats:
  lost: {title: Records are lost, on: [store], refs: [stride:T, stride:D], status: identified}
"""


def told(repo: Repo, model: str, *arguments: str, config: str = CONFIG) -> dict[str, dict[str, Any]]:
    """Rule and subject -> the result."""
    repo.write({"threatmodel.yaml": model, ".threatgate.yaml": config})
    _, said = report(repo.root, *arguments, by=inside)
    of = [one for one in said["results"] if one["rule"].startswith("coverage/")]
    return {
        f"{one['rule'].partition('/')[2]} {one['subject']['id']} {one['subject']['field']}".rstrip(): one for one in of
    }


ANSWERED = (
    MODEL
    + """\
  posed: {title: Somebody poses as a user, on: [user], refs: [stride:S, stride:R], status: identified}
"""
)


def place(one: dict[str, Any]) -> str:
    return "{line}:{column}".format(**one["location"])


# findings


def test_one_finding_an_element_and_one_a_condition(repo: Repo) -> None:
    found = told(repo, MODEL)
    conditions = "browses can_modify_data dual_use generative holds_secrets local_host people_affected published"
    assert sorted(found) == sorted(
        [
            *(f"condition-unanswered desk conditions.{name}" for name in conditions.split()),
            *("flow-unanswered ask", "should-consider desk"),
            *(f"unanswered {id}" for id in ("desk", "user", "clerk", "store")),
        ]
    )


def test_what_an_element_lacks_is_named_with_its_basis(repo: Repo) -> None:
    one = told(repo, MODEL)["unanswered store"]
    assert (one["severity"], place(one)) == ("medium", "8:3")
    assert one["message"] == (
        "the component 'store' answers 2 of 3 threats that must be considered: not 'Information disclosure' (stride:I)"
    )
    assert one["hint"] == "see each, and why: threatgate coverage --element store (basis: threatgate's judgement for 1)"


def test_long_lists_are_folded_and_cut(repo: Repo) -> None:
    one = told(repo, MODEL)["unanswered clerk"]
    assert "not 'Indirect prompt injection' (atlas:AML.T0051.001 and 8 more), " in one["message"]
    assert one["message"].endswith(" and 6 more")
    assert "(basis: public for atlas:AML.T0051.001, atlas:AML.T0051.000, " in one["hint"]


def test_what_is_answered_is_silent(repo: Repo) -> None:
    assert "unanswered user" not in told(repo, ANSWERED)


def test_what_should_be_considered_is_one_note(repo: Repo) -> None:
    one = told(repo, MODEL)["should-consider desk"]
    assert one["severity"] == "note"
    assert "are not answered: 17 at 'clerk', 10 at 'desk', 4 at 'ask', 1 at 'store'" in one["message"]


def test_an_open_condition_names_the_elements_and_what_hangs_on_it(repo: Repo) -> None:
    one = told(repo, MODEL)["condition-unanswered desk conditions.people_affected"]
    assert (one["severity"], place(one)) == ("low", "2:32")
    assert one["message"] == (
        "nothing says whether this holds of 'desk', 'clerk': 'Its output takes part in decisions about people' "
        "(people_affected); on it hang 7 threats"
    )
    assert "people_affected: true or false" in one["hint"]


@pytest.mark.parametrize(
    ("old", "new", "subject", "at"),
    [
        ("has_memory: false", "personal_data: false", "desk conditions.personal_data", "2:60"),
        ("executes_code: false", "agentic: false", "clerk conditions.agentic", "7:79"),
    ],
)
def test_a_denied_condition_that_the_model_shows(repo: Repo, old: str, new: str, subject: str, at: str) -> None:
    text = MODEL.replace(old, new).replace("{classification: internal}", "{classification: internal, personal: true}")
    one = told(repo, text)[f"condition-contradicted {subject}"]
    assert (one["severity"], place(one)) == ("medium", at)
    assert not [key for key in told(repo, MODEL) if key.startswith("condition-contradicted")]


def test_a_denied_condition_says_by_what(repo: Repo) -> None:
    one = told(repo, MODEL.replace("executes_code: false", "agentic: false"))
    message = one["condition-contradicted clerk conditions.agentic"]["message"]
    assert message == "'agentic' is denied of the component 'clerk', and the model shows it of 'clerk': it is an agent"


def test_an_element_that_a_change_adds_is_worse(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL, ".threatgate.yaml": CONFIG})
    more = MODEL.replace(
        "flows:", "  copy: {type: database, boundary: in, conditions: {holds_audit_log: false}}\nflows:"
    )
    found = told(repo, more, "--base", "HEAD")
    assert found["new-element-unanswered copy"]["severity"] == "high"
    assert "unanswered copy" not in found
    assert found["unanswered store"]["severity"] == "medium"


def test_a_model_that_is_new_as_a_whole_is_no_change_of_one(repo: Repo) -> None:
    repo.commit({".threatgate.yaml": CONFIG})
    found = told(repo, MODEL, "--base", "HEAD")
    assert "unanswered store" in found
    assert not [key for key in found if key.startswith("new-element")]


def test_without_the_pack_nothing_is_asked(repo: Repo) -> None:
    assert told(repo, MODEL, config="threatgate: 1\npacks: [boundary]\n") == {}


def test_levels_of_the_config_count(repo: Repo) -> None:
    off = CONFIG + "rules: {coverage/condition-unanswered: 'off', coverage/unanswered: low}\n"
    found = told(repo, MODEL, config=off)
    assert not [key for key in found if key.startswith("condition-unanswered")]
    assert found["unanswered store"]["severity"] == "low"


def test_an_unknown_condition_of_a_component_is_a_note(repo: Repo) -> None:
    repo.write({"threatmodel.yaml": MODEL.replace("executes_code", "executes_kode")})
    _, said = report(repo.root, by=inside)
    (one,) = (one for one in said["results"] if one["rule"] == "model/unknown-word")
    assert one["message"] == "nothing is known about the condition 'executes_kode'"
    assert (one["hint"], place(one)) == ("did you mean 'executes_code'?", "7:70")


# what a project asks otherwise

OVERRIDE = """\
applicability:
  - type: database
    needs: {"stride:I": ignore, "cwe:CWE-306": must}
    reason: nothing in it is secret, and it listens
"""


def test_a_project_asks_otherwise(repo: Repo) -> None:
    one = told(repo, MODEL, config=CONFIG + OVERRIDE)["unanswered store"]
    assert one["message"].endswith("answers 2 of 3 threats that must be considered: not cwe:CWE-306")
    assert "this project for 1" in one["hint"]


def test_to_ask_less_than_before_loosens_the_gate(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL, ".threatgate.yaml": CONFIG + OVERRIDE.replace("must", "should")})
    repo.write({".threatgate.yaml": CONFIG + OVERRIDE.replace("ignore", "must").replace("must}", "ignore}")})
    loosened = [one for one in findings(report(repo.root, "--base", "HEAD", by=inside)[1]) if "applic" in one[0]]
    assert loosened == [
        (
            "gate/applicability-loosened",
            ".threatgate.yaml:5:46",
            "gate/.threatgate.yaml#applicability.database.cwe:CWE-306",
        )
    ]


@pytest.mark.parametrize(
    ("before", "after", "loosened"),
    [
        ("", OVERRIDE, ["stride:I: ignore, and no longer must"]),
        (OVERRIDE, "", ["cwe:CWE-306' at 'database': ignore, and no longer must"]),
        (OVERRIDE.replace("ignore", "should"), OVERRIDE, ["ignore, and no longer should"]),
        (OVERRIDE, OVERRIDE.replace("ignore", "should"), []),
        ("", OVERRIDE.replace('"stride:I": ignore, ', ""), []),
        ("", OVERRIDE.replace("database", '"*"').replace(', "cwe:CWE-306": must', ""), ["no longer must"]),
    ],
)
def test_what_loosens_and_what_does_not(repo: Repo, before: str, after: str, loosened: list[str]) -> None:
    repo.commit({"threatmodel.yaml": MODEL, ".threatgate.yaml": CONFIG + before})
    repo.write({".threatgate.yaml": CONFIG + after})
    _, said = report(repo.root, "--base", "HEAD", by=inside)
    told = [one["message"] for one in said["results"] if one["rule"] == "gate/applicability-loosened"]
    assert len(told) == len(loosened)
    assert all(
        part.rpartition("'")[2].removeprefix("stride:I: ") in one for part, one in zip(loosened, told, strict=True)
    )


@pytest.mark.parametrize(
    ("wrong", "at", "says"),
    [
        (OVERRIDE.replace("database", "databse"), "4:11", "'databse' is nothing that threats are asked of"),
        (OVERRIDE.replace("stride:I", "stride:X"), "5:13", "'stride:X' is no threat that coverage asks for"),
        (OVERRIDE.replace("stride:I", "control:encryption"), "5:13", "is no threat that coverage asks for"),
        (OVERRIDE.replace("database", '"*"'), "5:48", "'*' only takes threats away"),
        (OVERRIDE.replace('"cwe:CWE-306"', '"stride:information-disclosure"'), "5:33", "is said of 'database' twice"),
        (OVERRIDE.replace("ignore", "perhaps"), "5:25", "perhaps"),
        (OVERRIDE.replace("    reason: nothing in it is secret, and it listens\n", ""), "4:5", "reason"),
    ],
)
def test_a_word_of_the_config_that_changes_nothing_is_an_error(repo: Repo, wrong: str, at: str, says: str) -> None:
    repo.write({"threatmodel.yaml": MODEL, ".threatgate.yaml": "threatgate: 1\npacks: [coverage]\n" + wrong})
    done = inside(repo.root, "check")
    assert done.code == 2
    assert says in done.err
    assert f".threatgate.yaml:{at}" in done.err


# the command


def lines(repo: Repo, *arguments: str, model: str = MODEL) -> list[str]:
    repo.write({"threatmodel.yaml": model})
    done = inside(repo.root, "coverage", *arguments)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def test_the_table(repo: Repo) -> None:
    shown = lines(repo, model=ANSWERED)
    assert shown[0] == "desk (threatmodel.yaml)"
    assert shown[2] == "element  type       must  should  must, not answered"
    assert "user     person     2/2   0/0" in shown
    assert "store    database   2/3   0/1     stride:I" in shown
    assert "stride         4/16  0/2" in shown
    assert "components  4/34  0/18" in shown
    assert "all         4/48  0/32" in shown
    assert "  published        Anyone can download it.                                  desk" in shown


def test_many_references_are_counted_and_the_command_that_names_them_is_said(repo: Repo) -> None:
    shown = lines(repo)
    assert "clerk    agent      0/29  0/17    stride:T, stride:E, stride:S, stride:R and 25 more" in shown
    assert "(all of one element, and why: threatgate coverage --element ID)" in shown


def test_one_element(repo: Repo) -> None:
    shown = lines(repo, "--element", "store")
    assert shown[:3] == ["component/store (database)", "", "must be considered: 2 of 3 answered"]
    assert "  + stride:T Tampering" in shown
    assert "      answered by threat lost, which cites stride:T" in shown
    assert "  - stride:I Information disclosure" in shown
    assert "      basis: judgement; asked by data-store" in shown


def test_one_element_says_on_what_condition(repo: Repo) -> None:
    shown = lines(repo, "--element", "clerk")
    at = shown.index("      applies by internet_exposed: in an untrusted boundary, or one flow away from it")
    assert shown[at - 2] == "  - atlas:AML.T0051.000 LLM Prompt Injection: Direct"


def test_one_framework(repo: Repo) -> None:
    shown = lines(repo, "--framework", "owasp-llm")
    assert [line for line in shown if line.startswith("owasp-llm")] == ["owasp-llm  0/5   0/2"]
    assert not [line for line in shown if line.startswith("stride")]


def test_as_json(repo: Repo) -> None:
    repo.write({"threatmodel.yaml": ANSWERED})
    done = inside(repo.root, "coverage", "--json")
    (said,) = json.loads(done.out)
    assert (said["model"], said["system"]) == ("threatmodel.yaml", "desk")
    assert said["totals"]["component"]["must"] == {"answered": 4, "applicable": 34}
    (user,) = (one for one in said["elements"] if one["element"] == "component/user")
    assert user["items"][0] == {
        "reference": "stride:S",
        "name": "Spoofing",
        "need": "must",
        "reason": "can someone pose as it",
        "basis": "judgement",
        "see": [],
        "asked_by": "external-entity",
        "condition": "",
        "because": "",
        "answer": {"by": "threat", "id": "posed", "cited": "stride:S", "concept": ""},
    }
    assert {"condition": "dual_use", "elements": ["system/desk"], "threats": ["mit:4.2", "mit:7.2"]} in said[
        "open_conditions"
    ]
    assert inside(repo.root, "coverage", "--json").out == done.out


def test_every_model_here_or_one(repo: Repo) -> None:
    repo.write({"a/threatmodel.yaml": MODEL, "b/threatmodel.yaml": MODEL.replace("desk", "bench")})
    assert sum(line.endswith("threatmodel.yaml)") for line in inside(repo.root, "coverage").out.splitlines()) == 2
    assert inside(repo.root, "coverage", "b/threatmodel.yaml").out.startswith("bench (b/threatmodel.yaml)")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--element", "clrk"), 2, "no element 'clrk' is asked anything"),
        (("--framework", "owasp"), 2, "nothing is asked of a framework 'owasp'"),
        (("nowhere.yaml",), 2, "nowhere.yaml"),
    ],
)
def test_a_wrong_call(repo: Repo, arguments: tuple[str, ...], code: int, says: str) -> None:
    repo.write({"threatmodel.yaml": MODEL})
    done = inside(repo.root, "coverage", *arguments)
    assert (done.code, done.out) == (code, "")
    assert says in done.err


def test_a_model_that_cannot_be_read(repo: Repo) -> None:
    repo.write({"threatmodel.yaml": "threatgate: 1\nsystem: {}\n"})
    done = inside(repo.root, "coverage")
    assert done.code == 3
    assert "the model cannot be read" in done.err


def test_without_a_model(repo: Repo) -> None:
    done = inside(repo.root, "coverage")
    assert (done.code, done.out) == (3, "")
    assert "name the file: threatgate coverage FILE" in done.err


def test_hidden_characters_are_shown(repo: Repo) -> None:
    text = MODEL.replace("authority", "x").replace("type: database", "type: tool, authority: ['send\\u202e']")
    text = text.replace("['send\\u202e']", '["send-\\u202e"]')
    shown = lines(repo, "--element", "store", model=text)
    assert "      applies by can_modify_data: 'store' may send-\\u202e" in shown
    assert not any("\u202e" in line for line in shown)
