"""NumPy, imported when it is first used: small conflicts are analysed without it, in a third of the time.

Everything that small conflicts pass through takes `np` from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["np"]

if TYPE_CHECKING:
    import numpy as np
else:
    from importlib import import_module

    class _Later:
        """Stands for the module until something of it is asked for, then holds all of it."""

        def __getattr__(self, name: str) -> object:
            found = import_module("numpy")
            if not name.startswith("__"):
                self.__dict__.update(vars(found))
            return getattr(found, name)

    np = _Later()
