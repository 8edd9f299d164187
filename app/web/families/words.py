"""What the families' pages say of choices, in whole sentences."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consent_store.rules.asking import Matter
from consent_store.rules.entries import Say
from consent_store.rules.terms import Audience, Kind

ASKS: dict[Kind, LazyString] = {Kind.PHOTO: _l("Photo"), Kind.FILM: _l("Film"), Kind.SOUND: _l("Sound")}
RECOGNISE = _l("Recognise the face")
AUDIENCES: dict[Audience, LazyString] = {Audience.INTERNAL: _l("only inside the school"), Audience.PUBLIC: _l("everybody")}

YOU_SAID: dict[Say, LazyString] = {
    Say.YES: _l("You said yes to %(kind)s on %(day)s, %(method)s."),
    Say.NO: _l("You said no to %(kind)s on %(day)s, %(method)s."),
    Say.WITHDRAWN: _l("You took back your yes to %(kind)s on %(day)s, %(method)s."),
}
SAID: dict[Say, LazyString] = {
    Say.YES: _l("%(name)s said yes to %(kind)s on %(day)s, %(method)s."),
    Say.NO: _l("%(name)s said no to %(kind)s on %(day)s, %(method)s."),
    Say.WITHDRAWN: _l("%(name)s took back the yes to %(kind)s on %(day)s, %(method)s."),
}
SINCE: dict[Say, LazyString] = {
    Say.YES: _l("You said yes on %(day)s."),
    Say.NO: _l("You said no on %(day)s."),
    Say.WITHDRAWN: _l("You took your yes back on %(day)s."),
}

SILENT = _l("No answer yet. Until there is one, it is no.")
RUN_OUT = _l("Your yes has run out. Choose again; until then it is no.")
REWORDED = _l("The wording has changed since you chose. Read it and choose again; until then it is no.")
ENDS = _l("You said yes on %(day)s. It counts until %(until)s; before then you are asked again.")
OTHER_YES = _l("%(name)s said yes on %(day)s. That counts until somebody says no.")
OTHER_NO = _l("%(name)s said no on %(day)s.")

MATTERS: dict[Matter, LazyString] = {
    Matter.GIVEN_NAME: _l("The first name"),
    Matter.FAMILY_NAME: _l("The last name"),
    Matter.BORN: _l("The date of birth"),
    Matter.EMAIL: _l("The e-mail address"),
    Matter.OTHER: _l("Something else"),
    Matter.ERASURE: _l("Erase everything"),
}
