"""Reviews in signed commits, checked with real keys and the real programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repositories import Repo
from tests.who.shop import BOB, DANA, ERIN, FILE, Shop, as_git, attributes, open_shop

RULE = "review/unsigned"
UNSIGNED = [(RULE, f"{FILE}:24:9", "review/2#by"), (RULE, "threatmodel.yaml:13:3", "flow/order")]

ssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")
gpg = pytest.mark.skipif(not shutil.which("gpg"), reason="gpg is not installed")


class Key:
    """A key to sign with: git's options for it, and how the config names it."""

    def __init__(self, options: tuple[str, ...], named: str) -> None:
        self.options = options
        self.named = named


def ssh_key(folder: Path, name: str) -> Key:
    file = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file], check=True)
    options = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={file}.pub")
    return Key(options, file.with_suffix(".pub").read_text().strip())


def signed_shop(repo: Repo, keys: dict[str, str]) -> Shop:
    """A shop whose config lists a key of each reviewer."""
    people = "".join(f'    {who}: {{keys: ["{key}"]}}\n' for who, key in keys.items())
    return open_shop(repo, review="{signed_commits: true}", people="reviewers:\n  people:\n" + people)


def review(shop: Shop, who: str, key: Key | None, by: str = "") -> str:
    """Commit a review of the flow, signed with a key."""
    shop.record(who, "order")
    shop.repo.git("add", "--all")
    sign = (*key.options, "commit", "--gpg-sign") if key else ("commit",)
    shop.repo.git(*sign, "--quiet", "--message", "review", env=as_git(by or who))
    return shop.repo.head


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, Key]:
    (tmp_path / "keys").mkdir()
    return {who: ssh_key(tmp_path / "keys", who.partition("@")[0]) for who in (DANA, ERIN, BOB)}


@pytest.fixture
def shop(repo: Repo, keys: dict[str, Key]) -> Shop:
    named = keys[ERIN].named.rpartition(" ")[0]  # the comment of a public key may be left out
    shop = signed_shop(repo, {DANA: keys[DANA].named, ERIN: named})
    shop.change()
    return shop


# Without any program: these hold on every machine

SOME_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8Ul0X2bYQGvXZ1wJmWm0oC3mM0x2w7Yt0Qm4m3k1aA"


@pytest.mark.guarantee("bypass", "leave a review unsigned", where="who reviewed", says=f"`{RULE}`")
def test_an_unsigned_review_does_not_count(repo: Repo) -> None:
    shop = signed_shop(repo, {DANA: SOME_KEY, ERIN: SOME_KEY[:-1] + "B"})
    shop.change()
    review(shop, DANA, None)
    assert shop.judged() == UNSIGNED


@pytest.mark.guarantee("bypass", "sign a review with another's key", where="who reviewed", says=f"`{RULE}`")
@pytest.mark.parametrize("form", ["SSH SIGNATURE", "SIGNED MESSAGE"])
def test_a_signature_of_a_form_in_which_the_reviewer_has_no_key_does_not_count(form: str, repo: Repo) -> None:
    shop = signed_shop(repo, {DANA: f"gpg:{'A' * 40}", ERIN: SOME_KEY})
    shop.change()
    raw = repo.git("cat-file", "commit", review(shop, DANA, None)) + "\n"
    signature = f"gpgsig -----BEGIN {form}-----\n x\n -----END {form}-----"
    signed = raw.replace("\n\n", f"\n{signature}\n\n", 1)
    new = repo.git("hash-object", "-t", "commit", "-w", "--stdin", input=signed.encode())
    repo.git("reset", "--hard", "--quiet", new)
    assert shop.judged() == UNSIGNED
    assert "is signed with a key that is not among theirs" in shop.said()[1]["results"][0]["message"]


# With ssh's keys


@ssh
def test_a_review_signed_with_the_reviewers_key_counts(shop: Shop, keys: dict[str, Key]) -> None:
    review(shop, DANA, keys[DANA])
    assert shop.judged() == []


@ssh
@pytest.mark.parametrize(
    ("key", "why"),
    [
        (None, "is not signed"),
        (ERIN, "is signed with a key that is not among theirs"),
        (BOB, "is signed with a key that is not among theirs"),
    ],
)
def test_a_review_signed_with_no_key_or_anothers_does_not_count(
    key: str | None, why: str, shop: Shop, keys: dict[str, Key]
) -> None:
    id = review(shop, DANA, keys[key] if key else None)
    assert shop.judged() == UNSIGNED
    said = {one["subject"]["kind"]: one for one in shop.said()[1]["results"]}
    reason = f"was added by commit {id[:10]}, which {why}"
    assert said["flow"]["message"] == f"flow 'order' was reviewed by 'dana@example.com', but the review {reason}"
    assert said["review"]["message"].endswith(f"of '2026-11-23' {reason}")
    review(shop, ERIN, keys[ERIN])
    assert [about for _, _, about in shop.judged()] == ["review/2#by"], "the element is reviewed now"


