"""Asking: one request over HTTP, with every way in which it can go wrong told apart.

No redirect is followed, for the key would follow; no proxy is used, no answer is unpacked, none longer
than the limit is read, and none is waited for longer than the time given for the whole of it, however
slowly it drips. Too many requests (429) and failures of the server (5xx) are tried again after a pause.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
    RemoteDisconnected,
)
from typing import Any

from countermove.errors import clip
from countermove.evidence.proposals.endpoint import Endpoint

__all__ = ["Asking", "Limits", "Unanswered"]

_CHUNK = 65_536
_TICK = 0.05  # seconds between two looks at the clock while an answer is awaited
_LONGEST_PAUSE = 60.0
#: What many servers understand, and some refuse: those are asked without.
_EXTRAS: Mapping[str, Any] = {"temperature": 0, "response_format": {"type": "json_object"}}


class Unanswered(Exception):
    """No answer that can be used. If it is `fatal`, other passages would fare no better."""

    def __init__(self, what: str, cure: str = "", *, fatal: bool = False, again: float | None = None) -> None:
        super().__init__(what)
        self.what, self.cure, self.fatal = what, cure, fatal
        self.again = again  # seconds after which trying again makes sense; None if it makes none


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one answer may take (seconds, all in all), how large it may be (bytes), how often to try.

    `pause` is the first pause before another try (seconds); each is twice the one before.
    """

    seconds: float = 120.0
    most_bytes: int = 2_000_000
    tries: int = 4
    pause: float = 1.0


@dataclass
class Asking:
    """Somebody to ask: a model at an endpoint. `cancelled` may be set from another thread."""

    endpoint: Endpoint
    model: str
    key: str = field(default="", repr=False)
    limits: Limits = field(default_factory=Limits)
    cancelled: threading.Event = field(default_factory=threading.Event, repr=False)
    _extras: bool = field(default=True, init=False, repr=False)

    def ask(self, messages: list[dict[str, str]]) -> bytes:
        """The body of the answer. Raises `Unanswered`."""
        pause = self.limits.pause
        for left in reversed(range(self.limits.tries)):
            if self.cancelled.is_set():
                break
            try:
                return self._with_or_without(messages)
            except Unanswered as error:
                if error.again is None or not left:
                    raise
                wait = min(max(pause, error.again), _LONGEST_PAUSE)
            self.cancelled.wait(wait)
            pause *= 2
        raise Unanswered("stopped", fatal=True)

    def _with_or_without(self, messages: list[dict[str, str]]) -> bytes:
        if self._extras:
            status, answer = self._once({**self._body(messages), **_EXTRAS})
            if status not in (400, 422):
                return self._judged(status, answer)
            self._extras = False
        return self._judged(*self._once(self._body(messages)))

    def _body(self, messages: list[dict[str, str]]) -> dict[str, Any]:
        return {"model": self.model, "messages": messages, "stream": False}

    def _judged(self, status: int, answer: bytes) -> bytes:
        if status == 200:
            return answer
        said = self._said(answer)
        if status in (401, 403):
            raise Unanswered(f"the endpoint refuses the key ({status}){said}", _CURE_KEY, fatal=True)
        if status == 404:
            raise Unanswered(
                f"the endpoint does not know the address or the model (404){said}", _CURE_404, fatal=True
            )
        if 400 <= status < 500:
            raise Unanswered(f"the endpoint refuses the request ({status}){said}", _CURE_404, fatal=True)
        raise Unanswered(f"the endpoint answers with an unknown status ({status})", fatal=True)

    def _said(self, answer: bytes) -> str:
        """What a server says of an error: short, on one line, and without the key if it repeats it."""
        try:
            told = json.loads(answer)["error"]
            words = told if isinstance(told, str) else told["message"]
            words = words.replace(self.key, "...") if self.key else words
            return f": {clip(words, 200)}"
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            return ""

    # -- one request ---------------------------------------------------------------------------

    def _once(self, body: Mapping[str, Any]) -> tuple[int, bytes]:
        connection = self._connection()
        with _Watch(connection, self.limits.seconds, self.cancelled) as watch:
            try:
                data = json.dumps(body).encode("ascii")
                connection.connect()
                watch.socket = connection.sock  # which the connection forgets before the answer is read
                connection.request("POST", self.endpoint.path, data, self._headers())
                response = connection.getresponse()
                self._refuse_elsewhere(response)
                answer = self._read(response)
                if not watch.ended:
                    return response.status, answer
            except (OSError, HTTPException) as error:
                if not watch.ended:
                    raise self._failure(error) from None
        raise watch.ended or Unanswered("stopped", fatal=True)

    def _connection(self) -> HTTPConnection:
        where = (self.endpoint.host, self.endpoint.port)
        if self.endpoint.scheme == "http":
            return HTTPConnection(*where, timeout=self.limits.seconds)
        return HTTPSConnection(*where, timeout=self.limits.seconds, context=ssl.create_default_context())

    def _headers(self) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json", "Accept": "application/json",
            "Accept-Encoding": "identity", "Connection": "close", "User-Agent": "countermove",
        }  # fmt: skip
        return {**headers, "Authorization": f"Bearer {self.key}"} if self.key else headers

    def _refuse_elsewhere(self, response: HTTPResponse) -> None:
        """Raise what can be seen before the body is read."""
        status = response.status
        if 300 <= status < 400:
            target = (response.getheader("Location") or "nowhere").split("?")[0]
            target = target.replace(self.key, "...") if self.key else target
            what = f"the endpoint sends us elsewhere, to {clip(target, 200)}, where nothing was sent"
            raise Unanswered(what, "If you trust that address, give it as the endpoint.", fatal=True)
        if status == 429 or status >= 500:
            what = (
                "the endpoint is asked too often (429)" if status == 429 else f"the endpoint fails ({status})"
            )
            raise Unanswered(what, "Try again later: what was answered is kept.", again=_pause_of(response),
                             fatal=status == 429)  # fmt: skip
        if (response.getheader("Content-Encoding") or "identity").strip().lower() != "identity":
            raise Unanswered("the answer is packed, which was not asked for")

    def _read(self, response: HTTPResponse) -> bytes:
        most = self.limits.most_bytes
        too_long = Unanswered(f"the answer is longer than {most:,} bytes")
        if response.length is not None and response.length > most:
            raise too_long
        read = bytearray()
        while chunk := response.read1(_CHUNK):
            read += chunk
            if len(read) > most:
                raise too_long
        if response.length:  # more was announced
            raise Unanswered("the connection broke off in the middle of the answer", again=0.0)
        return bytes(read)

    def _failure(self, error: OSError | HTTPException) -> Unanswered:
        place = clip(self.endpoint.place, 200)
        if isinstance(error, ssl.SSLCertVerificationError):
            return Unanswered(f"the certificate of {place} cannot be trusted", _CURE_REACH, fatal=True)
        if isinstance(error, TimeoutError):
            return _too_late(self.limits.seconds)
        if isinstance(error, ConnectionRefusedError | socket.gaierror):
            return Unanswered(f"nobody answers at {place}", _CURE_REACH, fatal=True)
        if isinstance(error, HTTPException | ssl.SSLError) and not isinstance(
            error, IncompleteRead | RemoteDisconnected
        ):
            return Unanswered(f"what answers at {place} does not speak HTTP as it should")
        return Unanswered(f"the connection to {place} broke off", again=0.0)


