"""A model as a native file: everything that the format can say of it, and a list of what it cannot."""

from __future__ import annotations

from checker.outputs.native.fit import Fitted, fit
from checker.outputs.native.text import as_native, native_text

__all__ = ["Fitted", "as_native", "fit", "native_text"]
