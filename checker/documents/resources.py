"""Files that ship with the package: schemas and policies."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, such as ``resource("schemas", "model.schema.json")``.

    In a checkout its own files; else those that the wheel carries in ``checker/_data``. An editable install leaves a
    stale copy there, so the checkout is asked first. Raises FileNotFoundError.
    """
    for folder in _folders():
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"{'/'.join(parts)} is missing from this installation of threatgate: install it again")


@cache
def _folders() -> tuple[Path, ...]:
    package = Path(__file__).parent.parent
    return (package.parent, package / "_data") if _is_checkout(package.parent) else (package / "_data",)


def _is_checkout(folder: Path) -> bool:
    """Whether the folder around the package is this project: any other one may hold a ``checker`` too."""
    try:
        return '\nname = "threatgate"\n' in (folder / "pyproject.toml").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
