"""Findings told: in sentences for people, in JSON for programs."""
