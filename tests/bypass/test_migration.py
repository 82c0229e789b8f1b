"""A model moves to another format, and something moves with it: a migration hides nothing.

A real repository: a reviewed Threagile model on main, and on a branch the native model that ``threatgate convert``
makes of it, edited. What the tool writes passes; what was edited is found as if there had been no move.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.bypass.test_models import own
from tests.bypass.ways import TEXT
from tests.command import TODAY, inside, report
from tests.repositories import Repo, new_repo

OLD, BESIDE, NEW = "threagile.yaml", "threagile.reviews.yaml", "threatmodel.yaml"
BY_DANA = ("--by", "dana@example.com", "--as-of", TODAY)
ACCEPTED = """\
  missing-hardening@db:
    status: accepted
    justification: Only for a while
    ticket: T-2
    date: 2026-10-01
    checked_by: dana
"""
Files = dict[str, str | None]


def migrating(root: Any, model: str) -> tuple[Repo, str]:
    """A repository whose model is reviewed, and the text of the native model."""
    repo = new_repo(root)
    repo.commit({OLD: model, ".github/CODEOWNERS": "/threa*.yaml @security\n"})
    assert inside(repo.root, "review", "--all", *BY_DANA).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    done = inside(repo.root, "convert", OLD)
    assert done.code == 0, done
    return repo, done.out


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repo, str]:
    return migrating(tmp_path_factory.mktemp("migration") / "repo", TEXT["threagile"])


def checked(repo: Repo, files: Files) -> tuple[int, list[str], list[str]]:
    """The exit code, what the gate itself says (rule and subject), and the changes, of a branch with these files."""
    repo.branch("topic", "main")
    repo.commit(files)
    code, said = report(repo.root, "--base", "main", by=inside)
    changed = [
        " ".join((one["kind"], one["element"]["kind"], one["element"]["id"], one.get("was", ""))).strip()
        for model in said["models"]
        for one in model["changes"] or ()
    ]
    return code, [f"{one.split()[0]} {one.split()[2]}" for one in own(said)], changed


def moved(new: str, to: str = NEW, **more: str | None) -> Files:
    return {OLD: None, BESIDE: None, to: new, **more}


def replaced(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, (text.count(old), old, text)
        text = text.replace(old, new)
    return text


def without_reviews(text: str) -> str:
    return text[: text.index("reviews:")]


THREAT = "sql-nosql-injection-web-db-web-query"
RENAMED = ["modified system threagile", f"renamed threat {THREAT} sql-nosql-injection@web@db@web>query"]
RENAMING = (
    ("  db:\n    name", "  store:\n    name"),
    ("  web:\n    name", "  site:\n    name"),
    (
        "  web.query:\n    name: Query\n    from: web\n    to: db\n",
        "  look:\n    name: Query\n    from: site\n    to: store\n",
    ),
    ("    on: [db, web, web.query]\n", "    on: [store, site, look]\n"),
)
"""Other ids for components and the flow, and no word of what they were."""
ALL = ["renamed component site web", "renamed component store db", "renamed flow look web.query", *RENAMED]
WAIVER = """\
threatgate: 1
waivers:
  - id: w-1
    rule: review/unreviewed-component
    on: spy
    model: threagile
    owner: team
    reason: {category: planned-fix, text: soon}
    approved_by: dana@example.com
    created: 2026-11-01
    expires: 2026-12-01
