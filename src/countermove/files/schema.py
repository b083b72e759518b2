"""The keys of the model file and of the ledger: what each is called, holds and means.

One table of keys serves three purposes: the reader checks a file against it (`form`), the reference
page of the documentation is compared with it, and messages take their wording from it.
"""

from __future__ import annotations

from countermove.files.keys import ASSUMPTION, BECAUSE, EVIDENCE, NOTE, Key, Sections
from countermove.files.schema_variants import VARIANTS

__all__ = ["LEDGER", "MODEL", "Key", "Sections"]


MODEL: Sections = {
    "": (
        Key("countermove", "integer", "version of this file format: 1", required=True, example="1"),
        Key("title", "text", "what the conflict is called", required=True, example='"The Washington summit"'),
        Key("question", "text", "what the analysis is to answer", example='"Will the war go on?"'),
        Key("summary", "text", "what happened, in a paragraph", example='"In August ..."'),
        Key("form", "text", '"option" (the default) or "graph"', example='"graph"'),
        Key(
            "status_quo",
            "text",
            "the state of today: a number, a pattern, or the options taken",
            example='"us.press + eu.fund"',
        ),
        Key("cite", "text", "where the model was published", example='"kinsara2014"'),
        Key(
            "ledger",
            "text",
            "file name of the evidence ledger, beside this file",
            example='"summit.ledger.toml"',
        ),
        Key(
            "leaves_out",
            "texts",
            "what the model does not represent, one sentence each",
            example='["China."]',
        ),
        Key(
            "decision_makers",
            "tables:decision_makers",
            "the parties, in the order of the papers",
            required=True,
            example='[{ id = "us" }]',
        ),
        Key(
            "states",
            "tables:states",
            "graph form only: the states, in the order of the source",
            example='[{ id = "1" }]',
        ),
        Key(
            "exclusions",
            "tables:exclusions",
            "option form only: combinations that cannot happen",
            example='[{ never = "truce and settle" }]',
        ),
        Key(
            "coalesced",
            "tables:coalesced",
            "option form only: states that cannot be told apart",
            example='[{ when = "abandon" }]',
        ),
        Key(
            "bans",
            "tables:bans",
            "option form only: moves that cannot be made",
            example='[{ from = "war", to = "settle" }]',
        ),
        Key(
            "outcomes",
            "tables:outcomes",
            "kinds of result that have a name",
            example='[{ id = "war", that = "not truce" }]',
        ),
        Key(
            "readings",
            "tables:readings",
            "complete ways to read what the parties want",
            example='[{ id = "hawk" }]',
        ),
        Key(
            "preferences",
            "tables:preferences",
            "who wants what",
            required=True,
            example='[{ dm = "us", statements = ["truce"] }]',
        ),
        Key(
            "scales",
            "tables:scales",
            "questions of degree, and where the parties stand on them",
            example='[{ id = "guarantee" }]',
        ),
        Key(
            "doubts",
            "tables:doubts",
            "what the author is not sure of, and how it may be instead",
            example='[{ id = "arms", dm = "ua", statement = "not buy" }]',
        ),
        Key(
            "scenarios",
            "tables:scenarios",
            "changes of the conflict that have a name",
            example='[{ id = "mediator" }]',
        ),
        Key(
            "hypergames",
            "tables:hypergames",
            "who sees the conflict how",
            example='[{ id = "crossed" }]',
        ),
    ),
    "decision_makers": (
        Key("id", "text", "short name used in statements", required=True, example='"us"'),
        Key("name", "text", "full name for tables", example='"United States"'),
        Key("in_text", "text", "name inside a sentence, with its article", example='"the United States"'),
        Key("plural", "flag", "true if sentences should say they", example="true"),
        Key("options", "tables:options", "what the party can do", example='[{ id = "press" }]'),
        Key(
            "moves",
            "pairs",
            'graph form only: its arcs, ["from", "to"] each',
            example='[["1", "2"], ["2", "1"]]',
        ),
        EVIDENCE,
        NOTE,
    ),
    "options": (
        Key("id", "text", "short name used in statements", required=True, example='"truce"'),
        Key("name", "text", "full name for tables", example='"Truce"'),
        Key(
            "does",
            "text",
            "taking the option, as an infinitive: accept a ceasefire",
            example='"accept a ceasefire"',
        ),
        Key(
            "drops",
            "text",
            "dropping it, as an infinitive: break the ceasefire",
            example='"break the ceasefire"',
        ),
        Key(
            "irreversible",
            "text",
            '"once taken" it cannot be dropped, or "once dropped" it cannot be taken',
            example='"once taken"',
        ),
        EVIDENCE,
        ASSUMPTION,
        NOTE,
    ),
    "states": (
        Key("id", "text", "name or number of the state in the source", required=True, example='"4"'),
        Key("name", "text", "what the state is", example='"Both build"'),
        Key("pattern", "text", "its options: Y, N, or - where an option no longer matters", example='"YN-"'),
    ),
    "exclusions": (
        Key("never", "text", "no state in which this condition holds", example='"truce and settle"'),
        Key("at_most_one", "texts", "at most one of these conditions holds", example='["truce", "settle"]'),
        Key(
            "at_least_one",
            "texts",
            "at least one of these conditions holds",
            example='["delay", "accept", "abandon"]',
        ),
        Key("if", "text", "where this condition holds, so must `then`", example='"eu.force"'),
        Key("then", "text", "what must hold where `if` does", example='"truce or settle"'),
        BECAUSE,
        EVIDENCE,
        ASSUMPTION,
    ),
    "coalesced": (
        Key(
            "when",
            "text",
            "all states in which this condition holds become one",
            required=True,
            example='"abandon"',
        ),
        Key("name", "text", "what the one state is called", example='"The plant is closed"'),
        BECAUSE,
    ),
    "bans": (
        Key(
            "from",
            "text",
            "no move from a state in which this condition holds",
            required=True,
            example='"war"',
        ),
        Key("to", "text", "to a state in which this condition holds", required=True, example='"settle"'),
        Key("dm", "text", "the decision maker that is bound; all, if it is left out", example='"ru"'),
        BECAUSE,
    ),
    "outcomes": (
        Key("id", "text", "short name, usable in statements", required=True, example='"war"'),
        Key(
            "that",
            "text",
            "the condition that makes a state belong to it",
            required=True,
            example='"not (truce or settle)"',
        ),
        Key("name", "text", "full name for tables", example='"The war goes on"'),
        Key(
            "means", "text", "a clause that finishes a sentence: the war goes on", example='"the war goes on"'
        ),
    ),
    "readings": (
        Key("id", "text", "short name", required=True, example='"hawk"'),
        Key("name", "text", "full name", example='"As the hawks see it"'),
        Key("by", "text", "whose reading it is", example='"A. Reporter"'),
        Key("source", "text", "id of a source in the ledger", example='"daily"'),
        Key("summary", "text", "the reading in a paragraph", example='"In this reading ..."'),
        Key(
            "weight",
            "number",
            "how much it is believed, against the other readings; all the same, if left out",
            example="2",
        ),
    ),
    "preferences": (
        Key("dm", "text", "whose preferences", required=True, example='"us"'),
        Key(
            "reading",
            "text",
            "in which reading; left out where the conflict has no readings",
            example='"hawk"',
        ),
        Key(
            "statements",
            "statements",
            "prioritised statements, most important first",
            example='["war", "not us.press"]',
        ),
        Key(
            "ranking",
            "ranking",
            "states from best to worst; a list inside the list is a tie",
            example='["3", ["1", "2"], "4"]',
        ),
        Key(
            "greatly_after",
            "integers",
            "group numbers: groups up to here are greatly preferred to the rest",
            example="[1]",
        ),
        Key(
            "rankings",
            "rankings",
            "several rankings; where they disagree the preference is unknown",
            example='[["1", "2"], ["2", "1"]]',
        ),
        Key(
            "weights",
            "weights",
            "a number for each condition, added up where it holds",
            example='{ "us.press" = 3, "not war" = 1.5 }',
        ),
        NOTE,
    ),
    "statements": (
        Key(
            "that",
            "text",
            "the condition; states where it holds are preferred",
            required=True,
            example='"not us.press"',
        ),
        Key(
            "says",
            "text",
            "the wish in words that finish: X wants ...",
            example='"no pressure from the United States"',
        ),
        EVIDENCE,
        ASSUMPTION,
    ),
    "scales": (
        Key("id", "text", "short name", required=True, example='"guarantee"'),
        Key("name", "text", "the question of degree", example='"How firm is the guarantee?"'),
        Key(
            "marks",
            "tables:marks",
            "what points of the scale mean, from 0 upwards",
            example='[{ at = 0, means = "none" }]',
        ),
        Key("positions", "tables:positions", "where the decision makers stand", example="[]"),
    ),
    "marks": (
        Key("at", "number", "the point, 0 to 100", required=True, example="50"),
        Key("means", "text", "what it means", required=True, example='"weapons, but no troops"'),
    ),
    "positions": (
        Key("dm", "text", "whose position", required=True, example='"eu"'),
        Key(
            "reading",
            "text",
            "in which reading; left out where the conflict has no readings",
            example='"hawk"',
        ),
        Key(
            "position",
            "range",
            "where it stands, [lowest, highest], 0 to 100",
            required=True,
            example="[60, 80]",
        ),
        Key(
            "salience",
            "range",
            "how much it cares, [lowest, highest], 0 to 100",
            required=True,
            example="[70, 90]",
        ),
        Key(
            "influence",
            "range",
            "what it can bring to bear, [lowest, highest], 0 or more",
            required=True,
            example="[20, 40]",
        ),
        EVIDENCE,
        ASSUMPTION,
    ),
    **VARIANTS,
}

