"""What `init` writes must work as it stands, comments included."""

from __future__ import annotations

import re
from pathlib import Path

from checker.pipeline.starter import CONFIG
from checker.policy.shelf import shipped
from tests.command import findings, report, threatgate


def test_what_the_config_of_init_has_in_comments_is_accepted_when_uncommented(tmp_path: Path) -> None:
    assert threatgate(tmp_path, "init").code == 0
    config = tmp_path / ".threatgate.yaml"
    text = re.sub(r"(?m)^# ?(?=rules:|review:|  )", "", config.read_text())
    config.write_text(text.replace("  # - ", "  - "))
    code, said = report(tmp_path)
    assert code == 1
    assert ("boundary/unowned-component", "threatmodel.yaml:20:3", "component/web#owner") in findings(said)
    assert {r["severity"] for r in said["results"] if r["rule"] == "boundary/unowned-component"} == {"medium"}


def test_the_config_of_init_and_the_page_about_it_name_every_pack_that_can_be_chosen() -> None:
    packs = set(shipped()) - {"gate", "waiver", "baseline"}  # those are always in use
    assert set(re.findall(r"(?m)^  (?:# )?- ([a-z-]+)  +# \w", CONFIG)) == packs
    page = Path(__file__).parents[2] / "docs/reference/configuration.md"
    assert packs <= set(re.findall(r"(?m)^\| `([a-z-]+)` \| ", page.read_text(encoding="utf-8")))
