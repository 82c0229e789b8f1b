"""The page benchmarks/peers.md: counts, what each tool said of each case, and how it was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.peers.cases import BYPASS, COSMETIC
from benchmarks.peers.edits import Case
from benchmarks.peers.gate import CHECK, Verdict
from benchmarks.peers.otm import LENSES, STRICT, Answer

PAGE = Path(__file__).resolve().parent.parent / "peers.md"

Ours = Mapping[str, Verdict]
Theirs = Mapping[str, Answer]
"""By the id of the case; the peer's has those only that its format can say."""

HEAD = """\
# Beside open-threat-model

Made by `make peers`, which tries the same edits of the same system in threatgate {ours} and in open-threat-model
{theirs} (PyPI; its command is `otm`), the nearest tool of this kind: a threat model as YAML beside the code, compared
between two versions, with an exit code for CI. It was built for another question. Its gate fails where its engine finds
a **new or worse threat**, so that nobody is stopped by a removal or an improvement; ours fails where **anything about
the attack surface changed and nobody recorded a decision**. The cases below ask our question. What its format has no
word for is not counted against it.
"""

HOW = """\
## How it was asked

One system, described in both formats with every fact that each can hold: [native.yaml](peers/native.yaml), reviewed
with `threatgate review --all`, and [otm.yaml](peers/otm.yaml), valid, and to `otm precheck` "{band}" (of minimal, good
and rich). Unchanged, both pass all the commands below; so what fails afterwards fails because of the change. An edit
keeps the rest of the model consistent, as somebody would who wants it to pass. Each tool gets its strictest options.

**threatgate**: a git repository, the model and its reviews committed, then a commit with the edit. A rename says
`was: old-id`; without it the gate passes too at its default level, with a low finding that the review names an id
which is gone.

```sh
threatgate {check}
```

**Its gate**: the file before (`before.otm.yaml`) and after (`after.otm.yaml`), as its documentation for CI has it.

```sh
otm validate after.otm.yaml
otm diff before.otm.yaml after.otm.yaml {strict}
```

**With rules and methods**: also, for each of its {lenses} methods (`-m`), with the industry pack of the system and with
[rules.yaml](peers/rules.yaml), rules of our own that make a threat of each state in which its fields say less.

```sh
otm analyze before.otm.yaml -m plot4ai --pack saas --rules rules.yaml --json-out before.json
otm analyze after.otm.yaml -m plot4ai --pack saas --rules rules.yaml --json-out after.json
otm diff-analysis before.json after.json {strict}
```

**Any difference**: what a script would do that fails where `otm diff before.otm.yaml after.otm.yaml --format json`
lists any difference ("lists it" below), or does not run.
"""

BETTER = """\
## What each is for

What open-threat-model was not built for, so read its numbers with that in mind:

* Reviews. It has no record of who looked at what. What its gate found is answered by writing that threat into the
  model, with any status and any title (stub-threat); here somebody signs for what the element has become.
* Removals and decisions. Fewer boundaries, flows or data mean fewer threats, and the status of threats and mitigations
  is for its reports; neither is for its gate.
* Git. It compares two files that somebody hands it; which is the base, and whether a name is a link, is the workflow's
  business.
* Words for nesting boundaries, tenancy, encryption at rest, machine-learning models, watched code and scope.

What it does that threatgate does not:

* It **finds threats by itself**, by STRIDE, LINDDUN, PASTA, NIST data-centric, OCTAVE Allegro, CIA-DIE and PLOT4ai,
  scores them and explains why. That is how it notices a threat deleted from the model: its engine finds it again.
* It maps them to CAPEC, CWE, ATLAS, ASVS, ISO 27001 and NIST CSF, and suggests what to do, as a backlog.
* It drafts models from OpenAPI, Terraform, Kubernetes, Helm and source code, and converts the Open Threat Model format.
* It has templates, industry packs, a score of how complete a model is, diagrams, reports, an HTTP interface and a web
  interface.

How fast both are is in [results.md](results.md).

## Do it again

`make peers` installs the peer into `.tools/peers`, an environment of its own, if it is not there, and takes some
minutes. Only its version is pinned, in the Makefile, not what it depends on. It is run as a program; nothing of it is
imported. The cases are in [peers/cases](peers/cases); `tests/benchmarks` runs our side of each with every run of the
tests, and holds this page against them.
"""


def page(ours: Ours, theirs: Theirs, versions: tuple[str, str], band: str) -> str:
    """The page, from the answers of both, their versions, and how the peer rates its model."""
    return "\n".join(_lines(ours, theirs, versions, band))


def _lines(ours: Ours, theirs: Theirs, versions: tuple[str, str], band: str) -> Iterator[str]:
    yield HEAD.format(ours=versions[0], theirs=versions[1])
    yield from counts(ours, theirs)
    yield ""
    yield HOW.format(band=band, check=" ".join(CHECK), strict=" ".join(STRICT), lenses=len(LENSES))
    yield "## Edits that make a model look safer\n"
    yield from table(BYPASS, ours, theirs)
    yield "\n## Edits that change no meaning\n"
    yield from table(COSMETIC, ours, theirs)
    yield f"\n{BETTER}"


def counts(ours: Ours, theirs: Theirs) -> Iterator[str]:
    """The table of counts."""
    yield "| | threatgate | open-threat-model: its gate | with rules and methods | any difference |"
    yield "| --- | --- | --- | --- | --- |"
    for what, cases in (
        ("make the model look safer: **caught**", BYPASS),
        ("change no meaning: **flagged**", COSMETIC),
    ):
        said = [theirs[case.id] for case in cases if case.id in theirs]
        numbers = (
            sum(ours[case.id].caught for case in cases if case.id in theirs),
            sum(answer.by_gate for answer in said),
            sum(bool(answer.stage) for answer in said),
            sum(answer.shown or answer.by_gate for answer in said),
        )
        yield f"| {what} / tried | {' | '.join(f'{number} / {len(said)}' for number in numbers)} |"
        caught = sum(ours[case.id].caught for case in cases if case.id not in theirs)
        yield f"| the same, only ours can say it | {caught} / {len(cases) - len(said)} | | | |"


def table(cases: Sequence[Case], ours: Ours, theirs: Theirs) -> Iterator[str]:
    """A row for each case: its id, the edit, and what each tool said."""
    yield "| case | the edit | threatgate | open-threat-model |"
    yield "| --- | --- | --- | --- |"
    for case in cases:
        yield f"| {case.id} | {case.what} | {our_cell(ours[case.id])} | {_their_cell(case, theirs.get(case.id))} |"


def our_cell(verdict: Verdict) -> str:
    """What threatgate said, for the page."""
    if not verdict.caught:
        return "passes"
    reasons = ", ".join(f"`{reason}`" if "/" in reason and " " not in reason else reason for reason in verdict.reasons)
    return f"**{'fails' if verdict.code == 1 else 'does not decide'}**: {reasons}"


def _their_cell(case: Case, answer: Answer | None) -> str:
    if answer is None:
        return f"*cannot say*: {case.theirs}"
    return _said(answer) + (f"; {case.remark}" if case.remark else "")


def _said(answer: Answer) -> str:
    if not answer.stage:
        return "passes; lists it" if answer.shown else "passes"
    first, *others = answer.reasons
    reason = first if " " in first else f"`{first}`"
    more = f" and {len(others)} more" if others else ""
    before = "" if answer.by_gate else "gate passes; with rules and methods "
    return f"{before}**fails** (`{answer.stage}`): {reason}{more}"
