"""A school play on film for the journeys: three on a stage, two of whom speak; and what the files that come of it show and sound."""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from app.demo.films import Shot, Walk
from app.demo.plays import HIGH, LOW, Spoken, Truth, film_it
from consent_store.ids import ItemId, PurposeCode, SightingId
from consent_store.records.queries import media, recordings
from consent_store.rules.sightings import Box, Sense
from consent_store.rules.terms import Kind
from consent_store.rules.timeline import best
from tests.journeys.site import Site

SIZE, SECONDS = (640, 360), 8
WEBSITE = PurposeCode("website")


@dataclass(frozen=True, slots=True)
class Premiere:
    """Finn and Lotte may be seen in film, Sem not; of those who speak Lotte may be heard, Finn not."""

    path: Path
    truth: Truth

    def who(self, site: Site, item: ItemId, sighting: SightingId) -> str:
        """Who is truly seen or heard there."""
        with site.services.db.reading() as session:
            claim = media.sightings(session, [sighting])[sighting].sighting
            tracks = recordings.tracks_of(session, item).get(sighting, ())
        if claim.sense is Sense.HEARD:
            return self.truth.heard_in(claim.spans)
        sight = best(tracks, claim.box)
        who = self.truth.seen_at(sight.at, sight.box)
        assert who is not None
        return who


def premiere(site: Site, folder: Path) -> Premiere:
    """The film, and the answers of the families about it."""
    walks = [
        Walk(name, site.faces[name], (left, 0.42), (left + 0.04, 0.43), 0.2, turn=8)
        for name, left in (("Sem", 0.15), ("Lotte", 0.46), ("Finn", 0.77))
    ]
    spoken = [Spoken("Finn", LOW, 0.5, 2.8), Spoken("Lotte", HIGH, 4.4, 2.8)]
    path = folder / "MVI_0001.mp4"
    truth = film_it(path, [Shot("stage", SECONDS, walks)], spoken, SIZE)
    for child, kind in (("Lotte", Kind.FILM), ("Finn", Kind.FILM), ("Lotte", Kind.SOUND)):
        with site.school() as school:
            school.gives(site.people[f"{child}'s guardian"], site.people[child], WEBSITE, kind=kind)
    return Premiere(path, truth)


def uniform(path: Path, truth: Truth, who: str) -> np.ndarray:
    """How much the middle of somebody's face varies in each frame, float (n,): next to nothing under an opaque mask."""
    spread = []
    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            moment = round(float(frame.time or 0) * 1000)
            _time, faces = min(truth.faces, key=lambda each: abs(each[0] - moment))
            spread.append(_middle(frame.to_ndarray(format="rgb24"), faces[who]).std(axis=(0, 1)).max())
    return np.array(spread)


def loudness(path: Path, truth: Truth, who: str) -> float:
    """How loud it is while somebody speaks: root mean square, 0 to 1."""
    with av.open(str(path)) as film:
        [track] = film.streams.audio
        sound = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in film.decode(track)])
        rate = track.rate
    [span] = truth.spoken[who]
    part = sound[(span.start + 200) * rate // 1000 : (span.end - 200) * rate // 1000]
    return float(np.sqrt(np.mean(np.square(part))))


def _middle(pixels: np.ndarray, box: Box) -> np.ndarray:
    across, down = box.width // 4, box.height // 4
    return pixels[box.top + down : box.bottom - down, box.left + across : box.right - across].astype(float)
