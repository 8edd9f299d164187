"""What the pages about receipts say, in whole sentences."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consent_store.rules.receipts import Event

# %(use)s: "School website, photo"
YOURS: dict[Event, LazyString] = {
    Event.GIVEN: _l("You said yes to %(use)s."),
    Event.RENEWED: _l("You said yes again to %(use)s."),
    Event.REFUSED: _l("You said no to %(use)s."),
    Event.WITHDRAWN: _l("You took back your yes to %(use)s."),
    Event.LIFTED: _l("You took back what you said about %(use)s; what was said before counts again."),
    Event.EXPIRED: _l("Your yes to %(use)s ended on its date."),
    Event.INVALIDATED: _l("Your yes to %(use)s ended, because the wording has changed."),
}
THEIRS: dict[Event, LazyString] = {
    Event.GIVEN: _l("%(name)s said yes to %(use)s."),
    Event.RENEWED: _l("%(name)s said yes again to %(use)s."),
    Event.REFUSED: _l("%(name)s said no to %(use)s."),
    Event.WITHDRAWN: _l("%(name)s took back the yes to %(use)s."),
    Event.LIFTED: _l("%(name)s took back what was said about %(use)s; what was said before counts again."),
    Event.EXPIRED: _l("The yes of %(name)s to %(use)s ended on its date."),
    Event.INVALIDATED: _l("The yes of %(name)s to %(use)s ended, because the wording has changed."),
}
# What a checker says happened, without a name.
EVENTS: dict[Event, LazyString] = {
    Event.GIVEN: _l("Yes"),
    Event.RENEWED: _l("Yes, again"),
    Event.REFUSED: _l("No"),
    Event.WITHDRAWN: _l("Yes taken back"),
    Event.LIFTED: _l("Taken back; what was said before counts again"),
    Event.EXPIRED: _l("Yes ended on its date"),
    Event.INVALIDATED: _l("Yes ended, because the wording has changed"),
}
EVERYTHING = _l("everything")
ONE_PICTURE = _l("this one picture")
SOMEBODY = _l("Somebody")
