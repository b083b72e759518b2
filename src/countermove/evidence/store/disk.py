"""Files that survive: written whole or not at all, appended to by one process at a time.

A reader sees the old file or the new one. Whoever changes a file that others may change as well holds
the lock of the folder meanwhile; a lock dies with its process, so none is ever left behind.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from countermove.errors import EvidenceError, Problem

__all__ = ["append_lines", "locked", "make_folder", "read_whole", "stamp", "write_whole"]

_LOCK = ".lock"
#: What can be made again is not kept under version control.
_IGNORED = ("index.sqlite*", _LOCK)


def stamp(path: Path) -> str:
    """Which state a file is in: another text, another stamp. Empty if there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size}-{found.st_mtime_ns}-{found.st_ino}"


def make_folder(folder: Path) -> None:
    """Make the folder of a ledger, or one in it, if it is not there. Raises `EvidenceError`."""
    if folder.is_dir():
        return
    outer = folder if folder.name.endswith(".ledger") else folder.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignored = outer / ".gitignore"
        if not ignored.exists():
            ignored.write_text("".join(f"{name}\n" for name in _IGNORED), "utf-8")
    except OSError as error:
        raise _cannot_write(folder, error) from None


def write_whole(path: Path, lines: Iterable[str], *, sure: bool = True) -> None:
    """Write a text file, whole or not at all. Raises `EvidenceError`; the old file stays as it was.

    Unless it is to be `sure` that the text outlives a loss of power, the disk is not waited for.
    """
    spare = ""
    try:
        handle, spare = tempfile.mkstemp(dir=path.parent, prefix=".countermove-", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="") as out:
            out.writelines(lines)
            if sure:
                out.flush()
                os.fsync(out.fileno())
        Path(spare).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(spare).replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from None
    finally:
        if spare:
            Path(spare).unlink(missing_ok=True)


def append_lines(path: Path, head: str, lines: str) -> None:
    """Put lines at the end of a file, behind a head if the file is new; they are on the disk afterwards.

    The caller holds the lock. A last line without an end, left by a crash, is ended first, so that only
    that line is lost. Raises `EvidenceError`.
    """
    try:
        with path.open("ab+") as out:
            size = out.seek(0, os.SEEK_END)
            start = b"" if size else head.encode()
            if size:
                out.seek(size - 1)
                start = b"" if out.read(1) == b"\n" else b"\n"
            out.write(start + lines.encode("utf-8", errors="surrogatepass"))
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise _cannot_write(path, error) from None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; waits while another process has it. Raises `EvidenceError`."""
    make_folder(folder)
    try:
        held = (folder / _LOCK).open("ab+")
    except OSError as error:
        raise _cannot_write(folder, error) from None
    with held:
        _lock(held)
        try:
            yield
        finally:
            _unlock(held)


def read_whole(path: Path) -> bytes:
    """What people decided, as it stands in a file; nothing if there is no such file.

    Raises `EvidenceError` if it is there and cannot be read: taken for empty, it would be lost with the
    next writing.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        said = error.strerror or str(error)
        cure = "Close it in other programs, and see that you may read it."
        problem = Problem(f"cannot read: {said[:1].lower()}{said[1:]}", cure, file=str(path))
        raise EvidenceError(problem) from error


def _cannot_write(path: Path, error: OSError) -> EvidenceError:
    said = error.strerror or str(error)
    cure = "Copy the ledger and its folder to a place that you may write to."
    return EvidenceError(Problem(f"cannot write: {said[:1].lower()}{said[1:]}", cure, file=str(path)))


if sys.platform == "win32":
    import msvcrt

    def _lock(held: IO[bytes]) -> None:
        held.seek(0)
        msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)

    def _unlock(held: IO[bytes]) -> None:
        held.seek(0)
        msvcrt.locking(held.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(held: IO[bytes]) -> None:
        fcntl.flock(held, fcntl.LOCK_EX)

    def _unlock(held: IO[bytes]) -> None:
        fcntl.flock(held, fcntl.LOCK_UN)
