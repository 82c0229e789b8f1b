"""Whether a commit is signed with one of somebody's keys. ``git verify-commit`` checks; which programs it runs and whom
it believes is said here, never by the config of the repository."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.core.errors import GitError
from checker.documents.checkout import config_variables, said
from checker.documents.commits import Commit
from checker.documents.git import Repository, full

_OPENPGP = "gpg:"
"""What an OpenPGP key starts with in the config; its fingerprint follows."""

_PROGRAMS = {"ssh": "ssh-keygen", "openpgp": "gpg"}

_FOREIGN = "is signed with a key that is not among theirs"
_BROKEN = "has a signature that does not fit it"


def unsigned(repository: Repository, commit: Commit, keys: Iterable[str]) -> str:
    """Why a commit does not count as signed with one of ``keys``, in words that follow its name; empty where it does.

    Keys are as in the config: public ssh keys, ``gpg:`` and fingerprints. Raises GitError where it cannot be decided:
    the program that checks is not installed, or the keyring lacks the public key.
    """
    keys = tuple(keys)
    openpgp = [key.removeprefix(_OPENPGP) for key in keys if key.startswith(_OPENPGP)]
    ssh = [key for key in keys if not key.startswith(_OPENPGP)]
    if not commit.signature:
        return "is not signed"
    if commit.signature == "ssh" and ssh:
        return _unsigned_by_ssh(repository, commit, ssh)
    if commit.signature == "openpgp" and openpgp:
        return _unsigned_by_openpgp(repository, commit, openpgp)
    return _FOREIGN


def _unsigned_by_ssh(repository: Repository, commit: Commit, keys: list[str]) -> str:
    """A key counts for commits only (``namespaces``); the comment at its end is left out."""
    with TemporaryDirectory(prefix="threatgate-") as folder:
        signers = Path(folder) / "allowed_signers"
        lines = (f'reviewer namespaces="git" {" ".join(key.split()[:2])}\n' for key in keys)
        signers.write_text("".join(lines), encoding="utf-8")
        status, words = _verify(repository, commit, signers)
    if status == 0 and any(line.startswith('Good "git" signature for reviewer with ') for line in words):
        return ""
    return _FOREIGN if any(line.startswith('Good "git" signature with ') for line in words) else _BROKEN


def _unsigned_by_openpgp(repository: Repository, commit: Commit, fingerprints: list[str]) -> str:
    """gpg's status lines say more than its exit code; see doc/DETAILS of GnuPG."""
    status, words = _verify(repository, commit, Path(os.devnull))
    lines = [line.split()[1:] for line in words if line.startswith("[GNUPG:] ")]
    said_of = {line[0]: line[1:] for line in lines if line}
    if "NO_PUBKEY" in said_of:
        hint = f"import it where the check runs: gpg --import; its id is {said_of['NO_PUBKEY'][0]}"
        raise GitError(f"the public key that commit {commit.id[:10]} is signed with is not in gpg's keyring", hint=hint)
    if not lines:
        reason = said("\n".join(words).encode()) or "no answer"
        raise GitError(f"gpg cannot check the signature of commit {commit.id[:10]}: {reason}")
    if said_of.keys() & {"EXPKEYSIG", "EXPSIG", "REVKEYSIG"}:
        return "is signed with a key that has expired or was revoked"
    kinds = [line[0] for line in lines if line]
    if status or kinds.count("GOODSIG") != 1 or kinds.count("VALIDSIG") != 1:
        return _BROKEN
    valid = said_of["VALIDSIG"]  # the key's own fingerprint first, that of its primary key last
    return "" if {valid[0], valid[-1]}.intersection(fingerprints) else _FOREIGN


def _verify(repository: Repository, commit: Commit, signers: Path) -> tuple[int, list[str]]:
    """The exit code of ``git verify-commit``, and the lines that the program which checks wrote."""
    program = _program(_PROGRAMS[commit.signature], repository.checkout.root)
    variables = config_variables(
        {
            "gpg.program": program,
            "gpg.openpgp.program": program,
            "gpg.x509.program": program,
            "gpg.ssh.program": program,
            "gpg.ssh.allowedSignersFile": str(signers),
            "gpg.ssh.revocationFile": "",
            "gpg.ssh.defaultKeyCommand": "",
            "gpg.minTrustLevel": "undefined",
        }
    )
    status, _, words = repository.attempt("verify-commit", "--raw", full(commit.id), variables=variables)
    return status, words.splitlines()


def _program(name: str, root: Path) -> str:
    """The absolute path of a program. Entries of PATH that are relative, or in the repository, are left out: a stranger
    may have filled them."""
    suffix = ".exe" if os.name == "nt" else ""
    for folder in os.get_exec_path():
        place = Path(folder) / f"{name}{suffix}"
        inside = place.is_relative_to(root)
        if place.is_absolute() and not inside and place.is_file() and os.access(place, os.X_OK):
            return str(place)
    raise GitError(f"{name} is not installed, so that no signature can be checked", hint=f"install {name}")
