"""Files come in one by one or in one form; each is taken in whole or not at all, and said by name."""

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from consent_store.ids import EventId
from consent_store.operations import media as operations
from consent_store.records.queries import media
from consent_store.records.views import ItemView
from consent_store.rules.terms import Duty, Maker, Permission
from tests.gallery import Gallery
from tests.web.browser import OURS, Browser, Web

OWN = {"ground": "own_work"}


def picture(shade: int = 0, side: int = 900) -> bytes:
    """A noisy PNG, larger than what an ordinary form may be."""
    noise = Image.effect_noise((side, side), 90 + shade)
    file = BytesIO()
    noise.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def event(web: Web) -> EventId:
    with web.school() as school:
        return Gallery.open(school).event


@pytest.fixture
def teacher(web: Web) -> Browser:
    browser = web.enter_as(Duty.TEACHER)
    browser.client.set_cookie("language", "en", domain="localhost")
    browser.get("/events/new")
    return browser


def send(browser: Browser, event: str, data: bytes, name: str = "IMG_1.png", maker: Mapping[str, str] = OWN) -> TestResponse:
    """One file in one request, as upload.js sends it."""
    told = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in ({"filename": name} | maker).items())
    headers = OURS | {"X-CSRFToken": browser.token, "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": told}
    headers["Content-Type"] = "application/offset+octet-stream"
    return browser.client.post(f"/events/{event}/uploads", data=data, headers=headers, base_url=browser.url)


def items(web: Web, event: EventId) -> list[ItemView]:
    with web.services.db.reading() as session:
        return media.items_of(session, event)


def test_a_file_is_taken_in_byte_for_byte_and_a_worker_is_woken(web: Web, event: EventId, teacher: Browser) -> None:
    data = picture()
    answer = send(teacher, event, data, "Ünïcode & co.png")
    assert (answer.status_code, answer.headers["Upload-Outcome"]) == (201, "arrived")
    (item,) = items(web, event)
    assert item.label == "Ünïcode & co.png"
    assert item.maker and item.maker.permission is Permission.OWN_WORK
    with web.services.db.reading() as session:
        name = media.vault_name(session, item.id)
    assert name and b"".join(web.services.vault.open(name)) == data
    assert [task.args for task in web.queue.huey.pending() if task.name == "analyse"] == [(item.id,)]


def test_the_same_bytes_are_said_to_be_there_and_kept_once(web: Web, event: EventId, teacher: Browser) -> None:
    data = picture()
    send(teacher, event, data)
    again = send(teacher, event, data, "copy.png")
    assert again.headers["Upload-Outcome"] == "duplicate"
    assert "Sports day" in teacher.get(again.location).json["words"]
    assert len(items(web, event)) == len(list(web.services.vault.names())) == 1


