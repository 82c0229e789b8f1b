"""How loud the shipped packs are: on models made up here it is counted right, on the collected ones it is little."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest

from benchmarks import noise
from checker.core.settings import Settings
from checker.core.source import Source
from checker.documents.parse import parse

CLEARTEXT = """\
threatgate: 1
system: {id: shop, owner: team-shop, criticality: low}
components: {api: {type: service}, worker: {type: worker}, door: {type: gateway, boundary: cloud}}
flows:
  sync: {from: worker, to: api, protocol: http, authentication: api-key}
  ask: {from: door, to: api, protocol: https}
boundaries: {cloud: {trust: internal}}
"""
QUIET = """\
threatgate: 1
system: {id: bank, owner: team-bank, criticality: low}
boundaries: {cloud: {trust: internal}}
components: {api: {type: service, boundary: cloud}}
"""


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    for name, text in {
        "files/native/quiet.yaml": QUIET,
        "files/native/broken.yaml": "threatgate: 1\nsystem: {id: bank\n",
        "files/native/empty.yaml": "threatgate: 1\nsystem: {id: empty}\n",
        "files/other/model.json": '{"summary": {"title": "of another tool"}}\n',
        "oracles/one/model.yaml": QUIET,
        "oracles/one/risks.json": "[]\n",
        "histories/shop/001-aaaa.yaml": QUIET.replace("bank", "old"),
        "histories/shop/002-bbbb.yaml": CLEARTEXT,
        "histories/shop/expected-001-002.json": "{}\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_each_file_is_read_once_refused_or_left_out(collected: Path) -> None:
    read = noise.read_corpus(collected)
    assert [name for name, _ in read.models] == ["files/native/quiet.yaml", "histories/shop/002-bbbb.yaml"]
    assert read.refused == ("files/native/broken.yaml",)
    assert (read.unknown, read.same, read.empty) == (1, 1, 1)


def test_findings_are_counted_by_rule_and_told_by_component(collected: Path) -> None:
    rules = noise.every_rule()
    quiet, shop = [noise.measure(name, model, rules) for name, model in noise.read_corpus(collected).models]
    found = {id: number for id, number in shop.found.items() if id.startswith(("boundary/", "model/"))}
    assert found == {
        "boundary/cleartext-credentials": 1,
        "boundary/unplaced-component": 2,
        "boundary/unstated-data": 1,
    }
    assert shop.components == 3
    assert shop.rate(frozenset({"boundary/unplaced-component", "boundary/unstated-data"})) == 1
    assert {id for id in quiet.found if id.startswith(("boundary/", "data/", "flow/", "threat/", "control/"))} == set()


def test_the_page_has_a_column_for_each_pack_and_names_what_nobody_judged(collected: Path) -> None:
    read, rules = noise.read_corpus(collected), noise.every_rule()
    counted = [noise.measure(name, model, rules) for name, model in read.models]
    own = [noise.measure("ours.yaml", read.models[1][1], rules)]
    text = noise.page(read, noise.Counted(counted, counted, own), {one.rule.id: one.rule for one in rules}, {})
    packs = sorted({one.rule.pack for one in rules})
    assert {"boundary", "control", "data", "flow", "model", "review", "threat"} <= set(packs)
    assert f"| model | components | **default** | {' | '.join(packs)} |" in text
    assert "| `boundary/unplaced-component` | medium | 2 | 1 | 0.50 | 2 |" in text
    assert "| ours.yaml | 3 |" in text.partition("## Native models of this repository")[2]
    assert "- `boundary/unplaced-component` (0.50): not judged yet" in text
    assert "boundary/unplaced-component" in noise.loud(counted)


def test_a_sketch_says_nothing_but_what_there_is_and_where(collected: Path) -> None:
    (_, _), (_, shop) = noise.read_corpus(collected).models
    model = noise.sketch(shop).model
    assert (model.flows["sync"].protocol, model.flows["sync"].target) == ("", "api")
    assert (model.boundaries["cloud"].trust, model.system.owner) == ("internal", "")


def test_the_default_packs_say_at_most_one_thing_of_a_component_of_our_own_models() -> None:
    rules = noise.every_rule()
    chosen = frozenset(one.rule.id for one in rules if one.rule.pack in Settings().packs)
    rates = {name: noise.measure(name, model, rules).rate(chosen) for name, model in noise.own_models()}
    assert list(rates) == list(noise.OWN)
    assert max(rates.values()) <= 1


def test_what_was_judged_is_a_rule() -> None:
    known = {one.rule.id for one in noise.every_rule()}
    judged = parse(Source(noise.JUDGED.name, noise.JUDGED.read_text(encoding="utf-8"))).data
    assert set(judged) <= known


@pytest.mark.corpus
def test_the_default_packs_say_at_most_one_thing_of_a_component(corpus: Path) -> None:
    rules = noise.every_rule()
    chosen = frozenset(one.rule.id for one in rules if one.rule.pack in Settings().packs)
    models = noise.read_corpus(corpus).models
    assert len(models) > 40
    assert mean(noise.measure(name, model, rules).rate(chosen) for name, model in models) <= 1
    assert mean(noise.measure(name, noise.sketch(model), rules).rate(chosen) for name, model in models) <= 1
