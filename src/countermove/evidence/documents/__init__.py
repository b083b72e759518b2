"""Documents: from a file to a report, its text with what the file says of author, day and outlet.

Plain text, web pages, PDF, Word and TEI; what a file is, is told from its content. The text of plain
UTF-8 files is the file decoded; of others it is what was taken out, with a fingerprint of its own.
"""

from __future__ import annotations

from countermove.evidence.documents.details import source_id
from countermove.evidence.documents.opening import MOST_BYTES
from countermove.evidence.documents.taking import read_report, read_reports, text_again

__all__ = ["MOST_BYTES", "read_report", "read_reports", "source_id", "text_again"]
