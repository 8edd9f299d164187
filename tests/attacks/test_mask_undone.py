"""Somebody has a masked file and wants the face under the mask back: from the pixels, from what rides along, or from the words in it."""

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageSequence

from app.media.containers import end_of
from app.media.encoding import encoded
from app.media.framing import framed, window
from app.media.images import Pixels, open_picture
from app.media.labels import Label, packet
from app.media.masks import masked
from consent_store.rules.forms import Form
from consent_store.rules.sightings import Box
from tests.media.drawing import noisy, saved

FACE, NEIGHBOUR = Box(300, 200, 360, 280), Box(380, 190, 440, 270)
SIZE = 640, 560
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/avif": "AVIF"}
WORDS = packet(Label("De Linde", "© De Linde", "De Linde", "Alleen voor: Website.", "abc", recognisable=True))


def picture(secret: int) -> Pixels:
    """A picture with a thumbnail and a comment, as a camera leaves it, whose face differs with the secret."""
    image = noisy(SIZE, seed=1)
    image.paste(noisy((FACE.width, FACE.height), seed=secret), (FACE.left, FACE.top))
    return open_picture(saved(image, "PNG")).pixels


def released(secret: int, form: Form, media_type: str) -> bytes:
    """The file that goes out."""
    pixels = picture(secret)
    part = window(pixels.shape[1], pixels.shape[0], form, [NEIGHBOUR])
    covered = masked(pixels, [FACE], [], [NEIGHBOUR], "#2f584d")
    return encoded(framed(covered, part, form), media_type, 90, WORDS)


@pytest.mark.parametrize("media_type", FORMATS)
@pytest.mark.parametrize("form", [Form.ORIGINAL, Form.SQUARE])
def test_the_file_is_the_same_whoever_is_under_the_mask(form: Form, media_type: str) -> None:
    """Nothing of the face reaches a single byte: not by resampling, not by a preview, not by a segment."""
    assert released(7, form, media_type) == released(8, form, media_type)


def test_another_face_beside_the_mask_does_reach_the_file() -> None:
    """So the attack above can fail."""
    assert picture(7).tobytes() != picture(8).tobytes()
    bare = [encoded(picture(secret), "image/jpeg", 90) for secret in (7, 8)]
    assert bare[0] != bare[1]


@pytest.mark.parametrize("media_type", FORMATS)
def test_there_is_one_picture_in_the_file_and_nothing_behind_it(media_type: str) -> None:
    data = released(7, Form.WEB, media_type)
    image = Image.open(BytesIO(data))
    assert sum(1 for _ in ImageSequence.Iterator(image)) == 1
    assert image.mode == "RGB"  # no transparency under which something could lie
    assert end_of(FORMATS[media_type], data) == len(data)
    assert not image.getexif() and open_picture(data).had <= {"xmp"}
    assert len(re.findall(rb"\xff\xd8\xff[\xe0\xe1\xdb]", data)) == (1 if media_type == "image/jpeg" else 0)


def test_the_fill_is_flat_so_that_nothing_can_be_brought_up() -> None:
    data = released(7, Form.ORIGINAL, "image/png")
    inside = open_picture(data).pixels[FACE.top : FACE.bottom, FACE.left : FACE.right]
    assert len(np.unique(inside.reshape(-1, 3), axis=0)) == 1
