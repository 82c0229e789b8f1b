"""What the CI systems say a change is compared with: their variables, and GitHub's event file.

Sources: "Default environment variables" and "Webhook events and payloads" of GitHub's documentation, "Predefined
CI/CD variables" of GitLab's, "Predefined variables" of Azure Pipelines', "Variables and secrets" of Bitbucket's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from checker.core.errors import CheckError, GitError, UsageError

_EVENT_BYTES = 30_000_000
"""GitHub caps the payload of an event at 25 MB."""

Environ = Mapping[str, str]


class Wanted(NamedTuple):
    """What to compare HEAD with, before the repository is asked.

    If HEAD merges the commit ``source`` into something, the base is what it was merged into. Otherwise it is the first
    of ``targets`` (revisions) that is in the clone: that commit itself if ``exact``, else its merge base with HEAD.
    With ``strict``, HEAD must be ``source`` or its merge. No target at all means that there was nothing before.
    """

    who: str
    """What asks: the name of the CI system and of the event."""
    targets: tuple[str, ...] = ()
    exact: bool = False
    source: str = ""
    strict: bool = False
    inward: bool = False
    """The system merges the target into ``source``: HEAD may have it as any parent."""
    made: str = ""
    """The merge that the system made itself: whose word for it is enough."""
    head: str = ""
    """The commit that the run is about: HEAD must be this one."""
    start: str = ""
    """What the system says is the merge base (one of them, where there are several): saves history if certain."""
    fetch: str = ""
    """How to get a missing target, as a command or a setting."""
    two: str = ""
    """How to get the parents of HEAD, where that is less than the whole history."""
    deepen: str = ""
    """How to get the whole history."""
    why: str = ""
    """In place of the sentence that is made of the above."""


def wanted(environ: Environ) -> Wanted:
    """What the CI system that ``environ`` belongs to asks for.

    Raises UsageError outside every known one, and GitError for two at once, for an event without a base and for a bad
    event file.
    """
    here = [variable for variable in _SYSTEMS if environ.get(variable)]
    if len(here) > 1:
        hint = "name the base, --base REV, or unset the variables of all but one"
        raise GitError(f"{' and '.join(here)} are set, and each CI system would compare with something else", hint=hint)
    if here:
        return _SYSTEMS[here[0]](environ)
    raise UsageError(
        f"there is no CI system here that says what to compare with (looked for {', '.join(_SYSTEMS)})",
        hint="name the base: --base REV, for example --base origin/main",
    )


def deepening(environ: Environ) -> str:
    """How the CI system that ``environ`` belongs to gets the whole history; empty where none can be told."""
    try:
        return wanted(environ).deepen
    except CheckError:
        return ""


def opened_by(environ: Environ) -> str:
    """Who opened the pull request, as ``github:LOGIN``; empty where the CI system does not say.

    Not who started the run: that may be the reviewer, who pushed last. Raises GitError for a bad event file.
    """
    if not environ.get("GITHUB_ACTIONS"):
        return ""
    login = _Event(environ.get("GITHUB_EVENT_PATH", "")).maybe("pull_request", "user", "login")
    return f"github:{login}" if login else ""


def _github(environ: Environ) -> Wanted:
    name = environ.get("GITHUB_EVENT_NAME", "")
    event = _Event(environ.get("GITHUB_EVENT_PATH", ""))
    whole = "fetch the whole history: give actions/checkout `with: {fetch-depth: 0}`"
    if event.has("pull_request"):
        branch, tip = event.text("pull_request", "base", "ref"), event.text("pull_request", "base", "sha")
        source = event.text("pull_request", "head", "sha")
        targets = (f"refs/remotes/origin/{branch}", tip)
        two = "give actions/checkout `with: {fetch-depth: 2}`"
        found = Wanted(f"GitHub, {name}", targets, source=source, strict=True, fetch=whole, two=two, deepen=whole)
        return found._replace(made=environ.get("GITHUB_SHA", ""))
    if event.has("merge_group"):
        target, head = event.text("merge_group", "base_sha"), event.maybe("merge_group", "head_sha")
        return Wanted(f"GitHub, {name}", (target,), exact=True, head=head, fetch=_fetch_one(target), deepen=whole)
    if name == "push":
        return _github_push(event, whole)
    hint = "run without --base for this event, or name one: --base REV"
    raise GitError(f"GitHub's event {name!r} has no base to compare with", hint=hint)


def _github_push(event: _Event, whole: str) -> Wanted:
    before, ref, default = event.text("before"), event.text("ref"), event.text("repository", "default_branch")
    head = event.maybe("after") if ref.startswith("refs/heads/") else ""  # of a tag it may be the tag object
    asked = _pushed("GitHub, push", before, ref, default, whole)._replace(head=head)
    if not asked.exact:
        return asked
    hint = f"{_fetch_one(before)}; if a forced push has removed it for good, name another base: --base REV"
    return asked._replace(fetch=hint)


def _gitlab(environ: Environ) -> Wanted:
    whole = 'fetch the whole history: set `GIT_DEPTH: "0"` in the job\'s variables'
    head = environ.get("CI_COMMIT_SHA", "")
    if start := environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        return _gitlab_merge_request(environ, start, whole)._replace(head=head, made=head)
    before, default = environ.get("CI_COMMIT_BEFORE_SHA", ""), environ.get("CI_DEFAULT_BRANCH", "")
    ref = "" if environ.get("CI_COMMIT_TAG") else f"refs/heads/{environ.get('CI_COMMIT_REF_NAME', '')}"
    asked = _pushed("GitLab, push", before, ref, default, whole)._replace(head=head)
    cause = environ.get("CI_PIPELINE_SOURCE", "push")
    if not asked.targets and cause != "push":
        hint = "run without --base for this pipeline, or name one: --base REV"
        raise GitError(f"GitLab's pipeline of {cause!r} on the default branch has no base to compare with", hint=hint)
    return asked


def _gitlab_merge_request(environ: Environ, start: str, whole: str) -> Wanted:
    """Only in a pipeline for merged results does GitLab name the source and the target commit: HEAD is then a merge of
    them, or the source rebased onto the target."""
    name = environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "")
    asked = _into("GitLab, merge request", name, whole)._replace(start=start)
    if not (source := environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "")):
        return asked
    tips = tuple(filter(None, (environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"), *asked.targets)))
    return asked._replace(targets=tips, start="", source=source)


def _azure(environ: Environ) -> Wanted:
    branch = environ["SYSTEM_PULLREQUEST_TARGETBRANCH"].removeprefix("refs/heads/")
    source, made = environ.get("SYSTEM_PULLREQUEST_SOURCECOMMITID", ""), environ.get("BUILD_SOURCEVERSION", "")
    whole = "fetch the whole history: `- checkout: self` with `fetchDepth: 0`"
    asked = _into("Azure Pipelines, pull request", branch, whole)
    return asked._replace(source=source, strict=bool(source), made=made)


def _bitbucket(environ: Environ) -> Wanted:
    whole = "fetch the whole history: `clone: {depth: full}`"
    asked = _into("Bitbucket, pull request", environ["BITBUCKET_PR_DESTINATION_BRANCH"], whole)
    targets = tuple(filter(None, (environ.get("BITBUCKET_PR_DESTINATION_COMMIT"), *asked.targets)))
    source = environ.get("BITBUCKET_COMMIT", "")
    return asked._replace(targets=targets, source=source, strict=bool(source), inward=True)


_SYSTEMS: dict[str, Callable[[Environ], Wanted]] = {
    "GITHUB_ACTIONS": _github,
    "GITLAB_CI": _gitlab,
    "SYSTEM_PULLREQUEST_TARGETBRANCH": _azure,
    "BITBUCKET_PR_DESTINATION_BRANCH": _bitbucket,
}
"""The variable that gives each system away."""


def _pushed(who: str, before: str, ref: str, default: str, whole: str) -> Wanted:
    """A push to the default branch is compared with what was there before, which for the first one is nothing.

    One to any other branch is compared with the default branch, from where they parted: what was there before is the
    pusher's own, and would excuse itself, config and all.
    """
    if ref != f"refs/heads/{default}":
        return _into(f"{who} of a branch", default, whole)
    if not before.strip("0"):
        return Wanted(who, why="the default branch was pushed for the first time, so everything is new")
    return Wanted(who, (before,), exact=True, fetch=whole, deepen=whole)


def _into(who: str, branch: str, whole: str) -> Wanted:
    """A change that is to go into a branch of the remote."""
    fetch = f"fetch the branch: `git fetch origin +refs/heads/{branch}:refs/remotes/origin/{branch}`"
    return Wanted(who, (f"refs/remotes/origin/{branch}",), fetch=fetch, deepen=whole)


def _fetch_one(id: str) -> str:
    return f"fetch that commit: `git fetch --no-tags --depth=1 origin {id}`"


class _Event:
    """GitHub's description of what happened, a JSON file. Raises GitError where it cannot be read."""

    def __init__(self, path: str) -> None:
        hint = "in a workflow GITHUB_EVENT_PATH names it; elsewhere name the base: --base REV"
        try:
            with Path(path).open("rb") as stream:
                text = stream.read(_EVENT_BYTES + 1)
        except OSError as error:
            raise GitError(f"GitHub's event file cannot be read: {error.strerror}", hint=hint) from None
        if len(text) > _EVENT_BYTES:
            raise GitError(f"GitHub's event file has more than {_EVENT_BYTES:,} bytes", hint=hint)
        try:
            self._data = json.loads(text)
        except (ValueError, RecursionError):
            raise GitError("GitHub's event file is not JSON", hint=hint) from None

    def has(self, key: str) -> bool:
        return isinstance(self._data, dict) and isinstance(self._data.get(key), dict)

    def text(self, *keys: str) -> str:
        """The text at a path of keys. Raises GitError where there is none."""
        if not (found := self.maybe(*keys)):
            raise GitError(f"GitHub's event file says no {'.'.join(keys)}", hint="name the base: --base REV")
        return found

    def maybe(self, *keys: str) -> str:
        """The text at a path of keys, else ``""``."""
        here = self._data
        for key in keys:
            here = here.get(key) if isinstance(here, dict) else None
        return here if isinstance(here, str) else ""
