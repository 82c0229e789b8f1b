"""The installed command, run as a user runs it: in a folder, with a clean environment."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch
from warnings import catch_warnings, simplefilter

from tests.repositories import ENVIRONMENT

TOOL = Path(sys.executable).with_name("threatgate")
TODAY = "2026-11-23"
_FOREIGN = ("GIT_", "GITHUB_", "CI_", "GITLAB_", "PRE_COMMIT", "SYSTEM_", "BITBUCKET_", "THREATGATE_", "NO_COLOR")


class Done(NamedTuple):
    """How a run ended."""

    code: int
    out: str
    err: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a user without git settings, hooks or CI around."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return {**inherited, **ENVIRONMENT, **(extra or {})}


def threatgate(cwd: Path, *arguments: str, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> Done:
    """Run ``threatgate ARGUMENTS`` in a folder. No run may show a traceback or take longer than a minute."""
    done = subprocess.run(
        [str(TOOL), *arguments],
        cwd=cwd,
        env=environment(env),
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert "Traceback" not in out + err, out + err
    assert "a bug of ours" not in err, err
    return Done(done.returncode, out, err)


def inside(cwd: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Done:
    """The same command line in this process: no start-up to pay for. Not for what the process itself does."""
    from checker.cli.group import run

    out, err = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8")
    with catch_warnings():  # a run leaves its git process to the end of its own, which here is not at hand
        simplefilter("ignore", ResourceWarning)
        with (
            chdir(cwd),
            patch.dict(os.environ, environment(env), clear=True),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = run(list(arguments))
        out.flush(), err.flush()
        if {"--base", "--staged", "--changed", "diff", "review"}.intersection(arguments):
            gc.collect()
    done = Done(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())
    assert "a bug of ours" not in done.err, done
    return done


def report(
    cwd: Path, *arguments: str, env: Mapping[str, str] | None = None, by: Callable[..., Done] = threatgate
) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON report of ``threatgate check ARGUMENTS`` as of one fixed day."""
    done = by(cwd, "check", "--as-of", TODAY, "--format", "json", *arguments, env=env)
    assert done.out, done.err
    return done.code, json.loads(done.out)


def findings(report: Mapping[str, Any], state: str = "new") -> list[tuple[str, str, str]]:
    """(rule, ``path:line:column``, subject) of every result in a state, in the order of the report."""
    return [
        (result["rule"], "{path}:{line}:{column}".format(**result["location"]), subject(result))
        for result in report["results"]
        if result["state"] == state
    ]


def following(report: Mapping[str, Any], subject_of: str) -> list[str]:
    """What one new finding says follows from it, as ``flow 'login'``, in order."""
    (found,) = (result for result in report["results"] if result["state"] == "new" and subject(result) == subject_of)
    messages = [place["message"] for place in found["related"]]
    ends = (" follows from it", " went with it")
    return [message.removesuffix(end) for message in messages for end in ends if message.endswith(end)]


def subject(result: Mapping[str, Any]) -> str:
    """The subject of a result, as ``flow/login#encryption``."""
    kind, id, field = (result["subject"][part] for part in ("kind", "id", "field"))
    name = f"{kind}/{id}" if id else kind
    return f"{name}#{field}" if field else name
