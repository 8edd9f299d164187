"""A masked file of a photo of 24 Mpx, from the vault and back into it, looked at again: beside `deface` on the same file."""

import contextlib
import io
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from app.jobs.worker import Worker
from app.media.images import Pixels, encode_jpeg, open_picture
from app.wiring import make_worker
from bench._crowd import group
from bench._site import Site
from bench.faces import together
from bench.report import Report
from consent_store.ids import ItemId, ReleaseId, SightingId, new_id
from consent_store.operations import making, media, school
from consent_store.records.queries import files, renditions
from consent_store.records.queries import media as questions
from consent_store.records.queries.renditions import Made
from consent_store.rules.forms import MASK_COLOUR
from consent_store.rules.releases import Use
from consent_store.rules.sightings import Box
from consent_store.rules.terms import Kind

PEOPLE, MASKED, ROUNDS = 20, 5, 5
_NOISE = 16  # of a sample that should be the fill, after a JPEG
_GOAL = 2  # times as fast


def run(report: Report) -> None:
    """`deface` covers every face that it finds, ours those that are named, and looks again whether they are gone."""
    from deface.centerface import CenterFace

    photo = encode_jpeg(group(PEOPLE, 6000, 4000), 88)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.open(Path(folder), photo)
        with contextlib.redirect_stdout(io.StringIO()):
            network = CenterFace()
        ours, beside = together(desk.make, partial(defaced, Path(folder), photo, network), rounds=ROUNDS)
        report.row(f"24 Mpx with {MASKED} masks, looked at again, beside deface", ours.seconds, beside.seconds, goal=beside.seconds / _GOAL)
        before, pixels = open_picture(photo).pixels, open_picture(ours.answer).pixels
        covered = sum(is_covered(pixels, box) for box in desk.chosen.values())
        report.row("  chosen faces wholly covered", covered, None, "faces", MASKED)
        report.row("  other faces touched", sum(is_touched(pixels, before, box) for box in desk.others), None, "faces", 0)


@dataclass(slots=True)
class Desk:
    """A registry with one analysed photo, and its worker."""

    site: Site
    worker: Worker
    item: ItemId
    chosen: dict[SightingId, Box]
    others: list[Box]

    @classmethod
    def open(cls, folder: Path, photo: bytes) -> "Desk":
        """The photo is admitted and looked at; every fourth face from the left is to be masked."""
        site = Site.at(folder / "home")
        worker = make_worker(site.built.config, site.built.services)
        item = admitted(site, photo)
        worker.analyse(item)
        with site.built.services.db.reading() as session:
            faces = [(view.sighting.id, view.sighting.box) for view in questions.sightings_of(session, item) if view.sighting.box]
        chosen = dict(faces[1::4][:MASKED])
        return cls(site, worker, item, chosen, [box for sighting, box in faces if sighting not in chosen])

    def make(self) -> bytes:
        """Ask for the file and have it made, as a worker does; its bytes."""
        services = self.site.built.services
        with services.db.unit_of_work() as session:
            release, at = ReleaseId(new_id()), services.clock()
            wanted = making.want(session, self.item, use=Use.RELEASE, masks=list(self.chosen), release=release, at=at)
        self.worker.make()
        with services.db.reading() as session:
            made = renditions.state(session, wanted)
            assert isinstance(made, Made), made
            [name] = [name for name, digest, _ in files.kept(session) if digest == made.sha256]
        return b"".join(services.vault.open(name))


def admitted(site: Site, photo: bytes) -> ItemId:
    """The photo in a school of one."""
    services, who = site.built.services, {"given_name": "Ada", "family_name": "Beheer"}
    stored, at = services.vault.put(photo), services.clock()
    with services.db.unit_of_work() as session:
        admin = school.open_school(session, name="De Linde", origin="school.test/ledger", **who, email="ada@school.test", at=at)  # type: ignore[arg-type]
        event = media.make_event(session, title="Sports day", on=at.date(), actor=admin, at=at)
        came = {"sha256": stored.sha256, "size": stored.size, "vault_name": stored.name}
        return media.admit(session, event, kind=Kind.PHOTO, label="photo.jpg", **came, actor=admin, at=at).item  # type: ignore[arg-type]


def defaced(folder: Path, photo: bytes, network: Any) -> None:
    """What the command `deface --replacewith solid` does with a picture, without its start."""
    from deface.deface import image_detect

    before, after = folder / "before.jpg", folder / "after.jpg"
    before.write_bytes(photo)
    image_detect(str(before), str(after), network, 0.2, "solid", 1.3, True, False, False, False)


def is_covered(pixels: Pixels, box: Box) -> bool:
    """Whether every pixel of a face is the masks' colour, but for the noise of a JPEG."""
    fill = np.frombuffer(bytes.fromhex(MASK_COLOUR[1:]), np.uint8).astype(int)
    return bool((abs(pixels[box.top : box.bottom, box.left : box.right] - fill) <= _NOISE).all())


def is_touched(pixels: Pixels, before: Pixels, box: Box) -> bool:
    """Whether the middle of a face that may be shown is not as it was."""
    across, down = box.width // 6, box.height // 6
    middle = (slice(box.top + down, box.bottom - down), slice(box.left + across, box.right - across))
    return bool(np.abs(pixels[middle].astype(int) - before[middle]).mean() > _NOISE)
