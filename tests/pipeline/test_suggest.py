"""Whatever a model looks like, it says after ``suggest --write`` what it said, and the threats."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.documents.worktree import WorkTree
from checker.pipeline.models import read_model
from checker.pipeline.suggest import Addition, additions, suggested, write

SECTIONS = (
    "system: {id: helper, ai: true, conditions: {generative: true}}",
    "taxonomies: {atlas: '5.6.0', mit: v4}  # as of the autumn",
    "boundaries:\n  street: {trust: untrusted}\n  shop:\n    trust: internal",
    "data: {orders: {classification: confidential, personal: true}}",
    "components:\n  buyer: {type: person, boundary: street}\n"
    "  assistant:\n    type: agent\n    processes: &all\n    - orders",
    "flows:\n    ask: {from: buyer, to: assistant, data: *all}",
    "controls:",
)
FOLDED = """\
threats:
  led:
    title: >-
      A mail tells the assistant
      what to do
    on: [assistant]
    refs: ['stride:T']"""
KEPT = """\
threats:
    led:
      title: |+
        It is led

      on:
        - assistant
      refs:
        - stride:T  # the first"""
BRACES = """\
threats: {
  led: {title: It is led, on: [assistant]}, # known
  }"""
THREATS = (
    *("", "threats:", "threats: {}", "threats:\n  # none yet", "threats: {led: {title: 'It is led', on: [assistant]}}"),
    *(FOLDED, KEPT, BRACES),
)
GAPS = st.sampled_from(["", "\n", "# a word\n", "\n# a word\n\n", "  # indented\n"])


@st.composite
def models(draw: st.DrawFn) -> bytes:
    """A native model in any order and layout; the anchor stays before its alias."""
    others = draw(st.permutations([*SECTIONS[:4], SECTIONS[6], draw(st.sampled_from(THREATS))]))
    at = draw(st.integers(0, len(others)))
    parts = ["threatgate: 1", *others[:at], SECTIONS[4], SECTIONS[5], *others[at:]]
    text = "".join(draw(GAPS) + part + "\n" for part in parts if part) + draw(GAPS)
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


def is_kept(before: bytes, after: bytes) -> bool:
    """Whether every line is there still, in order, and where the section is in braces every character."""
    lines = iter(after.splitlines())
    if b"threats: {" not in before:
        return all(line in lines for line in before.splitlines())
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    grown = len(after) - len(before)
    return any(after[:n] + after[n + grown :] == before for n in range(max(at - grown, 0), at + 1))


def written(folder: Path) -> tuple[Addition, ...]:
    found = suggested(folder)
    made = additions(found, ("must",))
    write(found, made)
    return made


@settings(max_examples=60, deadline=None)
@given(before=models())
def test_a_model_grows_by_its_threats_and_by_nothing_else(before: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        place = folder / "threatmodel.yaml"
        place.write_bytes(before)
        old = read_model(WorkTree(folder), place.name).side[0]
        (made,) = written(folder)
        after = place.read_bytes()
        new = read_model(WorkTree(folder), place.name).side[0]
        assert is_kept(before, after)
        assert len(made.threats) > 10
        assert new.threats.keys() == {*old.threats, *(threat.id for threat in made.threats)}
        assert new._replace(threats=old.threats) == old
        assert all(new.threats[id] == threat for id, threat in old.threats.items())
        assert all(new.threats[threat.id].on == threat.on for threat in made.threats)
        assert (written(folder), place.read_bytes()) == ((), after)
