"""The process itself: streams, pipes, terminals, bugs of ours."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT, default_int_handler, signal

import pytest

from checker.cli import group, progress
from tests.command import TOOL, environment, inside, threatgate

MODEL = "threatgate: 1\nsystem: {id: shop}\ncomponents:\n"
MANY = MODEL + "".join(f"  c{n}: {{type: service}}\n" for n in range(3000))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "threatmodel.yaml").write_text(MODEL + "  web: {type: web-app}\n")
    return tmp_path


def shell(folder: Path, script: str) -> subprocess.CompletedProcess[bytes]:
    env = environment({"PATH": f"{TOOL.parent}{os.pathsep}{os.environ['PATH']}"})
    return subprocess.run(["bash", "-c", script], cwd=folder, env=env, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "command", ["check", "check --format json", "rules", "explain review/stale", "schema", "diff a b"]
)
def test_standard_input_is_never_read(command: str, folder: Path) -> None:
    """A pipe that stays open and silent would be waited for without end."""
    (folder / "a").write_text(MODEL)
    (folder / "b").write_text(MODEL)
    with subprocess.Popen(
        [str(TOOL), *command.split()], cwd=folder, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        assert process.wait(timeout=30) in (0, 1)


@pytest.mark.parametrize("command", ["check", "check --format json", "check --format sarif", "schema", "rules --json"])
def test_a_reader_that_leaves_early_gives_no_traceback_and_no_pass(command: str, folder: Path) -> None:
    (folder / "threatmodel.yaml").write_text(MANY)
    done = shell(folder, f"set -o pipefail; threatgate {command} | head -c 1 > first; echo ${{PIPESTATUS[0]}}")
    assert done.stderr == b""
    assert len((folder / "first").read_bytes()) == 1
    assert done.stdout.strip() in ((b"3",) if command.startswith("check") else (b"3", b"0"))


def test_a_full_disk_is_no_pass_and_no_bug_of_ours(folder: Path) -> None:
    done = shell(folder, "threatgate check > /dev/full")
    assert (done.returncode, done.stderr) == (3, b"threatgate: error: No space left on device\n")


@pytest.mark.parametrize(("closed", "code"), [(">&-", 1), ("2>&-", 1), (">&- 2>&-", 1), ("<&-", 1)])
def test_closed_streams_change_no_exit_code(closed: str, code: int, folder: Path) -> None:
    assert shell(folder, f"threatgate check {closed}").returncode == code


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "POSIX"}]
)
def test_the_locale_changes_no_byte(env: dict[str, str], folder: Path) -> None:
    (folder / "threatmodel.yaml").write_text(MODEL + "  web: {type: web-app, name: 'Café 💥'}\n", "utf-8")
    assert threatgate(folder, "check", env=env) == threatgate(folder, "check", env={"LC_ALL": "C.UTF-8"})


def test_an_interrupt_leaves_with_130(folder: Path) -> None:
    os.mkfifo(folder / "out")
    with subprocess.Popen(
        [str(TOOL), "check", "--format", "json=out"],
        cwd=folder,
        env=environment(),
        stderr=subprocess.PIPE,
        # A shell lets jobs in the background ignore it.
        preexec_fn=lambda: signal(SIGINT, default_int_handler),  # noqa: PLW1509 no threads run here
    ) as process:
        time.sleep(1.5)  # it now waits for a reader of the pipe
        process.send_signal(SIGINT)
        try:
            assert process.wait(timeout=30) == 130
        finally:
            process.kill()
        assert process.stderr and process.stderr.read().strip() == b"threatgate: stopped"


# Bugs of ours


def broken(*_: object) -> None:
    raise KeyError("\x1b[31m" + "secret" * 200)


def test_a_bug_of_ours_is_one_paragraph_and_no_pass(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.cli.rules.read_gate", broken)
    with pytest.raises(AssertionError) as told:
        inside(folder, "rules")
    done = told.value.args[0]
    assert "Traceback" not in str(done)
    assert "\x1b" not in str(done)
    assert "a bug of ours: KeyError: " in str(done)
    assert len(str(done)) < 1500


def test_the_traceback_of_a_bug_is_shown_where_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("checker.cli.rules.read_gate", broken)
    monkeypatch.setenv("THREATGATE_DEBUG", "1")
    monkeypatch.chdir(folder)
    assert group.run(["rules"]) == 3
    said = capsys.readouterr().err
    assert said.startswith("Traceback (most recent call last):\n")
    assert "this is not a pass" in said


# Terminals


@contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    try:
        yield ours, theirs
    finally:
        os.close(ours)
        os.close(theirs)


def seen(descriptor: int) -> bytes:
    """What has been written to a terminal."""
    found = b""
    while select.select([descriptor], [], [], 0.2)[0]:
        found += os.read(descriptor, 65536)
    return found


def test_a_quick_run_shows_no_progress_on_a_terminal(folder: Path) -> None:
    with terminal() as (ours, theirs):
        done = subprocess.run(
            [str(TOOL), "check"],
            cwd=folder,
            env=environment({"TERM": "xterm"}),
            stdout=theirs,
            stderr=theirs,
            check=False,
        )
        text = seen(ours)
    assert done.returncode == 1
    assert b"\x1b[1;31mhigh[review/unreviewed-component]\x1b[0m" in text
    assert b"threatgate: [" not in text


def test_a_dumb_terminal_gets_no_colour(folder: Path) -> None:
    with terminal() as (ours, theirs):
        subprocess.run(
            [str(TOOL), "check"],
            cwd=folder,
            env=environment({"TERM": "dumb"}),
            stdout=theirs,
            stderr=theirs,
            check=False,
        )
        assert b"\x1b" not in seen(ours)


def test_a_long_run_shows_what_it_reads_and_cleans_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    with terminal() as (ours, theirs), os.fdopen(os.dup(theirs), "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with progress.progress() as step:
            step(0.0, "a/threatmodel.yaml")
            step(0.5, "\x1b[31m\u202eb" + "x" * 200)
        text = seen(ours).decode()
    first, second, blank, end = text.split("\r")[1:]
    assert first == "threatgate: [--------------------]   0% a/threatmodel.yaml"
    assert second.startswith("threatgate: [##########----------]  50% ?[31m?bxxx")
    assert len(second) == 78
    assert (blank.strip(), end) == ("", "")


def test_progress_is_silent_before_its_time_and_off_terminals(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress.progress() as step:
        step(0.0, "threatmodel.yaml")
    assert capsys.readouterr().err == ""
    with terminal() as (ours, theirs), os.fdopen(os.dup(theirs), "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with progress.progress() as step:
            step(0.0, "threatmodel.yaml")
        assert seen(ours) == b""


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    from checker import __version__

    for arguments in (("--version",), ("-V",)):
        assert threatgate(tmp_path, *arguments) == (0, f"threatgate {__version__}\n", "")
        assert inside(tmp_path, *arguments) == (0, f"threatgate {__version__}\n", "")
