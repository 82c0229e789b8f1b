"""What `init` writes must work as it stands, comments included."""

from __future__ import annotations

import re
from pathlib import Path

from tests.command import findings, report, threatgate


def test_what_the_config_of_init_has_in_comments_is_accepted_when_uncommented(tmp_path: Path) -> None:
    assert threatgate(tmp_path, "init").code == 0
    config = tmp_path / ".threatgate.yaml"
    text = re.sub(r"(?m)^# ?(?=rules:|review:|  )", "", config.read_text())
    assert text.count("#") == 4, text  # the head, and three remarks at the end of a line
    further = text.partition("# further: ")[2].partition("\n")[0]
    config.write_text(text.replace("[boundary]", f"[boundary, {further}]"))
    code, said = report(tmp_path)
    assert code == 1
    assert ("boundary/unowned-component", "threatmodel.yaml:20:3", "component/web#owner") in findings(said)
    assert {r["severity"] for r in said["results"] if r["rule"] == "boundary/unowned-component"} == {"medium"}
