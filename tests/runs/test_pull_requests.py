"""Pull requests on real repositories: exactly what the gate says, and that a recorded review settles it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import TODAY, findings, following, report, threatgate
from tests.repositories import Repo

MODEL = """\
threatgate: 1
system: {id: shop, criticality: important}
boundaries:
  internet: {trust: untrusted}
  dmz: {trust: partner}
  inside: {trust: internal}
data:
  orders: {classification: confidential}
components:
  buyer: {type: person, boundary: internet}
  web:
    type: web-app
    boundary: dmz
    owner: team-shop
  api:
    type: service
    boundary: inside
    owner: team-shop
    processes: [orders]
  db:
    type: database
    boundary: inside
    owner: team-shop
    stores: [orders]
    encryption: at-rest
flows:
  browse: {from: buyer, to: web, data: [orders], protocol: https, authentication: oauth2, authorization: roles}
  call: {from: web, to: api, data: [orders], protocol: https, authentication: mtls, authorization: roles}
  query: {from: api, to: db, data: [orders], protocol: tls, authentication: mtls, authorization: roles}
threats:
  leak:
    title: Orders leak
    on: [buyer, web, api, db, browse, call, query]
    refs: [stride:I]
    status: mitigated
    controls: [tls]
controls:
  tls: {title: TLS everywhere, level: infrastructure, status: implemented}
"""


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A reviewed model on main, and a branch to change it on."""
    repo.commit({"threatmodel.yaml": MODEL})
    assert threatgate(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    assert report(repo.root)[0] == 0
    repo.branch("topic")
    return repo


def change(repo: Repo, old: str, new: str) -> None:
    """Commit the model with one text replaced by another."""
    assert MODEL.count(old) == 1
    repo.commit({"threatmodel.yaml": MODEL.replace(old, new)})


def judged(repo: Repo) -> list[tuple[str, str, str]]:
    """The new findings of the branch against main; the exit code says whether there are any."""
    code, said = report(repo.root, "--base", "main")
    assert code == (1 if said["counts"]["failing"] else 0)
    return findings(said)


def settle(repo: Repo) -> None:
    """Record a review of what the branch changes, as the summary tells people to, and commit it."""
    done = threatgate(repo.root, "review", "--changed", "--base", "main", "--by", "eve@example.com", "--as-of", TODAY)
    assert done.code == 0, done.err
    repo.git("add", "--all")
    repo.commit(message="record the review of the change", by="eve@example.com")


def test_an_added_component_must_be_reviewed(shop: Repo) -> None:
    change(
        shop,
        "flows:\n",
        "  cache: {type: cache, boundary: inside, owner: team-shop}\nflows:\n",
    )
    assert judged(shop) == [("review/unreviewed-component", "threatmodel.yaml:26:3", "component/cache")]
    _, said = report(shop.root, "--base", "main")
    assert following(said, "component/cache") == ["boundary 'inside'"]
    assert said["results"][0]["hint"] == (
        "name a threat on it (what to consider: threatgate suggest cache), or say under 'not_applicable' why none "
        "applies; then threatgate review cache inside --by YOU"
    )
    settle(shop)
    assert judged(shop) == [("review/incomplete", "threatmodel.yaml:26:3", "component/cache")]


def test_an_added_component_with_a_considered_threat_passes_after_its_review(shop: Repo) -> None:
    model = MODEL.replace("flows:\n", "  cache: {type: cache, boundary: inside, owner: team-shop}\nflows:\n")
    shop.commit({"threatmodel.yaml": model.replace("on: [buyer,", "on: [cache, buyer,")})
    settle(shop)
    assert judged(shop) == []


def test_a_component_moved_across_a_boundary_must_be_reviewed(shop: Repo) -> None:
    change(shop, "    type: service\n    boundary: inside\n", "    type: service\n    boundary: dmz\n")
    assert judged(shop) == [("review/stale", "threatmodel.yaml:17:15", "component/api")]
    _, said = report(shop.root, "--base", "main")
    assert following(said, "component/api") == ["boundary 'dmz'", "boundary 'inside'", "flow 'call'", "flow 'query'"]
    settle(shop)
    assert judged(shop) == []


def test_a_component_moved_inward_while_outsiders_reach_it_breaks_a_rule_too(shop: Repo) -> None:
    change(shop, "    type: web-app\n    boundary: dmz\n", "    type: web-app\n    boundary: inside\n")
    assert judged(shop) == [
        ("boundary/moved-inward", "threatmodel.yaml:13:15", "component/web#boundary"),
        ("review/stale", "threatmodel.yaml:13:15", "component/web"),
    ]
    settle(shop)
    assert judged(shop) == [("boundary/moved-inward", "threatmodel.yaml:13:15", "component/web#boundary")]


def test_an_added_crossing_must_be_reviewed_and_hold_the_rules(shop: Repo) -> None:
    change(shop, "threats:\n", "  shortcut: {from: web, to: db, data: [orders], protocol: http}\nthreats:\n")
    assert judged(shop) == [
        ("boundary/cleartext-flow", "threatmodel.yaml:30:3", "flow/shortcut#encryption"),
        ("boundary/unauthenticated-crossing", "threatmodel.yaml:30:3", "flow/shortcut#authentication"),
        ("review/unreviewed-flow", "threatmodel.yaml:30:3", "flow/shortcut"),
    ]


def test_a_deleted_boundary_must_be_reviewed(shop: Repo) -> None:
    model = MODEL.replace("  dmz: {trust: partner}\n", "").replace("boundary: dmz", "boundary: internet")
    shop.commit({"threatmodel.yaml": model})
    assert judged(shop) == [("review/unreviewed-removal", "threatmodel.yaml:3:1", "boundary/dmz")]
    _, said = report(shop.root, "--base", "main")
    assert following(said, "boundary/dmz") == [
        "boundary 'internet'",
        "component 'web'",
        "component 'api'",
        "flow 'browse'",
        "flow 'call'",
    ]
    settle(shop)
    assert judged(shop) == []


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(
            lambda text: "# a comment\n" + text.replace("\nflows:", "\n\n# who calls whom\nflows:"), id="comments"
        ),
        pytest.param(
            lambda text: text.replace("  dmz: {trust: partner}\n", "").replace(
                "data:\n  o", "  dmz: {trust: partner}\ndata:\n  o"
            ),
            id="order",
        ),
        pytest.param(lambda text: text.replace("on: [buyer, web", "on: [web, buyer"), id="set-order"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda text: text.replace("title: Orders leak", "title: 'Orders get out'"), id="title"),
    ],
)
def test_an_edit_without_meaning_gives_nothing(shop: Repo, edit) -> None:  # type: ignore[no-untyped-def]
    shop.commit({"threatmodel.yaml": edit(MODEL)})
    assert judged(shop) == []