"""
SPY = ("components:\n", "components:\n  spy: {type: service, boundary: back, owner: team}\n")


@pytest.mark.guarantee("bypass", "move a model to another format as it is", where="migration", says="nothing")
def test_what_the_tool_writes_is_the_same_model(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    assert checked(repo, moved(text)) == (0, [], RENAMED)


def test_the_way_back_is_the_same_model_too(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    repo.branch("topic", "main")
    repo.commit(moved(text))
    repo.branch("back", "topic")
    repo.git("checkout", "main", "--", OLD, BESIDE)
    repo.commit({NEW: None})
    code, said = report(repo.root, "--base", "topic", by=inside)
    assert (code, own(said)) == (0, [])


class Slip(NamedTuple):
    """Edits of the native text, and what the gate says then: rule and subject."""

    edits: tuple[tuple[str, str], ...]
    says: tuple[str, ...]


def slip(*edits: tuple[str, str], says: list[str]) -> Slip:
    return Slip(edits, tuple(says))


SLIPS = {
    "add a component": slip(
        ("components:\n", "components:\n  spy: {type: service, boundary: back}\n"),
        says=["review/unreviewed-component component/spy"],
    ),
    "add a component under the name of one that is there": slip(
        ("components:\n", "components:\n  spy: {name: Store, type: database, boundary: back}\n"),
        says=["review/unreviewed-component component/spy"],
    ),
    "add a flow": slip(
        ("threats:\n", "  side: {from: db, to: web, protocol: https}\n\nthreats:\n"),
        says=["review/unreviewed-flow flow/side"],
    ),
    "turn a flow around": slip(
        ("    from: web\n    to: db\n", "    from: db\n    to: web\n"), says=["review/stale flow/web.query"]
    ),
    "move a component to another boundary": slip(
        ("    boundary: back\n", "    boundary: front\n"), says=["review/stale component/db"]
    ),
    "raise the trust of a boundary": slip(
        ("kind: security-group,", "kind: security-group, trust: restricted,"), says=["review/stale boundary/back"]
    ),
    "take a component off the internet": slip(('      internet: "true"\n', ""), says=["review/stale component/web"]),
    "leave a fact of the old format out": slip(("      quantity: many\n", ""), says=["review/stale data/orders"]),
    "lower the class of data": slip(
        ("    classification: confidential\n", "    classification: public\n"), says=["review/stale data/orders"]
    ),
    "say that a threat is mitigated": slip(
        ("    owner: dana\n", "    owner: dana\n    status: mitigated\n"),
        says=[f"review/stale threat/{THREAT}"],
    ),
    "take a threat off an element": slip(
        ("    on: [db, web, web.query]\n", "    on: [web, web.query]\n"), says=["review/stale component/db"]
    ),
}


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(
            what,
            marks=pytest.mark.guarantee(
                "bypass", what, where="migration", says=", ".join(sorted({f"`{one.split()[0]}`" for one in slip.says}))
            ),
        )
        for what, slip in SLIPS.items()
    ],
)
def test_what_slips_in_is_found(what: str, migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    code, said, _ = checked(repo, moved(replaced(text, *SLIPS[what].edits)))
    assert (code, said) == (1, list(SLIPS[what].says))


def test_ids_made_anew_are_told_by_names_and_shown(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    code, said, changed = checked(repo, moved(replaced(text, *RENAMING)))
    assert changed == ALL
    assert (code, set(said)) == (
        0,
        {f"review/unknown-element review/0#covers.{id}" for id in ("db", "web", "web.query")},
    )


@pytest.mark.guarantee("bypass", "swap the names of two components", where="migration", says="`review/stale`")
def test_swapped_names_are_found(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    swapped = replaced(
        replaced(text, *RENAMING),
        ("  store:\n    name: Store", "  store:\n    name: Web"),
        ("  site:\n    name: Web", "  site:\n    name: Store"),
    )
    code, said, changed = checked(repo, moved(swapped))
    assert code == 1
    assert {"review/stale component/site", "review/stale component/store"} <= set(said)
    assert {"renamed component site db", "renamed component store web"} <= set(changed)


@pytest.mark.guarantee(
    "bypass",
    "give a new component the name of one whose id is new",
    where="migration",
    says="`review/unreviewed-component`",
)
def test_of_two_with_one_name_neither_is_the_one_that_was(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    twice = replaced(
        replaced(text, *RENAMING),
        ("components:\n", "components:\n  spy: {name: Store, type: database, boundary: back}\n"),
        ("    encryption: disk\n", "    encryption: none\n"),
    )
    code, said, changed = checked(repo, moved(twice))
    assert code == 1
    assert {"added component spy", "added component store", "removed component db"} <= set(changed)
    assert {"review/unreviewed-component component/spy", "review/unreviewed-component component/store"} <= set(said)


def test_the_id_of_the_system_may_be_new(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    other = replaced(text, ("  id: threagile\n", "  id: shop\n"), ('      threagile: "1:', '      shop: "1:'))
    assert checked(repo, moved(other)) == (0, [], ["modified system shop", RENAMED[1]])


def test_a_model_of_little_in_common_is_another(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    other = replaced(text, ("  id: threagile\n", "  id: shop\n"), *RENAMING)
    code, said, changed = checked(repo, moved(replaced(other, ("    name: Web\n", ""), ("    name: Store\n", ""))))
    assert code == 1
    assert "model/removed model/threagile.yaml" in said
    assert {change.partition(" ")[0] for change in changed} == {"added"}


@pytest.mark.guarantee("bypass", "leave the reviews behind", where="migration", says="`review/unreviewed-*`")
def test_reviews_that_are_dropped_are_missed(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    code, said, _ = checked(repo, moved(without_reviews(text)))
    assert (code, len(said)) == (1, 7)
    assert {one.partition(" ")[0].rpartition("-")[0] for one in said} == {"review/unreviewed"}


@pytest.mark.guarantee("bypass", "keep the reviews and change a digest", where="migration", says="`review/stale`")
def test_reviews_do_not_cover_what_they_did_not(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    edited = replaced(text, ('      db: "1:', '      db: "1:0000'))
    edited = (
        edited.replace('"1:0000', '"1:', 1)[: edited.index('"1:0000')]
        + '"1:'
        + "0" * 32
        + edited[edited.index('"1:0000') + 39 :]
    )
    code, said, _ = checked(repo, moved(edited))
    assert (code, said) == (1, ["review/stale component/db"])


@pytest.mark.guarantee("bypass", "drop a threat that was accepted", where="migration", says="`review/stale`")
def test_an_accepted_threat_is_missed(tmp_path: Any) -> None:
    repo, text = migrating(tmp_path / "repo", TEXT["threagile"] + ACCEPTED)
    code, said, _ = checked(repo, moved(text))
    assert (code, said) == (1, ["review/stale component/db"])  # who accepts it says no day until when
    start = text.index("  missing-hardening-db:\n")
    dropped = text[:start] + text[text.index(f"  {THREAT}:\n") :]
    code, said, changed = checked(repo, moved(dropped))
    assert (code, said) == (1, ["review/stale component/db"])
    assert "removed threat missing-hardening@db" in changed


@pytest.mark.guarantee("bypass", "bring a waiver along", where="migration", says="`review/unreviewed-component`")
def test_a_waiver_that_comes_along_excuses_nothing(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    files = moved(replaced(text, SPY), **{".threatgate-waivers.yaml": WAIVER})
    code, said, _ = checked(repo, files)
    assert code == 1
    assert "review/unreviewed-component component/spy" in said
    assert "gate/waiver-added gate/.threatgate-waivers.yaml#w-1" in said


@pytest.mark.guarantee("bypass", "bring a baseline along", where="migration", says="`review/unreviewed-component`")
def test_a_baseline_that_comes_along_excuses_nothing(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    repo.branch("other", "main")
    repo.commit(moved(replaced(text, SPY)))
    assert inside(repo.root, "baseline", "write").code == 0
    baseline = (repo.root / ".threatgate-baseline.yaml").read_text(encoding="utf-8")
    (repo.root / ".threatgate-baseline.yaml").unlink()
    code, said, _ = checked(repo, moved(replaced(text, SPY), **{".threatgate-baseline.yaml": baseline}))
    assert code == 1
    assert "review/unreviewed-component component/spy" in said


@pytest.mark.guarantee(
    "bypass", "move out of the reach of code owners", where="migration", says="`gate/owners-loosened`"
)
def test_a_migration_out_of_the_sight_of_its_owners(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    code, said, _ = checked(repo, moved(text, "other.threatmodel.yaml"))
    assert (code, said) == (1, ["gate/owners-loosened gate/.github/CODEOWNERS"])


@pytest.mark.guarantee("bypass", "migrate one model to two", where="migration", says="`review/unreviewed-*`")
def test_a_second_copy_is_a_new_model(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    second = replaced(text, ("  id: threagile\n", "  id: second\n"))
    files = moved(text, **{"threats/threatmodel.yaml": without_reviews(second)})
    code, said, _ = checked(repo, files)
    assert code == 1
    assert "review/unreviewed-component component/db" in said


def test_to_let_a_tool_derive_threats_weakens(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    repo.branch("native", "main")
    repo.commit(moved(text))
    repo.branch("back", "native")
    repo.git("checkout", "main", "--", OLD, BESIDE)
    repo.commit({NEW: None})
    _, said = report(repo.root, "--base", "native", by=inside)
    (system,) = [one for one in said["models"][0]["changes"] if one["element"]["kind"] == "system"]
    assert (system["weakens"], [field["field"] for field in system["fields"]]) == (
        True,
        ["derives_threats", "unsayable"],
    )


PEOPLE = """\
threatgate: 1
review: {four_eyes: true}
reviewers:
  people:
    dana@example.com: {roles: [security]}
    kim@example.com: {roles: [dev]}
  required:
    - {on: ["component/*"], by: [security]}
