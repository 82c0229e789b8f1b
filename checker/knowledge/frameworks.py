"""Codes of architecture frameworks: viewpoints of NAFv4 and artefacts of TOGAF, which of them show flows, and what of
NAFv4 shows what a subview of NAFv3 did. Data in ``frameworks.json``."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from checker.documents.words import listing, nearest, quote

_NAF3 = re.compile(r"(N(?:AV|CV|OV|SOV|SV|TV|PV))-?(\d+)?([a-z])?", re.I)
_NUMBERED = re.compile(r"([ACSLP])-?([0-9]|R)", re.I)


def codes(framework: str) -> tuple[str, ...]:
    """The codes of a framework; none for one of which every code is right."""
    return tuple(_data().get(framework, ()))


def is_known(framework: str, code: str) -> bool:
    """Whether a code is one of the framework's."""
    known = codes(framework)
    return not known or code in known


def shows_flows(framework: str, code: str) -> bool:
    """Whether what has this code shows what flows between whom. A whole ArchiMate model does."""
    return framework == "archimate" or code in _data()["flows"].get(framework, ())


def advice(framework: str, code: str) -> str:
    """What to write in place of an unknown code, as a sentence for a hint."""
    if not code:
        flows = _data()["flows"].get(framework, ())
        return f"name the view that the file is, for example {listing([*map(quote, flows)])}"
    if framework == "naf4":
        return _naf_advice(code)
    near = nearest(code, codes("togaf"))
    return f"did you mean {quote(near)}?" if near else f"an artefact of TOGAF such as {quote(codes('togaf')[0])}"


def _naf_advice(code: str) -> str:
    if old := _NAF3.fullmatch(code.strip().replace(" ", "")):
        return _from_naf3(old[1].upper(), old[2] or "", (old[3] or "").lower())
    names: dict[str, str] = _data()["naf4"]
    by_name = {name.casefold(): key for key, name in names.items()}
    if other := by_name.get(code.casefold()):
        return f"write its code: {quote(other)}"
    first = code.split(" ", maxsplit=1)[0]
    found = _NUMBERED.fullmatch(first)
    wanted = f"{found[1].upper()}{found[2].lower()}" if found else ""
    if wanted in names:
        return f"did you mean {quote(wanted)} ({names[wanted]})?"
    if near := nearest(code, names.values()):
        return f"did you mean {quote(by_name[near.casefold()])} ({near})?"
    return "a viewpoint of NAFv4 has a letter of its row (A, C, S, L, P) and a number or r, such as P3 or L2-L3"


def _from_naf3(row: str, number: str, letter: str) -> str:
    data = _data()
    same = data["naf3"].get(f"{row}-{number}{letter}") or data["naf3"].get(f"{row}-{number}")
    if same:
        return f"that is a code of NAFv3: in NAFv4 {quote(same)} ({data['naf4'][same]}) shows it"
    end = data["naf3_rows"][row]
    known = [code for code in data["naf4"] if code.startswith(end) or code.endswith(end)]
    return f"that is a code of NAFv3: in NAFv4 it is one of {listing(known, 12)}"


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(__file__).with_name("frameworks.json").read_text(encoding="utf-8"))
    return data
