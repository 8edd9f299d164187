"""Files locked with a password are told apart from files that are no picture."""

import pyrage
import pytest

from app.media.images import Unreadable, open_picture

LOCKED = {
    "zip": b"PK\x03\x04\x14\x00\x01\x00" + bytes(60),
    "PDF": b"%PDF-1.7\n" + bytes(40) + b"/Encrypt 5 0 R",
    "office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "age": pyrage.passphrase.encrypt(b"x", "secret"),
    "PGP": b"-----BEGIN PGP MESSAGE-----\n",
}
OPEN = {
    "zip": b"PK\x03\x04\x14\x00\x00\x00" + bytes(60),
    "short zip": b"PK\x03\x04",
    "PDF": b"%PDF-1.7\n" + bytes(40),
    "office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}


@pytest.mark.parametrize("name", LOCKED)
def test_locked(name: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_picture(LOCKED[name])
    assert refusal.value.code == "password_protected"


@pytest.mark.parametrize("name", OPEN)
def test_not_locked_and_no_picture(name: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_picture(OPEN[name])
    assert refusal.value.code == "not_a_picture"
