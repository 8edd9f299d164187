"""Asking a public address on the web: whether something is still there, of which only the answer's head is read, or for what is there.

An address is typed by hand, so it may point anywhere: at a machine of the school itself, or, through a name or a redirect, at one that only
we can reach. So the connection goes to the very address of the network that was looked at, and every redirect starts anew.
"""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from consent_store.rules.recalls import Found

Address = IPv4Address | IPv6Address
Admits = Callable[[Address, int], bool]

_PATIENCE = 8.0  # seconds for one address, redirects and all
_FETCHING = 20.0  # the same, where what is there is read too
MOST = 40 * 1024 * 1024  # bytes of a picture on a page
_CHUNK = 64 * 1024  # bytes
_HEAD = 16 * 1024  # bytes of an answer that are read at most
_REDIRECTS = 4
_PORTS = frozenset({80, 443})
_AS_IT_STANDS = "/%?&=+:;,@!$'()*~-._"
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_WORLD = IPv6Network("2000::/3")  # all that is given out (IANA); the rest is local, or leads to an IPv4 address that we then do not know


@dataclass(frozen=True, slots=True)
class _Answer:
    """The status, where it leads, and what was read of the body."""

    status: int
    location: str | None
    body: bytes = b""


def is_public(address: Address, port: int) -> bool:
    """Whether an address of the network is somebody's on the open web: none of a house, of this machine, or that hides another."""
    if port not in _PORTS or not address.is_global or address.is_multicast:
        return False
    return isinstance(address, IPv4Address) or (address in _WORLD and not (address.sixtofour or address.teredo))


def look(address: str, admits: Admits = is_public) -> Found:
    """Whether something is still at an address. Whatever else happens than a plain yes or no is `UNKNOWN`."""
    until, asked = monotonic() + _PATIENCE, address
    try:
        for _ in range(_REDIRECTS + 1):
            answer = _ask(urlsplit(asked), admits, until)
            if answer.location is None:
                return _found(answer.status, moved=not _same_page(address, asked))
            asked = urljoin(asked, answer.location)
    except (OSError, ValueError):
        pass
    return Found.UNKNOWN


def fetch(address: str, admits: Admits = is_public) -> bytes | None:
    """What is at an address, `MOST` bytes of it at most; None where it is more, where nothing is there, or nobody answers."""
    until, asked = monotonic() + _FETCHING, address
    try:
        for _ in range(_REDIRECTS + 1):
            answer = _ask(urlsplit(asked), admits, until, MOST + 1)
            if answer.location is None:
                return answer.body if answer.status == HTTPStatus.OK and len(answer.body) <= MOST else None
            asked = urljoin(asked, answer.location)
    except (OSError, ValueError):
        pass
    return None


def _found(status: int, moved: bool) -> Found:
    """What a status says; one that came from another page says nothing about this one, unless that is gone as well."""
    if status in _GONE:
        return Found.GONE
    return Found.THERE if status == HTTPStatus.OK and not moved else Found.UNKNOWN


def _same_page(first: str, last: str) -> bool:
    """Whether a redirect only went to the safer door, or to the same name with or without www."""
    here, there = urlsplit(first), urlsplit(last)
    names = [(parts.hostname or "").removeprefix("www.") for parts in (here, there)]
    return names[0] == names[1] and here.path.rstrip("/") == there.path.rstrip("/") and here.query == there.query


def _ask(url: SplitResult, admits: Admits, until: float, most: int = 0) -> _Answer:
    """One question, its answer's head, and at most so many bytes of what follows. Raises `ValueError` for what is no public address on the
    web, `OSError` where nobody answers.
    """
    if url.scheme not in ("http", "https") or not url.hostname or url.username is not None or url.password is not None:
        raise ValueError("not an address on the web")
    port = url.port or (443 if url.scheme == "https" else 80)
    with _connected(url, port, admits, until) as connection:
        connection.sendall(_request(url))
        head, begun = _head(connection, until)
        answer = _parsed(head)
        return replace(answer, body=_body(connection, begun, most, until)) if most and answer.location is None else answer


def _connected(url: SplitResult, port: int, admits: Admits, until: float) -> socket.socket:
    host = url.hostname or ""
    found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    addresses = [ip_address(str(each)) for each in found]
    if not addresses or not all(admits(each, port) for each in addresses):  # one that is not is enough: the next answer may choose it
        raise ValueError("not a public address")
    plain = socket.create_connection((str(addresses[0]), port), timeout=_left(until))
    if url.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _request(url: SplitResult) -> bytes:
    path = quote((url.path or "/") + (f"?{url.query}" if url.query else ""), safe=_AS_IT_STANDS)
    named = url.netloc.encode("idna").decode() if not url.netloc.isascii() else url.netloc
    lines = (f"GET {path} HTTP/1.0", f"Host: {named}", "User-Agent: Beeldpoort", "Accept: */*", "Connection: close", "", "")
    if not all(line.isprintable() and " " not in part for line, part in zip(lines, (path, named), strict=False)):
        raise ValueError("not an address on the web")
    return "\r\n".join(lines).encode("ascii")


def _head(connection: socket.socket, until: float) -> tuple[bytes, bytes]:
    """The head, and what came with it of the body."""
    read = b""
    while b"\r\n\r\n" not in read and len(read) < _HEAD:
        connection.settimeout(_left(until))
        some = connection.recv(4096)
        if not some:
            break
        read += some
    head, end, begun = read.partition(b"\r\n\r\n")
    if not end:
        raise ValueError("not an answer of the web")
    return head, begun


def _body(connection: socket.socket, begun: bytes, most: int, until: float) -> bytes:
    """To the end, which in HTTP/1.0 is where the other side hangs up."""
    read = bytearray(begun)
    while len(read) < most:
        connection.settimeout(_left(until))
        some = connection.recv(_CHUNK)
        if not some:
            break
        read += some
    return bytes(read[:most])


def _parsed(head: bytes) -> _Answer:
    first, *lines = head.decode("latin-1").split("\r\n")
    protocol, _, rest = first.partition(" ")
    if not protocol.startswith("HTTP/1.") or not rest[:3].isdecimal():
        raise ValueError("not an answer of the web")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    status = int(rest[:3])
    return _Answer(status, fields.get("location") if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST else None)


def _left(until: float) -> float:
    """Seconds; `TimeoutError` once there are none."""
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left
