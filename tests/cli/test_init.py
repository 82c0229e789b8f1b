"""``init``: a first model that passes its own schema, whatever the compose file says; nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import TODAY, Done, findings, inside, report
from tests.repositories import Repo, new_repo

WROTE = """\
wrote threatmodel.yaml
wrote .threatgate.yaml
next: correct the model, and see what is missing: threatgate check
then: what can go wrong at each part: threatgate suggest
"""
COMPOSE = """\
services:
  web: {build: ./web, ports: ["443:443"], depends_on: [api]}
  api: {build: {context: services/api}, depends_on: {db: {condition: service_healthy}}}
  db: {image: "docker.io/library/postgres:16@sha256:abc"}
  cache: {image: valkey/valkey:8}
"""


def model(root: Path) -> str:
    return (root / "threatmodel.yaml").read_text("utf-8")


def rules(root: Path) -> set[str]:
    """The rules that the first check of a new model breaks."""
    code, said = report(root, by=inside)
    assert code == 1
    return {rule for rule, _, _ in findings(said)}


def sound(root: Path) -> None:
    """The model is read, and only lacks what a person knows: reviews, owners, data, protocols."""
    assert all(rule.startswith(("review/unreviewed-", "boundary/un")) for rule in rules(root)), rules(root)


def test_an_empty_repository_gets_a_model_and_a_config(repo: Repo) -> None:
    assert inside(repo.root, "init") == Done(0, WROTE, "")
    assert sorted(path.name for path in repo.root.iterdir()) == [".git", ".threatgate.yaml", "threatmodel.yaml"]
    sound(repo.root)


def test_the_first_check_of_a_new_model_only_asks_for_reviews_and_for_what_people_know(repo: Repo) -> None:
    inside(repo.root, "init")
    assert rules(repo.root) == {
        "review/unreviewed-system",
        "review/unreviewed-boundary",
        "review/unreviewed-component",
        "review/unreviewed-flow",
        "boundary/unowned-component",
        "boundary/unstated-data",
    }


def test_services_flows_and_code_come_from_a_compose_file(repo: Repo) -> None:
    repo.write({"compose.yaml": COMPOSE})
    done = inside(repo.root, "init")
    assert "wrote threatmodel.yaml (from compose.yaml)\n" in done.out
    lines = [line.strip() for line in model(repo.root).splitlines() if not line.strip().startswith("#")]
    at = {
        name: lines.index(f"{name}:")
        for name in ("web", "api", "db", "cache", "user-to-web", "web-to-api", "api-to-db")
    }
    assert lines[at["db"] + 1] == "type: database"
    assert lines[at["cache"] + 1] == "type: cache"
    assert lines[at["web"] + 3] == 'paths: ["web/**"]'
    assert lines[at["api"] + 3] == 'paths: ["services/api/**"]'
    assert lines[at["api-to-db"] + 1 : at["api-to-db"] + 3] == ["from: api", "to: db"]
    sound(repo.root)


AGENTIC = """\
services:
  agent: {build: ./agent, ports: ["80:80"], depends_on: [vectors], environment: [OPENAI_API_KEY=sk-secret]}
  vectors: {image: "qdrant/qdrant:v1.11.0"}
