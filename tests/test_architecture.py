"""What keeps the house in order: who may import whom, complete registries, a light start, a complete wheel."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import click
import pytest

import checker
import checker.inputs
import checker.outputs
import checker.outputs.models
from checker.cli.group import COMMANDS
from checker.core.source import Source
from checker.documents.parse import parse

MODEL = """\
threatgate: 1
system: {id: tiny, name: Tiny}
boundaries: {inside: {trust: internal}}
components: {web: {type: service, boundary: inside}, store: {type: database, boundary: inside}}
flows: {save: {from: web, to: store, protocol: https, authentication: mtls, encryption: tls}}
"""

HEAVY = """
asyncio attr attrs concurrent.futures dataclasses git gitdb http importlib.metadata importlib.resources jsonschema
logging multiprocessing networkx rich sarif_om ssl subprocess tempfile urllib.request
""".split()
"""What a check of one named file must not load. (click itself brings uuid, inspect, datetime and threading.)"""

NOT_ASKED_FOR = [
    *"""
checker.core.identity checker.core.neighbourhood checker.core.trial checker.diff checker.documents.base
checker.inputs.citations checker.knowledge.cyclonedx
checker.inputs.libraries checker.knowledge.foreign checker.knowledge.library
checker.knowledge.lookup checker.pipeline.knowledge checker.pipeline.libraries
checker.documents.changed checker.documents.ci checker.documents.commits checker.documents.dump
checker.documents.folders checker.documents.git checker.documents.gittree checker.documents.history
checker.documents.json checker.documents.json_faults checker.documents.merged checker.documents.messages
checker.documents.signatures
checker.documents.syntax checker.guard.attributes checker.guard.baseline checker.guard.config checker.guard.judge
checker.guard.owners checker.guard.reviewers checker.guard.reviews checker.guard.runners checker.guard.waivers
checker.inputs.review_writer
checker.outputs.changes checker.outputs.github
checker.outputs.json checker.outputs.markdown checker.outputs.rulebook checker.outputs.sarif checker.outputs.trials
checker.pipeline.authorship checker.pipeline.content checker.pipeline.doubts checker.pipeline.guard
checker.knowledge.threagile checker.pipeline.guardians checker.pipeline.line checker.pipeline.lint
checker.pipeline.packs checker.pipeline.parts checker.pipeline.past checker.pipeline.review checker.pipeline.trials
checker.inputs.otm checker.inputs.open_threat_model
checker.policy.trying checker.policy.threagile checker.policy.threagile_following checker.triage.authority
checker.triage.causes checker.triage.fold checker.triage.moved checker.triage.renaming checker.triage.reviewers
checker.triage.signing difflib shutil
checker.core.questions checker.inputs.native.questionnaire checker.knowledge.imported checker.knowledge.questions
checker.methods.breadth checker.outputs.layer checker.outputs.questions checker.pipeline.questions
checker.core.attack_tree checker.documents.xml checker.inputs.native.trees checker.methods.attack_trees
checker.outputs.trees checker.core.asked checker.pipeline.here checker.pipeline.trees
checker.core.assessment checker.methods.assess checker.methods.claims checker.methods.elements
checker.methods.four_questions checker.methods.linddun checker.methods.pasta
checker.methods.stride checker.methods.vast checker.outputs.methods checker.pipeline.methods
checker.core.steps checker.knowledge.mitigations checker.knowledge.risk checker.methods.risk
checker.outputs.risk checker.pipeline.risk cvss
checker.core.suggestion checker.documents.entries checker.documents.insertion checker.documents.layout
checker.documents.rewrite checker.inputs.threat_writer checker.methods.suggestions checker.outputs.suggestions
checker.pipeline.suggest
checker.core.coverage checker.knowledge.applicability checker.methods.coverage checker.outputs.coverage
checker.pipeline.coverage
checker.core.cards checker.documents.markdown checker.knowledge.card_profiles checker.knowledge.ism_evidence
checker.outputs.cards checker.pipeline.cards markdown_it mdurl
checker.architecture checker.documents.written checker.knowledge.archimate checker.knowledge.frameworks
checker.methods.architecture checker.outputs.models checker.outputs.native checker.pipeline.convert
checker.documents.hcl checker.documents.hcl_text
checker.knowledge.resources checker.outputs.resources checker.outputs.drawing checker.pipeline.drawing
checker.knowledge.tm_bom
checker.inputs.areas checker.inputs.attributes checker.inputs.circles checker.inputs.geometry checker.inputs.plane
checker.inputs.referring checker.inputs.risks
""".split(),
    *(f"checker.inputs.{name.replace('-', '_')}" for name in checker.inputs.FORMATS if name != "native"),
]
"""What serves other formats, a base, other commands and mistakes only."""


def run_python(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *args], cwd=cwd, capture_output=True, text=True, check=False)


def test_import_contracts_hold(root: Path) -> None:
    result = run_python("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    for found in walk_packages(package.__path__, package.__name__ + "."):
        yield import_module(found.name)


def offers(module: ModuleType, *names: str) -> bool:
    return all(hasattr(module, name) for name in names)


def test_every_input_format_is_registered_under_its_name() -> None:
    formats = {
        module.NAME: module
        for module in modules_of(checker.inputs)
        if offers(module, "NAME", "SIGN", "recognises", "parse")
    }
    assert formats == {name: checker.inputs.format_of(name) for name in checker.inputs.FORMATS}


def test_every_format_that_a_model_is_written_in_is_registered_under_its_name() -> None:
    written = {module.NAME: module for module in modules_of(checker.outputs.models) if offers(module, "NAME", "write")}
    assert written == {name: checker.outputs.models.writer_of(name) for name in checker.outputs.models.FORMATS}


def test_every_output_format_is_registered_under_its_name() -> None:
    formats = [module for module in modules_of(checker.outputs) if offers(module, "NAME", "render")]
    of_diff = [module for module in formats if ".changes." in module.__name__]
    assert names(formats) - names(of_diff) == registered(checker.outputs.OUTPUTS)
    assert names(of_diff) == registered(checker.outputs.DIFF_OUTPUTS)


def names(formats: list[ModuleType]) -> set[tuple[str, str]]:
    return {(module.NAME, module.__name__) for module in formats}


def registered(outputs: dict[str, checker.outputs.Output]) -> set[tuple[str, str]]:
    return {(name, f"checker.outputs.{output.module}") for name, output in outputs.items()}


def test_every_output_format_renders_as_the_registry_says() -> None:
    for output in (*checker.outputs.OUTPUTS.values(), *checker.outputs.DIFF_OUTPUTS.values()):
        render = import_module(f"checker.outputs.{output.module}").render
        assert [*render.__annotations__.values()] == ["Report", "Style", "Iterator[str]"], output.module


def test_every_command_is_registered_under_its_name() -> None:
    commands = {
        module.__name__.removeprefix("checker.cli."): module.command.name
        for module in modules_of(import_module("checker.cli"))
        if isinstance(getattr(module, "command", None), click.Command)
    }
    assert commands == {name: name for name in COMMANDS}


def rule_files() -> list[Path]:
    policies = Path(checker.__file__).parent.parent / "policies"
    return sorted(
        path for path in policies.glob("*/*.yaml") if path.name != "pack.yaml" and not path.name.endswith(".test.yaml")
    )


def read(path: Path) -> dict[str, Any]:
    data = parse(Source(path.name, path.read_text(encoding="utf-8"))).data
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize("path", rule_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_rule_is_named_after_its_file_and_documented(path: Path, root: Path) -> None:
    rule = read(path)
    assert rule["id"] == f"{path.parent.name}/{path.stem}"
    assert (root / f"docs/reference/rules/{rule['id']}.md").read_text(encoding="utf-8").startswith(f"# {rule['id']}\n")


def test_there_are_rules() -> None:
    assert rule_files()


def test_check_of_one_file_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "threatmodel.yaml").write_text(MODEL, encoding="utf-8")
    program = """
