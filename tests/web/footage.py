"""What plays of the film in tests/web/play.py, and what its timeline shows: real files, as small as they can be."""

from io import BytesIO

import av
import numpy as np
from PIL import Image

from consent_store.rules.releases import Use
from tests.web.play import FPS, LENGTH


def footage() -> dict[Use, bytes]:
    """The files of a film that was looked at."""
    return {Use.PREVIEW: _film(), Use.WAVE: _picture("LA", (400, 96), "PNG"), Use.STRIP: _picture("RGB", (48 * 128, 72), "JPEG")}


def _film() -> bytes:
    """A minute in which a bar wanders across, as small as it can be."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=round(FPS), options={"preset": "ultrafast", "g": "20"})
        stream.width, stream.height, stream.pix_fmt = 96, 54, "yuv420p"
        for number in range(round(LENGTH / 1000 * FPS)):
            picture = np.full((54, 96, 3), 90, np.uint8)
            picture[:, number % 96] = 220
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return file.getvalue()


def _picture(mode: str, size: tuple[int, int], form: str) -> bytes:
    file = BytesIO()
    Image.new(mode, size, 128).save(file, form)
    return file.getvalue()
