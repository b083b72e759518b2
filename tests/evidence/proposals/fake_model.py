"""A fake endpoint on this computer: says what it is told to, as badly as wanted, and keeps what it heard."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from countermove.evidence.proposals import Endpoint

__all__ = ["FakeModel", "Heard", "chat", "fake_model", "says"]


@dataclass
class Heard:
    """A request: its path, its headers in small letters, its body."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """The piece that was asked about, without its fences."""
        return "\n".join(self.body["messages"][-1]["content"].split("\n")[1:-1])


@dataclass
class FakeModel:
    """The server; `answer` is called with the handler and what was heard, and writes what it likes."""

    answer: Callable[[BaseHTTPRequestHandler, Heard], None]
    heard: list[Heard] = field(default_factory=list)
    url: str = ""
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint.named(self.url)


def chat(content: object, **more: object) -> bytes:
    """The body of an answer whose content is a text, or JSON made of something else."""
    text = content if isinstance(content, str) else json.dumps(content)
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, **more}
    return json.dumps({"choices": [choice]}).encode()


def says(
    *bodies: bytes, status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler, Heard], None]:
    """Answers with the bodies one after the other, the last again and again."""
    left = list(bodies)

    def answer(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
        body = left.pop(0) if len(left) > 1 else left[0]
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def fake_model(answer: Callable[[BaseHTTPRequestHandler, Heard], None]) -> Iterator[FakeModel]:
    fake = FakeModel(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            heard = Heard(
                self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(raw)
            )
            fake.heard.append(heard)
            self.close_connection = True
            with suppress(OSError):  # whoever asked may have gone
                fake.answer(self, heard)

        def do_GET(self) -> None:
            fake.heard.append(Heard(self.path, {name.lower(): v for name, v in self.headers.items()}, {}))
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Be quiet."""

    server = Server(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
