"""The keys of the model file and of the ledger: what each is called, holds and means.

One table of keys serves three purposes: the reader checks a file against it (`form`), the reference
page of the documentation is compared with it, and messages take their wording from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LEDGER", "MODEL", "Key", "Sections"]


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, the kind of value it takes, what it means, and whether it must be there.

    Kinds: text, texts, flag, integer, integers, date, number, range (two numbers), pairs (lists of two
    texts), ranking (texts or lists of texts), rankings, weights (a table of numbers), statements (texts
    or tables), tables:NAME (a list of tables whose keys are those of section NAME).
    """

    name: str
    kind: str
    means: str
    required: bool = False


Sections = Mapping[str, tuple[Key, ...]]

_EVIDENCE = Key("evidence", "texts", "ids of extracts in the ledger that support it")
_ASSUMPTION = Key("assumption", "text", "the argument, where no extract supports it")
_BECAUSE = Key("because", "text", "why")
_NOTE = Key("note", "text", "a remark for readers of the file; nothing is computed from it")

MODEL: Sections = {
    "": (
        Key("countermove", "integer", "version of this file format: 1", required=True),
        Key("title", "text", "what the conflict is called", required=True),
        Key("question", "text", "what the analysis is to answer"),
        Key("summary", "text", "what happened, in a paragraph"),
        Key("form", "text", '"option" (the default) or "graph"'),
        Key("status_quo", "text", "the state of today: a number, a pattern, or the options taken"),
        Key("cite", "text", "where the model was published"),
        Key("ledger", "text", "file name of the evidence ledger, beside this file"),
        Key("leaves_out", "texts", "what the model does not represent, one sentence each"),
        Key(
            "decision_makers",
            "tables:decision_makers",
            "the parties, in the order of the papers",
            required=True,
        ),
        Key("states", "tables:states", "graph form only: the states, in the order of the source"),
        Key("exclusions", "tables:exclusions", "option form only: combinations that cannot happen"),
        Key("coalesced", "tables:coalesced", "option form only: states that cannot be told apart"),
        Key("bans", "tables:bans", "option form only: moves that cannot be made"),
        Key("outcomes", "tables:outcomes", "kinds of result that have a name"),
        Key("readings", "tables:readings", "complete ways to read what the parties want"),
        Key("preferences", "tables:preferences", "who wants what", required=True),
        Key("scales", "tables:scales", "questions of degree, and where the parties stand on them"),
    ),
    "decision_makers": (
        Key("id", "text", "short name used in statements", required=True),
        Key("name", "text", "full name for tables"),
        Key("in_text", "text", "name inside a sentence, with its article"),
        Key("plural", "flag", "true if sentences should say they"),
        Key("options", "tables:options", "what the party can do"),
        Key("moves", "pairs", 'graph form only: its arcs, ["from", "to"] each'),
        _EVIDENCE,
        _NOTE,
    ),
    "options": (
        Key("id", "text", "short name used in statements", required=True),
        Key("name", "text", "full name for tables"),
        Key("does", "text", "taking the option, as an infinitive: accept a ceasefire"),
        Key("drops", "text", "dropping it, as an infinitive: break the ceasefire"),
        Key(
            "irreversible", "text", '"once taken" it cannot be dropped, or "once dropped" it cannot be taken'
        ),
        _EVIDENCE,
        _ASSUMPTION,
        _NOTE,
    ),
    "states": (
        Key("id", "text", "name or number of the state in the source", required=True),
        Key("name", "text", "what the state is"),
        Key("pattern", "text", "its options: Y, N, or - where an option no longer matters"),
    ),
    "exclusions": (
        Key("never", "text", "no state in which this condition holds"),
        Key("at_most_one", "texts", "at most one of these conditions holds"),
        Key("at_least_one", "texts", "at least one of these conditions holds"),
        Key("if", "text", "where this condition holds, so must `then`"),
        Key("then", "text", "what must hold where `if` does"),
        _BECAUSE,
        _EVIDENCE,
        _ASSUMPTION,
    ),
    "coalesced": (
        Key("when", "text", "all states in which this condition holds become one", required=True),
        Key("name", "text", "what the one state is called"),
        _BECAUSE,
    ),
    "bans": (
        Key("from", "text", "no move from a state in which this condition holds", required=True),
        Key("to", "text", "to a state in which this condition holds", required=True),
        Key("dm", "text", "the decision maker that is bound; all, if it is left out"),
        _BECAUSE,
    ),
    "outcomes": (
        Key("id", "text", "short name, usable in statements", required=True),
        Key("that", "text", "the condition that makes a state belong to it", required=True),
        Key("name", "text", "full name for tables"),
        Key("means", "text", "a clause that finishes a sentence: the war goes on"),
    ),
    "readings": (
        Key("id", "text", "short name", required=True),
        Key("name", "text", "full name"),
        Key("by", "text", "whose reading it is"),
        Key("source", "text", "id of a source in the ledger"),
        Key("summary", "text", "the reading in a paragraph"),
    ),
    "preferences": (
        Key("dm", "text", "whose preferences", required=True),
        Key("reading", "text", "in which reading; left out where the conflict has no readings"),
        Key("statements", "statements", "prioritised statements, most important first"),
        Key("ranking", "ranking", "states from best to worst; a list inside the list is a tie"),
        Key(
            "greatly_after", "integers", "group numbers: groups up to here are greatly preferred to the rest"
        ),
        Key("rankings", "rankings", "several rankings; where they disagree the preference is unknown"),
        Key("weights", "weights", "a number for each condition, added up where it holds"),
        _NOTE,
    ),
    "statements": (
        Key("that", "text", "the condition; states where it holds are preferred", required=True),
        Key("says", "text", "the wish in words that finish: X wants ..."),
        _EVIDENCE,
        _ASSUMPTION,
    ),
    "scales": (
        Key("id", "text", "short name", required=True),
        Key("name", "text", "the question of degree"),
        Key("marks", "tables:marks", "what points of the scale mean, from 0 upwards"),
        Key("positions", "tables:positions", "where the decision makers stand"),
    ),
    "marks": (
        Key("at", "number", "the point, 0 to 100", required=True),
        Key("means", "text", "what it means", required=True),
    ),
    "positions": (
        Key("dm", "text", "whose position", required=True),
        Key("reading", "text", "in which reading; left out where the conflict has no readings"),
        Key("position", "range", "where it stands, [lowest, highest], 0 to 100", required=True),
        Key("salience", "range", "how much it cares, [lowest, highest], 0 to 100", required=True),
        Key("influence", "range", "what it can bring to bear, [lowest, highest], 0 or more", required=True),
        _EVIDENCE,
        _ASSUMPTION,
    ),
}

