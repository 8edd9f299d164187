"""A picture takes over its decoder and calls home: no socket can be made, and without sockets no address is there."""

import socket

import pytest

from tests.attacks.box import NO_LANDLOCK, NO_LIMITS, NO_NAMESPACE, NO_SECCOMP, outcome

FAMILIES = ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"]


@pytest.mark.parametrize("family", FAMILIES)
def test_no_socket_of_any_family(family: str) -> None:
    attack = f"socket.socket(socket.{family}, socket.SOCK_DGRAM if '{family}' != 'AF_NETLINK' else socket.SOCK_RAW)"
    assert outcome(attack, NO_LIMITS) == "stopped"


@pytest.mark.parametrize("walls", [(NO_SECCOMP,), (NO_SECCOMP, NO_LANDLOCK), (NO_SECCOMP, NO_NAMESPACE)])
def test_without_one_wall_another_stands(walls: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        attack = f"socket.socket().connect(('127.0.0.1', {server.getsockname()[1]}))"
        assert outcome(attack, *walls, NO_LIMITS) == "stopped"


def test_without_walls_the_attack_would_work() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        attack = f"socket.socket().connect(('127.0.0.1', {server.getsockname()[1]}))"
        assert outcome(attack, NO_SECCOMP, NO_LANDLOCK, NO_NAMESPACE, NO_LIMITS) == "escaped"
