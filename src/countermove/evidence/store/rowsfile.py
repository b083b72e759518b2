"""Rows files: what one reading found in one report, a header and then one row a line, as JSON.

The program writes them, anew with every reading; what people decide stands elsewhere. A line that cannot
be read is counted and told, and the others are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote

from countermove.evidence.rows import FOUND, KINDS, SUGGESTION, Row
from countermove.evidence.store.disk import write_whole

__all__ = [
    "FULL",
    "QUICK",
    "Header",
    "RowsFile",
    "Scan",
    "file_name",
    "read_header",
    "read_rows",
    "row_data",
    "write_rows",
]

_decode = json.JSONDecoder().raw_decode
_LONGEST_NAME = 180
_KINDS, _BANDS = frozenset(KINDS), (FOUND, SUGGESTION)

#: How thoroughly a report was read: with the parser, or without.
FULL, QUICK = "full", "quick"


@dataclass(frozen=True, slots=True)
class Header:
    """What a rows file was made from: the file and the text by their SHA-256, and the version of the rules.

    `unread` are the stretches that were not read: (start, end, why), offsets as those of rows.
    """

    source: str
    sha256: str
    text_sha256: str = ""
    reader: str = ""
    level: str = FULL
    unread: tuple[tuple[int, int, str], ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Header:
        """The header of a first line. Raises `KeyError`, `TypeError` or `ValueError` if it is none."""
        texts = {name: str(data.get(name) or "") for name in ("text_sha256", "reader", "level")}
        unread = tuple((int(start), int(end), str(why)) for start, end, why in data.get("unread", ()))
        return cls(str(data["source"]), str(data["sha256"]), **texts, unread=unread)

    def covers(self, wanted: Header) -> bool:
        """Whether after this reading another is superfluous; a full one does for a quick one."""
        same = ("source", "sha256", "text_sha256", "reader")
        alike = all(getattr(self, name) == getattr(wanted, name) for name in same)
        return alike and self.level in (FULL, wanted.level)


@dataclass(frozen=True)
class RowsFile:
    """What a rows file holds. `damaged` are the lines, from 1, that could not be read."""

    header: Header | None
    rows: tuple[Row, ...] = ()
    damaged: tuple[int, ...] = field(default=())


def file_name(source: str) -> str:
    """The name of the rows file of a source, whatever its id."""
    name = quote(source, safe=" ")
    if len(name) > _LONGEST_NAME:  # no file system takes more
        mark = blake2b(source.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        name = f"{name[:_LONGEST_NAME]}-{mark}"
    return f"{name}.jsonl"


def write_rows(path: Path, header: Header, rows: Iterable[Row]) -> None:
    """Write a rows file, whole or not at all. Raises `EvidenceError`."""
    write_whole(path, _lines(header, rows), sure=False)  # reading again brings them back


def _lines(header: Header, rows: Iterable[Row]) -> Iterator[str]:
    yield _line(asdict(header))
    for row in rows:
        yield _line(row.as_dict())


def _line(data: Mapping[str, Any]) -> str:
    # U+2028 and the like end a line for some readers: JSON lets them stand, an editor breaks there
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("\u2028", "\\u2028") + "\n"


def read_header(path: Path) -> Header | None:
    """The header of a rows file, None if there is no such file or none can be made out."""
    try:
        with path.open("rb") as opened:
            return _header(opened.readline())
    except OSError:
        return None


def _header(line: bytes) -> Header | None:
    try:
        return Header.from_dict(json.loads(line.decode("utf-8", errors="surrogatepass")))
    except (KeyError, TypeError, ValueError, RecursionError, AttributeError):
        return None


def read_rows(path: Path) -> RowsFile:
    """Everything in a rows file; with a damaged header there are no rows, for nobody knows whose they are."""
    scan = Scan(path)
    rows = tuple(Row.from_dict(data) for data, _, _ in scan)
    return RowsFile(scan.header, rows, tuple(scan.damaged))


@dataclass
class Scan:
    """A rows file line by line: each row as it stands there, with where its line begins and ends."""

    path: Path
    header: Header | None = None
    damaged: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[dict[str, Any], int, int]]:
        try:
            with self.path.open("rb") as opened:
                first = opened.readline()
                self.header = _header(first)
                if self.header is None:
                    self.damaged.append(1)
                else:
                    yield from self._rows(self.header.source, opened, len(first))
        except OSError:
            self.damaged.append(1)

    def _rows(
        self, source: str, lines: Iterable[bytes], at: int
    ) -> Iterator[tuple[dict[str, Any], int, int]]:
        ids: set[str] = set()
        for number, line in enumerate(lines, 2):
            data, start = row_data(line), at
            at += len(line)
            if data is None or data["source"] != source or data["id"] in ids:
                self.damaged.append(number)
            else:
                ids.add(data["id"])
                yield data, start, at


def row_data(line: bytes) -> dict[str, Any] | None:
    """The values in a line of a rows file, such as `Row.from_dict` takes; None if it is damaged."""
    try:
        data: dict[str, Any] = _decode(line.decode("utf-8", "surrogatepass"))[0]
        _first, _last = data["context"]
        for _role, _start, _end, said in data["parts"]:
            _ = said + ""
        _ = data["id"] + data["source"] + data["words"] + data["rule"]
        data["values"].items()
        sound = data["kind"] in _KINDS and data["band"] in _BANDS and 0 <= data["start"] <= data["end"]
    except (KeyError, TypeError, ValueError, RecursionError, AttributeError):
        return None
    return data if sound else None
