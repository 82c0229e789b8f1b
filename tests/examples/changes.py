"""A change of each worked example, as a pull request would bring it."""

from __future__ import annotations

from collections.abc import Callable


def replaced(text: str, old: str, new: str) -> str:
    """The text with ``old``, which has to be there once, replaced."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)


def with_flow(text: str, id: str, ends: tuple[str, str], data: str, **more: str) -> str:
    """The model with one more flow, over https with TLS where nothing else is said."""
    fields = {"from": ends[0], "to": ends[1], "data": f"[{data}]", "protocol": "https", "encryption": "tls", **more}
    body = ", ".join(f"{key}: {value}" for key, value in fields.items())
    return replaced(text, "\nflows:\n", f"\nflows:\n  {id}: {{{body}}}\n")


def stated(text: str, section: str, id: str, key: str, value: str) -> str:
    """The model with another value for a key of one entry, which is written as a block."""
    start = text.index(f"\n  {id}:\n", text.index(f"\n{section}:\n"))
    before = text.index(f"\n    {key}: ", start)
    end = text.index("\n", before + 1)
    return f"{text[:before]}\n    {key}: {value}{text[end:]}"


def thumbnails_for_all(text: str) -> str:
    """The phone fetches small pictures straight from the store, without a token."""
    ends = ("native-client", "photo-store")
    return with_flow(text, "thumbnails", ends, "photos", authentication="none")


def tokens_in_pods_again(text: str) -> str:
    """Pods get tokens again until a library no longer needs them, and one role for all."""
    for control in ("no-mounted-tokens", "narrow-roles", "policy-on-roles"):
        text = stated(text, "controls", control, "status", "planned")
    return text


def past_the_masker(text: str) -> str:
    """Long claims go to the model directly, because masking them takes too long."""
    ends = ("letter-app", "foundation-model")
    how = {"authentication": "workload-identity", "authorization": "this-model-only", "content": "untrusted"}
    return with_flow(text, "long-claims", ends, "prompt, draft", **how)


def reader_may_order(text: str) -> str:
    """The researcher may order samples by itself."""
    ends = ("researcher", "order-tool")
    how = {"protocol": "mcp", "authentication": "spiffe", "authorization": "samples-only", "encryption": "mtls"}
    return with_flow(text, "order-sample", ends, "order", **how)


def radio_in_the_clear(text: str) -> str:
    """Security of DDS is switched off towards the station, to find a fault."""
    return stated(stated(text, "flows", "steer", "authentication", "none"), "flows", "steer", "encryption", "none")


def latest_weights(text: str) -> str:
    """The newest weights are loaded from the hub, past mirror, vetting and registry."""
    ends = ("model-hub", "language-model")
    how = {"authentication": "none", "authorization": "newest-release", "content": "untrusted"}
    return with_flow(text, "latest", ends, "open-weights", **how)


def straight_to_production(text: str) -> str:
    """A new model goes from training to the registry, and the card stays as it was."""
    text = replaced(text, "3b4c5d6e7f80910a2b3c4d5e6f708192a3b4c5d6e7f80910a2b3c4d5e6f70819", "ab" * 32)
    ends = ("training", "registry")
    how = {"authentication": "mtls", "authorization": "hot-fixes", "encryption": "mtls"}
    return with_flow(text, "quick-fix", ends, "model-file", **how)


CHANGES: dict[str, Callable[[str], str]] = {
    "oauth": thumbnails_for_all,
    "kubernetes": tokens_in_pods_again,
    "genai-workload": past_the_masker,
    "agents": reader_may_order,
    "ros2-robot": radio_in_the_clear,
    "knowledge-rag": latest_weights,
    "loan-triage": straight_to_production,
}
