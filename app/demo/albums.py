"""The demo school's events and the photos taken there: who is in each, and how far its review has come.

What happens to some of them afterwards is in `story`, which knows them by their names here.
"""

from dataclasses import dataclass
from enum import Enum, auto

from app.demo.families import ABENA, BROTHER, PHOTOGRAPH, VISITOR
from app.demo.places import Place
from consent_store.rules.terms import Maker, Permission

SCHOOL = "De Linde"
OURS = Maker(SCHOOL, Permission.OWN_WORK)


class Seen(Enum):
    """How far a review has come."""

    NOT_YET = auto()
    ANSWERED = auto()
    BY_UPLOADER = auto()
    BY_COLLEAGUE = auto()


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of some people by their given names; `away` stands with their back to us, `far` in the distance, `framed` is only a
    picture on the wall. `after` names a photo of the same moment, taken so many seconds before.
    """

    name: str
    who: tuple[str, ...]
    seen: Seen = Seen.BY_COLLEAGUE
    away: str | None = None
    far: str | None = None
    framed: str | None = None
    maker: Maker | None = OURS
    after: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An occasion so many days ago, where it was, who uploads its photos and who reviews them after."""

    title: str
    days_ago: int
    place: Place
    groups: tuple[str, ...]
    uploader: str
    reviewer: str
    photos: tuple[Photo, ...]
    recognition_off: bool = False


_2A = ("Sanne", "Daan", "Shanice", "Linh", "Tijn", "Yusuf", "Amira", "Noor", "Lotte", "Eva", "Pim", "Job")
_2B = ("Kwame", "Zofia", "Samuel", "Ilias", "Finn", "Luca", "Aylin", "Fleur", "Jasper", "Isa", "Jayden", "Priya")
_BOTH = ("2A", "2B")

CLASS_PHOTOS = Event(
    "Klassenfoto's", 45, Place.PLAYGROUND, _BOTH, "Karin", "Fatma",
    (
        Photo("class 2A", ("Karin", *_2A)),
        Photo("class 2B", ("Fatma", *_2B)),
        Photo("front row", ("Sanne", "Daan", "Shanice", "Linh", "Tijn", "Yusuf")),
    ),
)  # fmt: skip
SPORTS_DAY = Event(
    "Sportdag", 31, Place.FIELD, _BOTH, "Rob", "Karin",
    (
        Photo("relay", ("Sanne", "Daan", "Shanice")),
        Photo("football", ("Tijn", "Kwame", "Luca")),
        Photo("high jump", ("Jasper", "Isa", "Jayden")),
        Photo("long jump", ("Zofia", "Aylin", "Amira")),
        Photo("finish", ("Priya", "Finn", "Fleur", VISITOR)),
        Photo("three runners", ("Luca", "Pim", "Job")),
        Photo("ball", ("Eva", "Linh")),
        Photo("spectators", ("Sanne", "Kwame"), away="Yusuf"),
        Photo("medals", ("Isa", "Shanice")),
        Photo("trainer", ("Sergio", "Daan", "Priya")),
    ),
)  # fmt: skip
MUSEUM = Event(
    "Excursie Naturalis", 24, Place.CORRIDOR, _BOTH, "Karin", "Fatma",
    (
        Photo("along with mother", (ABENA, "Kwame", "Luca")),
        Photo("two at a case", ("Samuel", "Zofia")),
        Photo("notes", ("Ilias", "Aylin")),
        Photo("three in a hall", ("Noor", "Sanne", "Tijn")),
        Photo("alone", ("Lotte",)),
        Photo("portrait gallery", ("Daan",), framed=PHOTOGRAPH),
        Photo("sent by a parent", ("Finn", "Fleur"), maker=None),
    ),
)  # fmt: skip
PLAY = Event(
    "Toneelavond", 12, Place.STAGE, _BOTH, "Fatma", "Karin",
    (
        Photo("in costume", ("Jayden", "Shanice")),
        Photo("quarrel", ("Pim", "Aylin")),
        Photo("applause", ("Priya", "Kwame", "Zofia")),
        Photo("backstage", ("Noor", "Linh")),
        Photo("opening", ("Luca", "Isa"), Seen.BY_UPLOADER),
        Photo("last scene", ("Finn", "Sanne", "Daan"), Seen.BY_UPLOADER),
        Photo("flowers", ("Hans", "Fatma", "Shanice")),
        Photo("blinded", ("Tijn",)),
    ),
)  # fmt: skip
WRITER = Event(
    "Schrijver in de klas", 8, Place.CLASSROOM, ("2B",), "Fatma", "Karin",
    (
        Photo("writer", ("Annelies",)),
        Photo("questions", ("Annelies", "Aylin", "Isa")),
        Photo("signing", ("Annelies", "Kwame", "Priya"), Seen.ANSWERED),
        Photo("reading", ("Luca", "Zofia"), maker=Maker("Studio Verhoeven", Permission.GIVEN, "Overeenkomst 2026-14, artikel 3")),
    ),
    recognition_off=True,
)  # fmt: skip
OPEN_DAY = Event(
    "Open dag", 1, Place.CLASSROOM, _BOTH, "Karin", "Fatma",
    (
        Photo("welcome", ("Sanne", "Jayden"), Seen.NOT_YET),
        Photo("tour", ("Kwame", BROTHER, "Jayden"), Seen.NOT_YET),
        Photo("twins at the door", ("Pim", "Job"), Seen.NOT_YET),
        Photo("chemistry", ("Luca", BROTHER), Seen.NOT_YET),
        Photo("music", ("Isa", "Jayden", "Shanice", "Amira"), Seen.NOT_YET),
        Photo("goodbye", ("Priya", BROTHER, "Finn"), Seen.NOT_YET, far=VISITOR),
        Photo("welcome again", ("Sanne", "Jayden"), Seen.NOT_YET, after=("welcome", 1)),
        Photo("welcome once more", ("Sanne", "Jayden"), Seen.NOT_YET, after=("welcome", 2)),
    ),
)  # fmt: skip

EVENTS = (CLASS_PHOTOS, SPORTS_DAY, MUSEUM, PLAY, WRITER, OPEN_DAY)
PHOTOS = sum(len(event.photos) for event in EVENTS)
