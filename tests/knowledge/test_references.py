"""What a reference to a threat library is a part of."""

from __future__ import annotations

import pytest

from checker.knowledge.references import spellings, with_wider


@pytest.mark.parametrize(
    ("reference", "wider"),
    [
        ("stride:I", ()),
        ("stride:i", ("stride:I",)),
        ("stride:tampering", ("stride:T",)),
        ("stride:Denial of Service", ("stride:D",)),
        ("stride:X", ()),
        ("linddun:DD", ()),
        ("linddun:DD.3.4", ("linddun:DD.3", "linddun:DD")),
        ("linddun:DD4", ("linddun:DD",)),
        ("linddun:D4", ("linddun:D",)),
        ("linddun:NC", ("linddun:Nc",)),
        ("linddun:nr.1.2", ("linddun:Nr.1.2", "linddun:Nr.1", "linddun:Nr")),
        ("linddun:nr1", ("linddun:Nr1", "linddun:Nr")),
        ("linddun:DD4.1", ()),
        ("linddun:Linkability", ("linddun:L",)),
        ("linddun:N", ()),
        ("linddun:X.1", ()),
        ("linddun:", ()),
        ("atlas:AML.T0051.001", ()),
        ("cwe:CWE-319", ()),
    ],
)
def test_reference_comes_first_and_then_what_it_is_a_part_of(reference: str, wider: tuple[str, ...]) -> None:
    assert with_wider(reference) == (reference, *wider)


@pytest.mark.parametrize(
    ("reference", "usual"),
    [
        ("stride:T", ()),
        ("stride:Elevation of Privilege", ("stride:E",)),
        ("linddun:DD.3.4", ()),
        ("linddun:nc.1", ("linddun:Nc.1",)),
        ("linddun:dd4", ("linddun:DD4",)),
        ("linddun:identifiability", ("linddun:I",)),
        ("linddun:N.1", ()),
        ("cwe:cwe-319", ()),
    ],
)
def test_spelling_of_a_reference_names_the_same_entry_and_none_around_it(
    reference: str, usual: tuple[str, ...]
) -> None:
    assert spellings(reference) == (reference, *usual)
