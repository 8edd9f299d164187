"""What the pages about rosters say of values that are kept as codes. Each table is whole: a test holds it against its enumeration."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.roster.columns import CODES
from consent_store.rules.roster import Doubtful, Wrong

PUPIL: dict[str, LazyString] = {
    "number": _l("Pupil: number"),
    "name": _l("Pupil: whole name"),
    "given": _l("Pupil: given name"),
    "prefix": _l("Pupil: prefix of the family name"),
    "family": _l("Pupil: family name"),
    "born": _l("Pupil: birth date"),
    "email": _l("Pupil: e-mail address"),
    "group": _l("Pupil: class"),
}
GUARDIAN: dict[str, LazyString] = {
    "number": _l("Guardian %(number)s: number"),
    "name": _l("Guardian %(number)s: whole name"),
    "given": _l("Guardian %(number)s: given name"),
    "prefix": _l("Guardian %(number)s: prefix of the family name"),
    "family": _l("Guardian %(number)s: family name"),
    "email": _l("Guardian %(number)s: e-mail address"),
}
UNKEPT: dict[str, LazyString] = {
    "bsn": _l("citizen service numbers"),
    "password": _l("passwords"),
    "birthplace": _l("where somebody was born"),
    "ethnicity": _l("origin"),
    "nationality": _l("nationality"),
    "religion": _l("belief"),
    "medical": _l("health and care"),
    "address": _l("where somebody lives"),
}
LACKS: dict[str, LazyString] = {
    "name": _l("Say which columns hold the pupil's name: the whole name, or given name and family name."),
    "number": _l("Say which column holds the pupil's number, or the birth date. Without these nobody can be recognised next time."),
    "pupil": _l("One table names no pupils. Say which of its columns holds the pupil's number."),
    "doubled": _l("Two columns are said to be the same. Choose one of them."),
}
WRONG: dict[Wrong, LazyString] = {
    Wrong.CELLS: _l("It has more or fewer cells than there are headers, or one that is far too long."),
    Wrong.QUOTE: _l("A quotation mark is opened and not closed."),
    Wrong.NAME: _l("There is no name in it that can be used."),
    Wrong.BIRTH_DATE: _l("The birth date cannot be read, or is not that of somebody alive."),
    Wrong.NUMBER: _l("There is neither a number nor a birth date, so that nobody could be recognised next time."),
    Wrong.SECRET: _l("There is what looks like a citizen service number in it. It is not kept."),
    Wrong.UNKNOWN_PUPIL: _l("The pupil's number stands at no pupil."),
    Wrong.EMAIL: _l("The e-mail address is none. The person comes in without it."),
    Wrong.EMAILS: _l("There is more than one e-mail address. The first is taken."),
    Wrong.GUARDIAN_NAME: _l("A guardian has no given name or no family name, and is left out."),
}
# What is so, and what comes of it.
DOUBTS: dict[Doubtful, tuple[LazyString, LazyString]] = {
    Doubtful.SAME_NUMBER: (_l("One number, different people"), _l("None of them is taken. Mend it in the pupil system.")),
    Doubtful.OTHER_ROLE: (
        _l("The number belongs to somebody else here"),
        _l("Not taken. Look at the number of the person in the register."),
    ),
    Doubtful.OTHER_PERSON: (
        _l("The number belongs to somebody else here"),
        _l("Not taken. Look at the number of the person in the register."),
    ),
    Doubtful.SEVERAL_FIT: (_l("Several people in the register fit"), _l("Not taken. Record it by hand on the pupil's page.")),
    Doubtful.OWN_GUARDIAN: (_l("Somebody is named as their own guardian"), _l("That is left out.")),
    Doubtful.ROWS_DIFFER: (_l("Rows say different things about one person"), _l("What the register says stays.")),
    Doubtful.TAKEN_FOR_ONE: (_l("Taken for one person, by name and e-mail address"), _l("Tick those who are not, and plan anew.")),
    Doubtful.RECOGNISED: (_l("Recognised by name and birth date"), _l("The number is recorded with the person of the register.")),
    Doubtful.NEW_EMAIL: (
        _l("Another e-mail address"),
        _l("Taken. From then on whoever reads the mail there comes in."),
    ),
    Doubtful.SAME_EMAIL: (_l("Two people with one e-mail address"), _l("Both are taken. Whoever reads the mail can come in as either.")),
    Doubtful.NO_GUARDIAN: (_l("A pupil without a guardian"), _l("Taken. Until there is one, nobody says yes for a pupil under age.")),
    Doubtful.NO_BIRTH_DATE: (_l("No birth date"), _l("Taken. Until there is one, nobody can say yes.")),
    Doubtful.YOUNGER_GUARDIAN: (_l("A guardian who is younger than the pupil"), _l("Taken. Perhaps the two were swapped.")),
    Doubtful.PUPIL_IS_GUARDIAN: (_l("A pupil who is somebody's guardian"), _l("Taken. Look whether that is so.")),
    Doubtful.NOT_NAMED: (
        _l("A guardian whom the file no longer names"),
        _l("Stays as it is. End it on the pupil's page, if it has ended."),
    ),
}
FIELDS: dict[str, LazyString] = {
    "given_name": _l("Given name"),
    "family_name": _l("Family name"),
    "born": _l("Born on"),
    "email": _l("E-mail address"),
    "external_id": _l("Number in the pupil system"),
}


def choices() -> list[tuple[str, str]]:
    """What a column may be: each code and its words."""
    return [(code, _code(code)) for code in CODES]


def _code(code: str) -> str:
    who, _dot, what = code.partition(".")
    if not code:
        return str(_("Not read"))
    return str(PUPIL[what]) if who == "pupil" else str(GUARDIAN[what]) % {"number": who.removeprefix("guardian")}