LEDGER: Sections = {
    "": (
        Key("countermove_ledger", "integer", "version of this file format: 1", required=True),
        Key("sources", "tables:sources", "the reports", required=True),
        Key("issues", "tables:issues", "what the reports speak of"),
        Key("extracts", "tables:extracts", "verbatim words from the reports", required=True),
    ),
    "sources": (
        Key("id", "text", "short name", required=True),
        Key("author", "text", "who wrote it"),
        Key("title", "text", "its title"),
        Key("outlet", "text", "who published it"),
        Key("date", "date", "when it was published"),
        Key("kind", "text", "news analysis, statement, cable, ..."),
        Key("file", "text", "usual name of the text file that the offsets count in", required=True),
        Key("sha256", "text", "SHA-256 of that file, in hexadecimal", required=True),
        _NOTE,
    ),
    "issues": (
        Key("id", "text", "short name", required=True),
        Key("name", "text", "what is at issue"),
        Key("question", "text", "where the reports differ on it: the difference, put as a question"),
    ),
    "extracts": (
        Key("id", "text", "short name that models cite", required=True),
        Key("source", "text", "id of the source", required=True),
        Key("start", "integer", "offset of the first character, counting code points from 0", required=True),
        Key("end", "integer", "offset behind the last character", required=True),
        Key("words", "text", "the words, verbatim", required=True),
        Key("speaker", "text", "whose words or claim it is; the author's own if left out"),
        Key("issues", "texts", "ids of issues the words bear on"),
        _NOTE,
    ),
}
