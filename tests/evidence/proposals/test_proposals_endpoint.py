"""Addresses and keys: what is understood, and what is refused before anything is sent."""

from __future__ import annotations

import pytest

from countermove.errors import EvidenceError
from countermove.evidence.proposals import Endpoint, key_from, model_named


@pytest.mark.parametrize(
    ("url", "place", "path"),
    [
        ("http://localhost:11434/v1", "http://localhost:11434", "/v1/chat/completions"),
        ("https://api.example.org/v1/", "https://api.example.org", "/v1/chat/completions"),
        ("https://api.example.org:443", "https://api.example.org", "/chat/completions"),
        ("http://[::1]:8080/v1", "http://[::1]:8080", "/v1/chat/completions"),
        ("https://h.example/v1/chat/completions?v=2", "https://h.example", "/v1/chat/completions?v=2"),
        ("HTTPS://Api.Example.org/v1", "https://api.example.org", "/v1/chat/completions"),
        ("https://bücher.example/v1", "https://xn--bcher-kva.example", "/v1/chat/completions"),
    ],
)
def test_addresses(url: str, place: str, path: str) -> None:
    endpoint = Endpoint.named(url)
    assert (endpoint.place, endpoint.path) == (place, path)


@pytest.mark.parametrize(
    "url",
    [
        "", "localhost:11434", "ftp://h.example/v1", "file:///etc/passwd", "javascript:alert(1)", "http://",
        "//h.example",
        "https://h.example:port/v1", "https://h.example:0/v1", "https://h.example:99999/v1", "https://h.example/v1#x",
        "https://h.example/v1\r\nX-Other: 1", "https://h.example/a b", "https://h.example/\x00", "https://[::1/v1",
        "https://h.example/é", "https://" + "a" * 70 + ".example/v1", "https://h\u202e.example/v1",
    ],
)  # fmt: skip
def test_refused_addresses(url: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        Endpoint.named(url)
    assert len(refused.value.problems) == 1 and refused.value.problems[0].cure


@pytest.mark.parametrize(
    "url", ["https://me:s3cret@h.example/v1", "https://s3cret@h.example", "http://:s3cret@localhost"]
)
def test_secrets_in_an_address_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        Endpoint.named(url)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.8.9.1", "[::1]", "models.localhost", "LOCALHOST"]
)
def test_loopback_needs_no_warning(host: str) -> None:
    endpoint = Endpoint.named(f"http://{host}:1/v1")
    assert endpoint.is_loopback and endpoint.warning(10, True) == ""


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1.example.org",
        "localhost.example.org",
        "0.0.0.0",
        "192.168.0.7",
        "[::2]",
        "127.1",
        "xlocalhost",
    ],
)
def test_everything_else_is_warned_of_by_name(host: str) -> None:
    endpoint = Endpoint.named(f"https://{host}/v1?key=s3cret")
    warning = endpoint.warning(1234, True)
    assert host in warning and "1,234" in warning and "s3cret" not in warning + repr(endpoint)


def test_a_warning_says_what_is_not_encrypted() -> None:
    plain = Endpoint.named("http://h.example/v1")
    assert "unencrypted" in plain.warning(1, False) and "key" not in plain.warning(1, False)
    assert "key" in plain.warning(1, True)
    assert "unencrypted" not in Endpoint.named("https://h.example/v1").warning(1, True)


def test_key_comes_from_the_variable_that_is_named() -> None:
    assert key_from("MY_KEY", {"MY_KEY": " sk-abc \n"}) == "sk-abc"


@pytest.mark.parametrize("held", ["", "  ", "two words", "sk-\nX: 1", "sk-\x7f", "clé", "sk\r\nHost: other"])
def test_what_is_no_key_is_refused_and_not_repeated(held: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        key_from("MY_KEY", {"MY_KEY": held})
    told = str(refused.value)
    assert "MY_KEY" in told and not (held.strip() and held.strip() in told)


@pytest.mark.parametrize("name", ["sk-very-s3cret", "a b", "", "9x", "A=B"])
def test_a_key_given_in_place_of_a_name_is_not_repeated(name: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        key_from(name, {name: "x"})
    assert not name or name not in str(refused.value.problems[0].what)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x1b[2J", "x" * 500, "a\u202eb"])
def test_odd_names_of_models_are_refused(name: str) -> None:
    with pytest.raises(EvidenceError):
        model_named(name)


def test_names_of_models() -> None:
    assert model_named(" org/llama3.1:8b-Q4 ") == "org/llama3.1:8b-Q4"