LEDGER: Sections = {
    "": (
        Key("countermove_ledger", "integer", "version of this file format: 1", required=True, example="1"),
        Key("sources", "tables:sources", "the reports", required=True, example="[]"),
        Key("issues", "tables:issues", "what the reports speak of", example="[]"),
        Key("extracts", "tables:extracts", "verbatim words from the reports", required=True, example="[]"),
    ),
    "sources": (
        Key("id", "text", "short name", required=True, example='"daily"'),
        Key("author", "text", "who wrote it", example='"A. Reporter"'),
        Key("title", "text", "its title", example='"Talks at the border"'),
        Key("outlet", "text", "who published it", example='"The Daily"'),
        Key("date", "date", "when it was published", example="2025-08-17"),
        Key("kind", "text", "news analysis, statement, cable, ...", example='"news analysis"'),
        Key(
            "file",
            "text",
            "usual name of the text file that the offsets count in",
            required=True,
            example='"daily.txt"',
        ),
        Key("sha256", "text", "SHA-256 of that file, in hexadecimal", required=True, example='"e3b0c442..."'),
        NOTE,
    ),
    "issues": (
        Key("id", "text", "short name", required=True, example='"land"'),
        Key("name", "text", "what is at issue", example='"Land for peace"'),
        Key(
            "question",
            "text",
            "where the reports differ on it: the difference, put as a question",
            example='"Who would decide on the land?"',
        ),
    ),
    "extracts": (
        Key("id", "text", "short name that models cite", required=True, example='"s12"'),
        Key("source", "text", "id of the source", required=True, example='"daily"'),
        Key(
            "start",
            "integer",
            "offset of the first character, counting code points from 0",
            required=True,
            example="1024",
        ),
        Key("end", "integer", "offset behind the last character", required=True, example="1043"),
        Key("words", "text", "the words, verbatim", required=True, example='"We will pay for it."'),
        Key(
            "speaker",
            "text",
            "whose words or claim it is; the author's own if left out",
            example='"the minister"',
        ),
        Key("issues", "texts", "ids of issues the words bear on", example='["land"]'),
        NOTE,
    ),
}
