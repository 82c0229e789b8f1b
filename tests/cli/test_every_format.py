"""Every command on a model of every format: an answer or a reason, never a traceback, and an exit code that fits."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from checker.core.source import sidecar_path
from checker.documents.worktree import WorkTree
from checker.inputs import FORMATS
from checker.pipeline.models import Version, read_model
from tests.command import TODAY, findings, inside, report
from tests.repositories import Repo, new_repo

TESTS = Path(__file__).resolve().parent.parent
NATIVE = (TESTS / "inputs" / "complete.yaml", TESTS / "models" / "clinic.yaml", TESTS / "models" / "shop.yaml")


def files_of(format: str) -> list[Path]:
    """The models of our own that are there for a format."""
    if format == "native":
        return [*NATIVE]
    return sorted(path for path in (TESTS / "inputs" / format.replace("-", "_")).glob("*.*") if path.is_file())


CASES = [pytest.param(format, path, id=f"{format}-{path.name}") for format in FORMATS for path in files_of(format)]


@cache
def version(path: Path) -> Version:
    return read_model(WorkTree(path.parent), path.name)


READABLE = [case for case in CASES if version(case.values[1]).snapshot]  # type: ignore[arg-type]

SOUND = [case for case in READABLE if not any(f.rule == "model/duplicate-id" for f in version(case.values[1]).findings)]  # type: ignore[arg-type]
"""Those in which each id names one element: where it names two, no review can tell them apart."""


def repository(root: Path, path: Path) -> tuple[Repo, str]:
    """A repository with the model, and what it may include, in a folder."""
    repo = new_repo(root / "repo")
    folder = repo.root / "threats"
    shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    others = [f"threats/{one.name}{'/**' if one.is_dir() else ''}" for one in folder.iterdir() if one.name != path.name]
    config = {"threatgate": 1, "models": {"include": [f"threats/{path.name}"], "exclude": others}}
    (repo.root / ".threatgate.yaml").write_text(json.dumps(config))
    repo.git("add", "--all", "--force")
    repo.commit()
    return repo, f"threats/{path.name}"


def test_each_format_has_a_model() -> None:
    assert {case.values[0] for case in READABLE} == set(FORMATS)


@pytest.mark.parametrize(("format", "path"), READABLE)
def test_what_only_shows(format: str, path: Path, tmp_path: Path) -> None:
    repo, name = repository(tmp_path, path)
    for command in (
        *(("questions", "conditions", name), ("questions", "plot4ai", name), ("questions", "mit", name)),
        *(("questions", "--json"), ("risk", name), ("risk", name, "--json"), ("methods", "stride", name)),
        *(("methods", "linddun", name), ("methods", "pasta", name), ("methods", "vast", name)),
        *(("methods", "four-questions", name, "--json"), ("tree", name), ("tree", name, "--json"), ("card", name)),
        *(
            ("draw", name),
            ("coverage", name),
            ("coverage", name, "--json"),
            ("coverage", name, "--framework", "stride"),
        ),
        *(("suggest", "--model", name), ("suggest", "--model", name, "--all"), ("suggest", "--model", name, "--json")),
        *(("suggest", "--model", name, "--together"), ("review", "--all", "--model", name)),
        *(("convert", name), ("baseline", "check"), ("diff", name, name)),
    ):
        done = inside(repo.root, *command)
        assert done.code == 0, (command, done)
        assert done.out or command[0] == "convert", command
        if "--json" in command:
            json.loads(done.out)


@pytest.mark.parametrize(("format", "path"), CASES)
def test_check_in_every_output(format: str, path: Path, tmp_path: Path) -> None:
    repo, name = repository(tmp_path, path)
    lines = [*version(path).sources[0].text.splitlines(), ""]
    for output in ("human", "json", "sarif", "markdown", "github"):
        done = inside(repo.root, "check", name, "--as-of", TODAY, "--format", output)
        assert done.code in (0, 1), done
    code, said = report(repo.root, name, by=inside)
    for rule, place, _ in findings(said):
        file, line, column = place.rsplit(":", 2)
        if file == name:
            assert 1 <= int(line) <= len(lines), (rule, place)
            assert 1 <= int(column) <= len(lines[int(line) - 1]) + 1, (rule, place)
    log = json.loads(inside(repo.root, "check", name, "--as-of", TODAY, "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    assert code == bool(findings(said))


@pytest.mark.parametrize(("format", "path"), SOUND)
def test_reviews_hold(format: str, path: Path, tmp_path: Path) -> None:
    repo, name = repository(tmp_path, path)
    done = inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY)
    assert done.code == 0, done
    assert (repo.root / sidecar_path(name)).exists()
    again = inside(repo.root, "review", "--all", "--as-of", TODAY)
    assert again.out == "Nothing is open: every element is covered by a review in force.\n"
    model = version(path).side[0]
    said = {one for one in findings(report(repo.root, name, by=inside)[1]) if one[0].startswith("review/")}
    assert {rule for rule, _, _ in said} <= {"review/incomplete", "review/unknown-element"}, (format, said)
    repo.git("add", "--all", "--force")
    repo.commit()
    code, report_of = report(repo.root, "--base", "HEAD~1", by=inside)
    assert code in (0, 1), report_of
    assert model.id


@pytest.mark.parametrize(("format", "path"), SOUND)
def test_an_answer_beside_is_a_change_of_what_it_is_about(format: str, path: Path, tmp_path: Path) -> None:
    """Whatever the format: what nobody could write into the model itself is asked about as if somebody had."""
    repo, name = repository(tmp_path, path)
    inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY)
    repo.git("add", "--all", "--force")
    repo.commit()
    model = version(path).side[0]
    id = next(iter((*model.components, *model.data)))
    beside = repo.root / sidecar_path(name)
    answer = {"on": [id], "refs": ["capec:CAPEC-66"], "reason": "There is no database"}
    beside.write_text(f"{beside.read_text('utf-8')}not_applicable: [{json.dumps(answer)}]\n", "utf-8")
    said = findings(report(repo.root, name, "--base", "HEAD", by=inside)[1])
    assert [one for one in said if one[0] == "review/stale" and one[2].endswith(f"/{id}")], said
    done = inside(repo.root, "review", "--changed", "--by", "eve@example.com", "--as-of", TODAY)
    assert done.code == 0, done
    said = findings(report(repo.root, name, "--base", "HEAD", by=inside)[1])
    assert not [one for one in said if one[0] == "review/stale"], said


@pytest.mark.parametrize(("format", "path"), READABLE)
def test_each_element_can_be_asked_about(format: str, path: Path, tmp_path: Path) -> None:
    repo, name = repository(tmp_path, path)
    model = version(path).side[0]
    ids = (*model.components, *model.flows)
    for id in (*ids[:3], *ids[-2:]):
        done = inside(repo.root, "suggest", "--model", name, "--", id)
        assert done.code == 0 or "nothing is asked about" in done.err, done
        assert inside(repo.root, "coverage", name, "--element", id).code in (0, 2)


@pytest.mark.parametrize(("format", "path"), READABLE)
def test_threats_are_written_into_native_models_alone(format: str, path: Path, tmp_path: Path) -> None:
    repo, name = repository(tmp_path, path)
    before = (repo.root / name).read_bytes()
    done = inside(repo.root, "suggest", "--model", name, "--write", "--all")
    if format == "native" or "Nothing was added" in done.out:
        assert done.code == 0, done
        return
    assert (done.code, (repo.root / name).read_bytes()) == (3, before)
    assert "threats can be added to native models only" in done.err
    way = f"threatgate convert {name} --out FILE"
    assert way in done.err
    assert way in inside(repo.root, "suggest", "--model", name).out
    asked = inside(repo.root, "questions", "plot4ai", name).out
    assert asked.endswith(f"note: native models alone have room for answers; to make one: {way}\n")


@pytest.mark.parametrize(("format", "path"), READABLE)
def test_debt_is_written_down(format: str, path: Path, tmp_path: Path) -> None:
    repo, name = repository(tmp_path, path)
    assert inside(repo.root, "baseline", "write", "--as-of", TODAY).code == 0
    code, said = report(repo.root, name, by=inside)
    assert (code, findings(said)) == (0, [])
    assert inside(repo.root, "baseline", "check", "--as-of", TODAY).code == 0


MADE_ANEW = ("archimate",)
"""Formats of which `convert` makes a first model, to be corrected: what was reviewed is another."""


@pytest.mark.parametrize(("format", "path"), [case for case in SOUND if case.values[0] not in MADE_ANEW])
def test_the_same_model_in_the_native_format(format: str, path: Path, tmp_path: Path) -> None:
    """A migration of each format, reviewed before: nothing is added, and what is asked is what was told."""
    repo, name = repository(tmp_path, path)
    assert inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all", "--force")
    repo.commit(message="record the review")
    repo.branch("topic")
    done = inside(repo.root, "convert", name, "--out", "threatmodel.yaml")
    assert done.code == 0, done
    repo.git("rm", "--quiet", name)
    (repo.root / sidecar_path(name)).unlink()
    repo.git("add", "--all", "--force")
    repo.commit(message="move")
    code, said = report(repo.root, "--base", "main", by=inside)
    (model,) = said["models"]
    names = {_name(change): change.get("was", "") for change in model["changes"]}
    touched = {
        _name(change)
        for change in model["changes"]
        if change["kind"] == "removed" or {field["field"] for field in change["fields"]} - ASKED
    }
    assert {change["kind"] for change in model["changes"]} <= {"renamed", "modified", "removed"}
    for one in touched:  # a type or class that had to be stated, and what follows from it
        told = any(f"'{id}'" in done.err or f"/{id}" in done.err for id in (one.partition("/")[2], names[one]) if id)
        assert told or "which has to be stated" in done.err, (one, done.err)
    found = [(rule, subject) for rule, _, subject in findings(said) if rule not in ASKED_OF_NATIVE]
    again = done.err.partition("to be reviewed again")[2]
    for rule, subject in found:
        element = subject.partition("#")[0]
        id = names.get(element) or element.partition("/")[2]
        assert f"'{id}'" in again or f"/{id}" in done.err or again.rstrip().endswith(" more"), (rule, subject, done.err)
    assert code in (0, bool(found))


ASKED = {"derives_threats", "unsayable"}
"""Fields of the system that say what is asked of models in a format."""
ASKED_OF_NATIVE = ("model/unknown-word", "model/missing-edition")
"""Notes about words and references, which are not asked of what another tool has written."""


def _name(change: dict[str, Any]) -> str:
    return "{kind}/{id}".format(**change["element"])


def test_models_of_two_tools_with_one_name_have_reviews_of_their_own(tmp_path: Path) -> None:
    repo = new_repo(tmp_path / "repo")
    repo.commit(
        {
            "shop.otm": (TESTS / "inputs/otm/kiosk.otm.yaml").read_bytes(),
            "shop.tm7": (TESTS / "inputs/ms_tmt/shop.tm7").read_bytes(),
        }
    )
    who = ("--by", "dana@example.com", "--as-of", TODAY)
    assert inside(repo.root, "review", "--all", "--model", "shop.tm7", *who).code == 0
    assert (repo.root / "shop.tm7.reviews.yaml").exists()
    assert not (repo.root / "shop.otm.reviews.yaml").exists()
    said = {rule for rule, place, _ in findings(report(repo.root, by=inside)[1]) if place.startswith("shop.otm")}
    assert {"review/unreviewed-component", "review/unreviewed-flow"} <= said
    assert inside(repo.root, "review", "--all", *who).code == 0
    assert (repo.root / "shop.otm.reviews.yaml").exists()
    assert not [
        rule for rule, _, _ in findings(report(repo.root, by=inside)[1]) if rule.startswith("review/unreviewed")
    ]
