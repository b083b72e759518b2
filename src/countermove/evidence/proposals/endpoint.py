"""The endpoint: where a passage is sent, as a person named it, and with which key.

An address is taken apart once, here, and everything doubtful in it is refused: other schemes, names and
passwords inside it, signs that would end a line of a request. A key comes from an environment variable
that the person names; it is never printed, stored or part of a message.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from countermove.errors import EvidenceError, Problem, clip

__all__ = ["Endpoint", "key_from", "model_named"]

_PATH = "/chat/completions"
_EXAMPLE = "Write it like https://HOST/v1 or http://127.0.0.1:11434/v1."
_LONGEST_MODEL = 120


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible service: `path` is that of chat completions, with the query if there is one.

    `host` is in ASCII, as it is looked up, so that a name in look-alike letters is seen to be another.
    """

    scheme: str
    host: str
    port: int
    path: str = field(repr=False)  # a query may hold what is nobody else's business

    @classmethod
    def named(cls, url: str) -> Endpoint:
        """The endpoint of an address that a person gave. Raises `EvidenceError`."""
        if not url or any(not sign.isprintable() or sign.isspace() for sign in url):
            raise _refused("the address of the endpoint has spaces or control characters, or is empty")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
            host = host if ":" in host else host.encode("idna").decode("ascii")
        except ValueError:  # UnicodeError is one
            raise _refused("the address of the endpoint cannot be understood") from None
        if parts.scheme not in ("http", "https"):
            raise _refused("the address of the endpoint does not begin with http:// or https://")
        if parts.username is not None or parts.password is not None:
            cure = "Put the key into an environment variable and name that with --key-from."
            raise EvidenceError(Problem("the address of the endpoint holds a name or a password", cure))
        if not host or port == 0 or parts.fragment:
            raise _refused("the address of the endpoint names no host, no port or has a # in it")
        return cls(parts.scheme, host, port or _usual_port(parts.scheme), _path(parts.path, parts.query))

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this very computer. A name that merely begins like one is not."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def place(self) -> str:
        """``https://api.example.org``, with the port if it is no usual one; never path or query."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == _usual_port(self.scheme)
        return f"{self.scheme}://{host}" + ("" if usual else f":{self.port}")

    def warning(self, characters: int, has_key: bool) -> str:
        """The sentence that says where the text goes; nothing if it stays on this computer."""
        if self.is_loopback:
            return ""
        said = f"{characters:,} characters of the report leave this computer for {clip(self.place, 200)}"
        if self.scheme == "https":
            return f"{said}."
        return f"{said}, unencrypted{', and so does the key' if has_key else ''}."


def _usual_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _path(path: str, query: str) -> str:
    plain = path.rstrip("/")
    whole = plain if plain.endswith(_PATH) else plain + _PATH
    if not (whole + query).isascii():
        raise _refused("the address of the endpoint has letters that must be escaped with %")
    return f"{whole}?{query}" if query else whole


def _refused(what: str) -> EvidenceError:
    return EvidenceError(Problem(what, _EXAMPLE))


def key_from(name: str, environment: Mapping[str, str] | None = None) -> str:
    """The key in the environment variable of a name. Raises `EvidenceError`, which never repeats a key."""
    if not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name):  # maybe the key itself: not to be printed
        cure = "Put the key into an environment variable, and give the name of that: --key-from MY_KEY."
        raise EvidenceError(Problem("--key-from takes the name of an environment variable", cure))
    key = (os.environ if environment is None else environment).get(name, "").strip()
    if not key:
        cure = "Set it before you call, or leave --key-from out if the endpoint needs no key."
        raise EvidenceError(Problem(f"the environment variable {clip(name)} is not set or is empty", cure))
    if not (key.isascii() and key.isprintable()) or " " in key:
        cure = "A key is one word of plain letters, digits and signs."
        raise EvidenceError(Problem(f"what the environment variable {clip(name)} holds is no key", cure))
    return key


def model_named(name: str) -> str:
    """The name of a model, as rows will bear it. Raises `EvidenceError`."""
    plain = name.strip()
    if not plain or not plain.isprintable() or len(plain) > _LONGEST_MODEL:
        cure = "Give it as the endpoint lists it, such as llama3.1:8b."
        raise EvidenceError(Problem("the name of the model is empty, too long or has odd signs", cure))
    return plain
