"""Addresses within this site."""

from urllib.parse import urlsplit

from flask import request

from app.services import Site
from app.web.context import services

_OF_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


def within(address: str | None, default: str = "/") -> str:
    """The address, where it is a path on this site; else `default`. Nobody is sent elsewhere by a link that starts here."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return default
    if any(ord(character) < 32 or character == "\\" for character in address):
        return default
    parts = urlsplit(address)
    return default if parts.scheme or parts.netloc else address


def hosts(site: Site) -> list[str]:
    """The names under which people may reach us. On one machine it has several."""
    host = urlsplit(site.public_url).hostname or _OF_THIS_MACHINE[0]
    return list(_OF_THIS_MACHINE) if host in _OF_THIS_MACHINE else [host]


def host() -> str:
    """The name under which this request reached us, without the port; one of `hosts`."""
    return urlsplit(f"//{request.host}").hostname or _OF_THIS_MACHINE[0]


def origin() -> str:
    """The origin of our own pages, as the browser that asks sees it."""
    return f"{urlsplit(services().site.public_url).scheme}://{request.host}"