"""


def test_a_system_with_ai_gets_its_pack_its_editions_and_its_provider(repo: Repo) -> None:
    repo.write({"compose.yaml": AGENTIC})
    done = inside(repo.root, "init")
    assert done.out.splitlines()[-1] == (
        "parts of an AI system are in it: the pack ai is in use; more of its kind are in .threatgate.yaml"
    )
    text, config = model(repo.root), (repo.root / ".threatgate.yaml").read_text("utf-8")
    assert 'taxonomies: {atlas: "5.6.0", mit: "v4"}' in text
    assert "  agent-to-openai:\n    from: agent\n    to: openai\n" in text
    assert "sk-secret" not in text
    assert "\n  - ai              # systems with machine learning" in config
    found = rules(repo.root)
    assert any(rule.startswith("ai/") for rule in found), found
    assert inside(repo.root, "suggest", "--together", "--write").code == 0
    after = rules(repo.root)
    assert not any(rule.startswith("model/") for rule in found | after), after


def test_a_system_without_ai_gets_neither(repo: Repo) -> None:
    repo.write({"compose.yaml": COMPOSE})
    done = inside(repo.root, "init")
    assert done.out.endswith(WROTE.partition("wrote .threatgate.yaml\n")[2])
    assert "taxonomies" not in model(repo.root)
    assert "\n  # - ai " in (repo.root / ".threatgate.yaml").read_text("utf-8")


HOSTILE = {
    "shell-and-commands": 'services: {"$(id)\\n::error::x": {image: x}, "../../etc": {build: ../../etc, ports: [1]}}',
    "controls-and-bidi": 'services: {"\\e[31m\\u202e": {image: "\\u202e"}, "\\u2028": {build: {context: "\\n"}}}',
    "same-id-twice": "services: {Web: {depends_on: [web]}, web: {depends_on: [Web, WEB]}, WEB: {}, w e b: {}}",
    "ids-of-ours": "services: {user: {ports: [1]}, internet: {}, inside: {}, user-to-user-2: {depends_on: [user]}}",
    "the-system-itself": "services: {repo: {ports: [1]}, repo-system: {}}",
    "very-long": f"services: {{{'a' * 900}: {{ports: [1], depends_on: [{'b' * 900}]}}, {'b' * 900}: {{}}}}",
    "no-letters": 'services: {"💥": {ports: [1]}, "...": {}, "--": {}}',
    "words-of-yaml": "services: {null: {}, 'true': {}, no: {}, on: {}, '1e3': {}, 0x1: {}, ~: {}}",
    "odd-shapes": "services: {a: [], b: 3, c: ~, d: {build: [1], image: {}, depends_on: 3}, e: {depends_on: [{}]}}",
    "services-is-a-list": "services: [web, api]",
    "a-list": "- services",
    "nothing": "{}",
    "addresses": 'services: {a: {build: "https://x/y#z"}, b: {build: "${DIR}"}, c: {build: "C:\\\\x"}, d: {build: /a}}',
    "odd-variables": "services: {a: {environment: 3}, b: {environment: [1, {}]}, openai: {environment: [CO_API_KEY]}}",
    "exporters": "services: {a: {image: postgres-exporter}, b: {image: mongo-express:1}, c: {image: kafka-ui}}",
}


@pytest.mark.parametrize("compose", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_compose_file_still_gives_a_sound_model(compose: str, repo: Repo) -> None:
    repo.write({"docker-compose.yml": compose})
    assert inside(repo.root, "init").code == 0
    assert model(repo.root).isprintable() or all(c.isprintable() or c == "\n" for c in model(repo.root))
    assert model(repo.root).isascii()
    sound(repo.root)


def test_types_are_taken_from_whole_image_names_only(repo: Repo) -> None:
    repo.write({"compose.yaml": HOSTILE["exporters"]})
    inside(repo.root, "init")
    assert model(repo.root).count("type: service") == 3


@pytest.mark.parametrize(
    ("compose", "why"),
    [
        ("services: {\n", "compose.yaml:2:1: a value is missing"),
        ("services: {a: {}, a: {}}\n", "compose.yaml:1:19: the key 'a' is already on line 1"),
        ("services: !reset null\n", "the tag '!reset' is not allowed"),
        (b"\xff\xfe", "the file is UTF-16, not UTF-8"),
        ("[" * 100, "more than 64 levels"),
    ],
    ids=["syntax", "duplicate", "tag", "encoding", "depth"],
)
def test_a_compose_file_that_cannot_be_read_is_named_and_left_out(compose: str | bytes, why: str, repo: Repo) -> None:
    repo.write({"compose.yaml": compose})
    done = inside(repo.root, "init")
    assert (done.code, done.out) == (0, WROTE)
    assert done.err.startswith("compose.yaml was not used: ")
    assert why in done.err
    sound(repo.root)


INPUTS = Path(__file__).resolve().parent.parent / "inputs"


@pytest.mark.parametrize(
    ("path", "source", "format", "named"),
    [
        ("threats/shop.xml", "archimate/shop.xml", "archimate", False),
        ("kiosk.otm.yaml", "otm/kiosk.otm.yaml", "otm", True),
        ("a b/kiosk[1].yaml", "otm/kiosk.otm.yaml", "otm", False),
        ("tm.json", "pytm/clinic.json", "pytm", False),
        ("ThreatDragonModels/Clinic/Clinic.json", "threat_dragon/clinic.json", "threat-dragon", True),
        ("docs/clinic.json", "threat_dragon/clinic.json", "threat-dragon", False),
        ("photos.tc.json", "threat_composer/photos.tc.json", "threat-composer", True),
        ("security/model.yaml", "complete.yaml", "native", False),
    ],
)
def test_a_model_that_is_there_is_found_and_none_is_written_beside_it(
    path: str, source: str, format: str, named: bool, repo: Repo
) -> None:
    repo.commit({path: (INPUTS / source).read_text("utf-8"), "package.json": '{"name": "threat"}', "a.yaml": "[threat"})
    done = inside(repo.root, "init")
    assert (done.code, done.err) == (0, "")
    found, wrote, *_ = done.out.splitlines()
    assert found.startswith(f"found {path} ({format}): ")
    assert wrote == "wrote .threatgate.yaml" + (
        "" if named else ", which names what its file name does not tell, under models"
    )
    assert not (repo.root / "threatmodel.yaml").exists()
    _, said = report(repo.root, by=inside)
    assert [one["path"] for one in said["models"]] == [path]


def test_what_is_found_counts_its_elements_and_says_what_to_do(repo: Repo) -> None:
    agent = "threatgate: 1\nsystem: {id: a}\ncomponents: {bot: {type: agent}, web: {type: service}}\n"
    repo.commit({"b.otm": '{"otmVersion": "0.2.0"}', "models/a.yaml": agent, "models/part.yaml": "threatgate: 1\n"})
    assert inside(repo.root, "init").out == (
        "found b.otm (otm): it cannot be read yet\n"
        "found models/a.yaml (native): 2 components\n"
        "wrote .threatgate.yaml, which names what its file name does not tell, under models\n"
        "next: what is to be done about it: threatgate check\n"
        "then: record that people have looked: threatgate review --all --by YOU\n"
        "parts of an AI system are in it: the pack ai is in use; more of its kind are in .threatgate.yaml\n"
    )
    config = (repo.root / ".threatgate.yaml").read_text("utf-8")
    assert 'models:\n  include:\n    - "models/a.yaml"\npacks:\n' in config
    assert "\n  - ai  " in config
    again = inside(repo.root, "init")
    assert (again.code, "there is a .threatgate.yaml already" in again.err) == (2, True)
    assert inside(repo.root, "init", "--force").code == 0


@pytest.mark.parametrize("name", ["threatmodel.yaml", ".threatgate.yaml"])
def test_what_is_there_is_kept_unless_forced(name: str, repo: Repo) -> None:
    repo.write({name: "mine\n"})
    done = inside(repo.root, "init")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        f"threatgate: error: there is a {name} already",
        "  = next: to overwrite what is there: threatgate init --force",
    ]
    assert (repo.root / name).read_text() == "mine\n"
    assert len(list(repo.root.iterdir())) == 2
    assert inside(repo.root, "init", "--force") == Done(0, WROTE, "")
    sound(repo.root)


def test_a_link_in_place_of_the_model_is_not_followed(repo: Repo, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (repo.root / "threatmodel.yaml").symlink_to(precious)
    (repo.root / ".threatgate.yaml").symlink_to(tmp_path / "not-there")
    assert inside(repo.root, "init").code == 2
    assert inside(repo.root, "init", "--force").code == 0
    assert precious.read_text() == "precious"
    assert not (tmp_path / "not-there").exists()
    assert not (repo.root / "threatmodel.yaml").is_symlink()


def test_a_folder_in_place_of_the_model_is_named(repo: Repo) -> None:
    (repo.root / "threatmodel.yaml").mkdir()
    done = inside(repo.root, "init", "--force")
    assert (done.code, "threatmodel.yaml: Is a directory" in done.err) == (3, True), done


def test_it_is_written_at_the_top_of_the_repository_from_any_folder(repo: Repo) -> None:
    repo.write({"docs/a.md": ""})
    assert inside(repo.root / "docs", "init").code == 0
    assert (repo.root / "threatmodel.yaml").is_file()


def test_without_a_repository_it_is_written_here(tmp_path: Path) -> None:
    assert inside(tmp_path, "init").code == 0
    assert (tmp_path / "threatmodel.yaml").is_file()


def test_the_name_of_the_folder_becomes_the_id_of_the_system(tmp_path: Path) -> None:
    for folder, id in {"Web Shop": "web-shop", "...": "system", "a--b.c": "a--b.c", "user": "user-system"}.items():
        repo = new_repo(tmp_path / f"{len(folder)}" / folder) if folder != "..." else new_repo(tmp_path / "💥")
        inside(repo.root, "init")
        assert f"  id: {id} " in model(repo.root)


def test_a_new_model_can_be_reviewed_at_once(repo: Repo) -> None:
    inside(repo.root, "init")
    assert inside(repo.root, "review", "--all", "--by", "dana", "--as-of", TODAY).code == 0
    assert {rule for rule in rules(repo.root) if rule.startswith("review/")} == {"review/incomplete"}
