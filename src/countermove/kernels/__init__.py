"""Compiled loops over plain arrays; nothing here knows what a conflict is."""
