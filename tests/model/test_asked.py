"""What a person's words for states mean."""

from __future__ import annotations

import pytest

from countermove.errors import ConflictError
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.model.asked import asked_dms, asked_state, asked_states

SUMMIT = read_model(case_path("washington-2025/summit")).conflict.graph()
ELMIRA = read_model(case_path("xu2007/elmira")).conflict.graph()


@pytest.mark.parametrize("text", ["397", "us.press + us.supply + eu.fund", "NNYYNNNNNY", "today", "SQ"])
def test_one_state_is_meant(text: str) -> None:
    assert asked_states(SUMMIT, text) == asked_state(SUMMIT, text) == SUMMIT.status_quo


def test_nothing_taken_is_a_state() -> None:
    assert asked_states(SUMMIT, "none") == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("guaranteed", 192),
        ("us.press", 384),
        ("not us.press", 384),
        ("--YY-----Y", 96),
        ("truce or settle", 512),
    ],
)
def test_a_condition_is_meant(text: str, count: int) -> None:
    found = asked_states(SUMMIT, text)
    assert not isinstance(found, int)
    assert SUMMIT.states.first(found, 0)[0] == count


def test_the_name_of_a_state_is_a_state() -> None:
    assert asked_states(ELMIRA, "9") == ELMIRA.states.find("9")


@pytest.mark.parametrize("text", ["5000", "us.press + nowt", "nowt", "us.press and", "YY"])
def test_what_means_nothing_is_a_mistake(text: str) -> None:
    with pytest.raises(ConflictError):
        asked_states(SUMMIT, text)


def test_without_a_status_quo_today_is_a_mistake() -> None:
    nowhere = SUMMIT.conflict.replace(status_quo="").graph()
    with pytest.raises(ConflictError, match="names no status quo"):
        asked_states(nowhere, "today")


def test_decision_makers_are_known_in_any_case_of_letters() -> None:
    assert asked_dms(SUMMIT, ["EU", "us", "eu"]) == [3, 0]
    assert asked_dms(SUMMIT, []) == [0, 1, 2, 3]
    with pytest.raises(ConflictError, match='Did you mean "us"'):
        asked_dms(SUMMIT, ["uss"])