@pytest.mark.parametrize(
    ("data", "maker"),
    [
        (b"%PDF-1.7 not a picture", OWN),
        (b"", OWN),
        (b"\xff\xd8\xff\xe0 PK\x03\x04", {}),
        (None, {}),
        (None, {"ground": "given", "maker": "A. Photographer"}),
        (None, {"ground": "licence", "maker": "", "proof": "CC BY"}),
        (None, {"ground": "stolen"}),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason_and_nothing_of_it_is_kept(
    web: Web, event: EventId, teacher: Browser, data: bytes | None, maker: dict[str, str]
) -> None:
    answer = send(teacher, event, picture() if data is None else data, maker=maker)
    assert answer.status_code == 422 and answer.json["words"]
    assert items(web, event) == [] and list(web.services.vault.names()) == []


def test_a_maker_may_be_filled_in_later_for_all_at_once(web: Web, event: EventId, teacher: Browser) -> None:
    for shade in (1, 2):
        send(teacher, event, picture(shade), maker={"ground": "later"})
    assert "Of 2 pictures nobody said" in teacher.get(f"/events/{event}").text
    told = {"ground": "licence", "maker": "A. Photographer", "proof": "CC BY 4.0, example.org/1"}
    assert teacher.post(f"/events/{event}/maker", told).status_code == 303
    assert {item.maker for item in items(web, event)} == {Maker("A. Photographer", Permission.LICENCE, "CC BY 4.0, example.org/1")}


def test_an_event_that_does_not_exist_takes_nothing(web: Web, teacher: Browser) -> None:
    assert send(teacher, "none", picture()).status_code == 404
    assert list(web.services.vault.names()) == []


def test_what_was_removed_does_not_come_back_and_leaves_no_file(web: Web, event: EventId, teacher: Browser) -> None:
    data = picture()
    send(teacher, event, data)
    (item,) = items(web, event)
    with web.school() as school:
        operations.remove(school.session, item.id, "a parent asked", actor=school.admin, at=web.at)
    kept = set(web.services.vault.names())
    assert send(teacher, event, data).status_code == 409
    assert set(web.services.vault.names()) == kept


def test_without_the_token_nothing_is_taken_in(web: Web, event: EventId, teacher: Browser) -> None:
    teacher.token = "guessed"
    assert send(teacher, event, picture()).status_code == 400
    files = {"csrf_token": "guessed", **OWN, "files": [(BytesIO(picture()), "a.png")]}
    assert teacher.client.post(f"/events/{event}/files", data=files, headers=OURS, base_url=teacher.url).status_code == 400
    assert list(web.services.vault.names()) == []


def test_a_form_without_script_sends_many_and_each_fares_for_itself(web: Web, event: EventId, teacher: Browser) -> None:
    first = picture(1)
    files = [(BytesIO(first), "a.png"), (BytesIO(b"not a picture"), "b.txt"), (BytesIO(first), "c.png"), (BytesIO(picture(2)), "d.png")]
    answer = teacher.post(f"/events/{event}/files", {**OWN, "files": files})
    assert answer.status_code == 303
    assert [item.label for item in items(web, event)] == ["a.png", "d.png"]
    assert len(list(web.services.vault.names())) == 2
    page = teacher.get(answer.location).text
    assert "b.txt:" in page and "c.png:" in page and "a.png:" not in page


def test_two_of_one_name_are_both_said_where_neither_is_taken_in(web: Web, event: EventId, teacher: Browser) -> None:
    files = [(BytesIO(data), "IMG_1.jpg") for data in (b"no picture", b"nor this one")]
    page = teacher.get(teacher.post(f"/events/{event}/files", {**OWN, "files": files}).location).text
    assert page.count("IMG_1.jpg: ") == 2


def test_the_film_half_of_a_live_photo_is_a_film_of_its_own(web: Web, event: EventId, teacher: Browser) -> None:
    film = b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(9000)
    files = [(BytesIO(film), "IMG_7.MOV"), (BytesIO(picture()), "IMG_7.HEIC")]
    page = teacher.get(teacher.post(f"/events/{event}/files", {**OWN, "files": files}).location).text
    assert [(item.label, item.kind) for item in items(web, event)] == [("IMG_7.MOV", "film"), ("IMG_7.HEIC", "photo")]
    assert "The film half of a Live Photo is a film of its own here." in page


def test_a_form_that_breaks_off_keeps_what_came_whole(web: Web, event: EventId, teacher: Browser) -> None:
    def field(name: str, text: str) -> bytes:
        return f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()

    def file(name: str, data: bytes) -> bytes:
        return f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode() + data + b"\r\n"

    whole = field("csrf_token", teacher.token) + field("ground", "own_work") + file("a.png", picture(1)) + file("b.png", picture(2))
    headers = OURS | {"Content-Type": "multipart/form-data; boundary=x"}
    answer = teacher.client.post(f"/events/{event}/files", data=whole[:-9000], headers=headers, base_url=teacher.url)
    assert answer.status_code == 400
    assert [item.label for item in items(web, event)] == ["a.png"]
    assert len(list(web.services.vault.names())) == 1
