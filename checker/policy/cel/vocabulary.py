"""Words in expressions: whether a field can have one, and which one it is."""

from __future__ import annotations

from checker.knowledge import vocabulary
from checker.policy.cel.syntax import Node
from checker.policy.place import show, suggest
from checker.policy.view import Field


def canonical(field: Field, text: str, node: Node) -> str:
    """The id of a word that a rule compares with the field. Raises ExpressionError where the field never has it."""
    if not text:
        node.fail(f"'{field.name}' is never an empty text: where it is not stated it has no value", "ask !has(…)")
    if field.vocabulary:
        entry = vocabulary.look_up(text, field.vocabulary)
        if entry is None:
            guess = vocabulary.suggest(text, field.vocabulary)
            hint = f"did you mean '{guess}'?" if guess else suggest(text, field.allowed)
            node.fail(f"no known '{field.name}' is called {show(text)}", hint)
        return entry.id
    if field.words and text not in field.words:
        node.fail(f"'{field.name}' is never {show(text)}", suggest(text, field.words))
    return text


def spellings(field: Field) -> dict[str, str]:
    """Every word that the model may write for a field -> its id; lower case where it comes from a vocabulary."""
    if not field.vocabulary:
        return {word: word for word in field.words}
    return {word: entry.id for word, entry in vocabulary.vocabulary(field.vocabulary).items()}


def accepted(field: Field, limit: str, *, upwards: bool) -> frozenset[str]:
    """The words of an order from a limit upwards, or downwards."""
    rank = field.words.index(limit)
    return frozenset(field.words[rank:] if upwards else field.words[: rank + 1])