def test_older_debt_is_shown_apart_and_does_not_fail(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": MODEL.replace("trust: untrusted", "trust: untrusted, kind: network")})
    code, said = report(repo.root, "--base", "main")
    assert code == 1
    assert findings(said) == [
        ("review/unreviewed-boundary", "threatmodel.yaml:4:3", "boundary/internet"),
    ]
    assert len(findings(said, "known")) == 11


def test_a_removed_component_is_named_until_its_parent_is_reviewed(shop: Repo) -> None:
    model = MODEL.replace(MODEL[MODEL.index("  db:\n") : MODEL.index("flows:")], "")
    model = "".join(line for line in model.splitlines(keepends=True) if "query:" not in line)
    shop.commit({"threatmodel.yaml": model.replace("api, db, browse, call, query", "api, browse, call")})
    assert judged(shop) == [("review/unreviewed-removal", "threatmodel.yaml:6:3", "component/db")]
    _, said = report(shop.root, "--base", "main")
    assert following(said, "component/db") == ["boundary 'inside'", "flow 'query'"]
    settle(shop)
    assert judged(shop) == []


def test_a_removed_model_is_a_finding(shop: Repo) -> None:
    shop.commit({"threatmodel.yaml": None, "threatmodel.reviews.yaml": None})
    assert judged(shop) == [("model/removed", "threatmodel.yaml:1:1", "model/threatmodel.yaml")]


def test_a_model_turned_into_a_link_is_not_a_pass(shop: Repo) -> None:
    (shop.root / "threatmodel.yaml").unlink()
    (shop.root / "threatmodel.yaml").symlink_to("threatmodel.reviews.yaml")
    shop.git("add", "--all")
    shop.commit()
    code, said = report(shop.root, "--base", "main")
    assert code == 3
    assert "is a link" in said["failures"][0]["message"]


@pytest.mark.guarantee("law", "the same input gives the same bytes, whatever the hash seed", where="native")
def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(shop: Repo, tmp_path: Path) -> None:
    change(shop, "trust: partner", "trust: internal")
    outputs = set()
    for seed in range(20):
        names = ("human", "json", "sarif", "sarif-github", "markdown", "github")
        formats = [f"--format={name}={tmp_path / name}" for name in names]
        done = threatgate(
            shop.root, "check", "--as-of", TODAY, "--base", "main", *formats, env={"PYTHONHASHSEED": str(seed)}
        )
        assert done.code == 1
        outputs.add(b"".join((tmp_path / name).read_bytes() for name in names))
    assert len(outputs) == 1


def test_a_model_that_cannot_be_read_is_no_pass_even_where_the_config_silences_why(repo: Repo) -> None:
    config = "threatgate: 1\nrules: {model/wrong-value: off}\n"
    repo.commit({"threatmodel.yaml": MODEL.replace("type: database", "type: databases"), ".threatgate.yaml": config})
    code, said = report(repo.root)
    assert (code, findings(said)) == (3, [])
    assert said["failures"][0]["message"].startswith(
        "threatmodel.yaml could not be read, and nothing that counts says so"
    )


def test_a_waiver_that_ran_out_by_itself_fails_no_pull_request_but_does_fail_the_whole_check(shop: Repo) -> None:
    waiver = {
        "id": "w-1",
        "rule": "review/stale",
        "on": "web",
        "owner": "team-shop",
        "reason": {"category": "accepted-risk", "text": "for a week"},
        "approved_by": "dana@example.com",
        "created": "2026-10-01",
        "expires": "2026-10-08",
    }
    shop.branch("main")
    shop.commit({".threatgate-waivers.yaml": json.dumps({"threatgate": 1, "waivers": [waiver]})})
    shop.branch("topic")
    shop.commit({"README.md": "changed"})
    assert judged(shop) == []
    expired = [rule for rule, _, _ in findings(report(shop.root)[1])]
    assert expired == ["waiver/expired"]
