"""Attack: a film that a second program would open as a zip, a PDF or an archive that runs: whichever way it comes, it is not kept."""

import zipfile
from io import BytesIO

import pytest

from tests.web.browser import Web
from tests.web.sender import OWN, Sender

HEAD = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
FILM = HEAD + bytes(200_000)


def zipped() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("run.exe", "payload" * 100)
        archive.comment = b"with a comment"
    return file.getvalue()


POLYGLOTS = {
    "zip": FILM + zipped(),
    "zip far from the beginning": HEAD + bytes(2_000_000) + zipped(),
    "PDF": HEAD + b"%PDF-1.7\n1 0 obj" + bytes(9000),
    "PHP archive": HEAD + bytes(5000) + b"<?php __HALT_COMPILER(); ?>" + bytes(9000),
}


@pytest.fixture
def sender(web: Web) -> Sender:
    return Sender.at_work(web)


@pytest.mark.parametrize("name", POLYGLOTS)
def test_at_once_and_in_pieces(sender: Sender, name: str) -> None:
    data = POLYGLOTS[name]
    assert sender.begin(len(data), "play.mp4", data).json["code"] == "polyglot"
    where = sender.begun(len(data), name="play.mp4")
    if (answer := sender.go_on(where, 0, data[:100_000])).status_code == 204:
        answer = sender.go_on(where, 100_000, data[100_000:])
    assert (answer.status_code, answer.json["code"]) == (422, "polyglot")
    assert sender.items() == [] and sender.ask(where).status_code == 404


def test_by_the_form(sender: Sender) -> None:
    files = [(BytesIO(POLYGLOTS["zip"]), "play.mp4"), (BytesIO(FILM), "sports.mp4")]
    page = sender.browser.get(sender.browser.post(f"/events/{sender.event}/files", {**OWN, "files": files}).location).text
    assert "play.mp4: The file is a recording and something else at the same time." in page
    assert [(item.label, item.kind) for item in sender.items()] == [("sports.mp4", "film")]
    assert sender.kept() == [FILM]


def test_zip_readers_would_have_opened_it() -> None:
    assert zipfile.ZipFile(BytesIO(POLYGLOTS["zip"])).namelist() == ["run.exe"]
