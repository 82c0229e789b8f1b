"""The page about methods says what is computed: the matrix, the stages and views, and every rule of the pack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.methods.assess import ELSEWHERE, PARTS
from checker.methods.stride.interaction import bare, fire, rules
from tests.command import inside


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "reference" / "methods.md").read_text(encoding="utf-8")


def test_the_matrix_on_the_page_is_the_computed_one(page: str) -> None:
    rows = re.findall(r"^\| ([a-z ]+) → ([a-z ]+) \| ([A-Z ]+) \| ([A-Z ]+|none) \|$", page, re.MULTILINE)
    assert len(rows) == 5
    for source, target, crossing, inside_one in rows:
        ends = (source.strip().replace(" ", "-"), target.strip().replace(" ", "-"))
        said = (crossing.split(), inside_one.split() if inside_one != "none" else [])
        assert said == ([*fire(bare(*ends, True)).letters], [*fire(bare(*ends, False)).letters])


def test_rules_that_the_page_names_are_those_of_the_template(page: str) -> None:
    table = page.partition("| stated | switches off |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([STRIDE][0-9.]+)`", table))
    assert named <= {rule.id for rule in rules()}
    switched = {rule.id for rule in rules() if rule.exclude and len(rule.id) < 5}
    assert switched == {*re.findall(r"`([STRIDE][0-9]+)`", " ".join(re.findall(r"^\|[^|]*\|([^|]*)\|", table, re.M)))}


def test_every_part_that_may_be_claimed_is_on_the_page(page: str) -> None:
    (table,) = re.findall(r"\| method \| parts \| counted \|\n(.*?)\n\n", page, re.DOTALL)
    said = {row.split("|")[1].strip(): re.findall(r"`([^`]+)`", row.split("|")[2]) for row in table.splitlines()[1:]}
    ranges = {"pasta": ["1", "7"], "four-questions": ["1", "4"]}
    assert said == {f"`{method}`": ranges.get(method, [*parts]) for method, parts in PARTS.items()}
    assert all(f"`{method}`" in page for method in ELSEWHERE)


def test_every_rule_of_the_pack_is_on_the_page(page: str, root: Path) -> None:
    files = {path.stem for path in (root / "policies/method").glob("*.yaml")} - {"pack"}
    assert {*re.findall(r"`method/([a-z-]+)`", page)} == files


def test_the_config_and_the_claims_on_the_page_are_accepted(page: str, tmp_path: Path) -> None:
    claims, stages, config = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    text = f"threatgate: 1\nsystem: {{id: shop}}\n{claims}{stages}"
    (tmp_path / "threatmodel.yaml").write_text(text, encoding="utf-8")
    (tmp_path / ".threatgate.yaml").write_text(config, encoding="utf-8")
    done = inside(tmp_path, "check", "--as-of", "2026-11-26")
    assert done.code == 1, done.err
    assert "[method/unknown-claim]" not in done.out
    assert "medium[method/incomplete] PASTA stage 1 is claimed" in done.out
    assert "[method/pasta-release] PASTA stage 7 is not complete" in done.out
    assert "stage 6" not in done.out, "it does not apply"
