"""What is wrong with a waivers file is said, whatever else is wrong with it."""

from __future__ import annotations

from checker.core.source import Source
from checker.documents.parse import parse
from checker.triage.waivers import read_waivers

SOUND = """\
    rule: boundary/cleartext-flow
    on: login
    owner: team-web
    reason: {category: accepted-risk, text: on one machine}
    approved_by: dana@example.com
    created: 2026-11-01
    expires: 2027-02-01
"""


def test_a_key_written_twice_hides_nothing_that_is_wrong_with_the_next_waiver() -> None:
    text = f"threatgate: 1\nwaivers:\n  - id: a\n    id: b\n{SOUND}  - id: c\n    rule: boundary/no-trust\n"
    waivers = read_waivers(parse(Source(".threatgate-waivers.yaml", text)), "2026-11-23", 365)
    assert waivers.active == ()
    assert {(f.rule, str(f.subject), f.location.line) for f in waivers.findings} >= {
        ("waiver/invalid", "waiver/0#id", 4),
        ("waiver/invalid", "waiver/1#owner", 12),
    }
    assert len(waivers.findings) == 7
