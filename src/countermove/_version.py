"""The version of the package, stored with every finding."""

__version__ = "0.1.0"