@ssh
def test_a_signature_for_something_else_does_not_fit(shop: Shop, keys: dict[str, Key]) -> None:
    """The signature of another commit is put on this one."""
    id = review(shop, DANA, keys[DANA])
    raw = shop.repo.git("cat-file", "commit", id) + "\n"
    forged = raw.replace("\n\nreview\n", "\n\nlooked at everything\n")
    assert forged != raw
    new = shop.repo.git("hash-object", "-t", "commit", "-w", "--stdin", input=forged.encode())
    shop.repo.git("reset", "--hard", "--quiet", new)
    assert shop.judged() == UNSIGNED
    assert "has a signature that does not fit it" in shop.said()[1]["results"][0]["message"]


@ssh
def test_a_signed_commit_of_another_in_the_reviewers_name_does_not_count(shop: Shop, keys: dict[str, Key]) -> None:
    review(shop, DANA, keys[BOB], by=BOB)
    assert {rule for rule, _, _ in shop.judged()} == {RULE, "review/recorded-by-another"}


@ssh
def test_each_commit_that_adds_the_review_must_be_signed(shop: Shop, keys: dict[str, Key]) -> None:
    """On two lines that are merged: one of them could be anybody's."""
    id = review(shop, DANA, keys[DANA])
    shop.repo.branch("side", "HEAD~1")
    shop.repo.git("cherry-pick", id)
    shop.repo.switch("topic")
    shop.repo.git("merge", "--quiet", "--no-ff", "--message", "merge", "side")
    assert shop.judged() == UNSIGNED


@ssh
def test_an_unsigned_review_of_nothing_is_told_before_it_is_merged(shop: Shop, keys: dict[str, Key]) -> None:
    text = (shop.repo.root / FILE).read_text()
    shop.record(DANA, "order")
    entry = (shop.repo.root / FILE).read_text().removeprefix(text).replace("order:", "ghost:")
    shop.repo.commit({"threatmodel.yaml": attributes().replace("attributes", "roles"), FILE: text + entry}, by=DANA)
    rules = [(rule, about) for rule, _, about in shop.judged()]
    assert rules == [(RULE, "review/2#by"), ("review/unknown-element", "review/2#covers.ghost")]


@ssh
def test_what_is_not_committed_is_not_signed(shop: Shop, keys: dict[str, Key]) -> None:
    shop.record(DANA, "order")
    assert shop.judged("--base", "main", env=as_git(DANA)) == UNSIGNED
    assert "is not committed yet" in shop.said("--base", "main", env=as_git(DANA))[1]["results"][0]["message"]


@ssh
def test_a_hook_says_that_the_commit_it_makes_has_no_signature_yet(shop: Shop, keys: dict[str, Key]) -> None:
    shop.record(DANA, "order")
    shop.repo.git("add", "--all")
    code, said = shop.said("--staged", env=as_git(DANA))
    assert code == 0
    assert said["not_checked"] == ["Signatures of staged reviews: they are in no commit yet."]


@ssh
def test_the_repositorys_config_chooses_no_program_and_nobody_to_believe(
    shop: Shop, keys: dict[str, Key], tmp_path: Path
) -> None:
    marker, trap = tmp_path / "marker", tmp_path / "trap"
    good = 'Good "git" signature for reviewer with ED25519 key SHA256:x'
    trap.write_text(f"#!/bin/sh\ntouch '{marker}'\necho '{good}'\necho '{good}' >&2\n")
    trap.chmod(0o755)
    believed = tmp_path / "believed"
    believed.write_text(f"reviewer {keys[BOB].named}\n")
    programs = ("gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program")
    for name in (*programs, "gpg.ssh.defaultKeyCommand"):
        shop.repo.git("config", name, str(trap))
    shop.repo.git("config", "gpg.ssh.allowedSignersFile", str(believed))
    shop.repo.git("config", "gpg.ssh.revocationFile", str(believed))
    shop.repo.git("config", "gpg.minTrustLevel", "ultimate")
    review(shop, DANA, Key(("-c", "gpg.ssh.program=ssh-keygen", *keys[BOB].options), ""))
    shop.repo.git("verify-commit", "HEAD", fails=True)
    assert marker.exists(), "the trap does not work, so this test would show nothing"
    marker.unlink()
    assert shop.judged() == UNSIGNED
    review(shop, ERIN, Key(("-c", "gpg.ssh.program=ssh-keygen", *keys[ERIN].options), ""))
    assert [about for _, _, about in shop.judged()] == ["review/2#by"]
    assert not marker.exists()


