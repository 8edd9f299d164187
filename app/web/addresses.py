"""Addresses within this site."""

from urllib.parse import urlsplit


def within(address: str | None, default: str = "/") -> str:
    """The address, where it is a path on this site; else `default`. Nobody is sent elsewhere by a link that starts here."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return default
    if any(ord(character) < 32 or character == "\\" for character in address):
        return default
    parts = urlsplit(address)
    return default if parts.scheme or parts.netloc else address
