"""Ensembles as Parquet files, one row for every model: written part by part, read back, asked in SQL.

While the work goes on its parts lie in the folder ``FILE.parts``. Whole parts only are there, so that
work that was stopped can be taken up again; when all are there they become one file. The file says
in its metadata from which model and which plan it comes. The only module that needs DuckDB.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from countermove._version import __version__
from countermove.errors import NotApplicable, Problem, clip
from countermove.model.listed import IntArray
from countermove.robustness.admissible import Admissible
from countermove.robustness.ensemble import PART, Part, Plan
from countermove.robustness.rows import Engine, Rows, Totals

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Store", "Table", "header", "query", "read_header"]

_KEY = "countermove"
_MOST_SHOWN = 1_000_000


@dataclass(frozen=True)
class Table:
    """The answer to a query: names of columns, and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def header(engine: Engine, plan: Plan) -> dict[str, Any]:
    """What a file says of itself: equal headers mean equal files."""
    models = engine.models
    return {
        "version": __version__,
        "title": models.conflict.title,
        "model": _digest(models),
        "exact": plan.exact,
        "count": plan.count,
        "seed": plan.seed,
        "concepts": [concept.id for concept in engine.concepts],
        "outcomes": list(engine.outcomes),
        "states": engine.states.size,
        "keeps_states": engine.keep,
        "asked": {
            "neighbours": models.asked.with_neighbours,
            "reading": models.asked.reading,
            "given": [list(pair) for pair in models.asked.given],
        },
        "factors": [
            {
                "id": factor.id,
                "name": factor.name,
                "issue": factor.issue,
                "ways": [{"name": way.name, "probability": str(way.probability)} for way in factor.ways],
            }
            for factor in models.factors.factors
        ],
    }


def _digest(models: Admissible) -> str:
    text = f"{models.conflict!r}\n{models.factors.factors!r}\n{models.baseline}"
    return blake2b(text.encode("utf-8"), digest_size=8).hexdigest()


def read_header(file: Path) -> dict[str, Any]:
    """What a file says of itself. Raises `NotApplicable` for a file that is not one of these."""
    with _connected() as connection:
        return _header_of(connection, file)


def _header_of(connection: DuckDBPyConnection, file: Path) -> dict[str, Any]:
    import duckdb

    try:
        found = connection.execute(
            "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = ?", [str(file), _KEY]
        ).fetchall()
    except duckdb.Error as error:
        what = f"{file} cannot be read: {clip(str(error).splitlines()[0], 100)}"
        raise NotApplicable(Problem(what, "Give a file that countermove robust --out has written.")) from None
    if not found:
        what = f"{file} was not written by countermove robust"
        raise NotApplicable(Problem(what, "Give a file that countermove robust --out has written."))
    told: dict[str, Any] = json.loads(found[0][0])
    return told


def query(file: Path, sql: str) -> Table:
    """Ask a file in SQL, where its rows are the table `models`. Nothing else can be reached or changed.

    Raises `NotApplicable` with what is wrong with the query, and for an answer of too many rows.
    """
    import duckdb

    with _connected() as connection:
        _header_of(connection, file)
        connection.execute("CREATE TABLE models AS SELECT * FROM read_parquet(?)", [str(file)])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            found = connection.execute(sql)
            if found is None:
                raise NotApplicable(Problem("the query asks nothing", "Write for instance: DESCRIBE models"))
            columns = tuple(each[0] for each in found.description or ())
            rows = tuple(found.fetchmany(_MOST_SHOWN + 1)) if columns else ()
        except duckdb.Error as error:
            what = f"the query cannot be answered: {str(error).splitlines()[0]}"
            cure = "The table is called models; DESCRIBE models lists its columns."
            raise NotApplicable(Problem(what, cure)) from None
    if len(rows) > _MOST_SHOWN:
        what = f"the answer has more than {_MOST_SHOWN:,} rows"
        raise NotApplicable(Problem(what, "Sum up with GROUP BY, or take some with LIMIT."))
    return Table(columns, rows)


