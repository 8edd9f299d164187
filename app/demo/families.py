"""Who is in the demo school: pupils with those who speak for them, staff with their duties, guests, and people nobody knows.

Everybody goes by their given name here; no two share one. Faces come from `cast`, names and answers are ours.
"""

from dataclasses import dataclass
from enum import Enum, auto

from app.demo import cast
from app.demo.looks import Face
from consent_store.rules.terms import Duty


class Says(Enum):
    """What somebody answers when asked for all purposes and kinds."""

    EVERYTHING = auto()
    INSIDE = auto()  # only what stays inside the school
    PHOTOS = auto()  # no film, no sound
    UNHEARD = auto()  # no sound
    NOT_SPREAD = auto()  # neither social media nor press
    NOTHING = auto()
    SILENT = auto()


@dataclass(frozen=True, slots=True)
class Guardian:
    """Somebody who speaks for a pupil. `recognition` None: no answer to that."""

    given: str
    family: str
    says: Says = Says.EVERYTHING
    recognition: bool | None = True
    authority: bool = True
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil of a class with who speaks for them, `years` old since so many `days`; `own` is their own answer, once they may."""

    given: str
    family: str
    group: str
    face: Face
    guardians: tuple[Guardian, ...]
    years: int = 13
    days: int = 120
    own: Says | None = None


@dataclass(frozen=True, slots=True)
class Adult:
    """A member of staff with their duties, or a guest, who has none."""

    given: str
    family: str
    face: Face
    duties: tuple[Duty, ...] = ()
    says: Says = Says.EVERYTHING
    language: str = "nl"


_CHILD = cast.pupils()
_FIRST_TWIN, _SECOND_TWIN = cast.twins()
_ADULT = cast.staff()
_UNKNOWN = cast.strangers()
_WILLEMS = (Guardian("Saskia", "Willems"), Guardian("Edwin", "Willems"))

PUPILS: tuple[Pupil, ...] = (
    Pupil("Sanne", "de Vries", "2A", _CHILD[6], (Guardian("Marieke", "de Vries"), Guardian("Jeroen", "de Vries"))),
    Pupil("Daan", "Visser", "2A", _CHILD[2], (Guardian("Petra", "Visser"),)),
    Pupil("Shanice", "Pinas", "2A", _CHILD[1], (Guardian("Lucia", "Pinas"),)),
    Pupil("Linh", "Nguyen", "2A", _CHILD[3], (Guardian("Hoa", "Nguyen", language="en"), Guardian("Minh", "Nguyen", language="en"))),
    Pupil("Tijn", "Mulder", "2A", _CHILD[5], (Guardian("Anouk", "Mulder"), Guardian("Bas", "Mulder"))),
    Pupil("Yusuf", "Yıldız", "2A", _CHILD[7], (Guardian("Emine", "Yıldız", Says.INSIDE), Guardian("Mehmet", "Yıldız", Says.INSIDE))),
    Pupil("Amira", "Benali", "2A", _CHILD[4], (Guardian("Samira", "Benali", Says.NOTHING, recognition=False),)),
    Pupil("Noor", "El Amrani", "2A", _CHILD[9], (Guardian("Hanan", "El Amrani"), Guardian("Omar", "El Amrani", Says.NOT_SPREAD, None))),
    Pupil("Lotte", "Jansen", "2A", _CHILD[11], (Guardian("Miranda", "Jansen", Says.SILENT, None),)),
    Pupil("Eva", "Peters", "2A", _CHILD[14], (Guardian("Ellen", "Peters"),)),
    Pupil("Pim", "Willems", "2A", _FIRST_TWIN, _WILLEMS),
    Pupil("Job", "Willems", "2A", _SECOND_TWIN, _WILLEMS),
    Pupil("Kwame", "Mensah", "2B", _CHILD[10], (Guardian("Abena", "Mensah"), Guardian("Kofi", "Mensah", Says.UNHEARD))),
    Pupil("Zofia", "Kowalska", "2B", _CHILD[12], (Guardian("Agnieszka", "Kowalska", Says.PHOTOS, language="en"),)),
    Pupil("Samuel", "Tesfaye", "2B", _CHILD[13], (Guardian("Selam", "Tesfaye"),), years=16, days=40, own=Says.INSIDE),
    Pupil("Ilias", "Haddad", "2B", _CHILD[15], (Guardian("Rachida", "Haddad", Says.SILENT, None),)),
    Pupil("Finn", "Hoekstra", "2B", _CHILD[16], (Guardian("Tjitske", "Hoekstra"), Guardian("Sjoerd", "Hoekstra"))),
    Pupil(
        "Luca",
        "Rossi",
        "2B",
        _CHILD[17],
        (Guardian("Chiara", "Rossi"), Guardian("Bart", "van Leeuwen", Says.SILENT, None, authority=False)),
    ),
    Pupil("Aylin", "Demir", "2B", _CHILD[18], (Guardian("Gül", "Demir", Says.NOT_SPREAD),)),
    Pupil("Fleur", "van Dijk", "2B", _CHILD[20], (Guardian("Ilse", "van Dijk"), Guardian("Mark", "van Dijk")), years=16, days=10),
    Pupil("Jasper", "Liem", "2B", _CHILD[21], (Guardian("Mei", "Liem"),)),
    Pupil("Isa", "Bakker", "2B", _CHILD[22], (Guardian("Linda", "Bakker"), Guardian("Sofie", "Bakker"))),
    Pupil("Jayden", "Rozenblad", "2B", _CHILD[23], (Guardian("Naomi", "Rozenblad", recognition=False),)),
    Pupil("Priya", "Ramdin", "2B", _CHILD[0], (Guardian("Sunita", "Ramdin"), Guardian("Anil", "Ramdin"))),
)

ADMINISTRATOR = Adult("Karim", "Aziz", _ADULT[8], (Duty.ADMIN,), Says.NOTHING)
STAFF: tuple[Adult, ...] = (
    Adult("Karin", "de Boer", _ADULT[1], (Duty.TEACHER,)),
    Adult("Fatma", "Öztürk", _ADULT[3], (Duty.TEACHER,)),
    Adult("Rob", "Meijer", _ADULT[5], (Duty.TEACHER,)),
    Adult("Esther", "Kuipers", _ADULT[4], (Duty.COMMS,)),
    Adult("Hans", "Verbeek", _ADULT[2], (Duty.SUPERVISOR,), Says.NOT_SPREAD),
    Adult("Marlies", "Vos", _ADULT[0], (Duty.OFFICE,)),
    Adult("Wilma", "Blijd", _ADULT[6], (Duty.PRIVACY,), Says.INSIDE),
)
GUESTS: tuple[Adult, ...] = (Adult("Annelies", "Brand", _ADULT[7]), Adult("Sergio", "Lopes", _ADULT[9]))

ABENA, VISITOR, PHOTOGRAPH, BROTHER = "Abena", "a visitor", "a photograph on the wall", "a little brother"
STRANGERS: dict[str, Face] = {VISITOR: _UNKNOWN[2], PHOTOGRAPH: _UNKNOWN[1], BROTHER: _UNKNOWN[4]}
_DRAWN: tuple[Pupil | Adult, ...] = (*PUPILS, ADMINISTRATOR, *STAFF, *GUESTS)
FACES: dict[str, Face] = {one.given: one.face for one in _DRAWN} | {ABENA: _UNKNOWN[0]} | STRANGERS
