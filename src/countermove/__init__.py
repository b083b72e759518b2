"""Countermove: from reports about a crisis to a model of it that can be questioned."""

from countermove._version import __version__

__all__ = ["__version__"]