"""


def test_somebody_else_may_move_what_was_reviewed_and_nothing_more(tmp_path: Any) -> None:
    repo = new_repo(tmp_path / "repo")
    repo.commit({OLD: TEXT["threagile"], ".threatgate.yaml": PEOPLE}, by="kim@example.com")
    assert inside(repo.root, "review", "--all", *BY_DANA).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review", by="dana@example.com")
    text = inside(repo.root, "convert", OLD).out
    repo.branch("topic", "main")
    repo.commit(moved(text), by="kim@example.com")
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, own(said)) == (0, [])
    repo.branch("other", "main")
    repo.commit(moved(replaced(text, *RENAMING)), by="kim@example.com")
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, {one.split()[0] for one in own(said)}) == (0, {"review/unknown-element"})
    digest = text[text.index("      web: ") + len("      web: ") :].partition("\n")[0]
    forged = replaced(text, *SLIPS["take a component off the internet"].edits)
    repo.branch("forged", "main")
    repo.commit(moved(forged), by="kim@example.com")
    now = inside(repo.root, "review", "web").out.split()
    repo.commit({NEW: forged.replace(digest, f'"{now[now.index("web") + 1]}"')}, by="kim@example.com")
    code, said = report(repo.root, "--base", "main", by=inside)
    assert code == 1
    assert {"review/recorded-by-another"} <= {one.split()[0] for one in own(said)}


def test_a_review_of_the_change_covers_what_slipped_in_and_no_more(migrated: tuple[Repo, str]) -> None:
    repo, text = migrated
    code, said, _ = checked(repo, moved(replaced(text, SPY)))
    assert (code, said) == (1, ["review/unreviewed-component component/spy"])
    done = inside(repo.root, "review", "--changed", "--base", "main", *BY_DANA)
    assert [line.split()[0] for line in done.out.splitlines() if " 1:" in line] == ["back", "spy"]
    repo.git("add", "--all")
    repo.commit(message="record the review")
    _, report_of = report(repo.root, "--base", "main", by=inside)
    assert own(report_of) == ["review/incomplete 27:3 component/spy"]
