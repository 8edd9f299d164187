"""One photo's way through the worker: opened in the box, looked at, cut into the files that pages need, and written down."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from app.analysis.ports import DescribedFace
from app.jobs import upkeep
from app.jobs.filing import Filed, Filing
from app.jobs.holding import holding
from app.jobs.workshop import Workshop
from app.media import images
from app.media.boxed import open_boxed
from app.media.images import Picture, Pixels
from app.media.refusals import Unreadable
from app.media.still import Stopped
from app.vault import VaultError, seal
from consent_store.ids import ItemId
from consent_store.operations import media
from consent_store.operations.media import Claim, Found
from consent_store.rules.forms import CLEAN
from consent_store.rules.sightings import Box

LEASE = timedelta(seconds=55)  # longer than any picture takes, shorter than the minute in which a sweeper looks again
QUALITY = 85
_PREVIEW, THUMB = 1600, 480  # pixels along the longest side
_LARGE = 24_000_000  # pixels


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in one picture, ready to be written down."""

    picture: Picture
    found: list[Found]


def analyse(shop: Workshop, item: ItemId) -> None:
    """Analyse one item, unless that was done already or another worker is at it."""
    at = shop.now()
    with shop.services.db.unit_of_work() as session:
        claim = media.claim(session, item, until=at + LEASE, version=shop.engine.version, at=at)
    if claim is None:
        return
    with suppress(Stopped):  # another worker has it by now
        _analyse(shop, claim)


def _analyse(shop: Workshop, claim: Claim) -> None:
    try:
        picture = open_boxed(shop.services.vault.open(claim.vault_name))
    except Unreadable as error:
        refuse(shop, claim, error.code)
    except VaultError:
        fail(shop, claim, "damaged")
    else:
        with _room_for(shop, picture):
            _write_down(shop, claim, _looked(shop, claim, picture))


def _room_for(shop: Workshop, picture: Picture) -> AbstractContextManager[object]:
    """A large picture keeps its turn until it is filed: another's search would not fit into memory beside it."""
    return shop.turn if picture.width * picture.height > _LARGE else nullcontext()


def _looked(shop: Workshop, claim: Claim, picture: Picture) -> Look:
    with shop.turn:
        [faces] = shop.engine.find([picture.pixels])
        if not claim.recognise or not faces:
            return Look(picture, [Found(face.box, face.score, None, None, None) for face in faces])
        [described] = shop.engine.describe([picture.pixels], [faces])
        return Look(picture, _proposed(shop, described))


def _proposed(shop: Workshop, described: Sequence[DescribedFace]) -> list[Found]:
    with shop.services.db.reading() as session:
        register = shop.register(session)
    proposals = shop.engine.propose([face.descriptor for face in described], [face.quality.score for face in described], register)
    return [
        Found(face.face.box, face.face.score, face.quality.score, proposal, seal(shop.services.keys, face.descriptor.tobytes()))
        for face, proposal in zip(described, proposals, strict=True)
    ]


def _write_down(shop: Workshop, claim: Claim, look: Look) -> None:
    """Files first, rows second; where the rows fail, the files go again."""
    picture = look.picture
    with Filing(shop.services.vault) as filing:
        whole = [
            filing.jpeg("clean", picture.pixels, CLEAN.quality),
            filing.jpeg("preview", images.resized(picture.pixels, _PREVIEW), QUALITY),
            filing.jpeg("thumb", images.resized(picture.pixels, THUMB), QUALITY),
        ]
        crops = [crop_of(filing, picture.pixels, face.box) for face in look.found]
        with holding(shop, claim) as session:
            _record(session, shop, claim.item, look, whole, crops)
        filing.keep()


def crop_of(filing: Filing, pixels: Pixels, box: Box) -> Filed:
    """A face cut out for the eye."""
    return filing.jpeg("crop", images.portrait(pixels, box), QUALITY)


def _record(session: Session, shop: Workshop, item: ItemId, look: Look, whole: list[Filed], crops: list[Filed]) -> None:
    at, picture = shop.now(), look.picture
    sightings = media.record_analysis(
        session,
        item,
        version=shop.engine.version,
        width=picture.width,
        height=picture.height,
        taken_at=picture.taken_at,
        dropped=picture.had,
        found=look.found,
        at=at,
    )
    for filed in whole:
        filed.record(session, item, None, at)
    for sighting, filed in zip(sightings, crops, strict=True):
        filed.record(session, item, sighting, at)


def refuse(shop: Workshop, claim: Claim, code: str) -> None:
    """It cannot be read. Where it is neither a picture nor a recording, nothing of it is kept but the word that it came."""
    with holding(shop, claim) as session:
        media.refuse(session, claim.item, code, at=shop.now())
    upkeep.shred(shop)


def fail(shop: Workshop, claim: Claim, code: str) -> None:
    """The file in the vault is missing or cannot be opened: held, and said so; a backup may bring it back."""
    with holding(shop, claim) as session:
        media.record_failure(session, claim.item, code, at=shop.now())
