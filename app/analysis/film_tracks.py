"""Faces followed through a film: where one face went, from sight to sight, until the shot ends or it is gone for too long.

It splits rather than merges: where two faces may have changed places, what they look like decides, and where that does not, a new track
begins. Tracks of one person are put together afterwards (`film_people`).
"""

import math
from collections.abc import Sequence

import numpy as np

from app.analysis.film_sights import Look, Sight, Track
from app.analysis.pipeline import Engine
from app.analysis.ports import DescribedFace, FoundFace, Pixels
from app.media import images

GAP = 1.5  # seconds that a face may be hidden within one track
_APART = 0.6  # of its height by which one face must be nearer than another to be taken without a look at both
_LOOKS = 3  # how much more looks count than places, where places leave it open
_AGAIN = 1.0  # seconds after which a face is described again
_NOTHING = np.empty(0, np.float32)


class Tracker:
    """Follows faces from look to look; looks come in order of time.

    `describe`: whether faces may be described; where not, only their places tell them apart. `portraits`: whether a picture of each is
    wanted. `tracks`, at the look `at`, is where another tracker came to: this one goes on from there, `count` tracks were there in all.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        describe: bool = True,
        portraits: bool = False,
        at: float = 0.0,
        tracks: Sequence[Track] = (),
        count: int = 0,
    ) -> None:
        self._engine = engine
        self._limits = engine.thresholds
        self._other = (self._limits.sure + self._limits.unsure) / 2  # beyond it, two good faces of one track are two people's
        self._describes, self._portraits = describe, portraits
        self._open: list[Track] = sorted(tracks, key=lambda track: track.number)
        self._closed: list[Track] = []
        self._at = at
        self._count = count

    def look(self, time: float, cut: bool, pixels: Pixels, faces: Sequence[FoundFace], *, thorough: bool = True) -> None:
        """What was found at `time`; `cut` where a shot began since the look before. Boxes and `pixels` as large as the film.

        `thorough`: whoever is not among `faces` was not there, so who is new in the next look came after it.
        """
        for track in [track for track in self._open if cut or time - track.last > GAP]:
            self._close(track, time if cut else min(time, track.after or time))
        for track in self._open:
            track.after = track.after or time
        chosen = self._chosen(time, pixels, faces)
        for face, known in zip(faces, chosen, strict=True):
            if known:
                self._go_on(known, Sight(time, face.box))
        self._begin(time, pixels, [face for face, known in zip(faces, chosen, strict=True) if not known], time if cut else self._at)
        self._describe(time, pixels, faces)
        self._at = time if thorough else self._at

    def finish(self, end: float) -> None:
        """The film is over at `end`, and with it every track."""
        for track in list(self._open):
            self._close(track, track.after or end)

    @property
    def on_screen(self) -> list[Track]:
        """The tracks that were seen in the last look."""
        return [track for track in self._open if not track.after]

    @property
    def running(self) -> Sequence[Track]:
        """The tracks that may go on."""
        return self._open

    def take(self) -> list[Track]:
        """The tracks that have ended since they were last taken."""
        closed, self._closed = self._closed, []
        return closed

    def _close(self, track: Track, after: float) -> None:
        track.after = after
        self._open.remove(track)
        self._closed.append(track)

    def _opened(self, sight: Sight, before: float) -> Track:
        self._count += 1
        self._open.append(Track([sight], before, number=self._count))
        return self._open[-1]

    def _go_on(self, track: Track, sight: Sight) -> None:
        track.sights.append(sight)
        track.after = 0.0

    def _begin(self, time: float, pixels: Pixels, faces: Sequence[FoundFace], before: float) -> None:
        """Faces that are nowhere expected: somebody who moved fast goes on, everybody else is new."""
        looks = self._looks(time, pixels, faces)
        for face, look in zip(faces, looks, strict=True):
            lost = [track for track in self._open if track.last < time and track.within_reach(face.box, time)]
            alike = [track for track in lost if look.good and (track.distance(look) or math.inf) <= self._limits.group]
            if len(alike) == 1:
                self._go_on(alike[0], Sight(time, face.box))
            else:
                self._opened(look.sight, before).remember(look, time)

    def _chosen(self, time: float, pixels: Pixels, faces: Sequence[FoundFace]) -> list[Track | None]:
        """For each face the track that it goes on, or None."""
        near = {(row, at): gone for row, face in enumerate(faces) for at, track in enumerate(self._open)
                if (gone := track.away(face.box, time)) is not None}  # fmt: skip
        unclear = _unclear(near)
        looks = self._looks(time, pixels, [faces[row] for row in unclear])
        known = dict(zip(unclear, looks, strict=True))
        order = sorted((self._cost(self._open[at], known.get(row), gone), row, at) for (row, at), gone in near.items())
        result: list[Track | None] = [None] * len(faces)
        taken: set[int] = set()
        for cost, row, at in order:
            if cost < math.inf and result[row] is None and at not in taken:
                result[row] = self._open[at]
                taken.add(at)
        return result

    def _cost(self, track: Track, look: Look | None, gone: float) -> float:
        """How little a face that is `gone` so far from where it is expected goes with a track."""
        apart = track.distance(look) if look else None
        if apart is None:
            return gone
        return gone + _LOOKS * apart if apart <= self._limits.group else math.inf

    def _looks(self, time: float, pixels: Pixels, faces: Sequence[FoundFace]) -> list[Look]:
        if not faces:
            return []
        if not self._describes:
            return [Look(_NOTHING, 0.0, False, Sight(time, face.box), face.score, self._portrait(pixels, face)) for face in faces]
        [described] = self._engine.describe([pixels], [faces])
        return [_look(time, each, self._portrait(pixels, each.face)) for each in described]

    def _portrait(self, pixels: Pixels, face: FoundFace) -> Pixels | None:
        return images.portrait(pixels, face.box) if self._portraits else None

    def _describe(self, time: float, pixels: Pixels, faces: Sequence[FoundFace]) -> None:
        """Describe new faces, and now and then old ones; a track whose face has become another's is parted."""
        by_box = {face.box: face for face in faces}
        due = [track for track in self._open if track.last == time and time - track.described >= _AGAIN]
        looks = self._looks(time, pixels, [by_box[track.sights[-1].box] for track in due])
        for track, look in zip(due, looks, strict=True):
            apart = track.distance(look)
            if apart is not None and apart > self._other and look.good and any(each.good for each in track.looks):
                self._parted(track).remember(look, time)
            else:
                track.remember(look, time)

    def _parted(self, track: Track) -> Track:
        """A track of its own for the last sight."""
        sight = track.sights.pop()
        self._close(track, sight.time)
        return self._opened(sight, track.last)


def _look(time: float, face: DescribedFace, picture: Pixels | None) -> Look:
    return Look(face.descriptor, face.quality.score, face.quality.good, Sight(time, face.face.box), face.face.score, picture)


def _unclear(near: dict[tuple[int, int], float]) -> list[int]:
    """The faces that may go with several tracks, or that share one with another face."""
    rows: set[int] = set()
    for (row, at), gone in near.items():
        rivals = [other for (one, two), other in near.items() if (one == row) != (two == at)]
        if any(rival < gone + _APART for rival in rivals):
            rows.add(row)
    return sorted(rows)
