"""Run workflows with act, which obeys steps, expressions and workflow commands as GitHub's runner does.

Not emulated: the limits on annotations and summaries, ``##[command]`` within a line, and the permissions of tokens.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.command import environment
from tests.doors.shop import SAME_REPOSITORY, Event
from tests.repositories import Repo

ACT = Path(sys.executable).with_name("act")
TIMEOUT = 180

Step = tuple[str, ...]
"""The ids of a step and of those around it, outermost first: ``("gate", "check")``."""


class Command(NamedTuple):
    """A workflow command that the runner obeyed."""

    name: str
    properties: dict[str, str]
    message: str


class Run(NamedTuple):
    """What a workflow did. ``code`` is 0 if its job succeeded."""

    code: int
    events: tuple[dict[str, Any], ...]

    def _of(self, step: Step) -> Iterator[dict[str, Any]]:
        return (event for event in self.events if tuple(event.get("stepID", ()))[: len(step)] == step)

    def outputs(self, *step: str) -> dict[str, str]:
        """The outputs of a step, the last value of each."""
        named = [event for event in self._of(step) if event.get("command") == "set-output"]
        return {event["name"]: event["arg"] for event in named if tuple(event["stepID"]) == step}

    def commands(self, *step: str) -> list[Command]:
        """What the runner obeyed in a step and those within, but for outputs and the summary."""
        return [
            Command(event["command"], event["kvPairs"], event["arg"]) for event in self._of(step) if "kvPairs" in event
        ]

    def annotations(self, *step: str) -> list[Command]:
        """The annotations among the commands."""
        return [command for command in self.commands(*step) if command.name in ("error", "warning", "notice")]

    def log(self, *step: str) -> str:
        """What a step and those within wrote and the runner took for text."""
        return "".join(event["msg"] for event in self._of(step) if event.get("raw_output"))

    def summary(self, *step: str) -> str:
        """The summary that a step has written."""
        found = [event["content"] for event in self._of(step) if event.get("command") == "summary"]
        return found[-1] if found else ""

    def result(self, *step: str) -> str:
        """``success``, ``failure`` or ``skipped``."""
        ended = [event for event in self._of(step) if "stepResult" in event and event.get("stage") == "Main"]
        return next((str(event["stepResult"]) for event in ended if tuple(event["stepID"]) == step), "skipped")

    def said(self) -> str:
        """The whole log, for the message of a failed test."""
        return "\n".join(str(event.get("msg", event)).rstrip() for event in self.events)


def act(
    repo: Repo,
    event_name: str,
    event: Event,
    workflow: str,
    actions: Mapping[str, Path],
    scratch: Path,
    env: Mapping[str, str] | None = None,
) -> Run:
    """Run a workflow on what a repository has checked out. ``actions``: ``OWNER/NAME@REF`` -> the folder to use for it.

    ``scratch`` is an empty folder. The event and the variables are those of the repository ``acme/shop`` on GitHub.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / "event.json").write_text(json.dumps(event), encoding="utf-8")
    (scratch / "workflow.yml").write_text(workflow, encoding="utf-8")
    variables = {"GITHUB_REPOSITORY": SAME_REPOSITORY, **(env or {})}
    done = subprocess.run(
        [
            *(str(ACT), event_name, "--json", "--no-cache-server", "--platform=ubuntu-24.04=-self-hosted"),
            *(f"--eventpath={scratch / 'event.json'}", f"--workflows={scratch / 'workflow.yml'}"),
            *(f"--action-cache-path={scratch / 'act'}", f"--env-file={os.devnull}", f"--secret-file={os.devnull}"),
            *(f"--env={name}={value}" for name, value in variables.items()),
            *(f"--local-repository={name}={folder}" for name, folder in actions.items()),
        ],
        cwd=repo.root,
        env=environment({"XDG_CONFIG_HOME": str(scratch / "config"), "TMPDIR": str(scratch)}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    lines = done.stdout.decode("utf-8").splitlines()
    run = Run(done.returncode, tuple(json.loads(line) for line in lines if line.startswith("{")))
    assert any("jobResult" in event for event in run.events), run.said() + done.stderr.decode("utf-8")
    return run
