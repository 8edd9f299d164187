"""Files arrive in pieces and go on after a break: with the official Python client over a real connection, and word by word."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from tusclient.client import TusClient
from werkzeug.http import parse_date

from app.jobs import upkeep
from app.jobs.workshop import Workshop
from app.vault import FolderVault
from app.web.teachers import tus_bytes
from app.web.teachers.tus_sums import Sums
from consent_store.operations.uploads import LASTS, MOST
from consent_store.records.queries import uploads
from consent_store.rules.terms import Permission
from tests.web.browser import Web
from tests.web.look import served
from tests.web.sender import OWN, Sender, about, jpeg


@pytest.fixture
def sender(web: Web) -> Sender:
    return Sender.at_work(web)


@contextmanager
def client(sender: Sender) -> Iterator[TusClient]:
    """The official client, signed in, at a real server."""
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in sender.browser.client._cookies.values())
    headers = {"Cookie": cookies, "X-CSRFToken": sender.browser.token, "Sec-Fetch-Site": "same-origin"}
    with served(sender.web.app) as address:
        yield TusClient(f"{address.replace('127.0.0.1', 'localhost')}/events/{sender.event}/uploads", headers=headers)


def shredded(web: Web) -> None:
    """The worker shreds what was let go of."""
    upkeep.shred(Workshop(web.services, None, lambda _: None))  # type: ignore[arg-type]


@pytest.mark.parametrize("checksum", [True, False])
def test_the_official_client_sends_a_file_in_pieces_and_one_file_is_kept(sender: Sender, checksum: bool) -> None:
    data = jpeg(1_000_000)
    with client(sender) as tus:
        told: dict[str, Any] = {"metadata": {"filename": "IMG_1.jpg", **OWN}, "upload_checksum": checksum}
        tus.uploader(file_stream=BytesIO(data), chunk_size=300_000, **told).upload()
    (item,) = sender.items()
    assert (item.label, item.maker and item.maker.permission) == ("IMG_1.jpg", Permission.OWN_WORK)
    shredded(sender.web)
    assert sender.kept() == [data]


def test_the_official_client_goes_on_where_it_was(sender: Sender) -> None:
    data = jpeg(500_000)
    with client(sender) as tus:
        first = tus.uploader(file_stream=BytesIO(data), chunk_size=100_000, metadata=OWN)
        first.upload(stop_at=300_000)
        again = tus.uploader(file_stream=BytesIO(data), chunk_size=100_000, url=first.url)
        assert again.offset == 300_000
        again.upload()
    shredded(sender.web)
    assert sender.kept() == [data]


def test_what_arrived_before_the_connection_broke_is_kept(sender: Sender) -> None:
    data = jpeg(400_000)
    where = sender.begun(len(data))
    with client(sender) as tus:
        address = tus.url.removeprefix("http://").partition("/")[0]
        lines = [f"PATCH {where} HTTP/1.1", f"Host: {address}", "Tus-Resumable: 1.0.0", "Upload-Offset: 0", f"Content-Length: {len(data)}"]
        lines += ["Content-Type: application/offset+octet-stream", *(f"{name}: {text}" for name, text in tus.headers.items()), "", ""]
        with socket.create_connection(("localhost", int(address.partition(":")[2]))) as line:
            line.sendall("\r\n".join(lines).encode() + data[:250_000])
            line.shutdown(socket.SHUT_WR)
            line.recv(100)
    assert sender.ask(where).headers["Upload-Offset"] == "250000"
    assert sender.go_on(where, 250_000, data[250_000:]).headers["Upload-Outcome"] == "arrived"
    shredded(sender.web)
    assert sender.kept() == [data]


def test_what_this_server_can_is_said_and_another_version_is_refused(sender: Sender) -> None:
    said = sender.send("OPTIONS", f"/events/{sender.event}/uploads")
    assert (said.status_code, said.headers["Tus-Version"], said.headers["Tus-Max-Size"]) == (204, "1.0.0", "20000000000")
    assert said.headers["Tus-Extension"] == "creation,creation-with-upload,checksum,expiration,termination"
    assert said.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    other = sender.send("POST", f"/events/{sender.event}/uploads", **{"Tus-Resumable": "0.2.2", "Upload-Length": "9"})
    assert (other.status_code, other.headers["Tus-Version"]) == (412, "1.0.0")


def test_how_far_a_file_is_and_what_was_said_of_it_is_told(sender: Sender) -> None:
    where = sender.begun(200_000)
    sender.go_on(where, 0, jpeg()[:50_000])
    said = sender.ask(where)
    assert (said.status_code, said.headers["Upload-Offset"], said.headers["Upload-Length"]) == (200, "50000", "200000")
    assert said.headers["Upload-Metadata"].startswith("filename ") and said.headers["Cache-Control"] == "no-store"
    until = parse_date(said.headers["Upload-Expires"])
    assert until and abs(until - sender.web.at - LASTS) < timedelta(seconds=1)


def test_a_client_that_lost_the_last_answer_learns_that_all_is_there(sender: Sender) -> None:
    where = sender.begin(200_000, data=jpeg()).location
    said = sender.ask(where)
    assert (said.headers["Upload-Offset"], said.headers["Upload-Outcome"]) == ("200000", "arrived")


def test_what_arrived_is_encrypted_from_the_first_piece_on(sender: Sender) -> None:
    where = sender.begun(200_000)
    sender.go_on(where, 0, jpeg()[:150_000])
    (name,) = sender.half_way(where)
    (file,) = sender.web.services.vault.root.glob(f"??/??/{name}.age")  # type: ignore[attr-defined]
    assert file.read_bytes().startswith(b"age-encryption.org/v1") and jpeg()[1000:1100] not in file.read_bytes()


def test_thrown_away_is_gone(sender: Sender) -> None:
    where = sender.begun(200_000)
    sender.go_on(where, 0, jpeg()[:50_000])
    assert sender.send("DELETE", where).status_code == 204
    assert sender.ask(where).status_code == 404
    shredded(sender.web)
    assert sender.kept() == []


def test_whoever_is_signed_out_is_told_so_and_goes_on_afterwards(sender: Sender) -> None:
    data = jpeg()
    where = sender.begun(len(data))
    sender.go_on(where, 0, data[:50_000])
    session = sender.browser.client.get_cookie("beeldpoort", domain="localhost")
    sender.browser.client.delete_cookie("beeldpoort", domain="localhost")
    assert sender.go_on(where, 50_000, data[50_000:]).status_code == 401
    assert session
    sender.browser.client.set_cookie("beeldpoort", session.value, domain="localhost")
    sender.browser.client.delete_cookie("beeldpoort-form", domain="localhost")
    stale = sender.go_on(where, 50_000, data[50_000:])
    assert (stale.status_code, stale.json["code"]) == (400, "csrf")
    sender.browser.token = sender.browser.get(f"/events/{sender.event}/uploads").json["token"]
    assert sender.go_on(where, 50_000, data[50_000:]).status_code == 204
    assert len(sender.items()) == 1


def test_what_is_here_already_is_said_before_it_is_sent(sender: Sender) -> None:
    data = jpeg()
    sender.begin(len(data), data=data)
    digest = sha256(data).hexdigest()
    asked = sender.browser.client.post(
        f"/events/{sender.event}/known", json={"sha256": [digest, "0" * 64]}, headers={"X-CSRFToken": sender.browser.token}
    )
    assert list(asked.json["known"]) == [digest] and "Sports day" in asked.json["known"][digest]
    again = sender.begin(len(data), sha256=digest)
    assert (again.status_code, again.json["code"]) == (409, "duplicate")


@pytest.mark.parametrize("digest", ["\ud800", "\0", "x", "0" * 65])
def test_what_is_no_digest_is_of_nothing_that_is_here(sender: Sender, digest: str) -> None:
    headers = {"X-CSRFToken": sender.browser.token}
    asked = sender.browser.client.post(f"/events/{sender.event}/known", json={"sha256": [digest]}, headers=headers)
    assert (asked.status_code, asked.json) == (200, {"known": {}})


def test_the_page_lists_what_is_half_way_of_mine_alone(sender: Sender) -> None:
    where = sender.begun(200_000, modified="1763550000000")
    sender.go_on(where, 0, jpeg()[:50_000])
    page = sender.browser.get(f"/events/{sender.event}").text
    assert "1 file is half-way" in page and 'data-modified="1763550000000"' in page and "25% arrived" in page
    assert "half-way-words" not in Sender.at_work(sender.web, sender.event).browser.get(f"/events/{sender.event}").text
    sender.browser.post(f"/events/{sender.event}/uploads/away", {"upload": where.rpartition("/")[2]})
    assert sender.ask(where).status_code == 404


def test_nobody_has_more_files_half_way_than_a_person_would(sender: Sender) -> None:
    for _ in range(MOST):
        sender.begun(9)
    refused = sender.begin(9)
    assert (refused.status_code, refused.json["code"]) == (409, "too_many_uploads")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": ""}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "9" * 400}, 400),
        ({"Upload-Length": "0"}, 422),
        ({"Upload-Length": "80000001", "Upload-Metadata": about(filename="IMG_1.JPG", **OWN)}, 413),
        ({"Upload-Length": "20000000001", "Upload-Metadata": about(filename="play.mp4", **OWN)}, 413),
        ({"Upload-Metadata": "filename ***"}, 422),
        ({"Upload-Metadata": ""}, 422),
        ({"X-CSRFToken": "guessed"}, 400),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_sent(sender: Sender, headers: dict[str, str], status: int) -> None:
    told = {"Upload-Length": "9", "Upload-Metadata": "ground b3duX3dvcms="} | headers
    answer = sender.send("POST", f"/events/{sender.event}/uploads", **told)
    assert answer.status_code == status and answer.json["words"]
    assert sender.browser.get(f"/events/{sender.event}/uploads").json["unfinished"] == []


@pytest.mark.parametrize("same", [True, False])
def test_pieces_become_one_file_whichever_process_took_them(sender: Sender, monkeypatch: pytest.MonkeyPatch, same: bool) -> None:
    data = jpeg()
    where = sender.begun(len(data), sha256=sha256(data).hexdigest())
    for start, end in ((0, 70_000), (70_000, 150_000)):
        sender.go_on(where, start, data[start:end])
        if not same:
            monkeypatch.setattr(tus_bytes, "_SUMS", Sums())
    assert sender.go_on(where, 150_000, data[150_000:]).headers["Upload-Outcome"] == "arrived"
    [item] = sender.items()
    with sender.web.services.db.reading() as session:
        assert list(uploads.known(session, [sha256(data).hexdigest()])) == [sha256(data).hexdigest()], item
    shredded(sender.web)
    assert sender.kept() == [data]


def test_a_process_that_is_killed_once_all_is_there_leaves_no_piece(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    data = jpeg()
    where = sender.begun(len(data))
    sender.go_on(where, 0, data[:70_000])
    with monkeypatch.context() as killed:
        killed.setattr(FolderVault, "shred", lambda *_: None)
        sender.go_on(where, 70_000, data[70_000:])
    shredded(sender.web)
    assert sender.kept() == [data]


def test_a_piece_that_is_lost_on_the_disk_ends_the_file(sender: Sender) -> None:
    data = jpeg()
    where = sender.begun(len(data))
    sender.go_on(where, 0, data[:70_000])
    sender.web.services.vault.shred(sender.half_way(where)[0])
    answer = sender.go_on(where, 70_000, data[70_000:])
    assert (answer.status_code, answer.json["code"]) == (422, "lost")
    assert sender.ask(where).status_code == 404 and sender.items() == []
