"""Two invented reports on one invented quarrel, told differently; and a way to write many more."""

from __future__ import annotations

from pathlib import Path

HARBOUR = """# Talks on the harbour of Port Amber stall

By Ines Calder
12 March 2024

Port Amber -- Talks between Norland and Sudria about the harbour of Port Amber ended without a result on
Monday. "We will never hand over the harbour," Prime Minister Helen Varga of Norland said after the meeting.
Her government has pledged €40 million for the repair of the piers, and has paid €12 million so far.

Sudria's foreign minister, Tomas Reyl, rejected the offer. He told reporters that Sudria would close the
strait unless inspections stopped. “Our patience is at an end,’’ he said.

According to the Institute for Ports, about 1,200 ships passed the strait last year. The region has seen such
quarrels since 1987.

Ines Calder covers the coast.
"""

STRAIT = """Sudria threatens to close the strait

Oskar Lind, 14 March 2024

Sudria wants peace, whatever its rivals may say. On Monday Foreign Minister Tomas Reyl offered Norland joint
inspections of the harbour at Port Amber. Norland's prime minister, Helen Varga, refused to discuss

the offer. She said that the harbour was not for sale. Her country has spent €15 million on the piers.

The Institute for Ports counted at least 1,500 ships in the strait last year.
"""


def write_reports(folder: Path) -> list[Path]:
    """Both reports as files of a folder."""
    files = [folder / "harbour.txt", folder / "strait.txt"]
    for file, text in zip(files, (HARBOUR, STRAIT), strict=True):
        file.write_text(text, "utf-8")
    return files


def write_many(folder: Path, many: int) -> list[Path]:
    """So many short reports, no two alike."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"report-{k:04}.txt" for k in range(many)]
    for k, file in enumerate(files):
        said = f"Minister Anna Vale said that {k + 2} ships had left the harbour. She promised to count."
        file.write_text(f"Note {k}\n\n{said}\n", "utf-8")
    return files
