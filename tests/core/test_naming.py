"""Names beside ids that tell people nothing."""

from __future__ import annotations

import pytest

from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.core.naming import named, names_of, tells_nothing, with_named, with_names
from tests.builders import component, control, flow, model, system, threat

GUID = "95c73e67-1f0b-4c5e-9d7a-beefface0001"


@pytest.mark.parametrize(
    "id", [GUID, "t-b566826c23b9", "th153.eb072144-af37-4b75-b46b-b78111850d3e", "id-528", "V1StGXR8_Z5jdHi6B-myT", "7"]
)
def test_ids_of_drawings_tell_nothing(id: str) -> None:
    assert tells_nothing(id)


@pytest.mark.parametrize("id", ["web", "customer-521", "webServer1", "DB-STORE-2", "db", "Server/DB", "аптека-1", ""])
def test_ids_of_words_tell_something(id: str) -> None:
    assert not tells_nothing(id)


def test_only_what_tells_nothing_and_has_a_name_is_named() -> None:
    one = model(
        system("shop", name="The shop"),
        component(GUID, name="Browser\n of  a customer " + "x" * 60),
        component("web", name="Web server"),
        flow("f-1", GUID, "web"),
        threat("t-1", "web", title="Poison"),
        control("t-1", title="Filter"),
    )
    names = names_of(one)
    assert names == {GUID: "Browser of a customer " + "x" * 37 + "…", "t-1": "Poison"}
    assert (named("t-1", names), named("web", names)) == ("t-1 (Poison)", "web")


NAMES = {GUID: "Browser", "id-1": "It's Bob's"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"component '{GUID}' has not been reviewed", f"component '{GUID}' (Browser) has not been reviewed"),
        (f"it isn't '{GUID}' or '{GUID}'", f"it isn't '{GUID}' (Browser) or '{GUID}'"),
        ("'id-1', 'id-2'", "'id-1' (It's Bob's), 'id-2'"),
        ("settle 'id-1'; then threatgate review 'id-1'", "settle 'id-1' (It's Bob's); then threatgate review 'id-1'"),
        ("id-1", "id-1"),
    ],
)
def test_a_message_says_the_name_once_and_leaves_commands_alone(text: str, says: str) -> None:
    assert with_names(text, NAMES) == says
    assert with_names(text, {}) == text


def test_a_finding_says_names_everywhere_and_stays_the_same_finding() -> None:
    place = Location("a.json")
    steps = (Related(place, "from 'id-1'"),)
    finding = Finding(
        "a/b", "high", "of 'id-1'", Ref("component", "id-1"), place, "m", steps, steps, hint="mend 'id-1'"
    )
    found = with_named(finding, NAMES)
    assert (found.message, found.hint) == ("of 'id-1' (It's Bob's)", "mend 'id-1' (It's Bob's)")
    assert [one.message for one in (*found.related, *found.path)] == ["from 'id-1' (It's Bob's)"] * 2
    assert (found.fingerprint, found.subject) == (finding.fingerprint, finding.subject)
