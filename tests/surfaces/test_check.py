"""`explain --check`: certificates are checked on the way, and one that fails is said."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from countermove.cli import verbs
from countermove.errors import ModelError
from countermove.stability.checker import Checker

CALL = ["explain", "washington-2025/summit", "status-quo", "--check", "-c", "SEQ", "-c", "SMR"]


def test_all_certificates_of_a_state_are_checked() -> None:
    shown = CliRunner().invoke(verbs, CALL)
    assert shown.exit_code == 0
    assert "All 16 certificates hold" in " ".join(shown.output.split())


def test_a_certificate_that_fails_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Checker, "faults", lambda self, certificate: ["an escape gets away"])
    shown = CliRunner().invoke(verbs, CALL)
    assert isinstance(shown.exception, ModelError)
    assert "the certificate of us under SEQ fails: an escape gets away" in str(shown.exception)
    assert len(shown.exception.problems) == 16
