"""Files of film and sound that somebody asked for: whole ones, encoded afresh from the original, and single frames for families."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import monotonic
from typing import BinaryIO

from app.analysis.film import Progress
from app.analysis.film_covers import Covers, union
from app.analysis.film_finding import Followed
from app.analysis.film_release import Recipe, in_seconds, make_film
from app.jobs import film_faces
from app.jobs.filing import Filing
from app.jobs.film_files import frame_at
from app.jobs.film_likeness import waved_through
from app.jobs.holding import holding
from app.jobs.labelling import packet_of
from app.jobs.workshop import Workshop
from app.media.images import Pixels
from app.media.sound_covers import Sounding
from app.media.sound_masks import make_sound
from app.media.still import asking
from app.media.unplayable import Uncovered
from app.vault import Damaged
from app.vault.reader import Reader
from consent_store.operations import making, unasked
from consent_store.operations.making import File, Order
from consent_store.records.queries import recognition
from consent_store.records.queries.moving import Moving
from consent_store.rules.sightings import Box
from consent_store.rules.timeline import Track

LEASE = timedelta(seconds=55)  # as in analysing; renewed every few seconds
_TELLING = 0.02  # of the work that must be done before its speed says something
_KNOWN = 0.25  # overlap of a face with the one who is shown
_SECOND = 1000


@dataclass(slots=True)
class _Making:
    """One order in hand, held, and how far it is. `steps` are those that are to come, each with its share of the work."""

    shop: Workshop
    order: Order
    steps: Mapping[str, float]
    share: float = 0.0
    begun: float = field(default_factory=monotonic)

    def step(self, name: str) -> Progress:
        """What is told how far a step is. Where the first begins again, all that was done is done anew."""
        names, shares = list(self.steps), list(self.steps.values())
        before, all_ = sum(shares[: names.index(name)]), sum(shares)
        if not before:
            self.begun = monotonic()

        def tell(done: float, of: float | None) -> None:
            self.share = (before + self.steps[name] * min(1.0, done / of if of else 0.0)) / all_

        return tell

    def still(self) -> bool:
        """Hold the order for longer, and say how far it is. Whether it is still wanted. Raises as `holding`."""
        until, spent = self.shop.now() + LEASE, monotonic() - self.begun
        left = round(spent * (1 - self.share) / self.share) if self.share > _TELLING else None
        with holding(self.shop, self.order) as session:
            return making.go_on(session, self.order.id, share=self.share, seconds_left=left, until=until)


def made(shop: Workshop, order: Order, filing: Filing) -> File:
    """The whole film or sound as it goes out, in the vault. Raises Uncovered, TooSmall, NothingLeft, Stopped, Unplayable, VaultError."""
    source, moving = _original(shop, order), _moving(order)
    with filing.draft() as draft:
        if moving.has_picture:
            width, height = _film(shop, order, moving, source, draft)
        else:
            width = height = 0
            work = _Making(shop, order, {"covering": 1.0, "checking": 1.0})
            plan = Sounding(moving.silenced, moving.hush, moving.cut_out)
            make_sound(source, draft, plan, packet=packet_of(shop, order.id), steps=work.step, still=work.still)
        stored = filing.put_in_parts(draft)
    return File(stored.name, stored.sha256, stored.size, order.media_type, width, height)


def _film(shop: Workshop, order: Order, moving: Moving, source: Reader, draft: BinaryIO) -> tuple[int, int]:
    """Its pixels across and down."""
    recipe = Recipe(
        masked=[in_seconds(track) for tracks in moving.masked.values() for track in tracks],
        shown=[in_seconds(track) for tracks in moving.shown.values() for track in tracks],
        cuts=[cut / _SECOND for cut in moving.cuts],
        covers=order.covers,
        silenced=moving.silenced,
        hush=moving.hush,
        trims=moving.cut_out,
        form=order.form,
        crop=order.crop,
        packet=packet_of(shop, order.id),
        colour=order.colour,
        asks=True,
        describe=_describes(shop, order),
    )
    steps = {"masking": 1.0, "checking": 4.0} | ({"listening": 0.2} if recipe.silenced else {})
    work = _Making(shop, order, steps)
    if recipe.describe and waved_through(shop, order, moving, source, asking(work.still)):
        raise Uncovered("Somebody who is covered is in it once more, as one whom nobody can recognise. Nothing was written.")
    done = make_film(source, draft, recipe, shop.patient(), steps=work.step, still=work.still)
    return done.width, done.height


def ask(shop: Workshop, order: Order, found: Sequence[Followed]) -> None:
    """Hold a film that would show people whom nobody was asked about, and put them into its review: only counted where recognition was
    switched off since. Raises as `holding`.
    """
    with shop.turn:
        tracks = film_faces.written(shop, found, 0.0)
    with holding(shop, order) as session:
        if not recognition.describes(session, order.item):
            tracks = [replace(track, quality=None, proposal=None, descriptor=None) for track in tracks]
        unasked.hold(session, order.id, order.item, tracks, at=shop.now())


def still(shop: Workshop, order: Order) -> tuple[Order, Pixels]:
    """The frame of a film that a family is shown, and the order with the places of everybody in it: whoever is found there and is not
    known to be the one who is shown is covered. Raises Unplayable, VaultError.
    """
    moving = _moving(order)
    at = moving.at or 0
    pixels = frame_at(_original(shop, order), at)
    shown = {sighting: box for sighting, tracks in moving.shown.items() for track in tracks if (box := track.at(at))}
    covers = {sighting: _covers(tracks, moving, at) for sighting, tracks in moving.masked.items()}
    masked = {sighting: union(boxes) for sighting, boxes in covers.items() if boxes}
    with shop.turn:
        [found] = shop.engine.find([pixels])
    others = [face.box for face in found if all(face.box.overlap(box) < _KNOWN for box in shown.values())]
    return replace(order, masked=masked, shown=shown, covers=(*order.covers, *others)), pixels


def _describes(shop: Workshop, order: Order) -> bool:
    with shop.services.db.reading() as session:
        return recognition.describes(session, order.item)


def _covers(tracks: Sequence[Track], moving: Moving, at: int) -> list[Box]:
    """What has to be covered of somebody in a frame, as in the film."""
    return Covers([in_seconds(track) for track in tracks], [cut / _SECOND for cut in moving.cuts]).at(at / _SECOND)


def _original(shop: Workshop, order: Order) -> Reader:
    source = shop.services.vault.reader(order.vault_name)
    if source.sha256 != order.sha256:
        raise Damaged
    return source


def _moving(order: Order) -> Moving:
    if order.moving is None:
        raise ValueError("not an order of film or sound")
    return order.moving
