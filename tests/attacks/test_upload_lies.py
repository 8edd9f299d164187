"""What a client says of a file is never believed: where its bytes go, how many there are, and what they hash to."""

from base64 import b64encode
from hashlib import sha1, sha256
from io import BytesIO

import pytest

from tests.web.browser import Web
from tests.web.sender import BYTES, Sender, jpeg

DATA = jpeg()


@pytest.fixture
def sender(web: Web) -> Sender:
    return Sender.at_work(web)


@pytest.mark.parametrize("offset", ["0", "50001", "199999", "200000", "99999999"])
def test_bytes_go_on_where_they_ended_and_nowhere_else(sender: Sender, offset: str) -> None:
    where = sender.begun(len(DATA))
    sender.go_on(where, 0, DATA[:50_000])
    answer = sender.send("PATCH", where, b"x", **{"Upload-Offset": offset})
    assert (answer.status_code, answer.json["code"]) == (409, "upload_offset")
    sender.go_on(where, 50_000, DATA[50_000:])
    assert DATA in sender.kept()


@pytest.mark.parametrize("offset", ["-1", "1e3", "٣", "", "9" * 400])
def test_an_offset_that_is_no_number_is_refused(sender: Sender, offset: str) -> None:
    where = sender.begun(len(DATA))
    assert sender.send("PATCH", where, DATA, **{"Upload-Offset": offset.encode().decode("latin-1")}).status_code == 400
    assert sender.kept() == []


@pytest.mark.parametrize(("sent", "left"), [(DATA + b"x", 0), (DATA[50_000:] + b"x", 50_000)])
def test_more_bytes_than_were_announced_are_not_taken(sender: Sender, sent: bytes, left: int) -> None:
    where = sender.begun(len(DATA))
    if left:
        sender.go_on(where, 0, DATA[:left])
    assert sender.go_on(where, left, sent).status_code == 413
    assert sender.items() == [] and len(sender.kept()) == bool(left)


@pytest.mark.parametrize(("sent", "status"), [(DATA + b"x", 413), (DATA * 9, 413), (DATA, 204)])
def test_nor_when_they_come_without_a_length(sender: Sender, sent: bytes, status: int) -> None:
    where = sender.begun(len(DATA))
    headers = {"X-CSRFToken": sender.browser.token, "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Transfer-Encoding": "chunked"}
    body = {"input_stream": BytesIO(sent), "content_type": BYTES, "environ_overrides": {"wsgi.input_terminated": True}}
    answer = sender.browser.client.patch(where, base_url=sender.browser.url, headers=headers, **body)
    assert answer.status_code == status
    assert sender.kept() == ([DATA] if status == 204 else [])


@pytest.mark.parametrize("algorithm", [sha1, sha256])
def test_bytes_that_hash_to_something_else_are_not_kept(sender: Sender, algorithm: type) -> None:
    where = sender.begun(len(DATA))
    name = algorithm(b"").name
    told = {"Upload-Checksum": f"{name} {b64encode(algorithm(DATA[:50_000]).digest()).decode()}"}
    assert sender.go_on(where, 0, DATA[:49_999] + b"x", **told).status_code == 460
    assert sender.ask(where).headers["Upload-Offset"] == "0" and sender.kept() == []
    assert sender.go_on(where, 0, DATA[:50_000], **told).status_code == 204


@pytest.mark.parametrize("checksum", ["md5 AAAA", "sha256", "sha256 ***", ""])
def test_a_checksum_that_cannot_be_checked_is_refused(sender: Sender, checksum: str) -> None:
    where = sender.begun(len(DATA))
    assert sender.go_on(where, 0, DATA, **{"Upload-Checksum": checksum}).status_code == 400
    assert sender.kept() == [] and sender.items() == []


def test_a_file_that_is_another_in_the_end_is_not_kept(sender: Sender) -> None:
    where = sender.begun(len(DATA), sha256=sha256(DATA).hexdigest())
    sender.go_on(where, 0, DATA[:50_000])
    answer = sender.go_on(where, 50_000, DATA[50_001:] + b"x")
    assert (answer.status_code, answer.json["code"]) == (422, "changed")
    assert sender.ask(where).status_code == 404 and sender.items() == []


@pytest.mark.parametrize(("name", "filetype"), [("IMG_1.jpg", "image/jpeg"), ("play.mp4", "video/mp4")])
def test_what_only_calls_itself_a_medium_is_refused_with_its_first_bytes_and_with_its_last(
    sender: Sender, name: str, filetype: str
) -> None:
    lie = b"\x7fELF" + bytes(200_000)
    at_once, little = (sender.begun(len(lie), name=name, filetype=filetype) for _ in range(2))
    assert sender.go_on(at_once, 0, lie[:100_000]).json["code"] == "not_a_recording"
    assert sender.go_on(little, 0, lie[:10]).status_code == 204
    assert sender.go_on(little, 10, lie[10:]).json["code"] == "not_a_recording"
    assert [sender.ask(where).status_code for where in (at_once, little)] == [404, 404]
    assert sender.items() == []


def test_a_photo_that_calls_itself_a_film_may_not_be_larger_than_a_photo(sender: Sender) -> None:
    where = sender.begun(80_000_001, name="play.mp4", filetype="video/mp4")
    answer = sender.go_on(where, 0, DATA)
    assert (answer.status_code, answer.json["words"]) == (413, "The file is larger than 80 MB.")
    assert sender.kept() == [] and sender.ask(where).status_code == 404