import sys
from checker.cli.group import run
code = run(["check", "threatmodel.yaml", "--as-of", "2026-11-23"])
loaded = sorted(sys.modules)
import json
sys.stderr.write(json.dumps([code, loaded]))
"""
    code, loaded = json.loads(run_python("-c", program, cwd=tmp_path).stderr)
    assert code == 1, "nothing is reviewed, so the check finds something"
    assert "yaml" in loaded
    assert [name for name in (*HEAVY, *NOT_ASKED_FOR) if name in loaded] == []


def test_check_lists_the_packs_it_needs_and_no_others(tmp_path: Path) -> None:
    """Listing one asks the system about every file in it. The check says of ``review`` what it finds."""
    (tmp_path / "threatmodel.yaml").write_text(MODEL, encoding="utf-8")
    (tmp_path / ".threatgate.yaml").write_text("threatgate: 1\npacks: [boundary, ai]\n", encoding="utf-8")
    program = """
import os, sys
from checker.cli.group import run
from checker.documents.resources import resource
listed, top = set(), str(resource("policies"))
def hear(event, args):
    if event == "os.scandir" and args[0] and os.path.dirname(args[0]) == top:
        listed.add(os.path.basename(args[0]))
sys.addaudithook(hear)
run(["check", "threatmodel.yaml", "--as-of", "2026-11-23"])
sys.stderr.write(" ".join(sorted(listed)))
"""
    assert run_python("-c", program, cwd=tmp_path).stderr == "ai boundary review"


def test_named_tuples_of_a_check_write_few_annotations_as_texts(tmp_path: Path) -> None:
    """Python compiles each such text at every start: those of the hot modules are none."""
    (tmp_path / "threatmodel.yaml").write_text(MODEL, encoding="utf-8")
    program = """
import sys
from typing import NamedTupleMeta
texts, make = [], NamedTupleMeta.__new__
def count(type, name, bases, members):
    texts.extend(text for text in members.get("__annotations__", {}).values() if isinstance(text, str))
    return make(type, name, bases, members)
NamedTupleMeta.__new__ = count
from checker.cli.group import run
run(["check", "threatmodel.yaml", "--as-of", "2026-11-23"])
sys.stderr.write(str(len(texts)))
"""
    assert int(run_python("-c", program, cwd=tmp_path).stderr) < 150


def test_version_loads_nothing_of_click(tmp_path: Path) -> None:
    program = "import sys; sys.argv = ['threatgate', '--version']; from checker.cli import main; main()"
    result = run_python("-c", f"{program}; assert not {{'click', 'yaml', 'typing'}} & set(sys.modules)", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, f"threatgate {checker.__version__}\n"), result.stderr


@pytest.mark.slow
def test_wheel_holds_every_policy_and_schema_and_nothing_at_the_top_but_checker(root: Path, tmp_path: Path) -> None:
    result = run_python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(root), cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [path for folder in ("policies", "schemas") for path in (root / folder).rglob("*") if path.is_file()]
    assert {f"checker/_data/{path.relative_to(root).as_posix()}" for path in data} <= names
    assert len(data) > 10
    assert {name.partition("/")[0] for name in names} == {"checker", f"threatgate-{checker.__version__}.dist-info"}