@ssh
@pytest.mark.parametrize("form", ["ssh", "openpgp"])
def test_a_program_that_is_missing_is_no_answer(
    form: str, shop: Shop, keys: dict[str, Key], tmp_path: Path, repo: Repo
) -> None:
    program = {"ssh": "ssh-keygen", "openpgp": "gpg"}[form]
    if form == "openpgp":
        config = (repo.root / ".threatgate.yaml").read_text()
        named = config.replace('keys: ["', f'keys: ["gpg:{"A" * 40}", "', 1)
        repo.branch("main", "main")
        repo.commit({".threatgate.yaml": named})
        repo.branch("topic")
        shop.change()
    id = review(shop, DANA, keys[DANA])
    if form == "openpgp":
        raw = repo.git("cat-file", "commit", id) + "\n"
        new = repo.git("hash-object", "-t", "commit", "-w", "--stdin", input=raw.replace("SSH", "PGP").encode())
        repo.git("reset", "--hard", "--quiet", new)
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("git", "sh"):
        (folder / name).symlink_to(str(shutil.which(name)))
    message, hint = shop.failure("--base", "main", env={"PATH": str(folder)})
    assert (message, hint) == (f"{program} is not installed, so that no signature can be checked", f"install {program}")


@ssh
@pytest.mark.parametrize("place", ["bin", "{root}/bin"])
def test_a_place_of_programs_in_the_repository_is_not_looked_into(
    place: str, shop: Shop, keys: dict[str, Key], tmp_path: Path
) -> None:
    review(shop, DANA, keys[DANA])
    marker = tmp_path / "marker"
    trap = shop.repo.root / "bin" / "ssh-keygen"
    trap.parent.mkdir()
    trap.write_text(f"#!/bin/sh\ntouch '{marker}'\n")
    trap.chmod(0o755)
    assert (
        shop.judged("--base", "main", env={"PATH": f"{place.format(root=shop.repo.root)}:{os.environ['PATH']}"}) == []
    )
    assert not marker.exists()


# OpenPGP


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An own keyring, in a short path: gpg's agent listens on a socket in it."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="ring-", ignore_cleanup_errors=True) as folder:
        monkeypatch.setenv("GNUPGHOME", folder)
        yield Path(folder)
        subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True)


def gpg_key(name: str, *options: str, expires: str = "never") -> Key:
    made = ("--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", *options)
    who = f"{name} <{name}@example.com>"
    subprocess.run(["gpg", *made, "--quick-gen-key", who, "ed25519", "sign", expires], check=True)
    listed = subprocess.run(["gpg", "--list-keys", "--with-colons", name], check=True, capture_output=True, text=True)
    fingerprint = next(line.split(":")[9] for line in listed.stdout.splitlines() if line.startswith("fpr"))
    return Key(("-c", "gpg.format=openpgp", "-c", f"user.signingKey={fingerprint}"), f"gpg:{fingerprint}")


@gpg
def test_openpgp_signatures_are_held_against_fingerprints(repo: Repo, ring: Path, tmp_path: Path) -> None:
    keys = {who: gpg_key(who.partition("@")[0]) for who in (DANA, ERIN)}
    shop = signed_shop(repo, {who: key.named for who, key in keys.items()})
    shop.change()
    review(shop, DANA, keys[DANA])
    assert shop.judged() == []
    repo.git("reset", "--hard", "--quiet", "HEAD~1")
    id = review(shop, DANA, keys[ERIN])
    assert shop.judged() == UNSIGNED
    assert shop.said()[1]["results"][0]["message"].endswith("which is signed with a key that is not among theirs")

    with_empty = tmp_path / "empty"
    with_empty.mkdir(mode=0o700)
    message, hint = shop.failure("--base", "main", env={"GNUPGHOME": str(with_empty)})
    assert message == f"the public key that commit {id[:10]} is signed with is not in gpg's keyring"
    assert hint.startswith("import it where the check runs: gpg --import; its id is ")

    raw = repo.git("cat-file", "commit", id) + "\n"
    forged = repo.git(
        "hash-object", "-t", "commit", "-w", "--stdin", input=raw.replace("\n\nreview", "\n\nmine").encode()
    )
    repo.git("reset", "--hard", "--quiet", forged)
    assert shop.said()[1]["results"][0]["message"].endswith("which has a signature that does not fit it")


@gpg
def test_an_expired_openpgp_key_does_not_count(repo: Repo, ring: Path, tmp_path: Path) -> None:
    """Made and used in 2020, when it was good; expired since 2021."""
    then = "--faked-system-time=20200601T000000!"
    key = gpg_key("dana", then, expires="20210601T000000")
    shop = signed_shop(repo, {DANA: key.named})
    shop.change()
    wrapper = tmp_path / "gpg-then"
    wrapper.write_text(f'#!/bin/sh\nexec gpg {then} "$@"\n')
    wrapper.chmod(0o755)
    review(shop, DANA, Key((*key.options, "-c", f"gpg.program={wrapper}"), ""))
    assert shop.judged() == UNSIGNED
    assert shop.said()[1]["results"][0]["message"].endswith("is signed with a key that has expired or was revoked")
