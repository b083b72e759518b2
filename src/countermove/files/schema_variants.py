"""The keys of what says how a conflict could be otherwise: changes, scenarios, doubts, hypergames."""

from __future__ import annotations

from countermove.files.keys import ASSUMPTION, BECAUSE, EVIDENCE, Key, Sections

__all__ = ["VARIANTS"]

_ID = Key("id", "text", "short name", required=True, example='"mediator"')

VARIANTS: Sections = {
    "scenarios": (
        _ID,
        Key("name", "text", "full name", example='"A mediator comes in"'),
        Key("after", "text", "id of a scenario whose changes are made first", example='"truce"'),
        Key(
            "changes",
            "tables:changes",
            "what changes, in this order",
            required=True,
            example='[{ do = "drop statement", dm = "ua", statement = "not buy" }]',
        ),
        BECAUSE,
        EVIDENCE,
    ),
    "changes": (
        Key("do", "text", "what is done; the list is below", required=True, example='"add option"'),
        Key("dm", "text", "whose wishes or options change, or who comes in", example='"us"'),
        Key("reading", "text", "only in this reading; else in every one that it fits", example='"hawk"'),
        Key("statement", "text", "a condition that `dm` wants, word for word as above", example='"truce"'),
        Key("becomes", "text", "the condition in its place", example='"truce or settle"'),
        Key("place", "integer", "where it is to stand, from 1; the end, if left out", example="1"),
        Key("above", "text", "the statement above which it is to stand", example='"not us.press"'),
        Key("says", "text", "the wish in words that finish: X wants ...", example='"a quick end"'),
        Key("option", "text", "id of an option of `dm`, or of the new one", example='"sanction"'),
        Key("over", "text", "whose wish an option changes", example='"eu"'),
        Key(
            "of",
            "texts",
            "the decision makers that merge, or statements in their new order",
            example='["us", "eu"]',
        ),
        Key(
            "wants",
            "text",
            "the member whose wishes count, or the reading they are taken from",
            example='"us"',
        ),
        Key("name", "text", "full name of the new option or decision maker", example='"Mediator"'),
        Key("in_text", "text", "its name inside a sentence", example='"the mediator"'),
        Key("plural", "flag", "true if sentences should say they", example="true"),
        Key("does", "text", "taking the new option, as an infinitive", example='"send observers"'),
        Key("drops", "text", "dropping it, as an infinitive", example='"withdraw the observers"'),
        Key("irreversible", "text", '"once taken" or "once dropped"', example='"once taken"'),
        Key("options", "tables:options", "what a new decision maker can do", example='[{ id = "observe" }]'),
        Key("statements", "statements", "what a new or merged decision maker wants", example='["truce"]'),
        Key("ranking", "ranking", "states from best to worst", example='["2", "1"]'),
        Key("greatly_after", "integers", "group numbers, as in preferences", example="[1]"),
        Key("condition", "text", "what can no longer be", example='"truce and us.press"'),
        EVIDENCE,
        ASSUMPTION,
    ),
    "doubts": (
        _ID,
        Key("name", "text", "what is in doubt", example='"Would Russia accept guarantees?"'),
        Key("issue", "text", "id of the ledger's question on which it hangs", example='"land"'),
        Key("dm", "text", "whose wishes are in doubt", example='"ua"'),
        Key("reading", "text", "only in this reading", example='"hawk"'),
        Key(
            "order",
            "texts",
            "statements, or states of a ranking, whose order is not sure",
            example='["truce", "settle"]',
        ),
        Key("ties", "flag", "with order: a ranking may also tie them", example="true"),
        Key("statement", "text", "a statement that may not hold, word for word", example='"not buy"'),
        Key("instead", "texts", "what it may be in place of that", example='["buy", ""]'),
        Key("option", "text", "an option that may not be there to take", example='"us.backstop"'),
        Key("probability", "number", "how likely it is as written, 0 to 1", example="0.7"),
        Key(
            "like",
            "texts",
            "readings: the wishes of `dm` are those of one of them",
            example='["hawk", "dove"]',
        ),
        Key("strength", "strengths", "other ways in which greatly_after may stand", example="[[1], [1, 2]]"),
        Key(
            "alternatives",
            "tables:alternatives",
            "any other ways, as changes",
            example='[{ name = "as written" }]',
        ),
        Key("weights", "numbers", "how likely the ways are, as written first", example="[2, 1]"),
        BECAUSE,
        EVIDENCE,
        ASSUMPTION,
    ),
    "alternatives": (
        Key("name", "text", "what is so", example='"Kyiv does not mind"'),
        Key("changes", "tables:changes", "what changes then; nothing, if left out", example="[]"),
        Key("weight", "number", "how likely it is, against the other ways", example="2"),
    ),
    "hypergames": (
        _ID,
        Key("name", "text", "full name", example='"Washington and Europe at cross purposes"'),
        Key(
            "reading",
            "text",
            "what those see who have no view here; the first, if left out",
            example='"hawk"',
        ),
        Key("views", "tables:views", "who sees it otherwise", required=True, example='[{ dm = "us" }]'),
        BECAUSE,
    ),
    "views": (
        Key("dm", "text", "who sees it so", required=True, example='"us"'),
        Key("reading", "text", "what it takes everybody to want", example='"dove"'),
        Key("unseen", "texts", "options that it does not know of", example='["eu.force"]'),
        Key("ignores", "text", "states in which this holds do not occur to it", example='"war and truce"'),
        Key("changes", "tables:changes", "what else is otherwise in its eyes", example="[]"),
        EVIDENCE,
        ASSUMPTION,
    ),
}
