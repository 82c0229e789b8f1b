"""The action on pull requests of somebody who wants it to run, to leak or to forge something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.doors.act import Run
from tests.doors.conftest import Act
from tests.doors.shop import CHANGED, RETITLED, PullRequest, pull_request
from tests.repositories import Repo

BIDI = "\u202e"
OURS = {"stop-commands", "error", "warning", "notice"}
FORGED = (
    "::error title=forged::forged",
    "  ::add-mask::shop",
    "::set-output name=conclusion::pass",
    "::stop-commands::pause",
    "##[error]forged",
    "::endgroup::",
)


def assert_nothing_forged(run: Run) -> None:
    """The runner obeyed our commands only, masked nothing, and nothing hides in the log or in the summary."""
    commands = run.commands("gate")
    tokens = [command.message for command in commands if command.name == "stop-commands"]
    assert all(len(token) == 32 for token in tokens)
    assert {command.name for command in commands} <= OURS | set(tokens), commands
    assert not [one for one in run.annotations("gate") if "forged" in one.properties.get("title", "")]
    log, rest = run.log("gate"), run.summary("gate") + "".join(one.message for one in commands)
    assert "***" not in log
    assert BIDI not in log + rest
    assert "##[" not in rest
    assert "##[" not in unfenced(run)


def unfenced(run: Run) -> str:
    """The log outside of our fences. GitHub's runner would obey ``##[command]`` anywhere in a line; act does not."""
    text, token = "", ""
    for event in run.events:
        if event.get("command") == "stop-commands":
            token = event["arg"]
        elif token and event.get("command") == token:
            token = ""
        elif event.get("raw_output") and not token:
            text += event["msg"]
    return text


HOSTILE = f"""\
threatgate: 1
system:
  id: shop
  name: "::error title=forged::forged {BIDI}"
  owner: '| </details><script>alert(1)</script> @acme/all ![](http://127.0.0.1/x)'
boundaries:
  outside: {{trust: untrusted}}
  "::error title=forged::forged": {{trust: internal}}
components:
  a:
    type: "service\\n::add-mask::shop\\n::error title=forged::forged"
    boundary: outside
    description: |
      ::add-mask::shop
      ##[error]forged
  "b\\r\\n::error title=forged::forged": {{type: service}}
"::add-mask::shop": 1
"##[error]forged{BIDI}": 2
"""


@pytest.mark.parametrize("path", ["threatmodel.yaml", "a\n::error title=forged::forged\n.threatmodel.yaml"])
def test_names_of_a_model_forge_nothing(path: str, shop: Repo, run: Act) -> None:
    done = propose(run, pull_request(shop, {path: HOSTILE}))
    assert done.outputs("gate")["conclusion"] == "fail"
    assert len(done.annotations("gate")) >= 5
    assert_nothing_forged(done)
    assert "<script>" not in done.summary("gate")
    assert "@acme" not in done.summary("gate")


def test_texts_of_a_model_that_can_be_read_forge_nothing(shop: Repo, run: Act) -> None:
    title = "\\n".join(FORGED)
    owner = f"      ::error title=forged::forged\n{BIDI}"
    hostile = CHANGED.replace("Orders leak", f'"{title}"').replace("team-shop", json.dumps(owner))
    done = propose(run, pull_request(shop, {"threatmodel.yaml": hostile}))
    assert done.outputs("gate")["findings"] == "1"
    assert_nothing_forged(done)


def test_a_wrong_config_forges_nothing(shop: Repo, run: Act) -> None:
    config = 'threatgate: 1\nfail_on: "x\\n::error title=forged::forged\\n##[error]forged"\n"::add-mask::shop": 1\n'
    shop.commit({".threatgate.yaml": config})
    done = propose(run, pull_request(shop, {"threatmodel.yaml": RETITLED}))
    assert done.outputs("gate")["conclusion"] == "error"
    assert_nothing_forged(done)


def propose(run: Act, request: PullRequest) -> Run:
    return run(request.repo, "pull_request", request.event)


@pytest.mark.parametrize("names", ["paths", "base", "fail_on", "annotations summary"])
@pytest.mark.parametrize(
    "value",
    [
        pytest.param("$({})", id="substitution"),
        pytest.param("\"; {}; '; {}; `{}`", id="quotes"),
        pytest.param("x\n{}\n::error title=forged::forged\nconclusion=pass", id="lines"),
        pytest.param("--fail-on=never", id="option"),
    ],
)
def test_an_input_stays_text(names: str, value: str, shop: Repo, run: Act, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    request = pull_request(shop, {"threatmodel.yaml": RETITLED})
    inputs = dict.fromkeys(names.split(), value.replace("{}", f"touch {mark}"))
    done = run(request.repo, "pull_request", request.event, **inputs)
    assert done.outputs("gate")["conclusion"] == ("pass" if "summary" in names else "error"), done.said()
    assert not mark.exists()
    assert_nothing_forged(done)


PLANTED = (
    *("sitecustomize.py", "usercustomize.py", "checker/__init__.py", "checker/cli/__init__.py", "venv.py"),
    *("json.py", "click.py", "click/__init__.py", "yaml.py", "git/__init__.py", "pip.py", "pip/__main__.py"),
    *("ensurepip/__init__.py", "ensurepip/__main__.py", "jsonschema.py", "pathlib.py", "os.py", "secrets.py"),
)
"""Modules that Python would import if it looked into the current folder."""


def planted(mark: Path) -> dict[str, str]:
    """Files of a pull request, each of which leaves a mark when it is run or obeyed."""
    code = f"import os\nopen({str(mark)!r}, 'a').write(__name__ + chr(10))\n"
    return {
        **dict.fromkeys(PLANTED, code),
        "evil.pth": f"import os; open({str(mark)!r}, 'a')\n",
        "pip.conf": "[global]\nindex-url = http://127.0.0.1:9/\nrequire-virtualenv = true\n",
        "pyvenv.cfg": "home = /nonexistent\n",
        "requirements.lock": "evil==1\n",
        ".python-version": "no-such-version\n",
        ".env": "THREATGATE_FAIL_ON=never\n",
        "threatmodel.yaml": CHANGED,
    }


def test_nothing_of_the_work_tree_is_imported(shop: Repo, run: Act, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    done = propose(run, pull_request(shop, planted(mark)))
    assert done.outputs("gate")["findings"] == "1", done.said()
    assert not mark.exists(), mark.read_text()


@pytest.mark.slow
def test_nothing_of_the_work_tree_is_used_by_the_whole_installation(
    shop: Repo, run: Act, checkout: Path, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    request = pull_request(shop, planted(mark))
    done = run(request.repo, "pull_request", request.event, action=checkout)
    assert done.result("gate", "install") == "success", done.said()
    assert done.outputs("gate")["findings"] == "1", done.said()
    assert not mark.exists(), mark.read_text()
    seconds = next(
        e["executionTime"] for e in done.events if e.get("stepID") == ["gate", "install"] and "stepResult" in e
    )
    print(f"the installation took {seconds / 1e9:.1f} s")