class Store:
    """A file that an ensemble is written to, or read from: a `Shelf`.

    `resume` takes up work that was stopped. Raises `NotApplicable` where a file is in the way, or was
    made from another model or plan.
    """

    def __init__(self, file: Path, engine: Engine, plan: Plan, *, resume: bool = False) -> None:
        self.file, self.folder = file, file.with_name(file.name + ".parts")
        self._engine, self._plan = engine, plan
        self._header = header(engine, plan)
        self._connection = _connected()
        self.finished = False
        self._refuse_what_is_there(resume)

    @classmethod
    def reading(cls, file: Path, engine: Engine, plan: Plan) -> Store:
        """A finished file, to be read back. Raises `NotApplicable` where it belongs to another model."""
        store = cls.__new__(cls)
        store.file, store.folder = file, file.with_name(file.name + ".parts")
        store._engine, store._plan = engine, plan
        store._header, store._connection = header(engine, plan), _connected()
        store._refuse_other(_header_of(store._connection, file), file)
        store.finished = True
        return store

    @property
    def done(self) -> int:
        """How many models are stored."""
        if self.finished:
            return self._plan.count
        return sum(min(PART, self._plan.count - n * PART) for n in range(self._plan.parts)
                   if self._part(n).exists())  # fmt: skip

    def load(self, number: int) -> Part | None:
        """A part that is there already."""
        file = self.file if self.finished else self._part(number)
        if not file.exists():
            return None
        first = number * PART
        columns = self._connection.execute(
            "SELECT * FROM read_parquet(?) WHERE model > ? AND model <= ? ORDER BY model",
            [str(file), first, min(first + PART, self._plan.count)],
        ).fetchnumpy()
        return Part(number, self._rows(columns), self._totals_of(number))

    def row(self, place: int) -> Rows:
        """The row of one model."""
        columns = self._connection.execute(
            "SELECT * FROM read_parquet(?) WHERE model = ?", [str(self.file), place + 1]
        ).fetchnumpy()
        return self._rows(columns)

    def keep(self, part: Part, digits: IntArray, weights: IntArray) -> None:
        """Store a part; it is there as a whole or not at all."""
        self.folder.mkdir(exist_ok=True)
        self._write_header()
        columns = dict(self._columns(part, digits, weights))
        unfinished = self.folder / "unfinished"
        told = {"totals": _totals_text(part.totals)}
        self._copy(columns, unfinished, told)
        unfinished.replace(self._part(part.number))

    def finish(self) -> None:
        """Make one file of all parts, and take the parts away."""
        if self.finished:
            return
        parts = [str(self._part(number)) for number in range(self._plan.parts)]
        totals = [_totals_text(self._totals_of(number)) for number in range(self._plan.parts)]
        told = self._header | {"totals": totals}
        unfinished = self.folder / "unfinished"
        self._connection.execute(
            f"COPY (SELECT * FROM read_parquet($1) ORDER BY model) TO {_quoted(str(unfinished))} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{_KEY}: {_quoted(json.dumps(told))}}})",
            [parts],
        )
        unfinished.replace(self.file)
        shutil.rmtree(self.folder)
        self.finished = True

    # -- what is there -------------------------------------------------------------------------

    def _part(self, number: int) -> Path:
        return self.folder / f"part-{number:05}.parquet"

    def _refuse_what_is_there(self, resume: bool) -> None:
        if self.file.exists():
            told = _header_of(self._connection, self.file)
            self._refuse_other(told, self.file)
            if not resume:
                what = f"{self.file} is there already"
                raise NotApplicable(Problem(what, "Read it with --from, or give another name."))
            self.finished = True
            return
        if not self.file.absolute().parent.is_dir():
            raise NotApplicable(
                Problem(f"there is no folder {self.file.absolute().parent}", "Make it first.")
            )
        if self.folder.exists():
            if not resume:
                what = f"{self.folder} holds parts of work that was stopped"
                raise NotApplicable(Problem(what, "Take it up again with --resume, or remove the folder."))
            if any(each.name != "unfinished" for each in self.folder.iterdir()):  # else stopped at once
                self._refuse_other(self._read_header(), self.folder)

    def _refuse_other(self, told: dict[str, Any], where: Path) -> None:
        for key, said in (("model", "model"), ("factors", "doubts"), ("version", "version of Countermove")):
            if told.get(key) != self._header[key]:
                what = (
                    f"{where} was made from another {said}"
                    if key != "factors"
                    else f"{where} has other doubts"
                )
                raise NotApplicable(Problem(what, "Run it again, with --out and another name."))
        for key in self._header:
            if told.get(key) != self._header[key]:
                what = (
                    f"{where} was made with other settings ({key}: {told.get(key)}, not {self._header[key]})"
                )
                raise NotApplicable(Problem(what, "Give the same settings, or another name."))

    def _write_header(self) -> None:
        file = self.folder / "header.json"
        if not file.exists():
            unfinished = self.folder / "unfinished"
            unfinished.write_text(json.dumps(self._header), "utf-8")
            unfinished.replace(file)

    def _read_header(self) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads((self.folder / "header.json").read_text("utf-8"))
        except (OSError, ValueError):
            what = f"{self.folder} holds no parts of such work"
            raise NotApplicable(Problem(what, "Remove the folder, or give another name.")) from None
        return told

    # -- columns -------------------------------------------------------------------------------

    def _columns(self, part: Part, digits: IntArray, weights: IntArray) -> Iterator[tuple[str, Any]]:
        whole = self._plan.whole(self._engine.models)
        yield "model", part.number * PART + 1 + np.arange(len(digits))
        if self._plan.exact:
            yield "probability", np.array([int(weight) / whole for weight in weights])
        else:
            yield "probability", np.full(len(digits), 1 / self._plan.count)
        for at, factor in enumerate(self._engine.models.factors.factors):
            names = np.array([way.name for way in factor.ways], object)
            yield way_columns(self._engine.models)[at], names[digits[:, at]]
        rows = part.rows
        yield "kind", rows.kinds
        for at, concept in enumerate(self._engine.concepts):
            yield f"{concept.id}_equilibria", rows.counts[at]
            yield f"{concept.id}_status_quo", rows.quo[at]
            for k, name in enumerate(plain_names(self._engine.outcomes)):
                yield f"{concept.id}_some_{name}", rows.some[at, k]
                yield f"{concept.id}_every_{name}", rows.every[at, k]
            if rows.states is not None:
                yield f"{concept.id}_states", self._numbers(rows.states[at])

    def _numbers(self, bits: np.ndarray[Any, np.dtype[np.uint8]]) -> Any:
        """For each model the numbers, from 1, of the states that are equilibria."""
        truth = np.unpackbits(bits, axis=1, count=self._engine.states.size, bitorder="little")
        told = np.empty(len(truth), object)
        told[:] = [(np.flatnonzero(row) + 1).tolist() for row in truth]
        return told

    def _rows(self, columns: dict[str, Any]) -> Rows:
        concepts, names = self._engine.concepts, plain_names(self._engine.outcomes)

        def stacked(kind: Any, *ends: str) -> Any:
            rows = [[np.asarray(columns[f"{c.id}_{end}"], kind) for end in ends] for c in concepts]
            return np.array(rows, kind).reshape(len(concepts), len(ends), len(columns["model"]))

        return Rows(
            stacked(np.int32, "equilibria")[:, 0],
            stacked(bool, "status_quo")[:, 0],
            stacked(bool, *(f"some_{name}" for name in names)),
            stacked(bool, *(f"every_{name}" for name in names)),
            np.asarray(columns["kind"], np.uint64),
            self._bits(columns) if self._engine.keep else None,
        )

    def _bits(self, columns: dict[str, Any]) -> np.ndarray[Any, np.dtype[np.uint8]]:
        many, size = len(columns["model"]), self._engine.states.size
        truth = np.zeros((len(self._engine.concepts), many, size), bool)
        for at, concept in enumerate(self._engine.concepts):
            for n, numbers in enumerate(columns[f"{concept.id}_states"]):
                truth[at, n, np.asarray(numbers, np.int64) - 1] = True
        return np.packbits(truth, axis=2, bitorder="little")

    def _copy(self, columns: dict[str, Any], file: Path, told: dict[str, Any]) -> None:
        lists = [name for name in columns if name.endswith("_states")]
        for name in lists:  # DuckDB takes the numbers as of 64 bits unless told
            columns[name] = np.asarray(columns[name], object)
        chosen = ", ".join(
            f'"{name}"::UINTEGER[] AS "{name}"' if name in lists else f'"{name}"' for name in columns
        )
        self._connection.register("part", columns)
        try:
            self._connection.execute(
                f"COPY (SELECT {chosen} FROM part) TO {_quoted(str(file))} "
                f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{_KEY}: {_quoted(json.dumps(told))}}})"
            )
        finally:
            self._connection.unregister("part")

    @cached_property
    def _all_totals(self) -> list[Any]:
        """The totals of every part of a finished file, read once: they are much text."""
        totals: list[Any] = _header_of(self._connection, self.file)["totals"]
        return totals

    def _totals_of(self, number: int) -> Totals:
        if self.finished:
            text = self._all_totals[number]
        else:
            text = _header_of(self._connection, self._part(number))["totals"]
        models, weight = text
        exact = self._engine.models.whole < 2**62 or not self._plan.exact
        return Totals(np.array(models, np.int64), np.array(weight, np.int64 if exact else object))


def way_columns(models: Admissible) -> list[str]:
    """The column for each factor."""
    return [f"way_{name}" for name in plain_names([factor.id for factor in models.factors.factors])]


def plain_names(ids: Sequence[str]) -> list[str]:
    """Ids as parts of a column's name, all different."""
    found: list[str] = []
    for name in ids:
        plain = re.sub(r"\W", "_", name)
        while plain.casefold() in (other.casefold() for other in found):
            plain += "_"
        found.append(plain)
    return found


def _totals_text(totals: Totals) -> list[Any]:
    return [totals.models.tolist(), [[int(weight) for weight in row] for row in totals.weight]]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _connected() -> DuckDBPyConnection:
    try:
        import duckdb
    except ImportError:
        what = "Parquet files are written and read by DuckDB, which is not installed"
        raise NotApplicable(Problem(what, "Run: pip install 'countermove[sweeps]'.")) from None
    connection = duckdb.connect()
    connection.execute("SET threads = 1")  # rows stay in their order
    return connection
