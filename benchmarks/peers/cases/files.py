"""The model as a file: gone, elsewhere, empty or not readable as what it was."""

from __future__ import annotations

from benchmarks.peers.cases.shape import TOP_TEN
from benchmarks.peers.edits import Case, Model, block, put

LOWER = (put("assets.chat", sensitivity="internal", data_classification="internal"),)


def _empty(model: Model) -> None:
    for name in set(model) - {"threatgate", "system", "model", "metadata"}:
        del model[name]


def _said_twice(model: Model) -> str:
    """The classification of chats stands there a second time, lower."""
    text = block(model)
    first = text.index("classification: confidential")
    line = text[text.rindex("\n", 0, first) + 1 : text.index("\n", first)]
    lower = line.replace("confidential", "public")
    return text.replace(f"{line}\n", f"{line}\n{lower}\n", 1)


FILES = (
    Case("delete-model", "The file of the model is deleted.", (), (), place="deleted"),
    Case("rename-model-file", "The file gets a name under which nobody looks for it.", (), (), place="hidden"),
    Case(
        "model-as-link",
        "The file becomes a link to another one, in which chats are internal.",
        (put("data.chat", classification="internal"),),
        LOWER,
        place="linked",
    ),
    Case("blank-file", "The file is empty.", (), (), layout=lambda model: ""),
    Case("empty-model", "The model says nothing but its name; it is valid.", (_empty,), (_empty,), remark=TOP_TEN),
    Case(
        "duplicate-key",
        "A key stands there twice, the second time with a lower classification.",
        (),
        (),
        layout=_said_twice,
    ),
    Case(
        "misspelt-key",
        "The key of a fact is misspelt, so that the fact is gone.",
        (put("flows.prompt", content=None, contents="untrusted"),),
        (put("data_flows.prompt", input_from_untrusted_source=None, input_from_untrusted_sources=True),),
    ),
    Case(
        "invalid-model",
        "A value is none of those that its key may have.",
        (put("components.chat-api", type="servise"),),
        (put("components.chat-api", kind="proces"),),
    ),
)
