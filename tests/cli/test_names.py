"""A tool that draws gives out ids that tell people nothing: every text that people read has the name beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import TODAY, inside, report
from tests.repositories import Repo

CLINIC = Path(__file__).resolve().parent.parent / "inputs" / "threat_dragon" / "clinic.json"
PATH = "ThreatDragonModels/clinic.json"
BOOKING = "5f0c1d9e-0a6b-4c55-9d0f-1f6f5a2f7a01"
NAMED = f"{BOOKING} (Booking service)"


@pytest.fixture
def clinic(repo: Repo) -> Repo:
    text = CLINIC.read_text("utf-8").replace("process-booking", BOOKING)
    assert f'"id": "{BOOKING}"' in text
    repo.commit({PATH: text})
    return repo


@pytest.mark.parametrize(
    "command",
    [
        ("review", "--all"),
        ("suggest",),
        ("suggest", "--together"),
        ("coverage",),
        ("methods", "stride", PATH),
    ],
)
def test_lists_have_the_name_behind_the_id(command: tuple[str, ...], clinic: Repo) -> None:
    done = inside(clinic.root, *command)
    assert done.code == 0, done
    assert NAMED in done.out
    assert done.out.count(BOOKING) >= done.out.count(NAMED)


def test_findings_say_it_in_every_output_and_commands_keep_the_id(clinic: Repo) -> None:
    message = f"component '{BOOKING}' (Booking service) has not been reviewed"
    for output in ("human", "json", "sarif", "github"):
        done = inside(clinic.root, "check", "--as-of", TODAY, "--format", output)
        assert message in done.out, output
    assert f"threatgate review {BOOKING} --by YOU" in inside(clinic.root, "check", "--as-of", TODAY).out
    _, said = report(clinic.root, by=inside)
    (result,) = (one for one in said["results"] if one["message"].startswith(message))
    assert result["subject"]["id"] == BOOKING


def test_a_diff_and_a_comment_say_it_too(clinic: Repo) -> None:
    raw = json.loads((clinic.root / PATH).read_text("utf-8"))
    cell = next(one for one in raw["detail"]["diagrams"][0]["cells"] if one["id"] == BOOKING)
    cell["data"]["isWebApplication"] = not cell["data"].get("isWebApplication")
    cell["data"]["description"] = "A person " * 500
    clinic.write({PATH: json.dumps(raw, indent=1)})
    done = inside(clinic.root, "diff")
    assert f"~ {NAMED} modified" in done.out
    assert max(map(len, done.out.splitlines())) < 600
    comment = inside(clinic.root, "check", "--as-of", TODAY, "--base", "HEAD", "--format", "markdown").out
    assert f"<code>component/{BOOKING}</code><br>Booking service" in comment
    assert "(Booking service)" in comment
