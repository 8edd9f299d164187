"""What pages show of a film or sound: a preview that can be sought in, and pictures of it."""

from math import inf

from app.analysis.film_finding import whole
from app.jobs.analysing import QUALITY, THUMB
from app.jobs.filing import Filed, Filing
from app.jobs.holding import holding
from app.jobs.pacing import Pace
from app.jobs.workshop import Workshop
from app.media import images
from app.media.film import LONGEST, Frame, open_film
from app.media.film_preview import make_preview, make_sound_preview
from app.media.images import Pixels
from app.media.sources import Readable
from app.media.unplayable import Unplayable
from consent_store.operations.media import Claim

_BACK = (1.0, 60.0, inf)  # seconds before a moment within which a frame begins: a picture may stand still
_SECOND = 1000


def make(shop: Workshop, claim: Claim, source: Readable, pace: Pace, *, moving: bool) -> float:
    """Make and file them all; how long the recording is, in seconds. Raises `Stopped`, Unplayable, VaultError."""
    with Filing(shop.services.vault) as filing, filing.draft() as draft:
        make = make_preview if moving else make_sound_preview
        made = make(source, draft, progress=pace.tell)
        stored = filing.put_in_parts(draft)
        files = [Filed("preview", stored, made.width, made.height, "video/mp4" if moving else "audio/mp4")]
        if made.poster is not None and made.strip is not None:
            files += [filing.jpeg("thumb", images.resized(made.poster, THUMB), QUALITY), filing.jpeg("strip", made.strip, QUALITY)]
        if made.wave is not None:
            files.append(Filed("wave", filing.put(made.wave), 0, 0, "image/png"))
        with holding(shop, claim) as session:
            for filed in files:
                filed.record(session, claim.item, None, shop.now())
        filing.keep()
    return made.duration


def frame_at(film: Readable, at: int) -> Pixels:
    """The frame of `film` that is seen at a moment, in milliseconds. Raises Unplayable, VaultError."""
    for back in _BACK:
        pixels = _last(film, max(0.0, at / _SECOND - back), at)
        if pixels is not None:
            return pixels
    raise Unplayable("truncated")


def _last(film: Readable, start: float, at: int) -> Pixels | None:
    """The last frame from `start` on that is not later than `at`, or the first of all; None where there is none."""
    pixels = None
    with open_film(film, longest=LONGEST, start=start) as frames:
        for frame in frames:
            if isinstance(frame, Frame):
                if round(whole(frame.time) * _SECOND) > at and (start or pixels is not None):
                    break
                pixels = frame.pixels(LONGEST)
    return pixels
