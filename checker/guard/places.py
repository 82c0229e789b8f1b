"""Where the files are that decide what a change must pass: the gate's own, and those of platform, git and CI."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checker.core.globs import matches
from checker.core.source import LIBRARIES

CONFIG = ".threatgate.yaml"
WAIVERS = ".threatgate-waivers.yaml"
BASELINE = ".threatgate-baseline.yaml"
FILES = (CONFIG, WAIVERS, BASELINE)
"""The gate's own files, besides packs of the repository."""

REVIEWS = ".threatgate.reviews.yaml"
"""Reviews of changes to the gate itself: beside its config, as those of a model are beside the model."""

OWNERS_GITHUB = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
OWNERS_GITLAB = ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where each platform looks for code owners; the first that is there counts."""

OWNERS = tuple(dict.fromkeys((*OWNERS_GITHUB, *OWNERS_GITLAB)))

ATTRIBUTES = ".gitattributes"
"""In any folder."""

NOT_MOVED: Mapping[str, tuple[str, ...]] = MappingProxyType({})
"""A change that moves no file."""

RUNNERS = (
    *(".github/**/*.yml", ".github/**/*.yaml", ".gitlab-ci.yml", ".gitlab/**/*.yml", ".gitlab/**/*.yaml"),
    *("azure-pipelines*.yml", "azure-pipelines*.yaml", ".azure-pipelines/**/*.yml", ".azure-pipelines/**/*.yaml"),
    *("bitbucket-pipelines.yml", ".pre-commit-config.yaml"),
)
"""Globs of the files that may run the gate."""


def is_runner(path: str) -> bool:
    """Whether a file may be one that runs the gate."""
    return any(matches(glob, path) for glob in RUNNERS)


def is_attributes(path: str) -> bool:
    """Whether a file is one of git's attributes."""
    return path.rpartition("/")[2] == ATTRIBUTES


def is_watched(path: str) -> bool:
    """Whether a change to a file may be one to the gate."""
    return path in FILES or path in OWNERS or path.startswith(LIBRARIES) or is_attributes(path) or is_runner(path)