_CURE_KEY = "Name the environment variable that holds the key: --key-from NAME."
_CURE_404 = "Check --endpoint (it usually ends in /v1) and --model."
_CURE_REACH = "Check --endpoint, and whether the server runs."


def _too_late(seconds: float) -> Unanswered:
    return Unanswered(f"no whole answer within {seconds:g} seconds", "Give it longer with --seconds.")


def _pause_of(response: HTTPResponse) -> float:
    """The seconds that a server asks us to wait, as far as it says so in seconds."""
    asked = (response.getheader("Retry-After") or "").strip()
    return float(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 0.0


class _Watch:
    """Ends a connection when its time is over or somebody cancels: a blocked read then returns."""

    def __init__(self, connection: HTTPConnection, seconds: float, cancelled: threading.Event) -> None:
        self.ended: Unanswered | None = None
        self.socket: socket.socket | None = None
        self._connection, self._cancelled = connection, cancelled
        self._seconds, self._last = seconds, time.monotonic() + seconds
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._connection.close()

    def _look(self) -> None:
        while not self._done.wait(_TICK):
            if self._cancelled.is_set():
                self.ended = Unanswered("stopped", fatal=True)
            elif time.monotonic() > self._last:
                self.ended = _too_late(self._seconds)
            if self.ended is not None:
                self._shut()

    def _shut(self) -> None:
        open_one = self.socket or self._connection.sock
        if open_one is not None:  # else not connected yet: looked at again in a moment
            with suppress(OSError):
                # of the plain socket, lest TLS wait for the other side to say goodbye
                socket.socket.shutdown(open_one, socket.SHUT_RDWR)
