"""``check`` as people call it: folders, several models, formats, colours, and what it is by default."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from checker.cli.group import COMMANDS
from tests.command import TODAY, Done, findings, inside, report
from tests.repositories import Repo

MODEL = "threatgate: 1\nsystem: {id: shop}\ncomponents:\n  web: {type: web-app}\n"
WEB = "review/unreviewed-component"
EVERY = ["services/pay/threatmodel.yaml", "services/ship/ship.threatmodel.json", "threatmodel.yaml"]
FORMATS = ("human", "json", "sarif", "sarif-github", "markdown", "github")


def named(id: str) -> str:
    return MODEL.replace("id: shop", f"id: {id}")


def places(folder: Path, *arguments: str) -> list[str]:
    """The files of the findings."""
    return [place.partition(":")[0] for _, place, _ in findings(report(folder, *arguments, by=inside)[1])]


@pytest.fixture
def three(repo: Repo) -> Repo:
    """Models in three folders, and a file that git ignores."""
    repo.commit(
        {
            "threatmodel.yaml": named("a"),
            "services/pay/threatmodel.yaml": named("b"),
            "services/ship/ship.threatmodel.json": json.dumps(
                {"threatgate": 1, "system": {"id": "c"}, "components": {"web": {"type": "web-app"}}}
            ),
            ".gitignore": "build/\n",
        }
    )
    repo.write({"build/threatmodel.yaml": "threatgate: [\n"})
    return repo


def test_every_model_of_the_repository_is_checked_from_any_folder(three: Repo) -> None:
    assert places(three.root) == EVERY
    assert places(three.root / "services/pay") == EVERY


@pytest.mark.parametrize(
    ("folder", "arguments", "files"),
    [
        ("", ("services",), ["services/pay/threatmodel.yaml", "services/ship/ship.threatmodel.json"]),
        ("", ("services/",), ["services/pay/threatmodel.yaml", "services/ship/ship.threatmodel.json"]),
        ("services", ("pay",), ["services/pay/threatmodel.yaml"]),
        ("services/pay", (".",), ["services/pay/threatmodel.yaml"]),
        ("services/pay", ("..", "../../threatmodel.yaml"), EVERY),
        ("services/pay", ("threatmodel.yaml", "./threatmodel.yaml"), ["services/pay/threatmodel.yaml"]),
        ("", ("build/threatmodel.yaml",), ["build/threatmodel.yaml"]),
    ],
)
def test_paths_mean_what_they_say_where_they_are_said(
    folder: str, arguments: tuple[str, ...], files: list[str], three: Repo
) -> None:
    assert places(three.root / folder, *arguments) == files


def test_an_absolute_path_through_a_link_is_the_same_file(three: Repo, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(three.root)
    three.write({".threatgate.yaml": "threatgate: 1\nfail_on: never\n"})
    code, said = report(three.root, str(tmp_path / "way" / "threatmodel.yaml"), by=inside)
    assert (code, said["fail_on"], findings(said)[0][1]) == (0, "never", "threatmodel.yaml:4:3")


def test_files_without_a_repository_share_the_config_of_the_current_folder(tmp_path: Path) -> None:
    for name, text in {"a/threatmodel.yaml": MODEL, ".threatgate.yaml": "threatgate: 1\nfail_on: never\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for arguments in ((), ("a",), ("a/threatmodel.yaml",)):
        code, said = report(tmp_path, *arguments, by=inside)
        assert (code, [place for _, place, _ in findings(said)]) == (0, ["a/threatmodel.yaml:4:3"])


def test_a_model_of_any_name_is_found_by_the_config_or_by_its_path(repo: Repo) -> None:
    repo.commit({"docs/threats.yml": MODEL})
    assert inside(repo.root, "check").code == 3
    assert places(repo.root, "docs/threats.yml") == ["docs/threats.yml"]
    repo.write({".threatgate.yaml": "threatgate: 1\nmodels: {include: ['docs/*.yml']}\n"})
    assert places(repo.root) == ["docs/threats.yml"]


def test_models_left_out_by_the_config_are_not_checked(three: Repo) -> None:
    three.write({".threatgate.yaml": "threatgate: 1\nmodels: {exclude: ['services/**']}\n"})
    assert places(three.root) == ["threatmodel.yaml"]


def test_two_models_with_one_id_are_told_apart_only_by_people(repo: Repo) -> None:
    repo.commit({"a/threatmodel.yaml": MODEL, "b/threatmodel.yaml": MODEL, "c/threatmodel.yaml": named("c")})
    code, said = report(repo.root, by=inside)
    taken = [result for result in said["results"] if result["rule"] == "model/duplicate-id"]
    assert code == 1
    assert [(one["location"]["path"], one["message"]) for one in taken] == [
        ("b/threatmodel.yaml", "the system id 'shop' is that of a/threatmodel.yaml already")
    ]


def test_a_second_model_cannot_hide_behind_the_debt_of_another(repo: Repo) -> None:
    """The same ids, and so the same fingerprints: what is old for one is new for the other."""
    repo.commit({"a/threatmodel.yaml": MODEL})
    repo.branch("topic")
    repo.commit({"b/threatmodel.yaml": MODEL})
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, [(rule, place) for rule, place, _ in findings(said)]) == (
        1,
        [("model/duplicate-id", "b/threatmodel.yaml:2:14"), (WEB, "b/threatmodel.yaml:4:3")],
    )
    repo.commit({"README.md": "hello"})
    _, said = report(repo.root, "--base", "HEAD~1", by=inside)
    assert findings(said) == []


# Formats


def test_one_run_writes_every_format_to_its_file_and_one_to_standard_output(three: Repo, tmp_path: Path) -> None:
    files = [f"--format={name}={tmp_path / name}" for name in FORMATS]
    done = inside(three.root, "check", "--as-of", TODAY, *files, "--format", "github")
    assert (done.code, done.err) == (1, "")
    assert done.out == (tmp_path / "github").read_text("utf-8")
    for name in FORMATS:
        alone = inside(three.root, "check", "--as-of", TODAY, "--format", name, env={"COLUMNS": "100"})
        assert alone == Done(1, (tmp_path / name).read_text("utf-8"), "")


def test_an_equals_sign_without_a_file_means_standard_output(three: Repo) -> None:
    done = inside(three.root, "check", "--as-of", TODAY, "--format", "json=")
    assert json.loads(done.out)["exit_code"] == done.code == 1


def test_a_file_of_an_older_run_is_replaced(three: Repo, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("x" * 1_000_000)
    inside(three.root, "check", "--as-of", TODAY, "--format", f"json={tmp_path / 'out.json'}")
    json.loads((tmp_path / "out.json").read_bytes())


def test_outputs_into_files_have_no_colour_and_one_width(three: Repo, tmp_path: Path) -> None:
    file = tmp_path / "out.txt"
    inside(three.root, "check", "--color", "always", "--format", f"human={file}", env={"COLUMNS": "30"})
    text = file.read_text("utf-8")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) > 60


# Colour


@pytest.mark.parametrize(
    ("arguments", "env", "colour"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"CLICOLOR_FORCE": "1"}, True),
        ((), {"CLICOLOR_FORCE": "0"}, False),
        ((), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ((), {"NO_COLOR": ""}, False),
    ],
)
def test_colour_follows_the_option_then_the_environment_then_the_terminal(
    arguments: tuple[str, ...], env: dict[str, str], colour: bool, three: Repo
) -> None:
    done = inside(three.root, "check", *arguments, env=env)
    assert bool(re.search("\x1b\\[", done.out)) is colour
    assert re.sub("\x1b\\[[0-9;]*m", "", done.out) == inside(three.root, "check", env={}).out


def test_machines_get_no_colour_whatever_is_asked_for(three: Repo) -> None:
    for name in ("json", "sarif", "github"):
        assert "\x1b" not in inside(three.root, "check", "--format", name, "--color", "always").out


# The command itself


def test_check_is_the_command_where_none_is_named(three: Repo) -> None:
    checked = inside(three.root, "check", "--as-of", TODAY)
    assert checked.code == 1
    assert inside(three.root, "--as-of", TODAY) == checked
    assert inside(three.root, "--format", "json", "--as-of", TODAY).out.startswith("{")


@pytest.mark.parametrize(
    "arguments", [("--help",), ("-h",), ("check", "--help"), ("review", "-h"), ("baseline", "--help")]
)
def test_help_is_no_failure(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = inside(tmp_path, *arguments)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: threatgate ")


def test_the_help_lists_every_command_and_the_exit_codes(tmp_path: Path) -> None:
    text = inside(tmp_path, "--help").out
    commands = re.findall(r"^  ([a-z]+) +[A-Z]", text, re.MULTILINE)
    assert commands == list(COMMANDS)
    assert "Exit codes: 0 pass, 1 findings, 2 wrong call, config or policy, 3 could not evaluate." in " ".join(
        text.split()
    )


def test_policies_named_on_the_command_line_count(three: Repo, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "pack.yaml").write_text("id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n")
    (ours / "r.yaml").write_text(
        "id: ours/r\ntitle: T\nseverity: critical\nwhy: w\nfix: {text: f}\neach: component\n"
        "assert: {owner: {present: true}}\nexamples: {fail: [{}], pass: [{}]}\n"
    )
    _, said = report(three.root, "--policy", str(ours), "threatmodel.yaml", by=inside)
    assert ("ours/r", "threatmodel.yaml:4:3", "component/web#owner") in findings(said)
