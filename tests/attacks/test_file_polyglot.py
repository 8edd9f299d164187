"""A picture that is also something that can be run or opened: refused, and what merely follows a picture never leaves."""

import zipfile
from io import BytesIO

import pytest

from app.media.images import Unreadable, open_picture
from tests.media.drawing import drawn, saved

PICTURE = saved(drawn(), "JPEG")


def zipped(comment: bytes = b"") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("run.exe", "payload")
        archive.comment = comment
    return file.getvalue()


def with_comment(picture: bytes, comment: bytes) -> bytes:
    return picture[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + picture[2:]


POLYGLOTS = {
    "zip after JPEG": PICTURE + zipped(),
    "zip after PNG": saved(drawn(), "PNG") + zipped(b"with a comment"),
    "zip after WebP": saved(drawn(), "WEBP") + zipped(),
    "zip inside a JPEG": with_comment(PICTURE, zipped(b"\xff\xd9" + bytes(20))[:-22]) + zipped(),
    "PDF in a comment": with_comment(PICTURE, b"%PDF-1.7\n1 0 obj"),
    "PHP archive": with_comment(PICTURE, b"<?php __HALT_COMPILER(); ?>"),
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_two_files_in_one_are_refused(name: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_picture(POLYGLOTS[name])
    assert refusal.value.code == "polyglot"


def test_zip_readers_would_have_opened_it() -> None:
    assert zipfile.ZipFile(BytesIO(POLYGLOTS["zip after JPEG"])).namelist() == ["run.exe"]


def test_the_film_behind_a_moving_photo_is_only_a_tail() -> None:
    assert open_picture(PICTURE + b"\0\0\0\x18ftypmp42" + bytes(range(256))).had == {"tail"}


def test_bytes_that_only_look_like_the_end_of_a_zip_pass() -> None:
    assert open_picture(PICTURE + b"PK\x05\x06" + bytes(60) + b"x").had == {"tail"}
