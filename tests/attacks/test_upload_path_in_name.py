"""What a file is called is for the eye alone: it leads nowhere on the disk, and breaks no line and no page."""

import pytest

from tests.web.browser import Web
from tests.web.sender import Sender, jpeg


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/keys/vault.key", "vault.key"),
        ("a\nb\0c\u202egpj.jpg", "a b c gpj.jpg"),
        ("<script>alert(1)</script>.jpg", "script>.jpg"),
        ("x" * 900 + ".jpg", "x" * 200),
        ("", ""),
    ],
)
def test_a_name_is_only_a_name(web: Web, name: str, shown: str) -> None:
    sender = Sender.at_work(web)
    assert sender.begin(200_000, name=name, data=jpeg()).status_code == 201
    assert [item.label for item in sender.items()] == [shown]
    home = web.services.vault.root.parent  # type: ignore[attr-defined]
    assert not [path for path in home.rglob("*") if shown and (shown in path.name or path.name in ("passwd", "etc"))]
    assert "<script>alert" not in sender.browser.get(f"/events/{sender.event}").text
