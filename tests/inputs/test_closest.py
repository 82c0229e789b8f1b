"""The name that was probably meant: found among many that look alike, and none guessed where nobody types names."""

from __future__ import annotations

import uuid

from checker.inputs.problems import closest


def test_of_many_that_look_alike_the_one_is_found() -> None:
    names = [f"service-{number:04}" for number in range(1500)]
    assert closest("service-0742x", names) == "service-0742"
    assert closest("Servic-1311", names) == "service-1311"
    assert closest("database-07", names) == ""


def test_few_are_all_looked_at() -> None:
    assert closest("werb", ["shop", "web", "database"]) == "web"


def test_no_other_uuid_is_guessed() -> None:
    names = [str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))) for number in range(300)]
    assert closest(names[0][:-1] + "0", names) == ""
