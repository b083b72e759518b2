"""The native library: C loops that were compiled when the package was built, called through ctypes.

It is built for several kinds of processor (`hatch_build.py`); the best one that this processor runs is
loaded. Where the package was built without a C compiler there is none, and `load` returns None:
everything has a slower way that needs no compiler.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache
from pathlib import Path

__all__ = ["VARIANTS", "load"]

#: From the fastest to the most portable: the ending of the file's name.
VARIANTS = ("v3", "base")


@cache
def load() -> ctypes.CDLL | None:
    """The native library, or None. ``COUNTERMOVE_NATIVE=0`` does without it."""
    if os.environ.get("COUNTERMOVE_NATIVE") == "0":
        return None
    base = _open("base")
    if base is not None and base.countermove_runs_v3():
        return _open("v3") or base
    return base


def _open(variant: str) -> ctypes.CDLL | None:
    path = Path(__file__).parent / "built" / f"{variant}.so"
    if not path.exists():
        return None
    try:
        return ctypes.CDLL(str(path))
    except OSError:  # built for another system
        return None
