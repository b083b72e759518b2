"""Asking over HTTP: every way in which a server can fail, be slow or be hostile."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from countermove.evidence.proposals import Asking, Endpoint, Limits, Unanswered
from evidence.proposals.fake_model import Heard, chat, fake_model, says

KEY = "sk-hidden-0123456789"
QUICK = Limits(seconds=10, most_bytes=100_000, tries=3, pause=0)
MESSAGES = [{"role": "user", "content": "a ’ b \ud800"}]
Answer = Callable[[BaseHTTPRequestHandler, Heard], None]


def asking(endpoint: Endpoint, limits: Limits = QUICK) -> Asking:
    return Asking(endpoint, "a-model", KEY, limits)


def why(answer: Answer, limits: Limits = QUICK) -> tuple[Unanswered, list[Heard]]:
    with fake_model(answer) as fake:
        with pytest.raises(Unanswered) as failed:
            asking(fake.endpoint, limits).ask(MESSAGES)
        assert KEY not in f"{failed.value} {failed.value.what} {failed.value.cure}"
        return failed.value, fake.heard


def test_a_question_and_its_answer() -> None:
    with fake_model(says(chat("hello"))) as fake:
        assert asking(fake.endpoint).ask(MESSAGES) == chat("hello")
    (heard,) = fake.heard
    assert heard.path == "/v1/chat/completions"
    assert heard.headers["authorization"] == f"Bearer {KEY}"
    assert heard.body["model"] == "a-model" and heard.body["messages"] == MESSAGES
    assert heard.body["temperature"] == 0


def test_no_key_no_header() -> None:
    with fake_model(says(chat("hello"))) as fake:
        Asking(fake.endpoint, "m", limits=QUICK).ask(MESSAGES)
    assert "authorization" not in fake.heard[0].headers


def test_a_key_is_in_no_repr() -> None:
    assert KEY not in repr(asking(Endpoint.named("http://localhost/v1")))


@pytest.mark.parametrize("status", [400, 422])
def test_what_a_server_does_not_understand_is_left_off(status: int) -> None:
    def picky(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
        says(chat("hello") if "temperature" not in heard.body else b"{}",
             status=status if "temperature" in heard.body else 200)(handler, heard)  # fmt: skip

    with fake_model(picky) as fake:
        one = asking(fake.endpoint)
        assert one.ask(MESSAGES) == one.ask(MESSAGES) == chat("hello")
    assert len(fake.heard) == 3  # the second question was not asked in vain


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
def test_busy_and_broken_servers_are_asked_again(status: int) -> None:
    left = [status, status, 200]

    def answer(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
        says(chat("at last"), status=left.pop(0))(handler, heard)

    with fake_model(answer) as fake:
        assert asking(fake.endpoint).ask(MESSAGES) == chat("at last")
    assert len(fake.heard) == 3


@pytest.mark.parametrize(("status", "fatal"), [(429, True), (500, False)])
def test_and_not_for_ever(status: int, fatal: bool) -> None:
    error, heard = why(says(b"", status=status))
    assert str(status) in error.what and error.fatal is fatal and len(heard) == 3


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("7", 7.0), ("99999", 60.0), ("soon", 2.0), ("-1", 2.0), ("1" * 5000, 2.0), ("²", 2.0)],
)
def test_a_server_may_ask_for_a_pause(asked: str, waited: float, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float | None] = []
    with fake_model(says(b"", status=429, Retry_After=asked)) as fake:
        one = asking(fake.endpoint, Limits(tries=2, pause=2))
        monkeypatch.setattr(one.cancelled, "wait", lambda seconds: waits.append(seconds))
        with pytest.raises(Unanswered):
            one.ask(MESSAGES)
    assert waits == [waited]


def test_pauses_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float | None] = []
    with fake_model(says(b"", status=503)) as fake:
        one = asking(fake.endpoint, Limits(tries=4, pause=0.5))
        monkeypatch.setattr(one.cancelled, "wait", lambda seconds: waits.append(seconds))
        with pytest.raises(Unanswered):
            one.ask(MESSAGES)
    assert waits == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused(status: int) -> None:
    said = f'{{"error": {{"message": "bad key {KEY} \\u001b[31m"}}}}'.encode()
    error, heard = why(says(said, status=status))
    assert error.fatal and "key" in error.what and "\x1b" not in error.what and len(heard) == 1
    assert "bad key ..." in error.what


@pytest.mark.parametrize(
    "said", [b"", b"<html>", b'{"error": 3}', b'{"error": {"message": []}}', b"[" * 100_000, b"\xff"]
)
def test_odd_words_of_an_error(said: bytes) -> None:
    error, _ = why(says(said, status=404))
    assert error.fatal and "404" in error.what


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_followed_elsewhere(status: int) -> None:
    with fake_model(says(chat("stolen"))) as other:
        target = f"{other.url}/chat/completions"
        error, heard = why(says(b"", status=status, Location=f"{target}?k={KEY}"))
        assert error.fatal and other.url in error.what and len(heard) == 1
        assert not other.heard


def test_a_place_elsewhere_is_told_without_the_key_and_control_characters() -> None:
    error, _ = why(says(b"", status=302, Location=f"http://h.example/{KEY}/\x1b[2J"))
    assert "\x1b" not in error.what


def test_no_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_model(says(chat("from a proxy"))) as proxy, fake_model(says(chat("straight"))) as fake:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert asking(fake.endpoint).ask(MESSAGES) == chat("straight")
        assert not proxy.heard


def test_nobody_there() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound and not listening: refused
        port = held.getsockname()[1]
        with pytest.raises(Unanswered, match="nobody answers") as failed:
            asking(Endpoint.named(f"http://127.0.0.1:{port}/v1")).ask(MESSAGES)
    assert failed.value.fatal


def test_an_announced_flood_is_not_read() -> None:
    error, _ = why(says(b"x", Content_Length=str(100_000_000)))
    assert "longer than 100,000 bytes" in error.what


def test_a_flood_without_announcement_is_not_read_to_its_end() -> None:
    sent = 0

    def flood(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
        nonlocal sent
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b" " * 1_000_000)
            sent += 1

    error, _ = why(flood)
    assert "longer than" in error.what and sent < 100


def test_a_flood_in_chunks() -> None:
    def flood(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"FFFF\r\n" + b" " * 0xFFFF + b"\r\n")

    assert "longer than" in why(flood)[0].what


def test_a_packed_answer_is_not_unpacked() -> None:
    assert "packed" in why(says(b"\x1f\x8b", Content_Encoding="gzip"))[0].what


SHORT = Limits(seconds=0.3, tries=1, pause=0)


def silent(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
    threading.Event().wait(2)


def dripping_body(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
    handler.send_response(200)
    handler.end_headers()
    _drip(handler)


def dripping_chunks(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    _drip(handler, b"1\r\nx\r\n")


def dripping_head(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler)


def _drip(handler: BaseHTTPRequestHandler, drop: bytes = b"x") -> None:
    for _ in range(100):  # far longer than the limit, each drop far within it
        handler.wfile.write(drop)
        handler.wfile.flush()
        threading.Event().wait(0.02)


@pytest.mark.parametrize("answer", [silent, dripping_body, dripping_chunks, dripping_head])
def test_time_is_limited_however_slowly_it_drips(answer: Answer) -> None:
    error, _ = why(answer, SHORT)
    assert "no whole answer within 0.3 seconds" in error.what and not error.fatal


@pytest.mark.parametrize("answer", [silent, dripping_body, dripping_head])
def test_another_thread_may_cancel(answer: Answer) -> None:
    begun = threading.Event()

    def told(handler: BaseHTTPRequestHandler, heard: Heard) -> None:
        begun.set()
        answer(handler, heard)

    with fake_model(told) as fake:
        one = asking(fake.endpoint)
        stopper = threading.Thread(target=lambda: (begun.wait(5), one.cancelled.set()))
        stopper.start()
        with pytest.raises(Unanswered, match="stopped") as failed:
            one.ask(MESSAGES)
        stopper.join()
    assert failed.value.fatal and len(fake.heard) == 1


@pytest.mark.parametrize("written", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"])
def test_a_connection_that_breaks_is_tried_again(written: bytes) -> None:
    error, heard = why(lambda handler, heard: handler.wfile.write(written) and None)
    assert "broke off" in error.what and not error.fatal and len(heard) == 3


@pytest.mark.parametrize(
    "written",
    [b"SSH-2.0-x\r\n", b"\x00" * 500, b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 500],
)
def test_what_is_no_http(written: bytes) -> None:
    error, _ = why(lambda handler, heard: handler.wfile.write(written) and None)
    assert "HTTP" in error.what or "broke off" in error.what


def test_plain_http_where_tls_is_expected() -> None:
    with fake_model(says(chat("hello"))) as fake, pytest.raises(Unanswered):
        asking(Endpoint.named(fake.url.replace("http:", "https:"))).ask(MESSAGES)
    assert not fake.heard
