"""The lexicon of cues is whole, and spells its verbs as English does."""

from __future__ import annotations

import pytest

from countermove.evidence.speech.cues import forms, listed, nouns, quoting_forms, verbs

_FRAMES = {
    "that",
    "inf",
    "obj_inf",
    "on_inf",
    "noun",
    "name",
    "quote",
    "for",
    "of",
    "on",
    "at",
    "upon",
    "to",
    "as",
    "about",
    "with",
    "against",
}


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("say", {"say", "says", "saying", "said"}),
        ("deny", {"deny", "denies", "denying", "denied"}),
        ("stress", {"stress", "stresses", "stressing", "stressed"}),
        ("agree", {"agree", "agrees", "agreeing", "agreed"}),
        ("propose", {"propose", "proposes", "proposing", "proposed"}),
        ("admit", {"admit", "admits", "admitting", "admitted"}),
        ("point_out", {"point out", "points out", "pointing out", "pointed out"}),
        ("go_on", {"go on", "goes on", "went on", "gone on"}),
    ],
)
def test_forms_of_verbs(lemma: str, expected: set[str]) -> None:
    assert expected <= set(forms(lemma))


def test_every_cue_has_an_act_a_class_and_frames_that_are_known() -> None:
    for table in (verbs(), nouns()):
        for lemma, cues in table.items():
            assert lemma == lemma.lower()
            for cue in cues:
                assert cue.act.isalpha()
                assert cue.frames <= _FRAMES, (lemma, cue.frames - _FRAMES)
                assert cue.manner in ("speech", "weak", "deed", "attitude", "noun")


@pytest.mark.parametrize("lemma", ["support", "welcome", "mean", "show", "seem"])
def test_verbs_that_are_no_speech_are_left_out(lemma: str) -> None:
    assert lemma not in verbs()


@pytest.mark.parametrize(
    ("lemma", "act"),
    [
        ("deny", "denies"),
        ("reject", "rejects"),
        ("promise", "promises"),
        ("threaten", "threatens"),
        ("demand", "demands"),
        ("urge", "urges"),
        ("warn", "warns"),
        ("accuse", "accuses"),
        ("propose", "proposes"),
    ],
)
def test_acts(lemma: str, act: str) -> None:
    assert {cue.act for cue in verbs()[lemma]} == {act}


def test_only_verbs_that_may_stand_beside_marks_are_looked_for_there() -> None:
    assert quoting_forms()["insisted"].lemma == "insist"
    assert "believed" not in quoting_forms()


def test_lists() -> None:
    assert "statement" in listed("documents")
    with pytest.raises(KeyError):
        listed("no such list")
