"""Whoever writes down an address chooses whom our worker asks: never a machine that only we can reach, by whatever detour."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest

from app.jobs import addresses
from app.jobs.addresses import fetch, is_public, look
from consent_store.rules.recalls import Found


class Server(HTTPServer):
    """A machine of the house. It writes down what it is asked, and answers by the path."""

    asked: list[str]


class Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        """`/301/x` leads to x, `/drip` never ends, `/body/n` brings so many bytes, any number is the status."""
        self.server.asked.append(self.path)
        kind, _, rest = self.path.strip("/").partition("/")
        if kind == "drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000)
            return
        self.send_response(int(kind) if kind.isdecimal() else 200)
        if kind in ("301", "302"):
            self.send_header("Location", rest)
        self.end_headers()
        self.wfile.write(b"x" * int(rest) if kind == "body" else b"")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def house() -> Iterator[tuple[Server, str]]:
    """A machine on this one's own address."""
    server = Server(("127.0.0.1", 0), Answers)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server, f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


INSIDE = """
    127.0.0.1 127.1.2.3 10.0.0.8 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 198.18.0.1 192.0.2.4
    ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 2002:7f00:1:: 2001:0:4136:e378:8000:63bf:3fff:fdd2
    fec0::1 ::7f00:1 64:ff9b:1::a00:1 5f00::1
"""


@pytest.mark.parametrize("address", INSIDE.split())
def test_what_is_not_on_the_open_web_is_not_asked(address: str) -> None:
    assert not is_public(ip_address(address), 443)


def test_only_the_ports_of_the_web() -> None:
    web = ip_address("93.184.216.34")
    assert is_public(web, 80) and is_public(web, 443) and not any(is_public(web, port) for port in (22, 25, 6379, 8080))


@pytest.mark.parametrize(
    "form", ["http://{}/200", "http://localhost:{port}/200", "http://2130706433:{port}/200", "http://0x7f.1:{port}/200"]
)
def test_a_machine_of_the_house_hears_nothing(house: tuple[Server, str], form: str) -> None:
    server, place = house
    assert look(form.format(place, port=place.partition(":")[2])) is Found.UNKNOWN
    assert server.asked == []


def test_a_name_that_leads_to_both_a_public_and_a_private_machine_is_refused(
    monkeypatch: pytest.MonkeyPatch, house: tuple[Server, str]
) -> None:
    server, place = house
    port = int(place.partition(":")[2])
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: both)
    assert look("http://rebound.test/200") is Found.UNKNOWN and server.asked == []


def test_every_redirect_is_looked_at_anew(house: tuple[Server, str]) -> None:
    server, place = house
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        hidden = other.getsockname()[1]
        other.settimeout(0.2)
        admits = lambda _address, port: port == server.server_port  # noqa: E731
        assert look(f"http://{place}/302/http://127.0.0.1:{hidden}/", admits) is Found.UNKNOWN
        with pytest.raises(TimeoutError):
            other.accept()
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("path", "found", "times"),
    [
        ("200", Found.THERE, 1),
        ("404", Found.GONE, 1),
        ("410", Found.GONE, 1),
        ("403", Found.UNKNOWN, 1),
        ("500", Found.UNKNOWN, 1),
        ("302//200", Found.UNKNOWN, 2),
        ("302//404", Found.GONE, 2),
        ("301/file:///etc/passwd", Found.UNKNOWN, 1),
        ("301/gopher://127.0.0.1/", Found.UNKNOWN, 1),
        ("drip", Found.UNKNOWN, 1),
    ],
)
def test_what_an_answer_says(house: tuple[Server, str], path: str, found: Found, times: int) -> None:
    server, place = house
    assert look(f"http://{place}/{path}", lambda *_: True) is found
    assert len(server.asked) == times


def test_a_circle_of_redirects_ends(house: tuple[Server, str]) -> None:
    server, place = house
    server.asked.clear()
    assert look(f"http://{place}/302/", lambda *_: True) is Found.UNKNOWN
    assert len(server.asked) == 5


NO_ADDRESSES = ["", "school.test", "ftp://school.test/x", "file:///etc/passwd", "http://", "http://user:word@school.test/", "http://[::1"]
NO_ADDRESSES += ["http://a b/", "javascript:alert(1)", "http://school.test:99999/"]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_on_the_web_is_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(addresses.socket, "create_connection", never)
    assert look(address) is Found.UNKNOWN


def test_a_line_break_in_an_address_sends_no_second_request(house: tuple[Server, str]) -> None:
    server, place = house
    look(f"http://{place}/200?x= HTTP/1.1\r\nHost: a\r\n\r\nGET /secret", lambda *_: True)
    assert all("/secret" not in asked or asked.startswith("/200") for asked in server.asked) and len(server.asked) <= 1


def test_whoever_never_answers_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_PATIENCE", 0.3)
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert look(f"http://127.0.0.1:{silent.getsockname()[1]}/", lambda *_: True) is Found.UNKNOWN


def test_what_is_there_is_fetched_up_to_a_size(house: tuple[Server, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST", 100_000)
    _, place = house
    assert fetch(f"http://{place}/body/100000", admits=lambda *_: True) == b"x" * 100_000
    assert fetch(f"http://{place}/301/http://{place}/body/7", admits=lambda *_: True) == b"x" * 7
    for path in ("body/100001", "404/x", "drip"):
        assert fetch(f"http://{place}/{path}", admits=lambda *_: True) is None


def test_nothing_is_fetched_from_a_machine_of_the_house(house: tuple[Server, str]) -> None:
    server, place = house
    for address in (f"http://{place}/body/7", f"http://localhost:{place.partition(':')[2]}/body/7", "file:///etc/passwd", "", "x"):
        assert fetch(address) is None
    assert server.asked == []
