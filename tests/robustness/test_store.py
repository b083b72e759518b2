"""Parquet: read back as it was written, taken up where it was stopped, and no file taken for another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from countermove.errors import NotApplicable
from countermove.model.conflict import Conflict
from countermove.reports.robustness_data import query_data
from countermove.robustness import Engine, Findings, admissible, plan_for, replay, run
from countermove.robustness import ensemble as ensembles
from countermove.robustness.ensemble import Ensemble, Plan
from robustness.doubtful import doubtful

duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")

from countermove.robustness import store as stores  # noqa: E402
from countermove.robustness.store import Store, query, read_header  # noqa: E402


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ensembles, stores):
        monkeypatch.setattr(module, "PART", 7)


def conflicts(many: int, least: int = 20) -> list[Conflict]:
    """Conflicts whose ensembles have several parts."""
    found = []
    for seed in range(2000):
        conflict = doubtful(seed, form="option", preference="ordinal")
        try:
            engine = Engine(admissible(conflict))
            if engine.models.size >= least:
                run(engine, plan_for(engine.models))
                found.append(conflict)
        except Exception as error:
            assert type(error).__name__ in ("NotApplicable", "ModelError")
        if len(found) == many:
            break
    return found


CONFLICTS = conflicts(4)


def made(conflict: Conflict, keep: bool = True, **sample: int) -> tuple[Engine, Plan]:
    models = admissible(conflict)
    return Engine(models, keep=keep), plan_for(models, **sample)


def assert_same(first: Ensemble, second: Ensemble) -> None:
    for field in fields(first.rows):
        one, two = getattr(first.rows, field.name), getattr(second.rows, field.name)
        assert (one is None) == (two is None)
        assert one is None or np.array_equal(one, two), field.name
    assert np.array_equal(first.totals.models, second.totals.models)
    assert np.array_equal(first.totals.weight, second.totals.weight)
    assert np.array_equal(first.weights, second.weights)
    assert Findings(first).shares == Findings(second).shares
    assert Findings(first).headlines == Findings(second).headlines


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("sample", [0, 30])
def test_what_is_read_back_is_what_was_written(tmp_path: Path, keep: bool, sample: int) -> None:
    for k, conflict in enumerate(CONFLICTS):
        engine, plan = made(conflict, keep, sample=sample)
        file = tmp_path / f"{k}.parquet"
        store = Store(file, engine, plan)
        wanted = run(engine, plan, shelf=store)
        assert store.done == plan.count
        store.finish()
        assert file.exists() and not store.folder.exists()
        engine, plan = made(conflict, keep, sample=sample)
        assert_same(run(engine, plan, shelf=Store.reading(file, engine, plan)), wanted)
        assert_same(run(engine, plan), wanted)


class Stop(Exception):
    pass


def stopping(after: int) -> Callable[[str], None]:
    calls = 0

    def tell(_: str) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise Stop

    return tell


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("after", [0, 1, 2])
def test_work_taken_up_again_ends_in_the_same_file(tmp_path: Path, after: int) -> None:
    for k, conflict in enumerate(CONFLICTS):
        engine, plan = made(conflict)
        whole, cut = tmp_path / f"{k}.parquet", tmp_path / f"{k}-cut.parquet"
        store = Store(whole, engine, plan)
        wanted = run(engine, plan, shelf=store)
        store.finish()
        stopped = Store(cut, engine, plan)
        with pytest.raises(Stop):
            run(engine, plan, shelf=stopped, progress=stopping(after))
        assert 0 < stopped.done == 7 * (after + 1) < plan.count
        with pytest.raises(NotApplicable, match="parts of work that was stopped"):
            Store(cut, engine, plan)
        engine, plan = made(conflict)
        again = Store(cut, engine, plan, resume=True)
        assert again.done == stopped.done
        assert_same(run(engine, plan, shelf=again), wanted)
        again.finish()
        assert digest(cut) == digest(whole)


def test_a_part_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, plan = made(CONFLICTS[0])
    store = Store(tmp_path / "x.parquet", engine, plan)

    def broken(*_: object) -> None:
        (store.folder / "unfinished").write_bytes(b"PAR1 half of it")
        raise Stop

    monkeypatch.setattr(store, "_copy", broken)
    with pytest.raises(Stop):
        run(engine, plan, shelf=store)
    assert store.done == 0
    again = Store(tmp_path / "x.parquet", engine, plan, resume=True)
    assert_same(run(engine, plan, shelf=again), run(engine, plan))
    again.finish()


def test_rows_say_what_the_models_say(tmp_path: Path) -> None:
    for k, conflict in enumerate(CONFLICTS):
        engine, plan = made(conflict)
        store = Store(tmp_path / f"{k}.parquet", engine, plan)
        ensemble = run(engine, plan, shelf=store)
        store.finish()
        for place in range(plan.count):
            found = replay(engine, plan, place, store.row(place))
            assert not found.differs
        columns = query(store.file, "DESCRIBE models").rows
        assert columns[0][0] == "model" and columns[1][0] == "probability"
        ways = ", ".join(f'"{row[0]}"' for row in columns if row[0].startswith("way_"))
        rows = query(store.file, f"SELECT model, probability, {ways} FROM models ORDER BY model").rows
        for n, (row, chosen) in enumerate(zip(rows, ensemble.models.factors, strict=True)):
            factors = ensemble.models.factors
            names = tuple(f.ways[w].name for f, w in zip(factors.factors, chosen, strict=True))
            assert row[0] == n + 1 and row[2:] == names
            assert row[1] == pytest.approx(float(factors.probability(chosen)), abs=1e-15)
        states = query(store.file, "SELECT Nash_states, Nash_equilibria FROM models ORDER BY model").rows
        held = ensemble.rows
        for n, (numbers, count) in enumerate(states):
            assert numbers == [s + 1 for s in range(engine.states.size) if held.state(s)[0, n]]
            assert count == held.counts[0, n]


def test_replay_finds_a_row_that_was_tampered_with() -> None:
    engine, plan = made(CONFLICTS[0])
    told = engine.rows(plan.digits(engine.models, 3, 1), np.ones(1, np.int64))[0]
    assert not replay(engine, plan, 3, told).differs
    told.counts[1, 0] += 1
    assert [concept for concept, _ in replay(engine, plan, 3, told).differs] == [engine.concepts[1].id]


# -- files that are not what they should be ------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    engine, plan = made(CONFLICTS[0])
    store = Store(tmp_path / "kept.parquet", engine, plan)
    run(engine, plan, shelf=store)
    store.finish()
    return store.file


def test_another_model_is_refused(file: Path) -> None:
    engine, plan = made(CONFLICTS[1])
    with pytest.raises(NotApplicable, match="another model"):
        Store.reading(file, engine, plan)
    first = CONFLICTS[0]
    engine, plan = made(first.replace(title=first.title + "!"))
    with pytest.raises(NotApplicable, match="another model"):
        Store.reading(file, engine, plan)


def test_other_settings_are_refused(file: Path) -> None:
    engine, plan = made(CONFLICTS[0], keep=False)
    with pytest.raises(NotApplicable, match="keeps_states"):
        Store.reading(file, engine, plan)
    engine, plan = made(CONFLICTS[0], sample=20)
    with pytest.raises(NotApplicable, match="exact"):
        Store.reading(file, engine, plan)


def test_a_file_is_not_overwritten(file: Path) -> None:
    before = digest(file)
    engine, plan = made(CONFLICTS[0])
    with pytest.raises(NotApplicable, match="is there already"):
        Store(file, engine, plan)
    assert digest(file) == before


def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    duckdb.sql(f"COPY (SELECT 1 AS a) TO '{other}' (FORMAT parquet)")
    with pytest.raises(NotApplicable, match="was not written by"):
        read_header(other)
    other.write_text("no Parquet", "utf-8")
    with pytest.raises(NotApplicable, match="cannot be read"):
        read_header(other)
    with pytest.raises(NotApplicable, match="cannot be read"):
        read_header(tmp_path / "none.parquet")


def test_queries_reach_the_table_and_nothing_else(file: Path, tmp_path: Path) -> None:
    assert query(file, "SELECT count(*) FROM models").rows[0][0] > 0
    before = digest(file)
    for sql in ("SELECT * FROM nothing", f"COPY models TO '{tmp_path / 'x.csv'}'", "SELEC 1",
                f"SELECT * FROM read_parquet('{file}')", "SET enable_external_access = true"):  # fmt: skip
        with pytest.raises(NotApplicable, match="query"):
            query(file, sql)
    query(file, "DROP TABLE models")
    assert digest(file) == before and not (tmp_path / "x.csv").exists()


def test_a_query_that_asks_nothing_or_too_much_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sql in (";", " "):
        with pytest.raises(NotApplicable, match="asks nothing"):
            query(file, sql)
    monkeypatch.setattr(stores, "_MOST_SHOWN", 5)
    assert len(query(file, "SELECT * FROM range(5)").rows) == 5
    with pytest.raises(NotApplicable, match="more than 5 rows"):
        query(file, "SELECT * FROM range(6)")


def test_numbers_that_are_none_are_told_as_text(file: Path) -> None:
    found = query_data("", "", query(file, "SELECT 'nan'::DOUBLE, 'inf'::DOUBLE, 0.5::DOUBLE"))
    assert found["rows"] == [["nan", "inf", 0.5]]


def test_work_stopped_before_its_first_part_can_be_taken_up(tmp_path: Path) -> None:
    engine = Engine(admissible(CONFLICTS[0]))
    plan = plan_for(engine.models)
    folder = tmp_path / "kept.parquet.parts"
    folder.mkdir()
    (folder / "unfinished").write_text("{", "utf-8")
    shelf = Store(tmp_path / "kept.parquet", engine, plan, resume=True)
    run(engine, plan, shelf=shelf)
    shelf.finish()
    assert read_header(tmp_path / "kept.parquet")["count"] == plan.count and not folder.exists()
