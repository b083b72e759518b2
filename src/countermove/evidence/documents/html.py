"""Web pages, by trafilatura: the words of the article without menus and scripts, and its metadata."""

from __future__ import annotations

import logging
import re
import warnings
from pathlib import Path
from typing import Any

from countermove.evidence.documents.details import Details, day_of
from countermove.evidence.documents.opening import refused
from countermove.evidence.documents.texts import Taken, missing, named

__all__ = ["taken_from_html"]

#: Pages longer than this are no articles, and take very long.
_MOST_BYTES = 10_000_000


def taken_from_html(path: Path, data: bytes) -> Taken:
    """The article of a web page. Raises `EvidenceError` if it has none."""
    if len(data) > _MOST_BYTES:
        what = f"this web page has {len(data) / 1e6:.0f} MB; no more than {_MOST_BYTES / 1e6:.0f} MB are read"
        raise refused(path, what, "Save its text and read that.")
    found = _extracted(_loaded(), data)
    text = _tidy(found.text or "") if found else ""
    if not any(sign.isalnum() for sign in text):
        what = "this web page has no article: its words are missing, or made by scripts, which are never run"
        raise refused(path, what, "Open it in a browser, copy the words and save them as text.")
    return Taken(text, _details(found.as_dict()), named("trafilatura"))


def _loaded() -> Any:
    """The library. Raises `ConflictError` if it is not installed."""
    try:
        with warnings.catch_warnings():  # libraries that nothing here needs are not missed
            warnings.simplefilter("ignore")
            import trafilatura
    except ImportError as reason:
        raise missing("trafilatura", "web pages", reason) from reason
    for name in ("trafilatura", "htmldate"):  # they complain of every odd page
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura


def _extracted(trafilatura: Any, data: bytes) -> Any:
    """What trafilatura makes of a page; None if nothing, or if the page breaks it."""
    try:
        return trafilatura.bare_extraction(
            data,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            include_images=False,
            include_links=False,
            include_formatting=False,
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "outputformat": "%Y-%m-%d",
            },
        )
    except Exception:  # whatever a hostile page does to the parser, it is not read
        return None


def _tidy(text: str) -> str:
    """Paragraphs with a blank line between them."""
    return "\n\n".join(line.strip() for line in re.split(r"\n+", text) if line.strip())


def _details(data: dict[str, Any]) -> Details:
    """What the page says of itself."""
    rule = "what the page says of itself"
    details = Details()
    for name, key in (("title", "title"), ("author", "author"), ("outlet", "sitename"), ("origin", "url")):
        details = details.found(name, (data.get(key) or "").replace(";", ","), rule)
    details = details.found("date", day_of(data.get("date") or ""), rule)
    return details.found("outlet", data.get("hostname") or "", "the address of the page")
