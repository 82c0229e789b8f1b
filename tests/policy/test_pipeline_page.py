"""The pipeline of the how-to answers all that the packs about pipelines ask, and does so by what it states."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker import inputs
from checker.core.errors import InputError
from checker.core.graph import build_graph
from checker.core.settings import Settings
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.policy.catalogue import Catalogue
from checker.policy.evaluate import evaluate

PAGE = Path(__file__).resolve().parent.parent.parent / "docs/how-to/model-a-pipeline.md"
CONFIG, MODEL = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def nothing(path: str) -> Document:
    raise InputError(f"no file {path} here")


def found(text: str) -> set[tuple[str, str]]:
    parsed = inputs.parse(parse(Source("threatmodel.yaml", text)), nothing, lambda path: False)
    assert parsed.findings == ()
    assert parsed.snapshot
    rules = Catalogue(nothing, lambda: ()).compiled(Settings(packs=("boundary", "supply-chain", "cicd")))
    found = evaluate(rules, parsed.snapshot, build_graph(parsed.snapshot.model))
    return {(finding.rule, str(finding.subject)) for finding in found}


def test_the_pipeline_of_the_page_has_no_finding() -> None:
    assert "packs: [boundary, supply-chain, cicd]" in CONFIG
    assert found(MODEL) == set()


@pytest.mark.parametrize(
    ("stated", "instead", "expected"),
    [
        (
            "@8ade135a41bc03ea155e62e844d188df1ea18608",
            "@v4",
            {("supply-chain/unpinned-build-step", "component/setup#technology")},
        ),
        (
            "use: human-approval, status: verified",
            "use: human-approval, status: planned",
            {("cicd/unreviewed-code", "flow/fetch#content")},
        ),
        (
            "use: artefact-signing, status: implemented",
            "use: artefact-signing, status: retired",
            {
                ("supply-chain/unsigned-artifact", "flow/take#authorization"),
                ("supply-chain/unverified-deployment", "flow/deploy"),
            },
        ),
        (
            "scanner: {type: code-scanner",
            "scanner: {type: worker",
            {("supply-chain/unscanned-build", "system/shop-delivery#components")},
        ),
        ("authentication: ssh-key", "authentication: credentials", {("cicd/weak-developer-sign-in", "flow/push")}),
        (
            "trial: {type: ci-pipeline, boundary: internet",
            "trial: {type: ci-pipeline, boundary: delivery",
            {("cicd/untrusted-code-inside", "component/trial")},
        ),
        (
            "note: {from: pipeline, to: log",
            "note: {from: pipeline, to: scanner",
            {("cicd/unlogged-pipeline", "component/pipeline")},
        ),
        ("refresh: {from: mirror,", "refresh: {from: pipeline,", {("supply-chain/direct-upstream", "flow/refresh")}),
    ],
)
def test_what_it_states_is_what_keeps_it_so(stated: str, instead: str, expected: set[tuple[str, str]]) -> None:
    assert MODEL.count(stated) == 1
    assert found(MODEL.replace(stated, instead)) == expected
