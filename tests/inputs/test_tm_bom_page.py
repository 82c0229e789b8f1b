"""The page about TM-BOM names every word of the format that means something here."""

from __future__ import annotations

import re

from checker.inputs.tm_bom.structure import SECTIONS
from checker.knowledge import tm_bom
from tests.pages import PAGES


def test_every_word_that_means_something_here_is_on_the_page() -> None:
    page = (PAGES / "tm-bom.md").read_text(encoding="utf-8")
    words = {
        *(*tm_bom.CRITICALITY, *tm_bom.CLASSIFICATION, *tm_bom.ACTORS, *tm_bom.CONTROL_STATUS),
        *(word for word in tm_bom.STORES if word != "vector"),
    }
    assert not [word for word in words if not re.search(rf"\b{word}\b", page)]
    assert not [kind for kind in SECTIONS if kind.replace("-", " ") not in page]
